"""The alignment as rows to read from top to bottom, the same for the terminal and for the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from retold.model import Comparison, Link, LinkKind

__all__ = ["Row", "RowKind", "aligned_rows", "left_out", "row_label"]

RowKind = Literal[LinkKind, "elsewhere"]


@dataclass(frozen=True, slots=True)
class Row:
    """Sentences of `a` beside sentences of `b`, as indexes.

    Consecutive dropped (or added) sentences share a row. A row of kind "elsewhere" marks the place in `b`
    where moved sentences stand that are shown beside their counterparts: it has no `a`, and `link` is theirs.
    """

    a: tuple[int, ...]
    b: tuple[int, ...]
    kind: RowKind
    moved: bool = False
    link: Link | None = None


def aligned_rows(comparison: Comparison) -> list[Row]:
    """The rows in the order of the links, with a mark in `b`'s order for everything that was moved."""
    waiting = sorted((link for link in comparison.alignment.matched if link.moved), key=lambda link: link.b)
    rows: list[Row] = []
    for link in comparison.alignment.links:
        if link.b and not link.moved:
            while waiting and waiting[0].b < link.b:
                rows.append(_elsewhere(waiting.pop(0)))
        last = rows[-1] if rows else None
        if link.kind in ("dropped", "added") and last and last.kind == link.kind:
            rows[-1] = Row(last.a + link.a, last.b + link.b, link.kind)
        else:
            rows.append(Row(link.a, link.b, link.kind, link.moved, link))
    return [*rows, *map(_elsewhere, waiting)]


def row_label(row: Row) -> str:
    """What a row is, in words: "Edited, moved", "Only in A: 2 sentences", …"""
    if row.kind == "elsewhere":
        return "Stands here in B"
    if row.kind in ("dropped", "added"):
        side, count = ("A", len(row.a)) if row.kind == "dropped" else ("B", len(row.b))
        return f"Only in {side} ({row.kind}): {count} {'sentence' if count == 1 else 'sentences'}"
    words = "Word for word" if row.kind == "verbatim" else row.kind.capitalize()
    split = ""
    if len(row.b) > len(row.a) == 1:
        split = f", split into {len(row.b)}"
    elif len(row.a) > len(row.b) == 1:
        split = f", merged from {len(row.a)}"
    return f"{words}{split}{', moved' if row.moved else ''}"


def left_out(comparison: Comparison) -> dict[str, tuple[list[int], list[int]]]:
    """Per side, the sentences without a row: (page furniture, headlines and anything else)."""
    result = {}
    for side in ("a", "b"):
        article = getattr(comparison, side)
        shown = {i for link in comparison.alignment.links for i in getattr(link, side)}
        rest = [i for i in range(len(article.sentences)) if i not in shown]
        furniture = [i for i in rest if article.sentences[i].furniture]
        result[side] = (furniture, [i for i in rest if not article.sentences[i].furniture])
    return result


def _elsewhere(link: Link) -> Row:
    return Row((), link.b, "elsewhere", True, link)
