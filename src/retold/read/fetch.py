"""Fetching one page, feed or robots.txt from the web, politely and within limits.

These limits hold whatever a server does: the whole time, with the look-up of the name and all redirects in it; the
size, as sent and unpacked; five redirects; 100 kB of headers, which is httpcore's own limit. Every request of a row of
redirects is made anew, so that no cookie and no Referer is ever sent, and a name and password from the address only
to where it is kept in the redirect, which is only within one host.
"""

from __future__ import annotations

import email.utils
import math
import time
import zlib
from typing import Literal, NamedTuple

from retold._version import __version__
from retold.errors import FetchError
from retold.read.fetch_unpack import is_gzip, unpack

__all__ = ["MAX_PAGE_BYTES", "PRODUCT", "Fetched", "fetch"]

# The largest news pages weigh 2 to 4 MB unpacked; ten leaves room and still stops a compressed bomb early.
MAX_PAGE_BYTES = 10_000_000
# What robots.txt calls us.
PRODUCT = "retold"

_MAX_REDIRECTS = 5
# Longer addresses are cut in messages; no news page has one of 300 characters.
_SHOWN = 300
# Nobody is left alone for longer than a day because of one answer: a slip in a date must not mean for ever.
_MAX_RETRY_AFTER = 86_400.0
# Says who asks and how much. The address of the project page belongs in here as soon as there is one.
_USER_AGENT = f"{PRODUCT}/{__version__} (open-source news comparison; fetches articles for its users)"

_PAGE_TYPES = ("text/", "application/json", "application/ld+json", "application/xhtml+xml", "application/xml")
_FEED_TYPES = (
    *_PAGE_TYPES,
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/gzip",
    "application/x-gzip",
)
_TYPES = {"page": _PAGE_TYPES, "feed": _FEED_TYPES}
_WANTED = {"page": "page, text or JSON", "feed": "feed, sitemap or page"}
# What servers say of sitemap.xml.gz when they do not know the ending; taken where it is a gzip file.
_UNKNOWN_TYPES = ("application/octet-stream", "binary/octet-stream")
_ACCEPT = {
    "page": "text/html, application/xhtml+xml, application/json;q=0.9, text/plain;q=0.9",
    "feed": "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, "
    "application/feed+json;q=0.9, application/gzip;q=0.8, text/html;q=0.5",
    "robots": "text/plain, */*;q=0.5",
}


class Fetched(NamedTuple):
    """What a server sent: the bytes, the charset and type it declared, and the address after redirects.

    `status` is 200, or 304 with no data for what has not changed since `etag` or `modified`. These two are what the
    server says of this version, as it wrote them, to be handed to the next `fetch` of the same address;
    `retry_after` are the seconds for which it asks to be left alone.
    """

    data: bytes
    charset: str
    kind: str
    url: str
    status: int = 200
    etag: str = ""
    modified: str = ""
    retry_after: float | None = None


def fetch(
    url: str,
    *,
    timeout: float = 20.0,
    limit: int = MAX_PAGE_BYTES,
    public_only: bool = False,
    etag: str = "",
    modified: str = "",
    accept: Literal["page", "feed", "robots"] = "page",
) -> Fetched:
    """What is at `url`, within `timeout` seconds in all and `limit` bytes unpacked; else a FetchError.

    `public_only` is for addresses that others gave: nothing is sent to any address that is not on the public web,
    nor to this machine, nor with a name and password, nor through the environment's proxies, and no redirect leads
    from https to http, as what was asked for in secret must not be answered by whoever stands between. (Without it,
    such a redirect is followed: the user sees where it leads.) With `etag` or `modified`, from an earlier answer,
    the server may answer that nothing has changed.

    `accept` says what is asked for. For "feed", gzip files (sitemaps) are unpacked; "robots" takes any type, and
    cuts what is longer than `limit`.
    """
    import httpcore
    import httpx

    from retold.read.fetch_address import AddressRefusedError, check_url
    from retold.read.fetch_connection import open_client

    deadline = time.monotonic() + timeout
    headers = {"User-Agent": _USER_AGENT, "Accept": _ACCEPT[accept], "Accept-Encoding": "gzip, deflate"}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    shown = _short(url)
    try:
        address = httpx.URL(url)
        for _ in range(_MAX_REDIRECTS + 1):
            check_url(address, public_only)
            try:
                client = open_client(address, deadline, public_only, headers)
                with client, client.stream("GET", address) as response:
                    if response.next_request is None:
                        return _receive(response, deadline, timeout, limit, accept, bool(etag or modified))
                    target = response.next_request.url
            except AddressRefusedError as error:
                raise FetchError(f"{_short(str(address))} has no address on the public web.") from error
            if public_only and address.scheme == "https" and target.scheme == "http":
                raise FetchError(f"{shown} redirects from https to http, which is not followed.")
            address = target
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        raise FetchError(f"{shown} did not answer within {timeout:g} seconds.") from error
    except (httpx.InvalidURL, UnicodeError) as error:  # the latter for punycode that is none
        raise FetchError(f"{shown} is not a valid address.") from error
    except (
        httpx.HTTPError,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        httpcore.UnsupportedProtocol,
    ) as error:
        raise FetchError(f"{shown} could not be fetched: {_reason(error)}.") from error
    raise FetchError(f"{shown} redirects more than {_MAX_REDIRECTS} times.")


def _receive(
    response: object, deadline: float, timeout: float, limit: int, accept: str, conditional: bool
) -> Fetched:
    """Read the body of an answer piece by piece, stop at the limits, and unpack it."""
    import httpcore
    import httpx

    assert isinstance(response, httpx.Response)
    url = str(response.url)
    shown = _short(url)
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    status = response.status_code
    retry_after = _seconds(response.headers.get("retry-after", ""))
    named = {"etag": response.headers.get("etag", ""), "modified": response.headers.get("last-modified", "")}
    if status == 304 and conditional:
        return Fetched(b"", "", kind, url, status=304, retry_after=retry_after, **named)
    if status != 200:
        phrase = _short(response.reason_phrase)
        message = f"{shown} answered {status}{' ' + phrase if phrase else ''}."
        raise FetchError(message, status=status, retry_after=retry_after)
    wrong = FetchError(f"{shown} is of type {_short(kind)}, not a {_WANTED.get(accept)}.", status=200)
    unknown = accept == "feed" and kind in _UNKNOWN_TYPES
    if kind and not unknown and accept != "robots" and not kind.startswith(_TYPES[accept]):
        raise wrong
    received = bytearray()
    try:
        for piece in response.iter_raw():
            received += piece
            if time.monotonic() > deadline:
                raise httpcore.ReadTimeout
            if len(received) > limit:
                break
    except httpcore.TimeoutException as error:
        raise FetchError(f"{shown} did not answer in full within {timeout:g} seconds.") from error
    cut = accept == "robots"
    data = bytes(received[: limit + 1])
    if len(data) <= limit or cut:
        try:
            data = unpack(data, response.headers.get("content-encoding", ""), limit, whole=not cut)
            if accept == "feed" and is_gzip(data):
                data, unknown = unpack(data, "gzip", limit), False
        except zlib.error as error:
            raise FetchError(f"{shown} sent compressed data that is broken.", status=200) from error
    if len(data) > limit and not cut:
        raise FetchError(f"{shown} is larger than {_megabytes(limit)}.", status=200)
    if unknown:
        raise wrong
    return Fetched(data[:limit], response.charset_encoding or "", kind, url, retry_after=retry_after, **named)


def _seconds(value: str) -> float | None:
    """The seconds that a header Retry-After asks for, as a number or as a date, at most a day."""
    value = value.strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return min(float(value[:20]), _MAX_RETRY_AFTER)
    try:
        wait = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, OverflowError):
        return None
    return min(max(0.0, math.ceil(wait)), _MAX_RETRY_AFTER)


def _megabytes(size: int) -> str:
    """A size for a message: `10 MB`, or bytes below one megabyte."""
    return f"{size / 1e6:g} MB" if size >= 1_000_000 else f"{size} bytes"


def _short(text: str) -> str:
    """An address, or what a server said, for a message."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _reason(error: Exception) -> str:
    """The reason of a connection error, without a full stop."""
    return _short(str(error).rstrip(".")) or type(error).__name__
