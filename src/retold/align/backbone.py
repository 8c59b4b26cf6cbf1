"""Landmarks in long articles: near-identical sentences that cut a large alignment into small ones.

Comparing every sentence with every other takes time and memory with the square of the length. Sentences that
may be alike are found through an index of words instead (`backbone_index`); the heaviest chain of those that are
near-identical is taken as given, and only the stretches between are compared (`backbone_walk`).
"""

from __future__ import annotations

import numpy as np

from retold.align.backbone_chain import heaviest_chain
from retold.align.backbone_index import Pairs, likely_pairs
from retold.align.side import Ints, Side

__all__ = ["fits", "landmarks", "near_identical", "settled", "stem_costs", "stretches"]

_NEAR_IDENTICAL = 0.6  # share of both units' weight that must be shared
_IDENTICAL = 0.999  # the same words: beside a gap too, nothing can have been merged with such a unit
_LARGEST_STRETCH = 90_000  # pairs of units compared in full: 300 by 300 sentences, some 50 MB and half a second
_MOST_STEM_PAIRS = 64_000_000  # pairs of their words: as many as 300 by 300 sentences of 27 words have
_MOST_PLACES = 6_000_000  # units of one side by their words: 600 sentences of 17 words, some 25 MB
_LONG = 400  # a unit of more words counts as one of so many: `similarity` compares their stems alone


def stem_costs(side: Side) -> Ints:
    """How many words of each unit `similarity` compares by their meaning, at most."""
    costs: Ints = np.minimum(np.diff(side.offsets), _LONG)
    return costs


def fits(a: Side, b: Side, units_a: range, units_b: range) -> bool:
    """Whether these units are few enough, and short enough, to be compared in full."""
    if len(units_a) * len(units_b) > _LARGEST_STRETCH:
        return False
    costs = []
    for side, units in ((a, units_a), (b, units_b)):
        sizes = np.diff(side.offsets[units.start : units.stop + 1])
        if len(units) > 1 and len(units) * int(sizes.sum()) > _MOST_PLACES:
            return False
        costs.append(int(np.minimum(sizes, _LONG).sum()))
    return costs[0] * costs[1] <= _MOST_STEM_PAIRS


def landmarks(a: Side, b: Side) -> list[tuple[int, int, float]]:
    """Near-identical units (unit of a, unit of b, similarity) in order; none where the articles are short."""
    if fits(a, b, range(len(a)), range(len(b))):
        return []
    return settled(a, b, near_identical(a, b))


def near_identical(a: Side, b: Side) -> Pairs:
    """The pairs of units that share most of their words, in any order."""
    return likely_pairs(a, b, range(len(a)), range(len(b))).at_least(_NEAR_IDENTICAL)


def settled(a: Side, b: Side, near: Pairs) -> list[tuple[int, int, float]]:
    """The heaviest chain of near-identical pairs, without those that a neighbour may have a part in.

    Where a unit beside a pair has no counterpart yet, it may have been merged with it or split from it; unless
    the pair's words are the same, it is left to be aligned again together with its neighbours.
    """
    pairs = near.places()
    chain = heaviest_chain(pairs, (near.scores * near.weights).tolist())
    scores = near.scores.tolist()
    marks = [(*pairs[at], scores[at]) for at in chain]
    edges = [(-1, -1), *(pairs[at] for at in chain), (len(a), len(b))]
    kept = []
    for (i, j, score), before, after in zip(marks, edges, edges[2:], strict=False):
        if score >= _IDENTICAL or (before == (i - 1, j - 1) and after == (i + 1, j + 1)):
            kept.append((i, j, score))
    return kept


def stretches(a: Side, b: Side, marks: list[tuple[int, int, float]]) -> list[tuple[range, range]]:
    """The unit ranges between landmarks, both not empty."""
    found = []
    before_a = before_b = 0
    for i, j in [*((i, j) for i, j, _ in marks), (len(a), len(b))]:
        if before_a < i and before_b < j:
            found.append((range(before_a, i), range(before_b, j)))
        before_a, before_b = i + 1, j + 1
    return found
