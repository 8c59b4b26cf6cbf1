"""The tables that the compiled tokeniser reads: what each character is, how common each word is, in which language.

They stand in tables.npz, made by training/word_tables.py from Unicode's data, anyascii and wordfreq, so that keys
depend on neither the version of Python nor that of a word list.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = [
    "ABBREVIATION",
    "DIGIT",
    "LETTER",
    "TABLES",
    "UNSPACED",
    "UPPER",
    "Tables",
    "load_tables",
    "open_table",
    "word_table",
]

TABLES = Path(__file__).parent / "tables.npz"
# What a character is: flags of `Tables.kinds`. None of them separates words.
LETTER, DIGIT, UNSPACED, UPPER = 1, 2, 4, 8
ABBREVIATION = 1 << 16  # of a listed word: a full stop after it ends no sentence


class Tables(NamedTuple):
    """What the tokeniser needs besides the words of a language.

    `kinds` and `folds` are indexed by code point, 65,536 entries: flags as above; and what the character is
    compared as, up to four Latin letters packed into bytes with the first in the lowest, or a code point with
    the highest bit set, or 0 for a mark that is dropped. `telling` is a table like those of `word_table` with the
    frequent words of all languages; its entries vote for the language in which a word is at home. `codes` holds
    the ISO 639-1 codes of the languages by number; the first, for none, is empty.
    """

    kinds: NDArray[np.uint8]
    folds: NDArray[np.uint32]
    telling: NDArray[np.uint64]
    codes: tuple[str, ...]


@cache
def load_tables() -> Tables:
    """The tables that hold for all languages."""
    with np.load(TABLES) as stored:
        return Tables(stored["kinds"], stored["folds"], stored["telling"], tuple(stored["codes"].tolist()))


@cache
def word_table(lang: str) -> NDArray[np.uint64]:
    """The listed words of a language, English where the language has no list, as an open hash table.

    It has a power of two of places and is addressed by the low bits of a word's hash. An entry holds the high 32
    bits of the hash, in bits 0-7 the word's Zipf frequency times 25, in bits 8-15 the number of the language, and
    maybe the flag `ABBREVIATION`; it is 0 where the place is free.
    """
    with np.load(TABLES) as stored:
        code = lang if f"zipf_{lang}" in stored else "en"
        hashes, entries = stored[f"hashes_{code}"], stored[f"zipf_{code}"].astype(np.uint64)
        entries |= np.uint64(stored["codes"].tolist().index(code) << 8)
        entries[np.isin(hashes, stored["abbreviations"])] |= np.uint64(ABBREVIATION)
        return open_table(hashes, entries)


def open_table(hashes: NDArray[np.uint64], entries: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The open hash table of words, given their hashes and the lowest 32 bits of their entries."""
    table = np.zeros(1 << max(10, int(2 * len(hashes)).bit_length()), np.uint64)
    _fill(table, hashes, entries)
    return table


@njit(cache=True)
def _fill(table, hashes, entries):  # type: ignore[no-untyped-def]
    """Put entries into an open hash table."""
    mask = np.uint64(table.size - 1)
    for k in range(hashes.size):
        at = hashes[k] & mask
        while table[at] != 0:
            at = (at + np.uint64(1)) & mask
        table[at] = (hashes[k] >> np.uint64(32)) << np.uint64(32) | entries[k]
