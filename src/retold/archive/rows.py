"""Rows of the table of articles as entries and articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from retold.archive.entries import Entry
from retold.errors import ArchiveError
from retold.model import Article

__all__ = ["ENTRY", "article_of", "entry_of", "find_version", "select_in", "split_name"]

# What `entry_of` reads, of the table of articles as `a`.
ENTRY = (
    "a.number, a.id, a.version, (SELECT max(b.version) FROM articles AS b WHERE b.id = a.id), a.state, a.title, "
    "a.byline, a.publisher, a.published, a.lang, a.url, a.slug, a.words, a.added"
)

_ASKED = 500  # values in one question; SQLite takes 999 in its oldest builds
_MOST_DIGITS = 18  # what is longer is no version, and more than SQLite's integers hold


def select_in(connection: sqlite3.Connection, question: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """The rows that a question gives, which asks for values `IN ({})`; in lots, as many as SQLite takes at a time."""
    for start in range(0, len(values), _ASKED):
        asked = values[start : start + _ASKED]
        yield from connection.execute(question.format(", ".join("?" * len(asked))), asked)


def entry_of(row: Sequence[Any]) -> Entry:
    """An entry from the columns of ENTRY."""
    return Entry(*row[:14])


def article_of(entry: Entry, text: str) -> Article:
    """The article of an entry, not yet split into sentences."""
    return Article(
        id=entry.name,
        title=entry.title,
        byline=entry.byline,
        publisher=entry.publisher,
        published=entry.published,
        lang=entry.lang,
        url=entry.url,
        text=text,
    )


def split_name(name: str) -> tuple[str, int | None]:
    """The id and the version that a name stands for; None where it names no version.

    >>> split_name("orlen-bridge@2")
    ('orlen-bridge', 2)
    """
    id, at, version = name.rpartition("@")
    numbered = version.isascii() and version.isdigit() and len(version) <= _MOST_DIGITS
    return (id, int(version)) if at and id and numbered else (name, None)


def find_version(connection: sqlite3.Connection, name: str, path: object) -> Entry:
    """The version that a name stands for, without one the latest; else an `ArchiveError`."""
    from retold.read.collection_open import clean

    name = clean(name)
    asked = f"SELECT {ENTRY} FROM articles AS a WHERE a.id = ? {{}} ORDER BY a.version DESC LIMIT 1"
    row = connection.execute(asked.format(""), (name,)).fetchone()
    id, version = split_name(name)
    if row is None and version is not None:
        row = connection.execute(asked.format("AND a.version = ?"), (id, version)).fetchone()
    if row is None:
        raise ArchiveError(f"There is no article {name} in {path}.")
    return entry_of(row)
