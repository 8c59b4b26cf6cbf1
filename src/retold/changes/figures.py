"""Numbers and dates of a link: what the two libraries find (`quantities`, `dates`), as changes."""

from __future__ import annotations

from datetime import date

from retold.changes.date_match import match_dates
from retold.changes.dates import DateMention, find_dates
from retold.changes.numerals import candidates, language
from retold.changes.quantities import Quantity, find_quantities
from retold.changes.quantity_match import pair_quantities
from retold.changes.quantity_verdict import Verdict
from retold.model import Article, Change, ChangedWords, ChangeKind, Link

__all__ = ["compare_figures"]


def compare_figures(a: Article, b: Article, link: Link, anchor_a: date | None, anchor_b: date | None) -> list[Change]:
    """The numbers and dates of a link that differ, and those that only look different (not substantive).

    `anchor_a` and `anchor_b` are the days from which each article is written. A time of day counts as a date.
    """
    changes: list[Change] = []
    if not _may_have(a, link.a) or not _may_have(b, link.b):
        return changes
    if (of_a := _quantities(a, link.a)) and (of_b := _quantities(b, link.b)):
        for x, y, verdict in pair_quantities(of_a, of_b):
            kind: ChangeKind = "date" if "clock" in (x.dimension, y.dimension) else "number"
            changes += _change(kind, a, link.a, x, b, link.b, y, verdict)
    if (dates_a := _dates(a, link.a, anchor_a)) and (dates_b := _dates(b, link.b, anchor_b)):
        for p, q, verdict in match_dates(dates_a, dates_b):
            if p is not None and q is not None:
                changes += _change("date", a, link.a, p, b, link.b, q, verdict)
    return changes


def _may_have(article: Article, numbers: tuple[int, ...]) -> bool:
    """Whether any word of some sentences may begin a number or a date."""
    lang = language(article.lang or "en")
    spans = ((article.sentences[number].start, article.sentences[number].end) for number in numbers)
    return any(candidates(article.text, start, end, lang) for start, end in spans)


def _quantities(article: Article, numbers: tuple[int, ...]) -> list[Quantity]:
    lang = article.lang or "en"
    found: list[Quantity] = []
    for number in numbers:
        sentence = article.sentences[number]
        found += find_quantities(article.text, sentence.start, sentence.end, lang)
    return found


def _dates(article: Article, numbers: tuple[int, ...], anchor: date | None) -> list[DateMention]:
    lang = article.lang or "en"
    found: list[DateMention] = []
    for number in numbers:
        sentence = article.sentences[number]
        found += find_dates(article.text, sentence.start, sentence.end, anchor, lang)
    return found


def _change(
    kind: ChangeKind,
    a: Article,
    of_a: tuple[int, ...],
    x: Quantity | DateMention,
    b: Article,
    of_b: tuple[int, ...],
    y: Quantity | DateMention,
    verdict: Verdict,
) -> list[Change]:
    """The change between two figures, none where they are written alike."""
    if not verdict.substantive and x.text.casefold() == y.text.casefold():
        return []
    hedged = isinstance(x, Quantity) and isinstance(y, Quantity) and x.approximation != y.approximation
    return [Change(kind, verdict.substantive, _words(a, of_a, x, hedged), _words(b, of_b, y, hedged), verdict.why)]


def _words(article: Article, numbers: tuple[int, ...], found: Quantity | DateMention, hedged: bool) -> ChangedWords:
    """The words of a figure, with "more than" and the like before it where that differs."""
    inside = (n for n in numbers if article.sentences[n].start <= found.start < article.sentences[n].end)
    number = next(inside, numbers[0])
    start = found.start
    if hedged and isinstance(found, Quantity) and article.sentences[number].start <= found.lead < start:
        start = found.lead
    return ChangedWords(number, start, found.end, article.text[start : found.end])
