"""Which word of one side of a link stands for which word of the other.

Words are matched by their stem, by what they mean (vectors), or as another spelling of a name; where a word
could match several, its neighbours decide, so that reordered and reworded text is followed too. What is left
over on both sides between the same neighbours is a slot: there one wording stands in place of the other.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
from anyascii import anyascii
from rapidfuzz.distance import Indel

from retold.align.side import Floats, Side
from retold.fingerprint.meaning import meanings
from retold.model import Article, ChangedWords

__all__ = ["Pairing", "Run", "Slot", "pair_words", "take_run"]

# Set by eye on reworded links of the labelled retellings and on machine against human translations (DEMETR);
# detectors ask for more where they need it.
_CONTENT = 1.0  # weight from which a word carries meaning: said, after, also lie below, attack and bank above
_NEAR = 0.42  # similarity of vectors from which two words may stand for each other; chance pairs lie below .4
_NEAR_MOST = 0.85  # what the closest other word counts where the same stem counts 1
_NEIGHBOURS = 0.3  # what a pair gains from its neighbours being a pair
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

    def same(self, i: int, j: int) -> bool:
        """Whether two words have the same stem."""
        return self.a.stems[i] == self.b.stems[j]

    def kept(self) -> float:
        """The share of words of both sides that are matched by the same stem."""
        same = sum(j >= 0 and self.same(i, j) for i, j in enumerate(self.to_b))
        return 2 * same / max(1, len(self.a) + len(self.b))

    def replaced(self) -> Iterator[tuple[int, int]]:
        """Matched words that are not the same."""
        for i, j in enumerate(self.to_b):
            if j >= 0 and not self.same(i, j):
                yield i, j

    def slots(self) -> list[Slot]:
        """The slots, in the order of a; matches of other words than the same ones do not end a slot."""
        a, b = self.a, self.b
        anchors = [(-1, -1)]
        for i, j in enumerate(self.to_b):
            if j >= 0 and self.same(i, j):
                anchors.append((i, j))
        anchors.append((len(a), len(b)))
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
    picked: list[int] = []
    numbers: list[int] = []
    gaps: list[str] = []
    for number in sentences:
        sentence = side.article.sentences[number]
        first, last = bisect_left(words.starts, sentence.start), bisect_left(words.starts, sentence.end)
        picked.extend(range(first, last))
        numbers.extend([number] * (last - first))
        gaps.extend("." if k == first else text[words.ends[k - 1] : words.starts[k]] for k in range(first, last))
    starts, ends = [words.starts[k] for k in picked], [words.ends[k] for k in picked]
    quoted = [False] * len(picked)
    if quotes:
        openings = [start for start, _ in quotes]
        for at, start in enumerate(starts):
            k = bisect_left(openings, start + 1) - 1
            quoted[at] = k >= 0 and start < quotes[k][1]
    rows = np.array(picked, dtype=np.int64)
    weights = [words.weights[k] for k in picked]
    heavy = [weight >= _CONTENT for weight in weights]
    return Run(
        side.article,
        side.lang,
        [text[start:end] for start, end in zip(starts, ends, strict=True)],
        [words.forms[k] for k in picked],
        [words.stems[k] for k in picked],
        weights,
        starts,
        ends,
        numbers,
        gaps,
        quoted,
        heavy,
        list(accumulate(heavy)),
        words.keys[rows],
        words.rows[rows],
    )


def pair_words(a: Run, b: Run) -> Pairing:
    """Match the words of two runs, each to one at most."""
    n, m = len(a), len(b)
    to_b, to_a = [-1] * n, [-1] * m
    near: Floats = meanings(a.lang).vectors(a.rows) @ meanings(b.lang).vectors(b.rows).T
    same = a.keys[:, None] == b.keys[None, :]
    heavy_a, heavy_b = np.array(a.heavy), np.array(b.heavy)
    score = (near - _NEAR) * np.float32(_NEAR_MOST / (1 - _NEAR))
    score[score < 0] = 0
    score[~heavy_a] = 0
    score[:, ~heavy_b] = 0
    score[same] = 1.0
    _add_spellings(a, b, score)
    total = score.copy()
    total[1:, 1:] += np.float32(_NEIGHBOURS) * score[:-1, :-1]
    total[:-1, :-1] += np.float32(_NEIGHBOURS) * score[1:, 1:]
    total[2:, 2:] += np.float32(_NEIGHBOURS / 3) * score[:-2, :-2]
    total[:-2, :-2] += np.float32(_NEIGHBOURS / 3) * score[2:, 2:]
    apart = np.arange(n, dtype=np.float32)[:, None] / n - np.arange(m, dtype=np.float32)[None, :] / m
    total -= np.float32(_DISTANCE) * np.abs(apart)
    common = same & ~(heavy_a[:, None] & heavy_b[None, :])
    total[score <= 0] = 0
    total[common & (total < _LEAST_COMMON)] = 0
    rows, columns = np.nonzero(total > _LEAST)
    order = np.argsort(-total[rows, columns], kind="stable")
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
    odd_a = [i for i in range(len(a)) if a.rows[i] < 0 and a.tokens[i][0].isupper() and len(a.forms[i]) > 3]
    odd_b = [j for j in range(len(b)) if b.rows[j] < 0 and b.tokens[j][0].isupper() and len(b.forms[j]) > 3]
    for i in odd_a:
        for j in odd_b:
            if score[i, j] < 1.0:
                first, second = (x if x.isascii() else anyascii(x).lower() for x in (a.forms[i], b.forms[j]))
                alike = Indel.normalized_similarity(first, second, score_cutoff=_SPELLING)
                score[i, j] = max(score[i, j], alike * 0.9)
