"""A calibration certificate in XML beside the register: of which instruments it is, and what it records of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from jawda.apps.product_quality.enums import CalibrationOutcome
from jawda.apps.product_quality.instruments.facts import LONGEST, CalibrationFacts, InstrumentFacts
from jawda.apps.product_quality.models import Instrument
from jawda.core.languages import Language
from jawda.foundation.ui import formats

if TYPE_CHECKING:  # what reads XML signatures takes 26 MB: it is imported where one is read
    from jawda.core.credentials.calibration import Examined, RegisterEntry

#: Instruments of one certificate that a page asks about.
MOST_ITEMS: Final = 50
_OWN: Final = ("customer", "owner")


@dataclass(frozen=True, slots=True)
class Item:
    """One calibrated instrument as the certificate names it, and the one of the register that it is, where known."""

    entry: RegisterEntry
    known: Instrument | None

    @property
    def identification(self) -> str:
        """Under which it would stand in the register: as it does, else as the customer calls it, else by its number."""
        return self.known.identification if self.known else _own_number(self.entry) or _serial_number(self.entry)

    @property
    def outcome(self) -> str:
        """As the certificate states it; nothing where it does not: then a person has to say."""
        stated = self.entry.conforming
        if stated is None:
            return ""
        return CalibrationOutcome.CONFORMING if stated else CalibrationOutcome.NONCONFORMING


def items_of(found: Examined, language: Language) -> tuple[list[Item], int]:
    """Each instrument of a certificate with the register's own, by the company's number, else by the serial number.

    The first :data:`MOST_ITEMS`, and how many there are beyond them.
    """
    listed = found.register_entries(language=language)
    entries = listed[:MOST_ITEMS]
    numbers = {number for entry in entries for number in _own_numbers(entry)}
    serials = {number for entry in entries if (number := _serial_number(entry))}
    rows = list(Instrument.objects.filter(Q(identification__in=numbers) | Q(serial_number__in=serials)))
    by_number = {row.identification: row for row in rows}
    by_serial: dict[str, list[Instrument]] = {}
    for row in rows:
        by_serial.setdefault(row.serial_number, []).append(row)
    return [Item(entry, _known(entry, by_number, by_serial)) for entry in entries], len(listed) - len(entries)


def _known(
    entry: RegisterEntry, by_number: Mapping[str, Instrument], by_serial: Mapping[str, Sequence[Instrument]]
) -> Instrument | None:
    """Of two with one serial number neither is taken: makers number as they like."""
    for number in _own_numbers(entry):
        if number in by_number:
            return by_number[number]
    serial = _serial_number(entry)
    same = by_serial.get(serial, ()) if serial else ()
    return same[0] if len(same) == 1 else None


def _own_numbers(entry: RegisterEntry) -> list[str]:
    return [each.value for issuer in _OWN for each in entry.identifications if each.issuer == issuer and each.value]


def _own_number(entry: RegisterEntry) -> str:
    return next(iter(_own_numbers(entry)), "")


def _serial_number(entry: RegisterEntry) -> str:
    return entry.identified("manufacturer")


def instrument_facts(entry: RegisterEntry, identification: str) -> InstrumentFacts:
    """What a new instrument of the register would be; names that are too long for it are cut."""
    return InstrumentFacts(
        identification=identification,
        name=(entry.name or entry.model or identification)[: LONGEST["name"]],
        maker=entry.manufacturer[: LONGEST["maker"]],
        model_name=entry.model[: LONGEST["model_name"]],
        serial_number=_serial_number(entry)[: LONGEST["serial_number"]],
        unit=entry.unit[: LONGEST["unit"]],
    )


def calibration_facts(
    entry: RegisterEntry, *, done_on: date, outcome: str, due_on: date | None, note: str, unit: str
) -> CalibrationFacts:
    """What is recorded. ``unit``: of the instrument; an uncertainty in another one stands in the note alone."""
    same = bool(entry.unit) and entry.unit == unit
    return CalibrationFacts(
        done_on=done_on, outcome=outcome, due_on=due_on, note=note,
        provider=entry.laboratory[: LONGEST["provider"]], certificate_number=entry.certificate_number,
        expanded_uncertainty=entry.expanded_uncertainty if same else None,
        coverage_factor=entry.coverage_factor if same else None,
    )  # fmt: skip


def proposed_note(found: Examined, entry: RegisterEntry, language: Language) -> str:
    """What stays with the record: how the signature stood when it was read, and the uncertainty with its unit."""
    said = [found.signature.findings[0].sentence(language)]
    if entry.expanded_uncertainty is not None:
        value = formats.number(entry.expanded_uncertainty, language, None)
        largest = f"{value}\N{NO-BREAK SPACE}{entry.unit}".rstrip()
        factor = ""
        if entry.coverage_factor is not None:
            factor = f" (k = {formats.number(entry.coverage_factor, language, None)})"
        said.append(_("Largest expanded uncertainty: %(value)s.") % {"value": f"{largest}{factor}"})
    return " ".join(said)[: LONGEST["note"]]
