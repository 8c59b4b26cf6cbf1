"""Word vectors as the compiled comparison reads them: by the stems of the tokeniser."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray

from retold.fingerprint.meaning import LANGUAGES, listed_words, meanings
from retold.fingerprint.prints import fingerprint
from retold.match.vocabulary import fill_rows, stem_tags

__all__ = ["StemVectors", "stem_vectors"]

_PLACES = 1 << 16


class StemVectors(NamedTuple):
    """An open hash table from stems (`tags`) to `rows` of `vectors` (float32, rows of length 1)."""

    tags: NDArray[np.uint32]
    rows: NDArray[np.int32]
    vectors: NDArray[np.float32]


@cache
def stem_vectors(lang: str) -> StemVectors | None:
    """The vectors of a language's words by stem, each that of the most frequent word of the stem; None without."""
    if lang not in LANGUAGES:
        return None
    listed = listed_words(lang)
    prints = fingerprint(pa.array(listed))
    single = np.flatnonzero(np.diff(prints.word_bounds) == 1)
    known = meanings(lang)
    rows = np.array([known.row(listed[k]) for k in single], np.int32)
    tags = stem_tags(prints.words[prints.word_bounds[single]])
    table, found = np.zeros(_PLACES, np.uint32), np.zeros(_PLACES, np.int32)
    fill_rows(table, found, tags[rows >= 0], rows[rows >= 0])
    return StemVectors(table, found, known.vectors(np.arange(len(listed))))
