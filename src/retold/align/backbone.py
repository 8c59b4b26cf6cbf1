"""Landmarks in long articles: near-identical sentences that cut a large alignment into small ones.

Comparing every sentence with every other takes time and memory with the square of the length. Sentences that
share most of their rarer words are found through an index of words instead; the heaviest chain of them that
keeps the order is taken as given, and only the stretches between are compared in full.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

import numpy as np

from retold.align.side import Side

__all__ = ["landmarks", "stretches"]

_MOST_PLACES = 25  # pairs of units that one word may propose: commoner words propose nothing
_NEAR_IDENTICAL = 0.6  # share of both units' weight that must be shared
_LARGEST_STRETCH = 90_000  # pairs of units compared in full: 300 by 300 sentences, about 50 MB for a second


def landmarks(a: Side, b: Side) -> list[tuple[int, int, float]]:
    """Near-identical units (unit of a, unit of b, similarity) in order; none where the articles are short."""
    if len(a) * len(b) <= _LARGEST_STRETCH:
        return []
    _, same_a, same_b = np.intersect1d(a.keys, b.keys, assume_unique=True, return_indices=True)
    places_a, places_b = _places(a), _places(b)
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for number_a, number_b in zip(same_a.tolist(), same_b.tolist(), strict=True):
        units, others = places_a[number_a], places_b[number_b]
        if len(units) * len(others) <= _MOST_PLACES:
            weight = float(a.weights[number_a])
            for i in units:
                for j in others:
                    shared[i, j] += weight
    mass_a, mass_b = _masses(a), _masses(b)
    close = [
        (i, j, score)
        for (i, j), weight in shared.items()
        if (score := 2 * weight / (mass_a[i] + mass_b[j])) >= _NEAR_IDENTICAL
    ]
    return _chain(close)


def stretches(a: Side, b: Side, marks: list[tuple[int, int, float]]) -> list[tuple[range, range]]:
    """The unit ranges between landmarks, both not empty, that are small enough to be compared in full."""
    found = []
    before_a = before_b = 0
    for i, j in [*((i, j) for i, j, _ in marks), (len(a), len(b))]:
        if before_a < i and before_b < j and (i - before_a) * (j - before_b) <= _LARGEST_STRETCH:
            found.append((range(before_a, i), range(before_b, j)))
        before_a, before_b = i + 1, j + 1
    return found


def _places(side: Side) -> list[list[int]]:
    """The units in which each stem stands, by its number."""
    places: list[list[int]] = [[] for _ in range(len(side.keys))]
    for unit in range(len(side)):
        for number in side.stems(unit).tolist():
            places[number].append(unit)
    return places


def _masses(side: Side) -> list[float]:
    """The weight of each unit's distinct words."""
    masses: list[float] = (np.add.reduceat(side.weights[side.members], side.offsets[:-1]) + 1e-6).tolist()
    return masses


def _chain(close: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """A longest chain that rises strictly on both sides (Fredman 1975); the more similar pair first in a tie."""
    close.sort(key=lambda mark: (mark[0], -mark[1], mark[2]))
    tails: list[int] = []  # smallest last unit of b of a chain of each length
    ends: list[int] = []  # index into close of the chain's last pair
    previous: list[int] = []
    for at, (_, j, _) in enumerate(close):
        length = bisect_left(tails, j)
        previous.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(j)
            ends.append(at)
        else:
            tails[length], ends[length] = j, at
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(close[at])
        at = previous[at]
    return chain[::-1]
