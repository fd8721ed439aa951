"""A process is called unstable for what chance does not explain, and seldom for what it does."""

from __future__ import annotations

import numpy as np
import pytest
from tests.core.statistics.capability.samples import MM, shifted, stable

from jawda.core.statistics.capability import Capability, capability
from jawda.core.statistics.capability.stability import COUNTED_UP_TO, allowed_signals
from jawda.core.statistics.control_charts import rule_set
from jawda.core.statistics.result import Status

NELSON = rule_set("nelson1984")


def names(found: Capability) -> set[str]:
    return {check.id.split(".")[1] for check in found.findings}


@pytest.mark.parametrize("size", [None, 5])
def test_a_stable_process_is_seldom_accused(size: int | None) -> None:
    """About 3 in 100; with any signal of the eight rules it would be 80 in 100 for single values."""
    accused = sum(not capability(stable(100, seed=seed), MM, size=size).stable for seed in range(150))
    assert accused <= 12


@pytest.mark.parametrize("size", [None, 5])
def test_a_shift_takes_capability_away(size: int | None) -> None:
    found = capability(shifted(), MM, size=size)
    assert found.stable is False
    assert all(found.indices[name].value is None for name in ("Cp", "Cpk", "Cpl", "Cpu", "Cpm"))
    assert all(found.indices[name].value is not None for name in ("Pp", "Ppk", "Ppl", "Ppu", "Ppm"))
    assert found.expected_within is None
    assert "unstable" in names(found)
    assert found.findings[0].arguments["index"] == "Ppk"
    wide = capability(shifted(), type(MM)(0, 20), size=size).findings[0]
    assert (wide.id, wide.status) == ("capability.reached_unstable", Status.WARN)


def test_one_far_point_is_enough() -> None:
    values = stable(100)
    values[40] = 10.0 + 8 * 0.02
    found = capability(values, MM)
    assert found.stable is False
    assert found.stability is not None
    assert found.stability.extreme


def test_one_wild_subgroup_is_enough() -> None:
    values = stable(100).reshape(-1, 5)
    values[7] += np.array([-6, 6, -6, 6, 0]) * 0.02
    for within in ("pooled", "rbar", "sbar"):
        found = capability(values, MM, within=within)
        assert found.stable is False
        assert found.stability is not None
        assert found.stability.extreme
        assert found.stability.chart == ("xbar-r" if within == "rbar" else "xbar-s")


def test_slow_waves_are_seen_by_their_successive_differences() -> None:
    waves = 10 + 0.02 * np.sin(np.arange(100) / 8) + 0.004 * stable(100, mean=0.0, sigma=1.0)
    found = capability(waves, MM)
    assert found.stability is not None
    assert found.stability.p_moving is not None
    assert found.stability.p_moving < 1e-6
    assert not found.stable


def test_strict_and_assumed() -> None:
    noisy = next(seed for seed in range(50) if "stable_by_chance" in names(capability(stable(100, seed=seed), MM)))
    values = stable(100, seed=noisy)
    assert capability(values, MM).stable
    assert capability(values, MM, stability="strict").stable is False
    assumed = capability(shifted(), MM, stability="assumed")
    assert assumed.stable
    assert assumed.indices["Cpk"].value is not None
    assert "stability_assumed" in names(assumed)
    with pytest.raises(ValueError, match="stability"):
        capability(values, MM, stability="hoped")  # type: ignore[arg-type]


def test_few_values_tell_nothing_of_the_long_run() -> None:
    found = capability([1.0, 2.0, 1.5, 1.7, 1.2], MM.__class__(0, 3))
    assert found.stability is not None
    assert found.stability.p_moving == 1.0


@pytest.mark.parametrize("size", [None, 2])
def test_many_points_are_judged_by_how_far_they_move(size: int | None) -> None:
    count = (COUNTED_UP_TO + 10) * (size or 1)
    still = capability(stable(count), MM, size=size)
    assert still.stable
    assert still.stability is not None
    assert still.stability.signals is None
    assert still.chart is None
    assert "keeps_place" in names(still)
    moving = capability(shifted(count, by=1.5), MM, size=size)
    assert moving.stable is False
    assert "moves" in names(moving)
    assert capability(shifted(count, by=1.5), MM, size=size, stability="assumed").stable


def test_subgroups_of_one_value_are_passed_over() -> None:
    table = stable(60).reshape(-1, 3)
    table[4, 1:] = np.nan
    found = capability(table, MM)
    assert found.stability is not None
    assert found.stability.points == 19
    labelled = capability(stable(9), MM, subgroup=["a"] * 4 + ["b"] * 4 + ["c"])
    assert labelled.stability is not None
    assert labelled.stability.points == 2


def test_allowance_grows_with_points_and_meets_itself() -> None:
    few = [allowed_signals(points, NELSON, "individuals", 1) for points in (20, 100, 1000)]
    assert few == sorted(few)
    assert allowed_signals(1001, NELSON, "xbar-s", 5) == pytest.approx(
        allowed_signals(1000, NELSON, "xbar-s", 5), rel=0.1
    )
    assert allowed_signals(50, rule_set("none"), "xbar-r", 3) == 0


def test_one_subgroup_of_several_beside_single_values_differs_from_nothing() -> None:
    found = capability([9.98, 10.01, 10.0, 10.02, 9.99], MM, subgroup=["a", "b", "b", "b", "c"])
    assert found.stable is True


def test_a_missing_value_is_no_point() -> None:
    """What chance explains is counted for the points there are: the same as where the gaps are not written."""
    values = np.append(stable(120), np.full(180, np.nan))
    found, full = capability(values, MM).stability, capability(stable(120), MM).stability
    assert found is not None
    assert full is not None
    assert (found.points, found.allowed) == (120, full.allowed)
    assert (found.extreme, found.signals) == (full.extreme, full.signals)


def test_the_farthest_point_is_that_of_the_points_there_are() -> None:
    """A point at a distance that is too far for 20 points, and would not be for 20 and 5 000 gaps."""
    values = stable(20)
    distance = next(
        step for step in np.arange(3.0, 12.0, 0.1)
        if (one := capability([*values, 10 + 0.02 * step], MM).stability) is not None and one.extreme
    )  # fmt: skip
    gaps = np.full(5000, np.nan)
    found = capability([*values, 10 + 0.02 * distance, *gaps], MM).stability
    assert found is not None
    assert found.extreme
