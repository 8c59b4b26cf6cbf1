"""Pairs of short texts taken as one link, for the tests of changes."""

from __future__ import annotations

from retold.align import prepare
from retold.changes import find_changes
from retold.model import Alignment, Article, Change, Link
from retold.read import read_text

__all__ = ["changes_of", "substantive"]


def changes_of(
    a: str, b: str, *, lang_a: str = "en", lang_b: str = "en", published: str = "2031-05-14"
) -> tuple[Change, ...]:
    """The changes between two texts whose sentences all stand in one link."""
    articles = [
        Article(lang=lang, text=text, published=published, sentences=read_text(text, lang=lang).sentences)
        for text, lang in ((a, lang_a), (b, lang_b))
    ]
    first, second = (tuple(range(len(article.sentences))) for article in articles)
    link = Link(first, second, "edited" if lang_a == lang_b else "translated", False, 0.8)
    return find_changes(prepare(articles[0]), prepare(articles[1]), Alignment((link,)))


def substantive(a: str, b: str) -> list[tuple[str, str, str]]:
    """Kind and words on both sides of the substantive changes."""
    return [
        (change.kind, change.a.text if change.a else "", change.b.text if change.b else "")
        for change in changes_of(a, b)
        if change.substantive
    ]
