"""From what a date says ("Wednesday", "last month", "4 May") to the days it means, seen from a given day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

__all__ = ["FIRST_ANCHOR", "LAST_ANCHOR", "DateParts", "DateRange", "resolve"]

DateRange = tuple[date | None, date | None]
FIRST_ANCHOR, LAST_ANCHOR = 1600, 2200  # years from which news can be written: "0001-01-01" is an empty clock
_AHEAD = 90  # days: a day and month without a year lie at most so far ahead of the article, else in the past
_PART_DAYS = {"early": (0.0, 0.4), "mid": (0.3, 0.7), "late": (0.6, 1.0), "": (0.0, 1.0)}  # shares of the period


@dataclass(frozen=True, slots=True)
class DateParts:
    """What a date states by itself; None or empty where it does not say.

    `weekday` counts from Monday = 0. `unit` and `shift` hold "last month" (month, -1), "yesterday" (day, -1), and
    with `counted` "two days ago". `shift` beside a weekday, month or day is "next Thursday", "4 May last year".
    `part` is "early", "mid" or "late"; `decade` the first year of one; `last_year` ends a range of years.
    """

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    last_year: int | None = None
    decade: int | None = None
    unit: str = ""
    shift: int | None = None
    counted: bool = False
    part: str = ""

    @property
    def relative(self) -> bool:
        """Whether the words mean nothing without the day of writing."""
        return self.year is None and self.decade is None and self.month is None

    @property
    def needs_direction(self) -> bool:
        """Whether before or after the day of writing is left open."""
        return self.shift is None and self.year is None and self.decade is None

    @property
    def grain(self) -> str:
        """How fine it is: "day", "week", "month", "year" or "decade"."""
        if self.weekday is not None or self.day is not None:
            return "day"
        if self.unit:
            return {"century": "decade"}.get(self.unit, self.unit)
        if self.month is not None:
            return "month"
        return "decade" if self.decade is not None or self.last_year is not None else "year"

    def merged(self, other: DateParts) -> DateParts | None:
        """The two as one date ("Wednesday" + "December 29", "4 May" + "last year"), or None if they are two."""
        if self.weekday is not None and other.day is not None and other.weekday is None and self.day is None:
            return replace(other, weekday=self.weekday)
        if other.weekday is not None and self.day is not None and self.weekday is None and other.shift is None:
            return replace(self, weekday=other.weekday)
        if self.month is not None and self.year is None and other.unit == "year" and not other.counted:
            return replace(self, shift=other.shift, unit="year")
        if self.weekday is not None and other.unit == "week" and not other.counted:
            return replace(self, shift=other.shift)
        return None


def _safe(year: int, month: int, day: int) -> date | None:
    if not 1 <= year <= 9999 or not 1 <= month <= 12:
        return None
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _month_days(year: int, month: int, part: str = "") -> DateRange:
    first = _safe(year, month, 1)
    if first is None:
        return None, None
    return _portion(first, date(year, month, calendar.monthrange(year, month)[1]), part)


def _portion(first: date, last: date, part: str) -> DateRange:
    length = (last - first).days
    begin, stop = _PART_DAYS[part]
    return first + timedelta(round(length * begin)), first + timedelta(round(length * stop))


def resolve(parts: DateParts, anchor: date | None, future: bool = False) -> DateRange:
    """First and last day that `parts` means, seen from `anchor`; `future` if the words around look ahead.

    >>> resolve(DateParts(weekday=2), date(2022, 1, 1))
    (datetime.date(2021, 12, 29), datetime.date(2021, 12, 29))
    """
    if parts.decade is not None:
        return date(parts.decade, 1, 1), date(parts.decade + 9, 12, 31)
    if parts.year is not None and parts.month is None:
        if not 1 <= (parts.last_year or parts.year) <= 9999:
            return None, None
        return _portion(date(parts.year, 1, 1), date(parts.last_year or parts.year, 12, 31), parts.part)
    if parts.year is not None and parts.month is not None:
        if parts.day is None:
            return _month_days(parts.year, parts.month, parts.part)
        day = _safe(parts.year, parts.month, parts.day)
        return day, day
    if anchor is None or not FIRST_ANCHOR <= anchor.year <= LAST_ANCHOR:
        return None, None
    if parts.month is not None:
        return _in_some_year(parts, anchor, future)
    if parts.weekday is not None:
        return _weekday(parts, anchor, future)
    return _shifted(parts, anchor)


def _in_some_year(parts: DateParts, anchor: date, future: bool) -> DateRange:
    """A month, or a day in one, without a year: the one that suits the article's day best."""
    assert parts.month is not None
    if parts.shift is not None and parts.unit == "year":
        years = [anchor.year + parts.shift]
    else:
        years = [anchor.year - 1, anchor.year, anchor.year + 1]
    options = []
    for year in years:
        first, last = _month_days(year, parts.month, parts.part)
        if parts.day is not None:
            first = last = _safe(year, parts.month, parts.day)
        if first is not None and last is not None:
            options.append((first, last))
    if not options:
        return None, None
    if parts.shift is not None and parts.unit != "year":
        if parts.shift < 0:
            before = [o for o in options if o[1] < anchor]
            return before[-1] if before else options[0]
        if parts.shift > 0:
            return next((o for o in options if o[0] > anchor), options[-1])
        return min(options, key=lambda o: abs((o[0] - anchor).days))

    def fit(option: tuple[date, date]) -> int:
        ahead = (option[0] - anchor).days
        behind = (anchor - option[1]).days
        if ahead > 0:
            return ahead if future else ahead + (365 - _AHEAD * 2)
        return max(behind, 0) + (180 if future and behind > 0 else 0)

    return min(options, key=fit)


def _weekday(parts: DateParts, anchor: date, future: bool) -> DateRange:
    """The nearest such day within the week before the anchor, or after it where the words look ahead."""
    assert parts.weekday is not None
    back = (anchor.weekday() - parts.weekday) % 7
    if (parts.shift is not None and parts.shift > 0) or (parts.shift is None and future and back):
        day = anchor + timedelta((parts.weekday - anchor.weekday() - 1) % 7 + 1)
    elif parts.shift is not None and parts.shift < 0:
        day = anchor - timedelta(back or 7)
    else:
        day = anchor - timedelta(back)
    return day, day


def _shifted(parts: DateParts, anchor: date) -> DateRange:
    """As in "last month", "two days ago", "yesterday"."""
    shift = parts.shift or 0
    if not -3000 < shift < 3000:
        return None, None
    if parts.unit == "day":
        day = anchor + timedelta(shift)
        return day, day
    if parts.unit == "week":
        day = anchor + timedelta(7 * shift)
        if parts.counted:
            return day - timedelta(3), day + timedelta(3)
        monday = day - timedelta(day.weekday())
        # "last week" written on a Sunday and read on a Monday: the days around count as well
        return monday - timedelta(1), monday + timedelta(6)
    if parts.unit == "month":
        count = anchor.year * 12 + anchor.month - 1 + shift
        return _month_days(count // 12, count % 12 + 1)
    if parts.unit == "year" and 1 <= anchor.year + shift <= 9999:
        return date(anchor.year + shift, 1, 1), date(anchor.year + shift, 12, 31)
    if parts.unit == "decade" and anchor.year + 10 * shift - 9 >= 1 and anchor.year + 10 * shift + 9 <= 9999:
        return date(anchor.year + 10 * shift - 4, 1, 1), date(anchor.year + 10 * shift + 5, 12, 31)
    if parts.unit == "century" and 1 <= anchor.year + 100 * shift <= 9999:
        return date(max(1, anchor.year + 100 * shift - 50), 1, 1), date(anchor.year + 100 * shift, 12, 31)
    return None, None
