"""What the owner of a host lets programs fetch: robots.txt, as in RFC 9309.

The standard library's urllib.robotparser knows no wildcards, takes the first rule that fits where the longest counts,
and any group whose name is a part of ours, so this is written anew.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

from retold.errors import FetchError
from retold.read.fetch import PRODUCT, Fetched, fetch

__all__ = ["MAX_ROBOTS_BYTES", "Robots", "Rules", "parse_robots"]

# RFC 9309, 2.5: at least 500 kibibytes must be read. What comes after is left out.
MAX_ROBOTS_BYTES = 512_000

# RFC 9309, 2.4: no longer than a day, unless the file cannot be had.
_KEPT = 86_400.0
# How long a host whose robots.txt cannot be had is left alone before it is asked again.
_RETRY = 600.0
# Hosts whose rules are kept in memory; a few kilobytes each, and a watch on every paper of a country has fewer.
_MAX_HOSTS = 5_000

_LINE_END = re.compile(r"\r\n?|\n")
_PRODUCT = re.compile(r"[A-Za-z_-]+")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# What may stand in an address as it is; the percent sign as what it escapes has been dealt with.
_KEPT_SIGNS = "%/:?#[]@!&'()+,;="


class Rules(NamedTuple):
    """What a robots.txt says to one program: patterns of paths, whether they allow, and the seconds to leave between.

    `delay` is None where none is asked for.
    """

    paths: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    def allow(self, path: str) -> bool:
        """Whether a path, with its query, may be fetched: the longest rule that fits counts, else it may.

        >>> parse_robots("User-agent: *\\nDisallow: /press/\\nAllow: /press/*.html$").allow("/press/a.html")
        True
        """
        path = _plain(path, "") or "/"
        if path == "/robots.txt":
            return True
        longest, allowed = -1, True
        for pattern, allow in self.paths:
            # Of two equally long rules, the one that allows counts.
            if (len(pattern), allow) > (longest, allowed) and _fits(pattern, path):
                longest, allowed = len(pattern), allow
        return allowed


class Robots:
    """Answers whether addresses may be fetched, by the robots.txt of their hosts, which it fetches and keeps.

    A host without one (any answer from 400 to 499) allows everything. One that cannot be had, as of now, allows
    nothing: because the server is broken, or cannot be reached, or asks for fewer requests (429, which RFC 9309 would
    count as none, but to go on asking is just what it does not want). Then an older copy, if there is one, goes on
    to count, and it is asked for again after ten minutes. One object may serve many threads.
    """

    def __init__(
        self,
        *,
        public_only: bool = True,
        product: str = PRODUCT,
        clock: Callable[[], float] = time.monotonic,
        get: Callable[..., Fetched] = fetch,
    ) -> None:
        """`get` is called as `fetch` is."""
        self._public_only = public_only
        self._product = product
        self._clock = clock
        self._get = get
        self._lock = threading.Lock()
        # For each host the rules, or None for not now, and until when they count.
        self._known: dict[str, tuple[Rules | None, float]] = {}

    def allows(self, url: str) -> bool:
        """Whether `url` may be fetched now. What is no address may not."""
        host, path = _split(url)
        rules = self._rules(host) if host else None
        return rules is not None and rules.allow(path)

    def delay(self, url: str) -> float | None:
        """The seconds that the host of `url` wants between two requests (Crawl-delay), or None."""
        host, _ = _split(url)
        rules = self._rules(host) if host else None
        return None if rules is None else rules.delay

    def _rules(self, host: str) -> Rules | None:
        """The rules of a host, from memory while they count."""
        with self._lock:
            rules, until = self._known.get(host, (None, -math.inf))
        if self._clock() < until:
            return rules
        try:
            got = self._get(
                f"{host}/robots.txt", limit=MAX_ROBOTS_BYTES, public_only=self._public_only, accept="robots"
            )
            rules, kept = parse_robots(got.data.decode("utf-8-sig", "replace"), self._product), _KEPT
        except FetchError as error:
            if 400 <= error.status < 500 and error.status != 429:
                rules, kept = Rules(), _KEPT
            else:
                kept = max(_RETRY, error.retry_after or 0.0)
        with self._lock:
            self._known.pop(host, None)
            self._known[host] = rules, self._clock() + kept
            if len(self._known) > _MAX_HOSTS:
                del self._known[next(iter(self._known))]
        return rules


def parse_robots(text: str, product: str = PRODUCT) -> Rules:
    """What a robots.txt says to the program `product`.

    Of the groups, those with the longest name count that is `product` or, as in "paper-bot" and "paper", what comes
    before a hyphen in it; without any, those for "*". Groups with the same name count as one.
    """
    parts = product.lower().split("-")
    wanted = {"*", *("-".join(parts[:number]) for number in range(1, len(parts) + 1))}
    groups: dict[str, tuple[list[tuple[str, bool]], list[float]]] = {}
    names: set[str] = set()  # of the group in which the line stands, those that are wanted
    open_names = False
    for line in _LINE_END.split(text):
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if not open_names:
                names, open_names = set(), True
            found = _PRODUCT.match(value)
            name = "*" if value.startswith("*") else found.group().lower() if found else ""
            if name in wanted:
                names.add(name)
                groups.setdefault(name, ([], []))
        elif key in ("allow", "disallow"):
            open_names = False
            if value and names:  # an empty rule fits no path
                rule = _pattern(value), key == "allow"
                for name in names:
                    groups[name][0].append(rule)
        elif key == "crawl-delay":
            open_names = False
            seconds = _number(value)
            if seconds is not None:
                for name in names:
                    groups[name][1].append(seconds)
    longest = max(groups, key=lambda name: (name != "*", len(name)), default="*")
    paths, delays = groups.get(longest, ([], []))
    return Rules(tuple(dict.fromkeys(paths)), max(delays, default=None))


def _split(url: str) -> tuple[str, str]:
    """An address as it will be asked for: scheme and host, path and query; nothing for what is no address."""
    import httpx

    try:
        address = httpx.URL(url)
        host = f"{address.scheme}://{address.netloc.decode('ascii')}" if address.scheme and address.host else ""
    except (httpx.InvalidURL, UnicodeError):
        return "", ""
    return host, address.raw_path.decode("ascii")


def _number(text: str) -> float | None:
    """A number of seconds, or None where it is none."""
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _pattern(value: str) -> str:
    """A rule as it is compared: stars in a row are one, and only a dollar sign at the end is the end."""
    end = "$" if value.endswith("$") else ""
    return re.sub(r"\*+", "*", _plain(value.removesuffix("$"), "*")) + end


def _plain(path: str, special: str) -> str:
    """A path in the one spelling in which paths are compared (RFC 9309, 2.2.2), with the signs in `special` kept."""

    def decode(match: re.Match[str]) -> str:
        character = chr(int(match.group(1), 16))
        return character if character in _UNRESERVED else match.group().upper()

    return quote(_ESCAPE.sub(decode, path), safe=_KEPT_SIGNS + special, errors="replace")


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern fits the beginning of a path, or all of it where it ends with a dollar sign.

    Each piece between stars is looked for once, from left to right, so that no pattern takes long.
    """
    whole = pattern.endswith("$")
    first, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not pieces:
        return not whole or path == first
    last = pieces.pop() if whole else ""
    at = len(first)
    for piece in pieces:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return path.endswith(last) and len(path) - len(last) >= at
