"""Who did what to whom: two names that changed places around the same verb."""

from __future__ import annotations

import itertools

from retold.changes.mentions import Mention
from retold.changes.same_names import same_name
from retold.changes.words import Pairing, Run
from retold.model import Change
from retold.read.wordlist import word_set

__all__ = ["compare_roles"]

# Where one of these stands between two names, the first is not simply the doer and the second the one done to.
_TURNERS = frozenset(
    ["by", "from", "with", "and", "or", "was", "were", "been", "being", "is", "are", "be", "to", "of", "than"]
)
_SYMMETRIC = word_set("""
    met meet meets meeting talk talked talks spoke speak discuss discussed agree agreed fight fought fighting clash
    clashed marry married join joined versus vs against draw drew play played
""")
_BETWEEN = 6  # words between two names


def compare_roles(pairing: Pairing, of_a: list[Mention], of_b: list[Mention]) -> list[Change]:
    """Pairs of names that stand in the other order around the same verb, both sides active."""
    a, b = pairing.a, pairing.b
    if a.lang != b.lang:
        return []
    changes = []
    for m, n, verb in _acts(a, of_a):
        for p, q, other in _acts(b, of_b):
            if pairing.to_b[verb] != other or a.stems[verb] != b.stems[other]:
                continue
            if same_name(m, q) and same_name(n, p) and not same_name(m, n):
                first, second = a.changed(m.first, n.last), b.changed(p.first, q.last)
                changes.append(
                    Change("name", True, first, second, f"“{first.text}”: the other text has it the other way round.")
                )
    return changes


def _acts(run: Run, found: list[Mention]) -> list[tuple[Mention, Mention, int]]:
    """Neighbouring names with a verb, and nothing that turns it round, between them."""
    acts = []
    for m, n in itertools.pairwise(found):
        between = range(m.last, n.whole)
        if not 1 <= len(between) <= _BETWEEN or run.tokens[m.last - 1].endswith(("'s", "’s")):
            continue
        forms = {run.forms[k] for k in between}
        if (
            forms & _TURNERS
            or forms & _SYMMETRIC
            or any(mark in run.gaps[k] for k in (*between, n.whole) for mark in ",.;:")
        ):
            continue
        verb = max(between, key=lambda k: run.weights[k])
        acts.append((m, n, verb))
    return acts
