"""A referential before it is published, as those who answer will see it; and what a new edition does to assessments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jawda.apps.diagnostics import queries
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.rules import may_read
from jawda.apps.diagnostics.screens import chapter_screen
from jawda.apps.referentials import manuscripts, store
from jawda.apps.referentials.rules import may_see_own
from jawda.core.assessment import Result, assess, carry_over
from jawda.core.languages import Language
from jawda.core.referentials import Referential
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.frame import Chapter
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.templatetags.ui import language

SHOWN = 50
"""Open assessments that one page compares."""


@require_GET
@room(may_see_own)
def preview(request: HttpRequest, manuscript_id: UUID, chapter_id: str) -> HttpResponse:
    """One chapter of a manuscript as the fill-in page shows it; nothing can be answered and nothing is stored."""
    loaded = manuscripts.load(manuscript_id)
    handle = request.access.handle
    referential = loaded.referential
    if referential is None:
        messages.error(request, _("It can be shown as it will be filled in once nothing is left to correct."))
        return redirect("writing:edit", handle, manuscript_id)
    row = Assessment(organisation_id=request.access.organisation_id, referential=referential.id)
    result = assess(referential, ())
    screen = chapter_screen(
        queries.Loaded(row, referential, result, {}), chapter_id, language(), handle=handle, may_answer=True
    )
    # no question is in hand, and there is no evidence to bring
    screen = replace(screen, questions=tuple(replace(item, now=False) for item in screen.questions))
    context = {
        "screen": screen,
        "blank_evidence": "",
        "row": loaded.row,
        "chapters": _chapters(result, chapter_id, handle, manuscript_id),
        "back_url": reverse("writing:edit", args=[handle, manuscript_id]),
        "back_label": _("Back to writing"),
    }
    return render(request, "diagnostics/preview.html", context)


def _chapters(result: Result, current: str, handle: str, manuscript_id: UUID) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(
            code=item.reference,
            label=item.title.best(language()),
            url=reverse("diagnostics:preview", args=[handle, manuscript_id, item.id]),
            state=Mark.TO_DO,
            state_label=_("to do"),
            count=str(result.nodes[item.id].assessable),
            current=item.id == current,
        )
        for item in result.referential.children[None]
        if result.nodes[item.id].assessable
    )


@dataclass(frozen=True, slots=True)
class Effect:
    """What a new edition makes of one open assessment."""

    row: Assessment
    name: str
    answered: int
    certain: int
    to_review: int
    without: int


@require_GET
@room(may_read)
def new_edition(request: HttpRequest, identifier: str) -> HttpResponse:
    """For each open assessment by the edition before: what carries over, what must be looked at, what is new."""
    try:
        new = store.load(identifier)
    except store.UnknownReferential as fault:
        raise Http404 from fault
    prefix = store.OWN if identifier.startswith(store.OWN) else ""
    before = f"{prefix}{new.replaces}" if new.replaces else ""
    rows = [row for row in queries.all_assessments() if row.referential == before and row.closed_at is None]
    effects = [_effect(item, new, language()) for item in queries.loaded_all(rows[:SHOWN])]
    context = {"new": new, "before": before, "effects": effects, "public": not prefix}
    return render(request, "diagnostics/new_edition.html", context)


def _effect(item: queries.Loaded, new: Referential, wanted: Language) -> Effect:
    carried = carry_over(item.result, new)
    return Effect(
        row=item.row,
        name=item.row.title or item.referential.title.best(wanted),
        answered=len(item.result.counted),
        certain=len(carried.certain),
        to_review=len(carried.to_review),
        without=len(carried.without),
    )
