"""What only one side of a link has: claims added to a kept sentence, and facts left out of one."""

from __future__ import annotations

from collections.abc import Iterator

from retold.align.side import Floats
from retold.changes.words import Pairing, Run
from retold.model import Change, ChangeKind

__all__ = ["compare_leftovers"]

# Set on the labelled retellings: most of what is left out of a kept sentence misleads nobody (a known place, the
# purpose of a budget); what is added mostly stands nowhere in the source. So an addition needs less than an omission.
_CONTENT = 1.2  # weight from which a word counts as carrying a fact
_COVERED = 0.5  # similarity of vectors from which a word is said to be in the other text in other words
_LEAST_WORDS = 3  # uncovered words of a stretch
_LEAST_SHARE = 0.6  # of its words that carry meaning
_MOST_WORDS = 22  # longer ones are sentences that the alignment put into the link
_BOUNDS = ",;:()–—"
# A stretch that starts with one of these limits what is said beside it: left out, the rest says more.
_LIMITS = frozenset(
    [
        "although",
        "though",
        "despite",
        "unless",
        "if",
        "but",
        "however",
        "except",
        "provided",
        "whereas",
        "subject",
        "notwithstanding",
    ]
)


def compare_leftovers(
    pairing: Pairing, stems_a: frozenset[str], stems_b: frozenset[str], source: str | None
) -> list[Change]:
    """Stretches of a link without a counterpart anywhere in the other text.

    `stems_a` and `stems_b` hold the stems of both whole articles; `source` is "a" or "b" where it is known which
    text the other was made from.
    """
    changes = []
    for swap in (False, True):
        run = pairing.b if swap else pairing.a
        to = pairing.to_a if swap else pairing.to_b
        near = pairing.near.max(axis=0) if swap else pairing.near.max(axis=1)
        known = stems_a if swap else stems_b
        added = (source == "a") if swap else (source == "b")
        unknown = source is None
        for first, last, limiting in _stretches(run, to, near, known):
            if run.quoted[first] or run.quoted[last - 1]:
                continue
            words = run.changed(first, last)
            substantive = limiting or added or (unknown and swap)
            if not added and not limiting and not unknown:
                substantive = False
            pair = (None, words) if swap else (words, None)
            kind: ChangeKind = "addition" if (swap if unknown else added) else "omission"
            why = f"“{words.text}” has no counterpart in the other text."
            changes.append(Change(kind, substantive, pair[0], pair[1], why))
    return changes


def _stretches(run: Run, to: list[int], near: Floats, known: frozenset[str]) -> Iterator[tuple[int, int, bool]]:
    """Stretches between marks or joints of the sentence whose words stand nowhere in the other text."""
    loose = [
        run.weights[k] >= _CONTENT and to[k] < 0 and near[k] < _COVERED and run.stems[k] not in known
        for k in range(len(run))
    ]
    for first, last in _clauses(run):
        heavy = [k for k in range(first, last) if run.weights[k] >= _CONTENT]
        left = [k for k in heavy if loose[k]]
        limiting = run.forms[first] in _LIMITS
        if (
            len(left) >= _LEAST_WORDS - limiting
            and len(left) >= _LEAST_SHARE * len(heavy)
            and last - first <= _MOST_WORDS
        ):
            while last > first + 1 and run.weights[last - 1] < 0.5:
                last -= 1
            yield first, last, limiting


def _clauses(run: Run) -> Iterator[tuple[int, int]]:
    """The stretches of a run between commas and other marks."""
    first = 0
    for k in range(1, len(run) + 1):
        if k == len(run) or run.gaps[k] == "." or any(mark in run.gaps[k] for mark in _BOUNDS):
            if k > first:
                yield first, k
            first = k
