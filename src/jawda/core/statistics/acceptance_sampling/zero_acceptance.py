"""Plans that accept with zero nonconforming units found: the default in automotive supply (IATF 16949, 8.6.6).

Their sample follows from the quality to be excluded and the confidence in doing so. The association with an AQL gives
the same protection of the consumer as the indexed single plan, with fewer units and at the producer's cost; it is
computed here, not taken from a published table (the idea is that of N. L. Squeglia).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from jawda.core.languages import Language
from jawda.core.statistics.acceptance_sampling.curves import default_quality, quality_at
from jawda.core.statistics.acceptance_sampling.editions import EditionName, Level
from jawda.core.statistics.acceptance_sampling.indexed import sampling_plan
from jawda.core.statistics.acceptance_sampling.pictures import oc_picture
from jawda.core.statistics.acceptance_sampling.probabilities import (
    Model,
    attribute_plan,
    decision_probabilities,
)
from jawda.core.statistics.acceptance_sampling.telling import percent
from jawda.core.statistics.result import Check, Floats, Inputs, Method, Option, Result, Status, Width
from jawda.core.statistics.samples import refuse


@dataclass(frozen=True, kw_only=True)
class ZeroAcceptancePlan(Result):
    """Inspect ``sample_size`` units, accept where none is nonconforming.

    ``quality`` (a fraction) is accepted with ``probability_acceptance_at_quality``, at most 1 - ``confidence``;
    ``quality_at_95`` is the good quality that still passes 95 times in 100.
    """

    schema: ClassVar[str] = "zero-acceptance-plan/1"

    sample_size: int
    accept: int
    reject: int
    lot_size: int | None
    full_inspection: bool
    quality_excluded: float
    confidence: float
    probability_acceptance_at_quality: float
    quality_at_95: float
    quality: Floats
    probability_acceptance: Floats

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The plan in one row."""
        return [{"sample_size": self.sample_size, "accept": self.accept, "reject": self.reject}]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The operating characteristic."""
        return oc_picture(self.quality, self.probability_acceptance, language=language, width=width)


def zero_acceptance_plan(
    *, quality: float, confidence: float = 0.90, lot_size: int | None = None
) -> ZeroAcceptancePlan:
    """The smallest sample that, found free of nonconforming units, excludes this quality with this confidence.

    ``quality``: fraction nonconforming to be excluded (LTPD). With ``lot_size`` the sample is drawn from one lot
    (hypergeometric; at least that fraction of its units), else from a process (binomial). Refused: a quality or
    confidence not between 0 and 1, a lot under one unit.

    >>> zero_acceptance_plan(quality=0.01, confidence=0.95).sample_size
    299
    >>> zero_acceptance_plan(quality=0.01, confidence=0.95, lot_size=500).sample_size
    225
    """
    return _planned(quality, confidence, lot_size, {})


def zero_acceptance_for_aql(
    lot_size: int,
    *,
    aql: float | str,
    level: Level = "II",
    edition: EditionName = "iso-2859-1-1999",
    consumer_risk: float = 0.10,
) -> ZeroAcceptancePlan:
    """The zero-acceptance plan that protects the consumer as the indexed single plan does, normal inspection.

    It excludes, in this lot, the quality that the indexed plan accepts with ``consumer_risk``. Refused as
    :func:`~.indexed.sampling_plan`.

    >>> zero_acceptance_for_aql(1000, aql=1.0).sample_size
    34
    """
    indexed = sampling_plan(lot_size, aql=aql, level=level, edition=edition, counting="nonconforming")
    if not 0 < consumer_risk < 1:
        raise refuse("acceptance_sampling.confidence_out_of_range", confidence=percent(1 - consumer_risk))
    poor = quality_at(indexed.plan, consumer_risk)
    return _planned(poor, 1 - consumer_risk, lot_size, {"aql": indexed.aql, "level": level, "edition": edition})


def _planned(
    quality: float, confidence: float, lot_size: int | None, options: Mapping[str, Option]
) -> ZeroAcceptancePlan:
    if not 0 < quality < 1:
        raise refuse("acceptance_sampling.quality_out_of_range", quality=str(quality))
    if not 0 < confidence < 1:
        raise refuse("acceptance_sampling.confidence_out_of_range", confidence=percent(confidence))
    if lot_size is not None and lot_size < 1:
        raise refuse("acceptance_sampling.lot_too_small", lot=str(lot_size))
    size = _of_process(quality, confidence) if lot_size is None else _of_lot(quality, confidence, lot_size)
    model: Model = "binomial" if lot_size is None else "hypergeometric"
    plan = attribute_plan(size, 0)
    poor = quality if lot_size is None else _bad_units(quality, lot_size) / lot_size
    grid = default_quality(plan, model, lot_size)
    if lot_size is not None:
        grid = np.unique(np.rint(grid * lot_size)) / lot_size
    accepted = float(decision_probabilities(plan, np.array([poor]), model=model, lot_size=lot_size).acceptance[0])
    good = quality_at(plan, 0.95, model=model, lot_size=lot_size)
    return ZeroAcceptancePlan(
        method=Method(
            name="Zero-acceptance plan",
            standard="IATF 16949",
            edition="2016",
            clause="8.6.6",
            options={"model": model, "confidence": confidence, **options},
        ),
        inputs=Inputs(count=0),
        findings=_findings(size, lot_size, quality, confidence, good),
        sample_size=size,
        accept=0,
        reject=1,
        lot_size=lot_size,
        full_inspection=lot_size is not None and size >= lot_size,
        quality_excluded=quality,
        confidence=confidence,
        probability_acceptance_at_quality=accepted,
        quality_at_95=good,
        quality=grid,
        probability_acceptance=decision_probabilities(plan, grid, model=model, lot_size=lot_size).acceptance,
    )


def _of_process(quality: float, confidence: float) -> int:
    exact = np.log1p(-confidence) / np.log1p(-quality)
    # a whole number but for rounding is that number
    return max(1, int(np.ceil(exact - 1e-9 * exact)))


def _bad_units(quality: float, lot_size: int) -> int:
    return max(1, int(np.ceil(quality * lot_size - 1e-9)))


def _of_lot(quality: float, confidence: float, lot_size: int) -> int:
    """(1 - D/N)(1 - D/(N-1)) ... over the units drawn falls to 1 - C."""
    bad = _bad_units(quality, lot_size)
    drawn = np.arange(lot_size - bad)
    spared = np.cumsum(np.log1p(-bad / (lot_size - drawn)))
    enough = spared <= np.log1p(-confidence) + 1e-12
    # when all good units are drawn the next one is bad
    return int(np.argmax(enough)) + 1 if enough.any() else lot_size - bad + 1


def _findings(size: int, lot_size: int | None, quality: float, confidence: float, good: float) -> tuple[Check, ...]:
    checks = [
        Check(
            id="acceptance_sampling.zero_excludes",
            status=Status.OK,
            statistic=quality,
            arguments={"sample": size, "quality": percent(quality), "confidence": percent(confidence)},
        ),
        Check(
            id="acceptance_sampling.zero_costs_producer",
            status=Status.OK,
            statistic=good,
            arguments={"quality": percent(good)},
        ),
    ]
    if lot_size is not None and size >= lot_size:
        arguments = {"sample": size, "lot": lot_size}
        checks.append(
            Check(id="acceptance_sampling.full_inspection", status=Status.WARN, statistic=size, arguments=arguments)
        )
    return tuple(checks)
