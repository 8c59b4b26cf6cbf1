"""A comparison as schema.org JSON-LD: two news articles, what one is based on, and whom each credits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from retold.model import Article, Comparison, Credit
from retold.report.findings import Side, knows_source, retelling_order
from retold.report.names import article_iris
from retold.report.record import dump_json

__all__ = ["jsonld_record", "jsonld_text"]

_SIDES: tuple[Side, Side] = ("a", "b")


def jsonld_record(comparison: Comparison) -> dict[str, Any]:
    """Both articles as schema.org NewsArticles; `isBasedOn` only where it is known which one is the source."""
    iris = article_iris(comparison)
    graph = {side: _article(getattr(comparison, side), iris[side], _credit(comparison, side)) for side in _SIDES}
    if knows_source(comparison):
        source, retelling = retelling_order(comparison)
        graph[retelling]["isBasedOn"] = {"@id": iris[source]}
        if comparison.relation.kind == "translated":
            graph[retelling]["translationOfWork"] = {"@id": iris[source]}
    return {"@context": "https://schema.org", "@graph": list(graph.values())}


def jsonld_text(comparison: Comparison) -> str:
    """The JSON-LD document as text."""
    return dump_json(jsonld_record(comparison), indent=2)


def _credit(comparison: Comparison, side: Side) -> Credit:
    credit: Credit = getattr(comparison.credit, side) if comparison.credit else Credit()
    return credit


def _article(article: Article, iri: str, credit: Credit) -> dict[str, Any]:
    writer = "Organization" if article.byline in credit.agencies else "Person"
    facts: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": iri,
        "identifier": article.id,
        "url": iri if iri.startswith("http") else "",
        "headline": article.headline,
        "inLanguage": article.lang,
        "datePublished": article.published if _is_time(article.published) else "",
        "author": {"@type": writer, "name": article.byline} if article.byline else "",
        "publisher": _organization(article.publisher) if article.publisher else "",
        "creditText": " · ".join(" ".join(words.split()) for words in credit.evidence),
        "sourceOrganization": [_organization(agency) for agency in credit.agencies],
    }
    return {name: value for name, value in facts.items() if value}


def _organization(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def _is_time(text: str) -> bool:
    """Whether a date is one that schema.org takes: ISO 8601."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
