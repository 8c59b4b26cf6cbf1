"""The changes of a comparison as a W3C Web Annotation collection: one annotation a change, with text selectors."""

from __future__ import annotations

from typing import Any

from retold.model import Article, Change, ChangedWords, Comparison
from retold.report.findings import grouped_changes, reference
from retold.report.names import article_iris, comparison_uuid
from retold.report.record import dump_json

__all__ = ["annotations_json", "annotations_record"]

_AROUND = 32  # characters before and after the words, which help to find them again in a text that has changed


def annotations_record(comparison: Comparison) -> dict[str, Any]:
    """The collection with one page; substantive changes first, numbered as on the HTML page."""
    name = comparison_uuid(comparison).urn
    numbered = [
        one for real in (True, False) for g in grouped_changes(comparison, substantive=real) for one in g.changes
    ]
    items = [_annotation(comparison, name, number, change) for number, change in numbered]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": name,
        "type": "AnnotationCollection",
        "label": "What differs between two articles",
        "total": len(items),
        "first": {"id": f"{name}#page-1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }


def annotations_json(comparison: Comparison) -> str:
    """The collection as text."""
    return dump_json(annotations_record(comparison), indent=2)


def _annotation(comparison: Comparison, name: str, number: int, change: Change) -> dict[str, Any]:
    iris = article_iris(comparison)
    weight = "substantive" if change.substantive else "only looks different"
    return {
        "id": f"{name}#change-{number}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {
                "type": "TextualBody",
                "purpose": "describing",
                "value": change.why,
                "format": "text/plain",
                "language": "en",
            },
            {"type": "TextualBody", "purpose": "tagging", "value": change.kind},
            {"type": "TextualBody", "purpose": "tagging", "value": weight},
        ],
        "target": [
            {"source": iris[side], "selector": _selectors(getattr(comparison, side), words)}
            for side, words in reference(comparison, change)
            if words is not None
        ],
    }


def _selectors(article: Article, words: ChangedWords) -> list[dict[str, Any]]:
    """Two ways to find the words: by their place, and by themselves with what stands around them."""
    start, end, text = int(words.start), int(words.end), article.text
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - _AROUND) : start],
            "suffix": text[end : end + _AROUND],
        },
    ]
