"""Seeds: places where two texts share rare words or pairs of words, gathered into regions worth a closer look.

A seed is a word of one text and a word of the other with the same stem, or two neighbouring words on both
sides. Seeds stand as points in the plane of the two texts; the plane is cut into square cells, and the cells
that gather more evidence than chance gives are joined into regions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from retold.align.evidence import Floats, Ints, Pair

__all__ = ["Region", "find_regions"]

# A stem or pair of stems that could be matched in more ways than this is paired in order of occurrence
# instead (first with first, …), which keeps the number of seeds linear in the length of the texts.
_MOST_PAIRINGS = 36
# Side of a cell, in words: blocks of two by two cells are then as long as the shortest passages.
_CELL = 24
# Cells that may lie empty between two strong blocks of one region: a sentence that was dropped or added.
_DISTANCE = 1
# The most that one shared word may weigh, so that a single name is never enough.
_MOST_EVIDENCE = 6.0
# A pair of words counts half: its two words mostly count by themselves. Its frequency is taken to be this
# many times that of independent words.
_PAIR_SHARE = 0.5
_PAIR_TIE = 10.0
# Evidence that a block needs: three rare words or their like. Of 191 true passages in the training two thirds
# of PAN 2013 one is missed at 12 to 26; 18 leaves nine regions a pair to look at, 9 would leave forty.
_NEEDED = 18.0


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of the plane: words `a0` to `a1` of one text, `b0` to `b1` of the other, half-open."""

    a0: int
    a1: int
    b0: int
    b1: int

    def flipped(self) -> Region:
        """The same region with the texts exchanged."""
        return Region(self.b0, self.b1, self.a0, self.a1)

    def holds(self, other: Region) -> bool:
        """Whether `other` lies within this region."""
        return self.a0 <= other.a0 and other.a1 <= self.a1 and self.b0 <= other.b0 and other.b1 <= self.b1


def _pairings(a: Ints, b: Ints, a_counts: Ints, b_counts: Ints) -> tuple[Ints, Ints]:
    """Positions (in a, in b) of equal numbers, all combinations up to `_MOST_PAIRINGS` a number."""
    a_at = np.flatnonzero(b_counts[a] > 0)
    b_at = np.flatnonzero(a_counts[b] > 0)
    if not len(a_at) or not len(b_at):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    a_at = a_at[np.argsort(a[a_at], kind="stable")]
    b_at = b_at[np.argsort(b[b_at], kind="stable")]
    numbers, a_first, a_many = np.unique(a[a_at], return_index=True, return_counts=True)
    _, b_first, b_many = np.unique(b[b_at], return_index=True, return_counts=True)
    every = a_many * b_many <= _MOST_PAIRINGS
    ways = np.where(every, a_many * b_many, np.minimum(a_many, b_many))
    which = np.repeat(np.arange(len(numbers)), ways)
    turn = np.arange(len(which)) - np.repeat(np.cumsum(ways) - ways, ways)
    width = b_many[which]
    a_turn = np.where(every[which], turn // width, turn)
    b_turn = np.where(every[which], turn % width, turn)
    return a_at[a_first[which] + a_turn], b_at[b_first[which] + b_turn]


def _weight(chance: Floats) -> Floats:
    """Evidence (natural log units) of a match that chance gives this often in one cell."""
    return np.clip(-np.log(chance * _CELL + 1e-12), 0.0, _MOST_EVIDENCE)


def _cells(pair: Pair) -> tuple[Ints, Ints, Floats]:
    """Row, column and evidence of every cell that holds any seed."""
    a, b = pair.a, pair.b
    size = len(a) + len(b)
    columns = len(b) // _CELL + 2
    keys, values = [], []
    for x, y, x_counts, y_counts, language, share in (
        (a.stems, b.stems, a.stem_counts, b.stem_counts, pair.language, 1.0),
        (a.pairs, b.pairs, a.pair_counts, b.pair_counts, _PAIR_TIE * pair.pair_language, _PAIR_SHARE),
    ):
        i, j = _pairings(x, y, x_counts, y_counts)
        if not len(i):
            continue
        number = x[i]
        chance = np.maximum(language, (x_counts + y_counts - 1) / size)
        weight = share * _weight(chance)[number]
        keep = weight > 0
        cell = (i[keep] // _CELL) * columns + j[keep] // _CELL
        # One stem counts once a cell, however often it stands there.
        many = len(x_counts)
        _, once = np.unique(cell * many + number[keep], return_index=True)
        keys.append(cell[once])
        values.append(weight[keep][once])
    if not keys:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    cell, where = np.unique(np.concatenate(keys), return_inverse=True)
    evidence = np.bincount(where.reshape(-1), np.concatenate(values)).astype(np.float64)
    row, column = np.divmod(cell, columns)
    return row, column, evidence


def find_regions(pair: Pair) -> list[Region]:
    """Rectangles of words in which seeds gather, strongest first."""
    row, column, evidence = _cells(pair)
    if not len(row):
        return []
    columns = len(pair.b) // _CELL + 3 + _DISTANCE
    cell = (row + 1) * columns + column + 1
    # Blocks of two cells by two, each half overlapping the next: a passage does not heed the grid.
    shifted = np.concatenate([cell - r * columns - c for r in (0, 1) for c in (0, 1)])
    block, where = np.unique(shifted, return_inverse=True)
    total = np.bincount(where.reshape(-1), np.tile(evidence, 4)).astype(np.float64)
    strong = total >= _NEEDED
    return _components(block[strong], total[strong], columns, pair)


def _components(blocks: Ints, evidence: Floats, columns: int, pair: Pair) -> list[Region]:
    """Join strong blocks that stand at most `_DISTANCE` + 1 steps apart on both axes into rectangles."""
    if not len(blocks):
        return []
    reach = _DISTANCE + 1
    steps = [r * columns + c for r in range(reach + 1) for c in range(-reach, reach + 1) if r > 0 or c > 0]
    near = blocks[:, None] + np.array(steps)
    at = np.minimum(np.searchsorted(blocks, near), len(blocks) - 1)
    one, step = np.nonzero(blocks[at] == near)
    group = _joined(len(blocks), one, at[one, step])
    row, column = np.divmod(blocks, columns)
    order = np.argsort(group, kind="stable")
    first = np.flatnonzero(np.diff(group[order], prepend=-1))
    least = [np.minimum.reduceat(axis[order], first) - 1 for axis in (row, column)]
    most = [np.maximum.reduceat(axis[order], first) - 1 for axis in (row, column)]
    strength = np.maximum.reduceat(evidence[order], first)
    return [
        Region(
            max(0, r0 * _CELL),
            min(len(pair.a), (r1 + 2) * _CELL),
            max(0, c0 * _CELL),
            min(len(pair.b), (c1 + 2) * _CELL),
        )
        for r0, r1, c0, c1 in np.stack([least[0], most[0], least[1], most[1]], axis=1)[
            np.argsort(-strength, kind="stable")
        ].tolist()
    ]


def _joined(count: int, one: Ints, other: Ints) -> Ints:
    """For each of `count` things, the least number of those it is joined to, directly or through others."""
    group = np.arange(count)
    while True:
        before = group.copy()
        np.minimum.at(group, one, group[other])
        np.minimum.at(group, other, group[one])
        group = group[group]
        if np.array_equal(group, before):
            return group
