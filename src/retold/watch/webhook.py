"""Findings to a webhook: one signed POST each, tried again until the receiver confirms it, for a day at most.

The signature is that of Stripe's webhooks, for which every language has code: `Retold-Signature: t=…,v1=…`, where `t`
is the time of sending and `v1` the HMAC-SHA256, in hexadecimal, of that time, a full stop and the body.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from retold._version import __version__
from retold.errors import SettingsError
from retold.watch.state import Due, State

__all__ = ["GIVEN_UP_AFTER", "Webhook", "sign"]

# A receiver that is down is noticed and back within a day; after that its findings are old news.
GIVEN_UP_AFTER = 86_400.0
_TIMEOUT = 10.0
_FIRST_WAIT = 10.0
_LONGEST_WAIT = 3600.0
# Answers after which the receiver is left alone for a while; others speak of the one finding alone.
_DOWN = (408, 425, 429)


def sign(secret: bytes, time: int, body: bytes) -> str:
    """The value of the header `Retold-Signature`.

    >>> sign(b"secret", 1, b"{}")[:12]
    't=1,v1=11227'
    """
    digest = hmac.new(secret, b"%d." % time + body, hashlib.sha256).hexdigest()
    return f"t={time},v1={digest}"


class Webhook:
    """The receiver at `url`, which knows `secret`."""

    def __init__(self, url: str, secret: bytes) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SettingsError(f"A webhook is an http or https address, not {url}.")
        if not secret:
            raise SettingsError("The secret of the webhook is empty.")
        self.name = f"webhook:{url}"
        self._url = url
        self._host = parts.hostname
        self._secret = secret
        self._failures = 0
        self._rest_until = 0.0

    def deliver(self, state: State, now: float) -> list[str]:
        """Send what is due, in order, and stop at the first that the receiver is not there for."""
        said: list[str] = []
        late = [due.number for due in state.due(self.name) if now - due.since > GIVEN_UP_AFTER]
        if late:
            state.confirm(self.name, late)
            said.append(f"{len(late):,} findings could not be sent to {self._host} within a day and were given up.")
        if now < self._rest_until:
            return said
        for due in state.due(self.name, now):
            status, wait, reason = self._send(due, now)
            if 200 <= status < 300:
                state.confirm(self.name, [due.number])
                self._failures = 0
                continue
            state.postpone_output(self.name, due.number, now + (wait or _wait(due.tries)))
            said.append(f"The webhook at {self._host} {reason}; the finding is kept and sent again.")
            if status == 0 or status >= 500 or status in _DOWN:
                self._rest_until = now + (wait or _wait(self._failures))
                self._failures += 1
                break
        return said

    def next_time(self, state: State) -> float | None:
        """When there is next something to send."""
        due = state.next_output(self.name)
        return None if due is None else max(due, self._rest_until)

    def _send(self, due: Due, now: float) -> tuple[int, float | None, str]:
        """Send one finding: the status (0 for none), the seconds that the receiver asks for, and what it said."""
        import httpx

        body = json.dumps(due.record, ensure_ascii=False).encode("utf-8", "replace")
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"retold/{__version__}",
            "Retold-Signature": sign(self._secret, int(now), body),
        }
        try:
            # A redirect is not followed: what is signed goes where the user said, and nowhere else.
            with httpx.stream("POST", self._url, content=body, headers=headers, timeout=_TIMEOUT) as answer:
                return answer.status_code, _asked(answer.headers), f"answered {answer.status_code}"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return 0, None, f"could not be reached ({str(error).rstrip('.') or type(error).__name__})"


def _wait(failures: int) -> float:
    """The seconds until the next try: ten at first, then twice as many each time, an hour at most."""
    return min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(failures, 20))


def _asked(headers: Mapping[str, str]) -> float | None:
    """The seconds for which the receiver asks to be left alone, an hour at most."""
    value = headers.get("retry-after", "").strip()
    return min(float(value[:9]), _LONGEST_WAIT) if value.isascii() and value.isdigit() else None
