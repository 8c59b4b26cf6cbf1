"""Several processes at one archive, a process that is interrupted, and a clock that goes backwards."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from faults.base import articles, child, content, damage
from newsroom import write_lines
from retold.archive import Archive
from retold.errors import ArchiveError

WRITER = """
import sys
from faults.base import articles
from retold.archive import Archive
mine = articles(60, seed=int(sys.argv[2])) + articles(60, seed=7)
with Archive(sys.argv[1]) as archive:
    print("open", flush=True)
    sys.stdin.readline()
    for start in range(0, 120, 5):
        archive.add(mine[start : start + 5])
"""


def test_two_writers_and_a_reader(tmp_path):
    path = tmp_path / "news.retold"
    writers = [child(WRITER, path, seed) for seed in (2, 3)]  # which also make the archive at the same time
    for writer in writers:
        assert writer.stdout.readline() == "open\n", writer.stderr.read()
    for writer in writers:
        writer.stdin.write("\n")
        writer.stdin.flush()
    wholes = []
    for seed in (2, 3, 7):
        before, lot = set(), articles(60, seed)
        for start in range(0, 60, 5):  # a text that was in an earlier batch is there before its batch
            batch = {one["text"] for one in lot[start : start + 5]} - before
            before |= batch
            wholes.append(batch)
    looks = 0
    with Archive(path) as reader:
        while any(writer.poll() is None for writer in writers):
            seen = {one["text"] for one in reader.export()}
            assert all(len(batch & seen) in (0, len(batch)) for batch in wholes)
            looks += 1
            time.sleep(0.01)
    assert looks > 1
    for writer in writers:
        assert writer.communicate(timeout=60)[1] == ""
        assert writer.returncode == 0
    everything = [one for seed in (2, 3, 7) for one in articles(60, seed)]
    assert damage(path, everything) == []
    with Archive(path) as archive:
        texts = [one["text"] for one in archive.export()]
    assert len(texts) == len(set(texts)) == len({one["text"] for one in everything})


def test_a_writer_that_holds_the_lock_for_too_long(path, given):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Archive(path, patience=0.1) as archive:
        for use in (lambda: archive.add(articles(2, seed=2)), lambda: archive.remove(given[0]["id"])):
            with pytest.raises(ArchiveError, match="being written by another process"):
                use()
        assert archive.get(given[0]["id"]).text == given[0]["text"]  # readers need not wait
        other.execute("ROLLBACK")
        assert archive.add(articles(2, seed=2)).new == 2
    other.close()


def test_a_writer_waits_for_another(path):
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with Archive(path) as archive:
        threading.Timer(0.3, other.execute, ("ROLLBACK",)).start()
        assert archive.add(articles(2, seed=2)).new == 2
    other.close()


def test_an_article_that_is_removed_while_it_is_read(path, given):
    """What one question reads is of one moment."""
    with Archive(path) as archive, Archive(path, patience=0.1) as other:
        exported = archive.export()
        next(exported)
        other.remove(given[-1]["id"])
        assert given[-1]["text"] not in {one["text"] for one in archive.export()}
        list(exported)
        with pytest.raises(ArchiveError, match="no article"):
            archive.get(given[-1]["id"])


def test_an_article_that_holds_an_add_back_is_not_written_twice(path):
    """The iterable that is added may itself use the archive."""
    with Archive(path) as archive:

        def more():
            for one in articles(6, seed=2):
                archive.add([one])
                yield one

        archive.add(more())
        assert len({one["text"] for one in archive.export()}) == len([one["text"] for one in archive.export()])


INTERRUPTED = """
import sys
from faults.base import articles
from retold.archive import Archive
given = articles(1000, seed=5)
with Archive(sys.argv[1]) as archive:
    archive.add(given[:10])
    print("open", flush=True)
    for start in range(10, 1000, 10):
        archive.add(given[start : start + 10])
        print(start, flush=True)
"""


def test_interrupted_in_python(tmp_path):
    path = tmp_path / "news.retold"
    process = child(INTERRUPTED, path)
    for _ in range(4):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "KeyboardInterrupt" in err
    last = max([20, *map(int, out.split())])
    assert damage(path, articles(1000, seed=5)[: last + 10]) == []


def test_interrupted_while_it_waits_for_another_writer(path):
    code = "import sys; from retold.archive import Archive\n"
    code += "with Archive(sys.argv[1]) as archive:\n print('open', flush=True)\n archive.add([])\n archive.remove('x')"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    process = child(code, path)
    process.stdout.readline()
    time.sleep(0.2)
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert time.monotonic() - started < 25  # well before its patience, 30 seconds, ends
    other.execute("ROLLBACK")
    other.close()


def test_interrupted_on_the_command_line(tmp_path):
    given = articles(3500, seed=6)
    source = write_lines(tmp_path / "news.jsonl", given)
    path = tmp_path / "news.retold"
    command = [sys.executable, "-m", "retold", "archive", "add", str(source), "--to", str(path), "--no-link", "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    held, until = 0, time.monotonic() + 60
    while not held and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
        if path.exists() and path.stat().st_size:
            reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            try:
                held = reader.execute("SELECT count(*) FROM articles").fetchone()[0]
            except sqlite3.OperationalError:
                pass  # it is being made
            finally:
                reader.close()
    process.send_signal(signal.SIGINT)
    err = process.communicate(timeout=60)[1]
    if process.returncode == 0:
        pytest.skip("all was added before it could be interrupted")
    assert process.returncode == 130, err
    assert "Interrupted." in err
    assert "Traceback" not in err
    with Archive(path) as archive:
        kept = archive.stats().versions
        assert kept >= held > 0
    assert damage(path, given[: held // 2]) == []


def test_a_second_run_completes_what_was_interrupted(tmp_path):
    given = articles(120, seed=6)
    path, other = tmp_path / "news.retold", tmp_path / "other.retold"

    def stopped():
        yield from given[:70]
        raise KeyboardInterrupt

    with Archive(path) as archive:
        archive.add(given[:40])
        with pytest.raises(KeyboardInterrupt):
            archive.add(stopped())
        archive.add(given)
    with Archive(other) as archive:
        archive.add(given)
    assert content(path) == content(other)


def test_a_clock_that_goes_backwards(path, given, monkeypatch):
    from retold.archive import adding

    for module in (adding, *(sys.modules[f"retold.archive.{name}"] for name in ("removing", "rejecting"))):
        monkeypatch.setattr(module, "now", lambda: "1999-12-31T23:59:59Z")
    with Archive(path) as archive:
        archive.add(articles(8, seed=2))
        archive.remove(given[0]["id"])
        assert archive.audit()[0]["at"] == "1999-12-31T23:59:59Z"
        assert archive.audit()[0]["id"] == given[0]["id"]
        numbers = [entry.number for entry in archive.entries(most=None)]
        assert numbers == sorted(numbers)
        again = [entry.version for entry in archive.versions(articles(8, seed=2)[7]["id"])]
        assert again == [1, 2]
    assert damage(path, given[1:] + articles(8, seed=2)) == []
