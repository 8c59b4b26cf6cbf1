"""`compare_pairs` as a function: order, streaming, and what happens when something breaks."""

import json
import os
from multiprocessing import active_children

import pytest

from retold.errors import SettingsError
from retold.model import Comparison
from retold.pairs import compare_pairs

from .test_compare_pairs import inline


def lines(count):
    return [json.dumps(inline(number)) for number in range(count)]


def name_of(comparison):
    return comparison.pair


def name_or_death(comparison):
    """Ends its process at one pair, as a crash in compiled code would."""
    if comparison.pair == "p23":
        os._exit(9)
    return comparison.pair


def name_or_error(comparison):
    if comparison.pair == "p2":
        raise ValueError("two is too many")
    return comparison.pair


def test_comparisons_themselves_come_without_render():
    (found,) = compare_pairs(lines(1))
    assert isinstance(found, Comparison)
    assert found.pair == "p0"


def test_no_lines_no_results():
    assert list(compare_pairs([])) == []
    assert list(compare_pairs(["", "\n"])) == []


@pytest.mark.parametrize("workers", [0, -1])
def test_workers_must_be_one_or_more(workers):
    with pytest.raises(SettingsError):
        compare_pairs([], workers=workers)


def test_an_unforeseen_error_costs_one_pair():
    bad = []
    names = list(compare_pairs(lines(4), render=name_or_error, on_bad=lambda *reason: bad.append(reason)))
    assert names == ["p0", "p1", "p3"]
    assert bad == [(3, "ValueError: two is too many")]


def test_a_worker_that_dies_costs_one_pair():
    bad = []
    found = compare_pairs(lines(45), render=name_or_death, workers=2, on_bad=lambda *reason: bad.append(reason))
    assert list(found) == [f"p{number}" for number in range(45) if number != 23]
    assert bad == [(24, "The process that compared this pair died.")]
    assert active_children() == []


def test_lines_are_read_as_they_are_needed_and_stopping_early_ends_the_workers():
    read = 0

    def endless():
        nonlocal read
        while True:
            read += 1
            yield json.dumps(inline(read))

    found = compare_pairs(endless(), render=name_of, workers=2)
    assert [next(found), next(found)] == ["p1", "p2"]
    assert read <= 40
    found.close()
    assert active_children() == []


def test_a_byte_order_mark_is_no_obstacle():
    assert list(compare_pairs(["\ufeff" + lines(1)[0]], render=name_of)) == ["p0"]
