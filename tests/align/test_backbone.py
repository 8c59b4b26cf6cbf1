"""Long articles: cut at near-identical sentences, aligned in seconds, and as rightly as short ones."""

from __future__ import annotations

import time
import tracemalloc
from itertools import pairwise

from retold.align import prepare
from retold.align.backbone import landmarks, stretches
from retold.model import Article

from .builder import article, check_complete, links, pairs, prose


def names(count: int, seed: int = 0) -> list[str]:
    """Made-up names, all different."""
    syllables = ["bar", "den", "fil", "gor", "hum", "jek", "lis", "mon", "pur", "rav", "sel", "tov"]
    size = len(syllables)
    return [
        syllables[(k + seed) % size] + syllables[k // size % size] + syllables[k // size**2 % size] + "ek"
        for k in range(count)
    ]


def test_short_articles_have_no_landmarks_and_one_stretch() -> None:
    side = prepare(article(*prose(20, seed=1)))
    assert landmarks(side, side) == []
    assert stretches(side, side, []) == [(range(20), range(20))]


def test_nothing_beside_something_has_no_stretch() -> None:
    side, nothing = prepare(article(*prose(3, seed=1))), prepare(article())
    assert landmarks(side, nothing) == []
    assert stretches(side, nothing, []) == []
    assert stretches(nothing, nothing, []) == []


def test_stretches_lie_between_the_landmarks_and_leave_out_empty_ones() -> None:
    side = prepare(article(*prose(10, seed=1)))
    marks = [(0, 0, 1.0), (3, 2, 1.0), (4, 6, 1.0), (9, 9, 1.0)]
    assert stretches(side, side, marks) == [(range(1, 3), range(1, 2)), (range(5, 9), range(7, 9))]


def test_landmarks_rise_on_both_sides_and_are_near_identical() -> None:
    texts = prose(400, seed=2)
    a, b = article(*texts), article(*texts[:100], *texts[120:300], *texts[100:120], *texts[300:])
    marks = landmarks(prepare(a), prepare(b))
    assert len(marks) >= 350
    for (i, j, score), (k, m, _) in pairwise(marks):
        assert i < k
        assert j < m
        assert score >= 0.6


def test_three_thousand_sentences_with_changes_are_aligned_rightly_in_seconds() -> None:
    texts, new = prose(3000, seed=3), prose(60, seed=4)
    kept = [text for k, text in enumerate(texts) if k % 40 != 7]
    for k, text in enumerate(new):
        kept.insert(45 * k, text)
    a, b = article(*texts), article(*kept)
    began = time.perf_counter()
    found = links(a, b)
    assert time.perf_counter() - began < 10
    check_complete(a, b, found)
    place = {text: j for j, text in enumerate(kept)}
    assert pairs(found) == {(i, place[text]) for i, text in enumerate(texts) if text in place}
    assert not any(link.moved for link in found)
    assert {kept[link.b[0]] for link in found if link.kind == "added"} == set(new)


def test_small_changes_between_landmarks_are_found_as_in_short_articles() -> None:
    texts = prose(330, seed=5)
    changed = list(texts)
    changed[50] = texts[50].replace(texts[50].split()[3], "quay")
    found = links(article(*texts), article(*changed))
    kinds = {link.a: (link.b, link.kind) for link in found if link.a}
    assert kinds[(50,)] == ((50,), "edited")
    assert pairs(found) == {(k, k) for k in range(330)}


def test_merged_sentences_of_a_long_article_are_found_as_in_short_ones() -> None:
    texts = prose(330, seed=5)
    merged = [*texts[:200], f"{texts[200][:-1]} and {texts[201]}", *texts[202:]]
    kinds = {link.a: (link.b, link.kind) for link in links(article(*texts), article(*merged)) if link.a}
    assert kinds.get((200, 201)) == ((200,), "edited")


def test_a_line_repeated_all_through_a_long_article_finds_its_places() -> None:
    texts = [text for sentence in prose(200, seed=6) for text in (sentence, "He said no more.")]
    found = links(article(*texts), article(*texts))
    assert pairs(found) == {(k, k) for k in range(400)}


def test_a_block_moved_in_a_long_article_is_found_as_in_a_short_one() -> None:
    texts = prose(400, seed=7)
    found = links(article(*texts), article(*texts[200:210], *texts[:200], *texts[210:]))
    assert sum(link.moved for link in found) == 10


def test_a_long_formulaic_article_is_linked_to_itself() -> None:
    texts = [
        f"{one.title()} beat {other.title()} on Saturday by {k % 7 + 2} goals to {k % 3} before a crowd of {1000 + k}."
        for k, (one, other) in enumerate(zip(names(320), names(320, seed=5), strict=True))
    ]
    assert pairs(links(article(*texts), article(*texts))) == {(k, k) for k in range(320)}


def test_a_reworded_article_below_the_limit_is_linked() -> None:
    a, b = reworded(280)
    assert len(pairs(links(a, b)) & {(k, k) for k in range(280)}) >= 270


def test_a_reworded_article_above_the_limit_is_linked_too() -> None:
    a, b = reworded(320)
    assert len(pairs(links(a, b)) & {(k, k) for k in range(320)}) >= 300


def reworded(count: int) -> tuple[Article, Article]:
    """An article of that many sentences and its retelling in other words, in the same order."""
    who = [(one.title(), other.title()) for one, other in zip(names(count), names(count, 5), strict=True)]
    one = [f"{x} closed the bridge near {y} in winter." for x, y in who]
    other = [
        f"In the cold season {x} shut a viaduct not far from {y}, neighbours told reporters there." for x, y in who
    ]
    return article(*one), article(*other)


def test_a_near_identical_pair_scores_no_more_than_one() -> None:
    texts = [f"{one} {other}." for one, other in zip(names(320), names(320, 5), strict=True)]
    a, b = article("Theses outing willingly.", *texts), article("These out will.", *texts)
    assert max(link.score for link in links(a, b)) <= 1


def test_of_two_near_identical_sentences_the_identical_one_is_the_landmark() -> None:
    texts = prose(320, seed=9)
    near = "Tessalund ferries resumed crossings to Skarrow with Ammering aboard."
    a = article(near, *texts)
    b = article(near.replace("resumed", "halted").replace("Ammering", "nobody"), near, *texts)
    assert (0, 1) in pairs(links(a, b))


def test_two_texts_without_full_stops_need_little_memory() -> None:
    one, other = (article(" ".join(f"{name}{tail}" for name in names(1700))) for tail in ("av", "om"))
    tracemalloc.start()
    try:
        links(one, other)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 40_000_000
