"""Where a request may go: to public addresses over https, never into the network in which this machine stands.

A name is looked up once, and the connection is made to what was found, so that it cannot mean something else a moment
later. Nothing here asks for settings or a database: a command on somebody's laptop is bound by the same rules.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Thread
from typing import Final
from urllib.parse import urlsplit

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


class Fault(StrEnum):
    """Why nothing came back that can be used."""

    NAME = "name"
    """The name of the host stands for nothing."""
    INNER = "inner"
    """It leads to an inner network: nothing was sent."""
    CONNECTION = "connection"
    CERTIFICATE = "certificate"
    SLOW = "slow"
    REDIRECT = "redirect"
    STATUS = "status"
    ANSWER = "answer"
    """It cannot be read, was cut off, or is packed in a way that was not asked for."""
    SIZE = "size"
    """More than whoever asks can use."""


class BadAddress(ValueError):
    """Not an address that can be asked; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(Exception):
    """Nothing can or may be sent there, or nothing usable came back."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Reach:
    """How far requests may go; what is said here by default is the narrowest.

    ``loopback``: to this machine too, at any port, for whoever develops or tests on it. ``authorities``: a PEM file of
    those whose certificates are believed besides the system's. ``literals``: a public IP address may stand in the place
    of a name.
    """

    ports: frozenset[int] = frozenset({443})
    loopback: bool = False
    authorities: str = ""
    literals: bool = False

    @classmethod
    def of(cls, environ: Mapping[str, str], prefix: str) -> Reach:
        """From ``<prefix>_PORTS``, ``<prefix>_LOOPBACK`` and ``<prefix>_AUTHORITIES``; ``ValueError`` for ports that
        are no numbers.

        >>> Reach.of({"JAWDA_FETCHING_PORTS": "8443"}, "JAWDA_FETCHING").ports == {443, 8443}
        True
        """
        return cls(
            ports=frozenset({443, *map(int, environ.get(f"{prefix}_PORTS", "").split())}),
            loopback=environ.get(f"{prefix}_LOOPBACK") == "1",
            authorities=environ.get(f"{prefix}_AUTHORITIES", ""),
        )


PUBLIC: Final = Reach()


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. ``path`` has the query with it."""

    host: str
    port: int
    path: str


def parsed(address: str, reach: Reach = PUBLIC) -> Target:
    """``BadAddress`` unless it is https, with a public name, a port that is allowed, and nothing strange in it."""
    if (
        len(address) > LONGEST
        or not address.isascii()
        or any(ord(letter) <= 32 or ord(letter) == 127 or letter == "\\" for letter in address)
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
    if not reach.loopback and port not in reach.ports:
        raise BadAddress("port")
    if not _is_host(host, reach):
        raise BadAddress("host")
    return Target(host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _is_host(host: str, reach: Reach) -> bool:
    """A name with a dot that could be public; where literals are allowed, an address that is."""
    try:
        return is_allowed(ip_address(host), reach) and reach.literals
    except ValueError:
        pass
    if reach.loopback and host == "localhost":
        return True
    labels = host.rstrip(".").split(".")
    sound = all(0 < len(label) <= 63 and label.replace("-", "").replace("_", "").isalnum() for label in labels)
    return (
        sound
        and len(labels) > 1
        and not labels[-1].isdigit()
        and not labels[-1].startswith("0x")
        and labels[-1] not in ("local", "internal", "localhost")
    )


def is_allowed(address: Address, reach: Reach = PUBLIC) -> bool:
    """Public, by every way of asking; or loopback where that is said to be a development machine."""
    if address.is_loopback:
        return reach.loopback
    if getattr(address, "scope_id", None) or not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not any(address.version == network.version and address in network for network in _NEVER)


def looked_up(target: Target, seconds: float, reach: Reach = PUBLIC) -> list[str]:
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
    asking.join(max(seconds, 0))
    if asking.is_alive():
        raise Refused(Fault.SLOW)
    if not found:
        raise Refused(Fault.NAME)
    if not all(is_allowed(ip_address(text), reach) for text in found):
        raise Refused(Fault.INNER)
    return found
