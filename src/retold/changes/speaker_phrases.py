"""Frames, the words outside quotation marks, and the noun phrases in them that can name a speaker."""

from __future__ import annotations

import re

from retold.changes.speaker_words import (
    ABBREVIATED,
    ARTICLES,
    AUXILIARIES,
    BE,
    BOUNDARIES,
    CUES,
    LINKS,
    NOUN_CUES,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    TITLES,
)

__all__ = [
    "FARTHEST",
    "HELPING",
    "LONGEST_PHRASE",
    "Frame",
    "antecedent",
    "before_apposition",
    "clause_start",
    "first_phrase",
    "is_name",
    "is_possessive",
    "phrase_before",
    "phrase_behind",
    "read_frame",
]

_TOKEN = re.compile(r"\w(?:[\w'’&/-]|\.(?=\w))*|[^\w\s]")
_JOINING = LINKS | ARTICLES
HELPING = AUXILIARIES - LINKS - ARTICLES
_LINKS_AND_PREPOSITIONS = LINKS | PREPOSITIONS
_PLAIN_PRONOUNS = PRONOUNS - ARTICLES - LINKS
LONGEST_PHRASE = 14  # words of a noun phrase that names a speaker; longer ones run into the sentence before it
FARTHEST = 60  # words that are looked over for the beginning of a clause or an apposition; keeps the work linear
_LATER = frozenset(("later", "ago", "earlier", "before", "after", "time"))
_SUBJECTS = frozenset(("he", "she", "they", "we", "i"))
_LEADS = frozenset(
    ("however", "still", "meanwhile", "instead", "here", "there", "yes", "no", "also", "too", "again", "first", "now")
)
_STOPS = frozenset(";:.?!")
_SUBORDINATORS = frozenset(("when", "while", "as", "because", "if", "although", "since", "that", "whereas", "where"))


class Frame:
    """The words of a stretch outside quotation marks: parallel lists of texts, small-letter forms, offsets."""

    __slots__ = ("end", "forms", "start", "starts", "words")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start, self.end = start, end
        words: list[str] = []
        starts: list[int] = []
        if end - start > 1:
            for match in _TOKEN.finditer(text, start, end):
                word = match[0]
                if word == "." and words and _abbreviated(words[-1]):
                    continue
                words.append(word)
                starts.append(match.start())
        self.words = words
        self.starts = starts
        self.forms = [word.lower() for word in words]

    def is_word(self, i: int) -> bool:
        return self.words[i][0].isalnum()

    def end_of(self, i: int) -> int:
        """The offset behind a word."""
        return self.starts[i] + len(self.words[i])

    def capital(self, i: int) -> bool:
        return self.words[i][0].isupper()


def _abbreviated(word: str) -> bool:
    return len(word) == 1 or word[-2] == "." or word.lower() in ABBREVIATED


def read_frame(text: str, start: int, end: int) -> Frame:
    """The words of `text[start:end]` as a frame."""
    return Frame(text, start, end)


def is_name(text: str) -> bool:
    """Whether a phrase holds a proper name: a capital that is neither its article nor a pronoun."""
    return any(
        word[0].isupper() and word.lower() not in PRONOUNS and word.lower() not in ARTICLES for word in text.split()
    )


def is_possessive(frame: Frame, j: int) -> bool:
    word = frame.words[j]
    return word.endswith(("'s", "’s", "s'", "s’")) and word[0].isupper()


def antecedent(frame: Frame, j: int) -> tuple[int, int] | None:
    """The noun phrase that a relative word at `j` stands for."""
    k = j - 1
    if k > 0 and frame.words[k] == ",":
        k -= 1
    if k > 0 and frame.words[k] == ")":
        return before_apposition(frame, k)
    start = phrase_before(frame, k) if k >= 0 else None
    return (start, k) if start is not None else None


def clause_start(frame: Frame, j: int) -> int:
    """Where the clause begins that the word at `j` stands in."""
    least = max(-1, j - FARTHEST)
    while j > least and frame.words[j] not in _STOPS and frame.forms[j] not in _SUBORDINATORS:
        j -= 1
    return j + 1


def before_apposition(frame: Frame, j: int) -> tuple[int, int] | None:
    """The name before ", a professor at Yale," or "(R-Texas)" whose last mark stands at `j`."""
    words = frame.words
    fallback: tuple[int, int] | None = None
    k = j - 1
    least = max(0, j - FARTHEST)
    if words[j] == ")":
        while k >= least and words[k] != "(":
            k -= 1
        if k <= 0 or words[k] != "(":
            return None
        if words[k - 1] == ",":
            return before_apposition(frame, k - 1)
        start = phrase_before(frame, k - 1)
        return (start, k - 1) if start is not None else None
    tries = 0
    while k >= least and tries < 4:
        while k >= least and words[k] not in (",", "–", "—", ";", ".", ":"):
            k -= 1
        if k < least or words[k] in (";", ".", ":"):
            break
        tries += 1
        if k > 0 and words[k - 1] == ")":
            got = before_apposition(frame, k - 1)
            if got:
                return got
        start = phrase_before(frame, k - 1) if k > 0 else None
        if start is not None:
            span = (start, k - 1)
            if any(frame.capital(m) for m in range(start, k)) or frame.forms[start] in ARTICLES:
                return span
            fallback = fallback or span
        k -= 1
    if fallback is None and j > 0:  # "X said Monday, adding": no comma before
        return first_phrase(frame, clause_start(frame, j - 1), j)
    return fallback


def phrase_before(frame: Frame, j: int) -> int | None:
    """Where the noun phrase that ends at `j` begins; None where none does."""
    forms, words = frame.forms, frame.words
    if j < 0 or not frame.is_word(j):
        return None
    if forms[j] in PRONOUNS:
        return j
    if forms[j] in BOUNDARIES or (forms[j] in PREPOSITIONS and not frame.capital(j)):
        return None
    k = j
    least = max(0, j - LONGEST_PHRASE)
    while k > least:
        word, form = words[k - 1], forms[k - 1]
        if not word[0].isalnum():
            if word == "&" or (word in ".'’" and k - 1 > 0 and frame.capital(k - 2) and frame.capital(k)):
                k -= 1
                continue
            break
        if form == "and" and k - 2 >= 0 and frame.capital(k) and frame.capital(k - 2):
            k -= 1
            continue
        if form in BOUNDARIES or form in PRONOUNS or (form in CUES and form not in NOUN_CUES and not word[0].isupper()):
            break
        if form in BE or (form in HELPING):
            break
        k -= 1
    # A phrase in front of it ("In an interview with CNN Clinton said"): keep the last name, or what follows it.
    if forms[k] in PREPOSITIONS and k < j:
        m = j
        while m > k and (frame.capital(m) or forms[m] in LINKS) and forms[m] not in TIMES:
            m -= 1
        if m < j:
            k = m + 1
            while k < j and not frame.capital(k):
                k += 1
            return k
        while k <= j and forms[k] in PREPOSITIONS:
            k += 1
        return k if k <= j else None
    # A lower-case run that ends in a name without "of": keep from the last article or capital run.
    while k < j and (forms[k] in AUXILIARIES or forms[k] in TIMES) and forms[k] not in ARTICLES:
        k += 1
    m = j
    while m > k:
        form = forms[m]
        if form in ARTICLES and form not in LINKS and not (m > k and forms[m - 1] in _LINKS_AND_PREPOSITIONS):
            return m
        if form in PREPOSITIONS and not (m > k and _noun_before(frame, m, k)):
            return m + 1
        m -= 1
    return k


def _noun_before(frame: Frame, m: int, k: int) -> bool:
    """Whether a preposition at `m` follows a noun phrase with an article or a name, as in "a spokesman in Paris"."""
    return any(frame.forms[n] in ARTICLES or frame.capital(n) for n in range(max(k, m - 5), m))


def phrase_behind(frame: Frame, i: int) -> tuple[int, int] | None:
    """The noun phrase that begins at `i`, behind an inverted verb."""
    forms, words = frame.forms, frame.words
    n = len(words)
    if i < n and words[i] in ("'", "’"):
        i += 1
    if i >= n or not frame.is_word(i) or forms[i] in BOUNDARIES or forms[i] in TIMES:
        return None
    if forms[i] in HELPING and not frame.capital(i):
        return None
    article = forms[i] in ARTICLES and i + 1 < n and frame.is_word(i + 1)
    if forms[i] in PRONOUNS and not article:
        return i, i
    if forms[i] in PREPOSITIONS or (forms[i] in LINKS and not article and not frame.capital(i)):
        return None
    j = i
    named = False
    while j < n and j - i < LONGEST_PHRASE:
        form, word = forms[j], words[j]
        if not word[0].isalnum():
            if word == "&" or (word == "." and j + 1 < n and frame.capital(j + 1) and len(words[j - 1]) == 1):
                j += 1
                continue
            break
        if form == "and":
            if not (named and j + 1 < n and frame.capital(j + 1)):
                break
        elif (
            form in BOUNDARIES
            or form in TIMES
            or (form in HELPING and not word[0].isupper())
            or (form in _PLAIN_PRONOUNS)
        ):
            break
        elif form in PREPOSITIONS and form not in LINKS:
            if form not in ("from", "at", "with") or named:
                break
        elif named and not word[0].isupper() and form not in LINKS and forms[j - 1] not in _JOINING:
            follows = any(frame.capital(k) for k in range(j + 1, min(n, j + 3)) if frame.is_word(j + 1))
            if not (article or follows) or form.endswith(("ing", "ly", "ed")) or form in AUXILIARIES:
                break
        elif j > i and form in CUES and not word[0].isupper():
            break
        named = named or word[0].isupper()
        j += 1
    while j > i and (forms[j - 1] in LINKS or forms[j - 1] in ARTICLES):
        j -= 1
    if j == i:
        return None
    if not named and forms[i] not in ARTICLES and j - i > 4:
        return None
    return i, j - 1


def first_phrase(frame: Frame, i: int, stop: int) -> tuple[int, int] | None:
    """The first noun phrase between two words of a frame, past a phrase that introduces the clause."""
    forms, words = frame.forms, frame.words
    while i < stop and (not frame.is_word(i) or forms[i] in ("and", "but", "so", "yet", "then", "or")):
        i += 1
    if i >= stop:
        return None
    lead = forms[i]
    introduces = lead in PREPOSITIONS or lead in BOUNDARIES or lead.endswith(("ing", "ly", "ed")) or lead in TIMES
    if lead in _LEADS:
        introduces = "," in words[i + 1 : min(stop, i + 6)]
    if not introduces:  # "Hours later, Dorn said"
        k = next((k for k in range(i + 1, min(stop, i + 5)) if words[k] == ","), -1)
        introduces = (k > 0 and forms[k - 1] in ("later", "ago", "earlier", "before", "after", "time")) or (
            k > 0 and forms[k - 1] in TIMES
        )
    if introduces:
        k = i
        while k < min(stop, i + FARTHEST) and words[k] != ",":
            k += 1
        if k + 1 < stop and words[k] == ",":
            return first_phrase(frame, k + 1, stop)
        if lead in PREPOSITIONS or lead in BOUNDARIES:
            pronoun = next((k for k in range(i, min(stop, i + 12)) if forms[k] in _SUBJECTS), None)
            if pronoun is not None:
                return pronoun, pronoun
            i += 1
    if i >= stop:
        return None
    if forms[i] in PRONOUNS:
        return i, i
    j = i
    named = False
    while j < stop and j - i < LONGEST_PHRASE and frame.is_word(j):
        form = forms[j]
        capital = frame.capital(j)
        joins = form == "and" and named and j + 1 < stop and frame.capital(j + 1)
        ends = form in BE or form in BOUNDARIES or form in HELPING or form in TIMES
        if ends and not joins:
            break
        if j > i and form in CUES and not capital:
            break
        if named and not capital and form not in LINKS and forms[j - 1] not in _JOINING:
            break
        if form in PREPOSITIONS and form not in LINKS:
            break
        named = named or (capital and form not in ARTICLES and not (j == i and form in TITLES and len(forms) < 2))
        j += 1
    while j > i and (forms[j - 1] in LINKS or forms[j - 1] in ARTICLES):
        j -= 1
    return (i, j - 1) if j > i else None
