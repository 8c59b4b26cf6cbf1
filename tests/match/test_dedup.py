"""A clean collection: one version of each report stays, and what goes names one that stays."""

import json
import random

import pyarrow as pa
import pytest

from retold.match.dedup import choose, write_clean
from retold.match.verify import KINDS
from retold.read.collection import SCHEMA

from .builder import family

KEEPS = ("earliest", "longest", "credited")
DATES = {"a": "2031-05-06", "b": "2031-05-05T10:00:00Z", "c": "2031-05-07"}


@pytest.mark.parametrize(
    ("keep", "expected"), [("earliest", "b"), ("longest", "c"), ("credited", "a")]
)
def test_which_version_stays(keep, expected):
    told = family("f", ("a", "b"), ("b", "c"), origin="a", published=DATES, words={"c": 300})
    gone = choose([told], keep)
    assert set(gone) == {"a", "b", "c"} - {expected}
    assert {removed.kept for removed in gone.values()} == {expected}


def test_without_dates_or_credit_the_first_read_stays():
    told = family("f", ("a", "b"), ("b", "c"))
    assert set(choose([told])) == set(choose([told], "credited")) == {"b", "c"}


def test_what_only_takes_a_part_stays():
    told = family("f", ("a", "b", "excerpt", 0.9, 0.3), ("a", "c", "copy", 1.0, 1.0))
    assert set(choose([told])) == {"c"}


def test_what_is_part_of_the_version_that_stays_goes():
    told = family("f", ("a", "b", "excerpt", 0.3, 0.85))
    assert set(choose([told])) == {"b"}
    # But not the other way round: the longer one has more to say.
    assert choose([family("f", ("a", "b", "excerpt", 0.85, 0.3))]) == {}
    assert set(choose([family("f", ("a", "b", "excerpt", 0.85, 0.3))], "longest")) == set()


def test_the_link_leads_to_what_stays_or_to_another_that_goes():
    gone = choose([family("f", ("a", "b"), ("b", "c", "edited"))])
    assert [(removed.id, removed.kept, removed.link.kind) for removed in gone.values()] == [
        ("b", "a", "reworded"),
        ("c", "a", "edited"),
    ]


def test_what_stays_for_one_family_stays_in_the_others():
    first = family("f", ("b", "c"), ("b", "d"))
    second = family("g", ("a", "b"))
    gone = choose([first, second])
    assert {name: removed.kept for name, removed in gone.items()} == {"c": "b", "d": "b", "a": "b"}


def test_two_that_stay_do_not_remove_each_other():
    gone = choose([family("f", ("a", "c")), family("g", ("b", "d")), family("h", ("a", "b"), ("b", "e"))])
    assert {name: removed.kept for name, removed in gone.items()} == {"c": "a", "d": "b", "e": "b"}


def some_families(lot):
    names = [f"n{k:02}" for k in range(lot.randint(3, 20))]
    made = []
    for number in range(lot.randint(1, 6)):
        own = lot.sample(names, lot.randint(2, min(7, len(names))))
        found = []
        for k in range(1, len(own)):
            shares = (round(lot.random(), 2), round(lot.random(), 2))
            found.append((own[lot.randrange(k)], own[k], lot.choice(KINDS), *shares))
        dates = {name: f"2031-05-{lot.randint(1, 28):02}" for name in own if lot.random() < 0.7}
        words = {name: lot.randint(50, 900) for name in own}
        origin = lot.choice([None, *own])
        made.append(family(f"f{number}", *found, origin=origin, published=dates, words=words))
    return names, sorted(made, key=lambda one: -len(one.members))


def column(names):
    """The articles as they are read, in two batches."""
    rows = [{field.name: "" for field in SCHEMA} | {"id": name, "text": f"Text of {name}, “ü”."} for name in names]
    half = len(rows) // 2
    return [(k, pa.RecordBatch.from_pylist(part, SCHEMA)) for k, part in ((0, rows[:half]), (half, rows[half:]))]


@pytest.mark.parametrize("keep", KEEPS)
@pytest.mark.parametrize("seed", range(25))
def test_kept_and_removed_make_the_whole_and_nothing_names_what_is_gone(tmp_path, seed, keep):
    names, families = some_families(random.Random(seed))
    path = tmp_path / "clean.jsonl"
    write_clean(path, families, column(names), keep)
    clean = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    kept = [article["id"] for article in clean]
    removed = [json.loads(line) for line in (tmp_path / "clean.jsonl.removed.jsonl").read_text("utf-8").splitlines()]
    assert sorted([*kept, *(one["id"] for one in removed)]) == names
    assert all(article["text"] == f"Text of {article['id']}, “ü”." for article in clean)
    by_id = {one.id: one for one in families}
    gone = {one["id"] for one in removed}
    for one in removed:
        own = by_id[one["family"]]
        assert one["kept"] in kept
        assert {one["id"], one["kept"], one["linked_to"]} <= set(own.articles)
        assert one["linked_to"] == one["kept"] or one["linked_to"] in gone
        (link,) = [link for link in own.links if {link.source, link.derived} == {one["id"], one["linked_to"]}]
        assert (link.kind, link.probability) == (one["kind"], one["probability"])
        share = link.derived_share if link.derived == one["id"] else link.source_share
        assert link.kind != "excerpt" or share >= 0.8
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clean.jsonl", "clean.jsonl.removed.jsonl"]


def test_a_collection_without_families_is_written_whole(tmp_path):
    write_clean(tmp_path / "clean.jsonl", [], column(["a", "b", "c"]))
    assert len((tmp_path / "clean.jsonl").read_text().splitlines()) == 3
    assert (tmp_path / "clean.jsonl.removed.jsonl").read_text() == ""
