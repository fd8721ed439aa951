"""Indices of a mean, a standard deviation and a count."""

from __future__ import annotations

import json
import math

import pytest
from tests.core.statistics.capability.samples import MM, stable

from jawda.core.findings import Refused
from jawda.core.statistics.capability import Specification, capability, capability_of_summary


def test_agrees_with_the_values() -> None:
    values = stable(80)
    whole = capability(values, MM)
    found = capability_of_summary(float(values.mean()), float(values.std(ddof=1)), 80, MM, kind="overall")
    for name in ("Pp", "Ppk", "Ppl", "Ppu", "Ppm"):
        one, other = found.indices[name], whole.indices[name]
        assert [one.value, one.low, one.high] == pytest.approx([other.value, other.low, other.high], rel=1e-9)
    assert found.indices["Cpk"].value is None
    assert list(found.indices) == list(whole.indices)
    assert found.expected is not None
    assert found.sigma_within is None
    assert found.stable is None
    json.dumps(found.to_dict(), allow_nan=False)
    with pytest.raises(NotImplementedError):
        found.figure()


def test_degrees_of_freedom_can_be_given() -> None:
    found = capability_of_summary(10.0, 0.02, 125, MM, degrees=92.0)
    assert found.indices["Cp"].degrees_of_freedom == 92.0
    assert found.expected_within is not None


def test_without_a_mean_or_a_count_less_is_said() -> None:
    bare = capability_of_summary(None, 0.02, None, MM)
    assert [check.id for check in bare.findings] == ["capability.met", "capability.stability_unknown"]
    assert bare.model is bare.percentiles is bare.expected_within is None
    nothing = capability_of_summary(None, 0.02, 50, Specification(upper=3.0))
    assert [check.id for check in nothing.findings] == ["capability.stability_unknown"]
    assert capability_of_summary(10.0, 0.2, None, MM).findings[0].id == "capability.missed"


def test_refused() -> None:
    for arguments, name in (
        ((10.0, 0.0, 5), "samples.zero_spread"),
        ((10.0, math.inf, 5), "samples.zero_spread"),
        ((math.nan, 1.0, 5), "capability.not_finite"),
        ((10.0, 1.0, 1), "samples.too_few"),
    ):
        with pytest.raises(Refused) as caught:
            capability_of_summary(*arguments, MM)
        assert caught.value.findings[0].id == name
    with pytest.raises(ValueError, match="within or overall"):
        capability_of_summary(10.0, 1.0, 5, MM, kind="both")  # type: ignore[arg-type]
