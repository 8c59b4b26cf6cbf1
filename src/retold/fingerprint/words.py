"""Words of a text: where they stand, the crude stem under which they are compared, and how rare they are."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from retold.fingerprint.meaning import meanings
from retold.fingerprint.rarity import rarity_table, zipf_table

__all__ = ["Words", "find_words", "fold", "stem", "stem_key"]

# Marks that belong to the letter before them and are no letters to a regular expression: combining accents, soft
# hyphens, Arabic vowels, the vowel signs of Devanagari, Bengali and Tamil.
_MARKS = "\u00ad\u0300-\u036f\u064b-\u0655\u0670\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0b82\u0bbe-\u0bcd"
# A token: letters and digits, with what may stand inside it: an apostrophe, the separators of a number (13,000;
# 2.5; 10:30; 13 000), the full stops between initials (U.S.).
# Most tokens end at a space, so what may follow a letter is looked at only where no space does.
_GROUP = r"[ \u00a0\u202f](?:(?<=\b\d.)|(?<=\b\d\d.)|(?<=\b\d\d\d.))\d{3}\b"
_INSIDE = rf"[{_MARKS}]+\w*|['’]\w+|(?<=\d)[.:]\d+|(?<=\b\w)(?:\.\w\b)+\.?"
_TOKEN = re.compile(rf"\w++(?:(?![\s,])(?:{_INSIDE})|(?<=\d)(?:,\d+|{_GROUP}))*+")
_TOKENS = re.compile(f"({_TOKEN.pattern})")  # to split a text into what stands between tokens and the tokens, in turn
# Thai, kana and Han are written without spaces: there a token is the longest listed word, or else a character.
_UNSPACED_RUN = re.compile("[\u0e00-\u0e7f\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_NO_SPACES = frozenset(("ja", "th", "zh"))
_LONGEST_WORD = 8  # characters of an unspaced word that are looked up together
_HANGUL_WORD = re.compile("[\uac00-\ud7a3]{3,12}")
# Languages that write an article or pronoun on to the next word: l'usine, dell'Unione, d'Orbeval, n'a.
_ELIDING = frozenset(("ca", "fr", "it"))
_ELIDED = frozenset(
    ["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "un", "all", "dall", "dell",
     "nell", "sull", "quest", "quell"]
)  # fmt: skip
# Languages that write 13.000 for thirteen thousand and 2,5 for two and a half.
_DECIMAL_COMMA = frozenset(
    ["bg", "ca", "cs", "da", "de", "el", "es", "fi", "fr", "hr", "hu", "id", "is", "it", "lt", "lv", "mk", "nb", "nl",
     "pl", "pt", "ro", "ru", "sh", "sk", "sl", "sr", "sv", "tr", "uk", "vi"]
)
_GROUPED_BY_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+")
# A single letter or character says little, however seldom it stands alone.
_HEAVIEST_LETTER = 1.0

# English endings of the second step (the first takes away the plural), longest first, each with what replaces it
# and the shortest stem that it may leave. Meant to bring forms of one word together, not to find its lemma.
_ENDINGS = (
    ("ization", "iz", 3), ("isation", "iz", 3), ("ational", "at", 3), ("iveness", "iv", 3), ("fulness", "ful", 3),
    ("ional", "ion", 4), ("ation", "", 4), ("ingly", "", 4), ("ising", "iz", 4),
    ("izing", "iz", 4), ("edly", "", 4), ("ness", "", 4), ("ment", "", 4), ("tion", "t", 4), ("sion", "s", 4),
    ("ised", "iz", 4), ("ized", "iz", 4), ("ical", "ic", 3), ("ying", "i", 3), ("ise", "iz", 4), ("ize", "iz", 4),
    ("ity", "", 4), ("ied", "i", 3), ("ier", "i", 3), ("ing", "", 3), ("ed", "", 3), ("er", "", 4), ("or", "", 4),
    ("ly", "", 3), ("y", "i", 3),
)  # fmt: skip
_LONGEST_KEPT = 6  # outside English, a word is cut to its first letters: endings differ too much to list


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: parallel sequences of character offsets, case-folded forms, stems, weights.

    A weight is 0 for a commonplace word and at most `rarity.RAREST`. `keys` holds a 64-bit hash of each stem,
    the same for the same stem in every text, language and run; `rows` the row of each form among the language's
    vectors (see `retold.fingerprint.meaning`), -1 where it has none.
    """

    starts: list[int]
    ends: list[int]
    forms: list[str]
    stems: list[str]
    weights: list[float]
    keys: NDArray[np.int64]
    rows: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts)


def stem_key(stem: str) -> int:
    """A signed 64-bit hash of a stem that depends on its letters alone (BLAKE2b)."""
    return int.from_bytes(blake2b(stem.encode(), digest_size=8).digest(), "little", signed=True)


def fold(token: str, lang: str = "en") -> str:
    """A token as it is compared: case-folded, without accents, possessive, full stops and separators.

    >>> fold("Zürich's"), fold("U.S."), fold("13,000"), fold("13.000", "de"), fold("l'usine", "fr")
    ('zurich', 'us', '13000', '13000', 'usine')
    """
    return _unaccented(_listed_form(token, lang))


def _listed_form(token: str, lang: str) -> str:
    """A token as a word list holds it: case-folded, without possessive, elided article, and separators."""
    if lang == "tr":
        token = token.replace("İ", "i").replace("I", "ı")
    word = token.casefold().replace("’", "'").replace("\u00ad", "")
    if word[:1].isdigit():
        return _number(word, lang)
    if "'" in word:
        if word.endswith("'s"):
            return word[:-2]
        if lang in _ELIDING and word.partition("'")[0] in _ELIDED:
            word = word.partition("'")[2]
    return word.replace(".", "")


def _number(word: str, lang: str) -> str:
    """A number in plain digits with a point before decimals; clock times and the like stay as they are."""
    word = "".join(word.split())
    if not word.isascii():
        word = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in word)
    if lang in _DECIMAL_COMMA:
        if _GROUPED_BY_POINTS.fullmatch(word.partition(",")[0]):
            word = word.replace(".", "")
        return word.replace(",", ".")
    return word.replace(",", "").replace("'", "").rstrip(".:") or word


def _unaccented(word: str) -> str:
    """A word without the accents of European scripts; the voicing marks of kana stay."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")) or word


@lru_cache(maxsize=1 << 16)
def stem(form: str, lang: str = "en") -> str:
    """The crude stem of a case-folded word: letters that its inflected forms share.

    >>> stem("advances"), stem("advanced"), stem("advancing")
    ('advanc', 'advanc', 'advanc')
    >>> stem("policies"), stem("policy"), stem("police")
    ('polici', 'polici', 'polic')
    """
    if len(form) < 4 or form[0].isdigit():
        return form
    if lang != "en":
        return form[:_LONGEST_KEPT]
    form = _singular(form)
    for ending, instead, shortest in _ENDINGS:
        if form.endswith(ending):
            if ending == "ed" and form[-3] in "ei":
                form = form if len(form) == 5 else form[:-1]  # speed; agreed, died
                break
            if len(form) - len(ending) >= shortest:
                form = form[: -len(ending)] + instead
                if len(form) > 3 and form[-1] == form[-2] and form[-1] not in "aeiouls":
                    form = form[:-1]  # running, planned
                break
    return form[:-1] if len(form) > 3 and form[-1] == "e" else form


def _singular(form: str) -> str:
    """An English word without the s of a plural or of the third person."""
    if form[-1] != "s" or form.endswith(("ss", "us", "is")):
        return form
    if form.endswith("ies"):
        return form[:-3] + "y" if len(form) > 4 else form[:-1]
    if form.endswith(("sses", "ches", "shes", "xes", "zes", "oes")):
        return form[:-2]
    return form[:-1] if len(form) > 3 else form


_Entry = tuple[str, str, float, int, int]  # form, stem, weight, key, row


@lru_cache(maxsize=16)
def _entries(lang: str) -> _Entries:
    return _Entries(lang)


class _Entries(dict[str, _Entry]):
    """What is known of each token met so far in one language; bounded, so that it cannot grow on."""

    _MOST = 1 << 18

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang
        self._weight = rarity_table(lang)
        self._meanings = meanings(lang)

    def __missing__(self, token: str) -> _Entry:
        if len(self) >= self._MOST:
            self.clear()
        listed = _listed_form(token, self._lang)
        if self._lang == "ko" and _HANGUL_WORD.fullmatch(listed):
            listed = _listed_prefix(listed)
        form = _unaccented(listed)
        root = stem(form, self._lang)
        weight = self._weight(listed)
        if len(form) == 1 and not form.isdigit():
            weight = min(weight, _HEAVIEST_LETTER)
        entry = self[token] = (form, root, weight, stem_key(root), self._meanings.row(listed))
        return entry


def _listed_prefix(form: str) -> str:
    """A Korean word without the particles behind it: its longest beginning that is a listed word."""
    listed = zipf_table("ko")
    return next((form[:k] for k in range(len(form), 1, -1) if form[:k] in listed), form)


def _segment(text: str, lang: str) -> list[tuple[int, int]]:
    """Where the tokens of a text stand in a language that does not space its words."""
    listed = zipf_table(lang)
    spans: list[tuple[int, int]] = []
    after = 0
    for run in [*(match.span() for match in _UNSPACED_RUN.finditer(text)), (len(text), len(text))]:
        spans += [match.span() for match in _TOKEN.finditer(text, after, run[0])]
        start, after = run
        while start < after:
            end = min(start + _LONGEST_WORD, after)
            while end > start + 1 and text[start:end] not in listed:
                end -= 1
            spans.append((start, end))
            start = end
    return spans


@lru_cache(maxsize=8)  # an article is compared with several others, one after the other
def find_words(text: str, lang: str = "en") -> Words:
    """All words of `text` with their offsets (characters, half-open), forms, stems and weights.

    >>> find_words("U.S. officials, 13,000 of them").forms
    ['us', 'officials', '13000', 'of', 'them']
    """
    entries = _entries(lang)
    if lang in _NO_SPACES:
        spans = _segment(text, lang)
        starts, ends = [start for start, _ in spans], [end for _, end in spans]
        tokens = [text[start:end] for start, end in spans]
    else:
        parts = _TOKENS.split(text)
        edges = list(accumulate(map(len, parts)))
        starts, ends, tokens = edges[:-1:2], edges[1::2], parts[1::2]
    if not tokens:
        nothing = np.empty(0, dtype=np.int64)
        return Words([], [], [], [], [], nothing, nothing)
    forms, stems, weights, keys, rows = zip(*map(entries.__getitem__, tokens), strict=True)
    return Words(
        starts, ends, list(forms), list(stems), list(weights), np.array(keys, np.int64), np.array(rows, np.int64)
    )
