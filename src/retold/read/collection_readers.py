"""Which reader a source is read with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retold.read.collection_files import Source
from retold.read.collection_open import open_bytes
from retold.read.collection_records import Rows, read_lines
from retold.read.collection_workers import Job

__all__ = ["open_rows"]


def open_rows(source: Source, keys: Mapping[str, str], skip: int = 0) -> Iterator[Rows | Job[Rows]]:
    """The articles of one source from record number `skip` + 1 on, in order, or jobs that read them.

    `keys` names the key or column of each field. A file that cannot be opened is a `ReadError`.
    """
    if source.kind in ("page", "text"):
        from retold.read.collection_pages import DIED, file_rows

        if skip == 0:
            arguments = (source.path, source.compression, source.name, source.size)
            if source.kind == "page":
                yield Job(file_rows, arguments, Rows(bad=[(1, DIED)], position=source.size))
            else:
                yield file_rows(*arguments)
        return
    if source.kind == "parquet":
        from retold.read.collection_tables import read_parquet

        yield from read_parquet(source.path, keys, source.size, skip)
        return
    if source.kind == "warc":
        from retold.read.collection_warc import read_warc

        yield from read_warc(source.path, source.compression, skip)
        return
    with open_bytes(source.path, source.compression) as stream:
        if source.kind == "lines":
            yield from read_lines(stream, keys, skip)
        elif source.kind == "json":
            from retold.read.collection_json import read_json

            yield from read_json(stream, keys, source.name, skip)
        else:
            from retold.read.collection_tables import read_csv

            yield from read_csv(stream, keys, "\t" if source.kind == "tsv" else ",", skip)
