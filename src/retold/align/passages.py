"""Reused passages between two texts: maximal stretches of characters on both sides (PAN text alignment).

1. Seeds: rare words and pairs of words that both texts hold, gathered into regions (`seeds`).
2. Extent: each region is grown or trimmed, one side at a time, to the stretch that is likelier reused than
   alike by chance; it begins and ends at a sentence or line (`extent`).
3. Condensed: a short stretch of one text that tells what is scattered over the whole of the other.
4. Verify: a small logistic model decides which candidates are reuse (`verify`).
5. Of candidates that overlap on both sides the likelier one stays.

The method stands in the line of Sanchez-Perez, Sidorov and Gelbukh (PAN 2014): seeds, clusters, extension,
filter; with likelihood ratios over words where they have cosines over sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retold.align.evidence import Pair, index_pair
from retold.align.extent import condensed, refine
from retold.align.seeds import Region, find_regions
from retold.align.verify import load_model, measure, measure_condensed
from retold.fingerprint.words import Words
from retold.model import Passage, Span

__all__ = ["LIKELY", "Candidate", "condensed_candidates", "find_passages", "ordinary_candidates"]

_OPENING = "\"'“‘«„([¿¡"
# A candidate at least this likely is reported, unless the caller says otherwise: of .4 to .8 in steps of .1 the
# best by plagdet on 1,100 pairs of the training two thirds of PAN 2013, and the first without a false passage.
LIKELY = 0.6
# A text of which this share stands in one verified passage is told outright: nobody need look for a summary.
_TOLD_OUTRIGHT = 0.9
_CLOSING = "\"'”’»“)].,;:!?…。！？"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate passage: its words, its log-likelihood ratio, and what was measured of it."""

    box: Region
    score: float
    measured: list[float]


def ordinary_candidates(pair: Pair) -> list[Candidate]:
    """The candidate passages that grow from seeds, before any is verified."""
    swapped = pair.swapped()
    boxes: dict[Region, float] = {}
    for region in find_regions(pair):
        if any(box.holds(region) for box in boxes):
            continue
        refined = refine(pair, swapped, region)
        if refined is not None:
            boxes.setdefault(*refined)
    return [Candidate(box, score, measure(pair, swapped, box, score)) for box, score in boxes.items()]


def condensed_candidates(pair: Pair, sure: Sequence[Region]) -> list[Candidate]:
    """Stretches of one text that the other, as a whole, may tell at length; `sure` are verified passages."""
    found = []
    for own, flipped in ((pair, False), (pair.swapped(), True)):
        told = max((box.a1 - box.a0 if flipped else box.b1 - box.b0 for box in sure), default=0)
        if told > _TOLD_OUTRIGHT * len(own.b):
            continue
        start, end, score = condensed(own)
        if start < end:
            known = [box.flipped() if flipped else box for box in sure]
            measured = measure_condensed(own, start, end, score, known)
            box = Region(start, end, 0, len(own.b))
            found.append(Candidate(box.flipped() if flipped else box, score, measured))
    return found


def _overlap(x: Region, y: Region) -> bool:
    return min(x.a1, y.a1) > max(x.a0, y.a0) and min(x.b1, y.b1) > max(x.b0, y.b0)


def _beside(start: int, end: int, taken: tuple[int, int]) -> tuple[int, int]:
    """The longer part of `start` to `end` on one side of what is `taken`."""
    left, right = (start, min(end, taken[0])), (max(start, taken[1]), end)
    return left if left[1] - left[0] >= right[1] - right[0] else right


def _remnant(pair: Pair, box: Region, taken: Region) -> Candidate | None:
    """What is left of a candidate outside the passage `taken`, grown anew; None if nothing is."""
    a0, a1 = _beside(box.a0, box.a1, (taken.a0, taken.a1))
    b0, b1 = _beside(box.b0, box.b1, (taken.b0, taken.b1))
    if a1 <= a0 or b1 <= b0:
        return None
    swapped = pair.swapped()
    refined = refine(pair, swapped, Region(a0, a1, b0, b1))
    return Candidate(*refined, measure(pair, swapped, *refined)) if refined else None


def _span(words: Words, text: str, start: int, end: int) -> Span:
    """The characters of words `start` to `end`, with the quotes, brackets and full stops that belong to them."""
    first, last = words.starts[start], words.ends[end - 1]
    before = words.ends[start - 1] if start else 0
    after = words.starts[end] if end < len(words) else len(text)
    while first > before and text[first - 1] in _OPENING:
        first -= 1
    while last < after and text[last] in _CLOSING:
        last += 1
    return Span(first, last)


def find_passages(a: Words, b: Words, a_text: str, b_text: str, *, least: float = LIKELY) -> tuple[Passage, ...]:
    """The reused passages between two texts, in the order of `a_text`.

    `a` and `b` are the words of the texts as `find_words` gives them. Spans are in characters, half-open,
    into `a_text` and `b_text`; `score` is the probability that the passage is reused, `least` the lowest
    that is reported. Swapping the texts swaps the spans.
    """
    if not len(a) or not len(b):
        return ()
    if (len(a), a_text) < (len(b), b_text):
        # The search starts from one side; it is always the same one, so that swapping the texts changes nothing.
        flipped = [Passage(p.b, p.a, p.score) for p in find_passages(b, a, b_text, a_text, least=least)]
        return tuple(sorted(flipped, key=lambda passage: (passage.a.start, passage.b.start)))
    if a.stems == b.stems:
        return (Passage(_span(a, a_text, 0, len(a)), _span(b, b_text, 0, len(b)), 1.0),)
    pair = index_pair(a, b, a_text, b_text)
    found: list[tuple[float, Candidate]] = []
    model = load_model("passage")
    for candidate in ordinary_candidates(pair):
        chance = model.probability(candidate.measured)
        if chance >= least:
            found.append((chance, candidate))
    found.sort(key=lambda item: -item[1].score)
    model = load_model("condensed")
    for candidate in condensed_candidates(pair, [c.box for _, c in found]):
        chance = model.probability(candidate.measured)
        if chance >= least:
            found.insert(0, (chance, candidate))
    kept: list[tuple[float, Candidate]] = []
    model = load_model("passage")
    for chance, candidate in found:
        rival = next((other for _, other in kept if _overlap(candidate.box, other.box)), None)
        if rival is not None:
            # Two passages that stand near one another may have been grown into one beside the better of them.
            remnant = _remnant(pair, candidate.box, rival.box)
            if remnant is None or any(_overlap(remnant.box, other.box) for _, other in kept):
                continue
            candidate, chance = remnant, model.probability(remnant.measured)
        if chance >= least:
            kept.append((chance, candidate))
    kept.sort(key=lambda item: (item[1].box.a0, item[1].box.b0))
    return tuple(
        Passage(_span(a, a_text, c.box.a0, c.box.a1), _span(b, b_text, c.box.b0, c.box.b1), round(p, 4))
        for p, c in kept
    )
