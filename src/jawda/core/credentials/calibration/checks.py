"""What can be said of a certificate besides its signature: whether it is complete and does not contradict itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from jawda.core.credentials.calibration.gathering import SUBJECT, Gathered
from jawda.core.credentials.calibration.model import CalibrationCertificate, Quantity
from jawda.core.credentials.calibration.number_checks import check_lengths, check_uncertainties, check_units
from jawda.core.credentials.calibration.register import conformity_of, due_on
from jawda.core.findings.checks import Check, Status
from jawda.core.findings.model import Argument

_COUNTRY: Final = re.compile(r"[A-Z]{2}", re.ASCII)
_LANGUAGE: Final = re.compile(r"[a-z]{2}", re.ASCII)
_CORE: Final = "administrativeData/coreData"


def check(certificate: CalibrationCertificate, *, today: date, signed: bool) -> tuple[Check, ...]:
    """Everything that was looked at, in the order of the certificate; ``signed`` says whether a signature is on it."""
    gathered = Gathered()
    results = tuple(certificate.results())
    check_lengths(results, gathered)
    check_uncertainties(results, gathered)
    check_units(_quantities(certificate), gathered)
    gathered.settle("units_fit", "unit_unknown", "units_contradict", "unit_of_another_kind")
    return (
        *_identity(certificate, signed),
        *_dates(certificate, today),
        *_results(certificate),
        *gathered.checks(),
    )


def _quantities(certificate: CalibrationCertificate) -> Iterator[Quantity]:
    """All, also those of items, statements and conditions."""
    for item in certificate.items:
        yield from item.quantities
    for statement in certificate.statements:
        yield from statement.quantities
    for measurement in certificate.measurements:
        for condition in measurement.conditions:
            yield from condition.quantities
        for stated in measurement.statements:
            yield from stated.quantities
    for result in certificate.results():
        yield from result.quantities
        for stated in result.statements:
            yield from stated.quantities


def _check(name: str, status: Status, path: str | None = None, **arguments: Argument) -> Check:
    return Check(id=f"{SUBJECT}.{name}", status=status, arguments=arguments, path=path)


def _identity(certificate: CalibrationCertificate, signed: bool) -> Iterator[Check]:
    core = certificate.core
    if core.identifier:
        yield _check("identifier_present", Status.OK, identifier=core.identifier[:120])
    else:
        yield _check("identifier_missing", Status.FAIL, f"{_CORE}/uniqueIdentifier")
    if certificate.laboratory is None or not certificate.laboratory.contact.name:
        yield _check("laboratory_missing", Status.FAIL, "administrativeData/calibrationLaboratory")
    nameless = [item.path for item in certificate.items if not item.identifications]
    if not certificate.items or nameless:
        path = nameless[0] if nameless else "administrativeData/items"
        yield _check("item_not_identified", Status.FAIL, path)
    if certificate.says_signed and not signed:
        yield _check("signature_said_but_absent", Status.FAIL)
    codes = (*core.languages, *core.mandatory_languages)
    if not _COUNTRY.fullmatch(core.country) or not codes or not all(map(_LANGUAGE.fullmatch, codes)):
        yield _check("codes_wrong", Status.WARN, _CORE)
    elif not set(core.mandatory_languages) <= set(core.languages):
        yield _check("languages_contradict", Status.WARN, _CORE)
    if core.change is not None:
        yield _check("replaces_another", Status.WARN, _CORE, identifier=core.replaces[:120] or "–")


def _dates(certificate: CalibrationCertificate, today: date) -> Iterator[Check]:
    core = certificate.core
    if core.begun_on is None or core.ended_on is None:
        yield _check("dates_missing", Status.FAIL, _CORE)
        return
    days = [day for day in (core.received_on, core.begun_on, core.ended_on, core.issued_on) if day is not None]
    if days != sorted(days):
        yield _check("dates_disordered", Status.FAIL, _CORE)
    elif days[-1] > today:
        yield _check("dates_in_future", Status.FAIL, _CORE, day=days[-1].isoformat())
    else:
        yield _check("dates_in_order", Status.OK, day=core.ended_on.isoformat())
    due = due_on(certificate)
    if due is not None and due <= core.ended_on:
        yield _check("due_before_calibration", Status.FAIL, "administrativeData/statements", day=due.isoformat())


def _results(certificate: CalibrationCertificate) -> Iterator[Check]:
    results = tuple(certificate.results())
    count = sum(bool(result.quantities) for result in results)
    if not count:
        yield _check("results_missing", Status.WARN, "measurementResults")
    elif len(results) > 1:
        yield _check("results_several", Status.OK, count=len(results))
    if conformity_of(certificate) is False:
        yield _check("not_conforming", Status.WARN)
