"""Capability of counts: exact intervals, stability first, a shift only where it is asked for."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from jawda.core.findings import Refused
from jawda.core.languages import LANGUAGES
from jawda.core.statistics.capability import AttributeCapability, attribute_capability


def names(found: AttributeCapability) -> set[str]:
    return {check.id.split(".")[1] for check in found.findings}


def drawn(kind: str, seed: int = 1, count: int = 25) -> np.ndarray[Any, Any]:
    random = np.random.default_rng(seed)
    return random.binomial(200, 0.03, count) if kind == "binomial" else random.poisson(6, count)


@given(st.integers(0, 60), st.integers(0, 2000), st.sampled_from([0.9, 0.95, 0.99]))
def test_interval_of_a_share_is_that_of_clopper_and_pearson(cases: int, more: int, confidence: float) -> None:
    units = cases + more + 1
    found = attribute_capability(cases, units, confidence=confidence)
    exact = stats.binomtest(cases, units).proportion_ci(confidence, method="exact")
    assert [found.rate.low, found.rate.high] == pytest.approx([exact.low, exact.high], rel=1e-8)
    assert found.dpmo.value == pytest.approx(1e6 * cases / units)


@given(st.integers(0, 60), st.floats(0.1, 1e3))
def test_interval_of_a_rate_is_that_of_garwood(cases: int, units: float) -> None:
    found = attribute_capability(cases, units, kind="poisson", opportunities=4)
    assert found.rate.low == pytest.approx(stats.chi2.ppf(0.025, 2 * cases) / 2 / units if cases else 0.0)
    assert found.rate.high == pytest.approx(stats.chi2.ppf(0.975, 2 * cases + 2) / 2 / units)
    assert found.dpmo.value == pytest.approx(1e6 * cases / units / 4)
    assert found.yield_share.value == pytest.approx(math.exp(-cases / units))


def test_score_and_shift() -> None:
    found = attribute_capability(1350, 1_000_000)
    assert found.z.value == pytest.approx(3.0, abs=1e-4)
    assert found.z.low is not None
    assert found.z.high is not None
    assert found.z.low < 3.0 < found.z.high
    assert found.z_shifted is None
    shifted = attribute_capability(1350, 1_000_000, shift=1.5)
    assert shifted.z_shifted is not None
    assert shifted.z_shifted.value == pytest.approx(4.5, abs=1e-4)


def test_nothing_or_everything_counted() -> None:
    """Zero of 100: the upper bound alone tells something, and Z has no value."""
    none = attribute_capability([0, 0], 50)
    assert (none.rate.value, none.rate.low) == (0.0, 0.0)
    assert none.rate.high == pytest.approx(1 - 0.025 ** (1 / 100))
    assert none.z.value is None
    assert none.z.low is not None
    assert none.stable is None
    assert "counts_not_charted" in names(none)
    every = attribute_capability([5, 5], 5)
    assert every.rate.high == 1.0
    assert every.z.value is None
    with pytest.raises(NotImplementedError):
        none.figure()


@pytest.mark.parametrize("kind", ["binomial", "poisson"])
def test_stability_comes_first(kind: Any) -> None:
    size = 200 if kind == "binomial" else 10
    accused = sum(not attribute_capability(drawn(kind, seed), size, kind=kind).stable for seed in range(150))
    assert accused <= 8
    steady = attribute_capability(drawn(kind), size, kind=kind, shift=1.5)
    assert steady.z_shifted is not None
    assert {"counts_stable", "enough_samples"} <= names(steady)
    assert steady.figure(language="en").startswith("<svg")
    jump = drawn(kind)
    jump[12:] = 3 * jump[12:]
    moved = attribute_capability(jump, size, kind=kind, shift=1.5)
    assert moved.stable is False
    assert moved.z_shifted is None
    assert moved.z.value is not None
    assert "counts_unstable" in names(moved)
    wild = drawn(kind)
    wild[4] = 30
    one = attribute_capability(wild, size, kind=kind)
    assert one.stability is not None
    assert one.stability.extreme == 1
    assumed = attribute_capability(jump, size, kind=kind, stability="assumed")
    assert assumed.stable
    assert "counts_assumed" in names(assumed)
    assert attribute_capability(wild, size, kind=kind, stability="strict").stable is False


def test_rare_cases_are_not_judged_by_their_dispersion() -> None:
    found = attribute_capability([0, 1, 0, 0, 1, 0], 50)
    assert found.stability is not None
    assert found.stability.p_moving == 1.0


def test_verdicts() -> None:
    ids = {most: attribute_capability(12, 1000, most=most).findings[0].id for most in (5e3, 15e3, 5e4)}
    assert ids == {5e3: "capability.dpmo_missed", 15e3: "capability.dpmo_unsure", 5e4: "capability.dpmo_reached"}
    for most in (*ids, None):
        for check in attribute_capability(12, 1000, most=most).findings:
            assert all(check.sentence(language) for language in LANGUAGES)


def test_document_and_table() -> None:
    found = attribute_capability([3, None, 4], np.int64(100))
    document = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert document["dpmo"]["value"] == 35000.0
    assert "chart" not in document
    assert document["inputs"]["missing"] == 1
    assert "missing_values" in names(found)
    assert [row["figure"] for row in found.rows()] == ["rate", "dpmo", "yield_share", "z"]


@pytest.mark.parametrize(
    ("counts", "size", "name"),
    [
        ([1.5], 10, "attribute_charts.not_a_count"),
        ([3], 0, "attribute_charts.size_not_positive"),
        ([3], 2, "attribute_charts.more_than_size"),
        ([1, 2], [None, None], "samples.too_few"),
        ([1, None], [None, 5], "samples.too_few"),
    ],
)
def test_refused(counts: Any, size: Any, name: str) -> None:
    with pytest.raises(Refused) as caught:
        attribute_capability(counts, size)
    assert caught.value.findings[0].id == name


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": "normal"}, "binomial or poisson"),
        ({"confidence": 0.0}, "confidence"),
        ({"opportunities": 2.0}, "opportunities"),
        ({"kind": "poisson", "opportunities": 0.0}, "opportunities"),
        ({"shift": math.nan}, "shift"),
        ({"most": 0.0}, "dpmo"),
    ],
)
def test_options_that_are_not_known(options: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        attribute_capability([1, 2], 10, **options)
