"""Weigh the clues: which of two texts is made from the other.

One logistic regression without a constant, so that turning the two round turns the answer round. Its coefficients
stand in model.json, made by training/direction.py.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from retold.align.side import Side
from retold.credit import Mark, pair_marks
from retold.lineage.clues import CLUES, clues
from retold.model import Alignment, Direction, Relation

__all__ = ["DERIVED_SURE", "MODEL", "find_direction", "weigh"]

MODEL = Path(__file__).parent / "model.json"
# Below this probability nothing is said. Calibrated with training/direction.py: among the labelled retellings, in
# cross-validation, it costs few right answers and nearly all wrong ones.
_SURE = 0.8
# Below this probability that they are derived at all, the question does not arise: in the labelled retellings, the
# stories in the same template that pass for derived stand at .63 and less, nearly all derived ones above .85.
DERIVED_SURE = 0.7
# Groups of clues that must speak for the answer, and what each must add to the sum to count as speaking.
_GROUPS = 2
_SPEAKS = 0.2

# Each clue in plain words: as it speaks for the source, and as it speaks against it.
_WORDS = {
    "own": ("its publisher or address is an agency's", "the other's publisher or address is an agency's"),
    "dateline": ("it has an agency's dateline", "the other has an agency's dateline"),
    "named": ("it credits an agency, the other nobody", "the other credits an agency, it nobody"),
    "clock": ("it was published earlier, by what both say", "it was published later, by what both say"),
    "page": (
        "it is a bare report, the other has a page around it",
        "it has a page around it, the other is a bare report",
    ),
    "byline": ("the other stands under a byline, as pages do", "it stands under a byline, as pages do"),
    "linked": ("the other leaves out more than it adds", "the other adds more than it leaves out"),
    "facts": ("it has names and numbers that the other lacks", "the other has names and numbers that it lacks"),
    "numbers": ("it has more numbers in figures", "the other has more numbers in figures"),
    "unlisted": ("the other has more words that no word list holds", "it has more words that no word list holds"),
    "wordy": ("the other needs more words for the same", "it needs more words for the same"),
    "garble": ("the other has broken spots, as machine rewording leaves them", "it has broken spots"),
    "foreign": ("the other holds words of its language", "it holds words of the other's language"),
}


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(MODEL.read_text("utf-8"))["weights"]
    if set(weights) != set(CLUES):
        raise ValueError("lineage/model.json was made for other clues; run training/direction.py")
    return weights


def find_direction(
    a: Side,
    b: Side,
    alignment: Alignment,
    relation: Relation,
    marks: tuple[Sequence[Mark], Sequence[Mark]] | None = None,
) -> Direction:
    """Which of two aligned texts is made from the other, with the clues that say so.

    `marks` are the credits of both (`retold.credit.pair_marks`), looked for where not given. The source is None
    where it is not fairly sure that they are derived, where the clues are weak, and where only one independent clue
    speaks.
    """
    if not relation.derived or relation.probability < DERIVED_SURE:
        return Direction(None, 0.5)
    marks_a, marks_b = marks if marks is not None else pair_marks(a.article, b.article)
    return weigh(clues(a, b, alignment, relation, marks_a, marks_b), _weights())


def weigh(found: Mapping[str, float], weights: Mapping[str, float]) -> Direction:
    """The direction that clues speak for under given weights."""
    parts = {name: weights[name] * value for name, value in found.items()}
    total = sum(parts.values())
    side: Literal["a", "b"] = "a" if total >= 0 else "b"
    sign = 1 if total >= 0 else -1
    groups: defaultdict[str, float] = defaultdict(float)
    for name, part in parts.items():
        groups[CLUES[name]] += sign * part
    probability = 1 / (1 + math.exp(-min(abs(total), 50.0)))
    if probability < _SURE or sum(part >= _SPEAKS for part in groups.values()) < _GROUPS:
        return Direction(None, 0.5)
    speaking = sorted(
        (name for name, part in parts.items() if sign * part >= _SPEAKS / 2), key=lambda n: -abs(parts[n])
    )
    against = sorted((name for name, part in parts.items() if sign * part <= -_SPEAKS), key=lambda n: -abs(parts[n]))
    evidence = [_WORDS[name][0] for name in speaking]
    evidence += [f"but {_WORDS[name][1]}" for name in against]
    return Direction(side, round(probability, 4), tuple(evidence))
