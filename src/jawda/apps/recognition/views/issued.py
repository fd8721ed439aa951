"""What a body issued: the list, narrowed and sorted, and the same as files."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET

from jawda.apps.recognition import certsearch, exports, own_words
from jawda.apps.recognition.enums import Kind, State
from jawda.apps.recognition.queries import own
from jawda.apps.recognition.queries.trust import current_trust
from jawda.apps.recognition.rules import (
    kinds_of,
    may_change_issued,
    may_give_certsearch,
    may_issue,
    may_manage_keys,
    may_read_issued,
)
from jawda.apps.recognition.views.own_pages import tabs
from jawda.foundation.tenancy.routes import room

PER_PAGE = 25


def wanted_of(request: HttpRequest) -> own.Wanted:
    """What the address asks for."""
    asked = request.GET
    return own.Wanted(
        words=asked.get("q", "")[:200], kind=asked.get("genre", ""), state=asked.get("etat", ""),
        soon=asked.get("bientot") == "1", sort=asked.get("tri", "recent"),
    )  # fmt: skip


@require_GET
@room(may_read_issued)
def documents(request: HttpRequest) -> HttpResponse:
    """Every document; an empty list says what comes first."""
    today, wanted, access = timezone.localdate(), wanted_of(request), request.access
    page = Paginator(own.issued(wanted, today), PER_PAGE).get_page(request.GET.get("page"))
    total = page.paginator.count
    soon = 0 if wanted.narrows or not total else own.issued(own.Wanted(soon=True), today).count()
    kinds = kinds_of(access)
    context = {
        "rows": [own_words.listed(row, today) for row in page],
        "page": page,
        "wanted": wanted,
        "found": ngettext("%(count)d document", "%(count)d documents", total) % {"count": total},
        "soon": soon,
        "heading": own_words.room_name(access.kind),
        "kinds": kinds if len(kinds) > 1 else (),
        "states": list(State),
        "sorts": (
            ("recent", _("Newest first")), ("echeance", _("Last day")), ("numero", pgettext("of a document", "Number")),
            ("titulaire", _("Holder")),
        ),
        "accreditor": Kind.ACCREDITATION in kinds,
        "has_key": own.present_key() is not None,
        "certsearch": may_give_certsearch(access),
        "may_issue": may_issue(access),
        "may_change": may_change_issued(access),
        "may_manage_keys": may_manage_keys(access),
        **tabs(access, "recognition:issued"),
    }  # fmt: skip
    return render(request, "recognition/own/issued.html", context)


@require_GET
@room(may_read_issued)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as the address narrows it, as a file."""
    today = timezone.localdate()
    return exports.respond(exports.issued(own.issued(wanted_of(request), today).defer("credential"), today), kind)


@require_GET
@room(may_give_certsearch)
def certsearch_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The certificates of management systems in the list, in the fields of IAF CertSearch.

    What is fictitious is left out, but where all of the body is: its file says so by its name.
    """
    today, access = timezone.localdate(), request.access
    rows = own.issued(wanted_of(request), today).defer(None).defer("credential").filter(kind=Kind.MANAGEMENT_SYSTEM)
    if not access.fictitious:
        rows = rows.filter(fictitious=False)
    body = own.identity()
    found = certsearch.certifications(rows, today, own_did=body.did if body else "", trust=current_trust())
    return certsearch.respond(found, kind, fictitious=access.fictitious)
