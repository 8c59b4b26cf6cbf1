"""A disk that is full or fails: a clear error, nothing that was confirmed is lost, and afterwards all works again."""

import os
import shutil
import subprocess
import sys

import pytest

from faults.base import articles, child, content, damage
from retold.archive import Archive, schema
from retold.errors import ArchiveError

BATCHES = [articles(40, seed=seed) for seed in range(11, 19)]


def fill_up(archive):
    """Add batches until one fails; those that were confirmed, and the error."""
    confirmed = []
    for batch in BATCHES:
        try:
            archive.add(batch)
        except ArchiveError as error:
            return confirmed, str(error)
        confirmed += batch
    return confirmed, ""


def as_without_fault(path, given):
    """Whether adding all once more gives what an archive without the fault is."""
    with Archive(path) as archive:
        for batch in BATCHES:
            archive.add(batch)
    other = path.with_name("other.retold")
    with Archive(other) as archive:
        archive.add(given)
        for batch in BATCHES:
            archive.add(batch)
    return content(path) == content(other)


def test_no_more_pages(path, given):
    with Archive(path) as archive:
        most = archive._connect().execute("PRAGMA page_count").fetchone()[0] + 120
        archive._connect().execute(f"PRAGMA max_page_count = {most}")
        confirmed, said = fill_up(archive)
        assert "no room left" in said
        assert 0 < len(confirmed) < 320
        assert archive.get(given[0]["id"]).text == given[0]["text"]
        archive._connect().execute("PRAGMA max_page_count = 1000000000")
        archive.add(BATCHES[0])  # the same connection can go on
    assert damage(path, given + confirmed) == []
    assert as_without_fault(path, given)


LIMITED = """
import os, resource, sys
from faults.test_disk import BATCHES, fill_up
from retold.archive import Archive
with Archive(sys.argv[1]) as archive:
    most = os.path.getsize(sys.argv[1]) + 300_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    confirmed, said = fill_up(archive)
    print(len(confirmed) // 40)
    print(said)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="this system knows no limit of a file's size")
def test_files_may_not_grow(path, given):
    process = child(LIMITED, path)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    count, said = out.splitlines()
    assert "could not be read or written" in said or "no room left" in said
    confirmed = [article for batch in BATCHES[: int(count)] for article in batch]
    assert 0 < len(confirmed) < 320
    assert damage(path, given + confirmed) == []
    assert as_without_fault(path, given)


@pytest.fixture
def small(tmp_path):
    """A disk of 1.5 megabytes, where one can be made."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a small disk can be made by root alone, where mounting is allowed")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk(small, whole, given, tmp_path):
    path = small / "news.retold"
    shutil.copy(whole, path)
    with Archive(path) as archive:
        confirmed, said = fill_up(archive)
        assert "no room left" in said
        assert 0 < len(confirmed) < 320
        assert archive.check(given[0]["text"])
    with Archive(path) as archive:
        assert {article["text"] for article in given + confirmed} <= {one["text"] for one in archive.export()}
    moved = tmp_path / "news.retold"
    for side in small.iterdir():
        shutil.copy(side, tmp_path / side.name)
    assert damage(moved, given + confirmed) == []
    assert as_without_fault(moved, given)


def test_no_room_for_a_new_archive(small):
    (small / "filler").write_bytes(b"x" * 1_490_000)
    with pytest.raises(ArchiveError, match="no room left"):
        Archive(small / "news.retold").close()
    (small / "filler").unlink()
    with Archive(small / "news.retold") as archive:
        assert archive.add(BATCHES[0][:3]).new == 3


FAILING = """
import os, sys
from faults.base import articles
from retold.archive import Archive
from retold.errors import ArchiveError
with Archive(sys.argv[1]) as archive:
    archive.add(articles(6, seed=2))
    print("confirmed")
    for name in os.listdir("/proc/self/fd"):
        try:
            place = os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            continue
        if place.endswith(sys.argv[2]):
            os.dup2(os.open("/dev/full", os.O_RDWR), int(name))
    for use in (lambda: archive.add(articles(6, seed=3)), lambda: archive.remove("story-2-0000"), archive.stats,
                lambda: list(archive.export())):
        try:
            use()
        except ArchiveError as error:
            print(error)
try:
    archive.add([])
except ArchiveError as error:
    print(error)
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="the open files are found in /proc")
@pytest.mark.parametrize("side", [".retold", ".retold-wal"])
def test_a_disk_that_fails(path, given, side):
    process = child(FAILING, path, side)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    lines = out.splitlines()
    assert lines[0] == "confirmed"
    assert len(lines) > 1
    assert all(line.endswith(".") for line in lines[1:])
    assert damage(path, given + articles(6, seed=2)) == []


def test_a_log_that_cannot_begin_anew_is_made_to(path, monkeypatch):
    """Readers that overlap all the time keep the log from beginning anew, until a writer waits for them."""
    monkeypatch.setattr(schema, "_LOG_MOST", 200_000)
    monkeypatch.setattr(schema, "_LOG_WAIT", 0.02)
    log = path.with_name(f"{path.name}-wal")
    readers = [Archive(path), Archive(path)]
    sizes = []
    with Archive(path) as archive:
        held = None
        for number, batch in enumerate(BATCHES):
            reader = readers[number % 2]._connect()
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM articles").fetchone()
            if held is not None:
                held.execute("COMMIT")
            held = reader
            archive.add([{**article, "text": f"{article['text']} {number}", "id": "", "url": ""} for article in batch])
            sizes.append(log.stat().st_size)
            if number == len(BATCHES) - 1:
                held.execute("COMMIT")
                held = None
                archive.add(articles(1, seed=99))
                assert log.stat().st_size < 200_000
    assert max(sizes) > 200_000  # as long as somebody read
    for reader in readers:
        reader.close()
