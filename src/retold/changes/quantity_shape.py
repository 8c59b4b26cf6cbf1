"""What belongs to a number besides its digits: a scale, the other end of a range, the other side of a score, a unit."""

from __future__ import annotations

import re

from retold.changes.numerals import Number, lexicon, read_number
from retold.changes.quantity_words import word_set
from retold.changes.units import Unit, unit_at, unit_of

__all__ = ["measure_at", "range_end", "scaled_at", "score_at"]

_SHORT_SCALE = {
    "k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "bn": 1e9, "b": 1e9, "mrd": 1e9, "mds": 1e9, "md": 1e9,
    "mld": 1e9, "bln": 1e9, "tn": 1e12, "trn": 1e12, "tsd": 1e3,
}  # fmt: skip
_SCALE = re.compile(r"[-\s]?([^\W\d_]+)")
_METRES_BEFORE = re.compile(
    r"[ ]?(?:[.,;:)]|$|(?:long|high|tall|wide|deep|away|above|below|from|off|of|in|and|to|or|at|by|race|sprint|"
    r"hurdles?|butterfly|freestyle|final|north|south|east|west|freestyle|relay|[(\d])\b|\()"
)
_RANGE = re.compile(r"(?P<dash>\s?[-–—‑]\s?|:)|\s(?P<word>to|or|and|à|et|bis|und|oder|a|y|o|e|ou|tot|en|of)\s")
_SCORE_CUE = re.compile(
    r"\b(?:won|win|wins|beat\w*|lost|lose|loss|los|victory|score\w*|draw|drew|lead|leads|led|ahead|defeat\w*|record|"
    r"down|level|vote\w*|result|decision|match|tie|goals?|aggregate|points?|final|siege|sieg)\b"
)
_SINGLE = word_set("m g t l h p w b")
_RISKY_UNITS = word_set("won rand pc t p h l w g min sec mi ha cent rs rub")


def score_at(low: str, at: int, number: Number, stop: int, lang: str) -> tuple[int, float] | None:
    """As in "2–1", "114-113", "115:112": two plain figures that are neither a range nor a time."""
    if not number.plain or len(number.plain) > 3:
        return None
    match = re.compile(r"(?P<sep>[-–‑:]|\s[-–]\s| to )(?P<other>\d{1,3})(?![\d%]|[.,]\d|[^\W\d_])").match(
        low, number.end, stop
    )
    if match is None or low[match.end() : match.end() + 2] in ("-y", "-d", "-m", "-h"):
        return None
    other = float(match["other"])
    cue = _SCORE_CUE.search(low[max(0, at - 30) : at]) or _SCORE_CUE.search(low[match.end() : match.end() + 22])
    if " to " in match["sep"] and (not cue or other >= number.low or re.search(r"from $", low[max(0, at - 5) : at])):
        return None
    if match["sep"] == ":" or other < number.low or (cue and unit_at(low, match.end() + 1, stop, lang) is None):
        return match.end(), other
    return None


def scaled_at(low: str, finish: int, number: Number, money: bool, stop: int, lang: str) -> tuple[int, float]:
    """Where a scale word after a figure ends, and what it multiplies by: "13k", "1.3 million", "300m tolans"."""
    if number.words:
        return finish, 1.0
    match = _SCALE.match(low, finish, stop)
    if match is None:
        return finish, 1.0
    word = match[1]
    scale = lexicon(lang).scales.get(word, 0.0) if lang else 0.0
    if scale >= 12 and (scale > 12 or word in ("dozen", "dozens")) and low[finish : finish + 1] != "":
        return match.end(), scale
    if word in ("million", "billion", "thousand", "millions"):
        return match.end(), {"m": 1e6, "b": 1e9 if lang == "en" else 1e12, "t": 1e3}[word[0]]
    short = _SHORT_SCALE.get(word)
    if short is None or low[finish] == "-":
        return finish, 1.0
    money = money or low[match.end() : match.end() + 1] in ("€", "$", "£")
    if word in ("k", "b", "m") and low[finish].isspace() and not money:
        return finish, 1.0
    if (
        word == "m"
        and not money
        and (number.low >= 1000 or _METRES_BEFORE.match(low, match.end(), stop) is not None or match.end() >= stop)
    ):
        return finish, 1.0
    stopped = match.end() + (low[match.end() : match.end() + 1] == "." and word in ("mrd", "mio", "tsd"))
    return stopped, short


def range_end(
    low: str, begin: int, finish: int, value: float, floor: int, stop: int, lang: str
) -> tuple[int, float, float, float] | None:
    """The second end of a range that begins with `value`: (end, value, step, scale)."""
    match = _RANGE.match(low, finish, stop)
    if match is None or match.end() >= stop or match["dash"] == ":":
        return None
    before = low[max(floor, begin - 10) : begin]
    word = match["word"]
    if word in ("and", "et", "und", "y", "e", "en") and not re.search(
        r"(?:between|entre|zwischen|tra|fra|tussen) $", before
    ):
        return None
    if word in ("to", "a", "à", "bis", "tot") and re.search(r"(?:from|de|von|van|da) $", before):
        return None
    at = match.end() + (low[match.end()] in "$€£")
    if at >= stop or not (low[at].isdecimal() or low[at].isalpha()):
        return None
    second = read_number(low, at, stop, lang)
    if second is None or second.ordinal or second.vague or (second.words and match["dash"] and "-" in match["dash"]):
        return None
    end, scale = scaled_at(low, second.end, second, low[match.end()] in "$€£", stop, lang)
    if second.low * scale <= value and not (scale > 1 and second.low > value):
        return None
    if word in ("a", "o", "e", "or", "of", "ou", "oder") and second.low * scale > 4 * value:
        return None
    return end, second.low * scale, second.step * scale, scale


def measure_at(
    low: str, finish: int, form: str, scaled: bool, value: float, stop: int, lang: str
) -> tuple[Unit | None, int]:
    """The unit behind a number, and where it ends."""
    at = finish
    if low[at : at + 1] in ("-", " ", " ", " ", "‑"):
        at += 1
    for link in ("of ", "de ", "d'", "d’", "di ") if scaled or form == "words" or lang != "en" else ():
        if low.startswith(link, at):
            at += len(link)
            break
    match = unit_at(low, at, stop, lang)
    if match is None:
        return None, finish
    name = match[0]
    if (name in _RISKY_UNITS or (len(name) == 1 and name.isalpha())) and (
        (form == "words" and not scaled) or (name == "won" and value < 1000) or (name in _SINGLE and low[finish] == "-")
    ):
        return None, finish
    unit = unit_of(name)
    if unit is not None and unit.name == "pound" and (scaled or (form == "digits" and lang != "en")):
        unit = unit_of("gbp")
    return unit, match.end()
