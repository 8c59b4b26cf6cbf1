"""The heaviest chain of pairs that rises on both sides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["heaviest_chain"]

_Number = TypeVar("_Number", int, float)


def heaviest_chain(pairs: Sequence[tuple[int, int]], weights: Sequence[_Number]) -> list[int]:
    """Indexes of the pairs, in order, that rise strictly on both sides and weigh the most together.

    Weights are positive. Sweeps the first side and keeps, for each chain that may still win, the place in the
    second at which it ends: the later a chain ends the heavier it is, or else it is dropped.
    """
    ends: list[int] = []  # rising: where a chain ends on the second side
    sums: list[_Number] = []  # rising: what it weighs
    lasts: list[int] = []  # its last pair
    previous = [-1] * len(pairs)
    for at in sorted(range(len(pairs)), key=lambda k: (pairs[k][0], -pairs[k][1], weights[k])):
        j = pairs[at][1]
        place = bisect_left(ends, j)
        total = weights[at]
        if place:
            total += sums[place - 1]
            previous[at] = lasts[place - 1]
        if place < len(ends) and ends[place] == j and sums[place] >= total:
            continue
        stop = place
        while stop < len(ends) and sums[stop] <= total:
            stop += 1
        ends[place:stop], sums[place:stop], lasts[place:stop] = [j], [total], [at]
    chain = []
    at = lasts[-1] if lasts else -1
    while at >= 0:
        chain.append(at)
        at = previous[at]
    return chain[::-1]
