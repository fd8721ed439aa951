"""Limits and target: what is refused, what follows."""

from __future__ import annotations

import math

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.capability import Specification
from jawda.core.statistics.capability.specification import unit_of
from jawda.core.statistics.samples import Column


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "samples.no_limits"),
        ({"target": 3}, "samples.no_limits"),
        ({"lower": 2, "upper": 2}, "samples.limits_inverted"),
        ({"lower": 3, "upper": 2}, "samples.limits_inverted"),
        ({"lower": math.nan}, "capability.not_finite"),
        ({"upper": math.inf}, "capability.not_finite"),
        ({"lower": 1, "upper": 2, "target": 3}, "capability.target_outside"),
        ({"lower": 1, "target": 0.5}, "capability.target_outside"),
    ],
)
def test_refused(given: dict[str, float], name: str) -> None:
    with pytest.raises(Refused) as caught:
        Specification(**given)
    assert [finding.id for finding in caught.value.findings] == [name]


def test_what_follows_from_limits() -> None:
    both = Specification(1.0, 4.0, nominal=10.0)
    assert (both.width, both.middle, both.aim, both.centred) == (3.0, 2.5, 2.5, True)
    off = Specification(1.0, 4.0, target=3.0, unit="mm")
    assert (off.aim, off.centred) == (3.0, False)
    one = Specification(upper=4.0, target=3.0)
    assert (one.width, one.middle, one.aim, one.centred) == (None, None, 3.0, True)
    assert one.holds(-1e9)
    assert not one.holds(4.1)
    assert Specification(lower=1.0).beyond(np.array([0.0, 9.0])) == (1, 0)
    assert off.to_dict() == {"lower": 1.0, "upper": 4.0, "target": 3.0, "nominal": None, "unit": "mm"}


def test_units() -> None:
    column = Column(values=np.array([1.0]), unit="mm")
    assert unit_of(column, Specification(0, 2)) == "mm"
    with pytest.raises(Refused) as caught:
        unit_of(column, Specification(0, 2, unit="µm"))
    assert caught.value.findings[0].id == "samples.units_differ"
