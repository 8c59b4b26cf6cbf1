"""Long articles: cut at near-identical sentences, aligned in seconds, and as rightly as short ones."""

from __future__ import annotations

import random
import time
import tracemalloc
from itertools import combinations, pairwise

import pytest

from retold.align import prepare
from retold.align.backbone import landmarks, stretches
from retold.align.backbone_chain import heaviest_chain
from retold.align.backbone_index import likely_pairs
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
    assert time.perf_counter() - began < 60
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


def test_one_line_a_thousand_times_is_linked_in_order() -> None:
    text = article(*["He said no more."] * 1000)
    assert pairs(links(text, text)) == {(k, k) for k in range(1000)}


def test_a_long_retelling_with_a_new_chapter_is_followed_through_it() -> None:
    texts, chapter, others = prose(500, 11, length=14), prose(120, 12, length=14), prose(500, 16, length=7)
    told = [half_told(text, other) for text, other in zip(texts, others, strict=True)]
    a, b = article(*texts), article(*told[:200], *chapter, *told[200:])
    found = links(a, b)
    check_complete(a, b, found)
    wanted = {(k, k if k < 200 else k + 120) for k in range(500)}
    assert len(pairs(found) & wanted) >= 490
    assert len(pairs(found) - wanted) <= 10


def half_told(text: str, other: str) -> str:
    """Half of the words of a sentence, and those of another, in another order."""
    words = text.rstrip(".").split()
    rng = random.Random(text)
    words = rng.sample(words, len(words) // 2) + other.rstrip(".").split()
    rng.shuffle(words)
    return " ".join(words).capitalize() + "."


def test_long_articles_that_share_nothing_take_time_by_their_length() -> None:
    a, b = article(*prose(800, seed=13, length=20)), article(*prose(800, seed=14, length=20))
    began = time.process_time()
    found = links(a, b)
    assert time.process_time() - began < 60
    check_complete(a, b, found)
    assert len(pairs(found)) <= 5


@pytest.mark.parametrize(("count", "other"), [(400, 400), (1, 3000)])
def test_long_articles_need_little_memory(count: int, other: int) -> None:
    a, b = article(*prose(count, seed=13, length=20)), article(*prose(other, seed=14, length=20))
    tracemalloc.start()
    try:
        links(a, b)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 60_000_000


def test_a_long_sentence_is_compared_by_its_stems_alone_beside_short_ones_by_meaning() -> None:
    flood = " ".join(f"{name}av" for name in names(900)) + "."
    a = article("The car stopped at noon.", flood, "Rain fell on the village.")
    b = article("The automobile halted at noon.", flood, "Rain fell on the village.")
    found = links(a, b)
    assert pairs(found) == {(0, 0), (1, 1), (2, 2)}
    assert [link.score == 1 for link in found] == [False, True, True]


def test_likely_pairs_share_their_words_as_far_as_the_score_says() -> None:
    texts = prose(40, seed=15)
    a, b = prepare(article(*texts, "No more of it.")), prepare(article(*texts[20:], *texts[:20], "It is not so."))
    found = likely_pairs(a, b, range(41), range(41))
    scores = dict(zip(found.places(), found.scores.tolist(), strict=True))
    assert all(scores[k, (k + 20) % 40] == pytest.approx(1) for k in range(40))
    assert all(0 <= score <= 1 for score in scores.values())
    inside = likely_pairs(a, b, range(5, 10), range(25, 41))
    assert {(k, k + 20) for k in range(5, 10)} <= set(inside.places())
    assert all(i in range(5, 10) and j in range(25, 41) for i, j in inside.places())


@pytest.mark.parametrize("seed", range(60))
def test_no_chain_is_heavier(seed: int) -> None:
    rng = random.Random(seed)
    places = [(rng.randrange(6), rng.randrange(6)) for _ in range(rng.randrange(9))]
    weights = [rng.randint(1, 9) for _ in places]
    long = seed % 2
    ends = [(i + rng.randint(1, 1 + long), j + rng.randint(1, 1 + long)) for i, j in places]
    chain = heaviest_chain(places, weights, ends if long else None)
    assert rises(chain, places, ends)
    order = sorted(range(len(places)), key=lambda k: places[k])
    heaviest = max(
        sum(weights[k] for k in some)
        for size in range(len(order) + 1)
        for some in combinations(order, size)
        if rises(some, places, ends)
    )
    assert sum(weights[k] for k in chain) == heaviest


def rises(chain: list[int] | tuple[int, ...], places: list[tuple[int, int]], ends: list[tuple[int, int]]) -> bool:
    """Whether each pair of the chain begins where the one before has ended, or later."""
    return all(ends[x][0] <= places[y][0] and ends[x][1] <= places[y][1] for x, y in pairwise(chain))
