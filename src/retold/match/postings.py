"""The compiled part of finding candidates: from sorted keys to pairs of articles and what their keys are worth."""

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["count_runs", "pair_up", "scatter"]


@njit(nogil=True, cache=True)
def scatter(keys, ranks, bits, lots):
    """Sort keys into lots by their highest bits, with the rank of their article in the lowest `bits`.

    Keys whose rank is negative are left out. Returns the entries (uint64) and where each lot begins and ends.
    """
    edges = np.zeros(lots + 1, np.int64)
    shift = np.uint64(64)
    size = lots
    while size > 1:
        shift -= np.uint64(1)
        size >>= 1
    for k in range(keys.size):
        if ranks[k] >= 0:
            edges[np.int64(keys[k] >> shift) + 1] += 1
    for lot in range(lots):
        edges[lot + 1] += edges[lot]
    at = edges[:-1].copy()
    entries = np.empty(edges[lots], np.uint64)
    low = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    for k in range(keys.size):
        if ranks[k] >= 0:
            lot = np.int64(keys[k] >> shift)
            entries[at[lot]] = (keys[k] << (np.uint64(64) - shift)) & ~low | np.uint64(ranks[k])
            at[lot] += 1
    return entries, edges


@njit(nogil=True, cache=True)
def pair_up(entries, bits, few, whole, window, most, events):
    """Pair the articles that stand under one key.

    `entries` (uint64, sorted) hold a key in their high bits and an article's number in the lowest `bits`. All
    articles of a key with at most `whole` of them are paired; of one with more, up to `most`, each with the next
    `window`. `events` (uint64) is filled with one number a pair and key: the lower article in the high 28 bits, the
    higher in the next 28, and in the low 8 how common the key is, as the power of two that its articles do not
    exceed; the highest of them is set where they are at most `few`. Returns how many there are; where that is more
    than fit, nothing is written beyond.
    """
    low = (np.uint64(1) << np.uint64(bits)) - np.uint64(1)
    shift = np.uint64(bits)
    found = np.int64(0)
    size = entries.size
    first = np.int64(0)
    numbers = np.empty(most, np.uint64)
    while first < size:
        key = entries[first] >> shift
        last = first
        held = np.int64(0)
        before = np.uint64(0xFFFFFFFFFFFFFFFF)
        while last < size and entries[last] >> shift == key:
            number = entries[last] & low
            if number != before:
                if held < most:
                    numbers[held] = number
                held += 1
                before = number
            last += 1
        if 2 <= held <= most:
            reach = held if held <= whole else window
            level = np.uint64(0)
            while (np.int64(1) << np.int64(level)) < held:
                level += np.uint64(1)
            if held <= few:
                level |= np.uint64(0x80)
            for x in range(held):
                for y in range(x + 1, min(held, x + reach + 1)):
                    if found < events.size:
                        events[found] = numbers[x] << np.uint64(36) | numbers[y] << np.uint64(8) | level
                    found += 1
        first = last
    return found


@njit(nogil=True, cache=True)
def count_runs(events, least):
    """Sum up sorted events: the pairs that share keys worth at least `least` points move to the beginning.

    Returns how many pairs were kept, now with the lower number in the high 32 bits and the higher in the low 32, and
    an array (int32, pairs × 2): the points of each, and how common its keys are, summed up.
    """
    kept = np.int64(0)
    first = np.int64(0)
    sums = np.empty((events.size // max(1, least // 2) + 1, 2), np.int32)
    low = np.uint64((1 << 28) - 1)
    while first < events.size:
        pair = events[first] >> np.uint64(8)
        last = first
        points = 0
        common = 0
        while last < events.size and events[last] >> np.uint64(8) == pair:
            level = np.int64(events[last] & np.uint64(0xFF))
            points += 1 + (level >> 7)
            common += level & 0x7F
            last += 1
        if points >= least:
            events[kept] = (pair >> np.uint64(28)) << np.uint64(32) | (pair & low)
            sums[kept, 0] = points
            sums[kept, 1] = common
            kept += 1
        first = last
    return kept, sums[:kept]
