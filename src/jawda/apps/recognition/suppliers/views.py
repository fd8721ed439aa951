"""The list of suppliers' certificates: its page, its lines, the job that checks them, files."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.recognition import exports
from jawda.apps.recognition.rules import may_read_held, may_record
from jawda.apps.recognition.suppliers import domain, queries, words
from jawda.apps.recognition.suppliers.enums import Found
from jawda.apps.recognition.suppliers.exports import suppliers as suppliers_export
from jawda.apps.recognition.suppliers.forms import SupplierForm
from jawda.apps.recognition.views.own_pages import held_tabs, tried
from jawda.foundation.tenancy.routes import room

PER_PAGE = 50


def wanted_of(request: HttpRequest) -> queries.Wanted:
    """What the address asks for."""
    asked = request.GET
    return queries.Wanted(
        words=asked.get("q", "")[:200], found=asked.get("constat", ""), soon=asked.get("bientot") == "1"
    )


@require_GET
@room(may_read_held)
def suppliers(request: HttpRequest) -> HttpResponse:
    """What one has to look after first; how far the job is, while one runs."""
    today, wanted = timezone.localdate(), wanted_of(request)
    page = Paginator(queries.lines(wanted, today), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [words.shown(row, today) for row in page],
        "page": page,
        "wanted": wanted,
        "counts": queries.counts(today),
        "found": ngettext("%(count)d line", "%(count)d lines", page.paginator.count) % {"count": page.paginator.count},
        "findings": [*Found.choices, (queries.UNCHECKED, pgettext("finding", "Not checked yet"))],
        "may_record": may_record(request.access),
        **held_tabs(request.access, "recognition:suppliers"),
    }
    return render(request, "recognition/suppliers/list.html", context)


@require_GET
@room(may_read_held)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as the address narrows it, as a file."""
    today = timezone.localdate()
    return exports.respond(suppliers_export(queries.lines(wanted_of(request), today), today), kind)


@require_http_methods(["GET", "POST"])
@room(may_record)
def add(request: HttpRequest) -> HttpResponse:
    """One more line, checked at once."""
    form = SupplierForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        access, facts = request.access, form.facts()
        made = tried(form, lambda: domain.add(access=access, facts=facts))
        if made is not None:
            return redirect("recognition:supplier", access.handle, made.pk)
    return _form_page(request, form)


@require_http_methods(["GET", "POST"])
@room(may_record)
def edit(request: HttpRequest, watchedcertificate_id: UUID) -> HttpResponse:
    """Expect something else."""
    row = queries.find(watchedcertificate_id)
    form = SupplierForm(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.is_valid():
        access, facts = request.access, form.facts()
        if tried(form, lambda: domain.edit(access=access, line_id=row.pk, facts=facts)) is not None:
            messages.success(request, _("The line is changed, and checked again."))
            return redirect("recognition:supplier", access.handle, row.pk)
    return _form_page(request, form, row)


def _form_page(request: HttpRequest, form: SupplierForm, row: object = None) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "recognition/suppliers/edit.html", {"form": form, "row": row}, status=status)


@require_GET
@room(may_read_held)
def supplier(request: HttpRequest, watchedcertificate_id: UUID) -> HttpResponse:
    """One line: what is expected, what was found, and when that changed."""
    row, today = queries.find(watchedcertificate_id), timezone.localdate()
    context = {
        "row": row,
        "line": words.shown(row, today),
        "seal": words.SEALS[Found(row.found)] if row.found else "unknown",
        "headline": words.headline(row),
        "advice": words.advice(row),
        "history": [
            (one, words.MARKS[Found(one.found)], words.news_words(one.news)) for one in queries.findings_of(row)
        ],
        "may_record": may_record(request.access),
    }
    return render(request, "recognition/suppliers/supplier.html", context)


@require_POST
@room(may_record)
def remove(request: HttpRequest, watchedcertificate_id: UUID) -> HttpResponse:
    """Watch it no more."""
    row = queries.find(watchedcertificate_id)
    domain.remove(access=request.access, line_id=row.pk)
    messages.success(request, _("The line is removed."))
    return redirect("recognition:suppliers", request.access.handle)


@require_POST
@room(may_record)
def check(request: HttpRequest, watchedcertificate_id: UUID) -> HttpResponse:
    """Check one line now."""
    row = queries.find(watchedcertificate_id)
    domain.check_one(access=request.access, line_id=row.pk)
    messages.success(request, _("It was checked a moment ago."))
    return redirect("recognition:supplier", request.access.handle, row.pk)


@require_POST
@room(may_record)
def check_all(request: HttpRequest) -> HttpResponse:
    """Have the job check every line."""
    asked = domain.ask_all(access=request.access)
    told = ngettext("%(count)d line is being checked.", "%(count)d lines are being checked.", asked)
    messages.success(request, told % {"count": asked})
    return redirect("recognition:suppliers", request.access.handle)


@require_POST
@room(may_record)
def stop(request: HttpRequest) -> HttpResponse:
    """What waits is not checked."""
    domain.stop(access=request.access)
    messages.success(request, _("The check is stopped: what was checked stays."))
    return redirect(reverse("recognition:suppliers", args=[request.access.handle]))
