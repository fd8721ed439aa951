"""Who is believed, for what, since when, and by which source: the trust list in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.models import TrustListVersion
from jawda.apps.recognition.queries.trust import current_trust
from jawda.core.credentials.keys import public_key
from jawda.core.credentials.trust_list import Arrangement, Member, Scheme, SchemeKind, TrustList
from jawda.core.languages import Text
from jawda.foundation.tenancy.routes import public

_BASES: dict[SchemeKind, str | Promise] = {
    SchemeKind.ACCREDITED: _("Bodies are accredited, and an arrangement recognises their accreditors."),
    SchemeKind.OVERSIGHT: _("Bodies are recognised by the oversight offices of the scheme’s owner."),
    SchemeKind.APPROVAL: _("Bodies are approved by an authority."),
    SchemeKind.NONE: _("Nobody stands behind the bodies that attest under it."),
}


@dataclass(frozen=True, slots=True)
class ShownScheme:
    """A scheme, on what its bodies are believed, and by the names of whom."""

    scheme: Scheme
    basis: str
    authorities: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ShownMember:
    """A signatory by its name, and what it is recognised for."""

    member: Member
    names: Text | None
    kind: str


@dataclass(frozen=True, slots=True)
class ShownArrangement:
    """An arrangement with its signatories."""

    arrangement: Arrangement
    members: tuple[ShownMember, ...]


@require_safe
@public
def trust_page(request: HttpRequest) -> HttpResponse:
    """The list in force, or what it means that the platform has none yet."""
    trust = current_trust()
    row = TrustListVersion.objects.filter(version=trust.version).first() if trust is not None else None
    if trust is None or row is None:
        return render(request, "recognition/public/no_trust.html")
    context = {
        "trust": trust,
        "schemes": [_scheme(one, trust) for one in trust.schemes],
        "arrangements": [_arrangement(one, trust) for one in trust.arrangements],
        "keys": [public_key(jwk).thumbprint() for jwk in row.keys],
        "taken_at": row.taken_at,
    }
    return render(request, "recognition/public/trust.html", context)


def _scheme(scheme: Scheme, trust: TrustList) -> ShownScheme:
    entries = [trust.authority(identifier) for identifier in scheme.authorities]
    return ShownScheme(scheme, str(_BASES[scheme.kind]), tuple(entry.names for entry in entries if entry is not None))


def _arrangement(arrangement: Arrangement, trust: TrustList) -> ShownArrangement:
    return ShownArrangement(arrangement, tuple(_member(member, trust) for member in arrangement.members))


def _member(member: Member, trust: TrustList) -> ShownMember:
    entry = trust.authority(member.authority)
    kind = member.kind.value
    return ShownMember(member, entry.names if entry else None, str(Kind(kind).label) if kind in Kind.values else kind)
