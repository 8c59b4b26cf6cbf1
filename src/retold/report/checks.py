"""What was looked at in the linked sentences and found unchanged: quotations, numbers, dates; and broken spots."""

from __future__ import annotations

from dataclasses import dataclass

from retold.model import Article, ChangedWords, ChangeKind, Comparison
from retold.report.findings import Side

__all__ = ["Checks", "broken_spots", "checks", "checks_words", "unchanged_words"]


@dataclass(frozen=True, slots=True)
class Checks:
    """What stands in linked sentences: quotations kept word for word (sentences of a, of b), counts of the rest."""

    places: int
    quotations_kept: tuple[tuple[int, int], ...]
    numbers: tuple[int, int]
    dates: tuple[int, int]


def checks(comparison: Comparison) -> Checks:
    """Count what the comparison of linked sentences looked at."""
    from retold.changes.dates import find_dates
    from retold.changes.quantities import find_quantities
    from retold.changes.quotation_changes import compare_quotations

    matched = comparison.alignment.matched
    numbers, dates = [], []
    for side in ("a", "b"):
        article = getattr(comparison, side)
        spans = [article.sentences[i] for link in matched for i in getattr(link, side)]
        lang = article.lang or "en"
        when = [date for s in spans for date in find_dates(article.text, s.start, s.end, lang=lang)]
        figures = [q for s in spans for q in find_quantities(article.text, s.start, s.end, lang)]
        dates.append(len(when))
        numbers.append(sum(not any(date.start <= q.start < date.end for date in when) for q in figures))
    pairs = compare_quotations(comparison.a, comparison.b, matched).kept if matched else ()
    kept = tuple((_sentence(comparison.a, x.start), _sentence(comparison.b, y.start)) for x, y in pairs)
    return Checks(len(matched), kept, (numbers[0], numbers[1]), (dates[0], dates[1]))


def unchanged_words(comparison: Comparison, found: Checks) -> str:
    """Which figures were checked and did not change: "no number or date changed"; empty if there is none."""
    changed: set[ChangeKind] = {change.kind for change in comparison.changes or () if change.substantive}
    there = {"number": all(found.numbers), "date": all(found.dates)}
    same = [kind for kind, some in there.items() if some and kind not in changed]
    return f"no {' or '.join(same)} changed" if same else ""


def checks_words(comparison: Comparison, found: Checks) -> str:
    """What was looked at, as a sentence."""
    kept = len(found.quotations_kept)
    where = ", ".join(f"A{a + 1} = B{b + 1}" for a, b in dict.fromkeys(found.quotations_kept))
    parts = [
        f"{found.places} aligned {'place' if found.places == 1 else 'places'}",
        f"{found.numbers[0]} and {found.numbers[1]} numbers (A and B)",
        f"{found.dates[0]} and {found.dates[1]} dates",
    ]
    words = f"Looked at: {', '.join(parts)}"
    if comparison.a.lang == comparison.b.lang:
        quotations = f"{kept or 'no'} {'quotation' if kept == 1 else 'quotations'} kept word for word"
        return f"{words}; {quotations}{f' ({where})' if where else ''}."
    return f"{words}. Between two languages, quotations are not compared."


def broken_spots(comparison: Comparison) -> list[tuple[Side, ChangedWords, str]]:
    """Spots where machine rewording seems to have broken a sentence, with the reason; in English texts only."""
    from retold.changes import find_garbling

    if not comparison.relation.derived or comparison.changes is None:
        return []
    sides: tuple[tuple[Side, Article], ...] = (("a", comparison.a), ("b", comparison.b))
    return [
        (side, spot.words, spot.why)
        for side, article in sides
        if article.lang in ("en", "")
        for spot in find_garbling(article)
    ]


def _sentence(article: Article, at: int) -> int:
    """The sentence in which a character stands."""
    return next((i for i, s in enumerate(article.sentences) if s.start <= at < s.end), 0)
