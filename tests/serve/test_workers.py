"""Texts that take long, kill, or break: whoever sent them is told, and nobody else notices."""

import logging
import os
import signal
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from retold.archive import Archive
from retold.errors import ArchiveError
from retold.serve.errors import BusyError, NotFoundError, TookTooLongError
from retold.serve.saved import Saved
from retold.serve.workers import Workers
from serve.conftest import BY_ID, FAMILIES, assert_error, running
from serve.hooks import slow_down
from serve.newsroom import REWORDED, WIRE

PAIR = next(sorted(family)[:2] for family in FAMILIES if len(family) > 1)
TEXT = BY_ID[PAIR[0]]["text"]


def check(server, text, **more):
    with server.client() as client:
        return client.post("/api/check", json={"text": text, **more})


def well(server):
    """That a good text is still answered."""
    response = check(server, TEXT)
    assert response.status_code == 200, response.text
    assert response.json()["matches"]


@pytest.fixture
def hurry(shared, monkeypatch):
    """The shared server with both workers ready, where a text may take three seconds from now on."""
    deadline = time.monotonic() + 60
    while len(shared.service._workers._idle._free) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    monkeypatch.setattr(shared.service._workers, "_seconds", 3.0)
    return shared


def test_a_text_that_takes_too_long_is_ended_and_disturbs_nobody(hurry):
    with ThreadPoolExecutor(2) as others:
        began = time.monotonic()
        slow = others.submit(check, hurry, "NAP 60")
        time.sleep(0.3)
        for _ in range(3):
            well(hurry)
        assert not slow.done()
        assert_error(slow.result(), 422, "took-too-long")
        assert 2.5 < time.monotonic() - began < 30
    well(hurry)


def test_matches_are_there_though_time_ran_out_for_their_comparisons(hurry):
    found = check(hurry, TEXT + " NAP AFTER 60").json()
    assert not found["complete"]
    assert found["matches"]
    assert found["matches"][0]["comparison"] is None
    with hurry.client() as client:
        assert client.get(f"/api/checks/{found['id']}").json()["matches"] == found["matches"]


def test_a_worker_that_dies_costs_only_its_own_text(shared):
    response = check(shared, "KILLED")
    assert_error(response, 503, "worker-died")
    assert response.headers["retry-after"]
    well(shared)
    # One that dies with nothing to do is not noticed at all.
    for pid in shared.service.worker_pids():
        os.kill(pid, signal.SIGKILL)
    well(shared)


def test_what_nobody_foresaw_is_told_and_logged_without_the_text(shared, caplog):
    with caplog.at_level(logging.ERROR, "retold.serve"):
        assert_error(check(shared, "BROKEN"), 422, "not-read")
    assert "ZeroDivisionError" in caplog.text
    assert "secret sentence" not in caplog.text
    well(shared)


def test_more_than_can_wait_are_told_to_come_again(shared):
    with ThreadPoolExecutor(12) as others:
        answers = [asked.result() for asked in [others.submit(check, shared, "NAP 2") for _ in range(12)]]
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] * 6 + [503] * 6  # two workers, four that wait
    for answer in answers:
        if answer.status_code == 503:
            assert_error(answer, 503, "busy")
            assert int(answer.headers["retry-after"]) >= 1
    well(shared)


ZALGO = "".join(letter + "".join(chr(0x300 + k % 112) for k in range(40)) for letter in "storm" * 1000)
HOSTILE = {
    "one sentence": "and then the mayor of Orlen said that " * 5200,
    "one word": "a" * 199_000,
    "quotation marks": '"' * 199_000,
    "curly quotation marks": "“”‘’„«»" * 28_000,
    "opened quotations": "“a " * 66_000,
    "brackets": "(" * 99_000 + ")" * 99_000,
    "digits": "1234567890" * 19_900,
    "numbers": "1,234.5 million, " * 11_700,
    "full stops": "." * 199_000,
    "abbreviations": "Dr. Mr. U.S. " * 15_000,
    "zalgo": ZALGO[:199_000],
    "lines": "\n" * 198_000 + "a",
    "one-word lines": "Quist\n\n" * 28_000,
    "spaces": "a" + " " * 199_000 + "b",
    "right to left": "\u202e\u2066" * 99_000 + "a",
    "emoji": "👩‍👩‍👧‍👦" * 28_000,
    "names": "Ada Quist, Tom Reyle and Olle Brandt of Orlen. " * 4200,
    "dates": "On Monday, May 3, 2026, at 10:15 a.m. " * 5200,
    "tags": "<p><b>" * 33_000,
    "json": '{"text": "' + "[" * 190_000,
    "chinese": "市长说桥梁关闭" * 28_000,
    "archived": (TEXT + "\n\n") * (199_000 // (len(TEXT) + 2)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nasty_texts_end_in_time(shared, name, monkeypatch):
    text = HOSTILE[name]
    assert len(text) <= 200_000
    with shared.client() as client, monkeypatch.context() as patch:
        patch.setattr(shared.service._workers, "_seconds", 8.0)
        began = time.monotonic()
        checked = client.post("/api/check", json={"text": text})
        compared = client.post("/api/compare", json={"a": {"text": text}, "b": {"text": TEXT}})
    for response in (checked, compared):
        if response.status_code != 200:
            assert_error(response, 422)
    assert time.monotonic() - began < 2 * 8 + 4
    well(shared)


def test_workers_end_with_the_service_and_callers_are_told(archive):
    with running(archive, workers=1, seconds=30.0, prepare=slow_down) as server:
        pids = server.service.worker_pids()
        with ThreadPoolExecutor(1) as others:
            waiting = others.submit(server.service.check, text="NAP 20")
            time.sleep(0.5)
            server.service.close()
            with pytest.raises(BusyError):
                waiting.result(5)
    assert pids
    assert not any(_is_there(pid) for pid in pids)


def _is_there(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_says_what_is_wrong_with_the_archive(tmp_path):
    workers = Workers(tmp_path / "none.retold", number=1, waiting=1, seconds=5)
    with pytest.raises(ArchiveError, match="There is no archive"):
        workers.start()
    assert workers.pids() == []
    with pytest.raises(BusyError):
        workers.run("check", {}, 1)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="reads the mask of signals in /proc")
def test_workers_are_started_with_ctrl_c_blocked_and_the_starter_is_as_before(archive):
    workers = Workers(archive, number=1, waiting=1, seconds=5)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        worker = workers._new()
        with open(f"/proc/{worker.process.pid}/status") as file:
            blocked = next(int(line.split()[1], 16) for line in file if line.startswith("SigBlk:"))
    finally:
        workers.end()
    assert blocked & 1 << (signal.SIGINT - 1)
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


def test_a_worker_that_could_not_be_started_is_named_also_without_a_message(archive, caplog, monkeypatch):
    workers = Workers(archive, number=1, waiting=1, seconds=5)

    def fail():
        raise EOFError

    monkeypatch.setattr(workers, "_new", fail)
    monkeypatch.setattr(workers._ended, "wait", lambda pause: workers._ended.set())
    with caplog.at_level(logging.WARNING, "retold.serve"):
        workers._until_ready(None)
    workers.end()
    assert caplog.messages == ["A worker could not be started: EOFError"]


def test_errors_of_workers_come_back_as_themselves(archive):
    workers = Workers(archive, number=1, waiting=0, seconds=0.5, prepare=slow_down)
    workers.start()
    try:
        with pytest.raises(NotFoundError):
            workers.run("compare", {"archived": "nobody"}, {"text": "x"}, seconds=20)
        with pytest.raises(TookTooLongError, match=r"0\.5 seconds"):
            workers.run("check", {"text": "NAP 20"}, 1)
        began = time.monotonic()
        with pytest.raises(BusyError):  # the next one is not ready yet
            workers.run("check", {"text": TEXT}, 1, seconds=0.1)
        assert time.monotonic() - began < 2
        assert workers.run("check", {"text": TEXT}, 1, seconds=60)[1]
    finally:
        workers.end()
        workers.end()


# What is kept


def test_only_the_newest_are_kept(tmp_path):
    saved = Saved(tmp_path / "a.checks", most=3)
    ids = [saved.save("check", {"k": k}, []) for k in range(5)]
    assert len(set(ids)) == 5
    assert all(len(id) == 20 for id in ids)
    assert [saved.get("check", id)[0]["k"] for id in ids[2:]] == [2, 3, 4]
    for id in ids[:2]:
        with pytest.raises(NotFoundError):
            saved.get("check", id)
    with pytest.raises(NotFoundError):
        saved.get("comparison", ids[-1])
    saved.close()
    assert (tmp_path / "a.checks").stat().st_mode & 0o077 == 0
    small = Saved(tmp_path / "b.checks", most_bytes=50_000)
    ids = [small.save("check", {"k": os.urandom(10_000).hex()}, []) for _ in range(10)]
    with pytest.raises(NotFoundError):
        small.get("check", ids[0])
    assert small.get("check", ids[-1])
    small.close()


def test_what_is_kept_is_counted_also_where_others_save_and_delete(tmp_path, monkeypatch):
    monkeypatch.setattr("retold.serve.saved._COUNTED", 4)
    one, other = (Saved(tmp_path / "a.checks", most=6) for _ in range(2))
    for k in range(5):
        one.save("check", {"k": k}, [])
        other.save("check", {"k": k}, [])
    kept = [saved.save("check", {"k": "last"}, []) for saved in (one, other, one, other, one, other)]
    connection = sqlite3.connect(tmp_path / "a.checks")
    assert connection.execute("SELECT count(*) FROM saved").fetchone()[0] <= 6 + 4
    one.delete("check", kept[-1])
    assert one.forget(lambda name, added: True) == 0
    one.save("check", {"k": "more"}, [])
    assert connection.execute("SELECT count(*) FROM saved").fetchone()[0] == 6
    one.close()
    other.close()
    again = Saved(tmp_path / "a.checks", most=2)
    again.save("check", {}, [])
    assert connection.execute("SELECT count(*) FROM saved").fetchone()[0] == 2
    connection.close()
    again.close()


def test_a_file_of_something_else_is_not_touched(tmp_path):
    with Archive(tmp_path / "news.retold") as archive:
        archive.add([{"text": TEXT}])
    with pytest.raises(ArchiveError, match="not a file of saved checks"):
        Saved(tmp_path / "news.retold")
    (tmp_path / "x.checks").write_text("something else entirely " * 100)
    with pytest.raises(ArchiveError):
        Saved(tmp_path / "x.checks")
    assert (tmp_path / "x.checks").read_text().startswith("something else")


def test_what_shows_a_removed_article_is_overwritten(archive):
    secret = "Zyxwvut Quellenburg"
    text = f"The mayor {secret} opened 14 new bridges over the Orle on Friday, said engineer Ada Quist of Norland."
    with running(archive, workers=1) as server, server.client() as client:
        with Archive(archive) as other:
            other.add([{"id": "secret", "text": text}])
        found = client.post("/api/check", json={"text": "engineer Ada Quist opened bridges"}).json()
        compared = client.post("/api/compare", json={"a": {"id": "secret"}, "b": {"text": "Nothing at all."}}).json()
        with Archive(archive) as other:
            other.remove("secret")
        assert_error(client.get(f"/api/comparisons/{compared['id']}"), 404)
        assert client.get(f"/api/checks/{found['id']}").status_code == 200
        with pytest.raises(NotFoundError):
            server.service.saved_comparison(compared["id"])


def test_an_archive_without_texts(tmp_path):
    path = tmp_path / "keys.retold"
    with Archive(path, store="keys") as keys:
        keys.add([{"id": "wire", "text": TEXT}])
    with running(path, workers=1) as server, server.client() as client:
        found = client.post("/api/check", json={"text": TEXT}).json()
        assert found["matches"][0]["article"]["id"] == "wire"
        assert found["matches"][0]["spans"]
        assert found["matches"][0]["comparison"] is None
        assert_error(client.post("/api/compare", json={"a": {"id": "wire"}, "b": {"text": TEXT}}), 400, "no-texts")
        assert_error(client.get("/api/search", params={"words": "bridge"}), 400, "no-texts")
        assert client.get("/api/articles/wire").json()["text"] == ""


def test_articles_that_came_are_linked_in_the_background(archive):
    with running(archive, workers=1, writable=True) as server, server.client() as client:
        before = client.get("/api/families").json()["total"]
        client.post("/api/articles", json={"id": "tower-1", "text": WIRE})
        client.post("/api/articles", json={"id": "tower-2", "text": REWORDED})
        deadline = time.monotonic() + 15
        while client.get("/api/families").json()["total"] == before:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert client.get("/api/articles/tower-1").json()["links"]


def test_many_may_ask_at_one_time(shared):
    failed = []

    def ask():
        with shared.client() as client:
            for path in ("/api/articles", "/api/families", "/api/publishers", "/api/stats", "/health") * 4:
                if client.get(path).status_code != 200:
                    failed.append(path)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
