"""A family as JSON-ready data, schema `retold.family/1`."""

from __future__ import annotations

from typing import Any

from retold.model import Family
from retold.report.record import dump_json

__all__ = ["family_line", "family_record"]


def family_record(family: Family) -> dict[str, Any]:
    """The family as JSON-ready data; docs/formats.md explains each field."""
    return {
        "schema": "retold.family/1",
        "family": family.id,
        "articles": list(family.articles),
        "origin": family.origin,
        "links": [
            {
                "source": link.source,
                "derived": link.derived,
                "kind": link.kind,
                "probability": round(float(link.probability), 6),
                "directed": bool(link.directed),
                "source_share": round(float(link.source_share), 6),
                "derived_share": round(float(link.derived_share), 6),
            }
            for link in family.links
        ],
        "members": [
            {
                "id": member.id,
                "title": member.title,
                "byline": member.byline,
                "publisher": member.publisher,
                "published": member.published,
                "lang": member.lang,
                "url": member.url,
                "words": int(member.words),
            }
            for member in family.members
        ],
    }


def family_line(family: Family) -> str:
    """The record as one line of JSON with a final newline, for files of many families."""
    return dump_json(family_record(family), separators=(",", ":"))
