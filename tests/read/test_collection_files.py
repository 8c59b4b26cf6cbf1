"""Which files a collection is made of."""

import os

import pytest

from retold.errors import ReadError
from retold.read import find_sources


def make(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def names(*paths, **options):
    return [source.name for source in find_sources(paths, **options)]


def test_folders_are_read_with_all_below(tmp_path):
    make(tmp_path, "b.txt", "a/z.html", "a/c/d.jsonl.gz", "a.csv", ".hidden.txt", ".git/e.txt", "f.PDF", "g", "h.TSV")
    make(tmp_path, "i.parquet", "j.parquet.gz", "k.warc.gz", "l.ndjson.zst", "m.json.xz", "n.htm", "o.gz")
    left_out = []
    found = find_sources([tmp_path], on_left_out=left_out.append)
    assert [(source.name, source.kind, source.compression) for source in found] == [
        ("a/c/d.jsonl.gz", "lines", "gz"),
        ("a/z.html", "page", ""),
        ("a.csv", "csv", ""),
        ("b.txt", "text", ""),
        ("h.TSV", "tsv", ""),
        ("i.parquet", "parquet", ""),
        ("k.warc.gz", "warc", "gz"),
        ("l.ndjson.zst", "lines", "zst"),
        ("m.json.xz", "json", "xz"),
        ("n.htm", "page", ""),
    ]
    assert all(source.size == 1 and os.path.isfile(source.path) for source in found)
    assert sorted(os.path.basename(path) for path in left_out) == ["f.PDF", "g", "j.parquet.gz", "o.gz"]
    assert names(str(tmp_path) + os.sep) == names(tmp_path / "a" / "..") == [source.name for source in found]
    assert names(tmp_path / "a", tmp_path) == names(tmp_path / "a", tmp_path / "a.csv", tmp_path)


def test_no_file_comes_twice(tmp_path, monkeypatch):
    make(tmp_path, "news/a.txt", "news/b.txt", "c.txt")
    (tmp_path / "news" / "link.txt").symlink_to(tmp_path / "news" / "a.txt")
    (tmp_path / "news" / "out").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "news" / "round").symlink_to(tmp_path / "news", target_is_directory=True)
    (tmp_path / "news" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "again").symlink_to(tmp_path / "news", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    left_out = []
    assert names("news", on_left_out=left_out.append) == ["up/c.txt", "a.txt", "b.txt"]
    assert left_out == [os.path.join("news", "out")]
    assert names("c.txt", "./c.txt", tmp_path / "c.txt", "news/a.txt", "news/link.txt") == ["c.txt", "a.txt"]
    assert len(names(".")) == 3
    assert len(names("news/**/*.txt", "again/**", ".")) == 3


def test_the_order_does_not_depend_on_the_arguments(tmp_path):
    make(tmp_path, "a/1.txt", "a/2.txt", "b/1.txt", "a-b/1.txt")
    paths = [tmp_path / "b", tmp_path / "a", tmp_path / "a-b"]
    found = find_sources(paths)
    assert [os.path.relpath(source.path, tmp_path) for source in found] == [
        "a/1.txt", "a/2.txt", "a-b/1.txt", "b/1.txt",
    ]  # fmt: skip
    assert find_sources(paths[::-1]) == found


def test_globs(tmp_path, monkeypatch):
    make(tmp_path, "x/a.txt", "x/b.log", "x/y/c.txt", "x/.h/d.txt", "x/.e.txt", "x/[1].txt")
    monkeypatch.chdir(tmp_path)
    left_out = []
    assert names("x/*.txt") == ["[1].txt", "a.txt"]
    assert names("x/[1].txt") == ["[1].txt"]
    assert names("x/**/*.txt") == ["[1].txt", "a.txt", "y/c.txt"]
    assert names("x/*", on_left_out=left_out.append) == ["[1].txt", "a.txt", "y/c.txt"]
    assert left_out == [os.path.join("x", "b.log")]
    assert names("x/.*.txt") == [".e.txt"]
    assert names(str(tmp_path / "?" / "a.txt")) == ["x/a.txt"]
    with pytest.raises(ReadError, match=r"No file matches x/\*\.pdf\."):
        names("x/*.pdf")


def test_what_is_not_there(tmp_path):
    with pytest.raises(ReadError, match=r"No such file or folder: .*none"):
        find_sources([tmp_path / "none"])
    with pytest.raises(ReadError, match="No such file or folder"):
        find_sources(["a\0b"])
    with pytest.raises(ReadError, match="There is nothing to read in"):
        find_sources([tmp_path])
    with pytest.raises(ReadError, match="There is nothing to read in the empty list"):
        find_sources([])


def test_hidden_and_odd_files_given_by_name_are_taken(tmp_path):
    make(tmp_path, ".a.txt", "b.log")
    assert names(tmp_path / ".a.txt", tmp_path / "b.log") == [".a.txt", "b.log"]
