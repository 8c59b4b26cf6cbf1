"""Which reader a source is read with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retold.errors import ReadError
from retold.read.collection_files import Source
from retold.read.collection_open import open_bytes
from retold.read.collection_records import Rows, read_lines
from retold.read.collection_workers import Job

__all__ = ["open_rows"]


def open_rows(source: Source, keys: Mapping[str, str], skip: int = 0) -> Iterator[Rows | Job]:
    """The articles of one source from record number `skip` + 1 on, in order; a `ReadError` if it cannot be opened."""
    with open_bytes(source.path, source.compression) as stream:
        if source.kind == "lines":
            yield from read_lines(stream, keys, skip)
        else:
            raise ReadError("not yet")
