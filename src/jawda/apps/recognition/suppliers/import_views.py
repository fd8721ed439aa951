"""A list of suppliers from a spreadsheet: what is found of each line is shown, then all of them are kept or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jawda.apps.organisations.exports import XLSX, attachment
from jawda.apps.recognition.enums import State
from jawda.apps.recognition.own_words import MARKS
from jawda.apps.recognition.queries.own import state_on
from jawda.apps.recognition.rules import may_record
from jawda.apps.recognition.suppliers import domain, spreadsheet
from jawda.apps.recognition.suppliers.enums import Differs
from jawda.apps.recognition.suppliers.facts import SupplierFacts
from jawda.apps.recognition.suppliers.finding import Match, matches
from jawda.foundation.tenancy.routes import room
from jawda.foundation.ui.marks import Mark
from jawda.foundation.ui.sheet_imports import SheetImport, answer


@require_http_methods(["GET", "POST"])
@room(may_record)
def add_many(request: HttpRequest) -> HttpResponse:
    """Watch what the rows name. The preview says what is there; the job then verifies each."""
    access = request.access

    def read(content: bytes, file: str) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
        lines = spreadsheet.read_lines(content, file=file, known=domain.keys())
        found = matches(lines, timezone.localdate())
        shown = [{"facts": line, **_told(match)} for line, match in zip(lines, found, strict=True)]
        packed = [{name: value for name, value in line.values().items() if value} for line in lines]
        return packed, shown

    def write(rows: Sequence[dict[str, str]]) -> str:
        made = domain.add_all(access=access, lines=[SupplierFacts(**row) for row in rows])
        return ngettext(
            "%(count)d line is added, and being checked.", "%(count)d lines are added, and being checked.", len(made)
        ) % {"count": len(made)}

    return answer(request, SheetImport(
        page="recognition:import_suppliers", template="recognition/suppliers/import.html", read=read, write=write,
        done="recognition:suppliers", largest=spreadsheet.LIMITS.bytes, more=_counted, shown=200,
    ))  # fmt: skip


def _told(match: Match) -> dict[str, Any]:
    """What is there, as its body last published it; verified only once the line is kept."""
    if match.several:
        return {"mark": Mark.TO_REVIEW, "said": _("Several bear this number"), "there": False, "differs": ""}
    if match.row is None:
        return {"mark": Mark.TO_DO, "said": _("Not found here"), "there": False, "differs": ""}
    state = state_on(match.row, timezone.localdate())
    differs = str(Differs(match.differs).label) if match.differs else ""
    mark = Mark.DONE if state == State.IN_FORCE else MARKS[state]  # a full disc is for what was verified
    return {"mark": mark, "said": str(state.label), "there": True, "differs": differs, "document": match.row}


def _counted(shown: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"there": sum(row["there"] for row in shown)}


@require_GET
@room(may_record)
def template(request: HttpRequest) -> HttpResponse:
    """The spreadsheet to fill in."""
    return attachment(spreadsheet.template(timezone.now()), "jawda-fournisseurs.xlsx", XLSX)
