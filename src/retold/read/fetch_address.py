"""Which addresses may be fetched for somebody else, and what a name stands for.

A server that fetches what strangers ask for stands inside a network of its own, and must not become their way into
it. So every address that a name stands for is looked at before anything is sent to it, and only those that belong
to the public web are used.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from typing import TYPE_CHECKING

from retold.errors import FetchError

if TYPE_CHECKING:
    import httpx

__all__ = ["AddressRefusedError", "check_url", "find_addresses", "is_public"]

# Below 1024 stand the services of the system, mail, remote login and file shares among them, and a request to them
# is at best noise and at worst an attack in our name. News is at 80 and 443, now and then at 8080 or 8443.
_PUBLIC_PORTS = (80, 443)
_FIRST_FREE_PORT = 1024
_LAST_PORT = 65_535

# What Python's ipaddress calls global, in some version or other, and yet is not the public web: protocol
# assignments (one of them the metadata of Oracle's cloud), relays of 6to4, and the one address at which Azure
# answers its own machines.
_CLOSED_V4 = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")))

# All of IPv6 that is given out to hosts (RFC 4291, and IANA's registry since), without protocol assignments
# (among them Teredo), documentation, 6to4, and documentation again (RFC 9637). Older versions of ipaddress do not
# know the last, and call 6to4 global whatever IPv4 address is inside.
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))

# NAT64 (RFC 6052): on networks without IPv4, names that have only an IPv4 address are answered with it in here.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

# The middle of addresses that are tunnelled to the IPv4 address in their last four bytes (ISATAP, RFC 5214), with
# and without the bit that says that it is unique.
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


class AddressRefusedError(Exception):
    """A name does not stand for the public web, or for nothing at all; which of the two is not told to anybody."""


def check_url(url: httpx.URL, public_only: bool) -> None:
    """Raise a FetchError if `url` is not to be fetched, as far as can be seen without looking up its name."""
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError(f"Only http and https addresses can be fetched, not {url}.")
    port = url.port if url.port is not None else {"http": 80, "https": 443}[url.scheme]
    if not 0 < port <= _LAST_PORT:
        raise FetchError(f"{url} is not a valid address.")
    if not public_only:
        return
    if url.userinfo:
        raise FetchError("Addresses with a user name or a password in them are not fetched.")
    if port not in _PUBLIC_PORTS and port < _FIRST_FREE_PORT:
        raise FetchError(f"{url} is at port {port}, where there are no web pages.")


def find_addresses(host: str, port: int, deadline: float, public_only: bool) -> list[str]:
    """The IP addresses of a host, in the order of the system, looked up once.

    With `public_only`, every one of them must be public, else an AddressRefusedError: a name that stands for a public
    and a private address is nobody's honest mistake. Raises OSError if there is no such name, and TimeoutError at
    `deadline` (of `time.monotonic`), at which the system's own search goes on in a thread that nobody waits for.
    """
    found: list[str] = []
    failed: list[Exception] = []

    def work() -> None:
        try:
            found.extend(_look_up(host, port))
        except (OSError, ValueError) as error:  # a UnicodeError, for a name that cannot be one, is a ValueError
            failed.append(error)

    thread = threading.Thread(target=work, name="retold-look-up", daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    if thread.is_alive():
        raise TimeoutError
    if public_only:
        if not found or not all(_is_allowed(address) for address in found):
            raise AddressRefusedError
    elif not found:
        reason = failed[0] if failed else None
        raise reason if isinstance(reason, OSError) else OSError("there is no such name")
    return found


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public web; of a form that holds an IPv4 address, whether that one does.

    >>> [is_public(address) for address in ("1.1.1.1", "10.0.0.1", "::ffff:10.0.0.1", "64:ff9b::101:101")]
    [True, False, False, True]
    """
    try:
        ip = _plain(address)
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _CLOSED_V4)
    if ip.scope_id or ip not in _OPEN_V6 or (int(ip) >> 32) & 0xFFFF_FFFF in _ISATAP:
        return False
    return not any(ip in network for network in _CLOSED_V6)


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An IP address, taken out of the forms in which an IPv4 address is written as IPv6; ValueError if it is none."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and not ip.scope_id:
        if ip.ipv4_mapped is not None:
            return ip.ipv4_mapped
        if ip in _NAT64:
            return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip


def _is_allowed(address: str) -> bool:
    """Whether a stranger may have something fetched from an IP address."""
    return is_public(address) and not _is_own(address)


def _is_own(address: str) -> bool:
    """Whether an IP address is this machine's own.

    It may be a public one and still lead to services that a firewall hides from everybody else. The system answers
    from the address itself where that is its own, which it says without a packet being sent.
    """
    ip = _plain(address)
    family = socket.AF_INET if ip.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(ip), _PUBLIC_PORTS[0]))
            return ipaddress.ip_address(probe.getsockname()[0]) == ip
    except OSError:
        return False


def _look_up(host: str, port: int) -> list[str]:
    """What the system makes of a host, be it a name or an address in any spelling, as plain IP addresses."""
    found = []
    for family, _, _, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if family == socket.AF_INET:
            found.append(str(place[0]))
        elif family == socket.AF_INET6:
            zone = place[3] if len(place) > 3 else 0
            found.append(f"{place[0]}%{zone}" if zone and "%" not in str(place[0]) else str(place[0]))
    return list(dict.fromkeys(found))
