"""Reading collections: every kind of file besides JSON Lines."""

import csv
import datetime
import gzip
import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import retold.read.collection as collection
import retold.read.collection_json as json_files
import retold.read.collection_open as opening
import retold.read.collection_tables as tables
import retold.read.collection_warc as warc_files
from retold.read import find_sources, read, read_collection
from retold.read.collection import Position

TEXT = "The ferry to Ostholm was cancelled on Friday. Nobody knew why, the harbour master said."


def page(number=1, words=TEXT):
    paragraphs = "".join(f"<p>{words} It was run {number}, part {part}.</p>" for part in range(4))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>No ferry {number}</title>'
        '<meta property="og:site_name" content="Ostholm Post"></head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>No ferry {number}</h1>{paragraphs}</article></body></html>"
    )


def results(*paths, **options):
    """All articles as rows, and all bad records as (file name, record, reason)."""
    read = list(read_collection(find_sources(paths), **options))
    rows = [row for batch in read for row in batch.articles.to_pylist()]
    return rows, [(bad.path.rpartition("/")[2], bad.record, bad.reason) for batch in read for bad in batch.bad]


def goes_on(path, monkeypatch):
    """Whether reading from the end of every small batch gives what was left."""
    monkeypatch.setattr(collection, "_BATCH_RECORDS", 3)
    sources = find_sources([path])
    whole = list(read_collection(sources))
    for i, batch in enumerate(whole):
        seen = [row["id"] for before in whole[: i + 1] for row in before.articles.to_pylist()]
        left = list(read_collection(sources, start=batch.after, seen=seen))
        if [(b.articles, b.bad, b.after) for b in left] != [(b.articles, b.bad, b.after) for b in whole[i + 1 :]]:
            return False
    return len(whole) > 1


# JSON


def test_one_json_article(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({"text": TEXT, "lang": "deu"}, indent=1), "utf-8")
    (tmp_path / "b.json").write_text(json.dumps({"id": 5, "text": TEXT}), "utf-16")
    (tmp_path / "c.json").write_text('{"text": ', "utf-8")
    (tmp_path / "d.json").write_text("", "utf-8")
    (tmp_path / "e.json.gz").write_bytes(gzip.compress(json.dumps({"text": TEXT}).encode()))
    rows, bad = results(tmp_path)
    assert [(row["id"], row["lang"]) for row in rows] == [("a.json", "de"), ("5", ""), ("e.json.gz", "")]
    assert [(name, record) for name, record, _ in bad] == [("c.json", 1), ("d.json", 1)]
    assert bad[0][2] == "c.json is not valid JSON: line 1, Expecting value."


@pytest.mark.parametrize("block", [1, 30, 1 << 20])
def test_a_json_list_is_read_in_parts(tmp_path, monkeypatch, block):
    monkeypatch.setattr(opening, "_BLOCK", block)
    items = [{"id": "1", "text": TEXT, "tags": [1, {"a": "]"}]}, 12, {"text": "é" * 50}, {}, None, {"text": "[{"}] * 4
    path = tmp_path / "a.json"
    path.write_text(" " + json.dumps(items, indent=1), "utf-8")
    rows, bad = results(path)
    assert [row["id"] for row in rows][:4] == ["1", "a.json#3", "a.json#6", "1#2"]
    assert [record for _, record, _ in bad] == [n + i for i in range(0, 24, 6) for n in (2, 4, 5)]
    assert goes_on(path, monkeypatch)
    path.write_text("[]")
    assert results(path) == ([], [])


@pytest.mark.parametrize("block", [1, 30, 1 << 20])
def test_a_broken_json_list_is_read_to_there(tmp_path, monkeypatch, block):
    monkeypatch.setattr(opening, "_BLOCK", block)
    path = tmp_path / "a.json"
    whole = json.dumps([{"text": TEXT}] * 3)
    path.write_text(whole[:-30])
    rows, bad = results(path)
    assert (len(rows), bad[0][1]) == (2, 3)
    assert bad[0][2].startswith("The list of articles cannot be read from here on: ")
    path.write_text(whole[:-1])
    assert results(path)[1] == [("a.json", 4, "The list of articles does not end.")]
    monkeypatch.setattr(json_files, "MAX_FILE_BYTES", 300)
    path.write_text(json.dumps([{"text": TEXT}, {"text": TEXT * 100}, {"text": TEXT}]))
    if block < 1 << 20:
        assert len(results(path)[0]) == 1


def test_lines_in_a_json_file(tmp_path):
    (tmp_path / "a.json").write_text(f'{{"text": "{TEXT}"}}\n\n{{"text": "{TEXT}"}}\n')
    assert [row["id"] for row in results(tmp_path)[0]] == ["a.json#1", "a.json#3"]


# CSV


def test_csv_with_all_its_oddities(tmp_path, monkeypatch):
    long = "A very long field. " * 20_000
    rows = [["9", TEXT, "No, “ferry”"], ["", 'Two\nlines, and "quotes".', ""], [], ["x"], ["y", long, "t", "more"]]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["id", "text", "title"], *rows, ["z", " ", "empty"]])
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())
    found, bad = results(path)
    assert [(row["id"], row["text"], row["title"]) for row in found] == [
        ("9", TEXT, "No, “ferry”"), ("a.csv#2", 'Two\nlines, and "quotes".', ""), ("y", long, "t"),
    ]  # fmt: skip
    assert bad == [
        ("a.csv", 4, "The record has no “text”."),
        ("a.csv", 6, "The record has an empty “text”."),
    ]
    monkeypatch.setattr(tables, "_ROWS", 2)
    assert goes_on(path, monkeypatch)


def test_csv_delimiters_and_columns(tmp_path):
    (tmp_path / "a.csv").write_text(f"id;body\n1;{TEXT}\n")
    (tmp_path / "b.tsv").write_text(f"id\t body\n2\t{TEXT}\n")
    (tmp_path / "c.csv").write_text(f"id,content\n3,{TEXT}\n")
    (tmp_path / "d.csv").write_text("")
    (tmp_path / "e.csv").write_text("id;body\n4;Die Fähre fuhr am Freitag nicht.\n", "cp1252")
    (tmp_path / "f.csv").write_text("id\tbody\n5\tDie Fähre fuhr am Freitag nicht.\n", "utf-16")
    rows, bad = results(tmp_path, columns={"text": "body"})
    assert [row["id"] for row in rows] == ["1", "2", "4", "5"]
    assert rows[2]["text"] == rows[3]["text"] == "Die Fähre fuhr am Freitag nicht."
    assert bad == [
        ("c.csv", 1, "There is no column “body”; the columns are: id, content."),
        ("d.csv", 1, "The table is empty."),
    ]


def test_csv_rows_that_cannot_be_read(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "MAX_FILE_BYTES", 2000)
    data = f'id,text\n1,{TEXT}\n2,"{TEXT * 50}"\n3,{TEXT}\n4,'.encode() + "Паром отменён сегодня".encode("cp1251")
    (tmp_path / "a.csv").write_bytes(data + f'\n5,{TEXT}\n6,"{TEXT}\n7,{TEXT}\n'.encode())
    rows, bad = results(tmp_path)
    assert [row["id"] for row in rows] == ["1", "3", "5"]
    assert bad == [
        ("a.csv", 2, opening.TOO_LARGE),
        ("a.csv", 4, "The row is not text in UTF-8."),
        ("a.csv", 6, "The row does not end: a quotation mark is missing."),
    ]


def test_csv_that_is_cut_off(tmp_path):
    import random

    rng = random.Random(7)
    texts = [f"{TEXT}\n{rng.getrandbits(2000):x}" for _ in range(1000)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["text"], *([text] for text in texts)])
    packed = gzip.compress(out.getvalue().encode())
    (tmp_path / "a.csv.gz").write_bytes(packed[: len(packed) // 2])
    rows, bad = results(tmp_path)
    assert [row["text"] for row in rows] == texts[: len(rows)]
    assert len(rows) > 100
    assert bad == [("a.csv.gz", len(rows) + 1, "a.csv.gz is cut off: the compressed data end too early.")]


# Parquet


def test_parquet_by_row_groups(tmp_path, monkeypatch):
    days = [datetime.date(2031, 2, day) for day in range(1, 11)]
    texts = [f"{TEXT} {i}" if i % 4 else [None, "", "  "][i % 3] for i in range(10)]
    columns = {
        "id": pa.array(range(10), pa.int32()),
        "text": pa.array(texts, pa.string()).dictionary_encode(),
        "published": days,
        "embedding": [[1.0, 2.0]] * 10,
    }
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=4)
    monkeypatch.setattr(tables, "_ROWS", 3)
    rows, bad = results(path)
    assert [row["id"] for row in rows] == ["1", "2", "3", "5", "6", "7", "9"]
    assert rows[0]["published"] == "2031-02-02"
    assert bad == [("a.parquet", n, "The record has an empty “text”.") for n in (1, 5, 9)]
    assert goes_on(path, monkeypatch)


def test_parquet_types(tmp_path):
    time = datetime.datetime(2031, 2, 9, 8, 30)
    table = pa.table(
        {
            "body": pa.array([TEXT.encode(), b"\xff broken " + "é".encode() * 30], pa.binary()),
            "published": pa.array([time, None], pa.timestamp("s", "UTC")),
            "title": pa.array(["a", None], pa.large_string()),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    pq.write_table(pa.table({"body": [[1]]}), tmp_path / "b.parquet")
    pq.write_table(pa.table({"text": ["x"]}), tmp_path / "c.parquet")
    (tmp_path / "d.parquet").write_bytes(b"PAR1 no parquet at all")
    rows, bad = results(tmp_path, columns={"text": "body"})
    assert [(row["id"], row["title"], row["published"]) for row in rows] == [
        ("a.parquet#1", "a", "2031-02-09T08:30:00Z"), ("a.parquet#2", "", ""),
    ]  # fmt: skip
    assert rows[1]["text"].startswith("\ufffd broken éé")
    assert [(name, record) for name, record, _ in bad] == [("b.parquet", 1), ("c.parquet", 1), ("d.parquet", 1)]
    assert bad[0][2] == "The column “body” holds list<element: int64> instead of text."
    assert bad[2][2].startswith("The Parquet file is damaged: ")


# Pages and texts


def test_pages_and_texts_are_read_as_read_does(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.html").write_text(page(), "utf-8")
    (tmp_path / "b.htm.gz").write_bytes(gzip.compress(page(2).encode()))
    (tmp_path / "c.txt").write_bytes(("The cafÃ© was “closed”.\r\n" + TEXT).encode())
    (tmp_path / "sub" / "d.txt").write_text("Die Fähre fuhr nicht.", "cp1252")
    (tmp_path / "e.txt").write_text(" \n")
    (tmp_path / "f.html").write_text("<html><body><nav>Home</nav></body></html>")
    (tmp_path / "g.txt").write_bytes(b"%PDF-1.4")
    rows, bad = results(tmp_path)
    assert [row["id"] for row in rows] == ["a.html", "b.htm.gz", "c.txt", "sub/d.txt"]
    for row in rows:
        if row["id"] != "b.htm.gz":
            article = read(tmp_path / row["id"])
            kept = ("title", "byline", "publisher", "published", "url", "text")
            assert {name: row[name] for name in kept} == {name: getattr(article, name) for name in kept}
    assert (rows[1]["title"], rows[1]["publisher"]) == ("No ferry 2", "Ostholm Post")
    assert bad == [
        ("e.txt", 1, "e.txt is empty."),
        ("f.html", 1, "There is no article on f.html."),
        ("g.txt", 1, "g.txt is a PDF file, not text."),
    ]


def test_files_of_other_names_are_told_by_content(tmp_path):
    table = io.BytesIO()
    pq.write_table(pa.table({"text": [TEXT]}), table)
    contents = {
        "lines": f'{{"text": "{TEXT}"}}\n{{"text": "{TEXT}"}}'.encode(),
        "list": json.dumps([{"text": TEXT}]).encode(),
        "one": json.dumps({"text": TEXT}).encode(),
        "packed": gzip.compress(json.dumps({"text": TEXT}).encode()),
        "page": page().encode(),
        "parquet": table.getvalue(),
        "plain": TEXT.encode(),
        "warc": warc(response("https://o.example/1", page())),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    rows, bad = results(*(tmp_path / name for name in contents))
    assert bad == []
    assert [row["id"] for row in rows] == [
        "lines#1", "lines#2", "list#1", "one", "packed", "page", "parquet#1", "plain", "https://o.example/1",
    ]  # fmt: skip


# Web archives


def record(kind, address, block):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2031-02-09T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def response(address, body, kind="text/html; charset=utf-8", status=200, more=""):
    data = body if isinstance(body, bytes) else body.encode()
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n{more}\r\n"
    return record("response", address, head.encode() + data)


def warc(*records):
    return b"".join([record("warcinfo", "", b"software: none\r\n"), *records])


def test_web_archive(tmp_path, monkeypatch):
    def at(number):
        return f"https://o.example/{number}"

    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page(6)), page(6).encode())
    german = page(7, "Der Fährmann schlief, und niemand weckte ihn.").replace('<meta charset="utf-8">', "")
    records = [
        record("request", at(1), b"GET / HTTP/1.1\r\n\r\n"),
        response(at(1), page(1)),
        response(at(2), b"%PDF-1.4", "application/pdf"),
        response(at(3), page(3), status=404),
        response(at(4), gzip.compress(page(4).encode()), more="Content-Encoding: gzip\r\n"),
        response(at(5), page(5), more="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
        response(at(6), chunks, more="Transfer-Encoding: chunked\r\n"),
        response(at(7), german.encode("cp1252"), "text/html;charset=latin1"),
        response(at(8), "<html><body></body></html>"),
        record("response", at(9), b"\0\1\2"),
        response(at(10), b"\x1f\x8b broken", more="Content-Encoding: gzip\r\n"),
        response(at(1), page(1)),
    ]  # fmt: skip
    plain, packed = tmp_path / "a.warc", tmp_path / "b.warc.gz"
    plain.write_bytes(warc(*records))
    packed.write_bytes(b"".join(gzip.compress(part) for part in [warc(), *records]))
    rows, bad = results(plain)
    assert [row["id"] for row in rows] == [at(1), at(4), at(5), at(6), at(7), at(1) + "#2"]
    assert [row["url"] for row in rows] == [at(1), at(4), at(5), at(6), at(7), at(1)]
    assert all(row["published"] == "" for row in rows)
    assert rows[4]["text"].startswith("Der Fährmann schlief")
    assert [record for _, record, _ in bad] == [8, 10]
    assert bad[0][2] == f"There is no article on {at(8)}."
    assert bad[1][2].startswith("The page cannot be unpacked: ")
    assert [(row["id"], row["text"]) for row in results(packed)[0]] == [(row["id"], row["text"]) for row in rows]
    assert goes_on(plain, monkeypatch)
    assert goes_on(packed, monkeypatch)


def test_web_archives_that_are_cut_off_or_damaged(tmp_path, monkeypatch):
    parts = [response(f"https://o.example/{i}", page(i)) for i in range(3)]
    (tmp_path / "a.warc").write_bytes(warc(*parts)[:-100])
    (tmp_path / "b.warc.gz").write_bytes(b"".join(map(gzip.compress, parts))[:-100])
    (tmp_path / "c.warc").write_bytes(parts[0] + b"something else\r\n\r\n" + b"\0" * 3_000_000 + warc(*parts[1:]))
    (tmp_path / "d.warc").write_bytes(b"no archive")
    monkeypatch.setattr(warc_files, "_ATTEMPTS", 3)
    (tmp_path / "e.warc").write_bytes((parts[0] + b"-\r\n\r\n" + record("request", "x", b"")) * 6)
    (tmp_path / "f.warc.gz").write_bytes(gzip.compress(parts[0] + b"-\r\n" + b"".join(parts) + parts[0][:400]))
    rows, bad = results(tmp_path)
    assert [row["id"].rpartition("/")[2][0] for row in rows] == list("0101012" + "0" * 4 + "0012")
    damaged = "The archive is damaged here ("
    assert [(name, record) for name, record, _ in bad] == [
        ("a.warc", 3),
        ("b.warc.gz", 3),
        ("c.warc", 2),
        ("d.warc", 1),
        *[("e.warc", n) for n in range(2, 9, 2)],
        ("f.warc.gz", 2),
        ("f.warc.gz", 6),
    ]
    assert bad[0][2] == bad[-1][2] == "The archive is cut off: its last record is not whole."
    assert bad[1][2] == "b.warc.gz is cut off: the compressed data end too early."
    assert all(reason.startswith(damaged) for _, _, reason in [*bad[2:-3], bad[-2]])
    assert bad[-3][2].startswith("The archive is damaged here and what follows is not read (")
    assert goes_on(tmp_path, monkeypatch)


def test_a_response_over_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(warc_files, "MAX_FILE_BYTES", 5000)
    (tmp_path / "a.warc").write_bytes(
        warc(response("https://o.example/1", page() + " " * 9000), response("https://o.example/2", page()))
    )
    rows, bad = results(tmp_path)
    assert [row["id"] for row in rows] == ["https://o.example/2"]
    assert bad == [("a.warc", 1, opening.TOO_LARGE)]


def test_all_kinds_together_keep_their_order(tmp_path):
    (tmp_path / "a.jsonl").write_text(f'{{"text": "{TEXT}"}}\n')
    (tmp_path / "b.html").write_text(page())
    (tmp_path / "c.csv").write_text(f"text\n{TEXT}\n")
    (tmp_path / "d.warc").write_bytes(warc(response("https://o.example/1", page())))
    (tmp_path / "e.txt").write_text(TEXT)
    (batch,) = read_collection(find_sources([tmp_path]))
    assert batch.articles["id"].to_pylist() == ["a.jsonl#1", "b.html", "c.csv#1", "https://o.example/1", "e.txt"]
    assert batch.after == Position(4, 1)
