"""Clues to which of two texts is made from the other: each a number from -1 to 1, above 0 where a looks the older.

Every clue is turned round exactly when the two sides are. A clue that does not apply is 0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from retold.align.side import Side
from retold.credit import Mark
from retold.fingerprint.meaning import meanings
from retold.fingerprint.rarity import RAREST, zipf_table
from retold.model import Alignment, Article, Relation

__all__ = ["CLUES", "clues"]

# In groups that are independent of each other: what one group says twice is still said once.
CLUES = {
    "own": "credit",
    "dateline": "credit",
    "named": "credit",
    "clock": "clock",
    "furniture": "page",
    "byline": "page",
    "linked": "detail",
    "facts": "detail",
    "density": "detail",
    "quotes": "detail",
    "rarity": "wording",
    "unlisted": "wording",
    "fit": "wording",
    "wordy": "wording",
    "garble": "garbling",
    "foreign": "language",
}
# Differences at which a clue says nearly all that it can say (tanh 1 = .76); about the 80th percentile of the
# differences in the labelled retellings, so that one odd article does not outweigh the rest.
_FULL = {
    "linked": 0.15, "facts": 0.10, "density": 0.01, "quotes": 0.15, "rarity": 0.3, "unlisted": 0.015, "fit": 0.025,
    "wordy": 0.06, "garble": 1.5, "foreign": 0.6, "furniture": 3.0,
}  # fmt: skip
_CLOCK_SLACK = timedelta(minutes=2)  # clocks of two sites differ by more than that
_DAY_ONLY = 0.6  # trust in two different days without a time, where a time counts 1
_RARE = 2.0  # weight from which a capital at the beginning of a sentence is taken for a name
_TELLING = 0.3  # weight below which a word is grammar
_UNLISTED = RAREST - 0.1  # words that no list holds
_FOREIGN_ZIPF = 4.2  # a word that everybody uses in its language …
_FOREIGN_GAP = 1.5  # … and that is at least thirty times rarer in the other

_QUOTED = re.compile("[“\"„«][^“”\"„«»]{3,600}[”\"“»]")
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})\s\1\b")
_STRAY = re.compile(r"[^\W\d_]\s[.,;]\s|\{[^{}|\n]{1,40}(?:\|[^{}|\n]{1,40}){1,9}\}")
# Words that English doubles on purpose.
_MAY_DOUBLE = frozenset(("had", "that", "very", "bye", "so", "ha", "no", "vous", "nous", "sie", "die", "der"))


@dataclass(slots=True)
class _Told:
    """What the linked sentences of one side tell: totals over all links."""

    words: int = 0
    facts: int = 0
    own_facts: float = 0.0
    quoted: int = 0
    swapped: float = 0.0
    swapped_words: int = 0
    fitting: float = 0.0


def clues(
    a: Side, b: Side, alignment: Alignment, relation: Relation, marks_a: Sequence[Mark], marks_b: Sequence[Mark]
) -> dict[str, float]:
    """The clues by name, in the order of `CLUES`.

    - own: the publisher or the address is an agency's; dateline: the text has an agency's dateline;
    - named: it credits an agency at all, where the other rewords it and credits nobody;
    - clock: it was published earlier, as far as both say;
    - furniture, byline: the other has more of a page around it; a writer's name, where this one has none;
    - linked: more of the other's text has a counterpart here than the reverse: it leaves out more than it adds;
    - facts: linked sentences have names and numbers that the other's lack; density: more numbers in its words;
    - quotes: longer direct quotations in linked sentences;
    - rarity, unlisted: the other puts rarer words in the place of its words; unlisted ones, in the whole text;
    - fit: its own words fit better to the words around them; wordy: the other needs more words for the same;
    - garble: broken spots in the other: doubled words, fragments, stray marks;
    - foreign: the other, in another language, holds common words of this one's language.
    """
    across, excerpt = a.lang != b.lang, relation.kind == "excerpt"
    told_a, told_b = _tell(a, b, alignment)
    found = dict.fromkeys(CLUES, 0.0)
    found.update(_credit(a.article, b.article, marks_a, marks_b, relation))
    found["clock"] = _clock(a.article.published, b.article.published)
    found["furniture"] = _turned("furniture", _furniture(b.article) - _furniture(a.article))
    found["byline"] = float(bool(b.article.byline.strip())) - float(bool(a.article.byline.strip()))
    facts = told_a.facts + told_b.facts + 5  # a handful of facts more, so that one of two is not half of them
    found["facts"] = _turned("facts", (told_a.own_facts - told_b.own_facts) / facts / RAREST)
    quoted = told_a.quoted + told_b.quoted + 100  # characters: a quotation of one side needs some length to count
    found["quotes"] = _turned("quotes", (told_a.quoted - told_b.quoted) / quoted)
    if not excerpt:
        found["linked"] = _turned("linked", relation.figures["linked_b"] - relation.figures["linked_a"])
        found["density"] = _turned("density", _numbers(a) - _numbers(b))
    if across:
        found["foreign"] = _turned("foreign", 100 * (_foreign(b, a.lang) - _foreign(a, b.lang)))
        return found
    found["garble"] = _turned("garble", _garbled(b) - _garbled(a))
    if told_a.swapped_words and told_b.swapped_words:
        mean_a, mean_b = told_a.swapped / told_a.swapped_words, told_b.swapped / told_b.swapped_words
        found["rarity"] = _turned("rarity", mean_b - mean_a)
        fit_a, fit_b = told_a.fitting / told_a.swapped_words, told_b.fitting / told_b.swapped_words
        found["fit"] = _turned("fit", fit_a - fit_b)
    if not excerpt:
        found["unlisted"] = _turned("unlisted", _unlisted(b) - _unlisted(a))
    if relation.kind == "reworded" and told_a.words and told_b.words:
        found["wordy"] = _turned("wordy", (told_b.words - told_a.words) / (told_a.words + told_b.words))
    return found


def _turned(name: str, difference: float) -> float:
    return math.tanh(difference / _FULL[name])


def _credit(
    a: Article, b: Article, marks_a: Sequence[Mark], marks_b: Sequence[Mark], relation: Relation
) -> dict[str, float]:
    own_a, own_b = (any(m.place in ("publisher", "address") for m in marks) for marks in (marks_a, marks_b))
    lead_a, lead_b = (any(m.place == "dateline" for m in marks) for marks in (marks_a, marks_b))
    named = bool(marks_a) - bool(marks_b) if relation.kind == "reworded" else 0
    return {"own": float(own_a - own_b), "dateline": float(lead_a - lead_b), "named": float(named)}


def _clock(a: str, b: str) -> float:
    """1 where a was published earlier; less where days alone are known; 0 where it cannot be told."""
    first, second = _time(a), _time(b)
    if first is None or second is None:
        return 0.0
    if len(a) <= 10 or len(b) <= 10:
        gap = (second.date() - first.date()).days
        return _DAY_ONLY * ((gap > 0) - (gap < 0))
    if (first.tzinfo is None) != (second.tzinfo is None):  # a time without its zone is off by half a day at most
        apart = second.replace(tzinfo=None) - first.replace(tzinfo=None)
        slack = timedelta(hours=14)
    else:
        apart, slack = second - first, _CLOCK_SLACK
    return float((apart > slack) - (apart < -slack))


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def _furniture(article: Article) -> int:
    return sum(sentence.role == "furniture" for sentence in article.sentences)


def _tell(a: Side, b: Side, alignment: Alignment) -> tuple[_Told, _Told]:
    """What the linked sentences of both sides tell."""
    unit_of_a = {index: unit for unit, index in enumerate(a.units)}
    unit_of_b = {index: unit for unit, index in enumerate(b.units)}
    across = a.lang != b.lang
    told_a, told_b = _Told(), _Told()
    swaps_a: list[tuple[list[int], list[int]]] = []
    swaps_b: list[tuple[list[int], list[int]]] = []
    for link in alignment.matched:
        if link.kind == "verbatim" or not all(i in unit_of_a for i in link.a) or not all(j in unit_of_b for j in link.b):
            continue  # word for word, or a headline
        run_a, run_b = _run(a, [unit_of_a[i] for i in link.a]), _run(b, [unit_of_b[j] for j in link.b])
        roots_a, roots_b = (s.words.forms if across else s.words.stems for s in (a, b))
        set_a, set_b = {roots_a[k] for k in run_a}, {roots_b[k] for k in run_b}
        own_a = _add(told_a, a, run_a, roots_a, set_b)
        own_b = _add(told_b, b, run_b, roots_b, set_a)
        told_a.quoted += sum(len(m[0]) for i in link.a for m in _QUOTED.finditer(a.article.sentences[i].text))
        told_b.quoted += sum(len(m[0]) for j in link.b for m in _QUOTED.finditer(b.article.sentences[j].text))
        if not across and own_a and own_b:
            around = [k for k in run_a if roots_a[k] in set_b and a.words.weights[k] > 1]
            swaps_a.append((own_a, around))
            swaps_b.append((own_b, around))
    _fit(told_a, a, swaps_a, a)
    _fit(told_b, b, swaps_b, a)
    return told_a, told_b


def _run(side: Side, units: Iterable[int]) -> list[int]:
    """The indexes of the words in some units."""
    return [k for unit in units for k in range(*side.bounds[unit])]


def _add(told: _Told, side: Side, run: list[int], roots: list[str], others: set[str]) -> list[int]:
    """Add the words of a run to what is told; gives the ordinary words that the other side does not have."""
    text, words = side.article.text, side.words
    own, seen = [], set()
    told.words += len(run)
    for k in run:
        weight = words.weights[k]
        if weight <= _TELLING or roots[k] in seen:
            continue
        seen.add(roots[k])
        initial = text[words.starts[k]]
        missing = roots[k] not in others
        if initial.islower():
            if missing:
                own.append(k)
        elif initial.isdigit() or weight >= _RARE or k > run[0]:
            told.facts += 1
            told.own_facts += weight * missing
    return own


def _fit(told: _Told, side: Side, swaps: list[tuple[list[int], list[int]]], shared: Side) -> None:
    """Add how rare the swapped words are, and how well they fit the words that both sides share."""
    own = [k for words, _ in swaps for k in words]
    if not own:
        return
    told.swapped_words = len(own)
    told.swapped = sum(side.words.weights[k] for k in own)
    around = [k for _, words in swaps for k in words]
    table = meanings(side.lang)
    vectors = table.vectors(side.words.rows[np.array(own, np.int64)])
    context = table.vectors(shared.words.rows[np.array(around, np.int64)])
    at = of = 0
    for words, near in swaps:
        if near:
            told.fitting += float((vectors[at : at + len(words)] @ context[of : of + len(near)].mean(axis=0)).sum())
        at += len(words)
        of += len(near)


def _body(side: Side) -> Iterable[int]:
    return (k for first, last in side.bounds for k in range(first, last))


def _size(side: Side) -> int:
    return sum(last - first for first, last in side.bounds) or 1


def _numbers(side: Side) -> float:
    """The share of words with a digit."""
    return sum(form[0].isdigit() for first, last in side.bounds for form in side.words.forms[first:last]) / _size(side)


def _unlisted(side: Side) -> float:
    """The share of words in small letters that no list holds."""
    text, starts, weights = side.article.text, side.words.starts, side.words.weights
    return sum(weights[k] >= _UNLISTED and text[starts[k]].islower() for k in _body(side)) / _size(side)


def _foreign(side: Side, lang: str) -> float:
    """The share of words that are common in another language and not in the text's own."""
    own, other = zipf_table(side.lang), zipf_table(lang)
    found = 0
    for first, last in side.bounds:
        for form in side.words.forms[first:last]:
            common = other.get(form, 0.0)
            found += common >= _FOREIGN_ZIPF and len(form) > 3 and own.get(form, 0.0) < common - _FOREIGN_GAP
    return found / _size(side)


def _garbled(side: Side) -> int:
    """Spots where a text looks broken: doubled words, sentences of small letters or of a word or two, stray marks."""
    count, before = 0, ""
    for unit in range(len(side)):
        text = side.text(unit)
        count += sum(m[1] not in _MAY_DOUBLE for m in _DOUBLED.finditer(text)) + len(_STRAY.findall(text))
        first, last = side.bounds[unit]
        echo = last - first <= 3 and side.words.forms[last - 1] == before  # "the border. Ukrainian border."
        count += text[0].islower() or echo
        before = side.words.forms[last - 1]
    return count
