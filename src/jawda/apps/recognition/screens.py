"""What the page of a document shows, read from its signed form and from the checks that were made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jawda.apps.recognition.chain_screens import ChainLink, chain_of, sentence
from jawda.apps.recognition.domain.signed_forms import ICE_REGISTER, NO_SCHEME
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.models import Identity
from jawda.apps.recognition.queries.public import Happened, Judged
from jawda.apps.recognition.signed_days import signed_day
from jawda.apps.recognition.verdict_words import (
    SaidCheck,
    abroad,
    headline,
    reason,
    said_check,
    seal_of,
    today,
)  # fmt: skip
from jawda.apps.recognition.verdict_words import replaced as replaced_line
from jawda.core.credentials.accreditation import AccreditedBody, accredited_body_of
from jawda.core.credentials.attestation import Named, Party
from jawda.core.credentials.life_cycles import Kind as CoreKind
from jawda.core.credentials.life_cycles import reminder
from jawda.core.credentials.scopes import Measured
from jawda.core.credentials.trust_list import TrustList
from jawda.core.credentials.untp import IDENTITY
from jawda.core.credentials.verdict import Verdict
from jawda.core.credentials.verification import Verification
from jawda.core.findings import Refused
from jawda.core.findings.checks import Status
from jawda.core.findings.words import words
from jawda.core.languages import Language
from jawda.foundation.ui import formats
from jawda.foundation.ui.marks import Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of what the document says of itself; several values one beneath the other."""

    label: str
    values: tuple[str, ...]
    code: bool = False
    day: date | None = None
    in_words: bool = False
    """Words of the reader's language, whatever name they begin with; else a name, which has its own direction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """All that one page tells."""

    kind: str
    number: str
    seal: Seal
    headline: str
    sentences: tuple[str, ...]
    counted: str
    as_of: datetime
    asked_day: date | None
    since: str
    """What of the issuer is no longer as on the day that counts; else nothing."""
    abroad: str
    reminder: str
    chain: tuple[ChainLink, ...]
    facts: tuple[Fact, ...]
    checks: tuple[SaidCheck, ...]
    history: tuple[Happened, ...]
    fictitious: bool


def document_page(
    judged: Judged,
    *,
    language: Language,
    issuer: Identity | None,
    history: tuple[Happened, ...] = (),
    fictitious: bool = False,
    asked_day: date | None = None,
    replaced: bool = False,
) -> DocumentPage:
    """The page of one document. ``issuer``: as the platform knows it; None for one that it does not know. ``replaced``:
    another one took its place since.
    """
    found, trust = judged.verification, judged.trust
    body = _accredited(found)
    kind = CoreKind.ACCREDITATION if body is not None else found.attestation and found.attestation.kind
    passed = sum(check.status is Status.OK for check in found.checks)
    note = reminder(kind) if kind else None
    gone = replaced and found.verdict is Verdict.WITHDRAWN
    why = "" if gone else sentence(reason(found, trust, language))
    return DocumentPage(
        kind=str(Kind(kind.value).label) if kind and kind.value in Kind.values else _("Document"),
        number=body.number if body else found.attestation.number if found.attestation else "",
        seal=seal_of(found),
        headline=replaced_line(kind) if gone else headline(found, kind, language),
        sentences=tuple(text for text in (_given(found, body, language), why) if text),
        since=today(found, trust, language),
        counted=_counted(len(found.checks), passed),
        as_of=found.as_of,
        asked_day=asked_day,
        abroad=abroad(found, found.attestation),
        reminder=sentence(words(note, language)) if note else "",
        chain=chain_of(found, body, issuer, trust, language),
        facts=tuple(fact for fact in _facts(found, body, trust, language) if any(fact.values) or fact.day),
        checks=tuple(said_check(check, trust, language) for check in found.checks),
        history=history,
        fictitious=fictitious or (issuer is not None and issuer.fictitious),
    )


def _accredited(found: Verification) -> AccreditedBody | None:
    if found.credential is None or IDENTITY not in found.credential.types:
        return None
    try:
        return accredited_body_of(found.credential)
    except Refused:
        return None


def _given(found: Verification, body: AccreditedBody | None, language: Language) -> str:
    """Who gave it to whom, for what: names as they were signed."""
    one = found.attestation
    if body is not None:
        return _("Granted to %(body)s by %(authority)s.") % {
            "body": formats.apart(body.body.name, language), "authority": formats.apart(body.authority.name, language),
        }  # fmt: skip
    if one is None:
        return ""
    said = {"holder": formats.apart(one.holder.name, language), "issuer": formats.apart(one.issuer.name, language)}
    if one.standard is None:
        return _("Issued to %(holder)s by %(issuer)s.") % said
    said["standard"] = formats.apart(one.standard.name, language)
    return _("Issued to %(holder)s for %(standard)s by %(issuer)s.") % said


def _counted(made: int, passed: int) -> str:
    return (
        ngettext("%(count)s check made.", "%(count)s checks made.", made) % {"count": made}
        + " "
        + ngettext("%(count)s passed.", "%(count)s passed.", passed) % {"count": passed}
    )


def _facts(found: Verification, body: AccreditedBody | None, trust: TrustList | None, language: Language) -> list[Fact]:
    one = found.attestation
    if body is not None:
        return [
            Fact(label=_("Accredited body"), values=(body.body.name,)),
            Fact(label=pgettext("of a document", "Number"), values=(body.number,), code=True),
            Fact(label=_("Accreditor"), values=(body.authority.name,)),
            Fact(label=_("Register"), values=(body.register.name,)),
            Fact(label=_("Accredited since"), values=(), day=body.since),
            Fact(label=_("Until"), values=(), day=body.valid_until and body.valid_until.date()),
            Fact(label=_("Scopes"), values=tuple(
                " · ".join([scope.standard, *scope.references, *scope.sectors]) for scope in body.scopes
            )),
        ]  # fmt: skip
    if one is None:
        return []
    claimed = one.accreditation
    return [
        Fact(label=_("Holder"), values=(one.holder.name,)),
        Fact(label=_register(one.holder), values=(one.holder.registered_id or "",),
             code=True),
        Fact(label=pgettext("of a document", "Number"), values=(one.number,), code=True),
        Fact(label=_("Replaces"), values=(one.replaces or "",), code=True),
        Fact(label=_("Standard"), values=(one.standard.name if one.standard else "",)),
        _scheme(one.scheme, trust, language),
        Fact(label=_("Scope"), values=(one.scope or "",)),
        Fact(label=_("Sectors"), values=one.sectors, code=True),
        Fact(label=_("Sites"), values=one.sites),
        Fact(label=_("What was measured"), values=tuple(_range(item, language) for item in one.measured)),
        Fact(label=_("Issued by"), values=(one.issuer.name,)),
        Fact(label=_("Issued on"), values=(), day=signed_day(one.valid_from)),
        Fact(label=_("Day of the activity"), values=(), day=one.activity),
        Fact(label=_("Expires on"), values=(), day=one.valid_until and one.valid_until.date()),
        Fact(label=_("Accreditation"), values=(
            f"{claimed.name}, {claimed.authority.name}" if claimed else _("None is claimed"),
        )),
    ]  # fmt: skip


def _register(holder: Party) -> str:
    """The number's name: that of Morocco's register is said shortly, in every language."""
    if holder.register_id == ICE_REGISTER.id:
        return "ICE"
    return holder.register_name or _("Registered number")


def _range(item: Measured, language: Language) -> str:
    """A range and the least expanded uncertainty in it, as people write them."""
    low, high, least = (formats.number(value, language, None) for value in (item.low, item.high, item.uncertainty))
    space = formats.NO_BREAK
    return _("%(quantity)s: %(low)s to %(high)s, U at least %(uncertainty)s") % {
        "quantity": formats.apart(item.quantity, language), "low": low, "high": f"{high}{space}{item.unit}",
        "uncertainty": f"{least}{space}{item.uncertainty_unit}",
    }  # fmt: skip


def _scheme(named: Named, trust: TrustList | None, language: Language) -> Fact:
    scheme = trust.scheme(named.id) if trust else None
    name = scheme.names.best(language) if scheme else "" if named.id == NO_SCHEME else named.name
    return Fact(label=_("Scheme"), values=(name,), in_words=scheme is not None)
