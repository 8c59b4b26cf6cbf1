"""Clock times: "3 p.m.", "15:00", "half past midnight", "0400 GMT", "15 h 30", "2.35 Uhr"."""

from __future__ import annotations

import re
from typing import NamedTuple

from retold.changes.numerals import read_number

__all__ = ["Clock", "read_clock"]

_ZONES = {
    "gmt": 0, "utc": 0, "bst": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "est": -300, "edt": -240,
    "et": -300, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "ist": 330, "msk": 180,
    "eet": 120, "eest": 180, "jst": 540, "greenwich": 0,
}  # fmt: skip
_HALF = r"\s?(?P<half>a\.?m\.?|p\.?m\.?)(?![^\W\d_])"
_ZONE = re.compile(rf",?\s\(?(?P<zone>{'|'.join(_ZONES)})\b")
_DAYTIME = re.compile(
    r"(?:,? ?o['’]clock)?,? (?:(?:of|in|on) (?:the )?(?:\w+day )?|on \w+day )?"
    r"(?P<part>morning|afternoon|evening|tonight|at night|night)\b"
)
_COLON = re.compile(r"(?P<h>[01]?\d|2[0-4])(?P<sep>[:.h]|\sh\s)(?P<m>[0-5]\d)(?![\d%]|[.:,]\d)", re.A)
_BARE = re.compile(rf"(?P<h>1[0-2]|0?[1-9])(?P<m>){_HALF}", re.A)
_MILITARY = re.compile(r"(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?=\s?(?:gmt|utc|hrs|hours|bst|local time)\b)", re.A)
_SPOKEN = re.compile(r"[a-z]+ (?:[ap]\.?m|o['’]clock|in the (?:morning|afternoon|evening))")
_HALF_AFTER = re.compile(_HALF)
_HOURS_WORD = re.compile(r"\s?(?:uhr|horas?|heures?|uur)\b(?:\s(?P<m>[0-5]\d)\b)?")
_PAST = re.compile(r"(half|(?:a )?quarter) (past|to|after) (\w+)")
_CLOCK_BEFORE = re.compile(r"(?:à|vers|um|gegen|at|las|alle|às|om|ab|since|by)\s$")
_NAMED = {
    "noon": 720, "midday": 720, "midi": 720, "mittag": 720, "mediodía": 720, "mezzogiorno": 720, "midnight": 0,
    "minuit": 0, "mitternacht": 0, "medianoche": 0, "mezzanotte": 0, "middernacht": 0,
}  # fmt: skip


class Clock(NamedTuple):
    """A clock time: where it ends, minutes since midnight, whether morning or afternoon is known, and the zone.

    `zone` counts minutes east of Greenwich; None where none is named.
    """

    end: int
    minutes: int
    known: bool
    zone: int | None


def read_clock(low: str, at: int, word: str, end: int, lang: str) -> Clock | None:
    """The clock time that begins at `at` with the candidate `word` of the lower-cased text, or None."""
    if word in _NAMED:
        return _zoned(low, at + len(word), end, _NAMED[word], True)
    if word in ("half", "quarter"):
        match = _PAST.match(low, at, end)
        hour = _hour(match[3], lang) if match else None
        if match is None or hour is None:
            return None
        minutes = hour + (30 if match[1] == "half" else 15) * (-1 if match[2] == "to" else 1)
        return _daytime(low, match.end(), end, minutes % 1440, match[3] in _NAMED)
    if not word[0].isdigit():
        return _in_words(low, at, end, lang)
    if len(word) > 4:
        return None
    match = _MILITARY.match(low, at, end)
    if match is not None:
        return _zoned(low, match.end(), end, int(match["h"]) * 60 + int(match["m"]), True)
    match = _BARE.match(low, at, end)
    if match is not None:
        return _zoned(low, match.end(), end, _halved(int(match["h"]), 0, match["half"]), True)
    match = _COLON.match(low, at, end)
    if match is not None:
        return _with_minutes(low, match, end, lang)
    if len(word) <= 2 and int(word) <= 24:
        return _bare_hour(low, at, word, end, lang)
    return None


def _with_minutes(low: str, match: re.Match[str], end: int, lang: str) -> Clock | None:
    hour, minute, sep = int(match["h"]), int(match["m"]), match["sep"]
    half = _HALF_AFTER.match(low, match.end(), end)
    if half is not None:
        if hour > 12:
            return _zoned(low, half.end(), end, hour * 60 + minute, True)
        return _zoned(low, half.end(), end, _halved(hour, minute, half["half"]), True)
    word = _HOURS_WORD.match(low, match.end(), end)
    if sep == "." and word is None and _ZONE.match(low, match.end(), end) is None:
        return None
    if "h" in sep and lang == "en":
        return None
    stop = word.end() if word is not None else match.end()
    known = hour > 12 or hour == 0 or match["h"][0] == "0" or sep != ":" or word is not None
    return _daytime(low, stop, end, hour % 24 * 60 + minute, known)


def _bare_hour(low: str, at: int, word: str, end: int, lang: str) -> Clock | None:
    """As in "11 o'clock", "11 tonight", "15 Uhr", "à 15 heures"."""
    hour, stop = int(word), at + len(word)
    if lang != "en":
        named = _HOURS_WORD.match(low, stop, end)
        short = re.compile(r"\s?h(?:\s?(?P<m>[0-5]\d))?\b").match(low, stop, end) if lang in ("fr", "pt") else None
        match = named or short
        if match is None:
            return None
        if "uhr" in match[0] or match["m"] or _CLOCK_BEFORE.search(low, max(0, at - 8), at):
            return _zoned(low, match.end(), end, hour % 24 * 60 + int(match["m"] or 0), True)
        return None
    if hour <= 12 and (low.startswith((" o'clock", " o’clock"), stop) or _DAYTIME.match(low, stop, end)):
        clock = _daytime(low, stop, end, hour % 12 * 60, False)
        return clock if clock.known or low.startswith((" o'clock", " o’clock"), stop) else None
    return None


def _in_words(low: str, at: int, end: int, lang: str) -> Clock | None:
    if lang != "en" or _SPOKEN.match(low, at, end) is None:
        return None
    number = read_number(low, at, end, lang)
    if number is None or number.ordinal or number.vague or not 1 <= number.low <= 12 or number.low % 1:
        return None
    half = _HALF_AFTER.match(low, number.end, end)
    if half is not None and low[number.end] in "  ":
        return _zoned(low, half.end(), end, _halved(int(number.low), 0, half["half"]), True)
    if low.startswith((" o'clock", " o’clock", " in the morning", " in the afternoon", " in the evening"), number.end):
        return _daytime(low, number.end, end, int(number.low) % 12 * 60, False)
    return None


def _hour(word: str, lang: str) -> int | None:
    if word in _NAMED:
        return _NAMED[word]
    number = read_number(word, 0, len(word), lang) if word[0].isalnum() else None
    return int(number.low) * 60 if number is not None and 0 <= number.low <= 24 else None


def _halved(hour: int, minute: int, half: str) -> int:
    return (hour % 12 + (12 if half[0] == "p" else 0)) * 60 + minute


def _daytime(low: str, stop: int, end: int, minutes: int, known: bool) -> Clock:
    """With "in the morning", "tonight" behind it, if it stands there."""
    match = _DAYTIME.match(low, stop, end)
    if match is None:
        if low.startswith((" o'clock", " o’clock"), stop):
            stop += 8
        return _zoned(low, stop, end, minutes, known)
    if not known and minutes < 720:
        part = match["part"]
        late = part in ("afternoon", "evening", "tonight") or ("night" in part and minutes >= 300)
        minutes, known = minutes + (720 if late else 0), True
    return _zoned(low, match.end(), end, minutes, known)


def _zoned(low: str, stop: int, end: int, minutes: int, known: bool) -> Clock:
    match = _ZONE.match(low, stop, end)
    if match is None:
        return Clock(stop, minutes, known, None)
    return Clock(match.end(), minutes, known, _ZONES[match["zone"]])
