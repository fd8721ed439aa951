"""Checks: what a good certificate passes, and each thing that can be wrong with one."""

from __future__ import annotations

import math
from datetime import date

import pytest
from scipy import stats
from tests.core.credentials.calibration.certificates import (
    CORE,
    ERRORS,
    ITEMS,
    LABORATORY,
    STATEMENTS,
    document,
    measurement,
    quantity,
    real,
    result,
)

from jawda.core.credentials.calibration import read
from jawda.core.credentials.calibration.checks import check
from jawda.core.findings.checks import Check, Status
from jawda.core.languages import LANGUAGES

TODAY = date(2026, 5, 4)
BAD = (Status.WARN, Status.FAIL)


def checks(data: bytes, *, today: date = TODAY, signed: bool = True) -> dict[str, Check]:
    """By name; every sentence is there in every language."""
    found = check(read(data), today=today, signed=signed)
    for each in found:
        assert all(each.sentence(language) for language in LANGUAGES)
    names = {each.id.partition(".")[2]: each for each in found}
    assert len(names) == len(found), "each is said once"
    return names


def with_data(data: str) -> bytes:
    return document(measurements=measurement(result(data)))


def wrong(data: bytes, *, today: date = TODAY, signed: bool = True) -> dict[str, Status]:
    found = checks(data, today=today, signed=signed)
    return {name: each.status for name, each in found.items() if each.status in BAD}


def listed(inside: str, values: str = "1 2 3", unit: str = r"\metre") -> str:
    return quantity(
        f"<si:realListXMLList><si:valueXMLList>{values}</si:valueXMLList><si:unitXMLList>{unit}</si:unitXMLList>"
        f"{inside}</si:realListXMLList>"
    )


def expanded(factor: str = "2", probability: str = "0.95", law: str = "", values: str = "0.1") -> str:
    text = f"<si:uncertaintyXMLList>{values}</si:uncertaintyXMLList>"
    if factor:
        text += f"<si:coverageFactorXMLList>{factor}</si:coverageFactorXMLList>"
    if probability:
        text += f"<si:coverageProbabilityXMLList>{probability}</si:coverageProbabilityXMLList>"
    if law:
        text += f"<si:distributionXMLList>{law}</si:distributionXMLList>"
    return listed(f"<si:expandedUncXMLList>{text}</si:expandedUncXMLList>")


def test_a_good_certificate() -> None:
    found = checks(document())
    assert {name: each.status for name, each in found.items()} == dict.fromkeys(
        (
            "identifier_present", "dates_in_order", "lengths_equal", "uncertainties_positive", "coverage_fits",
            "units_fit",
        ),
        Status.OK,
    )  # fmt: skip
    assert found["identifier_present"].arguments["identifier"] == "LM-2026-0042"


# the certificate itself


@pytest.mark.parametrize(
    ("part", "there", "then", "name", "status"),
    [
        ("core", "<dcc:uniqueIdentifier>LM-2026-0042</dcc:uniqueIdentifier>", "", "identifier_missing", Status.FAIL),
        ("core", ">LM-2026-0042<", "> <", "identifier_missing", Status.FAIL),
        ("core", ">MA<", ">Maroc<", "codes_wrong", Status.WARN),
        ("core", ">fr</dcc:used", ">FR</dcc:used", "codes_wrong", Status.WARN),
        ("core", ">fr</dcc:mandatory", ">ar</dcc:mandatory", "languages_contradict", Status.WARN),
        ("core", "<dcc:beginPerformanceDate>2026-03-02</dcc:beginPerformanceDate>", "", "dates_missing", Status.FAIL),
        ("core", "2026-03-03+01:00", "2026-03-01", "dates_disordered", Status.FAIL),
        ("core", "2026-02-27", "2026-04-01", "dates_disordered", Status.FAIL),
        ("core", ">2026-03-03</dcc:issueDate", ">2026-05-05</dcc:issueDate", "dates_in_future", Status.FAIL),
        ("statements", "2027-03-03", "2026-03-03", "due_before_calibration", Status.FAIL),
        ("statements", "pass", "fail", "not_conforming", Status.WARN),
        ("laboratory", "<dcc:content>Laboratoire de métrologie</dcc:content>", "", "laboratory_missing", Status.FAIL),
        ("laboratory", LABORATORY, "", "laboratory_missing", Status.FAIL),
        ("items", ITEMS, "", "item_not_identified", Status.FAIL),
        ("items", "dcc:value", "dcc:other", "item_not_identified", Status.FAIL),
    ],
)
def test_one_thing_wrong(part: str, there: str, then: str, name: str, status: Status) -> None:
    text = {"core": CORE, "items": ITEMS, "laboratory": LABORATORY, "statements": STATEMENTS}[part]
    assert there in text
    assert wrong(document(**{part: text.replace(there, then)})) == {name: status}


def test_a_signature_that_was_taken_away() -> None:
    said = LABORATORY.replace("</dcc:cal", "<dcc:cryptElectronicSeal>true</dcc:cryptElectronicSeal></dcc:cal")
    said = said.replace(
        "<dcc:cryptElectronicSeal>true</dcc:cryptElectronicSeal></dcc:calibrationLaboratoryCode>",
        "</dcc:calibrationLaboratoryCode>",
    )
    data = document(laboratory=said)
    assert wrong(data, signed=False) == {"signature_said_but_absent": Status.FAIL}
    assert wrong(data, signed=True) == wrong(document(), signed=False) == {}


def test_it_replaces_another() -> None:
    amended = (
        "<dcc:reportAmendedSubstituted><dcc:typeOfChange>amended</dcc:typeOfChange></dcc:reportAmendedSubstituted>"
    )
    data = document(core=CORE.replace("</dcc:coreData>", f"{amended}</dcc:coreData>"))
    assert wrong(data) == {"replaces_another": Status.WARN}


def test_results_none_or_several() -> None:
    assert wrong(document(measurements="")) == {"results_missing": Status.WARN}
    found = checks(document(measurements=measurement(result(ERRORS) * 2)))
    assert found["results_several"].arguments["count"] == 2
    assert "coverage_fits" not in checks(document(measurements=""))


def test_today_belongs_to_the_past() -> None:
    assert wrong(document(), today=date(2026, 3, 3)) == {}


# numbers


@pytest.mark.parametrize(
    "inside",
    [
        "<si:labelXMLList>a b</si:labelXMLList>",
        "<si:dateTimeXMLList>2026-03-03T10:00:00Z 2026-03-03T10:00:00Z</si:dateTimeXMLList>",
        r"<si:unitPhaseXMLList>\radian \radian</si:unitPhaseXMLList>",
    ],
)
def test_lists_of_another_length(inside: str) -> None:
    assert wrong(with_data(ERRORS + listed(inside))) == {"lengths_differ": Status.FAIL}


def test_as_many_units_and_uncertainties_as_values_or_one() -> None:
    assert wrong(with_data(ERRORS + listed("", unit=r"\metre \metre"))) == {"lengths_differ": Status.FAIL}
    assert wrong(with_data(expanded(values="0.1 0.2"))) == {"lengths_differ": Status.FAIL}
    assert wrong(with_data(expanded(factor="2 2"))) == {"lengths_differ": Status.FAIL}
    assert wrong(with_data(expanded(law="normal normal"))) == {"lengths_differ": Status.FAIL}
    assert wrong(with_data(expanded(values="0.1 0.2 0.3", factor="2 2 2", law="normal normal normal"))) == {}
    odd = r"""<si:complexListXMLList><si:valueRealXMLList>1 2</si:valueRealXMLList>
    <si:valueImagXMLList>1</si:valueImagXMLList><si:unitXMLList>\volt</si:unitXMLList></si:complexListXMLList>"""
    assert wrong(with_data(ERRORS + quantity(odd))) == {"lengths_differ": Status.FAIL}


def test_columns_of_a_table() -> None:
    table = f"<dcc:list>{ERRORS}{listed('', '1 2')}</dcc:list>"
    found = checks(with_data(table))["table_uneven"]
    assert (found.status, found.path) == (
        Status.FAIL, "measurementResults/measurementResult/results/result/data/list",
    )  # fmt: skip
    assert wrong(with_data(f"<dcc:list>{ERRORS}{listed('', '1')}{quantity(real())}</dcc:list>")) == {}
    assert wrong(with_data(ERRORS + listed("", "1 2"))) == {}, "two lists beside each other are no table"


def test_forms_of_one_quantity() -> None:
    def hybrid(first: str, second: str, unit: str = r"\degreecelsius") -> str:
        return quantity(
            rf"<si:hybrid><si:realListXMLList><si:valueXMLList>{first}</si:valueXMLList><si:unitXMLList>\kelvin"
            rf"</si:unitXMLList>"
            rf"</si:realListXMLList><si:realListXMLList><si:valueXMLList>{second}</si:valueXMLList>"
            rf"<si:unitXMLList>{unit}</si:unitXMLList></si:realListXMLList></si:hybrid>"
        )

    assert wrong(with_data(ERRORS + hybrid("293.15 300", "20 26.85"))) == {}
    assert wrong(with_data(ERRORS + hybrid("293.15 300", "20"))) == {"forms_differ": Status.FAIL}
    assert wrong(with_data(ERRORS + hybrid("293.15", "20", r"\metre"))) == {"units_contradict": Status.FAIL}
    assert wrong(with_data(ERRORS + hybrid("293.15", "20", r"\decibel"))) == {}


def test_a_result_without_uncertainty() -> None:
    assert wrong(with_data(quantity(real()))) == {"uncertainty_missing": Status.WARN}
    assert wrong(with_data("<dcc:text/>")) == {"results_missing": Status.WARN}
    assert wrong(with_data(quantity(real()) + quantity(real(), refType="basic_measurementUncertainty"))) == {}
    relative = r"""<dcc:relativeUncertainty><dcc:relativeUncertaintySingle><si:value>0.1</si:value>
    <si:unit>\one</si:unit></dcc:relativeUncertaintySingle></dcc:relativeUncertainty>"""
    assert wrong(with_data(quantity(real() + relative))) == {}
    region = r"""<si:complex><si:valueReal>1</si:valueReal><si:valueImag>1</si:valueImag><si:unit>\volt</si:unit>
    <si:ellipsoidalRegion/></si:complex>"""
    assert wrong(with_data(quantity(region))) == {}
    constant = r"<si:constant><si:value>1</si:value><si:unit>\volt</si:unit></si:constant>"
    assert wrong(with_data(quantity(constant))) == {}


@pytest.mark.parametrize("values", ["-0.1", "NaN", "0.1 -0.1 0.1", "0.1 NaN 0.1", ""])
def test_an_uncertainty_is_above_0(values: str) -> None:
    """JCGM 100, 2.3.1 and 6.1.2: a positive parameter; it is given for each value."""
    assert wrong(with_data(expanded(values=values))) == {"uncertainty_not_positive": Status.FAIL}


@pytest.mark.parametrize("values", ["0", "0.1 0 0.1", "0.00 0.1 0.1"])
def test_an_uncertainty_of_0_is_a_doubt(values: str) -> None:
    """A value that is defined has none to give, and a figure may be rounded down to 0: no fault, and said."""
    assert wrong(with_data(expanded(values=values))) == {"uncertainty_zero": Status.WARN}
    found = wrong(with_data(expanded(values="0 -0.1 0.1")))
    assert found == {"uncertainty_zero": Status.WARN, "uncertainty_not_positive": Status.FAIL}


def of_values(values: str, uncertainties: str) -> dict[str, Check]:
    inside = (
        f"<si:expandedUncXMLList><si:uncertaintyXMLList>{uncertainties}</si:uncertaintyXMLList></si:expandedUncXMLList>"
    )
    return checks(with_data(ERRORS + listed(inside, values)))


def test_what_was_not_measured_has_no_uncertainty() -> None:
    """D-SI: a value that is missing in a list stands as NaN, and so does its uncertainty."""
    found = of_values("1 NaN 3", "0.1 NaN 0.1")
    assert found["uncertainties_positive"].arguments["count"] == 3, "one of the other quantity, two of these"
    for values, uncertainties in (("NaN NaN", "NaN"), ("NaN NaN", "NaN NaN"), ("1 NaN 3", "0.1")):
        assert "uncertainty_not_positive" not in of_values(values, uncertainties)
    for values, uncertainties in (("1 NaN 3", "NaN 0.1 0.1"), ("1 NaN 3", "NaN"), ("1 2 3", "0.1 NaN")):
        assert of_values(values, uncertainties)["uncertainty_not_positive"].status is Status.FAIL


@pytest.mark.parametrize(
    ("lows", "highs", "holds"),
    [
        ("0 NaN 2", "2 NaN 4", True),
        ("0 1 2", "2 NaN 4", False),
        ("0 NaN NaN", "2 NaN 4", False),
        ("0 NaN 5", "2 NaN 4", False),
    ],
)
def test_what_was_not_measured_has_no_interval(lows: str, highs: str, holds: bool) -> None:
    inside = (
        f"<si:coverageIntervalXMLList><si:intervalMinXMLList>{lows}</si:intervalMinXMLList>"
        f"<si:intervalMaxXMLList>{highs}</si:intervalMaxXMLList></si:coverageIntervalXMLList>"
    )
    assert ("interval_wrong" in checks(with_data(ERRORS + listed(inside, "1 NaN 3")))) is not holds


@pytest.mark.parametrize(
    ("low", "high", "holds"),
    [
        ("1", "2", True),
        ("2", "1", False),
        ("1.6", "2", False),
        ("1", "1.4", False),
        ("1", "NaN", False),
        ("", "2", False),
    ],
)
def test_an_interval_holds_its_value(low: str, high: str, holds: bool) -> None:
    inside = f"<si:coverageInterval><si:intervalMin>{low}</si:intervalMin><si:intervalMax>{high}</si:intervalMax>"
    found = wrong(with_data(quantity(real("1.5", more=f"{inside}</si:coverageInterval>"))))
    found.pop("uncertainty_not_positive", None)
    assert found == ({} if holds else {"interval_wrong": Status.FAIL})


def test_an_interval_without_ends() -> None:
    inside = "<si:coverageInterval><si:standardUnc>0.1</si:standardUnc></si:coverageInterval>"
    assert wrong(with_data(quantity(real(more=inside)))) == {"interval_wrong": Status.FAIL}


@pytest.mark.parametrize("probability", [0.6827, 0.90, 0.95, 0.9545, 0.99, 0.9973])
@pytest.mark.parametrize("degrees", [1, 2, 5, 20, 100, 10_000])
def test_factors_of_student_belong_to_their_probability(probability: float, degrees: int) -> None:
    """JCGM 100, G.3 and table G.2: with few degrees of freedom the factor grows; it is never a failure."""
    factor = stats.t.ppf((1 + probability) / 2, degrees)
    found = wrong(with_data(expanded(f"{factor:.4g}", str(probability))))
    assert set(found.values()) <= {Status.WARN}
    normal = stats.norm.ppf((1 + probability) / 2)
    assert bool(found) == (factor > 1.05 * normal)


@pytest.mark.parametrize(
    ("factor", "probability", "law", "expected"),
    [
        ("2", "0.95", "", {}),
        ("1.96", "0.95", "normal", {}),
        ("3", "0.9973", "normal", {}),
        ("1.65", "0.95", "", {"factor_too_small": Status.FAIL}),
        ("1.65", "0.95", "uniform", {}),
        ("1.65", "0.95", "Rectangular", {}),
        ("1.90", "0.95", "triangular", {}),
        ("1.41", "0.95", "arcsine", {}),
        ("1.41", "0.95", "U-shaped", {}),
        ("2", "0.95", "uniform", {"factor_too_large": Status.WARN}),
        ("1", "0.95", "", {"factor_too_small": Status.FAIL}),
        ("-2", "0.95", "", {"factor_too_small": Status.FAIL}),
        ("0", "", "", {"factor_too_small": Status.FAIL}),
        ("2", "", "", {}),
        ("", "0.95", "", {"factor_missing": Status.FAIL}),
        ("", "", "", {"factor_missing": Status.FAIL}),
        ("30", "0.95", "", {"factor_too_large": Status.FAIL}),
        ("2", "95", "", {"probability_wrong": Status.FAIL}),
        ("2", "0", "", {"probability_wrong": Status.FAIL}),
        ("2", "1", "", {"probability_wrong": Status.FAIL}),
        ("2 2 1", "0.95", "", {"factor_too_small": Status.FAIL}),
        ("2", "0.95 0.95 0.5", "", {"factor_too_large": Status.WARN}),
        ("2.5 30 2", "0.95", "", {"factor_too_large": Status.FAIL}),
    ],
)
def test_factor_and_probability(factor: str, probability: str, law: str, expected: dict[str, Status]) -> None:
    assert wrong(with_data(expanded(factor, probability, law))) == expected


def test_factors_of_other_laws() -> None:
    """JCGM 100, 4.3.7 and 4.3.9: half-widths over standard deviations √3, √6, √2."""
    for law, width in (("uniform", math.sqrt(3)), ("triangular", math.sqrt(6)), ("arcsine", math.sqrt(2))):
        assert wrong(with_data(expanded(f"{width:.6f}", "0.999999", law))) == {}


def test_units() -> None:
    assert wrong(with_data(ERRORS + quantity(real(unit="mm")))) == {"unit_unknown": Status.WARN}
    found = checks(with_data(ERRORS + quantity(real(unit="mm")) * 3))["unit_unknown"]
    assert (found.arguments["count"], found.path) == (
        3, "measurementResults/measurementResult/results/result/data/quantity[2]/real",
    )  # fmt: skip
    kelvin = r"\kelvin"
    assert wrong(with_data(ERRORS + quantity(real(unit=kelvin), refType="basic_temperatureMax"))) == {}
    assert wrong(with_data(ERRORS + quantity(real(unit=kelvin), refType="basic_humidityRelativeMin"))) == {
        "unit_of_another_kind": Status.FAIL
    }
    said = quantity(real(unit=kelvin, more="<si:quantityTypeQUDT>Pressure</si:quantityTypeQUDT>"))
    assert wrong(with_data(ERRORS + said)) == {"unit_of_another_kind": Status.FAIL}


def test_units_wherever_quantities_stand() -> None:
    unknown = quantity(real(unit="mm"))
    data = f"<dcc:data>{unknown}</dcc:data>"
    primitive = unknown.replace("dcc:quantity", "dcc:itemQuantity")
    metadata = f"<dcc:measurementMetaData><dcc:metaData>{data}</dcc:metaData></dcc:measurementMetaData>"
    conditions = (
        f"<dcc:influenceConditions><dcc:influenceCondition>{data}</dcc:influenceCondition></dcc:influenceConditions>"
    )
    places = [
        document(
            items=ITEMS.replace("</dcc:item>", f"<dcc:itemQuantities>{primitive}</dcc:itemQuantities></dcc:item>")
        ),
        document(
            statements=STATEMENTS.replace(
                "</dcc:statements>", f"<dcc:statement>{data}</dcc:statement></dcc:statements>"
            )
        ),
        document(measurements=measurement(before=conditions)),
        document(measurements=measurement(before=metadata)),
        with_data(f"<dcc:list>{ERRORS}{metadata}</dcc:list>"),
        with_data(ERRORS.replace("</dcc:quantity>", f"{metadata}</dcc:quantity>")),
        with_data(ERRORS.replace("</dcc:quantity>", f"{conditions}</dcc:quantity>")),
    ]
    for place in places:
        assert wrong(place) == {"unit_unknown": Status.WARN}
