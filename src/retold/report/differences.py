"""Which words differ between two texts, or between the two sides of a link.

The words of both are aligned by their longest common subsequence. Letters count, typography does not: a
curly and a straight quotation mark, or two kinds of white space, are the same. What is handed back always
covers both texts completely, character by character.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import LCSseq

from retold.model import Article, Comparison, Link, Span

__all__ = ["LinkDifferences", "Piece", "Segment", "differences", "link_differences", "shared_share"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that both texts have ("equal") or that only one of them has ("a", "b").

    `a` and `b` are spans of the two texts; the one of the text that lacks the stretch is empty. The segments
    in order cover both texts without gap or overlap.
    """

    kind: Literal["equal", "a", "b"]
    a: Span
    b: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one sentence, `article.text[start:end]`, that differs from the other side or does not."""

    start: int
    end: int
    differs: bool


@dataclass(frozen=True, slots=True)
class LinkDifferences:
    """The pieces of every sentence of a link, by sentence index, and the share of words that are the same."""

    a: dict[int, tuple[Piece, ...]]
    b: dict[int, tuple[Piece, ...]]
    shared: float


_Token = tuple[int, int, str]

# Typography that says nothing: folded before comparing.
_FOLDS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-"})
_JOINERS = frozenset("'’-.,:/")
# An island is an equal stretch between two changes that is too slight to be worth a break in the marks.
_ISLAND_WORDS = 2
_ISLAND_LETTERS = 6


def differences(a: str, b: str) -> tuple[Segment, ...]:
    """The segments of two texts, in order.

    >>> severe = "The severe storm"
    >>> [(s.kind, severe[s.a.start:s.a.end]) for s in differences(severe, "The storm")]
    [('equal', 'The '), ('a', 'severe'), ('equal', ' storm')]
    """
    tokens_a, tokens_b = _tokens(a), _tokens(b)
    runs = _runs(tokens_a, tokens_b)
    return _segments(runs, tokens_a, tokens_b, len(a), len(b))


def shared_share(a: str, b: str, segments: Sequence[Segment]) -> float:
    """The share of both texts' letters that stand in equal segments, 0 to 1; 1 for two empty texts."""
    letters = sum(map(str.isalnum, a)) + sum(map(str.isalnum, b))
    equal = (s for s in segments if s.kind == "equal")
    same = sum(
        sum(map(str.isalnum, a[s.a.start : s.a.end])) + sum(map(str.isalnum, b[s.b.start : s.b.end])) for s in equal
    )
    return same / letters if letters else 1.0


def link_differences(comparison: Comparison, link: Link) -> LinkDifferences:
    """The differing pieces of every sentence on both sides of a link; offsets are into the article's text."""
    text_a, starts_a = _joined(comparison.a, link.a)
    text_b, starts_b = _joined(comparison.b, link.b)
    segments = differences(text_a, text_b)
    return LinkDifferences(
        _pieces(comparison.a, link.a, starts_a, [(s.a, s.kind != "equal") for s in segments]),
        _pieces(comparison.b, link.b, starts_b, [(s.b, s.kind != "equal") for s in segments]),
        shared_share(text_a, text_b, segments),
    )


def _tokens(text: str) -> list[_Token]:
    """Words, and signs one by one, as (start, end, key); a script without spaces gives its characters."""
    tokens: list[_Token] = []
    start, size = 0, len(text)
    while start < size:
        end = start + 1
        sort = _sort(text[start])
        if sort == "word":
            while end < size and (
                _sort(text[end]) == "word"
                or (text[end] in _JOINERS and end + 1 < size and _sort(text[end + 1]) == "word")
            ):
                end += 1
        if sort != "space":
            tokens.append((start, end, text[start:end].translate(_FOLDS)))
        start = end
    return tokens


@lru_cache(maxsize=4096)
def _sort(char: str) -> Literal["space", "word", "sign"]:
    if char.isspace():
        return "space"
    if "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000":
        return "sign"
    return "word" if unicodedata.category(char)[0] in "LNM" else "sign"


def _runs(a: list[_Token], b: list[_Token]) -> list[tuple[bool, int, int, int, int]]:
    """(equal, tokens of a from, to, of b from, to) in order; equal and changed runs take turns."""
    keys_a, keys_b = [key for *_, key in a], [key for *_, key in b]
    runs: list[tuple[bool, int, int, int, int]] = []
    for op in LCSseq.opcodes(keys_a, keys_b):
        equal = op.tag == "equal"
        if runs and runs[-1][0] == equal:
            runs[-1] = (equal, runs[-1][1], op.src_end, runs[-1][3], op.dest_end)
        else:
            runs.append((equal, op.src_start, op.src_end, op.dest_start, op.dest_end))
    joined: list[tuple[bool, int, int, int, int]] = []
    for i, run in enumerate(runs):
        island = run[0] and 0 < i < len(runs) - 1 and _is_island(keys_a[run[1] : run[2]], runs[i - 1], runs[i + 1])
        changed = not run[0] or island
        if joined and changed and not joined[-1][0]:
            joined[-1] = (False, joined[-1][1], run[2], joined[-1][3], run[4])
        else:
            joined.append(run)
    return joined


def _is_island(words: list[str], *around: tuple[bool, int, int, int, int]) -> bool:
    """Whether an equal run is slight, and smaller than the changes on both its sides."""
    slight = len(words) <= _ISLAND_WORDS and sum(map(len, words)) <= _ISLAND_LETTERS
    plain = all(word.islower() or not any(map(str.isalnum, word)) for word in words)
    return slight and plain and all(max(a1 - a0, b1 - b0) > len(words) for _, a0, a1, b0, b1 in around)


def _segments(
    runs: list[tuple[bool, int, int, int, int]], a: list[_Token], b: list[_Token], size_a: int, size_b: int
) -> tuple[Segment, ...]:
    """Runs of tokens as spans of characters: white space around a change belongs to what is equal."""
    segments: list[Segment] = []
    at_a = at_b = 0
    for i, (equal, a0, a1, b0, b1) in enumerate(runs):
        last = i == len(runs) - 1
        if equal:
            end_a = size_a if last else _reach(a, a1, size_a)
            end_b = size_b if last else _reach(b, b1, size_b)
            segments.append(Segment("equal", Span(at_a, end_a), Span(at_b, end_b)))
        else:
            end_a = size_a if last else (a[a1 - 1][1] if a1 > a0 else at_a)
            end_b = size_b if last else (b[b1 - 1][1] if b1 > b0 else at_b)
            if end_a > at_a:
                segments.append(Segment("a", Span(at_a, end_a), Span(at_b, at_b)))
            if end_b > at_b:
                segments.append(Segment("b", Span(end_a, end_a), Span(at_b, end_b)))
        at_a, at_b = end_a, end_b
    if not runs and (size_a or size_b):  # nothing but white space
        segments.append(Segment("equal", Span(0, size_a), Span(0, size_b)))
    return tuple(segments)


def _reach(tokens: list[_Token], following: int, size: int) -> int:
    """Where an equal run ends: at the next token, so that it takes in the white space before it."""
    return tokens[following][0] if following < len(tokens) else size


def _joined(article: Article, indexes: Sequence[int]) -> tuple[str, list[int]]:
    """The sentences with a line break between them, and where each starts in that."""
    texts, starts, at = [], [], 0
    for i in indexes:
        sentence = article.sentences[i]
        texts.append(article.text[sentence.start : sentence.end])
        starts.append(at)
        at += len(texts[-1]) + 1
    return "\n".join(texts), starts


def _pieces(
    article: Article, indexes: Sequence[int], starts: list[int], spans: list[tuple[Span, bool]]
) -> dict[int, tuple[Piece, ...]]:
    """Cut the joined text's spans at the sentences' borders and move them to the article's offsets."""
    pieces: dict[int, tuple[Piece, ...]] = {}
    for index, start in zip(indexes, starts, strict=True):
        sentence = article.sentences[index]
        end, shift = start + sentence.end - sentence.start, sentence.start - start
        pieces[index] = tuple(
            Piece(max(span.start, start) + shift, min(span.end, end) + shift, differs)
            for span, differs in spans
            if max(span.start, start) < min(span.end, end)
        )
    return pieces
