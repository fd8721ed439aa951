"""A credential that nobody signed, as examples and drafts come: it can be looked at, and never verified.

It is a type of its own, so that nothing that verifies can take it for a credential that holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from jawda.core.credentials.credential import ENVELOPED, stated
from jawda.core.credentials.json_text import Json, parse_object

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
    said = stated(document)
    return Unsecured(
        document=document, raw=data, types=said.types, issuer=said.issuer, issuer_name=said.issuer_name, id=said.id,
        valid_from=said.valid_from, valid_until=said.valid_until,
    )  # fmt: skip
