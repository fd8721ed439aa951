"""Evidence of completion: bringing it, taking it over from the diagnosis, taking it away, giving files back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jawda.apps.actions import evidence, queries
from jawda.apps.actions.domain import Ended
from jawda.apps.actions.models import ActionEvidence
from jawda.apps.actions.rules import may_read, may_work
from jawda.apps.actions.views import action_page
from jawda.apps.diagnostics.evidence_queries import find_evidence
from jawda.apps.diagnostics.evidence_views import uploads_of
from jawda.core.findings import Refused, words_with_place
from jawda.core.spreadsheets.model import FORBIDDEN
from jawda.foundation.files import responses
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language


@require_POST
@room(may_work)
def add(request: HttpRequest, action_id: UUID) -> HttpResponse:
    """Files, words, or a piece of the diagnosis."""
    row = queries.find(action_id)
    texts = {name: FORBIDDEN.sub("", request.POST.get(name, "").replace("\r\n", "\n")) for name in ("title", "text")}
    chosen = request.POST.get("evidence", "")
    try:
        if chosen:
            evidence.take_over(access=request.access, action_id=action_id, evidence=find_evidence(_key(chosen)))
        else:
            uploads = uploads_of(request)
            evidence.add_evidence(access=request.access, action_id=action_id, uploads=uploads, **texts)
    except Refused as refused:
        faults = tuple(words_with_place(finding, language()) for finding in refused.findings)
        return action_page(request, row, status=422, faults=faults, typed=texts)
    except Ended:
        return action_page(request, row, status=422, faults=(_("The action is cancelled."),), typed=texts)
    messages.success(request, _("The evidence is added."))
    return _back(request, action_id)


@require_POST
@room(may_work)
def remove(request: HttpRequest, action_id: UUID, action_evidence_id: UUID) -> HttpResponse:
    """Take a piece away, as long as the action is not closed by it."""
    row = queries.find(action_id)
    try:
        evidence.remove_evidence(access=request.access, action_id=action_id, evidence_id=action_evidence_id)
    except ActionEvidence.DoesNotExist as error:
        raise Http404 from error
    except Ended:
        return action_page(request, row, status=422, faults=(_("The action is done: its evidence stays."),))
    messages.success(request, _("The evidence is removed."))
    return _back(request, action_id)


@require_GET
@room(may_read)
def file(request: HttpRequest, action_id: UUID, action_evidence_id: UUID) -> HttpResponse:
    """The file to keep."""
    piece = queries.find_evidence(action_id, action_evidence_id)
    if piece.file is None:
        raise Http404
    return responses.attachment(piece.file)


def _back(request: HttpRequest, action_id: UUID) -> HttpResponse:
    return redirect(f"{reverse('actions:action', args=[request.access.handle, action_id])}#preuves")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
