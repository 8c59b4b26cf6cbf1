"""The compiled comparison of candidates: the measures of `retold.relate`, from words alone.

It reads the words of `retold.fingerprint.tokens`. Two articles are measured in some ten microseconds, a thousand times
faster than `retold.compare`, which also knows synonyms, other spellings, and what stands in which order.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from retold.fingerprint.tokens import FACT, NUMBER
from retold.match.overlap_tables import (
    FRAGMENT,
    LEAD,
    RARE,
    STEP,
    WIDE,
    fill_first,
    find_number,
    find_sentences,
    find_tag,
    neighbours,
    rarity,
    room_for_first,
    shingle,
    weigh,
)

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
_WORTHLESS = 0.12  # share of both articles up to which linked sentences are not worth a closer look
_LINKED = 0.3  # soft Dice from which two sentences are linked; below it, rewordings and chance overlap alike
_CONTAINED = 0.55  # share of the lighter sentence that the other holds, from which they are linked: a split, a merge
_ENOUGH = 4.0  # weight of the shared words that a split or merge needs: a short sentence is soon contained
_NEARLY = 0.99  # share of a threshold below which what is reckoned exactly cannot reach it
_ENOUGH_WORDS = 100.0


@njit(nogil=True, cache=True)
def _look_up(stems, mask, b, starts, stamp, last, numbers, hits, hit_ends):  # type: ignore[no-untyped-def]
    """Find the words of b in a.

    `numbers` gets the number of each word's stem in a. `hits` gets the words worth comparing, those of a in all
    but the commonest words, each stem once a sentence; those of a sentence end in `hit_ends`. `stamp` is a number
    below those of all sentences of b, and `last` gets the number of the latest sentence of each stem. Returns how
    many rare words are in both.
    """
    reached = np.uint64(0)
    rare = 0
    for t in range(starts.size - 1):
        stamp += 1
        last[0] = stamp
        for k in range(starts[t], starts[t + 1]):
            word = b[k]
            n = find_number(stems, mask, word)
            numbers[k] = n
            new = last[n] != stamp
            last[n] = stamp
            hits[reached] = np.uint32(k)
            reached += np.uint64(new & (rarity(word) != 0))
            rare += np.int64(new & (rarity(word) >= RARE))
        hit_ends[t] = reached
    last[0] = 0  # the number of no stem
    return rare


@njit(nogil=True, cache=True, error_model="numpy")
def _link(  # type: ignore[no-untyped-def]
    spots, places, b, numbers, hits, hit_ends, weight_a, weight_b, sums, links, held, best_of_a, owned_a
):
    """Link the sentences.

    `links` gets the best sentence of a for each of b, -1 where none is similar enough, and `held` the weight of what
    the two share; `best_of_a` how similar each of a is to its best of b, which `owned_a` gets. `sums` is room.
    """
    shared, dice, amounts, where = sums
    count_a = weight_a.size
    for s in range(count_a):
        best_of_a[s] = 0.0
        owned_a[s] = -1
    hit = np.uint64(0)
    for t in range(weight_b.size):
        links[t] = -1
        begin = hit
        hit = hit_ends[t]
        if hit == begin:
            continue
        total = np.uint64(0)
        for r in range(begin, hit):
            value = weigh(b[hits[r]])
            n = numbers[hits[r]]
            first = np.uint64(spots[n])
            count = np.uint64(spots[n + np.uint32(1)]) - first
            for q in range(WIDE):
                where[total + np.uint64(q)] = places[first + np.uint64(q)]
                amounts[total + np.uint64(q)] = value
            if count > np.uint64(WIDE):
                for q in range(np.uint64(WIDE), count):
                    where[total + q] = places[first + q]
                    amounts[total + q] = value
            total += count
        for s in range(count_a):
            shared[s] = 0.0
        for q in range(total):
            shared[where[q]] += amounts[q]
        weight = weight_b[t]
        many = 0
        heavy = 0
        for s in range(count_a):
            alike = 2.0 * shared[s] / (weight + weight_a[s])
            dice[s] = alike
            many += alike >= _LINKED
            lesser = weight if weight < weight_a[s] else weight_a[s]
            heavy += (shared[s] >= _ENOUGH) & (shared[s] >= _NEARLY * _CONTAINED * lesser)
        if heavy > 0:
            many = 0
            for s in range(count_a):
                lesser = weight if weight < weight_a[s] else weight_a[s]
                inside = shared[s] / lesser
                contained = _LINKED + 0.5 * (inside - _CONTAINED)
                contained = contained if (shared[s] >= _ENOUGH) & (inside >= _CONTAINED) else 0.0
                dice[s] = contained if contained > dice[s] else dice[s]
                many += dice[s] >= _LINKED
        for s in range(count_a):
            better = dice[s] > best_of_a[s]
            owned_a[s] = t if better else owned_a[s]
            best_of_a[s] = dice[s] if better else best_of_a[s]
        if many == 0:
            continue
        best = 0.0
        link = 0
        ties = 0
        for s in range(count_a):
            if dice[s] > best:
                best = dice[s]
                link = s
                ties = 1
            else:
                ties += dice[s] == best
        if ties > 1:
            # Of equals the one that a word reaches first, from the end of a.
            link = -1
            for r in range(begin, hit):
                n = numbers[hits[r]]
                for q in range(spots[n], spots[n + np.uint32(1)]):
                    if dice[places[q]] == best:
                        link = np.int64(places[q])
                if link >= 0:
                    break
        links[t] = link
        held[t] = shared[link]


@njit(nogil=True, cache=True)
def _fragments(shingles, mask, b, hit, stamp):  # type: ignore[no-untyped-def]
    """How many runs of five words of b stand in a, how many different ones, and how many in a row at most."""
    hits, different, run, longest = 0, 0, 0, 0
    for k in range(b.size - FRAGMENT + 1):
        at, there = find_tag(shingles, mask, shingle(b, np.uint64(k)))
        run = run + 1 if there else 0
        if there:
            hits += 1
            longest = max(longest, run)
            different += hit[at] != stamp
            hit[at] = stamp
    return hits, different, longest


@njit(nogil=True, cache=True, error_model="numpy")
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
    sentences = find_sentences(words, bounds, pairs)
    first = room_for_first(longest)
    stems, spots, places, shingles, neighbours_a = (
        first.stems,
        first.bounds,
        first.places,
        first.shingles,
        first.neighbours,
    )
    facts_a, figures_a = first.facts, first.figures
    found = np.zeros(longest + 1, np.uint32)  # the number of each word of b in a
    hits = np.zeros(longest + 1, np.uint32)
    hit_ends = np.zeros(longest + 1, np.uint64)
    last = np.zeros(longest + 2, np.int64)
    hit = np.zeros(shingles.size, np.int64)
    sums = (
        np.zeros(longest + 1, np.float64),  # weight of the words that each of a shares with the sentence of b at hand
        np.zeros(longest + 1, np.float64),  # how similar they are
        np.zeros(longest + WIDE, np.float64),  # the weights that make up the sums,
        np.zeros(longest + WIDE, np.uint32),  # and the sentences of a they belong to
    )
    best_of_a = np.zeros(longest + 1, np.float64)
    owned_a = np.zeros(longest + 1, np.int64)
    covered_a = np.zeros(longest + 1, np.float64)
    covers_of_a = np.zeros(longest + 1, np.int32)
    link_of_b = np.zeros(longest + 1, np.int64)
    held_b = np.zeros(longest + 1, np.float64)
    agreed_a = np.zeros(longest + 1, np.float64)
    agreed_figures_a = np.zeros(longest + 1, np.float64)
    against_b = np.zeros((longest + 1, 4), np.float64)  # facts and numbers of the linked b, and those not found
    facts_at = np.zeros(longest + 2, np.uint32)
    current = np.int64(-1)
    stamp = np.int64(0)
    mask = np.uint64(0)
    for p in range(pairs.shape[0]):
        number = sentences.numbers[p, 0]
        starts_a = sentences.starts[sentences.firsts[number] : sentences.firsts[number + 1]]
        weight_a = sentences.weights[sentences.firsts[number] : sentences.firsts[number + 1] - 1]
        total_a = sentences.totals[number]
        count_a = weight_a.size
        number = sentences.numbers[p, 1]
        starts_b = sentences.starts[sentences.firsts[number] : sentences.firsts[number + 1]]
        weight_b = sentences.weights[sentences.firsts[number] : sentences.firsts[number + 1] - 1]
        total_b = sentences.totals[number]
        rare_b = sentences.rare[number]
        count_b = weight_b.size
        if pairs[p, 0] != current:
            current = pairs[p, 0]
            fill_first(first, words[bounds[current] : bounds[current + 1]], starts_a)
            mask = np.uint64(first.counts[0] - 1)
        distinct, rare_a = first.counts[1], first.counts[2]
        b = words[bounds[pairs[p, 1]] : bounds[pairs[p, 1] + 1]]
        rare_both = _look_up(stems, mask, b, starts_b, stamp, last, found, hits, hit_ends)
        before_b = stamp
        stamp += count_b
        _link(spots, places, b, found, hits, hit_ends, weight_a, weight_b, sums, link_of_b, held_b, best_of_a, owned_a)
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
        hits_b, hits_a, best_run = _fragments(shingles, mask, b, hit, p + 1)
        fragments_a = hits_a / max(1, distinct)
        fragments_b = hits_b / max(1, b.size - FRAGMENT + 1)
        # What the linked sentences hold.
        for s in range(count_a):
            covered_a[s] = 0.0
            covers_of_a[s] = 0
            agreed_a[s] = 0.0
            agreed_figures_a[s] = 0.0
            against_b[s, 0] = 0.0
            against_b[s, 1] = 0.0
            against_b[s, 2] = 0.0
            against_b[s, 3] = 0.0
        covered_b = 0.0
        words_b = 0
        facts_b = 0.0
        agreed = 0.0
        figures = 0.0
        figures_agreed = 0.0
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
            facts = np.uint64(0)
            for k in range(starts_b[t], starts_b[t + 1]):
                facts_at[facts] = np.uint32(k)
                facts += np.uint64((b[k] & np.uint32(FACT)) != 0)
            if s < 0:
                for r in range(facts):
                    value = weigh(b[facts_at[r]])
                    facts_all += value
                    facts_found += value if found[facts_at[r]] != 0 else 0.0
                continue
            covered_b += min(held_b[t], weight_b[t])
            covered_a[s] += held_b[t]
            covers_of_a[s] += 1
            length = np.int64(starts_b[t + 1] - starts_b[t])
            words_b += length
            if before >= 0:
                links += 1
                if s >= before and s <= before + 3:
                    ordered += 1
            before = s
            for k in range(starts_b[t] + np.uint64(1), starts_b[t + 1]):
                kept += find_tag(neighbours_a, mask, neighbours(b[k - np.uint64(1)], b[k]))[1]
            neighbours_b += length - 1
            own_facts = 0.0
            own_agreed = 0.0
            for r in range(facts):
                word = b[facts_at[r]]
                value = weigh(word)
                n = found[facts_at[r]]
                same = False
                for k in range(spots[n], spots[n + np.uint32(1)]):
                    same |= (np.int64(places[k]) == s) | (owned_a[places[k]] == t)
                facts_all += value
                facts_found += value if n != 0 else 0.0
                own_facts += value
                own_agreed += value if same else 0.0
                if word & np.uint32(NUMBER):
                    figures += 1.0
                    figures_agreed += same
                    agreed_figures_a[s] += same
                    against_b[s, 2] += 1.0
                    against_b[s, 3] += not same
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
        replaced, replaceable, replaced_figures, replaceable_figures = 0.0, 0.0, 0.0, 0.0
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
                replaced_figures += min(max(0.0, figures_a[s] - agreed_figures_a[s]), against_b[s, 3])
                replaceable_figures += max(figures_a[s], against_b[s, 2])
        lead_a, lead_b = 0.0, 0.0
        told_a, told_b = 0.0, 0.0
        for k in range(first.counts[3]):
            lead_a += first.lead_weights[k]
            told_a += first.lead_weights[k] if last[first.lead[k]] > before_b else 0.0
        for k in range(min(LEAD, b.size)):
            word = b[k]
            telling = ((word & np.uint32(FACT)) != 0) | (rarity(word) >= RARE)
            value = weigh(word) if telling else 0.0
            lead_b += value
            told_b += value if find_number(stems, mask, word) != 0 else 0.0
        lead_a, lead_b = (told_a + STEP) / (lead_a + STEP), (told_b + STEP) / (lead_b + STEP)
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
        out[p, 9] = (figures_agreed + 1.0) / (figures + 2.0)
        out[p, 10] = facts_found / max(facts_all, 1e-9)
        out[p, 11] = min(1.0, rare_both / max(1, min(rare_a, rare_b)))
        out[p, 12] = (ordered + 0.5) / (links + 1.0)
        out[p, 13] = min(1.0, words_b * similarity / _ENOUGH_WORDS)
        out[p, 14] = replaced / max(replaceable, 1e-9)
        out[p, 15] = (replaced_figures + 0.25) / (replaceable_figures + 1.0)
        out[p, 16] = max(lead_a, lead_b)
        out[p, 17] = min(lead_a, lead_b)
        out[p, 18] = share_a
        out[p, 19] = share_b
