"""Whatever is found where an archive should be: one plain sentence, as an ArchiveError, and nothing is changed."""

import os
import sqlite3
import stat
import tempfile
from pathlib import Path

import pytest

from faults.base import articles, child, fill
from retold.archive import Archive
from retold.errors import ArchiveError


def sentence(error):
    said = str(error.value)
    assert said.endswith(".")
    assert not said.endswith("..")
    assert "\n" not in said
    return said


def refused(path, **options):
    def use():
        with Archive(path, **options) as archive:
            list(archive.export())
            archive.stats()

    with pytest.raises(ArchiveError) as error:
        use()
    return sentence(error)


def other_database(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()


def test_a_folder(tmp_path):
    assert "folder" in refused(tmp_path)


def test_a_missing_parent(tmp_path):
    assert "folder is not there" in refused(tmp_path / "none" / "news.retold")
    (tmp_path / "file").write_text("text")
    assert "folder is not there" in refused(tmp_path / "file" / "news.retold")


def test_nothing_there_and_none_to_be_made(tmp_path):
    assert "There is no archive" in refused(tmp_path / "news.retold", create=False)
    (tmp_path / "empty.retold").touch()
    assert "There is no archive" in refused(tmp_path / "empty.retold", create=False)
    assert (tmp_path / "empty.retold").stat().st_size == 0


def test_an_empty_file_becomes_an_archive(tmp_path, given):
    path = tmp_path / "empty.retold"
    path.touch()
    with Archive(path) as archive:
        assert archive.add(given[:3]).new == 3


@pytest.mark.parametrize("held", ["The mayor of Orlen resigned.\n" * 40, "x", "\0" * 8192])
def test_another_sort_of_file(tmp_path, held):
    path = tmp_path / "news.retold"
    path.write_text(held)
    refused(path)
    assert path.read_text() == held


def test_what_is_no_file():
    assert "no file" in refused("/dev/null")
    refused("news\0.retold")
    refused(Path(tempfile.gettempdir()) / ("n" * 300))


def test_another_database(tmp_path):
    path = tmp_path / "recipes.db"
    other_database(path)
    before = path.read_bytes()
    assert "not an archive" in refused(path)
    assert path.read_bytes() == before


def test_a_later_version(path):
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    assert "later version" in refused(path)


@pytest.mark.parametrize("table", ["about", "articles", "keys", "copies", "links", "rejected"])
def test_a_missing_table(path, table):
    with sqlite3.connect(path) as connection:
        connection.execute(f"DROP TABLE {table}")
    connection.close()
    assert "damaged" in refused(path)


def test_a_missing_index_of_words(path, given):
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE search")
    connection.close()
    with Archive(path) as archive:
        for use in (lambda: archive.search("bridge"), lambda: archive.add(articles(2, seed=9))):
            with pytest.raises(ArchiveError) as error:
                use()
            sentence(error)
        assert archive.get(given[0]["id"]).text == given[0]["text"]  # what was kept is there


def test_a_store_that_is_not_named(path):
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM about")
    connection.close()
    assert "damaged" in refused(path)


def test_a_log_without_its_archive(path, given):
    log = Path(f"{path}-wal")
    archive = Archive(path)
    archive.add(articles(4, seed=2))
    held = log.read_bytes()
    archive.close()
    path.unlink()
    log.write_bytes(held)
    assert "put back" in refused(path)
    assert log.read_bytes() == held


def test_moved_or_replaced_while_it_is_open(path, whole, tmp_path):
    with Archive(path) as archive:
        path.rename(tmp_path / "moved.retold")
        with pytest.raises(ArchiveError) as error:
            archive.add(articles(2, seed=2))
        assert "was moved" in sentence(error)
        fill(path, whole)
        with pytest.raises(ArchiveError):
            archive.add(articles(2, seed=2))


def test_closed(path):
    archive = Archive(path)
    exported = archive.export()
    next(exported)
    archive.close()
    archive.close()
    for use in (lambda: list(exported), archive.stats, lambda: archive.get("x"), lambda: archive.add(articles(1))):
        with pytest.raises(ArchiveError) as error:
            use()
        sentence(error)


def test_a_reader_in_a_folder_that_cannot_be_written_to(path, given, monkeypatch):
    """As root may write everywhere, what the system says of the rights is taken from here."""
    monkeypatch.setattr(os, "access", lambda place, mode: not mode & os.W_OK)
    before = path.read_bytes()
    with Archive(path) as archive:
        assert archive.get(given[0]["id"]).text == given[0]["text"]
        assert archive.check(given[0]["text"])
        with pytest.raises(ArchiveError) as error:
            archive.add(articles(1, seed=2))
        assert "only be read" in sentence(error)
        with pytest.raises(ArchiveError, match="only be read"):
            archive.remove(given[0]["id"])
    assert path.read_bytes() == before
    assert [side.name for side in path.parent.iterdir()] == [path.name]


# What is imported later could not be read by others in every place where Python may stand.
USE = """
import os, sys, encodings.ascii, encodings.latin_1, encodings.utf_16_le
from retold.archive import Archive, exporting, removing
from retold.errors import ArchiveError
os.chdir("/")
os.setgroups([])
os.setresgid(65534, 65534, 65534)
os.setresuid(65534, 65534, 65534)
for use in (lambda a: print(sum(1 for _ in a.export())), lambda a: a.remove("story-1-0000") and print("removed")):
    try:
        with Archive(sys.argv[1]) as archive:
            use(archive)
    except ArchiveError as error:
        print("refused:", error)
"""


@pytest.fixture
def open_folder(whole):
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        path = fill(Path(name) / "news.retold", whole)
        os.chmod(path, 0o644)
        yield path


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may become somebody else")
class TestSomebodyElse:
    """A real user without rights: `nobody`."""

    def said(self, path):
        process = child(USE, path)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        return out.splitlines()

    def test_who_may_only_read(self, open_folder, given):
        count, removing = self.said(open_folder)
        assert int(count) > 40
        assert "only be read" in removing

    def test_who_may_write_the_folder_but_not_the_file(self, open_folder):
        os.chmod(open_folder.parent, 0o777)
        count, removing = self.said(open_folder)
        assert int(count) > 40
        assert "only be read" in removing

    def test_who_may_write_the_file_but_not_the_folder(self, open_folder):
        os.chmod(open_folder, 0o666)
        count, removing = self.said(open_folder)
        assert int(count) > 40
        assert "only be read" in removing

    def test_who_may_not_read(self, open_folder):
        os.chmod(open_folder, 0o600)
        assert all(line.startswith("refused:") and "cannot be opened" in line for line in self.said(open_folder))

    def test_who_may_not_enter(self, open_folder):
        os.chmod(open_folder.parent, 0o700)
        assert all(line.startswith("refused:") and "cannot be opened" in line for line in self.said(open_folder))

    def test_a_log_that_was_left(self, open_folder):
        with Archive(open_folder) as archive:
            archive.add(articles(4, seed=2))
            held = [(side, side.read_bytes()) for side in open_folder.parent.iterdir() if side.suffix != ".retold-shm"]
        for side, data in held:
            side.write_bytes(data)
            side.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        assert all("opened once for writing" in line for line in self.said(open_folder))

    def test_while_somebody_writes(self, open_folder):
        with Archive(open_folder) as archive:
            archive.add(articles(4, seed=2))
            for side in open_folder.parent.iterdir():
                side.chmod(0o644)
            count, removing = self.said(open_folder)
            assert int(count) == sum(1 for _ in archive.export())
            assert "only be read" in removing
