"""The smallest plan that holds two risks: the producer's at good quality, the consumer's at poor quality.

By attributes: Guenther, *J. Quality Technology* 1, 1969, 105-109 (binomial, hypergeometric, Poisson). By variables:
exactly by the normal and the noncentral t distribution, or by the normal approximation of A. Wald and W. A. Wallis
(*Techniques of Statistical Analysis*, 1947), which textbooks and Minitab print.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np
from scipy import special

from jawda.core.languages import Language
from jawda.core.statistics.acceptance_sampling.curves import default_quality
from jawda.core.statistics.acceptance_sampling.pictures import oc_picture
from jawda.core.statistics.acceptance_sampling.probabilities import (
    MODELS,
    Model,
    attribute_plan,
    decision_probabilities,
)
from jawda.core.statistics.acceptance_sampling.telling import percent
from jawda.core.statistics.acceptance_sampling.variables_curves import (
    noncentral_t,
    variables_acceptance,
    variables_quality_at,
)
from jawda.core.statistics.acceptance_sampling.variables_tables import Sigma
from jawda.core.statistics.result import Check, Floats, Inputs, Method, Result, Status, Width
from jawda.core.statistics.samples import refuse

#: Which risk the constant k of a plan by variables meets exactly, or the usual approximation between both.
Convention: TypeAlias = Literal["producer", "consumer", "normal-approximation"]

#: Samples above this are no plan that anybody inspects.
LARGEST_SAMPLE: Final = 100_000
# equal to a risk but for rounding is within it
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, kw_only=True)
class PlanForRisks(Result):
    """The smallest single plan by attributes within both risks; qualities as fractions."""

    schema: ClassVar[str] = "plan-for-risks/1"

    sample_size: int
    accept: int
    reject: int
    lot_size: int | None
    producer_quality: float
    producer_risk: float
    consumer_quality: float
    consumer_risk: float
    actual_producer_risk: float
    actual_consumer_risk: float
    quality: Floats
    probability_acceptance: Floats

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The plan in one row."""
        return [{"sample_size": self.sample_size, "accept": self.accept, "reject": self.reject}]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The operating characteristic."""
        counts = self.method.options["model"] == "poisson"
        return oc_picture(self.quality, self.probability_acceptance, language=language, width=width, counts=counts)


@dataclass(frozen=True, kw_only=True)
class VariablesPlanForRisks(Result):
    """The smallest plan by variables, one limit, within both risks; qualities as fractions."""

    schema: ClassVar[str] = "variables-plan-for-risks/1"

    sample_size: int
    k: float
    sigma: Sigma
    producer_quality: float
    producer_risk: float
    consumer_quality: float
    consumer_risk: float
    actual_producer_risk: float
    actual_consumer_risk: float
    quality: Floats
    probability_acceptance: Floats

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The plan in one row."""
        return [{"sample_size": self.sample_size, "k": self.k, "sigma": self.sigma}]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The operating characteristic."""
        return oc_picture(self.quality, self.probability_acceptance, language=language, width=width)


def plan_for_risks(
    *,
    producer_quality: float,
    consumer_quality: float,
    producer_risk: float = 0.05,
    consumer_risk: float = 0.10,
    model: Model = "binomial",
    lot_size: int | None = None,
) -> PlanForRisks:
    """The single plan with the smallest sample that accepts good lots and turns poor ones away as often as asked.

    Good: ``producer_quality`` (a fraction; for "poisson" nonconformities of a unit) is not accepted with at most
    ``producer_risk``. Poor: ``consumer_quality`` is accepted with at most ``consumer_risk``. In a lot
    ("hypergeometric") whole units count: good is at most, poor at least the fraction asked for.

    Refused: qualities in the wrong order or out of range, risks that are not between 0 and 1 together, no lot size, no
    plan of at most 100 000 units.

    >>> found = plan_for_risks(producer_quality=0.015, consumer_quality=0.10)
    >>> found.sample_size, found.accept
    (52, 2)
    """
    if model not in MODELS:
        raise ValueError(f"no model {model!r}: {', '.join(MODELS)}")
    _check_risks(
        producer_quality, consumer_quality, producer_risk, consumer_risk, most=None if model == "poisson" else 1
    )
    good, poor, largest = producer_quality, consumer_quality, LARGEST_SAMPLE
    if model == "hypergeometric":
        if lot_size is None:
            raise refuse("acceptance_sampling.lot_needed")
        good = np.floor(good * lot_size + 1e-9) / lot_size
        poor = np.ceil(poor * lot_size - 1e-9) / lot_size
        largest = lot_size
    size, accept = 1, 0
    while True:
        size = _smallest(
            accept,
            poor=poor,
            risk=consumer_risk,
            model=model,
            lot_size=lot_size,
            start=max(size, accept + 1),
            largest=largest,
        )
        kept = _accepted(size, accept, good, model, lot_size)
        if kept >= 1 - producer_risk - _ROUNDING:
            break
        accept += 1
    plan = attribute_plan(size, accept)
    quality = default_quality(plan, model, lot_size)
    if model == "hypergeometric":
        assert lot_size is not None  # checked above
        quality = np.unique(np.rint(quality * lot_size)) / lot_size
    wrong = _accepted(size, accept, poor, model, lot_size)
    return PlanForRisks(
        method=Method(
            name="Smallest single plan by attributes for two risks",
            standard="Guenther",
            edition="1969",
            options={"model": model},
        ),
        inputs=Inputs(count=0),
        findings=(_found(producer_quality, 1 - kept, consumer_quality, wrong),),
        sample_size=size,
        accept=accept,
        reject=accept + 1,
        lot_size=lot_size,
        producer_quality=producer_quality,
        producer_risk=producer_risk,
        consumer_quality=consumer_quality,
        consumer_risk=consumer_risk,
        actual_producer_risk=1 - kept,
        actual_consumer_risk=wrong,
        quality=quality,
        probability_acceptance=decision_probabilities(plan, quality, model=model, lot_size=lot_size).acceptance,
    )


def _smallest(
    accept: int, *, poor: float, risk: float, model: Model, lot_size: int | None, start: int, largest: int
) -> int:
    """The smallest sample that accepts poor quality at most so often; more units never accept more."""

    def enough(size: int) -> bool:
        return _accepted(size, accept, poor, model, lot_size) <= risk + _ROUNDING

    if start > largest or not enough(largest):
        raise refuse("acceptance_sampling.no_plan", largest=largest)
    low, high = start - 1, start
    while not enough(high):
        low, high = high, min(2 * high, largest)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _accepted(size: int, accept: int, quality: float, model: Model, lot_size: int | None) -> float:
    if model == "binomial":
        return float(special.bdtr(accept, size, quality)) if accept < size else 1.0
    if model == "poisson":
        return float(special.pdtr(accept, size * quality))
    plan = attribute_plan(size, accept)
    return float(decision_probabilities(plan, np.array([quality]), model=model, lot_size=lot_size).acceptance[0])


def _check_risks(good: float, poor: float, producer: float, consumer: float, *, most: float | None) -> None:
    if not 0 < good < poor or (most is not None and not poor < most):
        raise refuse("acceptance_sampling.qualities_inverted", producer=percent(good), consumer=percent(poor))
    if not (0 < producer < 1 and 0 < consumer < 1 and producer + consumer < 1):
        raise refuse("acceptance_sampling.risks_out_of_range", producer=percent(producer), consumer=percent(consumer))


def _found(good: float, producer: float, poor: float, consumer: float) -> Check:
    return Check(
        id="acceptance_sampling.risks_held",
        status=Status.OK,
        statistic=consumer,
        arguments={
            "good": percent(good),
            "producer": percent(producer),
            "poor": percent(poor),
            "consumer": percent(consumer),
        },
    )


def variables_plan_for_risks(
    *,
    producer_quality: float,
    consumer_quality: float,
    producer_risk: float = 0.05,
    consumer_risk: float = 0.10,
    sigma: Sigma = "unknown",
    convention: Convention = "producer",
) -> VariablesPlanForRisks:
    """The plan by variables with the smallest sample within both risks, for one specification limit.

    ``convention``: k meets the producer's risk exactly, the consumer's, or follows the normal approximation (unknown
    sigma then takes (1 + k²/2) times the sample of known sigma; risks are met approximately). Refused as
    :func:`plan_for_risks`.

    >>> found = variables_plan_for_risks(producer_quality=0.0001, consumer_quality=0.0006,
    ...                                  convention="normal-approximation")
    >>> found.sample_size, round(found.k, 5)
    (259, 3.44914)
    """
    if convention not in ("producer", "consumer", "normal-approximation") or sigma not in ("unknown", "known"):
        raise ValueError(f"no convention {convention!r} or sigma {sigma!r}")
    _check_risks(producer_quality, consumer_quality, producer_risk, consumer_risk, most=1)
    good, poor = -special.ndtri(producer_quality), -special.ndtri(consumer_quality)
    sure, unsure = -special.ndtri(producer_risk), -special.ndtri(consumer_risk)
    between = float((sure * poor + unsure * good) / (sure + unsure))
    known = ((sure + unsure) / (good - poor)) ** 2
    if convention == "normal-approximation":
        size = int(np.ceil(known * (1 + between**2 / 2 if sigma == "unknown" else 1) - 1e-9))
        k = between
    elif sigma == "known":
        size = int(np.ceil(known - 1e-9))
        k = float(good - sure / np.sqrt(size) if convention == "producer" else poor + unsure / np.sqrt(size))
    else:
        size = _smallest_unknown(good, poor, producer_risk, consumer_risk)
        k = (
            _constant(size, good, producer_risk)
            if convention == "producer"
            else _constant(size, poor, 1 - consumer_risk)
        )
    size = max(size, 2)
    risks = variables_acceptance([producer_quality, consumer_quality], size=size, k=k, sigma=sigma)
    quality = np.linspace(0.0, variables_quality_at(0.001, size=size, k=k, sigma=sigma), 121)
    return VariablesPlanForRisks(
        method=Method(
            name="Smallest plan by variables for two risks",
            standard="Wallis" if convention == "normal-approximation" else "",
            edition="1947" if convention == "normal-approximation" else "",
            options={"sigma": sigma, "convention": convention},
        ),
        inputs=Inputs(count=0),
        findings=(
            _found(producer_quality, 1 - float(risks[0]), consumer_quality, float(risks[1])),
            Check(id="acceptance_sampling.normal_law", status=Status.OK),
        ),
        sample_size=size,
        k=k,
        sigma=sigma,
        producer_quality=producer_quality,
        producer_risk=producer_risk,
        consumer_quality=consumer_quality,
        consumer_risk=consumer_risk,
        actual_producer_risk=1 - float(risks[0]),
        actual_consumer_risk=float(risks[1]),
        quality=quality,
        probability_acceptance=variables_acceptance(quality, size=size, k=k, sigma=sigma),
    )


def _constant(size: int, distance: float, below: float) -> float:
    """k such that Q falls below it with this probability where the limit is so many standard deviations away.

    SciPy's inverse of the noncentral t is not good to the last digits; its distribution function is.
    """
    root = float(np.sqrt(size))
    low, high = distance - 60.0, distance + 60.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if noncentral_t(size, distance * root, middle) < below else (low, middle)
    return (low + high) / 2


def _smallest_unknown(good: float, poor: float, producer_risk: float, consumer_risk: float) -> int:
    """By bisection: the constant for the producer's risk accepts poor quality less often as the sample grows."""

    def enough(size: int) -> bool:
        k = _constant(size, good, producer_risk)
        root = float(np.sqrt(size))
        return bool(1 - noncentral_t(size, poor * root, k) <= consumer_risk + _ROUNDING)

    low, high = 1, 2
    while not enough(high):
        low, high = high, 2 * high
        if high > LARGEST_SAMPLE:
            raise refuse("acceptance_sampling.no_plan", largest=LARGEST_SAMPLE)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
