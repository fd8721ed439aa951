"""Documents as a spreadsheet: to issue many, or to change the state of many. Headings as offices write them.

What is wrong is named by file, row and column; nothing is half read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.organisations import codes
from jawda.apps.recognition.domain.changing import WITH_WORDS, Change, NewWords, allowed_of
from jawda.apps.recognition.domain.drafts import Draft, checked
from jawda.apps.recognition.domain.reissuing import check_words, words_with
from jawda.apps.recognition.domain.replacing import Issued
from jawda.apps.recognition.enums import Event, Kind
from jawda.apps.recognition.forms import last_day, lines
from jawda.apps.recognition.measured_lines import measured_line, measured_of
from jawda.apps.recognition.models import AccreditationVersion, Attestation
from jawda.apps.recognition.queries.naming import Named
from jawda.apps.recognition.rules import kinds_of
from jawda.apps.recognition.sheet_rows import RefusedRows, fault, rows_of, said_of, sentences, typed_ice
from jawda.apps.recognition.signed_days import signed_day
from jawda.core.credentials.life_cycles import Expiry
from jawda.core.credentials.scopes import Measured
from jawda.core.credentials.trust_list import TrustList
from jawda.core.spreadsheets import Column, SheetPlan, write_workbook
from jawda.core.spreadsheets.model import folded
from jawda.core.spreadsheets.sheet_row import SheetRow
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.templatetags.ui import language

_SHEET: Final = "documents"
#: Heading to field of a draft, or to the name under which the verb refuses.
COLUMNS: Final[Mapping[str, str]] = {
    "Numéro": "number", "Genre": "kind", "Titulaire": "holder_name", "ICE": "holder_ice", "Ville": "holder_city",
    "Norme": "standard", "Programme": "scheme", "Accréditation": "accreditation", "Date d’émission": "issued_on",
    "Jour de l’activité": "activity_on", "Dernier jour": "expires_on", "Objet": "scope", "Secteurs IAF": "sectors",
    "Sites": "sites", "Mesuré": "measured", "Remplace": "replaces",
}  # fmt: skip
_HEADINGS: Final = {field: heading for heading, field in COLUMNS.items()}
_EXPECTED: Final = dict.fromkeys(("Date d’émission", "Jour de l’activité", "Dernier jour"), "2026-12-31")
_ANEW: Final = ("Objet", "Secteurs IAF", "Sites")
"""What a document says from now on, with a reduction or an amendment; an empty cell leaves it as it is."""
CHANGE_COLUMNS: Final = ("Numéro", "Référence", "Événement", "Motif", *_ANEW)
_EVENTS: Final = (Event.SUSPENDED, Event.REINSTATED, Event.SCOPE_REDUCED, Event.AMENDED, Event.WITHDRAWN)
#: As people write them, in the three languages.
_EVENT_WORDS: Final = {
    folded(word): event
    for event, said in (
        (Event.SUSPENDED, ("suspended", "suspend", "suspendu", "suspendre", "suspension", "تعليق")),
        (Event.REINSTATED, ("reinstated", "reinstate", "rétabli", "rétablir", "rétablissement", "إعادة السريان")),
        (Event.SCOPE_REDUCED, ("scope_reduced", "reduced", "reduce", "réduit", "réduire", "réduction", "تقليص المجال")),
        (Event.AMENDED, ("amended", "amend", "amendé", "amender", "amendement", "تعديل")),
        (Event.WITHDRAWN, ("withdrawn", "withdraw", "retiré", "retirer", "retrait", "سحب")),
    )
    for word in said
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a row may name: schemes of the trust list, the body's accreditations."""

    trust: TrustList | None
    accreditations: Sequence[AccreditationVersion]


def issue_template(access: Access, known: Known, moment: datetime) -> bytes:
    """A workbook to fill in, with the choices of this body."""
    kinds = tuple(str(kind.label) for kind in kinds_of(access))
    schemes = () if known.trust is None else tuple(item.names.best(language()) for item in known.trust.schemes)
    choices = {"kind": kinds, "scheme": schemes, "accreditation": tuple(row.number for row in known.accreditations)}
    columns = tuple(
        Column(
            name=heading, width=34 if field in ("holder_name", "scope", "sites") else 18,
            kind="date" if field.endswith("_on") else "text", choices=choices.get(field, ()),
        )
        for heading, field in COLUMNS.items()
        if field != "kind" or len(kinds) > 1
    )  # fmt: skip
    return write_workbook([SheetPlan(name=_SHEET, columns=columns, rows=())], title=_SHEET, created=moment)


def change_template(moment: datetime) -> bytes:
    """A workbook to fill in."""
    choices = tuple(str(event.label) for event in _EVENTS)
    columns = tuple(
        Column(name=name, width=40 if name in ("Motif", *_ANEW) else 20, choices=choices if name == "Événement" else ())
        for name in CHANGE_COLUMNS
    )
    return write_workbook([SheetPlan(name=_SHEET, columns=columns, rows=())], title=_SHEET, created=moment)


def read_drafts(content: bytes, *, file: str, access: Access, known: Known, now: datetime) -> tuple[Draft, ...]:
    """The documents of a file, each checked as the verb checks it. ``RefusedRows`` with every fault."""
    required = ("Numéro", "Titulaire")
    rows = rows_of(
        content,
        file,
        required,
        [heading for heading in COLUMNS if heading not in required],
        sheet=_SHEET,
        expected=_EXPECTED,
    )
    drafts = [_draft(row, access, known, now) for row in rows]
    issued = Issued(drafts, signed_day(now))
    found: list[Draft] = []
    said: dict[int, list[str]] = {}
    seen: dict[str, set[str]] = {"Numéro": set(), "Remplace": set()}
    for row, draft in zip(rows, drafts, strict=True):
        for heading, names in seen.items():
            name = getattr(draft, COLUMNS[heading])
            if name and name in names:
                row.report("codes.doubled", heading, value=name)
            names.add(name)
        if not row.faults:
            try:
                issued.replaced(draft)
                found.append(checked(draft, access, now))
            except ValidationError as error:
                said[row.record.row] = said_of(row, error, _HEADINGS)
    faults = sentences(rows, said)
    if faults:
        raise RefusedRows(faults)
    return tuple(found)


def _draft(row: SheetRow, access: Access, known: Known, now: datetime) -> Draft:
    """The row, with a fault for each cell that names nothing known."""
    kinds = kinds_of(access)
    by_kind = {folded(word): kind for kind in kinds for word in (kind.value, kind.label)}
    kind = Kind(row.choice("Genre", by_kind, kinds[0]))
    issued_on = row.day("Date d’émission") or signed_day(now)
    expires_on = row.day("Dernier jour")
    if expires_on is None and kind.cycle.expiry is Expiry.REQUIRED and "Dernier jour" not in row:
        expires_on = last_day(issued_on)
    return Draft(
        kind=kind, number=" ".join(row.text("Numéro").split()), holder_name=row.text("Titulaire"),
        holder_ice=typed_ice(row), holder_city=row.text("Ville"), standard=row.text("Norme"),
        scheme=_scheme(row, known), scope=row.text("Objet"), sectors=codes.sectors_of(row.text("Secteurs IAF")),
        sites=_sites(row), issued_on=issued_on, expires_on=expires_on,
        activity_on=row.day("Jour de l’activité"), accreditation_url=_accreditation(row, known),
        measured=_measured(row), replaces=" ".join(row.text("Remplace").split()),
    )  # fmt: skip


def _scheme(row: SheetRow, known: Known) -> str:
    schemes = () if known.trust is None else known.trust.schemes
    by_words = {
        folded(word): item.id for item in schemes for word in (item.id, item.names.fr, item.names.ar, item.names.en)
    }
    return row.choice("Programme", by_words, "")


def _accreditation(row: SheetRow, known: Known) -> str:
    return row.choice("Accréditation", {folded(item.number): item.url for item in known.accreditations}, "")


def _measured(row: SheetRow) -> tuple[Measured, ...]:
    """One range per line of the cell, as in the form."""
    try:
        return tuple(measured_of(line) for line in lines(row.text("Mesuré").replace(" · ", "\n")))
    except ValidationError:
        row.unknown("Mesuré", row.text("Mesuré"), "longueur; mm; 0; 150; 12; µm")
        return ()


def read_changes(content: bytes, *, file: str, now: datetime) -> tuple[tuple[Change, Attestation], ...]:
    """What happens to documents named by number or reference, with each. ``RefusedRows`` with every fault.

    Two queries, however many rows there are and however many documents the body has issued.
    """
    optional = ("Numéro", "Référence", *_ANEW)
    rows = rows_of(content, file, ("Événement", "Motif"), optional, sheet=_SHEET, expected=_EXPECTED)
    named = Named({_name(row)[1] for row in rows}, signed_day(now))
    allowed = allowed_of(named.rows.values(), now)
    found: list[tuple[Change, Attestation]] = []
    said: dict[int, list[str]] = {}
    seen: set[UUID] = set()
    for row in rows:
        heading, name = _name(row)
        event = _EVENT_WORDS.get(folded(row.text("Événement"))) or _labelled(row.text("Événement"))
        reason = row.text("Motif")
        if event is None:
            row.unknown("Événement", row.text("Événement"), ", ".join(str(one.label) for one in _EVENTS))
        if not reason:
            row.report("codes.missing", "Motif")
        elif len(reason) > 500:
            row.too_long("Motif", reason, 500)
        meant = named.meant(name)
        if len(meant) != 1:
            said[row.record.row] = [fault(row, heading, _not_one(meant))]
            continue
        document = meant[0]
        if document.pk in seen:
            row.report("codes.doubled", heading, value=name)
        seen.add(document.pk)
        if event is None:
            continue
        if event not in allowed[document.pk]:
            message = _("This cannot follow: the document is %(state)s.") % {"state": document.get_state_display()}
            said[row.record.row] = [fault(row, "Événement", message)]
            continue
        try:
            anew = _anew(row, document, event)
        except ValidationError as error:
            said[row.record.row] = said_of(row, error, _HEADINGS)
            continue
        found.append((Change(attestation_id=document.pk, event=event, reason=reason, said=anew), document))
    faults = sentences(rows, said)
    if faults:
        raise RefusedRows(faults)
    return tuple(found)


def _name(row: SheetRow) -> tuple[str, str]:
    """Under which heading a document is named, and how."""
    heading = "Référence" if row.text("Référence") else "Numéro"
    return heading, " ".join(row.text(heading).split())


def _not_one(meant: Sequence[Attestation]) -> str:
    if not meant:
        return _("No document of yours has this number or reference.")
    references = ", ".join(sorted(one.reference for one in meant))
    return _("Several of your documents have this number. Give the reference of one: %(references)s.") % {
        "references": references
    }


def _anew(row: SheetRow, document: Attestation, event: Event) -> NewWords | None:
    """What a document says from now on. ``ValidationError`` by field where the event does not allow it."""
    cells = {heading: row.text(heading) for heading in _ANEW}
    if event not in WITH_WORDS:
        stated = next((heading for heading, text in cells.items() if text), None)
        if stated is not None:
            raise ValidationError({COLUMNS[stated]: _("Only a reduction or an amendment says something new.")})
        return None
    sectors = codes.sectors_of(cells["Secteurs IAF"], document.sectors) if cells["Secteurs IAF"] else None
    said = words_with(
        document, scope=cells["Objet"] or None, sectors=sectors, sites=_sites(row) if cells["Sites"] else None
    )
    check_words(document, event, said)
    return said


def _sites(row: SheetRow) -> tuple[str, ...]:
    return lines(row.text("Sites").replace(";", "\n"))


def _labelled(text: str) -> Event | None:
    return next((event for event in _EVENTS if folded(event.label) == folded(text)), None)


def packed(draft: Draft) -> dict[str, Any]:
    """As JSON, between the preview and the confirmation."""
    found = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
    found["measured"] = tuple(measured_line(item) for item in draft.measured)
    days = {name: value.isoformat() for name, value in found.items() if name.endswith("_on") and value is not None}
    return {name: value for name, value in (found | days).items() if value not in ("", (), None, False)}


def unpacked(row: Mapping[str, Any]) -> Draft:
    """What :func:`packed` wrote."""
    days = {name: datetime.fromisoformat(value).date() for name, value in row.items() if name.endswith("_on")}
    lists = {name: tuple(row[name]) for name in ("sectors", "sites") if name in row}
    measured = tuple(measured_of(line) for line in row.get("measured", ()))
    return Draft(**{**row, **days, **lists, "measured": measured, "kind": Kind(row["kind"])})
