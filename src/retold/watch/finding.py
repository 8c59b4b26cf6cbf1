"""A finding: a page that retells archived articles, as a record for programs and as lines for people."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from retold.archive.naming import address
from retold.model import FIELDS, Article
from retold.report.findings import sure_percent

__all__ = ["SCHEMA", "Checker", "MatchLike", "finding_id", "finding_record", "finding_text", "headline"]

SCHEMA = "retold.finding/1"
_KINDS = {
    "copy": "a copy of",
    "edited": "edited, shares its text with",
    "reworded": "reworded, tells the same report as",
    "translated": "in another language, tells the same report as",
    "excerpt": "shares a part with",
}


class MatchLike(Protocol):
    """What is needed of `retold.archive.Match`."""

    @property
    def article(self) -> Article:
        """The archived article."""

    @property
    def probability(self) -> float:
        """The probability of a shared origin."""

    @property
    def kind(self) -> str:
        """How one is made from the other."""

    @property
    def shares(self) -> tuple[float, float]:
        """How much of the checked and of the archived article is linked."""

    @property
    def licensed(self) -> bool:
        """Whether the outlet of the checked article may run it."""


class Checker(Protocol):
    """What is needed of `retold.Archive`."""

    def check(self, article: Article, *, licensed: Any = ...) -> Sequence[Any]:
        """The archived articles that tell the same report, the likeliest first."""

    def add(self, articles: Sequence[Article], /) -> Any:
        """Add articles; those that are there already change nothing."""


def finding_id(article: Article) -> str:
    """What names the finding about a page: its canonical address and its text.

    So a page that is listed under several addresses is one finding, and pages that all declare the address of the
    front page as theirs, as some do, are one each.
    """
    named = "\n".join((SCHEMA, address(article.url), article.text))
    return hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:16]


def finding_record(feed: str, article: Article, matches: Sequence[MatchLike], found: float) -> dict[str, Any]:
    """The finding about a page, which `feed` listed, as JSON-ready data; `found` is in seconds since 1970."""
    return {
        "schema": SCHEMA,
        "id": finding_id(article),
        "found": datetime.fromtimestamp(found, UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "feed": feed,
        "page": _fields(article),
        "matches": [
            {
                "article": _fields(match.article),
                "kind": match.kind,
                "probability": round(float(match.probability), 4),
                "page_share": round(float(match.shares[0]), 4),
                "article_share": round(float(match.shares[1]), 4),
                "licensed": bool(match.licensed),
            }
            for match in matches
        ],
    }


def _fields(article: Article) -> dict[str, str]:
    return {name: article.headline if name == "title" else str(getattr(article, name)) for name in FIELDS[:-1]}


def headline(fields: Mapping[str, str]) -> str:
    """An article on one line: where it stands and what it is called."""
    place = fields["publisher"] or address(fields["url"]).partition("/")[0]
    return ": ".join(part for part in (place, fields["title"] or fields["id"]) if part)


def finding_text(record: Mapping[str, Any]) -> str:
    """The finding in a few lines for a terminal; nothing of them can steer it."""
    lines = [headline(record["page"]), f"  {record['page']['url']}"]
    for match in record["matches"]:
        article = match["article"]
        lines.append(
            f"  {sure_percent(match['probability'])}  {_KINDS.get(match['kind'], match['kind'])} {headline(article)}"
            f" ({match['page_share']:.0%} of the page, {match['article_share']:.0%} of the article"
            f"{', licensed' if match['licensed'] else ''})"
        )
        if article["url"]:
            lines.append(f"       {article['url']}")
    return "\n".join(_plain(line) for line in lines)


def _plain(text: str) -> str:
    """Text on one line, without characters that could steer a terminal."""
    return "".join(c if c.isprintable() or c == "\u00a0" else " " if c.isspace() else "\ufffd" for c in text)
