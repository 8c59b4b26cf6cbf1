"""Headlines: compared apart from the body, as desks write their own, and linked where they stand inside the text."""

from __future__ import annotations

from retold.align.links import Group, how_changed
from retold.align.side import Side, prepare
from retold.align.similarity import similarity
from retold.model import Article, Link, LinkKind, Sentence

__all__ = ["ALIKE", "compare_lines", "link_headlines"]

# A headline has few words, so chance likeness is high: pairs of headlines of different stories of the labelled
# retellings stay below .35, reworded ones of one story mostly lie above .4.
ALIKE = 0.38
# Where most of both bodies is linked, the headlines stand for each other unless they share nothing.
_ALIKE_IN_PLACE = 0.12


def compare_lines(a: str, lang_a: str, b: str, lang_b: str) -> tuple[LinkKind, float] | None:
    """How the line b was made from the line a, and their similarity, 0 to 1; None where one has no words."""
    side_a, side_b = _alone(a, lang_a), _alone(b, lang_b)
    if not len(side_a) or not len(side_b):
        return None
    if side_a.words.forms == side_b.words.forms:
        return how_changed(side_a, side_b, Group([0], [0], 1.0)), 1.0
    score = float(similarity(side_a, side_b, range(1), range(1)).runs(1, 1)[0, 0])
    return how_changed(side_a, side_b, Group([0], [0], score)), score


def link_headlines(a: Side, b: Side, links: tuple[Link, ...]) -> tuple[Link, ...]:
    """The links with one between the headlines in front, where they stand inside the texts and are alike.

    A headline may also match the other text's opening sentence, where that has no counterpart of its own: a
    full stop behind a headline makes it look like one.
    """
    at_a = _opening(a, {i for link in links if not link.b for i in link.a})
    at_b = _opening(b, {j for link in links if not link.a for j in link.b})
    if at_a is None or at_b is None:
        return links
    first, second = a.article.sentences[at_a], b.article.sentences[at_b]
    if "headline" not in (first.role, second.role):
        return links
    compared = compare_lines(first.text, a.lang, second.text, b.lang)
    if compared is None:
        return links
    kind, score = compared
    linked_a = sum(len(link.a) for link in links if link.b)
    linked_b = sum(len(link.b) for link in links if link.a)
    in_place = first.role == second.role and linked_a * 2 >= len(a) > 0 and linked_b * 2 >= len(b) > 0
    if score < (_ALIKE_IN_PLACE if in_place else ALIKE):
        return links
    others = [link for link in links if link.a != (at_a,) and link.b != (at_b,)]
    return (Link((at_a,), (at_b,), kind, False, round(score, 4)), *others)


def _opening(side: Side, alone: set[int]) -> int | None:
    """The sentence that may stand for the headline: the one inside the text, or the first of the body if unlinked."""
    for index, sentence in enumerate(side.article.sentences):
        if sentence.role == "headline":
            return index
    return side.units[0] if side.units and side.units[0] in alone else None


def _alone(text: str, lang: str) -> Side:
    """A line as an article of one sentence."""
    return prepare(Article(lang=lang, text=text, sentences=(Sentence(text, 0, len(text)),)))
