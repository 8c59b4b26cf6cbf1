"""Relate: how one article is made from the other, with a calibrated probability."""

from __future__ import annotations

from retold.align.side import Side
from retold.model import Alignment, Relation
from retold.relate.headlines import relate_headlines
from retold.relate.measures import measure
from retold.relate.relation import judge

__all__ = ["relate", "relate_headlines"]


def relate(a: Side, b: Side, alignment: Alignment) -> Relation:
    """The relation of two prepared articles, from their alignment."""
    return judge(measure(a, b, alignment))
