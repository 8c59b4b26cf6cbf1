"""Reading numerals: digits with the separators of a language, and number words.

Everything here works on a lower-cased text whose offsets are those of the original (`lowered`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from retold.changes.date_words import DATE_WORDS
from retold.changes.quantity_words import FRACTIONS, JOINED, LANGUAGES, ORDINALS, SCALES, SIMPLE, word_set

__all__ = ["Lexicon", "Number", "candidates", "language", "lexicon", "lowered", "parse_digits", "read_number", "trie"]

LONGEST_LITERAL = 24  # characters: no number of a news text is longer, and Python's int() is slow on long ones
_MOST_WORDS = 12  # words of one spelled-out number

_SPACES = " \u00a0\u202f\u2009"
_LITERAL = re.compile(r"\d{1,25}(?:[.,'’]\d{1,9}){0,8}(?:[½¼¾⅓⅔])?|[½¼¾⅓⅔]")
_SPACED = re.compile(rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}}(?!\d))+(?:,\d+)?")
_NB_SPACED = re.compile(r"\d{1,3}(?:[\u00a0\u202f\u2009]\d{3}(?!\d))+(?:[.,]\d+)?")
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_WORD = re.compile(r"[^\W\d_]+")
_JOIN = re.compile(r"(?:[-‑–]| {1,2}|\u00a0|\n)(?:(?:and|et|y|e|und|en)(?:[ -]))?(?:a )?")
_GAP = "[ \u00a0-]"
_MIXED = re.compile(r" (?:(\d)/(\d)\b)")
_PLURAL_SCALES = word_set(
    "hundreds thousands millions billions trillions dozens centaines milliers dizaines douzaines hunderte tausende "
    "dutzende miles millares centenares docenas decenas centinaia migliaia dozzine decine milhares centenas dúzias "
    "dezenas honderden duizenden tientallen"
)


# Words besides numerals at which a quantity may begin: named hours, "no", "both", and lengths of time after "a".
_OTHERS = {
    "en": "noon midnight midday both no tens pair couple year month week decade hour",
    "fr": "midi minuit aucun aucune",
    "de": "mittag mitternacht kein keine",
    "es": "mediodía medianoche ningún",
    "it": "mezzogiorno mezzanotte",
    "pt": "meio-dia meia-noite nenhum",
    "nl": "middernacht geen",
}


class Number(NamedTuple):
    """A number as read: where it ends, its range, the step of its last written digit, and how it was written.

    `vague` is set for "hundreds" and "tens of thousands"; `ordinal` for "third". `plain` holds the digits of a
    literal without a separator, or an empty string.
    """

    end: int
    low: float
    high: float
    step: float
    words: bool
    ordinal: bool = False
    vague: bool = False
    plain: str = ""


class Lexicon(NamedTuple):
    """The words of one language: numbers that add up, scales, ordinals, parts, and the pattern of candidates."""

    lang: str
    simple: dict[str, int]
    scales: dict[str, float]
    ordinals: dict[str, int]
    parts: dict[str, int]
    pattern: re.Pattern[str]


def language(lang: str) -> str:
    """The two letters under which a language's tables stand; English where there are none."""
    code = lang[:2].lower()
    return code if code in LANGUAGES else "en"


def _table(lines: str) -> dict[str, float]:
    return {word: float(value) for word, _, value in (pair.partition("=") for pair in lines.split())}


def _whole(lines: str) -> dict[str, int]:
    return {word: int(value) for word, value in _table(lines).items()}


def _joined_words(lang: str, simple: dict[str, int]) -> dict[str, int]:
    """Every number below a hundred that the language writes as one word, and those with hundred and thousand."""
    units = {w: v for w, v in simple.items() if 1 <= v <= 9}
    tens = {w: v for w, v in simple.items() if v >= 20}
    found: dict[str, int] = dict(simple)
    for ten, tv in tens.items():
        for unit, uv in units.items():
            if lang == "it":
                found[(ten[:-1] if uv in (1, 8) else ten) + unit] = tv + uv
                if uv == 3:
                    found[ten + "tré"] = tv + uv
            else:
                link = "ën" if lang == "nl" and unit.endswith("e") else JOINED[lang]
                found[unit + link + ten] = tv + uv
    below = {w: v for w, v in found.items() if v >= 1}
    hundred, thousand = {"de": ("hundert", "tausend"), "nl": ("honderd", "duizend"), "it": ("cento", "mila")}[lang]
    for word, value in below.items():
        if 2 <= value <= 9:
            found[word + hundred] = value * 100
        if value >= 2:
            found[word + thousand] = value * 1000
        found[f"{hundred}{word}"] = 100 + value
    for word, value in units.items():
        if value >= 2:
            found[f"{word}{hundred}{thousand}"] = value * 100_000
    found[hundred + thousand] = 100_000
    return found


def trie(words: list[str]) -> str:
    """One pattern for many words, sharing their beginnings; a space in a word may be a hyphen."""
    root: dict[str, object] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}

    def pattern(node: dict[str, object]) -> str:
        branches = [(_GAP if c == " " else re.escape(c)) + pattern(n) for c, n in sorted(node.items()) if c]  # type: ignore[arg-type]
        if not branches:
            return ""
        if "" in node:
            return f"(?:{'|'.join(branches)})?"
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"

    return pattern(root)


@lru_cache(maxsize=len(LANGUAGES))
def lexicon(lang: str) -> Lexicon:
    """The number words of `lang` (one of `LANGUAGES`) and the pattern that finds what may be a number or a date."""
    simple = _whole(SIMPLE[lang])
    if lang in JOINED:
        simple = _joined_words(lang, simple)
    scales = {w: v for w, v in _table(SCALES[lang]).items() if v}
    ordinals, parts = _whole(ORDINALS[lang]), _whole(FRACTIONS[lang])
    words = {*simple, *scales, *ordinals, *parts, *_OTHERS[lang].split(), *DATE_WORDS[lang]}
    pattern = re.compile(rf"\b(?:{trie(sorted(words))}\b)|[\d½¼¾⅓⅔]\d*")
    return Lexicon(lang, simple, scales, ordinals, parts, pattern)


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """`text` in lower case, character for character, so that offsets stay."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=256)
def candidates(text: str, start: int, end: int, lang: str) -> tuple[tuple[int, str], ...]:
    """Where a number or a date may begin in `text[start:end]`: (offset, lower-cased word or digits), in order."""
    found = lexicon(lang).pattern.finditer(lowered(text), start, end)
    return tuple((match.start(), match[0]) for match in found)


def parse_digits(literal: str, lang: str = "en") -> tuple[float, float] | None:
    """The value of digits with separators, and the step of their last digit that is written; None if no number.

    >>> parse_digits("13,000"), parse_digits("13.000", "de"), parse_digits("1,3", "fr")
    ((13000.0, 1000.0), (13000.0, 1000.0), (1.3, 0.1))
    """
    if len(literal) > LONGEST_LITERAL:
        return None
    extra = _VULGAR.get(literal[-1], 0.0)
    body = literal[:-1] if extra else literal
    for mark in _SPACES + "'’":
        body = body.replace(mark, "")
    if not body:
        return extra, extra
    decimal = "." if lang == "en" else ","
    other = "," if lang == "en" else "."
    pieces = re.split(r"[.,]", body)
    marks = [c for c in body if c in ".,"]
    if not marks:
        whole, part = body, ""
    elif (
        all(len(p) == 3 for p in pieces[1:])
        and 1 <= len(pieces[0]) <= 3
        and len(set(marks)) == 1
        and (marks[0] == other or len(marks) > 1 or (pieces[1] == "000" and pieces[0] != "0"))
        and pieces[0] != "0"
    ):
        whole, part = "".join(pieces), ""
    elif len(marks) > 1 and marks[-1] == decimal and marks[0] == other:
        whole, part = "".join(pieces[:-1]), pieces[-1]
    elif len(marks) > 1 and lang == "en" and marks[0] == "," and all(len(p) == 2 for p in pieces[1:-1]):
        whole, part = "".join(pieces), ""  # 1,50,000 as Indian papers write it
    elif len(marks) == 1:
        whole, part = pieces
    else:
        return None
    if part:
        return float(f"{whole}.{part}"), 10.0 ** -len(part)
    value = float(whole)
    zeros = len(whole) - len(whole.rstrip("0")) if value else 0
    return value + extra, extra or 10.0**zeros


def _read_words(low: str, pos: int, end: int, lex: Lexicon) -> Number | None:
    """A spelled-out number at `pos`: cardinals, scales and a closing ordinal, as far as they add up."""
    total, current, at, step = 0.0, -1.0, pos, 1.0
    seen, ordinal, vague, last = 0, False, False, pos
    while seen < _MOST_WORDS:
        match = _WORD.match(low, at, end)
        if match is None:
            break
        word = match[0]
        if word in lex.simple:
            value: float = lex.simple[word]
            if lex.lang == "fr" and word.startswith("vingt") and current % 100 == 4:
                current = current - 4 + 80
            elif current < 0 or (value > 0 and _adds(current, value, lex.lang)):
                current = max(current, 0.0) + value
            else:
                break
        elif word in lex.scales:
            scale = lex.scales[word]
            if word in _PLURAL_SCALES and not seen:
                return _vague(low, match.end(), end, scale, lex)
            if scale == 100 and current < 1000 and word not in ("hundreds",):
                current = max(current, 1.0) * 100
            elif scale < 100 or word in _PLURAL_SCALES:
                if current < 0 and scale >= 1000:
                    break
                current = max(current, 1.0) * scale
                last, seen = match.end(), seen + 1
                break
            else:
                if total and scale >= total:
                    break
                total += max(current, 1.0) * scale
                current = -1.0
        elif word in lex.ordinals and ((current < 0 and not seen) or (current >= 20 and lex.lang == "en")):
            value = lex.ordinals[word]
            if current >= 20 and not _adds(current, value, lex.lang):
                break
            current = max(current, 0.0) + value
            last, ordinal = match.end(), True
            break
        else:
            break
        last, seen = match.end(), seen + 1
        join = _JOIN.match(low, last, end)
        if join is None or not _may_join(join[0], current, total, lex.lang):
            break
        at = join.end()
    if last == pos:
        return None
    value = total + max(current, 0.0)
    if total or value >= 100 or (value % 10 == 0 and value):
        digits = str(int(value))
        step = 10.0 ** (len(digits) - len(digits.rstrip("0")))
    return Number(last, value, value, step, True, ordinal, vague)


def _adds(current: float, value: float, lang: str) -> bool:
    """Whether a number word of `value` goes on a number that stands at `current` (twenty + one, not one + two)."""
    if value < 10 and current >= 20 and current % 10 == 0:
        return True
    if lang == "fr" and 10 <= value < 20 and current % 100 in (60, 80):
        return True
    return value < 100 and current >= 100 and current % 100 == 0


def _may_join(join: str, current: float, total: float, lang: str) -> bool:
    if not any(c.isalpha() for c in join):
        return True
    if lang == "en":
        return ((current >= 100 or (total > 0 and current < 0)) and "and" in join) or not join.strip(" -").replace(
            "a", ""
        )
    return current >= 20 or total > 0


def _vague(low: str, at: int, end: int, scale: float, lex: Lexicon) -> Number | None:
    """As in "hundreds", "tens of thousands", "hundreds of millions": from the scale (or two) to the next."""
    of = re.compile(r" (?:of|de|d['’]|di|von) ?|d['’]| ").match(low, at, end)
    if of is not None:
        word = _WORD.match(low, of.end(), end)
        if (
            word is not None
            and (higher := lex.scales.get(word[0], 0.0)) >= 1000
            and (word[0] in _PLURAL_SCALES or higher >= 1e6)
        ):
            base = scale * higher
            return Number(word.end(), base, base * 10 - 1, base, True, vague=True)
    return Number(at, scale, scale * (100 / 12 if scale == 12 else 10) - 1, scale, True, vague=True)


@lru_cache(maxsize=256)
def read_number(low: str, pos: int, end: int, lang: str) -> Number | None:
    """The number that begins at `pos` of the lower-cased text `low`, in digits or words; None if there is none."""
    number = _read_plain(low, pos, end, lang)
    if number is None or lang != "en" or not low.startswith(" and a half", number.end) or number.low >= 1000:
        return number
    at = number.end + len(" and a half")
    scale = re.compile(r" (million|billion|trillion|thousand|hundred)\b").match(low, at, end)
    times = lexicon(lang).scales[scale[1]] if scale is not None else 1.0
    value = (number.low + 0.5) * times
    return number._replace(
        end=scale.end() if scale is not None else at, low=value, high=value, step=times / 2, plain=""
    )


def _read_plain(low: str, pos: int, end: int, lang: str) -> Number | None:
    if low[pos].isdecimal() or low[pos] in _VULGAR:
        match = (_NB_SPACED if lang == "en" else _SPACED).match(low, pos, end) or _LITERAL.match(low, pos, end)
        if match is None:
            return None
        parsed = parse_digits(match[0], lang)
        if parsed is None:
            return None
        value, step = parsed
        mixed = _MIXED.match(low, match.end(), end)
        if mixed and mixed[2] != "0" and value < 1000:
            part = int(mixed[1]) / int(mixed[2])
            return Number(mixed.end(), value + part, value + part, part, False)
        return Number(match.end(), value, value, step, False, plain=match[0] if match[0].isdecimal() else "")
    lex = lexicon(lang)
    if lang == "en" and low.startswith("tens of ", pos):
        word = _WORD.match(low, pos + 8, end)
        if word and (scale := lex.scales.get(word[0], 0.0)) >= 1000:
            return Number(word.end(), scale * 10, scale * 100 - 1, scale * 10, True, vague=True)
        return None
    return _read_words(low, pos, end, lex)
