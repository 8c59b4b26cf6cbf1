"""Full-text search over titles and texts, with SQLite's FTS5."""

from __future__ import annotations

import re
import sqlite3
import unicodedata

from retold.archive.entries import Entry
from retold.archive.rows import ENTRY, entry_of

__all__ = ["match_query", "phrases_of", "search_texts"]

_PART = re.compile(r'"([^"]*)"|(\S+)')
_WORDS = re.compile(r"\w+")
_SNIPPET = 24  # words
_TITLE, _TEXT = 5.0, 1.0  # weights of a hit
_READ = 5_000  # rows that are read at most in search of phrases


def match_query(words: str) -> str:
    """What people type as a question to FTS5, whose own language they need not know: all words, anywhere.

    >>> match_query('bridge "Ada Quist" AND-OR*')
    '"bridge" "Ada" "Quist" "AND" "OR"'
    """
    return " ".join(f'"{word}"' for word in _WORDS.findall(words))


def phrases_of(words: str) -> list[list[str]]:
    """The phrases in straight quotation marks, as words in small letters without accents."""
    found = [_plain(quoted) for quoted, _ in _PART.findall(words) if quoted]
    return [phrase for phrase in found if len(phrase) > 1]


def search_texts(connection: sqlite3.Connection, words: str, most: int) -> list[tuple[Entry, str]]:
    """The entries whose title or text has all words and phrases, the best first, with what stands around a hit.

    The index does not hold where words stand, which would be a third of the text more; phrases are looked for in the
    texts of the best entries with their words.
    """
    question, phrases = match_query(words), phrases_of(words)
    if not question:
        return []
    asked = (
        f"SELECT {ENTRY}, snippet(search, 1, '', '', ' … ', {_SNIPPET}), a.text FROM search JOIN articles AS a "
        f"ON a.number = search.rowid WHERE search MATCH ? ORDER BY bm25(search, {_TITLE}, {_TEXT}) LIMIT ?"
    )
    found: list[tuple[Entry, str]] = []
    for row in connection.execute(asked, (question, _READ if phrases else most)):
        entry = entry_of(row)
        if all(_holds(f"{entry.title}\n{row[-1]}", phrase) for phrase in phrases):
            found.append((entry, row[-2]))
            if len(found) == most:
                break
    return found


def _plain(text: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", text.lower())
    return _WORDS.findall("".join(c for c in letters if not unicodedata.combining(c)))


def _holds(text: str, phrase: list[str]) -> bool:
    """Whether the words of a phrase follow each other in a text."""
    words = f" {' '.join(_plain(text))} "
    return f" {' '.join(phrase)} " in words
