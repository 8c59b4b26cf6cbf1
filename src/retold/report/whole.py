"""Whole sentences without a counterpart, in one line a side, those that carry facts first."""

from __future__ import annotations

import re

from retold.model import Article, Comparison
from retold.report.findings import Side, retelling_order

__all__ = ["unmatched", "whole_sentences"]

_MOST = 12
_FACTS = re.compile(r"\d|[“”\"„«]")


def unmatched(comparison: Comparison, side: Side) -> list[int]:
    """The sentences of a side without counterpart; those with a number or a quotation first."""
    article: Article = getattr(comparison, side)
    alone = [i for link in comparison.alignment.links if not (link.a and link.b) for i in getattr(link, side)]
    return sorted(alone, key=lambda i: (not _FACTS.search(article.sentences[i].text), i))


def whole_sentences(comparison: Comparison) -> list[tuple[str, list[str], str]]:
    """("2 whole sentences stand only in A", ["A7", "A10"], ""), the source's first; the end says how many more."""
    lines = []
    for side in retelling_order(comparison):
        alone, name = unmatched(comparison, side), side.upper()
        if alone:
            shown = [f"{name}{i + 1}" for i in alone[:_MOST]]
            more = f" and {len(alone) - _MOST} more" if len(alone) > _MOST else ""
            verb = "sentence stands" if len(alone) == 1 else "sentences stand"
            first = ", those with numbers or quotations first" if len(alone) > 1 else ""
            lines.append((f"{len(alone)} whole {verb} only in {name}{first}", shown, more))
    return lines
