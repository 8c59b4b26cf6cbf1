"""compare() from end to end: every kind of source, plain errors, and the same record every time."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from retold import EmptyArticleError, ReadError, RetoldError, compare
from retold.model import Article
from retold.pipeline import compare_articles
from retold.read import read_text

EXAMPLES = Path(__file__).parent.parent / "examples"
A = (
    "The ferry Marigold ran aground off Tessel Point early on Thursday with 212 passengers aboard.\n\n"
    "Captain Orla Venn told the coastguard that the steering had failed in heavy fog.\n\n"
    "Divers will examine the hull on Friday to find out whether oil is leaking."
)
B = (
    "With 212 passengers aboard, the ferry Marigold ran aground off Tessel Point early on Thursday.\n\n"
    "Captain Orla Venn told the coastguard that the steering had failed in heavy fog.\n\n"
    "Fishermen in Skarrow complained that the wreck blocks their harbour."
)


def gist(comparison: Any) -> tuple[Any, ...]:
    """What was found, without the sources."""
    return comparison.relation, comparison.alignment


def test_texts_paths_articles_and_mappings_give_the_same_comparison(tmp_path: Path) -> None:
    wanted = gist(compare(A, B))
    first, second = tmp_path / "a.txt", tmp_path / "b.json"
    first.write_text(A, encoding="utf-8")
    second.write_text(json.dumps({"text": B}), encoding="utf-8")
    assert gist(compare(first, second)) == wanted
    assert gist(compare(str(first), str(second))) == wanted
    assert gist(compare({"text": A}, {"text": B})) == wanted
    assert gist(compare(Article(text=A), read_text(B))) == wanted
    assert gist(compare_articles(read_text(A), read_text(B))) == wanted


def test_a_comparison_carries_its_articles_headlines_and_name() -> None:
    found = compare(
        {"id": "a1", "title": "Ferry aground", "text": A}, {"id": "b1", "title": "Ferry aground", "text": B}, pair="p7"
    )
    assert (found.a.id, found.b.id, found.pair) == ("a1", "b1", "p7")
    assert found.headline is not None
    assert found.headline.kind == "verbatim"
    assert compare(A, B).pair is None


def test_the_ferry_story_is_found_derived_with_its_links() -> None:
    found = compare(A, B)
    assert found.relation.derived
    assert [(link.a, link.b, link.kind) for link in found.alignment.matched][1] == ((1,), (1,), "verbatim")
    assert {link.kind for link in found.alignment.links} >= {"dropped", "added"}


def test_passages_lie_inside_the_texts_and_are_not_empty() -> None:
    found = compare(EXAMPLES / "glacier-lake" / "wire.json", EXAMPLES / "glacier-lake" / "edited.html")
    assert found.alignment.passages
    for passage in found.alignment.passages:
        assert 0 <= passage.a.start < passage.a.end <= len(found.a.text)
        assert 0 <= passage.b.start < passage.b.end <= len(found.b.text)


def test_the_compared_articles_are_not_changed() -> None:
    a, b = read_text(A), read_text(B)
    before = dataclasses.asdict(a), dataclasses.asdict(b)
    found = compare(a, b)
    assert (dataclasses.asdict(a), dataclasses.asdict(b)) == before
    assert found.a == a


@pytest.mark.parametrize(
    ("source", "error", "says"),
    [
        ("", EmptyArticleError, "no text"),
        (" \n ", EmptyArticleError, "no text"),
        ({"text": ""}, EmptyArticleError, "empty"),
        ({"title": "No text here"}, ReadError, "no “text”"),
        ({"text": 7}, ReadError, "a number instead of text"),
        ({"text": A, "lang": ["en"]}, ReadError, "a list instead of text"),
        (Path("no-such-file.txt"), ReadError, "No such file"),
        ("no-such-file.html", ReadError, "No such file"),
        ("ftp://harbour.example/a", ReadError, "Only http"),
        (EXAMPLES, ReadError, "directory"),
        (EXAMPLES / "more" / "empty.txt", EmptyArticleError, "empty"),
        (EXAMPLES / "more" / "binary.bin", ReadError, "binary.bin"),
        (EXAMPLES / "more" / "broken.json", ReadError, "not valid JSON"),
        (EXAMPLES / "more" / "no-article.html", ReadError, "no-article.html"),
        (42, ReadError, "int"),
        (None, ReadError, "NoneType"),
        (b"bytes", ReadError, "bytes"),
    ],
    ids=str,
)
def test_what_cannot_be_read_raises_one_plain_sentence_on_either_side(source: Any, error: type, says: str) -> None:
    for sides in ((source, A), (A, source)):
        with pytest.raises(error, match=says) as caught:
            compare(*sides)
        assert isinstance(caught.value, RetoldError)
        assert "\n" not in str(caught.value)


def test_an_article_without_text_is_compared_and_unrelated() -> None:
    found = compare(Article(), A)
    assert (found.relation.kind, found.headline) == ("unrelated", None)
    assert {link.kind for link in found.alignment.links} == {"added"}


@pytest.mark.parametrize("file", ["edited.html", "translated-fr.txt", "lookalike.txt"])
def test_the_record_survives_json_unchanged(file: str) -> None:
    record = compare(EXAMPLES / "glacier-lake" / "wire.json", EXAMPLES / "glacier-lake" / file).to_dict()
    text = json.dumps(record, allow_nan=False)
    assert json.loads(text) == record
    assert record["schema"] == "retold.comparison/1"
    for side in ("a", "b"):
        for sentence in record[side]["sentences"]:
            assert record[side]["text"][sentence["start"] : sentence["end"]] == sentence["text"]


@pytest.mark.parametrize(
    "text",
    ["\ud800 half a pair.", "e\u0301 \u202e\u0000 text.", "😀 " * 50, "\u00a0\u200b.", "ﷺ 中 ก 한 ة Ω"],
    ids=ascii,
)
def test_odd_characters_are_compared_and_recorded(text: str) -> None:
    found = compare({"text": text}, {"text": text + A})
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False))["a"]["text"] == text


def test_the_same_pair_gives_the_same_record_twice() -> None:
    assert compare(A, B).to_dict() == compare(A, B).to_dict()


def test_records_do_not_hang_on_the_hash_seed() -> None:
    code = (
        "import hashlib, json, sys; from retold import compare\n"
        "records = [compare(sys.argv[1], path).to_dict() for path in sys.argv[2:]]\n"
        "print(hashlib.sha256(json.dumps(records).encode()).hexdigest())"
    )
    story = EXAMPLES / "quota-ruling"
    files = [str(story / name) for name in ("wire.json", "reworded.html", "translated-de.txt", "excerpt.txt")]
    found = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", code, *files], env=environment, capture_output=True, text=True, check=True
        )
        found.add(run.stdout)
    assert len(found) == 1


def test_what_was_compared_before_changes_no_record() -> None:
    """Caches of words and languages are filled in between."""
    wanted = compare(A, B).to_dict()
    compare(EXAMPLES / "mill-closure" / "wire.json", EXAMPLES / "mill-closure" / "translated-es.txt")
    compare({"text": "橋が閉鎖された。", "lang": "ja"}, {"text": "다리가 폐쇄되었다.", "lang": "ko"})
    assert compare(A, B).to_dict() == wanted
