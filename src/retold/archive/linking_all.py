"""Links of all articles of an archive at once, by the search that `retold find` makes over a collection."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from retold._workers import available_cores
from retold.fingerprint.prints import fingerprint
from retold.match import Links, Store, search

__all__ = ["find_links"]

_BATCH = 4000  # articles that are read and fingerprinted together
_READING = 0.3  # share of the time


def find_links(connection: sqlite3.Connection, tell: Callable[[float], None]) -> tuple[set[int], Links, list[int]]:
    """The numbers of the articles that were not linked before; their links; and the number of each article in these.

    The fingerprints of all articles are kept in a temporary folder in the meantime.
    """
    unlinked = {number for (number,) in connection.execute("SELECT number FROM articles WHERE linked = 0")}
    numbers: list[int] = []
    with tempfile.TemporaryDirectory(prefix="retold-") as folder:
        store = Store(Path(folder), {})
        total = connection.execute("SELECT max(number) FROM articles").fetchone()[0]
        for rows in _texts(connection):
            numbers += [number for number, _ in rows]
            column = pa.record_batch({"number": pa.array([number for number, _ in rows], pa.int64())})
            store.add(column, fingerprint(pa.array([text for _, text in rows], pa.large_string())), {})
            tell(_READING * min(1.0, numbers[-1] / total))
        own = np.array(numbers, np.int64)
        # Articles with the same words are linked like others: their hashes are made to differ, all but that of none.
        hashes = store.column("hashes")
        hashes = np.where(hashes == 0, hashes, (hashes | np.uint64(2**32 - 1)) ^ np.arange(len(own), dtype=np.uint64))
        threads, rest = available_cores(), 1 - _READING
        links, _ = search(store, hashes, threads=threads, tell=lambda done: tell(_READING + rest * done))
        fresh = np.isin(own, np.fromiter(unlinked, np.int64, len(unlinked)))
        return unlinked, links[np.flatnonzero(fresh[links.pairs].any(axis=1))], numbers


def _texts(connection: sqlite3.Connection) -> Iterator[list[tuple[int, str]]]:
    """The numbers and texts of all articles that have one, in order, batch by batch."""
    found = connection.execute("SELECT number, text FROM articles WHERE text IS NOT NULL ORDER BY number")
    while rows := found.fetchmany(_BATCH):
        yield rows
