"""Made-up articles for the tests of the alignment, and short ways to look at links."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate

from retold.align import align_sentences, prepare
from retold.fingerprint import zipf_table
from retold.model import Article, Link, Role, Sentence

FERRY = (
    "The ferry Marigold ran aground off Tessel Point early on Thursday with 212 passengers aboard.",
    "Captain Orla Venn told the coastguard that the steering had failed in heavy fog.",
    "All passengers were taken off by lifeboat before noon, and nobody was seriously hurt.",
    "The company that owns the ship, Brightwater Lines, promised to refund every ticket.",
    "Divers will examine the hull on Friday to find out whether oil is leaking.",
    "Fishermen in the village of Skarrow complained that the wreck blocks their harbour.",
    "Its cargo included forty crates of seed potatoes and a grand piano bound for a school.",
    "An inquiry under judge Pell Ammering opens in the county hall next March.",
)
STRANGERS = (
    "Prices of barley fell again in the northern markets this autumn.",
    "The museum of clocks in Ardenne received a pendulum made of glass.",
    "Snow is expected above nine hundred metres from Sunday evening.",
    "A novelist from Kessary won the prize for translated poetry.",
)


def article(*sentences: str, lang: str = "en", roles: Sequence[Role] = ()) -> Article:
    """An article with exactly these sentences, a paragraph each; all of them body unless `roles` says otherwise."""
    found, text = [], ""
    for k, sentence in enumerate(sentences):
        start = len(text)
        text += sentence
        found.append(Sentence(sentence, start, len(text), roles[k] if roles else "body", k))
        text += "\n\n"
    return Article(lang=lang, text=text, sentences=tuple(found))


def links(a: Article, b: Article) -> tuple[Link, ...]:
    """The sentence links of two articles."""
    return align_sentences(prepare(a), prepare(b))


def shape(found: Sequence[Link]) -> list[tuple[tuple[int, ...], tuple[int, ...], str]]:
    """Sides and kind of each link."""
    return [(link.a, link.b, link.kind) for link in found]


def pairs(found: Sequence[Link]) -> set[tuple[int, int]]:
    """Every linked pair of sentences."""
    return {(i, j) for link in found for i in link.a for j in link.b}


def mirrored(found: Sequence[Link]) -> list[tuple[tuple[int, ...], tuple[int, ...], str, float]]:
    """The links as they ought to come out with a and b exchanged, in a fixed order; scores to three decimals."""
    other = {"dropped": "added", "added": "dropped"}
    return sorted((link.b, link.a, other.get(link.kind, link.kind), round(link.score, 3)) for link in found)


def check_complete(a: Article, b: Article, found: Sequence[Link]) -> None:
    """Every body sentence stands in exactly one link; dropped and added ones alone; scores are shares.

    Beside them only headlines may be linked.
    """
    for of, linked in ((a, [i for link in found for i in link.a]), (b, [j for link in found for j in link.b])):
        assert len(linked) == len(set(linked))
        assert sorted(k for k in linked if of.sentences[k].role != "headline") == list(of.body)
    for link in found:
        assert 0 <= link.score <= 1
        if link.kind in ("dropped", "added"):
            assert (len(link.a), len(link.b)) == ((1, 0) if link.kind == "dropped" else (0, 1))
            assert (link.score, link.moved) == (0, False)
        else:
            assert link.a
            assert link.b


def prose(count: int, seed: int, length: int = 9) -> list[str]:
    """Sentences of real words drawn as often as the language uses them; no two are alike."""
    rng = random.Random(seed)
    frequency = zipf_table("en")
    known = [word for word in frequency if word.isalpha()][:20_000]
    sums = list(accumulate(10 ** frequency[word] for word in known))
    return [
        " ".join(rng.choices(known, cum_weights=sums, k=length)).capitalize() + f" {seed}x{k}." for k in range(count)
    ]
