"""What is new, what is a version of an article that is there, and what changes nothing."""

import random
from dataclasses import asdict

import pytest

import retold.archive.archive as module
from newsroom import collection
from retold import Archive, ArchiveError, Article

URL = "https://wire.example/2031/03/storm-closes-harbour"


def counts(added):
    return {name: number for name, number in asdict(added).items() if number}


def names(archive):
    return [entry.name for entry in archive.entries()]


def test_adding_twice_changes_nothing(archive):
    records, _ = collection(12)
    texts = len({record["text"] for record in records})
    first = archive.add(records)
    assert first.new == texts
    before, kept = list(archive.export()), archive.stats()
    assert counts(archive.add(records)) == {"unchanged": len(records)}
    assert list(archive.export()) == before
    assert archive.stats() == kept


def test_another_text_at_the_same_address_is_a_version(archive, wire):
    assert counts(archive.add([wire(url=URL)])) == {"new": 1}
    assert counts(archive.add([wire("edited", id="", title="", url=URL)])) == {"versions": 1}
    assert counts(archive.add([wire("bakery", id="other", url=URL)])) == {"versions": 1}
    assert [(entry.name, entry.state) for entry in archive.versions("storm-1")] == [
        ("storm-1@1", "replaced"),
        ("storm-1@2", "replaced"),
        ("storm-1@3", "current"),
    ]
    assert names(archive) == ["storm-1@3"]


@pytest.mark.parametrize(
    "url",
    [
        "http://www.wire.example/2031/03/storm-closes-harbour/",
        URL + "?utm_source=mail&utm_campaign=x&fbclid=1",
        URL + "#comments",
        URL.replace("wire.example", "WIRE.example:443"),
    ],
)
def test_an_address_is_the_same_without_what_counts_readers(archive, wire, url):
    archive.add([wire(url=URL, id="", title="")])
    assert counts(archive.add([wire("edited", url=url, id="", title="")])) == {"versions": 1}


def test_parameters_that_name_a_page_are_part_of_its_address(archive, wire):
    archive.add([wire(url="https://wire.example/story?id=1", id="", title="")])
    assert counts(archive.add([wire("bakery", url="https://wire.example/story?id=2", id="", title="")])) == {"new": 1}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"slug": "HARBOUR-STORM"}, {"slug": "harbour-storm "}),
        ({"url": "https://wire.example/a/storm-closes-harbour"}, {"url": "https://wire.example/b/storm-closes-harbour.html"}),
        ({"title": "Storm closes harbour of Port Ellery"}, {"title": "UPDATE 2-Storm closes harbour of Port Ellery"}),
        ({"title": "Storm closes harbour of Port Ellery"}, {"title": "CORRECTED: Storm closes harbour of Port Ellery"}),
        ({"id": "ew-7"}, {"id": "ew-7"}),
        ({"id": "ew-7"}, {"id": "ew-7#2"}),
    ],
)
def test_slug_heading_or_id_and_much_of_the_text_tell_a_version(archive, wire, first, second):
    blank = {"id": "", "title": ""}
    archive.add([wire(**blank | first)])
    assert counts(archive.add([wire("edited", **blank | second)])) == {"versions": 1}


@pytest.mark.parametrize("field", [{"slug": "weather-late"}, {"title": "The weather in the evening"}, {"id": "column"}])
def test_another_story_under_a_used_name_is_no_version(archive, wire, field):
    blank = {"id": "", "title": ""}
    archive.add([wire(**blank | field)])
    assert counts(archive.add([wire("bakery", **blank | field)])) == {"new": 1}
    assert len(set(names(archive))) == 2


@pytest.mark.parametrize(
    "other", [{"publisher": "The Island Gazette"}, {"publisher": "", "url": "https://gazette.example/x"}]
)
def test_what_another_outlet_tells_is_no_version(archive, wire, other):
    archive.add([wire(url=URL)])
    assert counts(archive.add([wire("edited", **other)])) == {"new": 1}
    assert names(archive) == ["storm-1", "storm-1#2"]


def test_a_version_is_told_by_what_an_earlier_one_had(archive, wire):
    archive.add([wire(url=URL)])
    archive.add([wire("edited", url="https://wire.example/other-place")])
    assert counts(archive.add([wire("reworded", url=URL, id="", title="")])) == {"versions": 1}
    assert names(archive) == ["storm-1@3"]
    assert archive.entry("storm-1").versions == 3


def test_a_text_that_returns_changes_nothing(archive, wire):
    archive.add([wire(url=URL), wire("edited", url=URL)])
    assert counts(archive.add([wire(url=URL)])) == {"unchanged": 1}
    assert names(archive) == ["storm-1@2"]


def test_a_story_that_was_taken_back(archive, wire):
    archive.add([wire(url=URL)])
    archive.add([wire("Ellery Wire has withdrawn this story.", title="WITHDRAWN: Storm closes harbour", url=URL)])
    assert [entry.state for entry in archive.versions("storm-1")] == ["replaced", "withdrawn"]
    archive.remove("storm-1@2")
    assert [entry.state for entry in archive.versions("storm-1")] == ["current"]


def test_the_same_text_at_another_place_is_noted(archive, wire):
    archive.add([wire(url=URL)])
    paper = wire(id="p1", publisher="The Island Gazette", url="https://gazette.example/storm?utm_source=x")
    assert counts(archive.add([paper])) == {"unchanged": 1, "elsewhere": 1}
    assert counts(archive.add([paper])) == {"unchanged": 1}
    (copy,) = archive.copies("storm-1")
    assert (copy["publisher"], copy["url"]) == ("The Island Gazette", paper["url"])
    assert names(archive) == ["storm-1"]


def test_articles_and_slugs_from_metadata(archive, told):
    archive.add([Article(id="a", publisher="E", text=told["storm"], metadata={"slug": "HARBOUR"})])
    archive.add([Article(id="b", publisher="E", text=told["edited"], metadata={"slug": "harbour"})])
    assert names(archive) == ["a@2"]


@pytest.mark.parametrize("size", [1, 2, 7])
def test_batches_change_nothing(tmp_path, monkeypatch, wire, size):
    records, _ = collection(8)
    records += [wire(url=URL), wire("bakery", id=""), wire("edited", url=URL), wire("reworded", url=URL), {"text": " "}]
    exports = []
    for batch in (1000, size):
        monkeypatch.setattr(module, "_BATCH", batch)
        monkeypatch.setattr("retold.archive.adding.now", lambda: "2031-03-01T00:00:00Z")
        with Archive(tmp_path / f"{batch}.retold") as archive:
            assert archive.add(iter(records)).skipped == 1
            exports.append(list(archive.export()))
    assert exports[0] == exports[1]


def test_the_order_of_adding_decides_names_and_nothing_else(tmp_path):
    records, _ = collection(10)
    found = []
    for seed in (1, 2, 3):
        random.Random(seed).shuffle(records)
        with Archive(tmp_path / f"{seed}.retold") as archive:
            archive.add(records)
            stats = archive.stats()
            places = set()
            for entry in archive.entries(most=None):
                outlets = [entry.publisher, *(copy["publisher"] for copy in archive.copies(entry.name))]
                places |= {(outlet, archive.get(entry.name).text) for outlet in outlets}
            found.append((stats.articles, stats.versions, stats.keys, stats.text_bytes, sorted(places)))
    assert found[0] == found[1] == found[2]


def test_ids_that_files_make_up_are_free_at_once(archive, monkeypatch):
    lot = collection(300)[0]
    archive.add([{"id": f"news.jsonl#{k}", "text": record["text"]} for k, record in enumerate(lot[:250], 1)])
    asked = []
    for connection in archive._connections:
        connection.set_trace_callback(asked.append)
    archive.add([{"id": f"news.jsonl#{k}", "text": record["text"]} for k, record in enumerate(lot[250:], 1)])
    assert sum("FROM articles WHERE id >" in statement for statement in asked) <= 1
    assert len({entry.id for entry in archive.entries(most=None)}) == archive.stats().articles


@pytest.mark.parametrize(
    "text",
    [
        "A\0B was said at Port Ellery by Mira Tolland.\0",
        "Half a pair \ud83d of Mira Tolland in Port Ellery.",
        "🌊🌊🌊 Port Ellery 🌊 Mira Tolland",
        "עיריית חיפה סגרה את הנמל ביום שני בגלל הסערה, אמרה מירה טולנד.",
        "港口因暴风雨于周一关闭，港务长米拉·托兰德说，四艘渔船沉没。",
        "word",
        "-",
        "x" * 1_000_000,
        "Mira Tolland of Port Ellery closed 14 harbours. " * 5_000,
        "\u202e\u200b\ufeff Port Ellery",
    ],
    ids=["nul", "surrogate", "emoji", "hebrew", "chinese", "word", "dash", "one-word", "huge", "marks"],
)
def test_odd_texts_come_back_as_they_were(archive, text):
    record = {"id": "odd", "title": text[:50], "publisher": text[:20], "text": text}
    assert archive.add([record]).new == 1
    assert archive.get("odd").text == text.replace("\ud83d", "\ufffd")
    assert counts(archive.add([record])) == {"unchanged": 1}
    assert all(match.article.id == "odd" for match in archive.check({"text": text}))
    archive.remove("odd")
    assert archive.stats().keys == 0


@pytest.mark.parametrize(
    "record", [{"text": ""}, {"text": " \n"}, {}, {"text": None}, {"text": 3}, {"text": "x", "title": 4}]
)
def test_what_has_no_text_is_skipped(archive, record):
    assert counts(archive.add([record])) == {"skipped": 1}


def test_a_name_with_half_a_character(archive):
    with pytest.raises(ArchiveError, match="There is no article"):
        archive.get("\ud800")
    assert archive.entries(publisher="Ellery") == []
    assert archive.search("\ud800") == []

