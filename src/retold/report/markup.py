"""The few ways in which text becomes HTML."""

from __future__ import annotations

import html
import re
from typing import Literal

__all__ = ["LEAST_SHARED", "element", "escaped", "hidden", "lang_attribute", "marked"]

# Where two sides share less than this part of their letters, marking every word makes them hard to read.
LEAST_SHARED = 0.2

_NEVER_IN_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def escaped(text: str) -> str:
    """Text for an element or a quoted attribute; characters that HTML cannot carry become U+FFFD."""
    return html.escape(_NEVER_IN_HTML.sub("\ufffd", text))


def element(tag: str, content: str) -> str:
    """An element around content that is HTML already."""
    return f"<{tag}>{content}</{tag}>"


def hidden(text: str) -> str:
    """Words for screen readers, in English and apart from the direction of the text around them."""
    return f'<span class="vh" lang="en" dir="ltr">{escaped(text)}</span>'


def lang_attribute(lang: str) -> str:
    """The lang attribute with a blank before it; empty, which means unknown, for no language tag."""
    return f' lang="{lang if _LANGUAGE_TAG.fullmatch(lang) else ""}"'


def marked(words: str, only: Literal["a", "b"] | None) -> str:
    """Words as they are, or marked as standing only in `a` (removed) or only in `b` (added)."""
    if only is None or not words:
        return escaped(words)
    tag, said = ("del", "removed") if only == "a" else ("ins", "added")
    inner = f'<span class="w">{escaped(words)}</span>'
    return f"<{tag}>{hidden(f'[{said}: ')}{inner}{hidden(']')}</{tag}>"
