"""One box for everything: number, company, standard, place, reference."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jawda.apps.organisations.exports import asked, table_file
from jawda.apps.recognition.addresses import did_of, page_of
from jawda.apps.recognition.enums import Kind, State
from jawda.apps.recognition.models import PublicAttestation
from jawda.apps.recognition.queries import public as queries
from jawda.apps.recognition.queries.searching import LONGEST, Wanted, search, state_on
from jawda.apps.recognition.views.typed import typed
from jawda.core.spreadsheets import Value
from jawda.foundation.tenancy.routes import public
from jawda.foundation.ui import formats
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.templatetags.ui import language

PER_PAGE: Final = 30
MOST_EXPORTED: Final = 5_000
_MARKS: Final = {
    # what the body says, which its own page may contradict: no sign of approval
    State.IN_FORCE: Mark.IN_PROGRESS, State.SUSPENDED: Mark.PARTLY, State.WITHDRAWN: Mark.DOES_NOT,
    State.REPLACED: Mark.NOT_APPLICABLE, State.EXPIRED: Mark.OVERDUE,
}  # fmt: skip


@require_safe
@public
def certificates(request: HttpRequest) -> HttpResponse:
    """What was published here; a full reference leads straight to its page. Not found is never invalid."""
    text = typed(request.GET.get("q", ""), LONGEST)
    wanted = Wanted(
        text=text, kind=request.GET.get("kind", ""), state=request.GET.get("state", ""),
        body=typed(request.GET.get("body", ""), 60),
    )  # fmt: skip
    if (reference := queries.canonical_reference(text)) and queries.public_row(reference) is not None:
        return redirect("certificate", reference)
    today = formats.in_zone(timezone.now()).date()
    body = queries.identity_of(did_of(wanted.body)) if wanted.body else None
    rows = search(Wanted(text=text, kind=wanted.kind, state=wanted.state, body=_did(wanted.body)), today)
    form = request.GET.get("format", "")
    if form == "json":
        return _as_json(rows[:MOST_EXPORTED], today)
    if form := asked(request):
        found = rows[:MOST_EXPORTED]
        return table_file(
            form, name="jawda-certificats", columns=_columns(), rows=[_cells(row, today) for row in found]
        )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "wanted": wanted, "page": page, "body": body, "kinds": [kind for kind in Kind if not kind.cycle.confidential],
        "states": list(State), "asked": bool(text or wanted.kind or wanted.state or wanted.body),
        "entries": [(row, state := state_on(row, today), _MARKS[state]) for row in page],
    }  # fmt: skip
    return render(request, "recognition/public/search.html", context)


def _did(slug: str) -> str:
    return did_of(slug) if slug else ""


def _columns() -> list[str]:
    return [
        _("Reference"), _("Number"), _("Kind"), _("State"), _("Holder"), _("ICE"), _("City"), _("Standard"), _("Scope"),
        _("Sectors"), _("Sites"), _("Issued by"), _("Accreditation"), _("Issued on"), _("Expires on"),
        _("fictitious example"), _("Address"),
    ]  # fmt: skip


def _cells(row: PublicAttestation, on: date) -> list[Value]:
    return [
        row.reference, row.number, str(Kind(row.kind).label), str(state_on(row, on).label), row.holder_name,
        row.holder_ice, row.holder_city, row.standard, row.scope, formats.listed(row.sectors, language()),
        formats.listed(row.sites, language()), row.issuer_name, row.accreditation_number, row.issued_on, row.expires_on,
        row.fictitious, page_of(row.reference),
    ]  # fmt: skip


def _as_json(rows: QuerySet[PublicAttestation], on: date) -> HttpResponse:
    """With stable names, whatever the language."""
    found = [
        {
            "reference": row.reference, "number": row.number, "kind": row.kind, "state": state_on(row, on).value,
            "holder": row.holder_name, "ice": row.holder_ice, "city": row.holder_city, "standard": row.standard,
            "scope": row.scope, "sectors": row.sectors, "sites": row.sites, "issuer": row.issuer_name,
            "issuer_did": row.issuer_did, "accreditation": row.accreditation_number,
            "issued_on": row.issued_on.isoformat(),
            "expires_on": row.expires_on and row.expires_on.isoformat(), "fictitious": row.fictitious,
            "address": page_of(row.reference), "sha256": row.sha256,
        }
        for row in rows
    ]  # fmt: skip
    response = JsonResponse({"schema": "jawda/certificates/1", "certificates": found})
    response["Content-Disposition"] = 'attachment; filename="jawda-certificats.json"'
    return response
