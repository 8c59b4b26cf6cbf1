"""Names and places that the retelling gives otherwise: another one in the same role, or the same one spelt anew."""

from __future__ import annotations

from collections.abc import Iterator

from retold.changes.mentions import Mention
from retold.changes.same_names import same_name, same_names
from retold.changes.words import Pairing, Run, Slot
from retold.fingerprint import stem, zipf_table
from retold.model import Change, ChangeKind

__all__ = ["compare_names", "may_be_respelt"]

# How much of the surroundings must agree before one name is said to stand in place of another.
_BESIDE = 2  # content words beside both that are matched
_KEPT = 0.6  # share of the link's words that are the same, from which its slots are trusted
_NEAR_SLOT = 2  # words around a name in which its counterpart is looked for


def compare_names(pairing: Pairing, slots: list[Slot], of_a: list[Mention], of_b: list[Mention]) -> list[Change]:
    """The names of a link that were replaced (substantive) or written otherwise (not); `of_a`, `of_b` are its names."""
    a, b = pairing.a, pairing.b
    if not of_a and not of_b:
        return []
    changes: list[Change] = []
    same = same_names(of_a, of_b)
    twins = _twins(pairing, of_a, of_b, same)
    taken_b = {k for _, k in twins}
    taken_a = {k for k, _ in twins}
    for k, q in twins:
        change = _respelt(a, b, of_a[k], of_b[q])
        if change:
            changes.append(change)
    for k, m in enumerate(of_a):
        for q, n in enumerate(of_b):
            if same[k][q]:
                pairing.told_a.update(range(m.first, m.last))
                pairing.told_b.update(range(n.first, n.last))
    left_a = [m for k, m in enumerate(of_a) if k not in taken_a and not any(same[k])]
    left_b = [m for k, m in enumerate(of_b) if k not in taken_b and not any(row[k] for row in same)]
    if a.lang != b.lang:
        return changes
    left_a = [m for m in left_a if not _told(m, b)]
    left_b = [m for m in left_b if not _told(m, a)]
    used: set[int] = set()
    lone = len([m for m in left_a if m.kind == "place"]) == 1 == len([n for n in left_b if n.kind == "place"])
    changes += _persons(pairing, slots)
    for m, n in _in_slots(pairing, slots, of_a, of_b):
        changes.append(_replaced(a, b, m, n))
        left_a = [x for x in left_a if x is not m]
        left_b = [x for x in left_b if x is not n]
    ranked = sorted(
        (
            (score, k, q)
            for k, m in enumerate(left_a)
            for q, n in enumerate(left_b)
            if (score := _role(pairing, m, n, lone)) > 0
        ),
        key=lambda entry: (-entry[0], entry[1], entry[2]),
    )
    done: set[int] = set()
    for _, k, q in ranked:
        if k in done or q in used:
            continue
        done.add(k)
        used.add(q)
        changes.append(_replaced(a, b, left_a[k], left_b[q]))
    return changes


_HE = frozenset(("he", "him", "his", "himself"))
_SHE = frozenset(("she", "her", "hers", "herself"))


def _persons(pairing: Pairing, slots: list[Slot]) -> list[Change]:
    """ "He" in place of "she", or the reverse, where all around is the same: another person."""
    a, b = pairing.a, pairing.b
    changes = []
    for slot in slots:
        if not slot.tight or slot.a[1] - slot.a[0] != 1 or slot.b[1] - slot.b[0] != 1:
            continue
        i, j = slot.a[0], slot.b[0]
        x, y = a.forms[i], b.forms[j]
        if ((x in _HE and y in _SHE) or (x in _SHE and y in _HE)) and not a.quoted[i]:
            why = f"“{a.tokens[i]}” has become “{b.tokens[j]}”: another person, or a man taken for a woman."
            changes.append(Change("name", True, a.changed(i, i + 1), b.changed(j, j + 1), why))
    return changes


def _in_slots(
    pairing: Pairing, slots: list[Slot], of_a: list[Mention], of_b: list[Mention]
) -> Iterator[tuple[Mention, Mention]]:
    """Different names that fill the same narrow slot, while the rest of the link is mostly the same."""
    if pairing.kept() < _KEPT:
        return
    for slot in slots:
        if not slot.tight:
            continue
        inside_a = [m for m in of_a if slot.a[0] <= m.first and m.last <= slot.a[1]]
        inside_b = [n for n in of_b if slot.b[0] <= n.first and n.last <= slot.b[1]]
        if len(inside_a) != len(inside_b):
            continue
        for m, n in zip(inside_a, inside_b, strict=True):
            if not same_name(m, n) and not _synonyms(pairing, m, n):
                yield m, n


def _synonyms(pairing: Pairing, m: Mention, n: Mention) -> bool:
    """Whether two single words that only start a sentence may be common words: both are listed, neither a place."""
    if m.last - m.first != 1 or n.last - n.first != 1 or m.place or n.place:
        return False
    a, b = pairing.a, pairing.b
    starts = "." in a.gaps[m.first] and "." in b.gaps[n.first]
    listed = zipf_table(a.lang)
    return starts and m.key in listed and n.key in listed and "unknown" in (m.kind, n.kind)


def _told(mention: Mention, other: Run) -> bool:
    """Whether the other side has the name's words, capitalised or not, without their being a name of its own."""
    forms = set(other.forms)
    return all(word in forms for word in mention.words)


def _twins(pairing: Pairing, of_a: list[Mention], of_b: list[Mention], same: list[list[bool]]) -> list[tuple[int, int]]:
    """Mentions of the same name (`same[k][q]`), those at matched words first, each once."""
    ranked = []
    for k, m in enumerate(of_a):
        for q, n in enumerate(of_b):
            if same[k][q]:
                matched = any(n.first <= j < n.last for j in pairing.to_b[m.first : m.last])
                ranked.append((not matched, m.key != n.key, abs(m.first - n.first), k, q))
    taken: set[tuple[str, int]] = set()
    twins = []
    for *_, k, q in sorted(ranked):
        if ("a", k) not in taken and ("b", q) not in taken:
            taken |= {("a", k), ("b", q)}
            twins.append((k, q))
    return sorted(twins)


def _respelt(a: Run, b: Run, m: Mention, n: Mention) -> Change | None:
    """A kept name that is written otherwise, where the letters themselves differ."""
    if m.words == n.words or m.place or (n.place and m.place != n.place):
        return None
    if [stem(w) for w in m.words] == [stem(w) for w in n.words]:
        return None
    if set(m.words) <= set(n.words) or set(n.words) <= set(m.words):
        return None
    first, second = a.changed(m.first, m.last), b.changed(n.first, n.last)
    kind: ChangeKind = "place" if "place" in (m.kind, n.kind) else "name"
    return Change(
        kind, False, first, second, f"“{first.text}” and “{second.text}” are two ways to write the same name."
    )


def may_be_respelt(a: Run, b: Run, of_a: list[Mention], of_b: list[Mention]) -> bool:
    """Whether any name of one run is written otherwise in the other; all that is told between two languages."""
    return any(same_name(m, n) and _respelt(a, b, m, n) for m in of_a for n in of_b)


def _role(pairing: Pairing, m: Mention, n: Mention, lone: bool) -> float:
    """How surely two names that stand for different ones play the same part; 0 where they do not.

    `lone` says that each side has just one place that the other has not.
    """
    _a, _b = pairing.a, pairing.b
    if _synonyms(pairing, m, n):
        return 0.0
    score = 0.0
    # the words around them are matched to each other
    left_a, right_a, left_b, right_b = m.whole - 1, m.last, n.whole - 1, n.last
    left = _meet(pairing, left_a, left_b, -1)
    right = _meet(pairing, right_a, right_b, 1)
    score += 1.0 * left + 1.0 * right
    inside = any(n.first <= pairing.to_b[i] < n.last for i in range(m.first, m.last))
    score += 1.5 * inside
    beside = pairing.beside(m.first, n.first, 4)
    score += 0.3 * min(3, beside)
    if m.kind == n.kind and m.kind != "unknown":
        score += 0.5
        if lone and m.kind == "place" and beside:
            score += 0.7
    elif {m.kind, n.kind} in ({"people", "person"}, {"place", "person"}):
        score -= 0.6
    return score if score >= 1.6 else 0.0


def _meet(pairing: Pairing, i: int, j: int, step: int) -> float:
    """How well the words on one side of two names agree: 1 next to both, less a word away, 0 not at all."""
    n, m = len(pairing.a), len(pairing.b)
    if not 0 <= i < n or not 0 <= j < m:
        return 0.9 if not 0 <= i < n and not 0 <= j < m else 0.0
    if pairing.to_b[i] == j:
        return 1.0
    for away in range(1, _NEAR_SLOT + 1):
        for x, y in ((i + step * away, j), (i, j + step * away), (i + step * away, j + step * away)):
            if 0 <= x < n and 0 <= y < m and pairing.to_b[x] == y:
                return 0.8 - 0.2 * away
    return 0.0


def _replaced(a: Run, b: Run, m: Mention, n: Mention) -> Change:
    """One name in place of another."""
    first, second = a.changed(m.first, m.last), b.changed(n.first, n.last)
    place = "place" in (m.kind, n.kind) and "person" not in (m.kind, n.kind) and "people" not in (m.kind, n.kind)
    if place:
        return Change(
            "place", True, first, second, f"The place is “{first.text}” in one text and “{second.text}” in the other."
        )
    return Change("name", True, first, second, f"“{second.text}” stands where the other text has “{first.text}”.")
