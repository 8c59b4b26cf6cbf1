"""What is removed is gone: from the answers, and from every byte of the file."""

import sqlite3

import pytest

from newsroom import collection
from retold import Archive, ArchiveError

SECRET = {
    "id": "secret-7",
    "title": "Zyxwantha Quorbel denies xylotroph",
    "byline": "Vrelkonid Ashmarque",
    "publisher": "The Thornwexel Echo",
    "url": "https://thornwexel.example/zyxwantha-denies-xylotroph",
    "text": "Zyxwantha Quorbel of Plimmerdrax denied that the xylotroph had cost 4,711,815 crowns. "
    "“Gnarfblatt and krumpelwitz,” she told the council of Ebbenvoss in June.",
}
WORDS = ("zyxwantha", "quorbel", "plimmerdrax", "xylotroph", "gnarfblatt", "krumpelwitz", "ebbenvoss", "vrelkonid")
WORDS += ("ashmarque", "thornwexel", "4,711,815")


def traces(path):
    """Which of the words still stand in the archive or in a file beside it."""
    data = b"".join(file.read_bytes().lower() for file in sorted(path.parent.glob(path.name + "*")))
    return [word for word in WORDS if word.encode() in data]


@pytest.mark.parametrize("others", [0, 40])
@pytest.mark.parametrize("closed", [False, True])
def test_no_byte_is_left(path, others, closed):
    with Archive(path) as archive:
        archive.add([*collection(others)[0][:20], SECRET, *collection(others)[0][20:]])
        copies = archive.stats().copies
        archive.add([{**SECRET, "text": SECRET["text"] + " The krumpelwitz is wanting."}])
        archive.add([{**SECRET, "id": "copy", "publisher": "Ashmarque Post", "url": "https://ashmarque.example/1"}])
        archive.reject("secret-7", {"text": "Something else entirely.", "url": "https://ebbenvoss.example/2"})
        assert archive.stats().rejected == 2
        link = getattr(archive, "link", None)
        if link is not None:
            link()
        assert traces(path) == list(WORDS)
        if not closed:
            removed = archive.remove("secret-7", reason="the author asked for it")
    if closed:
        with Archive(path) as archive:
            removed = archive.remove("secret-7", reason="the author asked for it")
    assert [entry.name for entry in removed] == ["secret-7@1", "secret-7@2"]
    with Archive(path) as archive:
        # What the audit says is meant to stay: a name that was rejected, which is an address here.
        assert [(line["action"], line["id"], line["detail"]) for line in archive.audit()] == [
            ("remove", "secret-7@2", "the author asked for it"),
            ("remove", "secret-7@1", "the author asked for it"),
            ("reject", "secret-7", "https://ebbenvoss.example/2"),
        ]
        assert archive.search("zyxwantha") == []
        assert archive.check({"text": SECRET["text"]}) == []
        with pytest.raises(ArchiveError, match="There is no article secret-7"):
            archive.get("secret-7")
        assert archive.stats().rejected == 0
        assert archive.stats().copies == copies
    assert traces(path) == ["ebbenvoss"]


def test_what_stays_is_whole(path):
    records, _ = collection(20)
    with Archive(path) as archive:
        archive.add(records)
        before = {record["id"]: record["text"] for record in archive.export()}
        gone = list(before)[::3]
        for name in gone:
            archive.remove(name)
        after = {record["id"]: record["text"] for record in archive.export()}
        assert after == {name: text for name, text in before.items() if name not in gone}
        for name, text in list(after.items())[:5]:
            assert name in {match.article.id for match in archive.check({"text": text})}
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        stray = "SELECT count(*) FROM keys WHERE article NOT IN (SELECT number FROM articles)"
        assert connection.execute(stray).fetchone() == (0,)


def test_one_version_alone(archive, wire):
    archive.add([wire(), wire("edited"), wire("reworded")])
    assert archive.entry("storm-1").name == "storm-1@3"
    archive.remove("storm-1@3")
    assert [(entry.name, entry.state) for entry in archive.versions("storm-1")] == [
        ("storm-1@1", "replaced"),
        ("storm-1@2", "current"),
    ]
    archive.remove("storm-1@1")
    assert [(entry.name, entry.state) for entry in archive.versions("storm-1")] == [("storm-1@2", "current")]
    archive.remove("storm-1@2")
    assert archive.entries() == []


def test_what_was_removed_can_be_added_again(archive, wire):
    archive.add([wire()])
    archive.remove("storm-1")
    assert archive.add([wire()]).new == 1


def test_an_id_that_looks_like_a_version(archive, wire):
    archive.add([wire(id="a@2"), wire("bakery", id="a")])
    archive.remove("a@2")
    assert [entry.name for entry in archive.entries()] == ["a"]


def test_keys_alone_leave_nothing_either(path):
    with Archive(path, store="keys") as archive:
        archive.add([SECRET])
        assert not set(traces(path)) & {"plimmerdrax", "gnarfblatt", "krumpelwitz", "4,711,815"}
        archive.remove("secret-7")
        assert archive.stats().keys == 0
    assert traces(path) == []
