"""What is exported and added again is the same archive."""

import gzip
import json

import pytest

from newsroom import collection
from retold import Archive

URL = "https://wire.example/2031/storm-closes-harbour"


def lines(records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


@pytest.fixture
def full(archive, wire, told):
    """An archive with versions, copies, rejected pairs, an article taken back, and versions that were removed."""
    archive.add(collection(6)[0])
    archive.add([wire(url=URL), wire("edited", url=URL)])
    archive.add([wire("reworded", url="https://wire.example/b/other", slug="S-1")])
    archive.add([wire(url="https://gazette.example/1", publisher="Gazette")])
    archive.add([wire("bakery", id="", title="", url="https://b.example/")])
    archive.add([wire("WITHDRAWN by the wire.", id="x", title="WITHDRAWN: Storm", url=URL)])
    archive.add([wire("The weather of Hallen will be fair, says Ada Quist.", id="storm-1", title="Weather")])
    archive.add([{"id": "odd@2", "text": "Half \ud83d and \0 of the odd one.", "title": "🌊\n"}])
    archive.remove("storm-1@2")
    archive.reject("storm-1", {"text": "No retelling of it.", "url": "https://q.example/1"})
    return archive


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".json"])
def test_the_same_archive(full, tmp_path, ending, monkeypatch):
    file = tmp_path / f"export{ending}"
    exported = list(full.export())
    opened = gzip.open if ending.endswith("gz") else open
    with opened(file, "wt", encoding="utf-8") as out:
        out.write(lines(exported))
    monkeypatch.setattr("retold.archive.adding.now", lambda: "2099-01-01T00:00:00Z")
    with Archive(tmp_path / "again") as again:
        added = again.add_paths(file)
        assert added.new + added.versions == len(exported)
        assert list(again.export()) == exported
        assert again.stats().rejected == full.stats().rejected > 0
        assert [entry.name for entry in again.entries()] == [entry.name for entry in full.entries()]
        assert again.add_paths(file).unchanged == len(exported)
        assert list(again.export()) == exported
        assert again.check({"text": "No retelling of it.", "url": "https://q.example/1"}) == []


def test_from_one_archive_to_another(full, tmp_path):
    with Archive(tmp_path / "again") as again:
        again.add(full.export())
        assert list(again.export()) == list(full.export())


def test_two_archives_become_one(full, tmp_path, told):
    """The same ids stand for other articles there; versions still follow their own."""
    with Archive(tmp_path / "other") as other:
        other.add([{"id": "storm-1", "text": told["bakery"] + " It was in June.", "publisher": "Other"}])
        other.add(full.export())
        record = next(r for r in other.export() if r["text"].startswith("WITHDRAWN"))
        assert record["id"] == "storm-1#3" or record["id"].startswith("storm-1#")
        first = next(r for r in other.export() if r["text"] == told["storm"])
        assert first["id"] == record["id"]
        assert other.entry("storm-1").versions == 1


def test_lines_that_are_broken_are_skipped(full, tmp_path):
    exported = list(full.export())
    file = tmp_path / "export.jsonl"
    head, rest = lines(exported[:1]), lines(exported[1:])
    file.write_text(f"{head}no json\n[1]\n\n{json.dumps({'text': ''})}\n{rest}", "utf-8")
    bad = []
    with Archive(tmp_path / "again") as again:
        assert again.add_paths(file, on_bad=bad.append).skipped == 3
        assert list(again.export()) == exported
    assert [record for _, record, _ in bad] == [2, 3, 5]


def test_what_an_export_says_is_not_believed_blindly(archive, told):
    schema = {"schema": "retold.archived/1", "text": told["storm"], "id": "a"}
    wrong = {"version": -3, "added": "yesterday", "follows": "zz", "copies": [1, {"url": 3}], "rejected": "x"}
    archive.add([{**schema, **wrong}])
    (entry,) = archive.entries()
    assert (entry.name, entry.state, entry.added[:2]) == ("a", "current", "20")
    assert archive.copies("a") == []
