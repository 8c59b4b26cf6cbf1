"""Fetching feeds and pages: politely, and nothing from a private network but for feeds that are there themselves."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from retold.errors import FetchError
from retold.read.fetch import Fetched, fetch
from retold.read.fetch_politeness import Politeness
from retold.read.fetch_robots import Robots
from retold.watch.listing import MAX_LISTING_BYTES
from retold.watch.state import Feed, Page

__all__ = ["Later", "Web", "host_of", "same_host"]

# To look up whether a host is on the public web.
_LOOK_UP = 10.0
# Sitemaps may weigh 50 MB, which takes a slow server longer than a page does.
_FEED_TIMEOUT = 60.0
_PORTS = {"http": 80, "https": 443}


class Later(FetchError):  # noqa: N818 - the server is not wrong, only busy
    """The host asked to be left alone; nothing was sent to it. `retry_after` says for how long."""


class Web:
    """What is fetched, and the rules for that."""

    def __init__(self, politeness: Politeness | None = None, sleep: Callable[[float], None] = time.sleep) -> None:
        self._politeness = politeness if politeness is not None else Politeness(sleep=sleep)
        # One for each way of fetching, as a host's robots.txt is fetched the way its pages are.
        self._robots = {public_only: Robots(public_only=public_only) for public_only in (False, True)}

    def feed(self, feed: Feed, own: bool = True) -> Fetched:
        """A feed that the user named, or with `own` false a sitemap on another host; 304 where nothing has changed.

        Whether programs may fetch what the user named is for the user to say, as in a browser. Sitemaps that an index
        leads to are subject to robots.txt, as pages are.
        """
        public_only = not own or (feed.root != feed.url and _is_public(feed.url))
        if feed.root != feed.url:
            self._check_robots(feed.url, public_only)
        got = self._in_turn(
            feed.url,
            None,
            lambda: fetch(
                feed.url,
                timeout=_FEED_TIMEOUT,
                limit=MAX_LISTING_BYTES,
                public_only=public_only,
                etag=feed.etag,
                modified=feed.modified,
                accept="feed",
            ),
        )
        if got.retry_after:
            self._politeness.hold(feed.url, got.retry_after)
        return got

    def page(self, page: Page) -> Fetched:
        """A page that a feed lists."""
        public_only = not page.own or _is_public(page.url)
        self._check_robots(page.url, public_only)
        delay = self._robots[public_only].delay(page.url)
        return self._in_turn(page.url, delay, lambda: fetch(page.url, public_only=public_only))

    def _check_robots(self, url: str, public_only: bool) -> None:
        if not self._robots[public_only].allows(url):
            if public_only and not _is_public(url):  # robots.txt was not even asked for
                message = f"{url} has no address on the public web, and links into private networks are not followed."
                raise FetchError(message)
            raise FetchError(f"{url} must not be fetched by programs: its robots.txt says so, or cannot be had.")

    def _in_turn(self, url: str, delay: float | None, get: Callable[[], Fetched]) -> Fetched:
        asked = False
        try:
            with self._politeness.turn(url, delay):
                asked = True
                return get()
        except FetchError as error:
            if asked:
                raise
            raise Later(str(error), retry_after=error.retry_after) from error


def same_host(url: str, other: str) -> bool:
    """Whether two addresses are on one host: the same name and port, or both at the ordinary port of their scheme.

    >>> same_host("http://paper.example/feed", "https://paper.example/storm")
    True
    >>> same_host("http://localhost:8000/feed", "http://localhost:9200/")
    False
    """
    one, two = urlsplit(url), urlsplit(other)
    if not one.hostname or one.hostname != two.hostname:
        return False
    ports = [parts.port or _PORTS.get(parts.scheme, 0) for parts in (one, two)]
    ordinary = all(port == _PORTS.get(parts.scheme) for port, parts in zip(ports, (one, two), strict=True))
    return ports[0] == ports[1] or ordinary


def host_of(url: str) -> str:
    """The host of an address, whatever the port."""
    return urlsplit(url).hostname or ""


def _is_public(url: str) -> bool:
    """Whether the host of an address is on the public web, where no page may lead into a private network."""
    from retold.read.fetch_address import AddressRefusedError, find_addresses

    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS[parts.scheme]
        find_addresses(parts.hostname or "", port, time.monotonic() + _LOOK_UP, public_only=True)
    except AddressRefusedError:
        return False
    except OSError:
        return True  # fetching will say what is wrong
    return True
