"""The trust list as a document: read strictly, signed as a token of its own type, and never taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import date
from typing import Final

from jawda.core.credentials import token
from jawda.core.credentials.identity_documents import url_of
from jawda.core.credentials.json_text import Json
from jawda.core.credentials.keys import PublicKey, Signer
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.moments import written
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.strict_fields import Fields, without_none
from jawda.core.credentials.trust_list import (
    Arrangement,
    Authority,
    Member,
    PinnedKey,
    Scheme,
    SchemeKind,
    TrustList,
)

#: Its own type, so that a list is never taken for a credential nor a credential for a list (RFC 8725, 3.11).
MEDIA_TYPE: Final = "trust-list+jwt"
CONTENT_TYPE: Final = "trust-list"
_TYPE: Final = "TrustList"
_THUMBPRINT_CHARACTERS: Final = 43


def sign(trust_list: TrustList, signer: Signer, *, key_id: str) -> bytes:
    """The list as a token that anyone can carry."""
    return token.sign(to_document(trust_list), signer, key_id=key_id, media_type=MEDIA_TYPE, content_type=CONTENT_TYPE)


def verify(
    data: bytes, *, issuer: str, keys: Collection[PublicKey], known: TrustList | None = None
) -> TrustList:  # fmt: skip
    """The list in a token of ``issuer``, signed by one of the keys that the reader holds for it beforehand.

    Refused: another signer, an older version than the one ``known``, or the same version saying something else.
    """
    found = token.read(data, media_types=(MEDIA_TYPE,), content_types=(CONTENT_TYPE,))
    named = [key for key in keys if found.key_id == key.thumbprint() or found.key_id.startswith(f"{issuer}#")]
    if not any(key.algorithm is found.algorithm and key.verifies(found.signature, found.signed) for key in named):
        raise refuse("trust_list_signer", path="kid", key=found.key_id[:200], issuer=issuer)
    trust_list = read(dict(found.payload))
    if trust_list.issuer != issuer:
        raise refuse("trust_list_signer", path="issuer", key=found.key_id[:200], issuer=issuer)
    if known is not None:
        check_succession(known, trust_list)
    return trust_list


def check_succession(known: TrustList, newer: TrustList) -> None:
    """Refuse a list that would take an earlier state back, or say two things under one number."""
    if (newer.id, newer.issuer) != (known.id, known.issuer):
        raise refuse("trust_list_other", expected=known.id)
    if newer.version < known.version or (newer.version > known.version and newer.issued_at < known.issued_at):
        raise refuse("trust_list_older", version=newer.version, known=known.version)
    if newer.version == known.version and digest(newer) != digest(known):
        raise refuse("trust_list_forked", version=newer.version)


def digest(trust_list: TrustList) -> str:
    """Of what the list says, in hexadecimal: two lists of one version must not differ."""
    return hashlib.sha256(json.dumps(to_document(trust_list), sort_keys=True).encode("ascii")).hexdigest()


def to_document(trust_list: TrustList) -> dict[str, Json]:
    """As it is signed and exported; :func:`read` takes it back."""
    return without_none({
        "type": _TYPE,
        "id": trust_list.id,
        "issuer": trust_list.issuer,
        "version": trust_list.version,
        "issuedAt": written(trust_list.issued_at),
        "validUntil": None if trust_list.valid_until is None else written(trust_list.valid_until),
        "schemes": [
            without_none({
                "id": item.id, "kind": item.kind.value, "names": dict(item.names.as_mapping()),
                "standards": list(item.standards), "authorities": list(item.authorities), "source": item.source,
            })
            for item in trust_list.schemes
        ],
        "authorities": [
            without_none({
                "id": item.id, "names": dict(item.names.as_mapping()), "country": item.country,
                "keys": [
                    without_none({"thumbprint": key.thumbprint, **_window(key.since, key.until)}) for key in item.keys
                ],
                **_window(item.since, item.until), "source": item.source,
            })
            for item in trust_list.authorities
        ],
        "arrangements": [_arrangement_document(item) for item in trust_list.arrangements],
    })  # fmt: skip


def _arrangement_document(item: Arrangement) -> dict[str, Json]:
    return without_none({
        "id": item.id, "names": dict(item.names.as_mapping()), "operator": item.operator,
        **_window(item.since, item.until),
        "transitionUntil": None if item.transition_until is None else item.transition_until.isoformat(),
        "members": [
            without_none({
                "authority": member.authority, "kind": member.kind.value, "standard": member.standard,
                **_window(member.since, member.until), "source": member.source,
            })
            for member in item.members
        ],
        "source": item.source,
    })  # fmt: skip


def _window(since: date, until: date | None) -> dict[str, Json]:
    return {"since": since.isoformat(), "until": None if until is None else until.isoformat()}


def read(document: Json) -> TrustList:
    """The list in a document.

    Refused: a member that is missing, unknown or of another form, one id twice, an authority that is no ``did:web`` or
    is named and not listed, windows that end before they begin.
    """
    fields = Fields(document)
    if fields.get("type") != _TYPE:
        raise refuse("trust_list_type", path="type", expected=_TYPE)
    found = TrustList(
        id=fields.text("id"),
        issuer=_identifier(fields, "issuer"),
        version=fields.whole("version", least=1),
        issued_at=fields.moment("issuedAt"),
        valid_until=fields.optional_moment("validUntil"),
        schemes=tuple(fields.items("schemes", _scheme, required=False)),
        authorities=tuple(fields.items("authorities", _authority, required=False)),
        arrangements=tuple(fields.items("arrangements", _arrangement, required=False)),
    )
    fields.end()
    if found.valid_until is not None and found.valid_until < found.issued_at:
        raise refuse("field_window", path="validUntil")
    _check_references(found)
    return found


def _scheme(fields: Fields) -> Scheme:
    return Scheme(
        id=fields.text("id"),
        kind=fields.choice("kind", SchemeKind),
        names=fields.names("names"),
        standards=fields.texts("standards"),
        authorities=fields.texts("authorities"),
        source=fields.text("source"),
    )


def _key(fields: Fields) -> PinnedKey:
    thumbprint = fields.text("thumbprint")
    if len(thumbprint) != _THUMBPRINT_CHARACTERS:
        raise refuse("trust_list_thumbprint", path=fields.place("thumbprint"))
    since, until = fields.window()
    return PinnedKey(thumbprint=thumbprint, since=since, until=until)


def _authority(fields: Fields) -> Authority:
    since, until = fields.window()
    country = fields.optional_text("country")
    if country is not None and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise refuse("trust_list_country", path=fields.place("country"))
    return Authority(
        id=_identifier(fields, "id"),
        names=fields.names("names"),
        country=country,
        keys=tuple(fields.items("keys", _key, required=False)),
        since=since,
        until=until,
        source=fields.text("source"),
    )


def _member(fields: Fields) -> Member:
    since, until = fields.window()
    return Member(
        authority=fields.text("authority"),
        kind=fields.choice("kind", Kind),
        standard=fields.text("standard"),
        since=since,
        until=until,
        source=fields.text("source"),
    )


def _arrangement(fields: Fields) -> Arrangement:
    since, until = fields.window()
    transition = fields.optional_day("transitionUntil")
    if transition is not None and (until is None or transition < until):
        raise refuse("field_window", path=fields.place("transitionUntil"))
    return Arrangement(
        id=fields.text("id"),
        names=fields.names("names"),
        operator=fields.text("operator"),
        since=since,
        until=until,
        transition_until=transition,
        members=tuple(fields.items("members", _member, required=False)),
        source=fields.text("source"),
    )


def _identifier(fields: Fields, name: str) -> str:
    found = fields.text(name)
    url_of(found, path=fields.place(name))
    return found


def _check_references(found: TrustList) -> None:
    for name, identifiers in (
        ("schemes", [item.id for item in found.schemes]),
        ("authorities", [item.id for item in found.authorities]),
        ("arrangements", [item.id for item in found.arrangements]),
    ):
        seen: set[str] = set()
        for number, identifier in enumerate(identifiers):
            if identifier in seen:
                raise refuse("trust_list_twice", path=f"{name}[{number}].id", name=identifier)
            seen.add(identifier)
    listed = {item.id for item in found.authorities}
    for number, scheme in enumerate(found.schemes):
        if not listed.issuperset(scheme.authorities):
            raise refuse("trust_list_reference", path=f"schemes[{number}].authorities")
        if bool(scheme.authorities) is (scheme.kind is SchemeKind.NONE):
            raise refuse("trust_list_scheme", path=f"schemes[{number}].authorities")
    for number, arrangement in enumerate(found.arrangements):
        for place, member in enumerate(arrangement.members):
            if member.authority not in listed:
                raise refuse("trust_list_reference", path=f"arrangements[{number}].members[{place}].authority")
