"""Checks: what was looked at, what came of it, and the same as a finding and as JSON."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from jawda.core.findings import Level, words_with_place
from jawda.core.findings.checks import Check, Status

FEW = {"count": 12, "enough": 100}


@pytest.mark.parametrize(
    ("status", "level"), [(Status.OK, Level.NOTE), (Status.WARN, Level.WARNING), (Status.FAIL, Level.ERROR)]
)
def test_a_check_is_a_finding(status: Status, level: Level) -> None:
    finding = Check(id="samples.few_values", status=status, arguments=FEW, path="results[2]").finding
    assert (finding.level, finding.place.path) == (level, "results[2]")
    assert words_with_place(finding, "en").startswith("results[2]: Only 12 values")


def test_as_json() -> None:
    check = Check(
        id="samples.few_values",
        status=Status.WARN,
        statistic=math.nan,
        arguments={"count": np.int64(12), "enough": 100},
    )
    found = json.loads(json.dumps(check.to_dict()))
    assert set(found) == {"id", "status", "statistic", "arguments", "sentences"}
    assert found["statistic"] is None
    assert found["arguments"] == FEW
    assert set(found["sentences"]) == {"fr", "ar", "en"}
    assert Check(id="samples.few_values", status=Status.OK, arguments=FEW, path="a/b").to_dict()["path"] == "a/b"
