"""A company's certificates: what bodies of the platform issued to it, what it recorded, and what is about to lapse."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from jawda.apps.organisations.enums import Status
from jawda.apps.organisations.queries import description
from jawda.apps.recognition import exports
from jawda.apps.recognition.elsewhere import queries
from jawda.apps.recognition.elsewhere.enums import Vouching
from jawda.apps.recognition.elsewhere.exports import held as held_export
from jawda.apps.recognition.elsewhere.facts import KINDS
from jawda.apps.recognition.elsewhere.words import held_line
from jawda.apps.recognition.rules import may_read_held, may_record
from jawda.apps.recognition.views.own_pages import held_tabs
from jawda.foundation.tenancy.routes import room

PER_PAGE = 25


def wanted_of(request: HttpRequest) -> queries.Wanted:
    """What the address asks for."""
    asked = request.GET
    return queries.Wanted(
        words=asked.get("q", "")[:200], kind=asked.get("genre", ""), vouching=asked.get("garant", ""),
        soon=asked.get("bientot") == "1", archived=asked.get("archives") == "1",
    )  # fmt: skip


@require_GET
@room(may_read_held)
def documents(request: HttpRequest) -> HttpResponse:
    """What ends soon first. Issued here: only for a company that an operator verified, by its ICE."""
    today, access, ice, wanted = timezone.localdate(), request.access, description().ice, wanted_of(request)
    rows = queries.held(access, ice, wanted, today)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [held_line(one, today) for one in page],
        "page": page,
        "wanted": wanted,
        "found": ngettext("%(count)d certificate", "%(count)d certificates", len(rows)) % {"count": len(rows)},
        "ending": sum(queries.ends_soon(one, today) for one in rows),
        "kinds": KINDS,
        "levels": [(queries.HERE, _("Issued on this platform")), *Vouching.choices],
        "verified": access.status == Status.ACTIVATED,
        "ice": ice,
        "may_record": may_record(access),
        **held_tabs(access, "recognition:held"),
    }
    return render(request, "recognition/own/held.html", context)


@require_GET
@room(may_read_held)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as the address narrows it, as a file."""
    today = timezone.localdate()
    rows = queries.held(request.access, description().ice, wanted_of(request), today)
    return exports.respond(held_export(rows, today), kind)
