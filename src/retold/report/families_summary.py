"""What a collection's families come to: the figures that the summary page shows, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from retold._version import __version__
from retold.model import Families, RelationKind
from retold.report.families_largest import FamilyView, largest_families
from retold.report.families_publishers import Tie, find_network, kinds_in_order
from retold.report.families_time import Timeline, families_over_time

__all__ = ["SCHEMA", "PublisherRow", "Summary", "Ties", "summarize"]

SCHEMA = "retold.families-summary/1"

# Rows of each table of ties, publishers of the picture and its table, ties of the picture. A reader looks at
# the first dozens; whoever needs all of them takes GraphML or CSV.
_MOST_TIES = 50
_MOST_PUBLISHERS = 30
_MOST_DRAWN = 60

# Sizes of families that are counted together, each from its number to the one before the next.
_SIZES = (2, 3, 4, 6, 11, 21, 51)


@dataclass(frozen=True, slots=True)
class Ties:
    """The strongest ties of one sort, and how many others there are with how many links."""

    shown: tuple[Tie, ...]
    links: int
    more: int
    more_links: int


@dataclass(frozen=True, slots=True)
class PublisherRow:
    """A publisher with how often others retold it, how often it retold others, and how often nobody knows."""

    name: str
    articles: int
    retold: int
    retells: int
    unclear: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a collection.

    `members` counts the articles that are in families, each once, and `links` the pairs of articles that were
    found to share a text, each once; `directed` those of which it is known which is made from which, `origins`
    the families with a likely origin. `between` holds ties of different publishers with known direction,
    `unclear` those without, `within` those of a publisher with itself; `nameless` counts the links where a
    publisher is unknown, which are in none of the three. `publishers` and `drawn` are for the picture;
    `publishers_more` counts the publishers with ties to others that it leaves out, and `drawn_more` the ties
    between those it shows.
    """

    articles: int
    skipped: int
    families: int
    members: int
    sources: int
    links: int
    directed: int
    origins: int
    kinds: Mapping[RelationKind, int]
    sizes: tuple[tuple[int, int | None, int], ...]
    between: Ties
    unclear: Ties
    within: Ties
    nameless: int
    publishers: tuple[PublisherRow, ...]
    publishers_more: int
    drawn: tuple[Tie, ...]
    drawn_more: int
    time: Timeline
    largest: tuple[FamilyView, ...]
    settings: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The summary as JSON-ready data, schema `retold.families-summary/1` (see docs/formats.md)."""
        time = self.time
        return {
            "schema": SCHEMA,
            "retold": {"version": __version__, "settings": dict(self.settings)},
            "articles": self.articles,
            "skipped": self.skipped,
            "families": self.families,
            "members": self.members,
            "publishers": self.sources,
            "links": self.links,
            "directed": self.directed,
            "origins": self.origins,
            "kinds": dict(self.kinds),
            "sizes": [{"from": low, "to": high, "families": count} for low, high, count in self.sizes],
            "between": _ties_record(self.between),
            "direction_unknown": _ties_record(self.unclear),
            "within": _ties_record(self.within),
            "publisher_unknown": self.nameless,
            "network": [
                {
                    "publisher": row.name,
                    "articles": row.articles,
                    "retold": row.retold,
                    "retells": row.retells,
                    "direction_unknown": row.unclear,
                }
                for row in self.publishers
            ],
            "network_left_out": self.publishers_more,
            "time": {
                "unit": time.unit,
                "families": [{"from": start.isoformat(), "families": count} for start, count in time.bars],
                "before": time.before,
                "after": time.after,
                "undated": time.undated,
            },
            "largest": [view.to_dict() for view in self.largest],
            "largest_left_out": self.families - len(self.largest),
        }


def summarize(families: Families) -> Summary:
    """The summary of what was found in a collection; the same families always give the same."""
    network = find_network(families)
    kinds: Counter[RelationKind] = Counter()
    for tie in network.ties:
        kinds.update(tie.kinds)
    named = [tie for tie in network.ties if not tie.nameless]
    across = [tie for tie in named if not tie.within]
    rows = _publisher_rows(across, {publisher.name: publisher.articles for publisher in network.publishers})
    shown = {row.name for row in rows[:_MOST_PUBLISHERS]}
    drawable = [tie for tie in across if {tie.source, tie.derived} <= shown]
    drawn = _drawn(drawable)
    return Summary(
        articles=families.articles,
        skipped=families.skipped,
        families=len(families.families),
        members=sum(publisher.articles for publisher in network.publishers),
        sources=len({name for tie in named for name in (tie.source, tie.derived)}),
        links=kinds.total(),
        directed=sum(tie.links for tie in network.ties if tie.directed),
        origins=sum(family.origin is not None for family in families.families),
        kinds=kinds_in_order(kinds),
        sizes=_sizes(families),
        between=_ties(tie for tie in across if tie.directed),
        unclear=_ties(tie for tie in across if not tie.directed),
        within=_ties(_both_directions(tie for tie in named if tie.within)),
        nameless=sum(tie.links for tie in network.ties if tie.nameless),
        publishers=tuple(rows[:_MOST_PUBLISHERS]),
        publishers_more=max(len(rows) - _MOST_PUBLISHERS, 0),
        drawn=drawn,
        drawn_more=len(drawable) - len(drawn),
        time=families_over_time(families),
        largest=largest_families(families),
        settings=dict(families.settings),
    )


def _ties(ties: Iterable[Tie]) -> Ties:
    every = list(ties)
    shown, rest = every[:_MOST_TIES], every[_MOST_TIES:]
    return Ties(tuple(shown), sum(tie.links for tie in every), len(rest), sum(tie.links for tie in rest))


def _drawn(ties: list[Tie]) -> tuple[Tie, ...]:
    """The strongest ties, and the strongest of each publisher, so that none stands in the picture without any."""
    chosen = list(range(min(len(ties), _MOST_DRAWN)))
    met = {name for i in chosen for name in (ties[i].source, ties[i].derived)}
    for i in range(len(chosen), len(ties)):
        if not {ties[i].source, ties[i].derived} <= met:
            chosen.append(i)
            met |= {ties[i].source, ties[i].derived}
    return tuple(ties[i] for i in chosen)


def _both_directions(ties: Iterable[Tie]) -> list[Tie]:
    """Ties of a publisher with itself: which way round an article was made from another hardly matters there."""
    kinds: dict[str, Counter[RelationKind]] = {}
    for tie in ties:
        kinds.setdefault(tie.source, Counter()).update(tie.kinds)
    merged = [Tie(name, name, False, counts) for name, counts in kinds.items()]
    return sorted(merged, key=lambda tie: (-tie.links, tie.source))


def _publisher_rows(ties: list[Tie], articles: Mapping[str, int]) -> list[PublisherRow]:
    """All publishers with ties to others, those with the most links first."""
    retold: Counter[str] = Counter()
    retells: Counter[str] = Counter()
    unclear: Counter[str] = Counter()
    for tie in ties:
        if tie.directed:
            retold[tie.source] += tie.links
            retells[tie.derived] += tie.links
        else:
            unclear[tie.source] += tie.links
            unclear[tie.derived] += tie.links
    rows = [
        PublisherRow(name, articles[name], retold[name], retells[name], unclear[name])
        for name in sorted(retold.keys() | retells.keys() | unclear.keys())
    ]
    return sorted(rows, key=lambda row: -(row.retold + row.retells + row.unclear))


def _sizes(families: Families) -> tuple[tuple[int, int | None, int], ...]:
    """(from, to, how many families) by size; the last has no end."""
    counts = Counter(max(low for low in _SIZES if low <= max(len(f.members), 2)) for f in families.families)
    ends = [following - 1 for following in _SIZES[1:]]
    return tuple((low, high, counts[low]) for low, high in zip(_SIZES, [*ends, None], strict=True) if counts[low])


def _ties_record(ties: Ties) -> dict[str, Any]:
    return {
        "links": ties.links,
        "pairs": [
            {
                "source": tie.source,
                "derived": tie.derived,
                "links": tie.links,
                "kinds": dict(kinds_in_order(tie.kinds)),
                "reworded_share": round(tie.reworded_share, 6),
            }
            for tie in ties.shown
        ],
        "pairs_left_out": ties.more,
        "links_left_out": ties.more_links,
    }
