"""Capability of values: layouts, options, what is refused, what does not matter."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.charts.drawings import SVG, parsed
from tests.core.statistics.capability.samples import MM, stable

from jawda.core.findings import Refused
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.capability import Specification, capability
from jawda.core.statistics.result import Exclusion
from jawda.core.statistics.samples import Column, numbers
from jawda.core.statistics.subgroups import by_size


def ids(found: Any) -> set[str]:
    return {check.id for check in found.findings}


def test_every_layout_says_the_same() -> None:
    values = stable()
    whole = capability(values, MM, size=5)
    others = [
        capability(values, MM, subgroup=np.repeat(np.arange(25), 5)),
        capability(values.reshape(-1, 5), MM),
        capability(values.reshape(-1, 5).tolist(), MM),
        capability(by_size(values, 5), MM),
        capability(Column(values=values, name="value"), MM, size=5),
    ]
    for other in others:
        assert other.indices == whole.indices
        assert other.inputs.sha256 == whole.inputs.sha256
    assert whole.method.options["within"] == "pooled"
    assert capability(values, MM, size=1).indices == capability(values, MM).indices
    assert capability(values, MM).method.options["within"] == "moving_range"


def test_one_value_for_each_label_is_no_subgroup() -> None:
    values = stable(40)
    assert capability(values, MM, subgroup=np.arange(40)).method.options["within"] == "moving_range"


def test_figures() -> None:
    values = stable()
    found = capability(values, MM, size=5)
    assert found.mean == pytest.approx(values.mean())
    assert found.sigma_overall == pytest.approx(values.std(ddof=1))
    assert found.indices["Ppk"].value == pytest.approx(
        min(10.1 - values.mean(), values.mean() - 9.9) / (3 * values.std(ddof=1))
    )
    assert found.indices["Cp"].degrees_of_freedom == 100
    assert found.indices["Pp"].degrees_of_freedom == 124
    assert found.inputs.unit == "mm"
    assert found.percentiles is not None
    assert found.percentiles.median == pytest.approx(values.mean())
    overall = capability(values, MM, size=5, degrees="overall")
    assert overall.indices["Cp"].degrees_of_freedom == 124


def test_document_has_the_promised_keys() -> None:
    found = capability(stable(), MM, size=5)
    document = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    for name in ("Cp", "Cpk", "Cpm", "Pp", "Ppk"):
        assert set(document["indices"][name]) >= {"value", "low", "high"}
    assert document["schema"] == "jawda/statistics/capability/1"
    assert document["model"]["name"] == "normal"
    assert document["specification"]["lower"] == 9.9
    assert "chart" not in document
    assert document["stability"]["chart"] == "xbar-s"
    assert document["method"]["options"]["stability"] == "chance"


@pytest.mark.parametrize("language", LANGUAGES)
def test_picture(language: Any) -> None:
    found = capability(stable(), Specification(9.9, 10.1, 10.01), size=5)
    drawing = found.figure(language=language)
    assert parsed(drawing).tag == f"{SVG}svg"
    assert drawing.count('class="c-tolerance"') == 2
    assert drawing.count('class="c-line"') == 1
    assert found.to_frame().columns == ["index", "value", "low", "high"]
    assert [row["index"] for row in found.rows()][:2] == ["Cp", "Cpk"]


def test_picture_of_values_that_crowd_at_one_place() -> None:
    values = [5.0] * 60 + [4.0, 5.5, 6.0, 4.5]
    assert capability(values, Specification(0, 9)).figure(language="en").count("c-bar") == 6


@settings(max_examples=25)
@given(st.floats(-1e3, 1e3), st.floats(1e-2, 1e2), st.integers(0, 50))
def test_origin_and_unit_do_not_matter(shift: float, scale: float, seed: int) -> None:
    values = stable(60, seed=seed)
    here = capability(values, MM, size=4)
    moved = Specification(9.9 * scale + shift, 10.1 * scale + shift)
    there = capability(values * scale + shift, moved, size=4)
    assert there.stable == here.stable
    for name, one in here.indices.items():
        assert there.indices[name].value == (None if one.value is None else pytest.approx(one.value, rel=1e-5))


@settings(max_examples=25)
@given(st.integers(0, 50), st.permutations(range(30)))
def test_overall_indices_do_not_depend_on_order(seed: int, order: list[int]) -> None:
    values = stable(30, seed=seed)
    here, there = capability(values, MM), capability(values[order], MM)
    for name in ("Pp", "Ppk", "Ppl", "Ppu", "Ppm"):
        assert there.indices[name].value == pytest.approx(here.indices[name].value, rel=1e-9)


@settings(max_examples=25)
@given(st.integers(0, 50), st.permutations(range(6)))
def test_order_within_subgroups_does_not_matter(seed: int, order: list[int]) -> None:
    table = stable(60, seed=seed).reshape(-1, 6)
    here, there = capability(table, MM), capability(table[:, order], MM)
    for name, one in here.indices.items():
        assert there.indices[name].value == (None if one.value is None else pytest.approx(one.value, rel=1e-9))


def test_more_within_the_limits_with_a_wider_specification() -> None:
    values = stable()
    narrow, wide = capability(values, Specification(9.97, 10.02)), capability(values, MM)
    assert narrow.expected is not None
    assert wide.expected is not None
    assert narrow.observed is not None
    assert narrow.expected.total > wide.expected.total
    assert narrow.observed.total == pytest.approx(1e6 * np.mean((values < 9.97) | (values > 10.02)))
    assert "capability.missed_sure" in ids(narrow)


def test_one_limit() -> None:
    found = capability(stable(), Specification(upper=10.1))
    assert found.indices["Cp"].value is found.indices["Cpl"].value is None
    assert found.indices["Cpk"].value == found.indices["Cpu"].value
    assert found.expected is not None
    assert found.expected.below is None
    assert found.observed is not None
    assert found.observed.below is None
    assert capability(stable(), Specification(lower=9.9)).observed.above is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("values", "options", "name"),
    [
        ([1.0], {}, "samples.too_few"),
        ([1.0, None], {}, "samples.too_few"),
        ([2.0, 2.0, 2.0], {}, "samples.zero_spread"),
        ([1.0, "x"], {}, "samples.not_a_number"),
        ([1.0, float("inf")], {}, "samples.infinite"),
        ([1.0, 2.0, 3.0, 4.0], {"within": "pooled"}, "capability.within_needs_subgroups"),
        ([1.0, 2.0, 3.0, 4.0], {"within": "moving_range", "size": 2}, "capability.within_of_single_values"),
        ([1.0, 2.0, 3.0, 4.0, 5.0], {"size": 2}, "samples.no_multiple"),
        ([1.0, 1.0, 2.0, 2.0], {"size": 2}, "capability.zero_within"),
        ([1.0, 2.0, 3.0], {"subgroup": ["a", "a", "a"]}, "samples.few_subgroups"),
        ([1.0, 2.0, 3.0], {"unit": "µm"}, "samples.units_differ"),
        ([[1.0, None], [None, None], [None, None]], {}, "samples.few_subgroups"),
    ],
)
def test_refused(values: Any, options: dict[str, Any], name: str) -> None:
    with pytest.raises(Refused) as caught:
        capability(values, MM, **options)
    assert caught.value.findings[0].id == name
    assert caught.value.findings[0].place.column == "value" or name == "samples.units_differ"


def test_names_and_units() -> None:
    with pytest.raises(Refused) as caught:
        capability([1.0], MM, name="longueur")
    assert caught.value.findings[0].place.column == "longueur"
    column = Column(values=stable(30), name="cote", unit="mm")
    assert capability(column, Specification(9.9, 10.1)).inputs.unit == "mm"
    with pytest.raises(Refused):
        capability(column, Specification(9.9, 10.1), unit="µm")
    assert capability(stable(30), Specification(9.9, 10.1), unit="mm").inputs.unit == "mm"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"within": "iqr"}, "within"),
        ({"size": 2, "subgroup": [1, 1, 2, 2]}, "not both"),
        ({"model": "cauchy"}, "cauchy"),
        ({"degrees": "none"}, "degrees"),
        ({"percentiles": (0.5, 0.1, 0.9)}, "percentiles"),
        ({"rules": "mine"}, "mine"),
    ],
)
def test_options_that_are_not_known(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        capability([1.0, 2.0, 3.0, 4.5], Specification(0, 5), **options)


def test_report_card() -> None:
    good = capability(stable(), MM, size=5)
    assert {"samples.enough_values", "capability.normal", "capability.reached"} <= ids(good)
    few = capability(stable(20), MM)
    assert "samples.few_values" in ids(few)
    assert "capability.law_not_judged" in ids(capability([9.99, 10.0, 10.02, 10.01, 10.0], MM))
    skew = 9.9 + np.random.default_rng(2).exponential(0.02, 120)
    assert "capability.not_normal" in ids(capability(skew, MM))
    assert "capability.nearly_normal" in ids(capability(stable(6000), MM))
    assert "capability.tails_differ" in ids(capability(np.tile(skew, 60), MM))
    assert "capability.few_distinct" in ids(capability([9.99, 10.0, 10.01] * 10, MM))
    assert "capability.coarse" in ids(capability(np.round(stable(sigma=0.06), 2), Specification(9.96, 10.04)))
    assert "capability.target_off_middle" in ids(capability(stable(), Specification(9.9, 10.1, 10.05)))
    assert "capability.autocorrelation" in ids(capability(np.sin(np.arange(60) / 4), Specification(-2, 2)))


def test_missing_and_censored_values_are_counted() -> None:
    values = stable(100)
    values[[3, 50]] = np.nan
    assert "samples.missing_values" in ids(capability(values, MM))
    exclusions = (
        Exclusion(reason="censored_below", count=1, rows=(4,)),
        Exclusion(reason="not_determined", count=1, rows=(51,)),
        Exclusion(reason="other", count=0),
    )
    found = capability(Column(values=values, exclusions=exclusions), MM)
    assert {"capability.censored", "capability.left_out"} <= ids(found)
    assert found.inputs.missing == 0


def test_verdicts() -> None:
    values, word = stable(), {}
    for required in (0.5, 1.55, 1.72, 4.0):
        word[required] = capability(values, MM, required=required).findings[0].id.split(".")[1]
    sure = capability(values, MM).indices["Cpk"]
    assert sure.low is not None
    assert sure.value is not None
    assert sure.high is not None
    assert word[0.5] == "reached"
    assert word[4.0] == "missed_sure"
    for required, wanted in ((sure.low + 1e-3, "reached_unsure"), (sure.high - 1e-3, "missed_unsure")):
        assert capability(values, MM, required=required).findings[0].id == f"capability.{wanted}"


def test_every_finding_has_words() -> None:
    for found in (capability(stable(), MM), capability(numbers([9.99, 10.02, 10.0, None, 10.01]), MM)):
        for check in found.findings:
            assert all(check.sentence(language) for language in LANGUAGES)


def test_a_target_beside_one_limit_is_told() -> None:
    one_sided = capability(stable(100), Specification(upper=10.1, target=10.0))
    assert "capability.target_without_effect" in ids(one_sided)
    assert "capability.target_without_effect" not in ids(capability(stable(100), Specification(upper=10.1)))
    nearer = capability(stable(100), Specification(upper=10.1, target=10.0), cpm_width="nearer")
    assert nearer.indices["Cpm"].value is not None
    assert "capability.target_without_effect" not in ids(nearer)
