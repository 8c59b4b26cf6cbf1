"""The quantities from which the relation of two articles is told: each between 0 and 1, each with a name.

All are computed from the alignment and from the words of the two bodies; none knows which article is older.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import combinations, groupby, islice, pairwise
from operator import itemgetter

import numpy as np
from rapidfuzz.distance import Levenshtein

from retold.align.side import LEAST_WEIGHT, Side
from retold.model import Alignment, Passage

__all__ = ["MEASURES", "measure"]

# In the order in which they are shown to the user.
MEASURES = (
    "linked_a",
    "linked_b",
    "similarity",
    "kept_words",
    "kept_order",
    "replaced",
    "touched",
    "verbatim",
    "facts_agree",
    "facts_clash",
    "fragments_a",
    "fragments_b",
    "passages_a",
    "passages_b",
    "longest",
    "rare_shared",
    "pairs_shared",
    "linked_words",
    "translated",
)
_SHINGLE = 5  # words of a fragment: the shortest run that two writers seldom choose alike
_RARE = 2.0  # weight from which a word is telling: Zipf 4.5, one in 30,000 words, and rarer
_PAIRED = 4  # rarest words of a sentence that are paired
_ENOUGH_PAIRS = 12  # shared pairs of rare words after which more say nothing new
_ENOUGH_WORDS = 100  # words of linked sentences, and characters / 6 of a passage, after which more say nothing new
# Share of neighbouring words kept from which two texts are in one language, whatever they declare: translations
# of the labelled retellings and WMT21 keep at most .15, rewordings in one language may keep as little.
_SAME_LANGUAGE = 0.3


def measure(a: Side, b: Side, alignment: Alignment) -> dict[str, float]:
    """The measures of an aligned pair, by name.

    - linked_a, linked_b: share of each body's weight that stands in linked sentences;
    - similarity: mean similarity of the links, by weight;
    - kept_words: share of the words in linked sentences that stand in both sides' sentences;
    - kept_order: share of the pairs of neighbouring words in linked sentences that stand in both sides';
    - replaced: share of the words in linked sentences in whose place the other side has other words;
    - touched: share of the words in linked sentences that stand in a sentence with a replaced word;
    - verbatim: share of the links that are verbatim, by weight;
    - facts_agree: share of the names and numbers in linked sentences that both sides' sentences have;
    - facts_clash: share of the linked weight whose sentences hold names or numbers on both sides, but none in common;
    - fragments_a, fragments_b: share of each body's runs of five words that stand in the other body;
    - passages_a, passages_b: share of each text's characters that stands in reused passages;
    - longest: length of the longest reused passage, full from about 100 words;
    - rare_shared: share of the rare words of the body with fewer that the other has too;
    - pairs_shared: pairs of rare words that stand in one sentence in both bodies, full from a dozen;
    - linked_words: words in linked sentences of the side with fewer, times their similarity, full from 100;
    - translated: 1 where the languages differ, by what is declared or recognised and by the words themselves.
    """
    tallies = _tally_links(a, b, alignment)
    fragments_a, fragments_b = _shared_shingles(a, b)
    return {
        **tallies,
        "fragments_a": fragments_a,
        "fragments_b": fragments_b,
        "passages_a": _covered([p.a.end - p.a.start for p in alignment.passages], a),
        "passages_b": _covered([p.b.end - p.b.start for p in alignment.passages], b),
        "longest": min(1.0, max(map(_words_of, alignment.passages), default=0.0) / _ENOUGH_WORDS),
        "rare_shared": _shared_rare(a, b),
        "pairs_shared": min(1.0, len(_pairs(a) & _pairs(b)) / _ENOUGH_PAIRS),
        "translated": float(a.lang != b.lang and tallies["kept_order"] < _SAME_LANGUAGE),
    }


def _tally_links(a: Side, b: Side, alignment: Alignment) -> dict[str, float]:
    """The measures that come from the links."""
    unit_of_a = {index: unit for unit, index in enumerate(a.units)}
    unit_of_b = {index: unit for unit, index in enumerate(b.units)}
    weigh_a, weigh_b = _unit_weights(a), _unit_weights(b)
    across = a.lang != b.lang
    all_a, all_b = _facts(a, across), _facts(b, across)
    linked_a = linked_b = mass = similar = verbatim = clashing = 0.0
    words = kept = neighbours = kept_neighbours = replaced = touched = 0
    facts = agreeing = told_a = told_b = words_a = words_b = 0.0
    for link in alignment.matched:
        if link.a[0] not in unit_of_a or link.b[0] not in unit_of_b:
            continue  # a headline
        run_a, run_b = [unit_of_a[i] for i in link.a], [unit_of_b[j] for j in link.b]
        mass_a, mass_b = sum(weigh_a[i] for i in run_a), sum(weigh_b[j] for j in run_b)
        linked_a += mass_a
        linked_b += mass_b
        mass += mass_a + mass_b
        similar += (mass_a + mass_b) * link.score
        verbatim += (mass_a + mass_b) * (link.kind == "verbatim")
        stems_a, stems_b = _stems(a, run_a, across), _stems(b, run_b, across)
        words_a += len(stems_a)
        words_b += len(stems_b)
        told_a += len(stems_a) * link.score
        told_b += len(stems_b) * link.score
        set_a, set_b = set(stems_a), set(stems_b)
        words += len(set_a) + len(set_b)
        kept += 2 * len(set_a & set_b)
        next_a, next_b = set(pairwise(stems_a)), set(pairwise(stems_b))
        neighbours += len(next_a) + len(next_b)
        kept_neighbours += 2 * len(next_a & next_b)
        swapped = _replaced(stems_a, stems_b, set_a, set_b)
        replaced += 2 * swapped
        touched += len(stems_a) + len(stems_b) if swapped else 0
        facts_a, facts_b = _facts_in(a, all_a, run_a), _facts_in(b, all_b, run_b)
        agree_a = sum(weight for stem, weight in facts_a.items() if stem in set_b)
        agree_b = sum(weight for stem, weight in facts_b.items() if stem in set_a)
        facts += sum(facts_a.values()) + sum(facts_b.values())
        agreeing += agree_a + agree_b
        if facts_a and facts_b and not agree_a and not agree_b:
            clashing += mass_a + mass_b
    return {
        "linked_a": linked_a / (sum(weigh_a) or 1.0),
        "linked_b": linked_b / (sum(weigh_b) or 1.0),
        "similarity": similar / (mass or 1.0),
        "kept_words": kept / (words or 1),
        "kept_order": kept_neighbours / (neighbours or 1),
        "replaced": replaced / (words_a + words_b or 1.0),
        "touched": touched / (words_a + words_b or 1.0),
        "verbatim": verbatim / (mass or 1.0),
        "facts_agree": agreeing / (facts or 1.0),
        "facts_clash": clashing / (mass or 1.0),
        "linked_words": min(1.0, min(told_a, told_b) / _ENOUGH_WORDS),
    }


def _replaced(stems_a: list[str], stems_b: list[str], set_a: set[str], set_b: set[str]) -> int:
    """How many words were swapped for words that the sentence did not have; words that only moved do not count."""
    swapped = 0
    for block in Levenshtein.opcodes(stems_a, stems_b):
        if block.tag == "replace":
            gone = sum(stem not in set_b for stem in stems_a[block.src_start : block.src_end])
            come = sum(stem not in set_a for stem in stems_b[block.dest_start : block.dest_end])
            swapped += min(gone, come)
    return swapped


def _unit_weights(side: Side) -> list[float]:
    if not len(side):
        return []
    weights: list[float] = np.add.reduceat(side.weights[side.members] + LEAST_WEIGHT, side.offsets[:-1]).tolist()
    return weights


def _stems(side: Side, units: Iterable[int], across: bool) -> list[str]:
    """The words of some units in order: stems, or forms where languages differ (and stems are cut differently)."""
    stems = side.words.forms if across else side.words.stems
    return [stem for unit in units for stem in stems[slice(*side.bounds[unit])]]


def _facts(side: Side, across: bool) -> list[tuple[int, str, float]]:
    """Names and numbers of a side, as (index of the word, stem, weight), in order.

    These are words with a digit, and words with a capital that do not merely begin a sentence.
    """
    text, words = side.article.text, side.words
    stems = words.forms if across else words.stems
    openings = {first for first, _ in side.bounds}
    found = []
    for k in [k for k, start in enumerate(words.starts) if not text[start].islower()]:
        initial = text[words.starts[k]]
        if initial.isdigit() or (initial.isupper() and (k not in openings or words.weights[k] >= _RARE)):
            found.append((k, stems[k], words.weights[k] + LEAST_WEIGHT))
    return found


def _facts_in(side: Side, facts: list[tuple[int, str, float]], units: Iterable[int]) -> dict[str, float]:
    """The facts that stand in some units, by stem, with their weights."""
    found = {}
    for unit in units:
        first, last = side.bounds[unit]
        for _, stem, weight in facts[bisect_left(facts, (first,)) : bisect_left(facts, (last,))]:
            found[stem] = weight
    return found


def _shared_shingles(a: Side, b: Side) -> tuple[float, float]:
    """Containment of each body's word 5-grams in the other's."""
    own_a, own_b = _shingles(a), _shingles(b)
    shared = len(own_a & own_b)
    return shared / (len(own_a) or 1), shared / (len(own_b) or 1)


def _shingles(side: Side) -> set[tuple[str, ...]]:
    forms = [form for first, last in side.bounds for form in side.words.forms[first:last]]
    return set(zip(*(forms[k:] for k in range(min(_SHINGLE, len(forms)))), strict=False))


def _covered(lengths: list[int], side: Side) -> float:
    return min(1.0, sum(lengths) / (len(side.article.text) or 1))


def _words_of(passage: Passage) -> float:
    """About how many words the shorter side of a passage has, at six characters a word."""
    return min(passage.a.end - passage.a.start, passage.b.end - passage.b.start) / 6


def _shared_rare(a: Side, b: Side) -> float:
    rare_a, rare_b = a.keys[a.weights >= _RARE], b.keys[b.weights >= _RARE]
    return len(np.intersect1d(rare_a, rare_b, assume_unique=True)) / (min(len(rare_a), len(rare_b)) or 1)


def _pairs(side: Side) -> set[tuple[int, int]]:
    """Pairs of the rarest words of each unit, by key."""
    owners = np.repeat(np.arange(len(side)), np.diff(side.offsets))
    rare = side.weights[side.members] >= _RARE
    units, members = owners[rare], side.members[rare]
    order = np.lexsort((side.keys[members], -side.weights[members], units))
    found: set[tuple[int, int]] = set()
    for _, own in groupby(zip(units[order].tolist(), side.keys[members[order]].tolist(), strict=True), itemgetter(0)):
        found.update(combinations(sorted(key for _, key in islice(own, _PAIRED)), 2))
    return found
