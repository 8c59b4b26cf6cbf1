"""Reading RSS and Atom feeds of any version."""

from __future__ import annotations

import calendar
import io
import re
from typing import Any

from retold.errors import ReadError, SettingsError
from retold.watch.listing import Entry, Listing, web_address

__all__ = ["check_feedparser", "parse_feed"]

# Feeds hold 10 to 200 entries; the largest that archives publish, some thousands.
_MOST_ENTRIES = 5_000
# No feed format has entities of its own. One that declares them is broken, or wants to fill the memory of its reader.
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)


def check_feedparser() -> None:
    """Raise the `SettingsError` that reading a feed would end in where feedparser is not installed."""
    try:
        import feedparser  # noqa: F401
    except ImportError as error:
        raise SettingsError("Feeds are read with feedparser, which is missing: pip install 'retold[watch]'.") from error


def parse_feed(data: bytes, url: str, kind: str = "", charset: str = "") -> Listing:
    """The pages that the feed in `data`, which came from `url`, links to, in its order, each once."""
    check_feedparser()
    import feedparser

    if _ENTITY.search(data.replace(b"\0", b"")[:100_000]):
        raise ReadError(f"{url} declares entities, which no feed needs; it was not read.")
    headers = {"content-type": f"{kind or 'application/xml'}{f'; charset={charset}' if charset else ''}"}
    try:
        feed: Any = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # whatever a broken feed makes of the parser, the other feeds go on
        raise ReadError(f"{url} is broken and cannot be read as a feed.") from error
    if not feed.get("version") and not feed.entries:
        raise ReadError(f"{url} is not a feed or a sitemap.")
    pages: dict[str, Entry] = {}
    for entry in feed.entries[:_MOST_ENTRIES]:
        # FeedBurner links to itself, to count readers, and says beside it where the page is.
        link = entry.get("feedburner_origlink") or entry.get("link") or ""
        address = web_address(str(link), url) if str(link).strip() else ""
        if address:
            pages.setdefault(address, Entry(address, _time(entry)))
    return Listing(tuple(pages.values()))


def _time(entry: Any) -> float | None:
    """When an entry is from: feedparser gives UTC."""
    given = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return float(calendar.timegm(given)) if given else None
    except (ValueError, OverflowError, TypeError):
        return None
