"""Dates in a text: where they stand and which days they mean, seen from the day the article was written.

Clock times are quantities (`retold.changes.quantities`). `find_dates` gives every mention with its range of days;
`retold.changes.date_match` says whether two mentions mean the same time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from retold.changes.date_resolve import FIRST_ANCHOR, LAST_ANCHOR, DateParts, DateRange, resolve
from retold.changes.date_words import AGO, DAYS_OFF, FULL_NAMES, MONTHS, RELATIVE, UNITS, WEEKDAYS
from retold.changes.numerals import candidates, language, lowered, read_number
from retold.changes.quantity_words import word_set
from retold.model import Article

__all__ = ["DateMention", "anchor_of", "date_spans", "find_dates"]

FIRST_YEAR, LAST_YEAR = 1400, 2100  # bare four-digit numbers between these are years; others are counts
_CONTEXT = 40  # characters beside a mention that are kept to tell it from others

# Months and weekdays that are also words or names need a preposition, a figure or another date word beside them.
_DOUBTFUL = word_set("may march mar april june august jan jun sun sat mon wed fri thu tue sep dec nov oct feb")
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|\.º|º|ª|\.)?"
_YEAR = r"(?P<year>1[4-9]\d\d|20\d\d)(?![\d]|[.,]\d)"
_OF = r"(?:,? | of | of the | de | di | d['’]|\. ?|-)"
_AFTER_MONTH_DAY = re.compile(
    rf"\.? (?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:]|[.,]\d|\w)(?:(?:,? | of |,? in ){_YEAR})?", re.A
)
_AFTER_MONTH_YEAR = re.compile(rf"\.?(?:,? | of | de | del | di |,? in ){_YEAR}")
_BEFORE_MONTH = re.compile(rf"(?<![\d:.,/$£€-]){_DAY}(?: of| de| di)?[ \u00a0-]$", re.A)
_ISO = re.compile(r"(1[4-9]\d\d|20\d\d)-(\d\d)-(\d\d)(?!\d)", re.A)
_SLASHED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](1[4-9]\d\d|20\d\d)(?!\d)", re.A)
_YEARS = re.compile(r"(1[4-9]\d\d|20\d\d)[-–/](\d\d(?:\d\d)?)(?![\d,-])", re.A)
_TWINS = re.compile(r"([1-9]|1[0-2])/\1(?![\d/])", re.A)  # 7/7 is 7 July wherever one is
_DECADE = re.compile(r"(1[4-9]\d|20\d)0['’]?s\b", re.A)
_SHORT_DECADE = re.compile(r"([2-9]0)['’]?s\b", re.A)
_COUNTED = re.compile(
    r" (?:people|persons|men|women|children|soldiers|troops|homes|houses|workers|jobs|dollars|euros|pounds|yen|"
    r"deaths|cases|km|metres|meters|feet|miles|tonnes|tons|kg|points|members|employees|personnes|personen|menschen|"
    r"personas|persone|pessoas|mensen|times|years|days|hours|residents|inhabitants|students|other|more|%|percent)\b"
)
_HEDGED = re.compile(r"(?:more than|fewer than|less than|over|some|nearly|almost|at least|another|up to|all|[$€£]) ?$")
_LONGER = re.compile(r"[.,:’']?\d|[a-z²³%°€]|[ \u00a0](?:%|million|billion|thousand|gmt|utc|hrs|hours|bst|est)")
_NOT_A_YEAR = re.compile(r"[$€£#]$|\w[-‑]$|[.,:/]$")
_TIME_WORD = re.compile(
    r"\b(?:in|on|of|since|until|till|by|from|to|before|after|during|through|throughout|between|and|last|next|this|"
    r"early|late|mid|end of|middle of|beginning of|month of|for|was|is|every|each|around|about)[ -]$"
)
_PART = re.compile(
    r"(?:(early)|(mid)|(late)|(?:the )?(?:(start|beginning|opening)|(middle)|(end|close)) of|"
    r"(début)|(mi)|(fin)|(anfang)|(mitte)|(ende)|(principios)|(mediados)|(finales))(?: in| de| d['’])?[ -](?:the )?$"
)
_PARTS = ("early", "mid", "late", "early", "mid", "late", *("early", "mid", "late") * 3)
_FUTURE = re.compile(
    r"\b(?:will|due|until|till|next|by|would|to|set|scheduled|plan\w*|expected|coming|before|from|ahead of)\b[^.]*$"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """One date as it stands in a text: `text[start:end]`.

    `low` and `high` are the first and the last day that it may mean; None where that needs the day of writing and
    `anchor` is None. `parts` holds what the words state by themselves (weekday, month, day, year, …).
    `before` and `after` are up to 40 characters beside it.
    """

    start: int
    end: int
    text: str
    low: date | None
    high: date | None
    parts: DateParts
    anchor: date | None = None
    before: str = ""
    after: str = ""


Span = tuple[int, int, DateParts]


@lru_cache(maxsize=256)
def date_spans(text: str, start: int, end: int, lang: str) -> tuple[Span, ...]:
    """Where dates stand in `text[start:end]` and what they state, not yet resolved; `lang` as `language` gives it."""
    low = lowered(text)
    found: list[Span] = []
    after = start
    for at, word in candidates(text, start, end, lang):
        if at < after:
            continue
        for span in _read(text, low, at, word, after, end, lang):
            if found and span[0] < found[-1][1]:
                if span[0] > found[-1][0]:
                    continue
                found.pop()
            found.append(span)
            after = span[1]
    return tuple(_joined(low, found))


def _joined(low: str, spans: list[Span]) -> list[Span]:
    """A weekday directly beside its date ("Wednesday, December 29"; "4 May last year") is one mention with it."""
    merged: list[Span] = []
    for span in spans:
        if merged:
            start, end, parts = merged[-1]
            between = low[end : span[0]]
            if len(between) <= 6 and between.strip(" ,.") in ("", "the", "on", "de", "le", "den"):
                both = parts.merged(span[2])
                if both is not None:
                    merged[-1] = (start, span[1], both)
                    continue
        merged.append(span)
    return merged


def _read(text: str, low: str, at: int, word: str, floor: int, end: int, lang: str) -> Iterator[Span]:
    """The date that begins at, or is announced by, the candidate `word` at `at`; nothing where it is none."""
    if word[0].isdigit():
        yield from _from_digits(low, at, word, floor, end, lang)
    elif word in MONTHS[lang] and (span := _from_month(text, low, at, word, floor, end, lang)):
        yield span
    elif word in WEEKDAYS[lang] and _is_name(text, low, at, word, lang, floor):
        yield at, at + len(word), DateParts(weekday=WEEKDAYS[lang][word])
    elif word in DAYS_OFF[lang]:
        if word != "aujourd" or low.startswith("hui", at + 8):
            stop = at + (11 if word == "aujourd" else len(word))
            yield at, stop, DateParts(unit="day", shift=DAYS_OFF[lang][word])
    elif word in AGO[lang]:
        yield from _from_ago(low, at, word, floor, end, lang)
    elif word in RELATIVE[lang]:
        yield from _from_relative(text, low, at, word, floor, end, lang)


def _is_name(text: str, low: str, at: int, word: str, lang: str, floor: int) -> bool:
    """Whether a month or weekday word is meant as one: capital letter in English, and no other word or name."""
    if lang not in ("en", "de", "nl"):
        return word in FULL_NAMES or text[at + len(word) : at + len(word) + 1] == "."
    if lang == "en" and text[at].islower():
        return word not in _DOUBTFUL and len(word) > 4
    if word not in _DOUBTFUL:
        return True
    following = text[at + len(word) : at + len(word) + 2]
    if len(word) == 3 and word not in ("may",):
        return following[:1] == "." or bool(_TIME_WORD.search(low, max(floor, at - 20), at))
    return bool(_TIME_WORD.search(low, max(floor, at - 20), at)) and not (
        following[:1] == " " and following[1:].isupper()
    )


def _from_month(text: str, low: str, at: int, word: str, floor: int, end: int, lang: str) -> Span | None:
    month, stop, start = MONTHS[lang][word], at + len(word), at
    day = year = None
    back = _day_before(low, at, floor, lang)
    if back is not None:
        day, start = back
        if (match := _AFTER_MONTH_YEAR.match(low, stop, end)) is not None:
            year, stop = int(match["year"]), match.end()
    elif (match := _AFTER_MONTH_YEAR.match(low, stop, end)) is not None:
        year, stop = int(match["year"]), match.end()
    elif lang == "en" and (match := _AFTER_MONTH_DAY.match(low, stop, end)) and 1 <= int(match["day"]) <= 31:
        day, stop = int(match["day"]), match.end()
        year = int(match["year"]) if match["year"] else None
    if day is None and year is None and not _is_name(text, low, at, word, lang, floor):
        return None
    if word in ("may", "march", "august") and lang == "en" and text[at].islower() and day is None:
        return None
    part = ""
    if day is None and (cue := _PART.search(low, max(floor, start - 22), start)) is not None:
        part, start = _PARTS[(cue.lastindex or 1) - 1], cue.start()
    if day is None and text[stop : stop + 1] == "." and len(word) <= 4:
        stop += text[stop + 1 : stop + 2] == " " and text[stop + 2 : stop + 3].islower()
    return start, stop, DateParts(month=month, day=day, year=year, part=part)


_WORD_DAY = re.compile(r"(?:the )?([a-z]+(?:[- ][a-z]+)?)(?: day)? of $")


def _day_before(low: str, at: int, floor: int, lang: str) -> tuple[int, int] | None:
    """The day that stands before a month, in digits or (English) words, and where it begins."""
    back = _BEFORE_MONTH.search(low, max(floor, at - 14), at)
    if back is not None:
        return (int(back["day"]), back.start()) if 1 <= int(back["day"]) <= 31 else None
    match = _WORD_DAY.search(low, max(floor, at - 30), at) if lang == "en" else None
    if match is None:
        return None
    for begin in (match.start(1), low.find(" ", match.start(1), match.end(1)) + 1):
        if begin:
            number = read_number(low, begin, match.end(1), lang)
            if number is not None and number.ordinal and number.end == match.end(1) and number.low <= 31:
                return int(number.low), begin
    return None


def _from_digits(low: str, at: int, word: str, floor: int, end: int, lang: str) -> Iterator[Span]:
    if len(word) > 4:
        return
    if (match := _ISO.match(low, at, end)) is not None:
        yield at, match.end(), DateParts(year=int(match[1]), month=int(match[2]), day=int(match[3]))
    elif (match := _SLASHED.match(low, at, end)) is not None:
        first, second = int(match[1]), int(match[2])
        if first > 12 or lang != "en":
            first, second = second, first
        if 1 <= first <= 12 and 1 <= second <= 31 and (lang != "en" or int(match[1]) > 12 or second > 12):
            yield at, match.end(), DateParts(year=int(match[3]), month=first, day=second)
        else:
            yield at, match.end(), DateParts(year=int(match[3]))
    elif (match := _TWINS.match(low, at, end)) is not None and at and low[at - 1] not in "./-":
        yield at, match.end(), DateParts(month=int(match[1]), day=int(match[1]))
    elif (match := _DECADE.match(low, at, end)) is not None:
        yield at, match.end(), DateParts(decade=int(match[1]) * 10)
    elif (match := _SHORT_DECADE.match(low, at, end)) is not None:
        if re.search(r"(?:\b(?:the|early|late|mid)[ -]|['’‘])$", low[max(floor, at - 7) : at]) is not None:
            yield at, match.end(), DateParts(decade=1900 + int(match[1]))
    elif (match := _YEARS.match(low, at, end)) is not None:
        last = int(match[2]) if len(match[2]) == 4 else int(match[1][:2] + match[2])
        if last > int(match[1]):
            yield at, match.end(), DateParts(year=int(match[1]), last_year=last)
        else:
            yield at, at + 4, DateParts(year=int(match[1]))
    elif _is_year(low, at, word, floor, end):
        part, start = "", at
        if (cue := _PART.search(low, max(floor, at - 22), at)) is not None:
            part, start = _PARTS[(cue.lastindex or 1) - 1], cue.start()
        yield start, at + 4, DateParts(year=int(word), part=part)


def _is_year(low: str, at: int, word: str, floor: int, end: int) -> bool:
    """Whether four digits are a year rather than a count, an amount or part of a longer figure."""
    if len(word) != 4 or not FIRST_YEAR <= int(word) <= LAST_YEAR:
        return False
    following = low[at + 4 : min(end, at + 24)]
    if _LONGER.match(following):
        return False
    preceding = low[max(floor, at - 14) : at]
    if _NOT_A_YEAR.search(preceding) is not None and not preceding.endswith(("mid-", "post-", "pre-", "since-")):
        return False
    return _COUNTED.match(following) is None and _HEDGED.search(preceding) is None


def _from_ago(low: str, at: int, word: str, floor: int, end: int, lang: str) -> Iterator[Span]:
    """As in "two days ago": a number (or "a") and a unit before the word; after it in German, Spanish, Portuguese."""
    if word == "y":
        match = re.compile(r" a (\w+) (\w+)").match(low, at + 1, end) if low[max(floor, at - 3) : at] == "il " else None
        start, stop = at - 3, match.end() if match else at
    elif word in ("vor", "hace", "há"):
        match = re.compile(r" (\w+) (\w+)").match(low, at + len(word), end)
        start, stop = at, match.end() if match else at
    else:
        match = re.compile(r"(?<!\w)([\w-]+)[ \u00a0](\w+)[ \u00a0]$").search(low, max(floor, at - 34), at)
        start, stop = match.start() if match else at, at + len(word)
    if match is None:
        return
    unit = _unit(match[2], lang)
    amount: float | None = 1.0 if match[1] in ("a", "an", "une", "einem", "einer", "un", "una", "um", "uma") else None
    if amount is None and match[1][0].isalnum():
        number = read_number(low, match.start(1), match.end(1), lang)
        amount = number.low if number is not None and number.end == match.end(1) and not number.ordinal else None
        if match[1] == "half" and lang == "en":
            amount = None
    if unit is not None and amount is None and lang == "en" and match[1] == "a":
        amount = 1.0
    if lang == "en" and re.search(r"half a $", low[max(floor, match.start(1) - 7) : match.end(1) + 1]) and unit:
        start, amount, unit = match.start(1) - 5, {"decade": 5.0, "year": 6.0}.get(unit, 0.0), {
            "decade": "year", "year": "month"}.get(unit, unit)  # fmt: skip
    if unit is not None and amount and amount < 2000:
        yield start, stop, DateParts(unit=unit, shift=-int(amount), counted=True)


def _unit(word: str, lang: str) -> str | None:
    units = UNITS[lang]
    return units.get(word) or units.get(word.removesuffix("s"))


_BETWEEN = re.compile(r" (?:the )?")
_NEXT_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


def _from_relative(text: str, low: str, at: int, word: str, floor: int, end: int, lang: str) -> Iterator[Span]:
    """As in "last month", "next Thursday", "this April"; in French, Spanish, … the word follows ("le mois dernier")."""
    shift, stop = RELATIVE[lang][word], at + len(word)
    following = _NEXT_WORD.match(low, stop + 1, end) if low[stop : stop + 1] == " " else None
    if following is not None and (
        span := _shifted(text, following[0], following.start(), at, following.end(), shift, low, end, lang)
    ):
        yield span
        return
    if lang in ("fr", "es", "it", "pt") and shift:
        match = re.compile(r"(?<!\w)([^\W\d_]+(?:-[^\W\d_]+)?) $").search(low, max(floor - 12, at - 16, 0), at)
        if match is not None and (
            span := _shifted(text, match[1], match.start(1), match.start(1), stop, shift, low, end, lang)
        ):
            yield span


def _shifted(
    text: str, name: str, name_at: int, start: int, stop: int, shift: int, low: str, end: int, lang: str
) -> Span | None:
    """A unit, weekday or month with the word that moves it."""
    if (unit := UNITS[lang].get(name)) is not None:
        return start, stop, DateParts(unit=unit, shift=shift)
    if name in WEEKDAYS[lang]:
        return start, stop, DateParts(weekday=WEEKDAYS[lang][name], shift=shift)
    if name in MONTHS[lang] and (lang != "en" or text[name_at].isupper()):
        day = None
        if lang == "en" and (match := _AFTER_MONTH_DAY.match(low, stop, end)) is not None and not match["year"]:
            day, stop = int(match["day"]), match.end()
        return start, stop, DateParts(month=MONTHS[lang][name], day=day, shift=shift)
    return None


def find_dates(text: str, start: int, end: int, anchor: date | None = None, lang: str = "en") -> list[DateMention]:
    """Every date in `text[start:end]`, in order; offsets are characters of `text`, half-open.

    `anchor` is the day from which "Wednesday" and "last month" are seen (see `anchor_of`).

    >>> [(m.text, str(m.low)) for m in find_dates("He left on Dec. 29, 2021.", 0, 25)]
    [('Dec. 29, 2021', '2021-12-29')]
    """
    lang = language(lang)
    low = lowered(text)
    found = []
    for begin, stop, parts in date_spans(text, start, end, lang):
        future = parts.needs_direction and _FUTURE.search(low, max(start, begin - _CONTEXT), begin) is not None
        days: DateRange = resolve(parts, anchor, future)
        found.append(
            DateMention(begin, stop, text[begin:stop], days[0], days[1], parts, anchor,
                        low[max(start, begin - _CONTEXT) : begin], low[stop : min(end, stop + _CONTEXT)])
        )  # fmt: skip
    return found


_DATELINE = re.compile(
    r"[^\n]{0,60}?[A-Z][A-Z .'’,-]{2,}[^\n]{0,40}?[ (]"
    r"(?:(?P<m1>[A-Z][a-z]{2,8})\.? (?P<d1>\d{1,2}(?!\d))|(?P<d2>\d{1,2}) (?P<m2>[A-Z][a-z]{2,8})\.?)"
    r"(?:,? (?P<y>20\d\d|19\d\d))?"
    r"[^\n]{0,30}?(?:--|—|–|\) ?-|- )"
)
_ISO_DAY = re.compile(r"\s*(\d{4})-?(\d\d)-?(\d\d)")


def anchor_of(article: Article) -> date | None:
    """The day from which an article is written: its dateline's where that names one, else the publication date.

    A dateline without a year takes the year that brings it nearest to `published`; without `published` it gives
    nothing. None where neither is known.
    """
    match = _ISO_DAY.match(article.published)
    published = _day(int(match[1]), int(match[2]), int(match[3])) if match else None
    if published is not None and not FIRST_ANCHOR <= published.year <= LAST_ANCHOR:
        published = None
    line = _DATELINE.match(article.text[:200].lstrip())
    if line is None:
        return published
    month = MONTHS["en"].get((line["m1"] or line["m2"]).lower())
    if month is None:
        return published
    number = int(line["d1"] or line["d2"])
    if line["y"]:
        return _day(int(line["y"]), month, number) or published
    if published is None:
        return None
    days = [d for year in (-1, 0, 1) if (d := _day(published.year + year, month, number)) is not None]
    return min(days, key=lambda d: abs((d - published).days), default=published)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
