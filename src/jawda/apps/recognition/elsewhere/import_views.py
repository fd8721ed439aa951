"""Recording many certificates from a spreadsheet: a preview, then all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.organisations.exports import XLSX, attachment
from jawda.apps.recognition.elsewhere import domain, queries, spreadsheet
from jawda.apps.recognition.elsewhere.vouching import Looked, standing
from jawda.apps.recognition.elsewhere.words import vouched
from jawda.apps.recognition.rules import may_record
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.sheet_imports import SheetImport, answer


@require_http_methods(["GET", "POST"])
@room(may_record)
def record_many(request: HttpRequest) -> HttpResponse:
    """Record what the rows say; files are added on each certificate's page."""
    access = request.access

    def read(content: bytes, file: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        today = timezone.localdate()
        lines = spreadsheet.read_lines(content, file=file, known=queries.numbers(), today=today)
        return [spreadsheet.packed(line) for line in lines], [
            {"facts": line.facts, "vouched": _vouched(line, today)} for line in lines
        ]

    def write(rows: Sequence[dict[str, Any]]) -> str:
        made = domain.record_all(access=access, lines=[spreadsheet.unpacked(row) for row in rows])
        return ngettext("%(count)d certificate is recorded.", "%(count)d certificates are recorded.", len(made)) % {
            "count": len(made)
        }

    return answer(request, SheetImport(
        page="recognition:import_recorded", template="recognition/elsewhere/import.html", read=read, write=write,
        done="recognition:held", largest=spreadsheet.LIMITS.bytes
    ))  # fmt: skip


def _vouched(line: domain.Line, today: Any) -> str:
    """Who vouches for it as it would stand."""
    looked = Looked(on=line.check.checked_on, found=line.check.found) if line.check else None
    return vouched(
        standing(today=today, expires_on=line.facts.expires_on, looked=looked, verdict=None, differs=False), looked
    )


@require_GET
@room(may_record)
def template(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to fill in."""
    return attachment(spreadsheet.template(timezone.now()), "jawda-certificats-recus.xlsx", XLSX)
