"""Files of the diagnosis: the spreadsheet out and in with a preview, the report as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.diagnostics import domain, imports, queries
from jawda.apps.diagnostics.evidence_queries import named_by_requirement
from jawda.apps.diagnostics.exports import XLSX, attachment, language_wanted
from jawda.apps.diagnostics.models import PendingImport
from jawda.apps.diagnostics.report import report_pdf
from jawda.apps.diagnostics.rules import may_answer, may_read
from jawda.core.assessment import Answer, read_answers, template
from jawda.core.findings import Finding, Place, Refused, words_with_place
from jawda.core.languages import Language
from jawda.core.referentials import Requirement
from jawda.core.spreadsheets import Limits, read_table, write_workbook
from jawda.foundation.tenancy.routes import Access, room
from jawda.foundation.ui.templatetags.ui import language

CHANGES_PER_PAGE = 50
FAULTS_SHOWN = 50
LIMITS = Limits(bytes=10_000_000)
"""What one person uploads: far more than 1 375 answers with long notes take."""


@require_GET
@room(may_read)
def spreadsheet(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The questions with the answers given so far, as a workbook."""
    loaded = queries.load(assessment_id)
    plans = template(loaded.referential, language(), tuple(loaded.result.answers.values()), loaded.row.profile)
    content = write_workbook(plans, title=loaded.referential.id, created=timezone.now())
    return attachment(content, f"{loaded.referential.id}.xlsx", XLSX)


@require_http_methods(["GET", "POST"])
@room(may_answer)
def upload(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Read a filled file: every fault with its place, or on to what would change. Nothing is written yet."""
    loaded = queries.load(assessment_id)
    context: dict[str, object] = {"loaded": loaded, "limit": LIMITS.bytes}
    if request.method == "POST" and loaded.is_open:
        try:
            return _read(request, loaded)
        except Refused as refused:
            context |= fault_lines(refused)
    return render(request, "diagnostics/upload.html", context, status=422 if "faults" in context else 200)


def _read(request: HttpRequest, loaded: queries.Loaded) -> HttpResponse:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused([Finding(id="spreadsheets.not_a_table", place=Place(file="–"))])
    name = sent.name[:120]
    if sent.size > LIMITS.bytes:
        sizes = {"megabytes": round(sent.size / 1e6, 1), "limit": round(LIMITS.bytes / 1e6, 1)}
        raise Refused([Finding(id="spreadsheets.file_too_large", place=Place(file=name), arguments=sizes)])
    answers = read_answers(read_table(sent.read(), file=name, limits=LIMITS), loaded.referential)
    before = loaded.result.answers
    changes = [item for item in answers if before.get(item.requirement) != item]
    if not changes:
        said = _("The file holds nothing new: every answer is the same already.") if answers else _(
            "The file holds no answer."
        )  # fmt: skip
        messages.info(request, said)
        return redirect("diagnostics:upload", request.access.handle, loaded.row.pk)
    pending = imports.prepare_import(
        access=request.access, assessment=loaded.row, file=name, changes=changes, standing=before.values()
    )
    address = redirect("diagnostics:confirm", request.access.handle, loaded.row.pk, pending.pk)
    address["Location"] += f"?lues={len(answers)}"
    return address


def fault_lines(refused: Refused) -> dict[str, object]:
    """The first faults with their places, and how many more there are."""
    return {
        "faults": [words_with_place(finding, language()) for finding in refused.findings[:FAULTS_SHOWN]],
        "more_faults": max(0, len(refused.findings) - FAULTS_SHOWN),
    }


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One answer that an import would change; texts only where they differ."""

    requirement: Requirement
    before: str
    after: str
    texts: tuple[tuple[str, str, str], ...]


@require_http_methods(["GET", "POST"])
@room(may_answer)
def confirm(request: HttpRequest, assessment_id: UUID, pending_import_id: UUID) -> HttpResponse:
    """What would change, old beside new; POST writes all of it or nothing, once."""
    loaded = queries.load(assessment_id)
    standing = loaded.result.answers.values()
    if request.method == "POST":
        try:
            count = imports.confirm_import(
                access=request.access,
                assessment=loaded.row,
                referential=loaded.referential,
                pending_id=pending_import_id,
                standing=standing,
            )
        except PendingImport.DoesNotExist:
            messages.error(request, _("This preview is no longer valid: read the file again."))
            return redirect("diagnostics:upload", request.access.handle, assessment_id)
        except (imports.Stale, domain.Closed, Refused):
            return redirect("diagnostics:confirm", request.access.handle, assessment_id, pending_import_id)
        said = ngettext("%(count)d answer imported.", "%(count)d answers imported.", count) % {"count": count}
        messages.success(request, said)
        return redirect("diagnostics:result", request.access.handle, assessment_id)
    pending = queries.pending_import(loaded.row, pending_import_id)
    lines = [_line(loaded, Answer(**row)) for row in pending.rows]
    read = request.GET.get("lues", "")
    context = {
        "loaded": loaded,
        "pending": pending,
        "count": len(lines),
        "unchanged": int(read) - len(lines) if read.isascii() and read.isdigit() else 0,
        "page": Paginator(lines, CHANGES_PER_PAGE).get_page(request.GET.get("page")),
        "stale": imports.fingerprint(standing) != pending.base or not loaded.is_open,
    }
    return render(request, "diagnostics/confirm.html", context, status=409 if context["stale"] else 200)


def _line(loaded: queries.Loaded, after: Answer) -> ChangeLine:
    before = loaded.result.answers.get(after.requirement, Answer(requirement=after.requirement))
    labels = {"reason": _("Reason"), "note": _("Note"), "evidence": _("Evidence")}
    texts = tuple(
        (label, getattr(before, name), getattr(after, name))
        for name, label in labels.items()
        if getattr(before, name) != getattr(after, name)
    )
    requirement = loaded.referential.by_id[after.requirement]
    return ChangeLine(requirement, _shown(loaded, before), _shown(loaded, after), texts)


def _shown(loaded: queries.Loaded, answer: Answer) -> str:
    level = loaded.referential.scale.level(answer.level) if answer.level else None
    if level is not None:
        return f"{level.code} – {level.title.best(language())}"
    return _("Not applicable") if answer.not_applicable else "–"


@require_GET
@room(may_read)
def report(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The report as PDF, in the language asked for, else that of the page."""
    loaded = queries.load(assessment_id)
    asked = language_wanted(request)
    content = report_of(request.access, loaded, asked)
    return attachment(content, f"{loaded.referential.id}-{asked}.pdf", "application/pdf")


def report_of(access: Access, loaded: queries.Loaded, language: Language) -> bytes:
    """The report of an assessment as it stands now."""
    return report_pdf(
        loaded.result,
        organisation_name=access.organisation_name,
        fictitious=access.fictitious,
        reference=f"{loaded.referential.id}-{str(loaded.row.pk)[:8]}",
        moment=timezone.now(),
        language=language,
        name=loaded.row.title,
        closed_at=loaded.row.closed_at,
        evidence=named_by_requirement(loaded.row, loaded.referential),
    )
