"""Who says it: the speaker and the verb of saying of each quotation, from the words around it.

There is no parser here. A sentence is read as words outside quotation marks; every verb of saying in it gets the noun
phrase that stands where its subject should, and every quotation the verb of saying that stands closest in the ways the
news writes it. What that leaves open goes to the speaker before.
"""

from __future__ import annotations

from dataclasses import dataclass

from retold.changes.speaker_phrases import (
    FARTHEST,
    LONGEST_PHRASE,
    Frame,
    antecedent,
    before_apposition,
    clause_start,
    first_phrase,
    is_possessive,
    phrase_before,
    phrase_behind,
)
from retold.changes.speaker_words import (
    ARTICLES,
    AUXILIARIES,
    BASE,
    BE,
    BOUNDARIES,
    CUES,
    GERUNDS,
    NOUN_CUES,
    PLURAL,
    PREFIXES,
    PREPOSITIONS,
    TIMES,
    WEAK,
)

__all__ = ["Attribution", "find_attributions"]

_NOUN_REACH = 5  # words from a noun of saying to the end of the frame: "Dorn's claim that the dam is “…”"
_GO_ON = frozenset(("who", "in", "on", "at", "during", "after", "of", "from"))
# Verbs that stand before their subject in the middle of a sentence: ", says Dorn,".
_INVERTS = frozenset(("said", "says", "adds", "added", "wrote", "writes", "explained", "explains", "notes", "noted"))
_NOBODY = frozenset(("there", "here", "what", "nothing", "something", "everything", "this", "that"))
_CITING = ("quoted", "quotes", "cites", "cited", "quoting", "citing")
_PREFIX_STARTS = {
    first: [prefix for prefix in PREFIXES if prefix[0] == first] for first in {prefix[0] for prefix in PREFIXES} - CUES
}


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


def find_attributions(frame: Frame, opening: bool, main: Attribution | None = None) -> list[Attribution]:
    """Every verb of saying in a frame with its speaker, in order.

    `opening` says that the frame begins the sentence (else a quotation stands before it); `main` is the speaker
    that the sentence has named so far, for participles such as "adding that".
    """
    forms = frame.forms
    found: list[Attribution] = []
    if not opening and forms[:1] == ["by"]:  # "was called “a start” by Dorn"
        span = phrase_behind(frame, 1)
        if span is not None:
            found.append(_made(frame, span, 0, 0, inverted=True, weak=True))
    elif not opening and forms and forms[0] != ",":
        span = first_phrase(frame, 0, min(len(forms), LONGEST_PHRASE))
        k = span[1] + 1 if span is not None and span[0] == 0 else len(forms)
        if k < len(forms) and forms[k] not in CUES and forms[k].endswith("ed") and not frame.capital(k):
            found.append(_made(frame, span, k, k, weak=True))  # "Dorn thundered"
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


def _prefix(frame: Frame, i: int) -> Attribution | None:
    """ "According to X" and the like."""
    for prefix in _PREFIX_STARTS[frame.forms[i]]:
        if tuple(frame.forms[i : i + len(prefix)]) == prefix:
            after = i + len(prefix)
            span = phrase_behind(frame, after)
            if span:
                return _made(frame, span, i, after - 1, inverted=True)
    return None


def _noun(frame: Frame, i: int) -> Attribution | None:
    """ "Clinton's claim that", "in her words": a noun of saying with its possessor."""
    forms = frame.forms
    if len(forms) - i > _NOUN_REACH:
        return None
    j = i - 1
    while j > 0 and i - j < 4 and not is_possessive(frame, j) and forms[j] not in ("his", "her", "their", "its"):
        if not frame.is_word(j):
            return None
        j -= 1
    if j < 0:
        return None
    if forms[j] in ("his", "her", "their", "its"):
        return _made(frame, (j, j), i, i, weak=True)
    if is_possessive(frame, j):
        start = phrase_before(frame, j)
        return _made(frame, (start, j), i, i, weak=True) if start is not None else None
    return None


def _made(
    frame: Frame, span: tuple[int, int] | None, cue: int, cue_end: int, inverted: bool = False, weak: bool = False
) -> Attribution:
    if span is None:
        return Attribution(-1, -1, frame.starts[cue], frame.end_of(cue_end), inverted, weak)
    first, last = span
    end = frame.end_of(last)
    if frame.forms[first] == "who" and first == last:
        name = antecedent(frame, first)
        if name is not None:
            places = frame.starts[first], end, frame.starts[cue], frame.end_of(cue_end)
            return Attribution(*places, inverted, weak, frame.starts[name[0]], frame.end_of(name[1]))
    if is_possessive(frame, last) and frame.words[last][-2] in "'’":
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
        span = phrase_behind(frame, i + 1)
        if span:
            return _made(frame, span, i, i, inverted=True)
    if form in GERUNDS and before not in BE:
        if before in ("as", "by") or main is None:
            span = None
            if opening and i > 1 and before not in ("as", "by"):
                span = first_phrase(frame, clause_start(frame, i - 1), i)
            return _made(frame, span or _subject(frame, i, opening), i, i, weak=weak)
        return Attribution(main.start, main.end, frame.starts[i], frame.end_of(i), weak=weak)
    passive = before in BE and form not in GERUNDS and form[-3:] != "ing"
    if passive:
        if forms[i + 1 : i + 2] == ["by"]:
            span = phrase_behind(frame, i + 2)
            return _made(frame, span, i, i, inverted=True, weak=weak) if span else None
        if not (form in ("quoted", "cited") and "as" in forms[i + 1 : i + 2]):
            weak = True
    if main is not None and main.start >= 0 and _coordinated(frame, i, main):
        return Attribution(main.start, main.end, frame.starts[i], frame.end_of(i), weak=weak)
    if before == "," and form in _INVERTS:
        span = phrase_behind(frame, i + 1)
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
    span = phrase_behind(frame, i + 1)
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
    return not any(frame.words[k] == "," for k in range(max(0, j - FARTHEST), j) if frame.starts[k] > main.cue_start)


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
            and not is_possessive(frame, i - 1)
        )
        or (before.endswith("ly"))
        or (i > 2 and frame.capital(i - 1) and frame.forms[i - 2] == "and")
    )


def _possessive_before(frame: Frame, i: int) -> bool:
    return i > 0 and (is_possessive(frame, i - 1) or frame.forms[i - 1] in ("his", "her", "their", "its", "my", "your"))


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
        return before_apposition(frame, j)
    if forms[j] in BOUNDARIES and forms[j] not in ("who", "which", "that"):
        clause = clause_start(frame, j - 1)
        return first_phrase(frame, clause, j)
    if forms[j] in ("which", "that"):
        return antecedent(frame, j)
    if forms[j] == "who":
        return j, j
    if not frame.is_word(j):
        return None
    if forms[j] in CUES and forms[j] not in NOUN_CUES and not frame.capital(j):
        return None
    start = phrase_before(frame, j)
    if start is not None and start > 1 and forms[start - 1] in PREPOSITIONS:
        k = start - 2
        if forms[k] in AUXILIARIES and forms[k] not in ARTICLES:  # "who has in the past called it"
            return _subject(frame, k, opening)
        clause = clause_start(frame, k)
        first = first_phrase(frame, clause, start - 1) if clause < k else None
        if first is not None and first[0] == clause and frame.is_word(k):  # "a source speaking to Radio Lormont said"
            return first
    if start is None:
        clause = clause_start(frame, j)
        return first_phrase(frame, clause, i) if clause < j else None
    return start, j
