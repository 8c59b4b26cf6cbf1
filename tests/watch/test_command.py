"""`retold watch` as a command."""

import json
import signal
import subprocess
import sys
import time

import feedparser
import pytest
from click.testing import CliRunner

from retold.cli import main

from .conftest import BY_ID, PAIRS, page_of, rss


def run(*arguments, **environment):
    return CliRunner().invoke(main, ["watch", *map(str, arguments)], env={"RETOLD_ARCHIVE": None, **environment})


@pytest.fixture
def feed(site):
    """A feed with one page that retells an archived article."""
    site.answers["/page"] = page_of(BY_ID[PAIRS[0][1]])
    site.answers["/rss"] = rss(f"{site.url}/page")
    site.answers["/hook"] = ""
    return f"{site.url}/rss"


def test_everything_at_once(site, feed, archive, tmp_path):
    (tmp_path / "key").write_text("secret\n")
    options = ["--archive", tmp_path / "news.retold", "--once"]
    options += ["-o", tmp_path / "f.jsonl", "--atom", tmp_path / "f.xml"]
    options += ["--webhook", f"{site.url}/hook", "--secret-file", tmp_path / "key"]
    done = run(feed, *options)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[1] == f"  {site.url}/page"
    assert "1 page checked, 1 finding." in done.stderr
    line = json.loads((tmp_path / "f.jsonl").read_text("utf-8"))
    assert json.loads(site.posted[0][2]) == line
    assert line["matches"][0]["article"]["id"] == PAIRS[0][0]
    assert len(feedparser.parse(str(tmp_path / "f.xml")).entries) == 1
    assert (tmp_path / "news.retold.watch").is_file()
    again = run(feed, *options, "-q")
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "")
    assert len(site.posted) == 1


def test_json_on_the_screen(feed, archive, tmp_path):
    done = run(feed, "--archive", tmp_path / "news.retold", "--once", "-q", "-o", "-")
    assert json.loads(done.stdout)["schema"] == "retold.finding/1"


@pytest.mark.parametrize("quiet", [[], ["-q"]])
def test_once_fails_where_no_feed_could_be_read(site, archive, tmp_path, quiet):
    done = run(f"{site.url}/none", "--archive", tmp_path / "news.retold", "--once", *quiet)
    assert (done.exit_code, done.stdout) == (2, "")
    last = done.stderr.splitlines()[-1]
    assert last == f"retold: No feed could be read: {site.url}/none answered 404 Not Found."
    assert not quiet or done.stderr == f"{last}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_ctrl_c_while_it_waits(site, feed, archive, tmp_path):
    command = [sys.executable, "-m", "retold", "watch", feed, "--archive", str(tmp_path / "news.retold")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout.readline()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 130
    assert err.endswith("Interrupted.\n")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--webhook", "https://desk.example/"], "--webhook and --secret-file belong together"),
        (["--secret-file", "key"], "--webhook and --secret-file belong together"),
        (["--webhook", "https://desk.example/", "--secret-file", "nowhere"], "cannot be read"),
        (["--every", "soon"], "is not a time such as"),
        (["--every", "1s"], "is too short"),
        (["--atom", "-"], "writes a file anew"),
        (["--atom", "f.out", "--jsonl", "./f.out"], "must be different files"),
        (["-o", "no/such/folder/f.jsonl"], "Cannot write"),
        (["--probability", "2"], "is not in the range"),
    ],
)
def test_wrong_use_is_one_sentence(archive, tmp_path, options, sentence):
    done = run("https://paper.example/rss", "--archive", tmp_path / "news.retold", "--once", *options)
    assert done.exit_code == 2
    assert done.stderr.startswith("retold: ")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_environment_names_the_archive(feed, archive, tmp_path):
    other = tmp_path / "none.retold"
    done = run(feed, "--once", RETOLD_ARCHIVE=str(tmp_path / "news.retold"))
    assert "1 page checked, 1 finding." in done.stderr
    assert (tmp_path / "news.retold.watch").is_file()
    assert f"There is no archive at {other}." in run(feed, "--archive", other, RETOLD_ARCHIVE="news.retold").stderr
    done = run(feed, "--once")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "Missing option '--archive'" in done.stderr


def test_an_archive_is_only_made_to_add_to_it(feed, tmp_path):
    assert "There is no archive" in run(feed, "--archive", tmp_path / "new.retold", "--once").stderr
    assert run(feed, "--archive", tmp_path / "new.retold", "--once", "--add").exit_code == 0
    assert (tmp_path / "new.retold").is_file()


def test_a_wrong_address_leaves_no_state(archive, tmp_path):
    done = run("paper.xml", "--archive", tmp_path / "news.retold", "--once")
    assert "A feed is an http or https address" in done.stderr
    assert not (tmp_path / "news.retold.watch").exists()
