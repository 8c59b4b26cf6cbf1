"""One request at a time to each host, with a pause after it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from retold.errors import FetchError

__all__ = ["MAX_DELAY", "PAUSE", "Politeness"]

# Two seconds: no more than a reader who opens one page after the other.
PAUSE = 2.0
# A longer Crawl-delay is cut to this: with an hour between two pages, as a few hosts ask for, no feed is ever read.
MAX_DELAY = 30.0
# A turn that would be this far off is not waited for.
_PATIENCE = 60.0
# Hosts in memory before those are forgotten whose pause is over.
_MAX_HOSTS = 1_000


class _Host:
    """One host: who is there now, who holds on to this object, and when the next may come."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.users = 0
        self.ready = 0.0


class Politeness:
    """Keeps requests to one host apart, also between threads. A host is a name, whatever the port and scheme.

    Requests are kept apart by the address that is asked for; where a redirect leads is not seen here.
    """

    def __init__(
        self,
        *,
        pause: float = PAUSE,
        patience: float = _PATIENCE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._pause = pause
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    @contextlib.contextmanager
    def turn(self, url: str, delay: float | None = None) -> Iterator[None]:
        """Wait until `url` may be fetched; the fetching belongs into the `with` block.

        `delay` is the Crawl-delay of the host, if it has one. The pause begins when the block ends, by an error or
        not; a FetchError in it says by its `retry_after` how long to stay away. Where the host is to be left alone
        for longer than `patience` seconds, nothing is waited for, and a FetchError with `retry_after` raised.
        """
        name = _host_of(url)
        with self._lock:
            host = self._hosts.setdefault(name, _Host())
            host.users += 1
        try:
            with host.turn:
                while (wait := host.ready - self._clock()) > 0:
                    if wait > self._patience:
                        message = f"{name} asked to be left alone for another {wait:.0f} seconds."
                        raise FetchError(message, retry_after=wait)
                    self._sleep(wait)
                rest = max(self._pause, min(delay or 0.0, MAX_DELAY))
                try:
                    yield
                except FetchError as error:
                    rest = max(rest, error.retry_after or 0.0)
                    raise
                finally:
                    with self._lock:
                        host.ready = max(host.ready, self._clock() + rest)
        finally:
            self._leave(host)

    def hold(self, url: str, seconds: float) -> None:
        """Leave the host of `url` alone for `seconds` from now, as by the Retry-After of an answer without an error."""
        with self._lock:
            host = self._hosts.setdefault(_host_of(url), _Host())
            host.ready = max(host.ready, self._clock() + seconds)

    def wait(self, url: str) -> float:
        """The seconds until the next turn at the host of `url`, as far as its pause goes; 0 if there is none."""
        with self._lock:
            host = self._hosts.get(_host_of(url))
            return 0.0 if host is None else max(0.0, host.ready - self._clock())

    def _leave(self, host: _Host) -> None:
        """One user fewer; where many hosts are kept, forget those that nobody uses and whose pause is over."""
        with self._lock:
            host.users -= 1
            if len(self._hosts) > _MAX_HOSTS:
                now = self._clock()
                self._hosts = {name: kept for name, kept in self._hosts.items() if kept.users or kept.ready > now}


def _host_of(url: str) -> str:
    """The host of an address, in lower case; of what is no address, nothing."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
