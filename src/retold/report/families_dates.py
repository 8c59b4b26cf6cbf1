"""Dates of publication as days, where what a source gives can be read as one."""

from __future__ import annotations

import re
from datetime import date, datetime

__all__ = ["published_day"]

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")


def published_day(published: str) -> date | None:
    """The day of an ISO 8601 date or time, as the source's own clock has it; None where there is none.

    >>> published_day("2031-10-07T23:20:00+02:00")
    datetime.date(2031, 10, 7)
    >>> published_day("last Tuesday") is None
    True
    """
    text = published.strip()
    try:
        if found := _DAY.match(text):
            return date(*map(int, found.groups()))
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
