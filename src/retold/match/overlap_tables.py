"""What `retold.match.overlap` looks up: the sentences of all articles at hand, and the words of a pair's first one.

The hash tables are open ones: what finds its place taken goes to the next free one. Whether a word is in a table is
hard to foretell, and a processor that guesses wrong loses more time than the look-up takes. So a place says whether a
tag that belongs there had to go elsewhere (`_CROWDED`), which is rare, and all else is reckoned without a branch. Tags
are even numbers of 32 bits, not 0. Most indexes have no sign, which saves a test each. Functions called for each word
call no others with an array in a branch: the compiler would count references to the array each time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from retold.fingerprint.tokens import FACT, NUMBER, RARITY_SHIFT, SENTENCE, STEM_SHIFT

__all__ = [
    "FRAGMENT",
    "LEAD",
    "RARE",
    "STEP",
    "WIDE",
    "First",
    "Sentences",
    "fill_first",
    "find_number",
    "find_sentences",
    "find_tag",
    "neighbours",
    "rarity",
    "room_for_first",
    "shingle",
    "weigh",
]

FRAGMENT = 5  # words of a fragment, as in retold.relate.measures
LEAD = 60  # words in which a report says what it is about; the other tells it too, or is about something else
RARE = 4  # rarity from which a word is telling
STEP = 4.0 / 7.0  # weight of a step of rarity
WIDE = 4  # sentences of a stem that are copied at once; few stems stand in more
_LEAST = 0.2  # weight of a commonplace word, as in retold.align
_CROWDED = 1  # bit of a taken place: a tag that belongs there stands further on


class Sentences(NamedTuple):
    """The sentences of all articles of some pairs, each article worked through once.

    `numbers` (int32, pairs × 2) has the numbers of the articles here. The sentences of article n are
    firsts[n]:firsts[n + 1] - 1 of `starts` (uint64), the places of their first words in the article, which are followed
    by its end, and of `weights`, the sums over their different words. `totals` and `rare` are the sum and the
    number of rare words of each article.
    """

    numbers: NDArray[np.int32]
    firsts: NDArray[np.int64]
    starts: NDArray[np.uint64]
    weights: NDArray[np.float64]
    totals: NDArray[np.float64]
    rare: NDArray[np.int64]


class First(NamedTuple):
    """The first article of a pair, so that the words of the second can be looked up.

    `stems` (uint64) is a hash table from the tags of stems, in the high bits, to their numbers from 1 in the low bits.
    The sentences of stem n are places[bounds[n]:bounds[n + 1]]; number 0 has none. `shingles` and `neighbours` are
    hash tables of the runs of five words and of neighbouring words. `facts` is the weight of the names and numbers of
    each sentence, `figures` how many numbers it has. `lead` and `lead_weights` have the stems and weights of the
    telling words of the lead. `counts` holds the size of the hash tables, the number of different shingles, of rare
    stems, and of words in `lead`.
    """

    stems: NDArray[np.uint64]
    bounds: NDArray[np.uint32]
    places: NDArray[np.uint32]
    shingles: NDArray[np.uint32]
    neighbours: NDArray[np.uint32]
    facts: NDArray[np.float64]
    figures: NDArray[np.float64]
    lead: NDArray[np.uint32]
    lead_weights: NDArray[np.float64]
    counts: NDArray[np.int64]


@njit(nogil=True, cache=True, forceinline=True)
def rarity(word):  # type: ignore[no-untyped-def]
    """How rare a word is, 0 to 7."""
    return (word >> np.uint32(RARITY_SHIFT)) & np.uint32(7)


@njit(nogil=True, cache=True, forceinline=True)
def weigh(word):  # type: ignore[no-untyped-def]
    """The weight of a word, by how rare it is."""
    return _LEAST + STEP * np.float64(rarity(word))


@njit(nogil=True, cache=True, forceinline=True)
def _tag(h):  # type: ignore[no-untyped-def]
    """The tag of a hash of 64 bits."""
    tag = np.uint32(h >> np.uint64(32)) & np.uint32(0xFFFFFFFE)
    return tag if tag != 0 else np.uint32(2)


@njit(nogil=True, cache=True, forceinline=True)
def shingle(words, k):  # type: ignore[no-untyped-def]
    """A tag of the run of words that begins at k."""
    h = np.uint64(0)
    for step in range(FRAGMENT):
        h = (h ^ np.uint64(words[k + np.uint64(step)] >> np.uint32(STEM_SHIFT))) * np.uint64(0x9E3779B97F4A7C15)
        h ^= h >> np.uint64(31)
    return _tag(h)


@njit(nogil=True, cache=True, forceinline=True)
def neighbours(word, following):  # type: ignore[no-untyped-def]
    """A tag of two neighbouring words."""
    h = np.uint64(word >> np.uint32(STEM_SHIFT) | np.uint32(1 << 27)) * np.uint64(0x9E3779B97F4A7C15)
    h += np.uint64(following >> np.uint32(STEM_SHIFT) | np.uint32(1 << 27))
    return _tag(h * np.uint64(0xFF51AFD7ED558CCD))


@njit(nogil=True, cache=True, forceinline=True)
def find_tag(tags, mask, tag):  # type: ignore[no-untyped-def]
    """Where a tag may stand in a hash table, and whether it does."""
    at = np.uint64(tag >> np.uint32(1)) & mask
    entry = tags[at]
    if entry & np.uint32(_CROWDED):
        while entry != 0 and (entry | np.uint32(_CROWDED)) != (tag | np.uint32(_CROWDED)):
            at = (at + np.uint64(1)) & mask
            entry = tags[at]
    return at, (entry | np.uint32(_CROWDED)) == (tag | np.uint32(_CROWDED))


@njit(nogil=True, cache=True, forceinline=True)
def find_number(stems, mask, word):  # type: ignore[no-untyped-def]
    """The number of a word's stem in a table of stems, 0 where it is not there."""
    stem = np.uint64(word >> np.uint32(STEM_SHIFT))
    tag = (stem | np.uint64(1 << 27)) << np.uint64(33)
    at = stem & mask
    entry = stems[at]
    if entry & np.uint64(_CROWDED << 32):
        while entry != 0 and (entry ^ tag) >> np.uint64(33) != 0:
            at = (at + np.uint64(1)) & mask
            entry = stems[at]
    return np.uint32(entry) if (entry ^ tag) >> np.uint64(33) == 0 else np.uint32(0)


@njit(nogil=True, cache=True)
def _room(words, least):  # type: ignore[no-untyped-def]
    """Places of a hash table for so many words: a power of two, at most a quarter full."""
    size = least
    while size < 4 * words:
        size *= 2
    return size


@njit(nogil=True, cache=True)
def _number_articles(pairs, numbers, articles):  # type: ignore[no-untyped-def]
    """Number the articles of some pairs as they come, into `numbers` and `articles`; how many there are."""
    mask = np.uint64(_room(pairs.shape[0], 64) - 1)
    known = np.full(np.int64(mask) + 1, -1, np.int64)
    number_at = np.zeros(known.size, np.int32)
    count = 0
    for p in range(pairs.shape[0]):
        for side in range(2):
            article = pairs[p, side]
            at = (np.uint64(article) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(32) & mask
            while known[at] >= 0 and known[at] != article:
                at = (at + np.uint64(1)) & mask
            if known[at] < 0:
                known[at] = article
                number_at[at] = count
                articles[count] = article
                count += 1
            numbers[p, side] = number_at[at]
    return count


@njit(nogil=True, cache=True)
def _weigh_sentence(words, first, end, own, marks):  # type: ignore[no-untyped-def]
    """The weight of the different words of a sentence, and how many of them are rare.

    `marks` is a hash table of stems, each below the number of its sentence, so that it needs no clearing: `own` is
    that of this sentence, and what others left is as good as free.
    """
    mask = np.uint64(marks.size - 1)
    weight = 0.0
    rare = 0
    for k in range(first, end):
        mark = own << np.uint64(32) | np.uint64(words[k] >> np.uint32(STEM_SHIFT))
        at = mark & mask
        if marks[at] >> np.uint64(32) == own:
            while marks[at] != mark and marks[at] >> np.uint64(32) == own:
                at = (at + np.uint64(1)) & mask
            if marks[at] == mark:
                continue
        marks[at] = mark
        weight += weigh(words[k])
        rare += rarity(words[k]) >= RARE
    return weight, rare


@njit(nogil=True, cache=True)
def find_sentences(words, bounds, pairs):  # type: ignore[no-untyped-def]
    """The sentences of the articles of `pairs`; the arguments are those of `retold.match.overlap.measure_pairs`."""
    numbers = np.zeros((pairs.shape[0], 2), np.int32)
    articles = np.zeros(2 * pairs.shape[0], np.int64)
    count = _number_articles(pairs, numbers, articles)
    firsts = np.zeros(count + 1, np.int64)
    for n in range(count):
        own = words[bounds[articles[n]] : bounds[articles[n] + 1]]
        sentences = np.int64(0)
        for k in range(own.size):
            sentences += np.int64(own[k] & np.uint32(SENTENCE))
        firsts[n + 1] = firsts[n] + sentences + 1
    starts = np.zeros(firsts[count], np.uint64)
    longest = np.int64(0)
    for n in range(count):
        own = words[bounds[articles[n]] : bounds[articles[n] + 1]]
        ends = starts[firsts[n] : firsts[n + 1]]
        at = np.uint64(0)
        for k in range(own.size):
            ends[at] = k
            at += np.uint64(own[k] & np.uint32(SENTENCE))
        ends[at] = own.size
        for t in range(ends.size - 1):
            length = np.int64(ends[t + 1] - ends[t])
            if length > longest:
                longest = length
    weights = np.zeros(firsts[count], np.float64)
    totals = np.zeros(count, np.float64)
    rare = np.zeros(count, np.int64)
    marks = np.zeros(_room(longest, 256), np.uint64)
    for n in range(count):
        own = words[bounds[articles[n]] : bounds[articles[n] + 1]]
        for t in range(firsts[n], firsts[n + 1] - 1):
            weights[t], found = _weigh_sentence(own, starts[t], starts[t + 1], np.uint64(t + 1), marks)
            totals[n] += weights[t]
            rare[n] += found
    return Sentences(numbers, firsts, starts, weights, totals, rare)


@njit(nogil=True, cache=True)
def _fill_tags(tags, mask, words, shingles):  # type: ignore[no-untyped-def]
    """Fill a hash table with the runs of five words (`shingles`) or else the neighbours; how many different ones."""
    different = 0
    for k in range(words.size - (FRAGMENT - 1 if shingles else 1)):
        at = np.uint64(k)
        tag = shingle(words, at) if shingles else neighbours(words[at], words[at + np.uint64(1)])
        home = np.uint64(tag >> np.uint32(1)) & mask
        at = home
        entry = tags[at]
        while entry != 0 and (entry | np.uint32(_CROWDED)) != (tag | np.uint32(_CROWDED)):
            at = (at + np.uint64(1)) & mask
            entry = tags[at]
        if entry == 0:
            tags[at] = tag
            different += 1
            if at != home:
                tags[home] |= np.uint32(_CROWDED)
    return different


@njit(nogil=True, cache=True)
def room_for_first(longest):  # type: ignore[no-untyped-def]
    """Room for an article with up to so many words."""
    room = _room(longest, 256)
    return First(
        np.zeros(room, np.uint64),
        np.zeros(longest + 3, np.uint32),
        np.zeros(longest + WIDE, np.uint32),
        np.zeros(room, np.uint32),
        np.zeros(room, np.uint32),
        np.zeros(longest + 1, np.float64),
        np.zeros(longest + 1, np.float64),
        np.zeros(LEAD, np.uint32),
        np.zeros(LEAD, np.float64),
        np.zeros(4, np.int64),
    )


@njit(nogil=True, cache=True)
def fill_first(first, words, starts):  # type: ignore[no-untyped-def]
    """Put the words of an article into `first`; `starts` has where its sentences begin, and its end."""
    size = _room(words.size, 256)
    mask = np.uint64(size - 1)
    stems, bounds, places = first.stems, first.bounds, first.places
    stems[:size] = 0
    first.shingles[:size] = 0
    first.neighbours[:size] = 0
    bounds[: words.size + 3] = 0
    # Number the stems and count the sentences of each, two places further on; `last` is the latest.
    last = np.zeros(words.size + 1, np.int64)
    numbers = np.zeros(words.size, np.uint32)
    known = 0
    rare = 0
    for s in range(starts.size - 1):
        facts, figures = 0.0, 0.0
        for k in range(starts[s], starts[s + 1]):
            word = words[k]
            n = find_number(stems, mask, word)
            if n == 0:
                known += 1
                n = np.uint32(known)
                stem = np.uint64(word >> np.uint32(STEM_SHIFT))
                tag = (stem | np.uint64(1 << 27)) << np.uint64(33)
                at = stem & mask
                while stems[at] != 0:
                    at = (at + np.uint64(1)) & mask
                stems[at] = tag | np.uint64(n)
                if at != stem & mask:
                    stems[stem & mask] |= np.uint64(_CROWDED << 32)
                rare += rarity(word) >= RARE
            if last[n] != s + 1:
                last[n] = s + 1
                numbers[k] = n
                bounds[n + np.uint32(2)] += np.uint32(1)
                if word & np.uint32(FACT):
                    facts += weigh(word)
                    figures += (word & np.uint32(NUMBER)) != 0
        first.facts[s] = facts
        first.figures[s] = figures
    for n in range(2, known + 3):
        bounds[n] += bounds[n - 1]
    # Now bounds[n + 1] is where the next sentence of stem n goes, and in the end where those of the following begin.
    for s in range(starts.size - 1):
        for k in range(starts[s], starts[s + 1]):
            if numbers[k] != 0:
                places[bounds[numbers[k] + np.uint32(1)]] = np.uint32(s)
                bounds[numbers[k] + np.uint32(1)] += np.uint32(1)
    _fill_tags(first.neighbours, mask, words[starts[0] :], False)
    distinct = _fill_tags(first.shingles, mask, words, True)
    lead = 0
    for k in range(min(LEAD, words.size)):
        if words[k] & np.uint32(FACT) or rarity(words[k]) >= RARE:
            first.lead[lead] = find_number(stems, mask, words[k])
            first.lead_weights[lead] = weigh(words[k])
            lead += 1
    first.counts[0] = size
    first.counts[1] = distinct
    first.counts[2] = rare
    first.counts[3] = lead
