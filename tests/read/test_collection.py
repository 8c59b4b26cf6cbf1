"""Reading collections: batches, ids, positions, bad records of JSON Lines."""

import bz2
import gzip
import json
import lzma
import subprocess
import sys
import tracemalloc

import pyarrow as pa
import pytest

import retold.read.collection as collection
import retold.read.collection_open as opening
import retold.read.collection_records as records
from retold.errors import ReadError, SettingsError
from retold.read import BadRecord, Batch, Position, find_sources, read_collection
from retold.read.collection import FIELDS, SCHEMA

TEXT = "The ferry to Ostholm was cancelled on Friday. Nobody knew why, the harbour master said."


def lines(path, *items):
    """A JSON Lines file; bytes and strings go in as they are."""
    data = [item if isinstance(item, bytes) else item.encode() if isinstance(item, str) else json.dumps(item).encode()
            for item in items]  # fmt: skip
    path.write_bytes(b"\n".join(data) + b"\n")
    return path


def batches(*paths, **options):
    return list(read_collection(find_sources(paths), **options))


def table(read):
    """The articles of all batches as rows, and all bad records as (record, reason)."""
    rows = [row for batch in read for row in batch.articles.to_pylist()]
    return rows, [(bad.record, bad.reason) for batch in read for bad in batch.bad]


def ids(read):
    return [row["id"] for row in table(read)[0]]


def small(monkeypatch, records=3, characters=10**9, block=64):
    monkeypatch.setattr(collection, "_BATCH_RECORDS", records)
    monkeypatch.setattr(collection, "_BATCH_CHARACTERS", characters)
    monkeypatch.setattr(opening, "_BLOCK", block)


@pytest.fixture(params=["orjson", "json"])
def parser(request, monkeypatch):
    """Both parsers, which must read the same."""
    if request.param == "json":
        monkeypatch.setattr(records, "loads", json.loads)
    else:
        monkeypatch.setattr(records, "loads", pytest.importorskip("orjson").loads)


def test_articles_come_as_columns(tmp_path, parser):
    full = {name: f"the {name}" for name in FIELDS} | {"lang": "en-GB", "extra": [1]}
    path = lines(tmp_path / "a.jsonl", full, {"text": TEXT, "title": None})
    (batch,) = batches(path)
    assert batch.articles.schema == SCHEMA
    batch.articles.validate(full=True)
    first, second = batch.articles.to_pylist()
    assert first == {name: f"the {name}" for name in FIELDS} | {"lang": "en"}
    assert second == dict.fromkeys(FIELDS, "") | {"id": "a.jsonl#2", "text": TEXT}
    assert batch == Batch(batch.articles, (), Position(0, 2), path.stat().st_size)


def test_a_collection_of_nothing_has_no_batches(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"")
    lines(tmp_path / "b.jsonl", "", " ")
    assert batches(tmp_path) == []


def test_bad_lines_cost_nothing_else(tmp_path, parser):
    path = lines(
        tmp_path / "a.jsonl",
        {"id": "good1", "text": TEXT},
        '{"id": "broken", "text": "The fer',
        "",
        "[1, 2]",
        "null",
        {"id": "no"},
        {"id": "blank", "text": " \n"},
        {"id": "kind", "text": 5},
        {"id": True, "text": TEXT},
        {"id": 7.5, "text": TEXT},
        {"title": ["T"], "text": TEXT},
        b'{"text": "' + "Паром отменён".encode("cp1251") + b'"}',
        b"\xff\xfe\x00",
        "[" * 100_000,
        {"id": "good2", "text": TEXT},
    )
    rows, bad = table(batches(path))
    assert [row["id"] for row in rows] == ["good1", "good2"]
    assert [record for record, _ in bad] == [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    reasons = dict(bad)
    assert reasons[2].startswith("The line is not valid JSON: column 26, ")
    assert reasons[4] == "The record holds a list, not one JSON article."
    assert reasons[5] == "The record holds nothing, not one JSON article."
    assert reasons[6] == "The record has no “text”."
    assert reasons[7] == "The record has an empty “text”."
    assert reasons[8] == "The record has a wrong type for “text”: a number instead of text."
    assert reasons[9] == "The record has a wrong type for “id”: true or false instead of text."
    assert reasons[11] == "The record has a wrong type for “title”: a list instead of text."
    assert reasons[12] == "The line is not text in UTF-8."
    assert all(reason.endswith(".") and "\n" not in reason for reason in reasons.values())


def test_odd_texts_are_read(tmp_path, parser):
    path = lines(
        tmp_path / "a.jsonl",
        b'\xef\xbb\xbf{"id": "\\ud800x", "text": "A lone \\udc00 and a pair \\ud83d\\ude00."}',
        b'{"id": 12, "text": "Null \\u0000 byte.", "n": NaN}',
        b'{"id": -3, "text": "Two \xff broken bytes \xc3\xa9\xc3\xa9\xc3\xa9' + "é".encode() * 40 + b'."}\r',
        b'{"id": "w", "text": "The windows word \x92tis."}',
        b'{"id": "twice", "id": "last", "text": "The last one counts."}',
    )
    rows, bad = table(batches(path))
    assert bad == []
    assert [row["id"] for row in rows] == ["\ufffdx", "12", "-3", "w", "last"]
    assert rows[0]["text"] == "A lone \ufffd and a pair 😀."
    assert rows[1]["text"] == "Null \0 byte."
    assert rows[2]["text"].startswith("Two \ufffd broken bytes ééé")
    assert rows[3]["text"] == "The windows word ’tis."


def test_utf16_lines_are_read(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"id": "ü", "text": "Die Fähre fuhr nicht."}\n' * 2, "utf-16")
    assert ids(batches(tmp_path)) == ["ü", "ü#2"]


def test_columns_name_the_keys(tmp_path):
    path = lines(tmp_path / "a.jsonl", {"body": TEXT, "headline": "No ferry", "text": "x"}, {"text": TEXT})
    rows, bad = table(batches(path, columns={"text": "body", "title": "headline"}))
    assert [(row["title"], row["text"]) for row in rows] == [("No ferry", TEXT)]
    assert bad == [(2, "The record has no “body”.")]
    with pytest.raises(SettingsError, match="no field “body”"):
        read_collection((), columns={"body": "text"})


def test_batches_end_where_the_records_say(tmp_path, monkeypatch):
    items = [{"text": "x" * (i % 7 + 1)} for i in range(50)]
    items[4] = items[5] = items[20] = items[49] = {}
    items[10] = ""
    lines(tmp_path / "a.jsonl", *items)
    lines(tmp_path / "b.jsonl", *items[:9])
    expected = None
    for block in (1, 7, 100, 10_000):
        small(monkeypatch, records=4, characters=12, block=block)
        found = [(b.articles.to_pylist(), b.bad, b.after) for b in batches(tmp_path)]
        expected = expected or found
        assert found == expected
    assert all(len(articles) + len(bad) <= 4 for articles, bad, _ in expected)
    assert all(sum(len(a["text"]) for a in articles) <= 12 for articles, _, _ in expected)
    assert sum(len(articles) for articles, _, _ in expected) == 45 + 7
    assert expected[-1][2] == Position(1, 9)


def test_an_article_longer_than_a_batch_is_a_batch(tmp_path, monkeypatch):
    small(monkeypatch, records=10, characters=5)
    lines(tmp_path / "a.jsonl", *({"text": "x" * n} for n in (1, 20, 2, 3, 1)))
    assert [batch.articles.num_rows for batch in batches(tmp_path)] == [1, 1, 2, 1]


def test_bytes_read_grow_to_the_size(tmp_path, monkeypatch):
    small(monkeypatch)
    paths = [lines(tmp_path / name, *[{"text": TEXT}] * 10) for name in ("a.jsonl", "b.jsonl")]
    read = [batch.bytes_read for batch in batches(tmp_path)]
    assert read == sorted(read)
    assert 0 < read[0] < read[-1] == sum(path.stat().st_size for path in paths)


@pytest.mark.parametrize("block", [5, 10_000])
def test_going_on_gives_what_was_left(tmp_path, monkeypatch, block):
    small(monkeypatch, block=block)
    items = [{"id": f"i{i % 5}", "text": TEXT} if i % 4 else {"text": TEXT} for i in range(20)]
    lines(tmp_path / "a.jsonl", *items, "{", "", "{")
    lines(tmp_path / "b.jsonl.gz", *items)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress((tmp_path / "b.jsonl.gz").read_bytes())[:-9])
    sources = find_sources([tmp_path])
    whole = list(read_collection(sources))
    assert sum(len(batch.bad) for batch in whole) == 3
    for i, batch in enumerate(whole):
        seen = [row["id"] for before in whole[: i + 1] for row in before.articles.to_pylist()]
        assert list(read_collection(sources, start=batch.after, seen=seen)) == whole[i + 1 :]
    with pytest.raises(SettingsError):
        read_collection(sources, start=Position(3, 0))


def test_ids_are_unique(tmp_path, monkeypatch):
    small(monkeypatch, records=4)
    given = ["x", "x", "x#2", "x", "x", "y", "x#2", "", "y", "x", "a.jsonl#8", "\ud800", "\ufffd"]
    lines(tmp_path / "a.jsonl", *({"id": id, "text": TEXT} for id in given))
    found = ids(batches(tmp_path))
    assert found == ["x", "x#4", "x#2", "x#3", "x#5", "y", "x#2#2", "a.jsonl#8", "y#2", "x#6", "a.jsonl#8#2",
                     "\ufffd", "\ufffd#2"]  # fmt: skip
    (last,) = batches(tmp_path, start=Position(0, 12), seen=found[:12])
    assert ids([last]) == found[12:]


def test_many_ids_are_remembered_in_little_memory():
    from retold.read.collection_ids import UniqueIds

    tracemalloc.start()
    unique = UniqueIds()
    for start in range(0, 60_000, 4000):
        given = [f"paper/2031/{i}" for i in range(start, start + 4000)]
        assert unique.unique(given) == given
    grown = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert grown < 60_000 * 40
    assert unique.unique([f"paper/2031/{i}" for i in range(0, 60_000, 20_000)])[-1] == "paper/2031/40000#2"
    assert unique.unique(["z"] * 5000)[-1] == "z#5000"


PACKED = {
    "gz": gzip.compress,
    "xz": lambda data: lzma.compress(data, preset=0),
    "bz2": lambda data: bz2.compress(data, 1),
    "zst": lambda data: pa.compress(data, "zstd", asbytes=True),
}


@pytest.mark.parametrize("ending", PACKED)
def test_packed_lines(tmp_path, ending):
    pack = PACKED[ending]
    data = b"".join(json.dumps({"id": str(i), "text": f"{TEXT} {i * 7919}"}).encode() + b"\n" for i in range(4000))
    (tmp_path / f"whole.jsonl.{ending}").write_bytes(pack(data[: len(data) // 2]) + pack(data[len(data) // 2 :]))
    assert ids(batches(tmp_path)) == [str(i) for i in range(4000)]


@pytest.mark.parametrize("ending", PACKED)
def test_what_stands_before_a_cut_counts(tmp_path, ending):
    import random

    rng = random.Random(7)
    words = [f"{TEXT} {rng.getrandbits(2000):x}" for _ in range(2000)]
    data = PACKED[ending](b"".join(json.dumps({"text": text}).encode() + b"\n" for text in words))
    (tmp_path / f"cut.jsonl.{ending}").write_bytes(data[: len(data) // 3 * 2])
    rows, bad = table(batches(tmp_path))
    assert [row["text"] for row in rows] == words[: len(rows)]
    assert len(rows) > 200
    assert bad == [(len(rows) + 1, f"cut.jsonl.{ending} is cut off: the compressed data end too early.")]


def test_damaged_and_vanished_files(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(b"no gzip at all")
    lines(tmp_path / "b.jsonl", {"text": TEXT})
    lines(tmp_path / "c.jsonl", {"text": TEXT})
    sources = find_sources([tmp_path])
    (tmp_path / "b.jsonl").unlink()
    (batch,) = read_collection(sources)
    assert batch.articles["id"].to_pylist() == ["c.jsonl#1"]
    assert batch.bad[0].reason.startswith("a.jsonl.gz is damaged: ")
    assert batch.bad[1] == BadRecord(sources[1].path, 1, f"No such file: {sources[1].path}")


def test_a_line_over_the_limit_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "MAX_FILE_BYTES", 1000)
    monkeypatch.setattr(opening, "_BLOCK", 128)
    path = lines(tmp_path / "a.jsonl", {"text": TEXT}, {"text": TEXT * 100}, {"text": "x" * 985}, {"text": "y" * 990})
    rows, bad = table(batches(path))
    assert [len(row["text"]) for row in rows] == [len(TEXT), 985]
    assert bad == [(2, opening.TOO_LARGE), (4, opening.TOO_LARGE)]


def test_large_files_are_not_held_in_memory(tmp_path):
    with (tmp_path / "a.jsonl").open("wb") as file:
        line = json.dumps({"text": TEXT * 40}).encode() + b"\n"
        for _ in range(6000):
            file.write(line)
        file.write(b"x" * 60_000_000)
    script = (
        "import resource, sys; from retold.read import find_sources, read_collection\n"
        "first = None\n"
        "for batch in read_collection(find_sources(sys.argv[1:])):\n"
        "    first = first or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "assert batch.bad[0].record == 6001\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - first)"
    )
    run = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 130_000


def test_wrong_numbers_of_workers(tmp_path):
    with pytest.raises(SettingsError, match="1 or more, not 0"):
        read_collection((), workers=0)
    with pytest.raises(ReadError):
        batches(tmp_path / "none")


def test_reading_single_articles_stays_light():
    script = "import sys; from retold.read import read; print(*{'numpy', 'pyarrow', 'trafilatura'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
