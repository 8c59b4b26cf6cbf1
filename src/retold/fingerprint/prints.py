"""Fingerprints of many texts at once: their words, anchor pairs, languages, and what tells exact copies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from retold.fingerprint.tables import load_tables, word_table
from retold.fingerprint.tokens import scan

__all__ = ["Prints", "fingerprint", "warm_up"]

# The beginning of a text tells its language: one word in three votes.
_TELLING_WORDS = 80
_ALL_WORDS = 2**62
_KEYS_A_BYTE = 0.15  # room for keys; news in English has .065, and where it is too small it is doubled


@dataclass(frozen=True, slots=True)
class Prints:
    """The fingerprints of some texts, one after the other.

    `words` (uint32, see `retold.fingerprint.tokens`) of text k stand at word_bounds[k] to word_bounds[k + 1], its
    `keys` (uint64, anchor pairs; one may stand there twice) at key_bounds[k] to key_bounds[k + 1]. `hashes`
    (uint64) are alike for texts with the same words in the same order; `langs` (uint8) are numbers of languages.
    """

    words: NDArray[np.uint32]
    word_bounds: NDArray[np.int64]
    keys: NDArray[np.uint64]
    key_bounds: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    langs: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.hashes)


def fingerprint(texts: pa.Array) -> Prints:
    """The fingerprints of the texts of an Arrow string column, without nulls.

    >>> prints = fingerprint(pa.array(["The river Orle flooded Tessin.", "In Tessin, the Orle flooded."]))
    >>> len(prints), prints.word_bounds.tolist()
    (2, [0, 5, 10])
    >>> end = prints.key_bounds[1]
    >>> len(set(prints.keys[:end].tolist()) & set(prints.keys[end:].tolist()))
    3
    """
    tables = load_tables()
    data, offsets = _buffers(texts)
    starts, ends = offsets[:-1], offsets[1:]
    *_, langs = _scan(data, starts, ends, tables.telling, _TELLING_WORDS)
    found = np.unique(langs)
    if len(found) == 1:
        words, keys, word_bounds, key_bounds, hashes, _ = _scan(data, starts, ends, word_table(tables.codes[found[0]]))
        return Prints(words, word_bounds, keys, key_bounds, hashes, langs)
    word_counts, key_counts = np.zeros(len(langs), np.int64), np.zeros(len(langs), np.int64)
    hashes = np.zeros(len(langs), np.uint64)
    parts = []
    for lang in found.tolist():
        own = np.flatnonzero(langs == lang)
        part = _scan(data, starts[own], ends[own], word_table(tables.codes[lang]))
        parts.append((own, part))
        word_counts[own], key_counts[own], hashes[own] = np.diff(part[2]), np.diff(part[3]), part[4]
    word_bounds, key_bounds = _bounds(word_counts), _bounds(key_counts)
    words, keys = np.empty(word_bounds[-1], np.uint32), np.empty(key_bounds[-1], np.uint64)
    for own, part in parts:
        words[_places(word_bounds, own)] = part[0]
        keys[_places(key_bounds, own)] = part[1]
    return Prints(words, word_bounds, keys, key_bounds, hashes, langs)


def warm_up() -> None:
    """Load the tables and the compiled code; it is compiled where it has not been on this machine."""
    fingerprint(pa.array(["The river Orle flooded Tessin."]))


def _buffers(texts: pa.Array) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The bytes of a string column and where each text begins and ends, without copying the bytes."""
    kind = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, kind)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    return np.frombuffer(data, np.uint8) if data else np.zeros(0, np.uint8), bounds


def _scan(
    data: NDArray[np.uint8],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    listed: NDArray[np.uint64],
    most: int = _ALL_WORDS,
) -> tuple[Any, Any, Any, Any, Any, Any]:
    """Words, keys and the rest of `scan` for some texts, cut to their size."""
    tables = load_tables()
    size = int((ends - starts).sum())
    words = np.empty(size + 1, np.uint32)  # half would do for UTF-8, but bytes that are none must not write beyond
    room = _KEYS_A_BYTE
    while True:
        keys = np.empty(int(size * room) + 64, np.uint64)
        found = scan(data, starts, ends, tables.kinds, tables.folds, listed, words, keys, most)
        bounds, key_bounds, hashes, langs = found
        if len(bounds):
            return words[: bounds[-1]].copy(), keys[: key_bounds[-1]].copy(), bounds, key_bounds, hashes, langs
        room *= 2


def _bounds(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def _places(bounds: NDArray[np.int64], own: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places between the bounds of some texts, in their order."""
    counts = bounds[own + 1] - bounds[own]
    first = np.repeat(bounds[own] - _bounds(counts)[:-1], counts)
    return first + np.arange(len(first))
