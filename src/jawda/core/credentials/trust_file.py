"""A trust list as a file that someone decided to trust: the signed list, and the keys of whoever keeps it.

To hand over such a file is the act of trust: it says by itself whose list it is. What comes later (newer lists,
bundles) is believed where one of the same keys signed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jawda.core.credentials import token, trust_list_documents
from jawda.core.credentials.json_text import Json, parse_object
from jawda.core.credentials.keys import PublicKey, public_key
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.strict_fields import Fields
from jawda.core.credentials.trust_list import TrustList

_TYPE = "TrustFile"


@dataclass(frozen=True)
class TrustFile:
    """``keys`` are the keeper's, who signed ``token``, in which ``trust`` stands."""

    trust: TrustList
    token: bytes
    keys: tuple[PublicKey, ...]


def write(list_token: bytes, keys: Sequence[PublicKey]) -> dict[str, Json]:
    """The file, to be written as JSON; :func:`read` takes it back."""
    return {"type": _TYPE, "trustList": list_token.decode("ascii"), "keys": [dict(key.jwk()) for key in keys]}


def read(data: bytes) -> TrustFile:
    """The list in a file. Refused: no such file, no key, a list that none of its keys signed."""
    fields = Fields(parse_object(data))
    if fields.get("type") != _TYPE:
        raise refuse("trust_file", path="type", expected=_TYPE)
    said = fields.get("trustList")
    keys = tuple(fields.items("keys", _key))
    fields.end()
    if not isinstance(said, str) or not said.isascii() or not keys:
        raise refuse("trust_file", path="trustList", expected=_TYPE)
    list_token = said.encode("ascii")
    media, content = trust_list_documents.MEDIA_TYPE, trust_list_documents.CONTENT_TYPE
    payload = token.read(list_token, media_types=(media,), content_types=(content,)).payload
    trust = trust_list_documents.verify(list_token, issuer=str(payload.get("issuer")), keys=keys)
    return TrustFile(trust, list_token, keys)


def _key(fields: Fields) -> PublicKey:
    if not isinstance(fields.value, dict):
        raise refuse("field_object", path=fields.path)
    for name in fields.value:
        fields.get(name)  # a key may say more of itself than is needed
    return public_key(fields.value)
