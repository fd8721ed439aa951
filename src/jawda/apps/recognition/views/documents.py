"""What programs read: identity documents, status lists, the trust list."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jawda.apps.recognition.addresses import platform_did
from jawda.apps.recognition.models import Identity, IdentityVersion, PlatformKey, StatusListVersion, TrustListVersion
from jawda.core.credentials import trust_file
from jawda.core.credentials.identity_documents import IdentityDocument, VerificationMethod, write_document
from jawda.core.credentials.keys import public_key
from jawda.core.credentials.moments import moment
from jawda.core.findings import Refused
from jawda.foundation.tenancy.routes import public

JWT = "application/vc+jwt"
_DID = "application/did+json"
_TRUST = "application/vnd.jawda.trust+json"


@require_safe
@public
def identity_document(request: HttpRequest, body: str) -> HttpResponse:
    """A body's identity document as it stands, or as it stood ``?a=`` a moment."""
    identity = Identity.objects.filter(slug=body).first()
    versions = IdentityVersion.objects.filter(did=identity.did if identity else "")
    row = versions.filter(published_at__lte=_asked(request)).order_by("-published_at").first()
    if row is None:
        raise Http404
    return _open(json.dumps(row.document), _DID)


@require_safe
@public
def status_list(request: HttpRequest, body: str, number: int) -> HttpResponse:
    """A status list as it stands, or as it stood ``?a=`` a moment (Bitstring Status List 1.0, 3.2: ``timestamp``)."""
    identity = Identity.objects.filter(slug=body).first()
    versions = StatusListVersion.objects.filter(
        source_organisation_id=identity.source_organisation_id if identity else None, number=number
    )
    row = versions.filter(valid_from__lte=_asked(request)).order_by("-valid_from").first()
    if row is None:
        raise Http404
    return _open(row.credential, JWT)


@require_safe
@public
def platform_identity(request: HttpRequest) -> HttpResponse:
    """The platform's identity document: the keys that sign its trust list and the heads of its log."""
    did = platform_did()
    methods = tuple(
        VerificationMethod(f"{did}#{key.name}", public_key(key.public_jwk), expires=key.retired_at)
        for key in PlatformKey.objects.order_by("created_at")
    )
    if not methods:
        raise Http404
    return _open(json.dumps(write_document(IdentityDocument(did, methods))), _DID)


@require_safe
@public
def trust_list(request: HttpRequest) -> HttpResponse:
    """The trust list in force, as a file that ``jawda verify --trust`` takes."""
    row = TrustListVersion.objects.order_by("-version").first()
    if row is None:
        raise Http404
    keys = [public_key(jwk) for jwk in row.keys]
    response = JsonResponse(trust_file.write(row.token.encode("ascii"), keys), content_type=_TRUST)
    response["Content-Disposition"] = f'attachment; filename="jawda-confiance-{row.version}.json"'
    return _for_anyone(response)


def _asked(request: HttpRequest) -> datetime:
    said = request.GET.get("timestamp") or request.GET.get("a")
    if not said:
        return timezone.now()
    try:
        return moment(said)
    except Refused as refused:
        raise Http404 from refused


def _open(text: str, content_type: str) -> HttpResponse:
    return _for_anyone(HttpResponse(text, content_type=content_type))


def _for_anyone(response: Any) -> HttpResponse:
    """A verifier on another site reads it too: nothing of a person stands in it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    return response
