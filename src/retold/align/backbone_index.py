"""Pairs of units that are likely to be alike, found through their rarer words without comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from retold.align.side import LEAST_WEIGHT, Ints, Side

__all__ = ["Pairs", "likely_pairs"]

_MOST_PLACES = 25  # pairs of units that one word may propose: commoner words propose nothing
_MOST_LIKELY = 5  # proposals looked at for each unit, those that share the heaviest rare words
_AT_ONCE = 20_000  # pairs compared together: some 20 MB


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of units: those of a, those of b, how alike the two are (0 to 1), and what they hold in common."""

    a: Ints
    b: Ints
    scores: np.ndarray[tuple[int], np.dtype[np.float64]]
    weights: np.ndarray[tuple[int], np.dtype[np.float64]]

    def at_least(self, score: float) -> Pairs:
        """Those that are as alike as that."""
        kept = self.scores >= score
        return Pairs(self.a[kept], self.b[kept], self.scores[kept], self.weights[kept])

    def places(self) -> list[tuple[int, int]]:
        """The pairs as tuples."""
        return list(zip(self.a.tolist(), self.b.tolist(), strict=True))


class _Part:
    """The words of a range of units that the other side knows too, numbered alike on both sides."""

    def __init__(self, side: Side, units: range, known: Ints, weights: np.ndarray) -> None:
        """`known` numbers the side's stems as both sides do, -1 for those of one side alone."""
        offsets = side.offsets[units.start : units.stop + 1]
        members = side.members[offsets[0] : offsets[-1]]
        owners = np.repeat(np.arange(len(units)), np.diff(offsets))
        self.masses = np.bincount(owners, weights=weights[members], minlength=len(units))
        words = known[members]
        shared = words >= 0
        self.words: Ints = words[shared]  # unit after unit
        self.owners: Ints = owners[shared]
        self.starts: Ints = np.searchsorted(self.owners, np.arange(len(units) + 1))


def likely_pairs(a: Side, b: Side, units_a: range, units_b: range) -> Pairs:
    """Pairs of units in these ranges that share rare words or are the same, with the share of words in common.

    A score is the weight of the common stems over the weight of all, both ways together (Dice), each stem
    weighing the same on both sides.
    """
    keys, same_a, same_b = np.intersect1d(a.keys, b.keys, assume_unique=True, return_indices=True)
    common = np.maximum(a.weights[same_a], b.weights[same_b]).astype(np.float64) + LEAST_WEIGHT
    parts = []
    for side, units, same in ((a, units_a, same_a), (b, units_b, same_b)):
        known = np.full(len(side.keys), -1, dtype=np.int64)
        known[same] = np.arange(len(keys))
        weights = side.weights.astype(np.float64) + LEAST_WEIGHT
        weights[same] = common
        parts.append(_Part(side, units, known, weights))
    own, other = parts
    rows, columns = _proposed(own, other, common, len(units_a), len(units_b))
    same_rows, same_columns = _identical(a, b, units_a, units_b)
    codes = np.unique(np.concatenate([rows, same_rows]) * len(units_b) + np.concatenate([columns, same_columns]))
    rows, columns = codes // len(units_b), codes % len(units_b)
    shared = _overlap(own, other, rows, columns, common)
    scores = np.minimum(1.0, 2 * shared / (own.masses[rows] + other.masses[columns]))
    return Pairs(rows + units_a.start, columns + units_b.start, scores, shared)


def _proposed(own: _Part, other: _Part, common: np.ndarray, n: int, m: int) -> tuple[Ints, Ints]:
    """The pairs of units that share rare words, the likeliest few of each unit."""
    count, counts = np.bincount(own.words, minlength=len(common)), np.bincount(other.words, minlength=len(common))
    rare = (count * counts > 0) & (count * counts <= _MOST_PLACES)
    at = np.flatnonzero(rare[own.words])
    by_word = np.argsort(other.words, kind="stable")
    first = np.cumsum(counts) - counts
    words = own.words[at]
    times = counts[words]
    shift = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    rows = np.repeat(own.owners[at], times)
    columns = other.owners[by_word[np.repeat(first[words], times) + shift]]
    codes, number = np.unique(rows * m + columns, return_inverse=True)
    weights = np.bincount(number, weights=np.repeat(common[words], times), minlength=len(codes))
    rows, columns = codes // m, codes % m
    kept = _top(rows, weights, n) | _top(columns, weights, m)
    return rows[kept], columns[kept]


def _top(owners: Ints, weights: np.ndarray, count: int) -> np.ndarray:
    """Which entries are among the heaviest few of their owner."""
    order = np.lexsort((-weights, owners))
    ordered = owners[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, np.arange(count + 1))[ordered]
    chosen = np.zeros(len(order), dtype=bool)
    chosen[order[rank < _MOST_LIKELY]] = True
    return chosen


def _identical(a: Side, b: Side, units_a: range, units_b: range) -> tuple[Ints, Ints]:
    """Pairs of units of the same words: all pairs of a sentence that is repeated little, else pairs in order."""
    sides: list[dict[bytes, list[int]]] = []
    for side, units in ((a, units_a), (b, units_b)):
        places: dict[bytes, list[int]] = defaultdict(list)
        for at, unit in enumerate(units):
            places[side.words.keys[slice(*side.bounds[unit])].tobytes()].append(at)
        sides.append(places)
    found: list[tuple[int, int]] = []
    for sentence, here in sides[0].items():
        there = sides[1].get(sentence, [])
        if len(here) * len(there) <= _MOST_PLACES:
            found += [(i, j) for i in here for j in there]
        else:
            found += zip(here, there, strict=False)
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _overlap(own: _Part, other: _Part, rows: Ints, columns: Ints, common: np.ndarray) -> np.ndarray:
    """The weight of the stems that both units of each pair hold."""
    owned = np.sort(other.owners * len(common) + other.words)
    shared = np.zeros(len(rows))
    if not len(owned):
        return shared
    for start in range(0, len(rows), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        first, sizes = own.starts[rows[some]], np.diff(own.starts)[rows[some]]
        pair = np.repeat(np.arange(len(sizes)), sizes)
        words = own.words[np.arange(len(pair)) + np.repeat(first - np.cumsum(sizes) + sizes, sizes)]
        wanted = columns[some][pair] * len(common) + words
        place = np.minimum(np.searchsorted(owned, wanted), len(owned) - 1)
        held = owned[place] == wanted
        shared[some] = np.bincount(pair[held], weights=common[words[held]], minlength=len(sizes))
    return shared
