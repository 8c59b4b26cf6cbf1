"""Pairs that somebody has looked at and that are no retellings."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from retold.archive.adding import digest_of, now
from retold.archive.naming import address
from retold.archive.rows import article_of, find_version
from retold.archive.schema import writing
from retold.errors import ArchiveError
from retold.model import Article

__all__ = ["reject_pair", "rejected_by"]


def reject_pair(
    connection: sqlite3.Connection, path: Path, name: str, other: Article | Mapping[str, Any] | str | Path
) -> None:
    """Record that `other` is no retelling of the archived article `name`."""
    from retold.read import read, read_record

    with writing(connection, path):
        entry = find_version(connection, name, path)
        given = _archived(connection, path, other) if isinstance(other, str) else None
        if given is None:
            given = read_record(other) if isinstance(other, Mapping) else read(other)
        pairs = [(entry.id, sign, now()) for sign in _signs(given)]
        connection.executemany("INSERT OR IGNORE INTO rejected VALUES (?, ?, ?)", pairs)
        other_name = given.id or given.url or pairs[0][1]
        connection.execute("INSERT INTO audit VALUES (?, 'reject', ?, ?)", (now(), entry.name, other_name))


def rejected_by(connection: sqlite3.Connection, article: Article) -> Callable[[str], bool]:
    """Tells of the id of an archived article whether it was rejected for `article`."""
    signs = _signs(article)
    places = ", ".join("?" * len(signs))
    rows = connection.execute(f"SELECT id FROM rejected WHERE other IN ({places})", signs)
    return frozenset(row[0] for row in rows).__contains__


def _signs(article: Article) -> list[str]:
    """What an article is known by: a hash of its text, and its address, where it has one."""
    place = address(article.url)
    return [digest_of(article.text).hex(), *([place] if place else [])]


def _archived(connection: sqlite3.Connection, path: Path, name: str) -> Article | None:
    try:
        entry = find_version(connection, name, path)
    except ArchiveError:
        return None
    text = connection.execute("SELECT text FROM articles WHERE number = ?", (entry.number,)).fetchone()[0]
    return article_of(entry, text or "")
