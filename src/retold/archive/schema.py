"""The file of an archive: its tables, and how it is opened, created and brought up to date. See docs/archive.md."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from retold._version import __version__
from retold.errors import ArchiveError

__all__ = ["KEY_BITS", "PATIENCE", "SCHEMA_VERSION", "empty_log", "open_database", "reading", "snapshot", "writing"]

_APPLICATION = 0x7265746F  # "reto": says to `file` and to us that this database is an archive
SCHEMA_VERSION = 1
# Of the 64 bits of a key the highest 47 are kept: six bytes in SQLite's records instead of eight. Two of ten million
# keys are then alike by chance once or less.
KEY_BITS = 47
PATIENCE = 30.0  # seconds that a writer waits for another one
_LEAST = 512  # bytes of the smallest database
_PAUSE = 0.005  # seconds between two attempts: a writer that adds much leaves the lock for longer between its batches
_CACHE_KIB = 64_000
# The write-ahead log is written back into the file every thousand pages, and begins anew when no reader needs it. Where
# readers overlap all the time it would grow for ever: from this size on, a writer waits for those that hold it, which
# new ones do not prolong.
_LOG_MOST = 64 << 20  # bytes
_LOG_WAIT = 2.0  # seconds

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


class _Connection(sqlite3.Connection):
    """A connection that knows which file it writes, and how long it waits for others."""

    file: Path
    place: tuple[int, int] | None = None
    readonly: bool = False
    patience: float = PATIENCE


def open_database(
    path: Path, *, store: str | None = None, create: bool = True, patience: float = PATIENCE
) -> sqlite3.Connection:
    """A connection to the archive at `path`.

    Where there is no file, an archive is made, if `create`: with texts, or with `store` "keys" without. A writer waits
    `patience` seconds for another one. Raises `ArchiveError` where the file is no archive, or damaged, or of a later
    version of retold, or holds the other sort.
    """
    there = _stat(path)
    if there is not None and stat.S_ISDIR(there.st_mode):
        raise ArchiveError(f"{path} is a folder, not an archive.")
    if there is not None and not stat.S_ISREG(there.st_mode):
        raise ArchiveError(f"{path} is no file in which an archive could be.")
    if there is not None and 0 < there.st_size < _LEAST:  # SQLite would take it for an empty file, and write over it
        raise ArchiveError(f"{path} is not an archive of retold.")
    fresh = there is None or there.st_size == 0
    if fresh and not create:
        raise ArchiveError(f"There is no archive at {path}.")
    if fresh and not os.access(path.parent, os.W_OK | os.X_OK):
        raise ArchiveError(f"No archive can be made at {path}: the folder is not there or cannot be written to.")
    if fresh and _size(_log(path)) and not _size(path):  # still: another process may have made it just now
        raise ArchiveError(
            f"There is no archive at {path}, but {_log(path).name} beside it may hold articles of one; put back the "
            "archive or move that file away."
        )
    readonly = not fresh and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    with reading(path):
        connection = _connect(path, readonly, patience)
        try:
            _prepare(connection, path, store, readonly)
        except BaseException:
            connection.close()
            raise
    return connection


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ArchiveError(f"{path} cannot be opened: {error.strerror}.") from error
    except ValueError as error:
        raise ArchiveError(f"{str(path)!r} is no name of a file.") from error


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _log(path: Path) -> Path:
    """SQLite's write-ahead log: what was confirmed and is not yet in the file itself."""
    return Path(f"{path}-wal")


def _connect(path: Path, readonly: bool, patience: float) -> _Connection:
    place = f"{path.absolute().as_uri()}?mode={'ro' if readonly else 'rwc'}"
    if readonly and not os.access(path.parent, os.W_OK):
        # Nobody can write there, and SQLite could not make its own files beside it.
        if _size(_log(path)) == 0:
            place += "&immutable=1"
        elif not Path(f"{path}-shm").exists():
            raise ArchiveError(f"{path} was not closed when it was last written, and must be opened once for writing.")
    connection = sqlite3.connect(
        place, uri=True, timeout=patience, isolation_level=None, check_same_thread=False, factory=_Connection
    )
    connection.file, connection.readonly, connection.patience = path.absolute(), readonly, patience
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _prepare(connection: _Connection, path: Path, store: str | None, readonly: bool) -> None:
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
        _use_log(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        # A log that begins anew is cut to what is in it: behind that would stand what was removed in the meantime.
        connection.execute("PRAGMA journal_size_limit = 0")
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
    row = connection.execute("SELECT value FROM about WHERE name = 'store'").fetchone()
    if row is None or row[0] not in ("text", "keys"):
        raise ArchiveError(f"{path} is damaged: it does not say whether it keeps texts.")
    kept = row[0]
    if store is not None and store != kept:
        raise ArchiveError(f"{path} keeps {'texts' if kept == 'text' else 'keys alone'}; that cannot be changed.")
    if readonly:
        return
    there = path.stat()
    connection.place = (there.st_dev, there.st_ino)
    if _size(_log(path)):
        # What a process left that did not end as it should. The log may hold what was removed: out with it, unless
        # somebody needs it; nothing is lost where it stays.
        with suppress(sqlite3.Error):
            empty_log(connection, 0)


def _use_log(connection: _Connection) -> None:
    """Write ahead into a log; several processes that open a new archive at once get in each other's way here."""
    until = time.monotonic() + connection.patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() >= until:
                raise
        time.sleep(_PAUSE)


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
    except UnicodeEncodeError as error:
        raise ArchiveError(f"{path} cannot hold half a character, nor look for it.") from error
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # A value of a sort that no archive holds comes from a damaged page that SQLite could still read.
        if _is_damaged(path):
            raise ArchiveError(f"{path} is damaged.") from error
        raise


def _is_damaged(path: Path) -> bool:
    with suppress(sqlite3.Error):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
        finally:
            connection.close()
    return True


@contextmanager
def snapshot(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """As `reading`; all that is read in the block is of one moment, whatever others write meanwhile."""
    with reading(path):
        if connection.in_transaction:
            yield
            return
        try:
            connection.execute("BEGIN")
            yield
        finally:
            if connection.in_transaction:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")


@contextmanager
def writing(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """A transaction that is confirmed on the disk when the block ends, and leaves nothing where it fails."""
    if connection.in_transaction:
        raise ArchiveError(f"{path} is being written by what wants to write it once more.")
    with reading(path):
        try:
            _begin(connection)
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                with suppress(sqlite3.Error):  # the first error counts; what is left open is never confirmed
                    connection.execute("ROLLBACK")
            raise
        if _size(_log(path)) > _LOG_MOST:
            with suppress(sqlite3.Error):
                empty_log(connection, _LOG_WAIT)


def _begin(connection: sqlite3.Connection) -> None:
    """Begin to write, when nobody else does. Waits outside of SQLite, where Ctrl-C is heard."""
    assert isinstance(connection, _Connection)
    if connection.readonly:  # SQLite would say so at the first change only
        raise ArchiveError(f"{connection.file} can only be read, not written.")
    until = time.monotonic() + connection.patience
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                break
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or time.monotonic() >= until:
                    raise
            time.sleep(_PAUSE)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(connection.patience * 1000)}")
    if connection.place is not None:
        there = _stat(connection.file)
        if there is None or (there.st_dev, there.st_ino) != connection.place:
            # SQLite would go on writing into a file that nobody finds any more.
            raise ArchiveError(f"{connection.file} was moved, deleted or replaced while it was open; open it again.")


def empty_log(connection: sqlite3.Connection, patience: float | None = None) -> bool:
    """Write all of the log into the file and empty it; False where others read it for as long as we wait."""
    assert isinstance(connection, _Connection)
    until = time.monotonic() + (connection.patience if patience is None else patience)
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                if not connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                    return True
            except sqlite3.OperationalError as error:
                if not _is_busy(error):
                    raise
            if time.monotonic() >= until:
                return False
            time.sleep(_PAUSE)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(connection.patience * 1000)}")


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _explained(error: sqlite3.Error, path: Path) -> ArchiveError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    said = str(error).rstrip(".")
    if _is_busy(error):
        return ArchiveError(f"{path} is being written by another process; try again when that is done.")
    if code == sqlite3.SQLITE_FULL:
        return ArchiveError(f"There is no room left on the disk for {path}; nothing of the last step was kept.")
    if code == sqlite3.SQLITE_READONLY:
        return ArchiveError(f"{path} can only be read, not written.")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH):
        return ArchiveError(f"{path} is damaged, or no archive: {said}.")
    if code == sqlite3.SQLITE_CANTOPEN:
        return ArchiveError(f"{path} cannot be opened.")
    if code == sqlite3.SQLITE_IOERR:
        return ArchiveError(f"{path} could not be read or written: {said}.")
    return ArchiveError(f"{path} cannot be used: {said}.")
