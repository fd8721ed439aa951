"""The YAML form of a top-down uncertainty: each way ISO 11352 and ISO 21748 know, and where each fault stands."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Finding, Refused, words_with_place
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.result import Status
from jawda.core.statistics.uncertainty import (
    TopDown,
    bias_from_deviations,
    bias_from_recovery,
    bias_from_reference_material,
    bias_from_rounds,
    bias_from_summary,
    combine,
    from_interlaboratory_study,
    precision,
    precision_from_figures,
    read_top_down,
    u_of_volume,
)
from jawda.core.statistics.uncertainty.wording import PARTS, part_name

CONTROL = [20.1, 19.8, 20.4, 20.0, 19.7, 20.3, 20.2, 19.9]
WITHIN = "precision: {s_Rw: 1.67 %}\n"
BIAS = "bias: {rounds: [{deviation: 2 %, u: 1.5 %}]}\n"


def refused(text: str | bytes) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(Refused) as found:
        read_top_down(text, file="labo.yaml")
    for one in found.value.findings:
        assert one.place.file == "labo.yaml"
        assert all(words_with_place(one, language) for language in LANGUAGES)
    return [(f.id.removeprefix("uncertainty."), f.place.line, f.place.path) for f in found.value.findings]


def parts(found: TopDown) -> dict[str, float]:
    return {line.name: line.contribution for line in found.budget}


def test_everything_it_can_say() -> None:
    found = read_top_down(
        "title: Ammonium\nunit: mg/L\nscale: relative\nvalue: 12 mg/L\ncoverage_factor: 3\n" + WITHIN + BIAS,
        file="labo.yaml",
    )
    assert found.u == pytest.approx(math.sqrt(1.67**2 + 2**2 + 1.5**2))
    assert (found.value, found.coverage_factor, found.inputs.file) == (12.0, 3.0, "labo.yaml")
    assert found.interval == pytest.approx((12 - 0.36 * found.u, 12 + 0.36 * found.u))
    assert found.statement("fr").startswith("Ammonium")
    assert "échantillon de contrôle" in found.figure(language="fr")
    assert found.summary("en") == "Expanded uncertainty: U = 9.0\xa0% (k = 3)."
    assert (found.unit, found.inputs.unit) == ("%", "mg/L")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{{control: {CONTROL}}}", precision(CONTROL)),
        (
            f"{{control: {CONTROL}, duplicates: [[10, 10.4], [52, 50.0 mg/L], [7, ~]], estimator: pooled}}",
            precision(CONTROL, duplicates=([10, 52, 7], [10.4, 50, None]), estimator="pooled"),
        ),
        (
            "{duplicates: [[10, 10.4], [52, 50]], between_batches: 1.2 %}",
            precision(duplicates=([10, 52], [10.4, 50]), between_batches=1.2),
        ),
        (
            "{s_Rw: 1.5%, n: 60, mean_range: 1.2 %, pairs: 30, between_batches: 0.4 %}",
            precision_from_figures(within_laboratory=1.5, count=60, mean_range=1.2, pairs=30, between_batches=0.4),
        ),
        ("{between_batches: 0.4 %}", precision_from_figures(between_batches=0.4)),
    ],
)
def test_ways_of_precision(text: str, expected: Any) -> None:
    found = read_top_down(f"unit: mg/L\nprecision: {text}\n{BIAS}")
    assert found.u == pytest.approx(math.hypot(expected.u, 2.5))
    assert list(parts(found))[: len(expected.parts)] == [part.name for part in expected.parts]


MATERIAL = [11.8, 12.0, 11.9, 11.7, 12.1, 11.9]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"reference_materials: [{{name: MRC, value: 11.5, U: 0.51 mg/L, k: 2, results: {MATERIAL}}}]",
            bias_from_reference_material(MATERIAL, reference=11.5, u_reference=0.255),
        ),
        (
            "reference_materials: [{value: 11.5, u: 2.2 %, mean: 11.9, sd: 0.25 mg/L, n: 12}]",
            bias_from_summary(mean=11.9, sd=0.25, count=12, reference=11.5, u_reference=0.253),
        ),
        (
            "reference_materials: [{value: 10, u: 0.2 mg/L, results: [10.3, ~]}, {value: 50, u: 1 %, mean: 49}]",
            bias_from_deviations([3, -2], u_reference=[2, 1]),
        ),
        (
            "rounds: [{name: T1, deviation: 0.25 mg/L, assigned: 10, u: 1.1 %},"
            " {result: 19, assigned: 20, u: 0.2 mg/L}]",
            bias_from_deviations([2.5, -5], u_reference=[1.1, 1.0], source="rounds"),
        ),
        (
            "rounds: [{result: 83, assigned: 81, s_R: 8 mg/L, laboratories: 31},"
            " {result: 37, assigned: 38, s_R: 10 %, laboratories: 36}]",
            bias_from_rounds([83, 37], [81, 38], reproducibility=[8, 3.8], laboratories=[31, 36]),
        ),
        (
            "assigned_by: mean\n  average: means\n  rounds: [{result: 83, assigned: 81, s_R: 8 mg/L, laboratories: 31},"
            " {result: 37, assigned: 38, s_R: 3 mg/L, laboratories: 36}]",
            bias_from_rounds(
                [83, 37], [81, 38], reproducibility=[8, 3], laboratories=[31, 36], robust=False, average="means"
            ),
        ),
        (
            "recovery: {results: [95, 98 %, 97], u_concentration: 0.6 %, u_volume: 1.2}",
            bias_from_recovery([95, 98, 97], u_concentration=0.6, u_volume=1.2),
        ),
        (
            "recovery: {results: [95, 98, 97], u_concentration: 0.6, volume_error: 1 %, volume_repeatability: 0.5 %}",
            bias_from_recovery([95, 98, 97], u_concentration=0.6, u_volume=u_of_volume(1, 0.5)),
        ),
        (
            "recovery: {results: [95, 98, 97], u_concentration: 0.6}",
            bias_from_recovery([95, 98, 97], u_concentration=0.6),
        ),
    ],
)
def test_ways_of_bias(text: str, expected: Any) -> None:
    found = read_top_down(f"unit: mg/L\n{WITHIN}bias:\n  {text}\n")
    assert found.u == pytest.approx(combine(precision_from_figures(within_laboratory=1.67), expected).u)
    assert list(parts(found))[1:] == [part.name for part in expected.parts]


def test_absolute() -> None:
    found = read_top_down(
        "unit: mg/L\nscale: absolute\nvalue: 20\nprecision: {s_Rw: 0.3 mg/L}\n"
        "bias: {reference_materials: [{value: 20, u: 1 %, mean: 20.1, sd: 0.2 mg/L, n: 4}, "
        "{value: 10, u: 0.1 mg/L, mean: 10.3}]}"
    )
    assert found.u**2 == pytest.approx(0.09 + (0.01 + 0.09) / 2 + 0.15**2)
    assert (found.unit, found.u_at_value) == ("mg/L", found.u)
    bare = read_top_down(
        "scale: absolute\nvalue: 7.1\nprecision: {s_Rw: 0.03}\nbias: {rounds: [{result: 7, assigned: 7.02, u: 0.01}]}"
    )
    assert bare.u**2 == pytest.approx(0.0009 + 0.0004 + 0.0001)
    points = read_top_down(
        "unit: '%'\nscale: absolute\nvalue: 12 %\nprecision: {s_Rw: 0.3 %}\n"
        "bias: {rounds: [{deviation: 0.1 %, u: 0.1 %}]}"
    )
    assert points.u_at_value == pytest.approx(math.sqrt(0.09 + 0.02))
    shares = read_top_down(
        "unit: '%'\nscale: relative\nvalue: 12 %\nprecision: {s_Rw: 3 %}\nbias: {rounds: [{deviation: 4 %, u: 0 %}]}"
    )
    assert shares.u_at_value == pytest.approx(0.6)


def test_a_study() -> None:
    """ISO 21748, 8: bias, reproducibility and effects with their sensitivity."""
    found = read_top_down(
        """
unit: mg/kg
scale: absolute
value: 12
study:
  s_R: 0.5 mg/kg
  s_r: 2.5 %
  laboratories: 10
  results_per_laboratory: 2
  u_reference: 0.05 mg/kg
  replicates: 3
  others:
    - {name: température, u: 0.5, unit: °C, sensitivity: -0.2}
    - {name: reproducibility, u: 0.1 mg/kg}
  laboratory: {deviation: 0.2 mg/kg, sd: 0.3 mg/kg, n: 6}
"""
    )
    assert found.u**2 == pytest.approx((0.16 + 0.045) / 10 + 0.0025 + 0.16 + 0.03 + 0.01 + 0.01)
    line = found.budget[-2]
    assert (line.name, line.u, line.sensitivity, line.unit) == ("température", 0.5, -0.2, "°C")
    assert line.contribution == pytest.approx(0.1)
    assert (found.budget[-1].u, found.budget[-1].unit) == (0.1, "mg/kg")
    assert [check.id for check in found.findings] == [
        "uncertainty.laboratory_bias_within", "uncertainty.laboratory_precision_alike",
    ]  # fmt: skip
    stated = read_top_down("study: {s_R: 5 %, s_r: 3 %, u_bias: 1.2 %}")
    expected = from_interlaboratory_study(
        s_reproducibility=5, s_repeatability=3, others={"bias of the method": 1.2}, scale="relative"
    )
    assert stated.budget == expected.budget
    assert stated.value is None
    assert stated.to_dict()["interval"] is None


ROUND = "{deviation: 1 %, u: 1 %}"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("precison: 1\n" + WITHIN + BIAS, [("unknown_key", 1, "precison")]),
        (WITHIN, [("part_missing", 1, None)]),
        (BIAS, [("part_missing", 1, None)]),
        ("equation: y = a\n" + WITHIN + BIAS, [("unknown_key", 1, "equation")]),
        ("scale: percent\n" + WITHIN + BIAS, [("unknown_scale", 1, "scale")]),
        ("unit: '%'\n" + WITHIN + BIAS, [("scale_needed", 1, "unit")]),
        ("unit: mg/L\nvalue: 12 g/L\n" + WITHIN + BIAS, [("wrong_unit", 2, "value")]),
        ("value: 12 g/L\n" + WITHIN + BIAS, [("wrong_unit", 1, "value")]),
        ("value: 1,5 mg/L\n" + WITHIN + BIAS, [("decimal_comma", 1, "value")]),
        ("value: ''\n" + WITHIN + BIAS, [("number_expected", 1, "value")]),
        ("value: [1]\n" + WITHIN + BIAS, [("number_expected", 1, "value")]),
        ("value: 1e61\n" + WITHIN + BIAS, [("out_of_range", 1, "value")]),
        ("value: inf\n" + WITHIN + BIAS, [("out_of_range", 1, "value")]),
        ("coverage_factor: 0\n" + WITHIN + BIAS, [("not_positive", 1, "coverage_factor")]),
        ("precision: 1.67 %\n" + BIAS, [("map_expected", 1, "precision"), ("no_long_term", 1, "precision")][:1]),
        ("precision: {}\n" + BIAS, [("no_long_term", 1, "precision")]),
        ("precision: {s_Rw: 1.67}\n" + BIAS, [("unit_missing", 1, "precision.s_Rw")]),
        ("unit: g\nscale: absolute\nprecision: {s_Rw: 1}\n" + BIAS, [
            ("unit_missing", 3, "precision.s_Rw"), ("other_scale", 4, "bias.rounds[1].deviation"),
            ("other_scale", 4, "bias.rounds[1].u"),
        ]),
        ("unit: g\nprecision: {s_Rw: 1 g}\n" + BIAS, [("other_scale", 2, "precision.s_Rw")]),
        ("unit: g\nprecision: {s_Rw: 1 kg}\n" + BIAS, [("wrong_unit", 2, "precision.s_Rw")]),
        ("precision: {s_Rw: 0 %}\n" + BIAS, [("not_positive", 1, "precision.s_Rw")]),
        ("precision: {s_Rw: 1 %, n: 1}\n" + BIAS, [("bad_count", 1, "precision.n")]),
        ("precision: {s_Rw: 1 %, n: 2.5}\n" + BIAS, [("bad_count", 1, "precision.n")]),
        ("precision: {s_Rw: 1 %, n: 2e6}\n" + BIAS, [("bad_count", 1, "precision.n")]),
        ("precision: {s_Rw: 1 %, n: x}\n" + BIAS, [("number_expected", 1, "precision.n")]),
        ("precision: {s_Rw: 1 %, pairs: 9}\n" + BIAS, [("part_missing", 1, "precision")]),
        ("precision: {s_Rw: 1 %, estimator: pooled}\n" + BIAS, [("not_beside", 1, "precision.estimator")]),
        ("precision: {control: [1, 2], s_Rw: 1 %}\n" + BIAS, [("not_beside", 1, "precision.s_Rw")]),
        ("precision: {control: [1, 2], estimator: pooled}\n" + BIAS, [("part_missing", 1, "precision")]),
        ("precision: {control: [1, x]}\n" + BIAS, [("number_expected", 1, "precision.control[2]")]),
        ("precision: {control: [1, 1]}\n" + BIAS, [("samples.zero_spread", 1, "precision.control")]),
        ("precision: {control: [1]}\n" + BIAS, [("samples.too_few", 1, "precision.control")]),
        ("precision: {duplicates: [[1, 2]]}\n" + BIAS, [("no_long_term", 1, "precision")]),
        (
            "precision:\n  control: [1, 2]\n  duplicates:\n    - [1]\n  estimator: median\n" + BIAS,
            [("bad_duplicates", 4, "precision.duplicates[1]"), ("unknown_choice", 5, "precision.estimator")],
        ),
        (WITHIN + "bias: {}\n", [("one_of", 2, "bias")]),
        (WITHIN + "bias: x\n", [("map_expected", 2, "bias")]),
        (WITHIN + f"bias: {{rounds: [{ROUND}], recovery: {{}}}}\n", [("one_of", 2, "bias")]),
        (WITHIN + "bias: {rounds: []}\n", [("part_missing", 2, "bias.rounds")]),
        (WITHIN + f"bias: {{rounds: [{ROUND}], average: means}}\n", [("not_beside", 2, "bias.average")]),
        (WITHIN + "bias: {rounds: [1]}\n", [("map_expected", 2, "bias.rounds[1]")]),
        (WITHIN + "bias: {rounds: [{u: 1 %}]}\n", [("one_of", 2, "bias.rounds[1]")]),
        (WITHIN + "bias: {rounds: [{deviation: 1 %}]}\n", [("part_missing", 2, "bias.rounds[1]")]),
        (WITHIN + "bias: {rounds: [{deviation: 1 %, u: -1 %}]}\n", [("negative", 2, "bias.rounds[1].u")]),
        (WITHIN + "bias: {rounds: [{result: 1, u: 1 %}]}\n", [("part_missing", 2, "bias.rounds[1]")]),
        (
            WITHIN + "bias: {rounds: [{result: 1, assigned: 0, u: 1 %}]}\n",
            [("no_relative", 2, "bias.rounds[1].assigned")],
        ),
        (
            WITHIN + "bias: {rounds: [{result: 1, assigned: 2, s_R: 1 %, laboratories: 9},"
            " {result: 1, assigned: 1}]}\n",
            [("part_missing", 2, "bias.rounds[2]"), ("part_missing", 2, "bias.rounds[2]")],
        ),
        (
            WITHIN
            + "bias:\n  assigned_by: x\n  rounds: [{result: 1, assigned: 2, s_R: 1 %, laboratories: 0, u: 1 %}]\n",
            [
                ("unknown_choice", 3, "bias.assigned_by"), ("not_beside", 4, "bias.rounds[1].u"),
                ("bad_count", 4, "bias.rounds[1].laboratories"),
            ],
        ),
        (
            WITHIN + "bias: {rounds: [{result: 1, assigned: 0, s_R: 1, laboratories: 9}]}\n",
            [("no_relative", 2, "bias.rounds")],
        ),
        (
            WITHIN + "bias: {reference_materials: [{value: 1, u: 1 %}]}\n",
            [("one_of", 2, "bias.reference_materials[1]")],
        ),
        (
            WITHIN + "bias: {reference_materials: [{value: 1, mean: 1, u: 1 %, name: [x]}]}\n",
            [
                ("text_expected", 2, "bias.reference_materials[1].name"),
                ("part_missing", 2, "bias.reference_materials[1]"), ("part_missing", 2, "bias.reference_materials[1]"),
            ],
        ),
        (
            WITHIN + "bias: {reference_materials: [{value: 1, results: [~], u: 1 %, n: 2}]}\n",
            [
                ("not_beside", 2, "bias.reference_materials[1].n"),
                ("part_missing", 2, "bias.reference_materials[1].results"),
            ],
        ),
        (
            WITHIN + "bias: {reference_materials: [{value: 1, results: [1, 2], U: 1 %}]}\n",
            [("part_missing", 2, "bias.reference_materials[1]")],
        ),
        (
            WITHIN + "bias: {reference_materials: [{value: 1, results: [1, 2], U: 1 %, k: 0}]}\n",
            [("not_positive", 2, "bias.reference_materials[1].k")],
        ),
        (
            WITHIN + "bias: {reference_materials: [{value: 1, results: [1, 2], u: 1 %, k: 2}]}\n",
            [("not_beside", 2, "bias.reference_materials[1].k")],
        ),
        (
            WITHIN + "bias: {reference_materials: [{value: 0, results: [1, 2], u: 1}]}\n",
            [("no_relative", 2, "bias.reference_materials[1]")],
        ),
        (
            WITHIN + "bias: {reference_materials: [{value: 1, results: [1], u: 1 %}]}\n",
            [("samples.too_few", 2, "bias.reference_materials[1].results")],
        ),
        (
            "scale: absolute\nprecision: {s_Rw: 1}\nbias: {recovery: {results: [1], u_concentration: 1, u_volume: 1,"
            " volume_error: 1}}\n",
            [("recovery_relative", 3, "bias.recovery"), ("not_beside", 3, "bias.recovery.volume_error")],
        ),
        (
            WITHIN + "bias: {recovery: {results: [95], u_concentration: 1 %, volume_error: -1 %}}\n",
            [("negative", 2, "bias.recovery.volume_error")],
        ),
        ("study: {s_R: 1 %}\n", [("part_missing", 1, "study")]),
        ("study: {s_R: 1 %, s_r: 2 %}\n", [("s_inverted", 1, "study.s_r")]),
        ("study: {s_R: 0 %, s_r: 0 %}\n", [("not_positive", 1, "study.s_R")]),
        ("study: {s_R: 2 %, s_r: 1 %}\n" + BIAS, [("not_beside", 2, "bias")]),
        ("study: {s_R: 2 %, s_r: 1 %, results_per_laboratory: 2}\n", [("part_missing", 1, "study")]),
        ("study: {s_R: 2 %, s_r: 1 %, u_bias: 1 %, laboratories: 2}\n", [("not_beside", 1, "study.laboratories")]),
        (
            "study: {s_R: 2 %, s_r: 1 %, others: [{name: a, u: 1 %, unit: K}, {name: a, u: -1, sensitivity: 1}]}\n",
            [
                ("not_beside", 1, "study.others[1].unit"), ("name_twice", 1, "study.others[2].name"),
                ("negative", 1, "study.others[2].u"),
            ],
        ),
        (
            "study: {s_R: 2 %, s_r: 1 %, laboratory: {deviation: 1 %, n: 1}}\n",
            [("part_missing", 1, "study.laboratory"), ("bad_count", 1, "study.laboratory.n")],
        ),
    ],
)  # fmt: skip
def test_each_fault_has_its_line_and_path(text: str, faults: list[tuple[str, int | None, str]]) -> None:
    assert refused(text) == faults


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("study: &a {s_R: 1}\nbias: *a", "alias_or_tag"),
        ("study: !!python/object:os.system x", "alias_or_tag"),
        ("study: " + "[" * 9 + "]" * 9, "too_deep"),
        ("study: " + "x" * 1_000_001, "too_large"),
        ("study: 1\nstudy: 2", "key_twice"),
        (b"study: \xff", "not_utf8"),
    ],
)
def test_hostile_documents(text: str | bytes, identifier: str) -> None:
    assert [one[0] for one in refused(text)] == [identifier]


NUMBERS = st.sampled_from(
    ["0", "1", "-1", "1e60", "1e-60", "1e-61", "inf", "nan", "%", "1 %", "1e60 %", "1e-60 g", "1 g", "1,5", "[]", "~"]
)


@given(st.lists(NUMBERS, min_size=9, max_size=9), st.sampled_from(["absolute", "relative"]))
def test_any_figures_are_computed_or_refused(figures: list[str], scale: str) -> None:
    within, result, assigned, u, value, large, small, mean, sd = figures
    head = f"unit: g\nscale: {scale}\nvalue: {value}\n"
    for text in (
        f"precision: {{s_Rw: {within}}}\nbias: {{rounds: [{{result: {result}, assigned: {assigned}, u: {u}}}]}}",
        f"precision: {{s_Rw: {within}}}\n"
        f"bias: {{reference_materials: [{{value: {assigned}, u: {u}, mean: {mean}, sd: {sd}, n: 3}}]}}",
        f"precision: {{control: [1, {within}, {small}]}}\n"
        f"bias: {{rounds: [{{result: {result}, assigned: {assigned}, s_R: {large}, laboratories: 9}}]}}",
        f"study: {{s_R: {large}, s_r: {small}, others: [{{name: x, u: {u}, sensitivity: {sd}}}],"
        f" laboratory: {{deviation: {result}, sd: {sd}, n: 4}}}}",
    ):
        found, findings = outcome(head + text)
        assert all(words_with_place(one, language) for one in findings for language in LANGUAGES)
        if found is not None:
            assert math.isfinite(found.U)
            assert found.U > 0
            assert sum(line.percent for line in found.budget) == pytest.approx(100)


def outcome(text: str) -> tuple[TopDown | None, list[Finding]]:
    try:
        return read_top_down(text), []
    except Refused as refusal:
        return None, list(refusal.findings)


def test_figures_are_checked() -> None:
    for call in (
        lambda: precision_from_figures(within_laboratory=1, count=1),
        lambda: precision_from_figures(within_laboratory=1, mean_range=1, pairs=0),
        lambda: precision_from_figures(mean_range=1),
        lambda: bias_from_summary(mean=math.nan, sd=1, count=2, reference=1, u_reference=0),
        lambda: bias_from_summary(mean=1, sd=-1, count=2, reference=1, u_reference=0),
        lambda: bias_from_summary(mean=1, sd=1, count=1, reference=1, u_reference=0),
    ):
        with pytest.raises(Refused) as found:
            call()
        assert all(words_with_place(one, language) for one in found.value.findings for language in LANGUAGES)


def test_parts_have_names() -> None:
    assert all(len(names) == len(LANGUAGES) for names in PARTS.values())
    assert part_name("bias", "fr") == "biais"


def test_the_documented_forms() -> None:
    """The forms of the page give what it says of them."""
    page = (Path(__file__).parents[4] / "docs/reference/statistics/uncertainty-top-down.md").read_text("utf-8")
    records, study = (read_top_down(part.split("```")[0]) for part in page.split("```yaml\n")[1:])
    assert records.statement("en").startswith("Ammonium in waste water = 12.00\xa0mg/L ± 0.74\xa0mg/L")
    assert [round(x, 1) for x in (records.U, study.U)] == [6.2, 6.7]
    assert [round(line.contribution**2, 3) for line in study.budget] == [0.785, 7.65, 0.98, 1.44, 0.292]
    assert round(study.u, 3) == 3.339
    assert study.findings[0].arguments["limit"] == pytest.approx(5.62, abs=0.005)
    assert {check.status for check in study.findings} == {Status.OK}
