"""What a feed or a sitemap lists: the addresses of pages and of further sitemaps, with their dates."""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from retold.errors import ReadError

__all__ = ["MAX_FEED_BYTES", "MAX_LISTING_BYTES", "Entry", "Listing", "read_listing", "web_address"]

# What sitemaps.org allows a sitemap to weigh, unpacked.
MAX_LISTING_BYTES = 50_000_000
# Feeds of newsrooms weigh up to 2 MB, with all texts in them; what is larger takes the parser long and lists no news.
MAX_FEED_BYTES = 5_000_000
# What sitemaps.org allows an address to be long.
_LONGEST_ADDRESS = 2048

_SITEMAP = re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]")
_HTML = re.compile(r"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_LINK = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_FEED_TYPE = re.compile(r"application/(?:rss|atom)\+xml", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)


class Entry(NamedTuple):
    """An address that is listed, and when it is said to be from, in seconds since 1970, where that is said."""

    url: str
    dated: float | None = None


class Listing(NamedTuple):
    """What a feed or a sitemap lists: pages, or further sitemaps where it is an index; whether it is a sitemap."""

    pages: tuple[Entry, ...] = ()
    sitemaps: tuple[Entry, ...] = ()
    sitemap: bool = False


def read_listing(data: bytes, url: str, kind: str = "", charset: str = "") -> Listing:
    """What the feed, sitemap or index in `data`, which came from `url`, lists; else a ReadError of one sentence.

    `kind` and `charset` are what the server said of it.
    """
    if data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, url)
    if len(data) > MAX_LISTING_BYTES:
        raise ReadError(f"{url} is larger than {MAX_LISTING_BYTES // 1_000_000} MB, too large for a sitemap.")
    if not data.strip():
        raise ReadError(f"{url} is empty.")
    start = _start(data)
    if _SITEMAP.search(start):
        from retold.watch.sitemaps import parse_sitemap

        return parse_sitemap(data, url)
    if _HTML.search(start[:1000]):
        raise ReadError(f"{url} is a web page, not a feed or a sitemap{_feed_named(start, url)}.")
    if len(data) > MAX_FEED_BYTES:
        raise ReadError(f"{url} is larger than {MAX_FEED_BYTES // 1_000_000} MB, too large for a feed.")
    from retold.watch.feeds import parse_feed

    return parse_feed(data, url, kind, charset)


def web_address(link: str, base: str) -> str:
    """A link as a whole http(s) address without its fragment; empty where it is none that can be fetched.

    >>> web_address("../storm.html#top", "https://paper.example/news/feed.xml")
    'https://paper.example/storm.html'
    >>> web_address("javascript:alert(1)", "https://paper.example/feed.xml")
    ''
    """
    try:
        whole = urljoin(base, link.strip())
        parts = urlsplit(whole)
        _ = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        return ""
    if len(whole) > _LONGEST_ADDRESS or any(character.isspace() or ord(character) < 32 for character in whole):
        return ""
    return parts._replace(fragment="").geturl()


def _unpacked(data: bytes, url: str) -> bytes:
    """The content of gzipped data, never more than a byte above the limit."""
    packed = zlib.decompressobj(wbits=31)
    try:
        return packed.decompress(data, MAX_LISTING_BYTES + 1)
    except zlib.error as error:
        raise ReadError(f"{url} is compressed data that is broken.") from error


def _start(data: bytes) -> str:
    """The first characters of `data`, whatever their encoding, to see what it is."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]
    return data[:40_000].decode("utf-16" if wide else "latin-1", errors="ignore")


def _feed_named(page: str, url: str) -> str:
    """For a message: the feed that a page names as its own, where it does."""
    for tag in _LINK.findall(page):
        if _FEED_TYPE.search(tag) and (href := _HREF.search(tag)) and (feed := web_address(href[1], url)):
            return f"; it names this feed: {feed}"
    return ""
