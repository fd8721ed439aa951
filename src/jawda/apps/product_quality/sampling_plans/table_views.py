"""The sampling tables of the company's own copies: what is kept, the forms, and the import with its preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jawda.apps.diagnostics.exports import XLSX, attachment
from jawda.apps.product_quality.models import SamplingTables
from jawda.apps.product_quality.refusals import ChangedMeanwhile
from jawda.apps.product_quality.rules import may_work
from jawda.apps.product_quality.sampling_plans import tables
from jawda.apps.product_quality.sampling_plans.table_words import (
    Group,
    TableRow,
    asked_for,
    edition_title,
    groups,
    table_rows,
)
from jawda.apps.product_quality.tabs import tabs
from jawda.core.findings import words_with_place
from jawda.core.statistics.acceptance_sampling import supplied_from_dict
from jawda.core.statistics.acceptance_sampling.supplied_reading import read_supplied
from jawda.core.statistics.acceptance_sampling.supplied_sheets import INCOMPLETE_EDITIONS, LIMITS, TYPED_EDITIONS
from jawda.core.statistics.acceptance_sampling.supplied_workbook import tables_workbook
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.formats import apart
from jawda.foundation.ui.sheet_imports import OutOfDate, SheetImport, answer
from jawda.foundation.ui.templatetags.ui import language

_MOST_DOUBTS: Final = 50


@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """What is kept, edition by edition; then the forms of those that are not."""
    found = tables.found_of(TYPED_EDITIONS)
    work = may_work(request.access)
    context = {
        "kept": [_kept(found[name]) for name in TYPED_EDITIONS if name in found],
        "forms": [(name, edition_title(name), asked_for(name)) for name in INCOMPLETE_EDITIONS if name not in found],
        "heading": _("Sampling tables of our own copies"),
        "head_url": reverse("product_quality:sampling_tables_upload", args=[request.access.handle]) if work else "",
        "head_label": _("Import a filled form"),
        **tabs(request.access, "sampling_plans"),
    }
    return render(request, "product_quality/sampling_plans/tables.html", context)


def _kept(row: SamplingTables) -> tuple[SamplingTables, str, list[Group]]:
    return row, edition_title(row.edition), groups(supplied_from_dict(row.content).held())


@require_GET
def workbook(request: HttpRequest, edition: str) -> HttpResponse:
    """The form of an edition; where tables are kept, with them."""
    if edition not in TYPED_EDITIONS:
        raise Http404
    content = tables_workbook(edition, created=timezone.now(), supplied=tables.kept_tables(edition))
    return attachment(content, f"tables-{edition}.xlsx", XLSX)


@dataclass(slots=True)
class _Import:
    """One request of the import: ``told`` is what the preview says beside the tables, once a file was read."""

    access: Access
    told: dict[str, Any] = field(default_factory=dict)

    def read(self, content: bytes, file: str) -> tuple[list[dict[str, Any]], list[TableRow]]:
        """The tables of the file, and how they are shown, with those that would go."""
        found = read_supplied(content, file=file)
        before = tables.found_of([found.tables.edition]).get(found.tables.edition)
        shown = table_rows(found.tables.held(), supplied_from_dict(before.content).held() if before else ())
        self.told = {
            "edition": edition_title(found.tables.edition), "copy": found.tables.copy, "before": before,
            "gone": sum(row.gone for row in shown),
            "doubts": [words_with_place(one, language()) for one in found.doubts[:_MOST_DOUBTS]],
            "more_doubts": max(0, len(found.doubts) - _MOST_DOUBTS),
        }  # fmt: skip
        packed = {
            "tables": found.tables.to_dict(), "doubts": len(found.doubts),
            "replaced": before.file_sha256 if before else "",
        }  # fmt: skip
        return [packed], shown

    def write(self, rows: Sequence[dict[str, Any]]) -> str:
        """Keep what was shown."""
        (row,) = rows
        given = supplied_from_dict(row["tables"])
        try:
            tables.keep(access=self.access, tables=given, doubts=row["doubts"], replaced=row["replaced"])
        except ChangedMeanwhile as error:
            raise OutOfDate(
                _("These tables have changed since the preview: nothing was kept. Choose the file again.")
            ) from error
        said = {"edition": apart(edition_title(given.edition), language())}
        return _("The tables of %(edition)s are kept: the plans come from them.") % said


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """What a filled form holds, and what is doubtful in it; then it is kept, in the place of what stood."""
    one = _Import(request.access)
    return answer(request, SheetImport(
        page="product_quality:sampling_tables_upload", done="product_quality:sampling_tables",
        template="product_quality/sampling_plans/tables_upload.html", read=one.read, write=one.write,
        largest=LIMITS.bytes, more=lambda _shown: one.told,
    ))  # fmt: skip


@require_POST
def remove(request: HttpRequest, sampling_tables_id: UUID) -> HttpResponse:
    """Leave the tables of an edition; the page says before what follows."""
    with transaction.atomic():
        row = tables.remove(access=request.access, sampling_tables_id=sampling_tables_id)
    said = {"edition": apart(edition_title(row.edition), language())}
    messages.success(request, _("The tables of %(edition)s are removed.") % said)
    return redirect("product_quality:sampling_tables", request.access.handle)
