"""Which article of a family the others are made from, as far as clocks, credit lines and completeness say.

A cheaper form of `retold.lineage`, over what can be told of thousands of families at once: a link gets a direction only
where two independent kinds of clue agree and none speaks against them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from urllib.parse import urlsplit

from retold.credit.names import WEAK, Names, agency_names
from retold.model import FamilyLink, Member

__all__ = ["Told", "clock", "direct", "find_origin", "signed", "told"]

_HEAD, _TAIL = 160, 240  # characters in which a dateline, and a sign-off, name an agency
_IN_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】\n]{2,40})[)\]）】]|(?:©|Source:|SOURCE:)\s*([^\n.]{2,40})")
_SLACK = timedelta(minutes=2)  # clocks of two sites differ by more than that
_ALL, _MORE = 0.9, 0.15  # an article nearly all of which the other holds, while the other holds so much more


@dataclass(frozen=True, slots=True)
class Told:
    """What an article says about where it comes from: its time, None without; agencies in its dateline or sign-off;
    and the agency that publishes it, if one does."""

    time: datetime | None
    day_only: bool
    signed: frozenset[str]
    agency: str


@cache
def _names() -> Names:
    return agency_names()


def signed(text: str) -> frozenset[str]:
    """The agencies named in brackets at the beginning or the end of a text.

    >>> sorted(signed("ORLEN, May 5 (Reuters) - The bridge closed on Monday."))
    ['Reuters']
    """
    found = set()
    for part in (text[:_HEAD], text[max(_HEAD, len(text) - _TAIL) :]):
        for match in _IN_BRACKETS.finditer(part):
            line = match[1] or match[2]
            found |= {spot.agency for spot in _names().spot(line) if spot.sort != WEAK}
    return frozenset(found)


def clock(published: str) -> tuple[datetime | None, bool]:
    """The time that an ISO 8601 date stands for, in UTC where it names no zone, and whether it is a day alone."""
    text = published.strip()
    try:
        time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None, False
    return (time if time.tzinfo else time.replace(tzinfo=UTC)), len(text) <= 10


def told(member: Member, text: str) -> Told:
    """What an article says about where it comes from."""
    time, day_only = clock(member.published)
    agency = _names().whole(member.publisher) if member.publisher else ""
    if not agency and member.url:
        agency = _names().of_domain(_host(member.url))
    return Told(time, day_only, signed(text), agency)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # brackets that do not match
        return ""


def direct(a: Told, b: Told, shares: Sequence[float]) -> int:
    """Which of two linked articles is made from the other: 1 for b from a, -1 for a from b, 0 where it is not known.

    `shares` says how much of each is linked.
    """
    clues = [_by_clock(a, b), _by_credit(a, b), _by_extent(shares)]
    if 1 in clues and -1 in clues:
        return 0
    total = sum(clues)
    return 0 if abs(total) < 2 else 1 if total > 0 else -1


def _by_clock(a: Told, b: Told) -> int:
    if a.time is None or b.time is None:
        return 0
    if a.day_only or b.day_only:
        first, second = a.time.date(), b.time.date()
        return 0 if first == second else 1 if first < second else -1
    return 0 if abs(a.time - b.time) <= _SLACK else 1 if a.time < b.time else -1


def _by_credit(a: Told, b: Told) -> int:
    if a.agency != b.agency and (a.agency or b.agency):
        if a.agency and (a.agency in b.signed or not b.agency):
            return 1
        if b.agency and (b.agency in a.signed or not a.agency):
            return -1
        return 0
    return bool(a.signed - b.signed and not b.signed) - bool(b.signed - a.signed and not a.signed)


def _by_extent(shares: Sequence[float]) -> int:
    a, b = float(shares[0]), float(shares[1])
    if b >= _ALL and a <= b - _MORE:
        return 1
    return -1 if a >= _ALL and b <= a - _MORE else 0


def find_origin(links: Sequence[FamilyLink], articles: Mapping[str, int]) -> str | None:
    """The article from which the others are likely made: the one source among the directed links, if there is one.

    `articles` are the members with their numbers. None where no link is directed, or where two articles are
    sources and neither is made from another.
    """
    derived = {link.derived for link in links if link.directed}
    sources = {link.source for link in links if link.directed} - derived
    if len(sources) != 1:
        return None
    origin = sources.pop()
    return origin if origin in articles else None
