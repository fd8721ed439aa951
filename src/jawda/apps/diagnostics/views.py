"""Choosing, listing and filling in."""

from __future__ import annotations

import re
import secrets
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jawda.apps.diagnostics import carrying, domain, exports, queries
from jawda.apps.diagnostics.assigning.queries import by_question, links_of
from jawda.apps.diagnostics.evidence_queries import pieces_of
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.posted import given as given_by
from jawda.apps.diagnostics.posted import read_again, refusal, wants_json
from jawda.apps.diagnostics.posted import sending as sending_by
from jawda.apps.diagnostics.rules import may_answer, may_read
from jawda.apps.diagnostics.screens import Typed, chapter_screen, list_screen, tick_of
from jawda.apps.diagnostics.screens.chapter import TypedEvidence, came_back, former_of
from jawda.apps.diagnostics.screens.meanwhile import theirs_of
from jawda.apps.diagnostics.templatetags.diagnostics import PLACEHOLDER, state_tag
from jawda.apps.ecosystems.campaigns_queries import invitations, was_invited
from jawda.apps.ecosystems.rules import may_see_sharing
from jawda.core.findings import Refused, words
from jawda.foundation.files.inspection_kinds import ACCEPT, Limits
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.formats import time_short
from jawda.foundation.ui.templatetags.ui import language

PER_PAGE = 50


@require_GET
@room(may_read)
def assessments(request: HttpRequest) -> HttpResponse:
    """The company's assessments, each with its state and what to do next."""
    every = queries.listed(invited=was_invited())
    invited = not every or every[0].invited
    rows, state, referential = _filtered(request, every)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    used = {row.referential: row for row in every}
    context = {
        "screen": list_screen(queries.summed(page.object_list), language()),
        "page": page,
        "state": state,
        "referential": referential,
        "titles": [(name, queries.referential_of(used[name]).title) for name in sorted(used)],
        "filtered": bool(state or referential),
        "may_answer": may_answer(request.access),
        "invited": invitations() if invited and may_see_sharing(request.access) else (),
    }
    return render(request, "diagnostics/list.html", context)


@require_GET
@room(may_read)
def export_list(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as a file, narrowed in the same way."""
    rows, _state, _referential = _filtered(request, queries.listed())
    screen = list_screen(queries.summed(rows), language())
    export = exports.assessments(screen.rows, language())
    return exports.respond(export, kind, file="autodiagnostics", language=language(), moment=timezone.now())


def _filtered(request: HttpRequest, every: list[Assessment]) -> tuple[list[Assessment], str, str]:
    state, referential = request.GET.get("etat", ""), request.GET.get("referentiel", "")
    rows = [
        row
        for row in every
        if (not referential or row.referential == referential)
        and (state not in ("ouverts", "clos") or (row.closed_at is None) == (state == "ouverts"))
    ]
    return rows, state, referential


@require_GET
@room(may_read)
def resume(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Go to where the person stopped: the question after the last answer, or the first that lacks one."""
    loaded = queries.load(assessment_id)
    result = loaded.result
    if not result.applicable:
        return redirect("diagnostics:result", request.access.handle, assessment_id)
    order = {item.id: number for number, item in enumerate(result.applicable)}
    last = order.get(loaded.row.last_requirement, -1)
    without = [item for item in result.applicable if item.id not in result.counted]
    after = [item for item in without if order[item.id] > last]
    target = (after or without or list(result.applicable))[0]
    return to_question(request, loaded.row, target.id)


@require_GET
@room(may_read)
def chapter(request: HttpRequest, assessment_id: UUID, chapter_id: str) -> HttpResponse:
    """One chapter to fill in, or a section of a large one."""
    return chapter_page(request, queries.load(assessment_id), chapter_id)


@require_POST
@room(may_answer)
def answer(request: HttpRequest, assessment_id: UUID, requirement_id: str) -> HttpResponse:
    """Save one answer. With script: JSON to show; without: back to the question, what was refused still in it."""
    row = queries.find(assessment_id)
    referential = queries.referential_of(row)
    if requirement_id not in referential.by_id:
        raise Http404
    given = given_by(request, requirement_id)
    to_review = bool(request.POST.get("to_review")) and not request.POST.get("accept")
    typed: Typed | None = None
    saved: domain.Saved | None = None
    try:
        saved = domain.save_answer(
            access=request.access,
            assessment=row,
            referential=referential,
            answer=given,
            sending=sending_by(request),
            to_review=to_review,
            confirm=bool(request.POST.get("confirm")),
        )
    except Refused as refused:
        typed = Typed(
            given,
            to_review,
            tuple(words(finding, language()) for finding in refused.findings),
        )
    except domain.ChangedMeanwhile as changed:
        author = changed.row.saved_as or queries.name_of(changed.row.saved_by)
        typed = Typed(given, to_review, theirs=theirs_of(referential, changed.row, language(), by=author))
    except domain.Closed:
        typed = Typed(
            given,
            to_review,
            (_("The assessment was closed meanwhile. Reopen it to change answers."),),
        )
    if wants_json(request):
        return _said(request, row, typed, saved)
    if typed is None:
        return to_question(request, row, requirement_id)
    return chapter_page(request, queries.loaded(row), queries.section_of(row, requirement_id), typed)


def _said(request: HttpRequest, row: Assessment, typed: Typed | None, saved: domain.Saved | None) -> HttpResponse:
    """What the script shows."""
    if saved is None or typed is not None:
        assert typed is not None
        changed = _("Somebody else has changed this answer meanwhile: nothing was overwritten.")
        return refusal(typed, otherwise=changed, reload=_again(request, row, typed.answer.requirement))
    return JsonResponse(
        {
            "saved": _("Saved at %(time)s") % {"time": time_short(saved.row.saved_at)},
            "tick": tick_of(queries.as_answer(saved.row)) if not saved.row.carried else "",
            "seen": domain.version(saved.row),
            "state": state_tag(domain.state_of_row(saved.row)),
            "panel": _panel(saved.row),
            "progress": progress_words(saved.answered, saved.asked),
        }
    )


def _panel(row: AnswerRow) -> str:
    """What is proposed for this question, or came back, and waits for a yes."""
    if former := former_of(row):
        return render_to_string("diagnostics/still_true.html", {"proposal": former})
    if back := came_back(row):
        return render_to_string("diagnostics/came_back.html", {"back": back})
    return ""


def progress_words(answered: int, asked: int) -> str:
    """How far the chapter is, and about how long the rest takes."""
    if answered >= asked:
        return _("All questions of this page are answered.")
    return _("%(answered)s questions of %(all)s answered, about %(minutes)s min left") % {
        "answered": answered,
        "all": asked,
        "minutes": queries.minutes_left(asked - answered),
    }


def _again(request: HttpRequest, row: Assessment, requirement_id: str) -> str:
    section = queries.section_of(row, requirement_id)
    address = reverse("diagnostics:chapter", args=[request.access.handle, row.pk, section])
    return read_again(address, requirement_id)


def to_question(request: HttpRequest, row: Assessment, requirement_id: str) -> HttpResponse:
    """Back to where the question stands on its page."""
    section = queries.section_of(row, requirement_id)
    address = reverse("diagnostics:chapter", args=[request.access.handle, row.pk, section])
    return redirect(f"{address}#q-{requirement_id}")


def chapter_page(
    request: HttpRequest,
    loaded: queries.Loaded,
    chapter_id: str,
    typed: Typed | None = None,
    brought: TypedEvidence | None = None,
) -> HttpResponse:
    """The page of a chapter; ``typed`` and ``brought`` are what was refused, which stays on it."""
    access = request.access
    screen = chapter_screen(
        loaded,
        chapter_id,
        language(),
        handle=access.handle,
        may_answer=may_answer(access),
        pieces=pieces_of(loaded.row, loaded.referential),
        asked=by_question(links_of(loaded.row)) if may_answer(access) and loaded.is_open else {},
        typed=typed,
        brought=brought,
        hints=carrying.hints(loaded.row, language()),
    )
    if typed is not None:
        messages.error(request, _("The answer was not saved: see the note beside it."))
    if brought is not None:
        messages.error(request, _("The evidence was not added: see the note beside the question."))
    context = {
        "screen": screen,
        "chapters": screen.chapters,
        "chapters_summary": screen.summary,
        "back_url": reverse("diagnostics:result", args=[access.handle, loaded.row.pk]),
        "back_label": _("Result and gaps"),
        "progress": progress_words(screen.answered, screen.asked),
        "page_token": secrets.token_hex(8),
        "reload": _again(request, loaded.row, typed.answer.requirement) if typed else "",
        "may_answer": may_answer(access),
        "accept": ACCEPT,
        "largest": Limits().bytes,
        "states": loaded.states,
        "keys": screen.key_rows if screen.may_write else (),
    }
    if screen.may_write:
        blank = {"item": {"requirement": {"id": PLACEHOLDER}}, "request": request, "csrf_token": get_token(request)}
        made = render_to_string("diagnostics/evidence.html", {**context, **blank})
        context["blank_evidence"] = re.sub(r"\n\s+", "\n", made)
        context["blank_assign"] = render_to_string("diagnostics/assign_link.html", {**context, **blank}).strip()
    status = 409 if typed and typed.theirs else 422 if typed or brought else 200
    return render(request, "diagnostics/chapter.html", context, status=status)
