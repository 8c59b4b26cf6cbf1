"""What an archive gives: its entries, what became of added articles, and matches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from retold.errors import ArchiveError
from retold.model import Article, Comparison, RelationKind, Span

__all__ = ["Added", "Entry", "Match", "Stats", "now"]


def now() -> str:
    """The time as it is stored: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of an archived article, as lists show it. `name` names it alone.

    `state` is "current", "replaced" (a later version is there) or "withdrawn". `versions` counts the versions of the
    article, `words` the words of the text. `added` is when it came into the archive, an ISO 8601 time in UTC.
    """

    number: int
    id: str
    version: int
    versions: int
    state: str
    title: str
    byline: str
    publisher: str
    published: str
    lang: str
    url: str
    slug: str
    words: int
    added: str

    @property
    def name(self) -> str:
        """What names this version alone: the id, with @ and the version where there are several: `orlen-bridge@2`."""
        return self.id if self.versions == 1 else f"{self.id}@{self.version}"


@dataclass(slots=True)
class Added:
    """What became of articles that were added.

    `new` articles, new `versions` of known ones, `unchanged` ones whose text was there, `elsewhere` those of them that
    stand at an address that was not known, and `skipped` ones without text or that could not be read.
    """

    new: int = 0
    versions: int = 0
    unchanged: int = 0
    elsewhere: int = 0
    skipped: int = 0

    @property
    def articles(self) -> int:
        """How many articles were read."""
        return self.new + self.versions + self.unchanged


@dataclass(frozen=True, slots=True)
class Stats:
    """How much an archive holds: articles, versions of them, keys, links; bytes of text and of the file."""

    articles: int
    versions: int
    copies: int
    keys: int
    links: int
    rejected: int
    text_bytes: int
    file_bytes: int
    store: str
    first_added: str
    last_added: str


@dataclass(eq=False)
class Match:
    """An archived article that tells the same report as the one that was checked.

    `article` is the archived version that was most likely used, `entry` its place in the archive, `latest` the number
    of its latest version. `probability` is that of a shared origin, `kind` how one is made from the other, `shares`
    how much of the checked and of the archived article is linked, by the weight of words. `licensed` says that the
    checked article's outlet may run the copy. In an archive without texts, `spans` says which stretches of the checked
    article (first) and of the archived one (second) share keys, and there is no comparison.
    """

    article: Article
    entry: Entry
    latest: int
    probability: float
    kind: RelationKind
    shares: tuple[float, float]
    licensed: bool = False
    spans: tuple[tuple[Span, Span], ...] = ()
    compare: Callable[[], Comparison] | None = field(default=None, repr=False)

    @cached_property
    def comparison(self) -> Comparison:
        """The whole comparison; `a` is the archived article, `b` the checked one. Made when it is first asked for.

        Raises `ArchiveError` in an archive without texts.
        """
        if self.compare is None:
            raise ArchiveError("The archive keeps no texts, so there is nothing to compare with.")
        return self.compare()
