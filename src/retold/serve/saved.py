"""Checks and comparisons that were made, by the id in their permanent address, in a small file beside the archive.

Ids are drawn at random and cannot be guessed: who knows one may see and delete what is kept under it. What holds text
of an archived article is deleted with it.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from retold.archive.entries import now
from retold.errors import ArchiveError
from retold.serve.errors import NotFoundError

__all__ = ["MOST_BYTES", "MOST_SAVED", "Saved"]

# The newest of them are kept: some weeks for a newsroom that looks at a few hundred a day; and never more bytes than
# a disk has to spare, as one of two very long texts takes half a megabyte.
MOST_SAVED, MOST_BYTES = 10_000, 1_000_000_000
_APPLICATION = 0x72657463  # "retc"
_ID_BYTES = 10
_COUNTED = 500  # saved records, after which all are counted anew: another service may save into the same file
_TABLES = (
    "CREATE TABLE IF NOT EXISTS saved (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, "
    "at TEXT NOT NULL, size INTEGER NOT NULL, record BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS involved (saved INTEGER NOT NULL REFERENCES saved (number) ON DELETE CASCADE, "
    "name TEXT NOT NULL, added TEXT NOT NULL, PRIMARY KEY (saved, name)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS involved_by_name ON involved (name)",
)


class Saved:
    """What was checked and compared, the newest of it."""

    def __init__(self, path: Path, *, most: int = MOST_SAVED, most_bytes: int = MOST_BYTES) -> None:
        self._path, self._most, self._most_bytes = path, most, most_bytes
        self._lock = threading.Lock()
        # Records, their bytes, and how many came since both were counted: the first that is saved has them counted.
        self._number, self._size, self._since = 0, 0, _COUNTED
        try:
            self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            run = self._connection.execute
            known = run("PRAGMA application_id").fetchone()[0]
            if known not in (0, _APPLICATION) or (not known and run("SELECT 1 FROM sqlite_master").fetchone()):
                raise ArchiveError(f"{path} is not a file of saved checks.")
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON", "foreign_keys = ON"):
                run(f"PRAGMA {pragma}")
            run(f"PRAGMA application_id = {_APPLICATION}")
            for table in _TABLES:
                run(table)
        except sqlite3.Error as error:
            raise ArchiveError(f"{path} cannot be used for saved checks: {error}.") from error
        path.chmod(0o600)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def save(self, kind: str, record: dict[str, Any], involved: Sequence[Sequence[str]]) -> str:
        """Keep a record under a new id; `involved` are the names of archived articles it shows, and when they came."""
        id = secrets.token_hex(_ID_BYTES)
        packed = zlib.compress(json.dumps(record).encode("ascii"), 3)
        at = now()
        with self._lock, self._connection as run:
            run.execute("BEGIN IMMEDIATE")
            done = run.execute(
                "INSERT INTO saved (id, kind, at, size, record) VALUES (?, ?, ?, ?, ?)",
                (id, kind, at, len(packed), packed),
            )
            number = done.lastrowid or 0
            pairs = [(number, *pair) for pair in involved]
            run.executemany("INSERT OR IGNORE INTO involved VALUES (?, ?, ?)", pairs)
            self._number, self._size, self._since = self._number + 1, self._size + len(packed), self._since + 1
            if self._since >= _COUNTED:
                self._count()
            self._shrink(number)
        return id

    def _count(self) -> None:
        """Count what is there, which reads the whole file."""
        asked = "SELECT count(*), coalesce(sum(size), 0) FROM saved"
        self._number, self._size = self._connection.execute(asked).fetchone()
        self._since = 0

    def _shrink(self, newest: int) -> None:
        """Delete the oldest beyond what is kept, never the newest."""
        run = self._connection.execute
        while self._number > self._most or self._size > self._most_bytes:
            oldest, size = run("SELECT number, size FROM saved ORDER BY number LIMIT 1").fetchone()
            if oldest == newest:
                break
            run("DELETE FROM saved WHERE number = ?", (oldest,))
            self._number, self._size = self._number - 1, self._size - size

    def get(self, kind: str, id: str) -> tuple[dict[str, Any], str]:
        """The record of this id, and when it was saved."""
        with self._lock:
            asked = "SELECT record, at FROM saved WHERE id = ? AND kind = ?"
            row = self._connection.execute(asked, (id, kind)).fetchone()
        if row is None:
            raise NotFoundError(f"There is no {kind} of this id; the oldest are deleted when new ones come.")
        return json.loads(zlib.decompress(row[0])), row[1]

    def involved(self, id: str) -> list[tuple[str, str]]:
        """The archived articles that the record of this id shows: names, and when they came into the archive."""
        asked = "SELECT name, added FROM involved JOIN saved ON number = saved WHERE id = ?"
        with self._lock:
            return self._connection.execute(asked, (id,)).fetchall()

    def delete(self, kind: str, id: str) -> None:
        """Delete the record of this id for good."""
        with self._lock:
            done = self._connection.execute("DELETE FROM saved WHERE id = ? AND kind = ?", (id, kind))
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._since = _COUNTED
        if not done.rowcount:
            raise NotFoundError(f"There is no {kind} of this id.")

    def forget(self, is_there: Callable[[str, str], bool]) -> int:
        """Delete all that shows archived articles which `is_there`, asked with name and time, no longer knows."""
        with self._lock:
            names = self._connection.execute("SELECT DISTINCT name, added FROM involved").fetchall()
        gone = [pair for pair in names if not is_there(*pair)]
        if not gone:
            return 0
        with self._lock:
            before = self._connection.total_changes
            self._connection.executemany(
                "DELETE FROM saved WHERE number IN (SELECT saved FROM involved WHERE name = ? AND added = ?)", gone
            )
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._since = _COUNTED
            return self._connection.total_changes - before
