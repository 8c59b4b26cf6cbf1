"""One article made ready for alignment: its body sentences, and the words of each."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from retold.fingerprint import Words, find_words
from retold.model import Article

__all__ = ["Side", "prepare"]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two articles of an alignment.

    `units` holds the indexes of the sentences that take part: those of the body that have words. `bounds`
    gives, for each unit, its words as a half-open range of indexes into `words`. `forms` and `weights`
    list the distinct stems of all units (each with its first form and weight), and `stems[u]` the
    indexes into them of unit u's stems, each once.
    """

    article: Article
    words: Words
    units: list[int]
    bounds: list[tuple[int, int]]
    vocabulary: dict[str, int]
    forms: list[str]
    weights: list[float]
    stems: list[list[int]]

    def __len__(self) -> int:
        return len(self.units)

    def text(self, unit: int) -> str:
        """The text of a unit's sentence."""
        return self.article.sentences[self.units[unit]].text


def prepare(article: Article) -> Side:
    """Find the words of an article and sort them into its body sentences."""
    words = find_words(article.text, article.lang or "en")
    units: list[int] = []
    bounds: list[tuple[int, int]] = []
    vocabulary: dict[str, int] = {}
    forms: list[str] = []
    weights: list[float] = []
    stems: list[list[int]] = []
    for index in article.body:
        sentence = article.sentences[index]
        first, last = bisect_left(words.starts, sentence.start), bisect_left(words.starts, sentence.end)
        if first == last:
            continue
        own: dict[int, None] = {}
        for k in range(first, last):
            known = vocabulary.setdefault(words.stems[k], len(forms))
            if known == len(forms):
                forms.append(words.forms[k])
                weights.append(words.weights[k])
            own[known] = None
        units.append(index)
        bounds.append((first, last))
        stems.append(list(own))
    return Side(article, words, units, bounds, vocabulary, forms, weights, stems)
