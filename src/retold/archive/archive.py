"""An archive of articles in one file, which answers "have we seen this?"."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from retold.archive.entries import Added, Entry, Match, Stats
from retold.archive.schema import PATIENCE, open_database, reading, snapshot, writing
from retold.errors import ArchiveError, ReadError
from retold.finding import MOST_DAYS, Progress, SkippedRecord
from retold.model import FIELDS, Article, Family

if TYPE_CHECKING:
    from retold.archive.adding import Record
    from retold.archive.licensed import Licensed

__all__ = ["Archive"]

# Articles that are confirmed together, and characters, where they are long. Keys come in no order, so that each batch
# touches most pages of a large archive: with 12,000 a hundred thousand articles take half the time and half the bytes
# written of 4,000, and with 4,000 half of 1,000.
_BATCH, _BATCH_CHARACTERS = 12_000, 48_000_000
_PAGE = 100


class Archive:
    """An archive of articles: one SQLite file, embedded in this process; see docs/archive.md.

    Opens the archive at `path`, or makes one where there is none, unless `create` is false. `store` is "text", or
    "keys" for an archive that keeps no texts, only keys, offsets and hashes; an archive stays what it was made as.
    Threads may share an archive; several processes may have it open, and write one at a time, each waiting `patience`
    seconds for the others. Close it, or use it as a context manager. Raises `ArchiveError`, with one plain sentence,
    for everything that is wrong with the file.

    >>> import tempfile
    >>> wire = "The bridge at Orlen closed on Monday after the engineers Ada Quist and Tom Reyle found 14 cracks."
    >>> wire += " Mayor Olle Brandt said that repairs would cost 4 million crowns and take until June."
    >>> page = "Engineers Ada Quist and Tom Reyle found 14 cracks in the bridge at Orlen, and it closed on Monday."
    >>> page += " Repairs will take until June and cost 4 million crowns, said mayor Olle Brandt."
    >>> with tempfile.TemporaryDirectory() as folder, Archive(f"{folder}/news.retold") as archive:
    ...     _ = archive.add([{"id": "wire-1", "publisher": "Example Agency", "text": wire}])
    ...     [(match.article.id, match.kind) for match in archive.check(page)]
    [('wire-1', 'reworded')]
    """

    def __init__(
        self,
        path: str | Path,
        *,
        store: Literal["text", "keys"] | None = None,
        create: bool = True,
        patience: float = PATIENCE,
    ) -> None:
        self.path, self._patience = Path(path), patience
        self._store_wanted, self._create = store, create
        self._connections: list[sqlite3.Connection] = []
        self._own = threading.local()
        self._lock = threading.RLock()
        self._closed = False
        connection = self._connect()
        with reading(self.path):
            self.store: str = connection.execute("SELECT value FROM about WHERE name = 'store'").fetchone()[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """How many versions of articles it holds."""
        with reading(self.path):
            return int(self._connect().execute("SELECT count(*) FROM articles").fetchone()[0])

    def __bool__(self) -> bool:
        """True, also while it is empty: whether there is an archive must not depend on what it holds."""
        return True

    def close(self) -> None:
        """Close the file; nothing more can be asked."""
        with self._lock:
            self._closed = True
            with reading(self.path):
                while self._connections:
                    self._connections.pop().close()

    def _connect(self) -> sqlite3.Connection:
        """The connection of this thread."""
        if self._closed:
            raise ArchiveError(f"The archive {self.path} has been closed.")
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = open_database(
                self.path, store=self._store_wanted, create=self._create, patience=self._patience
            )
            self._create = False
            self._own.connection = connection
            with self._lock:
                self._connections.append(connection)
        return connection

    # Adding and removing

    def add(self, articles: Iterable[Article | Mapping[str, Any]], *, progress: Progress | None = None) -> Added:
        """Add articles: `Article`s, or mappings with "text" and what else is known, as `retold.compare` takes them.

        A text that is there changes nothing; at a new address, that is noted. Another text at the same address, under
        the same slug ("slug" in a mapping) or id, or with the same headline by the same publisher, becomes a version
        of the article. Up to 12,000 articles are confirmed together: once that is done, no crash loses them.
        Mappings without text are counted as skipped. Raises `ArchiveError`.
        """
        from retold.archive.adding import Record

        tell = progress or (lambda step, done: None)
        records = (_record(article, Record) for article in articles)
        return self._add(records, Added(), lambda: tell("Adding", 0.0))

    def add_paths(
        self,
        paths: str | Path | Sequence[str | Path],
        *,
        columns: Mapping[str, str] | None = None,
        workers: int | None = None,
        progress: Progress | None = None,
        on_bad: Callable[[SkippedRecord], None] | None = None,
    ) -> Added:
        """Add the articles of files, folders and patterns, as `retold.find` reads them, also larger than memory.

        Of records, "slug" is read as well. A file that `export` wrote is restored: with its versions, the times of
        adding, and where else texts were seen.
        """
        from retold.archive.adding import Record
        from retold.archive.importing import exported_batches, is_export
        from retold.read.collection import find_sources, read_collection

        sources = find_sources([paths] if isinstance(paths, str | Path) else paths)
        total = sum(source.size for source in sources) or 1
        added = Added()
        tell = progress or (lambda step, done: None)
        share = 0.0  # of the bytes that have been read

        def read_on(done: int) -> None:
            nonlocal share
            share = done / total
            tell("Reading", share)

        def skipped(path: str, record: int, reason: str) -> None:
            added.skipped += 1
            if on_bad:
                on_bad((path, record, reason))

        def records() -> Iterator[Record | None]:
            done = 0
            for source in filter(is_export, sources):
                for exported, read in exported_batches(source, skipped):
                    yield from (_record(record, Record) for record in exported)
                    read_on(done + read)
                done += source.size
            rest = [source for source in sources if not is_export(source)]
            for batch in read_collection(rest, columns=columns, workers=workers, also=["slug"]):
                for bad in batch.bad:
                    skipped(bad.path, bad.record, bad.reason)
                yield from (Record(**row) for row in batch.articles.to_pylist())
                read_on(done + batch.bytes_read)

        return self._add(records(), added, lambda: tell("Adding", share))

    def _add(self, records: Iterable[Record | None], added: Added, tell: Callable[[], None]) -> Added:
        """Add records, None for each without text; count in `added` what became of them, and `tell` of each lot."""
        from retold.archive.adding import add_records

        for lot in _lots(records):
            good = [record for record in lot if record is not None and record.text.strip()]
            counted = Added(skipped=len(lot) - len(good))
            with self._lock, writing(self._connect(), self.path):
                add_records(self._connect(), good, self.store, counted)
            for field in fields(Added):
                setattr(added, field.name, getattr(added, field.name) + getattr(counted, field.name))
            tell()
        return added

    def remove(self, name: str, *, reason: str = "") -> list[Entry]:
        """Remove an article with all its versions, or the one version that `name` names ("id@2"), for good.

        Text, keys, links and search words go, and their place in the file is overwritten; a line in the audit says
        that it was done. Returns what was removed.
        """
        from retold.archive.removing import remove_article

        with self._lock:
            return remove_article(self._connect(), self.path, name, reason, self.store)

    # Asking

    def check(
        self,
        article: Article | Mapping[str, Any] | str | Path,
        most: int = 10,
        *,
        most_days: int = MOST_DAYS,
        licensed: Licensed | None = None,
    ) -> list[Match]:
        """The archived articles that the given one retells or that retell it, wholly or in part, best first.

        `article` is what `retold.compare` takes: an `Article`, a text, a path, an address, a mapping. At most `most`
        matches come back. Articles published more than `most_days` apart do not match unless one is nearly a copy of
        the other; with 0, any number of days may pass. Pairs that `reject` named are left out. `licensed` tells which
        outlets may run the copy (`retold.archive.read_licensed`).
        """
        from retold.archive.checking import check_article
        from retold.archive.rejecting import rejected_by
        from retold.read import read

        given = read(article)
        connection = self._connect()
        with snapshot(connection, self.path):
            return check_article(
                connection,
                given,
                store=self.store,
                most=most,
                most_days=most_days,
                licensed=licensed,
                rejected=rejected_by(connection, given),
            )

    def get(self, name: str) -> Article:
        """The article with this id, in its latest version; or the version that is named ("id@1")."""
        from retold.archive.rows import article_of, find_version

        connection = self._connect()
        with snapshot(connection, self.path):
            entry = find_version(connection, name, self.path)
            text = connection.execute("SELECT text FROM articles WHERE number = ?", (entry.number,)).fetchone()[0]
        return article_of(entry, text or "")

    def entry(self, name: str) -> Entry:
        """What a list says about the article of this name."""
        from retold.archive.rows import find_version

        with reading(self.path):
            return find_version(self._connect(), name, self.path)

    def holding(self, text: str) -> Entry | None:
        """The version that has just this text, or None."""
        from retold.archive.adding import digest_of
        from retold.archive.rows import ENTRY, entry_of

        asked = f"SELECT {ENTRY} FROM articles AS a WHERE a.digest = ?"
        with reading(self.path):
            row = self._connect().execute(asked, (digest_of(text),)).fetchone()
        return entry_of(row) if row else None

    def versions(self, name: str) -> list[Entry]:
        """All versions of an article, the earliest first."""
        from retold.archive.rows import ENTRY, entry_of

        entry = self.entry(name)
        asked = f"SELECT {ENTRY} FROM articles AS a WHERE a.id = ? ORDER BY a.version"
        with reading(self.path):
            return [entry_of(row) for row in self._connect().execute(asked, (entry.id,))]

    def copies(self, name: str) -> list[dict[str, str]]:
        """Where else the text of an article was seen: url, publisher, published, seen."""
        entry = self.entry(name)
        names = ("url", "publisher", "published", "seen")
        asked = f"SELECT {', '.join(names)} FROM copies WHERE article = ? ORDER BY published, url, publisher"
        with reading(self.path):
            rows = self._connect().execute(asked, (entry.number,)).fetchall()
        return [dict(zip(names, row, strict=True)) for row in rows]

    def entries(self, *, publisher: str = "", after: int = 0, most: int | None = _PAGE) -> list[Entry]:
        """Entries of the latest versions in the order in which they were added, `most` of them after number `after`."""
        from retold.archive.rows import ENTRY, entry_of

        asked = (
            f"SELECT {ENTRY} FROM articles AS a WHERE a.number > ? AND a.state <> 'replaced' "
            "AND (? = '' OR a.publisher = ?) ORDER BY a.number LIMIT ?"
        )
        with reading(self.path):
            rows = self._connect().execute(asked, (after, publisher, publisher, -1 if most is None else most))
            return [entry_of(row) for row in rows]

    def search(self, words: str, *, most: int = 20) -> list[tuple[Entry, str]]:
        """Full-text search: the entries whose title or text has all words, the best first, with a snippet each.

        Words in straight quotation marks are searched as a phrase. Raises `ArchiveError` in an archive without texts.
        """
        from retold.archive.searching import search_texts

        if self.store != "text":
            raise ArchiveError(f"{self.path} keeps no texts, so they cannot be searched.")
        with reading(self.path):
            return search_texts(self._connect(), words, most)

    def link(self, progress: Progress | None = None, *, in_steps: bool = False) -> int:
        """Look for links between archived articles that were not linked yet; how many articles that were.

        Where they are more than a tenth of the archive, all articles are compared at once, which is faster, and
        confirmed together; with `in_steps`, every 200 are, however many there are. Articles without text are passed
        over.
        """
        from retold.archive.linking import link_articles

        tell = progress or (lambda step, done: None)
        with self._lock:
            return link_articles(self._connect(), self.path, lambda done: tell("Linking", done), in_steps=in_steps)

    def families(self, *, most_days: int = MOST_DAYS) -> tuple[Family, ...]:
        """The families of linked articles, the largest first: of the latest version of each, and of exact copies."""
        from retold.archive.linking import families_in

        with reading(self.path):
            return families_in(self._connect(), most_days)

    def links_of(self, name: str) -> Sequence[dict[str, Any]]:
        """The links of all versions of an article to other articles, the likeliest first.

        Each has the `version` that is linked, the other's `id`, `other_version`, `title`, `publisher` and `published`,
        the `kind`, the `probability`, and how much of each is linked: `share` and `other_share`.
        """
        from retold.archive.linking import links_of_article

        entry = self.entry(name)
        with reading(self.path):
            return links_of_article(self._connect(), entry.id)

    def state(self) -> tuple[int, ...]:
        """Numbers that are others whenever the archive holds something else; cheap to ask for."""
        connection = self._connect()
        with reading(self.path):
            counts = "(SELECT count(*) FROM links), (SELECT count(*) FROM copies), (SELECT max(rowid) FROM audit)"
            row = connection.execute(f"SELECT max(number), {counts} FROM articles").fetchone()
        return tuple(number or 0 for number in row)

    def stats(self) -> Stats:
        """How much the archive holds."""
        connection = self._connect()
        with snapshot(connection, self.path):
            one = connection.execute(
                "SELECT count(DISTINCT id), count(*), coalesce(sum(length(CAST(text AS BLOB))), 0), "
                "coalesce(min(added), ''), coalesce(max(added), '') FROM articles"
            ).fetchone()
            counts = [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("copies", "keys", "links", "rejected")
            ]
            pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
            size = connection.execute(pages).fetchone()
        return Stats(
            articles=one[0], versions=one[1], copies=counts[0], keys=counts[1], links=counts[2], rejected=counts[3],
            text_bytes=one[2], file_bytes=size[0], store=self.store, first_added=one[3], last_added=one[4],
        )  # fmt: skip

    def audit(self) -> list[dict[str, str]]:
        """What was removed, rejected or accepted again, and when, the latest first: at, action, id, detail."""
        names = ("at", "action", "id", "detail")
        with reading(self.path):
            rows = self._connect().execute("SELECT at, action, id, detail FROM audit ORDER BY rowid DESC").fetchall()
        return [dict(zip(names, row, strict=True)) for row in rows]

    def reject(self, name: str, other: Article | Mapping[str, Any] | str | Path, *, undo: bool = False) -> None:
        """Record that `other` does not retell the archived article `name`; `check` respects it from then on.

        `other` is the name of another archived article, or what `check` takes. With `undo` that is taken back; an
        `ArchiveError` where it was not recorded.
        """
        from retold.archive.rejecting import reject_pair

        with self._lock:
            reject_pair(self._connect(), self.path, name, other, undo=undo)

    def export(self) -> Iterator[dict[str, Any]]:
        """All versions of all articles as JSON-ready records, in the order in which they were added."""
        from retold.archive.exporting import export_records

        with reading(self.path):
            yield from export_records(self._connect())


def _lots(records: Iterable[Record | None]) -> Iterator[list[Record | None]]:
    """The records in lots that are confirmed together."""
    lot: list[Record | None] = []
    characters = 0
    for record in records:
        lot.append(record)
        characters += len(record.text) if record else 0
        if len(lot) == _BATCH or characters >= _BATCH_CHARACTERS:
            yield lot
            lot, characters = [], 0
    if lot:
        yield lot


def _record(article: Article | Mapping[str, Any], record: type[Record]) -> Record | None:
    """An article or a mapping as a record; None where it has no text."""
    from retold.archive.exporting import restored_fields
    from retold.read.collection_open import clean
    from retold.read.record import record_fields

    more: dict[str, Any] = {}
    if isinstance(article, Article):
        slug = article.metadata.get("slug", "")
        given = {name: getattr(article, name) for name in FIELDS}
    else:
        try:
            given = record_fields(article, "The article")
        except ReadError:
            return None
        slug, more = article.get("slug", ""), restored_fields(article)
    given["slug"] = slug if isinstance(slug, str) else ""
    # Half of a pair of surrogates has no UTF-8, so that no database can hold it.
    cleaned: dict[str, Any] = {name: clean(value) for name, value in given.items()}
    return record(**cleaned, **more)
