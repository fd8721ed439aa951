"""The YAML form of a model: everything it can say, and where each fault stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused, words, words_with_place
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.uncertainty import first_order, read_model
from jawda.core.statistics.uncertainty.document import Document, has_decimal_comma, number_of, read_document

WHOLE = """\
title: Concentration d'une solution
unit: mg/L
equation: c = m * P / V_f
definitions:
  V_f: V * f_T
inputs:
  m: {value: 100.28, u: 0.05, unit: mg}
  P:
    value: 0.9999
    half_width: 1e-4
    unit: "1"
  V: {value: 0.1, U: 2.0e-4, k: 2, dof: inf, unit: L, description: fiole}
  f_T: 1
  t: {readings: [1.0, 1.1, ~], unit: s}
  s: {readings: [2.0, 2.2, 2.1], unit: s}
correlations:
  - {between: [m, V], r: -0.1}
confidence: 0.99
coverage_factor: 3
"""


def refused(text: str | bytes) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(Refused) as found:
        read_model(text, file="modele.yaml")
    for one in found.value.findings:
        assert one.place.file == "modele.yaml"
        assert all(words_with_place(one, language) for language in LANGUAGES)
    return [(f.id.removeprefix("uncertainty."), f.place.line, f.place.path) for f in found.value.findings]


def test_everything_it_can_say() -> None:
    form = read_model(WHOLE.encode())
    assert (form.confidence, form.coverage_factor, form.model.title) == (0.99, 3.0, "Concentration d'une solution")
    assert form.model.units == {"c": "mg/L"}
    assert form.model.quantities["V"].u == 1e-4
    assert form.model.quantities["P"].distribution == "rectangular"
    assert form.model.quantities["f_T"].distribution == "constant"
    found = first_order(form.model, factor=form.coverage_factor)
    assert found.value == pytest.approx(1002.7, abs=0.1)
    assert found.inputs.file == "model.yaml"
    several = read_model(
        "equations: {y: a, z: 2*y}\nunits: {z: mm}\nunit: m\npaired: [[a, b]]\n"
        "inputs: {a: {readings: [1, 2]}, b: {readings: [1, 3]}}"
    )
    assert several.model.units == {"y": "m", "z": "mm"}
    assert several.model.groups == ((0, 1),)


def test_a_document_of_a_windows_editor() -> None:
    assert read_document(b"\xef\xbb\xbfa: 1\r\nb: [x, '~', ~, ]\r\n", file="m").tree == {
        "a": "1",
        "b": ["x", "~", None],
    }


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("equation: y = a\ninputs:\n  a: {value: 1,5, u: 1}", [("decimal_comma", 3, "inputs.a.value")]),
        ("equation: y = a\ninputs:\n  a: {value: '1,5', u: 0.1}", [("decimal_comma", 3, "inputs.a.value")]),
        (
            "equation: y = a\ninputs:\n  a: {value: x, u: [1]}",
            [("number_expected", 3, "inputs.a.value"), ("number_expected", 3, "inputs.a.u")],
        ),
        ("equation: y = a\ninputs:\n  a: {value: 1, uu: 0.1}", [("unknown_key", 3, "inputs.a.uu")]),
        ("equation: y = a\ninputs:\n  a: {value: 1, U: 0.1, k: -2}", [("not_positive", 3, "inputs.a.k")]),
        ("equation: y = a\ninputs:\n  a: {value: 1, U: 0.1}", [("no_coverage_factor", 3, "inputs.a")]),
        ("equation: y = a\ninputs:\n  a:\n    readings: [1, x]", [("number_expected", 4, "inputs.a.readings[2]")]),
        ("equation: y = a\ninputs:\n  a:\n    readings: [1, inf]", [("samples.infinite", 4, "inputs.a.readings[2]")]),
        ("equation: y = a\ninputs:\n  a:\n    readings: 5", [("list_expected", 4, "inputs.a.readings")]),
        ("equation: y = a\ninputs:\n  a: [1]", [("map_expected", 3, "inputs.a")]),
        ("equation: y = a\ninputs: [a]", [("map_expected", 2, "inputs")]),
        ("equation: y = a +\ninputs: {a: 1}", [("equation_ends", 1, "equation")]),
        ("equation: y = b\ninputs: {a: 1}", [("unknown_name", 1, "equation")]),
        ("equations:\n  y: a ^ 2\ninputs: {a: 1}", [("caret", 2, "equations.y")]),
        ("equations:\n  y:\ninputs: {a: 1}", [("text_expected", 2, "equations.y")]),
        ("equations:\n  y: [1]\ninputs: {a: 1}", [("text_expected", 2, "equations.y")]),
        ("inputs: {a: 1}", [("one_equation_key", 1, "equation")]),
        ("equation: y = a\nequations: {y: a}\ninputs: {a: 1}", [("one_equation_key", 1, "equation")]),
        ("equation: y = a\nunits: {z: mm}\ninputs: {a: 1}", [("unknown_name", 2, "units.z")]),
        ("equation: y = a\nequatoin: z\ninputs: {a: 1}", [("unknown_key", 2, "equatoin")]),
        ("equation: y = a\nconfidence: 95\ninputs: {a: 1}", [("bad_confidence", 2, "confidence")]),
        ("equation: y = a\ncoverage_factor: 0\ninputs: {a: 1}", [("not_positive", 2, "coverage_factor")]),
        (
            "equation: y = a\ncorrelations:\n- {between: [a], r: 1}\ninputs: {a: 1}",
            [("bad_correlation_form", 3, "correlations[1]")],
        ),
        (
            "equation: y = a + b\ncorrelations:\n- {between: [a, b], r: 0.1}\n- {between: [a, b], r: 0.2}\n"
            "inputs: {a: {value: 1, u: 1}, b: {value: 1, u: 1}}",
            [("correlation_twice", 4, "correlations[2]")],
        ),
        ("equation: y = a\npaired: a\ninputs: {a: 1}", [("list_expected", 2, "paired")]),
        ("equation: y = a\npaired:\n- [a, b]\ninputs: {a: 1}", [("bad_pair", 3, "paired[1]")]),
        ("equation: y = a\npaired:\n- [[a], b]\ninputs: {a: 1}", [("text_expected", 3, "paired[1][1]")]),
        ("equation: [y]\ninputs: {a: 1}", [("text_expected", 1, "equation")]),
    ],
)
def test_each_fault_has_its_line_and_path(text: str, faults: list[tuple[str, int | None, str]]) -> None:
    assert refused(text) == faults


@pytest.mark.parametrize(
    ("text", "identifier", "line"),
    [
        (b"\xff\xfe\x00", "not_utf8", None),
        ("a: 1\n b: [", "not_yaml", 2),
        ("a: \x00", "not_yaml", None),
        ("- a", "no_map", 1),
        ("", "no_map", 1),
        ("a: 1\na: 2", "key_twice", 2),
        ("a: &x 1\nb: *x", "alias_or_tag", 2),
        ("a: !!python/object:os.system x", "alias_or_tag", 1),
        ("a: " + "[" * 9 + "]" * 9, "too_deep", 1),
        ("[a]: 1", "bad_key", 1),
        ("? {a: b}\n: 1", "bad_key", 1),
        ("a: 1\n---\nb: 2", "several_documents", None),
        ("a: " + "x" * 1_000_001, "too_large", None),
        ("a: [" + "1," * 100_001 + "]", "too_large", 1),
        ("a: \ud800", "not_yaml", None),
    ],
)
def test_what_is_no_document(text: str | bytes, identifier: str, line: int | None) -> None:
    found = refused(text)
    assert [(one[0], one[1]) for one in found] == [(identifier, line)]


@given(st.text(alphabet=st.sampled_from("abc:{}[]-,\n 1\"'&*!?|>#%@") | st.characters(), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_model(text)
        findings = ()
    except Refused as refused:
        findings = refused.findings
    assert all(words_with_place(found, language) for found in findings for language in LANGUAGES)


def test_numbers_as_they_are_written() -> None:
    assert [number_of(text) for text in ("1e-6", "-.5", "5.", "+3", ".inf", "∞")] == [
        1e-6, -0.5, 5.0, 3.0, float("inf"), float("inf"),
    ]  # fmt: skip
    assert [number_of(text) for text in ("", "1_000", "0x1F", "nan", "1 000", "12:30")] == [None] * 6
    assert has_decimal_comma("-0,5")
    assert not has_decimal_comma("1,2,3")


def test_the_nearest_place_above() -> None:
    document = Document("m", {}, {"": 1, "a": 2, "a[1]": 3})
    assert [document.place(path).line for path in ("a[1].b", "a[2]", "c.d", "")] == [3, 2, 1, 1]


def test_the_documented_example() -> None:
    """Eurachem/CITAC QUAM, example A1: 1002.7 mg/L of cadmium with u = 0.9 mg/L."""
    page = (Path(__file__).parents[4] / "docs/reference/statistics/uncertainty.md").read_text("utf-8")
    form = read_model(page.split("```yaml\n")[1].split("```")[0])
    found = first_order(form.model, factor=2)
    assert (round(found.value, 1), round(found.u, 1), round(found.U, 1)) == (1002.7, 0.9, 1.7)


@pytest.mark.parametrize(
    ("stated", "path", "named"),
    [
        ("{value: 1,5, u: 0.1}", "inputs.a.value", ("1,5", "decimals")),
        ("{value: 1, u: 0,5}", "inputs.a.u", ("0,5", "decimals")),
        ("{value: 1,5, u: 0,5}", None, ("0,5", "decimals")),
        ("{value: 1, u: 1, 5}", "inputs.a.u", ("1,5", "decimals")),
        ("{5, value: 1, u: 1}", "inputs.a.5", ("the key “5” is not known",)),
        ("{value: 1, u: 1, 5: 2}", "inputs.a.5", ("the key “5” is not known",)),
        ("{value: x, u: 1, u: 1}", None, ("written twice",)),
        ("{value: 2.0, lower: 1.9, upper: 2.3}", "inputs.a.value", ("“lower” and “upper”", "2.1", "half_width")),
        ("{value: 2.0, lower: 1.9, upper: 2.3, U: 1}", "inputs.a", ("U, lower",)),
        ("{value: 1, u: 1, distribution: gaussian}", "inputs.a", ("gaussian", "normal, t, rectangular")),
    ],
)
def test_sentences_name_what_was_written(stated: str, path: str | None, named: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as refused:
        read_model(f"equation: y = a\ninputs:\n  a: {stated}\n")
    finding = refused.value.findings[0]
    assert (finding.place.line, finding.place.path) == (3, path)
    for language in LANGUAGES:
        assert words(finding, language)
    said = words(finding, "en")
    assert all(word in said for word in named), said
