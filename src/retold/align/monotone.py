"""The best alignment of two sequences that keeps their order.

A dynamic programme over runs of sentences (one to one, splits, merges, and sentences left out) after Gale and
Church (Computational Linguistics 19, 1993), with a gain a link in place of their length model.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from retold.align.side import Floats

__all__ = ["Run", "monotone"]

Run = tuple[int, int, int, int]  # first unit of a, how many, first unit of b, how many


def monotone(n: int, m: int, gains: Mapping[tuple[int, int], Floats]) -> list[Run]:
    """The order-keeping links of n units of a and m of b that have the greatest sum of gains, in order.

    `gains[p, q]` holds the gain of linking p units of a to q of b, by first units, shape (n - p + 1, m - q + 1);
    leaving a unit out gains nothing. Time and memory grow with n × m.
    """
    best = np.zeros((n + 1, m + 1), dtype=np.float32)
    moves = np.zeros((n + 1, m + 1), dtype=np.int8)  # 0: leave out a unit of b; 1: of a; 2 and up: a link
    shapes = [shape for shape in gains if gains[shape].size]
    choices = np.full((len(shapes) + 1, m + 1), -np.inf, dtype=np.float32)
    for i in range(1, n + 1):
        choices[0] = best[i - 1]
        for number, (p, q) in enumerate(shapes, start=1):
            if p <= i:
                np.add(best[i - p, : m + 1 - q], gains[p, q][i - p], out=choices[number, q:])
        row = choices.max(axis=0)
        np.maximum.accumulate(row, out=best[i])
        moves[i] = np.where(best[i] > row, 0, choices.argmax(axis=0) + 1)
    links: list[Run] = []
    i, j = n, m
    while i and j:
        number = int(moves[i, j])
        if number == 0:
            j -= 1
        elif number == 1:
            i -= 1
        else:
            p, q = shapes[number - 2]
            i, j = i - p, j - q
            links.append((i, p, j, q))
    return links[::-1]
