"""Whether a study can be believed: complete, parts that differ, an instrument that reads finely enough."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.statistics.measurement_systems.studies import crossed, long

from jawda.core.findings import Refused
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.measurement_systems import GaugeRR, gauge_rr, smallest_step, study_checks
from jawda.core.statistics.result import Status


def statuses(result: GaugeRR, *, planned: int | None = None, resolution: float | None = None) -> dict[str, Status]:
    found = study_checks(result, planned=planned, resolution=resolution)
    assert all(one.sentence(language) for one in found for language in LANGUAGES)
    return {one.id.removeprefix("measurement_systems."): one.status for one in found}


def test_a_study_is_complete_or_says_how_many_measurements_are_missing() -> None:
    assert statuses(gauge_rr(crossed()), planned=90) == {"study_complete": Status.OK}
    values, parts, operators = long(crossed())
    partial = gauge_rr(values[:-3], parts[:-3], operators[:-3], method="reml")
    (found,) = study_checks(partial, planned=90)
    assert (found.id, found.status) == ("measurement_systems.study_incomplete", Status.WARN)
    assert dict(found.arguments) == {"count": 87, "planned": 90}


def test_parts_reach_over_half_of_the_tolerance_or_are_too_alike() -> None:
    """The reach is the range of the parts' means, whoever measured them."""
    study = crossed()
    reach = float(np.ptp(study.mean(axis=(1, 2))))
    assert statuses(gauge_rr(study, tolerance=reach * 1.99)) == {"parts_spread": Status.OK}
    assert statuses(gauge_rr(study, tolerance=reach * 2.01)) == {"parts_narrow": Status.WARN}
    assert statuses(gauge_rr(study)) == {}


def test_a_nested_study_says_nothing_of_parts_that_each_operator_has_of_their_own() -> None:
    values, parts, operators = long(crossed())
    own = [f"{part}{operator}" for part, operator in zip(parts, operators, strict=True)]
    assert statuses(gauge_rr(values, own, operators, method="nested", tolerance=10)) == {}


def test_one_step_takes_at_most_a_tenth_of_the_tolerance() -> None:
    """The rule of ten: AIAG MSA, chapter I.E."""
    judged = gauge_rr(crossed(), tolerance=5)
    assert statuses(judged, resolution=0.5)["resolution_fine"] is Status.OK
    assert statuses(judged, resolution=0.51)["resolution_coarse"] is Status.WARN
    with pytest.raises(Refused):
        study_checks(judged, resolution=0)


def test_without_a_tolerance_the_step_is_compared_with_the_study() -> None:
    result = gauge_rr(crossed())
    assert result.components.total is not None
    whole = result.components.total.study_variation
    assert statuses(result, resolution=whole * 0.099) == {"resolution_study_fine": Status.OK}
    assert statuses(result, resolution=whole * 0.101) == {"resolution_study_coarse": Status.WARN}
    short = gauge_rr([[[1.0], [1.2]], [[2.0], [2.1]]], method="range", process_sd=1)
    assert statuses(short, resolution=0.1) == {}, "nothing to compare with"


@given(st.integers(1, 9), st.lists(st.integers(-999, 999), min_size=2, unique=True))
def test_the_smallest_step_is_a_multiple_of_what_the_instrument_shows(scale: int, steps: list[int]) -> None:
    resolution = scale / 1000
    found = smallest_step(np.array([7.0 + step * resolution for step in steps]))
    assert found is not None
    assert found >= resolution * 0.99
    assert abs(found / resolution - round(found / resolution)) < 0.01 * max(1.0, found / resolution)


def test_values_all_equal_show_no_step() -> None:
    assert smallest_step(np.array([1.5, 1.5])) is None
    assert smallest_step(np.array([])) is None
    assert smallest_step(np.array([0.1 + 0.2, 0.3])) is None, "rounding is no step"
