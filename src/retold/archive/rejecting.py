"""Pairs that somebody has looked at and that are no retellings."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from retold.archive.adding import digest_of
from retold.archive.entries import Entry, now
from retold.archive.naming import address
from retold.archive.rows import find_version, split_name
from retold.archive.schema import snapshot, writing
from retold.errors import ArchiveError, SettingsError
from retold.model import Article
from retold.read.collection_open import clean

__all__ = ["reject_pair", "rejected_by"]


def reject_pair(
    connection: sqlite3.Connection,
    path: Path,
    name: str,
    other: Article | Mapping[str, Any] | str | Path,
    *,
    undo: bool,
) -> None:
    """Record that `other` is no retelling of the archived article `name`, or take that back."""
    from retold.read import read

    with snapshot(connection, path):
        find_version(connection, name, path)
        archived = _archived(connection, path, other) if isinstance(other, str) else None
    given = None
    if archived is None:  # read before the writing begins: a page may take its time
        given = read(other)
    with writing(connection, path):
        named = find_version(connection, name, path)
        time = now()
        pairs: list[tuple[str, str, str]] = []
        if given is not None:
            signs = _signs(given)
            other_name = given.id or given.url or signs[0]
        else:
            assert isinstance(other, str)
            entry = find_version(connection, other, path)
            if entry.id == named.id:
                raise SettingsError(f"{name} and {other} are one article, which is not to be rejected for itself.")
            signs, other_name = _signs_of_versions(connection, entry, other), entry.id
            # Both are archived, so that either may be the one that is checked.
            pairs += [(entry.id, sign, time) for sign in _signs_of_versions(connection, named, name)]
        pairs += [(named.id, sign, time) for sign in signs]
        if undo:
            signs_of = [(id, sign) for id, sign, _ in pairs]
            done = connection.executemany("DELETE FROM rejected WHERE id = ? AND other = ?", signs_of)
            if not done.rowcount:
                raise ArchiveError(f"{clean(other_name)} was not rejected for {named.id} in {path}.")
        else:
            connection.executemany("INSERT OR IGNORE INTO rejected VALUES (?, ?, ?)", pairs)
        action = "accept" if undo else "reject"
        connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", (time, action, named.id, clean(other_name)))


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


def _archived(connection: sqlite3.Connection, path: Path, name: str) -> Entry | None:
    try:
        return find_version(connection, name, path)
    except ArchiveError:
        return None


def _signs_of_versions(connection: sqlite3.Connection, entry: Entry, name: str) -> list[str]:
    """What an archived article is known by, in all versions, or in the one that `name` names."""
    one = split_name(name)[1] is not None and name != entry.id
    rows = connection.execute(
        "SELECT digest, address FROM articles WHERE id = ? AND (? OR number = ?)", (entry.id, not one, entry.number)
    )
    return sorted({sign for digest, place in rows for sign in (digest.hex(), place) if sign})
