"""Linearity: the least squares line, its band, and what follows."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jawda.core.findings import Refused
from jawda.core.statistics.measurement_systems import Linearity, linearity

REFERENCES = np.repeat([2.0, 4.0, 6.0, 8.0, 10.0], 12)
NOISE = 0.1 * np.random.default_rng(5).normal(size=60)


def ids(found: Linearity) -> list[str]:
    return [one.id.removeprefix("measurement_systems.") for one in found.findings]


def test_line_is_that_of_the_normal_equations() -> None:
    y = REFERENCES + 0.5 - 0.1 * REFERENCES + NOISE
    found = linearity(y, REFERENCES, process_sd=2.0)
    design = np.stack((np.ones(60), REFERENCES), axis=1)
    line, rest, *_ = np.linalg.lstsq(design, y - REFERENCES)
    cov = np.linalg.inv(design.T @ design) * rest[0] / 58
    assert (found.intercept, found.slope) == pytest.approx(tuple(line))
    assert (found.se_intercept, found.se_slope) == pytest.approx(tuple(np.sqrt(np.diag(cov))))
    assert found.linearity == pytest.approx(12 * abs(found.slope))
    assert found.percent_linearity == pytest.approx(100 * abs(found.slope))
    assert found.percent_bias == pytest.approx(100 * abs(found.average_bias) / 12)
    assert not found.zero_within_band
    assert ids(found)[0] == "linearity_slope"
    assert "linearity_plan_enough" in ids(found)
    at = found.references[0]
    assert at.fitted == pytest.approx(found.intercept + 2 * found.slope)
    assert at.high - at.fitted == pytest.approx(
        2.0017 * np.sqrt(np.array([1, 2.0]) @ cov @ np.array([1, 2.0])), rel=1e-4
    )


def test_verdicts() -> None:
    """Acceptable where zero lies in the band from end to end (AIAG MSA III.B)."""
    good = linearity(REFERENCES + NOISE - NOISE.mean(), REFERENCES)
    assert good.zero_within_band == (ids(good)[0] == "linearity_zero_within")
    flat = NOISE - np.polyval(np.polyfit(REFERENCES, NOISE, 1), REFERENCES)
    assert linearity(REFERENCES + flat, REFERENCES).zero_within_band
    offset = linearity(REFERENCES + flat + 0.5, REFERENCES)
    assert ids(offset)[0] == "linearity_constant"
    bent = linearity(REFERENCES + NOISE + 0.2 * (REFERENCES - 6) ** 2, REFERENCES)
    assert "line_bends" in ids(bent)
    assert "line_fits" in ids(linearity(REFERENCES + flat, REFERENCES))


def test_the_band_is_watched_between_its_ends_too() -> None:
    """The band is narrowest in the middle: zero may leave it there, though not at the ends."""
    x = np.array([0.0] * 3 + [10.0] * 3)
    spread = np.array([-1, 0, 1.0])
    narrow = linearity(x + np.concatenate((1.3 + spread, 1.3 - spread)), x)
    assert all(one.low <= 0 <= one.high for one in narrow.references)
    assert not narrow.zero_within_band


def test_spread_of_all_references_is_an_option() -> None:
    y = REFERENCES + NOISE
    own, pooled = linearity(y, REFERENCES), linearity(y, REFERENCES, spread="all")
    within = np.concatenate([NOISE[at * 12 : at * 12 + 12] - NOISE[at * 12 : at * 12 + 12].mean() for at in range(5)])
    assert pooled.references[0].sd == pytest.approx(np.sqrt((within**2).sum() / 55))
    assert own.references[0].sd == pytest.approx(NOISE[:12].std(ddof=1))
    single = linearity([1.1, 2.3, 3.2], [1, 2, 3], spread="all")
    assert single.references[0].t is None
    alone = linearity([1.1, 2.3, 3.2], [1, 2, 3])
    assert alone.references[0].sd is None
    assert "line_untested" in ids(alone)
    assert "linearity_plan_small" in ids(alone)


def test_pairs_with_a_gap_are_counted() -> None:
    found = linearity([1.1, 2.3, None, 4.0, 5.2], [1, 2, 3, None, 5])
    assert found.inputs.missing == 2
    assert "samples.missing_values" in [one.id for one in found.findings]


def test_refusals_record_and_picture() -> None:
    for values, references, name in (
        ([1.0, 2.0, 3.0], [1, 1, 1], "measurement_systems.few_references"),
        ([1.0, 2.0, 3.0, None], [1, None, 3, 4], "measurement_systems.few_references"),
        ([1.5, 2.5, 3.5], [1, 2, 3], "samples.zero_spread"),
        ([1.5, 2.5, 3.5], [1, 2], "samples.too_few"),
    ):
        with pytest.raises(Refused) as caught:
            linearity(values, references)
        assert caught.value.findings[0].id == name
    with pytest.raises(Refused):
        linearity([1.0, 2.2, 3.0], [1, 2, 3], process_sd=0)
    with pytest.raises(ValueError, match="spread"):
        linearity([1.0, 2.2, 3.0], [1, 2, 3], spread="none")  # type: ignore[arg-type]
    found = linearity(REFERENCES + NOISE, REFERENCES)
    json.dumps(found.to_dict(), allow_nan=False)
    assert len(found.rows()) == 5
    assert "confidence band" in found.figure(language="en")
    assert "erreur" in found.figure(language="fr", width=358)
