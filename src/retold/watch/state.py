"""What a watch remembers: feeds, pages seen, findings, and which output still has to be given which finding.

One SQLite file. Every step is one transaction that is on the disk when it returns, so that a kill at any moment leaves
the state before a step or after it. The order of the steps of a page, as `status`:

    new        listed by a feed, to be fetched; or fetched in vain and to be tried again at `due`
    fetched    its bytes are kept here
    checked    its finding is kept here, with the outputs that are due; it may still have to be added to the archive
    done       nothing is left to do
    failed     tried five times in vain
"""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from retold.archive.naming import address
from retold.errors import SettingsError, WriteError

__all__ = ["Body", "Due", "Feed", "Listed", "Page", "State"]

_APPLICATION = 0x72746C77  # "rtlw": says to `file` and to us that this database is the state of a watch
_SCHEMA = 1
# So many values are put into one statement; SQLite takes 999 of them in its oldest builds.
_LOT = 500

_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE feeds (
    url TEXT PRIMARY KEY,
    root TEXT NOT NULL,
    dated REAL,
    etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    due REAL NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE pages (
    address TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    feed TEXT NOT NULL,
    own INTEGER NOT NULL,
    listed REAL NOT NULL,
    dated REAL,
    status TEXT NOT NULL DEFAULT 'new',
    tries INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX pages_open ON pages (status, due) WHERE status IN ('new', 'fetched', 'checked');
CREATE TABLE bodies (
    address TEXT PRIMARY KEY,
    data BLOB NOT NULL,
    charset TEXT NOT NULL,
    kind TEXT NOT NULL,
    url TEXT NOT NULL
);
CREATE TABLE findings (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL
);
CREATE TABLE outputs (
    finding INTEGER NOT NULL REFERENCES findings (number),
    output TEXT NOT NULL,
    since REAL NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL DEFAULT 0,
    PRIMARY KEY (output, finding)
) WITHOUT ROWID;
"""


class Feed(NamedTuple):
    """A feed or sitemap: what the server said of its last version, and when to ask again.

    `root` is the address that the user gave, for sitemaps that an index lists; `dated` what the index says of them.
    """

    url: str
    root: str
    dated: float | None = None
    etag: str = ""
    modified: str = ""
    due: float = 0.0
    failures: int = 0


class Listed(NamedTuple):
    """A page that a feed lists; `own` says that it is on the feed's own host."""

    url: str
    dated: float | None
    own: bool


class Page(NamedTuple):
    """A page that is not done: its canonical address, where to fetch it, and for which feed."""

    address: str
    url: str
    feed: str
    own: bool
    status: str
    tries: int


class Body(NamedTuple):
    """What a page's server sent."""

    data: bytes
    charset: str
    kind: str
    url: str


class Due(NamedTuple):
    """A finding that an output has not been given yet."""

    number: int
    id: str
    record: dict[str, Any]
    since: float
    tries: int


class State:
    """The file at `path`, made where it does not exist. Only one watch at a time can use it; any of its threads may."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        if path.is_dir():
            raise SettingsError(f"{path} is a folder, not the state of a watch.")
        try:
            self._base = sqlite3.connect(path, timeout=1.0, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise WriteError(f"The state {path} cannot be opened or made.") from error
        try:
            self._open()
        except BaseException:
            self._base.close()
            raise

    def _open(self) -> None:
        try:
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")  # SQLite gives it up with the process, killed or not
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.execute("BEGIN IMMEDIATE")
            if self._pragma("application_id") != _APPLICATION:
                if self._base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    raise SettingsError(f"{self.path} is a database, but not the state of a watch.")
                for statement in _TABLES.split(";"):
                    self._base.execute(statement)
                self._base.execute("INSERT INTO about VALUES ('id', ?)", (str(uuid.uuid4()),))
                self._base.execute(f"PRAGMA application_id = {_APPLICATION}")
                self._base.execute(f"PRAGMA user_version = {_SCHEMA}")
            self._base.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                message = f"Another watch is using {self.path}; give this one a --state of its own."
                raise SettingsError(message) from error
            if code == sqlite3.SQLITE_NOTADB:
                raise SettingsError(f"{self.path} is not the state of a watch.") from error
            raise WriteError(f"The state {self.path} cannot be used: {error}.") from error
        if self._pragma("user_version") > _SCHEMA:
            raise SettingsError(f"{self.path} was written by a later version of retold.")

    def _pragma(self, name: str) -> int:
        return int(self._base.execute(f"PRAGMA {name}").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._base.close()

    @contextmanager
    def _step(self) -> Iterator[sqlite3.Connection]:
        """One transaction."""
        with self._lock:
            try:
                self._base.execute("BEGIN IMMEDIATE")
                try:
                    yield self._base
                    self._base.execute("COMMIT")
                except BaseException:
                    if self._base.in_transaction:
                        self._base.execute("ROLLBACK")
                    raise
            except sqlite3.Error as error:
                raise WriteError(f"The state {self.path} could not be written: {error}.") from error

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        with self._lock:
            try:
                return self._base.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise WriteError(f"The state {self.path} could not be read: {error}.") from error

    @property
    def id(self) -> str:
        """What names this state, the same for ever: a UUID."""
        return str(self._rows("SELECT value FROM about WHERE name = 'id'")[0][0])

    # Feeds

    def feed(self, url: str) -> Feed:
        """What is known of a feed; of an unknown one, that it is due."""
        rows = self._rows("SELECT url, root, dated, etag, modified, due, failures FROM feeds WHERE url = ?", (url,))
        return Feed(*rows[0]) if rows else Feed(url, url)

    def sitemaps(self, root: str, index: str) -> list[Feed]:
        """The sitemaps that came from the index at `index` below the address `root`, the latest first."""
        rows = self._rows(
            "SELECT url, root, dated, etag, modified, due, failures FROM feeds WHERE root = ? ORDER BY dated DESC, url",
            (f"{root}\n{index}",),
        )
        return [Feed(*row) for row in rows]

    def keep_feed(
        self, feed: Feed, listed: Iterable[Listed], now: float, sitemaps: Iterable[Feed] | None = None
    ) -> int:
        """Keep what a feed said, with the pages and sitemaps it lists; how many of the pages are new."""
        root = feed.root.partition("\n")[0]
        with self._step() as base:
            before = base.total_changes
            base.executemany(
                "INSERT INTO pages (address, url, feed, own, listed, dated) VALUES (?, ?, ?, ?, ?, ?) "
                # A page on a private network that one feed may not lead to is fetched for another on its own host.
                "ON CONFLICT (address) DO UPDATE SET url = excluded.url, feed = excluded.feed, own = 1, "
                "status = 'new', tries = 0, due = 0 WHERE status IN ('new', 'failed') AND excluded.own AND NOT own",
                ((address(page.url), page.url, root, page.own, now, page.dated) for page in listed),
            )
            new = base.total_changes - before
            if sitemaps is not None:
                inside = {sitemap.url: sitemap for sitemap in sitemaps}
                key = f"{feed.root}\n{feed.url}"
                for (gone,) in base.execute("SELECT url FROM feeds WHERE root = ?", (key,)).fetchall():
                    if gone not in inside:
                        base.execute("DELETE FROM feeds WHERE url = ?", (gone,))
                base.executemany(
                    "INSERT INTO feeds (url, root, dated) VALUES (?, ?, ?) "
                    "ON CONFLICT (url) DO UPDATE SET dated = excluded.dated",
                    ((s.url, key, s.dated) for s in inside.values()),
                )
            base.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?, ?, ?, ?, ?)", feed)
        return new

    # Pages

    def open_pages(self, feeds: Sequence[str], now: float) -> list[Page]:
        """The pages of these feeds for which there is something to do at `now`: fetched ones, then the latest."""
        return [
            Page(row[0], row[1], row[2], bool(row[3]), row[4], row[5])
            for marks, lot in _lots(feeds)
            for row in self._rows(
                "SELECT address, url, feed, own, status, tries FROM pages "
                f"WHERE status IN ('new', 'fetched', 'checked') AND due <= ? AND feed IN ({marks}) "
                "ORDER BY status = 'new', coalesce(dated, listed) DESC, address",
                (now, *lot),
            )
        ]

    def next_page(self, feeds: Sequence[str]) -> float | None:
        """When the next page of these feeds is to be fetched."""
        query = "SELECT min(due) FROM pages WHERE status IN ('new', 'fetched', 'checked') AND feed IN ({})"
        times = [self._rows(query.format(marks), lot)[0][0] for marks, lot in _lots(feeds)]
        return min((time for time in times if time is not None), default=None)

    def status(self, key: str) -> str:
        """How far the page with this canonical address is; empty where it is not known."""
        rows = self._rows("SELECT status FROM pages WHERE address = ?", (key,))
        return str(rows[0][0]) if rows else ""

    def keep_body(self, page: Page, body: Body) -> None:
        """Keep what was fetched: from here on the page is not fetched again."""
        with self._step() as base:
            changed = base.execute(
                "UPDATE pages SET status = 'fetched', due = 0 WHERE address = ? AND status = 'new'", (page.address,)
            )
            if changed.rowcount:
                packed = zlib.compress(body.data, 1)
                base.execute("INSERT OR REPLACE INTO bodies VALUES (?, ?, ?, ?, ?)", (page.address, packed, *body[1:]))

    def body(self, key: str) -> Body | None:
        """What was fetched of a page that is not done."""
        rows = self._rows("SELECT data, charset, kind, url FROM bodies WHERE address = ?", (key,))
        return Body(zlib.decompress(rows[0][0]), *rows[0][1:]) if rows else None

    def keep_checked(
        self, page: Page, also: str, finding: dict[str, Any] | None, outputs: Sequence[str], now: float
    ) -> bool:
        """Keep that a page was checked, and its finding, due at all outputs; whether there is one, and it is new.

        `also` is the canonical address that the page was redirected to, which need not be fetched any more.
        """
        with self._step() as base:
            base.execute("UPDATE pages SET status = 'checked', due = 0 WHERE address = ?", (page.address,))
            if also != page.address:
                base.execute(
                    "INSERT INTO pages (address, url, feed, own, listed, status, reason) "
                    "VALUES (?, ?, ?, ?, ?, 'done', ?) ON CONFLICT (address) DO UPDATE "
                    "SET status = 'done', reason = excluded.reason WHERE status = 'new'",
                    (also, page.url, page.feed, page.own, now, f"the same page as {page.address}"),
                )
            if finding is None:
                return False
            record = json.dumps(finding)  # in ASCII: halves of letters, which broken pages hold, are no UTF-8
            added = base.execute("INSERT OR IGNORE INTO findings (id, record) VALUES (?, ?)", (finding["id"], record))
            if not added.rowcount:
                return False
            base.executemany(
                "INSERT INTO outputs (finding, output, since) VALUES (?, ?, ?)",
                ((added.lastrowid, output, now) for output in outputs),
            )
            return True

    def delay_page(self, page: Page, due: float) -> None:
        """Keep that there is nothing to do for a page before `due`."""
        with self._step() as base:
            base.execute("UPDATE pages SET due = ? WHERE address = ?", (due, page.address))

    def finish(self, page: Page, reason: str = "", status: str = "done") -> None:
        """Keep that nothing is left to do for a page, and why where something hindered it."""
        with self._step() as base:
            base.execute(
                "UPDATE pages SET status = ?, reason = ?, due = 0 WHERE address = ?", (status, reason, page.address)
            )
            base.execute("DELETE FROM bodies WHERE address = ?", (page.address,))

    def postpone_page(self, page: Page, due: float, reason: str) -> None:
        """Keep that a page was tried in vain, and when to try it again."""
        with self._step() as base:
            base.execute(
                "UPDATE pages SET tries = tries + 1, due = ?, reason = ? WHERE address = ?", (due, reason, page.address)
            )

    # Findings and outputs

    def due(self, output: str, now: float | None = None) -> list[Due]:
        """The findings that an output has not been given, in their order; with `now`, those that are due."""
        rows = self._rows(
            "SELECT number, id, record, since, tries FROM outputs JOIN findings ON number = finding "
            "WHERE output = ? AND due <= ? ORDER BY number",
            (output, float("inf") if now is None else now),
        )
        return [Due(number, id, json.loads(record), since, tries) for number, id, record, since, tries in rows]

    def next_output(self, output: str) -> float | None:
        """When an output is next to be given something."""
        due: float | None = self._rows("SELECT min(due) FROM outputs WHERE output = ?", (output,))[0][0]
        return due

    def confirm(self, output: str, numbers: Iterable[int]) -> None:
        """Keep that an output has been given findings, or never will be."""
        with self._step() as base:
            base.executemany(
                "DELETE FROM outputs WHERE output = ? AND finding = ?", ((output, number) for number in numbers)
            )

    def postpone_output(self, output: str, number: int, due: float) -> None:
        """Keep that an output could not be given a finding, and when to try again."""
        with self._step() as base:
            base.execute(
                "UPDATE outputs SET tries = tries + 1, due = ? WHERE output = ? AND finding = ?", (due, output, number)
            )

    def latest(self, most: int) -> list[dict[str, Any]]:
        """The latest findings, the latest first."""
        rows = self._rows("SELECT record FROM findings ORDER BY number DESC LIMIT ?", (most,))
        return [json.loads(row[0]) for row in rows]


def _lots(values: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Question marks for a statement, with the values for them."""
    for at in range(0, len(values), _LOT):
        lot = values[at : at + _LOT]
        yield ", ".join("?" * len(lot)), lot
