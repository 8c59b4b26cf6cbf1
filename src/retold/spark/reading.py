"""What there is to read, on the driver: files under paths and URLs, and the table of their fingerprints."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from retold.errors import ReadError, SettingsError
from retold.read.collection_files import Source, find_sources, kind_by_ending
from retold.read.collection_records import FIELDS
from retold.spark.output import is_url
from retold.spark.prints import PRINTS, read_contents, read_files, read_split, read_table

__all__ = ["field_keys", "list_sources", "read_prints"]

# Bytes of whole files that one task reads, about; and of those that Spark fetches, the most at a time in memory.
_TASK_BYTES = 32_000_000
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # of UTF-32 in little endian as well
# Paths that Spark takes by letter: no sign of a pattern in them, and no name that it takes for hidden.
_PLAIN = re.compile(r"(?:/[^/\\*?\[\]{},%_.][^/\\*?\[\]{},%]*)+")


def field_keys(columns: Mapping[str, str] | None) -> dict[str, str]:
    """The key of each field in the records; a `SettingsError` for a field that there is not."""
    keys = {name: name for name in FIELDS}
    for name, key in (columns or {}).items():
        if name not in keys:
            raise SettingsError(f"There is no field “{name}”; the fields are {', '.join(FIELDS)}.")
        keys[name] = key
    return keys


def list_sources(spark: Any, paths: Sequence[str | Path]) -> list[Source]:
    """The files to read: those under paths first, in the order of `find_sources`, then those under URLs."""
    here = [path for path in paths if not is_url(path)]
    found = list(find_sources(here)) if here else []
    there: dict[str, Source] = {}
    for url in paths:
        if is_url(url):
            there |= {source.path: source for source in _listed(spark, str(url))}
    return found + [there[path] for path in sorted(there, key=lambda path: path.split("/"))]


def _listed(spark: Any, url: str) -> list[Source]:
    """The files at a URL, or below it, of kinds that can be read."""
    from pyspark.errors import PySparkException

    try:
        listing = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(url)
        rows = listing.select("path", "length").collect()
    except PySparkException as error:
        raise ReadError(f"Spark cannot list {url}: {str(error).splitlines()[0].rstrip('.')}.") from error
    except Exception as error:  # what py4j wraps: no such file system, no credentials
        lines = [line for line in str(error).splitlines() if line.strip()]
        raise ReadError(f"Spark cannot list {url}: {lines[-1].strip() if lines else type(error).__name__}") from error
    top = url.rstrip("/").partition("://")[2].partition("/")[2] + "/"
    found = []
    for listed, length in rows:
        path = re.sub(r"^file:/+", "file:///", listed)
        inside = path.partition(top)[2]
        kind = kind_by_ending(path)
        if kind is not None:
            found.append(Source(path, inside or path.rpartition("/")[2], *kind, length))
    if not found:
        raise ReadError(f"There is nothing to read in {url}.")
    return found


def read_prints(spark: Any, sources: Sequence[Source], keys: Mapping[str, str]) -> Any:
    """The table of fingerprints of all sources, with the columns of PRINTS; nothing is read yet."""
    whole: list[int] = []
    lines: dict[str, tuple[int, Source]] = {}
    tables: dict[str, tuple[int, Source]] = {}
    fetched: dict[str, tuple[int, Source]] = {}
    for number, source in enumerate(sources):
        plain_lines = source.kind == "lines" and not source.compression
        if not is_url(source.path):
            real = os.path.realpath(source.path)
            if plain_lines and _PLAIN.fullmatch(real) and not _is_wide(real):
                lines[f"file://{real}"] = (number, source)
            else:
                whole.append(number)
        elif plain_lines:
            lines[source.path] = (number, source)
        elif source.kind == "parquet":
            tables[source.path] = (number, source)
        else:
            fetched[source.path] = (number, source)
    parts = []
    if whole:
        parts.append(_whole(spark, sources, whole, keys))
    if lines:
        parts.append(_lines(spark, lines, keys))
    if tables:
        parts.append(_tables(spark, tables, keys))
    if fetched:
        listing = spark.read.format("binaryFile").load(list(fetched)).select("path", "content")
        # Each row may be a large file; a few rows at a time would still be too many.
        parts.append(listing.repartition(len(fetched)).mapInArrow(read_contents(fetched, keys), PRINTS))
    united = parts[0]
    for part in parts[1:]:
        united = united.unionByName(part)
    return united


def _whole(spark: Any, sources: Sequence[Source], chosen: list[int], keys: Mapping[str, str]) -> Any:
    """Files that a task reads from its own disk."""
    absolute = [
        Source(os.path.abspath(sources[n].path), sources[n].name, sources[n].kind, sources[n].compression, 0)
        for n in chosen
    ]
    size = sum(sources[n].size for n in chosen)
    tasks = min(len(chosen), max(spark.sparkContext.defaultParallelism, size // _TASK_BYTES))
    places = spark.range(0, len(chosen), 1, tasks)
    numbers = chosen

    read = read_files(absolute, keys)

    def renumbered(batches: Any) -> Any:
        for batch in read(batches):
            own = pa.array([numbers[n] for n in batch.column(0).to_pylist()], pa.int32())
            yield batch.set_column(0, "source", own)

    return places.mapInArrow(renumbered, PRINTS)


def _lines(spark: Any, sources: Mapping[str, tuple[int, Source]], keys: Mapping[str, str]) -> Any:
    """JSON Lines, split between tasks by Spark."""
    from pyspark.sql import functions as f

    rows = spark.read.option("lineSep", "\n").text(list(sources))
    rows = rows.select(
        f.col("value").cast("binary").alias("line"),
        f.col("_metadata.file_path").alias("path"),
        f.col("_metadata.file_block_start").alias("block"),
    )
    return rows.mapInArrow(read_split(sources, keys), PRINTS)


def _tables(spark: Any, sources: Mapping[str, tuple[int, Source]], keys: Mapping[str, str]) -> Any:
    """Parquet files, split between tasks by Spark; a field that a file has not is empty."""
    from pyspark.sql import functions as f

    rows = spark.read.option("mergeSchema", "true").parquet(*sources)
    if keys["text"] not in rows.columns:
        raise ReadError(
            f"There is no column “{keys['text']}” in the Parquet files; their columns are {', '.join(rows.columns)}."
        )
    fields = [name for name in FIELDS if keys[name] in rows.columns]
    quoted = [f.col(f"`{keys[name]}`").alias(name) for name in fields]
    place = [f.col("_metadata.file_path").alias("path"), f.col("_metadata.row_index").alias("row")]
    return rows.select(*place, *quoted).mapInArrow(read_table(sources, fields, keys), PRINTS)


def _is_wide(path: str) -> bool:
    """Whether a file begins as one in UTF-16 or UTF-32, whose lines Spark cannot tell."""
    try:
        with open(path, "rb") as file:
            return file.read(4).startswith((*_WIDE, codecs.BOM_UTF32_BE))
    except OSError:
        return True  # then the file is left to the reader that says what is wrong with it
