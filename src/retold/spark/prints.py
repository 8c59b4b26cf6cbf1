"""Reading and fingerprinting on partitions: from files, lines or rows of tables to rows of fingerprints.

What is read is the same as in `retold.read.collection`, record by record; what is different is that a record knows
only its place in its block. A block is a file, or the part of a JSON Lines file that one task reads; the driver adds
up how many lines the blocks have.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from retold.errors import ReadError
from retold.finding import ends_of
from retold.fingerprint.prints import fingerprint
from retold.read.collection_files import Source
from retold.read.collection_open import ByteStream
from retold.read.collection_readers import open_rows
from retold.read.collection_records import FIELDS, Rows, read_lines, rows_of
from retold.read.collection_tables import column_texts
from retold.read.collection_workers import Job
from retold.spark.columns import as_signed, binary_column, text_column

__all__ = ["ARTICLE", "BAD", "END", "PRINTS", "read_contents", "read_files", "read_split", "read_table"]

# What a row is: an article; a record that was left out, its reason in `ends`; the end of a block of lines, whose
# `record` says how many lines it has.
ARTICLE, BAD, END = 0, 1, 2
_METADATA = FIELDS[:-1]
PRINTS = ", ".join(
    [
        "source int, block long, record long, sort int",
        *(f"{name} string" for name in _METADATA),
        "ends string, hash long, code int, words binary, keys binary",
    ]
)
_NAMES = ("source", "block", "record", "sort", *_METADATA, "ends", "hash", "code", "words", "keys")
_ROWS, _CHARACTERS = 2_000, 8_000_000  # of a batch of fingerprints

Batches = Iterator[pa.RecordBatch]


def read_files(sources: Sequence[Source], keys: Mapping[str, str]) -> Callable[[Iterable[pa.RecordBatch]], Batches]:
    """What reads whole files, given their numbers in `sources`; a worker must find them under the same path."""

    def read(batches: Iterable[pa.RecordBatch]) -> Batches:
        out = _Out()
        for batch in batches:
            for number in batch.column(0).to_pylist():
                for rows in _rows_of_source(sources[number], keys):
                    yield from out.add(number, 0, 0, rows)
        yield from out.rest()

    return read


def read_contents(
    sources: Mapping[str, tuple[int, Source]], keys: Mapping[str, str]
) -> Callable[[Iterable[pa.RecordBatch]], Batches]:
    """What reads files that Spark fetched, given their `path` and `content`."""

    def read(batches: Iterable[pa.RecordBatch]) -> Batches:
        out = _Out()
        for batch in batches:
            for k in range(batch.num_rows):
                number, source = _found(sources, batch.column(0)[k].as_py())
                with tempfile.TemporaryDirectory(prefix="retold-") as folder:
                    path = Path(folder, Path(source.name).name)
                    path.write_bytes(batch.column(1)[k].as_buffer())
                    for rows in _rows_of_source(replace(source, path=str(path)), keys):
                        yield from out.add(number, 0, 0, rows)
        yield from out.rest()

    return read


def read_split(
    sources: Mapping[str, tuple[int, Source]], keys: Mapping[str, str]
) -> Callable[[Iterable[pa.RecordBatch]], Batches]:
    """What reads lines of JSON, given each `line` (bytes), the `path` of its file and the `block` it is in."""

    def read(batches: Iterable[pa.RecordBatch]) -> Batches:
        out = _Out()
        current: tuple[str, int] | None = None
        number = lines = 0
        for batch in batches:
            values, paths, blocks = (batch.column(k) for k in range(3))
            places = list(zip(paths.to_pylist(), blocks.to_pylist(), strict=True))
            first = 0
            while first < len(places):
                last = first
                while last < len(places) and places[last] == places[first]:
                    last += 1
                if places[first] != current:
                    if current is not None:
                        yield from out.end(number, current[1], lines)
                    current, lines = places[first], 0
                    number, _ = _found(sources, current[0])
                data = b"\n".join(values[first:last].to_pylist())
                for rows in read_lines(_Bytes(data), keys):
                    yield from out.add(number, current[1], lines, rows)
                lines += last - first
                first = last
        if current is not None:
            yield from out.end(number, current[1], lines)
        yield from out.rest()

    return read


def read_table(
    sources: Mapping[str, tuple[int, Source]], fields: Sequence[str], keys: Mapping[str, str]
) -> Callable[[Iterable[pa.RecordBatch]], Batches]:
    """What reads rows of Parquet files, given the `path`, the number of the row in it, and the columns of `fields`."""
    same = {name: name for name in FIELDS}

    def read(batches: Iterable[pa.RecordBatch]) -> Batches:
        out = _Out()
        for batch in batches:
            paths, numbers = batch.column(0).to_pylist(), batch.column(1).to_pylist()
            first = 0
            while first < batch.num_rows:
                last = first
                while last < batch.num_rows and paths[last] == paths[first]:
                    last += 1
                number, _ = _found(sources, paths[first])
                part = batch.slice(first, last - first)
                try:
                    columns = [column_texts(part.column(2 + k), keys[name]) for k, name in enumerate(fields)]
                except ReadError as error:
                    rows = Rows(bad=[(numbers[k] + 1, str(error)) for k in range(first, last)])
                else:
                    records = [dict(zip(fields, row, strict=True)) for row in zip(*columns, strict=True)]
                    rows = rows_of(records, [n + 1 for n in numbers[first:last]], same)
                yield from out.add(number, 0, 0, rows)
                first = last
        yield from out.rest()

    return read


def _rows_of_source(source: Source, keys: Mapping[str, str]) -> Iterator[Rows]:
    """The records of one file, as `retold.read.collection` reads them."""
    last = 0
    try:
        for part in open_rows(source, keys):
            rows = part.work(*part.arguments) if isinstance(part, Job) else part
            last = max(last, rows.last)
            yield rows
    except ReadError as error:  # could not be opened
        yield Rows(bad=[(1, str(error))])
    except MemoryError:
        raise
    except Exception as error:  # one file that nobody foresaw must not cost the others
        yield Rows(bad=[(last + 1, f"The file could not be read from here on ({type(error).__name__}: {error}).")])


def _found(sources: Mapping[str, tuple[int, Source]], path: str) -> tuple[int, Source]:
    """The source at a path as Spark writes it, which may be with percent signs, and with one slash for three."""
    if path not in sources:
        path = re.sub(r"^file:/+", "file:///", path)
    return sources[path] if path in sources else sources[unquote(path)]


class _Bytes(ByteStream):
    """Bytes in memory as a stream."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    @property
    def position(self) -> int:
        return self._data.tell()

    def read(self, size: int) -> bytes:
        return self._data.read(size)


class _Out:
    """Gathers records of several blocks and gives them out as batches with the columns of PRINTS."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._places: list[tuple[int, int, int]] = []
        self._columns: list[list[str]] = [[] for _ in FIELDS]
        self._others: list[tuple[int, int, int, int, str]] = []
        self._characters = 0

    def add(self, source: int, block: int, before: int, rows: Rows) -> Batches:
        """Add records of a block, `before` others in it come before these; yields a batch where one is full."""
        self._places += [(source, block, before + number) for number in rows.numbers]
        self._others += [(source, block, before + number, BAD, reason) for number, reason in rows.bad]
        for column, new in zip(self._columns, rows.columns, strict=True):
            column.extend(new)
        self._characters += sum(map(len, rows.columns[-1]))
        if len(self._places) >= _ROWS or self._characters >= _CHARACTERS or len(self._others) >= _ROWS:
            yield from self.rest()

    def end(self, source: int, block: int, lines: int) -> Batches:
        """Note that a block has so many lines."""
        self._others.append((source, block, lines, END, ""))
        if len(self._others) >= _ROWS:
            yield from self.rest()

    def rest(self) -> Batches:
        """What was gathered."""
        if self._places:
            yield _articles(self._places, self._columns)
        if self._others:
            yield _others(self._others)
        self._begin()


def _articles(places: list[tuple[int, int, int]], columns: list[list[str]]) -> pa.RecordBatch:
    texts = text_column(columns[-1], pa.large_string())
    prints = fingerprint(texts)
    source, block, record = zip(*places, strict=True)
    arrays: list[Any] = [
        pa.array(source, pa.int32()),
        pa.array(block, pa.int64()),
        pa.array(record, pa.int64()),
        pa.array(np.full(len(places), ARTICLE, np.int32)),
        *(text_column(column, pa.string()) for column in columns[:-1]),
        pa.array([ends_of(text) for text in texts.to_pylist()], pa.string()),
        pa.array(as_signed(prints.hashes)),
        pa.array(prints.langs.astype(np.int32)),
        binary_column(prints.words, prints.word_bounds),
        binary_column(prints.keys, prints.key_bounds),
    ]
    return pa.RecordBatch.from_arrays(arrays, names=_NAMES)


def _others(rows: list[tuple[int, int, int, int, str]]) -> pa.RecordBatch:
    source, block, record, sort, reason = zip(*rows, strict=True)
    empty = pa.array([""] * len(rows), pa.string())
    zeros = np.zeros(len(rows), np.int64)
    arrays: list[Any] = [
        pa.array(source, pa.int32()),
        pa.array(block, pa.int64()),
        pa.array(record, pa.int64()),
        pa.array(sort, pa.int32()),
        *[empty] * len(_METADATA),
        text_column(reason, pa.string()),
        pa.array(zeros),
        pa.array(zeros.astype(np.int32)),
        *[pa.array([b""] * len(rows), pa.binary())] * 2,
    ]
    return pa.RecordBatch.from_arrays(arrays, names=_NAMES)
