"""Evidence beside the questions: bringing it, choosing what exists, taking it away, and giving files back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jawda.apps.diagnostics import evidence, queries
from jawda.apps.diagnostics.domain import Closed
from jawda.apps.diagnostics.evidence_queries import Piece, find_evidence, pieces_of, search_evidence
from jawda.apps.diagnostics.models import Assessment, Evidence
from jawda.apps.diagnostics.posted import text, wants_json
from jawda.apps.diagnostics.rules import may_answer, may_read
from jawda.apps.diagnostics.screens.chapter import TypedEvidence
from jawda.apps.diagnostics.views import chapter_page, to_question
from jawda.core.findings import Finding, Place, Refused, words_with_place
from jawda.core.referentials import Referential
from jawda.foundation.files import responses
from jawda.foundation.files.uploads import dropped
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language


@require_POST
@room(may_answer)
def add(request: HttpRequest, assessment_id: UUID, requirement_id: str) -> HttpResponse:
    """Files, words, or a piece that exists. With script: JSON to show; without: back to the question."""
    row, referential = _found(assessment_id, requirement_id)
    chosen = request.POST.get("evidence", "")
    existing = find_evidence(_key(chosen)) if chosen else None
    typed = TypedEvidence(requirement_id, text(request, "title"), text(request, "text"))
    try:
        if existing is not None:
            evidence.link_evidence(
                access=request.access, assessment=row, referential=referential, requirement=requirement_id,
                evidence=existing,
            )  # fmt: skip
            said = _("The evidence stands for this question too.")
        else:
            made = evidence.add_evidence(
                access=request.access, assessment=row, referential=referential, requirement=requirement_id,
                title=typed.title, text=typed.text, uploads=uploads_of(request),
            )  # fmt: skip
            said = ngettext("%(count)d piece of evidence added.", "%(count)d pieces of evidence added.", len(made)) % {
                "count": len(made)
            }
    except Refused as refused:
        errors = tuple(words_with_place(finding, language()) for finding in refused.findings)
        return _refused(request, row, referential, typed, errors)
    except Closed:
        return _refused(request, row, referential, typed, (_closed(),))
    except Evidence.DoesNotExist as fault:
        raise Http404 from fault
    return _done(request, row, referential, requirement_id, said)


@require_POST
@room(may_answer)
def remove(request: HttpRequest, assessment_id: UUID, requirement_id: str, evidence_id: UUID) -> HttpResponse:
    """Take a piece away from the question; it is kept, and can be chosen again."""
    row, referential = _found(assessment_id, requirement_id)
    piece = find_evidence(evidence_id)
    try:
        last = evidence.unlink_evidence(
            access=request.access, assessment=row, requirement=requirement_id, evidence=piece
        )  # fmt: skip
    except Closed:
        return _refused(request, row, referential, TypedEvidence(requirement_id), (_closed(),))
    except Evidence.DoesNotExist as fault:
        raise Http404 from fault
    unused = _("Taken away here. It serves nowhere else now, and can be deleted where evidence is chosen.")
    said = unused if last else _("Taken away here; it still serves elsewhere.")
    return _done(request, row, referential, requirement_id, said)


@require_POST
@room(may_answer)
def delete(request: HttpRequest, assessment_id: UUID, requirement_id: str, evidence_id: UUID) -> HttpResponse:
    """Delete a piece that stands for nothing any more; back to where one chooses."""
    _found(assessment_id, requirement_id)
    try:
        evidence.delete_evidence(access=request.access, evidence=find_evidence(evidence_id))
        messages.success(request, _("The evidence and its file were deleted."))
    except evidence.InUse:
        messages.error(request, _("It stands for a question: take it away there first."))
    except Evidence.DoesNotExist as fault:
        raise Http404 from fault
    return redirect("diagnostics:evidence_choose", request.access.handle, assessment_id, requirement_id)


@require_GET
@room(may_answer)
def choose(request: HttpRequest, assessment_id: UUID, requirement_id: str) -> HttpResponse:
    """The company's evidence, newest first, narrowed by words: each can stand for this question too."""
    row, referential = _found(assessment_id, requirement_id)
    words = request.GET.get("q", "")[:100]
    here = {piece.evidence.pk for piece in pieces_of(row, referential, requirement_id).get(requirement_id, ())}
    context = {
        "row": row,
        "referential": referential,
        "requirement": referential.by_id[requirement_id],
        "back": to_question(request, row, requirement_id)["Location"],
        "pieces": [(Piece(item), item.pk in here) for item in search_evidence(words)],
        "words": words,
        "open": row.closed_at is None,
    }
    return render(request, "diagnostics/evidence_choose.html", context)


@require_GET
@room(may_read)
def file(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """The file, to keep."""
    stored = find_evidence(evidence_id).file
    if stored is None:
        raise Http404
    return responses.attachment(stored)


@require_GET
@room(may_read)
def thumbnail(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """The small copy of a picture."""
    stored = find_evidence(evidence_id).file
    if stored is None:
        raise Http404
    return responses.thumbnail(stored)


def _found(assessment_id: UUID, requirement_id: str) -> tuple[Assessment, Referential]:
    row = queries.find(assessment_id)
    referential = queries.referential_of(row)
    requirement = referential.by_id.get(requirement_id)
    if requirement is None or not requirement.assessable:
        raise Http404
    return row, referential


def _key(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as fault:
        raise Http404 from fault


def uploads_of(request: HttpRequest) -> list[evidence.Upload]:
    """The files that came; ``Refused`` where one was dropped for its size on the way."""
    if names := dropped(request):
        sizes = {"megabytes": "> 20", "limit": 20}
        raise Refused([Finding(id="uploads.too_large", place=Place(file=item), arguments=sizes) for item in names])
    return [evidence.Upload(sent.name or "", sent.read()) for sent in request.FILES.getlist("file")]


def _closed() -> str:
    return _("The assessment was closed meanwhile. Reopen it to change answers.")


def _refused(
    request: HttpRequest, row: Assessment, referential: Referential, typed: TypedEvidence, errors: tuple[str, ...]
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": " ".join(errors)})
    section = queries.section_of(row, typed.requirement)
    return chapter_page(request, queries.loaded(row), section, brought=typed.refused(errors))


def _done(
    request: HttpRequest, row: Assessment, referential: Referential, requirement_id: str, said: str
) -> HttpResponse:
    if not wants_json(request):
        messages.success(request, said)
        return to_question(request, row, requirement_id)
    pieces = pieces_of(row, referential, requirement_id).get(requirement_id, ())
    base = request.path.partition("retirer/")[0]
    context = {"pieces": pieces, "evidence_url": base, "may_write": True, "request": request,
               "referential": referential}  # fmt: skip
    listed = render_to_string("diagnostics/evidence_list.html", context)
    return JsonResponse({"said": said, "list": listed, "count": len(pieces)})
