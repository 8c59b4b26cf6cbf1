"""What stands before every request: whose it is, where it comes from, how large, how often; and what goes out with it.

Everything that is refused, here or behind it, goes out in the one shape of errors.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response

from retold.errors import RetoldError
from retold.serve.access import Access
from retold.serve.errors import BusyError, RefusedError, TooLongError, explained
from retold.serve.limits import Rate, client_network

__all__ = ["CONTENT_POLICY", "Guard"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Respond = Callable[[Request, RefusedError], Response]

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
# An answer may set another of these for itself, as the report does, whose style is part of the page.
_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_OPEN = ("/health", "/login")  # what is shown to those who have not named the token
_OPEN_BELOW = "/static/"
_READING, _WRITING = ("GET", "HEAD"), ("POST", "DELETE", "PUT", "PATCH")
# A look at a list costs a tenth of a check. Static files and the question whether all is well cost nothing.
_LOOK = 0.1
_MOST_REQUESTS = 200  # at one time
_BODY_SECONDS = 30.0
# Who sends too much is listened to for a while, as many clients read the answer only after they have sent all.
_DISCARDED, _DISCARD_SECONDS = 20_000_000, 5.0

_log = logging.getLogger("retold.serve")


class Guard:
    """An ASGI application around another one."""

    def __init__(self, app: Any, *, access: Access, rate: Rate, max_body_bytes: int, respond: Respond) -> None:
        self._app, self._access, self._rate = app, access, rate
        self._max_body, self._respond = max_body_bytes, respond
        self._requests = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        began = time.monotonic()
        # What answers GET answers HEAD; the server leaves the body out.
        inner = dict(scope, method="GET") if scope["method"] == "HEAD" else scope
        status = 0

        async def send_more(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        self._requests += 1
        try:
            await self._answer(inner, receive, send_more)
        except RetoldError as error:
            if not status:
                await self._refuse(inner, receive, send_more, explained(error))
        except Exception as error:
            _log.error("A request failed: %s", _place_of(error))
            if not status:
                said = RefusedError("Something went wrong here; the reason stands in the server's log.", status=500)
                said.code = "internal"
                await self._refuse(inner, receive, send_more, said)
        finally:
            self._requests -= 1
            # The route and not the address: an address may hold what somebody searched, or the id of a check.
            route = getattr(inner.get("route"), "path", "") or "-"
            took = round(1000 * (time.monotonic() - began))
            _log.info("%s %s %s %d %d ms", _client(scope), scope["method"], route, status, took)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, error: RefusedError) -> None:
        response = self._respond(Request(scope), error)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        self._admit(scope, headers)
        body = await self._body(headers, receive)
        if body is None:
            return  # nobody is there any more
        given = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)

    def _admit(self, scope: Scope, headers: Headers) -> None:
        """Raise a `RefusedError` for a request that is not to be answered."""
        path, method = scope["path"], scope["method"]
        if self._requests > _MOST_REQUESTS:
            raise BusyError("There are too many requests at one time; try again in a few seconds.")
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._access.knows_host(hosts[0]):
            message = "This server is not known under that name; `retold serve --allow-host NAME` adds one."
            raise RefusedError(message, status=400, code="wrong-host")
        free = path.startswith(_OPEN_BELOW) or path == "/health"
        if not (free or path in _OPEN) and not self._access.may_ask(headers):
            self._count(scope, 1.0)  # guessing tokens is not for free
            raise RefusedError(
                "Name the token of this service as `Authorization: Bearer TOKEN`.",
                status=401,
                code="no-token",
                headers={"WWW-Authenticate": 'Bearer realm="retold"'},
            )
        if method not in _READING and not self._access.is_same_site(headers):
            message = "A page of another site may not write here."
            raise RefusedError(message, status=403, code="other-site")
        if not free:
            self._count(scope, _LOOK if method in _READING else 1.0)

    def _count(self, scope: Scope, cost: float) -> None:
        wait = self._rate.wait(client_network(_client(scope)), cost)
        if wait:
            raise RefusedError(
                f"This address has asked too often; it may ask again in {wait} seconds.",
                status=429,
                code="too-often",
                headers={"Retry-After": str(wait)},
            )

    async def _body(self, headers: Headers, receive: Receive) -> bytes | None:
        """The whole body, within the limits of size and time; None where the client has gone."""
        stated = headers.get("content-length", "0")
        too_large = stated.isdigit() and int(stated[:20]) > self._max_body
        body = bytearray()
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                while not too_large:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return None
                    body += message.get("body", b"")
                    if not message.get("more_body", False):
                        if len(body) > self._max_body:
                            raise self._too_large()
                        return bytes(body)
                    too_large = len(body) > self._max_body
        except TimeoutError:
            message_text = f"The request was not sent in full within {_BODY_SECONDS:g} seconds."
            raise RefusedError(message_text, status=408, code="too-slow", headers={"Connection": "close"}) from None
        await _discard(receive)
        raise self._too_large()

    def _too_large(self) -> TooLongError:
        message = f"The request is larger than {self._max_body:,} bytes."
        return TooLongError(message, headers={"Connection": "close"})


async def _discard(receive: Receive) -> None:
    """Let the rest of a body pass, within limits."""
    left = _DISCARDED
    try:
        async with asyncio.timeout(_DISCARD_SECONDS):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return


def _client(scope: Scope) -> str:
    return str((scope.get("client") or ("-",))[0])


def _place_of(error: BaseException) -> str:
    """What an unforeseen error is and where it happened, but not what it says: that may quote a text."""
    import traceback
    from pathlib import Path

    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return f"{type(error).__name__} at " + ", ".join(f"{Path(f.filename).name}:{f.lineno}" for f in frames)
