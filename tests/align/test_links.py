"""Sentence links: each change found and called by its right name, each sentence once, in a fixed order."""

from __future__ import annotations

import random

import pytest

from retold.align import align_sentences, prepare
from retold.align.links import Group, join_leftovers
from retold.model import Article, Sentence

from .builder import FERRY, STRANGERS, article, check_complete, links, mirrored, pairs, shape


def test_an_article_is_linked_to_itself_sentence_by_sentence() -> None:
    found = links(article(*FERRY), article(*FERRY))
    assert shape(found) == [((k,), (k,), "verbatim") for k in range(len(FERRY))]
    assert all(link.score == 1 and not link.moved for link in found)


def test_repeated_sentences_are_linked_in_order() -> None:
    refrain = article(FERRY[0], FERRY[1], FERRY[0], FERRY[2], FERRY[0])
    assert shape(links(refrain, refrain)) == [((k,), (k,), "verbatim") for k in range(5)]


@pytest.mark.parametrize("empty", [Article(), article("…"), article(FERRY[0], roles=["furniture"])])
def test_beside_an_empty_body_everything_is_dropped_or_added(empty: Article) -> None:
    full = article(*FERRY[:2])
    assert shape(links(full, empty)) == [((0,), (), "dropped"), ((1,), (), "dropped")]
    assert shape(links(empty, full)) == [((), (0,), "added"), ((), (1,), "added")]
    assert links(empty, empty) == ()


def test_a_body_sentence_without_words_takes_no_part() -> None:
    side = prepare(article(FERRY[0], "* * *", FERRY[1]))
    assert side.units == [0, 2]
    assert shape(align_sentences(side, side)) == [((0,), (0,), "verbatim"), ((2,), (2,), "verbatim")]


def test_articles_of_one_sentence_are_linked_or_kept_apart() -> None:
    one = article(FERRY[0])
    assert shape(links(one, one)) == [((0,), (0,), "verbatim")]
    assert shape(links(one, article(FERRY[0].replace("early", "late")))) == [((0,), (0,), "edited")]
    assert sorted(shape(links(one, article(STRANGERS[0])))) == [((), (0,), "added"), ((0,), (), "dropped")]


def test_strangers_share_no_link() -> None:
    a, b = article(*FERRY[:4]), article(*STRANGERS)
    found = links(a, b)
    assert pairs(found) == set()
    check_complete(a, b, found)


def test_a_split_sentence_is_one_link() -> None:
    joined = f"{FERRY[1][:-1]}, while {FERRY[4][0].lower()}{FERRY[4][1:]}"
    a, b = article(FERRY[0], joined, FERRY[6]), article(FERRY[0], FERRY[1], FERRY[4], FERRY[6])
    assert shape(links(a, b)) == [((0,), (0,), "verbatim"), ((1,), (1, 2), "edited"), ((2,), (3,), "verbatim")]


def test_a_sentence_split_in_three_is_one_link() -> None:
    joined = " and ".join(s[:-1] for s in (FERRY[1], FERRY[4], FERRY[5])) + "."
    found = links(article(FERRY[0], joined), article(FERRY[0], FERRY[1], FERRY[4], FERRY[5]))
    assert shape(found)[1] == ((1,), (1, 2, 3), "edited")


def test_merged_sentences_are_one_link() -> None:
    joined = f"{FERRY[1][:-1]}, while {FERRY[4][0].lower()}{FERRY[4][1:]}"
    a, b = article(FERRY[0], FERRY[1], FERRY[4], FERRY[6]), article(FERRY[0], joined, FERRY[6])
    assert shape(links(a, b)) == [((0,), (0,), "verbatim"), ((1, 2), (1,), "edited"), ((3,), (2,), "verbatim")]


def test_a_merge_of_sentences_that_stood_apart_is_one_link() -> None:
    joined = f"{FERRY[1][:-1]}, while {FERRY[4][0].lower()}{FERRY[4][1:]}"
    found = links(article(FERRY[0], FERRY[1], FERRY[6], FERRY[4]), article(FERRY[0], joined, FERRY[6]))
    assert ((1, 3), (1,)) in [(link.a, link.b) for link in found]


@pytest.mark.parametrize(("start", "target"), [(5, 0), (0, 6), (2, 4)])
def test_a_sentence_that_changed_its_place_is_moved_and_nothing_else_is(start: int, target: int) -> None:
    order = [k for k in range(len(FERRY)) if k != start]
    order.insert(target, start)
    found = links(article(*FERRY), article(*(FERRY[k] for k in order)))
    assert shape(found) == [((k,), (order.index(k),), "verbatim") for k in range(len(FERRY))]
    assert [link.a for link in found if link.moved] == [(start,)]


def test_a_block_that_changed_its_place_is_moved_whole() -> None:
    found = links(article(*FERRY), article(*FERRY[5:7], *FERRY[:5], *FERRY[7:]))
    assert [link.a for link in found if link.moved] == [(5,), (6,)]
    assert len(pairs(found)) == len(FERRY)


def test_dropped_and_added_sentences_stand_where_they_belong() -> None:
    a = article(*FERRY[:7])
    b = article(STRANGERS[0], FERRY[0], FERRY[1], FERRY[3], FERRY[4], STRANGERS[1], FERRY[6], STRANGERS[2])
    assert shape(links(a, b)) == [
        ((), (0,), "added"),
        ((0,), (1,), "verbatim"),
        ((1,), (2,), "verbatim"),
        ((2,), (), "dropped"),
        ((3,), (3,), "verbatim"),
        ((4,), (4,), "verbatim"),
        ((), (5,), "added"),
        ((5,), (), "dropped"),
        ((6,), (6,), "verbatim"),
        ((), (7,), "added"),
    ]


def test_an_added_sentence_follows_what_it_stands_behind_not_what_was_moved() -> None:
    """What follows a moved sentence in b belongs to the last sentence above it that kept its place."""
    b = article(FERRY[0], FERRY[6], STRANGERS[0], *FERRY[1:6], FERRY[7])
    found = links(article(*FERRY), b)
    assert [link.a for link in found if link.moved] == [(6,)]
    assert [link.kind for link in found].index("added") == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We were lucky,” said Venn — “very lucky.”", '"We were lucky," said Venn - "very lucky."'),
        ("Venn’s crew  slept\u00a0in the hall.", "Venn's crew slept in\nthe hall."),
        ("«No oil leaked», the divers said.", "„No oil leaked“, the divers said."),
    ],
)
def test_other_shapes_of_marks_and_spaces_leave_a_sentence_verbatim(one: str, other: str) -> None:
    assert shape(links(article(one), article(other))) == [((0,), (0,), "verbatim")]


@pytest.mark.parametrize(
    "changed",
    [
        FERRY[0].replace("212", "221"),
        FERRY[0].replace("early on ", ""),
        FERRY[0].replace("ran aground", "was stranded"),
        FERRY[0].replace("Thursday with", "Thursday, with"),
        FERRY[0].upper(),
    ],
)
def test_a_lightly_changed_sentence_is_edited(changed: str) -> None:
    assert shape(links(article(*FERRY), article(changed, *FERRY[1:])))[0] == ((0,), (0,), "edited")


def test_a_sentence_that_keeps_half_of_its_words_is_reworded() -> None:
    half = "Captain Orla Venn said to rescuers that the rudder broke in the fog."
    found = links(article(*FERRY[:3]), article(FERRY[0], half, FERRY[2]))
    assert [link.kind for link in found] == ["verbatim", "reworded", "verbatim"]


def test_a_sentence_told_in_other_words_is_reworded() -> None:
    b = article(
        FERRY[0],
        "Steering trouble in thick fog was to blame, skipper Orla Venn said to the coastguard.",
        FERRY[2],
        "Every ticket will be refunded, pledged Brightwater Lines, the firm owning the vessel.",
    )
    found = links(article(*FERRY[:4]), b)
    assert [link.kind for link in found] == ["verbatim", "reworded", "verbatim", "reworded"]
    assert pairs(found) == {(k, k) for k in range(4)}


def test_a_sentence_in_another_language_is_translated() -> None:
    b = article(
        "Le ferry Marigold s’est échoué tôt jeudi au large de Tessel Point avec 212 passagers à bord.",
        "La capitaine Orla Venn a déclaré aux garde-côtes que la direction avait lâché dans un épais brouillard.",
        "Tous les passagers ont été évacués par canot avant midi, et personne n’a été grièvement blessé.",
        "La compagnie propriétaire du navire, Brightwater Lines, a promis de rembourser chaque billet.",
        "Des pêcheurs du village de Skarrow se sont plaints que l’épave bloque leur port.",
        lang="fr",
    )
    found = links(article(*FERRY[:6]), b)
    assert shape(found) == [
        *(((k,), (k,), "translated") for k in range(4)),
        ((4,), (), "dropped"),
        ((5,), (4,), "translated"),
    ]


def test_furniture_is_never_linked() -> None:
    a = article(*FERRY[:4], roles=["furniture", "body", "furniture", "body"])
    b = article(*FERRY[:4], roles=["body", "body", "body", "furniture"])
    found = links(a, b)
    check_complete(a, b, found)
    assert pairs(found) == {(1, 1)}


HEADLINE = "Ferry Marigold aground off Tessel Point"


def test_headlines_inside_the_texts_are_linked_with_each_other_in_front() -> None:
    roles = ["furniture", "headline", "body", "body"]
    a = article("Shipping", HEADLINE, *FERRY[1:3], roles=roles)
    b = article("Islands", "Marigold ferry runs aground off Tessel Point", *FERRY[1:3], roles=roles)
    found = links(a, b)
    check_complete(a, b, found)
    assert [(link.a, link.b) for link in found] == [((1,), (1,)), ((2,), (2,)), ((3,), (3,))]


def test_a_headline_is_not_linked_with_a_sentence_inside_the_report() -> None:
    a = article(HEADLINE, *FERRY[1:4], roles=["headline", "body", "body", "body"])
    b = article(FERRY[1], FERRY[2], HEADLINE + ".", FERRY[3])
    assert pairs(links(a, b)) == {(1, 0), (2, 1), (3, 3)}


def test_headlines_of_strangers_are_not_linked() -> None:
    a = article(HEADLINE, *FERRY[1:4], roles=["headline", "body", "body", "body"])
    b = article("Barley prices fall again", *STRANGERS[1:4], roles=["headline", "body", "body", "body"])
    assert pairs(links(a, b)) == set()


def test_words_between_sentences_belong_to_none() -> None:
    text = f"{FERRY[0]} Advertisement {FERRY[1]}"
    second = text.index(FERRY[1])
    sentences = (Sentence(FERRY[0], 0, len(FERRY[0])), Sentence(FERRY[1], second, len(text)))
    side = prepare(Article(lang="en", text=text, sentences=sentences))
    assert [side.words.forms[last - 1] for _, last in side.bounds] == ["aboard", "fog"]
    assert shape(align_sentences(side, prepare(article(*FERRY[:2])))) == [
        ((0,), (0,), "verbatim"),
        ((1,), (1,), "verbatim"),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_a_shuffled_retelling_is_linked_completely_both_ways(seed: int) -> None:
    rng = random.Random(seed)
    texts = [*rng.sample(FERRY, 6), *rng.sample(STRANGERS, 2)]
    rng.shuffle(texts)
    a, b = article(*FERRY), article(*texts)
    there, back = links(a, b), links(b, a)
    check_complete(a, b, there)
    check_complete(b, a, back)
    assert pairs(there) == {(FERRY.index(text), j) for j, text in enumerate(texts) if text in FERRY}
    assert mirrored(there) == sorted((*entry[:3], round(entry[3], 3)) for entry in _plain(back))
    firsts = [link.a[0] for link in there if link.a]
    assert firsts == sorted(firsts)
    still = [link.b[0] for link in there if link.b and link.a and not link.moved]
    assert still == sorted(still)


def _plain(found: tuple) -> list[tuple[tuple[int, ...], tuple[int, ...], str, float]]:
    return [(link.a, link.b, link.kind, link.score) for link in found]


@pytest.mark.parametrize("lang", ["xx", ""])
def test_a_language_without_word_lists_is_aligned_by_its_letters(lang: str) -> None:
    found = links(article(*FERRY, lang=lang), article(*FERRY[3:], lang=lang))
    assert pairs(found) == {(k, k - 3) for k in range(3, len(FERRY))}


def test_an_unknown_language_is_read_as_english() -> None:
    assert shape(links(article(FERRY[0], lang=""), article(FERRY[0], lang="en"))) == [((0,), (0,), "verbatim")]


def test_the_same_words_under_two_declared_languages_are_not_translated() -> None:
    assert [link.kind for link in links(article(*FERRY), article(*FERRY, lang="fr"))] == ["verbatim"] * len(FERRY)


def test_the_score_of_a_joined_link_is_that_of_both_whole_sides() -> None:
    joined = f"{FERRY[1][:-1]}, while {FERRY[4][0].lower()}{FERRY[4][1:]}"
    apart = links(article(FERRY[0], FERRY[1], FERRY[6], FERRY[4]), article(FERRY[0], joined, FERRY[6]))
    together = links(article(FERRY[0], FERRY[1], FERRY[4], FERRY[6]), article(FERRY[0], joined, FERRY[6]))
    scores = [link.score for found in (apart, together) for link in found if len(link.a) == 2]
    assert len(scores) == 2
    assert scores[0] == pytest.approx(scores[1], abs=0.1)


def test_a_link_takes_in_no_more_than_three_sentences_a_side_and_is_scored_again() -> None:
    groups = [Group([0], [0], 0.9)]
    join_leftovers(groups, [(0.8 - k / 100, k, 0) for k in range(1, 5)], lambda group: len(group.a) / 10)
    assert groups == [Group([0, 1, 2], [0], 0.3)]


def test_sentences_left_out_are_linked_out_of_order_the_most_similar_first() -> None:
    groups: list[Group] = []
    join_leftovers(groups, [(0.5, 0, 1), (0.7, 0, 2), (0.3, 3, 3), (0.45, 2, 1)], lambda group: group.score)
    assert groups == [Group([0], [1, 2], 0.7)]


def test_of_two_sentences_that_cross_the_same_is_moved_from_both_sides() -> None:
    for one in range(len(FERRY) - 1):
        order = list(range(len(FERRY)))
        order[one : one + 2] = [one + 1, one]
        a, b = article(*FERRY), article(*(FERRY[k] for k in order))
        there = [(link.a, link.b) for link in links(a, b) if link.moved]
        back = [(link.b, link.a) for link in links(b, a) if link.moved]
        assert there == back
        assert len(there) == 1
