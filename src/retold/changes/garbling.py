"""Spots where machine rewording broke a sentence: evidence that a text was reworded by machine, not proof."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from retold.model import Article, ChangedWords
from retold.read.wordlist import word_set

__all__ = ["Garbling", "find_garbling"]

_SPINTAX = re.compile(r"\{[^{}\n|]{1,60}(?:\|[^{}\n|]{0,60})+\}")
# Each begins with the rarest character in it and looks back from there: most texts hold no broken spot.
_DOUBLED = re.compile(r"\b([^\W\d_]{2,}+)\s++(?i:\1)\b")
# A full stop before a small letter, inside what the reader takes for one sentence.
_STOPPED = re.compile(r"\.(?<=[a-z]{4}\.) ([a-z][\w’'-]*)((?: [\w’'-]+){0,1}\.(?=\s|$))?")
_NO_SPACE = re.compile(r"[.,;!?](?:(?<=[^\W\d_]{3}.)(?=[A-Z][a-z]{2,})|(?<=[a-z]{3},)(?=[a-z]{3}))")
_BEFORE_MARK = re.compile(r" (?:(?<=\w.)(?=[,;](?:\s|$))|(?<=[^\W\d_]{2}.)(?=\.(?:\s+[A-Z]|$)))")
_MISSING, _NEEDLESS = "A space is missing after a mark.", "A space stands before a mark."
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Doubled words that are good English: "had had", "that that", names such as Duran Duran.
_MAY_DOUBLE = word_set("""
    had that is was her very really no so far bye blah tut many now never again
""")
_SHORTENED = frozenset(
    ["approx", "etc", "dept", "govt", "assn", "intl", "incl", "resp", "prof", "capt", "supt", "sept", "corp", "bros"]
)
_NAME_PARTS = frozenset(["van", "von", "de", "al", "el", "bin", "da", "di", "la", "le"])
_DETERMINERS = frozenset(["the", "a", "an", "its", "their", "his", "her", "this", "that", "these", "those", "our"])
_FRAGMENT = 2  # words at most in a stranded end of a sentence


@dataclass(frozen=True, slots=True)
class Garbling:
    """A broken spot and what is wrong with it, in plain words."""

    words: ChangedWords
    why: str


def find_garbling(article: Article) -> tuple[Garbling, ...]:
    """The broken spots of an article's body, in order, one a place.

    >>> from retold.read import read_text
    >>> text = "Troops were seen near the border. Ukrainian border. The army did not comment."
    >>> [spot.words.text for spot in find_garbling(read_text(text))]
    ['Ukrainian border.']
    """
    found: list[Garbling] = []
    before: str | None = None
    for number, sentence in enumerate(article.sentences):
        if sentence.furniture:
            before = None
            continue
        text = sentence.text
        if sentence.role == "body":
            found += _inside(article, number, sentence.start, sentence.end)
            lone = _stranded(before, text)
            if lone:
                found.append(_at(article, number, sentence.start, sentence.end, lone))
            elif text[:1].islower() and before is not None and before[-1:] in ".!?" and _plain_start(text):
                first = _WORD.search(text)
                end = first.end() if first else 1
                found.append(
                    _at(article, number, sentence.start, sentence.start + end, "A sentence starts with a small letter.")
                )
        before = text
    return tuple(_apart(found))


def _stranded(before: str | None, text: str) -> str:
    """Why a sentence looks like the stranded end of the one before it, or an empty string."""
    if before is None or not before.endswith("."):
        return ""
    words = [match[0].casefold() for match in islice(_WORD.finditer(text), _FRAGMENT + 1)]
    if not 0 < len(words) <= _FRAGMENT or not text.endswith("."):
        return ""
    last = [word.casefold() for word in _WORD.findall(before)]
    if len(last) > _FRAGMENT and words[-1] == last[-1] and last[-2] in _DETERMINERS:
        return "A fragment after the full stop repeats the end of the sentence before it."
    if text[0].islower() and len(last) > _FRAGMENT:
        return "A fragment after the full stop is the stranded end of a sentence."
    return ""


def _plain_start(text: str) -> bool:
    """Whether a small letter at the start is no brand (iPhone), part of a name (van, de), signature or address."""
    first, *others = text.split()
    if "@" in text or "/" in text or (others and len(others) < 3):
        return False
    return first.isalpha() and first.islower() and first not in _NAME_PARTS


def _inside(article: Article, number: int, start: int, end: int) -> list[Garbling]:
    """The broken spots inside one sentence."""
    text = article.text
    found = []
    for match in _SPINTAX.finditer(text, start, end):
        found.append(
            _at(
                article,
                number,
                *match.span(),
                "Alternatives that a rewording tool should have chosen from are left in.",
            )
        )
    for match in _DOUBLED.finditer(text, start, end):
        if match[1].casefold() not in _MAY_DOUBLE and not match[0].split()[1][0].isupper():
            found.append(_at(article, number, *match.span(), "A word stands twice in a row."))
    for match in _STOPPED.finditer(text, start, end):
        word = text[max(text.rfind(" ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1 : match.start()]
        if word.casefold() in _SHORTENED or "." in word or not _plain_start(match[1]):
            continue
        if match[2]:
            why = "A fragment after the full stop is the stranded end of a sentence."
            found.append(_at(article, number, match.start(1), match.end(), why))
        else:
            found.append(_at(article, number, *match.span(1), "A sentence starts with a small letter."))
    # A sentence may have been taken to end at the mark that no space follows.
    for pattern, first, why in ((_NO_SPACE, max(0, start - 1), _MISSING), (_BEFORE_MARK, start, _NEEDLESS)):
        for match in pattern.finditer(text, first, end):
            at = match.end() if pattern is _NO_SPACE else match.start()
            left = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
            right = next((k for k in range(at + 1, end) if text[k].isspace()), end)
            if not re.search(r"/|www|@|\.(?:com|org|net)\b", text[left:right]):
                found.append(_at(article, number, left, right, why))
    return found


def _at(article: Article, number: int, start: int, end: int, why: str) -> Garbling:
    return Garbling(ChangedWords(number, start, end, article.text[start:end]), why)


def _apart(found: list[Garbling]) -> list[Garbling]:
    """In order, without those that overlap one before them."""
    kept: list[Garbling] = []
    for spot in sorted(found, key=lambda spot: (spot.words.start, -spot.words.end)):
        if not kept or spot.words.start >= kept[-1].words.end:
            kept.append(spot)
    return kept
