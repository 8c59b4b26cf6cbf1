"""Writes any number of fictional news articles, some of which retell others, to measure growth.

    python benchmarks/generator.py N -o FILE [--gold FILE] [--seed S] [--processes P]

FILE gets N articles of about 350 words as JSON lines (id, title, publisher, published, lang, text), the gold file
(default: FILE with the ending .gold.jsonl) a line {"source", "copy", "kind"} for every version. The same N and seed
give the same files, whatever the number of processes; articles come in lots of 10,000, and the first lots of a
larger N are those of a smaller one. A family stays within its lot, where its members stand in random order.

What makes it like real news:

- words follow English frequencies (wordfreq, the 60,000 most frequent), in sentences of 3,000 skeletons; half of a
  story's nouns are twelve topic words of its own;
- a story has two to five persons, one to three organisations and places; two in five of these names are invented
  and no other story has them, the others recur, some of them often. Its figures are its own. One article in ten
  ends with its publisher's standing line;
- nine stories in ten are told once. The size of the other families follows a power law with exponent 3, from 2 to
  400. Counted with MinHash (three words in a row, Jaccard .3), the Senate releases have 12 % of their stories told
  more than once, 75 % of these twice, 13 in 10,000 a hundred times or more, up to 358; the Reuters stories of
  planted-copies 4 %, 96 % of these twice;
- versions are exact copies, light edits (3 % of the words, dateline gone), cuts to the first 40 to 70 % of the
  sentences, texts with 10 to 40 % of the words replaced, dropped or swapped, and excerpts of three to five sentences
  inside another story.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import json
import multiprocessing
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
from wordfreq import top_n_list, word_frequency

LOT = 10_000  # articles that are made together
VOCABULARY = 60_000
SKELETONS = 3_000
LENGTH = (11, 17)  # sentences of a story
TOLD_AGAIN = 0.10  # share of stories with a family
EXPONENT, LARGEST = 3.0, 400  # of family sizes
KINDS = {"exact": 0.40, "light": 0.25, "cut": 0.15, "replaced": 0.15, "excerpt": 0.05}
RECURRING = 0.6  # share of names that other stories may have too
TOPIC = 0.5  # share of a story's nouns that are its topic words
BATCH = 50_000  # words drawn at once

# P person, O organisation, L place, F figure, N noun, A adjective, V verb in the past, D adverb, T day.
CLAUSES = (
    "{P} {V} the {A} {N} of {N} in {L}",
    "the {N} was {V} by {P} after a {A} {N} with {O}",
    "{O} {V} {F} {N} and {F} {N} on {T}",
    "more than {F} {N} were {V} in {L}",
    "the {A} {N} and the {N} had {D} {V} since {T}",
    "officials in {L} {V} a {N} over {A} {N}",
    "{P}, who {V} {O}, {D} {V} the {N}",
    "about {F} of the {N} {V} the {N} near {L}",
    "a {N} of {A} {N} {V} from {L} to {L}",
    "{O} had {V} its {N} to {F} from {F}",
    "the {N} that {V} {L} has no {A} {N}",
    "it {V} the {N} and {V} {F} {N} of {N}",
    "nobody {V} {D} that {N} or {N} would be {A}",
    "people with {A} {N} {V} {O} on {T}",
    "her {N} {V} a {A} {N} for the {N}",
    "his {N} at {O} {V} {D}",
    "the cost of the {N} was {V} at {F}",
    "two {N} and a {A} {N} {V} the {N} of {P}",
    "{L} {V} its first {A} {N} in {F} years",
    "the {N} {V}, {D} more {A} than the {N}",
)
JOINERS = (" and ", ", while ", ", but ", " because ", " after ", ", although ", ", and on {T} ", " before ")
ENDINGS = (".", ".", ", {P} said.", ", {O} said on {T}.", ", according to {P}.", ", the {N} showed.", " in {L}.")
OPENINGS = ("", "", "", "In {L}, ", "On {T}, ", "At {O}, ", "For {P}, ")
QUOTES = ('"{0}," said {P}.', '{P} said: "{0}."', '"{0}," {P} of {O} told a {N} in {L}.')
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "March 3", "June 12", "May 21"]
FIRST_NAMES = ["Anna", "Boris", "Carla", "David", "Elena", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Karim", "Lena"]
FORMS = ("{} Group", "{} Bank", "University of {}", "{} Council", "{} Energy", "{} Party", "Ministry of {}", "{} Union")
ENDS = {"V": ("ed",), "D": ("ly",), "A": ("al", "ive", "ous", "ful", "ic", "able", "ary", "ant", "ent")}
_SLOT = re.compile(r"\{([A-Z])\}")
_ONSETS = ["b", "br", "d", "f", "g", "h", "k", "kr", "l", "m", "n", "p", "r", "s", "st", "t", "v", "z"]
_SYLLABLES = ["".join(parts) for parts in itertools.product(_ONSETS, "aeiou", ["", "n", "r"])]

Skeleton = tuple[str, str]  # a format with %s, and the kinds of its slots


@dataclass(slots=True)
class Story:
    """A story as first told: paragraphs of sentences."""

    title: str
    dateline: str
    paragraphs: list[list[str]]

    @property
    def text(self) -> str:
        return self.dateline + "\n\n".join(map(" ".join, self.paragraphs))


@dataclass(slots=True)
class Names:
    """The persons, organisations, places and topic words of one story."""

    P: list[str] = field(default_factory=list)
    O: list[str] = field(default_factory=list)  # noqa: E741 - the slots have one letter
    L: list[str] = field(default_factory=list)
    topic: list[str] = field(default_factory=list)


@lru_cache(1)
def vocabulary() -> dict[str, tuple[list[str], np.ndarray]]:
    """The words of each kind of slot, with their frequencies added up."""
    kinds: dict[str, list[str]] = {"V": [], "D": [], "A": [], "N": []}
    for rank, word in enumerate(top_n_list("en", VOCABULARY)):
        if word.isascii() and word.isalpha() and len(word) > 3 and rank > 150:
            kinds[next((kind for kind, ends in ENDS.items() if word.endswith(ends)), "N")].append(word)
    return {kind: (words, np.cumsum([word_frequency(w, "en") for w in words])) for kind, words in kinds.items()}


@lru_cache(1)
def skeletons() -> list[Skeleton]:
    """Sentences without their words, the same for every seed."""
    chance, made = random.Random(7), []
    for _ in range(SKELETONS):
        body = chance.choice(CLAUSES)
        for _ in range(chance.choice((0, 1, 1, 2))):
            body += chance.choice(JOINERS) + chance.choice(CLAUSES)
        if chance.random() < 0.2:
            body = chance.choice(QUOTES).replace("{0}", body[0].upper() + body[1:])
        else:
            body = chance.choice(OPENINGS) + body + chance.choice(ENDINGS)
        body = body[0].upper() + body[1:]
        made.append((_SLOT.sub("%s", body), "".join(_SLOT.findall(body))))
    return made


@lru_cache(1)
def recurring() -> list[str]:
    """Names that many stories share; a name is drawn the more often the earlier it stands."""
    chance = random.Random(8)
    return [invented(chance) for _ in range(3_000)]


@lru_cache(1)
def sizes() -> list[float]:
    """The shares of families of 2, 3, … members, added up."""
    weights = [size**-EXPONENT for size in range(2, LARGEST + 1)]
    return list(itertools.accumulate(weight / sum(weights) for weight in weights))


def invented(chance: random.Random) -> str:
    """A new name of two to four syllables."""
    return "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3, 4)))).capitalize()


class Maker:
    """Makes stories and their versions from one stream of chance."""

    def __init__(self, seed: int, lot: int) -> None:
        self.chance = random.Random(f"{seed} {lot}")
        self.bulk = np.random.Generator(np.random.Philox([seed, lot]))
        self.next: dict[str, Callable[[], str]] = {kind: self.words(kind).__next__ for kind in vocabulary()}
        self.next["F"] = self.figures().__next__
        self.next["T"] = lambda: DAYS[int(self.chance.random() * len(DAYS))]

    def words(self, kind: str) -> Iterator[str]:
        """Words of a kind, each as often as in English."""
        words, frequencies = vocabulary()[kind]
        while True:
            at = np.searchsorted(frequencies, self.bulk.random(BATCH) * frequencies[-1])
            yield from [words[i] for i in at.tolist()]

    def figures(self) -> Iterator[str]:
        """Figures of one to six digits, the first two or three of them given, some with a unit or a currency."""
        while True:
            values, forms = 10 ** (self.bulk.random(BATCH) * 5 + 0.3), self.bulk.integers(0, 8, BATCH)
            for value, form in zip(values.tolist(), forms.tolist(), strict=True):
                if form == 0:
                    yield f"${float(f'{value:.2g}'):,.0f}"
                elif form == 1:
                    yield f"{value % 100:.1f} percent"
                else:
                    yield f"{float(f'{value:.3g}'):,.0f}"

    def name(self) -> str:
        """An invented name, or one of those that recur."""
        if self.chance.random() < RECURRING:
            names = recurring()
            return names[int(len(names) ** self.chance.random()) - 1]
        return invented(self.chance)

    def names(self) -> Names:
        """What a story is about."""
        chance = self.chance
        persons = [f"{chance.choice(FIRST_NAMES)} {self.name()}" for _ in range(chance.randint(2, 5))]
        return Names(
            P=[*persons, *(person.split()[1] for person in persons)],
            O=[chance.choice(FORMS).format(self.name()) for _ in range(chance.randint(1, 3))],
            L=[self.name() for _ in range(chance.randint(1, 3))],
            topic=[self.next["N"]() for _ in range(12)],
        )

    def pickers(self, names: Names) -> dict[str, Callable[[], str]]:
        """For each kind of slot, what gives a story's next word."""
        random, noun, topic, count = self.chance.random, self.next["N"], names.topic, len(names.topic) / TOPIC

        def pick(pool: list[str]) -> Callable[[], str]:
            return lambda: pool[int(random() * len(pool))]

        def next_noun() -> str:
            at = int(random() * count)
            return topic[at] if at < len(topic) else noun()

        return {**self.next, "P": pick(names.P), "O": pick(names.O), "L": pick(names.L), "N": next_noun}

    def story(self) -> Story:
        """A new story."""
        chance, names = self.chance, self.names()
        pick = self.pickers(names)
        chosen = chance.choices(skeletons(), k=chance.randint(*LENGTH))
        sentences = [shape % tuple([pick[kind]() for kind in kinds]) for shape, kinds in chosen]
        paragraphs = []
        while sentences:
            size = chance.randint(1, 3)
            paragraphs.append(sentences[:size])
            del sentences[:size]
        title = f"{names.P[-1]} {self.next['V']()} {self.next['A']()} {chance.choice(names.topic)} in {names.L[0]}"
        return Story(title, f"{names.L[0].upper()} - ", paragraphs)

    def replaced(self, text: str, part: float) -> str:
        """The text with a share of its words replaced (half of them), dropped or swapped with the next one."""
        words = text.split(" ")
        for at in self.chance.sample(range(len(words) - 1), int(part * len(words))):
            how = self.chance.random()
            if how < 0.5:
                words[at] = self.next["NAV"[at % 3]]()
            elif how < 0.75:
                words[at] = ""
            else:
                words[at], words[at + 1] = words[at + 1], words[at]
        return " ".join(word for word in words if word)

    def version(self, story: Story, kind: str) -> str:
        """The text of a version of a story."""
        sentences = [sentence for paragraph in story.paragraphs for sentence in paragraph]
        if kind == "light":
            return self.replaced(story.text.removeprefix(story.dateline), 0.03)
        if kind == "cut":
            return story.dateline + "\n\n".join(sentences[: int(len(sentences) * self.chance.uniform(0.4, 0.7))])
        if kind == "replaced":
            return self.replaced(story.text, self.chance.uniform(0.1, 0.4))
        if kind == "excerpt":
            host, size = self.story(), self.chance.randint(3, 5)
            start = self.chance.randint(0, len(sentences) - size)
            host.paragraphs.insert(self.chance.randint(1, len(host.paragraphs)), sentences[start : start + size])
            return host.text
        return story.text


def lot_of(number: int, count: int, seed: int) -> tuple[str, str]:
    """A lot of articles, and its gold, as JSON lines."""
    maker = Maker(seed, number)
    chance = maker.chance
    kinds, shares = list(KINDS), list(KINDS.values())
    articles: list[tuple[str, str, int]] = []  # title, text, day
    origins: list[tuple[int, str] | None] = []  # of each article: its source, and the kind of version
    while len(articles) < count:
        story, day, source = maker.story(), chance.randint(0, 364), len(articles)
        articles.append((story.title, story.text, day))
        origins.append(None)
        again = bisect.bisect(sizes(), chance.random()) + 1 if chance.random() < TOLD_AGAIN else 0
        for kind in chance.choices(kinds, shares, k=again):
            articles.append((story.title, maker.version(story, kind), day + chance.randint(0, 3)))
            origins.append((source, kind))
    places = list(range(count))
    chance.shuffle(places)
    lines, gold = [""] * count, []
    for at, (title, text, day) in enumerate(articles[:count]):
        outlet = int(300 ** chance.random())
        if chance.random() < 0.1:
            text += f"\n\nRead more news and comment from the newsroom of the {recurring()[outlet]} Daily."
        record = {"id": f"g{number * LOT + places[at]:08}", "title": title, "publisher": f"{recurring()[outlet]} Daily"}
        record |= {"published": (date(2024, 1, 1) + timedelta(day)).isoformat(), "lang": "en", "text": text}
        lines[places[at]] = json.dumps(record) + "\n"
        if origin := origins[at]:
            source, kind = origin
            ids = {"source": f"g{number * LOT + places[source]:08}", "copy": record["id"], "kind": kind}
            gold.append(json.dumps(ids) + "\n")
    return "".join(lines), "".join(gold)


def _numbered(task: tuple[int, int, int]) -> tuple[str, str]:
    return lot_of(*task)


def generate(count: int, out: Path, gold: Path, seed: int = 1, processes: int = 2) -> None:
    """Writes `count` articles and their gold."""
    tasks = [(at, min(LOT, count - at * LOT), seed) for at in range(-(-count // LOT))]
    for prepared in (vocabulary, skeletons, recurring, sizes):
        prepared()  # before the processes part
    context = multiprocessing.get_context("fork")
    with (
        out.open("w", encoding="utf-8") as lines,
        gold.open("w", encoding="utf-8") as truth,
        context.Pool(min(processes, len(tasks))) as pool,
    ):
        for articles, origins in pool.imap(_numbered, tasks):
            lines.write(articles)
            truth.write(origins)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, metavar="N", help="number of articles")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="the articles")
    parser.add_argument("--gold", type=Path, metavar="FILE", help="which version comes from which article")
    parser.add_argument("--seed", type=int, default=1, help="default 1")
    parser.add_argument("--processes", type=int, default=2, help="default 2")
    args = parser.parse_args()
    generate(args.count, args.output, args.gold or args.output.with_suffix(".gold.jsonl"), args.seed, args.processes)


if __name__ == "__main__":
    main()
