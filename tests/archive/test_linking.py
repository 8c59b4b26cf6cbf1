"""Links of archived articles: looked up one by one, and found among all at once."""

import pytest

from newsroom import collection
from retold import Archive
from retold.archive import linking, linking_all

RECORDS, FAMILIES = collection(120, seed=11)
OTHER = "Boats sink at the pier"  # what stands under it is no version of the storm
TEXTS = {record["text"] for record in RECORDS}  # copies word for word are one article


@pytest.fixture
def many(monkeypatch):
    """Any number of articles counts as many."""
    monkeypatch.setattr(linking, "_FEW", 0)


@pytest.fixture
def filled(archive):
    """An archive of invented families, not linked yet."""
    archive.add(RECORDS)
    return archive


def links_in(archive):
    asked = "SELECT first, second, kind, probability, first_share, second_share, fragments FROM links"
    return sorted(archive._connect().execute(asked))


def sets(archive):
    """The families, each by what its articles are called."""
    return {frozenset(member.id for member in family.members) for family in archive.families()}


def test_all_at_once_gives_what_one_by_one_gives(filled, many, tmp_path, monkeypatch):
    monkeypatch.setattr(linking, "_CHUNK", 50)
    assert filled.link() == len(TEXTS)
    with Archive(tmp_path / "other.retold") as other:
        other.add(RECORDS)
        steps = []
        other.link(lambda step, done: steps.append(done), in_steps=True)
        assert len(steps) > 1
        one, all_ = ({link[:2]: link[2] for link in links_in(opened)} for opened in (other, filled))
        # Keys count a little otherwise, so that a pair at the edge may be seen by one of the two alone.
        both = one.keys() & all_.keys()
        assert len(both) > 0.95 * max(len(one), len(all_))
        assert all(one[pair] == all_[pair] for pair in both)
        assert len(sets(filled) ^ sets(other)) < 0.05 * len(sets(other))
    assert len(links_in(filled)) > len(FAMILIES) / 4
    assert all(first < second for first, second, *_ in links_in(filled))


def test_only_new_articles_are_linked_again(filled, many, monkeypatch):
    filled.link()
    connection = filled._connect()
    connection.execute("DELETE FROM links")
    monkeypatch.setattr(linking, "_MANY", 0.0)
    wire = RECORDS[1]
    filled.add([{**wire, "id": "late", "text": f"{wire['text']}\n\nThis report was updated."}])
    assert filled.link() == 1
    newest = connection.execute("SELECT number FROM articles WHERE id = 'late'").fetchone()[0]
    assert links_in(filled)
    assert {second for _, second, *_ in links_in(filled)} == {newest}
    assert filled.link() == 0


def test_articles_with_the_same_words_are_linked_like_others(archive, many, wire):
    shouted = wire()["text"].replace(".", "!")
    archive.add([wire(id="a", publisher="A"), wire(shouted, id="b", publisher="B")])
    archive.add([wire("reworded", id="c", title=OTHER)])
    archive.link()
    pairs = {(first, second): kind for first, second, kind, *_ in links_in(archive)}
    assert pairs.keys() == {(1, 2), (1, 3), (2, 3)}
    assert pairs[1, 2] == "copy"


def test_an_article_without_words_has_no_links(archive, many, wire):
    archive.add([wire(), wire("reworded", id="c", title=OTHER), {"id": "x", "text": "…"}, {"id": "y", "text": "!?"}])
    assert archive.link() == 4
    assert [pair[:2] for pair in links_in(archive)] == [(1, 2)]


@pytest.mark.parametrize("at_once", [True, False])
def test_what_is_removed_in_the_meantime_is_not_linked(archive, many, path, wire, monkeypatch, at_once):
    archive.add([wire(), wire("reworded", id="c", title=OTHER), wire("edited", id="d", title="Ferries stay in")])

    def removing(find):
        def found(*given):
            result = find(*given)
            with Archive(path) as other:
                other.remove("c")
            return result

        return found

    module, name = (linking_all, "find_links") if at_once else (linking, "_links_of")
    monkeypatch.setattr(module, name, removing(getattr(module, name)))
    archive.link(in_steps=not at_once)
    assert [pair[:2] for pair in links_in(archive)] == [(1, 3)]


def test_interrupted_it_has_done_nothing_and_can_be_done_again(filled, many):
    def tell(step, done):
        if done > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        filled.link(tell)
    assert not links_in(filled)
    assert filled.link() == len(TEXTS)
    assert links_in(filled)


def test_an_archive_without_texts_is_passed_over(path, many):
    with Archive(path, store="keys") as archive:
        archive.add([{"text": text} for text in TEXTS])
        assert archive.link() == len(TEXTS)
        assert not links_in(archive)
