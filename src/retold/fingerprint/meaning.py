"""What words mean: small vectors in which synonyms and translations come out close.

The vectors are made by training/word_vectors.py, which also tells how and why.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retold.fingerprint.rarity import zipf_table

__all__ = ["DIMENSIONS", "LANGUAGES", "STEP", "VECTORS", "Meanings", "listed_words", "meanings"]

VECTORS = Path(__file__).parent / "vectors"
# The languages on which the encoder behind the vectors was trained, as far as wordfreq lists their words.
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "tr", "zh")
DIMENSIONS = 64
MOST = 24_000  # words a language: those left out are rarer than 4 in a million, mostly names
# Width of one of the 16 levels a number is kept in: they reach 3.2 deviations of a unit vector's numbers.
STEP = 3.2 / 8 / DIMENSIONS**0.5


def listed_words(lang: str) -> list[str]:
    """The words of `lang` that have a vector, most frequent first, in the order of the rows."""
    return list(islice(zipf_table(lang), MOST))


class Meanings:
    """Vectors of the listed words of one language."""

    def __init__(self, lang: str) -> None:
        path = VECTORS / f"{lang}.npy"
        self._rows: dict[str, int] = {}
        packed: NDArray[np.uint8] = np.zeros((0, DIMENSIONS // 2), np.uint8)
        if path.is_file():
            packed = np.load(path)
            self._rows = {word: row for row, word in enumerate(listed_words(lang))}
        levels = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - np.float32(7.5)
        levels /= np.linalg.norm(levels, axis=1, keepdims=True)
        # The last row, which -1 means, is that of words without a vector.
        self._vectors = np.concatenate([levels, np.zeros((1, DIMENSIONS), dtype=np.float32)])

    def row(self, word: str) -> int:
        """The row of a case-folded word, -1 where it has no vector; numbers have none."""
        return self._rows.get(word, -1) if word.isalpha() else -1

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """One unit vector a row, float32, rows × DIMENSIONS; zeros for row -1."""
        found: NDArray[np.float32] = self._vectors[rows]
        return found


@lru_cache(maxsize=len(LANGUAGES))
def meanings(lang: str) -> Meanings:
    """The vectors of `lang`, loaded once; without any words where retold has none for it."""
    return Meanings(lang)
