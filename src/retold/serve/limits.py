"""How often one address may ask."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

__all__ = ["Rate", "client_network"]

# So many addresses are remembered; who has not asked for longest is forgotten first, and starts with a full bucket.
_REMEMBERED = 20_000


class Rate:
    """A bucket of tokens for each client: it holds those of one minute, and fills at that rate.

    >>> rate = Rate(2, clock=lambda: 0.0)
    >>> [rate.wait("a"), rate.wait("a"), rate.wait("a"), rate.wait("b")]
    [0, 0, 30, 0]
    """

    def __init__(self, a_minute: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._a_minute, self._clock = a_minute, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, cost: float = 1.0) -> int:
        """0 where the client may ask, which takes `cost` tokens; or else the seconds until it may."""
        if not self._a_minute:
            return 0
        now = self._clock()
        left, then = self._buckets.pop(client, (self._a_minute, now))
        left = min(self._a_minute, left + (now - then) * self._a_minute / 60)
        allowed = left >= cost
        self._buckets[client] = (left - cost if allowed else left, now)
        while len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((cost - left) * 60 / self._a_minute))


def client_network(address: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 of an IPv6 one, all of which one customer has.

    >>> client_network("2001:db8:1:2:3:4:5:6")
    '2001:db8:1:2::/64'
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(ip) >> 64 << 64, 64)))
    return str(ip)
