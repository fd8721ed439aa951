"""A register from a spreadsheet: lines of this room through the two steps that every import has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jawda.apps.product_quality.refusals import ChangedMeanwhile
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui import sheet_imports
from jawda.foundation.ui.sheet_imports import OutOfDate, SheetImport

_MOST_SHOWN: Final = 1_000
Line = TypeVar("Line")


@dataclass(frozen=True, kw_only=True)
class SpreadsheetImport(Generic[Line]):
    """What one register has of its own; routes are names of this room."""

    page: str
    list: str
    template: str
    largest: int
    read: Callable[[bytes, str], tuple[Sequence[Line], Sequence[object]]]
    """From content and file name: the lines that change something, and how the page shows them. May refuse."""
    write: Callable[[Access, Sequence[Line]], Sequence[str]]
    """All or none; the sentences that say what was done. May raise ``ChangedMeanwhile`` or ``ValidationError``."""
    packed: Callable[[Line], dict[str, Any]]
    """As JSON."""
    unpacked: Callable[[dict[str, Any]], Line]


def answer(request: HttpRequest, what: SpreadsheetImport[Line]) -> HttpResponse:
    """The page of the import; POST reads a file, or writes what was confirmed."""

    def read(content: bytes, file: str) -> tuple[Sequence[Any], Sequence[Any]]:
        lines, shown = what.read(content, file)
        return [what.packed(line) for line in lines], shown

    def write(rows: Sequence[Any]) -> str:
        try:
            return " ".join(what.write(request.access, [what.unpacked(row) for row in rows]))
        except ChangedMeanwhile as error:
            raise OutOfDate(
                _("The register has changed since the preview: nothing was imported. Read the file again.")
            ) from error

    return sheet_imports.answer(request, SheetImport(
        page=f"product_quality:{what.page}", done=f"product_quality:{what.list}", template=what.template, read=read,
        write=write, largest=what.largest, empty=_("The file holds nothing new."), shown=_MOST_SHOWN,
    ))  # fmt: skip
