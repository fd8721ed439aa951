"""Lists as files: XLSX or CSV, as the address asks."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jawda.core.spreadsheets import Column, SheetPlan, Value, write_csv, write_workbook
from jawda.foundation.ui.templatetags.ui import language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def asked(request: HttpRequest) -> str:
    """``xlsx`` or ``csv`` where the address asks for a file, else nothing."""
    wanted = request.GET.get("format", "")
    return wanted if wanted in ("xlsx", "csv") else ""


def table_file(kind: str, *, name: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> HttpResponse:
    """A finished file to keep; ``name`` without its ending."""
    if kind == "csv":
        return attachment(write_csv(list(columns), rows), f"{name}.csv", CSV)
    plan = SheetPlan(
        name=name,
        columns=tuple(Column(name=column, width=24) for column in columns),
        rows=tuple(tuple(row) for row in rows),
        right_to_left=language() == "ar",
    )
    return attachment(write_workbook([plan], title=name, created=timezone.now()), f"{name}.xlsx", XLSX)


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """``content`` as a file to keep."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
