"""Pairs of articles with a known relation, from the development data, for training/relation.py.

A label is a `retold.model.RelationKind`, or "derived" / "independent" where only that much is known.
Negative pairs are chosen to be hard: other stories that share the most rare words.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from corpora import (
    bbc,
    clough_stevenson,
    data_folder,
    nearest,
    news_articles,
    planted_copies,
    retellings_scorer,
    reuters,
    wmt_article,
    wmt_documents,
)
from retold.fingerprint import find_words

__all__ = ["LabelledPair", "labelled_pairs"]

Record = dict[str, Any]
_FAR_APART = 45  # days between two wire stories from which one is taken not to retell the other


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two JSON articles, what they are to each other, and the group that must stay on one side of a split."""

    corpus: str
    group: str
    label: str
    a: Record
    b: Record


def labelled_pairs() -> Iterator[LabelledPair]:
    """All training pairs, the same every time."""
    chance = random.Random(20)
    yield from _retellings()
    yield from _wmt(chance)
    yield from _planted(chance)
    yield from _wire_neighbours(chance)
    yield from _news_neighbours(chance)
    yield from _answers()


def _retellings() -> Iterator[LabelledPair]:
    scorer = retellings_scorer()
    labels = {"independent": "same-event", "lookalike": "unrelated"}
    for base, gold in scorer.load(data_folder() / "retellings").items():
        wire, _ = scorer.wire_article(gold)
        for version in gold["versions"]:
            article, _ = scorer.version_article(gold, version)
            kind = version["kind"]
            yield LabelledPair("retellings", base, labels.get(kind, kind), wire, article)


def _wmt(chance: random.Random) -> Iterator[LabelledPair]:
    documents = wmt_documents()
    english: dict[str, list[Record]] = {}
    for document in documents:
        versions = [v for v in document["versions"] if v["lang"] == "en"]
        english[document["id"]] = [wmt_article(document, v)[0] for v in versions]
        if len(versions) >= 2:
            for _ in range(2):
                x, y = chance.sample(english[document["id"]], 2)
                yield LabelledPair("wmt", document["id"], "reworded", x, y)
        source = next(v for v in document["versions"] if v["kind"] == "source")
        translations = [v for v in document["versions"] if v["kind"] != "source"]
        if translations:
            target = wmt_article(document, chance.choice(translations))[0]
            yield LabelledPair("wmt", document["id"], "translated", wmt_article(document, source)[0], target)
    told = [(key, chance.choice(articles)) for key, articles in english.items() if articles]
    for (key, x), (_, y) in nearest(told, told, 2):
        yield LabelledPair("wmt", key, "independent", x, y)
    sources = [(d["id"], wmt_article(d, next(v for v in d["versions"] if v["kind"] == "source"))[0]) for d in documents]
    for key, source in sources:
        other, english_text = chance.choice(told)
        if other != key and source["lang"] != "en":
            yield LabelledPair("wmt", key, "unrelated", source, english_text)


def _planted(chance: random.Random) -> Iterator[LabelledPair]:
    articles, gold = planted_copies()
    labels = {"exact": "copy", "light": "edited", "excerpt": "excerpt", "spin": "reworded", "rw40": "reworded"}
    taken: Counter[str] = Counter()
    for row in chance.sample(gold, len(gold)):
        kind = row["kind"]
        if taken[kind] < 60:
            taken[kind] += 1
            label = labels.get(kind, "derived")
            yield LabelledPair("planted", row["source"], label, articles[row["source"]], articles[row["copy"]])


def _wire_neighbours(chance: random.Random) -> Iterator[LabelledPair]:
    articles, _ = planted_copies()
    own = [(key, row) for key, row in articles.items() if key.startswith("b")]
    own = chance.sample(own, 4000)
    pairs = [
        (x, y)
        for (_, x), (_, y) in nearest(own, own, 6)
        if abs((date.fromisoformat(x["date"]) - date.fromisoformat(y["date"])).days) >= _FAR_APART
    ]
    for x, y in chance.sample(pairs, min(700, len(pairs))):
        yield LabelledPair("wire", x["id"], "independent", x, y)
    old = [(row["id"], row) for row in chance.sample(reuters(), 4000)]
    pairs = [(x, y) for (_, x), (_, y) in nearest(old, old, 3) if _of_other_companies(x, y)]
    for x, y in chance.sample(pairs, min(300, len(pairs))):
        yield LabelledPair("wire", x["id"], "independent", x, y)


def _of_other_companies(x: Record, y: Record) -> bool:
    """Whether two old Reuters stories name companies in their titles, as <XYZ>, and none in common."""
    named = [{part.split(">")[0] for part in story["title"].split("<")[1:]} for story in (x, y)]
    return bool(named[0] and named[1]) and not named[0] & named[1]


def _news_neighbours(chance: random.Random) -> Iterator[LabelledPair]:
    """Different outlets on one event: neighbours that do not share a single run of eight words."""
    own = [(row["id"], row) for row in news_articles()] + [(row["id"], row) for row in bbc()]
    pairs = [(x, y) for (_, x), (_, y) in nearest(own, own, 3) if not _share_run(x["text"], y["text"])]
    for x, y in chance.sample(pairs, min(900, len(pairs))):
        yield LabelledPair("news", x["id"], "independent", x, y)
    for _ in range(300):
        (_, x), (_, y) = chance.sample(own, 2)
        yield LabelledPair("news", x["id"], "unrelated", x, y)


def _answers() -> Iterator[LabelledPair]:
    for answer in clough_stevenson():
        label = "same-event" if answer.category == "non" else "derived"
        a, b = {"lang": "en", "text": answer.source}, {"lang": "en", "text": answer.answer}
        yield LabelledPair("answers", answer.task, label, a, b)


def _share_run(x: str, y: str) -> bool:
    """Whether two texts share a run of eight words."""
    runs = []
    for text in (x, y):
        forms = find_words(text).forms
        runs.append(set(zip(*(forms[k:] for k in range(8)), strict=False)))
    return bool(runs[0] & runs[1])
