"""The compiled comparison of candidates: the measures of `retold.relate`, from words alone.

It reads the words of `retold.fingerprint.tokens`. Two articles are measured in some ten microseconds, a thousand times
faster than `retold.compare`, which also knows synonyms, other spellings, and what stands in which order.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from retold.fingerprint.tokens import FACT, NUMBER, RARITY_SHIFT, SENTENCE, STEM_SHIFT

__all__ = ["OVERLAPS", "measure_pairs"]

# What `measure_pairs` gives, in this order; each between 0 and 1. All but the last two hardly depend on which article
# is the first.
OVERLAPS = (
    "more_linked",
    "less_linked",
    "similarity",
    "kept_order",
    "more_fragments",
    "less_fragments",
    "longest",
    "facts_agree",
    "facts_clash",
    "numbers_agree",
    "facts_shared",
    "rare_shared",
    "in_order",
    "linked_words",
    "facts_replaced",
    "numbers_replaced",
    "more_lead",
    "less_lead",
    "linked_first",
    "linked_second",
)
_SHINGLE = 5  # words of a fragment, as in retold.relate.measures
_LEAST = 0.2  # weight of a commonplace word, as in retold.align
_STEP = 4.0 / 7.0  # weight of a step of rarity
_RARE = 4  # rarity from which a word is telling
_WORTHLESS = 0.12  # share of both articles up to which linked sentences are not worth a closer look
_LEAD = 60  # words in which a report says what it is about; the other tells it too, or is about something else
_LINKED = 0.3  # soft Dice from which two sentences are linked; below it, rewordings and chance overlap alike
_CONTAINED = 0.55  # share of the lighter sentence that the other holds, from which they are linked: a split, a merge
_ENOUGH = 4.0  # weight of the shared words that a split or merge needs: a short sentence is soon contained
_ENOUGH_WORDS = 100.0


@njit(nogil=True, cache=True)
def _slot(tags, tag):  # type: ignore[no-untyped-def]
    """Where a tag (32 bits, not 0) stands in an open hash table, or the free place where it belongs."""
    mask = np.uint32(tags.size - 1)
    at = (tag * np.uint32(0x9E3779B1)) >> np.uint32(7) & mask
    while tags[at] != 0 and tags[at] != tag:
        at = (at + np.uint32(1)) & mask
    return at


@njit(nogil=True, cache=True)
def _room(words):  # type: ignore[no-untyped-def]
    """Places of a hash table for so many words: a power of two, at most half full."""
    size = 64
    while size < 2 * words:
        size *= 2
    return size


@njit(nogil=True, cache=True)
def _shingle(words, k):  # type: ignore[no-untyped-def]
    """A tag of the run of words that begins at k."""
    h = np.uint64(0)
    for step in range(_SHINGLE):
        h = (h ^ np.uint64(words[k + step] >> np.uint32(STEM_SHIFT))) * np.uint64(0x9E3779B97F4A7C15)
        h ^= h >> np.uint64(31)
    return np.uint32(h >> np.uint64(32)) | np.uint32(1)


@njit(nogil=True, cache=True)
def _stem(word):  # type: ignore[no-untyped-def]
    """A tag of a word's stem."""
    return np.uint32((word >> np.uint32(STEM_SHIFT)) | np.uint32(1 << 27))


@njit(nogil=True, cache=True)
def _neighbours(word, following):  # type: ignore[no-untyped-def]
    """A tag of two neighbouring words."""
    h = np.uint64(_stem(word)) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(_stem(following))
    h *= np.uint64(0xFF51AFD7ED558CCD)
    return np.uint32(h >> np.uint64(32)) | np.uint32(1)


@njit(nogil=True, cache=True)
def _sentences(words, starts):  # type: ignore[no-untyped-def]
    """Fill `starts` with the first word of each sentence and the end; how many sentences there are."""
    count = 0
    for k in range(words.size):
        if words[k] & np.uint32(SENTENCE):
            starts[count] = k
            count += 1
    starts[count] = words.size
    return count


@njit(nogil=True, cache=True)
def _weight(word):  # type: ignore[no-untyped-def]
    return _LEAST + _STEP * np.float64((word >> np.uint32(RARITY_SHIFT)) & np.uint32(7))


@njit(nogil=True, cache=True)
def measure_pairs(words, bounds, pairs, out):  # type: ignore[no-untyped-def]
    """Measure pairs of articles.

    `words` (uint32) holds the words of all articles, those of number n at words[bounds[n]:bounds[n + 1]].
    `pairs` (int64) has shape (pairs, 2), sorted by the first number, for the work on the first article is done
    once. `out` (float32) has shape (pairs, len(OVERLAPS)) and is filled.
    """
    longest = np.int64(0)
    for p in range(pairs.shape[0]):
        for side in range(2):
            n = pairs[p, side]
            longest = max(longest, bounds[n + 1] - bounds[n])
    room = _room(longest)
    tags = np.zeros(room, np.uint32)  # stems of a, and of each
    heads = np.zeros(room, np.int32)  # the first node of its chain of sentences
    seen_a = np.zeros(room, np.int32)  # the last pair in which b had the stem
    nodes = np.zeros(longest + 1, np.int32)  # the sentence of a node
    nexts = np.zeros(longest + 1, np.int32)
    shingles = np.zeros(room, np.uint32)
    hit = np.zeros(room, np.uint8)
    neighbours = np.zeros(room, np.uint32)
    marks = np.zeros(room, np.uint32)  # stems of the sentence of b at hand
    starts_a = np.zeros(longest + 2, np.int64)
    starts_b = np.zeros(longest + 2, np.int64)
    weight_a = np.zeros(longest + 1, np.float64)
    weight_b = np.zeros(longest + 1, np.float64)
    facts_a = np.zeros(longest + 1, np.float64)
    shared = np.zeros(longest + 1, np.float64)
    touched = np.zeros(longest + 1, np.int32)
    best_of_a = np.zeros(longest + 1, np.float64)
    covered_a = np.zeros(longest + 1, np.float64)
    covers_of_a = np.zeros(longest + 1, np.int32)
    link_of_b = np.zeros(longest + 1, np.int32)
    agreed_a = np.zeros(longest + 1, np.float64)
    numbers_a = np.zeros(longest + 1, np.float64)
    agreed_numbers_a = np.zeros(longest + 1, np.float64)
    against_b = np.zeros((longest + 1, 4), np.float64)  # facts and numbers of the linked b, and those not found
    owned_a = np.zeros(longest + 1, np.int32)  # which sentence of b is a's best
    held_b = np.zeros(longest + 1, np.float64)
    current = np.int64(-1)
    size = 0
    a = words[:0]
    count_a = 0
    total_a = 0.0
    distinct = 0
    rare_a = 0
    for p in range(pairs.shape[0]):
        if pairs[p, 0] != current:
            current = pairs[p, 0]
            a = words[bounds[current] : bounds[current + 1]]
            size = _room(a.size)
            tags[:size] = 0
            seen_a[:size] = 0
            shingles[:size] = 0
            neighbours[:size] = 0
            count_a = _sentences(a, starts_a)
            total_a = 0.0
            used = 1
            rare_a = 0
            for s in range(count_a):
                weight_a[s] = 0.0
                facts_a[s] = 0.0
                numbers_a[s] = 0.0
                for k in range(starts_a[s], starts_a[s + 1]):
                    word = a[k]
                    stem = _stem(word)
                    at = _slot(tags[:size], stem)
                    if tags[at] == 0:
                        tags[at] = stem
                        heads[at] = 0
                        if (word >> np.uint32(RARITY_SHIFT)) & np.uint32(7) >= _RARE:
                            rare_a += 1
                    if heads[at] == 0 or nodes[heads[at]] != s:
                        nodes[used] = s
                        nexts[used] = heads[at]
                        heads[at] = used
                        used += 1
                        weight_a[s] += _weight(word)
                        if word & np.uint32(FACT):
                            facts_a[s] += _weight(word)
                            numbers_a[s] += (word & np.uint32(NUMBER)) != 0
                    if k + 1 < a.size:
                        pair = _neighbours(word, a[k + 1])
                        neighbours[_slot(neighbours[:size], pair)] = pair
                total_a += weight_a[s]
            distinct = 0
            for k in range(a.size - _SHINGLE + 1):
                tag = _shingle(a, k)
                at = _slot(shingles[:size], tag)
                if shingles[at] == 0:
                    shingles[at] = tag
                    distinct += 1
        b = words[bounds[pairs[p, 1]] : bounds[pairs[p, 1] + 1]]
        mask_tags = tags[:size]
        count_b = _sentences(b, starts_b)
        # Which sentences are linked: for each sentence of b the best of a, and the other way round.
        for s in range(count_a):
            best_of_a[s] = 0.0
            covered_a[s] = 0.0
            covers_of_a[s] = 0
            agreed_a[s] = 0.0
            agreed_numbers_a[s] = 0.0
            against_b[s, :] = 0.0
            owned_a[s] = -1
        total_b = 0.0
        rare_b = 0
        rare_both = 0
        for t in range(count_b):
            length = starts_b[t + 1] - starts_b[t]
            own = _room(length)
            marks[:own] = 0
            weight = 0.0
            reached = 0
            for k in range(starts_b[t], starts_b[t + 1]):
                word = b[k]
                stem = _stem(word)
                place = _slot(marks[:own], stem)
                if marks[place] != 0:
                    continue
                marks[place] = stem
                value = _weight(word)
                weight += value
                at = _slot(mask_tags, stem)
                rare = (word >> np.uint32(RARITY_SHIFT)) & np.uint32(7) >= _RARE
                if tags[at] == 0:
                    rare_b += rare
                    continue
                seen_a[at] = p + 1
                if rare:
                    rare_b += 1
                    rare_both += 1
                elif (word >> np.uint32(RARITY_SHIFT)) & np.uint32(7) == 0:
                    continue
                node = heads[at]
                while node:
                    s = nodes[node]
                    if shared[s] == 0.0:
                        touched[reached] = s
                        reached += 1
                    shared[s] += value
                    node = nexts[node]
            weight_b[t] = weight
            total_b += weight
            best = 0.0
            link = -1
            for r in range(reached):
                s = touched[r]
                dice = 2.0 * shared[s] / (weight + weight_a[s])
                inside = shared[s] / min(weight, weight_a[s])
                if shared[s] >= _ENOUGH and inside >= _CONTAINED:
                    dice = max(dice, _LINKED + 0.5 * (inside - _CONTAINED))
                if dice > best:
                    best = dice
                    link = s
                    held_b[t] = shared[s]
                if dice > best_of_a[s]:
                    best_of_a[s] = dice
                    owned_a[s] = t
                shared[s] = 0.0
            link_of_b[t] = link if best >= _LINKED else -1
        # Most candidates end here: next to nothing is linked.
        linked_a = 0.0
        linked_b = 0.0
        for s in range(count_a):
            linked_a += weight_a[s] * (best_of_a[s] >= _LINKED)
        for t in range(count_b):
            linked_b += weight_b[t] * (link_of_b[t] >= 0)
        if linked_a < _WORTHLESS * total_a and linked_b < _WORTHLESS * total_b:
            continue
        # Runs of five words.
        hit[:size] = 0
        hits_b = 0
        hits_a = 0
        run = 0
        best_run = 0
        for k in range(b.size - _SHINGLE + 1):
            at = _slot(shingles[:size], _shingle(b, k))
            if shingles[at] != 0:
                hits_b += 1
                run += 1
                best_run = max(best_run, run)
                if hit[at] == 0:
                    hit[at] = 1
                    hits_a += 1
            else:
                run = 0
        fragments_a = hits_a / max(1, distinct)
        fragments_b = hits_b / max(1, b.size - _SHINGLE + 1)
        # What the linked sentences hold.
        linked_b = 0.0
        covered_b = 0.0
        words_b = 0
        facts_b = 0.0
        agreed = 0.0
        numbers = 0.0
        numbers_agreed = 0.0
        facts_all = 0.0
        facts_found = 0.0
        clashing = 0.0
        kept = 0
        neighbours_b = 0
        links = 0
        ordered = 0
        before = -1
        for t in range(count_b):
            s = link_of_b[t]
            if s >= 0:
                linked_b += weight_b[t]
                covered_b += min(held_b[t], weight_b[t])
                covered_a[s] += held_b[t]
                covers_of_a[s] += 1
                words_b += starts_b[t + 1] - starts_b[t]
                if before >= 0:
                    links += 1
                    if s >= before and s <= before + 3:
                        ordered += 1
                before = s
            own_facts = 0.0
            own_agreed = 0.0
            for k in range(starts_b[t], starts_b[t + 1]):
                word = b[k]
                if s >= 0 and k + 1 < starts_b[t + 1]:
                    pair = _neighbours(word, b[k + 1])
                    neighbours_b += 1
                    kept += neighbours[_slot(neighbours[:size], pair)] != 0
                if not word & np.uint32(FACT):
                    continue
                value = _weight(word)
                stem = _stem(word)
                at = _slot(mask_tags, stem)
                found = tags[at] != 0
                facts_all += value
                if found:
                    facts_found += value
                if s >= 0:
                    same = False
                    if found:
                        node = heads[at]
                        while node:
                            other = nodes[node]
                            if other == s or owned_a[other] == t:
                                same = True
                            node = nexts[node]
                    own_facts += value
                    if same:
                        own_agreed += value
                    if word & np.uint32(NUMBER):
                        numbers += 1.0
                        numbers_agreed += same
                        agreed_numbers_a[s] += same
                        against_b[s, 2] += 1.0
                        against_b[s, 3] += not same
            if s >= 0:
                facts_b += own_facts
                agreed += own_agreed
                agreed_a[s] += own_agreed
                against_b[s, 0] += own_facts
                against_b[s, 1] += own_facts - own_agreed
                if own_facts > 0 and facts_a[s] > 0 and own_agreed == 0:
                    clashing += weight_b[t]
        linked_a = 0.0
        covered = 0.0
        facts_own = 0.0
        replaced, replaceable, replaced_numbers, replaceable_numbers = 0.0, 0.0, 0.0, 0.0
        for s in range(count_a):
            other = owned_a[s] if best_of_a[s] >= _LINKED else -1
            if covers_of_a[s] == 0 and other < 0:
                continue
            linked_a += weight_a[s]
            if covers_of_a[s] == 0:
                covered_a[s] = min(weight_a[s], 0.5 * best_of_a[s] * (weight_a[s] + weight_b[other]))
            covered += min(weight_a[s], covered_a[s])
            if covers_of_a[s] > 0:
                facts_own += facts_a[s]
                replaced += min(max(0.0, facts_a[s] - agreed_a[s]), against_b[s, 1])
                replaceable += max(facts_a[s], against_b[s, 0])
                replaced_numbers += min(max(0.0, numbers_a[s] - agreed_numbers_a[s]), against_b[s, 3])
                replaceable_numbers += max(numbers_a[s], against_b[s, 2])
        lead_a, lead_b = 0.0, 0.0
        told_a, told_b = 0.0, 0.0
        for k in range(min(_LEAD, a.size)):
            if a[k] & np.uint32(FACT) or (a[k] >> np.uint32(RARITY_SHIFT)) & np.uint32(7) >= _RARE:
                lead_a += _weight(a[k])
                if seen_a[_slot(mask_tags, _stem(a[k]))] == p + 1:
                    told_a += _weight(a[k])
        for k in range(min(_LEAD, b.size)):
            if b[k] & np.uint32(FACT) or (b[k] >> np.uint32(RARITY_SHIFT)) & np.uint32(7) >= _RARE:
                lead_b += _weight(b[k])
                if tags[_slot(mask_tags, _stem(b[k]))] != 0:
                    told_b += _weight(b[k])
        lead_a, lead_b = (told_a + _STEP) / (lead_a + _STEP), (told_b + _STEP) / (lead_b + _STEP)
        share_a = linked_a / max(total_a, 1e-9)
        share_b = linked_b / max(total_b, 1e-9)
        similarity = (covered + covered_b) / max(linked_a + linked_b, 1e-9)
        out[p, 0] = max(share_a, share_b)
        out[p, 1] = min(share_a, share_b)
        out[p, 2] = similarity
        out[p, 3] = kept / max(1, neighbours_b)
        out[p, 4] = max(fragments_a, fragments_b)
        out[p, 5] = min(fragments_a, fragments_b)
        out[p, 6] = min(1.0, best_run / _ENOUGH_WORDS)
        out[p, 7] = min(1.0, 2.0 * agreed / max(facts_b + facts_own, 1e-9))
        out[p, 8] = clashing / max(linked_b, 1e-9)
        out[p, 9] = (numbers_agreed + 1.0) / (numbers + 2.0)
        out[p, 10] = facts_found / max(facts_all, 1e-9)
        out[p, 11] = min(1.0, rare_both / max(1, min(rare_a, rare_b)))
        out[p, 12] = (ordered + 0.5) / (links + 1.0)
        out[p, 13] = min(1.0, words_b * similarity / _ENOUGH_WORDS)
        out[p, 14] = replaced / max(replaceable, 1e-9)
        out[p, 15] = (replaced_numbers + 0.25) / (replaceable_numbers + 1.0)
        out[p, 16] = max(lead_a, lead_b)
        out[p, 17] = min(lead_a, lead_b)
        out[p, 18] = share_a
        out[p, 19] = share_b
