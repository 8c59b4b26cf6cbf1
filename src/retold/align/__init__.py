"""Align: which sentences of one article tell the same as which of another, and which passages are reused.

The way through: `side` sorts words into sentences; `backbone` cuts long articles at near-identical sentences;
`similarity` compares all sentences of a stretch; `order` (with `monotone`) finds the links that keep the order;
`links` adds what was moved and names what was dropped and added; `headlines` links headlines; `passages` finds
reused stretches of words.
"""

from __future__ import annotations

from retold.align.backbone import landmarks, stretches
from retold.align.headlines import link_headlines
from retold.align.links import Group, join_leftovers, to_links
from retold.align.order import in_order
from retold.align.passages import find_passages
from retold.align.side import Side, prepare
from retold.align.similarity import similarity
from retold.model import Alignment, Article, Link

__all__ = ["Side", "align", "align_sentences", "align_sides", "prepare"]


def align_sentences(a: Side, b: Side) -> tuple[Link, ...]:
    """Links between the body sentences of two prepared articles; see `retold.model.Alignment`."""
    marks = landmarks(a, b)
    groups = [Group([i], [j], score) for i, j, score in marks]
    for units_a, units_b in stretches(a, b, marks):
        runs, close = in_order(similarity(a, b, units_a, units_b))
        found = [
            Group(
                list(range(units_a.start + i, units_a.start + i + p)),
                list(range(units_b.start + j, units_b.start + j + q)),
                score,
            )
            for i, p, j, q, score in runs
        ]
        join_leftovers(found, close, units_a.start, units_b.start)
        groups += found
    return link_headlines(a, b, to_links(a, b, groups))


def align_sides(a: Side, b: Side) -> Alignment:
    """Align two prepared articles: sentence links and reused passages."""
    passages = find_passages(a.words, b.words, a.article.text, b.article.text)
    return Alignment(align_sentences(a, b), passages)


def align(a: Article, b: Article) -> Alignment:
    """Align two articles: sentence links and reused passages."""
    return align_sides(prepare(a), prepare(b))
