"""Adding articles: what is new, what is a version of an article that is there, and what changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retold.archive.entries import Added, now
from retold.archive.naming import address, heading, is_withdrawn, slug_of, without_number
from retold.archive.prints import Keyed, keyed, pack_spans, spans_of_keys
from retold.archive.rows import select_in
from retold.archive.schema import KEY_BITS
from retold.fingerprint.tables import load_tables
from retold.read.collection_open import clean

__all__ = ["Record", "add_records", "digest_of"]

# Share of the distinct keys of the shorter text that a version has in common with the one before it, where the same
# slug, id or heading speaks for one article: a rewritten lead keeps more, another story under a used slug far less.
_VERSION = 0.25
_COLUMNS = (
    "number, id, version, state, title, byline, publisher, published, lang, url, slug, words, hash, digest, address, "
    "heading, added, text, spans"
)


@dataclass(frozen=True, slots=True)
class Record:
    """An article as it is added: fields of `Article`, and the slug of its source.

    What stands from `version` on is of an article that was exported from an archive, and is restored: `follows` is the
    hash of the text of the version before it, in hexadecimal, `copies` and `rejected` are rows of these tables.
    """

    id: str
    text: str
    title: str = ""
    byline: str = ""
    publisher: str = ""
    published: str = ""
    lang: str = ""
    url: str = ""
    slug: str = ""
    version: int = 0
    state: str = ""
    added: str = ""
    follows: str = ""
    copies: tuple[tuple[str, str, str, str], ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """A version of an article that is there."""

    number: int
    id: str
    version: int
    address: str
    publisher: str
    words: int


def digest_of(text: str) -> bytes:
    """What is alike for the same text: a hash of it without white space around it."""
    return blake2b(clean(text.strip()).encode(), digest_size=16).digest()


def add_records(connection: sqlite3.Connection, records: Sequence[Record], store: str, added: Added) -> None:
    """Add records in the transaction that is open, and count in `added` what became of them."""
    _Batch(connection, records, keyed([record.text for record in records]), store, added).run()


class _Batch:
    """Some records on their way into the archive."""

    def __init__(
        self, connection: sqlite3.Connection, records: Sequence[Record], own: Keyed, store: str, added: Added
    ) -> None:
        self._connection, self._records, self._own, self._store, self._added = connection, records, own, store, added
        self._digests = [digest_of(record.text) for record in records]
        self._addresses = [address(record.url) for record in records]
        self._headings = [heading(record.title, record.publisher) for record in records]
        self._slugs = [slug_of(record.slug, record.url, record.publisher) for record in records]
        named = zip(records, self._addresses, self._digests, strict=True)
        self._ids = [record.id or place or digest.hex()[:12] for record, place, digest in named]
        # The version with each text; by all else, the latest version of the article that has it.
        follows = [bytes.fromhex(record.follows) for record in records if record.follows]
        self._by_digest = self._known("articles.digest", [*self._digests, *follows])
        self._by_address = self._known("articles.address", self._addresses)
        self._by_slug = self._known("articles.slug", self._slugs)
        self._by_heading = self._known("articles.heading", self._headings)
        self._by_id = self._known("articles.id", [*self._ids, *map(without_number, self._ids)])
        self._keys: dict[int, NDArray[np.int64]] = {}
        self._copies: list[tuple[Any, ...]] = []
        self._rejected: list[tuple[Any, ...]] = []
        self._steps: dict[str, int] = {}

    def _known(self, column: str, values: Iterable[Any]) -> dict[Any, _Known]:
        """The articles that have one of the values in a column, by it; of several versions the latest."""
        wanted = sorted({value for value in values if value})
        asked = (
            f"SELECT {column}, number, id, version, address, publisher, words FROM articles "
            f"WHERE {column} IN ({{}}) ORDER BY version, number"
        )
        return {row[0]: _Known(*row[1:]) for row in select_in(self._connection, asked, wanted)}

    def run(self) -> None:
        """Add the records."""
        codes = load_tables().codes
        articles: list[tuple[Any, ...]] = []
        replaced: list[int] = []
        number = self._connection.execute("SELECT coalesce(max(number), 0) FROM articles").fetchone()[0]
        time = now()
        for k, record in enumerate(self._records):
            known = self._by_digest.get(self._digests[k])
            if known is not None:
                self._added.unchanged += 1
                if self._elsewhere(k, known):
                    place = self._addresses[k]
                    self._copies.append((known.number, place, record.url, record.publisher, record.published, time))
                self._restore(record, known.number, known.id)
                continue
            before = self._before(k)
            number += 1
            if before is None:
                id, version = self._free(self._ids[k]), max(1, record.version)
                self._added.new += 1
            else:
                id, version = before.id, max(before.version + 1, record.version)
                replaced.append(before.number)
                self._added.versions += 1
            self._restore(record, number, id)
            state = "withdrawn" if record.state == "withdrawn" or is_withdrawn(record.title) else "current"
            lang = record.lang or codes[int(self._own.prints.langs[k])] or ""
            own = self._own.keys[k]
            keep = self._store == "text"
            articles.append((
                number, id, version, state, record.title, record.byline, record.publisher, record.published, lang,
                record.url, self._slugs[k], self._length(k), int(self._own.prints.hashes[k].astype(np.int64)),
                self._digests[k], self._addresses[k], self._headings[k], record.added or time,
                record.text if keep else None,
                None if keep else pack_spans(own, spans_of_keys(record.text, lang, own)),
            ))  # fmt: skip
            self._keys[number] = own
            self._remember(k, _Known(number, id, version, self._addresses[k], record.publisher, self._length(k)))
        self._write(articles, replaced)

    def _write(self, articles: list[tuple[Any, ...]], replaced: list[int]) -> None:
        """Put what is new into the tables; keys in their order, which SQLite takes faster."""
        run = self._connection
        if articles:
            run.executemany(f"INSERT INTO articles ({_COLUMNS}) VALUES ({', '.join('?' * 19)})", articles)
            run.executemany("UPDATE articles SET state = 'replaced' WHERE number = ?", [(n,) for n in replaced])
            self._write_keys(articles[0][0])
            if self._store == "text":
                found = "SELECT number, title, text FROM articles WHERE number >= ?"
                run.execute(f"INSERT INTO search (rowid, title, text) {found}", (articles[0][0],))
        before = run.total_changes
        run.executemany("INSERT OR IGNORE INTO copies VALUES (?, ?, ?, ?, ?, ?)", self._copies)
        self._added.elsewhere += run.total_changes - before
        run.executemany("INSERT OR IGNORE INTO rejected VALUES (?, ?, ?)", self._rejected)

    def _write_keys(self, first: int) -> None:
        """Put the keys of the new articles, which are numbered from `first` on, into their table.

        One statement over a list in JSON takes half the time of one a key: key and number within the batch make one
        integer, in the order of the table.
        """
        places = np.fromiter(self._keys, np.int64) - first
        values = np.concatenate([*self._keys.values()])
        owners = np.repeat(places, [len(own) for own in self._keys.values()])
        bits = int(places[-1]).bit_length()
        if KEY_BITS + bits > 63:
            raise ValueError(f"{len(places):,} articles are too many to be added at once")
        rows = np.sort((values << bits) | owners)
        self._connection.execute(
            "INSERT INTO keys SELECT value >> ?2, (value & ?3) + ?4 FROM json_each(?1)",
            (str(rows.tolist()), bits, (1 << bits) - 1, first),
        )

    def _restore(self, record: Record, number: int, id: str) -> None:
        """What an exported record says besides the article."""
        for url, publisher, published, seen in record.copies:
            self._copies.append((number, address(url), url, publisher, published, seen))
        self._rejected += [(id, other, at) for other, at in record.rejected]

    def _before(self, k: int) -> _Known | None:
        """The version that record k follows, the latest of its article, if there is one."""
        known = self._sign(k)
        if known is None:
            return None
        if known.id not in self._by_id:
            # Not `_known`, which reads many; this id was found by another sign than its own.
            self._by_id |= self._known("articles.id", [known.id])
        return self._by_id[known.id]

    def _sign(self, k: int) -> _Known | None:
        """A version of the article that record k is a version of; perhaps not the latest."""
        record = self._records[k]
        place, publisher = self._addresses[k], record.publisher
        if record.follows and (known := self._by_digest.get(bytes.fromhex(record.follows))) is not None:
            return known
        if place and (known := self._by_address.get(place)) is not None:
            return known
        if record.version and self._ids[k] not in self._by_id:
            return None  # the archive that it comes from had found no sign
        for known in (
            self._by_slug.get(self._slugs[k]),
            self._by_id.get(self._ids[k]),
            self._by_id.get(without_number(self._ids[k])),
            self._by_heading.get(self._headings[k]),
        ):
            if known is not None and _one_outlet(known, place, publisher) and self._share(k, known) >= _VERSION:
                return known
        return None

    def _share(self, k: int, known: _Known) -> float:
        """The share of the distinct keys of the shorter text that both have."""
        own = self._own.keys[k]
        if known.number in self._keys:
            other = self._keys[known.number]
            both, fewer = len(np.intersect1d(own, other, assume_unique=True)), min(len(other), len(own))
        else:
            # Keys are not indexed by article: those of the new text are looked up with the number of the old one.
            both = self._connection.execute(
                "SELECT count(*) FROM json_each(?) AS own JOIN keys ON keys.key = own.value AND keys.article = ?",
                (str(own.tolist()), known.number),
            ).fetchone()[0]
            fewer = int(len(own) * min(1.0, known.words / max(1, self._length(k))))
        return both / max(1, fewer)

    def _length(self, k: int) -> int:
        bounds = self._own.prints.word_bounds
        return int(bounds[k + 1] - bounds[k])

    def _free(self, id: str) -> str:
        """The id, or the next with a number behind it that no article has."""
        if id not in self._by_id:
            return id
        base = without_number(id)
        if base not in self._steps:
            # Names like "news.jsonl#7", by which files call articles without an id, are taken by the thousand.
            asked = "SELECT id FROM articles WHERE id > ? AND id < ?"
            taken = (row[0] for row in self._connection.execute(asked, (f"{base}#", f"{base}$")))
            numbers = (id[len(base) + 1 :] for id in taken if without_number(id) == base)
            self._steps[base] = max(map(int, numbers), default=1)
        step = self._steps[base] + 1
        while f"{base}#{step}" in self._by_id:
            step += 1
        self._steps[base] = step
        return f"{base}#{step}"

    def _remember(self, k: int, known: _Known) -> None:
        self._by_digest[self._digests[k]] = known
        self._by_id[known.id] = known
        for table, value in (
            (self._by_address, self._addresses[k]),
            (self._by_slug, self._slugs[k]),
            (self._by_heading, self._headings[k]),
        ):
            if value:
                table[value] = known

    def _elsewhere(self, k: int, known: _Known) -> bool:
        """Whether record k, whose text is known, stands at another address or with another publisher."""
        place, publisher = self._addresses[k], self._records[k].publisher
        return bool((place and place != known.address) or (publisher and publisher != known.publisher))


def _one_outlet(known: _Known, place: str, publisher: str) -> bool:
    """Whether a record may be of the same outlet as a known version, as far as both say."""
    if known.publisher and publisher:
        return known.publisher.strip().lower() == publisher.strip().lower()
    hosts = (known.address.partition("/")[0], place.partition("/")[0])
    return not all(hosts) or hosts[0] == hosts[1]
