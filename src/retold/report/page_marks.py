"""Substantive changes marked in the articles' own words, each with a label that leads back to the list."""

from __future__ import annotations

from dataclasses import dataclass

from retold.model import Change, ChangedWords, Comparison
from retold.report.differences import Piece
from retold.report.findings import KIND_HEADINGS, KIND_LABELS, Side, grouped_changes
from retold.report.markup import escaped, hidden, marked

__all__ = ["Marks", "find_marks", "marked_sentence"]

_Numbered = tuple[int, Change]
Marks = dict[tuple[Side, int], list[tuple[int, Change, ChangedWords]]]


@dataclass(slots=True)
class _Stretch:
    """Words that one change is about, or several whose words overlap."""

    start: int
    end: int
    changes: list[_Numbered]


def find_marks(comparison: Comparison) -> Marks:
    """The substantive changes by side and sentence, with their numbers in the list."""
    marks: Marks = {}
    for group in grouped_changes(comparison, substantive=True):
        for number, change in group.changes:
            sides: tuple[tuple[Side, ChangedWords | None], ...] = (("a", change.a), ("b", change.b))
            for side, words in sides:
                if words is not None:
                    marks.setdefault((side, words.sentence), []).append((number, change, words))
    return marks


def marked_sentence(
    text: str, start: int, end: int, side: Side, pieces: tuple[Piece, ...], marks: Marks, index: int
) -> str:
    """`text[start:end]` as HTML: pieces that differ as removed or added words, changes marked around them."""
    html, at = [], start
    for stretch in _stretches(marks.get((side, index), []), start, end):
        html.append(_words(text, at, stretch.start, side, pieces))
        inner = _words(text, stretch.start, stretch.end, side, pieces)
        labels = "".join(_label(number, change, side) for number, change in stretch.changes)
        html.append(f'<mark class="change">{inner}{labels}</mark>')
        at = stretch.end
    return "".join([*html, _words(text, at, end, side, pieces)])


def _stretches(found: list[tuple[int, Change, ChangedWords]], start: int, end: int) -> list[_Stretch]:
    """The words to mark, cut at the sentence's borders, in order and without overlap."""
    stretches: list[_Stretch] = []
    for number, change, words in sorted(found, key=lambda one: (one[2].start, -one[2].end)):
        first = min(max(words.start, start), end)
        last = min(max(words.end, first), end)
        if stretches and first < stretches[-1].end:
            stretches[-1].end = max(stretches[-1].end, last)
            stretches[-1].changes.append((number, change))
        else:
            stretches.append(_Stretch(first, last, [(number, change)]))
    return stretches


def _words(text: str, start: int, end: int, side: Side, pieces: tuple[Piece, ...]) -> str:
    inside = ((max(piece.start, start), min(piece.end, end), piece.differs) for piece in pieces)
    return "".join(
        marked(text[first:last], side if differs else None) for first, last, differs in inside if first < last
    )


def _label(number: int, change: Change, side: Side) -> str:
    said = hidden(f"change {number}, {KIND_HEADINGS[change.kind].lower()}: back to the list")
    shown = f'<span aria-hidden="true" lang="en" dir="ltr">{escaped(KIND_LABELS[change.kind])} {number}</span>'
    return f'<a class="ref" id="change-{number}-{side}" href="#change-{number}">{shown}{said}</a>'
