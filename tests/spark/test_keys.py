"""Candidates made on partitions are those of the embedded engine. No Spark is needed for this."""

import itertools

import numpy as np
import pyarrow as pa
import pytest

from retold.match.candidates import LEAST, find_candidates, rank_articles
from retold.spark.columns import as_signed, as_unsigned, binary_column, numbers_of, text_column
from retold.spark.keys import count_keys, list_entries, list_pairs


def articles(count, seed=1):
    """Hashes, and the keys of each article: some shared by few, some by many, some twice in one article."""
    chance = np.random.default_rng(seed)
    hashes = chance.integers(1, 2**64, count, dtype=np.uint64)
    rare = chance.integers(0, 2**64, 3 * count, dtype=np.uint64)
    common = chance.integers(0, 2**64, 8, dtype=np.uint64)
    keys = []
    for k in range(count):
        around = rare[3 * (k // 5) : 3 * (k // 5) + 12]
        keys.append(np.concatenate([around, around[:2], common[: chance.integers(0, 9)]]))
    return hashes, keys


def as_batches(hashes, keys, size):
    stories = as_signed(hashes)
    for k in range(0, len(hashes), size):
        bounds = np.concatenate([[0], np.cumsum([len(own) for own in keys[k : k + size]])])
        column = binary_column(np.concatenate(keys[k : k + size]), bounds)
        yield pa.RecordBatch.from_arrays([pa.array(stories[k : k + size]), column], names=["story", "keys"])


def embedded(hashes, keys, folder):
    ranks, _, by_rank = rank_articles(hashes)
    bounds = np.concatenate([[0], np.cumsum([len(own) for own in keys])])
    batches = iter([(np.concatenate(keys), bounds)])
    found = {}
    for packed, sums in find_candidates(batches, ranks, folder):
        for pair, own in zip(packed.tolist(), sums.tolist(), strict=True):
            found[int(hashes[by_rank[pair >> 32]]), int(hashes[by_rank[pair & 0xFFFFFFFF]])] = own
    return found


def on_partitions(hashes, keys, maps, size):
    """What Spark does, in lists: entries on several partitions, sorted by key, pairs, and their sums."""
    frequent = np.empty(0, np.int64)
    entries = []
    for k in range(maps):
        part = as_batches(hashes[k::maps], keys[k::maps], 7)
        entries += list_entries(part, frequent)
    rows = pa.Table.from_batches(entries).sort_by("key").combine_chunks()
    sums = {}
    for batch in list_pairs(rows.to_batches(max_chunksize=size)):
        first, second = (as_unsigned(batch.column(k).to_numpy()).tolist() for k in range(2))
        own = (batch.column(name).to_pylist() for name in ("points", "common"))
        for a, b, points, common in zip(first, second, *own, strict=True):
            assert a < b
            before = sums.get((a, b), (0, 0))
            sums[a, b] = [before[0] + points, before[1] + common]
    return {pair: own for pair, own in sums.items() if own[0] >= LEAST}


@pytest.mark.parametrize(("maps", "size"), [(1, 10_000), (3, 13)])
def test_candidates_are_those_of_the_embedded_engine(tmp_path, monkeypatch, maps, size):
    monkeypatch.setattr("retold.spark.keys._PAIRED", 50)
    hashes, keys = articles(200)
    expected = embedded(hashes, keys, tmp_path)
    assert len(expected) > 300
    assert len({common for _, common in expected.values()}) > 3
    assert on_partitions(hashes, keys, maps, size) == expected


def test_a_key_of_too_many_articles_is_left_out_wherever_it_is_noticed(monkeypatch):
    monkeypatch.setattr("retold.spark.keys._PAIRED", 10)
    hashes = np.arange(1, 101, dtype=np.uint64)
    keys = [np.array([7 << 40, (k // 2 + 10) << 40], np.uint64) for k in range(100)]
    entries = list(list_entries(as_batches(hashes, keys, 30), np.empty(0, np.int64), most=20))
    rows = pa.Table.from_batches(entries).sort_by("key")
    assert rows.num_rows == 100 + 21  # one more than may be, so that the reducer sees it
    pairs = pa.Table.from_batches(list_pairs(rows.combine_chunks().to_batches(max_chunksize=5), most=20))
    assert pairs.num_rows == 50
    (counts,) = count_keys(as_batches(hashes, keys, 30))
    assert counts.to_pydict()["articles"] == [100]
    frequent = counts.column(0).to_numpy()
    assert sum(batch.num_rows for batch in list_entries(as_batches(hashes, keys, 30), frequent, most=20)) == 100


def test_nothing_comes_of_nothing():
    assert list(list_entries(iter([]), np.empty(0, np.int64))) == []
    assert list(list_pairs(iter([]))) == []
    assert list(count_keys(iter([]))) == []


def test_hashes_keep_their_order_with_a_sign():
    hashes = np.sort(np.array([0, 1, 2**63 - 1, 2**63, 2**64 - 1], np.uint64))
    signed = as_signed(hashes)
    assert np.all(signed[1:] > signed[:-1])
    assert as_unsigned(signed).tolist() == hashes.tolist()


def test_columns_of_numbers_come_back_from_any_slice():
    numbers, bounds = np.arange(10, dtype=np.uint32), np.array([0, 3, 3, 10])
    column = binary_column(numbers, bounds)
    for first, last in itertools.combinations(range(4), 2):
        got, edges = numbers_of(column.slice(first, last - first), np.uint32)
        assert got.tolist() == numbers[bounds[first] : bounds[last]].tolist()
        assert edges.tolist() == (bounds[first : last + 1] - bounds[first]).tolist()


def test_lone_surrogates_are_replaced():
    assert text_column(["a", "\ud800b"], pa.string()).to_pylist() == ["a", "\ufffdb"]
