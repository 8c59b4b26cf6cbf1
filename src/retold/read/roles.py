"""Which role every sentence plays: headline, body, or furniture of the page."""

from __future__ import annotations

from retold.model import Sentence
from retold.read.paragraphs import paragraph_spans
from retold.read.sentences import split_paragraph

__all__ = ["mark"]


def mark(text: str, lang: str, title: str = "") -> tuple[Sentence, ...]:
    """The sentences of `text` with their roles; `title` is the headline where it is known."""
    found = []
    for number, (start, end) in enumerate(paragraph_spans(text)):
        for left, right in split_paragraph(text, start, end, lang):
            found.append(Sentence(text[left:right], left, right, "body", number))
    return tuple(found)
