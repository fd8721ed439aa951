"""A verdict of the core in the words and shapes of the pages. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawda.core.credentials.attestation import Attestation
from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.recognition import Recognition
from jawda.core.credentials.trust_list import TrustList
from jawda.core.credentials.verdict import Verdict, failed
from jawda.core.credentials.verification import Verification
from jawda.core.findings.checks import Check, Status
from jawda.core.languages import Language
from jawda.foundation.ui import formats
from jawda.foundation.ui.marks import Mark, Seal

SEALS: Final[Mapping[Verdict, Seal]] = MappingProxyType(
    {
        Verdict.VALID: Seal.VALID,
        Verdict.SUSPENDED: Seal.SUSPENDED,
        Verdict.WITHDRAWN: Seal.WITHDRAWN,
        Verdict.EXPIRED: Seal.EXPIRED,
        Verdict.NOT_YET_VALID: Seal.EXPIRED,
        Verdict.INVALID: Seal.INVALID,
        Verdict.UNKNOWN: Seal.UNKNOWN,
    }
)
_MARKS: Final = MappingProxyType({Status.OK: Mark.CONFORMS, Status.WARN: Mark.TO_REVIEW, Status.FAIL: Mark.DOES_NOT})
_STATUS_WORDS: Final = MappingProxyType({
    Status.OK: gettext_lazy("passed"), Status.WARN: gettext_lazy("to be known"), Status.FAIL: gettext_lazy("failed"),
})  # fmt: skip

_CERTIFICATES: Final = frozenset({Kind.MANAGEMENT_SYSTEM, Kind.PRODUCT, Kind.PERSON, Kind.CALIBRATION})
_REPORTS: Final = frozenset({Kind.TEST, Kind.INSPECTION})
_OF_CERTIFICATE: Final[Mapping[Verdict, str | Promise]] = MappingProxyType(
    {
        Verdict.VALID: gettext_lazy("This certificate is valid."),
        Verdict.SUSPENDED: gettext_lazy("This certificate is suspended."),
        Verdict.WITHDRAWN: gettext_lazy("This certificate was withdrawn."),
        Verdict.EXPIRED: gettext_lazy("This certificate has expired."),
        Verdict.NOT_YET_VALID: gettext_lazy("This certificate is not valid yet."),
        Verdict.INVALID: gettext_lazy("This certificate is not valid."),
        Verdict.UNKNOWN: gettext_lazy("Whether this certificate is valid cannot be told."),
    }
)
_OF_REPORT: Final[Mapping[Verdict, str | Promise]] = MappingProxyType(
    {
        Verdict.VALID: gettext_lazy("This report is authentic and in force."),
        Verdict.WITHDRAWN: gettext_lazy("This report was withdrawn or replaced."),
        Verdict.NOT_YET_VALID: gettext_lazy("This report does not hold yet."),
        Verdict.INVALID: gettext_lazy("This report is not valid."),
        Verdict.UNKNOWN: gettext_lazy("Whether this report is authentic and in force cannot be told."),
    }
)
_OF_ACCREDITATION: Final[Mapping[Verdict, str | Promise]] = MappingProxyType(
    {
        Verdict.VALID: gettext_lazy("This accreditation is in force."),
        Verdict.SUSPENDED: gettext_lazy("This accreditation is suspended."),
        Verdict.WITHDRAWN: gettext_lazy("This accreditation was withdrawn."),
        Verdict.EXPIRED: gettext_lazy("This accreditation has expired."),
        Verdict.NOT_YET_VALID: gettext_lazy("This accreditation is not in force yet."),
        Verdict.INVALID: gettext_lazy("This accreditation is not valid."),
        Verdict.UNKNOWN: gettext_lazy("Whether this accreditation is in force cannot be told."),
    }
)
#: By whom the issuer of what is valid is recognised; the others are said as the core says them.
_BEHIND: Final[Mapping[Recognition, str | Promise]] = MappingProxyType(
    {
        Recognition.RECOGNISED: gettext_lazy(
            "The body was accredited for this scope on the day that counts, and an international arrangement "
            "recognises that accreditation."
        ),
        Recognition.OUTSIDE_ARRANGEMENT: gettext_lazy(
            "The body was accredited for this scope on the day that counts, but no international arrangement "
            "recognises its accreditor."
        ),
    }
)
_STILL: Final = gettext_lazy(
    "The body was accredited for this scope on the day that counts and still is; an international arrangement "
    "recognises that accreditation."
)


@dataclass(frozen=True, slots=True)
class SaidCheck:
    """One check as a line: shape, the same in a word, and the sentence."""

    mark: Mark
    status: str
    sentence: str


def seal_of(found: Verification) -> Seal:
    """The shape of the whole verdict; valid by an accreditor that no arrangement recognises has a shape of its own."""
    if found.verdict is Verdict.VALID and is_outside(found):
        return Seal.OUTSIDE
    return SEALS[found.verdict]


def is_outside(found: Verification) -> bool:
    """Accredited, but by a body outside the arrangement for this scope, on the day that counts."""
    return found.then is not None and found.then.recognition is Recognition.OUTSIDE_ARRANGEMENT


def headline(found: Verification, kind: Kind | None, language: Language) -> str:
    """The verdict in one line, with the word for this kind of document."""
    if found.verdict is Verdict.VALID and is_outside(found) and kind in _CERTIFICATES:
        return valid_outside()
    words = headlines(kind)
    return str(words[found.verdict]) if found.verdict in words else found.headline(language)


def headlines(kind: Kind | None) -> Mapping[Verdict, str | Promise]:
    """The line of each verdict that has one of its own for this kind of document."""
    if kind in _CERTIFICATES:
        return _OF_CERTIFICATE
    if kind in _REPORTS:
        return _OF_REPORT
    return _OF_ACCREDITATION if kind is Kind.ACCREDITATION else {}


def replaced(kind: Kind | None) -> str:
    """The line of what was withdrawn because another document took its place."""
    if kind in _CERTIFICATES:
        return _("This certificate was replaced.")
    return _("This report was replaced.") if kind in _REPORTS else _("This document was replaced.")


def valid_outside() -> str:
    """Of a certificate whose issuer is accredited outside the arrangements."""
    return _("This certificate is valid, outside the recognition arrangements.")


def reason(found: Verification, trust: TrustList | None, language: Language) -> str:
    """Why, in one sentence, as the core orders reasons; dates and names as people say them."""
    then, now = found.then, found.now
    if found.verdict is Verdict.VALID and then is not None and then.recognition in _BEHIND:
        still = now is not None and now.on > then.on and now.recognition is then.recognition is Recognition.RECOGNISED
        return str(_STILL if still else _BEHIND[then.recognition])
    said = replace(found, checks=tuple(spoken(check, trust, language) for check in found.checks))
    return said.reason(language)


def today(found: Verification, trust: TrustList | None, language: Language) -> str:
    """How the issuer is recognised on the day asked about, where that is no longer as on the day that counts."""
    then, now = found.then, found.now
    if then is None or now is None or then.recognition is now.recognition or found.verdict is Verdict.INVALID:
        return ""
    why = next((check for check in reversed(now.checks) if check.status is not Status.OK), None)
    told = why if why is not None else Check(id=f"verification.recognised_{now.recognition.value}", status=Status.OK)
    return spoken(told, trust, language).sentence(language)


def abroad(found: Verification, attestation: Attestation | None) -> str:
    """What a certificate outside the arrangements means for whoever is asked to accept it; else nothing."""
    if not is_outside(found) or found.verdict is not Verdict.VALID or attestation is None:
        return ""
    return _(
        "The accreditation is real and was in force. But no international arrangement recognised the accreditor for "
        "this scope on that day: abroad, a customer or an authority is not bound to accept it. "
        "Ask them whether they do."
    )


def said_check(check: Check, trust: TrustList | None, language: Language) -> SaidCheck:
    """A check as a line of the list of all of them."""
    sentence = spoken(check, trust, language).sentence(language)
    return SaidCheck(_MARKS[check.status], str(_STATUS_WORDS[check.status]), sentence[:1].upper() + sentence[1:])


def spoken(check: Check, trust: TrustList | None, language: Language) -> Check:
    """The same check with days in words, and authorities and arrangements by their names."""
    said = dict(check.arguments)
    if isinstance(day := said.get("day"), str):
        said["day"] = day_words(day, language)
    if trust is not None:
        authority = trust.authority(str(said.get("authority", "")))
        arrangement = next((one for one in trust.arrangements if one.id == said.get("arrangement")), None)
        if authority is not None:
            said["authority"] = authority.names.best(language)
        if arrangement is not None:
            said["arrangement"] = arrangement.names.best(language)
    return replace(check, arguments=said)


def day_words(day: str, language: Language) -> str:
    """``2026-03-03`` in words; what is no date stays as it is."""
    try:
        return formats.date_long(date.fromisoformat(day), language)
    except ValueError:
        return day


def of_another_address(found: Verification, address: str) -> Verification:
    """A signed document that stands under another document's address: good by itself perhaps, and not the one asked
    for. Nothing of it is shown as the answer.
    """
    said = (found.credential.id if found.credential is not None else None) or ""
    why = failed("other_address", said=said[:200], address=address[:200])
    return replace(
        found, verdict=Verdict.INVALID, checks=(why, *found.checks), then=None, now=None, credential=None,
        attestation=None, accreditation=None,
    )  # fmt: skip
