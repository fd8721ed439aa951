"""Run lengths: against published tables, simulation and each other."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.control_charts.rules import (
    NELSON_1984,
    NONE,
    WECO_1956,
    AllOutside,
    AllWithin,
    Beyond,
    RuleSet,
    Run,
)
from jawda.core.statistics.control_charts.run_length import (
    cusum_design,
    cusum_run_length,
    ewma_design,
    ewma_run_length,
    shewhart_run_length,
)
from jawda.core.statistics.control_charts.run_length_rules import Window, arl_with_rules, windows_of
from jawda.core.statistics.result import Status


@pytest.mark.parametrize(
    ("rules", "published"),
    [(("1",), 370.40), (("1", "2"), 225.44), (("1", "3"), 166.05), (("1", "4"), 152.73), (("1", "2", "3"), 132.89),
     (("1", "2", "3", "4"), 91.75)],
)  # fmt: skip
def test_zone_rules_as_champ_and_woodall_tabulate_them(rules: tuple[str, ...], published: float) -> None:
    """Technometrics 29 (1987), table 1: the run length in control of the Western Electric rules."""
    assert shewhart_run_length(rules=WECO_1956.only(*rules)).arl[0] == pytest.approx(published, abs=0.005)


def test_one_rule_by_chain_and_by_formula() -> None:
    shifts = [0.0, 0.5, 2.0]
    alone = RuleSet(name="own", rules=(Beyond(id="1", sigmas=2.5),))
    assert shewhart_run_length(shifts, rules=alone).arl == pytest.approx(shewhart_run_length(shifts, nsigma=2.5).arl)


def test_runs_alone_in_closed_form() -> None:
    """Eight in a row on one side of a fair coin: 2^8 - 1 tosses."""
    assert shewhart_run_length(rules=[Run(id="r", length=8)]).arl[0] == pytest.approx(255.0)


def test_within_and_outside_in_closed_form() -> None:
    """L in a row with chance p each: (1 - p^L) / (p^L (1 - p))."""
    inside = 0.6826894921370859
    for rule, chance in (
        (AllWithin(id="7", length=15), inside),
        (AllOutside(id="8", length=8, sides="either"), 1 - inside),
    ):
        length = rule.length
        wanted = (1 - chance**length) / (chance**length * (1 - chance))
        assert shewhart_run_length(rules=[rule]).arl[0] == pytest.approx(wanted)


def test_rules_that_no_window_tells() -> None:
    with pytest.raises(ValueError, match="rule 3"):
        shewhart_run_length(rules="nelson1984")
    with pytest.raises(ValueError, match="rule 8"):
        windows_of(NELSON_1984.only("8"))
    with pytest.raises(ValueError, match="never signals"):
        windows_of(NONE)


def test_too_many_states() -> None:
    ranges = [Window(count=9, length=18, low=step / 10, high=np.inf) for step in range(4)]
    with pytest.raises(ValueError, match="states"):
        arl_with_rules(0.0, ranges)


def test_one_sided_limits() -> None:
    both, upper, lower = (float(shewhart_run_length(0.7, sides=side).arl[0]) for side in ("both", "upper", "lower"))
    assert 1 / both == pytest.approx(1 / upper + 1 / lower)


def test_mean_of_more_values_sees_a_shift_sooner() -> None:
    """A shift of one sigma, with means of four, is one of two standard errors."""
    for function in (shewhart_run_length, cusum_run_length, ewma_run_length):
        found = function(1.0, size=4)
        assert found.shift[0] == 1.0
        assert found.arl[0] == pytest.approx(function(2.0).arl[0])


@pytest.mark.parametrize(
    ("shift", "plain", "fast"), [(0.0, 465.4, 430.4), (0.5, 38.0, 28.67), (1.0, 10.4, 6.35), (2.0, 4.01, 2.36)]
)
def test_headstart_as_lucas_and_crosier(shift: float, plain: float, fast: float) -> None:
    """Technometrics 24 (1982): k = 0.5, h = 5, headstart of half the interval."""
    assert cusum_run_length(shift).arl[0] == pytest.approx(plain, rel=3e-3)
    assert cusum_run_length(shift, headstart=0.5).arl[0] == pytest.approx(fast, rel=2e-3)


@pytest.mark.parametrize(
    ("smoothing", "width"), [(0.4, 3.054), (0.25, 2.998), (0.20, 2.962), (0.10, 2.814), (0.05, 2.615)]
)
def test_widths_for_500_as_montgomery_tabulates_them(smoothing: float, width: float) -> None:
    design = ewma_design(500.0, smoothing=smoothing)
    assert (design.parameter, design.value) == ("width", pytest.approx(width, abs=5e-4))
    assert design.arl == pytest.approx(500.0)


@pytest.mark.parametrize(("k", "h"), [(0.25, 8.01), (0.5, 4.77), (0.75, 3.34), (1.0, 2.52), (1.25, 1.99), (1.5, 1.61)])
def test_intervals_for_370_as_hawkins_tabulates_them(k: float, h: float) -> None:
    assert cusum_design(370.0, reference_value=k).value == pytest.approx(h, abs=7e-3)


def test_one_sided_sum_is_half_of_a_symmetric_pair() -> None:
    upper = cusum_run_length([0.0, 1.0], sides="upper").arl
    lower = cusum_run_length([0.0, -1.0], sides="lower").arl
    assert upper == pytest.approx(lower)
    assert cusum_run_length(0.0).arl[0] == pytest.approx(upper[0] / 2)


def test_one_sided_average() -> None:
    """A barrier at the target keeps the average near its limit: sooner than the two-sided chart on its own side."""
    upper = ewma_run_length([0.0, 1.0], sides="upper").arl
    lower = ewma_run_length([0.0, -1.0], sides="lower").arl
    assert upper == pytest.approx(lower)
    assert ewma_run_length(0.0).arl[0] < upper[0] < 2 * ewma_run_length(0.0).arl[0]
    assert upper[1] < ewma_run_length(1.0).arl[0] * 1.05


def test_exact_limits_signal_sooner_and_agree_with_simulation() -> None:
    found = ewma_run_length([0.0, 1.0], smoothing=0.2, width=2.5, limits="exact").arl
    settled = ewma_run_length([0.0, 1.0], smoothing=0.2, width=2.5).arl
    assert (found < settled).all()
    chance = np.random.default_rng(20)
    for shift, arl in zip((0.0, 1.0), found, strict=True):
        lengths = np.zeros(4000)
        z, running, step = np.zeros(4000), np.arange(4000), 0
        while running.size:
            step += 1
            z = 0.8 * z + 0.2 * (chance.normal(size=z.size) + shift)
            lengths[running] += 1
            still = np.abs(z) <= 2.5 * np.sqrt(0.2 / 1.8 * (1 - 0.8 ** (2 * step)))
            z, running = z[still], running[still]
        assert lengths.mean() == pytest.approx(arl, abs=4 * lengths.std() / np.sqrt(4000))


def test_an_average_that_forgets_at_once_is_a_shewhart_chart() -> None:
    for limits in ("exact", "asymptotic"):
        found = ewma_run_length([0.0, 1.0], smoothing=1.0, width=3.0, limits=limits).arl
        assert found == pytest.approx(shewhart_run_length([0.0, 1.0]).arl)


@settings(deadline=None, max_examples=30)
@given(st.floats(0.05, 1), st.floats(0.5, 3), st.floats(-3, 3))
def test_the_side_of_a_shift_does_not_matter(smoothing: float, width: float, shift: float) -> None:
    there, back = ewma_run_length([shift, -shift], smoothing=smoothing, width=width).arl
    assert there == pytest.approx(back)
    there, back = cusum_run_length([shift, -shift], decision_interval=width, headstart=0.3).arl
    assert there == pytest.approx(back)


def test_beyond_precision_is_said() -> None:
    found = shewhart_run_length([0.0, 1.0], nsigma=9.0)
    assert found.status is Status.WARN
    assert found.findings[0].arguments["count"] == 2
    assert found.to_dict()["arl"] == [None, None]
    assert "1" in found.findings[0].sentence("fr")
    assert "c-line" not in found.figure()


def test_a_table_and_a_picture() -> None:
    found = cusum_run_length([2.0, 0.0, 1.0])
    json.dumps(found.to_dict(), allow_nan=False)
    assert found.to_frame().columns == ["shift", "arl"]
    assert found.to_dict()["schema"] == "jawda/statistics/run-length/1"
    for language in ("fr", "ar", "en"):
        drawn = found.figure(language=language, width=640)
        assert "c-line" in drawn
        assert "CUSUM" in drawn
    assert ewma_design(200.0).rows()[0]["parameter"] == "width"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: shewhart_run_length(nsigma=0),
        lambda: shewhart_run_length(sides="left"),
        lambda: shewhart_run_length(size=0),
        lambda: shewhart_run_length([0.0, None]),
        lambda: shewhart_run_length(rules="nobody"),
        lambda: cusum_run_length(decision_interval=0),
        lambda: cusum_run_length(reference_value=-1),
        lambda: cusum_run_length(headstart=1),
        lambda: cusum_run_length(sides="left"),
        lambda: ewma_run_length(width=0),
        lambda: ewma_run_length(smoothing=0),
        lambda: ewma_run_length(sides="left"),
        lambda: ewma_run_length(limits="other"),
        lambda: ewma_run_length(sides="upper", limits="exact"),
        lambda: ewma_design(1.0),
        lambda: cusum_design(1e9),
    ],
)
def test_wrong_options(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match=r"."):
        wrong()


def test_a_shift_is_a_number() -> None:
    with pytest.raises(Refused, match="not_a_number"):
        cusum_run_length(["x"])


def test_exact_limits_so_wide_that_nothing_is_told() -> None:
    assert np.isinf(ewma_run_length(0.0, width=9.0, limits="exact").arl[0])
