"""The forms of one document under its one address, by what is asked for (RFC 9110, 12.5.1)."""

from __future__ import annotations

import json
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jawda.core.credentials import credential as credentials
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.status_list import read_entries
from jawda.core.findings import Refused

HTML: Final = "text/html"
JWT: Final = "application/vc+jwt"
VC: Final = "application/vc"
JSON: Final = "application/json"
LINKSET: Final = "application/linkset+json"
PDF: Final = "application/pdf"
#: Asked for by its name alone: what verifies the document without a network.
BUNDLE: Final = "application/vnd.jawda.bundle+jwt"
#: The first is given to whoever takes anything.
OFFERED: Final = (HTML, JWT, VC, JSON, LINKSET, PDF)
_BY_NAME: Final = {"jwt": JWT, "json": JSON, "linkset": LINKSET, "pdf": PDF, "bundle": BUNDLE}
_ENDINGS: Final = {JWT: "jwt", JSON: "json", VC: "json"}


def wanted(request: HttpRequest) -> str:
    """The media type to give: by ``?format=``, ``?linkType=linkset`` (ISO/IEC 18975) or ``Accept``; nothing for none.

    A name that is not known is as if it were not there: an address with something behind it still leads to the page.
    """
    if request.GET.get("linkType") == "linkset":
        return LINKSET
    named = _BY_NAME.get(request.GET.get("format", ""))
    return named or request.get_preferred_type(OFFERED) or ""


def not_acceptable() -> HttpResponse:
    """Status 406, with the forms that there are."""
    said = _("This document is given as: %(forms)s.") % {"forms": ", ".join(OFFERED)}
    return _varies(HttpResponse(said + "\n", status=406, content_type="text/plain; charset=utf-8"))


def no_paper() -> HttpResponse:
    """Status 406: what cannot be read cannot be printed."""
    said = _("There is no PDF of this document here: its page can be printed, and its signed file downloaded.")
    return _varies(HttpResponse(said + "\n", status=406, content_type="text/plain; charset=utf-8"))


def not_found() -> HttpResponse:
    """Status 404 for a program (RFC 9457): not found is not invalid."""
    said = {
        "title": _("Not found here"),
        "status": 404,
        "detail": _("No document is published here under this reference. That does not make it invalid."),
    }
    return _open(JsonResponse(said, status=404, content_type="application/problem+json"))


def machine_form(media: str, data: bytes, *, name: str, page: str, download: bool, confidential: bool) -> HttpResponse:
    """The token as it was signed, what stands in it, or the links to all that belongs to it.

    ``name``: of the file to keep. What cannot be read is given as it is where the token is asked for, else refused.
    """
    if media == JWT:
        response = HttpResponse(data, content_type=JWT)
    else:
        try:
            found = credentials.read(data)
        except Refused:
            return _varies(HttpResponse(status=406, content_type="text/plain; charset=utf-8"))
        if media == LINKSET:
            response = HttpResponse(json.dumps(_linkset(found, page), ensure_ascii=False), content_type=LINKSET)
        else:
            response = HttpResponse(json.dumps(dict(found.document), ensure_ascii=False), content_type=media)
    if download and media in _ENDINGS:
        response["Content-Disposition"] = f'attachment; filename="{name}.{_ENDINGS[media]}"'
    return _varies(response) if confidential else _open(response)


def _linkset(found: Credential, page: str) -> dict[str, object]:
    """RFC 9264, 4.2; relations of the register of RFC 8288."""
    links: dict[str, object] = {
        "anchor": page,
        "alternate": [
            {"href": page, "type": HTML, "hreflang": ["fr", "ar", "en"]},
            {"href": f"{page}?format=jwt", "type": JWT},
            {"href": f"{page}?format=json", "type": JSON},
            {"href": f"{page}?format=pdf", "type": PDF},
        ],
        "author": [{"href": _identity(page, found.issuer), "type": "application/did+json"}],
    }
    if status := _lists(found):
        links["status"] = [{"href": url, "type": JWT} for url in status]
    return {"linkset": [links]}


def _lists(found: Credential) -> list[str]:
    said = found.document.get("credentialStatus")
    try:
        return [] if said is None else list(dict.fromkeys(entry.url for entry in read_entries(said)))
    except Refused:
        return []


def _identity(page: str, did: str) -> str:
    """A body's document under our own domain stands beside its documents; another's address is its identifier."""
    _domain, marker, slug = did.rpartition(":organismes:")
    if not marker or not slug.replace("-", "").isalnum():
        return did
    root = page[: page.index("/", page.index("//") + 2)]
    return root + reverse("identity_document", args=[slug])


def _open(response: HttpResponse) -> HttpResponse:
    """A program on any site reads it: nothing of a person stands in it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    return _varies(response)


def _varies(response: HttpResponse) -> HttpResponse:
    response["Vary"] = "Accept"
    return response
