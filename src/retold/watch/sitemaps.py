"""Reading sitemaps, news sitemaps and indexes of sitemaps, in one pass and bounded memory.

Expat reads them as a stream. It never opens what a document points to, and a document that declares entities is not
read at all.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from retold.errors import ReadError
from retold.watch.listing import Entry, Listing, web_address

__all__ = ["parse_sitemap"]

# What sitemaps.org allows one sitemap to list.
_MOST_ADDRESSES = 50_000
# A sitemap is three elements deep, with news and pictures four; deeper ones only fill the memory.
_DEEPEST = 20
_LONGEST_VALUE = 5_000
_PIECE = 65_536
# An ampersand in an address that was not written as &amp;: the commonest mistake in sitemaps.
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)")


class _EnoughError(Exception):
    """The limit of addresses is reached; what is read so far counts."""


def parse_sitemap(data: bytes, url: str) -> Listing:
    """The pages, or the further sitemaps, that the sitemap in `data`, which came from `url`, lists; each once."""
    try:
        reader = _read(data, url)
    except _BrokenError:
        try:
            reader = _read(_BARE_AMPERSAND.sub(b"&amp;", data), url)
        except _BrokenError as error:
            raise ReadError(f"{url} is a broken sitemap: {error}.") from error
    pages: dict[str, Entry] = {}
    for link, dated in reader.found:
        address = web_address(link, url)
        if address:
            pages.setdefault(address, Entry(address, _time(dated)))
    listed = tuple(pages.values())
    return Listing((), listed, True) if reader.index else Listing(listed, (), True)


class _BrokenError(Exception):
    """The XML is not well formed."""


def _read(data: bytes, url: str) -> _Reader:
    """Everything that stands in the sitemap, as it stands there."""
    from xml.parsers import expat

    reader = _Reader(url)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    try:
        for at in range(0, len(data), _PIECE):
            parser.Parse(data[at : at + _PIECE], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise _BrokenError(str(error)) from error
    except (LookupError, ValueError) as error:  # an encoding that does not exist, or has several bytes
        raise _BrokenError(str(error) or "its encoding is not known") from error
    except _EnoughError:
        pass
    return reader


class _Reader:
    """Takes `loc`, `lastmod` and `news:publication_date` of each entry, whatever prefixes the elements have."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.index = False
        self.found: list[tuple[str, str]] = []
        self._depth = 0
        self._value: list[str] | None = None
        self._length = 0
        self._loc = self._changed = self._published = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ReadError(f"{self.url} is nested too deeply for a sitemap.")
        name = tag.rpartition(":")[2]
        if self._depth == 1:
            self.index = name == "sitemapindex"
        elif self._depth == 2:
            self._loc = self._changed = self._published = ""
        self._value = [] if name in ("loc", "lastmod", "publication_date") else None
        self._length = 0

    def text(self, text: str) -> None:
        """Take a piece of text where it is of interest."""
        if self._value is not None and self._length < _LONGEST_VALUE:
            self._value.append(text)
            self._length += len(text)

    def end(self, tag: str) -> None:
        """End an element, and an entry with it."""
        if self._value is not None:
            value, name = "".join(self._value).strip(), tag.rpartition(":")[2]
            if name == "publication_date":
                self._published = value
            elif self._depth == 3 and name == "loc":  # deeper ones are of pictures and films
                self._loc = value
            elif self._depth == 3 and name == "lastmod":
                self._changed = value
            self._value = None
        if self._depth == 2 and self._loc:
            self.found.append((self._loc, self._published or self._changed))
            if len(self.found) >= _MOST_ADDRESSES:
                raise _EnoughError
        self._depth -= 1

    def entity(self, *declared: Any) -> None:
        """Refuse the document: nothing good declares entities in a sitemap."""
        raise ReadError(f"{self.url} declares entities, which no sitemap needs; it was not read.")


def _time(given: str) -> float | None:
    """Seconds since 1970 of a date or time as W3C writes them; without a zone it is taken for UTC."""
    try:
        moment = datetime.fromisoformat(given)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
