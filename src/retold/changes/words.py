"""Which word of one side of a link stands for which word of the other.

Words are matched by their stem, by what they mean (vectors), or as another spelling of a name; where a word
could match several, its neighbours decide, so that reordered and reworded text is followed too. What is left
over on both sides between the same neighbours is a slot: there one wording stands in place of the other.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from operator import itemgetter
from typing import TypeVar

import numpy as np
from anyascii import anyascii
from rapidfuzz.distance import Indel

from retold.align.side import Floats, Side
from retold.fingerprint.meaning import meanings
from retold.model import Article, ChangedWords

__all__ = ["Pairing", "Run", "Slot", "pair_words", "take_run"]

_T = TypeVar("_T")

# Set by eye on reworded links of the labelled retellings and on machine against human translations (DEMETR);
# detectors ask for more where they need it.
_CONTENT = 1.0  # weight from which a word carries meaning: said, after, also lie below, attack and bank above
_NEAR = 0.42  # similarity of vectors from which two words may stand for each other; chance pairs lie below .4
_NEAR_MOST = 0.85  # what the closest other word counts where the same stem counts 1
_NEIGHBOURS = 0.3  # what a pair gains from its neighbours being a pair
_STEPS = np.array([0, -1, 1, -2, 2])  # a pair itself, and the pairs before and after it
_SHARES = np.array([1, _NEIGHBOURS, _NEIGHBOURS, _NEIGHBOURS / 3, _NEIGHBOURS / 3], dtype=np.float32)
_DISTANCE = 0.2  # what a pair loses by standing at opposite ends
_LEAST = 0.25  # of all that, for a pair to count
_LEAST_COMMON = 1.06  # for commonplace words: their neighbours must agree
_SPELLING = 0.72  # alike spellings of names, as in retold.align.similarity
_SLOT_MOST = 12  # words of a slot on either side


@dataclass(slots=True)
class Run:
    """The words of one side of a link, in order: parallel lists.

    `starts` and `ends` are offsets into the article's text; `sentences` says in which sentence each word
    stands; `gaps` holds the text between each word and the one before it in its sentence ("." where a sentence
    starts); `quoted` marks the words inside quotation marks, `heavy` those that carry
    meaning, and `order` counts the latter up to each word.
    """

    article: Article
    lang: str
    tokens: list[str]
    forms: list[str]
    stems: list[str]
    weights: list[float]
    starts: list[int]
    ends: list[int]
    sentences: list[int]
    gaps: list[str]
    quoted: list[bool]
    heavy: list[bool]
    order: list[int]
    keys: np.ndarray[tuple[int], np.dtype[np.int64]]
    rows: np.ndarray[tuple[int], np.dtype[np.int64]]

    def __len__(self) -> int:
        return len(self.forms)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters from word `first` up to word `last` (exclusive)."""
        return self.starts[first], self.ends[last - 1]

    def changed(self, first: int, last: int) -> ChangedWords:
        """The words from `first` up to `last` (exclusive) as they are reported."""
        start, end = self.span(first, last)
        return ChangedWords(self.sentences[first], start, end, self.article.text[start:end])

    def text(self, first: int, last: int) -> str:
        """The text from word `first` up to word `last` (exclusive)."""
        return self.article.text[self.starts[first] : self.ends[last - 1]]


@dataclass(frozen=True, slots=True)
class Slot:
    """Words `a[0]:a[1]` of the one side stand where `b[0]:b[1]` stand on the other; one may be empty.

    `tight` says that the words on both sides of the slot are the very same in both.
    """

    a: tuple[int, int]
    b: tuple[int, int]
    tight: bool


@dataclass(slots=True)
class Pairing:
    """Two runs and their matched words: `to_b[i]` is the word of b for word i of a, or -1; `to_a` likewise.

    `near[i, j]` is the similarity of two words' vectors (0 where one has none). `told_a` and `told_b` hold the words
    of names that the other side has too, in whatever form.
    """

    a: Run
    b: Run
    to_b: list[int]
    to_a: list[int]
    near: Floats
    told_a: set[int] = field(default_factory=set)
    told_b: set[int] = field(default_factory=set)
    _anchors: list[tuple[int, int]] | None = None

    def same(self, i: int, j: int) -> bool:
        """Whether two words have the same stem."""
        return self.a.stems[i] == self.b.stems[j]

    def anchors(self) -> list[tuple[int, int]]:
        """The matched words that have the same stem."""
        if self._anchors is None:
            one, other = self.a.stems, self.b.stems
            self._anchors = [(i, j) for i, j in enumerate(self.to_b) if j >= 0 and one[i] == other[j]]
        return self._anchors

    def kept(self) -> float:
        """The share of words of both sides that are matched by the same stem."""
        return 2 * len(self.anchors()) / max(1, len(self.a) + len(self.b))

    def replaced(self) -> Iterator[tuple[int, int]]:
        """Matched words that are not the same."""
        for i, j in enumerate(self.to_b):
            if j >= 0 and not self.same(i, j):
                yield i, j

    def slots(self) -> list[Slot]:
        """The slots, in the order of a; matches of other words than the same ones do not end a slot."""
        a, b = self.a, self.b
        anchors = [(-1, -1), *self.anchors(), (len(a), len(b))]
        found = []
        for (i, j), (k, q) in itertools.pairwise(anchors):
            if q <= j or (k == i + 1 and q == j + 1) or k - i - 1 > _SLOT_MOST or q - j - 1 > _SLOT_MOST:
                continue
            if any(self.to_b[x] >= 0 and not j < self.to_b[x] < q for x in range(i + 1, k)):
                continue
            if any(self.to_a[y] >= 0 and not i < self.to_a[y] < k for y in range(j + 1, q)):
                continue
            found.append(Slot((i + 1, k), (j + 1, q), i >= 0 or k < len(a)))
        return found

    def beside(self, i: int, j: int, reach: int = 3) -> int:
        """How many of the `reach` content words on each side of word i are matched to such around word j.

        Seen from both sides, and the larger count given. The very next content word of both counts twice.
        """
        forward = _beside(self.a, self.b, self.to_b, i, j, reach)
        return max(forward, _beside(self.b, self.a, self.to_a, j, i, reach))


def _beside(a: Run, b: Run, to_b: list[int], i: int, j: int, reach: int) -> int:
    middle, own = b.order[j], a.order[i]
    count = 0
    for step in (-1, 1):
        x = i + step
        while 0 <= x < len(a) and abs(a.order[x] - own) <= reach:
            y = to_b[x]
            if a.heavy[x] and y >= 0 and y != j and abs(b.order[y] - middle) <= reach + 1:
                count += 2 if abs(a.order[x] - own) == 1 >= abs(b.order[y] - middle) else 1
            x += step
    return count


def take_run(side: Side, sentences: tuple[int, ...], quotes: list[tuple[int, int]]) -> Run:
    """The words of some sentences of an article; `quotes` are the spans inside its quotation marks, in order."""
    words, text = side.words, side.article.text
    picked: list[slice] = []
    numbers: list[int] = []
    gaps: list[str] = []
    for number in sentences:
        sentence = side.article.sentences[number]
        first = bisect_left(words.starts, sentence.start)
        last = bisect_left(words.starts, sentence.end, first)
        if first == last:
            continue
        picked.append(slice(first, last))
        numbers += [number] * (last - first)
        gaps.append(".")
        gaps += [text[i:j] for i, j in zip(words.ends[first : last - 1], words.starts[first + 1 : last], strict=True)]
    if len(picked) == 1 or (picked and all(x.stop == y.start for x, y in itertools.pairwise(picked))):
        picked = [slice(picked[0].start, picked[-1].stop)]
    starts, ends = _picked(words.starts, picked), _picked(words.ends, picked)
    weights = _picked(words.weights, picked)
    heavy = [weight >= _CONTENT for weight in weights]
    part = picked[0] if len(picked) == 1 else np.r_[tuple(picked)] if picked else slice(0)
    return Run(
        side.article,
        side.lang,
        [text[start:end] for start, end in zip(starts, ends, strict=True)],
        _picked(words.forms, picked),
        _picked(words.stems, picked),
        weights,
        starts,
        ends,
        numbers,
        gaps,
        _quoted(starts, quotes),
        heavy,
        list(accumulate(heavy)),
        words.keys[part],
        words.rows[part],
    )


def _picked(values: list[_T], parts: list[slice]) -> list[_T]:
    """The values at some places, in the order of the parts."""
    return values[parts[0]] if len(parts) == 1 else [value for part in parts for value in values[part]]


def _quoted(starts: list[int], quotes: list[tuple[int, int]]) -> list[bool]:
    """For each word, whether it starts inside one of the quotation marks, given in order."""
    if not quotes or not starts:
        return [False] * len(starts)
    first, last = min(starts), max(starts)
    k = bisect_right(quotes, first, key=itemgetter(0))
    if (k == len(quotes) or quotes[k][0] > last) and (k == 0 or quotes[k - 1][1] <= first):
        return [False] * len(starts)
    found = []
    for start in starts:
        k = bisect_right(quotes, start, key=itemgetter(0)) - 1
        found.append(k >= 0 and start < quotes[k][1])
    return found


def pair_words(a: Run, b: Run) -> Pairing:
    """Match the words of two runs, each to one at most."""
    n, m = len(a), len(b)
    to_b, to_a = [-1] * n, [-1] * m
    near: Floats = meanings(a.lang).vectors(a.rows) @ meanings(b.lang).vectors(b.rows).T
    same = a.keys[:, None] == b.keys[None, :]
    heavy_a, heavy_b = np.array(a.heavy), np.array(b.heavy)
    both = heavy_a[:, None] & heavy_b[None, :]
    wide = np.zeros((n + 4, m + 4), dtype=np.float32)  # two empty rows and columns on every side
    score = wide[2:-2, 2:-2]
    np.maximum((near - _NEAR) * np.float32(_NEAR_MOST / (1 - _NEAR)), 0, out=score)
    score *= both
    np.copyto(score, 1.0, where=same)
    _add_spellings(a, b, score)
    rows, columns = score.nonzero()
    cells, flat = (rows + 2) * (m + 4) + columns + 2, wide.ravel()
    total = (flat[cells + _STEPS[:, None] * (m + 5)] * _SHARES[:, None]).sum(axis=0)
    apart = rows.astype(np.float32) / n - columns.astype(np.float32) / m
    total -= np.float32(_DISTANCE) * np.abs(apart)
    common = (same & ~both)[rows, columns]
    kept = ((total > _LEAST) & ~(common & (total < _LEAST_COMMON))).nonzero()[0]
    order = kept[np.argsort(-total[kept], kind="stable")]
    for i, j in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if to_b[i] < 0 and to_a[j] < 0:
            to_b[i], to_a[j] = j, i
    pairing = Pairing(a, b, to_b, to_a, near)
    _extend(pairing)
    return pairing


def _extend(pairing: Pairing) -> None:
    """Match commonplace words that stand beside matched ones, and the same words left at both ends."""
    to_b, to_a, a, b = pairing.to_b, pairing.to_a, pairing.a.forms, pairing.b.forms
    n, m = len(a), len(b)
    for step in (1, -1):
        for i in range(n) if step == 1 else range(n - 1, -1, -1):
            before = i - step
            if to_b[i] >= 0:
                continue
            j = (to_b[before] + step if to_b[before] >= 0 else -1) if 0 <= before < n else 0 if step == 1 else m - 1
            if 0 <= j < m and to_a[j] < 0 and a[i] == b[j]:
                to_b[i], to_a[j] = j, i


def _add_spellings(a: Run, b: Run, score: Floats) -> None:
    """Count capitalised words that no list of words holds as alike where their spelling is."""
    odd_a = _odd(a)
    odd_b = _odd(b) if odd_a else []
    for i in odd_a:
        for j in odd_b:
            if score[i, j] < 1.0:
                first, second = (x if x.isascii() else anyascii(x).lower() for x in (a.forms[i], b.forms[j]))
                alike = Indel.normalized_similarity(first, second, score_cutoff=_SPELLING)
                score[i, j] = max(score[i, j], alike * 0.9)


def _odd(run: Run) -> list[int]:
    """The capitalised words of a run that no list of words holds."""
    capitals = (i for i, token in enumerate(run.tokens) if token[0].isupper() and len(run.forms[i]) > 3)
    return [i for i in capitals if run.rows[i] < 0]
