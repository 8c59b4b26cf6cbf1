"""A real watch is killed in the middle of a round; the next one fetches nothing twice and loses no finding."""

import json
import subprocess
import sys
import time

import feedparser
import pytest

from retold.archive import Archive
from retold.read.fetch_politeness import Politeness
from retold.watch import AtomFile, JsonLines, watch

from .conftest import BY_ID, PAIRS, page_of, rss

# One round of a watch that stops at a place and says so, and stays there until it is killed.
STOPPING = """
import sys, time
from pathlib import Path
from retold.archive import Archive
from retold.read.fetch_politeness import Politeness
from retold.watch import AtomFile, JsonLines, watch
from retold.watch.state import State

place, folder, feed = sys.argv[1], Path(sys.argv[2]), sys.argv[3]

def here():
    print("here", flush=True)
    time.sleep(600)

def stopping(owner, name, nth, after):
    done, count = getattr(owner, name), []
    def stop(*given, **more):
        count.append(1)
        if len(count) == nth and not after:
            here()
        result = done(*given, **more)
        if len(count) == nth and after:
            here()
        return result
    setattr(owner, name, stop)

if place == "feed":
    stopping(State, "keep_feed", 1, True)
elif place == "checking":
    stopping(Archive, "check", 2, False)
elif place == "checked":
    stopping(Archive, "check", 2, True)
elif place == "kept":
    stopping(State, "keep_checked", 2, True)
elif place == "output":
    stopping(State, "confirm", 3, False)
elif place == "adding":
    stopping(Archive, "add", 2, False)
elif place == "added":
    stopping(Archive, "add", 2, True)

with Archive(folder / "news.retold") as archive:
    tally = watch([feed], archive, state=folder / "state", once=True, add=True, politeness=Politeness(pause=0),
                  outputs=[JsonLines(folder / "found.jsonl"), AtomFile(folder / "found.xml")])
print(tally.findings)
"""


def start(place, folder, feed):
    command = [sys.executable, "-c", STOPPING, place, str(folder), feed]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(folder, feed):
    """The next round, in this process: what the other one left is in its files alone. How much it found."""
    outputs = [JsonLines(folder / "found.jsonl"), AtomFile(folder / "found.xml")]
    with Archive(folder / "news.retold") as archive:
        tally = watch(
            [feed], archive, state=folder / "state", once=True, add=True, politeness=Politeness(pause=0),
            outputs=outputs,
        )  # fmt: skip
    return tally.findings


@pytest.mark.parametrize("place", ["feed", "checking", "checked", "kept", "output", "adding", "added"])
def test_kill_in_the_middle_of_a_round(site, archive, tmp_path, place):
    numbers = range(4)
    for number in numbers:
        site.answers[f"/page/{number}"] = page_of(BY_ID[PAIRS[number][1]])
    site.answers["/rss"] = rss(*(f"{site.url}/page/{number}" for number in numbers))
    feed = f"{site.url}/rss"
    before = archive.stats().versions
    process = start(place, tmp_path, feed)
    try:
        assert process.stdout.readline() == "here\n", process.stderr.read()
        deadline = time.monotonic() + 10
        while place != "feed" and len(site.paths()) < 5 and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)  # the page that was asked for last arrives and is kept
    finally:
        process.kill()
        process.communicate()
    finish(tmp_path, feed)
    assert sorted(site.paths()) == sorted(["/rss", "/rss", *(f"/page/{number}" for number in numbers)])
    lines = [json.loads(line) for line in (tmp_path / "found.jsonl").read_text("utf-8").splitlines()]
    assert sorted(line["page"]["url"] for line in lines) == [f"{site.url}/page/{number}" for number in numbers]
    assert len(feedparser.parse(str(tmp_path / "found.xml")).entries) == 4
    assert archive.stats().versions == before + 4
    if place == "added":
        assert finish(tmp_path, feed) == 0


def test_kill_while_a_page_is_on_its_way(site, archive, tmp_path):
    """Only that page is asked for again."""
    for number in range(3):
        site.answers[f"/page/{number}"] = page_of(BY_ID[PAIRS[number][1]])
    site.slow["/page/1"] = 2.0
    site.answers["/rss"] = rss(*(f"{site.url}/page/{number}" for number in range(3)))
    process = start("nowhere", tmp_path, f"{site.url}/rss")
    try:
        deadline = time.monotonic() + 30
        while "/page/1" not in site.paths() and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        process.kill()
        process.communicate()
    site.slow.clear()
    finish(tmp_path, f"{site.url}/rss")
    lines = [json.loads(line) for line in (tmp_path / "found.jsonl").read_text("utf-8").splitlines()]
    assert sorted(line["page"]["url"] for line in lines) == [f"{site.url}/page/{number}" for number in range(3)]
    counts = [site.paths().count(f"/page/{number}") for number in range(3)]
    assert counts == [1, 2, 1]
