"""Tell from the measures of an aligned pair how one article is made from the other.

A few logistic regressions in a row, each a weighted sum of measures: is there a common text origin at all; if so,
is only a part reused; is the wording kept; if not, is it at least the same event. Their coefficients stand in
model.json, made by training/relation.py, which also names the data.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from retold.model import Relation, RelationKind

__all__ = ["MODEL", "decisions", "inputs", "judge"]

MODEL = Path(__file__).parent / "model.json"
# A copy has every word in place; what may differ is furniture that reading left in, and letters here and there.
_COPIED = 0.97
# Two bodies that are the same word for word share an origin however short they are.
_IDENTICAL = 0.99
# Share of `linked_words` (30 words) from which the measures of the links count in full; the best of .1 to .5 by
# the likelihood of held-out pairs.
_ENOUGH = 0.3
_OF_LINKS = frozenset(("similarity", "kept_words", "kept_order", "facts_agree", "verbatim", "replaced", "touched"))
_PAIRS = ("linked", "fragments", "passages")  # measures that each side has


def inputs(measures: Mapping[str, float]) -> dict[str, float]:
    """What the regressions weigh: the measures made symmetric in a and b, and a few products of them.

    What was measured on a few linked words says little, and counts little. (Not across languages, where the
    links are the only evidence, and few where retold does not know the words' meanings.)
    """
    enough = 1.0 if measures["translated"] else min(1.0, measures["linked_words"] / _ENOUGH)
    measures = {name: value * enough if name in _OF_LINKS else value for name, value in measures.items()}
    found = {name: value for name, value in measures.items() if not name.endswith(("_a", "_b"))}
    for name in _PAIRS:
        pair = measures[f"{name}_a"], measures[f"{name}_b"]
        found[f"more_{name}"], found[f"less_{name}"] = max(pair), min(pair)
    translated = measures["translated"]
    for name in ("more_linked", "less_linked"):
        found[f"{name}_similarity"] = found[name] * measures["similarity"]
    found["similar_and_agreeing"] = measures["similarity"] * measures["facts_agree"]
    found["much_and_agreeing"] = measures["linked_words"] * measures["facts_agree"]
    found["alike_but_clashing"] = measures["similarity"] * measures["facts_clash"]
    for name in ("similarity", "kept_words", "facts_agree", "linked_words"):
        found[f"translated_{name}"] = translated * measures[name]
    return found


@lru_cache(maxsize=1)
def _model() -> dict[str, tuple[float, dict[str, float]]]:
    model = json.loads(MODEL.read_text("utf-8"))
    return {name: (part["intercept"], part["weights"]) for name, part in model["decisions"].items()}


def decisions(measures: Mapping[str, float]) -> dict[str, float]:
    """The probability of each decision, by name: derived, excerpt, edited (rather than reworded), same-event."""
    values = inputs(measures)
    return {
        name: _logistic(intercept + sum(weight * values[key] for key, weight in weights.items()))
        for name, (intercept, weights) in _model().items()
    }


def judge(measures: Mapping[str, float]) -> Relation:
    """The relation that the measures speak for; see `retold.model.Relation`."""
    chances = decisions(measures)
    probability = round(chances["derived"], 4)
    if min(measures["verbatim"], measures["linked_a"], measures["linked_b"]) > 0.999:
        probability = max(probability, _IDENTICAL)
    derived = probability > 0.5
    kind: RelationKind
    if not derived:
        # That two texts report one event is claimed only where some sentences are linked or share rare words.
        signs = measures["pairs_shared"] + measures["linked_a"] + measures["linked_b"]
        kind = "same-event" if chances["same-event"] > 0.5 and signs > 0 else "unrelated"
    elif chances["excerpt"] > 0.5:
        kind = "excerpt"
    elif measures["translated"]:
        kind = "translated"
    elif min(measures["fragments_a"], measures["fragments_b"]) >= _COPIED:
        kind = "copy"
    else:
        kind = "edited" if chances["edited"] > 0.5 else "reworded"
    return Relation(kind, derived, probability, {k: round(v, 4) for k, v in measures.items()})


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0
