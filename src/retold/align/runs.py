"""Passages of two articles of which the one is plainly the other, changed in places: runs of linked sentences.

Where sentence links cover both articles and are close, they already say what is reused, and the search for
passages (which takes as long as all the rest) would only find it again.
"""

from __future__ import annotations

from retold.align.side import Side
from retold.model import Link, Passage, Span

__all__ = ["linked_passages"]

# Share of each article's words that must stand in linked sentences, and how similar these must be. Lookalikes of
# the labelled retellings, which tell another event in the same template, stay below .55; light edits and machine
# translations of one text lie above .75.
_COVERED = (0.35, 0.8)  # of the article of which less, and more, is covered: one may be the other's first half
_SIMILAR = 0.65
_GAP = 2  # sentences without a counterpart that a passage may hold


def linked_passages(a: Side, b: Side, links: tuple[Link, ...]) -> tuple[Passage, ...] | None:
    """The passages that runs of linked sentences make; None where links are too few or too loose to rely on."""
    words_a, words_b = _words_of(a), _words_of(b)
    matched = [link for link in links if link.b and link.a and link.a[0] in words_a and link.b[0] in words_b]
    told_a = sum(words_a[i] for link in matched for i in link.a)
    told_b = sum(words_b[j] for link in matched for j in link.b)
    total = told_a + told_b
    covered = sorted((told_a / (sum(words_a.values()) or 1), told_b / (sum(words_b.values()) or 1)))
    if covered[0] < _COVERED[0] or covered[1] < _COVERED[1]:
        return None
    mass = [sum(words_a[i] for i in link.a) + sum(words_b[j] for j in link.b) for link in matched]
    if sum(weight * link.score for weight, link in zip(mass, matched, strict=True)) < _SIMILAR * total:
        return None
    order_a, order_b = {i: at for at, i in enumerate(a.units)}, {j: at for at, j in enumerate(b.units)}
    runs: list[list[Link]] = []
    for link in sorted(matched, key=lambda link: link.a):
        last = runs[-1][-1] if runs else None
        follows = last is not None and (
            0 < order_a[link.a[0]] - order_a[last.a[-1]] <= _GAP + 1
            and 0 < order_b[link.b[0]] - order_b[last.b[-1]] <= _GAP + 1
        )
        if follows:
            runs[-1].append(link)
        else:
            runs.append([link])
    return tuple(
        Passage(
            _span(a, [i for link in run for i in link.a]),
            _span(b, [j for link in run for j in link.b]),
            round(sum(link.score for link in run) / len(run), 4),
        )
        for run in runs
    )


def _words_of(side: Side) -> dict[int, int]:
    """How many words each body sentence has, by its index in the article."""
    return {index: last - first for index, (first, last) in zip(side.units, side.bounds, strict=True)}


def _span(side: Side, sentences: list[int]) -> Span:
    own = side.article.sentences
    return Span(min(own[i].start for i in sentences), max(own[i].end for i in sentences))
