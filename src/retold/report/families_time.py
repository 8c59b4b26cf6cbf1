"""Families over time: counted by the day, week, month or year in which each was first seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from retold.model import Families, Family
from retold.report.families_dates import published_day

__all__ = ["Timeline", "Unit", "families_over_time", "first_day"]

Unit = Literal["day", "week", "month", "year"]

_UNITS: tuple[Unit, ...] = ("day", "week", "month", "year")
# Two months by day, a good year by week, five years by month: as many bars as can be told apart on a phone.
_MOST_BARS = 62
# A few wrong dates (the first of January 1970) would squeeze everything else into one bar. So one family in
# this many may fall outside on either side, where the bars become finer for it.
_ONE_OUTSIDE_IN = 100


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many families were first seen in each day, week, month or year, empty ones included.

    `bars` holds the first day of each with its families; `before` and `after` count the families that lie
    outside them, and `undated` those of which no member has a date.
    """

    unit: Unit
    bars: tuple[tuple[date, int], ...]
    before: int
    after: int
    undated: int


def families_over_time(families: Families) -> Timeline:
    """The families by when they were first seen, in the finest unit that gives few enough bars."""
    dated = [day for family in families.families if (day := first_day(family))]
    undated = len(families.families) - len(dated)
    if not dated:
        return Timeline("day", (), 0, 0, undated)
    days = sorted(dated)
    spare = len(days) // _ONE_OUTSIDE_IN
    inner = days[spare : len(days) - spare]
    unit: Unit = next((u for u in _UNITS if _bars(u, inner[0], inner[-1]) <= _MOST_BARS), "year")
    first, last = inner[0], inner[-1]
    if _bars(unit, days[0], days[-1]) <= _MOST_BARS:
        first, last = days[0], days[-1]
    if _bars(unit, first, last) > _MOST_BARS:
        first = date(max(last.year - _MOST_BARS + 1, 1), 1, 1)
    counts = Counter(_start(unit, day) for day in days)
    bars = tuple((start, counts[start]) for start in _starts(unit, first, last))
    before = sum(n for start, n in counts.items() if start < bars[0][0])
    return Timeline(unit, bars, before, len(days) - before - sum(n for _, n in bars), undated)


def first_day(family: Family) -> date | None:
    """The earliest day on which a member was published, as far as the dates can be read."""
    return min(filter(None, (published_day(member.published) for member in family.members)), default=None)


def _start(unit: Unit, day: date) -> date:
    """The first day of the unit in which a day lies; weeks begin on Monday."""
    if unit == "week":
        return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _starts(unit: Unit, first: date, last: date) -> Iterator[date]:
    start = _start(unit, first)
    for _ in range(_bars(unit, first, last)):
        yield start
        if unit == "month":
            start = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        elif unit == "year":
            start = date(min(start.year + 1, 9999), 1, 1)
        else:
            start = date.fromordinal(min(start.toordinal() + (7 if unit == "week" else 1), date.max.toordinal()))


def _bars(unit: Unit, first: date, last: date) -> int:
    """How many units lie from the one of the first to the one of the last day."""
    if unit == "month":
        return (last.year - first.year) * 12 + last.month - first.month + 1
    if unit == "year":
        return last.year - first.year + 1
    return (_start(unit, last) - _start(unit, first)).days // (7 if unit == "week" else 1) + 1
