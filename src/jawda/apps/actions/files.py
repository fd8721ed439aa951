"""Files of the plan: lists to take away, the spreadsheet out and in with a preview, the plan as PDF."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

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

from jawda.apps.actions import domain, exports, queries
from jawda.apps.actions.facts import Facts
from jawda.apps.actions.forms import own_currency
from jawda.apps.actions.models import Action
from jawda.apps.actions.printing import plan_pdf
from jawda.apps.actions.rules import may_read, may_work
from jawda.apps.actions.spreadsheet import LIMITS, read_plan, write_plan
from jawda.apps.actions.views import filter_of
from jawda.apps.diagnostics.exports import XLSX, attachment, language_wanted, respond
from jawda.apps.diagnostics.files import fault_lines
from jawda.apps.organisations.queries import description
from jawda.core.findings import Finding, Place, Refused
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.templatetags.ui import language

SALT = "jawda.actions.import"
LIFETIME = 3600


@require_GET
@room(may_read)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as a file, narrowed and sorted as on the page."""
    today = timezone.localdate()
    rows = queries.listed(queries.narrowed(filter_of(request), today), language(), today)
    return respond(exports.actions(rows), kind, file="actions", language=language(), moment=timezone.now())


@require_GET
@room(may_read)
def pdf(request: HttpRequest) -> HttpResponse:
    """The plan to print, narrowed as on the page, in the language asked for, else that of the page."""
    today = timezone.localdate()
    asked = language_wanted(request)
    rows = queries.listed(queries.narrowed(filter_of(request), today), asked, today)
    content = plan_pdf(
        rows, organisation_name=request.access.organisation_name, fictitious=request.access.fictitious,
        moment=timezone.now(), language=asked,
    )  # fmt: skip
    return attachment(content, f"plan-{asked}.pdf", "application/pdf")


@require_GET
@room(may_work)
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """What may be changed, as a workbook that can be read back."""
    rows = queries.narrowed(queries.Filter(state="open"), timezone.localdate())
    content = write_plan(rows, language(), timezone.now())
    return attachment(content, "plan.xlsx", XLSX)


@dataclass(frozen=True, slots=True)
class Preview:
    """A row of an import: what it would make, and of what."""

    facts: Facts
    before: Action | None


@require_http_methods(["GET", "POST"])
@room(may_work)
def upload(request: HttpRequest) -> HttpResponse:
    """Step 1 reads the file and shows what would change; step 2, signed, writes all of it or nothing, once."""
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
                return redirect("actions:upload", request.access.handle)
            context["rows"] = rows
            packed = [_packed(line) for line in lines]
            context["confirmed"] = signing.dumps(packed, salt=salt, compress=True)
    return render(request, "actions/upload.html", context, status=422 if "faults" in context else 200)


def _read(request: HttpRequest) -> tuple[list[domain.Line], list[Preview]]:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused([Finding(id="spreadsheets.not_a_table", place=Place(file="–"))])
    known = {row.pk: row for row in Action.objects.all()}
    lines = read_plan(
        sent.read(), file=(sent.name or "")[:120], known=known, people=queries.owners(),
        currency=own_currency(description().country),
    )  # fmt: skip
    changed = [line for line in lines if line.seen is None or Facts.of(known[line.key]) != line.facts]
    return changed, [Preview(line.facts, known.get(line.key)) for line in changed]


def _write(request: HttpRequest, salt: str) -> HttpResponse:
    try:
        lines = [_line(row) for row in signing.loads(request.POST["confirmed"], salt=salt, max_age=LIFETIME)]
        with transaction.atomic():
            added, changed = domain.import_actions(access=request.access, lines=lines)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old. Choose the file again."))
    except (domain.ChangedMeanwhile, domain.Ended, Action.DoesNotExist):
        messages.error(request, _("The plan has changed since the preview: nothing was imported. Read the file again."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except Refused as refused:
        messages.error(request, " ".join(map(str, fault_lines(refused)["faults"])))
    else:
        said = [
            ngettext("%(count)d action added.", "%(count)d actions added.", added) % {"count": added},
            ngettext("%(count)d action changed.", "%(count)d actions changed.", changed) % {"count": changed},
        ]
        messages.success(request, " ".join(said))
        return redirect("actions:list", request.access.handle)
    return redirect("actions:upload", request.access.handle)


def _packed(line: domain.Line) -> dict[str, Any]:
    """As JSON, for the signed field."""
    facts = {name: str(value) if isinstance(value, Decimal | UUID | date) else value
             for name, value in asdict(line.facts).items()}  # fmt: skip
    return {"key": str(line.key), "seen": line.seen.isoformat() if line.seen else None, "facts": facts}


def _line(row: dict[str, Any]) -> domain.Line:
    facts = dict(row["facts"])
    readers: dict[str, Any] = {
        "cost": Decimal, "owner_id": UUID, "due_on": date.fromisoformat, "effect_due_on": date.fromisoformat,
    }  # fmt: skip
    for name, read in readers.items():
        facts[name] = read(facts[name]) if facts[name] is not None else None
    seen = datetime.fromisoformat(row["seen"]) if row["seen"] else None
    return domain.Line(key=UUID(row["key"]), facts=Facts(**facts), seen=seen)
