"""Compare two headlines: they are told apart from the body, as desks rewrite them first."""

from __future__ import annotations

from typing import Literal

from rapidfuzz.distance import Indel

from retold.align import prepare
from retold.align.similarity import similarity
from retold.model import Article, Headline, Sentence

__all__ = ["relate_headlines"]

# A headline has few words, so chance likeness is high: pairs of headlines of different stories of the labelled
# retellings stay below .35, reworded ones of one story mostly lie above .4.
_REWORDED = 0.38
_EDITED = 0.62  # share of words kept in order, as for sentences


def relate_headlines(a: Article, b: Article) -> Headline | None:
    """How alike the headlines are; None where one of the articles has none."""
    if not a.headline.strip() or not b.headline.strip():
        return None
    side_a, side_b = (prepare(_alone(article)) for article in (a, b))
    if not len(side_a) or not len(side_b):
        return None
    score = float(similarity(side_a, side_b, range(1), range(1)).runs(1, 1)[0, 0])
    kind: Literal["verbatim", "edited", "reworded", "translated", "different"] = "different"
    if side_a.words.forms == side_b.words.forms:
        kind = "verbatim"
    elif score >= _REWORDED and side_a.lang != side_b.lang:
        kind = "translated"
    elif score >= _REWORDED:
        kept = Indel.normalized_similarity(side_a.words.forms, side_b.words.forms)
        kind = "edited" if kept >= _EDITED else "reworded"
    return Headline(kind, round(score, 4))


def _alone(article: Article) -> Article:
    """The headline as an article of one sentence."""
    text = article.headline
    return Article(lang=article.lang, text=text, sentences=(Sentence(text, 0, len(text)),))
