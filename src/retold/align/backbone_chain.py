"""The heaviest chain of pairs that rises on both sides."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["heaviest_chain"]

_Number = TypeVar("_Number", int, float)


def heaviest_chain(
    pairs: Sequence[tuple[int, int]], weights: Sequence[_Number], ends: Sequence[tuple[int, int]] | None = None
) -> list[int]:
    """Indexes of the pairs, in order, that rise strictly on both sides and weigh the most together.

    Weights are positive. A pair may stand for a run on each side, from its place to its end in `ends`; runs of a
    chain do not overlap. Sweeps the first side and keeps, for each chain that may still win, where it ends on the
    second: the later a chain ends the heavier it is, or else it is dropped.
    """
    if ends is None:
        ends = [(i + 1, j + 1) for i, j in pairs]
    reached: list[int] = []  # rising: where a chain ends on the second side
    sums: list[_Number] = []  # rising: what it weighs
    lasts: list[int] = []  # its last pair
    previous = [-1] * len(pairs)
    totals = list(weights)
    closing = sorted(range(len(pairs)), key=lambda k: (ends[k][0], ends[k][1], pairs[k]))
    closed = 0

    def close(before: int) -> None:
        """Let chains go on from the pairs that end on the first side before this place."""
        nonlocal closed
        while closed < len(closing) and ends[closing[closed]][0] <= before:
            at = closing[closed]
            closed += 1
            place = bisect_right(reached, ends[at][1])
            if place and sums[place - 1] >= totals[at]:
                continue
            start = place - 1 if place and reached[place - 1] == ends[at][1] else place
            stop = place
            while stop < len(sums) and sums[stop] <= totals[at]:
                stop += 1
            reached[start:stop], sums[start:stop], lasts[start:stop] = [ends[at][1]], [totals[at]], [at]

    for at in sorted(range(len(pairs)), key=lambda k: pairs[k]):
        close(pairs[at][0])
        place = bisect_right(reached, pairs[at][1])
        if place:
            totals[at] += sums[place - 1]
            previous[at] = lasts[place - 1]
    if pairs:
        close(max(end for end, _ in ends))
    chain = []
    at = lasts[-1] if lasts else -1
    while at >= 0:
        chain.append(at)
        at = previous[at]
    return chain[::-1]
