"""`retold compare --pairs`: many pairs, some of them bad, on one core or several."""

import json
import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET

import pytest

from .conftest import PAPER, WIRE

GOOD = {"pair": "storm", "a": "wire.txt", "b": "paper.txt"}


def inline(number):
    """A pair with both articles inside, different for every number."""
    a, b = (text.replace("nine metres", f"{number} metres") for text in (WIRE, PAPER))
    return {"pair": f"p{number}", "a": {"id": f"a{number}", "text": a}, "b": {"id": f"b{number}", "text": b}}


def records(text):
    return [json.loads(line) for line in text.splitlines()]


def test_paths_count_from_the_folder_of_the_file(run, pairs_file):
    result = run("compare", "--pairs", pairs_file(GOOD, inline(3)))
    assert result.exit_code == 0, result.stderr
    first, second = records(result.stdout)
    assert (first["pair"], first["a"]["id"], first["b"]["id"]) == ("storm", "wire.txt", "paper.txt")
    assert (second["pair"], second["a"]["id"]) == ("p3", "a3")
    assert second["a"]["text"] == WIRE.replace("nine metres", "3 metres")
    assert result.stderr == ""


def test_bad_pairs_are_skipped_counted_and_reported(run, pairs_file):
    lines = [
        GOOD,
        "not json",
        {"a": "wire.txt"},
        "",
        {"pair": 5, "a": "wire.txt", "b": "gone.txt"},
        inline(1),
        "[]",
    ]
    result = run("compare", "--pairs", pairs_file(*lines))
    assert result.exit_code == 0
    assert [record["pair"] for record in records(result.stdout)] == ["storm", "p1"]
    assert result.stderr.startswith("retold: 4 of 6 pairs skipped: line 2: ")
    assert 'line 3: "b" must be an article object or a path' in result.stderr
    assert "gone.txt" in result.stderr.partition("line 5: ")[2]
    assert "line 7: " in result.stderr
    assert result.stderr.count("\n") == 1


def test_many_bad_pairs_are_not_all_listed(run, pairs_file):
    result = run("compare", "--pairs", pairs_file(GOOD, *["bad"] * 15), "--workers", "1")
    assert result.stderr.startswith("retold: 15 of 16 pairs skipped: line 2")
    assert result.stderr.rstrip().endswith("and 5 more.")


def test_quiet_says_nothing(run, pairs_file):
    result = run("compare", "--pairs", pairs_file(GOOD, "bad"), "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("lines", [["bad"], [""], ["{}", "7"]])
def test_no_good_pair_is_a_failure_that_writes_nothing(run, pairs_file, articles, lines):
    out = articles / "out.jsonl"
    result = run("compare", "--pairs", pairs_file(*lines), "-o", out)
    assert result.exit_code == 2
    assert result.stderr.startswith("retold: ")
    assert not out.exists()


def test_pairs_from_standard_input(run, articles, monkeypatch):
    monkeypatch.chdir(articles)
    result = run("compare", "--pairs", "-", input=json.dumps(GOOD) + "\n")
    assert [record["pair"] for record in records(result.stdout)] == ["storm"]


def test_pan_files_one_a_pair_also_where_names_repeat(run, pairs_file, articles):
    nameless = {"a": {"text": WIRE}, "b": {"text": PAPER}}
    apart = {"pair": "apart", "a": "wire.txt", "b": "bakery.txt"}
    pairs = pairs_file(GOOD, nameless, apart, nameless)
    result = run("compare", "--pairs", pairs, "--format", "pan", "-o", articles / "found")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert sorted(os.listdir(articles / "found")) == [
        "a-b-2.xml",
        "a-b.xml",
        "wire-bakery.xml",
        "wire-paper.xml",
    ]
    assert len(ET.parse(articles / "found" / "wire-paper.xml").getroot()) >= 1
    assert len(ET.parse(articles / "found" / "wire-bakery.xml").getroot()) == 0


def test_workers_give_the_same_lines_in_the_same_order(run, run_real, pairs_file, articles):
    lines = [inline(n) for n in range(30)]
    lines[11] = "bad"
    path = pairs_file(*lines)
    alone = run("compare", "--pairs", path, "--workers", "1")
    several = run_real("compare", "--pairs", path, "--workers", "2", "-o", articles / "out.jsonl")
    assert several.returncode == 0, several.stderr
    assert (articles / "out.jsonl").read_text("utf-8") == alone.stdout
    assert [record["pair"] for record in records(alone.stdout)] == [f"p{n}" for n in range(30) if n != 11]
    assert several.stderr == alone.stderr
    assert "1 of 30 pairs skipped: line 12" in several.stderr


def alive_in_group(group):
    """The commands that still run in a process group; those that ended and wait to be reaped do not count."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True)
    rows = (line.split(None, 2) for line in listed.stdout.splitlines())
    return [row[2] for row in rows if row[0] == str(group) and not row[1].startswith("Z")]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_ctrl_c_ends_the_workers_and_leaves_nothing(command, articles):
    with open(articles / "many.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(inline(n)) + "\n" for n in range(20_000))
    (articles / "out.jsonl").write_text("old")
    before = sorted(os.listdir(articles))
    process = subprocess.Popen(
        [
            *command,
            "compare",
            "--pairs",
            articles / "many.jsonl",
            "--workers",
            "2",
            "-o",
            articles / "out.jsonl",
        ],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        parts = (path for _ in range(400) for path in [*articles.glob(".out*"), None])
        for path in parts:  # until the first comparisons have been written
            if path is None:
                time.sleep(0.05)
            elif path.stat().st_size:
                break
        else:
            pytest.fail("nothing was written")
        assert len(alive_in_group(process.pid)) >= 3  # itself and two workers
        process.send_signal(signal.SIGINT)
        start = time.monotonic()
        _, stderr = process.communicate(timeout=20)
        assert time.monotonic() - start < 10
        assert (process.returncode, stderr.strip()) == (130, "Interrupted.")
        assert sorted(os.listdir(articles)) == before
        assert (articles / "out.jsonl").read_text() == "old"
    finally:
        process.kill()
    deadline = time.monotonic() + 5
    while alive_in_group(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert alive_in_group(process.pid) == []
