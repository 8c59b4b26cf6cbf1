"""`retold find` as a command: what it writes, what it says, and that neither Ctrl-C nor a kill loses anything."""

import csv
import json
import os
import signal
import subprocess
import sys

import pyarrow.parquet as pq
import pytest

from newsroom import collection, write_lines

# A search in small batches that says where it is, and stays there until it is ended.
STOPPING = """
import sys, time
from retold.match.store import Store
import retold.match, retold.read.collection
from retold.cli import main

retold.read.collection._BATCH_RECORDS = 9
place = sys.argv.pop(1)

def here():
    print("here", flush=True)
    time.sleep(600)

add = Store.add
def add_and_stop(self, *given):
    add(self, *given)
    if place == "reading" and len(self.notes) == 4:
        here()

def stop(*given, **named):
    here()

Store.add = add_and_stop
if place == "comparing":
    retold.match.search = stop
if place == "grouping":
    retold.match.group_articles = stop
main()
"""


@pytest.fixture
def news(tmp_path):
    """A file of 24 stories in a folder of its own."""
    (tmp_path / "news").mkdir()
    return write_lines(tmp_path / "news" / "news.jsonl", collection(24)[0])


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def records(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_families_go_to_standard_output_and_what_is_said_to_standard_error(run, news):
    done = run("find", news)
    assert done.exit_code == 0
    families = [json.loads(line) for line in done.stdout.splitlines()]
    assert {family["schema"] for family in families} == {"retold.family/1"}
    members = sum(len(family["articles"]) for family in families)
    assert done.stderr == f"48 articles read: {members} of them in 18 families.\n"
    quiet = run("find", news, "-q", "--workers", "1")
    assert (quiet.stdout, quiet.stderr) == (done.stdout, "")


def test_every_format_by_the_ending_of_the_file(run, news, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    endings = ("jsonl", "csv", "parquet", "graphml", "html")
    for ending in endings:
        assert run("find", news, "-o", out / f"f.{ending}", "-q").exit_code == 0
    assert names(out) == sorted(f"f.{ending}" for ending in endings)  # no work folders, no lists of nothing
    families = records(out / "f.jsonl")
    links = [link for family in families for link in family["links"]]
    with (out / "f.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["source"], row["derived"]) for row in rows] == [(link["source"], link["derived"]) for link in links]
    table = pq.read_table(out / "f.parquet")
    assert table.num_rows == sum(len(family["articles"]) for family in families)
    assert (out / "f.html").read_text().startswith("<!DOCTYPE html>")
    assert "<graphml" in (out / "f.graphml").read_text()


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_bytes_do_not_depend_on_the_workers(run, news, tmp_path, workers):
    for ending in ("jsonl", "parquet"):
        one, other = tmp_path / f"one.{ending}", tmp_path / f"other.{ending}"
        run("find", news, "-o", one, "-q")
        run("find", news, "-o", other, "-q", "--workers", workers)
        assert one.read_bytes() == other.read_bytes()


def test_columns_by_other_names(run, tmp_path):
    given = [{"uri": one["id"], "body": one["text"], "paper": one["publisher"]} for one in collection(8)[0]]
    path = write_lines(tmp_path / "news.jsonl", given)
    columns = ("--text-column", "body", "--id-column", "uri", "--publisher-column", "paper")
    done = run("find", path, *columns, "--ignore-same", "publisher")
    families = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(families) == 6
    assert all(member["publisher"] for family in families for member in family["members"])
    assert all(name.startswith("s") for family in families for name in family["articles"])


def test_articles_too_many_days_apart_are_not_linked(run, tmp_path):
    given, families = collection(8)
    for record in given:
        record["published"] = "2031-03-03" if record["id"].endswith("-0") else "2031-03-23"
    path = write_lines(tmp_path / "news.jsonl", given)

    def kinds(*arguments):
        done = run("find", path, "-q", *arguments)
        assert done.exit_code == 0
        found = [json.loads(line) for line in done.stdout.splitlines()]
        return len(found), {link["kind"] for family in found for link in family["links"]}

    by_default = kinds()
    assert by_default == kinds("--most-days", "0") == kinds("--most-days", "20")
    assert by_default[0] == len(families)
    fewer = kinds("--most-days", "19")
    assert fewer[0] < len(families)
    assert "copy" in fewer[1]
    refused = run("find", path, "--most-days", "-1")
    assert refused.exit_code == 2
    assert "--most-days" in refused.stderr


def test_many_kinds_of_files_in_one_folder(run, tmp_path):
    given, families = collection(8)
    folder = tmp_path / "news"
    folder.mkdir()
    write_lines(folder / "a.jsonl", given[:4])
    (folder / "b.json").write_text(json.dumps(given[4:8]))
    with (folder / "c.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(given[0]))
        writer.writeheader()
        writer.writerows(given[8:12])
    for one in given[12:]:
        (folder / f"{one['id']}.txt").write_text(one["text"])
    done = run("find", folder, tmp_path / "news" / "*.txt")
    found = [sorted(json.loads(line)["articles"]) for line in done.stdout.splitlines()]
    plain = [sorted(name.removesuffix(".txt") for name in family) for family in found]
    assert sorted(plain) == sorted(map(sorted, families))


def test_bad_records_are_counted_and_listed(run, news, tmp_path):
    with news.open("a") as file:
        file.write('{"id": "no text"}\n' * 7 + "no json\n")
    out = tmp_path / "families.jsonl"
    done = run("find", news, "-o", out)
    assert done.exit_code == 0
    listed = records(tmp_path / "families.jsonl.skipped.jsonl")
    assert [one["record"] for one in listed] == list(range(49, 57))
    assert {one["path"] for one in listed} == {str(news)}
    assert all(one["reason"].endswith(".") for one in listed)
    assert "8 records were skipped; all are listed in" in done.stderr
    assert done.stderr.count("Skipped: ") == 5
    # The list of an earlier run does not outlive its reasons.
    write_lines(news, collection(24)[0])
    assert "skipped" not in run("find", news, "-o", out).stderr
    assert records(tmp_path / "families.jsonl.skipped.jsonl") == []
    elsewhere = tmp_path / "bad.jsonl"
    assert run("find", news, "-o", out, "--skipped", elsewhere).exit_code == 0


def test_a_clean_collection_and_what_is_not_in_it(run, news, tmp_path):
    clean = tmp_path / "clean.jsonl"
    assert run("find", news, "-q", "--dedup", clean, "--keep", "longest").exit_code == 0
    kept, removed = records(clean), records(tmp_path / "clean.jsonl.removed.jsonl")
    assert len(kept) == 24
    assert len(kept) + len(removed) == 48
    assert {one["kept"] for one in removed} <= {one["id"] for one in kept}
    assert set(removed[0]) == {"id", "kept", "family", "kind", "probability", "linked_to"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gone.jsonl",), "No such file or folder: gone.jsonl"),
        (("news", "-o", "gone/families.jsonl"), "Cannot write"),
        (("news", "-o", "news"), "is a folder"),
        (("news", "-o", "families.docx"), "stands for no format"),
        (("news", "--dedup", "gone/clean.jsonl"), "Cannot write"),
        (("news", "--dedup", "-"), "two files"),
        (("news", "--skipped", "gone/bad.jsonl"), "Cannot write"),
        (("news", "--resume"), "--output or its --work"),
        (("news", "-o", "news/news.jsonl"), "part of the collection"),
        (("news", "--dedup", "news/news.jsonl"), "part of the collection"),
        (("news", "--work", "news"), "work folder"),
        (("empty",), "nothing to read"),
        (("none.jsonl",), "No article could be read"),
        (("news", "--workers", "0"), "--workers"),
    ],
)
def test_what_goes_wrong_is_one_sentence_and_nothing_is_left(run, news, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "none.jsonl").write_text('{"id": "x"}\n')
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run("find", *arguments, "-q")
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.startswith("retold: ")
    assert done.stderr.count("\n") == 1
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev/null")
def test_a_device_gets_no_work_folder_beside_it(run, news):
    assert run("find", news, "-o", "/dev/null", "-q", "--format", "jsonl").exit_code == 0
    assert not os.path.exists("/dev/.null.work")


def test_a_work_folder_of_ones_own_is_kept_and_serves_again(run, news, tmp_path):
    work, one, other = tmp_path / "work", tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    assert run("find", news, "--work", work, "-o", one).exit_code == 0
    assert names(work)
    assert run("find", news, "--work", work, "--resume", "-o", other).exit_code == 0
    assert one.read_bytes() == other.read_bytes()
    links = run("find", news, "--work", work, "--resume", "--format", "csv", "--ignore-same", "lang")
    assert links.stdout.count("\n") == 1  # the names of the columns


@pytest.mark.skipif(sys.platform == "win32", reason="processes are ended otherwise there")
@pytest.mark.parametrize(
    ("place", "sign"),
    [
        ("reading", signal.SIGKILL),
        ("reading", signal.SIGINT),
        ("comparing", signal.SIGINT),
        ("grouping", signal.SIGKILL),
    ],
)
def test_a_run_that_was_ended_goes_on_and_writes_the_same(run, news, tmp_path, place, sign):
    with news.open("a") as file:
        file.write("no json\n")
    whole, out = tmp_path / "whole" / "families.jsonl", tmp_path / "out" / "families.jsonl"
    for path in (whole, out):
        path.parent.mkdir()
    assert run("find", news, "-o", whole, "--dedup", whole.with_name("clean.jsonl")).exit_code == 0
    arguments = ["find", str(news), "-o", str(out), "--dedup", str(out.with_name("clean.jsonl"))]
    process = subprocess.Popen(
        [sys.executable, "-c", STOPPING, place, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "here\n"
    process.send_signal(sign)
    _, said = process.communicate(timeout=50)
    assert names(out.parent) == [".families.jsonl.work"]
    if sign == signal.SIGINT:
        assert process.returncode == 130
        assert said.splitlines()[-1] == "Interrupted."
        assert "--resume" in said
        assert "Traceback" not in said
    begun = names(out.parent / ".families.jsonl.work")
    assert "batch-000003.json" in begun
    if place == "reading":
        assert "batch-000004.json" not in begun
    assert run(*arguments, "--resume").exit_code == 0
    assert names(out.parent) == names(whole.parent)
    for name in names(whole.parent):
        assert (out.parent / name).read_bytes() == (whole.parent / name).read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_reader_that_has_seen_enough(news, command):
    process = subprocess.Popen(
        [*command, "find", str(news), "-q"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    process.stdout.close()
    said = process.stderr.read()
    assert process.wait(timeout=50) == 1
    assert said == ""
