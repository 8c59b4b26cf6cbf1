"""JSON files: one article, a list of articles however long, or JSON Lines under another name."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from retold.errors import ReadError
from retold.read.collection_open import TOO_LARGE, ByteStream, blocks_of
from retold.read.collection_records import FIELDS, Bad, Rows, read_lines, rows_of
from retold.read.decode import decode
from retold.read.record import parse_record
from retold.read.sources import MAX_FILE_BYTES

__all__ = ["read_json"]

# What is looked at to tell what the file holds.
_HEAD = 1 << 20
_GAP = re.compile(r"[\s,]*")


def read_json(stream: ByteStream, keys: Mapping[str, str], name: str, skip: int = 0) -> Iterator[Rows]:
    """The articles of a JSON file, numbered from 1; the id of a single one without an id is `name`.

    A list is read in parts. Where it is broken, one bad record stands for the rest of it.
    """
    try:
        head = stream.read(_HEAD)
        stream.unread(head)
        start = head.removeprefix(codecs.BOM_UTF8).lstrip()
        if start.startswith((b"[", b"\xff\xfe[", b"\xfe\xff\0[")):
            yield from _read_list(stream, keys, skip)
        elif _many_lines(start):
            yield from read_lines(stream, keys, skip)
        elif skip == 0:
            yield _read_one(stream, keys, name)
    except ReadError as error:
        yield Rows(bad=[(1, str(error))], position=stream.position)


def _many_lines(start: bytes) -> bool:
    """Whether the first line is an object by itself and another one follows."""
    line, newline, rest = start.partition(b"\n")
    if not newline or not rest.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _read_one(stream: ByteStream, keys: Mapping[str, str], name: str) -> Rows:
    """The article that is the whole file."""
    data = stream.read(MAX_FILE_BYTES + 1)
    stream.read(1)  # shows whether compressed data are whole
    value: Any
    try:
        value = Bad(TOO_LARGE) if len(data) > MAX_FILE_BYTES else parse_record(decode(data, name=name)[0], name)
    except ReadError as error:
        value = Bad(str(error))
    rows = rows_of([value], (1,), keys)
    rows.columns[FIELDS.index("id")] = [id or name for id in rows.columns[FIELDS.index("id")]]
    rows.position = stream.position
    return rows


def _read_list(stream: ByteStream, keys: Mapping[str, str], skip: int) -> Iterator[Rows]:
    """The articles of a list, as many at a time as a block of the file holds."""
    number = 0
    try:
        for values in _values(stream):
            first, number = number + 1, number + len(values)
            if number > skip:
                first, values = max(first, skip + 1), values[max(0, skip + 1 - first) :]
                rows = rows_of(values, range(first, number + 1), keys)
                rows.position = stream.position
                yield rows
    except ReadError as error:
        yield Rows(bad=[(number + 1, str(error))], position=stream.position)


def _values(stream: ByteStream) -> Iterator[list[Any]]:
    """The members of the list that a file is; a `ReadError` where it is broken, after all before that."""
    parse = json.JSONDecoder().raw_decode
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    blocks = blocks_of(stream)
    buffer, wanted, more, failed = "", 1, True, None
    while True:
        parts = [buffer]
        while wanted > 0 and more:
            try:
                block = next(blocks, b"")
            except ReadError as error:
                block, failed = b"", error
            more = bool(block)
            parts.append(decoder.decode(block, final=not more))
            wanted -= len(parts[-1])
        buffer = "".join(parts).lstrip()
        if not buffer and more:
            wanted = 1
            continue
        values, at, problem = _parsed(parse, buffer)
        if values:
            yield values
        buffer = "[" + buffer[at:]
        if problem is None:
            return
        if not more or len(buffer) > MAX_FILE_BYTES:
            raise failed or ReadError(
                f"The list of articles cannot be read from here on: {problem}."
                if more or len(buffer) > 1
                else "The list of articles does not end."
            )
        wanted = len(buffer)  # doubled, so that a long member is not parsed again and again


def _parsed(parse: Any, buffer: str) -> tuple[list[Any], int, str | None]:
    """The whole members in the text of a list, where they end, and why the next one cannot be read.

    The reason is None where the list ends.
    """
    values: list[Any] = []
    at = 1
    while True:
        gap = _GAP.match(buffer, at)
        begin = gap.end() if gap else at
        if buffer.startswith("]", begin):
            return values, begin, None
        try:
            value, end = parse(buffer, begin)
        except json.JSONDecodeError as error:
            return values, begin, error.msg
        except RecursionError:
            return values, begin, "it is nested too deeply"
        except ValueError as error:
            return values, begin, str(error)
        if end == len(buffer) and not isinstance(value, (dict, list, str)):
            return values, begin, "it breaks off"  # a number, of which there may be more
        values.append(value)
        at = end
