"""Which articles are versions of one: the same address, the same slug or id, or the same heading by one publisher."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

__all__ = ["address", "bare_slug", "heading", "is_withdrawn", "slug_of", "without_number"]

# What is appended to an address to count readers, and says nothing about the page.
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref_src|cmpid|icid|ocid|smid|share)", re.I
)
_PORTS = {"http": ":80", "https": ":443"}
# What agencies put before a headline when a story is told anew, and when it is taken back.
_WITHDRAWN = r"withdrawn|withdrawal|retracted|retraction|kill(?:ed)?|story removed"
_MARK = re.compile(
    rf"^\W*(?:(?:update|correct(?:ed|ion)|refile|recast|repeat|rpt|wrapup|adds?|lead|urgent|flash|{_WITHDRAWN})"
    r"(?:[ -]?\d+)?(?:st|nd|rd|th)?\b[\s:–—.-]+)+",
    re.I,
)
_TAKEN_BACK = re.compile(rf"^\W*(?:story )?(?:{_WITHDRAWN})\b", re.I)
_WORD = re.compile(r"\w+")
_NUMBERED = re.compile(r"(.+)#[1-9]\d{0,9}", re.S)
_SLUG = re.compile(r"[\w%]+(?:-[\w%]+){2,}")


@lru_cache(maxsize=1024)
def address(url: str) -> str:
    """The address of a page without what does not matter: scheme, `www.`, fragment, tracking, order of parameters.

    Empty where `url` is no http(s) address.

    >>> address("https://www.example.org/a/?utm_source=x&b=2#top")
    'example.org/a?b=2'
    """
    try:
        parts = urlsplit(url.strip().encode("utf-8", "replace").decode("utf-8"))
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _PORTS or not parts.hostname:
        return ""
    host = parts.hostname.lower().removeprefix("www.").rstrip(".")
    if port and f":{port}" != _PORTS[parts.scheme.lower()]:
        host += f":{port}"
    query = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k))
    path = parts.path.rstrip("/")
    return host + path + (f"?{urlencode(query)}" if query else "")


def heading(title: str, publisher: str) -> str:
    """A title as it is told by all versions, with its publisher; empty where either is missing or the title is short.

    >>> heading("UPDATE 2-Bridge at Orlen closed after cracks", "Example News")
    'example news|bridge at orlen closed after cracks'
    """
    words = _WORD.findall(_MARK.sub("", title).lower())
    return f"{publisher.strip().lower()}|{' '.join(words)}" if publisher.strip() and len(words) > 2 else ""


def is_withdrawn(title: str) -> bool:
    """Whether a headline says that the story was taken back."""
    return _TAKEN_BACK.match(title) is not None


def slug_of(slug: str, url: str, publisher: str) -> str:
    """The slug that is given, or the words at the end of the address, with the publisher or host that it belongs to.

    >>> slug_of("", "https://example.org/2026/05/orlen-bridge-closed", "")
    'example.org|orlen-bridge-closed'
    """
    place = address(url)
    owner = _owner(url, publisher)
    own = slug.strip().lower()
    if not own:
        last = place.partition("?")[0].rpartition("/")[2]
        own = re.sub(r"\.\w{2,5}$", "", last)
        if not _SLUG.fullmatch(own):
            return ""
    return f"{owner}|{own}" if owner else ""


def bare_slug(slug: str, url: str, publisher: str) -> str:
    """A slug from `slug_of` without the publisher or host that it belongs to.

    >>> bare_slug("example.org|orlen-bridge-closed", "https://example.org/2026/05/orlen-bridge-closed", "")
    'orlen-bridge-closed'
    """
    return slug.removeprefix(f"{_owner(url, publisher)}|")


def _owner(url: str, publisher: str) -> str:
    return publisher.strip().lower() or address(url).partition("/")[0]


def without_number(id: str) -> str:
    """An id as it was given, where reading a collection numbered it because it came twice."""
    found = _NUMBERED.fullmatch(id)
    return found[1] if found else id
