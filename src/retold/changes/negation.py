"""Negations in a run of words: where they stand and which word each of them turns round."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from retold.changes.words import Run
from retold.fingerprint import meanings, zipf_table
from retold.read.wordlist import word_set

__all__ = ["Negations", "denies_itself", "find_negations"]

_NOT = frozenset(["not", "never", "cannot", "neither", "without"])
_NO = frozenset(["no", "none", "nobody", "nothing", "nowhere", "neither", "zero"])
# They deny without a negation of their own: enough to balance one on the other side.
_IMPLIED = word_set("""
    nor
    fail fails failed failing failure refuse refuses refused refusing refusal deny denies denied denying denial lack
    lacks lacked lacking absent absence avoid avoids avoided avoiding prevent prevents prevented preventing unable
    decline declined declining declines reject rejects rejected rejecting rejection stop stopped stops cease ceased
    impossible unlikely hardly barely scarcely rarely seldom little few unless instead rather against ban banned bans
    forbid forbidden forbids prohibit prohibited prohibits dispute disputed disputes contrary loath devoid void free
    minus except excluding exclude excluded barred bar bars block blocked rule ruled exempt spare spared yet
    insufficient inadequate incomplete incapable inactive inaccurate invalid invisible cessation halt halted poor poorly
    stay remain remained remains still otherwise unlike missing neglect neglected omit omitted short lest
""")
_COMPARED = frozenset(["fewer", "less", "more", "later", "earlier", "sooner"])
_PREFIXES = ("un", "non", "dis", "ir", "il", "im")  # where what is left is a listed word: unhappy, not under
_SKIPPED = word_set("""
    a an the to be been being is are was were am do does did have has had having will would shall should can could
    may might must any yet so very really all of in on at by for with that this it he she they we you i only just
    even also there more than much as longer up his her their its our my your ever
""")
_RELATED = 0.45  # similarity of vectors of a word with and without its prefix: unhappy/happy, not discourse/course
_REACH = 6  # words from a negation to what it denies


@dataclass(frozen=True, slots=True)
class Negations:
    """`cues` are the negations (word, word denied); `denied` marks the words denied an odd number of times.

    `implied` marks words that deny by themselves, among them the cues.
    """

    cues: list[tuple[int, int]]
    denied: set[int]
    implied: set[int]


def find_negations(run: Run) -> Negations:
    """The negations of a run. "Not only" denies nothing, nor does "No." before a number."""
    cues: list[tuple[int, int]] = []
    denied: set[int] = set()
    implied: set[int] = set()
    forms = run.forms
    for at, sense in [(k, sense) for k, sense in enumerate(map(_sense, forms)) if sense]:
        form = forms[at]
        if sense == "cue":
            implied.add(at)
            after = forms[at + 1] if at + 1 < len(forms) else ""
            gap = run.gaps[at + 1] if after else "."
            if form == "not" and (after in ("only", "just", "least", "since") or "," in gap or _contrast(run, at)):
                continue
            if form == "no" and (after[:1].isdigit() or after in ("doubt", "matter", "one's") or "." in gap):
                continue
            if form in ("no", "not") and after in _COMPARED and "than" in forms[at + 2 : at + 3]:
                continue  # "no fewer than ten": at least ten
            if after in ("except", "but") or "until" in forms[at + 1 : at + 12]:
                continue  # "did not open until 1985"
            target = _target(run, at)
            cues.append((at, target))
            denied ^= {target}
        else:
            implied.add(at)
    return Negations(cues, denied, implied)


@lru_cache(maxsize=1 << 15)
def _sense(form: str) -> str:
    """Whether a word is a negation ("cue"), denies by itself ("implied") or does neither ("")."""
    if form in _NOT or form in _NO or form.endswith(("n't", "n’t")):
        return "cue"
    return "implied" if form in _IMPLIED or denies_itself(form) else ""


def _contrast(run: Run, at: int) -> bool:
    """Whether "not" only sets something against what is said before: "Arabic, and not African"."""
    return at > 0 and run.forms[at - 1] in ("and", "but", "or") and "," in run.gaps[at - 1]


@lru_cache(maxsize=1 << 14)
def denies_itself(form: str) -> bool:
    """Whether a word denies by its prefix or ending: unhappy, dishonest, homeless; not discourse, not immediate."""
    if form.endswith("less") and len(form) > 6:
        return form not in ("unless", "nonetheless", "nevertheless", "regardless", "wireless")
    prefix = next((p for p in _PREFIXES if form.startswith(p)), "")
    rest = form[len(prefix) :]
    if not prefix or len(rest) < 5 or rest not in zipf_table("en"):
        return False
    english = meanings("en")
    whole, part = english.vectors(np.array([english.row(form), english.row(rest)]))
    return not whole.any() or float(whole @ part) >= _RELATED


def _target(run: Run, at: int) -> int:
    """The word that a negation denies: the next one in its clause that carries meaning."""
    target = at
    for k in range(at + 1, min(len(run), at + 1 + _REACH)):
        if any(mark in run.gaps[k] for mark in ".;:!?"):
            break
        target = k
        if run.forms[k] not in _SKIPPED:
            break
    return target
