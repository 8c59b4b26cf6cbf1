"""A comparison as the API describes it, schema retold.comparison/1; docs/formats.md explains each field."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Change",
    "ComparedArticle",
    "Comparison",
    "Direction",
    "Headline",
    "Kind",
    "Link",
    "Passage",
    "Relation",
    "Sentence",
    "Stretch",
    "Strict",
    "Words",
]

Kind = Literal["copy", "edited", "reworded", "translated", "excerpt", "same-event", "unrelated"]


class Strict(BaseModel):
    """What has just these fields, each of just this type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Stretch(Strict):
    """A stretch of a text in characters, half-open."""

    start: int
    end: int


class Sentence(Strict):
    """A sentence of an article."""

    text: str
    start: int
    end: int
    furniture: bool
    role: str


class ComparedArticle(Strict):
    """An article as it was compared."""

    id: str
    title: str
    lang: str
    byline: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    text: str
    sentences: list[Sentence]


class Relation(Strict):
    """How one text is made from the other."""

    kind: Kind
    derived: bool
    probability: float
    figures: dict[str, float]


class Link(Strict):
    """Sentences of both articles that tell the same, by number."""

    a: list[int]
    b: list[int]
    kind: str
    moved: bool
    score: float


class Passage(Strict):
    """A reused stretch."""

    a: Stretch
    b: Stretch
    score: float


class Headline(Strict):
    """How the headlines compare."""

    kind: str
    score: float


class Words(Strict):
    """Words of one side."""

    sentence: int
    start: int
    end: int
    text: str


class Change(Strict):
    """Something that one article tells otherwise than the other."""

    kind: str
    substantive: bool
    a: Words | None
    b: Words | None
    why: str


class Direction(Strict):
    """Which of the two is made from the other."""

    source: Literal["a", "b"] | None
    probability: float
    evidence: list[str]


class Comparison(Strict):
    """A comparison of two articles, schema retold.comparison/1."""

    schema_: Literal["retold.comparison/1"] = Field(alias="schema")
    retold: dict[str, Any]
    pair: str = ""
    a: ComparedArticle
    b: ComparedArticle
    relation: Relation
    alignment: list[Link]
    passages: list[Passage]
    headline: Headline | None
    direction: Direction | None = None
    changes: list[Change] = []
    checked: dict[str, Any] = {}
    garbling: list[dict[str, Any]] = []
    credit: dict[str, Any] = {}
