"""What a process that is killed has confirmed is there, and what it had not confirmed can be added again."""

import json
import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from faults.base import ROOT, articles, child, content, damage, files_of, kills_command, traces
from retold.archive import Archive
from retold.errors import RetoldError

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the children are forked")


def run(*options):
    done = subprocess.run(
        [sys.executable, kills_command, "--json", *options], capture_output=True, text=True, cwd=ROOT, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


def test_killed_while_adding():
    figures, said = run("--kills", "12", "--batches", "14")
    assert figures["kills"] == 12
    assert figures["confirmed"] > 0
    assert [figures[name] for name in ("lost", "unopened", "damaged", "unlike")] == [0, 0, 0, 0], said


def test_killed_while_removing():
    figures, said = run("--kills", "6", "--removing", "--batches", "20")
    assert figures["kills"] == 6
    assert [figures[name] for name in ("half", "damaged", "left")] == [0, 0, 0], said


def test_killed_between_the_removal_and_the_emptying_of_the_log(path, given):
    code = (
        "import os, signal, sys\n"
        "from retold.archive import Archive, removing\n"
        "removing.empty_log = lambda connection: os.kill(os.getpid(), signal.SIGKILL)\n"
        "with Archive(sys.argv[1]) as archive: archive.remove(sys.argv[2])\n"
    )
    process = child(code, path, given[0]["id"])
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    others = [article for article in given if article["id"] != given[0]["id"]]
    assert traces(path, given[0], others)  # still in the file: the removal stands in the log alone
    with Archive(path) as archive:
        assert traces(path, given[0], others) == []
        with pytest.raises(RetoldError):
            archive.get(given[0]["id"])
        assert archive.audit()[0]["id"] == given[0]["id"]
    assert damage(path, others) == []


def test_a_reader_of_an_old_state_keeps_the_removed_in_the_log_until_the_archive_is_opened_again(path, given):
    others = [article for article in given if article["id"] != given[0]["id"]]
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM articles").fetchone()
    with Archive(path, patience=0.2) as archive, pytest.raises(RetoldError, match="until that ends"):
        archive.remove(given[0]["id"])
    reader.execute("COMMIT")
    with Archive(path):
        assert traces(path, given[0], others) == []
    reader.close()


def test_no_divided_page_of_an_index_keeps_what_was_removed(tmp_path):
    given = articles(250)
    path = tmp_path / "news.retold"
    with Archive(path) as archive:
        archive.add(given)
        archive.add(articles(8, seed=2))
        for name in sorted({article["id"] for article in given})[-8:]:
            gone = [article for article in given if article["id"] == name]
            archive.remove(name)
            others = [article for article in given if article["id"] != name] + articles(8, seed=2)
            assert [left for article in gone for left in traces(path, article, others)] == []


def test_a_log_that_is_cut_anywhere_gives_whole_batches(tmp_path, given):
    path = tmp_path / "news.retold"
    sizes = [0]
    with Archive(path) as archive:
        for start in range(0, 60, 10):
            archive.add(given[start : start + 10])
            sizes.append(sum(1 for _ in archive.export()))
        kept = {side.name: side.read_bytes() for side in files_of(path) if not side.name.endswith("-shm")}
    log = kept["news.retold-wal"]
    for part in range(0, 13):
        folder = tmp_path / str(part)
        folder.mkdir()
        (folder / path.name).write_bytes(kept["news.retold"])
        (folder / "news.retold-wal").write_bytes(log[: len(log) * part // 12])
        with Archive(folder / path.name) as archive:
            count = sum(1 for _ in archive.export())
            assert count in sizes
            assert part < 12 or count == sizes[-1]
            archive.add(given)
        assert content(folder / path.name) == content(path)
