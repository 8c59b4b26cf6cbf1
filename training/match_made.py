"""Texts made of news, with labels that real ones lack: lookalikes, small edits, templates filled for other events."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import corpora

__all__ = ["NAME", "lightly_edited", "lookalike", "made_families"]

LEAD = 80  # words from which the slots of a template are taken
OWN_LINES = 0.5  # share of the articles with small edits that have a line of their own
MADE, MADE_OF_ONE = 150, (8, 40)  # families made of news with small edits, as many of filled templates, and their sizes
NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}\b|\b[A-Z][a-z]{3,}(?= [A-Z][a-z])")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z])")
_SMALL = re.compile(r"\b[a-z]{3,}\b")


def lookalike(text: str, names: Sequence[str], chance: random.Random) -> str:
    """Another event told in the words of a text: most names and numbers are others, some sentences are left out.

    Templates are common in real news (results, grants, weather), but their pairs have no labels; these do.
    """
    kept, kept_numbers = chance.choice(((0.1, 0.05), (0.3, 0.15), (0.5, 0.1), (0.7, 0.15), (0.85, 0.1)))
    instead: dict[str, str] = {}

    def name(match: re.Match[str]) -> str:
        own = match[0]
        if own not in instead:
            instead[own] = own if chance.random() < kept else chance.choice(names)
        return instead[own]

    def number(match: re.Match[str]) -> str:
        own = match[0]
        if own not in instead:
            digits = "".join(chance.choice("123456789") if c.isdigit() else c for c in own)
            instead[own] = own if chance.random() < kept_numbers else digits
        return instead[own]

    sentences = _SENTENCE.split(_NUMBER.sub(number, NAME.sub(name, text)))
    lost = chance.choice((0.0, 0.1, 0.3))
    return " ".join(s for s in sentences if chance.random() >= lost) or text


def lightly_edited(
    text: str, names: Sequence[str], words: Sequence[str], chance: random.Random, line: Sequence[str] = ()
) -> str:
    """One event told again with small edits: some sentences are left out, some words are others, and there may be a
    line of the outlet's own, in the words of `line` or others, with a name and a number; the names and numbers of the
    report stay."""
    lost, other = chance.choice((0.0, 0.05, 0.1, 0.2)), chance.choice((0.0, 0.01, 0.03, 0.06))
    kept = [s for s in _SENTENCE.split(text) if chance.random() >= lost] or [text]
    told = _SMALL.sub(lambda m: chance.choice(words) if chance.random() < other else m[0], " ".join(kept))
    if chance.random() < OWN_LINES:
        first, *rest = line or chance.choices(words, k=chance.randint(3, 12))
        return f"{told} {first.capitalize()} {chance.choice(names)} {' '.join(rest)} {chance.randint(1, 9999)}."
    return told


def filled(text: str, names: Sequence[str], words: Sequence[str], chance: random.Random) -> str:
    """A template filled for another event: a few of the names and numbers that its beginning tells are others."""
    lead = " ".join(text.split()[:LEAD])
    slots = sorted({m[0] for m in NAME.finditer(lead)} | {m[0] for m in _NUMBER.finditer(lead)})
    for slot in chance.sample(slots, min(len(slots), chance.choice((1, 2, 2, 3, 4)))):
        other = chance.choice(names)
        if slot[0].isdigit():
            other = "".join(chance.choice("123456789") if c.isdigit() else c for c in slot)
        text = re.sub(rf"\b{re.escape(slot)}\b", other, text)
    return lightly_edited(text, names, words, chance) if chance.random() < 0.3 else text


def made_families() -> tuple[list[str], list[int], list[int]]:
    """Families made from news: texts, the story that some tell with small edits, the template that others fill.

    -1 stands for no story and for no template.
    """
    chance = random.Random(12)
    news = [str(a["text"]) for a in (*corpora.news_articles(), *corpora.reuters())]
    news = chance.sample([text for text in news if 80 < len(text.split()) < 700], 2 * MADE)
    names = sorted({name for text in news for name in NAME.findall(text)})
    words = sorted({word for text in news for word in _SMALL.findall(text)})
    texts, stories, forms = [], [], []
    for number, text in enumerate(news):
        line = chance.choices(words, k=chance.randint(3, 14)) if chance.random() < OWN_LINES else []
        for _ in range(chance.randint(*MADE_OF_ONE)):
            told = number < MADE
            edited = lightly_edited(text, names, words, chance, line) if told else filled(text, names, words, chance)
            texts.append(edited)
            stories.append(number if told else -1)
            forms.append(-1 if told else number)
    return texts, stories, forms
