"""Compare two headlines: they are told apart from the body, as desks rewrite them first."""

from __future__ import annotations

from typing import Any

from retold.align.headlines import ALIKE, compare_lines
from retold.model import Article, Headline

__all__ = ["relate_headlines"]


def relate_headlines(a: Article, b: Article) -> Headline | None:
    """How alike the headlines are; None where one of the articles has none."""
    compared = compare_lines(a.headline, a.lang or "en", b.headline, b.lang or "en")
    if compared is None:
        return None
    kind: Any = compared[0] if compared[1] >= ALIKE else "different"
    return Headline(kind, round(compared[1], 4))
