"""Rows from a spreadsheet in two steps: what would be done is shown; then all of it is, or none.

Between both steps the rows travel with the page, signed for one person of one organisation, for an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jawda.core.findings import Finding, Place, Refused
from jawda.core.findings.words import words_with_place
from jawda.foundation.ui.templatetags.ui import language

_LIFETIME: Final = 3600
_FAULTS: Final = 50
_SHOWN: Final = 50


class RefusedRows(Exception):
    """What is wrong with a file, a sentence for each fault, with its row and column."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)

    @staticmethod
    def of(refused: Refused) -> RefusedRows:
        """What the core refuses, in the reader's language."""
        return RefusedRows([words_with_place(finding, language()) for finding in refused.findings])


class OutOfDate(Exception):
    """What was shown is no longer so; the sentence says it."""


def _nothing_more(shown: Sequence[Any]) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetImport:
    """What a page of import has of its own. ``page`` and ``done``: routes of this page and of what follows, that take
    the organisation's handle. The template extends ``ui/sheet_import.html``."""

    page: str
    template: str
    read: Callable[[bytes, str], tuple[Sequence[Any], Sequence[Any]]]
    """From content and file name: the rows as JSON, and how the page shows them. ``RefusedRows`` or ``Refused`` with
    every fault."""
    write: Callable[[Sequence[Any]], str]
    """All or none; the sentence that says what was done. ``ValidationError`` or ``OutOfDate`` with what is against."""
    done: str
    largest: int
    """Bytes of a file."""
    empty: str = ""
    """What is said of a file that would do nothing."""
    more: Callable[[Sequence[Any]], dict[str, Any]] = _nothing_more
    """What else the preview says, from all the rows that it would show."""
    shown: int = _SHOWN


def answer(request: HttpRequest, what: SheetImport) -> HttpResponse:
    """The page to choose a file, the preview of one, or the act."""
    salt = f"jawda.sheet_import.{what.page}.{request.access.organisation_id}.{request.access.person_id}"
    context: dict[str, object] = {"limit": what.largest}
    if request.method == "POST" and "confirmed" in request.POST:
        return _write(request, what, salt)
    if request.method == "POST":
        try:
            rows, shown = what.read(*_sent(request))
        except (RefusedRows, Refused) as refused:
            faults = refused.faults if isinstance(refused, RefusedRows) else RefusedRows.of(refused).faults
            context |= {"faults": faults[:_FAULTS], "more_faults": max(0, len(faults) - _FAULTS)}
        else:
            if not rows:
                messages.info(request, what.empty or _("The file holds no row."))
                return redirect(what.page, request.access.handle)
            context |= {
                "rows": shown[: what.shown], "count": len(rows), "more": len(rows) > what.shown, **what.more(shown),
            }  # fmt: skip
            context["confirmed"] = signing.dumps(rows, salt=salt, compress=True)
    return render(request, what.template, context, status=422 if "faults" in context else 200)


def _sent(request: HttpRequest) -> tuple[bytes, str]:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused([Finding(id="spreadsheets.not_a_table", place=Place(file="–"))])
    return sent.read(), (sent.name or "")[:120]


def _write(request: HttpRequest, what: SheetImport, salt: str) -> HttpResponse:
    try:
        rows = signing.loads(request.POST["confirmed"], salt=salt, max_age=_LIFETIME)
        with transaction.atomic():
            said = what.write(rows)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old. Choose the file again."))
    except OutOfDate as stale:
        messages.error(request, str(stale))
    except (ValidationError, ObjectDoesNotExist) as error:
        told = " ".join(error.messages) if isinstance(error, ValidationError) else ""
        messages.error(request, f"{_('Nothing was written.')} {told}".strip())
    else:
        messages.success(request, said)
        return redirect(what.done, request.access.handle)
    return redirect(what.page, request.access.handle)
