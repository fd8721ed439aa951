"""Pages of the diagnosis."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.diagnostics import domain, queries
from jawda.apps.diagnostics.rules import may_answer, may_read
from jawda.apps.diagnostics.screens import chapter_screen, result_screen
from jawda.apps.referentials import store
from jawda.core.assessment import Answer
from jawda.core.findings import Refused, words
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.formats import time_short
from jawda.foundation.ui.templatetags.ui import language


@require_GET
@room(may_read)
def assessments(request: HttpRequest) -> HttpResponse:
    """The company's assessments, each with what to do next."""
    rows = queries.recent(10)
    return render(
        request,
        "diagnostics/list.html",
        {"items": [queries.loaded(row) for row in rows], "may_answer": may_answer(request.access)},
    )


@require_http_methods(["GET", "POST"])
@room(may_answer)
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a referential; POST starts the assessment and opens its first chapter."""
    if request.method == "POST":
        try:
            assessment = domain.start(access=request.access, referential_id=request.POST.get("referential", ""))
        except store.UnknownReferential:
            return redirect("diagnostics:choose", request.access.handle)
        return redirect("diagnostics:resume", request.access.handle, assessment.pk)
    return render(request, "diagnostics/choose.html", {"referentials": store.listed()})


@require_GET
@room(may_read)
def resume(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Go to where the person stopped: the chapter of the last answer, or the first that lacks one."""
    loaded = queries.load(assessment_id)
    referential, result = loaded.referential, loaded.result
    open_items = [
        item for item in result.applicable if not (result.answers.get(item.id, Answer(requirement="")).answered)
    ]
    last = loaded.row.last_requirement
    after = [item.id for item in result.applicable]
    following = [item for item in open_items if last in after and after.index(item.id) > after.index(last)]
    target = (following or open_items or list(result.applicable))[0]
    chapter = referential.chapter_of[target.id]
    response = redirect("diagnostics:chapter", request.access.handle, loaded.row.pk, chapter)
    response["Location"] += f"#q-{target.id}"
    return response


@require_GET
@room(may_read)
def chapter(request: HttpRequest, assessment_id: UUID, chapter_id: str) -> HttpResponse:
    """One chapter to fill in."""
    screen = chapter_screen(queries.load(assessment_id), chapter_id, language())
    return render(
        request,
        "diagnostics/chapter.html",
        {"screen": screen, "may_answer": may_answer(request.access) and screen.assessment.closed_at is None},
    )


@require_POST
@room(may_answer)
def answer(request: HttpRequest, assessment_id: UUID, requirement_id: str) -> HttpResponse:
    """Save one answer. With script: JSON to show; without: back to the question."""
    loaded = queries.load(assessment_id)
    level = request.POST.get("level", "")
    given = Answer(
        requirement=requirement_id,
        level=level if level not in ("", "N") else None,
        not_applicable=level == "N",
        reason=request.POST.get("reason", "")[:5000].strip() if level == "N" else "",
        note=request.POST.get("note", "")[:5000].strip(),
        evidence=request.POST.get("evidence", "")[:5000].strip(),
    )
    error = ""
    try:
        domain.save_answer(access=request.access, assessment=loaded.row, referential=loaded.referential, answer=given)
    except Refused as refused:
        error = " ".join(words(finding, language()) for finding in refused.findings)
    if "application/json" not in request.headers.get("Accept", ""):
        place = loaded.referential.chapter_of.get(requirement_id, loaded.referential.requirements[0].id)
        response = redirect("diagnostics:chapter", request.access.handle, assessment_id, place)
        response["Location"] += f"#q-{requirement_id}"
        return response
    if error:
        return JsonResponse({"error": error})
    return JsonResponse(
        {
            "saved": _("Saved at %(time)s") % {"time": time_short(timezone.now())},
            "tick": {"C": "c", "P": "p", "X": "x", "N": "n"}.get(level, _maturity_tick(level)),
        }
    )


def _maturity_tick(level: str) -> str:
    return "" if not level.isdigit() else "c" if int(level) >= 3 else "p" if int(level) == 2 else "x"


@require_GET
@room(may_read)
def result(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Verdict, knock-outs, what first, bars, gaps."""
    screen = result_screen(queries.load(assessment_id), language())
    return render(request, "diagnostics/result.html", {"screen": screen, "may_answer": may_answer(request.access)})


@require_POST
@room(may_answer)
def close(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """End the assessment."""
    loaded = queries.load(assessment_id)
    domain.close(access=request.access, assessment=loaded.row)
    return redirect("diagnostics:result", request.access.handle, assessment_id)


def questions_words(count: int) -> str:
    """“42 questions”, in the right plural form."""
    return ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
