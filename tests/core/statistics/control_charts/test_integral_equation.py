"""Average run lengths as solutions of an integral equation."""

from __future__ import annotations

import numpy as np
import pytest

from jawda.core.statistics.control_charts.integral_equation import (
    Chain,
    average_run_length,
    average_run_lengths,
    nodes,
    solve_for,
)

SUM = Chain(keep=1, gain=1, drift=-0.5, low=0, high=4, barrier=True)


def test_nodes_integrate_polynomials_on_their_interval() -> None:
    places, weights = nodes(5, 1.0, 3.0)
    assert weights @ places**4 == pytest.approx((3**5 - 1) / 5)


def test_from_several_starts_as_from_each() -> None:
    """A sum that stands higher signals sooner."""
    starts = np.array([0.0, 1.0, 3.0])
    together = average_run_lengths(SUM, np.array([0.0, 1.0]), starts)
    for place, start in enumerate(starts):
        assert together[:, place] == pytest.approx(average_run_length(SUM, np.array([0.0, 1.0]), float(start)))
    assert (np.diff(together, axis=1) < 0).all()


def test_many_shifts_are_solved_some_at_a_time() -> None:
    shifts = np.linspace(0, 3, 2700)
    found = average_run_length(SUM, shifts, 0.0)
    assert (np.diff(found) < 0).all()
    assert found[[0, -1]] == pytest.approx(average_run_length(SUM, shifts[[0, -1]], 0.0))


def test_what_no_double_can_tell_is_infinite() -> None:
    found = average_run_length(SUM, np.array([-60.0, -8.0, -4.0, 0.0, 60.0]), 0.0)
    assert found.tolist() == pytest.approx([np.inf, np.inf, np.inf, 335.3676, 1.0])


def test_a_width_beyond_all_nodes_is_infinite() -> None:
    """Nodes are doubled a bounded number of times: a chart nearly without noise ends the search."""
    still = Chain(keep=0.999, gain=0.001, drift=0, low=-3, high=3, barrier=False)
    assert not np.isnan(average_run_length(still, np.zeros(1), 0.0)).any()


def test_solving_for_a_wanted_value() -> None:
    assert solve_for(8.0, lambda x: x**3, 0.1, 10.0) == pytest.approx(2.0)
    assert solve_for(1e-3, lambda x: x**3, 0.01, 10.0) == pytest.approx(0.1)
    # a step has no such place: the bounds close on it
    assert solve_for(5.0, lambda x: 1.0 if x < 2 else 9.0, 1.0, 3.0) == pytest.approx(2.0)
