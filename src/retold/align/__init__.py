"""Align: which sentences of one article tell the same as which of another, and which passages are reused.

The way through: `side` sorts words into sentences; `backbone` cuts long articles at near-identical sentences and
the modules named after it follow the likely way through what is still long; `similarity` compares all sentences of
a stretch; `order` (with `monotone`) finds the links that keep the order; `links` adds what was moved and names what
was dropped and added; `headlines` links headlines; `passages` finds reused stretches of words.
"""

from __future__ import annotations

from retold.align.backbone_groups import linked_groups
from retold.align.headlines import link_headlines
from retold.align.links import to_links
from retold.align.passages import find_passages
from retold.align.roles import agree_on_roles
from retold.align.runs import linked_passages
from retold.align.side import Side, prepare
from retold.model import Alignment, Article, Link

__all__ = ["Side", "agree_on_roles", "align", "align_sentences", "align_sides", "prepare"]


def align_sentences(a: Side, b: Side) -> tuple[Link, ...]:
    """Links between the body sentences of two prepared articles; see `retold.model.Alignment`."""
    return link_headlines(a, b, to_links(a, b, linked_groups(a, b)))


def align_sides(a: Side, b: Side) -> Alignment:
    """Align two prepared articles: sentence links and reused passages."""
    links = align_sentences(a, b)
    passages = linked_passages(a, b, links)
    if passages is None:
        passages = find_passages(a.words, b.words, a.article.text, b.article.text)
    return Alignment(links, passages)


def align(a: Article, b: Article) -> Alignment:
    """Align two articles: sentence links and reused passages."""
    return align_sides(prepare(a), prepare(b))
