"""The words of quotations as they are compared: spelling, contractions and number words do not make a difference."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

__all__ = ["CONDITIONS", "DOUBTS", "canonical", "content", "find_tokens", "same_spelling"]


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TOKEN = re.compile(r"\w+(?:['’.,]\w+)*|%|[\[(]\w[^\[\]()]{0,80}[\])]")
_OUR = re.compile(r"(?<=[bcdhlmnprtv])our(?=(?:s|ed|ing|ite|ites|able|ful|less|er|ers|hood|hoods|ly)?$)")
_ISE = re.compile(r"(?<=[a-z]{3})([iy])s(?=(?:e|ed|es|ing|ation|ations|er|ers|able)$)")
_DOUBLED = re.compile(r"ll(?=(?:ed|ing|er|ers)$)")
_FORMS = {
    "centre": "center", "centres": "centers", "theatre": "theater", "metre": "meter", "metres": "meters",
    "litre": "liter", "litres": "liters", "kilometre": "kilometer", "kilometres": "kilometers", "fibre": "fiber",
    "catalogue": "catalog", "dialogue": "dialog", "analogue": "analog", "defence": "defense", "offence": "offense",
    "offences": "offenses", "licence": "license", "pretence": "pretense", "programme": "program",
    "programmes": "programs", "grey": "gray", "towards": "toward", "afterwards": "afterward", "whilst": "while",
    "amongst": "among", "learnt": "learned", "burnt": "burned", "dreamt": "dreamed", "spelt": "spelled",
    "judgement": "judgment", "mum": "mom", "cheque": "check", "cheques": "checks", "tyre": "tire", "tyres": "tires",
    "ageing": "aging", "sceptical": "skeptical", "sceptic": "skeptic", "aluminium": "aluminum", "ok": "okay",
    "fulfil": "fulfill", "enrol": "enroll", "instalment": "installment", "manoeuvre": "maneuver", "plough": "plow",
    "pyjamas": "pajamas", "highjacked": "hijacked", "storey": "story",
    "moustache": "mustache",
}  # fmt: skip
_NUMBER_WORDS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty
    """
_NUMBERS = {word: str(value) for value, word in enumerate(_NUMBER_WORDS.split()) if value > 1} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
}
_ENDINGS = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am"}
_IS = _words(
    """
    it he she that there what who where how here this let
    """
)
# Words that turn a statement round when they are cut off before it, or that it depends on when cut off behind it.
DOUBTS = _words(
    """
    not never no nobody none nor neither hardly barely without if unless deny denies denied doubt doubts doubted
    false untrue wrong nicht kein keine nie niemals pas jamais ni nunca non mai não niet geen nooit не нет никогда
    """
)
CONDITIONS = _words(
    """
    if unless until provided only wenn falls si sauf se als если
    """
)
_COMMON = _words(
    """
    the a an and or but of to in on at by for with from as is are was were be been being has have had do does did
    will would can could should may might must it its he she they we i you his her their our my your this that these
    those there then than so if not no who which what when where how all any some very just also
    """
)


@lru_cache(maxsize=1 << 15)
def canonical(word: str) -> tuple[str, ...]:
    """A word as it is compared: one or two small-letter forms in one spelling, contractions taken apart.

    >>> canonical("Honour"), canonical("don’t"), canonical("U.S.")
    (('honor',), ('do', 'not'), ('us',))
    """
    w = word.casefold().replace("’", "'")
    if w[0].isdigit():
        return (w.replace(",", ""),)
    if "." in w or "," in w:
        parts = w.replace(",", ".").split(".")
        if max(map(len, parts)) > 1:  # "over.Then": a space is missing
            return tuple(form for part in parts if part for form in canonical(part))
        w = "".join(parts)
    if "'" in w:
        if w.endswith("n't"):
            stem = {"wo": "will", "ca": "can", "sha": "shall"}.get(w[:-3], w[:-3])
            return (stem, "not")
        for ending, full in _ENDINGS.items():
            if w.endswith(ending):
                return (w[: -len(ending)], full)
        if w.endswith("'s"):
            return (w[:-2], "is") if w[:-2] in _IS else (w[:-2], "'s")
    if w == "cannot":
        return ("can", "not")
    if w in ("percent", "%"):
        return ("per", "cent")
    if w in _NUMBERS:
        return (_NUMBERS[w],)
    if w in _FORMS:
        return (_FORMS[w],)
    if len(w) > 5:
        w = _DOUBLED.sub("l", _ISE.sub(r"\1z", _OUR.sub("or", w)))
    return (w,)


def find_tokens(text: str, start: int, end: int) -> tuple[list[str], list[int], list[int], bool]:
    """Canonical words of `text[start:end]` with the offsets of the word each comes from; and whether words were added.

    What an editor put in brackets, as in "she [the mayor] knew", is left out.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    added = False
    for match in _TOKEN.finditer(text, start, end):
        token = match[0]
        if token[0] in "[(":
            added = True
            continue
        for form in canonical(token):
            words.append(form)
            starts.append(match.start())
            ends.append(match.end())
    return words, starts, ends, added


def content(words: list[str]) -> set[str]:
    """The beginnings of the words that carry the sense: without articles, pronouns and the like."""
    return {w[:5] for w in words if w not in _COMMON and (len(w) > 2 or w.isdigit())}


def same_spelling(a: str, b: str, names: bool) -> bool:
    """Whether two words or runs of words are one in two spellings: "build up" and "buildup".

    With `names`, both are proper names, and transliterations of one count too: "Sergei" and "Sergey".
    """
    x, y = a.replace(" ", ""), b.replace(" ", "")
    return x == y or (names and _sound(x) == _sound(y) and len(x) > 3)


def _sound(name: str) -> str:
    """A name without what transliterations differ in."""
    plain = anyascii(name).casefold()
    for letters, instead in _LETTERS:
        plain = plain.replace(letters, instead)
    return _TWICE.sub(r"\1", plain)


_LETTERS = (("y", "i"), ("j", "i"), ("kh", "h"), ("ck", "k"), ("q", "k"), ("w", "v"), ("tz", "ts"), ("ie", "i"))
_TWICE = re.compile(r"(.)\1+")
