"""The file of an archive: its tables, and how it is opened, created and brought up to date. See docs/archive.md."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retold._version import __version__
from retold.errors import ArchiveError

__all__ = ["KEY_BITS", "SCHEMA_VERSION", "open_database", "reading", "writing"]

_APPLICATION = 0x7265746F  # "reto": says to `file` and to us that this database is an archive
SCHEMA_VERSION = 1
# Of the 64 bits of a key the highest 47 are kept: six bytes in SQLite's records instead of eight. Two of ten million
# keys are then alike by chance once or less.
KEY_BITS = 47
_BUSY = 30.0  # seconds that a writer waits for another one
_CACHE_KIB = 64_000

_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('current', 'replaced', 'withdrawn')),
    title TEXT NOT NULL,
    byline TEXT NOT NULL,
    publisher TEXT NOT NULL,
    published TEXT NOT NULL,
    lang TEXT NOT NULL,
    url TEXT NOT NULL,
    slug TEXT NOT NULL,
    words INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    digest BLOB NOT NULL,
    address TEXT NOT NULL,
    heading TEXT NOT NULL,
    added TEXT NOT NULL,
    linked INTEGER NOT NULL DEFAULT 0,
    text TEXT,
    spans BLOB,
    UNIQUE (id, version)
);
CREATE INDEX articles_by_digest ON articles (digest);
CREATE INDEX articles_by_address ON articles (address) WHERE address <> '';
CREATE INDEX articles_by_heading ON articles (heading) WHERE heading <> '';
CREATE INDEX articles_by_slug ON articles (slug) WHERE slug <> '';
CREATE INDEX articles_unlinked ON articles (number) WHERE linked = 0;
CREATE TABLE keys (key INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (key, article)) WITHOUT ROWID;
CREATE TABLE copies (
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    address TEXT NOT NULL,
    url TEXT NOT NULL,
    publisher TEXT NOT NULL,
    published TEXT NOT NULL,
    seen TEXT NOT NULL,
    PRIMARY KEY (article, address, publisher)
) WITHOUT ROWID;
CREATE TABLE links (
    first INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    second INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    probability REAL NOT NULL,
    first_share REAL NOT NULL,
    second_share REAL NOT NULL,
    fragments REAL NOT NULL,
    PRIMARY KEY (first, second)
) WITHOUT ROWID;
CREATE INDEX links_by_second ON links (second);
CREATE TABLE rejected (
    id TEXT NOT NULL,
    other TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (id, other)
) WITHOUT ROWID;
CREATE TABLE audit (at TEXT NOT NULL, action TEXT NOT NULL, id TEXT NOT NULL, detail TEXT NOT NULL);
"""
# Words of titles and texts, to be searched; the texts themselves stand in `articles` alone.
_SEARCH = """
CREATE VIRTUAL TABLE search USING fts5 (
    title, text, content = 'articles', content_rowid = 'number', detail = 'column',
    tokenize = 'unicode61 remove_diacritics 2'
);
"""
# How a file of each earlier version is brought up to the next one.
_MIGRATIONS: dict[int, str] = {}


def open_database(path: Path, *, store: str | None = None, create: bool = True) -> tuple[sqlite3.Connection, bool]:
    """A connection to the archive at `path`, and whether it can only be read.

    Where there is no file, an archive is made, if `create`: with texts, or with `store` "keys" without. Raises
    `ArchiveError` where the file is no archive, or damaged, or of a later version of retold, or holds the other sort.
    """
    fresh = not path.exists() or (path.is_file() and path.stat().st_size == 0 and create)
    if fresh and not create:
        raise ArchiveError(f"There is no archive at {path}.")
    if path.is_dir():
        raise ArchiveError(f"{path} is a folder, not an archive.")
    if fresh and not os.access(path.parent, os.W_OK | os.X_OK):
        raise ArchiveError(f"No archive can be made at {path}: the folder is not there or cannot be written to.")
    readonly = not fresh and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    with reading(path):
        connection = _connect(path, readonly)
        try:
            _prepare(connection, path, store, readonly)
        except BaseException:
            connection.close()
            raise
    return connection, readonly


def _connect(path: Path, readonly: bool) -> sqlite3.Connection:
    place = f"{path.absolute().as_uri()}?mode={'ro' if readonly else 'rwc'}"
    if readonly and not Path(f"{path}-wal").exists() and not os.access(path.parent, os.W_OK):
        place += "&immutable=1"  # nobody can write there, and SQLite could not make its own files beside it
    connection = sqlite3.connect(place, uri=True, timeout=_BUSY, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, store: str | None, readonly: bool) -> None:
    """Make the tables of a new archive, or check and bring up to date those of an old one."""
    if _pragma(connection, "application_id") == 0 and not readonly:
        with writing(connection, path):
            if _pragma(connection, "application_id") == 0:  # still: another process may have made it just now
                if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    raise ArchiveError(f"{path} is a database, but not an archive of retold.")
                _create(connection, store or "text")
    if _pragma(connection, "application_id") != _APPLICATION:
        raise ArchiveError(f"{path} is not an archive of retold.")
    if not readonly:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
    version = _pragma(connection, "user_version")
    if version > SCHEMA_VERSION:
        raise ArchiveError(f"{path} was written by a later version of retold; this one is {__version__}.")
    if version < SCHEMA_VERSION:
        if readonly:
            raise ArchiveError(f"{path} is of an earlier version of retold and must be opened once for writing.")
        with writing(connection, path):
            for step in range(_pragma(connection, "user_version"), SCHEMA_VERSION):
                _run(connection, _MIGRATIONS[step])
                connection.execute(f"PRAGMA user_version = {step + 1}")
    kept = connection.execute("SELECT value FROM about WHERE name = 'store'").fetchone()[0]
    if store is not None and store != kept:
        raise ArchiveError(f"{path} keeps {'texts' if kept == 'text' else 'keys alone'}; that cannot be changed.")


def _create(connection: sqlite3.Connection, store: str) -> None:
    _run(connection, _TABLES)
    if store == "text":
        _run(connection, _SEARCH)
    about = {"store": store, "made_by": f"retold {__version__}"}
    connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")


def _run(connection: sqlite3.Connection, script: str) -> None:
    """Run statements inside the transaction that is open; `executescript` would end it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into `ArchiveError`s of one plain sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explained(error, path) from error


@contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """A transaction that is confirmed on the disk when the block ends, and leaves nothing where it fails."""
    with reading(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _explained(error: sqlite3.Error, path: Path) -> ArchiveError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_BUSY or code == sqlite3.SQLITE_LOCKED:
        return ArchiveError(f"{path} is being written by another process; try again when that is done.")
    if code == sqlite3.SQLITE_FULL:
        return ArchiveError(f"There is no room left on the disk for {path}; nothing of the last step was kept.")
    if code == sqlite3.SQLITE_READONLY:
        return ArchiveError(f"{path} can only be read, not written.")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return ArchiveError(f"{path} is damaged, or no archive: {error}.")
    if code == sqlite3.SQLITE_CANTOPEN:
        return ArchiveError(f"{path} cannot be opened.")
    if code == sqlite3.SQLITE_IOERR:
        return ArchiveError(f"{path} could not be read or written: {error}.")
    return ArchiveError(f"{path}: {error}.")
