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
_COLUMNS = re.compile(r"\S {2,12}\S.{0,80}?\S {2,12}\S")

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
    flows = []
    for (start, end), (left, right) in pairwise(block):
        word = text[left:right].split(maxsplit=1)[0]
        full = end - start + 1 + len(word) > 0.88 * width and len(block) > 2
        open_ended = not text.startswith(_TERMINAL, end - 1)
        flows.append(open_ended and (full or text[left].islower()))
    wrapped = sum(flows) >= 0.4 * len(flows)
    breaks = []
    for ((start, end), (left, right)), flowing in zip(pairwise(block), flows, strict=True):
        if not wrapped:
            breaks.append(not (flowing and text[left].islower()))
            continue
        word = text[left:right].split(maxsplit=1)[0]
        short = end - start + 1 + len(word) < 0.75 * width and text.startswith(_TERMINAL, end - 1)
        indented = left >= 2 and text[left - 2 : left].isspace() and not _LINE_END.search(text, left - 2, left)
        columns = _COLUMNS.search(text, start, end) or _COLUMNS.search(text, left, right)
        breaks.append(short or indented or bool(columns or _BULLET.match(text, left)))
    return breaks
