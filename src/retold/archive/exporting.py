"""Everything in an archive as records that can be read again, and the reading of them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from retold.archive.naming import bare_slug
from retold.errors import ArchiveError

__all__ = ["SCHEMA", "export_records", "restored_fields"]

SCHEMA = "retold.archived/1"

_NAMES = (
    "id", "version", "state", "title", "byline", "publisher", "published", "lang", "url", "slug", "words", "added",
    "text",
)  # fmt: skip
_COPY = ("url", "publisher", "published", "seen")
_REJECTED = ("other", "at")
_AT_ONCE = 200
# The hash of the text of the version before: it tells which article a version belongs to, whatever that is called.
_FOLLOWS = (
    "(SELECT lower(hex(b.digest)) FROM articles AS b WHERE b.id = a.id AND b.version < a.version "
    "ORDER BY b.version DESC LIMIT 1)"
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{32}")


def export_records(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """All versions in the order in which they were added; empty fields are left out."""
    after = 0
    while True:
        # In steps, so that a long export holds no reader's lock while it is written somewhere slow.
        rows = connection.execute(
            f"SELECT number, {_FOLLOWS}, {', '.join(_NAMES)} FROM articles AS a WHERE number > ? "
            "ORDER BY number LIMIT ?",
            (after, _AT_ONCE),
        ).fetchall()
        if not rows:
            return
        if rows[-1][0] <= after:  # else the same rows would come for ever
            raise ArchiveError("The archive is damaged: its articles do not stand in their order.")
        for number, follows, *values in rows:
            after = number
            record = dict(zip(_NAMES, values, strict=True))
            text = record.pop("text")
            record["slug"] = bare_slug(record["slug"], record["url"], record["publisher"])
            record["follows"] = follows
            asked = f"SELECT {', '.join(_COPY)} FROM copies WHERE article = ? ORDER BY address, publisher"
            record["copies"] = [dict(zip(_COPY, row, strict=True)) for row in connection.execute(asked, (number,))]
            if follows is None:
                asked = f"SELECT {', '.join(_REJECTED)} FROM rejected WHERE id = ? ORDER BY other"
                pairs = connection.execute(asked, (record["id"],))
                record["rejected"] = [dict(zip(_REJECTED, row, strict=True)) for row in pairs]
            record["text"] = text
            yield {"schema": SCHEMA} | {name: value for name, value in record.items() if value not in ("", None, [])}


def restored_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """What an exported record says besides the article, as fields of `Record`; what is not as expected is left out."""
    if record.get("schema") != SCHEMA:
        return {}
    version, added, follows = record.get("version"), record.get("added"), record.get("follows")
    return {
        "version": version if type(version) is int and 0 < version < 2**31 else 1,
        "state": "withdrawn" if record.get("state") == "withdrawn" else "",
        "added": added if isinstance(added, str) and _TIME.fullmatch(added) else "",
        "follows": follows if isinstance(follows, str) and _HASH.fullmatch(follows) else "",
        "copies": _rows(record.get("copies"), _COPY),
        "rejected": _rows(record.get("rejected"), _REJECTED),
    }


def _rows(value: Any, names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    rows = (row for row in value if isinstance(row, Mapping)) if isinstance(value, list) else ()
    read = (tuple(row.get(name, "") for name in names) for row in rows)
    return tuple(row for row in read if all(isinstance(cell, str) for cell in row))
