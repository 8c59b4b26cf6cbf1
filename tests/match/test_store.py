"""The work folder: what stands in it comes back, and nothing of anybody else's is touched."""

import json

import numpy as np
import pyarrow as pa
import pytest

from retold.errors import SettingsError, WriteError
from retold.fingerprint.prints import fingerprint
from retold.match.store import Store
from retold.read.collection import SCHEMA

SETTINGS = {"version": "1", "sources": [("a.jsonl", 7)], "columns": {}}
BATCHES = [["The dam at Orlen held.", "Nobody was hurt in Tessin."], [], ["", "A storm closed the harbour."]]


def column(texts):
    rows = [{field.name: "" for field in SCHEMA} | {"id": text[:5], "text": text} for text in texts]
    return pa.RecordBatch.from_pylist(rows, SCHEMA)


def filled(folder):
    store = Store(folder, SETTINGS)
    for number, texts in enumerate(BATCHES):
        batch = column(texts)
        store.add(batch, fingerprint(batch.column("text")), {"after": number, "bad": []})
    return store


def everything(store):
    words, bounds = store.words()
    stored = store.keys()
    return {
        "articles": [(first, batch.to_pylist()) for first, batch in store.articles()],
        "words": words.tolist(),
        "bounds": bounds.tolist(),
        "keys": [(keys.tolist(), edges.tolist()) for keys, edges in stored],
        "hashes": store.column("hashes").tolist(),
        "langs": store.column("langs").tolist(),
        "notes": store.notes,
    }


def test_what_was_kept_comes_back(tmp_path):
    before = filled(tmp_path / "work")
    prints = fingerprint(pa.array([text for texts in BATCHES for text in texts]))
    assert len(before) == 4
    assert everything(before)["words"] == prints.words.tolist()
    assert before.word_bounds().tolist() == prints.word_bounds.tolist()
    assert [note["after"] for note in before.notes] == [0, 1, 2]
    assert [first for first, _ in before.articles()] == [0, 2, 2]
    again = Store(tmp_path / "work", SETTINGS, resume=True)
    assert everything(again) == everything(before)


def test_words_that_are_in_use_are_not_touched_by_asking_for_their_bounds(tmp_path):
    store = filled(tmp_path)
    words, _ = store.words()
    before = (tmp_path / "words.bin").stat().st_mtime_ns
    store.word_bounds()
    assert (tmp_path / "words.bin").stat().st_mtime_ns == before
    assert words.sum() > 0


def test_an_empty_store(tmp_path):
    store = Store(tmp_path, SETTINGS)
    assert len(store) == 0
    words, bounds = store.words()
    assert (words.tolist(), bounds.tolist()) == ([], [0])
    assert store.column("hashes").dtype == np.uint64
    assert list(store.articles()) == list(store.keys()) == []


def test_without_resume_an_earlier_search_is_thrown_away(tmp_path):
    filled(tmp_path)
    (tmp_path / "keys-03").write_bytes(b"12345678")
    assert len(Store(tmp_path, SETTINGS)) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_a_batch_without_its_note_does_not_count(tmp_path):
    filled(tmp_path / "work")
    (tmp_path / "work" / "batch-000002.json").rename(tmp_path / "work" / "batch-000002.json.part")
    again = Store(tmp_path / "work", SETTINGS, resume=True)
    assert len(again) == 2
    batch = column(BATCHES[2])
    again.add(batch, fingerprint(batch.column("text")), {"after": 2, "bad": []})
    assert everything(again) == everything(filled(tmp_path / "other"))


@pytest.mark.parametrize("change", [{"version": "2"}, {"sources": [("a.jsonl", 8)]}, {"columns": {"text": "body"}}])
def test_a_search_with_other_settings_is_not_resumed(tmp_path, change):
    filled(tmp_path)
    with pytest.raises(SettingsError, match="other files or with other settings"):
        Store(tmp_path, SETTINGS | change, resume=True)
    assert len(Store(tmp_path, SETTINGS, resume=True)) == 4  # and nothing was lost


def test_resuming_where_nothing_is_begins(tmp_path):
    assert len(Store(tmp_path / "new" / "work", SETTINGS, resume=True)) == 0
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / "settings.json.part").write_text('{"vers')
    assert len(Store(tmp_path / "cut", SETTINGS, resume=True)) == 0


@pytest.mark.parametrize("name", ["article.json", "notes.txt", "model.npy", "batch-1.json", "words.bin.gz", "keys-100"])
@pytest.mark.parametrize("resume", [False, True])
def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path, name, resume):
    (tmp_path / name).write_text("mine")
    with pytest.raises(SettingsError, match=name):
        Store(tmp_path, SETTINGS, resume=resume)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_folder_below_is_left_alone_too(tmp_path):
    (tmp_path / "batch-000000.json").mkdir()
    with pytest.raises(SettingsError):
        Store(tmp_path, SETTINGS)


def test_what_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match="Cannot write to"):
        Store(tmp_path / "file" / "work", SETTINGS)


def test_notes_are_plain_json(tmp_path):
    filled(tmp_path)
    assert json.loads((tmp_path / "batch-000000.json").read_text()) == {"after": 0, "bad": [], "articles": 2}
