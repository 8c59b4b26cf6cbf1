"""What a check finds, which version it names, and what it leaves out."""

import threading

import pytest

from newsroom import collection
from retold import Archive, ArchiveError, Article, EmptyArticleError
from retold.archive import Licensed, read_licensed


def found(matches):
    return [(match.article.id, match.kind) for match in matches]


def test_a_retelling_is_found_and_explained(archive, wire, told):
    archive.add([wire(published="2031-03-03"), {"id": "bakery", "text": told["bakery"]}])
    (match,) = archive.check(told["reworded"])
    assert (match.article.id, match.kind, match.latest) == ("storm-1", "reworded", 1)
    assert not match.licensed
    assert not match.spans
    assert match.probability > 0.7
    assert all(share > 0.5 for share in match.shares)
    assert match.comparison.a.text == told["storm"]
    assert match.comparison.b.text == told["reworded"]
    assert match.comparison is match.comparison


def test_what_is_not_there_is_not_found(archive, told):
    assert archive.check(told["storm"]) == []
    archive.add([{"text": told["bakery"]}])
    assert archive.check(told["storm"]) == []


def test_an_article_in_another_language(archive, wire, told):
    archive.add([wire(), {"id": "bakery", "text": told["bakery"]}])
    (match,) = archive.check(told["sturm"])
    assert (match.article.id, match.kind) == ("storm-1", "translated")


def test_the_version_that_was_copied_is_named(archive, wire, told):
    url = "https://wire.example/storm"
    later = told["storm"].replace("Nobody was hurt.", "Two sailors were hurt; one, Pemar Lanik, is in hospital.")
    later = later.replace("27 crossings", "31 crossings").replace("1,900 passengers", "2,400 passengers")
    archive.add([wire(url=url), wire(later, url=url)])
    (match,) = archive.check(told["edited"])
    assert (match.entry.name, match.latest) == ("storm-1@1", 2)
    (match,) = archive.check(later.replace("severe", "serious"))
    assert (match.entry.name, match.latest) == ("storm-1@2", 2)


def test_the_best_come_first_and_no_more_than_asked_for(archive, told):
    archive.add([
        {"id": "reworded", "text": told["reworded"]},
        {"id": "storm", "text": told["storm"]},
        {"id": "bakery", "text": told["bakery"]},
    ])
    assert found(archive.check(told["edited"]))[0] == ("storm", "edited")
    assert {name for name, _ in found(archive.check(told["edited"]))} == {"storm", "reworded"}
    assert found(archive.check(told["edited"], most=1)) == [("storm", "edited")]


def test_a_check_finds_what_belongs_together(archive):
    records, families = collection(16)
    archive.add(records)
    ids = {record["text"]: record["id"] for record in reversed(records)}
    for family in families:
        for record in (record for record in records if record["id"] in family):
            texts = {archive.get(match.entry.name).text for match in archive.check(record)}
            assert {ids[text] for text in texts} <= family
            assert record["text"] in texts


def test_days_between(archive, wire, told):
    archive.add([wire(published="2031-03-03")])
    far = Article(text=told["reworded"], published="2031-09-01")
    assert archive.check(far) == []
    assert found(archive.check(far, most_days=0)) == [("storm-1", "reworded")]
    assert found(archive.check(Article(text=told["edited"], published="2031-09-01")))[:1] == [("storm-1", "edited")]


def test_licensed_outlets_by_name_and_by_host(archive, wire, told, tmp_path):
    archive.add([wire()])
    names = tmp_path / "licensed.txt"
    names.write_text("\ufeff# who may\nThe Island Gazette   # a customer\n\nwww.post.example\n", "utf-8")
    licensed = read_licensed(names)

    def may(**fields):
        (match,) = archive.check(Article(text=told["edited"], **fields), licensed=licensed)
        return match.licensed

    assert may(publisher="the island gazette ")
    assert may(url="https://news.post.example/storm")
    assert may(url="https://post.example:8080/storm")
    assert not may(url="https://outpost.example/storm")
    assert not may(publisher="Norra Posten")
    assert not may(url="http://[broken")
    assert not may()
    assert not Licensed(frozenset({"example"}))("", "https://post.example/")


def test_rejected_by_text_and_by_address(archive, wire, told):
    archive.add([wire(), {"id": "reworded", "text": told["reworded"]}])
    page = Article(text=told["edited"], url="https://gazette.example/storm")
    archive.reject("storm-1", page)
    assert "storm-1" not in dict(found(archive.check(page)))
    assert "storm-1" not in dict(found(archive.check(told["edited"])))
    updated = Article(text=told["edited"] + "\nMore tomorrow.", url="http://www.gazette.example/storm?utm_source=x")
    assert "storm-1" not in dict(found(archive.check(updated)))
    assert "storm-1" in dict(found(archive.check(updated.text)))
    assert archive.audit()[0] | {"at": ""} == {"at": "", "action": "reject", "id": "storm-1", "detail": page.url}


@pytest.mark.parametrize("store", ["text", "keys"])
def test_rejected_by_name_in_both_directions_and_all_versions(tmp_path, wire, told, store):
    url = "https://gazette.example/storm"
    paper = {"id": "paper", "publisher": "The Island Gazette", "url": url}
    with Archive(tmp_path / "a", store=store) as archive:
        archive.add([wire(), {**paper, "text": told["edited"]}, {**paper, "text": told["edited"] + "\nMore tomorrow."}])
        assert "storm-1" in dict(found(archive.check(told["edited"])))
        archive.reject("storm-1", "paper")
        for text in (told["edited"], told["edited"] + "\nMore tomorrow."):
            assert {match.entry.id for match in archive.check(text)} == {"paper"}
        assert {match.entry.id for match in archive.check(told["storm"])} == {"storm-1"}
        with pytest.raises(ArchiveError, match="There is no article nobody"):
            archive.reject("nobody", "paper")
        archive.reject("paper", "storm-1", undo=True)  # the other way round, which is the same
        assert {"paper", "storm-1"} <= {match.entry.id for match in archive.check(told["edited"])}
        assert {"paper", "storm-1"} <= {match.entry.id for match in archive.check(told["storm"])}
        assert [line["action"] for line in archive.audit()] == ["accept", "reject"]
        assert archive.stats().rejected == 0
        with pytest.raises(ArchiveError, match="storm-1 was not rejected for paper"):
            archive.reject("paper", "storm-1", undo=True)
        assert len(archive.audit()) == 2


def test_what_cannot_be_checked(archive, tmp_path):
    with pytest.raises(EmptyArticleError):
        archive.check({"text": " "})
    assert archive.check("Yes.") == []
    assert archive.check("x" * 300_000) == []
    assert archive.check("Half \ud83d of it.") == []


def test_an_archive_that_can_only_be_read(path, wire, told, monkeypatch):
    with Archive(path) as archive:
        archive.add([wire()])
    import os

    allowed = os.access
    monkeypatch.setattr(
        "retold.archive.schema.os.access", lambda place, mode: not mode & os.W_OK and allowed(place, mode)
    )
    before = path.read_bytes()
    with Archive(path) as archive:
        assert found(archive.check(told["edited"])) == [("storm-1", "edited")]
        assert archive.search("harbour")
        for change in (
            lambda: archive.add([{"text": told["bakery"]}]),
            lambda: archive.remove("storm-1"),
            lambda: archive.reject("storm-1", {"text": told["edited"]}),
        ):
            with pytest.raises(ArchiveError, match="can only be read"):
                change()
    assert path.read_bytes() == before
    with pytest.raises(ArchiveError, match="cannot be written to"):
        Archive(path.with_name("new.retold"))


def test_threads_share_an_archive(archive, told):
    records, _ = collection(24)
    failed = []

    def adds(part):
        try:
            for record in part:
                archive.add([record])
        except Exception as error:
            failed.append(error)

    def checks():
        try:
            for record in records[:12]:
                archive.check(record)
                archive.stats()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=adds, args=(records[k::3],)) for k in range(3)]
    threads += [threading.Thread(target=checks) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert archive.stats().versions == len({record["text"] for record in records})
    assert archive.stats().copies == len(records) - archive.stats().versions
    archive.close()
    with pytest.raises(ArchiveError, match="has been closed"):
        archive.stats()
