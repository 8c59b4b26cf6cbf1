"""The sentence links that keep the order of both articles."""

from __future__ import annotations

import numpy as np

from retold.align.monotone import Run, monotone
from retold.align.side import Floats
from retold.align.similarity import Similarity

__all__ = ["in_order"]

# Runs of sentences that may be linked: one to one, and splits and merges of up to three.
_SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))
# Calibrated on the labelled retellings and WMT21 (benchmarks/accuracy/comparison.py); F1 moves by less than
# half a point when any of them moves by a fifth.
# Similarity from which a link gains: far from all other links; and on the path that others draw, as a share of
# the similarity that links between these two articles have (an edited sentence stays close, a reworded one less).
_ALONE = 0.33
_ON_PATH = 0.22
_REACH = 3.0  # units over which a link vouches for its neighbours
_COVERAGE = 0.5  # share of the shorter article's units that must be linked before neighbours vouch fully
_PLAIN = 0.6  # similarity of every sentence to its counterpart from which two articles plainly go side by side
_SPLIT_COST = 0.3  # a unit beyond the first on either side


def in_order(similar: Similarity) -> tuple[list[tuple[int, int, int, int, float]], Floats]:
    """The best order-keeping links, and the similarity of every unit of a with every unit of b.

    A link is (first unit of a, how many, first unit of b, how many, similarity).

    Works in two passes: single links that stand on their own merits first (pairs of units that are each other's
    closest, or, where these do not keep the order, the best that do); then all, with a lower bar for what
    stands beside those, as a reworded sentence between two recognised ones most likely is its counterpart.
    """
    close = similar.runs(1, 1)
    n, m = close.shape
    links = _mutual(close)
    if len(links) == n == m and all(close[i, i] >= _PLAIN for i in range(n)):
        return [(i, 1, i, 1, float(close[i, i])) for i in range(n)], close
    runs = {shape: close if shape == (1, 1) else similar.runs(*shape) for shape in _SHAPES}
    alone = np.full((n, m), _ALONE, dtype=np.float32)
    links = links or monotone(n, m, _gains({(1, 1): close}, alone)) or monotone(n, m, _gains(runs, alone))
    if links:
        linked = min(sum(p for _, p, _, _ in links), sum(q for _, _, _, q in links))
        trust = min(1.0, linked / min(n, m) / _COVERAGE)
        usual = float(np.median([runs[p, q][i, j] for i, p, j, q in links]))
        relief = max(0.0, _ALONE - _ON_PATH * usual)
        bars = _ALONE - relief * trust * np.minimum(1.0, _support(n, m, links))
        links = monotone(n, m, _gains(runs, bars))
    return [(i, p, j, q, float(runs[p, q][i, j])) for i, p, j, q in links], close


def _mutual(close: Floats) -> list[Run]:
    """The pairs of units that are each other's closest, where these keep the order; else nothing."""
    columns = close.argmax(axis=1)
    rows = np.arange(len(columns))
    chosen = (close.argmax(axis=0)[columns] == rows) & (close[rows, columns] >= _ALONE)
    rows, columns = rows[chosen], columns[chosen]
    if (np.diff(columns) <= 0).any():
        return []
    return [(i, 1, j, 1) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)]


def _gains(runs: dict[tuple[int, int], Floats], bars: Floats) -> dict[tuple[int, int], Floats]:
    """What each possible link gains: its similarity above the bar, for each unit that it joins."""
    gains = {}
    for (p, q), values in runs.items():
        if values.size:
            bar = bars[: values.shape[0], : values.shape[1]]
            gains[p, q] = (values - bar) * ((p + q) / 2) - _SPLIT_COST * (p + q - 2)
    return gains


def _support(n: int, m: int, links: list[Run]) -> Floats:
    """How strongly links vouch for each pair of units: 1 and more between two close links."""
    rows = np.array([i + (p - 1) / 2 for i, p, _, _ in links])
    columns = np.array([j + (q - 1) / 2 for _, _, j, q in links])
    near_a = np.exp(-np.abs(np.arange(n)[:, None] - rows) / _REACH)
    near_b = np.exp(-np.abs(np.arange(m)[:, None] - columns) / _REACH)
    support: Floats = (near_a @ near_b.T).astype(np.float32)
    return support
