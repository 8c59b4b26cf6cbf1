"""Days: articles that were published weeks apart tell two events, unless one is nearly a copy of the other."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from retold.match.origin import clock
from retold.match.verify import LEAST, REPUBLISHED, Links
from retold.model import Member

__all__ = ["may_stand", "near_in_time"]

_NEAR = 3  # days within which most retellings appear


def near_in_time(
    links: Links,
    first: NDArray[np.int64],
    copies: NDArray[np.int64],
    members: Mapping[int, Member],
    most_days: int,
) -> NDArray[np.bool_]:
    """Which links may be kept: those of articles at most so many days apart, near-copies, and those without a date.

    A faint link needs dates, and near ones, and is not believed between articles of one publisher, whose releases often
    fill one template. `first` and `copies` are those of `retold.match.assemble`: of articles with the same words, the
    nearest days count. With `most_days` 0, any number of days may pass.
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
        own = members[a].publisher
        if not kept[k] and own and own == members[b].publisher:
            continue
        if kept[k] and {a, b} & unknown:
            apart = None
        kept[k] = may_stand(bool(kept[k]), bool(links.fragments[k] >= REPUBLISHED), apart, most_days)
    return kept


def may_stand(sure: bool, copied: bool, apart: int | None, most_days: int) -> bool:
    """Whether a link may be kept by the days between its articles, None where they are not known.

    A link that is not `sure` (of probability LEAST) is believed only where the days are near. A sure one may be at most
    `most_days` apart, any number with 0, unless one of the two is nearly a copy of the other.
    """
    if not sure:
        return apart is not None and apart <= _NEAR
    return copied or apart is None or not most_days or apart <= most_days
