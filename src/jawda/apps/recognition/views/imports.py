"""Many documents from a spreadsheet, to issue or to change: what would be done is shown, then all is done or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.organisations.exports import XLSX, attachment
from jawda.apps.recognition import spreadsheets
from jawda.apps.recognition.claims import Claims
from jawda.apps.recognition.domain import issuing, reissuing
from jawda.apps.recognition.domain.changing import Change, NewWords
from jawda.apps.recognition.enums import Event
from jawda.apps.recognition.models import Attestation
from jawda.apps.recognition.queries import own
from jawda.apps.recognition.queries.trust import current_trust
from jawda.apps.recognition.rules import may_change_issued
from jawda.apps.recognition.sheet_rows import LIMITS
from jawda.apps.recognition.signed_days import signed_day
from jawda.apps.recognition.spreadsheets import Known
from jawda.apps.recognition.views.issuing import may_issue_documents
from jawda.foundation.tenancy.routes import Access, room
from jawda.foundation.ui.marks import Tone
from jawda.foundation.ui.sheet_imports import SheetImport, answer

_DOUBTS: Final = (Tone.POOR, Tone.FAIR)


@require_http_methods(["GET", "POST"])
@room(may_issue_documents)
def issue_many(request: HttpRequest) -> HttpResponse:
    """Issue what the rows say."""
    access = request.access

    def read(content: bytes, file: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        drafts = spreadsheets.read_drafts(content, file=file, access=access, known=_known(), now=timezone.now())
        claims = Claims(signed_day(timezone.now()))
        shown = [{"draft": draft, "told": claims.told(draft)} for draft in drafts]
        shown.sort(key=lambda row: row["told"].tone not in _DOUBTS)  # what one should look at stands first
        return [spreadsheets.packed(draft) for draft in drafts], shown

    def write(rows: Sequence[dict[str, Any]]) -> str:
        made = issuing.issue_all(access=access, drafts=[spreadsheets.unpacked(row) for row in rows])
        return ngettext("%(count)d document is issued.", "%(count)d documents are issued.", len(made)) % {
            "count": len(made)
        }

    if own.present_key() is None:
        messages.info(request, _("Your organisation has no signing key. An administrator makes one first."))
        return redirect("recognition:keys", access.handle)
    what = SheetImport(
        page="recognition:import_issue", template="recognition/own/import_issue.html", read=read, write=write,
        done="recognition:issued", largest=LIMITS.bytes, more=_doubts,
    )  # fmt: skip
    return answer(request, what)


@require_http_methods(["GET", "POST"])
@room(may_change_issued)
def change_many(request: HttpRequest) -> HttpResponse:
    """Suspend, reinstate, reduce, amend or withdraw what the rows name."""
    access: Access = request.access

    def read(content: bytes, file: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        changes = spreadsheets.read_changes(content, file=file, now=timezone.now())
        shown = [_shown(one, document) for one, document in changes]
        packed = [
            [str(one.attestation_id), one.event.value, one.reason, asdict(one.said) if one.said else None]
            for one, _document in changes
        ]
        return packed, shown

    def write(rows: Sequence[Any]) -> str:
        changes = [
            Change(attestation_id=UUID(one), event=Event(event), reason=why, said=_words(anew))
            for one, event, why, anew in rows
        ]
        made = reissuing.change_or_reissue(access=access, changes=changes)
        return ngettext("%(count)d document is changed.", "%(count)d documents are changed.", len(made)) % {
            "count": len(made)
        }

    what = SheetImport(
        page="recognition:import_change", template="recognition/own/import_change.html", read=read, write=write,
        done="recognition:issued", largest=LIMITS.bytes,
    )  # fmt: skip
    return answer(request, what)


def _shown(change: Change, document: Attestation) -> dict[str, Any]:
    """A row of the preview; of a document that says something new, what it will say."""
    said = change.said
    parts = () if said is None else (said.scope, ", ".join(said.sectors), " · ".join(said.sites))
    return {"change": change, "document": document, "before": True, "said": [part for part in parts if part]}


def _words(said: dict[str, Any] | None) -> NewWords | None:
    if said is None:
        return None
    return NewWords(scope=said["scope"], sectors=tuple(said["sectors"]), sites=tuple(said["sites"]))


@require_GET
@room(may_issue_documents)
def issue_template(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to fill in."""
    content = spreadsheets.issue_template(request.access, _known(), timezone.now())
    return attachment(content, "jawda-documents.xlsx", XLSX)


@require_GET
@room(may_change_issued)
def change_template(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to fill in."""
    return attachment(spreadsheets.change_template(timezone.now()), "jawda-changements.xlsx", XLSX)


def _known() -> Known:
    return Known(trust=current_trust(), accreditations=own.own_accreditations())


def _doubts(shown: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How many one should look at before confirming."""
    tones = [row["told"].tone for row in shown]
    return {"not_valid": tones.count(Tone.POOR), "doubts": tones.count(Tone.FAIR)}
