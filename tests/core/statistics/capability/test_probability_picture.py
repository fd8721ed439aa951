"""The values on normal probability paper."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.statistics.capability import Specification, capability, capability_of_summary
from jawda.core.statistics.capability.probability_picture import plotting_positions, probability_picture

SPECIFICATION = Specification(5.0, 15.0)


@given(st.integers(1, 500))
def test_positions_are_symmetric_and_ascend_between_0_and_1(count: int) -> None:
    """Median ranks: the i-th from below and the i-th from above share one."""
    found = plotting_positions(count)
    assert np.allclose(found + found[::-1], 1)
    assert (np.diff(found) > 0).all()
    assert 0 < found[0] <= found[-1] < 1


@pytest.mark.parametrize(("count", "most"), [(30, 30), (240, 240), (100_000, 240)])
def test_many_values_are_thinned_and_both_ends_stay(count: int, most: int) -> None:
    values = np.random.default_rng(1).normal(10, 1, count)
    drawn = probability_picture(capability(values, SPECIFICATION), language="en")
    places = [float(x) for x in re.findall(r'<circle [^>]*cx="([-\d.]+)"', drawn)]
    assert 0.5 * most < len(places) <= most
    assert places == sorted(places)
    assert "% of values below" in drawn


def test_figures_are_written_as_the_language_does() -> None:
    found = capability(np.random.default_rng(2).normal(10, 1, 50), SPECIFICATION)
    assert ">99,9<" in probability_picture(found, language="fr")
    assert ">99.9<" in probability_picture(found, language="en", width=358)
    assert "التوزيع" in probability_picture(found, language="ar")


def test_a_summary_has_no_values_to_draw() -> None:
    with pytest.raises(NotImplementedError, match="without values"):
        probability_picture(capability_of_summary(10.0, 1.0, 30, SPECIFICATION))
