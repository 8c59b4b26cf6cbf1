"""Claims turned into their opposite: a negation put in or taken out, a word replaced by its opposite."""

from __future__ import annotations

from retold.changes.lexicon import opposite_groups
from retold.changes.negation import Negations, denies_itself, find_negations
from retold.changes.words import Pairing, Run, Slot
from retold.model import Change
from retold.read.wordlist import word_set

__all__ = ["compare_polarity"]

_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
_COMMON = 1.0  # weight below which opposites (more/less, before/after, up/down) must stand in each other's very place
_SAME_WORD = 0.45  # similarity of vectors of two forms of one verb: took/take
_KEPT = 0.8  # share of the words that are the same, from which a slot is a replacement and no rewording
_CLAUSE = 7  # words around a word in which a denial may stand
# What is left of imprison, improve, invest and the like, where the prefix does not deny.
_NO_OPPOSITE = word_set("prison press prove pose part form vest come tend cite sist")
_COMPASS = {
    word: side
    for side in ("north", "south", "east", "west")
    for word in (side, side + "ern", side + "erly", side + "ward", side + "wards", side + "erner", side + "erners")
}


def compare_polarity(pairing: Pairing, slots: list[Slot]) -> list[Change]:
    """The claims of a link that say the opposite on the other side; compass points come as places."""
    denials_a, denials_b = find_negations(pairing.a), find_negations(pairing.b)
    changes = _denied(pairing, slots, denials_a, denials_b)
    changes += _opposed(pairing, slots, denials_a, denials_b)
    return changes


def _denied(pairing: Pairing, slots: list[Slot], denials_a: Negations, denials_b: Negations) -> list[Change]:
    """Negations that only one side has."""
    changes: list[Change] = []
    if len(denials_a.cues) == len(denials_b.cues) == 0:
        return changes
    for mine, theirs, swap in ((denials_a, denials_b, False), (denials_b, denials_a, True)):
        one, other = (pairing.b, pairing.a) if swap else (pairing.a, pairing.b)
        to = pairing.to_a if swap else pairing.to_b
        for cue, target in mine.cues:
            if one.quoted[cue]:
                continue
            partner = to[target] if target != cue else -1
            slot = next((s for s in slots if _inside(s, cue, swap)), None)
            if slot is not None and _only_here(slot, mine, theirs, swap, pairing):
                anchor = partner if partner >= 0 else -1
                changes.append(_negation(one, other, cue, target, anchor, slot, swap))
                continue
            if partner < 0 or partner in theirs.denied or (to[cue] >= 0 and abs(to[cue] - partner) <= 4):
                continue
            if _denial_near(other, theirs, partner) or _opposite_near(one, other, target, partner):
                continue
            i, j = (partner, target) if swap else (target, partner)
            if pairing.beside(i, j, 4) < 2:
                continue
            changes.append(_negation(one, other, cue, target, partner, None, swap))
    return changes


def _only_here(slot: Slot, mine: Negations, theirs: Negations, swap: bool, pairing: Pairing) -> bool:
    """Whether the other side's words in the same slot hold no denial of any kind, nor an opposite."""
    own, there = (slot.b, slot.a) if swap else (slot.a, slot.b)
    one, other = (pairing.b, pairing.a) if swap else (pairing.a, pairing.b)
    count_own = sum(own[0] <= cue < own[1] for cue, _ in mine.cues)
    if count_own % 2 == 0 or own[1] - own[0] > 4 or there[1] - there[0] > 4:
        return False
    reach = range(max(0, there[0] - 1), min(len(other), there[1] + 1))
    if any(k in theirs.implied for k in reach):
        return False
    # what stands there instead must be the word denied itself, and words that mean little
    target = next((target for cue, target in mine.cues if own[0] <= cue < own[1]), -1)
    for q in range(*there):
        if other.heavy[q] and target >= 0:
            near = pairing.near[q, target] if swap else pairing.near[target, q]
            if other.stems[q] != one.stems[target] and float(near) < _SAME_WORD:
                return False
    for k in range(*own):
        groups = opposite_groups(one.forms[k], one.stems[k])
        for q in range(*there):
            if _opposed_groups(groups, opposite_groups(other.forms[q], other.stems[q])):
                return False
    # a denial that moved to another place of the sentence
    to = pairing.to_b if not swap else pairing.to_a
    return not any(
        to[cue] >= 0 or any(abs(theirs_cue - there[0]) <= 3 for theirs_cue, _ in theirs.cues)
        for cue, _ in mine.cues
        if own[0] <= cue < own[1]
    )


def _inside(slot: Slot, at: int, swap: bool) -> bool:
    first, last = slot.b if swap else slot.a
    return first <= at < last


def _denial_near(run: Run, denials: Negations, at: int) -> bool:
    """Whether anything that denies stands around a word."""
    return any(abs(k - at) <= _CLAUSE and run.sentences[k] == run.sentences[at] for k in denials.implied)


def _opposite_near(one: Run, other: Run, target: int, partner: int) -> bool:
    """Whether an opposite of a word stands around its counterpart."""
    groups = opposite_groups(one.forms[target], one.stems[target])
    if not groups:
        return False
    around = range(max(0, partner - _CLAUSE), min(len(other), partner + _CLAUSE + 1))
    return any(_opposed_groups(groups, opposite_groups(other.forms[k], other.stems[k])) for k in around)


def _opposed_groups(x: frozenset[tuple[int, int]], y: frozenset[tuple[int, int]]) -> bool:
    """Whether two words stand on different sides of some line and never on the same."""
    return bool(x and y) and not x & y and any((line, 1 - side) in y for line, side in x)


def _negation(one: Run, other: Run, cue: int, target: int, partner: int, slot: Slot | None, swap: bool) -> Change:
    """A negation that one side has and the other has not."""
    first = one.changed(min(cue, target), max(cue, target) + 1)
    if partner < 0 and slot is not None:
        there = slot.a if swap else slot.b
        lo, hi = max(0, there[0] - 1), min(len(other), there[1] + 1)
        second = other.changed(lo, hi) if lo < hi else None
    else:
        second = other.changed(max(0, partner - 1), partner + 1) if partner > 0 else other.changed(partner, partner + 1)
    a, b = (second, first) if swap else (first, second)
    return Change("polarity", True, a, b, f"One text says “{first.text}”, the other does not deny it.")


def _opposed(pairing: Pairing, slots: list[Slot], denials_a: Negations, denials_b: Negations) -> list[Change]:
    """Words replaced by their opposites."""
    a, b = pairing.a, pairing.b
    same_a, same_b = {i for i, _ in pairing.anchors()}, {j for _, j in pairing.anchors()}
    free_a = [i for i in range(len(a)) if i not in same_a and not a.quoted[i]]
    free_b = [j for j in range(len(b)) if j not in same_b and not b.quoted[j]]
    if not free_a or not free_b:
        return []
    groups_a, groups_b = _every_group(a, free_a), _every_group(b, free_b)
    sides_a = frozenset().union(*groups_a.values()) if groups_a else frozenset()
    sides_b = frozenset().union(*groups_b.values()) if groups_b else frozenset()
    slot_a = {i: number for number, slot in enumerate(slots) for i in range(*slot.a)}
    slot_b = {j: number for number, slot in enumerate(slots) for j in range(*slot.b)}
    by_group: dict[tuple[int, int], list[int]] = {}
    for j in free_b:
        for group in groups_b[j]:
            by_group.setdefault(group, []).append(j)
    found = []
    for i in free_a:
        groups, number, partner = groups_a[i], slot_a.get(i, -1), pairing.to_b[i]
        direction = _COMPASS.get(a.forms[i], "")
        opposite = {j for line, side in groups for j in by_group.get((line, 1 - side), ())}
        if number >= 0:
            opposite.update(range(*slots[number].b))
        if partner >= 0:
            opposite.add(partner)
        if direction:
            opposite.update(j for j in free_b if b.forms[j] in _COMPASS)
        if not opposite:
            continue
        narrow_here = number >= 0 and _narrow(slots[number])
        for j in sorted(opposite):
            if j not in groups_b:
                continue
            compass = bool(direction) and _COMPASS.get(b.forms[j], direction) != direction
            together = number >= 0 and number == slot_b.get(j, -2)
            narrow = together and narrow_here
            opposed = compass or (groups and _opposed_groups(groups, groups_b[j]))
            opposed = opposed or _prefixed(a.stems[i], b.stems[j])
            if not opposed and not (narrow and _turned(pairing, i, j)):
                continue
            beside = pairing.beside(i, j)
            common = min(a.weights[i], b.weights[j]) < _COMMON
            if not narrow:
                if common or beside + together < (1 if pairing.to_b[i] == j or together else 2):
                    continue
                # the same side is there too, in other words
                if groups_a[i] & sides_b or groups_b[j] & sides_a:
                    continue
            score = 3 * narrow + 2 * (pairing.to_b[i] == j) + together + 0.3 * beside
            if (i in denials_a.denied) != (j in denials_b.denied) or _balanced(a, b, i, j, denials_a, denials_b):
                continue
            found.append((score, i, j, compass))
    changes: list[Change] = []
    used: set[tuple[str, int]] = set()
    for _, i, j, compass in sorted(found, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if ("a", i) in used or ("b", j) in used:
            continue
        used |= {("a", i), ("b", j)}
        first, second = a.changed(i, i + 1), b.changed(j, j + 1)
        why = f"“{first.text}” has become its opposite, “{second.text}”."
        changes.append(Change("place" if compass else "polarity", True, first, second, why))
    return changes


def _every_group(run: Run, words: list[int]) -> dict[int, frozenset[tuple[int, int]]]:
    """The groups of opposites of some words, or of the compounds that they begin: long-term, short-lived."""
    forms, stems, gaps = run.forms, run.stems, run.gaps
    found = {at: opposite_groups(forms[at], stems[at]) for at in words}
    if "-" in gaps:
        for at in words:
            if gaps[at + 1 : at + 2] == ["-"]:
                found[at] = opposite_groups(f"{forms[at]} {forms[at + 1]}", "") or found[at]
    return found


def _turned(pairing: Pairing, i: int, j: int) -> bool:
    """Whether just one of two words denies by its own form (un-, dis-, -less), in an otherwise kept sentence."""
    a, b = pairing.a, pairing.b
    denies = [denies_itself(a.forms[i]), denies_itself(b.forms[j])]
    return denies[0] != denies[1] and a.heavy[i] and b.heavy[j] and pairing.kept() >= _KEPT


def _narrow(slot: Slot) -> bool:
    """Whether few words on both sides stand in each other's place."""
    return slot.tight and 0 < slot.a[1] - slot.a[0] <= 3 and 0 < slot.b[1] - slot.b[0] <= 3


def _balanced(a: Run, b: Run, i: int, j: int, denials_a: Negations, denials_b: Negations) -> bool:
    """Whether a negation right before just one of the two words makes up for the opposite."""
    near_a = any(0 < i - k <= 3 for k in denials_a.implied)
    near_b = any(0 < j - k <= 3 for k in denials_b.implied)
    return near_a != near_b


def _prefixed(x: str, y: str) -> bool:
    """Whether one stem is the other with a prefix that denies: happy/unhappy, legal/illegal."""
    if x[-1:] != y[-1:]:
        return False
    short, long = (x, y) if len(x) < len(y) else (y, x)
    if not long.endswith(short) or not 0 < len(long) - len(short) <= 4:
        return False
    return len(short) > 3 and short not in _NO_OPPOSITE and any(long == prefix + short for prefix in _PREFIXES)
