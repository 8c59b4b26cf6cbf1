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
from retold.match.model import decide, with_common, with_points
from retold.match.overlap import OVERLAPS, measure_pairs
from retold.match.vectors import stem_vectors

__all__ = ["FAINT", "KINDS", "LEAST", "REPUBLISHED", "Links", "verify"]

KINDS = ("copy", "edited", "reworded", "translated", "excerpt")
# Set in training/match.py by cross-validation: below WORTH no pair is looked at again, above SURE none needs it.
WORTH = 0.05
SURE = 0.93
# A link needs this probability: of the labelled retellings all but one rewording and one excerpt reach it, and no
# lookalike of a wire does. FAINT is enough where both were published on the same days (`retold.match.days`).
LEAST, FAINT = 0.45, 0.35
_COPIED = 0.97  # share of the runs of five words, both ways, from which a text is a copy, as in retold.relate
# Two articles that share this much of their runs of five words, both ways, need no model, and neither do those of
# which one has this much in the other, if that is enough (`linked_words`); most templates share less than .7.
_ALIKE, _INSIDE, _ENOUGH, _SURELY = 0.85, 0.9, 0.3, 0.97
REPUBLISHED = 0.9  # share of the runs of five words, both ways, from which an article is republished, however late
# Where shared keys are as common as this (8 articles, or few keys of dozens), the two may fill one template with two
# events: of the labelled retellings and the planted copies next to none is, of WMT21's families of up to 19 versions
# most pairs are, of the Senate's links between releases more than a month apart more than half.
_COMMON = 0.3
_WHOLE = 0.99  # share of the lead that both have, from which near-copies with lines of their own tell one event
_LEAD = OVERLAPS.index("less_lead")
_FIRST, _SECOND = OVERLAPS.index("linked_first"), OVERLAPS.index("linked_second")
_MORE, _LESS = OVERLAPS.index("more_fragments"), OVERLAPS.index("less_fragments")
_WORDS = OVERLAPS.index("linked_words")


@dataclass(frozen=True, slots=True)
class Links:
    """Verified pairs, as parallel arrays.

    `pairs` (int64, n × 2) are numbers of articles, the smaller first; `probability` that they share an origin;
    `kinds` indexes into KINDS; `shares` (float32, n × 2) how much of each article is linked; `fragments` (float32) the
    share of the runs of five words, the smaller of both ways.
    """

    pairs: NDArray[np.int64]
    probability: NDArray[np.float32]
    kinds: NDArray[np.uint8]
    shares: NDArray[np.float32]
    fragments: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.pairs)

    def __getitem__(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Links:
        return Links(*(getattr(self, name)[chosen] for name in _ARRAYS))

    @staticmethod
    def join(parts: list[Links]) -> Links:
        """All links of several lots, in their order."""
        parts = parts or [_NONE]
        return Links(*(np.concatenate([getattr(part, name) for part in parts]) for name in _ARRAYS))


_ARRAYS = ("pairs", "probability", "kinds", "shares", "fragments")
_NONE = Links(
    np.empty((0, 2), np.int64),
    np.empty(0, np.float32),
    np.empty(0, np.uint8),
    np.empty((0, 2), np.float32),
    np.empty(0, np.float32),
)


def verify(
    words: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    langs: NDArray[np.uint8],
    pairs: NDArray[np.int64],
    points: NDArray[np.int32],
) -> Links:
    """The pairs that share a text origin.

    `words` and `bounds` are those of `retold.fingerprint.Prints`, `langs` the numbers of the articles' languages,
    `pairs` (n × 2) candidates sorted by their first article, `points` (n × 2) what their keys gave: points, and how
    common the keys are, summed up.
    """
    overlaps = np.zeros((len(pairs), len(OVERLAPS)), np.float32)
    measure_pairs(words, bounds, pairs, overlaps)
    measures = with_points(overlaps, points)
    probability = np.zeros(len(pairs), np.float32)
    across = (langs[pairs[:, 0]] != langs[pairs[:, 1]]) & (langs[pairs] > 0).all(axis=1)
    plain, worth = decide("plain")(measures), decide("worth")(measures)
    hopeless = overlaps[:, 0] == 0
    plain[hopeless] = worth[hopeless] = 0.0
    sure = ~across & (plain >= SURE)
    probability[sure] = plain[sure]
    again = np.flatnonzero((across & ~hopeless) | (~sure & (worth >= WORTH)))
    inside = (overlaps[:, _MORE] >= _INSIDE) & (overlaps[:, _WORDS] >= _ENOUGH)
    alike = ~across & ((overlaps[:, _LESS] >= _ALIKE) | inside)
    spoken = langs[pairs[again]]
    for first, second in np.unique(spoken, axis=0).tolist():
        own = again[(spoken == (first, second)).all(axis=1)]
        vectors = [stem_vectors(load_tables().codes[lang] or "en") for lang in (first, second)]
        if vectors[0] is None or vectors[1] is None:
            # Without vectors only the first look is there; two languages need more.
            probability[own] = 0.0 if first != second else plain[own]
            continue
        likeness = np.zeros((len(own), len(LIKENESSES)), np.float32)
        measure_likeness(words, bounds, pairs[own], *vectors[0], *vectors[1], likeness)
        name = "derived" if not across[own[0]] else "translated"
        probability[own] = decide(name)(np.column_stack([measures[own], likeness]))
    probability[alike] = np.maximum(probability[alike], _SURELY)
    commonly = with_common(overlaps, points)
    again_told = (overlaps[:, _LESS] >= _COPIED) | ((overlaps[:, _LESS] >= _ALIKE) & (overlaps[:, _LEAD] >= _WHOLE))
    maybe = np.flatnonzero((commonly[:, -1] >= _COMMON) & (probability >= FAINT) & ~again_told)
    probability[maybe] = np.minimum(probability[maybe], decide("template")(commonly[maybe]))
    found = np.flatnonzero(probability >= FAINT)
    kinds = _kinds(overlaps[found], measures[found], across[found])
    shares = overlaps[found][:, [_FIRST, _SECOND]]
    return Links(pairs[found], probability[found], kinds, shares, overlaps[found, _LESS])


def _kinds(
    overlaps: NDArray[np.float32], measures: NDArray[np.float32], across: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """How one of each pair is made from the other, as indexes into KINDS."""
    kinds = np.where(decide("edited")(measures) > 0.5, KINDS.index("edited"), KINDS.index("reworded"))
    kinds[decide("excerpt")(measures) > 0.5] = KINDS.index("excerpt")
    kinds[overlaps[:, _LESS] >= _COPIED] = KINDS.index("copy")
    kinds[across] = KINDS.index("translated")
    return kinds.astype(np.uint8)
