"""Scopes of accreditation: whether what an attestation claims lies within what its issuer is accredited for.

Each part of a claim (a reference standard, a sector, a measurement) must lie within one scope; several scopes may share
them out. Where that is not so the answer says at which point: kind, standard, date, reference, sector, quantity, unit,
range, uncertainty. What cannot be compared is unknown, never covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Final

from jawda.core.credentials.json_text import Json
from jawda.core.credentials.life_cycles import LIFE_CYCLES, Kind
from jawda.core.credentials.refusing import refuse
from jawda.core.credentials.strict_fields import Fields, holds_on, without_none
from jawda.core.credentials.trust_list import undated
from jawda.core.credentials.units import factor
from jawda.core.findings import Finding, Level

#: More than a document and an accreditation ask for: a part held against a scope, or against one of its ranges.
_MOST_COMPARISONS: Final = 25_000


class Covered(StrEnum):
    """Whether a claim lies within the scopes."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """What is measured from ``low`` to ``high``, with the best uncertainty that is accredited (CMC, k = 2).

    The uncertainty of a value x is ``uncertainty`` + ``per_value`` · |x|, both in ``unit``; scopes write it as
    ``0,2 µm + 1,5·10⁻⁶ L``.
    """

    quantity: str
    unit: str
    low: float
    high: float
    uncertainty: float
    per_value: float = 0.0

    def best(self, low: Fraction, high: Fraction) -> Fraction:
        """The least uncertainty between two values of this range's unit."""
        nearest = Fraction(0) if low <= 0 <= high else min(abs(low), abs(high))
        return _exact(self.uncertainty) + _exact(self.per_value) * nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One line of an accreditation. ``references`` and ``sectors``: none listed for sectors is no limit by sector.

    Without an edition a reference means each of them. Only a calibration scope may list no reference: it is limited by
    its ranges.
    """

    kind: Kind
    standard: str
    references: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a certificate gives for values from ``low`` to ``high``, with the least expanded uncertainty it states.

    One for each point, or for each part of a range that one line of a scope can hold.
    """

    quantity: str
    unit: str
    low: float
    high: float
    uncertainty: float
    uncertainty_unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an attestation says it was issued for."""

    kind: Kind
    references: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    measured: tuple[Measured, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """``reason``: the first part that is not covered, and at which point the nearest scope ends. ``standards``: of each
    part that is covered, the standards of the scopes in which it lies.
    """

    covered: Covered
    reason: Finding | None = None
    standards: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A scope, its ranges by their quantity."""

    scope: Scope
    ranges: Mapping[str, Sequence[Range]]


@dataclass(frozen=True, slots=True)
class _Part:
    kind: Kind
    reference: str | None
    sector: str | None
    measured: Measured | None


#: How near a scope came: the further the check went, the better its answer explains.
_STAGES: Final = ("scope_none", "scope_kind", "scope_standard", "scope_date", "scope_reference_unstated",
                  "scope_reference", "scope_sector_unstated", "scope_sector", "scope_quantity_unstated",
                  "scope_quantity", "scope_unit", "scope_range", "scope_uncertainty_unit",
                  "scope_uncertainty")  # fmt: skip
#: Where nothing can be said: units that cannot be compared, and what the document leaves out.
_UNKNOWN: Final = frozenset({
    "credentials.scope_unit", "credentials.scope_uncertainty_unit", "credentials.scope_reference_unstated",
    "credentials.scope_sector_unstated", "credentials.scope_quantity_unstated",
})  # fmt: skip


def covers(scopes: Iterable[Scope], claim: Claim, on: date) -> Coverage:
    """Whether each part of ``claim`` lay within one of ``scopes`` on a day.

    >>> from datetime import date
    >>> scope = Scope(kind=Kind.MANAGEMENT_SYSTEM, standard="ISO/IEC 17021-1", references=("ISO 9001",),
    ...               sectors=("IAF 17",), since=date(2024, 1, 1))
    >>> claim = Claim(kind=Kind.MANAGEMENT_SYSTEM, references=("ISO 9001:2015",), sectors=("IAF 12",))
    >>> covers([scope], claim, date(2026, 1, 1)).reason.id
    'credentials.scope_sector'
    """
    held = tuple(map(_line, scopes))
    references, sectors, measured = claim.references or (None,), claim.sectors or (None,), claim.measured or (None,)
    ranges = sum(len(line.ranges.get(item.quantity, ())) for item in claim.measured for line in held)
    if len(references) * len(sectors) * (len(measured) * len(held) + ranges) > _MOST_COMPARISONS:
        return Coverage(Covered.UNKNOWN, _note("scope_parts", most=_MOST_COMPARISONS))
    doubt: Coverage | None = None
    standards: dict[tuple[str, ...], None] = {}
    for reference, sector, item in product(references, sectors, measured):
        found = _nearest(held, _Part(claim.kind, reference, sector, item), on)
        if found.covered is Covered.NO:
            return found
        if found.covered is Covered.UNKNOWN:
            doubt = doubt or found
        standards.update(dict.fromkeys(found.standards))
    return doubt or Coverage(Covered.YES, standards=tuple(standards))


def _line(scope: Scope) -> _Line:
    ranges: dict[str, list[Range]] = {}
    for item in scope.ranges:
        ranges.setdefault(item.quantity, []).append(item)
    return _Line(scope, ranges)


def _nearest(lines: tuple[_Line, ...], part: _Part, on: date) -> Coverage:
    """Covered by a scope or several; else unknown by one; else the reason of the one that came nearest."""
    nearest = _NONE
    within: dict[str, None] = {}
    for line in lines:
        if line.scope.standard in within:
            continue  # what another scope of the same standard covers tells nothing new
        found = _outside(line, part, on)
        if found is None:
            within[line.scope.standard] = None
        elif _weight(found) > _weight(nearest):
            nearest = found
    if within:
        return Coverage(Covered.YES, standards=(tuple(within),))
    return Coverage(Covered.UNKNOWN if nearest.id in _UNKNOWN else Covered.NO, nearest)


def _outside(line: _Line, part: _Part, on: date) -> Finding | None:
    """At which point ``part`` leaves a scope, or what that is limited it does not state; None where it lies within."""
    scope = line.scope
    if scope.kind is not part.kind:
        return _note("scope_kind")
    if undated(scope.standard) not in LIFE_CYCLES[part.kind].accreditation_standards:
        return _note("scope_standard", standard=scope.standard)
    if not holds_on(on, scope.since, scope.until):
        return _note("scope_date", day=on.isoformat())
    unstated: Finding | None = None  # told where nothing that is stated lies outside
    if not (scope.kind is Kind.CALIBRATION and not scope.references):
        if part.reference is None:
            unstated = _note("scope_reference_unstated")
        elif part.reference not in scope.references and undated(part.reference) not in scope.references:
            return _note("scope_reference", reference=part.reference)
    if scope.sectors:
        if part.sector is None:
            unstated = unstated or _note("scope_sector_unstated")
        elif part.sector not in scope.sectors:
            return _note("scope_sector", sector=part.sector)
    if part.measured is None:
        return unstated or (_note("scope_quantity_unstated") if scope.ranges else None)
    return _outside_ranges(line, part.measured) or unstated


def _outside_ranges(line: _Line, measured: Measured) -> Finding | None:
    """Of the quantity's ranges the one that comes nearest."""
    nearest = _note("scope_quantity", quantity=measured.quantity)
    for item in line.ranges.get(measured.quantity, ()):
        found = _outside_range(item, measured)
        if found is None:
            return None
        if _weight(found) > _weight(nearest):
            nearest = found
    return nearest


def _outside_range(accredited: Range, measured: Measured) -> Finding | None:
    """Of a range of the same quantity."""
    scale = factor(measured.unit, accredited.unit)
    if scale is None:
        return _note("scope_unit", unit=measured.unit, accredited=accredited.unit)
    low, high = (_exact(value) * scale for value in (measured.low, measured.high))
    if not _exact(accredited.low) <= low <= high <= _exact(accredited.high):
        return _note("scope_range", low=accredited.low, high=accredited.high, unit=accredited.unit)
    scale = factor(measured.uncertainty_unit, accredited.unit)
    if scale is None:
        return _note("scope_uncertainty_unit", unit=measured.uncertainty_unit, accredited=accredited.unit)
    best = accredited.best(low, high)
    if _exact(measured.uncertainty) * scale < best:
        return _note("scope_uncertainty", best=float(best), unit=accredited.unit)
    return None


def to_document(scope: Scope) -> dict[str, Json]:
    """As an accreditation carries it; :func:`read` takes it back."""
    return without_none({
        "kind": scope.kind.value,
        "standard": scope.standard,
        "references": list(scope.references),
        "sectors": list(scope.sectors),
        "ranges": [
            {
                "quantity": item.quantity, "unit": item.unit, "low": item.low, "high": item.high,
                "uncertainty": item.uncertainty, "perValue": item.per_value,
            }
            for item in scope.ranges
        ],
        "since": scope.since.isoformat(),
        "until": None if scope.until is None else scope.until.isoformat(),
    })  # fmt: skip


def read(document: Json, *, path: str = "") -> Scope:
    """The scope in a document.

    Refused: a member that is missing, unknown or of another form, a range that ends before it begins, an uncertainty
    below zero, ranges of what is not measured, no reference where one is needed.
    """
    fields = Fields(document, path)
    since, until = fields.window()
    found = Scope(
        kind=fields.choice("kind", Kind),
        standard=fields.text("standard"),
        references=fields.texts("references"),
        sectors=fields.texts("sectors"),
        ranges=tuple(fields.items("ranges", _range, required=False)),
        since=since,
        until=until,
    )
    fields.end()
    if found.kind is Kind.CALIBRATION:
        if not found.ranges:
            raise refuse("scope_no_range", path=fields.place("ranges"))
    elif not found.references:
        raise refuse("scope_no_reference", path=fields.place("references"))
    if found.ranges and found.kind not in (Kind.CALIBRATION, Kind.TEST):
        raise refuse("scope_no_measurement", path=fields.place("ranges"))
    return found


def _range(fields: Fields) -> Range:
    found = Range(
        quantity=fields.text("quantity"),
        unit=fields.text("unit"),
        low=fields.number("low"),
        high=fields.number("high"),
        uncertainty=fields.number("uncertainty"),
        per_value=fields.number("perValue") if fields.get("perValue") is not None else 0.0,
    )
    if found.high < found.low:
        raise refuse("field_window", path=fields.place("high"))
    if found.uncertainty < 0 or found.per_value < 0:
        raise refuse("field_number", path=fields.place("uncertainty"))
    return found


@lru_cache(maxsize=16_384)
def _exact(value: float) -> Fraction:
    """The decimal that was written: 0.1 mm is 100 µm, not 100.000000000000006."""
    return Fraction(repr(float(value)))


def _weight(found: Finding) -> tuple[bool, int]:
    """What may yet lie within a scope goes before what is known not to; then the one that came nearest."""
    return found.id in _UNKNOWN, _STAGES.index(found.id.partition(".")[2])


def _note(reason: str, **arguments: str | float) -> Finding:
    return Finding(id=f"credentials.{reason}", level=Level.WARNING, arguments=arguments)


_NONE: Final = _note("scope_none")
