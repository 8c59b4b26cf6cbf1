"""Aligning a stretch of any length: in one piece, or box after box along the likely way through it.

The way is the heaviest chain of pairs of units that share rare words; a box is a piece of it with some room on all
sides. Of the links that the boxes give, each those of its own piece, the heaviest chain stands.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from retold.align.backbone import fits, stem_costs
from retold.align.backbone_chain import heaviest_chain
from retold.align.backbone_index import likely_pairs
from retold.align.links import MOVED
from retold.align.order import in_order
from retold.align.side import Floats, Ints, Side
from retold.align.similarity import similarity

__all__ = ["Candidates", "Walked", "left_over", "walk"]

Walked = tuple[int, int, int, int, float]  # first unit of a, how many, first unit of b, how many, similarity
Candidates = list[tuple[float, int, int]]  # similarity, unit of a, unit of b

# The size of a box: smaller ones are quicker, larger ones forgive a way that is further off.
_CORE = 40  # units of either article on a way without gaps
_CORE_STEMS = 800  # words of them: 40 sentences of 20
_ROOM = 0.6  # of a core, added on each side
# What a link gains where links of several boxes exclude each other, as in order.py.
_BAR = 0.22
_SPLIT_COST = 0.3
_LEAST_GAIN = 0.01
_MOST_CANDIDATES = 2000  # kept of a box: many more only where all sentences are alike


def walk(a: Side, b: Side, units_a: range, units_b: range) -> tuple[list[Walked], Candidates]:
    """Links between these units that keep the order, and similar pairs of which one unit at least has no link."""
    if fits(a, b, units_a, units_b):
        return _box(a, b, units_a, units_b)
    measure_a, measure_b = _measure(a, units_a), _measure(b, units_b)
    cuts = _cuts(_way(a, b, units_a, units_b), measure_a, measure_b)
    origin = units_a.start + units_b.start
    runs: list[Walked] = []
    candidates: Candidates = []
    for (from_a, from_b), (to_a, to_b) in pairwise(cuts):
        box_a = range(units_a.start + _before(measure_a, from_a), units_a.start + _behind(measure_a, to_a))
        box_b = range(units_b.start + _before(measure_b, from_b), units_b.start + _behind(measure_b, to_b))
        if not box_a or not box_b:
            continue
        found, near = _box(a, b, box_a, box_b)
        own = range(origin + from_a + from_b, origin + to_a + to_b)
        runs += [run for run in found if run[0] + run[2] in own]
        candidates += near
    return _consistent(runs, candidates), candidates


def _consistent(runs: list[Walked], candidates: Candidates) -> list[Walked]:
    """The heaviest chain of the runs; single pairs that are no part of it are added to the candidates."""
    weights = [max(_LEAST_GAIN, (score - _BAR) * (p + q) / 2 - _SPLIT_COST * (p + q - 2)) for _, p, _, q, score in runs]
    chain = heaviest_chain([(i, j) for i, _, j, _, _ in runs], weights, [(i + p, j + q) for i, p, j, q, _ in runs])
    chosen = set(chain)
    candidates += [
        (score, i, j) for at, (i, p, j, q, score) in enumerate(runs) if at not in chosen and (p, q) == (1, 1)
    ]
    return [runs[at] for at in chain]


def _box(a: Side, b: Side, units_a: range, units_b: range) -> tuple[list[Walked], Candidates]:
    """The links of one box, and its similar pairs with a unit that has none."""
    runs, close = in_order(similarity(a, b, units_a, units_b))
    return (
        [(units_a.start + i, p, units_b.start + j, q, score) for i, p, j, q, score in runs],
        [(score, units_a.start + i, units_b.start + j) for score, i, j in left_over(runs, close)[:_MOST_CANDIDATES]],
    )


def left_over(runs: list[Walked], close: Floats) -> Candidates:
    """Similar pairs of which one unit at least stands in none of the runs, the most similar first."""
    free_a, free_b = np.ones(close.shape[0], dtype=bool), np.ones(close.shape[1], dtype=bool)
    for i, p, j, q, _ in runs:
        free_a[i : i + p] = free_b[j : j + q] = False
    rows, columns = np.nonzero((close >= MOVED) & (free_a[:, None] | free_b))
    scores = close[rows, columns]
    order = np.argsort(-scores, kind="stable")
    return list(zip(scores[order].tolist(), rows[order].tolist(), columns[order].tolist(), strict=True))


def _measure(side: Side, units: range) -> Floats:
    """How much of a box's core the units before each one fill, and all of them."""
    costs = stem_costs(side)[units.start : units.stop]
    measure: Floats = np.concatenate([[0.0], np.cumsum(np.maximum(1 / _CORE, costs / _CORE_STEMS))])
    return measure


def _before(measure: Floats, unit: int) -> int:
    """The first unit of a box whose core begins at `unit`."""
    return int(np.searchsorted(measure, measure[unit] - _ROOM))


def _behind(measure: Floats, unit: int) -> int:
    """The end of a box whose core ends before `unit`."""
    return min(len(measure) - 1, int(np.searchsorted(measure, measure[unit] + _ROOM)))


def _way(a: Side, b: Side, units_a: range, units_b: range) -> Ints:
    """Where the likely way through the units turns: places in the two ranges, from their beginning to their end."""
    likely = likely_pairs(a, b, units_a, units_b)
    pairs = likely.places()
    chain = heaviest_chain(pairs, (likely.scores**2).tolist())
    turns = [(0, 0), *((pairs[k][0] - units_a.start, pairs[k][1] - units_b.start) for k in chain)]
    return np.array([*turns, (len(units_a), len(units_b))], dtype=np.int64)


def _cuts(way: Ints, measure_a: Floats, measure_b: Floats) -> list[tuple[int, int]]:
    """Places along the way, straight between its turns, each a core behind the one before."""
    steps = np.diff(way, axis=0).max(axis=1)
    at = np.concatenate([[0], np.cumsum(steps)])
    fine = [np.interp(np.arange(at[-1] + 1), at, way[:, side]).astype(np.int64) for side in (0, 1)]
    filled = measure_a[fine[0]] + measure_b[fine[1]]
    places = np.unique(np.append(np.searchsorted(filled, np.arange(0.0, filled[-1], 2.0)), len(filled) - 1))
    return list(zip(fine[0][places].tolist(), fine[1][places].tolist(), strict=True))
