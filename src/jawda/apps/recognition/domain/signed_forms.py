"""The signed form of a document: what a body says of it, as a conformity credential."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.recognition.domain import status_lists
from jawda.apps.recognition.domain.drafts import Draft
from jawda.apps.recognition.enums import ATTESTATION_TYPES, Kind
from jawda.apps.recognition.models import AccreditationVersion, Attestation, Identity
from jawda.core.credentials import attestation as forms
from jawda.core.credentials import credential
from jawda.core.credentials.attestation import Accreditation, Named, Party
from jawda.core.credentials.life_cycles import EventKind
from jawda.core.credentials.life_cycles import Kind as CoreKind
from jawda.core.credentials.scopes import Measured
from jawda.core.credentials.trust_list import TrustList
from jawda.core.findings import Refused
from jawda.core.findings.words import words
from jawda.foundation.ui.templatetags.ui import language

ICE_REGISTER: Final = Named(id="urn:ma:ice", name="Identifiant commun de l’entreprise (ICE)")
NO_SCHEME: Final = "urn:jawda:scheme:none"
"""In place of a scheme's identifier, which the form asks for: the body attests by its own rules."""
_DAY_END: Final = time(23, 59, 59)


def accreditation_of(draft: Draft, identity: Identity) -> tuple[Accreditation | None, str]:
    """The version of the body's own accreditation that is newest now; nothing where none is claimed."""
    if not draft.accreditation_url:
        return None, ""
    version = (
        AccreditationVersion.objects.filter(url=draft.accreditation_url, body_did=identity.did)
        .order_by("-valid_from", "-published_at").first()
    )  # fmt: skip
    if version is None:
        raise ValidationError({"accreditation": _("This is no accreditation of your organisation.")})
    authority = Party(id=version.authority_did, name=version.authority_name)
    found = Accreditation(
        name=version.number, authority=authority, url=version.url, sha256=bytes.fromhex(version.sha256)
    )
    return found, version.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a document is found, and where its standing is looked up."""

    url: str
    list_number: int
    list_index: int


def document_of(
    draft: Draft, place: Place, identity: Identity, accreditation: Accreditation | None, issued_at: datetime,
    trust: TrustList | None,
) -> dict[str, Any]:  # fmt: skip
    """The credential to sign. ``ValidationError`` for what has no form as one, or a scheme that nobody knows."""
    url = place.url
    cycle = draft.kind.cycle
    holder = Party(
        id=f"{url}#holder", name=draft.holder_name, registered_id=draft.holder_ice or None,
        register_id=ICE_REGISTER.id if draft.holder_ice else None,
        register_name=ICE_REGISTER.name if draft.holder_ice else None,
    )  # fmt: skip
    end = None
    if draft.expires_on is not None:
        end = datetime.combine(draft.expires_on, _DAY_END, UTC)
    attestation = forms.Attestation(
        url=url, number=draft.number, kind=CoreKind(draft.kind.value), attestation_type=ATTESTATION_TYPES[draft.kind],
        name=draft.standard or str(draft.kind.label), issuer=Party(id=identity.did, name=identity.name), holder=holder,
        scheme=_scheme(draft, trust), standard=_standard(draft), scope=draft.scope or None, sectors=draft.sectors,
        sites=draft.sites, measured=draft.measured, valid_from=issued_at, valid_until=end, activity=draft.activity_on,
        accreditation=accreditation, replaces=draft.replaces or None,
        assessment_level="authority-benchmark" if accreditation else "no-endorsement",
    )  # fmt: skip
    suspendable = EventKind.SUSPENDED in cycle.events
    status = status_lists.entries_of(identity.slug, place.list_number, place.list_index, suspendable=suspendable)
    try:
        return forms.document_of(attestation, status=status if len(status) > 1 else status[0])
    except Refused as refused:
        raise ValidationError(words(refused.findings[0], language())) from refused


def measured_by(row: Attestation) -> tuple[Measured, ...]:
    """What a document that was issued says was measured: it stands in its signed form alone."""
    if row.kind != Kind.CALIBRATION:
        return ()
    return forms.attestation_of(credential.read(row.credential.encode("ascii"))).measured


def _scheme(draft: Draft, trust: TrustList | None) -> Named:
    """As the trust list names it; a body that attests under none says its own rules."""
    found = trust.scheme(draft.scheme) if trust is not None and draft.scheme else None
    if found is not None:
        return Named(id=found.id, name=found.names.fr)
    if draft.scheme:
        raise ValidationError({"scheme": _("This scheme is not on the trust list.")})
    return Named(id=NO_SCHEME, name=draft.standard or str(draft.kind.label))


def _standard(draft: Draft) -> Named | None:
    """With an identifier made of its name (RFC 5141 names ISO's own): what is compared is the name."""
    if not draft.standard:
        return None
    return Named(id="urn:standard:" + "-".join(draft.standard.casefold().split()), name=draft.standard)
