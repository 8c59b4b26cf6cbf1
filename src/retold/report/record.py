"""A comparison as JSON-ready data, schema `retold.comparison/1` (docs/formats.md explains every key)."""

from __future__ import annotations

import json
from typing import Any

from retold._version import __version__
from retold.model import Alignment, Article, Change, ChangedWords, Comparison, Link, Passage, Sentence, Span
from retold.report.checks import broken_spots, checks

__all__ = ["SCHEMA", "comparison_record", "dump_json", "record_json", "record_line"]

SCHEMA = "retold.comparison/1"

# Written only where the article has them: most sources give a few of these, and empty keys help nobody.
_OPTIONAL_FIELDS = ("byline", "publisher", "published", "url")


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """All that a comparison found, as dicts, lists, strings and numbers ready for `json.dumps`.

    Offsets are in characters, half-open, into the `text` of the side they belong to.
    """
    record: dict[str, Any] = {"schema": SCHEMA, "retold": {"version": __version__, "settings": _settings()}}
    if comparison.pair is not None:
        record["pair"] = comparison.pair
    relation, headline = comparison.relation, comparison.headline
    record |= {
        "a": _article(comparison.a),
        "b": _article(comparison.b),
        "relation": {
            "kind": relation.kind,
            "derived": relation.derived,
            "probability": _number(relation.probability),
            "figures": {name: _number(value) for name, value in relation.figures.items()},
        },
        **_alignment(comparison.alignment),
        "headline": headline and {"kind": headline.kind, "score": _number(headline.score)},
        **_findings(comparison),
    }
    return record


def record_json(comparison: Comparison) -> str:
    """The record as indented JSON with a final newline, for people to read and for one file."""
    return dump_json(comparison_record(comparison), indent=2)


def record_line(comparison: Comparison) -> str:
    """The record as one line of JSON with a final newline, for files of many comparisons."""
    return dump_json(comparison_record(comparison), separators=(",", ":"))


def dump_json(record: dict[str, Any] | list[dict[str, Any]], **style: Any) -> str:
    """JSON in readable letters; in escapes only where half a surrogate pair could not be written as UTF-8."""
    text = json.dumps(record, ensure_ascii=False, **style)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(record, **style)
    return text + "\n"


def _settings() -> dict[str, Any]:
    """What could have been set otherwise and was not: retold compares with fixed settings so far."""
    return {}


def _number(value: float) -> float:
    """A plain float with six decimals: enough to reproduce, no noise, and no numpy type inside."""
    return round(float(value), 6)


def _article(article: Article) -> dict[str, Any]:
    optional = {name: getattr(article, name) for name in _OPTIONAL_FIELDS if getattr(article, name)}
    return {
        "id": article.id,
        "title": article.title,
        "lang": article.lang,
        **optional,
        "text": article.text,
        "sentences": [_sentence(sentence) for sentence in article.sentences],
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "furniture": sentence.furniture,
        "role": sentence.role,
    }


def _findings(comparison: Comparison) -> dict[str, Any]:
    """Changes, credit and direction, each only where it was looked for."""
    found: dict[str, Any] = {}
    if comparison.direction is not None:
        direction = comparison.direction
        found["direction"] = {
            "source": direction.source,
            "probability": _number(direction.probability),
            "evidence": list(direction.evidence),
        }
    if comparison.changes is not None:
        found["changes"] = [_change(change) for change in comparison.changes]
        if comparison.relation.derived:
            found |= _looked_at(comparison)
    if comparison.credit is not None:
        credit = comparison.credit
        sides = {"a": credit.a, "b": credit.b}
        found["credit"] = {
            **{k: {"agencies": list(c.agencies), "evidence": list(c.evidence)} for k, c in sides.items()},
            "status": credit.status,
        }
    return found


def _looked_at(comparison: Comparison) -> dict[str, Any]:
    """What was checked in the linked sentences and found kept, and the spots that machine rewording broke."""
    looked = checks(comparison)
    return {
        "checked": {
            "quotations_kept": [{"a": a, "b": b} for a, b in looked.quotations_kept],
            "numbers": {"a": looked.numbers[0], "b": looked.numbers[1]},
            "dates": {"a": looked.dates[0], "b": looked.dates[1]},
        },
        "garbling": [
            {"side": side, **_words(words), "why": why} for side, words, why in broken_spots(comparison)
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "substantive": bool(change.substantive),
        "a": _changed_words(change.a),
        "b": _changed_words(change.b),
        "why": change.why,
    }


def _changed_words(words: ChangedWords | None) -> dict[str, Any] | None:
    return None if words is None else _words(words)


def _words(words: ChangedWords) -> dict[str, Any]:
    return {"sentence": int(words.sentence), "start": int(words.start), "end": int(words.end), "text": words.text}


def _alignment(alignment: Alignment) -> dict[str, Any]:
    return {
        "alignment": [_link(link) for link in alignment.links],
        "passages": [_passage(passage) for passage in alignment.passages],
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "a": [int(i) for i in link.a],
        "b": [int(i) for i in link.b],
        "kind": link.kind,
        "moved": bool(link.moved),
        "score": _number(link.score),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {"a": _span(passage.a), "b": _span(passage.b), "score": _number(passage.score)}


def _span(span: Span) -> dict[str, int]:
    return {"start": int(span.start), "end": int(span.end)}
