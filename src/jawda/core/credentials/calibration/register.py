"""What the register of measuring instruments takes from a certificate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from jawda.core.credentials.calibration.model import CalibrationCertificate, Identification, Series
from jawda.core.credentials.calibration.units import shown_unit
from jawda.core.languages import Language

_RECALIBRATION: Final = "recalibration"
_FAILED: Final = frozenset(("fail", "conditionalFail", "noPass"))
_PASSED: Final = frozenset(("pass", "conditionalPass", "noFail"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One instrument's calibration as a register keeps it; ``None`` and '' where the certificate does not say.

    ``conforming`` is what the certificate states. The uncertainty is the largest expanded one of its results and the
    factor that goes with it, where all are in one unit.
    """

    name: str
    manufacturer: str
    model: str
    identifications: tuple[Identification, ...]
    certificate_number: str
    laboratory: str
    laboratory_code: str
    calibrated_on: date | None
    due_on: date | None
    conforming: bool | None
    results: int
    expanded_uncertainty: float | None
    coverage_factor: float | None
    unit: str

    def identified(self, issuer: str) -> str:
        """The first number that ``issuer`` gave: ``customer`` the company's own, ``manufacturer`` the serial number."""
        return next((each.value for each in self.identifications if each.issuer == issuer), "")

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it; days in ISO 8601."""
        return {
            "name": self.name,
            "manufacturer": self.manufacturer,
            "model": self.model,
            "identifications": [{"issuer": each.issuer, "value": each.value} for each in self.identifications],
            "certificate_number": self.certificate_number,
            "laboratory": self.laboratory,
            "laboratory_code": self.laboratory_code,
            "calibrated_on": None if self.calibrated_on is None else self.calibrated_on.isoformat(),
            "due_on": None if self.due_on is None else self.due_on.isoformat(),
            "conforming": self.conforming,
            "results": self.results,
            "expanded_uncertainty": self.expanded_uncertainty,
            "coverage_factor": self.coverage_factor,
            "unit": self.unit,
        }


def register_entries(certificate: CalibrationCertificate, *, language: Language = "fr") -> tuple[RegisterEntry, ...]:
    """One for each item; what the certificate says of all items stands in each."""
    laboratory = certificate.laboratory
    uncertainty, factor, unit = _largest_uncertainty(certificate)
    of_all = RegisterEntry(
        name=certificate.items_name.best(language),
        manufacturer="",
        model="",
        identifications=(),
        certificate_number=certificate.core.identifier,
        laboratory="" if laboratory is None else laboratory.contact.name.best(language),
        laboratory_code="" if laboratory is None else laboratory.code,
        calibrated_on=certificate.core.ended_on,
        due_on=due_on(certificate),
        conforming=conformity_of(certificate),
        results=sum(1 for _ in certificate.results()),
        expanded_uncertainty=uncertainty,
        coverage_factor=factor,
        unit=unit,
    )
    return tuple(
        replace(
            of_all,
            name=item.name.best(language) or of_all.name,
            manufacturer=item.manufacturer.best(language),
            model=item.model,
            identifications=item.identifications,
        )
        for item in certificate.items
    )


def due_on(certificate: CalibrationCertificate) -> date | None:
    """The earliest day that a statement on recalibration names; never one that follows from an interval of our own."""
    days = [
        statement.on
        for statement in certificate.statements
        if statement.on is not None and any(_RECALIBRATION in kind.lower() for kind in statement.reference_types)
    ]
    return min(days, default=None)


def conformity_of(certificate: CalibrationCertificate) -> bool | None:
    """What the certificate states of conformity: False where any statement is negative, None where there is none."""
    stated = [*certificate.statements]
    for measurement in certificate.measurements:
        stated += measurement.statements
    for result in certificate.results():
        stated += result.statements
        for quantity in result.quantities:
            stated += quantity.statements
    said = {word for statement in stated for word in statement.conformity}
    if said & _FAILED:
        return False
    return True if said & _PASSED else None


def _largest_uncertainty(certificate: CalibrationCertificate) -> tuple[float | None, float | None, str]:
    found: list[tuple[float, float | None]] = []
    units: set[str] = set()
    for series in _expanded(certificate):
        own = series.uncertainty
        assert own is not None  # those without are not among them
        factors = own.coverage_factors
        factor = factors[0] if len(set(factors)) == 1 else None
        found += ((value, factor) for value in own.values if value is not None)
        units.update(series.units)
    if not found or len(units) != 1:
        return None, None, ""
    value, factor = max(found, key=lambda pair: pair[0])
    return value, factor, shown_unit(units.pop())


def _expanded(certificate: CalibrationCertificate) -> list[Series]:
    return [
        series
        for result in certificate.results()
        for quantity in result.quantities
        for series in quantity.series[:1]
        if series.uncertainty is not None and series.uncertainty.kind == "expanded"
    ]
