"""Words for the pages: kinds, probabilities, dates, counts, addresses; and what a comparison's record says in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, get_args
from urllib.parse import quote

from retold.model import Alignment, Article, Change, Comparison, Credit, Credits, Direction, Relation, RelationKind
from retold.report.families_dates import published_day
from retold.report.families_page_charts import counted, day_words
from retold.report.findings import change_counts, credit_words, knows_source, likely, named, sure_percent
from retold.report.markup import lang_attribute
from retold.report.verdict import KIND_NAMES, language_name, percent

__all__ = ["FILTERS", "KINDS", "MEANINGS", "article_path", "cleaned", "exact_name", "found_words", "moment", "sure"]

KINDS: tuple[RelationKind, ...] = get_args(RelationKind)
MEANINGS: dict[str, str] = {
    "copy": "the two texts are the same but for trifles",
    "edited": "one text, changed in places",
    "reworded": "the same report in different words",
    "translated": "the same report in two languages",
    "excerpt": "part of one text stands in the other",
    "same-event": "the same event, with no sign that either text is made from the other",
    "unrelated": "no sign that the two have anything to do with each other",
}
_NEVER_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def cleaned(value: Any) -> Any:
    """Text without the characters that HTML cannot carry, which become U+FFFD; anything else as it is."""
    return _NEVER_IN_HTML.sub("\ufffd", value) if type(value) is str else value


def exact_name(entry: Mapping[str, Any]) -> str:
    """The name of just this version of an article: where there are several, the plain id stands for the latest.

    >>> exact_name({"id": "wire", "version": 1, "versions": 2})
    'wire@1'
    """
    return str(entry["id"]) if entry["versions"] == 1 else f"{entry['id']}@{entry['version']}"


def article_path(article: str | Mapping[str, Any]) -> str:
    """The address of an article's page, whatever letters its name has.

    >>> article_path("sorrel/light house")
    '/articles/sorrel%2Flight%20house'
    """
    if isinstance(article, str):
        name = article
    else:
        name = article["id"] if article.get("version") == article.get("versions") else exact_name(article)
    # An address that ends in .json is that of data, unless it says otherwise.
    return f"/articles/{_quoted(name)}{'?as=page' if name.endswith('.json') else ''}"


def _publisher_path(name: str) -> str:
    return f"/publishers/{_quoted(name)}{'?as=page' if name.endswith('.json') else ''}"


def _quoted(name: str) -> str:
    quoted = quote(name.encode("utf-8", "replace"), safe="")
    return quoted.replace(".", "%2E") if set(name) == {"."} else quoted


def moment(published: str) -> dict[str, str] | None:
    """A date or time for machines and in words; None where what the source gives cannot be read as one.

    >>> moment("2031-05-12T16:20:00Z")
    {'machine': '2031-05-12T16:20:00+00:00', 'words': '12 May 2031, 16:20 UTC'}
    """
    day = published_day(published)
    if day is None:
        return None
    try:
        time = datetime.fromisoformat(published.strip())
    except ValueError:
        time = None
    if time is None or not re.search(r"\dT?[ T]\d", published):
        return {"machine": day.isoformat(), "words": day_words(day)}
    zone = "" if time.tzinfo is None else " UTC" if not time.utcoffset() else f" {time:%z}"
    return {"machine": time.isoformat(), "words": f"{day_words(day)}, {time:%H:%M}{zone}"}


def sure(probability: float) -> str:
    """A probability as a percentage; an estimate is never certain, however it was rounded.

    >>> sure(1.0)
    'over 99%'
    """
    return percent(min(max(float(probability), 1e-6), 1 - 1e-6))


def found_words(record: Mapping[str, Any] | None, first: str, second: str) -> dict[str, Any] | None:
    """What became of the credit, which text came first and what was changed, in words and counts.

    `record` is that of a comparison; `first` and `second` are words for its articles `a` and `b`.
    """
    if record is None:
        return None
    comparison = _light(record)
    kinds: dict[str, int] = {}
    for change in comparison.changes or ():
        if change.substantive:
            kinds[change.kind] = kinds.get(change.kind, 0) + 1
    return {
        "kind": comparison.relation.kind,
        "derived": comparison.relation.derived,
        "probability": comparison.relation.probability,
        "credit": comparison.credit.status if comparison.credit else "",
        "credit_words": _credit(comparison, first, second),
        "direction": comparison.direction.source if comparison.direction else None,
        "direction_words": _direction(comparison, first, second),
        "changes": kinds,
        "change_words": change_counts(comparison),
    }


def _light(record: Mapping[str, Any]) -> Comparison:
    """The comparison without its texts: enough for the words about it."""
    given, ways, told = record["relation"], record.get("direction"), record.get("credit")
    credits = direction = changes = None
    if told:
        a, b = (Credit(tuple(told[side]["agencies"]), tuple(told[side]["evidence"])) for side in ("a", "b"))
        credits = Credits(a, b, told["status"])
    if ways:
        direction = Direction(ways["source"], ways["probability"], tuple(ways["evidence"]))
    if record.get("changes") is not None:
        listed = record["changes"]
        changes = tuple(Change(change["kind"], change["substantive"], None, None, change["why"]) for change in listed)
    relation = Relation(given["kind"], given["derived"], given["probability"])
    return Comparison(
        Article(), Article(), relation, Alignment(), changes=changes, credit=credits, direction=direction
    )


def _credit(comparison: Comparison, first: str, second: str) -> str:
    credits = comparison.credit
    if credits is None:
        return ""
    if knows_source(comparison) or not (credits.a.agencies or credits.b.agencies):
        return credit_words(comparison)
    if not credits.b.agencies:
        return f"only {first} credits {named(credits.a.agencies)}"
    if not credits.a.agencies:
        return f"only {second} credits {named(credits.b.agencies)}"
    if set(credits.a.agencies) == set(credits.b.agencies):
        return f"both credit {named(credits.a.agencies)}"
    return f"{first} credits {named(credits.a.agencies)}, {second} {named(credits.b.agencies)}"


def _direction(comparison: Comparison, first: str, second: str) -> str:
    direction = comparison.direction
    if direction is None or not comparison.relation.derived:
        return "Neither text is made from the other, as far as can be seen."
    if direction.source is None:
        return "Which of the two is made from the other cannot be told from the clues."
    source, retelling = (first, second) if direction.source == "a" else (second, first)
    return (
        f"{_first_big(retelling)} is {likely(direction.probability)} made from {source}, directly or through a third"
        f" text (probability {sure_percent(direction.probability)})."
    )


def _first_big(text: str) -> str:
    return text[:1].upper() + text[1:]


def _counted(number: int, one: str, many: str) -> str:
    return counted(number, one, many) if number else f"0 {many}"


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", text) if part.strip()]


def _on_web(url: str) -> bool:
    return bool(re.match(r"https?://[^/\s]", url, re.IGNORECASE))


def _lang(code: str) -> Any:
    from markupsafe import Markup

    return Markup(lang_attribute(code))


FILTERS: dict[str, Callable[..., Any]] = {
    "article_path": article_path,
    "counted": _counted,
    "first_big": _first_big,
    "kind_name": lambda kind: KIND_NAMES.get(kind, kind),
    "lang": _lang,
    "language": language_name,
    "moment": moment,
    "number": lambda number: f"{number:,}",
    "on_web": _on_web,
    "paragraphs": _paragraphs,
    "publisher_path": _publisher_path,
    "share": percent,
    "sure": sure,
}
