"""What goes in and out of the API, for its description and its checks; docs/formats.md explains comparisons."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from retold.serve.models_comparison import Comparison, Kind, Stretch, Strict

__all__ = [
    "AddAnswer",
    "AddRequest",
    "Added",
    "ArchivedLink",
    "ArticleAnswer",
    "ArticlesAnswer",
    "CheckAnswer",
    "CheckRequest",
    "CheckedArticle",
    "CompareAnswer",
    "CompareRequest",
    "Copy",
    "Entry",
    "Error",
    "ErrorAnswer",
    "FamiliesAnswer",
    "FamilyAnswer",
    "FamilyLink",
    "FamilySummary",
    "HealthAnswer",
    "Hit",
    "Match",
    "Member",
    "Publisher",
    "PublishersAnswer",
    "RemoveAnswer",
    "SavedCheck",
    "SavedComparison",
    "SearchAnswer",
    "Side",
    "Spans",
    "StatsAnswer",
    "Tie",
]

_WIRE = "The bridge at Orlen closed on Monday after the engineers Ada Quist and Tom Reyle found 14 cracks in it."
_PAGE = "Engineers Ada Quist and Tom Reyle found 14 cracks in the bridge at Orlen, which closed on Monday."


# What is asked


class CheckRequest(Strict):
    """An article to check: its text, or else the address of a page on the public web, which is fetched."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": _PAGE, "publisher": "Example Post", "most": 3}]})

    text: str = Field("", description="The text; by default at most 200,000 characters.")
    url: str = Field("", max_length=2000, description="Where the article stands; fetched where there is no text.")
    title: str = Field("", max_length=2000)
    publisher: str = Field("", max_length=500)
    published: str = Field("", max_length=100, description="An ISO 8601 date or time.")
    most: int = Field(5, ge=1, le=20, description="How many matches come back at most.")


class Side(Strict):
    """One of two articles: a text, or the address of a page, or the id of an archived article alone."""

    id: str = Field("", max_length=1000, description="With neither text nor url: the name of an archived article.")
    text: str = ""
    url: str = Field("", max_length=2000)
    title: str = Field("", max_length=2000)
    byline: str = Field("", max_length=1000)
    publisher: str = Field("", max_length=500)
    published: str = Field("", max_length=100)
    lang: str = Field("", max_length=20)


class CompareRequest(Strict):
    """Two articles; their order says nothing about who wrote first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"a": {"text": _WIRE}, "b": {"text": _PAGE}}]})

    a: Side
    b: Side


class AddRequest(Strict):
    """An article for the archive."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": _WIRE, "publisher": "Example Agency"}]})

    text: str = Field(min_length=1)
    id: str = Field("", max_length=1000)
    title: str = Field("", max_length=2000)
    byline: str = Field("", max_length=1000)
    publisher: str = Field("", max_length=500)
    published: str = Field("", max_length=100)
    lang: str = Field("", max_length=20)
    url: str = Field("", max_length=2000)
    slug: str = Field("", max_length=500)


# What comes back


class Error(Strict):
    """What went wrong: a code for programs, one plain sentence for people, and the status again."""

    code: str
    message: str
    status: int


class ErrorAnswer(Strict):
    """The one shape of all errors."""

    error: Error


class Entry(Strict):
    """One version of an archived article; `name` is its id, with @ and the version after the first."""

    name: str
    number: int
    id: str
    version: int
    versions: int
    state: Literal["current", "replaced", "withdrawn"]
    title: str
    byline: str
    publisher: str
    published: str
    lang: str
    url: str
    slug: str
    words: int
    added: str


class Spans(Strict):
    """Stretches of both articles that share keys, in an archive without texts."""

    checked: Stretch
    archived: Stretch


class Match(Strict):
    """An archived article that tells the same report; in the comparison, `a` is the archived one."""

    article: Entry
    probability: float
    kind: Kind
    shares: list[float] = Field(description="How much of the checked and of the archived article is linked.")
    licensed: bool = Field(description="Whether the outlet of the checked article may run the copy: --licensed.")
    spans: list[Spans]
    comparison: Comparison | None


class CheckedArticle(Strict):
    """The article that was checked, as it was read."""

    id: str
    title: str
    byline: str
    publisher: str
    published: str
    lang: str
    url: str
    characters: int
    text: str
    notes: list[str]


class SavedCheck(Strict):
    """A check that was made."""

    id: str
    saved: str
    article: CheckedArticle
    matches: list[Match]
    complete: bool


class CheckAnswer(Strict):
    """What a check found; `complete` is false where time ran out before all comparisons were made."""

    id: str
    article: CheckedArticle
    matches: list[Match]
    complete: bool
    took_ms: int


class CompareAnswer(Strict):
    """A comparison, and the id under which it is kept."""

    id: str
    comparison: Comparison
    took_ms: int


class SavedComparison(Strict):
    """A comparison that was made."""

    id: str
    saved: str
    comparison: Comparison


class ArticlesAnswer(Strict):
    """A page of articles; `next` is the `after` of the next page."""

    articles: list[Entry]
    next: int | None


class Copy(Strict):
    """Where else the text of an article was seen."""

    url: str
    publisher: str
    published: str
    seen: str


class ArchivedLink(Strict):
    """A link of a version of an article to another article."""

    version: int
    id: str
    other_version: int
    title: str
    publisher: str
    published: str
    kind: Kind
    probability: float
    share: float
    other_share: float


class ArticleAnswer(Strict):
    """An archived article with what belongs to it."""

    article: Entry
    text: str
    versions: list[Entry]
    copies: list[Copy]
    links: list[ArchivedLink]


class Added(Strict):
    """What became of an article that was added."""

    new: int
    versions: int
    unchanged: int
    elsewhere: int
    skipped: int


class AddAnswer(Strict):
    """What became of an article, and the entry of its text."""

    added: Added
    article: Entry | None


class RemoveAnswer(Strict):
    """The versions that were removed for good."""

    removed: list[Entry]


class Hit(Strict):
    """An article that was found, with what stands around a hit."""

    article: Entry
    snippet: str


class SearchAnswer(Strict):
    """The articles with all words, the best first."""

    results: list[Hit]


class FamilySummary(Strict):
    """What a list says of a family."""

    family: str
    articles: int
    links: int
    origin: str | None
    title: str
    publishers: list[str]
    first_published: str
    last_published: str


class FamiliesAnswer(Strict):
    """A page of families; `next` is the `after` of the next page."""

    families: list[FamilySummary]
    total: int
    next: int | None


class FamilyLink(Strict):
    """Two linked articles of a family."""

    source: str
    derived: str
    kind: Kind
    probability: float
    directed: bool
    source_share: float
    derived_share: float


class Member(Strict):
    """An article of a family."""

    id: str
    title: str
    byline: str
    publisher: str
    published: str
    lang: str
    url: str
    words: int


class FamilyAnswer(Strict):
    """A family of articles that tell one report, schema retold.family/1."""

    schema_: Literal["retold.family/1"] = Field(alias="schema")
    family: str
    articles: list[str]
    origin: str | None
    links: list[FamilyLink]
    members: list[Member]


class Publisher(Strict):
    """A publisher with articles in families."""

    name: str
    articles: int
    families: int


class Tie(Strict):
    """How often articles of one publisher are linked with those of another."""

    source: str
    derived: str
    directed: bool
    links: int
    kinds: dict[str, int]


class PublishersAnswer(Strict):
    """Who retells whom."""

    publishers: list[Publisher]
    ties: list[Tie]


class StatsAnswer(Strict):
    """How much the archive holds."""

    articles: int
    versions: int
    copies: int
    keys: int
    links: int
    rejected: int
    text_bytes: int
    file_bytes: int
    store: Literal["text", "keys"]
    first_added: str
    last_added: str
    writable: bool


class HealthAnswer(Strict):
    """That the service can answer."""

    status: Literal["ok"]
    version: str
