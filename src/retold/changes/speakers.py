"""Who says it: the speaker and the verb of saying of each quotation, from the words around it.

There is no parser here. A sentence is read as words outside quotation marks; every verb of saying in it gets the noun
phrase that stands where its subject should, and every quotation the verb of saying that stands closest in the ways the
news writes it. What that leaves open goes to the speaker before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retold.changes.speaker_words import (
    ABBREVIATED,
    ARTICLES,
    AUXILIARIES,
    BASE,
    BE,
    BOUNDARIES,
    CUES,
    GERUNDS,
    LINKS,
    NOUN_CUES,
    PLURAL,
    PREFIXES,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    TITLES,
    WEAK,
)

__all__ = ["Attribution", "Frame", "find_attributions", "first_phrase", "is_name", "read_frame"]

_TOKEN = re.compile(r"\w(?:[\w'’&/-]|\.(?=\w))*|[^\w\s]")
_JOINING = LINKS | ARTICLES
_HELPING = AUXILIARIES - LINKS - ARTICLES
_LINKS_AND_PREPOSITIONS = LINKS | PREPOSITIONS
_PLAIN_PRONOUNS = PRONOUNS - ARTICLES - LINKS
_LONGEST_PHRASE = 14  # words of a noun phrase that names a speaker; longer ones run into the sentence before it
_NOUN_REACH = 5  # words from a noun of saying to the end of the frame: "Dorn's claim that the dam is “…”"
_FARTHEST = 60  # words that are looked over for the beginning of a clause or an apposition; keeps the work linear


@dataclass(frozen=True, slots=True)
class Attribution:
    """A verb of saying with its speaker, as character offsets; `start` is -1 where no speaker stands beside it.

    `inverted` says that the speaker stands behind the verb; `weak` that the verb often means something else.
    """

    start: int
    end: int
    cue_start: int
    cue_end: int
    inverted: bool = False
    weak: bool = False
    name_start: int = -1  # for "who": the name before it
    name_end: int = -1


class Frame:
    """The words of a stretch outside quotation marks: parallel lists of texts, small-letter forms, offsets."""

    __slots__ = ("end", "forms", "start", "starts", "words")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start, self.end = start, end
        words: list[str] = []
        starts: list[int] = []
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


def find_attributions(frame: Frame, opening: bool, main: Attribution | None = None) -> list[Attribution]:
    """Every verb of saying in a frame with its speaker, in order.

    `opening` says that the frame begins the sentence (else a quotation stands before it); `main` is the speaker
    that the sentence has named so far, for participles such as "adding that".
    """
    forms = frame.forms
    found: list[Attribution] = []
    if not opening and forms[:1] == ["by"]:  # "was called “a start” by Dorn"
        span = _right(frame, 1)
        if span is not None:
            found.append(_made(frame, span, 0, 0, inverted=True, weak=True))
    for i, form in enumerate(forms):
        if form in CUES:
            got = _verb(frame, i, opening, found[-1] if found else main)
        elif form in NOUN_CUES:
            got = _noun(frame, i)
        elif form in _PREFIX_STARTS:
            got = _prefix(frame, i)
        else:
            continue
        if got is not None:
            found.append(got)
    return found


_LATER = frozenset(("later", "ago", "earlier", "before", "after", "time"))
_GO_ON = frozenset(("who", "in", "on", "at", "during", "after", "of", "from"))
_SUBJECTS = frozenset(("he", "she", "they", "we", "i"))
# Verbs that stand before their subject in the middle of a sentence: ", says Dorn,".
_INVERTS = frozenset(("said", "says", "adds", "added", "wrote", "writes", "explained", "explains", "notes", "noted"))
_LEADS = frozenset(
    ("however", "still", "meanwhile", "instead", "here", "there", "yes", "no", "also", "too", "again", "first", "now")
)
_STOPS = frozenset(";:.?!")
_SUBORDINATORS = frozenset(("when", "while", "as", "because", "if", "although", "since", "that", "whereas", "where"))
_NOBODY = frozenset(("there", "here", "what", "nothing", "something", "everything", "this", "that"))
_CITING = ("quoted", "quotes", "cites", "cited", "quoting", "citing")
_PREFIX_STARTS = {
    first: [prefix for prefix in PREFIXES if prefix[0] == first] for first in {prefix[0] for prefix in PREFIXES} - CUES
}


def _prefix(frame: Frame, i: int) -> Attribution | None:
    """ "According to X" and the like."""
    for prefix in _PREFIX_STARTS[frame.forms[i]]:
        if tuple(frame.forms[i : i + len(prefix)]) == prefix:
            after = i + len(prefix)
            span = _right(frame, after)
            if span:
                return _made(frame, span, i, after - 1, inverted=True)
    return None


def _noun(frame: Frame, i: int) -> Attribution | None:
    """ "Clinton's claim that", "in her words": a noun of saying with its possessor."""
    forms = frame.forms
    if len(forms) - i > _NOUN_REACH:
        return None
    j = i - 1
    while j > 0 and i - j < 4 and not _possessive(frame, j) and forms[j] not in ("his", "her", "their", "its"):
        if not frame.is_word(j):
            return None
        j -= 1
    if j < 0:
        return None
    if forms[j] in ("his", "her", "their", "its"):
        return _made(frame, (j, j), i, i, weak=True)
    if _possessive(frame, j):
        start = _left(frame, j)
        return _made(frame, (start, j), i, i, weak=True) if start is not None else None
    return None


def _possessive(frame: Frame, j: int) -> bool:
    word = frame.words[j]
    return word.endswith(("'s", "’s", "s'", "s’")) and word[0].isupper()


def _made(
    frame: Frame, span: tuple[int, int] | None, cue: int, cue_end: int, inverted: bool = False, weak: bool = False
) -> Attribution:
    if span is None:
        return Attribution(-1, -1, frame.starts[cue], frame.end_of(cue_end), inverted, weak)
    first, last = span
    end = frame.end_of(last)
    if frame.forms[first] == "who" and first == last:
        name = _antecedent(frame, first)
        if name is not None:
            places = frame.starts[first], end, frame.starts[cue], frame.end_of(cue_end)
            return Attribution(*places, inverted, weak, frame.starts[name[0]], frame.end_of(name[1]))
    if _possessive(frame, last) and frame.words[last][-2] in "'’":
        end -= 2
    return Attribution(frame.starts[first], end, frame.starts[cue], frame.end_of(cue_end), inverted, weak)


def _verb(frame: Frame, i: int, opening: bool, main: Attribution | None) -> Attribution | None:
    """The speaker of the verb at `i`, or None where the word is no verb of saying here."""
    forms = frame.forms
    form = forms[i]
    before = forms[i - 1] if i else ""
    weak = form in WEAK or frame.capital(i)
    if (form in NOUN_CUES or weak) and (before in ARTICLES or _possessive_before(frame, i)):
        return _noun(frame, i) if form in NOUN_CUES else None
    if form in BASE and not _takes_base(frame, i):
        return _noun(frame, i) if form in NOUN_CUES else None
    if form.startswith("continue") and forms[i + 1 : i + 2] == ["to"]:
        return None
    if before == "to" and main is not None:
        return Attribution(main.start, main.end, frame.starts[i], frame.end_of(i), weak=True)
    if form in _CITING and before not in BE and "as" in forms[i + 1 : i + 12]:
        span = _right(frame, i + 1)
        if span:
            return _made(frame, span, i, i, inverted=True)
    if form in GERUNDS and before not in BE:
        if before in ("as", "by") or main is None:
            span = None
            if opening and i > 1 and before not in ("as", "by"):
                span = first_phrase(frame, _clause_start(frame, i - 1), i)
            return _made(frame, span or _subject(frame, i, opening), i, i, weak=weak)
        return Attribution(main.start, main.end, frame.starts[i], frame.end_of(i), weak=weak)
    passive = before in BE and form not in GERUNDS and form[-3:] != "ing"
    if passive:
        if forms[i + 1 : i + 2] == ["by"]:
            span = _right(frame, i + 2)
            return _made(frame, span, i, i, inverted=True, weak=weak) if span else None
        if not (form in ("quoted", "cited") and "as" in forms[i + 1 : i + 2]):
            weak = True
    if main is not None and main.start >= 0 and _coordinated(frame, i, main):
        return Attribution(main.start, main.end, frame.starts[i], frame.end_of(i), weak=weak)
    if before == "," and form in _INVERTS:
        span = _right(frame, i + 1)
        if span is not None and _ends_clause(frame, span[1] + 1):
            return _made(frame, span, i, i, inverted=True)
    left = _subject(frame, i, opening)
    if left is not None and not opening and left[0] > 0 and not any(f in CUES for f in forms[:i]):
        first = first_phrase(frame, 0, i)  # behind a quotation: "Dorn, the engineer who built it, said"
        left = (
            first if first is not None and first[0] < 2 and first[0] < left[0] and _clean(frame, first[1] + 1) else left
        )
    if left is not None and frame.forms[left[0]] in _NOBODY and left[0] == left[1]:
        return None
    if left is not None:
        return _made(frame, left, i, i, weak=weak)
    span = _right(frame, i + 1)
    if span is not None and not weak:
        return _made(frame, span, i, i, inverted=True)
    if main is not None:
        return Attribution(main.start, main.end, frame.starts[i], frame.end_of(i), weak=True)
    return _made(frame, None, i, i, weak=True) if not opening else None


def _clean(frame: Frame, i: int) -> bool:
    """Whether a phrase that ends before `i` is followed by what tells more about it."""
    return i < len(frame.words) and (frame.words[i] in (",", "(", "–", "—") or frame.forms[i] in ("who", "of", "from"))


def _ends_clause(frame: Frame, i: int) -> bool:
    """Whether nothing, a mark, or a relative clause follows at `i`."""
    return i < len(frame.words) and (frame.words[i] in (",", ".", ";", ":", "(", "–", "—") or frame.forms[i] in _GO_ON)


def _coordinated(frame: Frame, i: int, main: Attribution) -> bool:
    """Whether the verb at `i` is a second one of a speaker who is named: "Dorn said yes, called it late and left"."""
    j = i - 1
    while j > 0 and (frame.forms[j] in AUXILIARIES or frame.forms[j].endswith("ly")):
        j -= 1
    if j < 0:
        return False
    if frame.forms[j] in ("and", "but", "then"):
        j -= 1
        return j < 0 or not main.weak or frame.words[j] == ","
    if frame.words[j] != "," or main.inverted:
        return False
    return not any(frame.words[k] == "," for k in range(max(0, j - _FARTHEST), j) if frame.starts[k] > main.cue_start)


def _takes_base(frame: Frame, i: int) -> bool:
    """Whether a bare form ("call", "answer") can be a verb here: behind a helping verb, "we", or a plural."""
    before = frame.forms[i - 1] if i else ""
    return (
        before in AUXILIARIES
        or before in PLURAL
        or (
            before.endswith("s")
            and before not in ARTICLES
            and not before.endswith("ss")
            and not _possessive(frame, i - 1)
        )
        or (before.endswith("ly"))
        or (i > 2 and frame.capital(i - 1) and frame.forms[i - 2] == "and")
    )


def _possessive_before(frame: Frame, i: int) -> bool:
    return i > 0 and (_possessive(frame, i - 1) or frame.forms[i - 1] in ("his", "her", "their", "its", "my", "your"))


def _subject(frame: Frame, i: int, opening: bool) -> tuple[int, int] | None:
    """The noun phrase to the left of the verb at `i`: past auxiliaries, times, appositions, relative clauses."""
    forms, words = frame.forms, frame.words
    j = i - 1
    while j >= 0 and (
        (forms[j] in AUXILIARIES and not (frame.capital(j) and forms[j] != "has"))
        or (forms[j] == "since" and forms[j - 1] in ("has", "have", "had"))
        or (forms[j] in TIMES and (j == 0 or frame.capital(j) or forms[j] in ("yesterday", "today", "later")))
        or (forms[j].endswith("ly") and not frame.capital(j))
        or (forms[j] in ("on", "in", "last", "this") and j + 1 < i and forms[j + 1] in TIMES)
    ):
        j -= 1
    if j < 0:
        return None
    if words[j] in (",", "–", "—", ")", "-"):
        return _before_apposition(frame, j)
    if forms[j] in BOUNDARIES and forms[j] not in ("who", "which", "that"):
        clause = _clause_start(frame, j - 1)
        return first_phrase(frame, clause, j)
    if forms[j] in ("which", "that"):
        return _antecedent(frame, j)
    if forms[j] == "who":
        return j, j
    if not frame.is_word(j):
        return None
    if forms[j] in CUES and forms[j] not in NOUN_CUES and not frame.capital(j):
        return None
    start = _left(frame, j)
    if start is not None and start > 1 and forms[start - 1] in PREPOSITIONS:
        k = start - 2
        if forms[k] in AUXILIARIES and forms[k] not in ARTICLES:  # "who has in the past called it"
            return _subject(frame, k, opening)
        clause = _clause_start(frame, k)
        first = first_phrase(frame, clause, start - 1) if clause < k else None
        if first is not None and first[0] == clause and frame.is_word(k):  # "a source speaking to Radio Lormont said"
            return first
    if start is None:
        clause = _clause_start(frame, j)
        return first_phrase(frame, clause, i) if clause < j else None
    return start, j


def _antecedent(frame: Frame, j: int) -> tuple[int, int] | None:
    """The noun phrase that a relative word at `j` stands for."""
    k = j - 1
    if k > 0 and frame.words[k] == ",":
        k -= 1
    if k > 0 and frame.words[k] == ")":
        return _before_apposition(frame, k)
    start = _left(frame, k) if k >= 0 else None
    return (start, k) if start is not None else None


def _clause_start(frame: Frame, j: int) -> int:
    """Where the clause begins that the word at `j` stands in."""
    least = max(-1, j - _FARTHEST)
    while j > least and frame.words[j] not in _STOPS and frame.forms[j] not in _SUBORDINATORS:
        j -= 1
    return j + 1


def _before_apposition(frame: Frame, j: int) -> tuple[int, int] | None:
    """The name before ", a professor at Yale," or "(R-Texas)" whose last mark stands at `j`."""
    words = frame.words
    fallback: tuple[int, int] | None = None
    k = j - 1
    least = max(0, j - _FARTHEST)
    if words[j] == ")":
        while k >= least and words[k] != "(":
            k -= 1
        if k <= 0 or words[k] != "(":
            return None
        if words[k - 1] == ",":
            return _before_apposition(frame, k - 1)
        start = _left(frame, k - 1)
        return (start, k - 1) if start is not None else None
    tries = 0
    while k >= least and tries < 4:
        while k >= least and words[k] not in (",", "–", "—", ";", ".", ":"):
            k -= 1
        if k < least or words[k] in (";", ".", ":"):
            break
        tries += 1
        if k > 0 and words[k - 1] == ")":
            got = _before_apposition(frame, k - 1)
            if got:
                return got
        start = _left(frame, k - 1) if k > 0 else None
        if start is not None:
            span = (start, k - 1)
            if any(frame.capital(m) for m in range(start, k)) or frame.forms[start] in ARTICLES:
                return span
            fallback = fallback or span
        k -= 1
    if fallback is None and j > 0:  # "X said Monday, adding": no comma before
        return first_phrase(frame, _clause_start(frame, j - 1), j)
    return fallback


def _left(frame: Frame, j: int) -> int | None:
    """Where the noun phrase that ends at `j` begins; None where none does."""
    forms, words = frame.forms, frame.words
    if j < 0 or not frame.is_word(j):
        return None
    if forms[j] in PRONOUNS:
        return j
    if forms[j] in BOUNDARIES or (forms[j] in PREPOSITIONS and not frame.capital(j)):
        return None
    k = j
    least = max(0, j - _LONGEST_PHRASE)
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
        if form in BE or (form in _HELPING):
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


def _right(frame: Frame, i: int) -> tuple[int, int] | None:
    """The noun phrase that begins at `i`, behind an inverted verb."""
    forms, words = frame.forms, frame.words
    n = len(words)
    if i < n and words[i] in ("'", "’"):
        i += 1
    if i >= n or not frame.is_word(i) or forms[i] in BOUNDARIES or forms[i] in TIMES:
        return None
    if forms[i] in _HELPING and not frame.capital(i):
        return None
    article = forms[i] in ARTICLES and i + 1 < n and frame.is_word(i + 1)
    if forms[i] in PRONOUNS and not article:
        return i, i
    if forms[i] in PREPOSITIONS or (forms[i] in LINKS and not article and not frame.capital(i)):
        return None
    j = i
    named = False
    while j < n and j - i < _LONGEST_PHRASE:
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
            or (form in _HELPING and not word[0].isupper())
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
        introduces = (
            (k > 0
            and forms[k - 1] in ("later", "ago", "earlier", "before", "after", "time"))
            or (k > 0 and forms[k - 1] in TIMES)
        )
    if introduces:
        k = i
        while k < min(stop, i + _FARTHEST) and words[k] != ",":
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
    while j < stop and j - i < _LONGEST_PHRASE and frame.is_word(j):
        form = forms[j]
        capital = frame.capital(j)
        joins = form == "and" and named and j + 1 < stop and frame.capital(j + 1)
        ends = form in BE or form in BOUNDARIES or form in _HELPING or form in TIMES
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
