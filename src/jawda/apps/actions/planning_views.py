"""Making a plan from the gaps of an assessment, and how it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.actions import domain, queries, screens
from jawda.apps.actions.facts import Facts
from jawda.apps.actions.forms import owner_choices
from jawda.apps.actions.rules import may_read, may_work
from jawda.apps.actions.views import tabs
from jawda.apps.diagnostics.queries import Loaded, load
from jawda.core.assessment import Gap
from jawda.core.languages import Language
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language

MOST_GAPS = 200
FIRST = 3
"""Gaps that are ticked at first: what to do first, as the result says."""
DAYS_BY_CONSEQUENCE = {3: 30, 2: 60, 1: 90}
"""A first guess of a date, to be corrected: what costs most, soonest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """A gap with what would be proposed for it."""

    gap: Gap
    title: str
    why: str
    chapter: str
    planned: bool
    chosen: bool
    owner: str
    due_on: date | None


@require_http_methods(["GET", "POST"])
@room(may_work)
def from_gaps(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Choose among the ranked gaps, say who and when; POST proposes an action for each, all or none."""
    loaded = load(assessment_id)
    lines = _lines(request, loaded, language())
    faults: list[str] = []
    if request.method == "POST":
        chosen = [line for line in lines if line.chosen and not line.planned]
        if not chosen:
            faults.append(_("Tick at least one gap."))
        else:
            try:
                gaps = [(_source(loaded, line), _facts(line)) for line in chosen]
                with transaction.atomic():
                    made = domain.plan(access=request.access, gaps=gaps)
            except ValidationError as error:
                faults += error.messages
            else:
                said = ngettext("%(count)d action is proposed.", "%(count)d actions are proposed.", len(made))
                messages.success(request, said % {"count": len(made)})
                return redirect("actions:list", request.access.handle)
    context = {
        "loaded": loaded,
        "lines": lines,
        "left": sum(not line.planned for line in lines),
        "hidden": max(0, len(loaded.result.gaps) - MOST_GAPS),
        "owners": owner_choices(queries.owners()),
        "faults": faults,
    }
    return render(request, "actions/from_gaps.html", context, status=422 if faults else 200)


def _lines(request: HttpRequest, loaded: Loaded, shown_in: Language) -> list[GapLine]:
    planned = queries.planned_requirements(loaded.row.pk)
    today, posted = timezone.localdate(), request.method == "POST"
    ticked = set(request.POST.getlist("gap"))
    lines, offered = [], 0
    for gap in loaded.result.gaps[:MOST_GAPS]:
        item = gap.requirement
        is_planned = item.id in planned
        first = not is_planned and offered < FIRST
        offered += not is_planned
        guess = today + timedelta(days=DAYS_BY_CONSEQUENCE[gap.consequence])
        lines.append(
            GapLine(
                gap=gap,
                title=(item.title or item.question).best(shown_in),
                why=gap.why(shown_in),
                chapter=loaded.referential.chapter_of[item.id],
                planned=is_planned,
                chosen=item.id in ticked if posted else first,
                owner=request.POST.get(f"owner-{item.id}", "") if posted else str(request.access.person_id),
                due_on=_day(request.POST.get(f"due-{item.id}", "")) if posted else guess,
            )
        )
    return lines


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _source(loaded: Loaded, line: GapLine) -> domain.Source:
    return domain.Source(
        assessment=loaded.row, referential=loaded.referential, requirement=line.gap.requirement.id
    )  # fmt: skip


def _facts(line: GapLine) -> Facts:
    try:
        owner = UUID(line.owner) if line.owner else None
    except ValueError as error:
        raise ValidationError({"owner_id": _("This person does not belong to the company.")}) from error
    return Facts(
        title=line.title[:200], why=line.why, owner_id=owner, due_on=line.due_on, effort_days=line.gap.effort_days,
        consequence=line.gap.consequence,
    )  # fmt: skip


@require_GET
@room(may_read)
def progress(request: HttpRequest) -> HttpResponse:
    """What was to remain and what remains; the chain that decides the end."""
    today = timezone.localdate()
    rows = queries.listed(queries.narrowed(queries.Filter(), today), language(), today)
    screen = screens.progress(rows, queries.dependencies(), today, language())
    return render(request, "actions/progress.html", {"screen": screen, **tabs(request.access, "progress")})
