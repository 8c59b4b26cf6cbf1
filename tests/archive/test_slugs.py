"""Slugs in the records of collections: they tell versions as those of mappings do, and cost no record."""

import csv
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import retold
from retold import Archive
from retold.read.collection import SCHEMA, find_sources, read_collection

TOLD = ("storm", "edited", "bakery")


@pytest.fixture
def records(told):
    """A wire report, an edited version of it under the same slug, and another report under that slug."""
    return [{"id": name, "publisher": "Ellery Wire", "text": told[name], "slug": "HARBOUR-STORM"} for name in TOLD]


def written(path, records):
    """A collection of one of the kinds that hold records."""
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(records), path)
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".jsonl":
            file.writelines(f"{json.dumps(record)}\n" for record in records)
        elif path.suffix == ".json":
            json.dump(records, file)
        else:
            table = csv.DictWriter(file, list(records[0]), delimiter="\t" if path.suffix == ".tsv" else ",")
            table.writeheader()
            table.writerows(records)
    return path


def slugs(path):
    with Archive(path, create=False) as archive:
        return [(entry.name, entry.slug) for name in ("storm", "bakery") for entry in archive.versions(name)]


def renamed(records, name):
    return [{name if key == "slug" else key: value for key, value in record.items()} for record in records]


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "tsv", "parquet"])
@pytest.mark.parametrize("column", ["slug", "slugline"])
def test_versions_are_told_by_the_slug_of_records(tmp_path, records, kind, column):
    source = written(tmp_path / f"news.{kind}", renamed(records, column))
    with Archive(tmp_path / "n.retold") as archive:
        added = archive.add_paths(source, columns={"slug": column})
    assert (added.new, added.versions, added.skipped) == (2, 1, 0)
    name = "ellery wire|harbour-storm"
    assert slugs(tmp_path / "n.retold") == [("storm@1", name), ("storm@2", name), ("bakery", name)]


def test_a_column_of_another_name_is_named(tmp_path, records):
    source = written(tmp_path / "news.jsonl", renamed(records, "slugline"))
    with Archive(tmp_path / "n.retold") as archive:
        assert archive.add_paths(source).versions == 0
    with pytest.raises(retold.RetoldError, match=r"no field “slugline”; the fields are .*, text, slug"):
        archive.add_paths(source, columns={"slugline": "slug"})


def test_it_is_the_same_as_from_mappings(tmp_path, records):
    with Archive(tmp_path / "a.retold") as archive:
        archive.add(records)
    with Archive(tmp_path / "b.retold") as archive:
        archive.add_paths(written(tmp_path / "news.csv", records))
    assert slugs(tmp_path / "a.retold") == slugs(tmp_path / "b.retold")


@pytest.mark.parametrize("odd", [None, ["a", "b"], {"a": 1}, 1.5, True, "half \ud83d"])
def test_a_slug_that_is_none_costs_no_record(tmp_path, records, odd):
    records[1]["slug"] = odd
    page = f"<article><h1>Rain</h1><p>{records[0]['text']} It rains.</p></article>"
    (tmp_path / "page.html").write_text(f"<!doctype html><html><body>{page}</body></html>", "utf-8")
    source = written(tmp_path / "news.jsonl", [*records, {"id": "empty", "text": " "}])
    with Archive(tmp_path / "n.retold") as archive:
        added = archive.add_paths([source, tmp_path / "page.html"])
        assert (added.articles, added.skipped) == (4, 1)
        assert archive.entry("bakery").slug == "ellery wire|harbour-storm"
        assert archive.entry("page.html").slug == ""


@pytest.mark.parametrize("odd", [[["a"], ["b"], []], [1.5, 2.5, 3.5], [{"a": 1}, {"a": 2}, None]])
def test_a_column_that_holds_no_texts_costs_no_table(tmp_path, records, odd):
    source = written(tmp_path / "n.parquet", [{**r, "slug": slug} for r, slug in zip(records, odd, strict=True)])
    with Archive(tmp_path / "n.retold") as archive:
        added = archive.add_paths(source)
    assert (added.new, added.skipped) == (3, 0)


def test_two_columns_of_one_name_are_none(tmp_path, records):
    table = pa.Table.from_pylist(records)
    pq.write_table(table.append_column("slug", table["id"]), tmp_path / "n.parquet")
    with Archive(tmp_path / "n.retold") as archive:
        assert archive.add_paths(tmp_path / "n.parquet").new == 3


def test_numbers_are_slugs(tmp_path, records):
    source = written(tmp_path / "news.jsonl", [{**record, "slug": 417} for record in records])
    with Archive(tmp_path / "n.retold") as archive:
        assert archive.add_paths(source).versions == 1
        assert archive.entry("storm").slug == "ellery wire|417"


def test_whoever_does_not_ask_reads_what_was_read_before(tmp_path, records):
    sources = find_sources([written(tmp_path / "news.jsonl", records)])
    (batch,) = read_collection(sources)
    (more,) = read_collection(sources, also=["slug"])
    assert batch.articles.schema == SCHEMA
    assert more.articles.select(SCHEMA.names) == batch.articles
    assert more.articles.column("slug").to_pylist() == ["HARBOUR-STORM"] * 3
