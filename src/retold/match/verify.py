"""Decide about candidates: which pairs of articles share a text origin, and how one is made from the other.

In two looks. The first, over shared words, settles most; what it leaves open, and is worth it, gets the second, which
also knows what words mean. Measured against `retold.compare` in training/match.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retold.fingerprint.tables import load_tables
from retold.match.likeness import LIKENESSES, measure_likeness
from retold.match.model import decide, with_points
from retold.match.overlap import OVERLAPS, measure_pairs
from retold.match.vectors import stem_vectors

__all__ = ["KINDS", "Links", "verify"]

KINDS = ("copy", "edited", "reworded", "translated", "excerpt")
# Set in training/match.py by cross-validation: below WORTH no pair is looked at again, above SURE none needs it.
WORTH = 0.05
SURE = 0.985
# A link needs this probability. One half would be right for a pair picked at random among candidates; a family holds
# what is found together, so that a false link costs more than a lost one.
LEAST = 0.55
_COPIED = 0.97  # share of the runs of five words, both ways, from which a text is a copy, as in retold.relate
_FIRST, _SECOND = OVERLAPS.index("linked_first"), OVERLAPS.index("linked_second")
_MORE, _LESS = OVERLAPS.index("more_fragments"), OVERLAPS.index("less_fragments")


@dataclass(frozen=True, slots=True)
class Links:
    """Verified pairs, as parallel arrays.

    `pairs` (int64, n × 2) are numbers of articles, the smaller first; `probability` that they share an origin;
    `kinds` indexes into KINDS; `shares` (float32, n × 2) how much of each article is linked.
    """

    pairs: NDArray[np.int64]
    probability: NDArray[np.float32]
    kinds: NDArray[np.uint8]
    shares: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.pairs)

    def __getitem__(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Links:
        return Links(self.pairs[chosen], self.probability[chosen], self.kinds[chosen], self.shares[chosen])

    @staticmethod
    def join(parts: list[Links]) -> Links:
        """All links of several lots, in their order."""
        if not parts:
            return Links(np.empty((0, 2), np.int64), *(np.empty(s, t) for s, t in _EMPTY))  # type: ignore[arg-type]
        return Links(
            np.concatenate([p.pairs for p in parts]),
            np.concatenate([p.probability for p in parts]),
            np.concatenate([p.kinds for p in parts]),
            np.concatenate([p.shares for p in parts]),
        )


_EMPTY = ((0, np.float32), (0, np.uint8), ((0, 2), np.float32))


def verify(
    words: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    langs: NDArray[np.uint8],
    pairs: NDArray[np.int64],
    points: NDArray[np.int32],
) -> Links:
    """The pairs that share a text origin.

    `words` and `bounds` are those of `retold.fingerprint.Prints`, `langs` the numbers of the articles' languages,
    `pairs` (n × 2) candidates sorted by their first article, `points` what their keys gave.
    """
    overlaps = np.zeros((len(pairs), len(OVERLAPS)), np.float32)
    measure_pairs(words, bounds, pairs, overlaps)
    measures = with_points(overlaps, points)
    probability = np.zeros(len(pairs), np.float32)
    across = (langs[pairs[:, 0]] != langs[pairs[:, 1]]) & (langs[pairs] > 0).all(axis=1)
    same = np.flatnonzero(~across)
    probability[across] = decide("translated")(measures[across])
    probability[same] = decide("plain")(measures[same])
    open_still = same[(probability[same] < SURE) & (decide("worth")(measures[same]) >= WORTH)]
    probability[same[probability[same] < SURE]] = 0.0
    codes = load_tables().codes
    spoken = langs[pairs[open_still, 0]]
    for lang in np.unique(spoken).tolist():
        own = open_still[spoken == lang]
        vectors = stem_vectors(codes[lang] or "en")
        if vectors is None:
            probability[own] = decide("plain")(measures[own])
            continue
        likeness = np.zeros((len(own), len(LIKENESSES)), np.float32)
        measure_likeness(words, bounds, pairs[own], *vectors, likeness)
        probability[own] = decide("derived")(np.column_stack([measures[own], likeness]))
    found = np.flatnonzero(probability >= LEAST)
    kinds = _kinds(overlaps[found], measures[found], across[found])
    shares = overlaps[found][:, [_FIRST, _SECOND]]
    return Links(pairs[found], probability[found], kinds, shares)


def _kinds(
    overlaps: NDArray[np.float32], measures: NDArray[np.float32], across: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """How one of each pair is made from the other, as indexes into KINDS."""
    kinds = np.where(decide("edited")(measures) > 0.5, KINDS.index("edited"), KINDS.index("reworded"))
    kinds[decide("excerpt")(measures) > 0.5] = KINDS.index("excerpt")
    kinds[overlaps[:, _LESS] >= _COPIED] = KINDS.index("copy")
    kinds[across] = KINDS.index("translated")
    return kinds.astype(np.uint8)
