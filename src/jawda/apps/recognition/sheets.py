"""What stands on the paper of a document: words of what was signed, never of the row beside it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jawda.apps.recognition.domain.signed_forms import NO_SCHEME
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.printing import CertificateSheet
from jawda.apps.recognition.signed_days import signed_day
from jawda.core.credentials.accreditation import accredited_body_of
from jawda.core.credentials.attestation import attestation_of
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.life_cycles import Kind as CoreKind
from jawda.core.credentials.life_cycles import reminder
from jawda.core.credentials.untp import CONFORMITY
from jawda.core.findings.words import words
from jawda.core.languages import Language
from jawda.foundation.printing.qr_codes import qr_svg


def sheet_of(
    found: Credential, *, reference: str, page: str, fictitious: bool, language: Language, offline_code: str = ""
) -> CertificateSheet:
    """What the paper of a signed document says, whose language is the active one, too. ``Refused`` for another kind."""
    code = qr_svg(page, title=page)
    if CONFORMITY not in found.types:
        body = accredited_body_of(found)
        return CertificateSheet(
            language=language, reference=reference, kind=str(Kind.ACCREDITATION.label), holder=body.body.name,
            standard=", ".join(dict.fromkeys(scope.standard for scope in body.scopes)), issuer=body.authority.name,
            scope="; ".join(" ".join([*scope.references, *scope.sectors]) for scope in body.scopes),
            issued_on=body.since, valid_until=body.valid_until and body.valid_until.date(),
            number=body.number, address=page, code=code, fictitious=fictitious,
            reminder=_("An accreditation says that a body is competent for these scopes; it certifies nobody else."),
        )  # fmt: skip
    one = attestation_of(found)
    note = reminder(one.kind) if one.kind else None
    text = words(note, language) if note else _("Whether it is in force today is said by its page alone.")
    claimed = one.accreditation
    return CertificateSheet(
        language=language, reference=reference, kind=_kind(one.kind), holder=one.holder.name,
        standard=one.standard.name if one.standard else "", scope=one.scope or "",
        scheme="" if one.scheme.id == NO_SCHEME else one.scheme.name,
        sites=one.sites, sectors=one.sectors, issuer=one.issuer.name, number=one.number,
        issued_on=signed_day(one.valid_from), activity_on=one.activity,
        valid_until=one.valid_until and one.valid_until.date(),
        accreditation=f"{claimed.name}, {claimed.authority.name}" if claimed else "",
        replaces=one.replaces or "",
        address=page, code=code, offline_code=offline_code, reminder=text[:1].upper() + text[1:], fictitious=fictitious,
    )  # fmt: skip


def _kind(kind: CoreKind | None) -> str:
    return str(Kind(kind.value).label) if kind and kind.value in Kind.values else _("Document")
