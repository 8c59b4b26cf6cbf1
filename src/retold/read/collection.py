"""Reading whole collections: any number of articles from many files, as batches of columns, in little memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from retold.errors import ReadError, SettingsError
from retold.read.collection_files import Source, find_sources
from retold.read.collection_ids import UniqueIds
from retold.read.collection_open import clean
from retold.read.collection_readers import open_rows
from retold.read.collection_records import FIELDS, Rows
from retold.read.collection_workers import Job, in_order

__all__ = ["FIELDS", "SCHEMA", "BadRecord", "Batch", "Position", "Source", "find_sources", "read_collection"]


def _schema(names: Iterable[str]) -> Any:
    """Columns of texts, none of them missing."""
    return pa.schema([pa.field(name, pa.large_string(), nullable=False) for name in names])


SCHEMA = _schema(FIELDS)

# A batch ends with so many records, good and bad, or before the text of its articles gets longer than so many
# characters. The next steps want some thousand articles at a time, and a batch must fit into memory several times.
_BATCH_RECORDS = 4_000
_BATCH_CHARACTERS = 16_000_000

_ID, _TEXT = FIELDS.index("id"), FIELDS.index("text")


@dataclass(frozen=True, slots=True)
class Position:
    """A place between two records: the first `record` records of source number `source` (from 0) have been read.

    Good and bad records count alike, and so do the blank lines of a JSON Lines file.
    """

    source: int
    record: int


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A record that was left out: the file, the number of the record in it from 1, and why, in one sentence.

    The number of a record is its line in JSON Lines, and its place among the records elsewhere.
    """

    path: str
    record: int
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Some articles with the columns of `SCHEMA`, and the records in between that were left out.

    Fields that were wanted beside those of an article follow as further columns. `after` is where reading goes on,
    `bytes_read` how many bytes of the files on disk have been read so far, those before the start included.
    """

    articles: pa.RecordBatch
    bad: tuple[BadRecord, ...]
    after: Position
    bytes_read: int


def read_collection(
    sources: Sequence[Source],
    *,
    columns: Mapping[str, str] | None = None,
    workers: int | None = None,
    start: Position | None = None,
    seen: Iterable[str] = (),
    also: Sequence[str] = (),
) -> Iterator[Batch]:
    """The articles of all sources in order, a batch of up to 4,000 records or 16 million characters at a time.

    `columns` gives the name of a field in the records of JSON, CSV and Parquet files where it is another: `{"text":
    "body"}`. `also` names fields of these files that are wanted behind those of an article, as texts; they are empty
    where there is no text in them. `workers` is the number of processes for web pages, by default one a core; all else
    is read in this process. Reading goes on from `start`, the `after` of an earlier batch, with the ids in `seen`
    taken.

    What the batches hold depends on the files and `columns` alone: not on `workers`, and from `start` on exactly as
    if reading had not been interrupted, if `seen` are the ids of all batches up to there. Ids are unique; a record
    without one gets the name of its source and its number. `lang` is a plain code where one is declared, and never
    recognised. Nothing in a file stops the reading of the rest: bad records are listed in the batches.
    Ending the iteration early, with Ctrl-C too, ends the workers. In a script, call it under
    `if __name__ == "__main__":`, as workers import the script anew.
    """
    if workers is not None and workers < 1:
        raise SettingsError(f"The number of workers must be 1 or more, not {workers}.")
    keys = {name: name for name in (*FIELDS, *also)}
    for name, key in (columns or {}).items():
        if name not in keys:
            raise SettingsError(f"There is no field “{name}”; the fields are {', '.join(keys)}.")
        keys[name] = key
    begin = start or Position(0, 0)
    if not (0 <= begin.source <= len(sources) and begin.record >= 0):
        raise SettingsError(f"The collection has no source number {begin.source} to go on from.")
    return _batches(sources, keys, workers, begin, seen)


def _batches(
    sources: Sequence[Source], keys: Mapping[str, str], workers: int | None, start: Position, seen: Iterable[str]
) -> Iterator[Batch]:
    before = [0]
    for source in sources:
        before.append(before[-1] + source.size)
    ids = UniqueIds(seen)
    gathered = _Gathered(start, keys)
    stretches = in_order(_stretches(sources, keys, start), workers)
    try:
        for number, rows in stretches:
            source = sources[number]
            gathered.bytes_read = before[number] + min(rows.position, source.size)
            if number == start.source and rows.bad:
                rows.bad = [bad for bad in rows.bad if bad[0] > start.record]
            column = rows.columns[_ID]
            if "" in column:
                rows.columns[_ID] = [id or f"{source.name}#{n}" for id, n in zip(column, rows.numbers, strict=True)]
            rows.columns += [[""] * len(rows.numbers) for _ in range(len(rows.columns), len(keys))]
            for _ in gathered.take(number, source.path, rows):
                yield gathered.batch(ids)
        gathered.bytes_read = before[-1]
        if gathered.records:
            yield gathered.batch(ids)
    finally:
        stretches.close()


def _stretches(
    sources: Sequence[Source], keys: Mapping[str, str], start: Position
) -> Iterator[tuple[int, Rows | Job[Rows]]]:
    """What there is to read, in order: rows that were read at once, and pages for the workers."""
    for number in range(start.source, len(sources)):
        last = skip = start.record if number == start.source else 0
        try:
            for part in open_rows(sources[number], keys, skip):
                last = max(last, (part.died if isinstance(part, Job) else part).last)
                yield number, part
        except ReadError as error:  # could not be opened
            yield number, Rows(bad=[(1, str(error))], position=sources[number].size)
        except MemoryError:
            raise
        except Exception as error:  # one file that nobody foresaw must not cost the others
            reason = f"The file could not be read from here on ({type(error).__name__}: {error})."
            yield number, Rows(bad=[(last + 1, reason)], position=sources[number].size)


class _Gathered:
    """The records of the batch to come."""

    def __init__(self, start: Position, names: Iterable[str]) -> None:
        self._after = start
        self._schema = _schema(names)
        self._begin()
        self.bytes_read = 0

    def _begin(self) -> None:
        self._columns: list[list[str]] = [[] for _ in self._schema]
        self._bad: list[BadRecord] = []
        self._characters = 0
        self.records = 0

    def take(self, source: int, path: str, rows: Rows) -> Iterator[None]:
        """Add records in order; stops wherever a batch is complete, which must be fetched before going on."""
        at = 0
        for number, reason in rows.bad:
            until = at
            while until < len(rows.numbers) and rows.numbers[until] < number:
                until += 1
            yield from self._take_good(source, rows, at, until)
            at = until
            if self.records >= _BATCH_RECORDS:
                yield
            self._bad.append(BadRecord(path, number, reason))
            self.records += 1
            self._after = Position(source, number)
        yield from self._take_good(source, rows, at, len(rows.numbers))

    def _take_good(self, source: int, rows: Rows, at: int, end: int) -> Iterator[None]:
        texts = rows.columns[_TEXT]
        while at < end:
            stop, room = at, _BATCH_CHARACTERS - self._characters
            last = min(end, at + _BATCH_RECORDS - self.records)
            while stop < last and (room := room - len(texts[stop])) >= 0:
                stop += 1
            if stop == at and not self.records and last > at:
                stop += 1  # one article longer than a batch is a batch
            if stop == at:
                yield
                continue
            for column, new in zip(self._columns, rows.columns, strict=True):
                column.extend(new[at:stop])
            self._characters += sum(map(len, texts[at:stop]))
            self.records += stop - at
            self._after = Position(source, rows.numbers[stop - 1])
            at = stop

    def batch(self, ids: UniqueIds) -> Batch:
        """The batch of what was added, and an empty one begun."""
        columns, bad = self._columns, tuple(self._bad)
        columns[_ID] = ids.unique(columns[_ID])
        arrays = [_array(column) for column in columns]
        self._begin()
        return Batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema), bad, self._after, self.bytes_read)


def _array(column: list[str]) -> pa.Array:
    """A column as Arrow has it; lone surrogates, which have no UTF-8, are replaced.

    `pyarrow.array` is no quicker, and imports pandas where that is installed, which takes half a second.
    """
    size = len(column)
    offsets = np.zeros(size + 1, np.int64)
    if not any(column):
        return pa.LargeStringArray.from_buffers(size, pa.py_buffer(offsets), pa.py_buffer(b""))
    try:
        encoded = [text.encode() for text in column]
    except UnicodeEncodeError:
        encoded = [clean(text).encode() for text in column]
    np.cumsum(np.fromiter(map(len, encoded), np.int64, size), out=offsets[1:])
    return pa.LargeStringArray.from_buffers(size, pa.py_buffer(offsets), pa.py_buffer(b"".join(encoded)))
