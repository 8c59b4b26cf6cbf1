"""Compare two articles from end to end: read, align, relate; then what changed, who is credited, which came first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from retold.model import Article, Comparison, Relation

__all__ = ["Comparing", "Source", "compare", "compare_articles"]

Source = str | Path | Article | Mapping[str, Any]


def compare(a: Source, b: Source, *, pair: str | None = None, changes: bool = True) -> Comparison:
    """Say how one of two articles is made from the other, and show it sentence by sentence.

    `a` and `b` are texts, paths of text, HTML or JSON files, http(s) URLs, "-" for standard input, JSON
    articles (mappings with at least "text"), or `Article`s. `pair` is a name that the result carries. Without
    `changes`, what changed, who is credited and which came first are not looked for, which takes half the time.
    Raises `ReadError` where a source cannot be read as an article.

    >>> wire = "The bridge at Orlen closed on Monday after engineers found cracks. No one was hurt, the city said."
    >>> page = "Engineers found cracks in the bridge at Orlen, and it closed on Monday. The city said no one was hurt."
    >>> comparison = compare(wire, page)
    >>> comparison.relation.derived
    True
    >>> [(link.a, link.b) for link in comparison.alignment.matched]
    [((0,), (0,)), ((1,), (1,))]
    """
    from retold.read import read, read_record

    first, second = (read_record(s) if isinstance(s, Mapping) else read(s) for s in (a, b))
    return compare_articles(first, second, pair=pair, changes=changes)


def compare_articles(a: Article, b: Article, *, pair: str | None = None, changes: bool = True) -> Comparison:
    """Compare two articles that have been read; see `compare`."""
    return Comparing(a, b).comparison(pair=pair, changes=changes)


class Comparing:
    """A comparison in two steps, each half of the time: `relation` is there at once, the rest when it is asked for."""

    def __init__(self, a: Article, b: Article) -> None:
        from retold.align import agree_on_roles, align_sides, prepare
        from retold.relate import relate

        self._a, self._b = agree_on_roles(prepare(a), prepare(b))
        self._alignment = align_sides(self._a, self._b)
        self.relation: Relation = relate(self._a, self._b, self._alignment)

    def comparison(self, *, pair: str | None = None, changes: bool = True) -> Comparison:
        """The whole comparison; see `compare`."""
        from retold.relate import relate_headlines

        a, b, relation = self._a.article, self._b.article, self.relation
        comparison = Comparison(a, b, relation, self._alignment, relate_headlines(a, b), pair)
        if not changes:
            return comparison

        from retold.changes import find_changes
        from retold.credit import compare_credit, pair_marks
        from retold.lineage import find_direction

        marks = pair_marks(a, b)
        direction = find_direction(self._a, self._b, self._alignment, relation, marks)
        found = find_changes(self._a, self._b, self._alignment, source=direction.source) if relation.derived else ()
        return replace(
            comparison,
            changes=found,
            credit=compare_credit(a, b, direction.source, derived=relation.derived, marks=marks),
            direction=direction,
        )
