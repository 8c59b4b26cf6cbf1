"""The compiled tokeniser: UTF-8 text to words, sentences and anchor pairs.

Written for numba over the buffers of an Arrow string column, without Python objects, so that threads run it on all
cores. A word becomes one number of 32 bits:

    bits 6-31   hash of the word's crude stem
    bits 3-5    how rare the word is, 0 (commonplace) to 7 (rarer than word lists go)
    bit 2       it is a number
    bit 1       it is a name or a number: a fact
    bit 0       a sentence begins here

An anchor pair is a key of 64 bits made of two of the rarest words of a sentence. It depends on the text alone.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from retold.fingerprint.tables import ABBREVIATION, DIGIT, LETTER, UNSPACED, UPPER

__all__ = ["ANCHORS", "FACT", "NUMBER", "RARITY_SHIFT", "SENTENCE", "STEM_SHIFT", "hash_letters", "scan"]

SENTENCE, FACT, NUMBER = 1, 2, 4
RARITY_SHIFT, STEM_SHIFT = 3, 6

# Rarest words of a sentence that are paired. With 5, articles that share four pairs include every retelling of the
# development data; with 4, one in a thousand is missed, with 7 there are 2.5 times as many candidates.
ANCHORS = 5
_COMMON = 137  # Zipf 5.5 times 25: words as common as this are no anchors
_UNLISTED = 65  # Zipf 2.6, of words that no list has
_STEM = 6  # letters of a stem
_LONGEST = 40  # letters of a word that are read; the rest of a longer one is skipped
_LONG_SENTENCE = 32  # words after which a sentence without a full stop is cut, at a word chosen by its hash
_CUT = 15  # one word in sixteen
_NO_CASE = 0x590  # from Hebrew on, most scripts have no capital letters
_VOTES = 3  # words that a language needs to be recognised
_LISTED = 8  # characters of an unspaced word that are looked up together
# The constants of the hash: odd numbers of 64 bits from a linear congruential sequence (Knuth's MMIX).
_FACTORS = np.empty(_LONGEST + 8, np.uint64)
_FACTORS[0] = 0x9E3779B97F4A7C15
for _k in range(1, _FACTORS.size):
    _FACTORS[_k] = (int(_FACTORS[_k - 1]) * 6364136223846793005 + 1442695040888963407) % 2**64 | 1


@njit(nogil=True, cache=True)
def _mix(h):  # type: ignore[no-untyped-def]
    """Spread the bits of a 64-bit hash (the finaliser of MurmurHash3)."""
    h ^= h >> np.uint64(33)
    h *= np.uint64(0xFF51AFD7ED558CCD)
    h ^= h >> np.uint64(33)
    h *= np.uint64(0xC4CEB9FE1A85EC53)
    h ^= h >> np.uint64(33)
    return h


@njit(nogil=True, cache=True)
def hash_letters(letters, first, last):  # type: ignore[no-untyped-def]
    """64-bit hash of letters[first:last], code units in an array, at most `_LONGEST` of them.

    A sum of products with odd constants, one a place, whose bits are then spread.
    """
    h = np.uint64(last - first)
    for k in range(first, last):
        h += np.uint64(letters[k]) * _FACTORS[k - first]
    return _mix(h)


@njit(nogil=True, cache=True)
def _look_up(listed, h):  # type: ignore[no-untyped-def]
    """The entry of the word of a hash, 0 where it is not listed."""
    mask = np.uint64(listed.size - 1)
    tag = h >> np.uint64(32)
    at = h & mask
    while True:
        entry = listed[at]
        if entry == 0 or entry >> np.uint64(32) == tag:
            return entry
        at = (at + np.uint64(1)) & mask


@njit(nogil=True, cache=True)
def _stem_length(letters, n):  # type: ignore[no-untyped-def]
    """How many letters of a word make its stem; may replace a final y. English endings off, then cut."""
    if n < 4 or letters[0] < 58:  # short words, and numbers
        return n
    if letters[n - 1] == 115 and letters[n - 2] != 115 and letters[n - 2] != 117 and letters[n - 2] != 105:
        n -= 1  # s, but not ss, us, is
    bare = n
    if n > 5 and letters[n - 1] == 103 and letters[n - 2] == 110 and letters[n - 3] == 105:
        bare = n - 3  # ing
    elif n > 4 and letters[n - 1] == 100 and letters[n - 2] == 101 and letters[n - 3] != 101:
        bare = n - 2  # ed
    if bare < n:
        n = bare
        last = letters[n - 1]
        if n > 3 and last == letters[n - 2] and last != 108 and last != 115 and last != 122:
            n -= 1  # running, planned
    if n > 3 and letters[n - 1] == 101:
        n -= 1  # e
    if n > 3 and letters[n - 1] == 121:
        letters[n - 1] = 105  # y: policy, policies
    return min(n, _STEM)


@njit(nogil=True, cache=True)
def scan(  # type: ignore[no-untyped-def]
    data, starts, ends, kinds, folds, listed, words, keys, most
):
    """Cut texts into words, sentences and keys.

    `data` holds the UTF-8 bytes of all texts, text k at data[starts[k]:ends[k]]. `kinds`, `folds` and `listed`
    are tables of `retold.fingerprint.tables`. `words` (uint32) and `keys` (uint64) are filled; a text has at
    most half as many words as bytes, rounded up.

    Returns the bounds of each text's words and keys (int64, one longer than the texts), a 64-bit hash of its
    words in order, and the number of its likely language; the first is empty where `keys` was too small.
    """
    count = starts.size
    word_bounds = np.zeros(count + 1, np.int64)
    key_bounds = np.zeros(count + 1, np.int64)
    hashes = np.zeros(count, np.uint64)
    spoken = np.zeros(count, np.uint8)
    votes = np.zeros(256, np.int64)
    letters = np.zeros(_LONGEST + 8, np.uint32)
    top = np.zeros(ANCHORS, np.uint64)
    top_rank = np.zeros(ANCHORS, np.int64)
    at_word = np.int64(0)
    at_key = np.int64(0)
    for k in range(count):
        i = np.int64(starts[k])
        end = np.int64(ends[k])
        votes[:] = 0
        whole = np.uint64(k * 0)
        first = at_word  # of the sentence
        held = 0
        capitals = 0
        flag = SENTENCE
        pending = 0  # 1: a sentence may have ended at a full stop, 2: it has ended
        spaced = False  # white space since
        breaks = 0
        dotted = False  # the last word may be an abbreviation
        while i <= end:
            # One character.
            if i < end and data[i] == 32:
                spaced = True
                i += 1
                continue
            if i == end:
                code = np.int64(-1)
                i += 1
                kind = 0
            else:
                byte = np.int64(data[i])
                if byte < 0x80:
                    code = byte
                    i += 1
                elif byte < 0xE0:
                    code = (byte & 0x1F) << 6
                    if i + 1 < end:
                        code |= np.int64(data[i + 1]) & 0x3F
                    i += 2
                elif byte < 0xF0:
                    code = (byte & 0x0F) << 12
                    if i + 2 < end:
                        code |= (np.int64(data[i + 1]) & 0x3F) << 6 | (np.int64(data[i + 2]) & 0x3F)
                    i += 3
                else:
                    code = np.int64(0)
                    i += 4
                kind = np.int64(kinds[code])
            if kind == 0:
                ended = code == -1
                if code == 10:
                    breaks += 1
                    spaced = True
                    if breaks > 1:
                        ended = True
                elif code == 44:
                    spaced = False
                elif code == 13 or code == 9 or code == 0xA0 or code == 0x3000:
                    spaced = True
                    if breaks > 0 and code == 9:
                        ended = True
                elif code == 33 or code == 63 or code == 0x2026 or code == 0x61F or code == 0x964:
                    pending = 2
                    spaced = False
                elif code == 46:
                    if not dotted:
                        pending = max(pending, 1)
                    spaced = False
                elif code == 0x3002 or code == 0xFF01 or code == 0xFF1F:
                    ended = True
                if not ended:
                    continue
                pending = 2
                spaced = True
            else:
                breaks = 0
            if pending and spaced:
                # The sentence has ended, unless a word in small letters follows.
                lower = code >= 0 and kind == LETTER and code < _NO_CASE
                if not lower and at_word > first:
                    at_key = _close(words, first, at_word, capitals, held, top, keys, at_key)
                    if at_key < 0:
                        return word_bounds[:0], key_bounds, hashes, spoken
                    first = at_word
                    held = 0
                    capitals = 0
                    flag = SENTENCE
            pending = 0
            spaced = False
            if code == -1 or kind == 0:
                continue
            # A word, from the character at hand.
            begins_upper = kind & UPPER
            number = kind & DIGIT
            n = 0
            dotted = False
            joined = 0
            if kind & UNSPACED:
                n, after_run = _unspaced(data, i - 3, end, kinds, listed, letters)
                i = max(i, after_run)  # a text cut inside a character must not stop the way
            else:
                length = 0  # characters
                while True:
                    fold = np.int64(folds[code])
                    length += 1
                    if n < _LONGEST:
                        if fold & 0x80000000:
                            letters[n] = fold & 0xFFFF
                            n += 1
                        else:
                            while fold:
                                letters[n] = fold & 0xFF
                                n += 1
                                fold >>= 8
                    # Plain letters and digits, which most of most texts are.
                    while i < end:
                        byte = np.int64(data[i])
                        if byte >= 0x80 or kinds[byte] == 0:
                            break
                        if n < _LONGEST:
                            letters[n] = folds[byte]
                            n += 1
                        length += 1
                        i += 1
                    if i >= end or byte == 32:
                        break
                    # What follows.
                    width = 1
                    if byte < 0x80:
                        code = byte
                    elif byte < 0xE0:
                        code = (byte & 0x1F) << 6 | (np.int64(data[min(i + 1, end - 1)]) & 0x3F)
                        width = 2
                    elif byte < 0xF0:
                        code = (
                            (byte & 0x0F) << 12
                            | (np.int64(data[min(i + 1, end - 1)]) & 0x3F) << 6
                            | (np.int64(data[min(i + 2, end - 1)]) & 0x3F)
                        )
                        width = 3
                    else:
                        break
                    kind = np.int64(kinds[code])
                    if kind and not kind & UNSPACED:
                        i += width
                        continue
                    after = np.int64(data[i + width]) if i + width < end else np.int64(32)
                    if number and (code == 44 or code == 46 or code == 58) and 48 <= after <= 57:
                        # 13,000; 2.5; 10:30. Groups of three digits are joined, other parts kept apart by the mark.
                        digits = 0
                        while i + 1 + digits < end and 48 <= np.int64(data[i + 1 + digits]) <= 57:
                            digits += 1
                        if digits != 3 and code != 44 and n < _LONGEST:
                            letters[n] = code
                            n += 1
                        i += 1
                        code = np.int64(data[i])
                        i += 1
                        continue
                    if (code == 39 or code == 0x2019) and (after >= 0x80 or kinds[after] & LETTER):
                        if length <= 2 and not number:
                            # l'usine, d'Orbeval, O'Neill: what stands before is an article or little more.
                            n = 0
                            length = 0
                            i += width
                            byte = np.int64(data[i])
                            if byte >= 0x80:
                                if byte < 0xE0 and i + 1 < end:
                                    code = (byte & 0x1F) << 6 | (np.int64(data[i + 1]) & 0x3F)
                                    i += 2
                                else:
                                    break
                            else:
                                code = byte
                                i += 1
                            kind = np.int64(kinds[code])
                            if kind & LETTER:
                                begins_upper |= kind & UPPER
                                continue
                            break
                        # The possessive and other endings are skipped.
                        i += width
                        while i < end and np.int64(data[i]) < 0x80 and kinds[data[i]] & LETTER:
                            i += 1
                        break
                    if code == 46 and length == 1 and not number:
                        if after < 0x80 and kinds[after] & LETTER:
                            further = np.int64(data[i + 2]) if i + 2 < end else np.int64(46)
                            if further >= 0x80 or not kinds[further] or kinds[further] & UNSPACED:
                                i += 1  # U.S.: letters between full stops are one word
                                code = np.int64(data[i])
                                i += 1
                                length = 0
                                joined += 1
                                continue
                        dotted = True  # an initial
                    break
                if joined:
                    dotted = True
            if n == 0:
                continue
            plain = hash_letters(letters, 0, n)
            entry = _look_up(listed, plain)
            zipf = _UNLISTED
            if entry != 0:
                zipf = np.int64(entry & np.uint64(0xFF))
                votes[(entry >> np.uint64(8)) & np.uint64(0xFF)] += 1
                if entry & np.uint64(ABBREVIATION):
                    dotted = True
            if number:
                # Single digits are as common as small words; years are common, longer numbers telling.
                zipf = 140 if n == 1 else 110 if n == 2 else 95 if n == 4 and letters[0] <= 50 else 75
            elif n == 1 and letters[0] < 0x80:
                zipf = max(zipf, 140)
            whole = (whole ^ plain) * np.uint64(0x9E3779B97F4A7C15)
            whole ^= whole >> np.uint64(29)
            h = hash_letters(letters, 0, _stem_length(letters, n))
            rarity = min(7, max(0, (160 - zipf) * 7 // 95))
            word = (h >> np.uint64(38)) << np.uint64(STEM_SHIFT) | np.uint64(rarity << RARITY_SHIFT)
            if number:
                word |= np.uint64(NUMBER | FACT)
            elif begins_upper:
                capitals += 1
                if not flag or rarity > 3:
                    word |= np.uint64(FACT)
            words[at_word] = np.uint32(word | np.uint64(flag))
            at_word += 1
            flag = 0
            if at_word - word_bounds[k] >= most:
                i = end  # one more step, to end the sentence
            if zipf < _COMMON:
                # Among the rarest of the sentence? Rarer first, then by hash, which differs for every stem.
                rank = np.int64(zipf)
                spot = held
                same = False
                for other in range(held):
                    if top[other] == h:
                        same = True
                if not same:
                    while spot > 0 and (
                        top_rank[spot - 1] > rank or (top_rank[spot - 1] == rank and top[spot - 1] > h)
                    ):
                        spot -= 1
                    if spot < ANCHORS:
                        held = min(held + 1, ANCHORS)
                        for other in range(held - 1, spot, -1):
                            top[other] = top[other - 1]
                            top_rank[other] = top_rank[other - 1]
                        top[spot] = h
                        top_rank[spot] = rank
            if at_word - first >= _LONG_SENTENCE and (h & np.uint64(_CUT)) == 0:
                at_key = _close(words, first, at_word, capitals, held, top, keys, at_key)
                if at_key < 0:
                    return word_bounds[:0], key_bounds, hashes, spoken
                first = at_word
                held = 0
                capitals = 0
                flag = SENTENCE
        word_bounds[k + 1] = at_word
        key_bounds[k + 1] = at_key
        hashes[k] = _mix(whole ^ np.uint64(at_word - word_bounds[k]))
        votes[0] = 0
        spoken[k] = np.argmax(votes)
        if votes[spoken[k]] < _VOTES:
            spoken[k] = 0
    return word_bounds, key_bounds, hashes, spoken


@njit(nogil=True, cache=True)
def _unspaced(data, i, end, kinds, listed, letters):  # type: ignore[no-untyped-def]
    """The longest listed word at byte i, in a script without spaces, or the characters up to the next listed one.

    Puts it into `letters`; returns its length and the byte after it.
    """
    n = 0
    while i + 2 < end and n < _LISTED:
        h = np.uint64(0)
        best = 0
        at = i
        length = 0
        single = np.int64(0)
        while at + 2 < end and length < _LISTED:
            byte = np.int64(data[at])
            if byte < 0xE0 or byte > 0xEF:
                break
            code = (byte & 0x0F) << 12 | (np.int64(data[at + 1]) & 0x3F) << 6 | (np.int64(data[at + 2]) & 0x3F)
            if not kinds[code] & UNSPACED:
                break
            if length == 0:
                single = code
            h += np.uint64(code) * _FACTORS[length]
            length += 1
            at += 3
            if n == 0:
                letters[length - 1] = code
            if _look_up(listed, _mix(h + np.uint64(length))) != 0:
                best = length
        if length == 0:
            return n, i
        if best > 0:
            if n > 0:
                return n, i
            return best, i + 3 * best
        letters[n] = single
        n += 1
        i += 3
    return n, i


@njit(nogil=True, cache=True)
def _close(words, first, last, capitals, held, top, keys, at_key):  # type: ignore[no-untyped-def]
    """End the sentence words[first:last]: write its keys; returns the place after them, -1 where they do not fit."""
    if capitals * 2 > last - first:
        # A headline, or old wire copy all in capitals: a capital says nothing, rarity must.
        for k in range(first, last):
            word = words[k]
            if not word & np.uint32(NUMBER) and (word >> np.uint32(RARITY_SHIFT)) & np.uint32(7) < 4:
                words[k] = word & ~np.uint32(FACT)
    if at_key + held * (held - 1) // 2 > keys.size:
        return np.int64(-1)
    for x in range(held):
        for y in range(x + 1, held):
            low = min(top[x], top[y])
            high = max(top[x], top[y])
            keys[at_key] = _mix(low * np.uint64(0x9E3779B97F4A7C15) ^ (high >> np.uint64(7)) ^ (high << np.uint64(57)))
            at_key += 1
    return at_key
