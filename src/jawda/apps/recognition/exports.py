"""Lists of documents to take away: workbook, CSV or JSON, the same rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jawda.apps.organisations.exports import CSV, XLSX, attachment
from jawda.apps.recognition.addresses import page_of
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.models import Attestation
from jawda.apps.recognition.queries.own import state_on
from jawda.core.spreadsheets import Column, SheetPlan, Value, write_csv, write_workbook
from jawda.foundation.ui.templatetags.ui import language


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Rows under columns: (key of CSV and JSON, heading of the workbook, width)."""

    name: str
    file: str
    columns: tuple[tuple[str, str, int], ...]
    rows: tuple[tuple[Value, ...], ...]


def issued(rows: Iterable[Attestation], today: date) -> Export:
    """A body's documents, in the list's order."""
    columns = (
        ("number", pgettext("of a document", "Number"), 18), ("reference", _("Reference"), 18), ("kind", _("Kind"), 26),
        ("holder_name", _("Holder"), 34), ("holder_ice", _("ICE"), 18), ("holder_city", _("City"), 18),
        ("standard", _("Standard"), 22), ("state", _("State"), 14), ("issued_on", _("Issued on"), 14),
        ("expires_on", _("Last day"), 14), ("accreditation", _("Accreditation"), 18),
        ("sectors", _("IAF sectors"), 18), ("page", _("Public page"), 44),
    )  # fmt: skip
    return Export(name=_("Documents"), file="jawda-documents", columns=columns, rows=tuple(
        (
            row.number, row.reference, str(Kind(row.kind).label), row.holder_name, row.holder_ice or None,
            row.holder_city or None, row.standard or None, str(state_on(row, today).label), row.issued_on,
            row.expires_on, row.accreditation_number or None, ", ".join(row.sectors) or None,
            None if row.link else page_of(row.reference),
        )
        for row in rows
    ))  # fmt: skip


_JSON: Final = "application/json"


def respond(export: Export, kind: str) -> HttpResponse:
    """The export as an attachment; ``Http404`` for a kind that is not offered. No text becomes a formula."""
    keys = tuple(key for key, _heading, _width in export.columns)
    if kind == "xlsx":
        plan = SheetPlan(
            name=export.name, rows=export.rows,
            columns=tuple(Column(name=heading, width=width) for _key, heading, width in export.columns),
            right_to_left=language() == "ar",
        )  # fmt: skip
        content = write_workbook([plan], title=export.name, created=timezone.now())
        return attachment(content, f"{export.file}.xlsx", XLSX)
    if kind == "csv":
        return attachment(write_csv(keys, export.rows), f"{export.file}.csv", CSV)
    if kind == "json":
        body = [dict(zip(keys, map(_plain, row), strict=True)) for row in export.rows]
        return attachment(json.dumps(body, ensure_ascii=False, indent=1).encode(), f"{export.file}.json", _JSON)
    raise Http404


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, date) else value
