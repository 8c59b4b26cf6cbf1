"""The invented stories of examples/ are aligned as their labels say, and alike from both sides."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from retold.align import align_sentences, prepare
from retold.model import Article, Link
from retold.read import read

from .builder import check_complete, mirrored, pairs

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
STORIES = ("glacier-lake", "harbour-tunnel", "mill-closure", "quota-ruling")
KINDS = ("edited", "reworded", "excerpt", "translated", "independent", "lookalike")
DERIVED = KINDS[:4]


@cache
def labels(story: str) -> dict[str, Any]:
    return json.loads((EXAMPLES / story / "labels.json").read_text(encoding="utf-8"))


@cache
def article(story: str, file: str) -> Article:
    return read(EXAMPLES / story / file)


def version(story: str, kind: str) -> dict[str, Any]:
    return next(version for version in labels(story)["versions"] if version["kind"] == kind)


def sides(story: str, kind: str) -> tuple[Article, Article]:
    return article(story, labels(story)["wire"]), article(story, version(story, kind)["file"])


@cache
def aligned(story: str, kind: str, swapped: bool = False) -> tuple[Link, ...]:
    a, b = sides(story, kind)
    return align_sentences(prepare(b), prepare(a)) if swapped else align_sentences(prepare(a), prepare(b))


def places(text: str, of: Article) -> list[int]:
    """The sentences in which a labelled one stands, whole or in part: reading may cut elsewhere."""
    wanted = " ".join(text.split())
    read_as = [" ".join(sentence.text.split()) for sentence in of.sentences]
    for fits in (lambda s: s == wanted, lambda s: wanted in s, lambda s: len(s) > 20 and s in wanted):
        if found := [k for k, sentence in enumerate(read_as) if fits(sentence)]:
            return found
    raise AssertionError(f"the labelled sentence was not read: {text}")


def of_bodies(story: str, kind: str) -> set[tuple[int, int]]:
    """The linked pairs without the headlines, which the labels leave out."""
    a, b = sides(story, kind)
    return {(i, j) for i, j in pairs(aligned(story, kind)) if i in a.body and j in b.body}


def truth(story: str, kind: str) -> set[tuple[int, int]]:
    a, b = sides(story, kind)
    return {
        (i, j)
        for sentence in version(story, kind)["sentences"]
        for number in sentence["from"]
        for i in places(labels(story)["wire_sentences"][number], a)
        for j in places(sentence["text"], b)
    }


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", DERIVED)
def test_links_agree_with_the_labels(story: str, kind: str) -> None:
    found, wanted = of_bodies(story, kind), truth(story, kind)
    f1 = 2 * len(found & wanted) / (len(found) + len(wanted))
    assert f1 >= 0.9, (sorted(found - wanted), sorted(wanted - found))


@pytest.mark.parametrize("kind", DERIVED)
def test_links_agree_with_the_labels_over_all_stories(kind: str) -> None:
    found = [(story, *pair) for story in STORIES for pair in of_bodies(story, kind)]
    wanted = {(story, *pair) for story in STORIES for pair in truth(story, kind)}
    assert 2 * sum(pair in wanted for pair in found) / (len(found) + len(wanted)) >= 0.95


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_body_sentence_stands_in_one_link_and_furniture_in_none(story: str, kind: str) -> None:
    check_complete(*sides(story, kind), aligned(story, kind))


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", KINDS)
def test_links_are_mirrored_when_the_articles_change_places(story: str, kind: str) -> None:
    there, back = mirrored(aligned(story, kind)), mirrored(aligned(story, kind, swapped=True))
    there = sorted((b, a, {"dropped": "added", "added": "dropped"}.get(k, k), s) for a, b, k, s in there)
    assert [link[:3] for link in there] == [link[:3] for link in back]
    assert [link[3] for link in there] == pytest.approx([link[3] for link in back], abs=0.002)


@pytest.mark.parametrize("story", STORIES)
def test_the_same_links_are_moved_when_the_articles_change_places(story: str) -> None:
    there = {(link.a, link.b) for kind in KINDS for link in aligned(story, kind) if link.moved}
    back = {(link.b, link.a) for kind in KINDS for link in aligned(story, kind, swapped=True) if link.moved}
    assert there == back


@pytest.mark.parametrize("story", STORIES)
def test_only_translations_hold_translated_links(story: str) -> None:
    for kind in KINDS:
        kinds = {link.kind for link in aligned(story, kind)} - {"dropped", "added"}
        assert (kinds == {"translated"}) == (kind == "translated")


@pytest.mark.parametrize("story", STORIES)
def test_an_edited_version_mostly_keeps_its_sentences(story: str) -> None:
    kinds = [link.kind for link in aligned(story, "edited") if link.a and link.b]
    assert kinds.count("verbatim") + kinds.count("edited") >= 0.85 * len(kinds)


@pytest.mark.parametrize("story", STORIES)
def test_a_reworded_version_holds_hardly_a_sentence_verbatim(story: str) -> None:
    kinds = [link.kind for link in aligned(story, "reworded") if link.a and link.b]
    assert kinds.count("verbatim") <= 2
    assert kinds.count("reworded") > len(kinds) / 2
