"""The spreadsheet of characteristics: out to fill in or to change, and in with a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.diagnostics.exports import XLSX, attachment
from jawda.apps.product_quality.characteristics import domain, queries
from jawda.apps.product_quality.characteristics.facts import Facts
from jawda.apps.product_quality.characteristics.spreadsheet import (
    LIMITS,
    key_of,
    read_characteristics,
    write_characteristics,
)
from jawda.apps.product_quality.characteristics.words import specification
from jawda.apps.product_quality.enums import ChartKind
from jawda.apps.product_quality.spreadsheet_imports import SpreadsheetImport, answer
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.templatetags.ui import language


@require_GET
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """Those in use as a workbook that can be read back; with none, one to fill in."""
    rows = queries.narrowed(queries.Filter(sort="produit"))
    names = {key: name for name, key in queries.instruments_by_identification().items()}
    content = write_characteristics(rows, names, language(), timezone.now())
    return attachment(content, "caracteristiques.xlsx", XLSX)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Step 1 reads the file and shows what would change; step 2, signed, writes all of it or nothing."""
    return answer(request, IMPORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A row of an import: what it would make, in words."""

    facts: Facts
    before: Facts | None
    specification: str
    chart: str


def _read(content: bytes, file: str) -> tuple[list[domain.Line], list[Preview]]:
    rows = queries.all_characteristics()
    lines = read_characteristics(
        content, file=file, known={key_of(row): row for row in rows},
        instruments=queries.instruments_by_identification(), measured=queries.measured(),
    )  # fmt: skip
    changed = [line for line in lines if line.before != line.facts]
    shown = [
        Preview(
            facts=line.facts, before=line.before, specification=specification(line.facts, language()),
            chart=str(ChartKind(line.facts.chart).label),
        )
        for line in changed
    ]  # fmt: skip
    return changed, shown


def _write(access: Access, lines: Sequence[domain.Line]) -> list[str]:
    added, changed = domain.import_characteristics(access=access, lines=lines)
    return [
        ngettext("%(count)d characteristic added.", "%(count)d characteristics added.", added) % {"count": added},
        ngettext("%(count)d characteristic changed.", "%(count)d characteristics changed.", changed)
        % {"count": changed},
    ]


def _packed(line: domain.Line) -> dict[str, Any]:
    return {"facts": _plain(line.facts), "before": _plain(line.before) if line.before else None}


def _plain(facts: Facts) -> dict[str, Any]:
    key = facts.instrument_id
    return asdict(facts) | {"instrument_id": str(key) if key else None}


def _unpacked(row: dict[str, Any]) -> domain.Line:
    return domain.Line(facts=_facts(row["facts"]), before=_facts(row["before"]) if row["before"] else None)


def _facts(row: dict[str, Any]) -> Facts:
    key = row["instrument_id"]
    return Facts(**{**row, "instrument_id": UUID(key) if key else None})


IMPORT: Final = SpreadsheetImport(
    page="characteristics_upload", list="overview",
    template="product_quality/characteristics/upload.html", largest=LIMITS.bytes, read=_read, write=_write,
    packed=_packed, unpacked=_unpacked,
)  # fmt: skip
