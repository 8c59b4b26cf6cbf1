"""Quotations cut at the ends of sentences: the pieces that are compared."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from retold.changes.quotation import Quotation
from retold.changes.quotation_words import content, find_tokens
from retold.model import Article, ChangedWords

__all__ = ["Piece", "Side", "changed_words", "covered", "make_side", "plain_words"]

# A sentence with more quotations than this is no report; the rest is not compared, so that the time stays linear.
_CROWD = 50


@dataclass(slots=True)
class Piece:
    """The part of a quotation that stands in one sentence, with its canonical words and their offsets."""

    quotation: Quotation
    sentence: int
    start: int
    end: int
    words: list[str]
    starts: list[int]
    ends: list[int]
    added: bool
    other: int = -1  # the piece of the other text that holds these words
    done: bool = False


@dataclass(slots=True)
class Side:
    """One article: its pieces in order, by sentence, and all their words as one string."""

    article: Article
    pieces: list[Piece] = field(default_factory=list)
    at: dict[int, list[int]] = field(default_factory=dict)
    stream: str = " "
    offsets: list[int] = field(default_factory=list)
    near: dict[int, list[int]] = field(default_factory=dict)  # linked sentences of the other article
    plain: dict[int, list[str]] = field(default_factory=dict)


def make_side(article: Article, quotations: Sequence[Quotation]) -> Side:
    """The pieces of an article's quotations; nested ones are compared with the one they stand in."""
    side = Side(article)
    sentences = article.sentences
    starts = [s.start for s in sentences]
    parts: list[str] = []
    length = 1
    for quotation in quotations:
        if quotation.depth:
            continue
        crowd = side.at.get(bisect_right(starts, quotation.inner_start) - 1)
        if crowd is not None and len(crowd) >= _CROWD:
            continue
        k = max(0, bisect_right(starts, quotation.inner_start) - 1)
        while k < len(sentences) and sentences[k].start < quotation.inner_end:
            start, end = max(sentences[k].start, quotation.inner_start), min(sentences[k].end, quotation.inner_end)
            words, begins, ends, added = find_tokens(article.text, start, end)
            if words:
                side.at.setdefault(k, []).append(len(side.pieces))
                side.pieces.append(Piece(quotation, k, begins[0], end, words, begins, ends, added))
                side.offsets.append(length)
                parts.append(" ".join(words))
                length += len(parts[-1]) + 1
            k += 1
    side.stream = " " + " ".join(parts) + " "
    return side


def covered(piece: Piece, other: Side, sentences: Iterable[int]) -> float:
    """The share of a piece's telling words that stand outside quotation marks in sentences of the other side."""
    telling = content(piece.words)
    if not telling:
        return 0.0
    plain: set[str] = set()
    for k in sentences:
        plain |= content(plain_words(other, k))
    return len(telling & plain) / len(telling)


def plain_words(side: Side, k: int) -> list[str]:
    """The words of a sentence outside quotation marks."""
    if k not in side.plain:
        sentence = side.article.sentences[k]
        words: list[str] = []
        at = sentence.start
        for i in side.at.get(k, ()):
            words += find_tokens(side.article.text, at, side.pieces[i].start)[0]
            at = side.pieces[i].end
        side.plain[k] = words + find_tokens(side.article.text, at, sentence.end)[0]
    return side.plain[k]


def changed_words(side: Side, piece: Piece, first: int, last: int) -> ChangedWords | None:
    """The words `first` to `last` (half-open) of a piece; None where there are none."""
    if first >= last:
        return None
    start, end = piece.starts[first], piece.ends[last - 1]
    return ChangedWords(piece.sentence, start, end, side.article.text[start:end])
