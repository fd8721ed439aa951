"""``jawda calibration``: a calibration certificate in XML, its signature and what it says; no server, no network."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from jawda.core.credentials.calibration import Examined, RegisterEntry, anchors_of, examine
from jawda.core.credentials.calibration.layout import quantity_lines
from jawda.core.credentials.calibration.model import CalibrationCertificate
from jawda.core.credentials.calibration.register import due_on
from jawda.core.findings import Refused
from jawda.core.languages import Language, Text
from jawda.foundation.ui.formats import date_long
from jawda.site.commands import files, output

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_COLON: Final[dict[Language, str]] = {"fr": f"{_NO_BREAK}: ", "ar": ": ", "en": ": "}
_COMMA: Final[dict[Language, str]] = {"fr": ", ", "ar": "، ", "en": ", "}
_WORDS: Final[dict[str, Text]] = {
    "number": Text(fr="Certificat", ar="الشهادة", en="Certificate"),
    "laboratory": Text(fr="Laboratoire d’étalonnage", ar="مختبر المعايرة", en="Calibration laboratory"),
    "customer": Text(fr="Client", ar="الزبون", en="Customer"),
    "calibrated_on": Text(fr="Étalonné le", ar="تاريخ المعايرة", en="Calibrated on"),
    "due_on": Text(fr="Prochain étalonnage au plus tard le", ar="المعايرة القادمة في أجل أقصاه", en="Due again by"),
    "instrument": Text(fr="Instrument", ar="الجهاز", en="Instrument"),
    "manufacturer": Text(fr="fabricant", ar="الصانع", en="manufacturer"),
    "customer_number": Text(fr="repère du client", ar="رقم الزبون", en="customer’s number"),
    "serial": Text(fr="numéro de série", ar="الرقم التسلسلي", en="serial number"),
    "results": Text(fr="Résultats", ar="النتائج", en="Results"),
    "checks": Text(fr="Ce qui a été vérifié", ar="ما تم التحقق منه", en="What was checked"),
    "signature": Text(fr="Signature", ar="التوقيع", en="Signature"),
    "nothing": Text(
        fr="Rien n’est lu de ce qui suit une telle signature.",
        ar="لا يُقرأ شيء مما يلي مثل هذا التوقيع.",
        en="Nothing is read of what comes with such a signature.",
    ),
}
_Found = TypeVar("_Found")


def read(options: argparse.Namespace) -> int:
    """Examine a certificate as of a day; nothing is stored. Exit status 1 where the signature or a check fails."""
    language: Language = options.lang
    anchors = () if options.anchors is None else _of(options.anchors, anchors_of)
    at = options.at or datetime.now(UTC)
    found = _of(options.file, lambda data: examine(data, at=at, anchors=anchors))
    if options.json:
        output.put_json(_document(found, language))
    else:
        output.put_lines(_lines(found, language))
    return 0 if found.holds else 1


def _of(path: Path, read_bytes: Callable[[bytes], _Found]) -> _Found:
    """What is read from a file; a refusal names the file."""
    data = files.read(path)
    try:
        return read_bytes(data)
    except Refused as fault:
        raise Refused(
            replace(finding, place=replace(finding.place, file=path.name)) for finding in fault.findings
        ) from fault


def _document(found: Examined, language: Language) -> dict[str, Any]:
    """The names of the register are in the language asked for; all else holds every language."""
    register = [entry.to_dict() for entry in found.register_entries(language=language)]
    return {**found.to_dict(), "register": register}


def _lines(found: Examined, language: Language) -> Iterator[str]:
    """The verdict on the signature first, then who, what and when, the results, and what was checked."""
    first, *rest = found.signature.findings
    yield from output.checked((first,), language)
    if found.certificate is None:
        yield _WORDS["nothing"].best(language)
        return
    yield ""
    yield from _identity(found.certificate, found.register_entries(language=language), language)
    yield from _results(found.certificate, language)
    yield ""
    yield _WORDS["checks"].best(language)
    yield from output.checked(found.checks, language)
    if rest:
        yield ""
        yield _WORDS["signature"].best(language)
        yield from output.checked(rest, language)


def _named(name: str, value: str, language: Language) -> Iterator[str]:
    """A line, where there is a value."""
    if value:
        yield f"{_WORDS[name].best(language)}{_COLON[language]}{_apart(value, language)}"


def _apart(text: str, language: Language) -> str:
    """What a certificate says is data: in Arabic it is kept from ordering the sentence."""
    return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if language == "ar" else text


def _identity(
    certificate: CalibrationCertificate, entries: tuple[RegisterEntry, ...], language: Language
) -> Iterator[str]:
    laboratory, customer = certificate.laboratory, certificate.customer
    yield from _named("number", certificate.core.identifier, language)
    if laboratory is not None:
        code = f" ({laboratory.code})" if laboratory.code else ""
        yield from _named("laboratory", laboratory.contact.name.best(language) + code, language)
    if customer is not None:
        yield from _named("customer", customer.name.best(language), language)
    for name, day in (("calibrated_on", certificate.core.ended_on), ("due_on", due_on(certificate))):
        yield from _named(name, "" if day is None else date_long(day, language), language)
    for entry in entries:
        numbers = (
            ("manufacturer", f"{entry.manufacturer} {entry.model}".strip()),
            ("serial", entry.identified("manufacturer")),
            ("customer_number", entry.identified("customer")),
        )
        said = [f"{_WORDS[name].best(language)} {_apart(value, language)}" for name, value in numbers if value]
        yield from _named("instrument", entry.name or "–", language)
        yield from ([f"  {_COMMA[language].join(said)}"] if said else [])


def _results(certificate: CalibrationCertificate, language: Language) -> Iterator[str]:
    for result in certificate.results():
        yield ""
        yield from _named("results", result.name.best(language) or "–", language)
        for quantity in result.quantities:
            for name, value in quantity_lines(quantity, language):
                yield f"  {_apart(name, language)}{_COLON[language]}{_apart(value, language)}"
