"""Kendall, intraclass correlation, Krippendorff."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.measurement_systems import intraclass_correlation, kendall_w, krippendorff_alpha
from jawda.core.statistics.measurement_systems.concordance import kendall_tau

#: Shrout and Fleiss 1979, table 2: six targets, four judges.
JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
#: Krippendorff 2011, four observers, twelve units, with gaps.
NONE = None
OBSERVERS = [
    [1, 1, NONE, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1],
    [2, 2, 2, 2], [NONE, 5, 5, 5], [NONE, NONE, 1, 1], [NONE, NONE, 3, NONE],
]  # fmt: skip


@pytest.mark.parametrize(
    ("model", "unit", "expected"),
    [
        ("one-way", "single", 0.17), ("agreement", "single", 0.29), ("consistency", "single", 0.71),
        ("one-way", "average", 0.44), ("agreement", "average", 0.62), ("consistency", "average", 0.91),
    ],
)  # fmt: skip
def test_shrout_and_fleiss(model: str, unit: str, expected: float) -> None:
    """The six coefficients of the paper's table 4."""
    found = intraclass_correlation(JUDGES, model=model, unit=unit)  # type: ignore[arg-type]
    assert found.value == pytest.approx(expected, abs=5e-3)
    assert found.low < found.value < found.high  # type: ignore[operator]


def test_degrees_at_the_estimate_are_an_option() -> None:
    one, other = (intraclass_correlation(JUDGES, test_degrees=kind) for kind in ("null", "estimate"))
    assert one.statistic == other.statistic
    assert one.df2 == 15
    assert other.df2 is not None
    assert other.df2 < 15
    assert other.p > one.p  # type: ignore[operator]


@pytest.mark.parametrize(
    ("level", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff(level: str, expected: float) -> None:
    """The four alphas of the paper's example."""
    found = krippendorff_alpha(OBSERVERS, level=level)  # type: ignore[arg-type]
    assert found.value == pytest.approx(expected, abs=6e-4)
    assert found.inputs.missing == 7
    assert found.items == 11
    assert "samples.missing_values" in [one.id for one in found.findings]


def test_pairs_counted_once_is_an_option() -> None:
    table = [[1, 1, 2], [2, 2, 2], [3, 3, 2], [1, 2, 1]]
    one, other = (krippendorff_alpha(table, level="nominal", pairs=kind) for kind in ("weighted", "counted"))
    assert one.value > other.value
    two = [row[:2] for row in table]
    assert krippendorff_alpha(two, pairs="counted").value == krippendorff_alpha(two).value


def test_zero_is_no_distance_on_a_ratio_scale() -> None:
    assert krippendorff_alpha([[0, 0], [1, 1]], level="ratio").value == 1


def test_concordance() -> None:
    same = np.array([[1, 1, 1], [2, 2, 2], [3, 3, 3], [4, 4, 4]])
    assert kendall_w(same).value == pytest.approx(1)
    assert kendall_w(same).statistic == pytest.approx(9)
    tied = [[1, 1, 2], [1, 2, 1], [2, 2, 3], [3, 3, 3]]
    assert kendall_w(tied).value > kendall_w(tied, correct_ties=False).value
    # agrees with the F of ranks: W = 1 − (residual share)
    assert 0 <= kendall_w(JUDGES).value <= 1


def test_tau() -> None:
    from scipy import stats

    one, other = np.array([1.0, 2, 2, 3, 5, 4]), np.array([2.0, 1, 3, 3, 5, 6])
    assert kendall_tau(one, other).tau == pytest.approx(stats.kendalltau(one, other).statistic)
    assert kendall_tau(np.ones(4), np.arange(4.0)).tau is None


def test_verdicts_and_record() -> None:
    strong = kendall_w([[1, 1], [2, 2], [3, 3], [4, 4], [5, 5], [6, 6]])
    assert strong.findings[0].id.endswith("concordance_strong") == (strong.p is not None and strong.p <= 0.05)
    names = {
        intraclass_correlation(table).findings[0].id.split("_")[-1]
        for table in (
            [[1, 1.1], [2, 2.1], [3, 3.2], [4, 4.1], [5, 5.0]],
            [[1, 2], [2, 2.6], [3, 2.2], [4, 4.4], [5, 5.8]],
            JUDGES,
            [[1, 5], [2, 1], [3, 4], [2, 2]],
        )
    }
    assert names == {"strong", "middle", "weak", "none"}
    json.dumps(kendall_w(JUDGES).to_dict(), allow_nan=False)
    assert kendall_w(JUDGES).rows()[0]["coefficient"] == "kendall-w"


def test_refusals() -> None:
    for call, name in (
        (lambda: kendall_w([[1, None], [1, 2]]), "measurement_systems.ratings_missing"),
        (lambda: kendall_w([[1, 1], [1, 1]]), "samples.zero_spread"),
        (lambda: kendall_w([[1, 1], [1]]), "measurement_systems.ratings_differ"),
        (lambda: kendall_w([[1, 1]]), "measurement_systems.few_ratings"),
        (lambda: intraclass_correlation([[1, None], [1, 2]]), "measurement_systems.ratings_missing"),
        (lambda: intraclass_correlation([[1, 1], [2, 2]]), "samples.zero_spread"),
        (lambda: krippendorff_alpha([[1, 1], [1, 1]]), "samples.zero_spread"),
    ):
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.findings[0].id == name
    with pytest.raises(ValueError, match="model"):
        intraclass_correlation(JUDGES, model="other")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="level"):
        krippendorff_alpha(JUDGES, level="other")  # type: ignore[arg-type]
