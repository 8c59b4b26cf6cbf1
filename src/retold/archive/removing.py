"""Removing an article for good: its text, its keys, its links, and the words by which it was searched."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from retold.archive.entries import Entry, now
from retold.archive.naming import is_withdrawn
from retold.archive.prints import keyed, unpack_spans
from retold.archive.rows import ENTRY, entry_of, find_version, split_name
from retold.archive.schema import empty_log, writing
from retold.errors import ArchiveError

__all__ = ["remove_article", "remove_if_empty"]


def remove_article(connection: sqlite3.Connection, path: Path, name: str, reason: str, store: str) -> list[Entry]:
    """Remove an article with all its versions, or the one version that is named; what was removed.

    With `secure_delete`, SQLite overwrites what it frees; then the write-ahead log, which may hold older pages, is
    emptied too.
    """
    with writing(connection, path):
        named = find_version(connection, name, path)
        one = split_name(name)[1] is not None and named.id != name
        asked = f"SELECT {ENTRY} FROM articles AS a WHERE a.id = ? ORDER BY a.version"
        entries = [entry_of(row) for row in connection.execute(asked, (named.id,))]
        gone = [entry for entry in entries if not one or entry.number == named.number]
        asked = "SELECT lower(hex(digest)), address FROM articles WHERE number = ?"
        signs = [sign for entry in gone for sign in connection.execute(asked, (entry.number,)).fetchone() if sign]
        for entry in gone:
            _remove_version(connection, entry.number, store)
        if one and len(gone) < len(entries):
            left = [entry for entry in entries if entry.number != named.number]
            if left[-1].state == "replaced":  # until now
                state = "withdrawn" if is_withdrawn(left[-1].title) else "current"
                connection.execute("UPDATE articles SET state = ? WHERE number = ?", (state, left[-1].number))
        else:
            connection.execute("DELETE FROM rejected WHERE id = ?", (named.id,))
        connection.executemany("DELETE FROM rejected WHERE other = ?", [(sign,) for sign in signs])
        # When the page of an index is divided, SQLite leaves copies of what moved in its free part, and `secure_delete`
        # does not see them: addresses and headlines would stay. An index that is made anew has none.
        connection.execute("REINDEX articles")
        if store == "text":
            # Until its parts are merged, the index of words still holds those of deleted rows.
            connection.execute("INSERT INTO search (search) VALUES ('optimize')")
        connection.executemany(
            "INSERT INTO audit VALUES (?, 'remove', ?, ?)", [(now(), entry.name, reason) for entry in gone]
        )
    try:
        emptied = empty_log(connection)
    except sqlite3.Error:
        emptied = False
    if not emptied:
        raise ArchiveError(
            f"{name} was removed from {path}, but another process is reading the archive, or the disk is full: what "
            "was removed may stand in its write-ahead log until that ends and the archive is opened again."
        )
    return gone


def _remove_version(connection: sqlite3.Connection, number: int, store: str) -> None:
    title, text, spans = connection.execute(
        "SELECT title, text, spans FROM articles WHERE number = ?", (number,)
    ).fetchone()
    keys = unpack_spans(spans)[0] if text is None else keyed([text]).keys[0]
    connection.executemany("DELETE FROM keys WHERE key = ? AND article = ?", [(k, number) for k in keys.tolist()])
    # Keys of an earlier tokeniser may be others than those of the text today; none may stay.
    if connection.execute("SELECT 1 FROM keys WHERE article = ? LIMIT 1", (number,)).fetchone():
        connection.execute("DELETE FROM keys WHERE article = ?", (number,))
    if store == "text":
        connection.execute(
            "INSERT INTO search (search, rowid, title, text) VALUES ('delete', ?, ?, ?)", (number, title, text)
        )
    connection.execute("DELETE FROM articles WHERE number = ?", (number,))


def remove_if_empty(path: Path) -> None:
    """Remove the file of an archive that nothing was ever added to, unless somebody else has it open."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection, suppress(sqlite3.Error):
        connection.execute("PRAGMA journal_mode = DELETE")  # which SQLite does only where no other connection is
        connection.execute("BEGIN EXCLUSIVE")
        if connection.execute("SELECT 1 FROM articles UNION ALL SELECT 1 FROM audit LIMIT 1").fetchone() is None:
            path.unlink()
        else:
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = WAL")
