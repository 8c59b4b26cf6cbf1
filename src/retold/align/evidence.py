"""Evidence of reuse: what two texts share, word by word, and how likely each match is by mere chance.

Positions here are indexes of words, spans of words are half-open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retold.fingerprint.rarity import RAREST
from retold.fingerprint.words import Words

__all__ = ["Pair", "Side", "index_pair"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# `find_words` gives weight w to a word of frequency 10 ** (-2.5 - w).
_COMMONEST_LOG10 = -2.5
# Texts of which a greater share of the words is in no list of the language (English news: a tenth) are taken
# to be in a language without a list; how often a word stands in the two texts is then all that is known.
_UNLISTED = 0.7
# A telling word is rarer in the language than one in 10,000 (weight 1.5) and in the two texts than one in 50.
_TELLING = 1.5
_TOO_OFTEN = 0.02
# Where a piece of text may begin: after a full stop, question or exclamation mark (with closing quotes or
# brackets) and white space, after the like marks of other scripts, and after a line break.
_BREAK = re.compile(r"[.!?…][\"'”’»)\]]*\s|[。！？।؟]|[\n\r\u2028\u2029]")
# The longest piece, in words: texts without punctuation must still be cut somewhere.
_LONGEST_PIECE = 60


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts.

    `stems` numbers the stem of each word, with one numbering for both texts; `pairs` does so for each word's
    stem together with the next word's (one entry fewer than words). `stem_counts` and `pair_counts` say how
    often each number occurs in this text. `pieces` holds the first word of each piece (a sentence, a line)
    and, last, the number of words.
    """

    stems: Ints
    pairs: Ints
    stem_counts: Ints
    pair_counts: Ints
    pieces: Ints

    def __len__(self) -> int:
        return len(self.stems)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts under one numbering of stems and of pairs of stems.

    `language[s]` is the frequency of stem `s` in the language, `pair_language[p]` that of a pair were its two
    words independent; `telling` marks the stems rare enough to say what a text is about; `counts` and
    `pair_counts` say how often each occurs in both texts together.
    """

    a: Side
    b: Side
    language: Floats
    pair_language: Floats
    telling: NDArray[np.bool_]
    counts: Ints
    pair_counts: Ints

    def swapped(self) -> Pair:
        """The same two texts with their parts exchanged."""
        return Pair(self.b, self.a, self.language, self.pair_language, self.telling, self.counts, self.pair_counts)


def _pieces(words: Words, text: str) -> Ints:
    """The first word of each piece of `text`, then the number of words."""
    starts = np.asarray(words.starts, dtype=np.int64)
    breaks = np.fromiter((m.end() for m in _BREAK.finditer(text)), dtype=np.int64)
    first = np.unique(np.concatenate((np.zeros(1, np.int64), np.searchsorted(starts, breaks))))
    first = first[first < len(starts)]
    bounds = np.append(first, len(starts))
    long = np.flatnonzero(np.diff(bounds) > _LONGEST_PIECE)
    if len(long):
        cuts = [np.arange(bounds[k], bounds[k + 1], _LONGEST_PIECE) for k in long]
        bounds = np.unique(np.concatenate((bounds, *cuts)))
    return bounds


def index_pair(a: Words, b: Words, a_text: str, b_text: str) -> Pair:
    """Number the stems of both texts alike and count them."""
    numbers, ids = np.unique(np.concatenate((a.keys, b.keys)), return_inverse=True)
    many = len(numbers)
    a_ids, b_ids = ids[: len(a)], ids[len(a) :]
    weights = np.full(many, np.inf)
    np.minimum.at(weights, ids, np.array(a.weights + b.weights, dtype=np.float64))
    language = 10.0 ** (_COMMONEST_LOG10 - weights)
    counts = np.bincount(ids, minlength=many)
    if ids.size and np.mean(weights[ids] >= RAREST) > _UNLISTED:
        language = np.maximum(language, counts / (2 * len(ids)))
    keys = np.concatenate((a_ids[:-1] * many + a_ids[1:], b_ids[:-1] * many + b_ids[1:]))
    distinct, pair_ids = np.unique(keys, return_inverse=True)
    pair_ids = pair_ids.astype(np.int64).reshape(-1)
    cut = max(len(a) - 1, 0)
    first, second = np.divmod(distinct, max(many, 1))

    def side(ids: Ints, pairs: Ints, words: Words, text: str) -> Side:
        return Side(
            ids,
            pairs,
            np.bincount(ids, minlength=many),
            np.bincount(pairs, minlength=len(distinct)),
            _pieces(words, text),
        )

    one = side(a_ids, pair_ids[:cut], a, a_text)
    other = side(b_ids, pair_ids[cut:], b, b_text)
    return Pair(
        one,
        other,
        language,
        language[first] * language[second],
        (weights > _TELLING) & (counts < _TOO_OFTEN * len(ids)),
        counts,
        one.pair_counts + other.pair_counts,
    )
