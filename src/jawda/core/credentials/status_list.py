"""Bitstring Status List 1.0: whether an attestation was suspended or revoked since it was signed.

One bit for each attestation, in a list long enough that asking for it does not say which one is looked up. A list is
decoded once; an answer is then one byte looked at. Whatever keeps a list from being believed gives ``unknown``, with
its reason: never “not revoked”.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from jawda.core.credentials import base64url
from jawda.core.credentials.json_text import MOST_BYTES, Json
from jawda.core.credentials.moments import moment, written
from jawda.core.credentials.refusing import refuse
from jawda.core.findings import Finding, Level

#: 16 KiB, so that a holder is one among many (Bitstring Status List 1.0, 6.1).
LEAST_BITS: Final = 131_072
#: 8 MiB: as many attestations as any body issues, and no more memory than a page of pictures.
MOST_BITS: Final = 1 << 26
LIST_TYPE: Final = "BitstringStatusListCredential"
ENTRY_TYPE: Final = "BitstringStatusListEntry"
_SUBJECT_TYPE: Final = "BitstringStatusList"
_MOST_ENTRIES: Final = 8
#: How long a list counts that does not say until when it is valid, and for which the reader sets no age.
_OPEN_ENDED: Final = timedelta(days=7)
_FIGURES: Final = frozenset("0123456789")


class Purpose(StrEnum):
    """What a set bit means (3.2): a suspension may end, a revocation does not."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


#: Purposes that say nothing of standing (3.2).
_TELLING: Final = frozenset({"message", "refresh"})
_STANDING: Final = frozenset(purpose.value for purpose in Purpose)
_MOST_PURPOSES: Final = 8


class Standing(StrEnum):
    """What a list says of one attestation."""

    SET = "set"
    CLEAR = "clear"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """``reason`` says why the standing is unknown."""

    standing: Standing
    reason: Finding | None = None


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where an attestation says that its standing is to be looked up."""

    url: str
    index: int
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list whose signature was verified elsewhere; ``bits`` are decoded."""

    id: str
    issuer: str
    purposes: frozenset[Purpose]
    valid_from: datetime
    valid_until: datetime | None
    ttl: timedelta | None
    bits: bytes = field(repr=False)

    @property
    def length(self) -> int:
        """How many attestations it can hold."""
        return len(self.bits) * 8

    def answer(
        self, entry: StatusEntry, *, issuers: Collection[str], at: datetime, fetched_at: datetime | None = None,
        most_age: timedelta | None = None, not_before: datetime | None = None,
    ) -> Answer:  # fmt: skip
        """What this list says of ``entry`` at a moment.

        ``issuers``: whose list it may be, the attestation's issuer and those it delegated to. ``fetched_at``: since
        when it is held, from which ``ttl`` counts; None for just now. ``most_age``: how old the reader lets a list be.
        ``not_before``: the newest ``valid_from`` seen before, so that an older list cannot be played again.
        """
        doubt = self._doubt(entry, issuers) or self._doubt_of_age(at, fetched_at, most_age, not_before)
        if doubt is not None:
            return Answer(Standing.UNKNOWN, doubt)
        # the first bit is the leftmost one of the first byte (3.2, statusListIndex)
        bit = self.bits[entry.index >> 3] >> (7 - (entry.index & 7)) & 1
        return _SET if bit else _CLEAR

    def _doubt(self, entry: StatusEntry, issuers: Collection[str]) -> Finding | None:
        if self.id != entry.url:
            return _note("status_other_list", url=entry.url[:200])
        if self.issuer not in issuers:
            return _note("status_issuer", issuer=self.issuer[:200])
        if entry.purpose not in self.purposes:
            return _note("status_purpose", purpose=entry.purpose)
        if not 0 <= entry.index < self.length:
            return _note("status_index", index=entry.index, most=self.length - 1)
        return None

    def _doubt_of_age(
        self, at: datetime, fetched_at: datetime | None, most_age: timedelta | None, not_before: datetime | None
    ) -> Finding | None:
        if self.valid_from > at:
            return _note("status_early", moment=written(self.valid_from))
        if not_before is not None and self.valid_from < not_before:
            return _note("status_replayed", moment=written(self.valid_from))
        ends = [self.valid_until or self.valid_from + _OPEN_ENDED]
        if most_age is not None:
            ends.append(self.valid_from + most_age)
        if fetched_at is not None and self.ttl is not None:
            ends.append(fetched_at + self.ttl)
        if at > min(ends):
            return _note("status_stale", moment=written(min(ends)))
        return None


_SET: Final = Answer(Standing.SET)
_CLEAR: Final = Answer(Standing.CLEAR)


def encode(indexes: Iterable[int], length: int = LEAST_BITS) -> str:
    """The ``encodedList`` with these bits set: gzip in base64url, without a time or a system in it.

    >>> decode(encode([0, 9]))[:2].hex()
    '8040'
    """
    if length % 8 or not LEAST_BITS <= length <= MOST_BITS:
        raise refuse("status_length", least=LEAST_BITS, most=MOST_BITS)
    bits = bytearray(length // 8)
    for index in indexes:
        if not 0 <= index < length:
            raise refuse("status_index", index=index, most=length - 1)
        bits[index >> 3] |= 0x80 >> (index & 7)
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    packed = packer.compress(bytes(bits)) + packer.flush()
    # the byte that names the system on which it was packed says nothing that a reader needs (RFC 1952, 2.3.1)
    return "u" + base64url.encode(packed[:9] + b"\xff" + packed[10:]).decode("ascii")


def decode(text: Json, *, path: str | None = None) -> bytes:
    """The bits of an ``encodedList``.

    Refused: another base, no gzip, cut off or with something behind its end, more than 8 MiB once unpacked (unpacking
    stops there), less than 16 KiB.
    """
    if not isinstance(text, str) or not text.startswith("u") or not text.isascii() or len(text) > MOST_BYTES * 4 // 3:
        raise refuse("status_encoding", path=path)
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        bits = unpacker.decompress(base64url.decode(text[1:].encode("ascii")), MOST_BITS // 8 + 1)
    except zlib.error:
        raise refuse("status_encoding", path=path) from None
    if not LEAST_BITS // 8 <= len(bits) <= MOST_BITS // 8:
        raise refuse("status_length", path=path, least=LEAST_BITS, most=MOST_BITS)
    if not unpacker.eof or unpacker.unused_data:
        raise refuse("status_encoding", path=path)
    return bits


def read_list(document: Mapping[str, Json]) -> StatusList:
    """The list in a credential whose signature and issuer are verified elsewhere (3.2).

    Refused: another type, no id, issuer or ``validFrom``, unknown purposes, a window that ends before it begins.
    """
    kinds, subject, issuer = document.get("type"), document.get("credentialSubject"), document.get("issuer")
    if not isinstance(kinds, list) or LIST_TYPE not in kinds or not isinstance(subject, dict):
        raise refuse("status_kind", path="type", expected=LIST_TYPE)
    if subject.get("type") != _SUBJECT_TYPE:
        raise refuse("status_kind", path="credentialSubject.type", expected=_SUBJECT_TYPE)
    name = issuer.get("id") if isinstance(issuer, dict) else issuer
    said = document.get("id")
    if not isinstance(name, str) or not isinstance(said, str) or not name or not said:
        raise refuse("status_kind", path="issuer" if isinstance(said, str) and said else "id", expected="URL")
    valid_from = moment(document.get("validFrom"), path="validFrom")
    valid_until = moment(document["validUntil"], path="validUntil") if "validUntil" in document else None
    if valid_until is not None and valid_until < valid_from:
        raise refuse("status_window", path="validUntil")
    return StatusList(
        id=said,
        issuer=name,
        purposes=_purposes(subject.get("statusPurpose")),
        valid_from=valid_from,
        valid_until=valid_until,
        ttl=_ttl(subject),
        bits=decode(subject.get("encodedList"), path="credentialSubject.encodedList"),
    )


def read_entries(status: Json, *, path: str = "credentialStatus") -> tuple[StatusEntry, ...]:
    """The entries of ``credentialStatus``: one object or several, the index a number (UNTP 0.7) or its figures (W3C).
    Those of the purposes ``message`` and ``refresh`` say nothing of its standing, and are left out; so are those of
    purposes of the issuer's own, beside one that is known.

    Refused: another type, an index that is none, bits of more than one, purposes of the issuer's own alone. An
    attestation whose standing cannot be looked up must not pass for one in force.

    >>> read_entries({"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7",
    ...               "statusListCredential": "https://body.example/status/1"})[0].index
    7
    """
    items = status if isinstance(status, list) else [status]
    if not 1 <= len(items) <= _MOST_ENTRIES:
        raise refuse("status_entry", path=path)
    said, found = "", []
    for number, item in enumerate(items):
        place = f"{path}[{number}]" if len(items) > 1 else path
        purpose = _purpose_of(item)
        if purpose is None or purpose in _STANDING:
            found.append(_entry(item, place))
        elif purpose not in _TELLING:
            said = said or f"{place}.statusPurpose"
    if said and not found:
        raise refuse("status_purposes", path=said)
    return tuple(found)


def _purpose_of(item: Json) -> str | None:
    """The purpose of an entry; None where it is none that has one."""
    purpose = item.get("statusPurpose") if isinstance(item, dict) and item.get("type") == ENTRY_TYPE else None
    return purpose if isinstance(purpose, str) else None


def write_entry(entry: StatusEntry, *, integer_index: bool) -> dict[str, Json]:
    """As ``credentialStatus`` says it; UNTP 0.7 takes an integer, W3C its figures.

    >>> write_entry(StatusEntry("https://body.example/status/1", 7, Purpose.REVOCATION), integer_index=False)["id"]
    'https://body.example/status/1#7'
    """
    return {
        "id": f"{entry.url}#{entry.index}",
        "type": ENTRY_TYPE,
        "statusPurpose": entry.purpose.value,
        "statusListIndex": entry.index if integer_index else str(entry.index),
        "statusListCredential": entry.url,
    }


def free_index(taken: Collection[int], random_bits: Callable[[int], int], length: int = LEAST_BITS) -> int:
    """An index nobody has yet, at random, so that it does not say when an attestation was issued (6.2).

    ``random_bits(k)`` gives a number of k random bits (``secrets.randbits``). Refused once the list is half full: a
    second one keeps both quick to fill and each holder one among many.

    >>> from random import Random
    >>> free_index({0, 1}, Random(7).getrandbits) not in {0, 1}
    True
    """
    if len(taken) * 2 >= length:
        raise refuse("status_full", length=length)
    size = (length - 1).bit_length()
    while True:
        found = random_bits(size)
        if found < length and found not in taken:
            return found


def _entry(item: Json, path: str) -> StatusEntry:
    if not isinstance(item, dict):
        raise refuse("status_entry", path=path)
    if item.get("type") != ENTRY_TYPE:
        raise refuse("status_entry_kind", path=f"{path}.type", expected=ENTRY_TYPE)
    if item.get("statusSize", 1) != 1 or isinstance(item.get("statusSize"), bool):
        raise refuse("status_size", path=f"{path}.statusSize")
    url = item.get("statusListCredential")
    if not isinstance(url, str) or not url:
        raise refuse("status_entry", path=f"{path}.statusListCredential")
    index = item.get("statusListIndex")
    if isinstance(index, str) and 0 < len(index) <= 10 and _FIGURES.issuperset(index):
        index = int(index)
    if not isinstance(index, int) or isinstance(index, bool) or index < 0:
        raise refuse("status_entry_index", path=f"{path}.statusListIndex")
    (purpose,) = _purposes(item.get("statusPurpose"), path=f"{path}.statusPurpose", most=1)
    return StatusEntry(url, index, purpose)


def _purposes(
    said: Json, path: str = "credentialSubject.statusPurpose", most: int = _MOST_PURPOSES
) -> frozenset[Purpose]:
    items = said if isinstance(said, list) and most > 1 else [said]
    if not 1 <= len(items) <= most or not all(isinstance(item, str) for item in items):
        raise refuse("status_purposes", path=path)
    found = frozenset(Purpose(str(item)) for item in items if item in tuple(Purpose))
    if not found:
        raise refuse("status_purposes", path=path)
    return found


def _ttl(subject: Mapping[str, Json]) -> timedelta | None:
    """In milliseconds (3.2)."""
    found = subject.get("ttl")
    if found is None:
        return None
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= 366 * 86_400_000:
        raise refuse("status_ttl", path="credentialSubject.ttl")
    return timedelta(milliseconds=found)


def _note(reason: str, **arguments: str | int) -> Finding:
    """Why a list is not believed: no fault of whoever reads it, but nothing may be concluded from it."""
    return Finding(id=f"credentials.{reason}", level=Level.WARNING, arguments=arguments)
