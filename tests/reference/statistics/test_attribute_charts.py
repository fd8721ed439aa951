"""Published charts of counts, each at its own tolerance."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reference.statistics.cases import case

from jawda.core.statistics.control_charts.attributes import p_chart
from jawda.core.statistics.validation.areas.control_charts import count_chart


@pytest.mark.parametrize("name", ["qcc-oj-p", "qcc-oj-np", "qcc-circuit-c", "qcc-pcmanufact-u"])
def test_textbook_charts(name: str) -> None:
    one = case("control_charts", name)
    expected, close = one["expected"], {"rel": one["tolerance"]["rel"]}
    chart = count_chart(one["params"]["type"], one["data"])
    points = len(chart.points)
    assert chart.limits.center == pytest.approx(expected["center"], **close)
    for line, key in (("lower", "lcl"), ("upper", "ucl")):
        wanted = np.broadcast_to(expected[key], points)
        assert np.broadcast_to(getattr(chart.limits, line), points) == pytest.approx(wanted, **close)
    # the standard deviation of one unit (p, u) or of one sample (np, c)
    unit = 1.0 if name in {"qcc-oj-np", "qcc-circuit-c"} else np.sqrt(one["data"]["size"][0])
    assert chart.limits.standard_error * unit == pytest.approx(expected["std_dev"], **close)
    assert chart.signals.of("1") == sorted(expected["beyond_limits_1based"])
    assert chart.signals.of("2") == expected["violating_runs_1based"]


def test_revised_limits_and_new_samples() -> None:
    one = case("control_charts", "qcc-oj-p-revised")
    expected, close = one["expected"], {"rel": one["tolerance"]["rel"]}
    first = count_chart("p", one["data"])
    second = first.limits.monitor(one["params"]["new_x"], one["params"]["new_size"], after=first)  # type: ignore[attr-defined]
    for chart, part in ((first, slice(0, 28)), (second, slice(28, 52))):
        assert chart.limits.center == pytest.approx(expected["center"], **close)
        assert np.broadcast_to(chart.limits.upper, len(chart.points)) == pytest.approx(expected["ucl"][part], **close)
        assert np.broadcast_to(chart.limits.lower, len(chart.points)) == pytest.approx(expected["lcl"][part], **close)
    assert first.signals.of("1") + second.signals.of("1") == expected["beyond_limits_1based"]
    assert first.signals.of("2") + second.signals.of("2") == expected["violating_runs_1based"]


def test_revised_limits_with_the_points_left_on_the_chart() -> None:
    """The same limits as from the data without samples 15 and 23, where these are only excluded."""
    whole, revised = case("control_charts", "qcc-oj-p"), case("control_charts", "qcc-oj-p-revised")
    chart = p_chart(whole["data"]["x"], whole["data"]["size"], exclude=[15, 23], rules="limits")
    assert chart.limits.center == pytest.approx(revised["expected"]["center"], rel=1e-9)
    assert chart.signals.marked == [15, 21, 23]
