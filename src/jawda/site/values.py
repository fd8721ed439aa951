"""Values of the environment that cannot be used are refused with one sentence, never with a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from jawda.foundation.devices.offered import Offered, read_offered
from jawda.foundation.fetching.addresses import BadAddress, Reach, Target, parsed


class ValueRefused(ValueError):
    """The sentence says which value, and what was expected."""


def count(environ: Mapping[str, str], name: str, default: int) -> int:
    """A whole number, zero or more.

    >>> count({"JAWDA_PROXIES": "2"}, "JAWDA_PROXIES", 0)
    2
    """
    value = environ.get(name, "").strip()
    if not value:
        return default
    if not value.isascii() or not value.isdigit():
        raise ValueRefused(f"{name} is {value!r}: a whole number expected")
    return int(value)


def identity_domain(base_url: str, given: str) -> str:
    """The domain in identifiers: the one given, else the platform's own where it is public.

    A machine at hand has none, and no reader may ever ask a local name: its documents carry a name that is kept free
    for examples (RFC 2606).

    >>> identity_domain("https://qualite.gov.example:8443", ""), identity_domain("http://localhost:8000", "")
    ('qualite.gov.example%3A8443', 'jawda.example')
    """
    if given:
        return given
    parts = urlsplit(base_url)
    if parts.scheme != "https" or "." not in (parts.hostname or "") or (parts.hostname or "").endswith(".localhost"):
        return "jawda.example"
    port = f"%3A{parts.port}" if parts.port not in (None, 443) else ""
    return f"{parts.hostname}{port}"


def devices(environ: Mapping[str, str]) -> tuple[Offered, ...]:
    """Devices with keys that are lent to organisations."""
    said = environ.get("JAWDA_PKCS11_DEVICES", "")
    if not said.strip():
        return ()
    try:
        return read_offered(said)
    except ValueError as fault:
        raise ValueRefused(str(fault)) from None


def time_stamps(environ: Mapping[str, str]) -> tuple[Target, Reach] | None:
    """Which service stamps seals, and how far it may be; None where none is set."""
    address = environ.get("JAWDA_TIMESTAMP_URL", "").strip()
    if not address:
        return None
    reach = _reach(environ, "JAWDA_TIMESTAMP")
    try:
        return parsed(address, reach), reach
    except (BadAddress, ValueError) as fault:
        raise ValueRefused(f"JAWDA_TIMESTAMP_URL is {address!r}: an https address is expected ({fault})") from None


def webhooks(environ: Mapping[str, str]) -> Reach:
    """How far messages to programs of organisations may go.

    A public IP address may stand in the place of a name: an organisation's own program may have none.
    """
    return replace(_reach(environ, "JAWDA_WEBHOOKS"), literals=True)


def _reach(environ: Mapping[str, str], prefix: str) -> Reach:
    try:
        return Reach.of(environ, prefix)
    except ValueError:
        name = f"{prefix}_PORTS"
        said = environ[name]
        raise ValueRefused(f"{name} is {said!r}: numbers of ports, with spaces between them, are expected") from None
