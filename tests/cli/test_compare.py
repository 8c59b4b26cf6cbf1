"""`retold compare A B`: formats, where they go, and how it fails."""

import json
import os
import stat
import subprocess
import sys
import time
import xml.etree.ElementTree as ET

import pytest

from retold._version import __version__


def test_text_is_the_default(run, articles):
    result = run("compare", articles / "wire.txt", articles / "paper.txt")
    assert result.exit_code == 0
    assert result.stdout.startswith("Edited: ")
    assert "[-four-]" in result.stdout
    assert "{+five+}" in result.stdout
    assert result.stderr == ""


def test_json_on_the_screen(run, articles):
    result = run("compare", articles / "wire.txt", articles / "paper.txt", "--format", "json")
    record = json.loads(result.stdout)
    assert record["schema"] == "retold.comparison/1"
    assert record["a"]["id"] == "wire.txt"
    assert record["relation"]["derived"] is True
    assert result.stdout.count("\n") > 20


def test_jsonl_is_one_line(run, articles):
    result = run("compare", articles / "wire.txt", articles / "paper.txt", "--format", "jsonl")
    assert result.stdout.count("\n") == 1
    assert json.loads(result.stdout)["b"]["id"] == "paper.txt"


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("out.html", "<!DOCTYPE html>"),
        ("out.HTM", "<!DOCTYPE html>"),
        ("out.json", "{\n"),
        ("out.jsonl", '{"schema":'),
        ("out.jsonld", '{\n  "@context": "https://schema.org"'),
        ("out.xml", "<?xml"),
        ("out.txt", "Edited: "),
        ("out.unknown", "Edited: "),
    ],
)
def test_the_ending_of_the_output_decides(run, articles, name, start):
    result = run("compare", articles / "wire.txt", articles / "paper.txt", "-o", articles / name)
    assert (result.exit_code, result.stdout) == (0, "")
    assert (articles / name).read_text("utf-8").startswith(start)


def test_format_outweighs_the_ending(run, articles):
    run(
        "compare",
        articles / "wire.txt",
        articles / "paper.txt",
        "-o",
        articles / "x.html",
        "--format",
        "json",
    )
    assert json.loads((articles / "x.html").read_text("utf-8"))["schema"] == "retold.comparison/1"


def test_pan_to_the_screen_and_into_a_folder(run, articles):
    result = run("compare", articles / "wire.txt", articles / "paper.txt", "--format", "pan")
    document = ET.fromstring(result.stdout)
    assert document.get("reference") == "wire.txt"
    assert document[0].get("source_reference") == "paper.txt"
    run("compare", articles / "wire.txt", articles / "paper.txt", "--format", "pan", "-o", articles)
    assert (articles / "wire-paper.xml").read_text("utf-8") == result.stdout


def test_one_article_from_standard_input(run, articles):
    text = (articles / "wire.txt").read_text("utf-8")
    result = run("compare", "-", articles / "paper.txt", "--format", "json", input=text)
    assert json.loads(result.stdout)["a"]["text"] == text


def test_the_version(run):
    assert run("--version").stdout == f"retold {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "one.txt"], "Two articles are needed"),
        (["compare", "missing.txt", "gone.txt"], "missing.txt"),
        (["compare", "-", "-"], "Only one of the two"),
        (["compare", "a", "b", "--pairs", __file__], "either two articles or --pairs"),
        (["compare", "a", "b", "--workers", "2"], "--workers goes with --pairs"),
        (["compare", "a", "b", "--format", "docx"], "docx"),
        (["compare", "--pairs", __file__, "--format", "html"], "--pairs writes jsonl or pan, not html"),
        (["compare", "--pairs", __file__, "--format", "pan"], "needs a folder"),
        (["compare", "--pairs", "nowhere.jsonl"], "nowhere.jsonl"),
        (["compare", "--nonsense"], "--nonsense"),
        (["compress"], "compress"),
    ],
)
def test_wrong_use_is_one_plain_sentence_and_exit_code_2(run, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("retold: ")
    assert result.stderr.count("\n") == 1
    assert words in result.stderr


def test_an_empty_article_is_named(run, articles):
    (articles / "empty.txt").write_text(" \n")
    result = run("compare", articles / "wire.txt", articles / "empty.txt")
    assert result.exit_code == 2
    assert "empty" in result.stderr


def test_output_that_cannot_be_written(run, articles):
    result = run("compare", articles / "wire.txt", articles / "paper.txt", "-o", articles / "no" / "x.json")
    assert result.exit_code == 2
    assert "Cannot write" in result.stderr
    result = run("compare", articles / "wire.txt", articles / "paper.txt", "--format", "json", "-o", articles)
    assert result.exit_code == 2
    assert "folder" in result.stderr


def test_a_failure_leaves_the_old_output_and_no_other_file(run, articles):
    (articles / "out.json").write_text("old")
    before = sorted(os.listdir(articles))
    assert run("compare", articles / "wire.txt", articles / "gone.txt", "-o", articles / "out.json").exit_code == 2
    assert (articles / "out.json").read_text() == "old"
    assert sorted(os.listdir(articles)) == before


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and links")
def test_output_keeps_permissions_and_follows_links(run, articles):
    (articles / "real.json").write_text("old")
    (articles / "real.json").chmod(0o640)
    (articles / "link.json").symlink_to("real.json")
    run("compare", articles / "wire.txt", articles / "paper.txt", "-o", articles / "link.json")
    assert (articles / "link.json").is_symlink()
    assert stat.S_IMODE((articles / "real.json").stat().st_mode) == 0o640
    assert json.loads((articles / "real.json").read_text("utf-8"))


def test_a_real_process_is_quick_and_prints_utf8(run_real, articles):
    (articles / "wire.txt").write_text("Der Fähre „Blauer Reiher“ fehlt Öl — sagt Frau Tölland.", "utf-8")
    start = time.perf_counter()
    result = run_real("compare", articles / "wire.txt", articles / "wire.txt", env=os.environ | {"PYTHONUTF8": "1"})
    elapsed = time.perf_counter() - start
    assert result.returncode == 0, result.stderr
    assert "„Blauer Reiher“" in result.stdout
    assert elapsed < 5  # under one second on a quiet machine; the gate only catches a lost lazy import


def test_importing_the_command_line_does_not_import_the_library(run_real):
    heavy = "numpy rapidfuzz rich trafilatura lxml httpx multiprocessing retold.align retold.report"
    code = f"import sys, retold.cli; print([m for m in {heavy.split()} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50)
    assert result.stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_goes_away_is_no_error(command, articles):
    process = subprocess.Popen(
        [*command, "compare", articles / "wire.txt", articles / "paper.txt", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    stderr = process.stderr.read()
    process.stderr.close()
    process.wait(timeout=50)
    assert stderr == b""


def test_all_changes_are_shown_on_demand(run, articles):
    (articles / "paper.txt").write_text(
        (articles / "wire.txt")
        .read_text("utf-8")
        .replace("nine metres", "9 metres")
        .replace("four fishing", "5 fishing"),
        encoding="utf-8",
    )
    short = run("compare", articles / "wire.txt", articles / "paper.txt")
    full = run("compare", articles / "wire.txt", articles / "paper.txt", "--all-changes")
    assert (short.exit_code, full.exit_code) == (0, 0)
    assert "(--all-changes shows" in short.stdout
    assert "Only look different" in full.stdout
    assert "--all-changes" not in full.stdout


@pytest.mark.parametrize(("name", "key"), [("prov", "entity"), ("jsonld", "@graph"), ("annotations", "first")])
def test_exports_are_json(run, articles, name, key):
    result = run("compare", articles / "wire.txt", articles / "paper.txt", "--format", name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)[key]
