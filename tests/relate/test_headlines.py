"""Headlines: how the one was made from the other, apart from the body."""

from __future__ import annotations

import pytest

from retold.model import Article
from retold.read import read_record
from retold.relate import relate_headlines

from .stories import STORIES, headline

TITLE = "Ferry Marigold runs aground off Tessel Point with 212 aboard"


def compared(a: str, b: str, lang_a: str = "en", lang_b: str = "en"):
    return relate_headlines(Article(title=a, lang=lang_a), Article(title=b, lang=lang_b))


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (TITLE, "verbatim"),
        (TITLE.replace("212", "210"), "edited"),
        ("With 212 people on board, Marigold ferry strands near Tessel Point", "reworded"),
        ("Barley prices fall again in the northern markets", "different"),
    ],
)
def test_a_headline_is_called_what_was_made_of_it(other: str, kind: str) -> None:
    found, back = compared(TITLE, other), compared(other, TITLE)
    assert found is not None
    assert found.kind == kind
    assert found == back


def test_a_headline_in_another_language_is_translated_or_different() -> None:
    found = compared(TITLE, "Le ferry Marigold s’échoue près de Tessel Point avec 212 passagers", lang_b="fr")
    other = compared(TITLE, "Le prix de l’orge baisse encore sur les marchés du nord", lang_b="fr")
    assert found is not None
    assert other is not None
    assert (found.kind, other.kind) == ("translated", "different")


@pytest.mark.parametrize(("a", "b"), [("", TITLE), (TITLE, ""), ("", ""), ("  ", TITLE), (TITLE, "— !")])
def test_without_two_headlines_there_is_nothing_to_compare(a: str, b: str) -> None:
    assert compared(a, b) is None


def test_a_headline_inside_the_text_serves_where_no_title_is_given() -> None:
    body = "The ferry Marigold ran aground on Thursday. Captain Orla Venn said the steering had failed in heavy fog."
    inside = read_record({"text": f"{TITLE}\n\n{body}", "lang": "en"})
    assert inside.headline == TITLE
    found = relate_headlines(inside, Article(title=TITLE, lang="en"))
    assert found is not None
    assert (found.kind, found.score) == ("verbatim", 1)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", ["edited", "reworded", "excerpt", "translated", "independent", "lookalike"])
def test_every_version_of_the_stories_has_a_headline_with_a_score(story: str, kind: str) -> None:
    found = headline(story, kind)
    assert found is not None
    assert 0 <= found.score <= 1


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", ["excerpt", "independent"])
def test_the_headline_of_an_article_of_its_own_is_different(story: str, kind: str) -> None:
    found = headline(story, kind)
    assert found is not None
    assert found.kind == "different"
