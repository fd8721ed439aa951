"""An attestation or an accreditation as a person describes it in a file, before it is a credential.

Members are those of :class:`.Attestation` and :class:`.AccreditedBody` by their names; a day stands for its first
moment in ``valid_from`` and for its last in ``valid_until``. What nobody asked for is refused: it would not be signed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Final, TypeVar

from jawda.core.credentials import accreditation, attestation, scopes
from jawda.core.credentials.accreditation import AccreditedBody
from jawda.core.credentials.attestation import Accreditation, Attestation, Named, Party
from jawda.core.credentials.identity_documents import url_of
from jawda.core.credentials.json_text import Json
from jawda.core.credentials.life_cycles import LIFE_CYCLES, EventKind, Expiry, Kind
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.scopes import Measured
from jawda.core.credentials.status_list import MOST_BITS, Purpose, StatusEntry, write_entry
from jawda.core.credentials.strict_fields import Fields
from jawda.core.credentials.untp import ASSESSMENT_LEVELS, ASSESSOR_LEVELS, ATTESTATION_TYPES

Item = TypeVar("Item")
_TYPES: Final = {
    Kind.INSPECTION: "inspection",
    Kind.TEST: "testing",
    Kind.CALIBRATION: "calibration",
    Kind.TRAINING: "declaration",
    Kind.ATTENDANCE: "declaration",
}
_DAY_CHARACTERS: Final = len("2026-01-31")
_DIGEST_CHARACTERS: Final = 64


class Profile(StrEnum):
    """How an entry in a status list is spelled: UNTP 0.7 knows one entry with a number, W3C several with figures."""

    UNTP = "untp-0.7"
    W3C = "w3c"


def issuer_and_document(
    described: Json, *, status_url: str | None = None, withdrawal_url: str | None = None, status_index: int = 0,
    profile: Profile = Profile.UNTP,
) -> tuple[str, dict[str, Json]]:  # fmt: skip
    """Who is to sign, and what. ``type: accreditation`` describes an accreditation; an attestation otherwise.
    ``withdrawal_url`` is the list that tells of withdrawal alone, at the same index, in W3C's spelling.

    Refused, by the path of the member: one that is missing, unknown or of another form, an issuer that is no
    ``did:web``, an end where the kind has none or none where it must, an index beyond any list.
    """
    fields = Fields(described)
    kind = fields.get("type")
    if kind not in (None, "attestation", "accreditation"):
        raise refuse("field_choice", path="type", choices="attestation, accreditation")
    if kind == "accreditation":
        body = _accreditation(fields)
        status = _status(Kind.ACCREDITATION, status_url, withdrawal_url, status_index, profile)
        return body.authority.id, accreditation.document_of(body, status=status)
    one = _attestation(fields)
    status = _status(one.kind or Kind.MANAGEMENT_SYSTEM, status_url, withdrawal_url, status_index, profile)
    return one.issuer.id, attestation.document_of(one, status=status)


def _status(kind: Kind, url: str | None, withdrawal_url: str | None, index: int, profile: Profile) -> Json:
    """A suspension may end and a withdrawal does not: one bit cannot say both, and each has a list of its own."""
    if url is None:
        return None
    if not 0 <= index < MOST_BITS:
        raise refuse("status_index", index=index, most=MOST_BITS - 1)
    suspended = EventKind.SUSPENDED in LIFE_CYCLES[kind].events
    first = StatusEntry(url, index, Purpose.SUSPENSION if suspended else Purpose.REVOCATION)
    if profile is Profile.UNTP or withdrawal_url is None or not suspended:
        return write_entry(first, integer_index=profile is Profile.UNTP)
    return [
        write_entry(entry, integer_index=False)
        for entry in (first, StatusEntry(withdrawal_url, index, Purpose.REVOCATION))
    ]


def _attestation(fields: Fields) -> Attestation:
    kind = fields.choice("kind", Kind)
    stated = fields.optional_text("attestation_type") or _TYPES.get(kind, "certification")
    level = fields.optional_text("assessment_level") or "no-endorsement"
    assessor = fields.optional_text("assessor_level") or "3rdParty"
    for name, value, choices in (
        ("attestation_type", stated, ATTESTATION_TYPES),
        ("assessment_level", level, ASSESSMENT_LEVELS),
        ("assessor_level", assessor, ASSESSOR_LEVELS),
    ):
        if value not in choices:
            raise refuse("field_choice", path=name, choices=", ".join(choices))
    valid_from, valid_until = _window(fields, kind)
    found = Attestation(
        url=fields.text("url"),
        number=fields.text("number"),
        kind=kind,
        attestation_type=stated,
        name=fields.text("name"),
        issuer=_signer(fields, "issuer"),
        holder=_inner(fields, "holder", _party),
        scheme=_inner(fields, "scheme", _named),
        standard=_optional(fields, "standard", _named),
        scope=fields.optional_text("scope"),
        sectors=fields.texts("sectors"),
        sites=fields.texts("sites"),
        valid_from=valid_from,
        valid_until=valid_until,
        activity=fields.optional_day("activity"),
        accreditation=_optional(fields, "accreditation", _claimed),
        others=tuple(fields.items("others", _claimed, required=False)),
        assessment_level=level,
        assessor_level=assessor,
        measured=tuple(fields.items("measured", _measured, required=False)),
        replaces=fields.optional_text("replaces"),
    )
    fields.end()
    return found


def _accreditation(fields: Fields) -> AccreditedBody:
    valid_from, valid_until = _window(fields, Kind.ACCREDITATION)
    scopes_said = fields.get("scopes")
    if not isinstance(scopes_said, list):
        raise refuse("field_list", path="scopes", most=1_000)
    found = AccreditedBody(
        url=fields.text("url"),
        number=fields.text("number"),
        authority=_signer(fields, "authority"),
        body=_inner(fields, "body", _party),
        register=_inner(fields, "register", _named),
        since=fields.day("since"),
        scopes=tuple(scopes.read(item, path=f"scopes[{place}]") for place, item in enumerate(scopes_said)),
        valid_from=valid_from,
        valid_until=valid_until,
    )
    fields.end()
    return found


def _window(fields: Fields, kind: Kind) -> tuple[datetime, datetime | None]:
    expiry = LIFE_CYCLES[kind].expiry
    begins = _moment(fields, "valid_from", time())
    if fields.get("valid_until") is None:
        if expiry is Expiry.REQUIRED:
            raise refuse("life_cycle_no_expiry", path="valid_until", kind=kind)
        return begins, None
    if expiry is Expiry.NONE:
        raise refuse("life_cycle_expiry", path="valid_until", kind=kind)
    ends = _moment(fields, "valid_until", time(23, 59, 59))
    if ends <= begins:
        raise refuse("field_window", path="valid_until")
    return begins, ends


def _moment(fields: Fields, name: str, of_day: time) -> datetime:
    said = fields.get(name)
    if isinstance(said, str) and len(said) == _DAY_CHARACTERS:
        return datetime.combine(fields.day(name), of_day, UTC)
    return fields.moment(name)


def _inner(fields: Fields, name: str, read: Callable[[Fields], Item]) -> Item:
    inner = Fields(fields.get(name), fields.place(name))
    found = read(inner)
    inner.end()
    return found


def _optional(fields: Fields, name: str, read: Callable[[Fields], Item]) -> Item | None:
    return None if fields.get(name) is None else _inner(fields, name, read)


def _signer(fields: Fields, name: str) -> Party:
    found = _inner(fields, name, _party)
    url_of(found.id, path=f"{name}.id")
    return found


def _party(fields: Fields) -> Party:
    return Party(
        id=fields.text("id"),
        name=fields.text("name"),
        registered_id=fields.optional_text("registered_id"),
        register_id=fields.optional_text("register_id"),
        register_name=fields.optional_text("register_name"),
    )


def _named(fields: Fields) -> Named:
    return Named(id=fields.text("id"), name=fields.text("name"))


def _claimed(fields: Fields) -> Accreditation:
    digest = fields.optional_text("sha256")
    if digest is not None and (len(digest) != _DIGEST_CHARACTERS or not set(digest) <= set("0123456789abcdef")):
        raise refuse("field_digest", path=fields.place("sha256"))
    return Accreditation(
        name=fields.text("name"),
        authority=_inner(fields, "authority", _party),
        url=fields.optional_text("url"),
        sha256=None if digest is None else bytes.fromhex(digest),
    )


def _measured(fields: Fields) -> Measured:
    return Measured(
        quantity=fields.text("quantity"),
        unit=fields.text("unit"),
        low=fields.number("low"),
        high=fields.number("high"),
        uncertainty=fields.number("uncertainty"),
        uncertainty_unit=fields.text("uncertainty_unit"),
    )
