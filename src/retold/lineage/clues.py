"""Clues to which of two texts is made from the other: numbers from -1 to 1, above 0 where a looks like the source.

Every clue is turned round exactly when the two sides are. A clue that does not apply is 0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from retold.align.side import Side
from retold.credit import Mark
from retold.fingerprint.rarity import RAREST, zipf_table
from retold.model import Alignment, Article, Relation

__all__ = ["CLUES", "clues"]

# In groups that are independent of each other: what one group says twice is still said once.
CLUES = {
    "own": "credit",
    "dateline": "credit",
    "named": "credit",
    "clock": "clock",
    "page": "page",
    "byline": "page",
    "linked": "detail",
    "facts": "detail",
    "numbers": "detail",
    "unlisted": "wording",
    "wordy": "wording",
    "garble": "garbling",
    "foreign": "language",
}
# Differences at which a clue says nearly all that it can say (tanh 1 = .76): about the 80th percentile of the
# differences in the labelled retellings, so that one odd article does not outweigh the rest.
_FULL = {
    "linked": 0.15, "facts": 0.10, "numbers": 0.15, "unlisted": 0.015, "wordy": 0.06, "garble": 1.5, "foreign": 0.6,
    "page": 3.0,
}  # fmt: skip
_FEW = 4  # facts on both sides that are added to a total, so that one of two is not half of them
_CLOCK_SLACK = timedelta(minutes=2)  # clocks of two sites differ by more than that
_DAY_ONLY = 0.6  # trust in two different days without a time, where a time counts 1
_RARE = 2.0  # weight from which a capital at the beginning of a sentence is taken for a name
_TELLING = 0.3  # weight below which a word is grammar
_UNLISTED = RAREST - 0.1  # words that no list holds
_FOREIGN_ZIPF = 4.2  # a word that everybody uses in its language …
_FOREIGN_GAP = 1.5  # … and that is at least thirty times rarer in the other

_UNSPACED = frozenset(("ja", "zh", "th"))  # words are cut otherwise, and numbers written otherwise
_AGENCY_PAGE = frozenset(("publisher", "address"))
# "… a leading economy. plan."; "… near the border. Ukrainian border.", where the word before is compared.
_FRAGMENT = re.compile(r"[.] ((?:\w{2,14} ){0,2}(\w{3,14}))[.](?= |$)")
_STRAY = re.compile(
    r" [.,](?: |$)|[“„][.,;]|\{[^{}|\n]{1,40}(?:\|[^{}|\n]{1,40}){1,9}\}"
)  # "the West ."; "{said|told}"
# A name alone on the line below the report.
_WRITER = re.compile(r"[A-ZÀ-Þ][\w’'-]{1,20} (?:[A-ZÀ-Þ]\. )?(?:(?:de|van|von|al|bin) )?[A-ZÀ-Þ][\w’'-]{2,25}")
# Words that English doubles on purpose.
_MAY_DOUBLE = frozenset(("had", "that", "very", "bye", "so", "ha", "no", "vous", "nous", "sie", "die", "der"))


@dataclass(slots=True)
class _Told:
    """What one side tells: names and numbers by unit, with their weights, and counts over its whole body."""

    facts: list[dict[str, float]]
    words: int
    numbers: int
    unlisted: int


def clues(
    a: Side, b: Side, alignment: Alignment, relation: Relation, marks_a: Sequence[Mark], marks_b: Sequence[Mark]
) -> dict[str, float]:
    """The clues by name, in the order of `CLUES`.

    - own: the publisher or the address is an agency's; dateline: the text has an agency's dateline;
    - named: it credits an agency at all, where the other rewords it and credits nobody;
    - clock: it was published earlier, as far as both say;
    - page: it is a bare report, where the other has a page around it;
    - byline: the other carries a writer's name or another's credit, where this one has none, or is an agency's own;
    - linked: more of the other's text has a counterpart here than the reverse: it leaves out more than it adds;
    - facts: linked sentences have names and numbers that the other's lack; numbers: more of them in figures;
    - unlisted: the other has more words that no list holds; wordy: it needs more words for the same;
    - garble: broken spots in the other: doubled words, fragments, stray marks;
    - foreign: the other, in another language, holds common words of this one's language.
    """
    across, excerpt = a.lang != b.lang, relation.kind == "excerpt"
    told_a, told_b = _tell(a), _tell(b)
    found = dict.fromkeys(CLUES, 0.0)
    found.update(_surroundings(a.article, b.article, marks_a, marks_b, relation))
    found["clock"] = _clock(a.article.published, b.article.published)
    spaced = not across or not _UNSPACED & {a.lang, b.lang}
    if spaced:
        found["facts"], found["wordy"] = _compare(a, b, told_a, told_b, alignment)
    if relation.kind != "reworded":
        found["wordy"] = 0.0
    if not excerpt:
        found["linked"] = _turned("linked", relation.figures["linked_b"] - relation.figures["linked_a"])
        if spaced:
            numbers = told_a.numbers - told_b.numbers
            found["numbers"] = _turned("numbers", numbers / (told_a.numbers + told_b.numbers + _FEW))
    if across:
        found["foreign"] = _turned("foreign", 100 * (_foreign(b, a.lang) - _foreign(a, b.lang)))
        return found
    found["garble"] = _turned("garble", _garbled(b) - _garbled(a))
    if not excerpt:
        found["unlisted"] = _turned("unlisted", told_b.unlisted / told_b.words - told_a.unlisted / told_a.words)
    return found


def _turned(name: str, difference: float) -> float:
    return math.tanh(difference / _FULL[name])


def _surroundings(
    a: Article, b: Article, marks_a: Sequence[Mark], marks_b: Sequence[Mark], relation: Relation
) -> dict[str, float]:
    """The clues that stand around the report: credit, page, byline."""
    places_a, places_b = ({mark.place for mark in marks} for marks in (marks_a, marks_b))
    own_a, own_b = bool(places_a & _AGENCY_PAGE), bool(places_b & _AGENCY_PAGE)
    lead_a, lead_b = "dateline" in places_a, "dateline" in places_b
    page_a, page_b = _page_lines(a, marks_a), _page_lines(b, marks_b)
    named = bool(marks_a) - bool(marks_b) if relation.kind == "reworded" else 0
    return {
        "own": float(own_a - own_b),
        "dateline": float(lead_a - lead_b),
        "named": float(named),
        "page": _turned("page", page_b - page_a) if not page_a or not page_b else 0.0,
        "byline": float(_signed(b, own_b or lead_b) - _signed(a, own_a or lead_a)),
    }


def _page_lines(article: Article, marks: Sequence[Mark]) -> int:
    """How many lines belong to the page; those that credit the agency belong to the report."""
    credits = {mark.words for mark in marks}
    return sum(s.role == "furniture" and s.text not in credits for s in article.sentences)


def _signed(article: Article, agency: bool) -> bool:
    """Whether the page carries a writer's name, or whom it owes the text; an agency's own bylines do not count."""
    if agency:
        return False
    if article.byline.strip():
        return True
    body = article.body
    below = article.sentences[body[-1] + 1] if body and body[-1] + 1 < len(article.sentences) else None
    return bool(
        below and below.role == "furniture" and _WRITER.fullmatch(below.text) and not _in_report(below.text, article)
    )


def _in_report(name: str, article: Article) -> bool:
    return name.split()[-1] in article.text[: article.sentences[article.body[-1]].end]


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


def _tell(side: Side) -> _Told:
    """What a side tells, in one pass over its words."""
    text, words = side.article.text, side.words
    starts, weights, forms = words.starts, words.weights, words.forms
    facts: list[dict[str, float]] = []
    count = numbers = unlisted = 0
    for first, last in side.bounds:
        own: dict[str, float] = {}
        for k, weight in enumerate(weights[first:last], first):
            if weight <= _TELLING:
                continue
            initial = text[starts[k]]
            if initial.islower():
                unlisted += weight >= _UNLISTED
            elif initial.isdigit():
                numbers += 1
                own[forms[k]] = weight
            elif k > first or weight >= _RARE:
                own[forms[k]] = weight
        facts.append(own)
        count += last - first
    return _Told(facts, count or 1, numbers, unlisted)


def _compare(a: Side, b: Side, told_a: _Told, told_b: _Told, alignment: Alignment) -> tuple[float, float]:
    """Names and numbers in linked sentences that one side alone has, and how many more words b needs."""
    unit_of_a = {index: unit for unit, index in enumerate(a.units)}
    unit_of_b = {index: unit for unit, index in enumerate(b.units)}
    across = a.lang != b.lang
    total = _FEW
    own = 0.0
    words_a = words_b = 0
    for link in alignment.matched:
        if link.kind == "verbatim" or link.a[0] not in unit_of_a or link.b[0] not in unit_of_b:
            continue  # word for word, or a headline
        run_a, run_b = [unit_of_a[i] for i in link.a], [unit_of_b[j] for j in link.b]
        facts_a = {form: weight for unit in run_a for form, weight in told_a.facts[unit].items()}
        facts_b = {form: weight for unit in run_b for form, weight in told_b.facts[unit].items()}
        if across:  # names are spelled otherwise in other languages, figures seldom
            facts_a = {form: weight for form, weight in facts_a.items() if form[0].isdigit()}
            facts_b = {form: weight for form, weight in facts_b.items() if form[0].isdigit()}
        total += len(facts_a) + len(facts_b)
        if facts_a.keys() != facts_b.keys():
            forms_a, forms_b = _forms(a, run_a), _forms(b, run_b)
            own += sum(weight for form, weight in facts_a.items() if form not in forms_b)
            own -= sum(weight for form, weight in facts_b.items() if form not in forms_a)
        words_a += sum(a.bounds[unit][1] - a.bounds[unit][0] for unit in run_a)
        words_b += sum(b.bounds[unit][1] - b.bounds[unit][0] for unit in run_b)
    return _turned("facts", own / total / RAREST), _turned("wordy", (words_b - words_a) / (words_a + words_b + 1))


def _forms(side: Side, units: Iterable[int]) -> set[str]:
    return {form for unit in units for form in side.words.forms[slice(*side.bounds[unit])]}


def _foreign(side: Side, lang: str) -> float:
    """The share of words that are common in another language and not in the text's own."""
    own, other = zipf_table(side.lang), zipf_table(lang)
    found = 0
    for first, last in side.bounds:
        for form in side.words.forms[first:last]:
            common = other.get(form, 0.0)
            found += common >= _FOREIGN_ZIPF and len(form) > 3 and own.get(form, 0.0) < common - _FOREIGN_GAP
    return found / (sum(last - first for first, last in side.bounds) or 1)


def _garbled(side: Side) -> int:
    """Spots where a text looks broken: doubled words, fragments, echoes, stray marks."""
    text = " ".join([side.text(unit) for unit in range(len(side))])
    count = sum(1 for _ in _STRAY.finditer(text))
    for match in _FRAGMENT.finditer(text):
        words = match[1]
        count += words.islower() or text.endswith(" " + match[2], 0, match.start())
    forms, whole, starts, ends = side.words.forms, side.article.text, side.words.starts, side.words.ends
    for first, last in side.bounds:
        for k, (one, next_one) in enumerate(pairwise(forms[first:last]), first):
            if one == next_one and one.isalpha() and len(one) > 1 and one not in _MAY_DOUBLE:
                count += whole[ends[k] : starts[k + 1]] == " " and whole[starts[k + 1]].islower()
    return count
