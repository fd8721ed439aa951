"""Processes drawn after each model of ISO 21747 are placed there."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.core.statistics.capability.samples import MM

from jawda.core.statistics.capability import capability
from jawda.core.statistics.capability import time_model as module
from jawda.core.statistics.capability.time_model import TimeModel, time_model
from jawda.core.statistics.result import Floats
from jawda.core.statistics.subgroups import by_label, by_row

DRAW = np.random.default_rng(22514)
COUNT, SIZE = 40, 5
NOISE = DRAW.normal(size=(COUNT, SIZE))
TREND = np.linspace(0, 4, COUNT)[:, None]


def placed(table: Floats, *, normal: bool = True) -> TimeModel:
    found = time_model(by_row(table), normal=normal)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("table", "normal", "model", "location"),
    [
        (NOISE, True, "A1", "constant"),
        (NOISE, False, "A2", "constant"),
        (NOISE * np.where(np.arange(COUNT) % 2, 4.0, 1.0)[:, None], False, "B", "constant"),
        (NOISE + DRAW.normal(0, 2, (COUNT, 1)), True, "C1", "random"),
        (NOISE + DRAW.exponential(2, (COUNT, 1)), False, "C2", "random"),
        (NOISE + TREND, False, "C3", "systematic"),
        (NOISE + TREND + np.repeat([0, 3, -1, 2], COUNT // 4)[:, None], False, "C4", "both"),
        ((NOISE * np.where(np.arange(COUNT) % 2, 4.0, 1.0)[:, None]) + 4 * TREND, False, "D", "systematic"),
    ],
)
def test_each_model(table: Floats, normal: bool, model: str, location: str) -> None:
    found = placed(table, normal=normal)
    assert (found.model, found.location) == (model, location)
    assert (found.p_beyond_trend is None) == (location in ("constant", "random"))


def test_a_process_at_rest_is_seldom_placed_elsewhere() -> None:
    """Two risks of 1 in 100."""
    tables = np.random.default_rng(1).normal(size=(200, 25, SIZE))
    assert sum(placed(table).model != "A1" for table in tables) <= 10
    skewed = np.random.default_rng(2).exponential(size=(200, 25, SIZE))
    assert sum(placed(table, normal=False).model != "A2" for table in skewed) <= 14


def test_the_dispersion_is_judged_by_brown_and_forsythe() -> None:
    """Of even sizes as scipy has it."""
    stats = pytest.importorskip("scipy.stats")
    even = NOISE[:, :4]
    assert placed(even).p_dispersion == pytest.approx(stats.levene(*even, center="median").pvalue)
    assert placed(NOISE[:, :2]).p_dispersion is None
    assert placed(np.tile([0.0, 1.0, 3.0, 5.0], (COUNT, 1))).p_dispersion == pytest.approx(1.0)
    assert placed(np.tile([0.0, 1.0, 2.0], (COUNT, 1))).p_dispersion is None


def test_sizes_may_differ() -> None:
    counts = np.array([1, 2, 3, 4, 5] * 8)
    labels = np.repeat(np.arange(COUNT), counts)
    values = DRAW.normal(size=len(labels))
    found = time_model(by_label(values, labels), normal=True)
    assert found is not None
    assert found.model == "A1"


def test_too_few_or_too_many_subgroups_are_not_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert time_model(by_row(NOISE[:9]), normal=True) is None
    assert time_model(by_row(np.repeat(NOISE[:, :1], 3, axis=1)), normal=True) is None
    level = np.tile([9.0, 11.0], (COUNT, 1))
    assert placed(level).p_order == 1.0
    monkeypatch.setattr(module, "COUNTED_UP_TO", 20)
    assert time_model(by_row(NOISE), normal=True) is None


def test_a_study_carries_its_model() -> None:
    table = 10 + 0.02 * NOISE
    found = capability(table, MM)
    assert found.time_model is not None
    assert json.loads(json.dumps(found.to_dict()))["time_model"]["model"] == found.time_model.model == "A1"
    skewed = capability(10 + 0.02 * np.exp(NOISE), MM, model="lognormal3")
    assert skewed.time_model is not None
    assert not skewed.time_model.normal
    assert capability(table.ravel(), MM).time_model is None
    assert capability(np.tile(table, (600, 1)), MM).time_model is None
