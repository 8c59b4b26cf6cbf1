"""Whether two texts give a quotation to two different speakers."""

from __future__ import annotations

import re
from bisect import bisect_right

from anyascii import anyascii
from rapidfuzz import fuzz

from retold.changes.quotation import Quotation
from retold.changes.speaker_words import ARTICLES, LINKS, PRONOUNS, TIMES, TITLES
from retold.model import Article, Change, ChangedWords, Span

__all__ = ["another_speaker"]

_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")
# Letters in a hundred that two spellings of one surname have in common, after transliteration: "Zelensky" and
# "Zelenskiy" have 94, "Gaddafi" and "Qaddafi" 86. Of 20,000 random pairs of different speakers' surnames in PolNeAR, 13
# reach it. "Johnson" and "Johnston" (93) pass for one man: a change of speaker is reported only where it is evident.
_ONE_NAME = 75
# Words that make a phrase a body of people and not a person: a spokesman may speak for it, so it is never
# taken to contradict a person's name.
_BODIES = re.compile(
    r"\b(?:ministry|police|department|office|company|government|council|hall|house|agency|association|union|party|"
    r"bank|group|institute|university|court|statement|report|army|commission|committee|administration|campaign|"
    r"times|post|news|united|states|embassy|service|authority|federation|organi[sz]ation|officials?)\b",
    re.I,
)


def another_speaker(a: Article, b: Article, one: Quotation, two: Quotation) -> Change | None:
    """A change of kind "attribution" where two texts name two people for one quotation, else None.

    Only names contradict each other: "the minister" and "Smith" may be one person, and so may "the company" and its
    head. A name that the other text also uses beside its own speaker's is taken as evidence of two people.
    """
    if one.speaker is None or two.speaker is None or one.how not in _FIRM or two.how not in _FIRM:
        return None
    if one.words < 2 or not (_person(a, one) and _person(b, two)):
        return None
    x, y = _name_words(one.speaker_text), _name_words(two.speaker_text)
    if any(fuzz.ratio(v, w) >= _ONE_NAME for v in x for w in y) or "".join(x) == "".join(y):
        return None
    if _stands_near(b, two, x) or _stands_near(a, one, y):
        return None
    why = f"One text gives these words to {one.speaker_text}, the other to {two.speaker_text}."
    return Change("attribution", True, _words(a, one.speaker), _words(b, two.speaker), why)


_FIRM = ("cue", "carried")


def _person(article: Article, quotation: Quotation) -> bool:
    """Whether the speaker is named, and named as a person: no description ("the New Yorker"), no body of people."""
    assert quotation.speaker is not None
    name = quotation.speaker_text
    if _BODIES.search(name) or name.split()[0].lower() in ARTICLES or (name.isupper() and len(name) < 7):
        return False
    pronoun = article.text[quotation.speaker.start : quotation.speaker.end].lower() in PRONOUNS
    return len(_name_words(name)) > pronoun  # a name that was found for a pronoun must be a full one


def _stands_near(article: Article, quotation: Quotation, names: list[str]) -> bool:
    """Whether a name stands in the quotation's sentence or beside it, outside the quotation."""
    starts = [s.start for s in article.sentences]
    k = max(0, bisect_right(starts, quotation.start) - 1)
    last = max(k, bisect_right(starts, quotation.end) - 1)
    here = article.sentences[max(0, k - 1) : last + 2]
    if not here:
        return False
    around = article.text[here[0].start : quotation.start] + " " + article.text[quotation.end : here[-1].end]
    return not set(names).isdisjoint(_name_words(around))


def _name_words(phrase: str) -> list[str]:
    """The words of a phrase that are proper names, transliterated, without titles."""
    found = []
    for word in _WORD.findall(phrase):
        low = word.lower().removesuffix("'s").removesuffix("’s")
        if word[0].isupper() and len(low) > 1 and low not in _OTHER:
            found.append(anyascii(low).lower())
    return found


_OTHER = ARTICLES | LINKS | PRONOUNS | TIMES | TITLES


def _words(article: Article, span: Span) -> ChangedWords:
    starts = [s.start for s in article.sentences]
    k = max(0, bisect_right(starts, span.start) - 1)
    return ChangedWords(k, span.start, span.end, article.text[span.start : span.end])
