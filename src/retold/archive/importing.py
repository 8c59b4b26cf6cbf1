"""Reading what an archive exported, line by line, with what `retold.read.collection` has no fields for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from retold.archive.exporting import SCHEMA
from retold.errors import ReadError
from retold.read.collection_files import Source
from retold.read.collection_open import TOO_LARGE, lines_of, open_bytes
from retold.read.record import record_fields

__all__ = ["exported_batches", "is_export"]

# Exported lines begin with their schema.
_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"schema\"\s*:\s*\"" + re.escape(SCHEMA.encode()) + rb"\"")
_HEAD = 1000


def is_export(source: Source) -> bool:
    """Whether a file of a collection was written by `retold archive export`."""
    if source.kind not in ("lines", "json"):
        return False
    try:
        with open_bytes(source.path, source.compression) as stream:
            return _BEGIN.match(stream.read(_HEAD)) is not None
    except ReadError:
        return False


def exported_batches(
    source: Source, skipped: Callable[[str, int, str], None]
) -> Iterator[tuple[list[Mapping[str, Any]], int]]:
    """The records of an exported file, some at a time, and how many bytes of it have been read.

    `skipped` is called with the file, the line and the reason for what cannot be read.
    """
    number = 0
    try:
        with open_bytes(source.path, source.compression) as stream:
            for lines in lines_of(stream):
                good = []
                for line in lines:
                    number += 1
                    if line is not None and not line.strip():
                        continue
                    record = _record(line)
                    if isinstance(record, str):
                        skipped(source.path, number, record)
                    else:
                        good.append(record)
                yield good, stream.position
    except ReadError as error:
        skipped(source.path, number + 1, str(error))


def _record(line: bytes | None) -> Mapping[str, Any] | str:
    """The record in a line, or why there is none."""
    if line is None:
        return TOO_LARGE
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return "The line is not valid JSON."
    if not isinstance(record, dict):
        return "The line holds no object."
    try:
        record_fields(record, "The record")
    except ReadError as error:
        return str(error)
    return record
