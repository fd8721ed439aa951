"""The pages of a review: the expert grades and signs, the company reads and decides."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.diagnostics import exports, queries
from jawda.apps.diagnostics.domain import Closed
from jawda.apps.diagnostics.posted import text
from jawda.apps.diagnostics.reviews import domain, files, screens
from jawda.apps.diagnostics.reviews import queries as reviews
from jawda.apps.diagnostics.reviews.models import Review
from jawda.apps.diagnostics.rules import may_answer, may_read, may_review
from jawda.core.assessment import MAXIMUM_TEXT
from jawda.core.findings import words
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language


@require_GET
@room(may_read)
def review(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The expert's own review, to grade or signed; for the company, the signed ones, one at a time."""
    loaded = queries.load(assessment_id)
    if may_review(request.access):
        row = reviews.of_expert(loaded.row)
        if row is None or row.submitted_at is None:
            return _desk(request, loaded, row)
        return _signed_page(request, loaded, row, [row])
    every = reviews.signed(loaded.row)
    wanted = request.GET.get("revue", "")
    row = next((item for item in every if str(item.pk) == wanted), None)
    if row is None and wanted:
        raise Http404
    if not every:
        return render(request, "diagnostics/review_none.html", {"loaded": loaded})
    return _signed_page(request, loaded, row or every[0], every)


@require_http_methods(["GET", "POST"])
@room(may_review)
def review_chapter(request: HttpRequest, assessment_id: UUID, chapter_id: str) -> HttpResponse:
    """One chapter to grade; POST saves all of it or, where something is wrong, nothing."""
    loaded = queries.load(assessment_id)
    row = reviews.of_expert(loaded.row)
    if row is not None and row.submitted_at is not None:
        return redirect("diagnostics:review", request.access.handle, assessment_id)
    rows = reviews.answers(row)
    screen = screens.grading_screen(loaded, chapter_id, rows, language(), handle=request.access.handle)
    if request.method == "POST":
        given = [_given(request, item.requirement.id) for item in screen.questions]
        faults = {
            item.requirement: tuple(words(finding, language()) for finding in domain.faults(loaded.referential, item))
            for item in given
        }
        if not any(faults.values()):
            domain.save(access=request.access, assessment=loaded.row, referential=loaded.referential, given=given)
            messages.success(request, _("The chapter is saved."))
            here = screen.following or screen.chapter
            if "next" in request.POST and screen.following:
                return redirect("diagnostics:review_chapter", request.access.handle, assessment_id, here.id)
            return redirect("diagnostics:review", request.access.handle, assessment_id)
        messages.error(request, _("Nothing was saved: see the notes beside the questions."))
        typed = {item.requirement: (item, faults[item.requirement]) for item in given}
        screen = screens.grading_screen(loaded, chapter_id, rows, language(), handle=request.access.handle, typed=typed)
    context = {
        "screen": screen,
        "chapters": screen.chapters,
        "back_url": reverse("diagnostics:review", args=[request.access.handle, assessment_id]),
        "back_label": _("Your review"),
    }
    return render(request, "diagnostics/review_chapter.html", context, status=200 if request.method == "GET" else 422)


@require_POST
@room(may_review)
def review_submit(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Sign it."""
    loaded = queries.load(assessment_id)
    conclusion = text(request, "conclusion")
    try:
        domain.submit(access=request.access, loaded=loaded, conclusion=conclusion)
    except domain.Submitted:
        pass
    except domain.TextMissing:
        return _desk(request, loaded, reviews.of_expert(loaded.row), conclusion, _("Write a conclusion first."))
    except domain.TextTooLong:
        return _desk(request, loaded, reviews.of_expert(loaded.row), conclusion, _too_long())
    except domain.NothingGraded:
        error = _("Grade at least one question that the company has answered.")
        return _desk(request, loaded, reviews.of_expert(loaded.row), conclusion, error)
    else:
        messages.success(request, _("The review is signed: the company can read it now."))
    return redirect("diagnostics:review", request.access.handle, assessment_id)


@require_POST
@room(may_review)
def review_reopen(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Take the signature back."""
    domain.reopen(access=request.access, assessment=queries.find(assessment_id))
    return redirect("diagnostics:review", request.access.handle, assessment_id)


@require_POST
@room(may_answer)
def review_decide(request: HttpRequest, assessment_id: UUID, review_id: UUID, requirement_id: str) -> HttpResponse:
    """Take the expert's level over, or keep one's own for a reason."""
    loaded = queries.load(assessment_id)
    row = reviews.find(loaded.row, review_id)
    if requirement_id not in loaded.referential.by_id:
        raise Http404
    accept, reason = request.POST.get("decision") == "accept", text(request, "reason")
    try:
        domain.decide(
            access=request.access, loaded=loaded, review_row=row, requirement=requirement_id, accept=accept,
            reason=reason,
        )  # fmt: skip
    except domain.NotSubmitted:
        raise Http404 from None
    except LookupError:
        raise Http404 from None
    except Closed:
        messages.error(request, _("The assessment is closed: reopen it to take over the expert’s levels."))
    except domain.TextMissing:
        messages.error(request, _("Say why you keep your answer."))
    except domain.TextTooLong:
        messages.error(request, _too_long())
    else:
        messages.success(request, _("Your answer takes the expert’s level.") if accept else _("Your reason is kept."))
    address = reverse("diagnostics:review", args=[request.access.handle, assessment_id])
    return redirect(f"{address}?revue={row.pk}#r-{requirement_id}")


@require_GET
@room(may_read)
def review_export(request: HttpRequest, assessment_id: UUID, review_id: UUID, kind: str) -> HttpResponse:
    """A signed review as a file: the expert's own, or any for the company."""
    loaded = queries.load(assessment_id)
    row = reviews.find(loaded.row, review_id)
    if row.submitted_at is None or (may_review(request.access) and row.expert_id != request.access.person_id):
        raise Http404
    screen = screens.signed_screen(row, loaded, reviews.answers(row), reviews.decisions(row), language())
    name = f"{loaded.referential.id}-revue"
    made = files.review(screen)
    return exports.respond(made, kind, file=name, language=language(), moment=timezone.now())


def _desk(
    request: HttpRequest, loaded: queries.Loaded, row: Review | None, conclusion: str | None = None, error: str = ""
) -> HttpResponse:
    """The review being written: chapters to grade, the conclusion, the signature."""
    rows = reviews.answers(row)
    context = {
        "loaded": loaded,
        "chapters": screens.chapter_links(loaded, rows, language(), handle=request.access.handle),
        "conclusion": row.conclusion if row and conclusion is None else conclusion or "",
        "graded": sum(1 for item in rows.values() if item.level or item.not_applicable),
        "asked": len(loaded.result.applicable),
        "error": error,
        "maximum": MAXIMUM_TEXT,
    }
    return render(request, "diagnostics/review_desk.html", context, status=422 if error else 200)


def _signed_page(request: HttpRequest, loaded: queries.Loaded, row: Review, every: list[Review]) -> HttpResponse:
    screen = screens.signed_screen(
        row, loaded, reviews.answers(row), reviews.decisions(row), language(),
        known=reviews.usual_for(loaded.referential.id),
    )  # fmt: skip
    context = {
        "screen": screen,
        "loaded": loaded,
        "every": every,
        "may_decide": may_answer(request.access),
        "may_reopen": may_review(request.access),
        "kinds": exports.KINDS,
    }
    return render(request, "diagnostics/review.html", context)


def _given(request: HttpRequest, requirement: str) -> domain.Given:
    level = request.POST.get(f"level-{requirement}", "")
    return domain.Given(
        requirement=requirement,
        level=level if level not in ("", "N") else None,
        not_applicable=level == "N",
        remark=text(request, f"remark-{requirement}"),
        discuss=f"discuss-{requirement}" in request.POST,
    )


def _too_long() -> str:
    return _("The text is longer than %(limit)s characters.") % {"limit": MAXIMUM_TEXT}
