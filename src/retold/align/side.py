"""One article made ready for alignment: its body sentences, and the words of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retold.fingerprint import Words, find_words
from retold.model import Article

__all__ = ["LEAST_WEIGHT", "Floats", "Ints", "Side", "prepare"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

LEAST_WEIGHT = 0.2  # of a word, however common: short sentences may hold nothing else


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two articles of an alignment.

    `units` holds the indexes of the sentences that take part: those of the body that have words. `bounds`
    gives, for each unit, its words as a half-open range of indexes into `words`. The body's distinct stems
    are numbered: `keys` (rising) and `weights` hold the key and weight of each, `first` the index of its first
    word. `members` lists the numbers of the stems in each unit, each once, unit after unit; unit u's are
    `members[offsets[u]:offsets[u + 1]]`.
    """

    article: Article
    words: Words
    units: list[int]
    bounds: list[tuple[int, int]]
    keys: Ints
    weights: Floats
    first: Ints
    members: Ints
    offsets: Ints

    def __len__(self) -> int:
        return len(self.units)

    @property
    def lang(self) -> str:
        """The language of the article as ISO 639-1, English where unknown."""
        return _language(self.article)

    def text(self, unit: int) -> str:
        """The text of a unit's sentence."""
        return self.article.sentences[self.units[unit]].text

    def stems(self, unit: int) -> Ints:
        """The numbers of the stems in a unit, each once."""
        return self.members[self.offsets[unit] : self.offsets[unit + 1]]


def _language(article: Article) -> str:
    return article.lang.partition("-")[0].lower() or "en"


def prepare(article: Article) -> Side:
    """Find the words of an article and sort them into its body sentences."""
    words = find_words(article.text, _language(article))
    body = article.body
    edges = [offset for k in body for offset in (article.sentences[k].start, article.sentences[k].end)]
    cuts = np.searchsorted(np.array(words.starts, dtype=np.int64), np.array(edges, dtype=np.int64)).tolist()
    placed = [(k, (cuts[2 * at], cuts[2 * at + 1])) for at, k in enumerate(body) if cuts[2 * at] < cuts[2 * at + 1]]
    units, bounds = [k for k, _ in placed], [bound for _, bound in placed]
    sizes = [last - first for first, last in bounds]
    skipped = np.array([first for first, _ in bounds], np.int64) - np.cumsum([0, *sizes[:-1]])[: len(sizes)]
    inside = np.arange(sum(sizes)) + np.repeat(skipped, sizes)
    keys, first, numbers = np.unique(words.keys[inside], return_index=True, return_inverse=True)
    first = inside[first]
    count = max(1, len(keys))
    owned = np.unique(np.repeat(np.arange(len(units)), sizes) * count + numbers)
    offsets = np.searchsorted(owned, np.arange(len(units) + 1) * count)
    weights = np.array(words.weights, dtype=np.float32)[first]
    return Side(article, words, units, bounds, keys, weights, first, owned % count, offsets)
