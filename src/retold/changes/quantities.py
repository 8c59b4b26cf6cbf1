"""Quantities in a text: numbers with their unit, however they are written.

`find_quantities` gives every quantity with its value, unit and how exactly it is meant. Years and days belong to
`retold.changes.dates`. `retold.changes.quantity_match` compares quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from retold.changes.dates import date_spans
from retold.changes.numerals import Number, candidates, language, lexicon, lowered, read_number
from retold.changes.quantity_clock import read_clock
from retold.changes.quantity_parts import read_part
from retold.changes.quantity_shape import measure_at, range_end, scaled_at, score_at
from retold.changes.quantity_words import APPROXIMATE, word_set
from retold.changes.units import SIGNS, Unit, sign_unit, unit_of

__all__ = ["OLDEST", "Approximation", "Quantity", "find_quantities"]

Approximation = Literal["exact", "about", "nearly", "at least", "more than", "at most", "less than"]
_CONTEXT = 40  # characters beside a quantity that are kept to tell it from others
OLDEST = 115  # years: a lone figure after a name is an age up to here

COUNT = Unit("count", "count", 1.0)
RANK = Unit("rank", "rank", 1.0)
SCORE = Unit("score", "score", 1.0)
LABEL = Unit("label", "label", 1.0)
AGE = Unit("year of age", "age", 31557600.0)
CLOCK = Unit("time of day", "clock", 60.0)
PERCENT = Unit("percent", "share", 1.0)

_SIGN = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(re.escape(s) for s in sorted(SIGNS, key=len, reverse=True))})\s?$")
_HEDGE = re.compile(
    r"(?<!\w)(?:"
    + "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in APPROXIMATE.items())
    + r")(?:\s(?:the|an?|another|its|le|les|de|des|ein|eine|el|los|el|der|den|die))?\s?$"
)
_HEDGE_AFTER = re.compile(
    r"(?P<at_least>\+(?!\s?\d)|\s(?:\w+\s){0,2}at (?:the )?(?:very )?(?:least|minimum)\b|"
    r"\s(?:or more|or older|or above|and over|at (?:the )?(?:least|minimum)|plus\b|ou plus|o más))|"
    r"(?P<at_most>\s(?:or less|or fewer|or younger|at (?:the )?most))|(?P<about>\sor so\b|[- ]odd\b|[- ]ish\b)"
)
_SUFFIX = re.compile(r"(?:st|nd|rd|th)(?![^\W\d_])")
_SUFFIX_ELSEWHERE = re.compile(r"(?:º|ª|°(?=\s[^\W\d_])|ème|eme|er|ère|nd|e|de|ste)(?![^\W\d_])")
_AGE_AFTER = re.compile(
    r"[-\s]years?[- ]olds?\b|\s?-?jährige?[rsn]?\b|\syears of age\b|\s(?:años|anos) de (?:edad|idade)\b|"
    r"\s(?:jaar|jahre) (?:oud|alt)\b|-jarige?\b|[- ]month[- ]olds?\b"
)
_AGE_BEFORE = re.compile(r"\b(?:aged?(?: of)?|turned|turning|turns|âgée?s? de)\s$")
_UNDER_A_NAME = re.compile(r"[^\W\d_]['’.\"”]?(?:, | \()$")
_OPEN_WORDS = re.compile(r"\s(?:longer|more|fewer|less|one|doubt|matter|way|comment|idea|stranger|sooner|wonder)\b")
_ONE = word_set("one un une ein eine einen einem einer eins uno una um uma een één first premier première")
_ONE_MORE = re.compile(r"\s(?:in|out of|percent|per|hundred|million|[-‑])|[-‑]")
_GLUED = re.compile(r"[^\W\d_]+[-‑.]$|[^\W\d_]$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity as it stands in a text: `text[start:end]` with its sign and unit; `lead` is where its hedge begins.

    `low` and `high` are the value as stated, in `unit` (equal unless a range or something vague like "hundreds");
    in a score they are its two sides, in a clock time minutes since midnight. `step` is the worth of the last digit
    that was written, `form` "digits" or "words". `weak` marks small words that often carry no number ("one", "no",
    "both", "first"). `zone` is the time zone of a clock time in minutes; `known` is false where morning or afternoon
    is open. `vague` marks "dozens". `restates` marks the same measure again in brackets: "6 miles (10 km)".
    `before` and `after` are up to 40 characters beside it, lower-cased.
    """

    start: int
    end: int
    text: str
    low: float
    high: float
    unit: Unit
    approximation: Approximation = "exact"
    form: Literal["digits", "words"] = "digits"
    step: float = 1.0
    lead: int = 0
    weak: bool = False
    vague: bool = False
    known: bool = True
    zone: int | None = None
    restates: bool = False
    before: str = ""
    after: str = ""

    @property
    def dimension(self) -> str:
        """What it measures: "count", "length", "money", "share", "duration", "age", "clock", "score", "rank", …"""
        return self.unit.dimension


def find_quantities(text: str, start: int, end: int, lang: str = "en") -> list[Quantity]:
    """Every quantity in `text[start:end]`, in order; offsets are characters of `text`, half-open.

    >>> [(q.low, q.unit.name, q.approximation) for q in find_quantities("some 10 km and $1.3bn", 0, 21)]
    [(10.0, 'km', 'about'), (1300000000.0, 'USD', 'exact')]
    """
    return list(_find(text, start, end, language(lang)))


@lru_cache(maxsize=256)
def _find(text: str, start: int, end: int, lang: str) -> tuple[Quantity, ...]:
    low = lowered(text)
    dates = date_spans(text, start, end, lang)
    found: list[Quantity] = []
    after, d = start, 0
    for at, word in candidates(text, start, end, lang):
        if at < after:
            continue
        while d < len(dates) and dates[d][1] <= at:
            d += 1
        if d < len(dates) and dates[d][0] <= at:
            after = dates[d][1]
            continue
        stop = dates[d][0] if d < len(dates) else end
        quantity = _read(text, low, at, word, after, stop, end, lang)
        if quantity is None:
            if word[0].isdigit():
                after = at + len(word)
            continue
        if found and _restated(found[-1], quantity, low):
            quantity = replace(quantity, restates=True)
        found.append(quantity)
        after = quantity.end
    return tuple(found)


def _restated(first: Quantity, second: Quantity, low: str) -> bool:
    between = low[first.end : second.lead]
    return (
        0 < len(between) <= 24
        and "(" in between
        and ")" not in between
        and (first.unit != second.unit and first.dimension == second.dimension)
    ) or (first.dimension == second.dimension == "clock" and "(" in between[:3])


def _read(text: str, low: str, at: int, word: str, floor: int, stop: int, end: int, lang: str) -> Quantity | None:
    """The quantity that begins at the candidate `word`, not going on beyond `stop`, where a date begins."""
    clock = read_clock(low, at, word, end, lang)
    if clock is not None:
        return _made(text, low, at, clock.end, clock.minutes, clock.minutes, CLOCK, floor, end, known=clock.known,
                     zone=clock.zone, form="digits" if word[0].isdigit() else "words")  # fmt: skip
    if word in ("no", "kein", "keine", "aucun", "aucune", "ningún", "nenhum", "geen"):
        if _OPEN_WORDS.match(low, at + 2, end) or low[at + 2 : at + 3] in ".,:-":
            return None
        return _made(text, low, at, at + len(word), 0, 0, COUNT, floor, end, form="words", weak=True)
    if word in ("both", "pair", "couple"):
        about: Approximation | None = "about" if word == "couple" else None
        if word != "both" and not low.startswith(" of ", at + len(word)):
            return None
        return _made(text, low, at, at + len(word), 2, 2, COUNT, floor, end, about, form="words", weak=True)
    part = read_part(low, at, word, floor, stop, lang)
    if part is not None:
        begin, finish, value, name, step = part
        unit = PERCENT if not name else unit_of(name) or COUNT
        return _made(text, low, begin, finish, value, value, unit, floor, end, form="words", step=step)
    if not word[0].isdecimal() and word[0] not in "½¼¾⅓⅔" and not _numeral(word, lang):
        return None
    number = read_number(low, at, stop, lang)
    if number is None:
        return None
    return _measured(text, low, at, word, number, floor, stop, end, lang)


def _numeral(word: str, lang: str) -> bool:
    lex = lexicon(lang)
    return word == "tens" or word in lex.simple or word in lex.scales or word in lex.ordinals


def _measured(
    text: str, low: str, at: int, word: str, number: Number, floor: int, stop: int, end: int, lang: str
) -> Quantity | None:
    """A number with its sign, scale, range and unit."""
    begin, form = at, "words" if number.words else "digits"
    sign = _SIGN.search(low, max(floor, at - 5), at) if form == "digits" else None
    unit = sign_unit(sign[0]) if sign is not None else None
    if sign is not None:
        begin = sign.start()
    finish, low_value, high, step = number.end, number.low, number.high, number.step
    if form == "digits" and sign is None:
        suffix = (_SUFFIX if lang == "en" else _SUFFIX_ELSEWHERE).match(low, finish, stop)
        if (suffix is not None and number.plain) or low[finish : finish + 3] in ("th ", "nd "):
            finish = suffix.end() if suffix is not None else finish + 2
            return _made(text, low, at, finish, low_value, high, RANK, floor, end)
        if at > floor and _GLUED.search(low, max(floor, at - 16), at) and low[at - 1] != " ":
            return _made(text, low, at, finish, low_value, high, LABEL, floor, end)
        score = score_at(low, at, number, stop, lang)
        if score is not None:
            return _made(text, low, at, score[0], low_value, score[1], SCORE, floor, end)
    if number.ordinal:
        return _made(text, low, at, finish, low_value, high, RANK, floor, end, form=form,
                     weak=number.low == 1 or (word == "second" and low[max(floor, at - 2) : at] == "a "))  # fmt: skip
    finish, scale = scaled_at(low, finish, number, unit is not None, stop, lang)
    ranged = range_end(low, begin, finish, low_value, floor, stop, lang)
    if ranged is not None:
        finish, high, second_step, second_scale = ranged
        if scale == 1.0 and second_scale != 1.0 and low_value <= high / second_scale:
            scale = second_scale
            low_value *= scale
        else:
            low_value *= scale
        step = min(step * scale, second_step)
        high = max(high, high if high >= low_value else high * scale)
    else:
        low_value, high, step = low_value * scale, high * scale, step * scale
    if scale == 1.0 and number.words and not number.vague and number.low < 20:
        step = 1.0
    age = _AGE_AFTER.match(low, finish, stop)
    if age is not None:
        if "month" in age[0]:
            low_value, high, step = low_value / 12, high / 12, step / 12
        return _made(text, low, at, age.end(), low_value, high, AGE, floor, end, form=form, step=step)
    if unit is None:
        unit, finish = measure_at(low, finish, form, scale != 1.0, low_value, stop, lang)
    else:
        again = re.compile(r"\s(?:us |u\.s\. )?(?:dollars?|euros?)\b").match(low, finish, stop)
        finish = again.end() if again is not None else finish
    if unit is None and form == "digits" and _is_age(text, low, at, finish, low_value, number.plain, floor, end):
        unit = AGE
    if (
        unit is not None
        and unit.name == "year"
        and low_value <= OLDEST
        and _AGE_BEFORE.search(low, max(floor, at - 12), at)
    ):
        unit = AGE
    if word in _ONE and low.startswith((" demi", " halb", " media", " medio", " mezz", " meia", " halve"), finish):
        return None
    weak = number.words and word in _ONE and number.end == at + len(word) and (unit is None or lang != "en")
    if (
        weak
        and _ONE_MORE.match(low, finish, stop) is None
        and low_value == 1
        and lang == "en"
        and _pronoun(low, at, finish)
    ):
        return None
    return _made(text, low, begin, finish, low_value, high, unit or COUNT, floor, end, form=form, step=step, weak=weak,
                 vague=number.vague)  # fmt: skip


def _pronoun(low: str, at: int, finish: int) -> bool:
    """Whether "one" stands for a thing or for anybody rather than for a number: "one of", "no one", "one another"."""
    before, after = low[max(0, at - 7) : at], low[finish : finish + 9]
    return before.endswith(
        ("no ", "any ", "every ", "each ", "some ", "this ", "that ", "the ", "which ", "only ")
    ) or (
        after.startswith((" of ", " another", " day", " can", " must", " thing", " should", "'", "’"))
        or not after[:1].isspace()
    )


def _is_age(text: str, low: str, at: int, finish: int, value: float, plain: str, floor: int, end: int) -> bool:
    """As in "John Watson, 35, said" or "a woman (17)": a lone figure set off after a name; or "aged 35"."""
    if not plain or not 1 <= value <= OLDEST:
        return False
    if _AGE_BEFORE.search(low, max(floor, at - 12), at):
        return True
    closing = low[finish : finish + 1]
    opening = text[at - 2 : at]
    if (
        opening not in (", ", " (")
        or closing not in (")", ",", ".", ";")
        or _UNDER_A_NAME.search(low, max(floor, at - 4), at) is None
    ):
        return False
    if opening == " (":
        return closing == ")"
    name = re.search(r"([^\W\d_][\w'’.-]*)[\"”]?, $", text[max(floor, at - 24) : at])
    return name is not None and name[1][0].isupper()


def _made(
    text: str, low: str, begin: int, finish: int, first: float, last: float, unit: Unit, floor: int, end: int,
    approximation: Approximation | None = None, *, form: str = "digits", step: float = 1.0, weak: bool = False,
    vague: bool = False, known: bool = True, zone: int | None = None,
) -> Quantity:  # fmt: skip
    """A quantity with the hedge before or after it and its neighbourhood."""
    lead = begin
    if approximation is None:
        approximation = "exact"
        hedge = _HEDGE.search(low, max(floor, begin - 32), begin)
        if hedge is not None and unit.dimension != "rank":
            approximation, lead = _hedge_name(hedge), hedge.start()
        elif (later := _HEDGE_AFTER.match(low, finish, end)) is not None:
            approximation = _hedge_name(later)
    return Quantity(
        begin, finish, text[begin:finish], float(first), float(last), unit, approximation,
        "words" if form == "words" else "digits", step, lead, weak, vague, known, zone, False,
        low[max(0, begin - _CONTEXT) : begin], low[finish : min(end, finish + _CONTEXT)],
    )  # fmt: skip


def _hedge_name(match: re.Match[str]) -> Approximation:
    names: dict[str, Approximation] = {
        "more_than": "more than", "at_least": "at least", "nearly": "nearly", "at_most": "at most",
        "less_than": "less than",
    }  # fmt: skip
    return names.get(match.lastgroup or "", "about")
