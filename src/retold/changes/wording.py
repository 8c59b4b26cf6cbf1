"""Words replaced where everything around them stayed, and the meaning with them; and harmless ones worth showing."""

from __future__ import annotations

from retold.changes.words import Pairing, Slot
from retold.model import Change

__all__ = ["compare_wording"]

# A replaced word says something else when its vector is this far from the other's and both are listed, not
# commonplace. Set on DEMETR, machine against human translations; antonyms that no list holds come out here too.
_FAR = 0.35
_LEAST_WEIGHT = 1.6
_KEPT = 0.86  # share of the link's words that must be the same: only then is a slot a replacement and no rewording
_MOST_SPELLINGS = 1.0


def compare_wording(pairing: Pairing, slots: list[Slot]) -> list[Change]:
    """Words replaced by one of another meaning, and respellings (labor, labour), which are not substantive."""
    a, b = pairing.a, pairing.b
    changes = []
    kept = pairing.kept()
    for slot in slots:
        if slot.a[1] - slot.a[0] != 1 or slot.b[1] - slot.b[0] != 1 or not slot.tight:
            continue
        i, j = slot.a[0], slot.b[0]
        if a.quoted[i] or b.quoted[j] or a.forms[i][0].isdigit() or b.forms[j][0].isdigit():
            continue
        if _respelt(a.forms[i], b.forms[j]):
            first, second = a.changed(i, i + 1), b.changed(j, j + 1)
            changes.append(
                Change(
                    "wording", False, first, second, f"“{first.text}” and “{second.text}” are one word, spelt two ways."
                )
            )
        elif (
            kept >= _KEPT
            and min(a.weights[i], b.weights[j]) >= _LEAST_WEIGHT
            and a.rows[i] >= 0
            and b.rows[j] >= 0
            and a.tokens[i][0].isupper() == b.tokens[j][0].isupper()
            and float(pairing.near[i, j]) < _FAR
        ):
            first, second = a.changed(i, i + 1), b.changed(j, j + 1)
            changes.append(
                Change("wording", True, first, second, f"“{second.text}” does not mean what “{first.text}” means.")
            )
    return changes


_SPELLINGS = (
    ("our", "or"), ("ise", "ize"), ("isa", "iza"), ("isi", "izi"), ("re", "er"), ("yse", "yze"), ("ence", "ense"),
    ("ogue", "og"), ("ae", "e"), ("oe", "e"), ("ll", "l"), ("mme", "m"), ("gray", "grey"), ("tt", "t"),
)  # fmt: skip


def _respelt(x: str, y: str) -> bool:
    """Whether two forms are the British and the American spelling of one word."""
    if x == y or abs(len(x) - len(y)) > 3 or x[0] != y[0]:
        return False
    return any(x.replace(british, american) == y.replace(british, american) for british, american in _SPELLINGS)
