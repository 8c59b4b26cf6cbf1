"""How sure, how strong, how far: hedges dropped or added, one step of a scale replaced by another.

The scales stand in data/certainty.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

from retold.changes.lexicon import certainty
from retold.changes.words import Pairing, Run, Slot
from retold.model import Change, ChangeKind
from retold.read.wordlist import word_set

__all__ = ["Marker", "compare_certainty", "find_markers"]

_SKIPPED = word_set("""
    a an the to be been being is are was were am do does did have has had having that this it he she they we you i of
    in on at by for with now also so as and or his her their its all any very more not no then soon
""")
_REACH = 6  # words from a hedge to what it is about
_NARROW = 4  # words of a slot in which one wording surely stands for the other
_STEP = 1.0  # difference of rank that counts as a change
_FACT = 2.5  # rank of a plain statement on the scale of likelihood: half a step above "will", which only looks ahead
_SCHEDULED = 1.5  # rank of what is set, due, planned: half a step below "will"
_HEARSAY = 0.5  # rank of what is alleged, tried, believed
# How surely two words must stand in each other's place to be compared: see _together.
_LEAST_TOGETHER = {"proceedings": 1, "cause": 1, "intention": 2, "severity": 3, "degree": 3, "amount": 3}
_DOUBTS = frozenset(("likelihood", "allegation", "attempt"))
_DEGREE = frozenset(["very", "highly", "most", "rather", "quite"])
_SET = frozenset(
    ["set", "due", "scheduled", "plans", "plan", "planned", "prepared", "is", "are", "was", "were", "poised"]
)
# Hedges that are missed even where nobody can say which word they were about.
_PLAIN_DOUBT = word_set("""
    allegedly alleged reportedly purportedly purported suspected may might could perhaps possibly maybe likely probably
""")


@dataclass(frozen=True, slots=True)
class Marker:
    """Words `first` to `last` (exclusive) that stand on a scale, with their step and the word they are about."""

    first: int
    last: int
    scale: str
    step: float
    head: int


def find_markers(run: Run) -> list[Marker]:
    """The words of a run that stand on a scale of certainty, outside quotation marks; the longest entry a scale."""
    entries = certainty().entries
    found: list[Marker] = []
    covered: dict[str, int] = {}
    forms = run.forms
    for at in [k for k, form in enumerate(forms) if form in entries]:
        for entry, scale, step in entries[forms[at]]:
            last = at + len(entry)
            if covered.get(scale, 0) <= at and not run.quoted[at] and tuple(forms[at:last]) == entry:
                found.append(Marker(at, last, scale, step, _head(run, last)))
                covered[scale] = last
    return found


def _head(run: Run, last: int) -> int:
    """The word that a marker is about: the next one that carries meaning, in the same clause, or else -1."""
    for k in range(last, min(len(run), last + _REACH)):
        if any(mark in run.gaps[k] for mark in ".;:!?,"):
            break
        if run.forms[k] not in _SKIPPED:
            return k
    return -1


def compare_certainty(pairing: Pairing, slots: list[Slot]) -> list[Change]:
    """The places of a link where the two sides are not equally sure, or not equally strong.

    "Many" for "some" comes as a number.
    """
    marks_a, marks_b = find_markers(pairing.a), find_markers(pairing.b)
    if not marks_a and not marks_b:
        return []
    changes = _steps(pairing, slots, marks_a, marks_b)
    changes += _hedges(pairing, slots, marks_a, marks_b)
    changes += _emphasis(pairing, slots, marks_a, marks_b)
    return changes


def _together(pairing: Pairing, slots: list[Slot], m: Marker, n: Marker) -> int:
    """How surely two markers stand in each other's place: 3 matched or in a narrow slot, 2 and 1 near, 0 not."""
    if any(n.first <= pairing.to_b[k] < n.last for k in range(m.first, m.last)):
        return 3
    for slot in slots:
        if slot.a[0] <= m.first < slot.a[1] and slot.b[0] <= n.first < slot.b[1]:
            return 3 if max(slot.a[1] - slot.a[0], slot.b[1] - slot.b[0]) <= _NARROW else 2
    if m.head >= 0 and n.head >= 0 and pairing.to_b[m.head] == n.head:
        return 3
    return min(2, pairing.beside(m.first, n.first))


def _steps(pairing: Pairing, slots: list[Slot], marks_a: list[Marker], marks_b: list[Marker]) -> list[Change]:
    """Words of one scale that stand in each other's place on different steps."""
    a, b = pairing.a, pairing.b
    changes = []
    for scale, least in _LEAST_TOGETHER.items():
        left_a = [m for m in marks_a if m.scale == scale]
        left_b = [n for n in marks_b if n.scale == scale]
        if not left_a or not left_b:
            continue
        steps_a, steps_b = {m.step for m in left_a}, {n.step for n in left_b}
        for m in left_a:
            for n in left_b:
                if {m.step, n.step} == {0, 1} and scale == "proceedings" and _together(pairing, slots, m, n) < 2:
                    continue
                if m.step in steps_b or n.step in steps_a or _together(pairing, slots, m, n) < least:
                    continue
                first, second = a.changed(m.first, m.last), b.changed(n.first, n.last)
                about = certainty().scales[scale].about
                why = f"“{first.text}” and “{second.text}” differ in {about}."
                kind: ChangeKind = "number" if scale == "amount" else "certainty"
                changes.append(Change(kind, True, first, second, why))
    return changes


def _rank(marker: Marker, run: Run) -> float:
    """Where a marker stands between a possibility (0) and a fact (2.5)."""
    if marker.scale != "likelihood":
        return _HEARSAY if marker.step == 0 else _FACT
    if marker.step == 1 and run.forms[marker.first] in _SET:
        return _SCHEDULED
    return marker.step


def _hedges(pairing: Pairing, slots: list[Slot], marks_a: list[Marker], marks_b: list[Marker]) -> list[Change]:
    """Hedges that only one side has, or that are stronger on one side."""
    a, b = pairing.a, pairing.b
    doubts_a, doubts_b = _doubts(a, marks_a), _doubts(b, marks_b)
    ranked = sorted(
        (
            -_together(pairing, slots, m, n),
            abs(_rank(m, a) - _rank(n, b)),
            abs(m.first / len(a) - n.first / len(b)),
            k,
            q,
        )
        for k, m in enumerate(doubts_a)
        for q, n in enumerate(doubts_b)
    )
    used_a: set[int] = set()
    used_b: set[int] = set()
    changes: list[Change] = []
    for together, apart, _, k, q in ranked:
        if k in used_a or q in used_b:
            continue
        used_a.add(k)
        used_b.add(q)
        m, n = doubts_a[k], doubts_b[q]
        if together == -3 and apart >= _STEP and m.scale == n.scale:
            first, second = a.changed(m.first, m.last), b.changed(n.first, n.last)
            why = f"“{first.text}” and “{second.text}” are not equally sure."
            changes.append(Change("certainty", True, first, second, why))
    for doubts, used, theirs, swap in ((doubts_a, used_a, marks_b, False), (doubts_b, used_b, marks_a, True)):
        for k, m in enumerate(doubts):
            beside = any(abs(doubts[q].first - m.first) <= 3 for q in used)  # "may possibly" is one hedge
            if k not in used and not beside:
                changes += _stated(pairing, slots, m, theirs, swap)
    return changes


def _doubts(run: Run, marks: list[Marker]) -> list[Marker]:
    """The markers that leave something open."""
    return [m for m in marks if m.scale in _DOUBTS and _rank(m, run) < 2]


def _stated(pairing: Pairing, slots: list[Slot], m: Marker, theirs: list[Marker], swap: bool) -> list[Change]:
    """The change where the other side has no hedge for this one but tells the same."""
    one, other = (pairing.b, pairing.a) if swap else (pairing.a, pairing.b)
    to = pairing.to_a if swap else pairing.to_b
    if to[m.first] >= 0 and one.forms[m.first] == other.forms[to[m.first]]:
        return []
    partner = to[m.head] if m.head >= 0 else -1
    slot = next((s for s in slots if _own(s, swap)[0] <= m.first < _own(s, swap)[1]), None)
    dropped = slot is not None and max(slot.a[1] - slot.a[0], slot.b[1] - slot.b[0]) <= _NARROW
    if partner >= 0:
        i, j = (partner, m.head) if swap else (m.head, partner)
        if not dropped and pairing.beside(i, j) < 1 and len(one) > 6:
            return []
    elif dropped and slot is not None:
        there = _own(slot, not swap)
        partner = min(there[0], len(other) - 1)
    else:
        partner = _beside(pairing, m, swap)
        if partner < 0 or any(_opens(n) or (n.scale in _DOUBTS and _rank(n, other) < 2) for n in theirs):
            return []
    firm = (n for n in theirs if n.scale in _DOUBTS and _rank(n, other) >= 2)
    sure = next((n for n in firm if n.head == partner or abs(n.first - partner) <= _NARROW), None)
    there = _own(slot, not swap) if dropped and slot is not None else (0, 0)
    instead = sure is not None and there[0] <= sure.first < there[1]
    # a wish or a plan on the other side leaves it open as well
    reach = len(other) if m.scale == "allegation" else _REACH
    if not instead and any(_opens(n) and abs(n.first - partner) <= reach for n in theirs):
        return []
    ahead = sure is not None and sure.scale == "likelihood"
    if (2.0 if ahead else _FACT) - _rank(m, one) < _STEP:
        return []
    first = one.changed(m.first, m.last)
    second = other.changed(sure.first, sure.last) if sure else other.changed(partner, partner + 1)
    pair = (second, first) if swap else (first, second)
    return [Change("certainty", True, pair[0], pair[1], f"“{first.text}” leaves it open; the other text states it.")]


def _opens(marker: Marker) -> bool:
    """Whether a marker of another scale leaves things open as well: a wish, a plan, "can", "if"."""
    return marker.scale == "open" or (marker.scale in ("intention", "attempt") and marker.step < 2)


def _own(slot: Slot, swap: bool) -> tuple[int, int]:
    return slot.b if swap else slot.a


def _beside(pairing: Pairing, m: Marker, swap: bool) -> int:
    """The other side's word where a plain hedge would have to stand, by the matched words on both its sides, or -1."""
    one = pairing.b if swap else pairing.a
    to = pairing.to_a if swap else pairing.to_b
    if one.forms[m.first] not in _PLAIN_DOUBT and one.forms[m.last - 1] not in _PLAIN_DOUBT:
        return -1
    around = []
    for step in (-1, 1):
        k = m.first + step
        while 0 <= k < len(one) and abs(one.order[k] - one.order[m.first]) <= 3:
            if one.heavy[k] and to[k] >= 0 and one.sentences[k] == one.sentences[m.first]:
                around.append(to[k])
                break
            k += step
    if len(around) < 2 or abs(around[0] - around[1]) > 2 * _REACH:
        return -1
    return around[1]


def _emphasis(pairing: Pairing, slots: list[Slot], marks_a: list[Marker], marks_b: list[Marker]) -> list[Change]:
    """Strong words left out, or put in, where all around them stayed: "a major blow", "a blow"."""
    changes = []
    for slot in slots:
        for swap in (False, True):
            own, there = _own(slot, swap), _own(slot, not swap)
            if there[0] != there[1] or not slot.tight or own[1] - own[0] > 2:
                continue
            run, marks = (pairing.b, marks_b) if swap else (pairing.a, marks_a)
            strong = next((m for m in marks if m.scale == "emphasis" and own[0] <= m.first < own[1]), None)
            if strong is None or any(run.heavy[k] and not strong.first <= k < strong.last for k in range(*own)):
                continue
            if any(run.forms[k] in _SKIPPED for k in range(*own)):
                continue
            alone = own[1] - own[0] == 1 and run.forms[own[0]] in _DEGREE
            if alone and run.forms[own[1] : own[1] + 1] != ["likely"]:
                continue
            words = run.changed(*own)
            pair = (None, words) if swap else (words, None)
            why = f"“{words.text}” stands in one text only; the other is weaker."
            changes.append(Change("certainty", True, pair[0], pair[1], why))
    return changes
