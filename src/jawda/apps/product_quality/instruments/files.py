"""Files of the register: lists to take away, the spreadsheet out and in with a preview, due list and labels."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.diagnostics.exports import XLSX, attachment, language_wanted, respond
from jawda.apps.diagnostics.files import fault_lines
from jawda.apps.product_quality.instruments import domain, exports, queries
from jawda.apps.product_quality.instruments.facts import InstrumentFacts
from jawda.apps.product_quality.instruments.printing import Sheet, due_list_pdf, labels_pdf
from jawda.apps.product_quality.instruments.spreadsheet import LIMITS, read_register, write_register
from jawda.apps.product_quality.instruments.views import filter_of
from jawda.apps.product_quality.models import Instrument
from jawda.apps.product_quality.rules import may_read, may_work
from jawda.core.findings import Finding, Place, Refused
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language

SALT = "jawda.product_quality.instruments"
LIFETIME = 3600


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
    salt = f"{SALT}.{request.access.organisation_id}.{request.access.person_id}"
    context: dict[str, object] = {"limit": LIMITS.bytes}
    if request.method == "POST" and "confirmed" in request.POST:
        return _write(request, salt)
    if request.method == "POST":
        try:
            lines, rows = _read(request)
        except Refused as refused:
            context |= fault_lines(refused)
        else:
            if not lines:
                messages.info(request, _("The file holds nothing new."))
                return redirect("product_quality:instruments_upload", request.access.handle)
            context["rows"] = rows
            context["confirmed"] = signing.dumps([_packed(line) for line in lines], salt=salt, compress=True)
    status = 422 if "faults" in context else 200
    return render(request, "product_quality/instruments/upload.html", context, status=status)


def _read(request: HttpRequest) -> tuple[list[domain.Line], list[Preview]]:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused([Finding(id="spreadsheets.not_a_table", place=Place(file="–"))])
    known = {row.identification: row for row in Instrument.objects.all()}
    lines = read_register(sent.read(), file=(sent.name or "")[:120], known=known)
    changed = [
        line
        for line in lines
        if line.seen is None or InstrumentFacts.of(known[line.facts.identification]) != line.facts
    ]
    return changed, [Preview(line.facts, known.get(line.facts.identification)) for line in changed]


def _write(request: HttpRequest, salt: str) -> HttpResponse:
    try:
        lines = [_line(row) for row in signing.loads(request.POST["confirmed"], salt=salt, max_age=LIFETIME)]
        with transaction.atomic():
            added, changed = domain.import_instruments(access=request.access, lines=lines)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old. Choose the file again."))
    except (domain.ChangedMeanwhile, Instrument.DoesNotExist):
        messages.error(
            request, _("The register has changed since the preview: nothing was imported. Read the file again.")
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = [
            ngettext("%(count)d instrument added.", "%(count)d instruments added.", added) % {"count": added},
            ngettext("%(count)d instrument changed.", "%(count)d instruments changed.", changed) % {"count": changed},
        ]
        messages.success(request, " ".join(said))
        return redirect("product_quality:instruments", request.access.handle)
    return redirect("product_quality:instruments_upload", request.access.handle)


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
