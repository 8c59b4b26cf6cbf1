"""How alike the sentences of two articles are: by words, by what the words mean, by names and numbers.

A word of one sentence is covered by the most similar word of the other: fully by the same stem, nearly by
a word of the same meaning (vectors), or by another spelling of the same name (edit distance). The share of a
sentence's weight that is covered, both ways together, is its similarity: a soft Dice coefficient over words
weighted by rarity, in the spirit of BERTScore (Zhang et al., ICLR 2020) with static vectors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from anyascii import anyascii
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from retold.align.side import LEAST_WEIGHT, Floats, Ints, Side
from retold.fingerprint.meaning import meanings

__all__ = ["Similarity", "similarity"]

# Calibrated on the labelled retellings and WMT21 (benchmarks/accuracy/comparison.py); flat around the values.
_LOCAL_SHARE = 0.7  # how much of a word's weight hangs on its rarity within the two articles themselves
_MEANING_FLOOR = 0.3  # vectors closer than this start to count; chance pairs of words lie below
_MEANING_MOST = 0.9  # what two words of the same meaning count, where the same word counts 1
_ACROSS = 1.25  # similarities across languages come out lower by about this factor
_LONGEST_UNIT = 400  # distinct stems; longer units are texts without full stops, and are compared by stems alone
_SPELLING_FLOOR = 0.72  # alike spellings of names: Zelensky/Zelenskiy .94, Lavrov/Larov .91, Sergei/Sergey .83


@dataclass(frozen=True, slots=True)
class Similarity:
    """Coverage between runs of units; build with `similarity`.

    `best_b[k, j]` is how well the best word in unit j of b covers word k of a's vocabulary; `best_a[i, k]`
    likewise; `weights_a[i, k]` is the weight of word k in unit i of a, 0 where it does not stand there.
    """

    best_b: Floats
    best_a: Floats
    weights_a: Floats
    weights_b: Floats
    scale: float = 1.0

    def runs(self, p: int, q: int) -> Floats:
        """Similarity, 0 to 1, of each run of p units of a and each run of q units of b, by first unit.

        Shape (n - p + 1, m - q + 1) for n and m units; empty where a run is longer than its article.
        """
        best_b, best_a = _maxima(self.best_b.T, q).T, _maxima(self.best_a, p)
        weights_a, weights_b = _sums(self.weights_a, p), _sums(self.weights_b, q)
        if not len(weights_a) or not len(weights_b):
            return np.zeros((len(weights_a), len(weights_b)), dtype=np.float32)
        covered = weights_a @ best_b + best_a @ weights_b.T
        total = weights_a.sum(axis=1)[:, None] + weights_b.sum(axis=1)[None, :]
        result: Floats = np.minimum(1.0, covered / total * np.float32(self.scale))
        return result


def _maxima(rows: Floats, run: int) -> Floats:
    """Elementwise maximum over each `run` neighbouring rows."""
    result = rows[: len(rows) - run + 1]
    for shift in range(1, run):
        result = np.maximum(result, rows[shift : len(rows) - run + 1 + shift])
    return result


def _sums(rows: Floats, run: int) -> Floats:
    """Elementwise sum over each `run` neighbouring rows."""
    result = rows[: max(0, len(rows) - run + 1)]
    for shift in range(1, run):
        result = result + rows[shift : len(rows) - run + 1 + shift]
    return result


def similarity(a: Side, b: Side, units_a: range, units_b: range) -> Similarity:
    """Compare every unit in `units_a` with every unit in `units_b`; neither range may be empty."""
    own_a, own_b = _Vocabulary(a, units_a), _Vocabulary(b, units_b)
    _, same_a, same_b = np.intersect1d(own_a.keys, own_b.keys, assume_unique=True, return_indices=True)
    alike = _alike(own_a, own_b)
    soft = (own_a.place[same_a] >= 0) & (own_b.place[same_b] >= 0)
    alike[own_a.place[same_a[soft]], own_b.place[same_b[soft]]] = 1.0
    frequency_a, frequency_b = own_a.counts.copy(), own_b.counts.copy()
    frequency_a[same_a] += own_b.counts[same_b]
    frequency_b[same_b] += own_a.counts[same_a]
    most = len(units_a) + len(units_b) + 2
    weights_a = own_a.incidence * _weights(own_a, frequency_a, most)
    weights_b = own_b.incidence * _weights(own_b, frequency_b, most)
    if own_a.all_soft and own_b.all_soft:
        best_b = np.maximum.reduceat(alike[:, own_b.flat], own_b.starts, axis=1)
        best_a = np.maximum.reduceat(alike[own_a.flat], own_a.starts, axis=0)
    else:
        best_b = _best_in(own_a, own_b, same_a, same_b, alike)
        best_a = _best_in(own_b, own_a, same_b, same_a, alike.T).T
    scale = 1.0 if own_a.lang == own_b.lang else _ACROSS
    return Similarity(best_b, best_a, weights_a, weights_b, scale)


def _best_in(own: _Vocabulary, other: _Vocabulary, same: Ints, same_other: Ints, alike: Floats) -> Floats:
    """How well the best word in each unit of `other` covers each word of `own`, where some units are long."""
    best: Floats = np.zeros((len(own.keys), len(other.starts)), dtype=np.float32)
    place = other.place[other.flat]
    soft = place >= 0
    if soft.any():
        units, starts = np.unique(other.owners[soft], return_index=True)
        best[np.ix_(own.soft, units)] = np.maximum.reduceat(alike[:, place[soft]], starts, axis=1)
    counterpart = np.full(len(other.keys), -1, dtype=np.int64)
    counterpart[same_other] = same
    rows = counterpart[other.flat]
    best[rows[rows >= 0], other.owners[rows >= 0]] = 1.0
    return best


class _Vocabulary:
    """The distinct words of a range of units, and which unit holds which.

    `soft` lists the words that are compared by meaning and spelling, those that stand in a unit that is not too
    long; `place` holds where each word stands among them, -1 for the others. `vectors` are theirs, `unlisted` the
    forms of those without one.
    """

    def __init__(self, side: Side, units: range) -> None:
        offsets = side.offsets[units.start : units.stop + 1]
        members = side.members[offsets[0] : offsets[-1]]
        if np.bincount(members, minlength=len(side.keys)).all():
            numbers, self.flat = np.arange(len(side.keys)), members
        else:
            numbers, self.flat = np.unique(members, return_inverse=True)
        sizes = np.diff(offsets)
        self.owners: Ints = np.repeat(np.arange(len(units)), sizes)
        self.all_soft = int(sizes.max()) <= _LONGEST_UNIT
        self.soft: Ints = np.arange(len(numbers))
        if not self.all_soft:
            self.soft = np.unique(self.flat[sizes[self.owners] <= _LONGEST_UNIT])
        self.place: Ints = np.full(len(numbers), -1, dtype=np.int64)
        self.place[self.soft] = np.arange(len(self.soft))
        first = side.first[numbers[self.soft]]
        self.lang = side.lang
        self.keys: Ints = side.keys[numbers]
        self.weights: Floats = side.weights[numbers]
        rows = side.words.rows[first]
        self.vectors = meanings(side.lang).vectors(rows)
        self.unlisted = {k: side.words.forms[first[k]] for k in np.flatnonzero(rows < 0).tolist()}
        self.starts: Ints = offsets[:-1] - offsets[0]
        self.counts: Ints = np.bincount(self.flat, minlength=len(numbers))
        self.incidence: Floats = np.zeros((len(units), len(numbers)), dtype=np.float32)
        self.incidence[self.owners, self.flat] = 1.0


def _weights(own: _Vocabulary, frequency: Ints, most: int) -> Floats:
    """Each word's weight: rare in the language, and rare in these two articles."""
    local = np.log(most / frequency) / np.log(most)
    result: Floats = (own.weights + LEAST_WEIGHT) * (1 - _LOCAL_SHARE + _LOCAL_SHARE * local.astype(np.float32))
    return result


def _alike(a: _Vocabulary, b: _Vocabulary) -> Floats:
    """How well each word of b covers each word of a by meaning or spelling, 0 to 1."""
    alike: Floats = a.vectors @ b.vectors.T
    alike -= _MEANING_FLOOR
    alike *= _MEANING_MOST / (1 - _MEANING_FLOOR)
    np.clip(alike, 0.0, _MEANING_MOST, out=alike)
    odd_a, odd_b = _names(a), _names(b)
    if odd_a and odd_b:
        close = cdist(
            [*odd_a.values()], [*odd_b.values()], scorer=Indel.normalized_similarity, score_cutoff=_SPELLING_FLOOR
        )
        at = np.ix_([*odd_a], [*odd_b])
        alike[at] = np.maximum(alike[at], close.astype(np.float32))
    return alike


def _names(own: _Vocabulary) -> dict[int, str]:
    """Words without a vector, mostly names, that are long enough to be compared by their spelling."""
    return {k: _latin(form) for k, form in own.unlisted.items() if len(form) > 3 and not form[0].isdigit()}


def _latin(form: str) -> str:
    """A form in plain Latin letters: Зеленский, Zełenski and Zelensky become comparable."""
    return form if form.isascii() else anyascii(form).lower()
