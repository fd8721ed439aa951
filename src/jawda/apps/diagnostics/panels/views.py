"""The convener's pages: the list, a new panel, its members and its progress."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.diagnostics import exports
from jawda.apps.diagnostics.panels import domain, queries
from jawda.apps.diagnostics.panels.exports import panels_export
from jawda.apps.diagnostics.panels.forms import MemberForm, PanelForm
from jawda.apps.diagnostics.panels.models import Panel, PanelMember
from jawda.apps.diagnostics.panels.rules import for_panels, may_convene, may_read_panels
from jawda.apps.organisations.views.common import posted, sentence, tried
from jawda.apps.referentials import store
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language


@require_GET
@room(may_read_panels)
def panels(request: HttpRequest) -> HttpResponse:
    """The organisation's panels."""
    context: dict[str, object] = {
        "lines": _wanted(request),
        "may_convene": may_convene(request.access),
        "q": request.GET.get("q", ""),
    }
    context["kinds"] = exports.KINDS
    return render(request, "diagnostics/panels/list.html", context)


@require_GET
@room(may_read_panels)
def export_list(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as a file, narrowed in the same way."""
    export = panels_export(_wanted(request), language())
    return exports.respond(export, kind, file="panels", language=language(), moment=timezone.now())


def _wanted(request: HttpRequest) -> list[queries.Line]:
    text = request.GET.get("q", "").strip().casefold()
    return [line for line in queries.panels() if text in line.row.title.casefold()]


@require_http_methods(["GET", "POST"])
@room(may_convene)
def convene(request: HttpRequest) -> HttpResponse:
    """A new panel, by one of the referentials that panels answer."""
    offered = for_panels()
    wanted = request.POST.get("referential") or request.GET.get("referential") or ""
    chosen = next((item for item in offered if item.identifier == wanted), offered[0] if offered else None)
    if chosen is None or (wanted and chosen.identifier != wanted):
        raise Http404
    form = PanelForm(store.load(chosen.identifier), language(), posted(request), initial=PanelForm.initial_of(None))
    made: list[Panel] = []

    def verb() -> None:
        made.append(
            domain.convene(access=request.access, referential_id=chosen.identifier, facts=form.facts())
        )  # fmt: skip

    if request.method == "POST" and form.is_valid() and tried(form, verb):
        return redirect("panels:panel", request.access.handle, made[0].pk)
    context = {"form": form, "chosen": chosen, "offered": offered}
    return render(request, "diagnostics/panels/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@room(may_convene)
def change(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Change what was said of it."""
    row = queries.find(panel_id)
    if not row.is_open(timezone.localdate()):
        return _closed(request, row)
    referential = queries.tree_of(row)
    form = PanelForm(referential, language(), posted(request), initial=PanelForm.initial_of(row))

    def verb() -> None:
        domain.change(access=request.access, panel=row, facts=form.facts())

    if request.method == "POST" and form.is_valid() and _tried(form, verb):
        messages.success(request, _("The panel is changed."))
        return redirect("panels:panel", request.access.handle, panel_id)
    context = {"form": form, "row": row, "referential": referential}
    return render(request, "diagnostics/panels/form.html", context, status=422 if form.errors else 200)


@require_GET
@room(may_read_panels)
def panel(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """How far it is, by college, and who was asked; no answer, and nobody’s progress."""
    row = queries.find(panel_id)
    return _page(request, row, MemberForm(row))


@require_POST
@room(may_convene)
def ask(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Ask somebody by mail."""
    row = queries.find(panel_id)
    form = MemberForm(row, request.POST)

    def verb() -> None:
        said = form.cleaned_data
        domain.ask(
            access=request.access, panel=row, name=said["name"], email=said["email"], college=said["college"],
            language=said["mail_language"],
        )  # fmt: skip

    try:
        if form.is_valid() and tried(form, verb):
            messages.success(request, _("The link is on its way to %(name)s.") % {"name": form.cleaned_data["name"]})
            return redirect("panels:panel", request.access.handle, panel_id)
    except domain.PanelClosed:
        return _closed(request, row)
    return _page(request, row, form)


@require_POST
@room(may_convene)
def send_again(request: HttpRequest, panel_id: UUID, panel_member_id: UUID) -> HttpResponse:
    """A new link to one member."""
    return _done(
        request, panel_id, _("A new link is on its way; the former one no longer works."),
        lambda row: domain.send_again(access=request.access, panel=row, member_id=panel_member_id),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@room(may_convene)
def release(request: HttpRequest, panel_id: UUID, panel_member_id: UUID) -> HttpResponse:
    """Ask somebody no longer, once it was confirmed: their answers go."""
    if request.method == "POST":
        return _done(
            request, panel_id, _("The member was removed, with their answers."),
            lambda row: domain.release(access=request.access, panel=row, member_id=panel_member_id),
        )  # fmt: skip
    row = queries.find(panel_id)
    member = PanelMember.objects.filter(pk=panel_member_id, panel=row).first()
    if member is None:
        raise Http404
    return render(request, "diagnostics/panels/release.html", {"row": row, "member": member})


@require_POST
@room(may_convene)
def remind(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Remind those who have questions left."""
    return _done(
        request, panel_id, _("Those who have questions left are reminded by mail."),
        lambda row: domain.remind(access=request.access, panel=row),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@room(may_convene)
def close(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Close it for good, once it was confirmed, and show the result."""
    row = queries.find(panel_id)
    if not row.is_open(timezone.localdate()):
        return _closed(request, row)
    if request.method == "POST":
        domain.close(access=request.access, panel=row)
        messages.success(request, _("The panel is closed. The links no longer work, and the names are wiped."))
        return redirect("panels:result", request.access.handle, panel_id)
    return render(request, "diagnostics/panels/close.html", {"row": row})


def _page(request: HttpRequest, row: Panel, form: forms.Form) -> HttpResponse:
    members = queries.members_with_counts(row)
    is_open = row.is_open(timezone.localdate())
    context = {
        "row": row,
        "is_open": is_open,
        "referential": queries.tree_of(row),
        "progress": queries.progress(row, members),
        "members": [member for member, _answered in members if member.email],
        "asked": len(members),
        "questions": len(queries.asked_of(row)),
        "names": queries.names(row.colleges),
        "reminded": row.reminded_on == timezone.localdate(),
        "form": form,
        "may_convene": may_convene(request.access) and is_open,
    }
    return render(request, "diagnostics/panels/panel.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, panel_id: UUID, said: str, verb: Callable[[Panel], None]) -> HttpResponse:
    """Back to the panel with what was done, or why not."""
    row = queries.find(panel_id)
    try:
        with transaction.atomic():
            verb(row)
        messages.success(request, said)
    except PanelMember.DoesNotExist as error:
        raise Http404 from error
    except domain.PanelClosed:
        return _closed(request, row)
    except ValidationError as error:
        messages.error(request, sentence(error))
    return redirect("panels:panel", request.access.handle, panel_id)


def _tried(form: forms.Form, verb: Callable[[], None]) -> bool:
    """As ``tried``; where the panel closed meanwhile, the form says so."""
    try:
        return tried(form, verb)
    except domain.PanelClosed:
        form.add_error(None, _("The panel was closed meanwhile: it is kept as it stands."))
        return False


def _closed(request: HttpRequest, row: Panel) -> HttpResponse:
    messages.error(request, _("The panel was closed meanwhile: it is kept as it stands."))
    return redirect("panels:panel", request.access.handle, row.pk)
