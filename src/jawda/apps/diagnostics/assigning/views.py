"""Giving questions to a colleague, and seeing what became of the links."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.diagnostics import queries
from jawda.apps.diagnostics.assigning import domain
from jawda.apps.diagnostics.assigning.forms import AssignForm
from jawda.apps.diagnostics.assigning.models import Assignment
from jawda.apps.diagnostics.assigning.queries import find_link, links_of
from jawda.apps.diagnostics.assigning.screens import link_row
from jawda.apps.diagnostics.domain import Closed
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.rules import may_answer
from jawda.apps.organisations.forms import attach
from jawda.core.assessment import applies
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language


@require_http_methods(["GET", "POST"])
@room(may_answer)
def assign(request: HttpRequest, assessment_id: UUID, requirement_id: str) -> HttpResponse:
    """Ask a colleague: this question, some of its section or all of them. The address is shown once, after the POST."""
    row = queries.find(assessment_id)
    referential = queries.referential_of(row)
    item = referential.by_id.get(requirement_id)
    if item is None or not item.assessable:
        raise Http404
    here = queries.section_of(row, requirement_id)
    section = next(part for part in queries.sections_of(row) if part.id == here)
    asked = [part for part in section.questions if applies(part, row.profile)]
    choices = [
        (part.id, f"{part.reference} {(part.question or part.title).best(language())}".strip()) for part in asked
    ]
    form = AssignForm(choices, request.POST if request.method == "POST" else None)
    context = {
        "row": row,
        "item": item,
        "form": form,
        "back": f"{reverse('diagnostics:chapter', args=[request.access.handle, row.pk, here])}#q-{item.id}",
    }
    if request.method == "POST" and form.is_valid() and row.closed_at is None:
        made = _assigned(request, row, form, requirement_id)
        if made is not None:
            link, token = made
            context |= {"link": link, "address": settings.BASE_URL + reverse("assigned_questions", args=[token])}
            return render(request, "diagnostics/assign_done.html", context)
    return render(request, "diagnostics/assign.html", context, status=422 if form.errors else 200)


def _assigned(
    request: HttpRequest, row: Assessment, form: AssignForm, requirement_id: str
) -> tuple[Assignment, str] | None:
    data = form.cleaned_data
    try:
        return domain.assign(
            access=request.access, assessment=row, referential=queries.referential_of(row),
            requirements=form.chosen(requirement_id),
            asking=domain.Asking(
                name=data["name"], email=data["email"], ends_on=data["ends_on"], sentence=data["sentence"],
                language=data["language"],
            ),
        )  # fmt: skip
    except ValidationError as error:
        attach(form, error)
    except Closed:
        form.add_error(None, _("The assessment was closed meanwhile. Reopen it to change answers."))
    return None


@require_GET
@room(may_answer)
def assignments(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Every link of an assessment: to whom, until when, what came back."""
    loaded = queries.load(assessment_id)
    rows = [link_row(item, loaded) for item in links_of(loaded.row)]
    return render(request, "diagnostics/assignments.html", {"loaded": loaded, "rows": rows})


@require_POST
@room(may_answer)
def extend(request: HttpRequest, assessment_id: UUID, assignment_id: UUID) -> HttpResponse:
    """Another last day for the same address."""
    row = queries.find(assessment_id)
    link = find_link(row, assignment_id)
    try:
        day = date.fromisoformat(request.POST.get("ends_on", ""))
        domain.extend(access=request.access, assessment=row, link=link, ends_on=day)
    except domain.Over:
        messages.error(request, _("This link was revoked: ask again with a new one."))
    except Closed:
        messages.error(request, _("The assessment was closed meanwhile. Reopen it to change answers."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except ValueError:
        messages.error(request, _("Give the last day as a date."))
    else:
        messages.success(request, _("The same link now opens until the new day."))
    return redirect("diagnostics:assignments", request.access.handle, assessment_id)


@require_POST
@room(may_answer)
def revoke(request: HttpRequest, assessment_id: UUID, assignment_id: UUID) -> HttpResponse:
    """The link opens nothing any more."""
    domain.revoke(access=request.access, link=find_link(queries.find(assessment_id), assignment_id))
    messages.success(request, _("The link no longer opens anything; what came back stays."))
    return redirect("diagnostics:assignments", request.access.handle, assessment_id)
