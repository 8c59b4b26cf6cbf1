"""What can be said of one article alone: who is credited, and every direct quotation with its speaker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from retold.changes.quotations import Quotation, find_quotations
from retold.credit import find_credit
from retold.model import Article, Span
from retold.report.terminal_findings import clean

__all__ = ["credit_record", "print_credit", "print_quotations", "quotations_record"]

_INDENT = 4


def credit_record(article: Article) -> dict[str, Any]:
    """Who is credited as the source of the text, schema `retold.credit/1`."""
    credit = find_credit(article)
    return {
        "schema": "retold.credit/1",
        **_about(article),
        "agencies": list(credit.agencies),
        "evidence": list(credit.evidence),
    }


def quotations_record(article: Article) -> dict[str, Any]:
    """Every direct quotation in reading order, schema `retold.quotes/1`; offsets are into the `text` of the article."""
    return {
        "schema": "retold.quotes/1",
        **_about(article),
        "quotations": [_quotation(article, found) for found in _direct(article)],
    }


def print_credit(article: Article, console: Console) -> None:
    """The agencies and the words that show them."""
    _title(article, console)
    credit = find_credit(article)
    if not credit.agencies:
        console.print("  credits no agency or outlet")
        return
    console.print(Text(f"  credits {clean(', '.join(credit.agencies))}, shown by:"))
    for evidence in credit.evidence:
        console.print(Padding(Text(f"“{clean(evidence)}”"), (0, 0, 0, _INDENT), expand=False))


def print_quotations(article: Article, console: Console) -> None:
    """The quotations, each with its sentence's number and its speaker."""
    _title(article, console)
    found = _direct(article)
    if not found:
        console.print("  no direct quotation")
    for quotation in found:
        sentence = _sentence(article, quotation)
        place = f"{sentence + 1}" if sentence is not None else ""
        words = Text.assemble((f"{place:>4}  ", "dim"), clean(article.text[quotation.start : quotation.end]))
        console.print(words)
        console.print(Padding(Text(_speaker_words(article, quotation), style="bold"), (0, 0, 0, 6), expand=False))


def _direct(article: Article) -> Sequence[Quotation]:
    return [quotation for quotation in find_quotations(article) if quotation.direct]


def _speaker_words(article: Article, quotation: Quotation) -> str:
    phrase = article.text[quotation.speaker.start : quotation.speaker.end] if quotation.speaker else ""
    name = quotation.speaker_text or phrase
    if not name:
        return "– speaker not named"
    cue = article.text[quotation.cue.start : quotation.cue.end] if quotation.cue else ""
    asis = f"“{clean(phrase)}”" if phrase and phrase != name else ""
    more = ", ".join(filter(None, (asis, clean(cue))))
    return f"– {clean(name)}{f' ({more})' if more else ''}"


def _title(article: Article, console: Console) -> None:
    console.print(Text.assemble((clean(article.id or "article"), "bold"), f"  {clean(article.headline)}".rstrip()))


def _about(article: Article) -> dict[str, Any]:
    return {"id": article.id, "title": article.headline, "lang": article.lang}


def _quotation(article: Article, found: Quotation) -> dict[str, Any]:
    sentence = _sentence(article, found)
    return {
        "text": found.text,
        "start": found.start,
        "end": found.end,
        "sentence": sentence,
        "speaker": found.speaker_text or None,
        "speaker_words": _span(article, found.speaker),
        "cue": _span(article, found.cue),
        "closed": found.closed,
        "continued": found.continued,
        "nested": found.depth > 0,
    }


def _span(article: Article, where: Span | None) -> dict[str, Any] | None:
    if where is None:
        return None
    return {"start": where.start, "end": where.end, "text": article.text[where.start : where.end]}


def _sentence(article: Article, found: Quotation) -> int | None:
    """The sentence in which a quotation starts."""
    inside = (i for i, s in enumerate(article.sentences) if s.start <= found.start < s.end)
    return next(inside, None)
