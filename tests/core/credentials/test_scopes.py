"""Scopes: what a claim goes beyond, and what cannot be said."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.credentials.life_cycles import Kind
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.scopes import Claim, Covered, Measured, Range, Scope, covers, read, to_document
from jawda.core.credentials.units import factor
from jawda.core.findings import Refused, words
from jawda.core.languages import LANGUAGES

DAY = date(2026, 3, 3)
MANAGEMENT = Scope(
    kind=Kind.MANAGEMENT_SYSTEM, standard="ISO/IEC 17021-1:2015", references=("ISO 9001", "ISO 14001:2015"),
    sectors=("IAF 12", "IAF 17"), since=date(2024, 1, 1), until=date(2027, 12, 31),
)  # fmt: skip
LENGTH = Range(quantity="length", unit="mm", low=0, high=100, uncertainty=0.0002, per_value=1e-6)
CALIBRATION = Scope(
    kind=Kind.CALIBRATION, standard="ISO/IEC 17025", since=date(2024, 1, 1),
    ranges=(LENGTH, Range(quantity="temperature", unit="°C", low=-20, high=150, uncertainty=0.1)),
)  # fmt: skip
BLOCK = Measured(quantity="length", unit="mm", low=50, high=50, uncertainty=0.3, uncertainty_unit="µm")


def found(scopes: list[Scope], claim: Claim, on: date = DAY) -> tuple[Covered, str]:
    coverage = covers(scopes, claim, on)
    if coverage.reason is None:
        return coverage.covered, ""
    assert all(words(coverage.reason, language) for language in LANGUAGES)
    return coverage.covered, coverage.reason.id.partition(".")[2]


def management(**members: Any) -> Claim:
    whole: dict[str, Any] = {"references": ("ISO 9001:2015",), "sectors": ("IAF 17",)} | members
    return Claim(kind=Kind.MANAGEMENT_SYSTEM, **whole)


def calibration(**members: Any) -> Claim:
    return Claim(kind=Kind.CALIBRATION, measured=(replace(BLOCK, **members),))


YES = (Covered.YES, "")


@pytest.mark.parametrize(
    ("claim", "on", "expected"),
    [
        (management(), DAY, YES),
        (management(references=("ISO 9001:2026", "ISO 14001:2015")), DAY, YES),
        (management(sectors=("IAF 12", "IAF 17")), DAY, YES),
        (management(), date(2024, 1, 1), YES),
        (management(), date(2027, 12, 31), YES),
        (management(), date(2023, 12, 31), (Covered.NO, "scope_date")),
        (management(), date(2028, 1, 1), (Covered.NO, "scope_date")),
        (management(references=("ISO 14001:2026",)), DAY, (Covered.NO, "scope_reference")),
        (management(references=("ISO 9001:2015", "ISO 45001:2018")), DAY, (Covered.NO, "scope_reference")),
        (management(references=()), DAY, (Covered.UNKNOWN, "scope_reference_unstated")),
        (management(sectors=("IAF 17", "IAF 28")), DAY, (Covered.NO, "scope_sector")),
        (management(sectors=()), DAY, (Covered.UNKNOWN, "scope_sector_unstated")),
        (Claim(kind=Kind.PRODUCT, references=("ISO 9001",)), DAY, (Covered.NO, "scope_kind")),
    ],
)
def test_a_certificate_within_or_beyond_its_scope(claim: Claim, on: date, expected: tuple[Covered, str]) -> None:
    """ISO/IEC 17011, 7.8.3: the scope of a certification body names the standards and the sectors."""
    assert found([MANAGEMENT], claim, on) == expected


def test_a_scope_under_another_standard_does_not_allow_it() -> None:
    """ISO/IEC 17065 is for products, 17021-1 for management systems: one is no accreditation for the other."""
    wrong = replace(MANAGEMENT, standard="ISO/IEC 17065")
    assert found([wrong], management()) == (Covered.NO, "scope_standard")
    assert found([], management()) == (Covered.NO, "scope_none")
    medical = Scope(kind=Kind.TEST, standard="ISO 15189:2022", references=("ISO 15193",), since=DAY)
    assert found([medical], Claim(kind=Kind.TEST, references=("ISO 15193",))) == YES
    none = replace(MANAGEMENT, kind=Kind.TRAINING)
    assert found([none], Claim(kind=Kind.TRAINING, references=("ISO 9001",))) == (Covered.NO, "scope_standard")


def test_scopes_share_the_parts_of_a_claim() -> None:
    first = replace(MANAGEMENT, references=("ISO 9001",), sectors=())
    second = replace(MANAGEMENT, references=("ISO 14001",), sectors=("IAF 17",))
    both = management(references=("ISO 9001", "ISO 14001"), sectors=("IAF 17",))
    assert found([first, second], both) == YES
    assert found([second, first], both) == YES
    assert found([first], both) == (Covered.NO, "scope_reference")
    assert found([first, second], replace(both, sectors=("IAF 12",))) == (Covered.NO, "scope_sector")


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, YES),
        ({"low": 0, "high": 100, "uncertainty": 0.2}, YES),
        ({"unit": "cm", "low": 5, "high": 10}, YES),
        ({"unit": "m", "low": 0.1, "high": 0.1}, YES),
        ({"uncertainty": 0.25}, YES),
        ({"uncertainty": 0.2499}, (Covered.NO, "scope_uncertainty")),
        ({"uncertainty": 0.0003, "uncertainty_unit": "mm"}, YES),
        ({"uncertainty": 300, "uncertainty_unit": "nm"}, YES),
        ({"uncertainty": 0.0003}, (Covered.NO, "scope_uncertainty")),
        ({"uncertainty": 1, "uncertainty_unit": "%"}, (Covered.UNKNOWN, "scope_uncertainty_unit")),
        ({"high": 100.001}, (Covered.NO, "scope_range")),
        ({"low": -0.001}, (Covered.NO, "scope_range")),
        ({"low": 60}, (Covered.NO, "scope_range")),
        ({"unit": "in", "low": 1, "high": 1}, (Covered.UNKNOWN, "scope_unit")),
        ({"quantity": "mass"}, (Covered.NO, "scope_quantity")),
        ({"quantity": "temperature", "unit": "K"}, (Covered.UNKNOWN, "scope_unit")),
        ({"quantity": "temperature", "unit": "°C", "low": -5, "high": 5, "uncertainty": 0.1,
          "uncertainty_unit": "°C"}, YES),
    ],
)  # fmt: skip
def test_a_calibration_within_or_beyond_its_scope(members: dict[str, Any], expected: tuple[Covered, str]) -> None:
    """ILAC P14, 5: no uncertainty stated is smaller than the CMC that the laboratory is accredited for."""
    assert found([CALIBRATION], calibration(**members)) == expected


def test_a_calibration_that_states_nothing_measured_is_not_known_to_be_covered() -> None:
    assert found([CALIBRATION], Claim(kind=Kind.CALIBRATION)) == (Covered.UNKNOWN, "scope_quantity_unstated")
    method = replace(CALIBRATION, references=("ISO 3650",))
    assert found([method], calibration()) == (Covered.UNKNOWN, "scope_reference_unstated")
    assert found([method], replace(calibration(), references=("ISO 3650:1998",))) == YES


def test_what_is_left_out_hides_nothing_that_is_stated_and_lies_outside() -> None:
    """Nobody can tell of what is not stated; what is stated is held against the scope all the same."""
    assert found([MANAGEMENT], management(references=(), sectors=())) == (Covered.UNKNOWN, "scope_reference_unstated")
    assert found([MANAGEMENT], management(references=(), sectors=("IAF 28",))) == (Covered.NO, "scope_sector")
    method = replace(CALIBRATION, references=("ISO 3650",))
    assert found([method], calibration(high=100.001)) == (Covered.NO, "scope_range")
    other = replace(MANAGEMENT, references=("ISO 45001",))
    assert found([other, MANAGEMENT], management(sectors=())) == (Covered.UNKNOWN, "scope_sector_unstated")
    assert found([replace(MANAGEMENT, sectors=()), MANAGEMENT], management(sectors=())) == YES


def test_a_measurement_where_the_scope_has_no_range_is_not_covered() -> None:
    scope = Scope(kind=Kind.TEST, standard="ISO/IEC 17025", references=("ISO 6892-1",), since=DAY)
    claim = Claim(kind=Kind.TEST, references=("ISO 6892-1",), measured=(BLOCK,))
    assert found([scope], claim) == (Covered.NO, "scope_quantity")


def test_what_may_be_covered_by_another_scope_is_unknown() -> None:
    inch = replace(CALIBRATION, ranges=(replace(LENGTH, unit="in", high=40),))
    beyond = calibration(high=200)
    assert found([CALIBRATION, inch], beyond) == (Covered.UNKNOWN, "scope_unit")
    assert found([inch, CALIBRATION], beyond) == (Covered.UNKNOWN, "scope_unit")
    assert found([inch, CALIBRATION], calibration()) == YES
    two = replace(CALIBRATION, ranges=(replace(LENGTH, unit="in"), LENGTH))
    assert found([two], beyond) == (Covered.UNKNOWN, "scope_unit")
    mixed = Claim(kind=Kind.CALIBRATION, measured=(replace(BLOCK, unit="in"), BLOCK, replace(BLOCK, quantity="mass")))
    assert found([CALIBRATION], mixed) == (Covered.NO, "scope_quantity")
    doubtful = replace(mixed, measured=(*mixed.measured[:2], replace(BLOCK, uncertainty_unit="%")))
    assert found([CALIBRATION], doubtful) == (Covered.UNKNOWN, "scope_unit")


def test_what_would_take_too_long_to_compare_is_not_known() -> None:
    """A stranger says how much there is to compare: an answer takes a second, not minutes, and is never "covered"."""
    many = management(references=tuple(map(str, range(400))), sectors=tuple(map(str, range(400))))
    assert found([MANAGEMENT], many) == (Covered.UNKNOWN, "scope_parts")
    wide = replace(CALIBRATION, ranges=(LENGTH,) * 400)
    points = replace(calibration(), measured=(BLOCK,) * 400)
    began = time.process_time()
    assert found([wide], points) == (Covered.UNKNOWN, "scope_parts")
    assert found([replace(wide, ranges=(replace(LENGTH, high=1),) * 55 + (LENGTH,))], points) == YES
    assert time.process_time() - began < 4  # half a second where nothing counts the lines


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0.0002, 1))
def test_the_prefix_of_a_unit_changes_no_answer(low: float, high: float, uncertainty: float) -> None:
    """SI brochure, 3: a prefix is a power of ten of the same unit."""
    plain = calibration(low=low, high=high, uncertainty=uncertainty, uncertainty_unit="mm")
    scaled = Scope(
        kind=Kind.CALIBRATION, standard="ISO/IEC 17025", since=DAY,
        ranges=(replace(LENGTH, unit="µm", low=0, high=100_000, uncertainty=0.2),),
    )  # fmt: skip
    assert covers([scaled], plain, DAY).covered is covers([CALIBRATION], plain, DAY).covered


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 1), st.floats(0, 100), st.floats(0, 100), st.floats(0, 1))
def test_a_narrower_claim_with_more_uncertainty_stays_covered(
    low: float, high: float, uncertainty: float, inner: float, outer: float, more: float
) -> None:
    wide = calibration(low=low, high=high, uncertainty=uncertainty, uncertainty_unit="mm")
    if covers([CALIBRATION], wide, DAY).covered is Covered.YES:
        inside = sorted(min(max(value, low), high) for value in (inner, outer))
        needed = float(LENGTH.best(Fraction(inside[0]), Fraction(inside[1])))
        narrow = calibration(
            low=inside[0], high=inside[1], uncertainty=max(uncertainty, needed * 1.001) + more, uncertainty_unit="mm"
        )
        assert covers([CALIBRATION], narrow, DAY).covered is Covered.YES


@pytest.mark.parametrize(
    ("unit", "other", "expected"),
    [
        ("mm", "mm", 1), (" mm", "mm ", 1), ("µm", "μm", 1), ("km", "mm", 10**6), ("cm", "m", Fraction(1, 100)),
        ("kg", "g", 1000), ("mg", "kg", Fraction(1, 10**6)), ("hPa", "Pa", 100), ("daN", "N", 10),
        ("kΩ", "\u2126", 1000), ("ml", "L", Fraction(1, 1000)), ("l", "L", 1), ("N*m", "N·m", 1),
        ("kN⋅m", "N·m", 1000), ("°C", "°C", 1),
        ("cd", "d", None), ("Pa", "a", None), ("mol", "ol", None), ("mmol", "mol", Fraction(1, 1000)),
        ("°C", "K", None), ("bar", "Pa", None), ("mm", "g", None), ("in", "mm", None), ("%", "mm", None),
        ("", "", None), ("min", "s", None), ("h", "s", None), ("m²", "mm²", None), ("mbar", "bar", Fraction(1, 1000)),
    ],
)  # fmt: skip
def test_units_are_compared_only_where_the_table_says_so(unit: str, other: str, expected: Any) -> None:
    assert factor(unit, other) == expected
    if expected is not None:
        assert factor(other, unit) == 1 / Fraction(expected)


@pytest.mark.parametrize("scope", [MANAGEMENT, CALIBRATION])
def test_a_scope_comes_back_as_it_was(scope: Scope) -> None:
    assert read(to_document(scope)) == scope


def test_a_range_without_a_part_by_value_is_constant() -> None:
    document: Any = to_document(CALIBRATION)
    del document["ranges"][0]["perValue"]
    assert read(document).ranges[0].per_value == 0


def changed(scope: Scope, **members: Any) -> dict[str, Any]:
    return {name: value for name, value in {**to_document(scope), **members}.items() if value is not ...}


LINE: dict[str, Any] = {"quantity": "length", "unit": "mm", "low": 0, "high": 1, "uncertainty": 0.1}


@pytest.mark.parametrize(
    ("document", "expected", "path"),
    [
        (changed(MANAGEMENT, kind="x"), "field_choice", "scope.kind"),
        (changed(MANAGEMENT, extra=1), "field_unknown", "scope.extra"),
        (changed(MANAGEMENT, until="2023-01-01"), "field_window", "scope.until"),
        (changed(MANAGEMENT, references=...), "scope_no_reference", "scope.references"),
        (changed(MANAGEMENT, ranges=[LINE]), "scope_no_measurement", "scope.ranges"),
        (changed(CALIBRATION, ranges=...), "scope_no_range", "scope.ranges"),
        (changed(CALIBRATION, ranges=[LINE | {"high": -1}]), "field_window", "scope.ranges[0].high"),
        (changed(CALIBRATION, ranges=[LINE | {"uncertainty": -1}]), "field_number", "scope.ranges[0].uncertainty"),
        (changed(CALIBRATION, ranges=[LINE | {"perValue": -1}]), "field_number", "scope.ranges[0].uncertainty"),
        (changed(CALIBRATION, ranges=[LINE | {"low": "0"}]), "field_number", "scope.ranges[0].low"),
        (changed(CALIBRATION, ranges=[LINE | {"low": True}]), "field_number", "scope.ranges[0].low"),
        (changed(CALIBRATION, ranges=[LINE | {"x": 1}]), "field_unknown", "scope.ranges[0].x"),
        (None, "field_object", "scope"),
    ],
)
def test_another_document_is_refused(document: Any, expected: str, path: str) -> None:
    with pytest.raises(Refused) as refused:
        read(document, path="scope")
    assert reason(refused.value) == expected
    assert refused.value.findings[0].place.path == path
