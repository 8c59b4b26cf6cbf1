"""A connection for one request: to a checked address, and over at a fixed moment whatever the server does.

httpx's own timeouts count from the last byte, and headers may come one byte at a time for hours; here every wait is
cut to what is left of the whole time. httpx also looks a name up only when it connects, so that what was checked
before might not be what is connected to; here both are one look-up.
"""

from __future__ import annotations

import importlib.util
import ssl
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import httpcore
import httpx

from retold.read.fetch_address import find_addresses

__all__ = ["open_client"]


def open_client(url: httpx.URL, deadline: float, public_only: bool, headers: Mapping[str, str]) -> httpx.Client:
    """A client for one request to `url`, without cookies or anything else from before.

    All of it must be over at `deadline` (of `time.monotonic`), else an httpcore.TimeoutException. The proxies of the
    environment are used unless `public_only` is set, as they would look up the name themselves.
    """
    pool = httpcore.ConnectionPool(
        ssl_context=_tls(),
        proxy=None if public_only else _environment_proxy(url),
        max_connections=1,
        network_backend=_Backend(deadline, public_only),
    )
    # As bytes, since a server's ETag need not be ASCII.
    encoded = {name.encode(): value.encode(errors="replace") for name, value in headers.items()}
    return httpx.Client(transport=_Transport(pool), headers=encoded, timeout=None, trust_env=False)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """The certificates that are trusted; reading them takes longer than many a page."""
    return httpx.create_ssl_context()


def _environment_proxy(url: httpx.URL) -> httpcore.Proxy | None:
    """The proxy that the environment wants for an address."""
    proxies = urllib.request.getproxies()
    address = proxies.get(url.scheme) or proxies.get("all")
    if not address or urllib.request.proxy_bypass(url.netloc.decode("ascii")):
        return None
    try:
        proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
    except (httpx.InvalidURL, ValueError) as error:
        raise httpcore.ProxyError("the proxy that the environment names is not a valid address") from error
    if proxy.url.scheme.startswith("socks") and importlib.util.find_spec("socksio") is None:
        raise httpcore.ProxyError("a SOCKS proxy, as the environment names, needs the package socksio")
    return httpcore.Proxy(_core_url(proxy.url), auth=proxy.raw_auth)


def _core_url(url: httpx.URL) -> httpcore.URL:
    """An httpx address as httpcore wants it."""
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


class _Transport(httpx.BaseTransport):
    """Hands httpx's requests to a pool of httpcore; errors stay httpcore's."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert isinstance(request.stream, httpx.SyncByteStream)
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=_core_url(request.url),
                headers=request.headers.raw,
                content=request.stream,
            )
        )
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer of httpcore, as httpx wants it."""

    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        if hasattr(self._stream, "close"):
            self._stream.close()


class _Backend(httpcore.NetworkBackend):
    """Connects to addresses that were checked, until `deadline`."""

    def __init__(self, deadline: float, public_only: bool) -> None:
        self._deadline = deadline
        self._public_only = public_only
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = find_addresses(host, port, self._deadline, self._public_only)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        failure: Exception = httpcore.ConnectTimeout()
        for tried, address in enumerate(addresses):
            # Each address gets its share of the time, so that a dead one does not use it up for the others.
            share = _left(self._deadline, httpcore.ConnectTimeout) / (len(addresses) - tried)
            try:
                stream = self._sockets.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure


class _Stream(httpcore.NetworkStream):
    """A connection on which every wait ends at `deadline`."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, httpcore.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(deadline: float, late: type[httpcore.TimeoutException]) -> float:
    """The seconds that are left, more than none; else raises `late`."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise late
    return left
