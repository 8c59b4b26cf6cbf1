"""The examples are what their labels say: every label stands in the files."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"
MORE = EXAMPLES / "more"
STORIES = ["glacier-lake", "harbour-tunnel", "mill-closure", "quota-ruling"]
KINDS = {"edited", "reworded", "excerpt", "translated", "independent", "lookalike"}
TYPES = {
    "quote",
    "number",
    "name",
    "date",
    "place",
    "polarity",
    "certainty",
    "attribution",
    "omission",
    "addition",
    "wording",
}
MAY_LACK_AFTER = {"omission", "attribution"}


class VisibleText(HTMLParser):
    """The text of a page as displayed, without head, scripts and styles."""

    hidden = frozenset({"head", "script", "style"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag in self.hidden

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in self.hidden

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.parts.append(data)


def read(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return str(json.loads(text)["text"])
    if path.suffix == ".html":
        parser = VisibleText()
        parser.feed(text)
        parser.close()
        return " ".join("".join(parser.parts).split())
    return text


def labels(story: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((EXAMPLES / story / "labels.json").read_text(encoding="utf-8"))
    return data


def wire(story: str) -> str:
    return read(EXAMPLES / story / labels(story)["wire"])


def word_runs(text: str, length: int = 5) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


VERSIONS = [
    pytest.param(story, version, id=f"{story}/{version['file']}")
    for story in STORIES
    for version in labels(story)["versions"]
]


def test_the_stories_are_the_folders() -> None:
    assert sorted(p.name for p in EXAMPLES.iterdir() if p.is_dir()) == sorted([*STORIES, "more"])


@pytest.mark.parametrize("story", STORIES)
def test_each_story_has_all_kinds_and_no_stray_files(story: str) -> None:
    truth = labels(story)
    assert sorted(v["kind"] for v in truth["versions"]) == sorted(KINDS)
    named = {"labels.json", truth["wire"], *(v["file"] for v in truth["versions"])}
    assert named == {p.name for p in (EXAMPLES / story).iterdir()}


@pytest.mark.parametrize("story", STORIES)
def test_the_wire_is_a_complete_article(story: str) -> None:
    truth = labels(story)
    article = json.loads((EXAMPLES / story / truth["wire"]).read_text(encoding="utf-8"))
    assert set(article) == {"id", "title", "byline", "publisher", "published", "lang", "url", "text"}
    assert all(article.values())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", article["published"])
    sentences = truth["wire_sentences"]
    assert 14 <= len(sentences) <= 24
    text = article["text"]
    assert " ".join(text.split()).find(" ".join(sentences)) > 0  # the dateline stands before them
    assert re.match(r"[A-Z ]+, \w+, .+ \(MPA\) ", text)
    assert not text.endswith(sentences[-1])  # the sign-off stands behind them


@pytest.mark.parametrize(("story", "version"), VERSIONS)
def test_changes_stand_in_both_files(story: str, version: dict[str, Any]) -> None:
    before, after = wire(story), read(EXAMPLES / story / version["file"])
    for change in version["changes"]:
        assert set(change) == {"type", "before", "after", "substantive", "note"}
        assert change["type"] in TYPES
        assert isinstance(change["substantive"], bool)
        assert change["note"]
        assert change["before"] in before
        assert change["after"] in after
        assert change["before"] != change["after"]
        assert change["before"] or change["type"] == "addition"
        assert change["after"] or change["type"] in MAY_LACK_AFTER


@pytest.mark.parametrize(("story", "version"), VERSIONS)
def test_sentences_stand_in_order_and_point_into_the_wire(story: str, version: dict[str, Any]) -> None:
    text = " ".join(read(EXAMPLES / story / version["file"]).split())
    count = len(labels(story)["wire_sentences"])
    at = 0
    told: set[int] = set()
    for sentence in version["sentences"]:
        found = text.find(sentence["text"], at)
        assert found >= 0, sentence["text"]
        at = found + len(sentence["text"])
        told.update(sentence["from"])
    omitted = {o["sentence"] for o in version["omitted"]}
    assert told | omitted <= set(range(count))
    assert not told & omitted
    match version["kind"]:
        case "edited" | "reworded" | "translated":
            assert told | omitted == set(range(count))
        case "excerpt":
            assert 2 <= len(told) <= 4
            assert len(text) > len(wire(story))
        case _:
            assert not told
            assert not version["changes"]


@pytest.mark.parametrize(("story", "version"), VERSIONS)
def test_credit(story: str, version: dict[str, Any]) -> None:
    named = re.search(r"\bMPA\b|Meridian Press Agency", read(EXAMPLES / story / version["file"]))
    match version["credit"]:
        case "kept":
            assert named
        case "dropped" | "changed":
            assert not named
        case other:
            assert other == "none"
            assert version["kind"] in {"independent", "lookalike"}


@pytest.mark.parametrize(("story", "version"), VERSIONS)
def test_wording_is_as_near_as_the_kind_says(story: str, version: dict[str, Any]) -> None:
    mine = word_runs(" ".join(s["text"] for s in version["sentences"]))
    shared = len(mine & word_runs(wire(story))) / len(mine)
    match version["kind"]:
        case "edited":
            assert shared > 0.7
        case "reworded" | "independent" | "translated":
            assert shared < 0.02
        case _:
            assert 0.02 < shared < 0.2


@pytest.mark.parametrize("story", STORIES)
def test_the_reworded_version_plants_the_changes_that_matter(story: str) -> None:
    (version,) = (v for v in labels(story)["versions"] if v["kind"] == "reworded")
    substantive = {c["type"] for c in version["changes"] if c["substantive"]}
    innocent = {c["type"] for c in version["changes"] if not c["substantive"]}
    assert {"quote", "polarity", "certainty", "attribution"} <= substantive
    assert substantive & {"number", "date"}
    assert {"number", "name"} <= innocent
    assert any(c["note"].startswith("garbled") for c in version["changes"])


def test_addresses_are_reserved_ones() -> None:
    for path in EXAMPLES.rglob("*"):
        if path.suffix in {".json", ".html", ".txt"}:
            text = path.read_bytes().decode("utf-8", "replace")
            for host in re.findall(r"https?://([^/\s\"']+)|mailto:[^@\s]+@([^\"'>\s]+)", text):
                assert "".join(host).endswith(".example") or "".join(host) in {"schema.org", "ogp.me"}


def test_edge_cases_are_what_the_readme_says() -> None:
    names = {
        "windows-1252.txt",
        "utf8-bom-crlf.txt",
        "empty.txt",
        "binary.bin",
        "no-article.html",
        "broken.json",
    }
    assert {p.name for p in MORE.iterdir() if not p.name.startswith(".")} == names
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"more/{name}" in readme for name in names)

    legacy = (MORE / "windows-1252.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        legacy.decode("utf-8")
    assert "“We had 1,400 letters" in legacy.decode("cp1252")

    marked = (MORE / "utf8-bom-crlf.txt").read_bytes()
    assert marked.startswith(b"\xef\xbb\xbf")
    assert marked.count(b"\n") == marked.count(b"\r\n") > 0
    assert "Zoë" in marked.decode("utf-8-sig")

    assert (MORE / "empty.txt").read_bytes() == b""
    assert b"\x00" in (MORE / "binary.bin").read_bytes()
    assert len((MORE / "binary.bin").read_bytes()) == 16
    assert "Sign in" in read(MORE / "no-article.html")
    with pytest.raises(json.JSONDecodeError):
        json.loads((MORE / "broken.json").read_text(encoding="utf-8"))
