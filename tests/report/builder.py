"""Comparisons made by hand from fictional articles: no reading, no aligning."""

from __future__ import annotations

import dataclasses
from typing import Any

from retold.model import (
    Alignment,
    Article,
    Change,
    ChangedWords,
    ChangeKind,
    Comparison,
    Credit,
    Credits,
    Direction,
    Headline,
    Link,
    LinkKind,
    Passage,
    Relation,
    RelationKind,
    Role,
    Sentence,
    Span,
)

__all__ = ["article", "change", "comparison", "ferry", "link", "traced_ferry", "translated_ferry", "unrelated"]


def article(*lines: str | tuple[str, Role], **fields: Any) -> Article:
    """An article of one sentence a line; a line may name its role."""
    text, sentences = "", []
    for paragraph, line in enumerate(lines):
        words, role = line if isinstance(line, tuple) else (line, "body")
        text += "\n\n" if text else ""
        sentences.append(Sentence(words, len(text), len(text) + len(words), role, paragraph))
        text += words
    return Article(text=text, sentences=tuple(sentences), **{"id": "x", "lang": "en", **fields})


def link(a: int | tuple[int, ...], b: int | tuple[int, ...], kind: LinkKind, **more: Any) -> Link:
    """A link; a single index stands for a run of one."""
    run_a, run_b = ((run,) if isinstance(run, int) else run for run in (a, b))
    return Link(run_a, run_b, kind, score=more.pop("score", 0.9 if run_a and run_b else 0.0), **more)


def comparison(
    a: Article,
    b: Article,
    *links: Link,
    kind: RelationKind = "reworded",
    probability: float = 0.97,
    passages: tuple[Passage, ...] = (),
    headline: Headline | None = None,
    pair: str | None = None,
) -> Comparison:
    """A comparison with a relation that fits its kind."""
    derived = kind not in ("same-event", "unrelated")
    relation = Relation(kind, derived, probability, {"words_shared": 0.61, "sentences_matched": 0.8})
    return Comparison(a, b, relation, Alignment(links, passages), headline, pair)


WIRE = (
    ("Harbour News", "furniture"),
    "The ferry Blue Heron ran aground near Port Ellery on Tuesday with 214 people on board, the harbour office said.",
    "“We heard a severe bang and then nothing at all,” said passenger Mira Tolland.",
    "Nobody was hurt.",
    "The island’s two other ferries, which were built in 1988 and share the same engine, stay in port, "
    "and the operator said that they would be inspected this week.",
    "Operator Lanmar Lines said the pilot had twenty years of experience.",
    "Last spring the same ship lost power off Cape Dunmore.",
    "Tugs pulled the ferry free at high tide, shortly after 4 a.m. on Wednesday.",
    "An inquiry will open in November.",
    "The town council meets on Friday.",
    ("Read also: Bakery wins prize for saltiest pretzel", "furniture"),
    ("Share this story", "furniture"),
)

RETELLING = (
    "A ferry with 241 people on board, the Blue Heron, struck the sea bed off Port Ellery on Tuesday, "
    "according to the harbour office.",
    "Tugs pulled the ferry free at high tide, shortly after 4 a.m. on Wednesday.",
    '"We heard a serious bang and then nothing," said Mira Tolland, a passenger.',
    "Nobody was hurt.",
    "The operator said the island’s two other ferries would be inspected this week.",
    "Both date from 1988 and have the same engine.",
    "They stay in port for now.",
    "The pilot had two decades of practice, Lanmar Lines said.",
    "Residents of the island have asked for a second pier for years.",
    "An inquiry may open in November.",
    ("About the author: writes about boats", "furniture"),
)


def ferry(**changes: Any) -> Comparison:
    """A rewording with every kind of row: verbatim, edited, reworded, split, moved, dropped and added."""
    a = article(
        *WIRE,
        id="harbour/wire-17.txt",
        title="Ferry runs aground off Port Ellery, 214 on board",
        publisher="Ellery Wire",
        published="2031-10-07T18:20:00Z",
    )
    b = article(
        *RETELLING,
        id="island/heron.html",
        title="Ferry strikes sea bed off Port Ellery, 241 aboard",
        publisher="The Island Gazette",
        byline="Jo Penrose",
        published="2031-10-08",
        url="https://gazette.example/heron",
    )
    fields: dict[str, Any] = {
        "passages": (
            Passage(
                Span(a.sentences[1].start, a.sentences[5].end),
                Span(b.sentences[2].start, b.sentences[7].end),
                0.8,
            ),
            Passage(Span(a.sentences[7].start, a.sentences[8].end), Span(0, b.sentences[1].end), 0.9),
        ),
        "headline": Headline("edited", 0.82),
        "pair": "ferry-1",
    } | changes
    return comparison(
        a,
        b,
        link(1, 0, "reworded", score=0.74),
        link(2, 2, "edited"),
        link(3, 3, "verbatim", score=1.0),
        link(4, (4, 5, 6), "reworded", score=0.71),
        link(5, 7, "reworded", score=0.66),
        link(6, (), "dropped"),
        link(7, 1, "verbatim", moved=True, score=1.0),
        link((), 8, "added"),
        link(8, 9, "edited"),
        link(9, (), "dropped"),
        **fields,
    )


def change(
    given: Comparison, kind: ChangeKind, a: tuple[int, str] | None, b: tuple[int, str] | None, substantive: bool = True
) -> Change:
    """A change about words of one sentence on each side, given as (sentence, words)."""
    sides = []
    for article_, place in ((given.a, a), (given.b, b)):
        if place is None:
            sides.append(None)
            continue
        sentence = article_.sentences[place[0]]
        start = sentence.start + sentence.text.index(place[1])
        sides.append(ChangedWords(place[0], start, start + len(place[1]), place[1]))
    return Change(kind, substantive, sides[0], sides[1], f"Why this {kind} counts.")


def traced_ferry(source: str | None = "a", **changes: Any) -> Comparison:
    """The ferry with changes of several kinds, a credit that was dropped, and a direction (or None)."""
    given = ferry()
    found = (
        change(given, "certainty", (8, "will"), (9, "may")),
        change(given, "number", (1, "214"), (0, "241")),
        change(given, "quote", (2, "severe bang and then nothing at all"), (2, "serious bang and then nothing")),
        change(given, "omission", (2, "at all"), None),
        change(given, "addition", None, (6, "for now")),
        change(given, "number", (5, "twenty years"), (7, "two decades"), substantive=False),
        change(given, "wording", (5, "experience"), (7, "practice"), substantive=False),
    )
    fields: dict[str, Any] = {
        "changes": found,
        "credit": Credits(Credit(("AFP",), ("PORT ELLERY (AFP) –",)), Credit(), "dropped"),
        "direction": Direction(source, 0.97, ("it has an agency's dateline", "but it was published later")),
    }
    return dataclasses.replace(given, **(fields | changes))


def translated_ferry() -> Comparison:
    """Two languages, one of them written from right to left."""
    a = article("The ferry ran aground.", "Nobody was hurt.", id="en", title="Ferry runs aground")
    b = article("جنحت العبارة.", "لم يصب أحد.", id="ar", title="جنوح عبارة", lang="ar")
    links = (link(0, 0, "translated"), link(1, 1, "translated"))
    return comparison(a, b, *links, kind="translated", headline=Headline("translated", 0.9))


def unrelated() -> Comparison:
    """Nothing found: every sentence dropped or added, no passages, no headlines."""
    a = article("The bakery won a prize.", "Pretzels sold out by noon.", id="bakery")
    b = article("A comet passed unseen.", id="comet")
    links = (link(0, (), "dropped"), link(1, (), "dropped"), link((), 0, "added"))
    return comparison(a, b, *links, kind="unrelated", probability=0.004)
