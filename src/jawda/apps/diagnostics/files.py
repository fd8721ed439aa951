"""Files of the diagnosis: the spreadsheet out and in with a preview, the report as PDF."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.diagnostics import domain, queries
from jawda.apps.diagnostics.report import report_pdf
from jawda.apps.diagnostics.rules import may_answer, may_read
from jawda.core.assessment import Answer, read_answers, template
from jawda.core.findings import Refused, words_with_place
from jawda.core.spreadsheets import read_table, write_workbook
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "jawda.diagnostics.import"


@require_GET
@room(may_read)
def spreadsheet(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The questions with the answers given so far, as a workbook."""
    loaded = queries.load(assessment_id)
    plans = template(loaded.referential, language(), tuple(loaded.result.answers.values()))
    content = write_workbook(plans, title=loaded.referential.id, created=timezone.now())
    return _attachment(content, f"{loaded.referential.id}.xlsx", XLSX)


@require_http_methods(["GET", "POST"])
@room(may_answer)
def upload(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Step 1 reads the file and shows what would change; step 2, signed, writes all of it or nothing."""
    loaded = queries.load(assessment_id)
    context: dict[str, object] = {"loaded": loaded}
    if request.method == "POST" and "confirmed" in request.POST:
        try:
            rows = signing.loads(request.POST["confirmed"], salt=f"{SALT}.{assessment_id}", max_age=3600)
        except signing.BadSignature as forged:
            raise BadRequest from forged
        count = domain.import_answers(
            access=request.access,
            assessment=loaded.row,
            referential=loaded.referential,
            answers=[Answer(**row) for row in rows],
        )
        messages.info(
            request, ngettext("%(count)d answer imported.", "%(count)d answers imported.", count) % {"count": count}
        )
        return redirect("diagnostics:result", request.access.handle, assessment_id)
    if request.method == "POST" and (file := request.FILES.get("file")):
        try:
            answers = read_answers(read_table(file.read(), file=file.name[:120]), loaded.referential)
        except Refused as refused:
            context["faults"] = [words_with_place(finding, language()) for finding in refused.findings[:50]]
        else:
            context |= _preview(loaded, answers, assessment_id)
    return render(request, "diagnostics/upload.html", context)


def _preview(loaded: queries.Loaded, answers: tuple[Answer, ...], assessment_id: UUID) -> dict[str, object]:
    before = loaded.result.answers
    changes = [
        (loaded.referential.by_id[item.requirement], before.get(item.requirement), item)
        for item in answers
        if before.get(item.requirement) != item
    ]
    rows = [
        {name: getattr(item, name) for name in ("requirement", "level", "not_applicable", "reason", "note", "evidence")}
        for _, _, item in changes
    ]
    return {
        "read": len(answers),
        "changes": changes,
        "confirmed": signing.dumps(rows, salt=f"{SALT}.{assessment_id}", compress=True),
    }


@require_GET
@room(may_read)
def report(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The report as PDF, in the language of the page."""
    loaded = queries.load(assessment_id)
    content = report_pdf(
        loaded.result,
        organisation_name=request.access.organisation_name,
        fictitious=request.access.fictitious,
        reference=f"{loaded.referential.id}-{str(loaded.row.pk)[:8]}",
        moment=timezone.now(),
        language=language(),
    )
    return _attachment(content, f"{loaded.referential.id}-{language()}.pdf", "application/pdf")


def _attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
