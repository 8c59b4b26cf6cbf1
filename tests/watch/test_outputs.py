"""Findings at the terminal, as JSON Lines and as Atom, one by one."""

import json

import feedparser
import pytest

from retold.model import Article
from retold.watch import AtomFile, JsonLines, Screen
from retold.watch.atom import atom_feed
from retold.watch.finding import finding_record, finding_text
from retold.watch.state import Page, State

NASTY = "Storm \x1b[31mred\x07 <b>&amp; \ud800 \x00 ‮Möwe"


class Hit:
    """A match by hand."""

    def __init__(self, article, kind="reworded", licensed=False):
        self.article, self.kind, self.licensed = article, kind, licensed
        self.probability, self.shares = 0.974, (0.91, 0.84)


def record(number=1, title="Storm closes harbour", **more):
    url = f"https://courier.example/{number}"
    page = Article(id=f"p{number}", title=title, publisher="The Courier", url=url, text=f"Text {number}")
    wire = Article(id="w", title="Harbour shut", publisher="Example Agency", url="https://agency.example/1", text="W")
    return finding_record("https://courier.example/rss", page, [Hit(wire, **more)], 2_000_000_000.0 + number)


@pytest.fixture
def state(tmp_path):
    """A state to be filled by hand."""
    made = State(tmp_path / "state")
    yield made
    made.close()


def keep(state, output, *records):
    for one in records:
        page = Page(one["id"], one["page"]["url"], "", True, "fetched", 0)
        assert state.keep_checked(page, page.address, one, [output.name], 0.0)


def test_the_lines_for_people(capsys, state):
    screen = Screen()
    keep(state, screen, record(licensed=True))
    assert screen.deliver(state, 0.0) == []
    assert capsys.readouterr().out.splitlines() == [
        "The Courier: Storm closes harbour",
        "  https://courier.example/1",
        "  97%  reworded, tells the same report as Example Agency: Harbour shut"
        " (91% of the page, 84% of the article, licensed)",
        "       https://agency.example/1",
        "",
    ]
    screen.deliver(state, 0.0)
    assert capsys.readouterr().out == ""


def test_an_estimate_is_never_certain():
    sure = record()
    sure["matches"][0].update(probability=1.0, page_share=1.0)
    assert "  99%  reworded" in finding_text(sure)
    assert "(100% of the page" in finding_text(sure)
    assert "  99%  reworded" in atom_feed([sure], "0" * 32, 0.0)
    assert sure["matches"][0]["probability"] == 1.0


def test_nothing_steers_the_terminal():
    shown = finding_text(record(title=NASTY))
    assert all(character.isprintable() or character == "\n" for character in shown)


def test_lines_on_the_screen(capsys, state):
    screen = Screen(as_json=True)
    keep(state, screen, record(1, NASTY), record(2))
    screen.deliver(state, 0.0)
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["page"]["title"] == NASTY.replace("\ud800", "?")
    assert second == record(2)


def test_lines_are_appended_once(state, tmp_path):
    path = tmp_path / "found.jsonl"
    path.write_text('{"id": "before"}\n', "utf-8")
    for number in (1, 2):
        output = JsonLines(path)
        keep(state, output, record(number))
        output.deliver(state, 0.0)
        output.deliver(state, 0.0)
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["before", record(1)["id"], record(2)["id"]]


def test_a_line_that_was_written_and_not_confirmed_is_not_written_again(state, tmp_path):
    output = JsonLines(tmp_path / "found.jsonl")
    output.path.write_text(json.dumps(record(1), ensure_ascii=False) + "\n", "utf-8")
    keep(state, output, record(1), record(2))
    output.deliver(state, 0.0)
    lines = [json.loads(line) for line in output.path.read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == [record(1)["id"], record(2)["id"]]
    assert state.due(output.name) == []


@pytest.mark.parametrize("length", [1, 40, -1])
def test_half_a_line_is_mended(state, tmp_path, length):
    output = JsonLines(tmp_path / "found.jsonl")
    line = json.dumps(record(1), ensure_ascii=False)
    output.path.write_text(json.dumps(record(2)) + "\n" + line[:length], "utf-8")
    keep(state, output, record(1))
    output.deliver(state, 0.0)
    lines = [json.loads(line) for line in output.path.read_text("utf-8").splitlines()]
    assert lines == [record(2), record(1)]


def test_a_foreign_last_line_without_its_end_stays(state, tmp_path):
    output = JsonLines(tmp_path / "found.jsonl")
    output.path.write_text('{"id": "by hand"}', "utf-8")
    keep(state, output, record(1))
    output.deliver(state, 0.0)
    lines = [json.loads(line) for line in output.path.read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["by hand", record(1)["id"]]


def test_a_full_disk_is_said_and_leaves_no_half_line(state):
    from pathlib import Path

    if not Path("/dev/full").exists():
        pytest.skip("There is no /dev/full here.")
    output = JsonLines(Path("/dev/full"))
    keep(state, output, record(1))
    (problem,) = output.deliver(state, 0.0)
    assert "No space left" in problem
    assert len(state.due(output.name)) == 1


def test_atom_holds_the_latest_hundred(state, tmp_path):
    output = AtomFile(tmp_path / "found.xml")
    keep(state, output, *(record(number) for number in range(120)))
    output.deliver(state, 0.0)
    feed = feedparser.parse(str(output.path))
    assert (feed.bozo, len(feed.entries)) == (False, 100)
    assert feed.entries[0].link == "https://courier.example/119"
    assert len({entry.id for entry in feed.entries}) == 100
    assert sorted(path.name for path in tmp_path.iterdir() if "found" in path.name) == ["found.xml"]


def test_atom_survives_whatever_a_title_holds():
    feed = feedparser.parse(atom_feed([record(1, NASTY)], "123e4567-e89b-12d3-a456-426614174000", 0.0).encode())
    assert not feed.bozo
    assert "Möwe" in feed.entries[0].title


def test_atom_links_lead_nowhere_else():
    one = record(1)
    one["matches"][0]["article"]["url"] = "javascript:alert(1)"
    text = atom_feed([one], "123e4567-e89b-12d3-a456-426614174000", 0.0)
    assert 'href="javascript' not in text
