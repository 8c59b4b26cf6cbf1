"""Verify: whether a candidate passage is reuse, by a small logistic model over what was measured."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files

import numpy as np

from retold.align.evidence import Floats, Ints, Pair
from retold.align.extent import Match, match_words
from retold.align.seeds import Region

__all__ = ["CONDENSED_FEATURES", "FEATURES", "measure", "measure_condensed", "probability"]

_SIDE_FEATURES = ("reuse", "pair_reuse", "evidence", "rare", "run", "words")
FEATURES = (
    *(f"{name}_{which}" for name in _SIDE_FEATURES for which in ("low", "high")),
    "score",
    "ratio",
    "share_low",
    "share_high",
)
CONDENSED_FEATURES = (*_SIDE_FEATURES, "score", "words_told", "spread", "contrast", "explained")
_RARE_CHANCE = 0.05
_SPREAD_BINS = 8


def _longest_run(found: Floats) -> int:
    """The most pairs of words in a row that are found."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (found > 0).astype(np.int8), [0]))))
    return int(np.max(edges[1::2] - edges[::2], initial=0))


def _beyond_chance(found: Floats, chance: Floats) -> float:
    """The share of words found beyond what chance gives."""
    room = float(np.sum(1 - chance))
    return float(np.sum(found - chance)) / room if room > 0 else 0.0


def _side(match: Match, pair: Pair, core: tuple[int, int]) -> list[float]:
    """`_SIDE_FEATURES` of the words `core` of text a, matched as `match`."""
    pairs = slice(0, max(core[1] - core[0] - 1, 0))
    rare = np.unique(pair.a.stems[core[0] : core[1]][(match.found > 0) & (match.chance < _RARE_CHANCE)])
    return [
        _beyond_chance(match.found, match.chance),
        _beyond_chance(match.pair_found[pairs], match.pair_chance[pairs]),
        float(np.sum(match.found * -np.log(match.chance))) / len(match.found),
        math.log1p(len(rare)),
        math.log1p(_longest_run(match.pair_found[pairs])),
        math.log(len(match.found)),
    ]


def _significance(pair: Pair, score: float) -> float:
    """The logarithm of `score`, less what the best of so many places would reach by chance (Karlin-Altschul)."""
    return math.log1p(max(0.0, score - math.log(len(pair.a) * len(pair.b))))


def measure(pair: Pair, swapped: Pair, counts: tuple[Ints, Ints], box: Region, score: float) -> list[float]:
    """The quantities `FEATURES` of the candidate `box`; the same whichever text comes first."""
    a, b = (box.a0, box.a1), (box.b0, box.b1)
    sides = [
        _side(match_words(pair, counts, a, a, b), pair, a),
        _side(match_words(swapped, counts, b, b, a), swapped, b),
    ]
    values = [pick(both) for both in zip(*sides, strict=True) for pick in (min, max)]
    shares = ((a[1] - a[0]) / len(pair.a), (b[1] - b[0]) / len(pair.b))
    return [*values, _significance(pair, score), abs(sides[0][5] - sides[1][5]), min(shares), max(shares)]


def measure_condensed(
    pair: Pair, counts: tuple[Ints, Ints], start: int, end: int, score: float, passages: Iterable[Region]
) -> list[float]:
    """The quantities `CONDENSED_FEATURES` of words `start` to `end` of text a, told from the whole of text b.

    `spread` is the entropy, over equal parts of text b, of where the rare words come from; `contrast` by how
    much more is found than for the rest of text a; `explained` the greatest share of the stretch that one of
    the ordinary `passages` covers.
    """
    whole = match_words(pair, counts, (0, len(pair.a)), (start, end), (0, len(pair.b)))
    inner = slice(start, end)
    match = Match(whole.found[inner], whole.pair_found[inner], whole.chance[inner], whole.pair_chance[inner])
    rest = np.ones(len(pair.a), bool)
    rest[inner] = False
    contrast = 0.0
    if rest.any():
        contrast = _beyond_chance(match.found, match.chance) - _beyond_chance(whole.found[rest], whole.chance[rest])
    rare = np.zeros(len(pair.language), bool)
    rare[pair.a.stems[inner][(match.found > 0) & (match.chance < _RARE_CHANCE)]] = True
    places = np.flatnonzero(rare[pair.b.stems]) * _SPREAD_BINS // len(pair.b)
    shares = np.bincount(places, minlength=_SPREAD_BINS) / max(len(places), 1)
    spread = float(-np.sum(shares * np.log(shares + 1e-12))) / math.log(_SPREAD_BINS)
    explained = max(
        (max(0, min(p.a1, end) - max(p.a0, start)) / (end - start) for p in passages),
        default=0.0,
    )
    side = _side(match, pair, (start, end))
    return [*side, _significance(pair, score), math.log(len(pair.b)), spread, contrast, explained]


@lru_cache(maxsize=1)
def _models() -> dict[str, tuple[float, tuple[float, ...]]]:
    """Intercept and coefficients of the two models, by name."""
    data = json.loads(files("retold.align").joinpath("passage_model.json").read_text(encoding="utf-8"))
    models = {}
    for name, features in (("passage", FEATURES), ("condensed", CONDENSED_FEATURES)):
        if data[name]["features"] != list(features):
            raise ValueError("passage_model.json was trained for other quantities: train it anew")
        models[name] = (float(data[name]["intercept"]), tuple(float(c) for c in data[name]["coefficients"]))
    return models


def probability(measured: Sequence[float], *, condensed: bool) -> float:
    """The probability that a candidate with these quantities is reuse."""
    intercept, coefficients = _models()["condensed" if condensed else "passage"]
    logit = intercept + sum(c * m for c, m in zip(coefficients, measured, strict=True))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))
