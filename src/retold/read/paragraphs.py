"""Where the paragraphs of a text stand."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["paragraph_spans"]

Span = tuple[int, int]

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_LINE_END = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_TERMINAL = tuple(".!?…:。！？؟۔।\"”’'»」』)")
_BULLET = re.compile(r"(?:[•▪‣◦●*]|[-–—]\s|\d{1,2}[.)]\s)")

# Hard-wrapped mail and wire text is rarely wider than this; a wider line is a paragraph of its own.
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 40


def paragraph_spans(text: str) -> list[Span]:
    """The paragraphs of `text` as (start, end), trimmed of white space, in order.

    A blank line ends a paragraph. A line end inside a block ends one too, unless the block is hard-wrapped:
    its lines break where the next word would no longer have fitted.
    """
    spans: list[Span] = []
    block: list[Span] = []
    line_ends = 0
    at = 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        if block:
            line_ends += len(_LINE_END.findall(text, at, start))
        at = end
        inner = text[start:end]
        stripped = inner.strip()
        if not stripped:
            continue
        if block and line_ends > 1:
            _close(text, block, spans)
            block = []
        line_ends = 0
        left = start + len(inner) - len(inner.lstrip())
        block.append((left, left + len(stripped)))
    if block:
        _close(text, block, spans)
    return spans


def _close(text: str, block: list[Span], spans: list[Span]) -> None:
    """Append the paragraphs of one block of lines to `spans`."""
    if len(block) == 1:
        spans.append(block[0])
        return
    breaks = _breaks(text, block)
    start, end = block[0]
    for (left, right), broken in zip(block[1:], breaks, strict=True):
        if broken:
            spans.append((start, end))
            start = left
        end = right
    spans.append((start, end))


def _breaks(text: str, block: list[Span]) -> list[bool]:
    """For every line end inside a block, whether it ends a paragraph."""
    width = max(end - start for start, end in block)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return [True] * (len(block) - 1)
    full = open_ended = 0
    for (start, end), (left, right) in pairwise(block):
        word = text[left:right].split(maxsplit=1)[0]
        full += end - start + 1 + len(word) > 0.88 * width
        open_ended += not text.startswith(_TERMINAL, end - 1)
    count = len(block) - 1
    wrapped = open_ended >= 0.4 * count and full >= 0.6 * count
    breaks = []
    for (start, end), (left, right) in pairwise(block):
        if not wrapped:
            flows = end - start > _NARROWEST_WRAP and text[left].islower() and text[end - 1].isalpha()
            breaks.append(not flows)
            continue
        word = text[left:right].split(maxsplit=1)[0]
        short = end - start + 1 + len(word) < 0.75 * width and text.startswith(_TERMINAL, end - 1)
        indented = left >= 2 and text[left - 2 : left].isspace() and not _LINE_END.search(text, left - 2, left)
        breaks.append(short or indented or bool(_BULLET.match(text, left)))
    return breaks
