"""Files of the register: lists to take away, the spreadsheet out and in with a preview, due list and labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.diagnostics.exports import XLSX, attachment, language_wanted, respond
from jawda.apps.product_quality.instruments import domain, exports, queries
from jawda.apps.product_quality.instruments.facts import InstrumentFacts
from jawda.apps.product_quality.instruments.printing import Sheet, due_list_pdf, labels_pdf
from jawda.apps.product_quality.instruments.spreadsheet import LIMITS, read_register, write_register
from jawda.apps.product_quality.instruments.views import filter_of
from jawda.apps.product_quality.models import Instrument
from jawda.apps.product_quality.refusals import ChangedMeanwhile
from jawda.apps.product_quality.rules import may_read, may_work
from jawda.apps.product_quality.spreadsheet_imports import SpreadsheetImport, answer
from jawda.foundation.tenancy.routes import Access, room
from jawda.foundation.ui.templatetags.ui import language


@require_GET
@room(may_read)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a file, narrowed and sorted as on the page."""
    rows = _rows(request)
    return respond(exports.instruments(rows), kind, file="instruments", language=language(), moment=timezone.now())


@require_GET
@room(may_read)
def due_list(request: HttpRequest) -> HttpResponse:
    """The due list to print, narrowed as on the page, in the language asked for."""
    sheet = _sheet(request)
    return attachment(due_list_pdf(_rows(request), sheet), f"etalonnages-{sheet.language}.pdf", "application/pdf")


@require_GET
@room(may_read)
def labels(request: HttpRequest) -> HttpResponse:
    """Labels to stick on, of the instruments on the page."""
    sheet = _sheet(request)
    return attachment(labels_pdf(_rows(request), sheet), f"etiquettes-{sheet.language}.pdf", "application/pdf")


def _sheet(request: HttpRequest) -> Sheet:
    return Sheet(
        organisation_name=request.access.organisation_name, fictitious=request.access.fictitious,
        moment=timezone.now(), language=language_wanted(request),
    )  # fmt: skip


def _rows(request: HttpRequest) -> list[queries.Listed]:
    today = timezone.localdate()
    return queries.listed(queries.narrowed(filter_of(request), today), today)


@require_GET
@room(may_work)
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """The register as a workbook that can be read back."""
    rows = queries.narrowed(queries.Filter(sort="identification"), timezone.localdate())
    return attachment(write_register(rows, language(), timezone.now()), "registre-instruments.xlsx", XLSX)


@dataclass(frozen=True, slots=True)
class Preview:
    """A row of an import: what it would make, and of what."""

    facts: InstrumentFacts
    before: Instrument | None


@require_http_methods(["GET", "POST"])
@room(may_work)
def upload(request: HttpRequest) -> HttpResponse:
    """Step 1 reads the file and shows what would change; step 2, signed, writes all of it or nothing."""
    return answer(request, IMPORT)


def _read(content: bytes, file: str) -> tuple[list[domain.Line], list[Preview]]:
    known = {row.identification: row for row in Instrument.objects.all()}
    lines = read_register(content, file=file, known=known)
    changed = [
        line
        for line in lines
        if line.seen is None or InstrumentFacts.of(known[line.facts.identification]) != line.facts
    ]
    return changed, [Preview(line.facts, known.get(line.facts.identification)) for line in changed]


def _write(access: Access, lines: Sequence[domain.Line]) -> list[str]:
    try:
        added, changed = domain.import_instruments(access=access, lines=lines)
    except Instrument.DoesNotExist as error:
        raise ChangedMeanwhile from error
    return [
        ngettext("%(count)d instrument added.", "%(count)d instruments added.", added) % {"count": added},
        ngettext("%(count)d instrument changed.", "%(count)d instruments changed.", changed) % {"count": changed},
    ]


def _packed(line: domain.Line) -> dict[str, Any]:
    """As JSON, for the signed field."""
    facts = asdict(line.facts)
    facts["due_on"] = facts["due_on"].isoformat() if facts["due_on"] else None
    return {"seen": line.seen.isoformat() if line.seen else None, "facts": facts}


def _line(row: dict[str, Any]) -> domain.Line:
    facts = dict(row["facts"])
    facts["due_on"] = date.fromisoformat(facts["due_on"]) if facts["due_on"] else None
    seen = datetime.fromisoformat(row["seen"]) if row["seen"] else None
    return domain.Line(facts=InstrumentFacts(**facts), seen=seen)


IMPORT: Final = SpreadsheetImport(
    page="instruments_upload", list="instruments",
    template="product_quality/instruments/upload.html", largest=LIMITS.bytes, read=_read, write=_write,
    packed=_packed, unpacked=_line,
)  # fmt: skip
