"""Tables that tell the compiled tokeniser what each character is and how it is compared."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

__all__ = ["DIGIT", "LETTER", "UNSPACED", "UPPER", "letter_tables"]

LETTER, DIGIT, UNSPACED, UPPER = 1, 2, 4, 8
_PLANE = 0x10000  # characters beyond the basic plane (emoji, rare Han) separate words
# Blocks that are compared in plain Latin letters, so that names are alike across alphabets: Latin, Greek, Cyrillic,
# Armenian and Georgian. Other scripts are compared as they are written.
_ROMANISED = ((0x80, 0x590), (0x10A0, 0x1100), (0x1C90, 0x1CC0), (0x1E00, 0x2000), (0x2C60, 0x2C80), (0xA640, 0xA7FF))
_UNSPACED = ((0x0E00, 0x0E80), (0x3005, 0x3006), (0x3040, 0x3100), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
# Marks that are dropped: combining accents, Hebrew points, Arabic vowels; joiners and soft hyphens likewise.
_DROPPED = ((0x0300, 0x0370), (0x0591, 0x05C8), (0x0610, 0x061B), (0x064B, 0x0660), (0x200B, 0x2010), (0xFE00, 0xFE10))
_LONGEST = 4  # letters that one character may become (Щ is shch)


@cache
def letter_tables() -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """What each character of the basic plane is, and what it is compared as.

    The first array holds flags (0 for what separates words). The second holds up to four Latin letters or digits
    packed into bytes, the first in the lowest; or the character itself with the highest bit set; or 0 where a
    mark is dropped. Both have 65,536 entries, indexed by code point.
    """
    kinds = np.zeros(_PLANE, np.uint8)
    folds = np.zeros(_PLANE, np.uint32)
    dropped, unspaced, romanised = (_members(ranges) for ranges in (_DROPPED, _UNSPACED, _ROMANISED))
    for code in range(_PLANE):
        if 0xAC00 <= code < 0xD7A4:  # Hangul, a quarter of all letters
            continue
        character = chr(code)
        category = unicodedata.category(character)
        if dropped[code] or character == "\u00ad":
            kinds[code] = LETTER
        elif category[0] in "LM" or category == "Nl":
            kinds[code] = UNSPACED if unspaced[code] else LETTER | (UPPER if character.isupper() else 0)
            folds[code] = _folded(character, bool(romanised[code]))
        elif category == "Nd":
            kinds[code] = DIGIT
            folds[code] = ord(str(unicodedata.digit(character)))
    kinds[0xAC00:0xD7A4] = LETTER
    folds[0xAC00:0xD7A4] = np.arange(0xAC00, 0xD7A4, dtype=np.uint32) | 0x80000000
    return kinds, folds


def _members(ranges: tuple[tuple[int, int], ...]) -> NDArray[np.bool_]:
    inside = np.zeros(_PLANE, np.bool_)
    for first, last in ranges:
        inside[first:last] = True
    return inside


def _folded(character: str, romanised: bool) -> int:
    """What a letter is compared as, packed; see `letter_tables`."""
    lower = character.casefold()
    if not lower.isascii():
        plain = unicodedata.normalize("NFKD", lower)[0] if romanised else lower[0]
        lower = anyascii(plain).lower() if romanised else plain
    letters = "".join(c for c in lower if c.isalnum())[:_LONGEST]
    if letters.isascii():
        return sum(ord(letter) << 8 * k for k, letter in enumerate(letters))
    return (ord(letters[0]) & 0xFFFF) | 0x80000000
