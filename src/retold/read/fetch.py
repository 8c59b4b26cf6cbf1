"""Fetching one page from the web, politely and within limits."""

from __future__ import annotations

import time
from typing import NamedTuple

from retold._version import __version__
from retold.errors import FetchError

__all__ = ["MAX_PAGE_BYTES", "Fetched", "fetch"]

# The largest news pages weigh 2 to 4 MB unpacked; ten leaves room and still stops a compressed bomb early.
MAX_PAGE_BYTES = 10_000_000
_MAX_REDIRECTS = 5
_TYPES = ("text/", "application/json", "application/ld+json", "application/xhtml+xml", "application/xml")
# Says who asks and how much. The address of the project page belongs in here as soon as there is one.
_USER_AGENT = f"retold/{__version__} (open-source news comparison; fetches one article at its user's request)"


class Fetched(NamedTuple):
    """What a server sent: the bytes, the charset and type it declared, and the address after redirects."""

    data: bytes
    charset: str
    kind: str
    url: str


def fetch(url: str, *, timeout: float = 20.0, limit: int = MAX_PAGE_BYTES) -> Fetched:
    """The page at `url`, within `timeout` seconds in all and `limit` bytes unpacked; else a FetchError."""
    import httpx

    deadline = time.monotonic() + timeout
    headers = {
        "User-Agent": _USER_AGENT,
        "Accept": "text/html, application/xhtml+xml, application/json;q=0.9, text/plain;q=0.9",
        "Accept-Encoding": "gzip, deflate",
    }
    try:
        address = httpx.URL(url)
        with httpx.Client(timeout=timeout, headers=headers, follow_redirects=False) as client:
            for _ in range(_MAX_REDIRECTS + 1):
                if address.scheme not in ("http", "https") or not address.host:
                    raise FetchError(f"Only http and https addresses can be fetched, not {address}.")
                with client.stream("GET", address) as response:
                    if response.next_request is not None:
                        address = response.next_request.url
                        continue
                    return _receive(response, deadline, timeout, limit)
    except httpx.TimeoutException as error:
        raise FetchError(f"{url} did not answer within {timeout:g} seconds.") from error
    except httpx.InvalidURL as error:
        raise FetchError(f"{url} is not a valid address.") from error
    except httpx.DecodingError as error:
        raise FetchError(f"{url} sent compressed data that is broken.") from error
    except httpx.HTTPError as error:
        raise FetchError(f"{url} could not be fetched: {_reason(error)}.") from error
    raise FetchError(f"{url} redirects more than {_MAX_REDIRECTS} times.")


def _receive(response: object, deadline: float, timeout: float, limit: int) -> Fetched:
    """Read the body of an answer piece by piece, and stop at the limits."""
    import httpx

    assert isinstance(response, httpx.Response)
    url = str(response.url)
    if response.status_code != 200:
        phrase = response.reason_phrase
        raise FetchError(f"{url} answered {response.status_code}{' ' + phrase if phrase else ''}.")
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind and not kind.startswith(_TYPES):
        raise FetchError(f"{url} is of type {kind}, not a page, text or JSON.")
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > limit:
            raise FetchError(f"{url} is larger than {_megabytes(limit)}.")
        if time.monotonic() > deadline:
            raise FetchError(f"{url} did not answer in full within {timeout:g} seconds.")
        pieces.append(piece)
    return Fetched(b"".join(pieces), response.charset_encoding or "", kind, url)


def _megabytes(size: int) -> str:
    """A size for a message: `10 MB`, or bytes below one megabyte."""
    return f"{size / 1e6:g} MB" if size >= 1_000_000 else f"{size} bytes"


def _reason(error: Exception) -> str:
    """The reason of a connection error, without a full stop."""
    return str(error).rstrip(".") or type(error).__name__
