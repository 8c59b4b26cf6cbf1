"""Parts of a whole and halves: "a third", "two in five", "half a dozen", "a year and a half", "every second"."""

from __future__ import annotations

import re

from retold.changes.numerals import lexicon, read_number
from retold.changes.quantity_words import word_set

__all__ = ["Part", "read_part"]

Part = tuple[int, int, float, str, float]  # start, end, value, unit word ("" for percent), step

_PART_STEP = 0.01  # percent: "a third" is finer than 33 percent, which rounds it
_HALF_UNIT = re.compile(
    r"half[- ](?:an? )?(?P<unit>dozen|hundred|thousand|million|billion|trillion|century|decade|year|month|day|hour|"
    r"minute|mile|kilometre|kilometer|metre|meter|tonne|ton|percent|per cent|acre|litre|liter|pound)\b"
)
_HALF_OF = re.compile(r"(?:half|halves)(?: (?:of|the|its|their|his|her|our|that|those|all|as)\b| |[.,;)]|$)")
_NO_HALF = re.compile(r"(?:first|second|other|opening|latter|top|bottom|better|\d(?:st|nd)|and an?|-) ?$")
_AND_HALF = re.compile(r"\b(?P<count>an?|one) (?P<unit>\w+)s? and a $")
_ONE_PART = re.compile(r"(?:\b(?:an?|one)(?P<gap>[ -]))$")
_AFTER_PART = re.compile(
    r" (?:of|more|less|fewer|higher|lower|larger|smaller|bigger|to|from|in|by|on|and|or|are|were|is|was|had|have|said|"
    r"since|after|as|over|for|at|during|this|last|compared|year-on-year)\b|[.,;:)\"”]|$"
)
_SHARE = re.compile(r"[ -](?:in|out of|of|sur|von|de cada|su|em|op)[ -](?:every )?")
_MEASURED = re.compile(r"[ -](?:years?|months?|weeks?|days?|hours?|minutes?|cities|countries|games|matches)\b")
_EVERY = re.compile(r"\b(?:every|each|jeder|jede|jedes)(?: \w+)? $")
_HEDGED_ONE = re.compile(
    r"\b(?:than|over|under|nearly|almost|within|about|least|most|to|around|after|for|in|quite|just|roughly) an? $"
)
# Words for parts that are as often something else ("Viertel" a quarter of a town, "medio" a medium).
_DOUBTFUL = word_set("medio media mezzo mezza meio meia demi demie halbe halben halbes halve quart terzo viertel")
_DEMI = re.compile(r"demi-(douzaine|heure|siècle)s?\b")
_BARE_UNITS = word_set("year month week decade hour")


def read_part(low: str, at: int, word: str, floor: int, stop: int, lang: str) -> Part | None:
    """The part of a whole, or the length of time with a half, at the candidate `word`; None if it is none."""
    lex = lexicon(lang)
    if lang == "en" and word in _BARE_UNITS:
        return _bare_unit(low, at, word, floor, stop)
    if lang == "en" and word == "half":
        return _half(low, at, floor, stop)
    if lang == "fr" and word == "demi" and (match := _DEMI.match(low, at, stop)) is not None:
        value, unit = {"douzaine": (6.0, "count"), "heure": (30.0, "minute"), "siècle": (50.0, "an")}[match[1]]
        return at, match.end(), value, unit, 1.0
    if word in lex.parts and word not in ("halves",):
        return _part_word(low, at, word, lex.parts[word], floor, stop, lang)
    if word in lex.ordinals and lang in ("en", "de") and lex.ordinals[word] > 1:
        every = _EVERY.search(low, max(floor, at - 16), at)
        if (every is not None and lang == "de") or (every is not None and every[0] == "every "):
            return at, at + len(word), 100 / lex.ordinals[word], "", _PART_STEP
        before = _ONE_PART.search(low, max(floor, at - 5), at)
        if (
            lang == "en"
            and before is not None
            and lex.ordinals[word] > 2
            and (before["gap"] == "-" or _AFTER_PART.match(low, at + len(word), stop))
        ):
            return before.start(), at + len(word), 100 / lex.ordinals[word], "", _PART_STEP
        return None
    if word[0].isdecimal() or word in lex.simple:
        return _counted_part(low, at, stop, lang)
    return None


def _bare_unit(low: str, at: int, word: str, floor: int, stop: int) -> Part | None:
    """As in "less than a year", "within a week": one of a unit, where a hedge makes a quantity of it."""
    before = _HEDGED_ONE.search(low, max(floor, at - 14), at)
    if before is None:
        return None
    start = at - (3 if low[at - 3 : at] == "an " else 2)
    match = re.compile(r" and a half\b").match(low, at + len(word), stop)
    return start, match.end() if match else at + len(word), 1.5 if match else 1.0, word, 0.5 if match else 1.0


def _half(low: str, at: int, floor: int, stop: int) -> Part | None:
    match = _HALF_UNIT.match(low, at, stop)
    if match is not None and not low.startswith("half-day", at):
        numbers = {"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
        word = match["unit"]
        if word in numbers:
            return at, match.end(), numbers[word] / 2, "count", 1.0
        whole = {"year": (6.0, "month"), "day": (12.0, "hour"), "hour": (30.0, "minute"), "decade": (5.0, "year"),
                 "century": (50.0, "year"), "minute": (30.0, "second")}  # fmt: skip
        value, unit = whole.get(word, (0.5, word))
        return at, match.end(), value, unit, value if value < 1 else 1.0
    before = low[max(floor, at - 26) : at]
    more = _AND_HALF.search(before)
    if more is not None:
        return at - len(before) + more.start(), at + 4, 1.5, more["unit"], 0.5
    if _NO_HALF.search(before) or _HALF_OF.match(low, at, stop) is None or low.startswith("half past", at):
        return None
    return at, at + 4, 50.0, "", _PART_STEP


def _part_word(low: str, at: int, word: str, below: int, floor: int, stop: int, lang: str) -> Part | None:
    """As in "a quarter of", "la moitié", "ein Drittel", "un tiers"."""
    before = low[max(floor, at - 10) : at]
    if lang == "en":
        if re.search(r"\b(?:an?|one|per)[ -]$", before) is None or word.endswith("s"):
            return None
        if not _AFTER_PART.match(low, at + len(word), stop) and not low.startswith(" ", at + len(word)):
            return None
        hour = re.compile(r" of an hour\b").match(low, at + len(word), stop)
        if hour is not None:
            return at, hour.end(), 60 / below, "minute", 1.0
    elif word in _DOUBTFUL and not re.search(r"\b(?:un|ein|une|een) $", before):
        return None
    return at, at + len(word), 100 / below, "", _PART_STEP


def _counted_part(low: str, at: int, stop: int, lang: str) -> Part | None:
    """As in "two thirds", "three-quarters", "two in five", "two out of three"."""
    number = read_number(low, at, stop, lang)
    if number is None or number.ordinal or not 1 <= number.low <= 99 or number.low % 1 or number.high != number.low:
        return None
    lex = lexicon(lang)
    match = re.compile(r"[ -]([^\W\d_]+)").match(low, number.end, stop)
    if match is not None:
        below = lex.parts.get(match[1], 0)
        if lang == "en" and not below and number.words and number.low == 1 and lex.ordinals.get(match[1], 0) > 2:
            below = lex.ordinals[match[1]]
        if (
            below
            and below > number.low
            and match[1] not in ("half", "halves", "demi", "demie")
            and not match[1].startswith("medi")
        ):
            return at, match.end(), 100 * number.low / below, "", _PART_STEP
    share = _SHARE.match(low, number.end, stop)
    if share is None or share.end() >= stop or not low[share.end()].isalnum():
        return None
    other = read_number(low, share.end(), stop, lang)
    if (
        other is None
        or other.ordinal
        or other.vague
        or not number.low < other.low <= 1000
        or (other.low > 20 and other.low % 10)
    ):
        return None
    if ("of" in share[0].split() and "out" not in share[0]) or (number.low > 10 and "out" not in share[0]):
        return None
    if "out" not in share[0] and _MEASURED.match(low, other.end):
        return None
    if other.words != number.words:
        return None
    return at, other.end, 100 * number.low / other.low, "", _PART_STEP
