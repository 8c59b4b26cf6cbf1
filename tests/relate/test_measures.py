"""Measures: shares between 0 and 1, the same from both sides, and each meaning what its name says."""

from __future__ import annotations

import math

import pytest

from retold.align import align_sides, prepare
from retold.model import Article
from retold.read import read_text
from retold.relate.measures import MEASURES, measure
from retold.relate.relation import inputs

from .stories import KINDS, STORIES, measures

PAIRED = ("linked", "fragments", "passages")
ONE_SIDED = {"replaced", "touched"}  # of the words of a, as their description says
TEXT = (
    "The ferry Marigold ran aground off Tessel Point early on Thursday with 212 passengers aboard. "
    "Captain Orla Venn told the coastguard that the steering had failed in heavy fog. "
    "All passengers were taken off by lifeboat before noon, and nobody was seriously hurt. "
    "The company that owns the ship, Brightwater Lines, promised to refund every ticket. "
    "Divers will examine the hull on Friday to find out whether oil is leaking."
)


def measured(a: str, b: str, **fields: str) -> dict[str, float]:
    """The measures of two texts."""
    side_a, side_b = prepare(read_text(a, lang="en")), prepare(read_text(b, **{"lang": "en", **fields}))
    return measure(side_a, side_b, align_sides(side_a, side_b))


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_measure_is_a_share(story: str, kind: str) -> None:
    found = measures(story, kind)
    assert set(found) == set(MEASURES)
    assert all(type(value) is float and 0 <= value <= 1 for value in found.values()), found


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", KINDS)
def test_measures_are_the_same_from_both_sides(story: str, kind: str) -> None:
    there, back = measures(story, kind), measures(story, kind, swapped=True)
    for name in set(MEASURES) - ONE_SIDED - {"passages_a", "passages_b", "longest"}:
        other = {"a": "b", "b": "a"}.get(name[-1], "") if name[:-2] in PAIRED else ""
        assert there[name] == pytest.approx(back[name[:-1] + other if other else name], abs=1e-3), name


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("kind", KINDS)
def test_reused_passages_measure_about_the_same_from_both_sides(story: str, kind: str) -> None:
    there, back = measures(story, kind), measures(story, kind, swapped=True)
    assert there["passages_a"] == pytest.approx(back["passages_b"], abs=0.25)
    assert there["longest"] == pytest.approx(back["longest"], abs=0.25)


@pytest.mark.parametrize("story", STORIES)
def test_what_is_weighed_is_symmetric(story: str) -> None:
    found = measures(story, "excerpt")
    exchanged = dict(found)
    for name in PAIRED:
        exchanged[f"{name}_a"], exchanged[f"{name}_b"] = found[f"{name}_b"], found[f"{name}_a"]
    assert inputs(exchanged) == inputs(found)
    assert found["linked_a"] != found["linked_b"]


def test_a_text_shares_everything_with_itself() -> None:
    found = measured(TEXT, TEXT)
    whole = ("linked_a", "linked_b", "similarity", "kept_words", "kept_order", "verbatim", "facts_agree")
    assert [found[name] for name in whole] == pytest.approx([1] * len(whole))
    assert found["fragments_a"] == found["fragments_b"] == found["rare_shared"] == 1
    assert found["replaced"] == found["touched"] == found["facts_clash"] == found["translated"] == 0


def test_texts_without_a_word_in_common_share_nothing() -> None:
    found = measured(TEXT, "Barley prices fell again. Snow came down over Kessary, said farmers there.")
    assert [found[name] for name in ("linked_a", "linked_b", "similarity", "verbatim", "pairs_shared")] == [0] * 5
    assert found["fragments_a"] == found["fragments_b"] == found["passages_a"] == found["longest"] == 0


@pytest.mark.parametrize(
    ("a", "b"), [(Article(), Article()), (Article(), read_text(TEXT)), (read_text(TEXT), Article())]
)
def test_an_empty_body_measures_nothing(a: Article, b: Article) -> None:
    side_a, side_b = prepare(a), prepare(b)
    found = measure(side_a, side_b, align_sides(side_a, side_b))
    assert set(found) == set(MEASURES)
    assert not any(found.values())
    assert all(math.isfinite(value) for value in found.values())


def test_a_part_is_linked_whole_and_the_whole_in_part() -> None:
    found = measured(TEXT, " ".join(TEXT.split(". ")[1:3])[:-1] + ".")
    assert found["linked_b"] == pytest.approx(1, abs=0.01)
    assert 0.2 < found["linked_a"] < 0.7


def test_words_put_in_the_place_of_others_are_replaced_and_touch_their_sentence() -> None:
    found = measured(TEXT, TEXT.replace("promised to refund", "vowed to repay"))
    words = 78
    assert found["replaced"] == pytest.approx(2 / words, rel=0.2)
    assert found["touched"] == pytest.approx(13 / words, rel=0.2)


def test_words_that_only_moved_are_not_replaced() -> None:
    opening = "The ferry Marigold ran aground off Tessel Point early on Thursday"
    moved = TEXT.replace(opening, "Early on Thursday the ferry Marigold ran aground off Tessel Point")
    assert measured(TEXT, moved)["replaced"] == 0


def test_facts_agree_less_when_names_and_numbers_change() -> None:
    changed = TEXT.replace("212", "31").replace("Orla Venn", "Pell Ammering").replace("Tessel", "Kessary")
    same, other = measured(TEXT, TEXT), measured(TEXT, changed)
    assert other["facts_agree"] < same["facts_agree"] - 0.2
    assert other["similarity"] > 0.7


def test_two_languages_are_a_translation() -> None:
    french = "Le ferry Marigold s’est échoué jeudi au large de Tessel Point avec 212 passagers à bord."
    assert measured(TEXT, french, lang="fr")["translated"] == 1
    assert measured(TEXT, TEXT)["translated"] == 0


def test_unrelated_french_texts_share_hardly_a_rare_word() -> None:
    one = (
        "L’été dernier, l’usine d’Orbeval s’est arrêtée après qu’un incendie s’est déclaré dans l’atelier. C’est la "
        "direction qui l’a annoncé. On n’a pas d’explication, et qu’il s’agisse d’un accident n’est pas établi."
    )
    other = (
        "C’est dans l’église qu’on a chanté l’hymne d’hiver. L’orgue s’est tu, car l’organiste n’est plus là. Qu’il "
        "neige ou qu’il vente, l’école n’a d’yeux que pour l’exposition d’un peintre."
    )
    sides = [prepare(read_text(text, lang="fr")) for text in (one, other)]
    assert measure(*sides, align_sides(*sides))["rare_shared"] < 0.1


@pytest.mark.xfail(strict=True, reason="no word list: every letter of Thai weighs as much as the rarest name")
def test_unrelated_thai_sentences_are_not_linked() -> None:
    one = "สะพานเก่าข้ามแม่น้ำวารันถูกปิดเมื่อวันจันทร์หลังจากวิศวกรพบรอยร้าวที่เสา"
    other = "โรงเรียนดนตรีในเมืองหลวงรับนักเรียนใหม่ห้าสิบคนในปีนี้"
    sides = [prepare(read_text(text, lang="th")) for text in (one, other)]
    assert measure(*sides, align_sides(*sides))["linked_a"] == 0
