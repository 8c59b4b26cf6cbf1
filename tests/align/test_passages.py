"""Reused passages: exact offsets, both sides, nothing where nothing is reused. All texts are made up."""

from __future__ import annotations

import random
import time

import pytest

from retold.align.passages import find_passages
from retold.fingerprint.words import find_words
from retold.model import Passage

HARBOUR = (
    "Engineers in Port Selwyn began draining the old ferry basin on Monday after a crack opened in its northern "
    "wall. Harbour master Ines Calloway said three tugs and a floating crane had been moved to the timber quay. "
    "The basin, built in 1887 for coal barges, last leaked during the winter storms of 1953. Divers found that "
    "oak piles beneath the masonry had rotted where the tide gate meets the sill. Repairs will cost about 4.2 "
    "million crowns, most of it paid from a levy on cargo. Two ferry lines to the Marren islands run from the "
    "fish market until the wall is sealed, which Calloway expects before the herring season opens in October."
)
REWORDED = (
    "Draining of the old ferry basin in Port Selwyn was started by engineers on Monday, after its northern wall "
    "cracked. Three tugs and the floating crane have been moved over to the timber quay, harbour master Ines "
    "Calloway told reporters. Built for coal barges in 1887, the basin leaked last in the 1953 winter storms. "
    "Where the tide gate meets its sill, divers saw that the oak piles under the masonry were rotten. The repairs "
    "are to cost around 4.2 million crowns, largely paid by a cargo levy. Until the wall has been sealed, both "
    "ferry lines to the Marren islands leave from the fish market; Calloway hopes for that before October, when "
    "the herring season opens."
)
ORCHARD = (
    "The pear growers of the Lendal valley have voted to pool their presses. For a century each farm made its own "
    "perry and sold it at the gate. Now a cooperative of forty families will bottle under one label, says Tobias "
    "Wren, who keeps bees on the southern slope. Younger members want a shop in the capital. Older ones fear that "
    "the cellars of their grandparents will stand empty, and that nobody will prune the tallest trees any more. "
    "A trial pressing is planned for the second week of autumn, with music, lanterns and a prize for the best jug."
)

LIGHTHOUSE = (
    "The lighthouse on Skerrow Point has been dark since a lightning strike in March. Its lens, ground in Lyon in "
    "1862, survived, but the clockwork that turned it fused into a lump. Keeper Odile Brandt carried the brass "
    "pieces down two hundred steps in a laundry basket. She has lived on the point for nineteen years with a goat "
    "and a shortwave radio. Fishermen from Tarn Bay complained within a week. One trawler, the Bright Morrow, "
    "struck the Anvil reef on the fourth night and lost her rudder. Nobody was hurt, although the cook broke a "
    "tooth. The coast service answered with a buoy that flashes green. Its battery failed in the first frost.\n"
    "The ministry says that satellites have made towers needless. A study that it paid for puts the cost of repair "
    "at 310,000 crowns and the benefit at nil. Its author, Lars Emmerich, admits that he never visited the coast. "
    "Sailors here laugh about that report in the tavern. Many of their boats are older than the receivers would "
    "need, and salt eats the aerials. Insurance firms have begun to ask for more. Premiums for the small fleet rose "
    "by a fifth this summer.\n"
    "Help came from far inland. A clockmaker in Brevik, Jonas Aldersey, read of the accident in a magazine for "
    "beekeepers. He offered to build a new drive from drawings in the naval archive. Schoolchildren in four towns "
    "sold honey cakes to buy the bronze. By August they had gathered 42,000 crowns. A foundry cast the gears for "
    "nothing. The monks of Saint Alder gave the weights, which had once pulled the chimes of their abbey. Brandt "
    "hauled them up with a winch borrowed from the Bright Morrow, whose captain wept when the lamp was lit for a "
    "trial. The ministry has not said whether it will allow the light to stay. A ruling is due in November."
)
SUMMARY = (
    "Lightning in March silenced the Skerrow Point lighthouse, fusing the clockwork under its 1862 Lyon lens, and "
    "the trawler Bright Morrow soon struck the Anvil reef and lost her rudder. The ministry, quoting a study by "
    "Lars Emmerich that put repair at 310,000 crowns, holds that satellites make towers needless, yet insurance "
    "premiums for the fleet rose by a fifth. Clockmaker Jonas Aldersey of Brevik is building a new drive from naval "
    "archive drawings; schoolchildren sold honey cakes and gathered 42,000 crowns for bronze, monks of Saint Alder "
    "gave weights from their abbey chimes, and keeper Odile Brandt awaits a ruling in November."
)

SYLLABLES = ["ba", "den", "kor", "li", "mus", "ta", "ro", "ven", "shi", "pel", "gra", "no", "fu", "wick", "zan"]


def invented_prose(seed: int, words: int, vocabulary: int = 3000) -> str:
    """Sentences of made-up words; the same vocabulary for every seed, common words far commoner than rare."""
    drawn = random.Random(4)
    lexicon = ["".join(drawn.choices(SYLLABLES, k=drawn.choice((2, 3, 4)))) for _ in range(vocabulary)]
    weights = [1 / (rank + 3) for rank in range(vocabulary)]
    drawn = random.Random(seed)
    tokens = drawn.choices(lexicon, weights, k=words)
    sentences = []
    while tokens:
        cut = drawn.randint(8, 25)
        sentences.append(" ".join(tokens[:cut]).capitalize() + ".")
        tokens = tokens[cut:]
    return " ".join(sentences)


def passages(a: str, b: str, lang: str = "en") -> tuple[Passage, ...]:
    return find_passages(find_words(a, lang), find_words(b, lang), a, b)


def texts(a: str, b: str, found: Passage) -> tuple[str, str]:
    return a[found.a.start : found.a.end], b[found.b.start : found.b.end]


def test_offsets_of_a_verbatim_passage_are_exact() -> None:
    a = ORCHARD + "\n\n" + HARBOUR + "\n"
    b = HARBOUR
    (found,) = passages(a, b)
    assert texts(a, b, found) == (HARBOUR, HARBOUR)
    assert found.score > 0.9


def test_offsets_count_line_ends_and_wide_characters_as_they_are() -> None:
    a = "Ünïcödé 🎈🎈 vorweg.\r\n\r\n" + HARBOUR.replace(". ", ".\r\n") + "\r\n" + ORCHARD
    (found,) = passages(a, HARBOUR)
    assert a[found.a.start : found.a.end] == HARBOUR.replace(". ", ".\r\n")


def test_an_excerpt_of_a_hundred_words_is_found_inside_five_thousand_on_both_sides() -> None:
    excerpt = HARBOUR
    a = invented_prose(1, 2500) + " " + excerpt + " " + invented_prose(2, 2500)
    b = invented_prose(3, 1200) + " " + excerpt + " " + invented_prose(5, 3800)
    (found,) = passages(a, b)
    assert texts(a, b, found) == (excerpt, excerpt)


def test_an_excerpt_is_found_without_knowing_its_language() -> None:
    excerpt = invented_prose(11, 100)
    a = invented_prose(1, 2500) + " " + excerpt + " " + invented_prose(2, 2500)
    b = invented_prose(3, 1200) + " " + excerpt + " " + invented_prose(5, 3800)
    (found,) = passages(a, b, "xx")
    assert texts(a, b, found) == (excerpt, excerpt)


def test_a_reworded_passage_is_found_whole() -> None:
    a = invented_prose(6, 600) + "\n" + REWORDED + "\n" + ORCHARD
    b = invented_prose(7, 900) + "\n" + HARBOUR + "\n" + invented_prose(8, 300)
    (found,) = passages(a, b)
    assert texts(a, b, found) == (REWORDED, HARBOUR)


def test_a_passage_with_its_words_shuffled_is_found() -> None:
    words = HARBOUR.replace(".", "").split()
    drawn = random.Random(9)
    jumbled = " ".join(
        w for i in range(0, len(words), 6) for w in drawn.sample(words[i : i + 6], len(words[i : i + 6]))
    )
    a = ORCHARD + "\n" + jumbled + ".\n" + invented_prose(12, 200)
    (found,) = passages(a, HARBOUR)
    assert a.index(jumbled) == found.a.start
    assert a.index(jumbled) + len(jumbled) + 1 == found.a.end


def test_a_summary_answers_to_the_whole_text_that_it_condenses() -> None:
    a = ORCHARD + "\n" + SUMMARY + "\n" + HARBOUR
    (found,) = passages(a, LIGHTHOUSE)
    assert texts(a, LIGHTHOUSE, found) == (SUMMARY, LIGHTHOUSE)


def test_unrelated_texts_share_no_passage() -> None:
    assert passages(HARBOUR, ORCHARD) == ()
    assert passages(invented_prose(1, 3000), invented_prose(2, 3000), "xx") == ()
    assert passages(ORCHARD, "") == passages("", ORCHARD) == ()


def test_a_name_and_a_stock_phrase_in_common_are_no_passage() -> None:
    a = "Harbour master Ines Calloway said on Monday that she would retire. " + ORCHARD
    b = "A gull stole the lunch of harbour master Ines Calloway on Monday. " + invented_prose(3, 200)
    assert passages(a, b) == ()


def test_unrelated_passages_are_not_chained() -> None:
    a = HARBOUR + "\n" + invented_prose(1, 800) + "\n" + ORCHARD
    b = ORCHARD + "\n" + invented_prose(2, 800) + "\n" + HARBOUR
    found = passages(a, b)
    assert [texts(a, b, p) for p in found] == [(HARBOUR, HARBOUR), (ORCHARD, ORCHARD)]


def test_identical_texts_give_one_passage() -> None:
    for text in (HARBOUR, invented_prose(1, 4000)):
        (found,) = passages(text, text)
        assert texts(text, text, found) == (text, text)


def test_a_lightly_edited_text_gives_one_passage() -> None:
    words = invented_prose(1, 600).split()
    for at in range(15, len(words), 30):
        words[at] = f"changed{at}"
    a, b = " ".join(words), invented_prose(1, 600)
    (found,) = passages(a, b)
    assert texts(a, b, found) == (a, b)


@pytest.mark.parametrize("lang", ["en", "xx"])
def test_swapping_the_texts_swaps_the_spans(lang: str) -> None:
    a = ORCHARD + "\n" + invented_prose(1, 300) + "\n" + REWORDED
    b = invented_prose(2, 500) + "\n" + HARBOUR + "\n" + invented_prose(3, 90) + "\n" + ORCHARD
    forth, back = passages(a, b, lang), passages(b, a, lang)
    assert len(forth) == 2
    assert {(p.a, p.b, p.score) for p in forth} == {(p.b, p.a, p.score) for p in back}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("a " * 100_000, "a " * 99_999),
        ("volgograd " * 100_000, "volgograd " * 99_000),
        ("the quick foxes of Volgograd jumped. " * 15_000, "the lazy foxes of Volgograd jumped. " * 15_000),
    ],
)
def test_hostile_repetition_is_quick(a: str, b: str) -> None:
    start = time.process_time()
    passages(a, b)
    assert time.process_time() - start < 60


def test_long_texts_are_quick_and_give_one_passage_where_equal() -> None:
    text = invented_prose(1, 60_000)
    changed = text[:200_000] + " A new sentence stands here. " + text[200_000:]
    start = time.process_time()
    found = passages(text, changed)
    assert time.process_time() - start < 60
    (only,) = found
    assert (only.a.start, only.a.end) == (0, len(text))
    assert (only.b.start, only.b.end) == (0, len(changed))
