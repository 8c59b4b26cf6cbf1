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

from retold.align.evidence import Pair, index_pair
from retold.align.extent import condensed, refine
from retold.align.seeds import Region, find_regions
from retold.align.verify import measure, measure_condensed, probability
from retold.fingerprint.words import Words
from retold.model import Passage, Span

__all__ = ["Candidate", "candidates", "find_passages"]

_OPENING = "\"'“‘«„([¿¡"
_CLOSING = "\"'”’»“)].,;:!?…。！？"


class Candidate:
    """A candidate passage: its words, whether it is a condensed retelling, and what was measured of it."""

    __slots__ = ("box", "condensed", "measured", "score")

    def __init__(self, box: Region, score: float, condensed: bool, measured: list[float]) -> None:
        self.box, self.score, self.condensed, self.measured = box, score, condensed, measured


def candidates(pair: Pair) -> list[Candidate]:
    """All candidate passages of a pair, before any is verified."""
    swapped = pair.swapped()
    counts = (pair.a.stem_counts + pair.b.stem_counts, pair.a.pair_counts + pair.b.pair_counts)
    boxes: dict[Region, float] = {}
    for region in find_regions(pair):
        if any(box.holds(region) for box in boxes):
            continue
        refined = refine(pair, swapped, counts, region)
        if refined is not None:
            boxes.setdefault(*refined)
    result = [Candidate(box, score, False, measure(pair, swapped, counts, box, score)) for box, score in boxes.items()]
    for own, flipped in ((pair, False), (swapped, True)):
        start, end, score = condensed(own, counts)
        if start < end:
            ordinary = [box.flipped() if flipped else box for box in boxes]
            measured = measure_condensed(own, counts, start, end, score, ordinary)
            box = Region(start, end, 0, len(own.b))
            result.append(Candidate(box.flipped() if flipped else box, score, True, measured))
    return result


def _overlap(x: Region, y: Region) -> bool:
    return min(x.a1, y.a1) > max(x.a0, y.a0) and min(x.b1, y.b1) > max(x.b0, y.b0)


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


def find_passages(a: Words, b: Words, a_text: str, b_text: str, *, least: float = 0.5) -> tuple[Passage, ...]:
    """The reused passages between two texts, in the order of `a_text`.

    `a` and `b` are the words of the texts as `find_words` gives them. Spans are in characters, half-open,
    into `a_text` and `b_text`; `score` is the probability that the passage is reused, `least` the lowest
    that is reported. Swapping the texts swaps the spans.
    """
    if not len(a) or not len(b):
        return ()
    if a.stems == b.stems:
        return (Passage(_span(a, a_text, 0, len(a)), _span(b, b_text, 0, len(b)), 1.0),)
    pair = index_pair(a, b, a_text, b_text)
    found: list[tuple[float, Candidate]] = []
    for candidate in candidates(pair):
        chance = probability(candidate.measured, condensed=candidate.condensed)
        if chance >= least:
            found.append((chance, candidate))
    found.sort(key=lambda item: (not item[1].condensed, -item[1].score, item[1].box.a0, item[1].box.b0))
    kept: list[tuple[float, Candidate]] = []
    for chance, candidate in found:
        if not any(_overlap(candidate.box, other.box) for _, other in kept):
            kept.append((chance, candidate))
    kept.sort(key=lambda item: (item[1].box.a0, item[1].box.b0))
    return tuple(
        Passage(_span(a, a_text, c.box.a0, c.box.a1), _span(b, b_text, c.box.b0, c.box.b1), round(p, 4))
        for p, c in kept
    )
