"""Candidates: the pairs that share enough keys, whatever the order, the lots and the memory."""

import random
from itertools import combinations
from math import ceil, log2

import numpy as np
import pytest

from retold.match import candidates
from retold.match.candidates import FEW, LEAST, MOST, WHOLE, WINDOW, find_candidates, rank_articles


def key(number):
    """A key with bits all over, as hashes have."""
    return (number + 1) * 0x9E3779B97F4A7C15 % 2**64


def found(articles, folder, batch=3, hashes=None):
    """The candidates among articles given by their keys' numbers, as {pair: (points, how common the keys are)}."""
    hashes = np.array(hashes or [key(1_000_003 * k + 17) for k in range(len(articles))], np.uint64)
    ranks, _, by_rank = rank_articles(hashes)

    def batches():
        for at in range(0, len(articles), batch):
            part = articles[at : at + batch]
            bounds = np.cumsum([0, *map(len, part)]).astype(np.int64)
            yield np.array([key(k) for own in part for k in own], np.uint64), bounds

    pairs = {}
    before = -1
    for packed, sums in find_candidates(batches(), ranks, folder):
        assert sums.dtype == np.int32
        assert sums.shape == (len(packed), 2)
        for pair, value in zip(packed.tolist(), sums.tolist(), strict=True):
            assert pair > before
            before = pair
            pairs[tuple(sorted((int(by_rank[pair >> 32]), int(by_rank[pair & 0xFFFFFFFF]))))] = tuple(value)
    assert list(folder.iterdir()) == []
    return pairs


def by_hand(articles):
    """The same by looking at every pair, for keys that few articles have."""
    holders = {}
    for number, own in enumerate(articles):
        for k in own:
            holders.setdefault(k, set()).add(number)
    sums = {}
    for held in holders.values():
        assert len(held) <= WHOLE
        for pair in combinations(sorted(held), 2):
            points, common = sums.get(pair, (0, 0))
            sums[pair] = points + (2 if len(held) <= FEW else 1), common + ceil(log2(len(held)))
    return {pair: value for pair, value in sums.items() if value[0] >= LEAST}


def some_articles(seed, count=40):
    lot = random.Random(seed)
    stories = [lot.sample(range(2000), 12) for _ in range(8)]
    made = [lot.sample(lot.choice(stories), 7) + lot.choices(range(2000), k=5) for _ in range(count)]
    return [own + lot.choices(own, k=2) for own in made]  # a key may stand twice


@pytest.mark.parametrize("seed", range(5))
def test_candidates_are_the_pairs_that_share_enough(tmp_path, seed):
    articles = some_articles(seed)
    pairs = found(articles, tmp_path)
    assert pairs == by_hand(articles)
    assert pairs


@pytest.mark.parametrize(
    ("articles", "common"),
    [(2, 1), (3, 2), (4, 2), (5, 3), (FEW, 3), (FEW + 1, 4), (16, 4), (17, 5), (WHOLE, 5), (32, 5), (33, 6), (200, 8)],
)
def test_a_key_is_as_common_as_the_power_of_two_its_articles_do_not_exceed(tmp_path, articles, common):
    pairs = found([[*range(7)] for _ in range(articles)], tmp_path)
    assert set(pairs.values()) == {(7 * (2 if articles <= FEW else 1), 7 * common)}


def test_neither_batches_nor_little_memory_change_them(tmp_path, monkeypatch):
    articles = some_articles(7)
    pairs = found(articles, tmp_path)
    assert found(articles, tmp_path, batch=100) == pairs
    monkeypatch.setattr(candidates, "_HELD", 10)
    assert found(articles, tmp_path) == pairs
    monkeypatch.setattr(candidates, "_EVENTS_AN_ENTRY", 0)
    assert found(articles, tmp_path) == pairs


def test_the_order_of_reading_does_not_change_them(tmp_path):
    """Articles are numbered by their hashes: also where a key has so many articles that not all are paired."""
    articles = [[*range(20)] for _ in range(WHOLE + 15)]
    hashes = [key(31 * k + 5) for k in range(len(articles))]
    pairs = found(articles, tmp_path, hashes=hashes)
    order = list(range(len(articles)))
    random.Random(3).shuffle(order)
    turned = found([articles[k] for k in order], tmp_path, hashes=[hashes[k] for k in order])
    assert {tuple(sorted((order[a], order[b]))): value for (a, b), value in turned.items()} == pairs
    assert len(pairs) < len(articles) * (WINDOW + 1)
    # All hang together by their neighbours.
    near = {k for pair in pairs for k in pair}
    assert near == set(range(len(articles)))


def test_boilerplate_that_everybody_has_makes_no_candidates(tmp_path, monkeypatch):
    monkeypatch.setattr(candidates, "MOST", 50)
    assert found([[*range(20)] for _ in range(50)], tmp_path) != {}
    assert found([[*range(20)] for _ in range(51)], tmp_path) == {}
    assert MOST > 1000


def test_nothing_to_compare(tmp_path):
    assert found([], tmp_path) == {}
    assert found([[]], tmp_path) == {}
    assert found([[], [], [1, 2, 3, 4, 5, 6]], tmp_path) == {}


def test_ranks_follow_the_hashes_and_copies_have_none():
    ranks, first, by_rank = rank_articles(np.array([50, 30, 50, 90, 30, 50], np.uint64))
    assert first.tolist() == [0, 1, 0, 3, 1, 0]
    assert ranks.tolist() == [1, 0, -1, 2, -1, -1]
    assert by_rank.tolist() == [1, 0, 3]


def test_articles_without_words_are_no_copies_of_each_other():
    ranks, first, by_rank = rank_articles(np.array([0, 7, 0, 7, 0], np.uint64))
    assert first.tolist() == [0, 1, 2, 1, 4]
    assert ranks.tolist() == [-1, 0, -1, -1, -1]
    assert by_rank.tolist() == [1]
    assert rank_articles(np.zeros(2, np.uint64))[1].tolist() == [0, 1]


def test_exact_copies_are_not_compared(tmp_path):
    pairs = found([[*range(20)]] * 4, tmp_path, hashes=[5, 9, 5, 9])
    assert list(pairs) == [(0, 1)]
