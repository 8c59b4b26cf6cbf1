"""Extent: where exactly a reused passage begins and ends, decided by likelihood.

Given a window of one text, every word of the other is either found in the window or not. Chance finds a
common word often and a rare word hardly ever; a reused passage finds a share of its words whatever their
rarity. The logarithm of the ratio of the two likelihoods, added up over words, is highest over the stretch
that is reused: the maximum-scoring interval (Bentley 1984; Karlin and Altschul 1990 for its use with
log-odds scores). Each side is sought in turn against the window found on the other side until both stand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from retold.align.evidence import Floats, Ints, Pair, Side
from retold.align.seeds import Region

__all__ = ["Match", "condensed", "match_words", "refine"]

_LEAST_CHANCE = 0.02
_LEAST_PAIR_CHANCE = 0.003
_PAIR_TIE = 30.0
_UNSEEN = 0.05
_DEGREES = ((0.3, 0.15), (0.5, 0.1), (0.5, 0.25), (0.7, 0.25), (0.7, 0.5), (0.85, 0.7), (0.97, 0.94))
_CONDENSED_DEGREES = ((0.3, 0.03), (0.5, 0.08), (0.7, 0.2))
_ROUNDS = 4
_MARGIN = 120


@dataclass(frozen=True, slots=True)
class Match:
    """How the words of a stretch of one text fare against a window of the other.

    `found` and `pair_found` say of each word how far its stem, or its stem with the next one's, stands in
    the window; `chance` and `pair_chance` how probable that is without reuse.
    """

    found: Floats
    pair_found: Floats
    chance: Floats
    pair_chance: Floats


def _occurrences(numbers: Ints, among: Ints, size: int) -> Ints:
    """How often each of `numbers`, all below `size`, stands in `among`."""
    # A zeroed page is not touched until it is written to, so this costs what `among` is long, not `size`.
    tally = np.zeros(size, np.int64)
    np.add.at(tally, among, 1)
    return tally[numbers]


def _chance(
    numbers: Ints, counts: Ints, x: Ints, y: Ints, size: int, language: Floats, floor: float
) -> tuple[Floats, Floats]:
    """How far each of `numbers` is found in `y`, and the probability of that by chance.

    The frequency by which chance goes is that of the language, or that in the rest of the two texts (all
    but the stretch `x` and the window `y`) where it is higher: the texts' subject is no reuse. A word that
    stands k times in `x` but fewer times in `y` is found in part only: one word cannot be the origin of many.
    """
    of_x, of_y = _occurrences(numbers, x, len(counts)), _occurrences(numbers, y, len(counts))
    found = np.minimum(1.0, of_y / np.maximum(of_x, 1))
    rest = max(size - len(x) - len(y), size / 2)
    rate = np.maximum(language[numbers], (counts[numbers] - of_x - of_y + _UNSEEN) / rest)
    return found, np.clip(-np.expm1(-rate * len(y)), floor, 0.999)


def _ratio(found: Floats, chance: Floats, reuse: float) -> Floats:
    """Log-likelihood ratio of being found or not, with a share `reuse` reused, against chance alone."""
    hit = np.log1p(reuse * (1 / chance - 1))
    result: Floats = found * hit + (1 - found) * np.log1p(-reuse)
    return result


def match_words(
    pair: Pair, counts: tuple[Ints, Ints], stretch: tuple[int, int], core: tuple[int, int], window: tuple[int, int]
) -> Match:
    """Match the words `stretch` of text a against the words `window` of text b.

    `core` is the part of the stretch thought reused.
    `counts` are the occurrences of stems and of pairs in both texts together.
    """
    a, b = pair.a, pair.b
    (s0, s1), (c0, c1), (w0, w1) = stretch, core, window
    size = len(a) + len(b)
    found, chance = _chance(
        a.stems[s0:s1], counts[0], a.stems[c0:c1], b.stems[w0:w1], size, pair.language, _LEAST_CHANCE
    )
    pair_found, pair_chance = _chance(
        a.pairs[s0:s1],
        counts[1],
        a.pairs[c0 : max(c0, c1 - 1)],
        b.pairs[w0 : max(w0, w1 - 1)],
        size,
        _PAIR_TIE * pair.pair_language,
        _LEAST_PAIR_CHANCE,
    )
    return Match(found, pair_found, chance, pair_chance)


def _best_interval(
    match: Match, side: Side, start: int, end: int, degrees: tuple[tuple[float, float], ...] = _DEGREES
) -> tuple[int, int, float]:
    """The run of whole pieces between words `start` and `end` likeliest reused, and its log-likelihood ratio.

    The share of words reused is not known beforehand: each of `degrees` is tried, the likeliest taken.
    """
    first, last = np.searchsorted(side.pieces, [start, end])
    bounds = side.pieces[first : last + 1]
    best = (start, start, 0.0)
    for reuse, pair_reuse in degrees:
        score = _ratio(match.found, match.chance, reuse)
        score[: len(match.pair_found)] += _ratio(match.pair_found, match.pair_chance, pair_reuse)
        sums = np.concatenate(([0.0], np.cumsum(score)))[bounds - start]
        gain = sums - np.minimum.accumulate(sums)
        stop = int(np.argmax(gain))
        if gain[stop] > best[2]:
            begin = int(np.argmin(sums[: stop + 1]))
            best = (int(bounds[begin]), int(bounds[stop]), float(gain[stop]))
    return best


def _widen(side: Side, start: int, end: int, margin: int) -> tuple[int, int]:
    """The words `start` to `end` with `margin` more on both sides, out to whole pieces."""
    pieces = side.pieces
    first = int(pieces[max(0, np.searchsorted(pieces, start - margin, side="right") - 1)])
    last = int(pieces[min(len(pieces) - 1, np.searchsorted(pieces, end + margin))])
    return first, last


def _one_side(
    pair: Pair, counts: tuple[Ints, Ints], core: tuple[int, int], window: tuple[int, int]
) -> tuple[int, int, float]:
    """The stretch of text a near `core` that is likeliest reused in the `window` of text b, and its score."""
    start, end = _widen(pair.a, *core, max(_MARGIN, core[1] - core[0]))
    match = match_words(pair, counts, (start, end), core, window)
    return _best_interval(match, pair.a, start, end)


def refine(pair: Pair, swapped: Pair, counts: tuple[Ints, Ints], region: Region) -> tuple[Region, float] | None:
    """The reused passage about `region`, and its score (the lower of both sides' log-likelihood ratios).

    None if nothing there is likelier reused than not.
    """
    box, score = region, 0.0
    seen = {box}
    for _ in range(_ROUNDS):
        a0, a1, a_score = _one_side(pair, counts, (box.a0, box.a1), (box.b0, box.b1))
        if a0 == a1:
            return None
        b0, b1, b_score = _one_side(swapped, counts, (box.b0, box.b1), (a0, a1))
        if b0 == b1:
            return None
        box, score = Region(a0, a1, b0, b1), min(a_score, b_score)
        if box in seen:
            break
        seen.add(box)
    return box, score


def condensed(pair: Pair, counts: tuple[Ints, Ints]) -> tuple[int, int, float]:
    """The stretch of text a that is likeliest told from text b as a whole, and its log-likelihood ratio."""
    whole = (0, len(pair.a))
    match = match_words(pair, counts, whole, (0, 0), (0, len(pair.b)))
    return _best_interval(match, pair.a, *whole, _CONDENSED_DEGREES)
