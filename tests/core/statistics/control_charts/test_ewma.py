"""Moving averages: the recurrence, exact and asymptotic limits, phases."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.control_charts.ewma import ewma, smoothed

#: NIST/SEMATECH e-Handbook 6.3.2.4 (public domain).
NIST = [
    52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6,
    52.1,
]  # fmt: skip
VALUES = st.lists(st.floats(-5, 5), min_size=2, max_size=200)


@settings(deadline=None)
@given(VALUES, st.floats(0.01, 1), st.floats(-3, 3))
def test_blocks_are_the_recurrence(values: list[float], smoothing: float, start: float) -> None:
    z, wanted = start, []
    for value in values:
        z = smoothing * value + (1 - smoothing) * z
        wanted.append(z)
    assert smoothed(np.array(values), start, smoothing) == pytest.approx(wanted, abs=1e-12)


@settings(deadline=None)
@given(VALUES, st.floats(-100, 100), st.floats(0.1, 10))
def test_unit_and_origin_do_not_matter(values: list[float], origin: float, unit: float) -> None:
    plain = ewma(values, target=0, sigma=1)
    moved = ewma([origin + unit * value for value in values], target=origin, sigma=unit)
    assert moved.averages == pytest.approx(origin + unit * plain.averages, abs=1e-9)
    assert np.asarray(moved.limits.upper) == pytest.approx(origin + unit * np.asarray(plain.limits.upper))


def test_exact_limits_are_the_formula() -> None:
    found = ewma(NIST, target=50, sigma=2, smoothing=0.2, width=2.7)
    steps = np.arange(1, 21)
    wanted = 50 + 2.7 * 2 * np.sqrt(0.2 / 1.8 * (1 - 0.8 ** (2 * steps)))
    assert found.limits.upper == pytest.approx(wanted)
    assert found.limits.lower == pytest.approx(100 - wanted)


def test_unequal_subgroups_follow_the_same_recurrence() -> None:
    """Limits for labels of equal sizes are those of the closed formula, computed another way."""
    values = np.arange(12.0)
    even = ewma(values, subgroup=[1] * 4 + [2] * 4 + [3] * 4, target=5, sigma=2)
    assert even.limits.upper == pytest.approx(ewma(values, subgroup=4, target=5, sigma=2).limits.upper)
    odd = ewma(values, subgroup=[1] * 4 + [2] * 2 + [3] * 6, target=5, sigma=2)
    variance = 0.0
    for limit, size in zip(np.asarray(odd.limits.upper), (4, 2, 6), strict=True):
        variance = 0.64 * variance + 0.04 * 4 / size
        assert limit == pytest.approx(5 + 3 * np.sqrt(variance))
    settled = ewma(values, subgroup=[1] * 4 + [2] * 2 + [3] * 6, target=5, sigma=2, limits="asymptotic")
    assert settled.limits.upper == pytest.approx(5 + 3 * 2 / np.sqrt(4) * np.sqrt(0.2 / 1.8))


def test_nothing_is_forgotten_to_a_warning_on_long_data() -> None:
    found = ewma(np.tile(NIST, 5000), target=50, sigma=2)
    assert found.limits.upper[-1] == pytest.approx(50 + 3 * 2 * np.sqrt(0.2 / 1.8))  # type: ignore[index]


def test_a_missing_value_is_passed_over() -> None:
    found = ewma([*NIST[:5], None, *NIST[5:]], target=50, sigma=2)
    whole = ewma(NIST, target=50, sigma=2)
    assert np.isnan(found.averages[5])
    assert np.delete(found.averages, 5).tolist() == whole.averages.tolist()
    assert np.delete(np.asarray(found.limits.upper), 5) == pytest.approx(whole.limits.upper)
    assert found.inputs.missing == 1
    json.dumps(found.to_dict(), allow_nan=False)


def test_lambda_of_one_is_a_shewhart_chart() -> None:
    found = ewma(NIST, target=50, sigma=2, smoothing=1.0)
    assert found.averages.tolist() == NIST
    assert (found.limits.lower, found.limits.upper) == (44.0, 56.0)


@pytest.mark.parametrize("limits", ["exact", "asymptotic"])
def test_going_on_is_as_if_it_had_never_stopped(limits: str) -> None:
    whole = ewma([*NIST, 55, 56, 57], target=50, sigma=2, limits=limits)  # type: ignore[arg-type]
    first = ewma(NIST[:9], target=50, sigma=2, limits=limits)  # type: ignore[arg-type]
    second = first.limits.monitor([*NIST[9:], 55, 56, 57], after=first)
    assert second.averages == pytest.approx(whole.averages[9:])
    wanted = np.broadcast_to(whole.limits.upper, 23)[9:]
    assert np.broadcast_to(second.limits.upper, 14) == pytest.approx(wanted)
    assert second.signals.marked == whole.signals.marked
    assert second.rows()[0]["point"] == second.first == 10
    assert second.figure().count("c-sig") == len(second.signals)
    anew = first.limits.monitor(NIST)
    assert (anew.first, anew.phase) == (1, 2)
    assert anew.averages == pytest.approx(ewma(NIST, target=50, sigma=2).averages)


def test_figures_in_three_languages() -> None:
    found = ewma([*NIST, 58, 59], target=50, sigma=2)
    for language, word in (("fr", "limite supérieure"), ("ar", "الحد الأعلى"), ("en", "upper limit")):
        drawn = found.figure(language=language)
        assert word in drawn
        assert "c-sig" in drawn
    calm = ewma(NIST, target=50, sigma=4, limits="asymptotic")
    assert "aucun signal" in calm.figure(width=358)
    assert found.to_frame().columns == ["point", "value", "average", "lower", "upper", "signal"]


def test_false_alarms_are_told() -> None:
    told = {check.id for check in ewma(NIST, width=1.0).findings}
    assert "time_weighted_charts.false_alarms_often" in told
    assert "time_weighted_charts.false_alarms" in {check.id for check in ewma(NIST).findings}
    assert not any("alarms" in check.id for check in ewma(NIST, width=9.0).findings)


def test_start_elsewhere() -> None:
    assert ewma([1.0, 2.0], target=0, sigma=1, start=1.0, smoothing=0.5).averages.tolist() == [1.0, 1.5]


def test_refusals_and_wrong_options() -> None:
    with pytest.raises(Refused, match="zero_spread"):
        ewma([1.0, 1.0, 1.0])
    for options in ({"smoothing": 0}, {"width": 0}, {"limits": "x"}):
        with pytest.raises(ValueError, match=r"."):
            ewma(NIST, **options)  # type: ignore[arg-type]
