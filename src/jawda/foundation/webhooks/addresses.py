"""Where a message may go: to public addresses over https, never into the network in which the server stands.

A name is looked up once, and the connection is made to what was found, so that it cannot mean something else a moment
later.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from jawda.foundation.webhooks.models import Fault

LONGEST: Final = 500
Address = IPv4Address | IPv6Address

_NEVER: Final = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16", "fec0::/10",
    )
)  # fmt: skip
"""Besides what is not public: those that stand for other addresses, or that versions of Python judge differently."""


class BadAddress(ValueError):
    """Not an address that can be told; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(Exception):
    """Nothing can or may be sent there."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. ``path`` has the query with it."""

    host: str
    port: int
    path: str


def parsed(address: str) -> Target:
    """``BadAddress`` unless it is https, with a public name, a port that is allowed, and nothing strange in it."""
    if (
        len(address) > LONGEST
        or not address.isascii()
        or any(ord(letter) <= 32 or letter == "\\" for letter in address)
    ):
        raise BadAddress("letters")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError:
        raise BadAddress("letters") from None
    if parts.scheme != "https":
        raise BadAddress("https")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadAddress("parts")
    if not settings.WEBHOOKS_LOOPBACK and port not in settings.WEBHOOKS_PORTS:
        raise BadAddress("port")
    if not _is_host(host):
        raise BadAddress("host")
    return Target(host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _is_host(host: str) -> bool:
    """A name with a dot that could be public, or an address that is."""
    try:
        return is_allowed(ip_address(host))
    except ValueError:
        pass
    if settings.WEBHOOKS_LOOPBACK and host == "localhost":
        return True
    labels = host.rstrip(".").split(".")
    sound = all(0 < len(label) <= 63 and label.replace("-", "").replace("_", "").isalnum() for label in labels)
    return (
        sound and len(labels) > 1 and not labels[-1].isdigit() and labels[-1] not in ("local", "internal", "localhost")
    )


def is_allowed(address: Address) -> bool:
    """Public, by every way of asking; or loopback where the settings say that this is a development machine."""
    if address.is_loopback:
        return bool(settings.WEBHOOKS_LOOPBACK)
    if getattr(address, "scope_id", None) or not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not any(address.version == network.version and address in network for network in _NEVER)


def looked_up(target: Target, seconds: float) -> list[str]:
    """What the name stands for now, asked once. ``Refused`` where it stands for nothing, or for one inner address."""
    found: list[str] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(row[4][0]) for row in rows))

    asking = Thread(target=ask, daemon=True)  # the library's call knows no limit of time
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        raise Refused(Fault.SLOW)
    if not found:
        raise Refused(Fault.NAME)
    if not all(is_allowed(ip_address(text)) for text in found):
        raise Refused(Fault.INNER)
    return found
