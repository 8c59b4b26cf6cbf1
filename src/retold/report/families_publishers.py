"""Who retells whom: the links between articles, gathered into ties between their publishers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlsplit

from retold.model import Families, FamilyLink, Member, RelationKind

__all__ = [
    "UNKNOWN",
    "Network",
    "Publisher",
    "Tie",
    "distinct_links",
    "find_network",
    "kinds_in_order",
    "publisher_name",
]

# The name of the publisher of articles that name none and have no address.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher with how many of its articles are in families, and in how many families."""

    name: str
    articles: int
    families: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Pairs of articles of two publishers (or twice of the same), counted by the kind of their link.

    Where `directed`, an article of `derived` is made from one of `source`; otherwise it is not known which is
    made from which, and the two names stand in alphabetical order.
    """

    source: str
    derived: str
    directed: bool
    kinds: Mapping[RelationKind, int]

    @property
    def links(self) -> int:
        """How many pairs of articles there are in all."""
        return sum(self.kinds.values())

    @property
    def reworded_share(self) -> float:
        """The share of the pairs that are told in other words of the same language."""
        return self.kinds.get("reworded", 0) / self.links

    @property
    def within(self) -> bool:
        """Whether both articles come from the same publisher, as far as it is known."""
        return self.source == self.derived != UNKNOWN

    @property
    def nameless(self) -> bool:
        """Whether a publisher is unknown."""
        return UNKNOWN in (self.source, self.derived)


@dataclass(frozen=True, slots=True)
class Network:
    """All publishers by name, and all ties between them, the strongest first."""

    publishers: tuple[Publisher, ...]
    ties: tuple[Tie, ...]


def find_network(families: Families) -> Network:
    """The publishers of all families and the ties between them.

    An article counts once, however many families it is a member of, and so does a pair of articles.
    """
    names: dict[str, str] = {}
    within: Counter[str] = Counter()
    for family in families.families:
        of_family = {member.id: publisher_name(member) for member in family.members}
        within.update(set(of_family.values()))
        names.update(of_family)
    articles = Counter(names.values())
    kinds: dict[tuple[str, str, bool], Counter[RelationKind]] = {}
    for link in distinct_links(families):
        pair = (names[link.source], names[link.derived])
        directed = bool(link.directed)
        ends = pair if directed else (min(pair), max(pair))
        kinds.setdefault((*ends, directed), Counter())[link.kind] += 1
    ties = [Tie(source, derived, directed, counts) for (source, derived, directed), counts in kinds.items()]
    ties.sort(key=lambda tie: (-tie.links, tie.source, tie.derived, not tie.directed))
    publishers = (Publisher(name, articles[name], within[name]) for name in sorted(articles))
    return Network(tuple(publishers), tuple(ties))


def distinct_links(families: Families) -> Iterator[FamilyLink]:
    """The links of all families in their order, without those that an earlier family has too.

    Only articles of several families can have such links, so only theirs are kept in mind.
    """
    memberships = Counter(member.id for family in families.families for member in family.members)
    seen: set[frozenset[str]] = set()
    for family in families.families:
        for link in family.links:
            if memberships[link.source] > 1 and memberships[link.derived] > 1:
                pair = frozenset((link.source, link.derived))
                if pair in seen:
                    continue
                seen.add(pair)
            yield link


def publisher_name(member: Member) -> str:
    """The publisher as the article names it; or else the host of its address, without "www."; or else "unknown".

    >>> publisher_name(Member("1", url="https://www.gazette.example/heron"))
    'gazette.example'
    """
    if name := " ".join(member.publisher.split()):
        return name
    try:
        host = urlsplit(member.url.strip()).hostname or ""
    except ValueError:
        host = ""
    return host.removeprefix("www.") or UNKNOWN


def kinds_in_order(kinds: Mapping[RelationKind, int]) -> dict[RelationKind, int]:
    """Counts by kind in the usual order of kinds, without those that are not there."""
    return {kind: kinds[kind] for kind in get_args(RelationKind) if kinds.get(kind)}
