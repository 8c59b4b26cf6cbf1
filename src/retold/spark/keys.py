"""Candidates on partitions: from the keys of articles to the pairs that share enough of them.

The rule is that of `retold.match.candidates`, so that the candidates are the same: its keys, cut to as many bits; its
limits; its order of articles, by the hash of their words. An article is known by that hash, with the bits turned so
that Spark, which knows no unsigned numbers, puts it in the same place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from retold.match.candidates import FEW, LEAST, LOTS, MOST, NUMBER_BITS, WHOLE, WINDOW
from retold.match.postings import count_runs, pair_up
from retold.spark.columns import numbers_of

__all__ = ["COUNTS", "ENTRIES", "LEAST", "MOST", "PAIRS", "count_keys", "list_entries", "list_pairs"]

ENTRIES = "key long, story long"
COUNTS = "key long, articles long"
PAIRS = "first long, second long, points int, common int"
# Of a key, the bits by which the embedded engine tells keys apart: those of its lot and of its entry.
_DROPPED = NUMBER_BITS - (LOTS.bit_length() - 1)
# Articles in one partition from which a key is counted towards being a frequent one.
_NOTICED = 16
_ENTRIES = 4_000_000  # entries of a partition that are sorted together, and rows sent at a time
_SENT = 500_000
_PAIRED = 400_000  # entries from which pairs are made at a time
_EVENTS_AN_ENTRY = 4

Entries = tuple[NDArray[np.int64], NDArray[np.int64]]


def count_keys(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """How many articles of a partition (`story`, `keys`) have a key, for keys that several have."""
    for keys, _ in _sorted_entries(batches):
        starts = _starts(keys)
        counts = np.diff(np.append(starts, len(keys)))
        often = counts >= _NOTICED
        yield pa.RecordBatch.from_arrays(
            [pa.array(keys[starts[often]]), pa.array(counts[often])], names=["key", "articles"]
        )


def list_entries(
    batches: Iterable[pa.RecordBatch], frequent: NDArray[np.int64], most: int = MOST
) -> Iterator[pa.RecordBatch]:
    """An entry for each key of each article (`story`, `keys`) of a partition, without the `frequent` keys (sorted).

    Of the entries of one key more than `most` in a partition, only so many leave it that the key is seen to have
    more than it may.
    """
    for keys, stories in _sorted_entries(batches):
        starts = _starts(keys)
        place = np.arange(len(keys)) - np.repeat(starts, np.diff(np.append(starts, len(keys))))
        kept = place <= most
        if len(frequent):
            found = np.minimum(np.searchsorted(frequent, keys), len(frequent) - 1)
            kept &= frequent[found] != keys
        keys, stories = keys[kept], stories[kept]
        for k in range(0, len(keys), _SENT):
            columns = [pa.array(keys[k : k + _SENT]), pa.array(stories[k : k + _SENT])]
            yield pa.RecordBatch.from_arrays(columns, names=["key", "story"])


def list_pairs(batches: Iterable[pa.RecordBatch], most: int = MOST) -> Iterator[pa.RecordBatch]:
    """The pairs of articles under the keys of a partition of entries sorted by key, with the points they get there."""
    held: list[Entries] = []
    count = 0
    for batch in batches:
        keys, stories = (batch.column(k).to_numpy(zero_copy_only=False) for k in range(2))
        held.append((keys, stories))
        count += len(keys)
        if count < _PAIRED:
            continue
        keys, stories = (np.concatenate(parts) for parts in zip(*held, strict=True))
        last = int(np.searchsorted(keys, keys[-1]))  # the last key may go on in the next batch
        if last:
            yield from _pairs(keys[:last], stories[:last], most)
        # So many entries show that a key has too many; no entry stands there twice.
        held = [(keys[last : last + most + 1], stories[last : last + most + 1])]
        count = len(held[0][0])
    if held:
        keys, stories = (np.concatenate(parts) for parts in zip(*held, strict=True))
        yield from _pairs(keys, stories, most)


def _pairs(keys: NDArray[np.int64], stories: NDArray[np.int64], most: int) -> Iterator[pa.RecordBatch]:
    """The pairs under some keys; a pair holds the article with the lower hash first."""
    if not len(keys):
        return
    known, ranks = np.unique(stories, return_inverse=True)
    numbers = np.cumsum(np.append(0, keys[1:] != keys[:-1])).astype(np.uint64)
    entries = numbers << np.uint64(NUMBER_BITS) | ranks.astype(np.uint64)
    entries.sort()
    room = np.empty(len(entries) * _EVENTS_AN_ENTRY, np.uint64)
    found = pair_up(entries, NUMBER_BITS, FEW, WHOLE, WINDOW, most, room)
    if found > len(room):
        room = np.empty(found, np.uint64)
        pair_up(entries, NUMBER_BITS, FEW, WHOLE, WINDOW, most, room)
    pairs = room[:found]
    pairs.sort()
    kept, sums = count_runs(pairs, 1)
    pairs = pairs[:kept]
    first, second = known[pairs >> np.uint64(32)], known[pairs & np.uint64(2**32 - 1)]
    for k in range(0, kept, _SENT):
        columns = [pa.array(column[k : k + _SENT]) for column in (first, second, *sums.T.copy())]
        yield pa.RecordBatch.from_arrays(columns, names=["first", "second", "points", "common"])


def _sorted_entries(batches: Iterable[pa.RecordBatch]) -> Iterator[Entries]:
    """The keys of articles, each once an article, sorted, with the article of each."""
    held: list[Entries] = []
    count = 0
    for batch in batches:
        keys, bounds = numbers_of(batch.column(1), np.uint64)
        stories = np.repeat(batch.column(0).to_numpy(zero_copy_only=False), np.diff(bounds))
        held.append(((keys >> np.uint64(_DROPPED)).astype(np.int64), stories))
        count += len(keys)
        if count >= _ENTRIES:
            yield _once(held)
            held, count = [], 0
    if held:
        yield _once(held)


def _once(held: list[Entries]) -> Entries:
    keys, stories = (np.concatenate(parts) for parts in zip(*held, strict=True))
    order = np.lexsort((stories, keys))
    keys, stories = keys[order], stories[order]
    fresh = np.ones(len(keys), np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]) | (stories[1:] != stories[:-1])
    return keys[fresh], stories[fresh]


def _starts(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each key begins in sorted keys."""
    return np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.empty(0, np.int64)
