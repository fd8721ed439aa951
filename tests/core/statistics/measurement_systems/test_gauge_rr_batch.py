"""Many studies at once: the same figures as one by one."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.core.statistics.measurement_systems.studies import crossed

from jawda.core.findings import Refused
from jawda.core.statistics.measurement_systems import gauge_rr, gauge_rr_batch
from jawda.core.statistics.result import Status


@pytest.mark.parametrize("alpha", [0.05, 0.25, None])
def test_batch_equals_single(alpha: float | None) -> None:
    studies = np.stack([crossed(seed, interaction=0.2 * (seed % 3)) for seed in range(12)])
    batch = gauge_rr_batch(studies, alpha_pool=alpha, tolerance=20, process_sd=2)
    for at, study in enumerate(studies):
        single = gauge_rr(study, alpha_pool=alpha, tolerance=20, process_sd=2)
        for name, component in single.components.items():
            for measure in ("variance", "sd", "percent_contribution", "percent_study", "percent_tolerance"):
                array = batch.components[name][measure]
                assert array is not None
                assert array[at] == pytest.approx(getattr(component, measure), rel=1e-12, abs=1e-15)
        assert batch.ndc_unrounded[at] == pytest.approx(single.ndc_unrounded, rel=1e-12)
        assert bool(batch.interaction_pooled[at]) is single.interaction_pooled
        for row in single.anova[:3]:
            assert batch.F[row.source][at] == pytest.approx(row.F, rel=1e-11)
            assert batch.p[row.source][at] == pytest.approx(row.p, rel=1e-9)


def test_studies_without_spread_are_counted() -> None:
    studies = np.stack([crossed(1), np.ones((10, 3, 3))])
    batch = gauge_rr_batch(studies)
    assert batch.findings[0].id == "measurement_systems.studies_without_spread"
    assert batch.findings[0].status is Status.FAIL
    record = json.loads(json.dumps(batch.to_dict(), allow_nan=False))
    assert record["components"]["grr"]["percent_study"][1] is None
    assert record["components"]["grr"]["percent_tolerance"] is None
    assert len(batch.rows()) == 2
    with pytest.raises(NotImplementedError):
        batch.figure()


def test_what_is_no_batch_is_refused() -> None:
    hole = np.stack([crossed(1)])
    hole[0, 0, 0, 0] = np.nan
    for values, name in (
        (crossed(1), "not_four_ways"), ([[[["a"]]]], "not_four_ways"), (hole, "batch_missing"),
        (np.stack([crossed(1, trials=1)]), "batch_too_small"),
        (np.stack([crossed(1)]).transpose(0, 2, 1, 3), "swapped"),
    ):  # fmt: skip
        with pytest.raises(Refused) as caught:
            gauge_rr_batch(values)  # type: ignore[arg-type]
        assert caught.value.findings[0].id == f"measurement_systems.{name}"


def test_a_sum_that_overflows_is_no_missing_value() -> None:
    huge = np.full((1, 2, 2, 2), 1e154)
    huge[0, 1] = 1.1e154
    assert gauge_rr_batch(huge / 1e150).studies == 1
