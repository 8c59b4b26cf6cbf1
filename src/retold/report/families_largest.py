"""The largest families, each with its articles in the order of publication and how each of them is tied in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from retold.model import Families, Family, FamilyLink, Member, RelationKind
from retold.report.families_dates import published_day
from retold.report.families_publishers import publisher_name
from retold.report.families_time import first_day

__all__ = ["MOST_FAMILIES", "MOST_MEMBERS", "FamilyView", "MemberView", "TieKind", "family_view", "largest_families"]

MOST_FAMILIES = 50
MOST_MEMBERS = 12
# Longer titles and addresses are cut or left out: a page holds some hundred of them, and most long ones are
# a whole text in the place of a title, or an address with a session in it.
_LONGEST_TITLE = 200
_LONGEST_ADDRESS = 500

TieKind = Literal["origin", "from", "with", "to", "none"]


@dataclass(frozen=True, slots=True)
class MemberView:
    """An article of a family with the link that says most about where it comes from.

    `tie` is "origin" for the likely origin; "from" where the article is made from number `other` of the family
    and "to" where that one is made from it; "with" where it is not known which is made from which; "none" where
    it has no link. `other` is 0 where the other article is not shown.
    """

    number: int
    id: str
    title: str
    publisher: str
    published: str
    day: date | None
    lang: str
    url: str
    tie: TieKind
    kind: RelationKind | None
    probability: float | None
    other: int


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A family as it is shown: a title, the first of its articles, and how many more there are."""

    id: str
    title: str
    lang: str
    size: int
    origin: str | None
    first: date | None
    members: tuple[MemberView, ...]
    more: int

    def to_dict(self) -> dict[str, Any]:
        """The family as JSON-ready data."""
        members = [
            {
                "number": view.number,
                "article": view.id,
                "title": view.title,
                "publisher": view.publisher,
                "published": view.published,
                "lang": view.lang,
                "url": view.url,
                "tie": view.tie,
                "kind": view.kind,
                "probability": view.probability,
                "other": view.other or None,
            }
            for view in self.members
        ]
        return {
            "family": self.id,
            "title": self.title,
            "size": self.size,
            "origin": self.origin,
            "first": self.first.isoformat() if self.first else None,
            "members": members,
            "members_left_out": self.more,
        }


def largest_families(families: Families) -> tuple[FamilyView, ...]:
    """The families with the most articles, at most fifty, in their order where they are of one size."""
    largest = sorted(families.families, key=lambda family: -len(family.members))[:MOST_FAMILIES]
    return tuple(map(family_view, largest))


def family_view(family: Family) -> FamilyView:
    """The family with its origin first, then by day, then what has no date."""

    def order(member: Member) -> tuple[bool, date, str]:
        day = published_day(member.published)
        return member.id != family.origin, day or date.max, member.published if day else ""

    ordered = sorted(family.members, key=order)
    shown = ordered[:MOST_MEMBERS]
    numbers = {member.id: number for number, member in enumerate(shown, 1)}
    links: defaultdict[str, list[FamilyLink]] = defaultdict(list)
    for link in family.links:
        links[link.source].append(link)
        links[link.derived].append(link)
    titled = next((member for member in ordered if member.title.strip()), None)
    return FamilyView(
        family.id,
        _cut(titled.title) if titled else "",
        titled.lang if titled else "",
        len(family.members),
        family.origin,
        first_day(family),
        tuple(_view(family, member, links[member.id], numbers) for member in shown),
        len(ordered) - len(shown),
    )


def _view(family: Family, member: Member, links: list[FamilyLink], numbers: dict[str, int]) -> MemberView:
    tie: TieKind = "none"
    told = _telling_link(family, member, links)
    if member.id == family.origin:
        tie, told = "origin", None
    elif told:
        tie = "with" if not told.directed else "from" if told.derived == member.id else "to"
    other = "" if told is None else told.source if told.derived == member.id else told.derived
    return MemberView(
        numbers[member.id],
        member.id,
        _cut(member.title),
        _cut(publisher_name(member)),
        member.published[:_LONGEST_TITLE],
        published_day(member.published),
        member.lang,
        member.url if len(member.url) <= _LONGEST_ADDRESS else "",
        tie,
        told.kind if told else None,
        round(float(told.probability), 6) if told else None,
        numbers.get(other, 0),
    )


def _telling_link(family: Family, member: Member, links: list[FamilyLink]) -> FamilyLink | None:
    """From the origin before from another, known before unknown direction, and then the most probable."""

    def rank(link: FamilyLink) -> tuple[bool, bool, bool, float]:
        from_it = link.derived == member.id
        other = link.source if from_it else link.derived
        return link.directed and from_it, other == family.origin, not link.directed, link.probability

    return max(links, key=rank, default=None)


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_TITLE else words[: _LONGEST_TITLE - 1].rstrip() + "…"
