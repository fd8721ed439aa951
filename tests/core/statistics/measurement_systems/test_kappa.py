"""Kappa of two and of many raters."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.measurement_systems import (
    cohen_kappa,
    cohen_kappa_of_table,
    fleiss_kappa,
    fleiss_kappa_of_counts,
)

DRAW = np.random.default_rng(9)
RATINGS = DRAW.choice(["a", "b", "c"], size=(40, 3), p=[0.5, 0.3, 0.2])
RATINGS[:25] = RATINGS[:25, :1]


def test_published_standard_errors() -> None:
    """Fleiss, Cohen and Everitt 1969, table 1: kappa 0.429, its error 0.054, under chance 0.029 … by their weights."""
    table = 200 * np.array([[0.53, 0.05, 0.02], [0.11, 0.14, 0.05], [0.01, 0.06, 0.03]])
    found = cohen_kappa_of_table(table)
    assert found.kappa == pytest.approx(0.429, abs=5e-4)
    assert found.se is not None
    assert found.se**2 == pytest.approx(0.002885, rel=0.01)
    assert found.se_null is not None
    assert found.se_null**2 == pytest.approx(0.003082, rel=0.01)


def test_two_raters_of_fleiss_cohen_and_conger() -> None:
    """For two raters Conger's kappa is Cohen's."""
    pair = RATINGS[:, :2]
    cohen = cohen_kappa(pair[:, 0], pair[:, 1])
    assert fleiss_kappa(pair, exact=True).kappa == pytest.approx(cohen.kappa)
    assert fleiss_kappa(pair).kappa != cohen.kappa


def test_labels_and_counts_agree_in_any_order() -> None:
    found = fleiss_kappa(RATINGS.tolist())
    counts = np.stack([(one == RATINGS).sum(axis=1) for one in "abc"], axis=1)
    assert fleiss_kappa_of_counts(counts).kappa == pytest.approx(found.kappa)
    shuffled = RATINGS[DRAW.permutation(40)][:, [2, 0, 1]]
    assert fleiss_kappa(shuffled).z == pytest.approx(found.z)
    assert fleiss_kappa_of_counts(counts[:, ::-1], categories=("c", "b", "a")).category_kappas[0].category == "c"
    # overall kappa is the mean of the categories', weighted by p (1 − p)
    weights = [one.proportion * (1 - one.proportion) for one in found.category_kappas]
    kappas = [one.kappa or 0.0 for one in found.category_kappas]
    assert np.average(kappas, weights=weights) == pytest.approx(found.kappa)
    assert found.low < found.kappa < found.high  # type: ignore[operator]


def test_interval_covers_zero_where_raters_guess() -> None:
    found = fleiss_kappa(DRAW.choice(["a", "b"], size=(60, 3)))
    assert found.low is not None
    assert found.low < 0 < (found.high or 0)


def test_weights() -> None:
    one, other = [1, 2, 3, 3, 2, 1, 2], [1, 3, 3, 2, 2, 2, 1]
    none = cohen_kappa(one, other)
    linear, quadratic = (cohen_kappa(one, other, weights=kind) for kind in ("linear", "quadratic"))
    assert none.kappa is not None
    assert linear.kappa is not None
    assert none.kappa < linear.kappa < (quadratic.kappa or 0)
    two = cohen_kappa([1, 2, 2, 1], [1, 2, 1, 1], weights="linear")
    assert two.kappa == pytest.approx(cohen_kappa([1, 2, 2, 1], [1, 2, 1, 1]).kappa)
    wider = cohen_kappa(one, other, categories=[1, 2, 3, 4], weights="linear")
    assert wider.kappa == pytest.approx(linear.kappa)
    assert wider.categories == ("1", "2", "3", "4")


def test_one_category_has_no_kappa_and_it_is_told() -> None:
    for found in (
        cohen_kappa(["a", "a"], ["a", "a"]),
        cohen_kappa(["a", "a"], ["a", "a"], weights="linear"),
        fleiss_kappa([["a", "a"], ["a", "a"]]),
        fleiss_kappa([["a", "a"], ["a", "a"]], exact=True),
    ):
        assert found.kappa is None
        assert found.findings[0].id == "measurement_systems.kappa_undefined"
        json.dumps(found.to_dict(), allow_nan=False)


def test_verdicts_and_rows() -> None:
    """Good from 0.75, poor under 0.40 (AIAG MSA III.C)."""
    names = [
        cohen_kappa_of_table(table).findings[0].id.split("_")[-1]
        for table in ([[45, 2], [3, 50]], [[20, 5], [10, 15]], [[10, 10], [10, 10]])
    ]
    assert names == ["good", "middle", "poor"]
    rows = fleiss_kappa(RATINGS).rows()
    assert [row["category"] for row in rows] == [None, "a", "b", "c"]
    perfect = cohen_kappa_of_table([[0, 0], [1, 9]])
    assert perfect.z is None or abs(perfect.z) < 1e-9
    frame = fleiss_kappa(RATINGS).to_frame()
    assert frame.height == 4


def test_refusals() -> None:
    for call, name in (
        (lambda: cohen_kappa([], []), "samples.too_few"),
        (lambda: cohen_kappa(["a"], ["a", "b"]), "samples.lengths_differ"),
        (lambda: cohen_kappa(["a", "x"], ["a", "b"], categories=["a", "b"]), "measurement_systems.category_unknown"),
        (lambda: cohen_kappa_of_table([[1, 2]]), "measurement_systems.table_not_square"),
        (lambda: cohen_kappa_of_table([[1, -2], [1, 1]]), "measurement_systems.not_a_count"),
        (lambda: cohen_kappa_of_table([["a", "b"], ["c", "d"]]), "measurement_systems.not_a_count"),  # type: ignore[list-item]
        (lambda: fleiss_kappa([["a", "b"], ["a"]]), "measurement_systems.ratings_differ"),
        (lambda: fleiss_kappa([["a", "b"]]), "measurement_systems.few_ratings"),
        (lambda: fleiss_kappa([["a", None], ["a", "b"]]), "samples.no_label"),
        (lambda: fleiss_kappa_of_counts([[2, 0], [1, 2]]), "measurement_systems.ratings_differ"),
        (lambda: fleiss_kappa_of_counts([[1, 0], [1, 0]]), "measurement_systems.few_ratings"),
    ):
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.findings[0].id == name
    with pytest.raises(ValueError, match="weights"):
        cohen_kappa(["a"], ["a"], weights="cubic")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="names"):
        cohen_kappa_of_table([[1, 0], [0, 1]], categories=["a"])
