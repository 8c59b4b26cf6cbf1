"""The model that decides about candidates: a few regressions over what the compiled comparison measured.

Each is a logistic regression over measures and their products, so that "much is linked, but the numbers differ" can
weigh. Their coefficients stand in model.npz, made by training/match.py, which also names the data.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["COMMON", "MODEL", "PLAIN", "POINTS", "Regression", "decide", "with_common", "with_points"]

Floats = NDArray[np.float32]

MODEL = Path(__file__).parent / "model.npz"
PLAIN = 18  # of the measures of `retold.match.overlap`, the first ones, which do not tell the two articles apart
POINTS = 6.0  # the logarithm of shared points is divided by this, and reaches 1 at four hundred
COMMON = 10.0  # how common shared keys are, a logarithm to base two, is divided by this


class Regression:
    """A logistic regression over columns of measures, made even (mean 0, deviation 1), and maybe their products."""

    def __init__(self, columns: NDArray[np.int64], mean: Floats, deviation: Floats, weights: Floats) -> None:
        self.columns, self.mean, self.deviation, self.weights = columns, mean, deviation, weights
        count = len(columns)
        self.products: NDArray[np.float64] | None = None
        if len(weights) > count + 1:
            self.products = np.zeros((count, count))
            self.products[np.triu_indices(count)] = weights[count + 1 :]

    def __call__(self, measures: Floats) -> Floats:
        """The probability for each row of measures, to six digits: it must not depend on how rows are batched."""
        even = (measures[:, self.columns].astype(np.float64) - self.mean) / self.deviation
        total = even @ self.weights[1 : len(self.columns) + 1] + self.weights[0]
        if self.products is not None:
            total = total + np.einsum("ij,ij->i", even @ self.products, even)
        chance: NDArray[np.float64] = np.round(1 / (1 + np.exp(-np.clip(total, -30, 30))), 6)
        return chance.astype(np.float32)


@cache
def decide(name: str) -> Regression:
    """The regression of a decision.

    - worth: is a pair worth the second look, `retold.match.likeness`?
    - plain: do the two share an origin, by the first look alone?
    - derived: the same by both looks; the measures of the second stand behind those of the first;
    - translated: the same for two languages, by both looks;
    - excerpt: of those that do, is only a part reused?
    - edited: if not, was the wording kept?
    - template: of two that share common keys, is it one event that both tell?
    """
    with np.load(MODEL) as stored:
        return Regression(*(stored[f"{name}_{part}"] for part in ("columns", "mean", "deviation", "weights")))


def with_points(overlaps: Floats, points: NDArray[np.int32]) -> Floats:
    """The measures of the first look as the regressions read them: with the points that the keys gave."""
    column = np.minimum(1.0, np.log(points[:, 0] + 1.0) / POINTS).astype(np.float32)
    return np.column_stack([overlaps[:, :PLAIN], column])


def with_common(overlaps: Floats, points: NDArray[np.int32]) -> Floats:
    """The measures of the first look with how common the shared keys are, as the decision about templates reads them.

    `points` (n × 2) are those of `find_candidates`: the logarithms of how many articles have each shared key, summed
    up, are divided by the points, so that keys of few articles weigh twice.
    """
    column = np.minimum(1.0, points[:, 1] / np.maximum(points[:, 0], 1) / COMMON).astype(np.float32)
    return np.column_stack([overlaps[:, :PLAIN], column])
