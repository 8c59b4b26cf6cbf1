"""The compiled second look at candidates that shared words alone leave open: it also knows what words mean.

The similarity of sentences is that of `retold.align.similarity`: a word is covered by the most similar word of the
other sentence, by its stem or by its meaning, and words count by their rarity in the language and in the two articles.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from retold.match.vocabulary import MOST_SENTENCES, MOST_STEMS, compare_words, vocabulary

__all__ = ["LIKENESSES", "measure_likeness"]

# What `measure_likeness` gives, in this order; each between 0 and 1.
LIKENESSES = (
    "soft_more_linked",
    "soft_less_linked",
    "soft_similarity",
    "soft_more_coverage",
    "soft_less_coverage",
    "soft_facts_agree",
    "soft_facts_clash",
    "soft_numbers_agree",
    "soft_in_order",
    "soft_linked_words",
    "soft_strong",
    "names_missed",
    "path_more_linked",
    "path_less_linked",
    "path_similarity",
    "path_facts_agree",
    "path_strong",
    "path_told",
    "path_diagonal",
    "path_replaced",
    "path_numbers_replaced",
)
# As in retold.align.similarity, where their story is told.
_LOCAL_SHARE = 0.7
_LINKED = 0.42  # similarity from which two sentences are linked
_STRONG = 0.6  # and from which they hardly can be about different things
_BAR = 0.3  # similarity from which a link in order pays; chance lies around it, and order tells them apart
_FOUND = 0.7  # how well a name or number must be covered to count as found
_ENOUGH_WORDS = 100.0


@njit(nogil=True, cache=True)
def measure_likeness(words, bounds, pairs, tags, rows, vectors, tags_b, rows_b, vectors_b, out):  # type: ignore[no-untyped-def]
    """Measure pairs of articles, all first ones in one language, all second ones in one.

    `words`, `bounds` and `pairs` are those of `retold.match.overlap.measure_pairs`, in any order. `tags` and `rows`
    are an open hash table from stems of the first language to rows of `vectors` (float32, of length 1), the next
    three the same for the second. `out` (float32) has shape
    (pairs, len(LIKENESSES)) and is filled.
    """
    longest = 1
    for p in range(pairs.shape[0]):
        for side in range(2):
            longest = max(longest, bounds[pairs[p, side] + 1] - bounds[pairs[p, side]])
    stems_a, stems_b = np.zeros(longest, np.uint32), np.zeros(longest, np.uint32)
    weights_a, weights_b = np.zeros(longest, np.float32), np.zeros(longest, np.float32)
    facts_a, facts_b = np.zeros(longest, np.uint8), np.zeros(longest, np.uint8)
    owners_a, owners_b = np.zeros(longest, np.int32), np.zeros(longest, np.int32)
    numbers_a, numbers_b = np.zeros(longest, np.int32), np.zeros(longest, np.int32)
    starts_a, starts_b = np.zeros(longest + 2, np.int32), np.zeros(longest + 2, np.int32)
    most = min(longest, MOST_STEMS)
    alike_all = np.zeros((most, most), np.float32)
    rows_of_sentences = min(longest + 1, MOST_SENTENCES)
    similar_all = np.zeros((rows_of_sentences, rows_of_sentences), np.float32)
    for p in range(pairs.shape[0]):
        a = words[bounds[pairs[p, 0]] : bounds[pairs[p, 0] + 1]]
        b = words[bounds[pairs[p, 1]] : bounds[pairs[p, 1] + 1]]
        count_a, places_a, n = vocabulary(a, stems_a, weights_a, facts_a, owners_a, numbers_a, starts_a)
        count_b, places_b, m = vocabulary(b, stems_b, weights_b, facts_b, owners_b, numbers_b, starts_b)
        alike = alike_all[:count_a, :count_b]
        similar = similar_all[:n, :m]
        compare_words(stems_a, count_a, stems_b, count_b, tags, rows, vectors, tags_b, rows_b, vectors_b, alike)
        # Weights: rare in the language, and rare in these two articles.
        frequency_a = np.zeros(count_a, np.int32)
        frequency_b = np.zeros(count_b, np.int32)
        for k in range(places_a):
            frequency_a[numbers_a[k]] += 1
        for k in range(places_b):
            frequency_b[numbers_b[k]] += 1
        extra_a = np.zeros(count_a, np.int32)
        for x in range(count_a):
            for y in range(count_b):
                if alike[x, y] == 1.0:
                    extra_a[x] = frequency_b[y]
                    frequency_b[y] += frequency_a[x]
                    break
        top = np.log(n + m + 2.0)
        for x in range(count_a):
            weights_a[x] *= (
                1 - _LOCAL_SHARE + _LOCAL_SHARE * (1 - np.log(np.float64(frequency_a[x] + extra_a[x])) / top)
            )
        for y in range(count_b):
            weights_b[y] *= 1 - _LOCAL_SHARE + _LOCAL_SHARE * (1 - np.log(np.float64(frequency_b[y])) / top)
        mass_a = np.zeros(n, np.float64)
        mass_b = np.zeros(m, np.float64)
        for k in range(places_a):
            mass_a[owners_a[k]] += weights_a[numbers_a[k]]
        for k in range(places_b):
            mass_b[owners_b[k]] += weights_b[numbers_b[k]]
        # How much of the weight of each sentence each sentence of the other article covers.
        cover_a = np.zeros((n, m), np.float32)
        cover_b = np.zeros((n, m), np.float32)
        _cover(alike, weights_a, numbers_a, owners_a, places_a, numbers_b, owners_b, places_b, m, cover_a)
        _cover(alike.T, weights_b, numbers_b, owners_b, places_b, numbers_a, owners_a, places_a, n, cover_b.T)
        for s in range(n):
            for t in range(m):
                similar[s, t] = (cover_a[s, t] + cover_b[s, t]) / max(1e-9, mass_a[s] + mass_b[t])
        _walk(cover_a, cover_b, mass_a, mass_b, alike, facts_a, facts_b, weights_a, weights_b, numbers_a, numbers_b,
              starts_a, starts_b, out[p, 12:])  # fmt: skip
        _tally(
            similar, alike, mass_a, mass_b, facts_a, facts_b, weights_a, weights_b, numbers_a, numbers_b, starts_a,
            starts_b, out[p],
        )  # fmt: skip


@njit(nogil=True, cache=True)
def _cover(alike, weights, numbers, owners, places, numbers_other, owners_other, places_other, count, cover):  # type: ignore[no-untyped-def]
    """Add up how much of each sentence's weight the best words of each of the other's `count` sentences cover."""
    words = alike.shape[0]
    best = np.zeros((words, count), np.float32)
    for x in range(words):
        own = best[x]
        line = alike[x]
        for k in range(places_other):
            value = line[numbers_other[k]]
            if value > own[owners_other[k]]:
                own[owners_other[k]] = value
    for k in range(places):
        x = numbers[k]
        own = best[x]
        for t in range(count):
            cover[owners[k], t] += weights[x] * own[t]


@njit(nogil=True, cache=True)
def _missed(alike, facts, weights, own, other):  # type: ignore[no-untyped-def]
    """The weight of the facts among words, of those that the other side's words miss, and the same for numbers."""
    total, missed, numbers, numbers_missed = 0.0, 0.0, 0.0, 0.0
    for x in own:
        if facts[x] == 0:
            continue
        found = 0.0
        for y in other:
            found = max(found, alike[x, y])
        total += weights[x]
        numbers += facts[x] == 2
        if found <= _FOUND:
            missed += weights[x]
            numbers_missed += facts[x] == 2
    return total, missed, numbers, numbers_missed


@njit(nogil=True, cache=True)
def _walk(  # type: ignore[no-untyped-def]
    cover_a, cover_b, mass_a, mass_b, alike, facts_a, facts_b, weights_a, weights_b, numbers_a, numbers_b, starts_a,
    starts_b, out,
):  # fmt: skip
    """The measures of the best links that keep the order, one to one, one to two, two to one, into `out`."""
    n, m = cover_a.shape
    gain = np.zeros((n + 1, m + 1), np.float64)
    step = np.zeros((n + 1, m + 1), np.uint8)
    for s in range(n + 1):
        for t in range(m + 1):
            if s == 0 and t == 0:
                continue
            best, move = -1.0, 0
            if s > 0:
                best, move = gain[s - 1, t], 4
            if t > 0 and gain[s, t - 1] > best:
                best, move = gain[s, t - 1], 5
            if s > 0 and t > 0:
                value = gain[s - 1, t - 1] + cover_a[s - 1, t - 1] + cover_b[s - 1, t - 1]
                value -= _BAR * (mass_a[s - 1] + mass_b[t - 1])
                if value > best:
                    best, move = value, 1
                if t > 1:
                    both = min(mass_a[s - 1], cover_a[s - 1, t - 1] + cover_a[s - 1, t - 2])
                    value = gain[s - 1, t - 2] + both + cover_b[s - 1, t - 1] + cover_b[s - 1, t - 2]
                    value -= (_BAR + 0.03) * (mass_a[s - 1] + mass_b[t - 1] + mass_b[t - 2])
                    if value > best:
                        best, move = value, 2
                if s > 1:
                    both = min(mass_b[t - 1], cover_b[s - 1, t - 1] + cover_b[s - 2, t - 1])
                    value = gain[s - 2, t - 1] + both + cover_a[s - 1, t - 1] + cover_a[s - 2, t - 1]
                    value -= (_BAR + 0.03) * (mass_a[s - 1] + mass_a[s - 2] + mass_b[t - 1])
                    if value > best:
                        best, move = value, 3
            gain[s, t] = best
            step[s, t] = move
    s, t = n, m
    linked_a, linked_b, told, strong, facts, agreed, diagonal = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    replaced, replaceable, numbers_replaced, numbers_replaceable = 0.0, 0.0, 0.0, 0.0
    follows = False
    while s > 0 or t > 0:
        move = step[s, t]
        if move == 4:
            s -= 1
            follows = False
            continue
        if move == 5:
            t -= 1
            follows = False
            continue
        from_s = s - (2 if move == 3 else 1)
        from_t = t - (2 if move == 2 else 1)
        own_a, own_b = 0.0, 0.0
        for i in range(from_s, s):
            own_a += mass_a[i]
        for j in range(from_t, t):
            own_b += mass_b[j]
        value = gain[s, t] - gain[from_s, from_t]
        value = value / max(1e-9, own_a + own_b) + (_BAR if move == 1 else _BAR + 0.03)
        linked_a += own_a
        linked_b += own_b
        told += value * (own_a + own_b)
        if value > 0.5:
            strong += own_a + own_b
        if follows:
            diagonal += own_a + own_b
        follows = True
        own = numbers_a[starts_a[from_s] : starts_a[s]]
        its = numbers_b[starts_b[from_t] : starts_b[t]]
        own_facts, own_missed, own_numbers, own_numbers_missed = _missed(alike, facts_a, weights_a, own, its)
        its_facts, its_missed, its_numbers, its_numbers_missed = _missed(alike.T, facts_b, weights_b, its, own)
        facts += own_facts + its_facts
        agreed += own_facts - own_missed + its_facts - its_missed
        replaced += min(own_missed, its_missed)
        replaceable += max(own_facts, its_facts)
        numbers_replaced += min(own_numbers_missed, its_numbers_missed)
        numbers_replaceable += max(own_numbers, its_numbers)
        s, t = from_s, from_t
    share_a, share_b = linked_a / max(1e-9, mass_a.sum()), linked_b / max(1e-9, mass_b.sum())
    linked = max(1e-9, linked_a + linked_b)
    out[0] = max(share_a, share_b)
    out[1] = min(share_a, share_b)
    out[2] = told / linked
    out[3] = agreed / max(1e-9, facts)
    out[4] = strong / linked
    out[5] = told / max(1e-9, mass_a.sum() + mass_b.sum())
    out[6] = diagonal / linked
    out[7] = replaced / max(1e-9, replaceable)
    out[8] = (numbers_replaced + 0.25) / (numbers_replaceable + 1)


@njit(nogil=True, cache=True)
def _linked(  # type: ignore[no-untyped-def]
    similar, alike, links, links_back, mass, facts, weights, numbers, starts, numbers_other, starts_other
):
    """What the linked sentences of one article hold.

    `links` names the other article's sentence for each, -1 for none; `links_back` the other way round. Returns how
    much weight is linked, how many words, the weight times the similarity, the weight of strong links and of those
    whose facts all clash; the weight of facts and of those found in the other article's sentences; the number of
    numbers and of those found; the weight of names and of those missed.
    """
    linked, words, told, strong, clashing = 0.0, 0.0, 0.0, 0.0, 0.0
    total, agreed, counted, counted_agreed, names, missed = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for s in range(links.size):
        t = links[s]
        if t < 0:
            continue
        linked += mass[s]
        told += mass[s] * similar[s, t]
        words += (starts[s + 1] - starts[s]) * similar[s, t]
        if similar[s, t] >= _STRONG:
            strong += mass[s]
        own, same = 0.0, 0.0
        for k in range(starts[s], starts[s + 1]):
            x = numbers[k]
            if facts[x] == 0:
                continue
            best = 0.0
            for r in range(links_back.size):
                if r == t or links_back[r] == s:
                    for q in range(starts_other[r], starts_other[r + 1]):
                        best = max(best, alike[x, numbers_other[q]])
            found = 1.0 if best > _FOUND else 0.0
            own += weights[x]
            same += weights[x] * found
            if facts[x] == 2:
                counted += 1
                counted_agreed += found
            else:
                names += weights[x]
                missed += weights[x] * (1 - found)
        total += own
        agreed += same
        if own > 0 and same == 0:
            clashing += mass[s]
    return linked, words, told, strong, clashing, total, agreed, counted, counted_agreed, names, missed


@njit(nogil=True, cache=True)
def _tally(  # type: ignore[no-untyped-def]
    similar,
    alike,
    mass_a,
    mass_b,
    facts_a,
    facts_b,
    weights_a,
    weights_b,
    numbers_a,
    numbers_b,
    starts_a,
    starts_b,
    out,
):
    """The measures of one pair from the similarity of its sentences, into `out`."""
    n, m = similar.shape
    link_a = np.full(n, -1, np.int32)
    link_b = np.full(m, -1, np.int32)
    for s in range(n):
        best = _LINKED
        for t in range(m):
            if similar[s, t] >= best:
                best = similar[s, t]
                link_a[s] = t
    for t in range(m):
        best = _LINKED
        for s in range(n):
            if similar[s, t] >= best:
                best = similar[s, t]
                link_b[t] = s
    total_a = max(1e-9, mass_a.sum())
    total_b = max(1e-9, mass_b.sum())
    ordered, steps, before = 0, 0, -1
    for s in range(n):
        if link_a[s] >= 0:
            if before >= 0:
                steps += 1
                ordered += before <= link_a[s] <= before + 3
            before = link_a[s]
    of_a = _linked(similar, alike, link_a, link_b, mass_a, facts_a, weights_a, numbers_a, starts_a, numbers_b, starts_b)
    of_b = _linked(
        similar.T, alike.T, link_b, link_a, mass_b, facts_b, weights_b, numbers_b, starts_b, numbers_a, starts_a
    )
    linked_a, words_a = of_a[0], of_a[1]
    linked_b, words_b = of_b[0], of_b[1]
    told, strong, clashing = of_a[2] + of_b[2], of_a[3] + of_b[3], of_a[4] + of_b[4]
    facts, agreed = of_a[5] + of_b[5], of_a[6] + of_b[6]
    numbers, numbers_agreed = of_a[7] + of_b[7], of_a[8] + of_b[8]
    names, missed = of_a[9] + of_b[9], of_a[10] + of_b[10]
    share_a, share_b = linked_a / total_a, linked_b / total_b
    linked = max(1e-9, linked_a + linked_b)
    out[0] = max(share_a, share_b)
    out[1] = min(share_a, share_b)
    out[2] = told / linked
    out[3] = out[0] * out[2]
    out[4] = out[1] * out[2]
    out[5] = agreed / max(1e-9, facts)
    out[6] = clashing / linked
    out[7] = (numbers_agreed + 1) / (numbers + 2)
    out[8] = (ordered + 0.5) / (steps + 1)
    out[9] = min(1.0, min(words_a, words_b) / _ENOUGH_WORDS)
    out[10] = strong / (total_a + total_b)
    out[11] = missed / max(1e-9, names)
