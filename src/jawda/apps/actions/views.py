"""The plan: list, board, one action with its steps."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.actions import domain, queries, screens
from jawda.apps.actions.enums import STEP_WORDS, ActionState
from jawda.apps.actions.forms import ActionForm, StepForm
from jawda.apps.actions.models import Action
from jawda.apps.actions.rules import is_member, may_propose, may_read, may_work
from jawda.apps.diagnostics.evidence_queries import search_evidence
from jawda.apps.diagnostics.rules import may_read as may_read_answers
from jawda.apps.organisations.queries import description
from jawda.core.findings import Refused, words_with_place
from jawda.core.workflow import Step
from jawda.foundation.files.inspection_kinds import ACCEPT, Limits
from jawda.foundation.tenancy.routes import Access, room
from jawda.foundation.ui.frame import Entry
from jawda.foundation.ui.templatetags.ui import language

PER_PAGE = 25
PER_LANE = 30


def tabs(access: Access, here: str) -> dict[str, object]:
    """The pages of the plan; ``here`` is the current one's name."""
    rows = [(_("List"), "list"), (_("Board"), "board"), (_("Progress"), "progress")]
    if is_member(access):
        rows.append((_("My calendar"), "calendar"))
    entries = [
        Entry(label, reverse(f"actions:{name}", args=[access.handle]), current=name == here) for label, name in rows
    ]
    may = {"may_work": may_work(access), "may_propose": may_propose(access)}
    return {"tabs": entries, "tabs_label": _("Action plan"), **may}


def filter_of(request: HttpRequest) -> queries.Filter:
    """What the address asks for."""
    asked = request.GET
    return queries.Filter(
        words=asked.get("q", "")[:200], owner=asked.get("responsable", ""), state=asked.get("etat", ""),
        due=asked.get("echeance", ""), chapter=asked.get("chapitre", ""), sort=asked.get("tri", "echeance"),
    )  # fmt: skip


@require_GET
@room(may_read)
def actions(request: HttpRequest) -> HttpResponse:
    """Every action, narrowed and sorted; what is late stands first."""
    today, wanted = timezone.localdate(), filter_of(request)
    page = Paginator(queries.narrowed(wanted, today), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": queries.listed(page.object_list, language(), today),
        "page": page,
        "wanted": wanted,
        "standing": queries.standing(today),
        "owners": queries.owners(),
        "states": ActionState.choices,
        "chapters": queries.chapters(language()),
        "sorts": (
            ("echeance", _("Due date")), ("consequence", _("Consequence")), ("effort", _("Lesser effort")),
            ("titre", _("Title")), ("recent", _("Changed last")),
        ),
        **tabs(request.access, "list"),
    }  # fmt: skip
    return render(request, "actions/list.html", context)


@require_GET
@room(may_read)
def board(request: HttpRequest) -> HttpResponse:
    """The same actions by state; each is moved from its menu, by key or touch."""
    today = timezone.localdate()
    rows = queries.listed(queries.narrowed(queries.Filter(), today), language(), today)
    context = {"lanes": screens.lanes(rows, PER_LANE), "empty": not rows, **tabs(request.access, "board")}
    return render(request, "actions/board.html", context)


@require_http_methods(["GET", "POST"])
@room(may_propose)
def add(request: HttpRequest) -> HttpResponse:
    """A new action of the company's own, or one that an expert proposes to it."""
    form = ActionForm(queries.owners(), description().country, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: domain.propose(access=request.access, facts=form.facts()))
        if made is not None:
            messages.success(request, _("The action is proposed."))
            return redirect("actions:action", request.access.handle, made.pk)
    context = {"form": form, "may_work": may_work(request.access)}
    return render(request, "actions/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@room(may_work)
def edit(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Say otherwise what an action is."""
    action = queries.find(action_id)
    form = ActionForm(
        queries.owners(), description().country, request.POST if request.method == "POST" else None,
        initial=ActionForm.initial_of(action),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = _tried(form, lambda: domain.change(access=request.access, action_id=action_id, facts=form.facts()))
        if made is not None:
            messages.success(request, _("The action is saved."))
            return redirect("actions:action", request.access.handle, action_id)
    context = {"form": form, "action": action, "may_work": True}
    return render(request, "actions/edit.html", context, status=422 if form.errors else 200)


def _tried(form: ActionForm, verb: object) -> Action | None:
    """What the verb made; None where it refused, which then stands in the form."""
    try:
        with transaction.atomic():
            return verb()
    except ValidationError as error:
        for field, faults in error.error_dict.items():
            form.add_error(field if field in form.fields else None, faults)
    except Refused as refused:
        for finding in refused.findings:
            form.add_error(None, words_with_place(finding, language()))
    except domain.Ended:
        form.add_error(None, _("The action is done or cancelled: reopen it or take it up again first."))
    return None


@require_GET
@room(may_read)
def action(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """One action: what it is, what is next, what shows that it is done, what happened."""
    return action_page(request, queries.find(action_id))


def action_page(
    request: HttpRequest,
    row: Action,
    *,
    status: int = 200,
    refused: StepForm | None = None,
    refused_step: Step | None = None,
    faults: tuple[str, ...] = (),
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """The page; what was refused stands on it with what was typed."""
    today = timezone.localdate()
    (item,) = queries.listed([row], language(), today)
    works = may_work(request.access)
    people = {member.person_id: member.name for member in queries.owners()}
    words = request.GET.get("preuve", "").strip()[:200]
    context = {
        "item": item,
        "action": row,
        "offers": screens.step_offers(row, today, refused, refused_step) if works else (),
        "waits": queries.waits_of(row),
        "followers": queries.followers_of(row),
        "candidates": queries.candidates_for(row) if works else (),
        "evidence": queries.evidence_of(row),
        "found": search_evidence(words)[:10] if words and works else (),
        "words": words,
        "history": screens.history(queries.history_of(row), dict(people)),
        "checked_by": people.get(row.effect_by, "") if row.effect_by else "",
        "may_work": works,
        "sees_answers": may_read_answers(request.access),
        "ended": row.current in domain.ENDED,
        "faults": faults,
        "typed": typed or {},
        "accept": ACCEPT,
        "largest": Limits().bytes,
    }
    return render(request, "actions/action.html", context, status=status)


@require_POST
@room(may_work)
def step(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Take a step, and back to where it was asked for; what stands against it is said on the action's page."""
    row = queries.find(action_id)
    try:
        wanted = Step(request.POST.get("step", ""))
    except ValueError as error:
        raise Http404 from error
    form = StepForm(wanted, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                domain.take_step(
                    access=request.access, action_id=action_id, step=wanted, reason=data.get("reason", ""),
                    checked_on=data.get("checked_on"), effect_due_on=data.get("effect_due_on"),
                )  # fmt: skip
        except Refused as refused:
            faults = tuple(words_with_place(finding, language()) for finding in refused.findings)
            return action_page(request, row, status=422, refused=form, refused_step=wanted, faults=faults)
        done = Action.objects.only("state", "title").get(pk=action_id)
        said = {"title": done.title, "state": ActionState(done.state).label}
        messages.success(request, _("%(title)s: %(state)s.") % said)
        if request.POST.get("back") == "board":
            return redirect("actions:board", request.access.handle)
        return redirect("actions:action", request.access.handle, action_id)
    faults = (_("%(step)s: see the note beside the field.") % {"step": STEP_WORDS[wanted]},)
    return action_page(request, row, status=422, refused=form, refused_step=wanted, faults=faults)


@require_POST
@room(may_work)
def depend(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Let the action wait for another, or no more."""
    row = queries.find(action_id)
    try:
        on = UUID(request.POST.get("on", ""))
    except ValueError as error:
        raise Http404 from error
    verb = domain.stop_waiting if "remove" in request.POST else domain.wait_for
    try:
        with transaction.atomic():
            verb(access=request.access, action_id=action_id, on_id=on)
    except Refused as refused:
        faults = tuple(words_with_place(finding, language()) for finding in refused.findings)
        return action_page(request, row, status=422, faults=faults)
    except domain.Ended:
        return action_page(request, row, status=422, faults=(_("The action is done or cancelled."),))
    except Action.DoesNotExist as error:
        raise Http404 from error
    return redirect(f"{reverse('actions:action', args=[request.access.handle, action_id])}#dependances")
