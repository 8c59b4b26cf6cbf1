"""Names for things in the exports: the same input always gets the same ones."""

from __future__ import annotations

import re
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from retold.model import Article, Comparison
from retold.report.findings import Side

__all__ = ["article_iris", "comparison_uuid"]

_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)


def article_iris(comparison: Comparison) -> dict[Side, str]:
    """An IRI for either article: its address on the web where it has one of its own, else a UUID."""
    addresses = [_address(article) for article in (comparison.a, comparison.b)]
    if addresses[0] == addresses[1]:
        addresses = ["", ""]
    own = [_uuid(side, article).urn for side, article in (("a", comparison.a), ("b", comparison.b))]
    return {"a": addresses[0] or own[0], "b": addresses[1] or own[1]}


def comparison_uuid(comparison: Comparison) -> UUID:
    """The name of the comparison of these two articles, in this order."""
    return uuid5(_uuid("a", comparison.a), _uuid("b", comparison.b).hex)


def _uuid(side: str, article: Article) -> UUID:
    words = "\n".join((side, article.id, article.url, article.text))
    return uuid5(NAMESPACE_URL, words.encode("utf-8", "backslashreplace").decode())


def _address(article: Article) -> str:
    """The article's address with everything escaped that an IRI may not hold."""
    if not _WEB.match(article.url):
        return ""
    return quote(article.url.encode("utf-8", "replace"), safe=":/?#[]@!$&'()*+,;=%~-._")
