"""Tables of articles: CSV and TSV, whose fields may hold anything, and Parquet, one part of a row group at a time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from typing import Any

from retold.errors import ReadError
from retold.read.collection_open import TOO_LARGE, ByteStream, decode_line, lines_of
from retold.read.collection_records import FIELDS, Bad, Rows, rows_of
from retold.read.sources import MAX_FILE_BYTES

__all__ = ["column_texts", "read_csv", "read_parquet"]

# Rows made at a time: so many, and fewer where they would hold more than some megabytes.
_ROWS = 500
_BYTES = 4_000_000
_NAMED = 12  # columns named in a reason
_NO_FRACTION = re.compile(r"\.0+(?=Z?$)")


def read_csv(stream: ByteStream, keys: Mapping[str, str], delimiter: str, skip: int = 0) -> Iterator[Rows]:
    """The articles of a table with a header row, numbered by row below the header; empty rows count as well.

    Where the header shows that another delimiter (comma, semicolon, tab) is used, that is taken. A row with too few
    fields has empty ones for the rest. Rows that cannot be parsed are bad records.
    """
    feed = _Feed(stream)
    number = 0  # of the last row read
    try:
        lines = feed.lines()
        header = next(lines, None)
        if header is None:
            yield Rows(bad=[(1, str(feed.error or "The table is empty."))], position=stream.position)
            return
        delimiters = (delimiter, ",", ";", "\t")
        delimiter = next(
            (d for d in delimiters if keys["text"] in _header_of(csv.reader([header], delimiter=d))), delimiter
        )
        csv.field_size_limit(MAX_FILE_BYTES)
        reader = csv.reader(chain([header], lines), delimiter=delimiter)
        names = _header_of(reader)
        if keys["text"] not in names:
            yield Rows(bad=[(1, _no_text(keys, names))], position=stream.position)
            return
        while True:
            values: list[Any] = []
            numbers: list[int] = []
            until = feed.read + _BYTES
            for row in islice(_table_rows(reader, feed), _ROWS):
                number += 1
                if number > skip and (isinstance(row, Bad) or row):
                    values.append(row if isinstance(row, Bad) else dict(zip(names, row, strict=False)))
                    numbers.append(number)
                if feed.read > until:
                    break
            if not values and feed.ended:
                break
            if values:
                rows = rows_of(values, numbers, keys)
                rows.position = stream.position
                yield rows
        if feed.error is not None:
            raise feed.error
    except ReadError as error:
        yield Rows(bad=[(number + 1, str(error))], position=stream.position)


def _table_rows(reader: Any, feed: _Feed) -> Iterator[list[str] | Bad]:
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = TOO_LARGE if "limit" in str(error) else f"The row cannot be read as CSV: {error}."
            feed.reason = ""
            yield Bad(what)
            continue
        if feed.ended:  # every line has its end, so only an open quotation mark makes the reader ask on
            if feed.error is None:
                yield Bad("The row does not end: a quotation mark is missing.")
            return
        if feed.reason:
            row, feed.reason = Bad(feed.reason), ""
        yield row


class _Feed:
    """The lines of a table as the csv module wants them. A line that cannot be used gives the row a `reason`."""

    def __init__(self, stream: ByteStream) -> None:
        self._blocks = lines_of(stream)
        self.reason = ""
        self.ended = False
        self.read = 0  # bytes in the blocks that were begun
        self.error: ReadError | None = None

    def lines(self) -> Iterator[str]:
        """The lines, each with its end. An error in the file ends them and is kept in `error`."""
        try:
            for block in self._blocks:
                self.read += sum(len(line) for line in block if line is not None)
                try:
                    yield from [f"{str(line, 'utf-8')}\n" for line in block]  # type: ignore[arg-type]
                except (UnicodeDecodeError, TypeError):
                    yield from self._mended(block)
        except ReadError as error:
            self.error = error
        self.ended = True

    def _mended(self, block: list[bytes | None]) -> Iterator[str]:
        """The lines of a block in which one is too large or not in UTF-8."""
        for line in block:
            text = None if line is None else decode_line(line)
            if text is None:
                self.reason = TOO_LARGE if line is None else "The row is not text in UTF-8."
            yield f"{text or ''}\n"


def _header_of(reader: Any) -> list[str]:
    """The names of the columns, none where the header cannot be read."""
    try:
        return [name.strip() for name in next(reader)]
    except (csv.Error, StopIteration):
        return []


def _no_text(keys: Mapping[str, str], names: list[str]) -> str:
    """Why a table without a text cannot be read."""
    listed = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    return f"There is no column “{keys['text']}”; the columns are: {listed}."


def read_parquet(path: str, keys: Mapping[str, str], size: int, skip: int = 0) -> Iterator[Rows]:
    """The articles of a Parquet file, numbered by row. Columns that are missing are empty, but for the text.

    Dates and times become ISO 8601 texts, whole numbers texts. A column of another type, or a damaged file, is one
    bad record. Only the columns needed are read, in parts of a row group.
    """
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    number = 0
    try:
        with pq.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False) as file:
            names = file.schema_arrow.names
            if keys["text"] not in names:
                yield Rows(bad=[(1, _no_text(keys, names))], position=size)
                return
            wanted = [name for name in keys if keys[name] in names]
            wanted = [name for name in wanted if name in FIELDS or _is_text(file.schema_arrow, keys[name])]
            total = file.metadata.num_rows
            for group in range(file.num_row_groups):
                rows_here = file.metadata.row_group(group).num_rows
                if number + rows_here <= skip:
                    number += rows_here
                    continue
                size_here = file.metadata.row_group(group).total_byte_size
                at_once = max(1, min(_ROWS, _BYTES * rows_here // max(1, size_here)))
                chosen = list(dict.fromkeys(keys[name] for name in wanted))
                for part in file.iter_batches(at_once, row_groups=[group], columns=chosen, use_threads=False):
                    first, last = number + 1, number + part.num_rows
                    if first <= skip:
                        part, first = part.slice(skip + 1 - first), min(skip, last) + 1
                    columns = {name: column_texts(part.column(keys[name]), keys[name]) for name in wanted}
                    number = last
                    records = [dict(zip(wanted, row, strict=True)) for row in zip(*columns.values(), strict=True)]
                    rows = rows_of(records, range(first, number + 1), {name: name for name in keys})
                    rows.position = size * number // total
                    yield rows
    except (pa.ArrowException, OSError, ValueError, ReadError) as error:
        reason = str(error) if isinstance(error, ReadError) else f"The Parquet file is damaged: {_brief(error)}."
        yield Rows(bad=[(number + 1, reason)], position=size)


def _is_text(schema: Any, name: str) -> bool:
    """Whether one column of this name holds what can be told as texts."""
    import pyarrow as pa

    places = schema.get_all_field_indices(name)
    try:
        column_texts(pa.array([], schema.field(places[0]).type), name)
    except ReadError:
        return False
    return len(places) == 1


def _brief(error: Exception) -> str:
    """The first line of a message of pyarrow."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".")[:200] if lines else type(error).__name__


def column_texts(column: Any, name: str) -> list[str | None]:
    """A column as texts or None."""
    import pyarrow as pa
    import pyarrow.types as pt  # type: ignore[import-untyped]

    if pt.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pt.is_null(kind) or pt.is_integer(kind):
        return [None if value is None else str(value) for value in column.to_pylist()]
    if pt.is_date(kind) or pt.is_timestamp(kind):
        told = column.cast(pa.string()).to_pylist()
        return [None if text is None else _NO_FRACTION.sub("", text.replace(" ", "T", 1)) for text in told]
    if not (pt.is_string(kind) or pt.is_large_string(kind) or pt.is_binary(kind) or pt.is_large_binary(kind)):
        if "view" not in str(kind):
            raise ReadError(f"The column “{name}” holds {kind} instead of text.")
        column = column.cast(pa.large_binary())
    try:
        return list(column.cast(pa.large_string()).to_pylist())
    except (UnicodeDecodeError, pa.ArrowInvalid):
        raw = column.cast(pa.large_binary()).to_pylist()
        return [None if data is None else (decode_line(data) or "") for data in raw]
