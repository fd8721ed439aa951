"""Carrying answers over: into an assessment that was begun, or into one by another edition."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jawda.apps.diagnostics import carrying, domain, queries
from jawda.apps.diagnostics.rules import may_answer
from jawda.apps.diagnostics.screens.proposals import Narrowed, proposals_screen
from jawda.apps.referentials import store
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language


@require_http_methods(["GET", "POST"])
@room(may_answer)
def carry(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Last time's answers proposed for an assessment that was begun, or those to another referential mapped to it."""
    row = queries.find(assessment_id)
    earlier = [*queries.carry_sources(row)[:1], *carrying.mapped_sources(row)]
    if not earlier or row.closed_at is not None:
        return redirect("diagnostics:resume", request.access.handle, assessment_id)
    wanted = request.POST.get("de") or request.GET.get("de") or str(earlier[0].pk)
    chosen = next((item for item in earlier if str(item.pk) == wanted), None)
    if chosen is None:
        raise Http404
    source = queries.loaded(chosen)
    if request.method == "POST":
        try:
            count = carrying.carry_answers(access=request.access, assessment=row, source=source)
        except domain.Closed:
            return redirect("diagnostics:result", request.access.handle, assessment_id)
        _say(request, count)
        return redirect("diagnostics:resume", request.access.handle, assessment_id)
    context = {
        "row": row,
        "source": source,
        "sources": [(item, queries.referential_of(item)) for item in earlier],
        "other": source.referential.slug != queries.referential_of(row).slug,
        "referential": queries.referential_of(row),
        "found": carrying.proposals(source, row.referential),
    }
    return render(request, "diagnostics/carry.html", context)


@require_http_methods(["GET", "POST"])
@room(may_answer)
def move(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """To another edition: what carries, what must be looked at, what is new; POST begins the new assessment."""
    source = queries.load(assessment_id)
    slug, here = source.referential.slug, source.row.referential
    editions = [item for item in store.listed() if item.slug == slug and item.identifier != here]
    wanted = request.POST.get("vers") or request.GET.get("vers") or (editions[-1].identifier if editions else "")
    later = next((item for item in editions if item.identifier == wanted), None)
    if later is None and wanted:
        raise Http404
    if request.method == "POST" and later is not None:
        made = carrying.move(access=request.access, source=source, referential_id=later.identifier)
        _say(request, len(carrying.proposals(source, later.identifier).proposals))
        return redirect("diagnostics:resume", request.access.handle, made.pk)
    context = {
        "source": source,
        "editions": editions,
        "referential": later,
        "found": carrying.proposals(source, later.identifier) if later else None,
    }
    return render(request, "diagnostics/move.html", context)


@require_http_methods(["GET", "POST"])
@room(may_answer)
def confirm_carried(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Proposals that still hold, several at once: narrowed by section and level, all ticked to begin with."""
    loaded = queries.load(assessment_id)
    here = reverse("diagnostics:confirm_carried", args=[request.access.handle, assessment_id])
    if request.method == "POST":
        asked = urlencode({name: value for name, value in request.GET.items() if name in ("page", "niveau")})
        try:
            if batch := request.POST.get("undo", "")[:32]:
                undone = carrying.unconfirm(access=request.access, assessment=loaded.row, batch=batch)
                messages.success(request, _undone(undone))
                return redirect(f"{here}?{asked}")
            chosen = request.POST.getlist("chosen")
            batch, count = carrying.confirm_many(access=request.access, assessment=loaded.row, requirements=chosen)
        except domain.Closed:
            return redirect("diagnostics:result", request.access.handle, assessment_id)
        messages.success(request, _confirmed(count))
        return redirect(f"{here}?{asked}&{urlencode({'fait': batch})}" if count else f"{here}?{asked}")
    wanted = Narrowed(request.GET.get("page", ""), request.GET.get("niveau", ""))
    context = {
        "loaded": loaded,
        "screen": proposals_screen(loaded, wanted, language()),
        "done": request.GET.get("fait", "")[:32],
    }
    return render(request, "diagnostics/confirm_carried.html", context)


def _confirmed(count: int) -> str:
    return ngettext("%(count)s answer is confirmed.", "%(count)s answers are confirmed.", count) % {"count": count}


def _undone(count: int) -> str:
    said = ngettext("%(count)s answer is a proposal again.", "%(count)s answers are proposals again.", count)
    return said % {"count": count}


def _say(request: HttpRequest, count: int) -> None:
    if not count:
        messages.success(request, _("Your former answers stand beside the questions; no level is set."))
        return
    said = ngettext(
        "%(count)s answer is proposed: say for each whether it is still true.",
        "%(count)s answers are proposed: say for each whether it is still true.",
        count,
    )
    messages.success(request, said % {"count": count})
