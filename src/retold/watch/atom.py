"""Findings as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from retold._version import __version__
from retold.watch.finding import finding_text, headline

__all__ = ["MOST_ENTRIES", "atom_feed"]

# Feed readers ask every hour or so, and keep what they have seen.
MOST_ENTRIES = 100

_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold, however it is written.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_feed(findings: Sequence[Mapping[str, Any]], id: str, now: float) -> str:
    """The feed: `findings` are records, the latest first; `id` is the UUID that names the feed for ever."""
    updated = findings[0]["found"] if findings else _time(now)
    feed = ElementTree.Element("feed", {"xmlns": _ATOM})
    _add(feed, "id", f"urn:uuid:{id}")
    _add(feed, "title", "New retellings")
    _add(feed, "updated", updated)
    _add(_add(feed, "author"), "name", "retold")
    _add(feed, "generator", "retold", version=__version__)
    for record in findings[:MOST_ENTRIES]:
        _entry(feed, record, id)
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _entry(feed: ElementTree.Element, record: Mapping[str, Any], id: str) -> None:
    entry = _add(feed, "entry")
    page = record["page"]
    _add(entry, "id", f"urn:uuid:{uuid.uuid5(uuid.UUID(id), record['id'])}")
    _add(entry, "title", headline(page) or page["url"])
    _add(entry, "updated", record["found"])
    _add(entry, "published", record["found"])
    _add(entry, "link", rel="alternate", type="text/html", href=page["url"])
    for url in dict.fromkeys(match["article"]["url"] for match in record["matches"]):
        if url.startswith(("http://", "https://")):
            _add(entry, "link", rel="related", href=url)
    for kind in dict.fromkeys(match["kind"] for match in record["matches"]):
        _add(entry, "category", term=kind)
    _add(entry, "summary", finding_text(record), type="text")


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    clean = {name: _FORBIDDEN.sub("\ufffd", value) for name, value in attributes.items()}
    element = ElementTree.SubElement(parent, tag, clean)
    if text:
        element.text = _FORBIDDEN.sub("\ufffd", text)
    return element


def _time(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
