"""How sure, how strong, how far: hedges dropped or added, one step of a scale replaced by another.

The scales stand in data/certainty.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

from retold.changes.lexicon import certainty
from retold.changes.words import Pairing, Run, Slot
from retold.model import Change

__all__ = ["Marker", "compare_certainty", "find_markers"]

_SKIPPED = frozenset(
    [
        "a",
        "an",
        "the",
        "to",
        "be",
        "been",
        "being",
        "is",
        "are",
        "was",
        "were",
        "am",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "having",
        "that",
        "this",
        "it",
        "he",
        "she",
        "they",
        "we",
        "you",
        "i",
        "of",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "now",
        "also",
        "so",
        "as",
        "and",
        "or",
        "his",
        "her",
        "their",
        "its",
        "all",
        "any",
        "very",
        "more",
        "not",
        "no",
        "then",
        "soon",
    ]
)
_REACH = 6  # words from a hedge to what it is about
_FACT = 2.5  # rank of a plain statement on the scale of likelihood: half a step above "will"
_STEP = 1.0  # difference of rank that counts as a change
_DEGREE = frozenset(["very", "highly", "most", "rather", "quite"])


@dataclass(frozen=True, slots=True)
class Marker:
    """Words `first` to `last` (exclusive) that stand on a scale, with their step and the word they are about."""

    first: int
    last: int
    scale: str
    step: float
    head: int


def find_markers(run: Run) -> list[Marker]:
    """The words of a run that stand on a scale of certainty, outside quotation marks, longest entries first."""
    entries = certainty().entries
    found: list[Marker] = []
    forms, at = run.forms, 0
    while at < len(forms):
        advanced = at + 1
        for entry, scale, step in entries.get(forms[at], ()):
            if tuple(forms[at : at + len(entry)]) == entry and not run.quoted[at]:
                last = at + len(entry)
                found.append(Marker(at, last, scale, step, _head(run, at, last, scale)))
                advanced = max(advanced, last)
        at = advanced
    return found


def _head(run: Run, first: int, last: int, scale: str) -> int:
    """The word that a marker is about: the next one that carries meaning, in the same clause, or else -1."""
    for k in range(last, min(len(run), last + _REACH)):
        if any(mark in run.gaps[k] for mark in ".;:!?,"):
            break
        if run.forms[k] not in _SKIPPED:
            return k
    return -1


def compare_certainty(pairing: Pairing, slots: list[Slot]) -> list[Change]:
    """The places of a link where the two sides are not equally sure, or not equally strong."""
    marks_a, marks_b = find_markers(pairing.a), find_markers(pairing.b)
    if not marks_a and not marks_b:
        return []
    changes = _steps(pairing, slots, marks_a, marks_b)
    changes += _hedges(pairing, slots, marks_a, marks_b)
    changes += _emphasis(pairing, slots, marks_a, marks_b)
    return changes


def _same_words(run_a: Run, m: Marker, run_b: Run, n: Marker) -> bool:
    return run_a.forms[m.first : m.last] == run_b.forms[n.first : n.last]


def _together(pairing: Pairing, slots: list[Slot], m: Marker, n: Marker) -> int:
    """How surely two markers stand in each other's place: 0 not, 2 in the same narrow slot or matched, 1 near."""
    if any(n.first <= pairing.to_b[k] < n.last for k in range(m.first, m.last)):
        return 2
    for slot in slots:
        if slot.a[0] <= m.first < slot.a[1] and slot.b[0] <= n.first < slot.b[1]:
            return 2 if slot.a[1] - slot.a[0] <= 4 and slot.b[1] - slot.b[0] <= 4 else 1
    if m.head >= 0 and n.head >= 0 and pairing.to_b[m.head] == n.head:
        return 2
    return 1 if pairing.beside(m.first, n.first) >= 2 else 0


def _steps(pairing: Pairing, slots: list[Slot], marks_a: list[Marker], marks_b: list[Marker]) -> list[Change]:
    """Words of one scale that stand in each other's place on different steps."""
    a, b = pairing.a, pairing.b
    changes: list[Change] = []
    for scale in ("proceedings", "intention", "cause", "strength"):
        left_a = [m for m in marks_a if m.scale == scale]
        left_b = [n for n in marks_b if n.scale == scale]
        if not left_a or not left_b:
            continue
        steps_a, steps_b = {m.step for m in left_a}, {n.step for n in left_b}
        for m in left_a:
            for n in left_b:
                if m.step == n.step or abs(m.step - n.step) < _STEP:
                    continue
                together = _together(pairing, slots, m, n)
                if not together or m.step in steps_b or n.step in steps_a:
                    continue
                if (scale == "strength" and together < 2) or (scale == "intention" and together < 2):
                    continue
                first, second = a.changed(m.first, m.last), b.changed(n.first, n.last)
                about = certainty().scales[scale].about
                why = f"“{first.text}” and “{second.text}” are not the same step of {about}."
                changes.append(Change("certainty", True, first, second, why))
    return changes


def _rank(marker: Marker, run: Run) -> float:
    """Where a hedge stands between a possibility (0) and a fact (2.5)."""
    if marker.scale == "allegation":
        return 0.5 if marker.step == 0 else _FACT
    if marker.step == 1 and run.forms[marker.first] in (
        "set",
        "due",
        "scheduled",
        "plans",
        "plan",
        "planned",
        "prepared",
    ):
        return 1.5
    return marker.step


def _hedges(pairing: Pairing, slots: list[Slot], marks_a: list[Marker], marks_b: list[Marker]) -> list[Change]:
    """Hedges that only one side has, or that are stronger on one side."""
    a, b = pairing.a, pairing.b
    doubts_a = [m for m in marks_a if m.scale in ("likelihood", "allegation") and _rank(m, a) < 2]
    doubts_b = [n for n in marks_b if n.scale in ("likelihood", "allegation") and _rank(n, b) < 2]
    firm_a = [m for m in marks_a if m.scale in ("likelihood", "allegation") and _rank(m, a) >= 2]
    firm_b = [n for n in marks_b if n.scale in ("likelihood", "allegation") and _rank(n, b) >= 2]
    ranked = []
    for k, m in enumerate(doubts_a):
        for q, n in enumerate(doubts_b):
            together = _together(pairing, slots, m, n)
            ranked.append((-together, abs(_rank(m, a) - _rank(n, b)), abs(m.first / len(a) - n.first / len(b)), k, q))
    used_a: set[int] = set()
    used_b: set[int] = set()
    changes: list[Change] = []
    for together, apart, _, k, q in sorted(ranked):
        if k in used_a or q in used_b:
            continue
        used_a.add(k)
        used_b.add(q)
        m, n = doubts_a[k], doubts_b[q]
        if together == -2 and apart >= _STEP and m.scale == n.scale:
            changes.append(_weighed(a, m, b, n))
    for doubts, used, firm, swap in ((doubts_a, used_a, firm_b, False), (doubts_b, used_b, firm_a, True)):
        one, other = (b, a) if swap else (a, b)
        to = pairing.to_a if swap else pairing.to_b
        for k, m in enumerate(doubts):
            if k in used or m.head < 0:
                continue
            partner = to[m.head]
            if partner < 0 or (to[m.first] >= 0 and one.forms[m.first] == other.forms[to[m.first]]):
                continue
            i, j = (partner, m.head) if swap else (m.head, partner)
            if pairing.beside(i, j) < 1 and len(one) > 6:
                continue
            sure = next((n for n in firm if n.head == partner or abs(n.first - partner) <= 3), None)
            rank = 2.0 if sure is not None and sure.scale == "likelihood" else _FACT
            if rank - _rank(m, one) < _STEP:
                continue
            first = one.changed(m.first, m.last)
            second = other.changed(sure.first, sure.last) if sure else other.changed(partner, partner + 1)
            pair = (second, first) if swap else (first, second)
            why = f"“{first.text}” leaves it open; the other text states it."
            changes.append(Change("certainty", True, pair[0], pair[1], why))
    return changes


def _weighed(a: Run, m: Marker, b: Run, n: Marker) -> Change:
    first, second = a.changed(m.first, m.last), b.changed(n.first, n.last)
    return Change("certainty", True, first, second, f"“{first.text}” and “{second.text}” are not equally sure.")


def _emphasis(pairing: Pairing, slots: list[Slot], marks_a: list[Marker], marks_b: list[Marker]) -> list[Change]:
    """Strong words left out, or put in, where all around them stayed: "a major blow", "a blow"."""
    changes = []
    for slot in slots:
        for swap in (False, True):
            own, there = (slot.b, slot.a) if swap else (slot.a, slot.b)
            if there[0] != there[1] or not slot.tight or own[1] - own[0] > 2:
                continue
            one, marks = (pairing.b, marks_b) if swap else (pairing.a, marks_a)
            strong = next((m for m in marks if m.scale == "strength" and own[0] <= m.first < own[1]), None)
            if (
                strong is None
                or strong.step < 2
                or (
                    one.forms[strong.first] in _DEGREE
                    and own[1] - own[0] == 1
                    and ("likely" not in one.forms[own[1] : own[1] + 1])
                )
            ):
                continue
            words = one.changed(*own)
            pair = (None, words) if swap else (words, None)
            changes.append(
                Change(
                    "certainty", True, pair[0], pair[1], f"“{words.text}” stands in one text only; the other is weaker."
                )
            )
    return changes
