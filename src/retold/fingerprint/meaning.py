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
        from retold.fingerprint.words import fold

        path = VECTORS / f"{lang}.npy"
        self._packed: NDArray[np.uint8] | None = np.load(path, mmap_mode="r") if path.is_file() else None
        self._rows: dict[str, int] = {}
        if self._packed is not None:
            for row, word in enumerate(listed_words(lang)):
                self._rows.setdefault(word if word.isascii() else fold(word), row)

    def vectors(self, forms: list[str]) -> NDArray[np.float32]:
        """One unit vector a form, float32, forms × DIMENSIONS; zeros for forms without one, and for numbers."""
        found = np.zeros((len(forms), DIMENSIONS), dtype=np.float32)
        if self._packed is None:
            return found
        at = [(k, self._rows[form]) for k, form in enumerate(forms) if form in self._rows and form.isalpha()]
        if at:
            places, rows = np.array(at).T
            packed = self._packed[rows]
            levels = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 7.5
            found[places] = levels / np.linalg.norm(levels, axis=1, keepdims=True)
        return found


@lru_cache(maxsize=len(LANGUAGES))
def meanings(lang: str) -> Meanings:
    """The vectors of `lang`, loaded once; without any words where retold has none for it."""
    return Meanings(lang)
