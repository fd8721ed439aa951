"""A credential that nobody signed, as examples and drafts come: it can be looked at, and never verified.

It is a type of its own, so that nothing that verifies can take it for a credential that holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from jawda.core.credentials.credential import ENVELOPED
from jawda.core.credentials.json_text import Json, parse_object
from jawda.core.credentials.moments import moment
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.shapes import address, hold
from jawda.core.credentials.untp import W3C_CONTEXT

_SECURED: Final = (ENVELOPED, [ENVELOPED])


@dataclass(frozen=True)
class Unsecured:
    """What a document without any proof says of itself; ``raw`` are the bytes that came."""

    document: Mapping[str, Json]
    raw: bytes
    types: tuple[str, ...]
    issuer: str
    issuer_name: str | None
    id: str | None
    valid_from: datetime | None
    valid_until: datetime | None

    @cached_property
    def sha256(self) -> str:
        """What names the bytes that came, in hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()


def read(data: bytes) -> Unsecured | None:
    """The credential in ``data``; None where it is secured, by a proof or by an envelope (W3C VCDM 2.0, 4.12).

    Refused: what has not the form that every credential has (W3C VCDM 2.0, 4).

    >>> read(b"eyJ.eyJ.AAAA") is None
    True
    """
    data = data.strip(b" \t\r\n")
    if not data.startswith(b"{"):
        return None
    document = parse_object(data)
    if "proof" in document or document.get("type") in _SECURED:
        return None
    contexts: Any = document.get("@context")
    if not isinstance(contexts, list) or contexts[:1] != [W3C_CONTEXT]:
        raise refuse("context_order", path="@context")
    number = document.get("id")
    if number is not None:
        hold(number, address)
    issuer, name = _issuer(document.get("issuer"))
    begins, ends = (
        moment(document[member], path=member) if member in document else None for member in ("validFrom", "validUntil")
    )
    return Unsecured(
        document=document,
        raw=data,
        types=_types(document.get("type")),
        issuer=issuer,
        issuer_name=name,
        id=None if number is None else str(number),
        valid_from=begins,
        valid_until=ends,
    )


def _types(kinds: Json) -> tuple[str, ...]:
    found = [kinds] if isinstance(kinds, str) else kinds
    if not isinstance(found, list) or "VerifiableCredential" not in found:
        raise refuse("kind", path="type", expected="VerifiableCredential")
    return tuple(str(kind) for kind in found)


def _issuer(issuer: Json) -> tuple[str, str | None]:
    found, name = (issuer.get("id"), issuer.get("name")) if isinstance(issuer, dict) else (issuer, None)
    if found is None:
        raise refuse("shape_missing", path="issuer", expected="missing")
    hold(found, address)
    return str(found), name if isinstance(name, str) else None
