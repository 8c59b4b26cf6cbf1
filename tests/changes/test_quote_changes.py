"""What became of quotations, in invented pairs: altered, kept, reported, cut, given to somebody else."""

from __future__ import annotations

import time

import pytest

from retold.changes.quotation_changes import QuotationChanges, compare_quotations
from retold.model import Article, Link, Sentence
from retold.read import read_text


def changes(a: str, b: str, links: list[tuple[tuple[int, ...], tuple[int, ...]]] | None = None) -> QuotationChanges:
    """Two texts of one paragraph each, sentence linked to sentence unless said otherwise."""
    one, two = read_text(a, lang="en"), read_text(b, lang="en")
    if links is None:
        n, m = len(one.sentences), len(two.sentences)
        links = [((i,), (i,)) for i in range(n)] if n == m else [(tuple(range(n)), tuple(range(m)))]
    return compare_quotations(one, two, [Link(x, y, "edited") for x, y in links])


ALTERED = [
    ("Dorn warned of “severe consequences”.", "Dorn warned of “serious consequences”.", "severe", "serious"),
    (
        "“We will never sell the mill to strangers,” Dorn said.",
        "“We will never sell the mine to strangers,” Dorn said.",
        "mill",
        "mine",
    ),
    ("“We will not sell,” Dorn said.", "“We will sell,” Dorn said.", "not", "sell"),
    ("“The talks took 40 days,” Dorn said.", "“The talks took 14 days,” Dorn said.", "40", "14"),
    (
        "“The order books are empty, and nobody can live on hope,” Dorn said.",
        "“Without orders no works survives, hoping is not enough,” said Dorn.",
        "order",
        "orders",
    ),
    ("“The whole country knows it,” Dorn said.", "“The whole county knows it,” Dorn said.", "country", "county"),
    ("“We owe it to Johnson alone,” Dorn said.", "“We owe it to Johnston alone,” Dorn said.", "Johnson", "Johnston"),
    (
        "The mill was called the “Old Lady” by workers.",
        "The mill was called the “Ancient Dame” by workers.",
        "Old Lady",
        "Ancient Dame",
    ),
    ("Dorn wants answers “by May 12” at the latest.", "Dorn wants answers “by June 12” at the latest.", "May", "June"),
    (
        "Dorn said the plan was “good for us” but “bad for them”.",
        "Dorn said the plan was “fine for us” but “bad for them”.",
        "good",
        "fine",
    ),
    ("“I do not think he took the money,” Dorn said.", "“He took the money,” Dorn said.", "not", None),
    ("“We will strike if the talks fail,” Dorn said.", "“We will strike,” Dorn said.", "if the talks fail", None),
    ("“The bridge is safe and very old,” Dorn said.", "“The bridge is old,” Dorn said.", "safe and very", None),
]


@pytest.mark.parametrize(("a", "b", "in_a", "in_b"), ALTERED)
def test_altered(a: str, b: str, in_a: str, in_b: str | None) -> None:
    got = changes(a, b)
    real = [c for c in got.changes if c.substantive]
    assert [c.kind for c in real] == ["quote"]
    assert real[0].a is not None
    assert in_a in real[0].a.text
    if in_b:
        assert real[0].b is not None
        assert in_b in real[0].b.text
    assert real[0].why.endswith(".")


@pytest.mark.parametrize(("a", "b", "in_a", "in_b"), ALTERED)
def test_altered_the_other_way_round(a: str, b: str, in_a: str, in_b: str | None) -> None:
    real = [c for c in changes(b, a).changes if c.substantive]
    assert [c.kind for c in real] == ["quote"]
    assert real[0].b is not None
    assert in_a in real[0].b.text


INNOCENT = [
    ("“We stay in the valley,” Dorn said.", "“We stay in the valley,” said Dorn."),
    ("“We stay in the valley,” Dorn said.", '"We stay in the valley", Dorn said.'),
    ("“We stay in the valley,” Dorn said.", "Dorn said: ‘We stay in the valley.’"),
    ("“It was an honour to organise it,” Dorn said.", "“It was an honor to organize it,” Dorn said."),
    ("“The build-up goes on,” Dorn said.", "“The buildup goes on,” Dorn said."),
    ("“We don't know the two men,” Dorn said.", "“We do not know the 2 men,” Dorn said."),
    ("“I met Sergei Lesnov in the capital,” Dorn said.", "“I met Sergey Lesnov in the capital,” Dorn said."),
    ("“I know that she [Anna] had hopes,” Dorn said.", "“I know that she had hopes,” Dorn said."),
    ("“We stay, and nobody will move us,” Dorn said.", "“We stay,” Dorn said, “and nobody will move us.”"),
    ("“We stay. Nobody will move us,” Dorn said.", "“We stay,” Dorn said. “Nobody will move us.”"),
    ("“The dam holds and the valley is safe,” Dorn said.", "“The valley is safe,” Dorn said."),
    ("“The dam holds, and that is all we know,” Dorn said.", "“The dam holds,” Dorn said."),
    ("“The dam, built in 1960, holds well,” Dorn said.", "“The dam … holds well,” Dorn said."),
    ("“The dam holds and the valley is safe,” Dorn said.", "Dorn said the dam was holding and the valley was safe."),
    ("Dorn said the dam held and the valley was safe.", "Dorn said that “the dam held and the valley was safe”."),
    ("“We stay,” Mayor Anna Dorn said.", "“We stay,” said Dorn, the mayor."),
    ("“We stay,” the Harbour Ministry said.", "“We stay,” said spokesman Tom Peters."),
    ("“We stay,” the mayor said.", "“We stay,” Anna Dorn said."),
    ("“We stay,” said Volodymyr Zorenky.", "“We stay,” said Zorenkiy."),
    ("The so-called “tunnel tax” is gone.", "The so-called tunnel tax is gone."),
    ("“We're 40 percent behind,” Dorn said.", "“We are 40 per cent behind,” Dorn said."),
    ("Dorn praised the town’s “quiet courage”.", "Dorn praised the “quiet courage” of the town."),
    ("The States’ unions met in the owners' hall.", "The states' unions met in the hall of the owners."),
    ("“The programme is at the centre of town,” Dorn said.", "“The program is at the center of town,” Dorn said."),
    ("“Stop!” cried Dorn.", "“STOP!” Dorn cried."),
]


@pytest.mark.parametrize(("a", "b"), INNOCENT)
def test_innocent(a: str, b: str) -> None:
    assert [c for c in changes(a, b).changes if c.substantive] == []
    assert [c for c in changes(b, a).changes if c.substantive] == []


@pytest.mark.parametrize(("a", "b"), INNOCENT[:6] + INNOCENT[8:10] + INNOCENT[15:19] + INNOCENT[20:22] + INNOCENT[23:])
def test_kept(a: str, b: str) -> None:
    got = changes(a, b)
    assert len(got.kept) >= 1 or any("spelling" in c.why for c in got.changes)


REPORTED = [
    (
        "“The dam holds and the valley is safe,” Dorn said.",
        "Dorn said the dam was holding and the valley was safe.",
        "without quotation marks|own words",
    ),
    ("The so-called “tunnel tax” is gone.", "The so-called tunnel tax is gone.", "same words"),
    ("“The dam holds, and that is all we know,” Dorn said.", "“The dam holds,” Dorn said.", "only part"),
]


@pytest.mark.parametrize(("a", "b", "why"), REPORTED)
def test_reported_but_not_substantive(a: str, b: str, why: str) -> None:
    got = changes(a, b).changes
    assert len(got) == 1
    assert not got[0].substantive
    assert any(part in got[0].why for part in why.split("|"))


def test_reported_as_the_opposite() -> None:
    got = changes(
        "“The dam above the valley is safe now,” Dorn said.", "Dorn said the dam above the valley was not safe now."
    )
    assert [c.substantive for c in got.changes] == [True]


def test_another_speaker() -> None:
    got = changes("“We stay in the valley,” Anna Dorn said.", "“We stay in the valley,” Tom Peters said.")
    assert [(c.kind, c.substantive) for c in got.changes] == [("attribution", True)]
    change = got.changes[0]
    assert change.a is not None
    assert change.b is not None
    assert (change.a.text, change.b.text) == ("Anna Dorn", "Tom Peters")
    assert len(got.kept) == 1


def test_another_speaker_behind_a_pronoun() -> None:
    got = changes(
        "Anna Dorn came late. “We stay in the valley,” she said.",
        "Clara Peters came late. “We stay in the valley,” she said.",
    )
    assert [c.kind for c in got.changes] == ["attribution"]


def test_split_and_merged_sentences() -> None:
    a = "“The dam holds. The valley is safe,” Dorn said, and left for the capital."
    b = "“The dam holds,” Dorn said. “The valley is safe.” He left for the capital."
    got = changes(a, b)
    assert got.changes == ()
    assert len(got.kept) >= 1


def test_each_sentence_of_a_quotation_is_compared_alone() -> None:
    a = "“The dam holds well today. The valley is safe. Nobody has to leave it,” Dorn said."
    b = "“The dam holds well today. The plain is dry. Nobody has to leave it,” Dorn said."
    got = changes(a, b, [((i,), (i,)) for i in range(3)])
    assert len(got.changes) == 1
    assert got.changes[0].a is not None
    assert got.changes[0].a.sentence == 1


def test_order_pairs_reworded_quotations() -> None:
    a = "One was “a devoted man of the house”, the other “full of anger and envy”."
    b = "The first was “a loyal father at home”, the second “made from fury and spite”."
    got = changes(a, b)
    assert [(c.a.text, c.b.text) for c in got.changes if c.a and c.b] == [
        ("a devoted man of the house", "a loyal father at home"),
        ("full of anger and envy", "made from fury and spite"),
    ]


def test_moved_quotation_is_kept() -> None:
    a = "“We will stay in the valley,” Dorn said. The dam holds. Rain fell."
    b = "The dam holds. Rain fell. “We will stay in the valley,” Dorn said."
    got = changes(a, b, [((1,), (0,)), ((2,), (1,))])
    assert got.changes == ()
    assert len(got.kept) == 1


def test_dropped_sentences_make_no_change() -> None:
    got = changes("“We will stay in the valley,” Dorn said. Rain fell.", "Rain fell.", [((0,), ()), ((1,), (0,))])
    assert got == QuotationChanges()


def test_translations_are_not_compared() -> None:
    one, two = read_text("“We stay,” Dorn said.", lang="en"), read_text("„Wir bleiben“, sagte Dorn.", lang="de")
    assert compare_quotations(one, two, [Link((0,), (0,), "translated")]) == QuotationChanges()


def test_nothing_to_compare() -> None:
    assert changes("Rain fell.", "Rain fell.") == QuotationChanges()


def test_offsets_point_into_the_texts() -> None:
    a, b = "Rain fell. Dorn warned of “severe consequences”.", "Rain fell. Dorn warned of “serious consequences”."
    for change in changes(a, b).changes:
        assert change.a is not None
        assert change.b is not None
        assert a[change.a.start : change.a.end] == change.a.text
        assert b[change.b.start : change.b.end] == change.b.text
        assert change.a.sentence == change.b.sentence == 1


@pytest.mark.parametrize("part", ['"a b" ', "“a” said Dorn, ", "“We stay in the valley” "])
def test_hostile_texts_end(part: str) -> None:
    a, b = part * 20_000, part.replace("a", "c") * 20_000
    one = Article(text=a, lang="en", sentences=(Sentence(a, 0, len(a)),))
    two = Article(text=b, lang="en", sentences=(Sentence(b, 0, len(b)),))
    began = time.perf_counter()
    compare_quotations(one, two, [Link((0,), (0,), "edited")])
    assert time.perf_counter() - began < 60


def test_many_sentences_take_linear_time() -> None:
    def article(word: str) -> Article:
        sentences, text = [], ""
        for i in range(10_000):
            sentence = f"“We {word} number {i} in the valley,” Dorn said."
            sentences.append(Sentence(sentence, len(text), len(text) + len(sentence), "body", i))
            text += sentence + "\n\n"
        return Article(text=text, lang="en", sentences=tuple(sentences))

    links = [Link((i,), (i,), "edited") for i in range(10_000)]
    began = time.perf_counter()
    got = compare_quotations(article("hold"), article("keep"), links)
    assert time.perf_counter() - began < 60
    assert len(got.changes) == 10_000
