"""Everything in an archive as records that can be read again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

__all__ = ["export_records"]

_NAMES = (
    "id", "version", "state", "title", "byline", "publisher", "published", "lang", "url", "slug", "words", "added",
    "text",
)  # fmt: skip
_AT_ONCE = 200


def export_records(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """All versions in the order in which they were added; empty fields are left out."""
    after = 0
    while True:
        # In steps, so that a long export holds no reader's lock while it is written somewhere slow.
        rows = connection.execute(
            f"SELECT number, {', '.join(_NAMES)} FROM articles WHERE number > ? ORDER BY number LIMIT ?",
            (after, _AT_ONCE),
        ).fetchall()
        if not rows:
            return
        after = rows[-1][0]
        for row in rows:
            yield {name: value for name, value in zip(_NAMES, row[1:], strict=True) if value not in ("", None)}
