"""The offline summary: what a QR code holds so that a certificate can be verified where there is no network.

A credential is too long for a code on paper. Its issuer therefore signs a second, short token with the same key: who
holds what, within which scope, from when until when, where its standing is listed, and the digest of the credential.
It goes into the fragment of the public page's address (``https://…/c/<number>#<summary>``), which a browser does not
send to the server (RFC 3986, 3.5).

A summary says less than its credential and is never taken for it: it has a media type of its own (RFC 8725, 3.11).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from jawda.core.credentials import base64url, token
from jawda.core.credentials.attestation import attestation_of
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.json_text import Json
from jawda.core.credentials.keys import Algorithm, PublicKey, Signer
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.status_list import Purpose, StatusEntry, read_entries
from jawda.core.credentials.strict_fields import Fields, without_none
from jawda.core.credentials.token import Token

MEDIA_TYPE: Final = "jawda-summary+jwt"
CONTENT_TYPE: Final = "jawda-summary"
#: A QR code of version 25 at level M (ISO/IEC 18004, table 7), which phones read from paper.
CODE_BYTES: Final = 997
#: What is left of it beside an address of 96 characters and the ``#``.
MOST_BYTES: Final = 900
#: The largest QR code there is, version 40 at level L, holds no more.
MOST_READ_BYTES: Final = 2_953
#: What a long scope, then a long name, may be cut to; below that nothing is said any more.
_LEAST: Final = {"scope": 40, "holder": 40, "standard": 20}
_MOST_ENTRIES: Final = 2
_END_OF_TIME: Final = 253_402_300_800
_SHORTENED: Final = "…"


@dataclass(frozen=True, kw_only=True)
class OfflineSummary:
    """A summary read, not verified: see :meth:`verify`.

    ``shortened`` names the texts of which only the beginning is here. ``credential_sha256`` is that of the credential's
    bytes, in hexadecimal.
    """

    issuer: str
    number: str
    kind: Kind | None
    holder: str
    standard: str
    scope: str | None
    shortened: frozenset[str]
    valid_from: datetime
    valid_until: datetime | None
    status: tuple[StatusEntry, ...]
    credential_sha256: str
    secured: Token

    @property
    def key_id(self) -> str:
        """Which key of the issuer is said to have signed."""
        return self.secured.key_id

    def verify(self, key: PublicKey) -> None:
        """Refuse where ``key`` did not sign this; that it is a key of the issuer is for the caller to know."""
        self.secured.verify(key)

    def is_of(self, credential: Credential) -> bool:
        """Whether this was made from these very bytes of a credential, by its issuer."""
        return self.credential_sha256 == credential.sha256 and self.issuer == credential.issuer


def room_beside(page: str) -> int:
    """Bytes for a summary in one code with the address of its page.

    >>> room_beside("https://jawda.example/c/JW-1")
    968
    """
    return CODE_BYTES - len(page.partition("#")[0].encode("utf-8")) - 1


def sign(credential: Credential, signer: Signer, *, key_id: str, most_bytes: int = MOST_BYTES) -> bytes:
    """The summary of a conformity credential, signed by its issuer, of at most ``most_bytes``.

    The scope is shortened until it fits, then the holder's name and the standard's; what was shortened is said.
    Refused: a key of anyone but the issuer, a credential that attests no conformity, and one that does not fit even so.
    """
    if _controller(key_id) != credential.issuer:
        raise refuse("summary_issuer", issuer=credential.issuer[:200])
    members = _members(credential)
    room = most_bytes - _around(signer.public, key_id)
    shortened: list[str] = []
    for name, least in _LEAST.items():
        if _size(members) <= room:
            break
        if isinstance(members.get(name), str) and len(members[name]) > least:
            shortened.append(name)
            members = _fitted(members | {"shortened": shortened}, name, least, room)
    if _size(members) > room:
        raise refuse("summary_size", most=most_bytes)
    return token.sign(members, signer, key_id=key_id, media_type=MEDIA_TYPE, content_type=CONTENT_TYPE)


def read(data: bytes) -> OfflineSummary:
    """Take a summary apart. Refused: whatever :func:`.token.read` refuses, another type, a member that is missing,
    unknown or wrong, a key that names no issuer, a status that cannot be looked up."""
    if len(data) > MOST_READ_BYTES:
        raise refuse("summary_size", most=MOST_READ_BYTES)
    found = token.read(data, media_types=(MEDIA_TYPE,), content_types=(CONTENT_TYPE,))
    fields = Fields(dict(found.payload))
    begins = _moment(fields, "nbf")
    ends = None if fields.get("exp") is None else _moment(fields, "exp")
    if ends is not None and ends <= begins:
        raise refuse("window", path="exp")
    kind = fields.optional_text("kind")
    summary = OfflineSummary(
        issuer=_controller(found.key_id),
        number=fields.text("number"),
        kind=next((one for one in Kind if one == kind), None),
        holder=fields.text("holder"),
        standard=fields.text("standard"),
        scope=fields.optional_text("scope"),
        shortened=_shortened(fields),
        valid_from=begins,
        valid_until=ends,
        status=_status(fields),
        credential_sha256=_digest(fields),
        secured=found,
    )
    fields.end()
    return summary


def address(page: str, summary: bytes) -> str:
    """What the code holds: the public page's address with the summary as its fragment.

    >>> address("https://jawda.example/c/JW-1", b"a.b.c")
    'https://jawda.example/c/JW-1#a.b.c'
    """
    return f"{page.partition('#')[0]}#{summary.decode('ascii')}"


def _members(credential: Credential) -> dict[str, Any]:
    said = attestation_of(credential)
    status = credential.document.get("credentialStatus")
    entries = () if status is None else read_entries(status)
    return without_none(
        {
            "number": said.number,
            "kind": said.kind and said.kind.value,
            "holder": said.holder.name,
            "standard": (said.standard or said.scheme).name,
            "scope": said.scope,
            "nbf": int(said.valid_from.timestamp()),
            "exp": None if said.valid_until is None else int(said.valid_until.timestamp()),
            "status": _grouped(entries),
            "sha256": base64url.encode(bytes.fromhex(credential.sha256)).decode("ascii"),
        }
    )


def _grouped(entries: Iterable[StatusEntry]) -> list[Json]:
    """Several purposes at one place of one list are said once."""
    places: dict[tuple[str, int], list[str]] = {}
    for entry in entries:
        places.setdefault((entry.url, entry.index), []).append(entry.purpose.value)
    return [{"list": url, "index": index, "purposes": list(said)} for (url, index), said in places.items()]


def _around(key: PublicKey, key_id: str) -> int:
    """Characters of a token beside its payload: header, two points and signature."""
    empty = token.sign({}, _Measuring(key), key_id=key_id, media_type=MEDIA_TYPE, content_type=CONTENT_TYPE)
    return len(empty) - len(base64url.encode(b"{}"))


@dataclass(frozen=True)
class _Measuring:
    """Signs nothing: a device may charge for each signature."""

    public: PublicKey

    def sign(self, message: bytes) -> bytes:
        """As many bytes as a signature has: 64, or both numbers, which together are as long as the point."""
        return bytes(64 if self.public.algorithm is Algorithm.ED25519 else len(self.public.raw) - 1)


def _size(members: Mapping[str, Json]) -> int:
    return len(base64url.encode(token.written(members)))


def _fitted(members: dict[str, Any], name: str, least: int, room: int) -> dict[str, Any]:
    """With as much of one text as there is room for, and ``least`` characters where there is none."""
    text: str = members[name]
    low, high = least, len(text) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _size(members | {name: _cut(text, middle)}) <= room:
            low = middle
        else:
            high = middle - 1
    return members | {name: _cut(text, low)}


def _cut(text: str, length: int) -> str:
    """The beginning of a text, up to a word's end where one is near, and never between a letter and its marks."""
    while length > 1 and unicodedata.combining(text[length]):
        length -= 1
    words = text[:length].rpartition(" ")[0] if text[length] != " " else text[:length]
    kept = words if len(words) * 4 >= length * 3 else text[:length]
    return kept.rstrip(" ,;:–-") + _SHORTENED


def _controller(key_id: str) -> str:
    """The DID before the fragment of a key's name: whose key it is said to be (W3C CID 1.0, 2.2)."""
    issuer, mark, key = key_id.partition("#")
    if not issuer.startswith("did:") or not mark or not key:
        raise refuse("summary_key", path="kid", key=key_id[:200])
    return issuer


def _moment(fields: Fields, name: str) -> datetime:
    """In seconds since 1970 (RFC 7519, 2)."""
    found = fields.whole(name)
    if found >= _END_OF_TIME:
        raise refuse("field_number", path=name)
    return datetime.fromtimestamp(found, UTC)


def _shortened(fields: Fields) -> frozenset[str]:
    found = fields.texts("shortened")
    if not _LEAST.keys() >= set(found):
        raise refuse("field_choice", path="shortened", choices=", ".join(_LEAST))
    return frozenset(found)


def _status(fields: Fields) -> tuple[StatusEntry, ...]:
    """Where its standing is listed; a summary without is one of a document that has none."""
    places = tuple(fields.items("status", _place, required=False))
    if len(places) > _MOST_ENTRIES:
        raise refuse("status_entry", path="status")
    return tuple(entry for place in places for entry in place)


def _place(fields: Fields) -> tuple[StatusEntry, ...]:
    url, index = fields.text("list"), fields.whole("index")
    purposes = fields.texts("purposes")
    if not purposes or len(set(purposes)) != len(purposes) or not set(Purpose) >= set(purposes):
        raise refuse("status_purposes", path=fields.place("purposes"))
    return tuple(StatusEntry(url, index, Purpose(purpose)) for purpose in purposes)


def _digest(fields: Fields) -> str:
    text = fields.text("sha256")
    found = base64url.decode(text.encode("ascii", "replace"))
    if len(found) != 32:
        raise refuse("summary_digest", path="sha256")
    return found.hex()
