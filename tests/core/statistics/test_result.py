"""What every result carries, as programs and people read it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest

from jawda.core.findings import Level
from jawda.core.statistics.result import Check, Estimate, Exclusion, Inputs, Method, Result, Status, plain

FEW = Check(id="samples.few_values", status=Status.WARN, statistic=12, arguments={"count": 12, "enough": 100})


@dataclass(frozen=True, kw_only=True)
class Measured(Result):
    schema: ClassVar[str] = "measured/1"

    value: Estimate
    points: np.ndarray[Any, Any]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        return [{"point": index, "value": value} for index, value in enumerate(self.points)]


def measured(*findings: Check) -> Measured:
    return Measured(
        method=Method(name="mean", standard="ISO 3534-1", edition="2006", options={"confidence": 0.95}),
        inputs=Inputs(count=2, missing=1, excluded=(Exclusion(reason="missing", count=1, rows=(3,)),), unit="mm"),
        findings=findings,
        value=Estimate(value=1.5, low=float("nan")),
        points=np.array([1.0, np.inf]),
    )


def test_json_holds_everything_and_nothing_that_is_no_number() -> None:
    found = measured(FEW).to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["schema"] == "jawda/statistics/measured/1"
    assert found["value"] == {
        "value": 1.5, "low": None, "high": None, "confidence": None, "degrees_of_freedom": None,
    }  # fmt: skip
    assert found["points"] == [1.0, None]
    assert found["method"]["options"] == {"confidence": 0.95}
    assert found["inputs"]["excluded"] == [{"reason": "missing", "count": 1, "rows": [3]}]
    assert found["findings"][0]["status"] == "warn"
    assert set(found["findings"][0]["sentences"]) == {"fr", "ar", "en"}


def test_the_status_is_the_worst_finding() -> None:
    assert measured().status is Status.OK
    assert measured(FEW).status is Status.WARN
    assert measured(Check(id="samples.zero_spread", status=Status.FAIL), FEW).status is Status.FAIL
    assert FEW.finding.level is Level.WARNING


def test_the_frame_has_the_rows() -> None:
    frame = measured().to_frame()
    assert frame.columns == ["point", "value"]
    assert frame["value"].to_list() == [1.0, None]


def test_a_result_without_table_or_picture_says_so() -> None:
    bare = Result(method=Method(name="none"), inputs=Inputs(count=0))
    with pytest.raises(NotImplementedError):
        bare.rows()
    with pytest.raises(NotImplementedError):
        bare.figure()


def test_the_fingerprint_tells_data_names_and_order_apart() -> None:
    prints = {
        Inputs(count=2, data=data).sha256
        for data in (
            {"value": np.array([1.0, 2.0])},
            {"value": np.array([2.0, 1.0])},
            {"other": np.array([1.0, 2.0])},
            {"value": np.array([1.0, 2.0]), "part": ["a", "b"]},
            {"value": np.array([1.0, 2.0]), "part": ["b", "a"]},
        )
    }
    assert len(prints) == 5
    assert Inputs(count=2, data={"v": np.array([1, 2])}).sha256 == Inputs(count=2, data={"v": [1.0, 2.0]}).sha256


def test_plain_values() -> None:
    assert plain({1: (np.int64(2), Status.OK, None, True)}) == {"1": [2, "ok", None, True]}
    assert plain(np.array([1, 2])) == [1, 2]
    assert plain(np.array([[1.0, np.nan]])) == [[1.0, None]]
    with pytest.raises(TypeError):
        plain(object())
