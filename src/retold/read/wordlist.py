"""Lists of words and phrases written as one string."""

from __future__ import annotations

__all__ = ["phrases", "word_set"]


def word_set(text: str) -> frozenset[str]:
    """The words of `text`, which stand between white space.

    >>> sorted(word_set("b a"))
    ['a', 'b']
    """
    return frozenset(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of `text`, which stand between bars and line ends.

    >>> phrases("read more|see also")
    ('read more', 'see also')
    """
    return tuple(part for line in text.strip().splitlines() for part in line.split("|") if part)
