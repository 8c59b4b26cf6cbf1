"""The invented stories of examples/, compared once each way."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from retold.align import Side, align_sides, prepare
from retold.model import Alignment, Article, Headline, Relation
from retold.read import read
from retold.relate import relate, relate_headlines
from retold.relate.measures import measure

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
STORIES = ("glacier-lake", "harbour-tunnel", "mill-closure", "quota-ruling")
DERIVED = ("edited", "reworded", "excerpt", "translated")
NOT_DERIVED = ("independent", "lookalike")
KINDS = DERIVED + NOT_DERIVED


@cache
def article(story: str, kind: str = "wire") -> Article:
    """A version of a story by its kind, or the wire report itself."""
    labels: dict[str, Any] = json.loads((EXAMPLES / story / "labels.json").read_text(encoding="utf-8"))
    files = {"wire": labels["wire"], **{version["kind"]: version["file"] for version in labels["versions"]}}
    return read(EXAMPLES / story / files[kind])


@cache
def _side(story: str, kind: str) -> Side:
    return prepare(article(story, kind))


@cache
def sides(story: str, kind: str, swapped: bool = False) -> tuple[Side, Side, Alignment]:
    """The wire report and a version, made ready and aligned."""
    a, b = _side(story, "wire"), _side(story, kind)
    if swapped:
        a, b = b, a
    return a, b, align_sides(a, b)


def measures(story: str, kind: str, swapped: bool = False) -> dict[str, float]:
    """The measures of a pair."""
    return measure(*sides(story, kind, swapped))


def relation(story: str, kind: str, swapped: bool = False) -> Relation:
    """The relation of a pair."""
    return relate(*sides(story, kind, swapped))


def headline(story: str, kind: str) -> Headline | None:
    """How the headlines of a pair compare."""
    return relate_headlines(article(story), article(story, kind))


def related(a: Article, b: Article) -> Relation:
    """The relation of any two articles."""
    side_a, side_b = prepare(a), prepare(b)
    return relate(side_a, side_b, align_sides(side_a, side_b))
