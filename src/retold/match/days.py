"""Days: articles that were published weeks apart tell two events, unless one is nearly a copy of the other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from retold.match.origin import clock
from retold.match.verify import LEAST, REPUBLISHED, Links
from retold.model import Member

__all__ = ["NEAR", "near_in_time"]

NEAR = 3  # days within which most retellings appear


def near_in_time(
    links: Links,
    first: NDArray[np.int64],
    copies: NDArray[np.int64],
    members: Mapping[int, Member],
    most_days: int,
) -> NDArray[np.bool_]:
    """Which links may be kept: those of articles at most so many days apart, near-copies, and those without a date.

    A faint link needs dates, and near ones, and is not believed between articles of one publisher, whose releases often
    fill one template. `first` and `copies` are those of `retold.match.assemble`: of articles with
    the same words, the nearest days count. With `most_days` 0, any number of days may pass.
    """
    days: dict[int, list[int]] = {}
    unknown: set[int] = set()
    for number in sorted({*links.pairs.ravel().tolist(), *copies.tolist()}):
        story = int(first[number])
        when, _ = clock(members[number].published)
        if when is None:
            unknown.add(story)
        else:
            days.setdefault(story, []).append(when.toordinal())
    kept = links.probability >= LEAST
    for k in np.flatnonzero((links.fragments < REPUBLISHED) | ~kept).tolist():
        a, b = links.pairs[k].tolist()
        apart = min((abs(x - y) for x in days.get(a, ()) for y in days.get(b, ())), default=None)
        if not kept[k]:
            own = members[a].publisher
            kept[k] = apart is not None and apart <= NEAR and not (own and own == members[b].publisher)
        elif apart is not None and most_days and not {a, b} & unknown:
            kept[k] = apart <= most_days
    return kept
