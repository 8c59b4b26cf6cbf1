"""The relation of two articles: right on the invented stories, both ways round, and true to its own promises."""

from __future__ import annotations

from itertools import combinations

import pytest

from retold.model import Article
from retold.read import read_text
from retold.relate.measures import MEASURES
from retold.relate.relation import decisions, inputs, judge

from .stories import DERIVED, KINDS, NOT_DERIVED, STORIES, article, measures, related, relation

REPORT = (
    "The ferry Marigold ran aground off Tessel Point early on Thursday with 212 passengers aboard. "
    "Captain Orla Venn told the coastguard that the steering had failed in heavy fog."
)
MISSED = pytest.mark.xfail(
    strict=True, reason="three reused sentences in a long column come out as the same event (.39)"
)


@pytest.mark.parametrize(
    ("story", "kind"),
    [
        pytest.param(story, kind, marks=MISSED if (story, kind) == ("harbour-tunnel", "excerpt") else ())
        for story in STORIES
        for kind in DERIVED
    ],
)
def test_a_version_made_from_the_report_is_called_what_it_is(story: str, kind: str) -> None:
    found = relation(story, kind)
    assert found.derived
    assert found.kind == kind
    assert found.probability > 0.8


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", NOT_DERIVED)
def test_a_report_of_its_own_is_not_derived(story: str, kind: str) -> None:
    found = relation(story, kind)
    assert not found.derived
    assert found.kind in ("same-event", "unrelated")
    assert found.probability < 0.2


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_relation_is_the_same_both_ways(story: str, kind: str) -> None:
    there, back = relation(story, kind), relation(story, kind, swapped=True)
    assert (there.kind, there.derived) == (back.kind, back.derived)
    assert there.probability == pytest.approx(back.probability, abs=0.1)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_probability_is_above_one_half_exactly_where_derived(story: str, kind: str) -> None:
    found = relation(story, kind)
    assert 0 <= found.probability <= 1
    assert found.derived == (found.probability > 0.5)
    assert found.derived == (found.kind not in ("same-event", "unrelated"))


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", ["wire", *KINDS])
def test_an_article_is_a_copy_of_itself(story: str, kind: str) -> None:
    found = related(article(story, kind), article(story, kind))
    assert (found.kind, found.derived) == ("copy", True)
    assert found.probability > 0.99


@pytest.mark.parametrize(("one", "other"), list(combinations(STORIES, 2)))
@pytest.mark.parametrize("kind", ["wire", "edited", "excerpt", "translated"])
def test_articles_of_different_stories_are_unrelated(one: str, other: str, kind: str) -> None:
    found = related(article(one), article(other, kind))
    assert (found.kind, found.derived) == ("unrelated", False)


@pytest.mark.parametrize(("one", "other"), list(combinations(STORIES, 2)))
@pytest.mark.parametrize("kind", ["wire", "edited", "excerpt", "reworded"])
def test_articles_of_different_stories_are_most_unlikely_derived(one: str, other: str, kind: str) -> None:
    assert related(article(one), article(other, kind)).probability < 0.05


def test_one_short_sentence_in_common_does_not_make_a_translation_likely() -> None:
    assert related(article("harbour-tunnel"), article("quota-ruling", "translated")).probability < 0.1


@pytest.mark.parametrize("text", [REPORT, "The bridge at Orlen closed on Monday."])
def test_a_short_text_is_a_copy_of_itself(text: str) -> None:
    found = related(read_text(text), read_text(text))
    assert (found.kind, found.derived) == ("copy", True)


def test_a_text_of_fewer_than_five_words_is_a_copy_of_itself_too() -> None:
    assert related(read_text("Rain fell again."), read_text("Rain fell again.")).kind == "copy"


def test_a_copy_with_furniture_around_it_is_a_copy() -> None:
    text = article("glacier-lake").text
    page = read_text(f"Harbour Gazette\n\nSubscribe to our newsletter\n\n{text}\n\nRead more:\n\nAbout us", lang="en")
    assert related(article("glacier-lake"), page).kind in ("copy", "edited")


@pytest.mark.parametrize("swapped", [False, True])
def test_some_sentences_of_a_long_article_are_an_excerpt_either_way(swapped: bool) -> None:
    whole = article("mill-closure")
    body = [whole.sentences[k].text for k in whole.body]
    part = read_text(" ".join(body[4:9]), lang="en")
    found = related(part, whole) if swapped else related(whole, part)
    assert (found.kind, found.derived) == ("excerpt", True)


@pytest.mark.parametrize("other", [Article(), read_text("* * *"), read_text(REPORT)])
def test_nothing_is_related_to_an_empty_article(other: Article) -> None:
    found = related(Article(), other)
    assert (found.kind, found.derived) == ("unrelated", False)
    assert found.probability < 0.05


def test_the_same_text_under_two_declared_languages_is_a_copy() -> None:
    assert related(read_text(REPORT, lang="en"), read_text(REPORT, lang="nl")).kind == "copy"


def test_figures_hold_every_measure_in_order_rounded() -> None:
    figures = relation("glacier-lake", "reworded").figures
    assert set(figures) == set(MEASURES)
    exact = measures("glacier-lake", "reworded")
    assert all(figures[name] == round(exact[name], 4) for name in figures)


def test_every_weight_of_the_model_has_its_input() -> None:
    known = inputs(measures("glacier-lake", "edited"))
    chances = decisions(measures("glacier-lake", "edited"))
    assert set(chances) == {"derived", "excerpt", "edited", "same-event"}
    assert all(0 <= chance <= 1 for chance in chances.values())
    assert all(isinstance(value, float) for value in known.values())


def test_more_likeness_never_makes_a_common_origin_less_likely() -> None:
    start = measures("harbour-tunnel", "lookalike")
    chance = decisions(start)["derived"]
    for name in ("similarity", "kept_order", "verbatim", "facts_agree", "linked_words", "pairs_shared", "linked_a"):
        assert decisions({**start, name: 1.0})["derived"] >= chance, name


@pytest.mark.xfail(strict=True, reason="derived is told before rounding to four places: a chance of .50003 reads .5")
def test_the_probability_of_a_bare_decision_is_still_above_one_half() -> None:
    found = dict(measures("harbour-tunnel", "lookalike"))
    low, high = 0.0, 1.0
    for _ in range(60):  # the least similarity that makes the pair derived
        found["similarity"] = (low + high) / 2
        low, high = (low, found["similarity"]) if decisions(found)["derived"] > 0.5 else (found["similarity"], high)
    told = judge({**found, "similarity": high})
    assert told.derived
    assert told.probability > 0.5
