"""Candidates for one article: the archived ones that share enough keys with it."""

from __future__ import annotations

import sqlite3

import numpy as np
from numpy.typing import NDArray

from retold.match.candidates import FEW

__all__ = ["COMMON", "LEAST", "NEAREST", "find_near"]

# As in retold.match.candidates: a key is worth one point, two where few articles have it; here one that more than
# COMMON have counts for the first of them only, so that boilerplate costs little. One article is checked at a time, so
# fewer points are asked for than where all are compared with all.
LEAST, COMMON = 4, 64
NEAREST = 40  # of the articles that share most keys, so many are looked at
_ONE_KEY = "SELECT article FROM keys WHERE key = ? ORDER BY article LIMIT ?"


def find_near(
    connection: sqlite3.Connection, keys: NDArray[np.int64], most: int = NEAREST, *, archived: bool = False
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The numbers of the `most` archived articles that share most with distinct keys, best first.

    With them (int32, n × 2) come the points that they share, and how common the shared keys are, as
    `retold.match.find_candidates` gives them; `archived` says that the article is itself among the archived ones.
    Articles with fewer than LEAST points are left out.
    """
    found: list[int] = []
    counts: list[int] = []
    ask = connection.cursor()
    for key in keys.tolist():
        holders = [row[0] for row in ask.execute(_ONE_KEY, (key, COMMON))]
        found += holders
        counts.append(len(holders))
    if not found:
        return np.empty(0, np.int64), np.empty((0, 2), np.int32)
    held = np.repeat(counts, counts)
    articles, where = np.unique(np.array(found, np.int64), return_inverse=True)
    points = np.bincount(where, np.where(held <= FEW, 2, 1))
    having = held if archived else held + 1  # the checked article has the key too
    common = np.bincount(where, np.ceil(np.log2(having)))
    order = np.lexsort((articles, -points))
    order = order[points[order] >= LEAST][:most]
    return articles[order], np.column_stack([points, common])[order].astype(np.int32)
