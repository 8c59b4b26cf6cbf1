"""The words of two articles as `retold.match.likeness` compares them: by stem and by meaning."""

from __future__ import annotations

import numpy as np
from numba import njit

from retold.fingerprint.tokens import FACT, NUMBER, RARITY_SHIFT, SENTENCE, STEM_SHIFT

__all__ = ["MOST_SENTENCES", "MOST_STEMS", "compare_words", "fill_rows", "stem_tags", "vocabulary"]

# As in retold.align.similarity, where their story is told.
_LEAST = 0.2
_MEANING_FLOOR = 0.3
_MEANING_MOST = 0.9
_STEP = 4.0 / 7.0
MOST_STEMS = 600  # distinct words of an article that are compared; of a longer article, only its beginning
MOST_SENTENCES = 100


@njit(cache=True)
def stem_tags(words):  # type: ignore[no-untyped-def]
    """The tags of words' stems (uint32) under which a table of rows knows them."""
    return (words >> np.uint32(STEM_SHIFT)) | np.uint32(1 << 27)


@njit(cache=True)
def fill_rows(tags, rows, stems, numbers):  # type: ignore[no-untyped-def]
    """Put the rows of stems into an open hash table; a stem keeps the first."""
    mask = np.uint32(tags.size - 1)
    for k in range(stems.size):
        at = np.uint32((np.uint64(stems[k]) * np.uint64(0x9E3779B1)) >> np.uint64(7)) & mask
        while tags[at] != 0 and tags[at] != stems[k]:
            at = (at + np.uint32(1)) & mask
        if tags[at] == 0:
            tags[at] = stems[k]
            rows[at] = numbers[k]


@njit(nogil=True, cache=True)
def _row(tags, rows, stem):  # type: ignore[no-untyped-def]
    """The row of a stem's vector, -1 where it has none."""
    mask = np.uint32(tags.size - 1)
    at = np.uint32((np.uint64(stem) * np.uint64(0x9E3779B1)) >> np.uint64(7)) & mask
    while tags[at] != 0:
        if tags[at] == stem:
            return rows[at]
        at = (at + np.uint32(1)) & mask
    return np.int32(-1)


@njit(nogil=True, cache=True)
def vocabulary(words, stems, weights, facts, owners, numbers, starts):  # type: ignore[no-untyped-def]
    """Sort an article's words into its sentences.

    Fills, for each distinct stem, `stems`, `weights` and `facts` (0: no fact, 1: a name, 2: a number); for each
    place, a stem that stands in a sentence, the sentence in `owners` and the stem's index in `numbers`; and where
    each sentence's places begin in `starts`. Returns how many stems, places and sentences there are.
    """
    size = 64
    while size < 2 * words.size:
        size *= 2
    tags = np.zeros(size, np.uint32)
    index = np.zeros(size, np.int32)
    last = np.full(words.size + 1, -1, np.int32)
    mask = np.uint32(size - 1)
    count = 0
    places = 0
    sentence = -1
    for k in range(words.size):
        word = words[k]
        if word & np.uint32(SENTENCE):
            if sentence + 1 >= MOST_SENTENCES:
                break
            sentence += 1
            starts[sentence] = places
        if (word >> np.uint32(RARITY_SHIFT)) & np.uint32(7) == 0:
            continue
        stem = np.uint32((word >> np.uint32(STEM_SHIFT)) | np.uint32(1 << 27))
        at = np.uint32((np.uint64(stem) * np.uint64(0x9E3779B1)) >> np.uint64(7)) & mask
        while tags[at] != 0 and tags[at] != stem:
            at = (at + np.uint32(1)) & mask
        if tags[at] == 0:
            if count >= MOST_STEMS:
                break
            tags[at] = stem
            index[at] = count
            stems[count] = stem
            weights[count] = _LEAST + _STEP * np.float32((word >> np.uint32(RARITY_SHIFT)) & np.uint32(7))
            facts[count] = 0
            count += 1
        n = index[at]
        if word & np.uint32(FACT):
            facts[n] = 2 if word & np.uint32(NUMBER) else 1
        if last[n] != sentence:
            last[n] = sentence
            owners[places] = sentence
            numbers[places] = n
            places += 1
    starts[sentence + 1] = places
    return count, places, sentence + 1


@njit(nogil=True, cache=True, fastmath=True)
def compare_words(stems_a, count_a, stems_b, count_b, tags, rows, vectors, tags_b, rows_b, vectors_b, alike):  # type: ignore[no-untyped-def]
    """How well each word of b covers each word of a, 0 to 1, into `alike`."""
    width = vectors.shape[1]
    across = np.zeros((width, count_b), np.float32)  # the vectors of b, a number a row: this loop runs on all lanes
    for y in range(count_b):
        row = _row(tags_b, rows_b, stems_b[y])
        if row >= 0:
            for d in range(width):
                across[d, y] = vectors_b[row, d]
    total = np.empty(count_b, np.float32)
    scale = np.float32(_MEANING_MOST / (1 - _MEANING_FLOOR))
    for x in range(count_a):
        total[:] = np.float32(0.0)
        row = _row(tags, rows, stems_a[x])
        if row >= 0:
            for d in range(width):
                u = vectors[row, d]
                line = across[d]
                for y in range(count_b):
                    total[y] += u * line[y]
        own = alike[x]
        for y in range(count_b):
            own[y] = min(
                np.float32(_MEANING_MOST), max(np.float32(0.0), (total[y] - np.float32(_MEANING_FLOOR)) * scale)
            )
        for y in range(count_b):
            if stems_a[x] == stems_b[y]:
                own[y] = np.float32(1.0)
