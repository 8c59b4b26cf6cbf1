"""What only one side of a link has: claims added to a kept sentence, and facts left out of one."""

from __future__ import annotations

from collections.abc import Iterator

from retold.align.side import Floats, Side
from retold.changes.lexicon import certainty
from retold.changes.words import Pairing, Run, Slot
from retold.fingerprint import meanings
from retold.model import Change, ChangeKind
from retold.read.wordlist import word_set

__all__ = ["Told", "compare_leftovers"]

# Set on the labelled retellings: most of what is left out of a kept sentence misleads nobody (a known place, the
# purpose of a budget); what is added mostly stands nowhere in the source. So an addition needs less than an omission.
_CONTENT = 1.2  # weight from which a word counts as carrying a fact
_COVERED = 0.42  # similarity of vectors from which a word is said to be in the other text in other words
_LEAST_WORDS = 2  # uncovered words of a stretch
_CLAUSE_WORDS = 4  # words of a clause that is told by one word that stands nowhere else
_LEAST_SHARE = 0.6  # of its words that carry meaning
_LEAST_WEIGHT = 5.0  # of its uncovered words together
_MOST_WORDS = 22  # longer ones are sentences that the alignment put into the link
# The other side must be told almost wholly elsewhere: what it has left over may be the same in words that no vector
# brings together, above all in clumsy rewording.
_OTHER_LEFT = 0.25  # weight left over on the other side, as a share of the stretch's own
_BOUNDS = ",;:()–—"
_JOINTS = word_set("""
    and but which who where when while although though despite unless if because after before
""")
# A stretch that starts with one of these limits what is said beside it: left out, the rest says more.
_LIMITS = word_set("""
    although though despite unless if but however except provided whereas subject notwithstanding
""")


def compare_leftovers(pairing: Pairing, slots: list[Slot], a: Told, b: Told, source: str | None) -> list[Change]:
    """Stretches of a link without a counterpart anywhere in the other text.

    `source` is "a" or "b" where it is known which text the other was made from.
    """
    changes = []
    speech = certainty().speech.keys()
    covered_a, covered_b = (
        _Cover(pairing.a, pairing.to_b, pairing.told_a, b),
        _Cover(pairing.b, pairing.to_a, pairing.told_b, a),
    )
    for swap, own, other in ((False, covered_a, covered_b), (True, covered_b, covered_a)):
        added = (source or "a") == ("a" if swap else "b")
        run = own.run
        for first, last, weight in own.stretches(_insertions(slots, swap, other.run)):
            if run.quoted[first] or run.quoted[last - 1] or speech & set(run.forms[first:last]):
                continue
            limiting = run.forms[first] in _LIMITS
            if not (added or source is None or limiting):
                continue
            if other.left() > _OTHER_LEFT * weight:
                continue
            words = run.changed(first, last)
            pair = (None, words) if swap else (words, None)
            kind: ChangeKind = "addition" if added else "omission"
            why = f"“{words.text}” has no counterpart in the other text."
            changes.append(Change(kind, True, pair[0], pair[1], why))
    return changes


def _insertions(slots: list[Slot], swap: bool, other: Run) -> list[tuple[int, int]]:
    """The stretches of one side, long enough for a clause, in whose place the other has next to nothing."""
    found = []
    for slot in slots:
        own, there = (slot.b, slot.a) if swap else (slot.a, slot.b)
        if own[1] - own[0] >= _CLAUSE_WORDS and sum(other.heavy[there[0] : there[1]]) <= 1:
            found.append(own)
    return found


class Told:
    """The words of a whole article: stems and vectors, made when first asked for."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._vectors: Floats | None = None
        self._stems: frozenset[str] | None = None

    def vectors(self) -> Floats:
        """One vector for each distinct stem of the body."""
        if self._vectors is None:
            side = self._side
            self._vectors = meanings(side.lang).vectors(side.words.rows[side.first])
        return self._vectors

    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        if self._stems is None:
            self._stems = frozenset(self._side.words.stems)
        return self._stems


class _Cover:
    """Which words of a run are told in another article in any words; worked out when first asked for."""

    def __init__(self, run: Run, to: list[int], told: set[int], other: Told) -> None:
        self.run = run
        self._to = to
        self._told = told
        self._other = other
        self._loose: list[bool] | None = None

    def loose(self) -> list[bool]:
        """For each word, whether it carries a fact and the other article has no word for it."""
        if self._loose is None:
            run, other = self.run, self._other
            self._loose = [
                run.weights[k] >= _CONTENT and self._to[k] < 0 and k not in self._told for k in range(len(run))
            ]
            open_words = [k for k, is_open in enumerate(self._loose) if is_open]
            if open_words:
                near = (meanings(run.lang).vectors(run.rows[open_words]) @ other.vectors().T).max(axis=1)
                for k, close in zip(open_words, near.tolist(), strict=True):
                    self._loose[k] = (
                        close < _COVERED and run.stems[k] not in other.stems() and not run.forms[k][0].isdigit()
                    )
        return self._loose

    def left(self) -> float:
        """The weight of the words that are not covered."""
        return sum(weight for weight, loose in zip(self.run.weights, self.loose(), strict=True) if loose)

    def stretches(self, slots: list[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
        """Stretches of words between marks or joints of a sentence that are not told elsewhere, with their weight.

        `slots` are stretches in whose place the other side has next to nothing; a clause that fills one needs
        only one word that stands nowhere else.
        """
        run = self.run
        if not slots or sum(w for w, j in zip(run.weights, self._to, strict=True) if j < 0) < _LEAST_WEIGHT:
            return
        loose = self.loose()
        for start, end in slots:
            first, last = start, end
            while first < last and run.gaps[first] in (" ", "-") and run.forms[first] not in _JOINTS:
                first += 1
            heavy = [k for k in range(first, last) if run.heavy[k]]
            left = [k for k in heavy if loose[k]]
            if last - first >= _CLAUSE_WORDS and len(heavy) >= _LEAST_WORDS and (left or self._apart(first, heavy)):
                yield first, last, sum(run.weights[k] for k in left or heavy)
                continue
            for first, last in _clauses(run, start, end):
                heavy = [k for k in range(first, last) if run.weights[k] >= _CONTENT]
                left = [k for k in heavy if loose[k]]
                weight = sum(run.weights[k] for k in left)
                if len(left) < _LEAST_WORDS or len(left) < _LEAST_SHARE * len(heavy) or weight < _LEAST_WEIGHT:
                    continue
                if _CLAUSE_WORDS <= last - first <= _MOST_WORDS:
                    while last > first + 1 and run.weights[last - 1] < 0.5:
                        last -= 1
                    yield first, last, weight

    def _apart(self, first: int, heavy: list[int]) -> bool:
        """Whether a clause is set off and none of its words has a counterpart in the link."""
        return "," in self.run.gaps[first] and all(self._to[k] < 0 and k not in self._told for k in heavy)


def _clauses(run: Run, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a run between commas and other marks, and joints, from word `start` up to `end`."""
    first = start
    for k in range(start + 1, end + 1):
        if k == end or run.gaps[k] == "." or any(mark in run.gaps[k] for mark in _BOUNDS) or run.forms[k] in _JOINTS:
            yield first, k
            first = k
