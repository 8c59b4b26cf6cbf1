"""Who may ask: the token, the cookie that stands for it, the names of this host, and pages of other sites."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import secrets
import stat
import time
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

from retold.errors import SettingsError

__all__ = ["COOKIE", "Access", "is_loopback", "names_proxies", "read_token"]

COOKIE = "retold"
_LEAST_TOKEN = 16  # characters
_MOST_TOKEN = 1000
_COOKIE_SECONDS = 12 * 3600  # a long day in a newsroom
_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
_LOOPBACK = (*_OWN_NAMES, "::1")
_EVERYWHERE = ("0.0.0.0", "::", "[::]")


def is_loopback(host: str) -> bool:
    """Whether nobody outside this machine can reach a server that is bound to `host`."""
    return host in _LOOPBACK


def names_proxies(given: str) -> bool:
    """Whether this is an IP address, a network, or several of them with commas in between.

    >>> [names_proxies(given) for given in ("127.0.0.1", "10.0.0.0/8, ::1", "10.0.0.1/8", "proxy.example", "*", "")]
    [True, True, False, False, False, False]
    """
    try:
        for part in given.split(","):
            _ = ipaddress.ip_network(part.strip()) if "/" in part else ipaddress.ip_address(part.strip())
    except ValueError:
        return False
    return True


def read_token(path: Path) -> tuple[str, str]:
    """The token in a file, and a warning, or an empty string, about who else can read it. Raises `SettingsError`."""
    try:
        with path.open("rb") as file:
            token = file.read(10 * _MOST_TOKEN).decode("ascii").strip()
            mode = os.fstat(file.fileno()).st_mode
    except UnicodeDecodeError as error:
        raise SettingsError(f"The token in {path} may only have letters, digits and signs of ASCII.") from error
    except OSError as error:
        raise SettingsError(f"The token file {path} could not be read: {error.strerror}.") from error
    if len(token) < _LEAST_TOKEN:
        raise SettingsError(f"The token in {path} must have at least {_LEAST_TOKEN} characters.")
    if len(token) > _MOST_TOKEN or any(not sign.isprintable() or sign.isspace() for sign in token):
        raise SettingsError(f"{path} must hold one token of at most {_MOST_TOKEN} characters, without spaces.")
    loose = os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO)
    return token, f"Others on this machine can read the token in {path}; chmod 600 keeps it yours." if loose else ""


class Access:
    """The rules for who may ask. A cookie is signed with a key that ends with this process, so it ends too."""

    def __init__(
        self, *, token: str, host: str, allow_hosts: tuple[str, ...] = (), clock: Callable[[], float] = time.time
    ) -> None:
        self._token, self._clock = token.encode(), clock
        self._key = hmac.new(secrets.token_bytes(32), self._token, hashlib.sha256).digest()
        bound = f"[{host}]" if ":" in host and not host.startswith("[") else host
        names = [*_OWN_NAMES, *allow_hosts, *([] if host in _EVERYWHERE else [bound])]
        self._names = frozenset(name.lower().rstrip(".") for name in names)

    @property
    def closed(self) -> bool:
        """Whether a token is asked for."""
        return bool(self._token)

    def knows_host(self, header: str) -> bool:
        """Whether a Host header names this server: a page of another site that points its own name here does not."""
        host, _ = _split(header)
        return bool(host) and host in self._names

    def is_token(self, given: str) -> bool:
        """Whether this is the token; takes as long whatever is given."""
        return self.closed and hmac.compare_digest(given.encode("utf-8", "replace"), self._token)

    def may_ask(self, headers: Mapping[str, str]) -> bool:
        """Whether a request carries the token or its cookie, where one is asked for."""
        if not self.closed:
            return True
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.is_token(given.strip()):
            return True
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return morsel is not None and self._is_cookie(morsel.value)

    def new_cookie(self, *, secure: bool) -> str:
        """The Set-Cookie header for somebody who has named the token."""
        until = str(int(self._clock()) + _COOKIE_SECONDS)
        end = f"; Max-Age={_COOKIE_SECONDS}{'; Secure' if secure else ''}"
        return f"{COOKIE}={until}.{self._signed(until)}; HttpOnly; SameSite=Strict; Path=/{end}"

    def no_cookie(self) -> str:
        """The Set-Cookie header that takes the cookie away."""
        return f"{COOKIE}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0"

    def _is_cookie(self, value: str) -> bool:
        until, _, signed = value.partition(".")
        if not (until.isascii() and until.isdigit() and len(until) < 13):
            return False
        right = hmac.compare_digest(signed.encode("utf-8", "replace"), self._signed(until).encode())
        return right and int(until) > self._clock()

    def _signed(self, until: str) -> str:
        return hmac.new(self._key, f"retold {until}".encode(), hashlib.sha256).hexdigest()

    def is_same_site(self, headers: Mapping[str, str]) -> bool:
        """Whether a request that writes comes from a page of this server, or from no page at all."""
        site = headers.get("sec-fetch-site", "")
        if site not in ("", "same-origin", "none"):
            return False
        origin = headers.get("origin")
        if origin is None:
            return True
        parts = origin.partition("://")
        return parts[0] in ("http", "https") and _split(parts[2], parts[0]) == _split(
            headers.get("host", ""), parts[0]
        )


def _split(authority: str, scheme: str = "http") -> tuple[str, str]:
    """The host and the port of a Host header or an origin, in small letters; empty where it is none."""
    if any(sign in authority for sign in "/?#@\\ ") or not authority.isascii():
        return "", ""
    try:
        parts = urlsplit(f"//{authority}")
        port = parts.port
    except ValueError:
        return "", ""
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    usual = 443 if scheme == "https" else 80
    return host, str(port or usual)
