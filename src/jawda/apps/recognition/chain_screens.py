"""The four seals of a document's page: itself, the body that issued it, its accreditation, and who recognises that.

Each state is that of its own checks; what was not examined is said so, never taken for good.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from jawda.apps.recognition.models import Identity
from jawda.apps.recognition.verdict_words import day_words, spoken
from jawda.core.credentials.accreditation import AccreditedBody
from jawda.core.credentials.recognition import Recognition
from jawda.core.credentials.trust_list import TrustList
from jawda.core.credentials.verification import Verification
from jawda.core.findings.checks import Check, Status
from jawda.core.languages import Language
from jawda.foundation.ui import formats
from jawda.foundation.ui.marks import Seal

_OF_DOCUMENT: Final = frozenset({
    "signature", "not_yet", "expired", "in_time", "no_end", "no_status", "no_list", "not_suspended", "not_withdrawn",
    "suspended", "withdrawn", "other_address",
})  # fmt: skip
_OF_ISSUER: Final = frozenset({
    "issuer_unknown", "issuer_differs", "key_in_use", "key_retired", "key_not_yet", "key_revoked",
})  # fmt: skip
_OF_ARRANGEMENT: Final = frozenset({
    "arrangement", "arrangement_transition", "outside_arrangement", "overseen", "approved", "not_of_scheme",
    "no_trust_list",
})  # fmt: skip
#: Said, and no doubt about what is known.
_NO_STATUS: Final = frozenset({"no_status", "accreditation_no_status"})
_STOPPED: Final = {
    "suspended": Seal.SUSPENDED, "withdrawn": Seal.WITHDRAWN, "expired": Seal.EXPIRED, "not_yet": Seal.EXPIRED,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One seal of the chain: what it is, who, and the sentences of its own checks."""

    seal: Seal
    what: str
    title: str
    sentences: tuple[str, ...]
    address: str = ""

    @property
    def broken(self) -> bool:
        """Whether the line to what it rests on is interrupted."""
        return self.seal not in (Seal.VALID, Seal.OUTSIDE)


def sentence(text: str) -> str:
    """As it begins a line."""
    return text[:1].upper() + text[1:]


def chain_of(
    found: Verification, body: AccreditedBody | None, issuer: Identity | None, trust: TrustList | None,
    language: Language,
) -> tuple[ChainLink, ...]:  # fmt: skip
    """Certificate, body, accreditation, arrangement; each state is that of its own checks."""
    if found.credential is None:
        return ()
    first = _link(found, _OF_DOCUMENT, trust, language, what=_first_word(body), title=_title(found, body))
    name = body.authority.name if body else found.credential.issuer_name or found.credential.issuer
    told = [_known(issuer, language)] if issuer is not None else []
    second = _link(
        found, _OF_ISSUER, trust, language, what=_("The body that issued it"), title=name, before=told,
        address=issuer.slug if issuer else "",
    )  # fmt: skip
    if body is not None:
        return first, second, _authority(found, trust, language)
    if found.attestation is None:
        return first, second
    return first, second, *_recognition(found, trust, language)


def _first_word(body: AccreditedBody | None) -> str:
    return _("The accreditation") if body else _("The document")


def _title(found: Verification, body: AccreditedBody | None) -> str:
    one = found.attestation
    if body is not None:
        return ", ".join((body.body.name, body.number))
    if one is None:
        return found.credential.id or "" if found.credential else ""
    return ", ".join(text for text in (one.holder.name, one.standard.name if one.standard else "") if text)


def _known(issuer: Identity, language: Language) -> str:
    if issuer.verified_on is None:
        return _("A body that the platform knows.")
    return _("Its identity was verified by the platform on %(day)s.") % {
        "day": formats.date_long(issuer.verified_on, language)
    }


def _name(check: Check) -> str:
    return check.id.removeprefix("verification.")


def _link(
    found: Verification, names: Collection[str], trust: TrustList | None, language: Language, *, what: str, title: str,
    before: Collection[str] = (), address: str = "",
) -> ChainLink:  # fmt: skip
    """A seal from the checks of these names; without any of them nothing is known of it."""
    chain = {id(check) for one in (found.then, found.now) if one for check in one.checks}
    own = [check for check in found.checks if id(check) not in chain]
    checks = [check for check in own if _name(check) in names or (names is _OF_DOCUMENT and _is_refusal(check))]
    sentences = _sentences(checks, trust, language)
    return ChainLink(
        seal=_seal(checks), what=what, title=title, address=address,
        sentences=(*before, *sentences) if checks else (*before, _("This was not examined.")),
    )  # fmt: skip


def _is_refusal(check: Check) -> bool:
    """What was refused on reading stands under its own catalogue; it is about the document."""
    return check.id.startswith("credentials.")


def _seal(checks: Collection[Check]) -> Seal:
    for check in checks:
        if check.status is Status.FAIL:
            return _STOPPED.get(_name(check).removeprefix("accreditation_"), Seal.INVALID)
    if not checks or any(check.status is Status.WARN and _name(check) not in _NO_STATUS for check in checks):
        return Seal.UNKNOWN
    return Seal.VALID


def _recognition(found: Verification, trust: TrustList | None, language: Language) -> tuple[ChainLink, ChainLink]:
    """Of the day that counts; what is otherwise on the day asked about is said beside it."""
    claimed, body, then = found.attestation and found.attestation.accreditation, found.accreditation, found.then
    checks = then.checks if then is not None else ()
    under = [check for check in checks if _name(check) not in _OF_ARRANGEMENT]
    over = [check for check in checks if _name(check) in _OF_ARRANGEMENT]
    number = body.number if body else claimed.name if claimed else ""
    standards = ", ".join(dict.fromkeys(scope.standard for scope in body.scopes)) if body else ""
    third = ChainLink(
        seal=_seal(under), what=_("Its accreditation"),
        title=", ".join(text for text in (standards, number) if text) or _("None is claimed"),
        sentences=_said(under, trust, language),
    )  # fmt: skip
    seal = Seal.OUTSIDE if then and then.recognition is Recognition.OUTSIDE_ARRANGEMENT else _seal(over)
    authority = body.authority.name if body else claimed.authority.name if claimed else _("Nobody is named")
    return third, ChainLink(
        seal=seal, what=_("Who recognises the accreditor"), title=authority, sentences=_said(over, trust, language)
    )


def _said(checks: Collection[Check], trust: TrustList | None, language: Language) -> tuple[str, ...]:
    if not checks:
        return (_("This was not examined: what comes before it does not hold, or is not known."),)
    return _sentences(checks, trust, language)


def _sentences(checks: Collection[Check], trust: TrustList | None, language: Language) -> tuple[str, ...]:
    """Each once: two status lists that are out of date say the same."""
    return tuple(dict.fromkeys(sentence(spoken(check, trust, language).sentence(language)) for check in checks))


def _authority(found: Verification, trust: TrustList | None, language: Language) -> ChainLink:
    """An accreditation rests on the trust list: whether its accreditor stands there on that day."""
    assert found.credential is not None  # it was read
    entry = trust.authority(found.credential.issuer) if trust else None
    what = _("Who recognises the accreditor")
    if entry is None or not entry.since <= found.as_of.date() <= (entry.until or date.max):
        said = _("The accreditor is not on the trust list on that day.")
        return ChainLink(seal=Seal.UNKNOWN, what=what, title=_("Trust list"), sentences=(said,))
    said = _("The accreditor is on the trust list since %(day)s.") % {
        "day": day_words(entry.since.isoformat(), language)
    }
    return ChainLink(seal=Seal.VALID, what=what, title=entry.names.best(language), sentences=(said,))
