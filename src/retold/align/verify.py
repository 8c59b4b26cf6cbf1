"""Verify: whether a candidate passage is reuse, by a small logistic model over what was measured.

There are two models, one for passages that answer to one another and one for a stretch that condenses the
whole of the other text. Both were trained by benchmarks/accuracy/train_passages.py, on candidates from the
training two thirds of PAN 2013 and on labelled retellings of news, and stand in passage_model.json.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import numpy as np

from retold.align.evidence import Floats, Ints, Pair
from retold.align.extent import Match, match_words
from retold.align.seeds import Region

__all__ = ["CONDENSED_FEATURES", "FEATURES", "Model", "load_model", "measure", "measure_condensed", "with_products"]

# Of each side, its lower and higher value: words found beyond chance, pairs likewise, evidence a word, rare
# words found (log), longest run of pairs found (log), words (log). Then the significance of the score, the
# ratio of the two lengths (log), and what shares of their texts the two sides are.
_SIDE_FEATURES = ("reuse", "pair_reuse", "evidence", "rare", "run", "words")
FEATURES = (
    *(f"{name}_{which}" for name in _SIDE_FEATURES for which in ("low", "high")),
    "score",
    "ratio",
    "share_low",
    "share_high",
)
# Telling words that text b holds, of the stretch's and of the rest of text a's (log-odds), and their number
# (log); pairs and longest run as above; lengths of the stretch and of text b (log); the score (log); and what
# `measure_condensed` says.
CONDENSED_FEATURES = (
    "told_share",
    "other_share",
    "told",
    "pair_reuse",
    "run",
    "words",
    "words_told",
    "score",
    "spread",
    "explained",
    "local",
    "local_explained",
)
# A word is rare if chance finds it in the window less than one time in twenty: the usual level of significance.
_RARE_CHANCE = 0.05
# Equal parts of the text told from: fine enough to tell one place from all over, with some words in each.
_SPREAD_BINS = 8
# Length of one place in the text told from, in lengths of the stretch: a passage that was loosely retold
# there is at most so much longer.
_LOCAL = 2


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


def measure(pair: Pair, swapped: Pair, box: Region, score: float) -> list[float]:
    """The quantities `FEATURES` of the candidate `box`; the same whichever text comes first."""
    a, b = (box.a0, box.a1), (box.b0, box.b1)
    sides = [
        _side(match_words(pair, a, a, b), pair, a),
        _side(match_words(swapped, b, b, a), swapped, b),
    ]
    values = [pick(both) for both in zip(*sides, strict=True) for pick in (min, max)]
    shares = ((a[1] - a[0]) / len(pair.a), (b[1] - b[0]) / len(pair.b))
    return [*values, _significance(pair, score), abs(sides[0][5] - sides[1][5]), min(shares), max(shares)]


def measure_condensed(pair: Pair, start: int, end: int, score: float, passages: Iterable[Region]) -> list[float]:
    """The quantities `CONDENSED_FEATURES` of words `start` to `end` of text a, told from the whole of text b.

    `spread` is the entropy, over equal parts of text b, of where the rare words come from; `contrast` by how
    much more is found than for the rest of text a; `explained` the share of the stretch that verified ordinary
    `passages` cover; `local` the share of the rare words found that stand together in one place of text b,
    `_LOCAL` times as long as the stretch.
    """
    whole = match_words(pair, (0, len(pair.a)), (start, end), (0, len(pair.b)))
    pair_chance, pair_found = whole.pair_chance[start : end - 1], whole.pair_found[start : end - 1]
    # Words that say something are looked at once each: in the stretch, and in the rest of text a.
    inside = np.unique(pair.a.stems[start:end])
    outside = np.setdiff1d(np.concatenate((pair.a.stems[:start], pair.a.stems[end:])), inside)
    inside, outside = inside[pair.telling[inside]], outside[pair.telling[outside]]
    told = inside[pair.b.stem_counts[inside] > 0]
    shares = [(np.sum(pair.b.stem_counts[stems] > 0) + 0.5) / (len(stems) + 1) for stems in (inside, outside)]
    rare = np.zeros(len(pair.language), bool)
    rare[told] = True
    places = np.flatnonzero(rare[pair.b.stems])
    parts = np.bincount(places * _SPREAD_BINS // len(pair.b), minlength=_SPREAD_BINS) / max(len(places), 1)
    spread = float(-np.sum(parts * np.log(parts + 1e-12))) / math.log(_SPREAD_BINS)
    local = _most_together(pair.b.stems[places], places // max(1, _LOCAL * (end - start) // 2)) / max(len(told), 1)
    covered = np.zeros(end - start, bool)
    for p in passages:
        covered[max(0, p.a0 - start) : max(0, p.a1 - start)] = True
    explained = float(np.mean(covered))
    return [
        float(np.log(shares[0] / (1 - shares[0]))),
        float(np.log(shares[1] / (1 - shares[1]))),
        math.log1p(len(told)),
        _beyond_chance(pair_found, pair_chance),
        math.log1p(_longest_run(pair_found)),
        math.log(end - start),
        math.log(len(pair.b)),
        math.log1p(score),
        spread,
        explained,
        local,
        local * explained,
    ]


def _most_together(stems: Ints, cells: Ints) -> int:
    """The most different stems that stand in two neighbouring cells."""
    if not len(stems):
        return 0
    many = int(stems.max()) + 1
    both = np.unique(np.concatenate((cells, cells + 1)) * many + np.concatenate((stems, stems)))
    return int(np.max(np.bincount(both // many)))


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model over quantities, each less its `mean` and divided by its `scale`, and their products.

    `coefficients` holds those of the quantities in their order, then those of the products of each with itself
    and all later ones.
    """

    mean: Sequence[float]
    scale: Sequence[float]
    intercept: float
    coefficients: Sequence[float]

    def probability(self, measured: Sequence[float]) -> float:
        """The probability of reuse, 0 to 1, from quantities in the order the model was trained on."""
        standard = (np.asarray(measured) - self.mean) / self.scale
        logit = self.intercept + float(np.dot(self.coefficients, with_products(standard)))
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))


def with_products(standard: Floats) -> Floats:
    """Quantities (the last axis), followed by the products of each with itself and all later ones."""
    first, second = np.triu_indices(standard.shape[-1])
    return np.concatenate((standard, standard[..., first] * standard[..., second]), axis=-1)


@lru_cache(maxsize=2)
def load_model(name: Literal["passage", "condensed"]) -> Model:
    """The trained model of that name, from passage_model.json."""
    data = json.loads(files("retold.align").joinpath("passage_model.json").read_text(encoding="utf-8"))[name]
    if data["features"] != list(FEATURES if name == "passage" else CONDENSED_FEATURES):
        raise ValueError("passage_model.json was trained for other quantities: train it anew")
    return Model(data["mean"], data["scale"], data["intercept"], data["coefficients"])
