"""Signals as arrays, and as objects for whoever asks."""

from __future__ import annotations

import numpy as np
import pytest

from jawda.core.statistics.control_charts.marks import Mark, marks_of
from jawda.core.statistics.control_charts.rules import LIMITS, NELSON_1984

LINES = {"center": 0.0, "sigma": 1.0, "lower": -3.0, "upper": 3.0}


def test_arrays_and_objects_say_the_same() -> None:
    found = marks_of(np.array([0.5] * 9 + [-4.0, np.nan, 5.0]), **LINES, rules=NELSON_1984)  # type: ignore[arg-type]
    assert list(found) == [
        Mark(point=9, rule="2", kind="run", side="upper"),
        Mark(point=10, rule="1", kind="beyond", side="lower"),
        Mark(point=12, rule="1", kind="beyond", side="upper"),
    ]
    assert [vars_of(mark) for mark in found] == found.to_dict()
    assert found[-1].point == 12
    assert [mark.point for mark in found[1:]] == [10, 12]
    assert found.marked == [9, 10, 12]
    assert found.of("1") == [10, 12]
    assert found.on("lower").marked == [10]
    assert found.after(9).moved(5).marked == [15, 17]
    with pytest.raises(ValueError, match="not in list"):
        found.of("x")


def vars_of(mark: Mark) -> dict[str, object]:
    return {name: getattr(mark, name) for name in ("point", "rule", "kind", "side")}


def test_a_trend_tells_which_way_and_a_pattern_on_both_sides_none() -> None:
    rising = marks_of(np.arange(6) / 100 - 1, **LINES, rules=NELSON_1984.only("3"))  # type: ignore[arg-type]
    assert [(mark.point, mark.side) for mark in rising] == [(6, "upper")]
    falling = marks_of(1 - np.arange(6) / 100, **LINES, rules=NELSON_1984.only("3"))  # type: ignore[arg-type]
    assert [mark.side for mark in falling] == ["lower"]
    hugging = marks_of(np.tile([0.1, -0.1, 0.2], 5), **LINES, rules=NELSON_1984.only("7"))  # type: ignore[arg-type]
    assert [(mark.point, mark.side) for mark in hugging] == [(15, "both")]


def test_no_pattern_reaches_over_a_start() -> None:
    points = np.array([0.5] * 12)
    assert marks_of(points, **LINES, rules=NELSON_1984, starts=(0, 6)).marked == []  # type: ignore[arg-type]
    varying = {**LINES, "upper": np.array([3.0, 0.4] * 6)}
    assert marks_of(points, **varying, rules=LIMITS).marked == [2, 4, 6, 8, 10, 12]  # type: ignore[arg-type]
