"""An archive that keeps no texts."""

import pytest

from newsroom import collection
from retold import Archive, ArchiveError


@pytest.fixture
def keys(path):
    """An empty archive of keys alone."""
    with Archive(path, store="keys") as opened:
        yield opened


def test_no_text_is_in_the_file(keys, path, wire, told):
    keys.add([wire(), wire("bakery", id="b", title="Baker wins")])
    data = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for text in (told["storm"], told["bakery"]):
        for word in ("Tolland", "Finkel", "lighthouse", "Bramar", "grandmother", "nine metres"):
            assert word not in text or word.encode() not in data
    assert keys.get("b").text == ""
    assert keys.stats().text_bytes == 0
    assert all("text" not in record for record in keys.export())


def test_a_check_finds_and_shows_where(keys, wire, told):
    keys.add([wire(), wire("bakery", id="b", title="Baker wins")])
    (match,) = keys.check(told["reworded"])
    assert match.article.id == "storm-1"
    assert match.probability > 0.5
    assert match.spans
    for here, there in match.spans:
        assert told["reworded"][here.start : here.end].strip()
        assert told["storm"][there.start : there.end].strip()
    with pytest.raises(ArchiveError, match="keeps no texts"):
        match.comparison  # noqa: B018
    (match,) = keys.check(told["storm"])
    assert match.kind == "copy"


def test_versions_and_copies_are_told_as_with_texts(tmp_path):
    records, _ = collection(12)
    said = []
    for store in ("text", "keys"):
        with Archive(tmp_path / store, store=store) as archive:
            archive.add(records)
            said.append([(entry.name, archive.copies(entry.name)[:0]) for entry in archive.entries(most=None)])
    assert said[0] == said[1]


def test_what_cannot_be_done_is_said(keys, path):
    with pytest.raises(ArchiveError, match="keeps no texts"):
        keys.search("harbour")
    with pytest.raises(ArchiveError, match="keys alone"):
        Archive(path, store="text")
    keys.close()
    with Archive(path) as again:
        assert again.store == "keys"
