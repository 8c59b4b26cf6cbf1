"""Groups of linked units: those of a short pair of articles, and those of a long one, stretch by stretch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from retold.align.backbone import fits, near_identical, settled, stretches
from retold.align.backbone_walk import Candidates, Walked, left_over, walk
from retold.align.links import Group, join_leftovers
from retold.align.order import in_order
from retold.align.side import Side
from retold.align.similarity import Similarity, similarity

__all__ = ["linked_groups"]

_AROUND = 10  # units on each side among which the words of a widened group are weighed


def linked_groups(a: Side, b: Side) -> list[Group]:
    """The units of two articles that tell the same, in any order."""
    if not len(a) or not len(b):
        return []
    if not fits(a, b, range(len(a)), range(len(b))):
        return _of_long(a, b)
    similar = similarity(a, b, range(len(a)), range(len(b)))
    runs, close = in_order(similar)
    groups = _groups(runs)
    join_leftovers(groups, left_over(runs, close), lambda group: _score(similar, group.a, group.b))
    return groups


def _of_long(a: Side, b: Side) -> list[Group]:
    """The groups of articles too long to be compared in full."""
    near = near_identical(a, b)
    marks = settled(a, b, near)
    groups = [Group([i], [j], score) for i, j, score in marks]
    candidates: Candidates = list(zip(near.scores.tolist(), near.a.tolist(), near.b.tolist(), strict=True))
    for units_a, units_b in stretches(a, b, marks):
        runs, similar = walk(a, b, units_a, units_b)
        groups += _groups(runs)
        candidates += similar
    rest_a = sorted(set(range(len(a))).difference(i for group in groups for i in group.a))
    rest_b = sorted(set(range(len(b))).difference(j for group in groups for j in group.b))
    candidates += _among(a, b, rest_a, rest_b)
    join_leftovers(groups, candidates, lambda group: _score_apart(a, b, group))
    return groups


def _groups(runs: list[Walked]) -> list[Group]:
    return [Group(list(range(i, i + p)), list(range(j, j + q)), score) for i, p, j, q, score in runs]


def _among(a: Side, b: Side, units_a: list[int], units_b: list[int]) -> Candidates:
    """Similar pairs among units that found no counterpart in their stretch, where these are few enough."""
    if not units_a or not units_b:
        return []
    some_a, some_b = _pick(a, units_a), _pick(b, units_b)
    if not fits(some_a, some_b, range(len(some_a)), range(len(some_b))):
        return []
    close = similarity(some_a, some_b, range(len(some_a)), range(len(some_b))).runs(1, 1)
    return [(score, units_a[i], units_b[j]) for score, i, j in left_over([], close)]


def _pick(side: Side, units: list[int]) -> Side:
    """A side of these units alone, in this order."""
    members = np.concatenate([side.stems(unit) for unit in units])
    sizes = [len(side.stems(unit)) for unit in units]
    return replace(
        side,
        units=[side.units[unit] for unit in units],
        bounds=[side.bounds[unit] for unit in units],
        members=members,
        offsets=np.concatenate([[0], np.cumsum(sizes)]),
    )


def _score(similar: Similarity, rows: list[int], columns: list[int]) -> float:
    """The similarity of these units of a together with these of b."""
    part = Similarity(
        similar.best_b[:, columns],
        similar.best_a[rows],
        similar.weights_a[rows],
        similar.weights_b[columns],
        similar.scale,
    )
    return float(part.runs(len(rows), len(columns))[0, 0])


def _score_apart(a: Side, b: Side, group: Group) -> float:
    """The similarity of the two sides of a group, its words weighed among the units around."""
    some_a = [*group.a, *_around(group.a, len(a))]
    some_b = [*group.b, *_around(group.b, len(b))]
    similar = similarity(_pick(a, some_a), _pick(b, some_b), range(len(some_a)), range(len(some_b)))
    return _score(similar, list(range(len(group.a))), list(range(len(group.b))))


def _around(units: Iterable[int], count: int) -> list[int]:
    """Neighbours of the units, without themselves."""
    near = {k for unit in units for k in range(max(0, unit - _AROUND), min(count, unit + _AROUND + 1))}
    return sorted(near.difference(units))
