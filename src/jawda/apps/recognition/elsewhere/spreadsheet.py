"""Certificates issued elsewhere as a spreadsheet. What is wrong is named by file, row and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.recognition.elsewhere.domain import Line
from jawda.apps.recognition.elsewhere.enums import InRegister
from jawda.apps.recognition.elsewhere.facts import KINDS, CertificateFacts, CheckFacts
from jawda.apps.recognition.enums import Kind
from jawda.apps.recognition.sheet_rows import RefusedRows, fault, rows_of, said_of, sentences
from jawda.core.spreadsheets import Column, Limits, SheetPlan, write_workbook
from jawda.core.spreadsheets.model import folded
from jawda.core.spreadsheets.sheet_row import SheetRow

MOST: Final = 500
LIMITS: Final = Limits(bytes=10_000_000, rows=MOST + 1)
_SHEET: Final = "certificats"
#: Heading to field of the facts, or to the name under which a verb refuses.
COLUMNS: Final[Mapping[str, str]] = {
    "Numéro": "number", "Genre": "kind", "Norme": "standard", "Organisme": "issuer_name",
    "Date d’émission": "issued_on", "Dernier jour": "expires_on", "Portée": "scope", "Sites": "sites",
    "Accréditeur": "accreditation_body", "Numéro d’accréditation": "accreditation_number", "Source": "source",
    "Adresse du registre": "register_url", "Vérifié le": "checked_on", "Constat": "found",
}  # fmt: skip
_HEADINGS: Final = {field: heading for heading, field in COLUMNS.items()}
_REQUIRED: Final = ("Numéro", "Organisme", "Date d’émission", "Source")
_DAYS: Final = ("Date d’émission", "Dernier jour", "Vérifié le")
_WIDE: Final = ("issuer_name", "scope", "sites", "source", "register_url")
#: What was found, as people write it in the three languages.
_FOUND_WORDS: Final = {
    folded(word): found.value
    for found, said in (
        (InRegister.IN_FORCE, ("in_force", "in force", "en vigueur", "valide", "سارية", "سارية المفعول")),
        (InRegister.SUSPENDED, ("suspended", "suspendu", "معلقة")),
        (InRegister.WITHDRAWN, ("withdrawn", "retiré", "مسحوبة")),
        (InRegister.NOT_FOUND, ("not_found", "not found", "introuvable", "non trouvé", "غير موجودة")),
    )
    for word in said
}  # fmt: skip


def template(moment: datetime) -> bytes:
    """A workbook to fill in, with the choices."""
    choices = {
        "kind": tuple(str(kind.label) for kind in KINDS),
        "found": tuple(str(found.label) for found in InRegister),
    }
    columns = tuple(
        Column(
            name=heading, width=34 if field in _WIDE else 18, kind="date" if heading in _DAYS else "text",
            choices=choices.get(field, ()),
        )
        for heading, field in COLUMNS.items()
    )  # fmt: skip
    return write_workbook([SheetPlan(name=_SHEET, columns=columns, rows=())], title=_SHEET, created=moment)


def read_lines(content: bytes, *, file: str, known: frozenset[tuple[str, str]], today: date) -> tuple[Line, ...]:
    """The certificates of a file, each checked as the verb checks it. ``RefusedRows`` with every fault.

    ``known``: number and issuer of what is recorded already, which is not recorded twice.
    """
    optional = [heading for heading in COLUMNS if heading not in _REQUIRED]
    rows = rows_of(
        content, file, _REQUIRED, optional, sheet=_SHEET, expected=dict.fromkeys(_DAYS, "2026-12-31"), limits=LIMITS
    )
    taken = {_key(*one) for one in known}
    seen: set[tuple[str, str]] = set()
    found: list[Line] = []
    said: dict[int, list[str]] = {}
    for row in rows:
        key = _key(row.text("Numéro"), row.text("Organisme"))
        if key in seen:
            row.report("codes.doubled", "Numéro", value=row.text("Numéro")[:60])
        elif key in taken:
            said[row.record.row] = [fault(row, "Numéro", _("This certificate of this body is recorded already."))]
        seen.add(key)
        line = _line(row)
        if line is not None and not row.faults:
            try:
                found.append(_checked(line, today))
            except ValidationError as error:
                said.setdefault(row.record.row, []).extend(said_of(row, error, _HEADINGS))
    faults = sentences(rows, said)
    if faults:
        raise RefusedRows(faults)
    return tuple(found)


def _key(number: str, issuer: str) -> tuple[str, str]:
    return folded(" ".join(number.split())), folded(" ".join(issuer.split()))


def _line(row: SheetRow) -> Line | None:
    """The row, with a fault for each cell that says nothing known; None where a day that must be there is not."""
    by_kind = {folded(str(word)): kind.value for kind in KINDS for word in (kind.value, kind.label)}
    kind = row.choice("Genre", by_kind, Kind.MANAGEMENT_SYSTEM.value)
    by_found = {**_FOUND_WORDS, **{folded(str(found.label)): found.value for found in InRegister}}
    outcome, checked_on = row.choice("Constat", by_found, ""), row.day("Vérifié le")
    if bool(outcome) != (checked_on is not None) and not row.faults:
        row.report("codes.missing", "Vérifié le" if outcome else "Constat")
    issued_on = row.day("Date d’émission")
    if issued_on is None:
        if not row.faults:
            row.report("codes.missing", "Date d’émission")
        return None
    facts = CertificateFacts(
        number=row.text("Numéro"), kind=Kind(kind), issuer_name=row.text("Organisme"), issued_on=issued_on,
        source=row.text("Source"), standard=row.text("Norme"), scope=row.text("Portée"),
        sites=tuple(row.text("Sites").replace(";", "\n").splitlines()), expires_on=row.day("Dernier jour"),
        accreditation_body=row.text("Accréditeur"), accreditation_number=row.text("Numéro d’accréditation"),
        register_url=row.text("Adresse du registre"),
    )  # fmt: skip
    check = CheckFacts(checked_on=checked_on, found=InRegister(outcome)) if outcome and checked_on else None
    return Line(facts=facts, check=check)


def _checked(line: Line, today: date) -> Line:
    facts = line.facts.checked(today)
    return Line(facts=facts, check=line.check and line.check.checked(today, facts.issued_on))


def packed(line: Line) -> dict[str, Any]:
    """As JSON, between the preview and the confirmation."""
    values = line.facts.values()
    if line.check is not None:
        values |= {"checked_on": line.check.checked_on, "found": line.check.found.value}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items() if value}


def unpacked(row: Mapping[str, Any]) -> Line:
    """What :func:`packed` wrote."""
    said = {name: date.fromisoformat(value) if name.endswith("_on") else value for name, value in row.items()}
    checked_on, found = said.pop("checked_on", None), said.pop("found", None)
    facts = CertificateFacts(**{**said, "kind": Kind(said["kind"])})
    check = CheckFacts(checked_on=checked_on, found=InRegister(found)) if checked_on else None
    return Line(facts=replace(facts, sites=tuple(facts.sites)), check=check)
