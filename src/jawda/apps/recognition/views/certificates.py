"""The one page of a document: the verdict in words, shape and colour, and what it rests on."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jawda.apps.recognition.addresses import organisation_of_link, page_of, page_of_link
from jawda.apps.recognition.domain.bundles import bundle_of
from jawda.apps.recognition.queries import keeping
from jawda.apps.recognition.queries import public as queries
from jawda.apps.recognition.queries.public import Happened, Judged
from jawda.apps.recognition.screens import DocumentPage, document_page
from jawda.apps.recognition.verdict_words import of_another_address
from jawda.apps.recognition.views import kept_pages, limits, negotiation
from jawda.apps.recognition.views.paper import certificate_pdf
from jawda.apps.recognition.views.typed import typed
from jawda.core.findings import Refused
from jawda.foundation.printing import PrintingFailed
from jawda.foundation.tenancy.routes import public
from jawda.foundation.ui import formats
from jawda.foundation.ui.templatetags.ui import language


@require_safe
@public
def certificate(request: HttpRequest, reference: str) -> HttpResponse:
    """A public document, in the form that is asked for."""
    canonical = queries.canonical_reference(reference)
    media = negotiation.wanted(request)
    asked = _asked(request, canonical) if media == negotiation.HTML and canonical == reference else None
    if asked is not None and (kept := kept_pages.kept(request, asked.stands)) is not None:
        return _varies(kept)
    row = queries.public_row(canonical)
    if row is None:
        if media not in ("", negotiation.HTML):
            return negotiation.not_found()
        context = {"reference": canonical or typed(reference, 60)}
        return _varies(render(request, "recognition/public/not_found.html", context, status=404))
    if canonical != reference:
        rest = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponsePermanentRedirect(reverse("certificate", args=[canonical]) + rest)
    data, address = row.credential.encode("utf-8"), page_of(canonical)
    if asked is None:
        return _for_programs(
            request, media, data, name=canonical, page=address, fictitious=row.fictitious,
            owner=row.source_organisation_id,
        )  # fmt: skip
    context = {
        "reference": canonical, "links": _links(reverse("certificate", args=[canonical])),
        "successor": queries.successor_of(row),
    }  # fmt: skip
    history = queries.history_of(canonical)
    response = _page(request, data, context, asked, address=address, history=history, fictitious=row.fictitious)
    kept_pages.keep(request, asked.stands, response)
    return _varies(response)


@require_safe
@public
def shown_document(request: HttpRequest, link: str) -> HttpResponse:
    """A confidential document, for whoever was given its link. What is no link, and what was closed, is not found."""
    if limits.tried_too_often(request):
        return _kept_from_others(render(request, "recognition/public/link_unknown.html", {"often": True}, status=429))
    found = queries.of_link(link)
    if found is None:
        limits.count_wrong(request)
        return _kept_from_others(render(request, "recognition/public/link_unknown.html", {}, status=404))
    row, history, successor = found
    data, address = row.credential.encode("utf-8"), page_of_link(link)
    media = negotiation.wanted(request)
    if media != negotiation.HTML:
        response = _for_programs(
            request, media, data, name=row.reference, page=address, fictitious=row.fictitious,
            owner=row.organisation_id, confidential=True,
        )  # fmt: skip
        return _kept_from_others(response)
    context = {"confidential": True, "links": _links(reverse("shown_document", args=[link])), "successor": successor}
    asked = _asked(request, row.reference)
    response = _page(request, data, context, asked, address=address, history=history, fictitious=row.fictitious)
    return _kept_from_others(_varies(response))


def _for_programs(
    request: HttpRequest,
    media: str,
    data: bytes,
    *,
    name: str,
    page: str,
    fictitious: bool,
    owner: UUID,
    confidential: bool = False,
) -> HttpResponse:
    if not media:
        return negotiation.not_acceptable()
    if media == negotiation.PDF:
        return _paper(request, data, name=name, page=page, fictitious=fictitious, owner=owner)
    if media == negotiation.BUNDLE:
        return _bundle(data, name)
    return negotiation.machine_form(
        media, data, name=name, page=page, download="format" in request.GET, confidential=confidential
    )


def _paper(request: HttpRequest, data: bytes, *, name: str, page: str, fictitious: bool, owner: UUID) -> HttpResponse:
    """The PDF in the reader's language: sealed by the body, where it is printed as it stands.

    Else one is made now, without a seal and at the cost of a second, so that nobody may have many.
    """
    printed = queries.paper_of(owner, sha256(data).hexdigest(), language())
    if printed is not None:
        return _varies(_given(printed, name))
    if not limits.may_print(request):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    try:
        content = certificate_pdf(data, reference=name, page=page, fictitious=fictitious, language=language())
    except (Refused, PrintingFailed):
        return negotiation.no_paper()
    return _varies(_given(content, name))


def _bundle(data: bytes, name: str) -> HttpResponse:
    content = bundle_of(data, timezone.now())
    if content is None:
        return negotiation.not_acceptable()
    response = HttpResponse(content, content_type=negotiation.BUNDLE)
    response["Content-Disposition"] = f'attachment; filename="{name}-bundle.jwt"'
    return _varies(response)


def _given(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=negotiation.PDF)
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@dataclass(frozen=True, slots=True)
class Asked:
    """The moment that is asked about: its day, where another than today was typed, and what is wrong with that."""

    now: datetime
    day: date | None
    fault: str
    stands: Hashable

    @property
    def at(self) -> datetime:
        """The end of that day, or now."""
        return self.now if self.day is None else datetime.combine(self.day, time(23, 59, 59), formats.ZONE)


def _asked(request: HttpRequest, reference: str) -> Asked:
    """From ``?le=``; one query."""
    now = timezone.now()
    day, fault = _asked_day(request, now)
    return Asked(now, day, fault, keeping.state(now, day="" if day is None else day.isoformat(), of=reference))


def _page(
    request: HttpRequest, data: bytes, context: dict[str, object], asked: Asked, *, address: str,
    history: tuple[Happened, ...], fictitious: bool,
) -> HttpResponse:  # fmt: skip
    judged = queries.judged(data, asked.at, asked.stands)
    page = page_from(
        judged, address=address, history=history, fictitious=fictitious, asked_day=asked.day,
        replaced=context.get("successor") is not None,
    )  # fmt: skip
    today = formats.in_zone(asked.now).date()
    said = typed(request.GET.get("le", ""), 20) if asked.fault else (asked.day or today).isoformat()
    context |= {"page": page, "fault": asked.fault, "typed": said, "today": today.isoformat()}
    return render(request, "recognition/public/document.html", context)


def page_from(
    judged: Judged, *, address: str = "", history: tuple[Happened, ...] = (), fictitious: bool = False,
    asked_day: date | None = None, replaced: bool = False,
) -> DocumentPage:  # fmt: skip
    """What the page of a verdict shows. ``address``: where the document must say that it is found, if anywhere."""
    found = judged.verification
    if address and found.credential is not None and not _is_at(found.credential.id, address):
        judged = Judged(of_another_address(found, address), judged.trust)
    issuer = queries.identity_of(found.credential.issuer) if found.credential is not None else None
    return document_page(
        judged, language=language(), issuer=issuer, history=history, fictitious=fictitious, asked_day=asked_day,
        replaced=replaced,
    )  # fmt: skip


def _is_at(said: str | None, address: str) -> bool:
    """Whether it says that it is found there; the platform itself may have moved since.

    A confidential document whose link was made anew keeps the one that it was signed with: the same body's is enough.
    """
    if said is None:
        return False
    before, _slash, name = said.rpartition("/")
    own_before, _slash, own_name = address.rpartition("/")
    if before.rpartition("/")[2] != own_before.rpartition("/")[2]:
        return False
    owner = organisation_of_link(own_name)
    return name == own_name or (owner is not None and organisation_of_link(name) == owner)


def _asked_day(request: HttpRequest, now: datetime) -> tuple[date | None, str]:
    """The day of ``?le=``, None for today, or a sentence that says what is wrong with it."""
    said = request.GET.get("le", "").strip()
    if not said:
        return None, ""
    today = formats.in_zone(now).date()
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None, _("A day is expected, as in 2026-03-03. What follows is how things stand now.")
    if day > today:
        return None, _("This day is still to come: nobody can say yet. What follows is how things stand now.")
    if day.year < 1990:
        return None, _("A day of this century is expected. What follows is how things stand now.")
    return (None if day == today else day), ""


def _links(address: str) -> list[tuple[str, str]]:
    """What one takes away: name and address."""
    return [
        (_("Document to print, with the signed file in it (PDF)"), f"{address}?{urlencode({'format': 'pdf'})}"),
        (_("Signed file, for checking without us (JWT)"), f"{address}?{urlencode({'format': 'jwt'})}"),
        (_("What checks it without a network (bundle)"), f"{address}?{urlencode({'format': 'bundle'})}"),
        (_("What it says, for programs (JSON)"), f"{address}?{urlencode({'format': 'json'})}"),
    ]


def _varies(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    response["Cache-Control"] = "no-cache"
    return response


def _kept_from_others(response: HttpResponse) -> HttpResponse:
    """Neither kept, nor found by search engines, nor named to the next page."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
