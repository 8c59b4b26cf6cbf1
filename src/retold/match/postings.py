"""The compiled part of finding candidates: from sorted keys to pairs of articles, and to how many keys each shares."""

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
def pair_up(entries, bits, few, whole, window, most, pairs):
    """Pair the articles that stand under one key.

    `entries` (uint64, sorted) hold a key in their high bits and an article's number in the lowest `bits`. All
    articles of a key with at most `whole` of them are paired; of one with more, up to `most`, each with the next
    `window`; a key with at most `few` pairs them twice over. `pairs` (uint64) is filled with the lower number in
    the high 32 bits and the higher in the low 32. Returns how many there are; where that is more than fit, nothing
    is written beyond.
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
            for x in range(held):
                for y in range(x + 1, min(held, x + reach + 1)):
                    for _ in range(2 if held <= few else 1):
                        if found < pairs.size:
                            pairs[found] = numbers[x] << np.uint64(32) | numbers[y]
                        found += 1
        first = last
    return found


@njit(nogil=True, cache=True)
def count_runs(pairs, least):
    """Move the pairs that stand at least `least` times in sorted `pairs` to its beginning; how many, and how often.

    Returns the number of pairs kept and an array (int32) of how often each stood there.
    """
    kept = np.int64(0)
    first = np.int64(0)
    counts = np.empty(pairs.size // max(1, least) + 1, np.int32)
    while first < pairs.size:
        last = first + 1
        while last < pairs.size and pairs[last] == pairs[first]:
            last += 1
        if last - first >= least:
            pairs[kept] = pairs[first]
            counts[kept] = last - first
            kept += 1
        first = last
    return kept, counts[:kept]
