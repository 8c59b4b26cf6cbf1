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

# All of these were set by the mean F1 of characters between refined regions and the true passages they touch,
# over 120 pairs of PAN 2013's training two thirds (verbatim, random, translated). The best of 140 random
# settings lay within .003 of each other: the optimum is broad.

# Texts on one subject share words more than language and counts predict. No word is held to be found by
# chance more seldom than this, no pair of words more seldom than the next. (.005 to .05 do alike; from .1 on,
# translated passages lose their ends.)
_LEAST_CHANCE = 0.02
_LEAST_PAIR_CHANCE = 0.003
# Neighbouring words are not independent: pairs occur this much oftener than their words' frequencies give.
_PAIR_TIE = 30.0
# A word that stands nowhere else counts as this much of an occurrence. (0 to .3 do alike on excerpts; .25 takes
# all of a reworded article for chance.)
_UNSEEN = 0.05
# Shares of words and of pairs of words that are reused, from loose translation to verbatim: what random
# shuffling, translation chains and plain copying show, in steps.
_DEGREES = ((0.3, 0.15), (0.5, 0.1), (0.5, 0.25), (0.7, 0.25), (0.7, 0.5), (0.85, 0.7), (0.97, 0.94))
# The same for a retelling condensed from a whole text. With these 96 % of the true summaries are within reach.
_CONDENSED_DEGREES = ((0.3, 0.03), (0.5, 0.08), (0.7, 0.2))
# Rounds over both sides, of which the first may leave the region's middle. A fourth changes nothing.
_ROUNDS = 3
_FREE_ROUNDS = 1
# Words to look at beyond each end, if the stretch itself is not longer. (60 does as well.)
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
    tally: Ints = np.bincount(among, minlength=size)
    return tally[numbers]


def _turns(numbers: Ints, size: int, core: tuple[int, int], anchor: int) -> Ints:
    """Which occurrence of its number each entry is, counted towards the far end of `core`.

    Entries before `anchor` are counted from the end of the core backwards, those after it from its beginning:
    the farther out, the later their turn. All positions are indexes into `numbers`.
    """
    order = np.argsort(numbers, kind="stable")
    ordered = numbers[order]
    first = np.concatenate(([True], ordered[1:] != ordered[:-1])) if len(ordered) else np.zeros(0, bool)
    place = np.arange(len(ordered))
    turn = np.empty(len(ordered), np.int64)
    turn[order] = place - np.maximum.accumulate(np.where(first, place, 0))
    before_end = _occurrences(numbers, numbers[: core[1]], size)
    before_start = _occurrences(numbers, numbers[: core[0]], size)
    result: Ints = np.where(np.arange(len(numbers)) < anchor, before_end - turn, turn + 1 - before_start)
    return result


def _chance(
    numbers: Ints,
    counts: Ints,
    x: Ints,
    y: Ints,
    size: int,
    language: Floats,
    floor: float,
    turns: Ints | None,
) -> tuple[Floats, Floats]:
    """How far each of `numbers` is found in `y`, and the probability of that by chance.

    The frequency by which chance goes is that of the language, or that in the rest of the two texts (all
    but the stretch `x` and the window `y`) where it is higher: the texts' subject is no reuse. A word that
    stands k times in `x` but fewer times in `y` is found in part only: one word cannot be the origin of many.
    Given `turns`, its first ones are found and its later ones are not.
    """
    of_x, of_y = _occurrences(numbers, x, len(counts)), _occurrences(numbers, y, len(counts))
    found = np.minimum(1.0, of_y / np.maximum(of_x, 1)) if turns is None else (of_y >= turns).astype(float)
    rest = max(size - len(x) - len(y), size / 2)
    rate = np.maximum(language[numbers], (counts[numbers] - of_x - of_y + _UNSEEN) / rest)
    return found, np.clip(1 - np.exp(-rate * len(y)), floor, 0.999)


def _ratios(found: Floats, chance: Floats, reuse: Floats) -> Floats:
    """Log-likelihood ratios of being found or not, with a share of words reused, against chance alone.

    One row for each share in `reuse`, one column a word.
    """
    missed = np.log1p(-reuse)[:, None]
    result: Floats = np.repeat(missed, len(found), axis=1)
    at = np.flatnonzero(found)
    hit = np.log(1 + reuse[:, None] * (1 / chance[at] - 1))
    result[:, at] += found[at] * (hit - missed)
    return result


def match_words(
    pair: Pair,
    stretch: tuple[int, int],
    core: tuple[int, int],
    window: tuple[int, int],
    anchor: int | None = None,
) -> Match:
    """Match the words `stretch` of text a against the words `window` of text b.

    `core` is the part of the stretch thought reused. Where a word stands in it more often than in the window,
    all of them are found in part; or, given an `anchor` within the core, those nearest to it are found.
    """
    a, b = pair.a, pair.b
    (s0, s1), (c0, c1), (w0, w1) = stretch, core, window
    size = len(a) + len(b)
    parts = []
    for x, y, counts, language, floor, short in (
        (a.stems, b.stems, pair.counts, pair.language, _LEAST_CHANCE, 0),
        (a.pairs, b.pairs, pair.pair_counts, _PAIR_TIE * pair.pair_language, _LEAST_PAIR_CHANCE, 1),
    ):
        numbers = x[s0:s1]
        inner = (c0, max(c0, c1 - short))
        turns = None
        if anchor is not None:
            turns = _turns(numbers, len(counts), (inner[0] - s0, inner[1] - s0), anchor - s0)
        there = y[w0 : max(w0, w1 - short)]
        parts.append(_chance(numbers, counts, x[slice(*inner)], there, size, language, floor, turns))
    (found, chance), (pair_found, pair_chance) = parts
    return Match(found, pair_found, chance, pair_chance)


def _best_interval(
    match: Match,
    side: Side,
    start: int,
    end: int,
    degrees: tuple[tuple[float, float], ...] = _DEGREES,
    anchor: int | None = None,
) -> tuple[int, int, float]:
    """The run of whole pieces between words `start` and `end` likeliest reused, and its log-likelihood ratio.

    The share of words reused is not known beforehand: each of `degrees` is tried, the likeliest taken. Given an
    `anchor`, the run holds the piece of that word.
    """
    first, last = np.searchsorted(side.pieces, [start, end]).tolist()
    bounds = side.pieces[first : last + 1]
    low, high = 0, 0
    if anchor is not None:
        low = int(np.searchsorted(bounds, anchor, side="right")) - 1
        high = low + 1
    reuse, pair_reuse = np.array(degrees).T
    scores = _ratios(match.found, match.chance, reuse)
    scores[:, : len(match.pair_found)] += _ratios(match.pair_found, match.pair_chance, pair_reuse)
    sums = np.concatenate((np.zeros((len(degrees), 1)), np.cumsum(scores, axis=1)), axis=1)[:, bounds - start]
    if anchor is None:
        stops = np.argmax(sums - np.minimum.accumulate(sums, axis=1), axis=1)
        behind = np.arange(sums.shape[1]) > stops[:, None]
        begins = np.argmin(np.where(behind, np.inf, sums), axis=1)
    else:
        stops = np.argmax(sums[:, high:], axis=1) + high
        begins = np.argmin(sums[:, : low + 1], axis=1)
    rows = np.arange(len(degrees))
    gains = sums[rows, stops] - sums[rows, begins]
    best = int(np.argmax(gains))
    if gains[best] <= 0:
        return start, start, 0.0
    return int(bounds[begins[best]]), int(bounds[stops[best]]), float(gains[best])


def _widen(side: Side, start: int, end: int, margin: int) -> tuple[int, int]:
    """The words `start` to `end` with `margin` more on both sides, out to whole pieces."""
    pieces = side.pieces
    first = max(0, int(np.searchsorted(pieces, start - margin, side="right")) - 1)
    last = min(len(pieces) - 1, int(np.searchsorted(pieces, end + margin)))
    return int(pieces[first]), int(pieces[last])


def _one_side(pair: Pair, core: tuple[int, int], window: tuple[int, int], anchored: bool) -> tuple[int, int, float]:
    """The stretch of text a near `core` that is likeliest reused in the `window` of text b, and its score."""
    start, end = _widen(pair.a, *core, max(_MARGIN, core[1] - core[0]))
    anchor = (core[0] + core[1]) // 2 if anchored else None
    match = match_words(pair, (start, end), core, window, anchor)
    return _best_interval(match, pair.a, start, end, anchor=anchor)


def refine(pair: Pair, swapped: Pair, region: Region) -> tuple[Region, float] | None:
    """The reused passage about `region`, and its score (the lower of both sides' log-likelihood ratios).

    None if nothing there is likelier reused than not.
    """
    box, score = region, 0.0
    seen = {box}
    for turn in range(_ROUNDS):
        anchored = turn >= _FREE_ROUNDS
        a0, a1, a_score = _one_side(pair, (box.a0, box.a1), (box.b0, box.b1), anchored)
        if a0 == a1:
            return None
        b0, b1, b_score = _one_side(swapped, (box.b0, box.b1), (a0, a1), anchored)
        if b0 == b1:
            return None
        box, score = Region(a0, a1, b0, b1), min(a_score, b_score)
        if box in seen and anchored:
            break
        seen.add(box)
    return box, score


def condensed(pair: Pair) -> tuple[int, int, float]:
    """The stretch of text a that is likeliest told from text b as a whole, and its log-likelihood ratio."""
    whole = (0, len(pair.a))
    match = match_words(pair, whole, (0, 0), (0, len(pair.b)))
    return _best_interval(match, pair.a, *whole, _CONDENSED_DEGREES)
