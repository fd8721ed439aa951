"""The spreadsheet of sites: the same columns out and in, headings as in the published data, in English."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal

from jawda.apps.organisations import codes
from jawda.apps.organisations.domain import SiteFacts
from jawda.apps.organisations.models import Site
from jawda.core.findings import Finding, Refused
from jawda.core.languages import Language
from jawda.core.spreadsheets import Column, SheetPlan, SheetRow, read_table, records, write_csv, write_workbook

COLUMNS: Final = ("name", "address", "region", "city", "employees")
_LENGTHS: Final = {"name": 120, "address": 200, "city": 80}
_MOST: Final = 9_999_999


def write_sites(sites: Iterable[Site], kind: Literal["xlsx", "csv"], language: Language, moment: datetime) -> bytes:
    """The sites as a file; with none, a file to fill in."""
    rows = tuple((site.name, site.address, site.region, site.city, site.employees) for site in sites)
    if kind == "csv":
        return write_csv(list(COLUMNS), rows)
    choices = tuple(codes.codes(codes.REGIONS))
    hint = ", ".join(f"{code} {title}" for code, title in codes.options(codes.REGIONS))
    columns = (
        Column(name="name", width=30),
        Column(name="address", width=40),
        Column(name="region", width=10, choices=choices, hint=hint),
        Column(name="city", width=20),
        Column(name="employees", kind="number"),
    )
    plan = SheetPlan(name="sites", columns=columns, rows=rows, right_to_left=language == "ar")
    return write_workbook([plan], title="sites", created=moment)


def read_sites(content: bytes, *, file: str) -> tuple[SiteFacts, ...]:
    """The sites of a file. ``Refused`` with every fault and its row and column; nothing is half read."""
    book = read_table(content, file=file)
    sheet = book.sheet("sites") or book.sheets[0]
    found: list[SiteFacts] = []
    faults: list[Finding] = []
    seen: set[str] = set()
    for record in records(sheet, file=file, required=("name",), optional=COLUMNS[1:]):
        row = _Row(record, file=file, sheet=sheet.name)
        facts = row.facts()
        if facts.name and facts.name in seen:
            row.report("codes.doubled", "name", value=facts.name)
        seen.add(facts.name)
        faults += row.faults
        found.append(facts)
    if faults:
        raise Refused(faults)
    return tuple(found)


class _Row(SheetRow):
    """A row of sites."""

    def text(self, heading: str) -> str:
        """Without doubled spaces, and no longer than there is room for."""
        text = " ".join(super().text(heading).split())
        most = _LENGTHS.get(heading, 200)
        if len(text) > most:
            self.too_long(heading, text, most)
        return text

    def facts(self) -> SiteFacts:
        """The row, with a fault for each cell that does not fit."""
        name = self.text("name")
        if not name:
            self.report("codes.missing", "name")
        region = self.text("region")
        region = region.zfill(2) if region.isdigit() else region
        if region and region not in codes.codes(codes.REGIONS):
            self.unknown("region", region, ", ".join(codes.codes(codes.REGIONS)))
        employees = self.text("employees")
        if employees and not (employees.isascii() and employees.isdigit() and int(employees) <= _MOST):
            self.unknown("employees", employees, "0-9999999")
            employees = ""
        return SiteFacts(
            name=name, address=self.text("address"), region=region, city=self.text("city"),
            employees=int(employees) if employees else None,
        )  # fmt: skip
