"""Whether two dates mean the same time, and which date of one text answers to which of the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from retold.changes.date_resolve import DateParts
from retold.changes.dates import DateMention
from retold.changes.quantity_verdict import Verdict

__all__ = ["match_dates", "same_date"]

# Days. Two articles on one report are written within days of each other; the same weekday a week apart is another.
_SAME_WEEK = 3
# Anchors further apart than this are taken for a wrong clock or an archive, and a weekday stays a weekday.
_CLOCK_TRUST = 31
_ZONE = 1  # the day may turn between two time zones where words like "yesterday" are seen from two places
_MOST_LEFT = 40  # dates a side that are weighed pair by pair
_WORD = re.compile(r"[^\W\d_]{4,}")


def same_date(x: DateMention, y: DateMention) -> Verdict:
    """How `x` of one text compares with `y` of the other, each seen from its own article's day where it has one."""
    p, q = x.parts, y.parts
    if (stated := _stated(x, y)) is not None:
        return stated
    if p.weekday is not None and q.weekday is not None and p.day is None is q.day:
        return _weekdays(x, y)
    if p.weekday is not None and p.day is None and q.day is not None:
        return _weekday_and_day(x, y)
    if q.weekday is not None and q.day is None and p.day is not None:
        return _weekday_and_day(y, x, turned=True)
    if p.counted and q.counted and p.unit == q.unit and p.shift != q.shift and _one_day(x, y):
        return _different(x, y)
    if x.low is None or y.low is None or x.high is None or y.high is None:
        if p == q:
            return Verdict("same", False, f"{x.text} and {y.text} read the same.")
        return Verdict("less precise", False, f"{x.text} and {y.text} cannot be compared without the day of writing.")
    if p == q and p.relative and abs((x.low - y.low).days) > _CLOCK_TRUST and p.unit in ("day", "week"):
        return Verdict("same", False, f"{x.text} and {y.text} read the same.")
    return _ranges(x, y)


def _stated(x: DateMention, y: DateMention) -> Verdict | None:
    """What the words themselves settle: both name a day and month, or a year, a decade."""
    p, q = x.parts, y.parts
    if p.month is not None and q.month is not None and p.shift is None and q.shift is None:
        if p.month != q.month or (None not in (p.day, q.day) and p.day != q.day):
            if not _touching(x, y):
                return _different(x, y)
        elif None not in (p.year, q.year) and p.year != q.year:
            return _different(x, y)
        elif None in (p.year, q.year) or p.day == q.day:
            precise = (p.day is None) == (q.day is None) and (p.part == q.part or not p.part or not q.part)
            if precise:
                return Verdict("same", False, f"{x.text} and {y.text} are the same date.")
            if p.part and q.part and p.day is None and q.day is None:
                return _different(x, y)
            if p.year is None or q.year is None:
                return Verdict("less precise", False, f"{x.text} and {y.text} fit each other; one is less precise.")
    if p.decade is not None and q.decade is not None:
        if p.decade == q.decade:
            return Verdict("same", False, f"{x.text} and {y.text} are the same decade.")
        return _different(x, y)
    return None


def _one_day(x: DateMention, y: DateMention) -> bool:
    """Whether both are seen from about the same day, as far as one knows, so that unlike counts mean unlike times."""
    if x.parts.unit == "day":
        return x.anchor is not None and x.anchor == y.anchor
    return x.anchor is None or y.anchor is None or abs((x.anchor - y.anchor).days) <= _CLOCK_TRUST


def _touching(x: DateMention, y: DateMention) -> bool:
    """The end of one month and the start of the next, told as parts of months, may be one time."""
    return bool(x.parts.part and y.parts.part) and _gap(x, y) == 0


def _gap(x: DateMention, y: DateMention) -> int:
    """Days between the two ranges; 0 where they overlap or one is not resolved."""
    if x.low is None or y.low is None or x.high is None or y.high is None:
        return 0
    return max((x.low - y.high).days, (y.low - x.high).days, 0)


def _different(x: DateMention, y: DateMention) -> Verdict:
    return Verdict("different", True, f"One text has {x.text}{_meant(x)}, the other {y.text}{_meant(y)}.")


def _meant(x: DateMention) -> str:
    """The day that a word like "yesterday" means, for the reader."""
    if x.low is None or not x.parts.relative:
        return ""
    if x.parts.unit == "year":
        return f" ({x.low.year})"
    if x.parts.unit == "month":
        return f" ({x.low:%B %Y})"
    return f" ({x.low.day} {x.low:%B %Y})" if x.low == x.high else ""


def _weekdays(x: DateMention, y: DateMention) -> Verdict:
    if x.parts.weekday != y.parts.weekday:
        return _different(x, y)
    if x.low is not None and y.low is not None and x.anchor is not None and y.anchor is not None:
        apart = abs((x.low - y.low).days)
        if apart > _SAME_WEEK and abs((x.anchor - y.anchor).days) > _SAME_WEEK and apart <= _CLOCK_TRUST:
            return _different(x, y)
    return Verdict("same", False, f"{x.text} and {y.text} are the same day.")


def _weekday_and_day(x: DateMention, y: DateMention, turned: bool = False) -> Verdict:
    """A weekday beside a day of a month: the calendar tells, with the year that either article gives."""
    first, second = (y, x) if turned else (x, y)
    if y.parts.weekday is not None:
        return _weekdays(first, second)
    if y.parts.year is not None and y.low is not None:
        days = [y.low]
    else:
        anchors = [m.anchor for m in (x, y) if m.anchor is not None]
        days = [d for anchor in anchors if (d := _nearest(y.parts, anchor)) is not None]
    if not days:
        return Verdict("less precise", False, f"{first.text} and {second.text} cannot be compared without the year.")
    anchors = [m.anchor for m in (x, y) if m.anchor is not None]
    for day in days:
        near = not anchors or min(abs((day - a).days) for a in anchors) <= 10
        if day.weekday() == x.parts.weekday and near:
            return Verdict("same", False, f"{first.text} and {second.text} are the same day.")
    return _different(first, second)


def _nearest(parts: DateParts, anchor: date) -> date | None:
    days = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            days.append(date(year, parts.month or 1, parts.day or 1))
        except ValueError:
            continue
    return min(days, key=lambda d: abs((d - anchor).days), default=None)


def _ranges(x: DateMention, y: DateMention) -> Verdict:
    """Both are resolved to days: equal, overlapping or apart."""
    if (x.low, x.high) == (y.low, y.high):
        return Verdict("same", False, f"{x.text} and {y.text} are the same time.")
    gap = _gap(x, y)
    slack = 0
    if x.parts.relative or y.parts.relative:
        slack = _ZONE if {x.parts.grain, y.parts.grain} <= {"day", "week"} else 0
        if x.anchor is not None and y.anchor is not None and x.parts.relative and y.parts.relative:
            slack = max(slack, min(_SAME_WEEK, abs((x.anchor - y.anchor).days)))
        for m in (x, y):
            if m.parts.counted or m.parts.unit in ("decade", "century"):
                slack = max(
                    slack, {"month": 20, "year": 183, "decade": 1500, "century": 18000}.get(m.parts.unit, slack)
                )
    if gap > slack:
        return _different(x, y)
    if x.parts == y.parts or x.parts.grain == y.parts.grain:
        return Verdict("same", False, f"{x.text} and {y.text} are the same time as far as one can tell.")
    return Verdict("less precise", False, f"{x.text} and {y.text} fit each other; one is less precise.")


Match = tuple[DateMention | None, DateMention | None, Verdict]
_GRAINS = {"day": 0, "week": 1, "month": 2, "year": 3, "decade": 4}


def match_dates(a: Sequence[DateMention], b: Sequence[DateMention]) -> list[Match]:
    """Which date of one sentence run answers to which of the linked one, with the verdict on each pair.

    Same dates go first, then those that fit and are less precise, then unlike dates of about the same grain in like
    places: those are the changes. What finds no partner comes with None ("missing", "added"). In the order of `a`,
    added ones last.
    """
    pairs: dict[int, tuple[int, Verdict]] = {}
    taken: set[int] = set()
    scored: list[tuple[float, int, int, Verdict]] = []
    ours, theirs = list(a[:_MOST_LEFT]), list(b[:_MOST_LEFT])
    for i, x in enumerate(ours):
        for j, y in enumerate(theirs):
            verdict = same_date(x, y)
            score = {"same": 6.0, "less precise": 4.0}.get(verdict.kind, 0.0)
            score += 1.0 * (x.parts == y.parts) - 1.5 * _grain_gap(x, y) - 0.1 * abs(i - j)
            if verdict.kind == "different":
                if _grain_gap(x, y) > 1 or not _paired(x, y, len(ours), len(theirs)):
                    continue
                score += _context(x, y)
            scored.append((score, i, j, verdict))
    for _, i, j, verdict in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if i in pairs or j in taken or (verdict.kind == "different" and (_told(a[i], b) or _told(b[j], a))):
            continue
        pairs[i] = j, verdict
        taken.add(j)
    found: list[Match] = [
        (x, b[pairs[i][0]], pairs[i][1]) if i in pairs else (x, None, _alone(x, "missing")) for i, x in enumerate(a)
    ]
    return found + [(None, y, _alone(y, "added")) for j, y in enumerate(b) if j not in taken]


def _told(x: DateMention, other: Sequence[DateMention]) -> bool:
    """Whether the other text says this date somewhere in the run, so that it is only said again."""
    return any(same_date(x, y).kind == "same" for y in other[:_MOST_LEFT])


def _grain_gap(x: DateMention, y: DateMention) -> int:
    return abs(_GRAINS.get(x.parts.grain, 0) - _GRAINS.get(y.parts.grain, 0))


def _paired(x: DateMention, y: DateMention, ours: int, theirs: int) -> bool:
    """Whether two unlike dates stand for each other: of one grain, in like places or the only ones."""
    if x.parts.grain == y.parts.grain:
        return True
    return _context(x, y) >= 0.3 or ours == theirs == 1


def _context(x: DateMention, y: DateMention) -> float:
    ours, theirs = ({w[:5] for w in _WORD.findall(m.before) + _WORD.findall(m.after)} for m in (x, y))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0


def _alone(x: DateMention, kind: str) -> Verdict:
    where = "the first" if kind == "missing" else "the second"
    return Verdict("missing" if kind == "missing" else "added", False, f"Only {where} text has {x.text}.")
