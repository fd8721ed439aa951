"""Attribute plans in one or more samples, and how probable each of their decisions is.

The state after a sample is the number of nonconforming units so far. It is carried from sample to sample for all
qualities at once, so that single, double and multiple plans share one arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import special

from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import refuse

#: "binomial": a process; "hypergeometric": one lot of known size; "poisson": nonconformities, several to a unit.
Model: TypeAlias = Literal["binomial", "hypergeometric", "poisson"]
MODELS: Final[tuple[Model, ...]] = get_args(Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributePlan:
    """Sizes of the samples, with cumulative acceptance and rejection numbers (``None``: no acceptance yet).

    After the last sample a lot is accepted below the rejection number, also in the gap that reduced plans of
    MIL-STD-105E leave between the two.
    """

    sizes: tuple[int, ...]
    accept: tuple[int | None, ...]
    reject: tuple[int, ...]

    @property
    def cumulative(self) -> tuple[int, ...]:
        """Units inspected when each sample is complete."""
        return tuple(np.cumsum(self.sizes).tolist())

    def accepting(self, stage: int) -> int:
        """The largest cumulative count that accepts at this sample, -1 for none."""
        if stage == len(self.sizes) - 1:
            return self.reject[stage] - 1
        number = self.accept[stage]
        return -1 if number is None else number


def attribute_plan(
    sizes: int | Sequence[int],
    accept: int | Sequence[int | None],
    reject: int | Sequence[int] | None = None,
) -> AttributePlan:
    """A plan from numbers or sequences, one entry a sample.

    Without ``reject`` a single plan rejects from one above its acceptance number. Refused: samples under one unit,
    numbers that fall from one sample to the next, an acceptance number that reaches the rejection number, a count of
    entries that differs.

    >>> attribute_plan(52, 3).reject
    (4,)
    >>> attribute_plan([125, 125], [1, 4], [4, 5]).cumulative
    (125, 250)
    """
    samples = tuple(sizes) if isinstance(sizes, Sequence) else (sizes,)
    accepting = tuple(accept) if isinstance(accept, Sequence) else (accept,)
    if reject is None:
        if len(samples) != 1 or accepting[0] is None:
            raise ValueError("a plan of several samples needs its rejection numbers")
        reject = accepting[0] + 1
    rejecting = tuple(reject) if isinstance(reject, Sequence) else (reject,)
    if not len(samples) == len(accepting) == len(rejecting) >= 1:
        raise refuse("acceptance_sampling.plan_lengths", sizes=len(samples), numbers=len(rejecting))
    last = (-1, 0)
    for stage, (size, low, high) in enumerate(zip(samples, accepting, rejecting, strict=True)):
        now = (last[0] if low is None else low, high)
        if size < 1 or now[0] < last[0] or high < last[1] or now[0] >= high or (low is not None and low < 0):
            raise refuse("acceptance_sampling.plan_inconsistent", stage=stage + 1)
        last = now
    return AttributePlan(sizes=samples, accept=accepting, reject=rejecting)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Probabilities:
    """For each sample and quality: ``accepted`` and ``rejected`` there, ``reaching`` it (sample, quality).

    ``before[s][:, j]`` is the probability of coming to sample s with j nonconforming units.
    """

    accepted: Floats
    rejected: Floats
    reaching: Floats
    before: tuple[Floats, ...]

    @property
    def acceptance(self) -> Floats:
        """Of the lot, at whichever sample."""
        found: Floats = self.accepted.sum(axis=0)
        return found


def decision_probabilities(
    plan: AttributePlan, quality: Floats, *, model: Model = "binomial", lot_size: int | None = None
) -> Probabilities:
    """Probabilities of every decision of a plan.

    ``quality`` (1-D) is the fraction nonconforming, or for "poisson" the mean number of nonconformities of a unit. For
    "hypergeometric" it must come from whole units: ``quality * lot_size`` is rounded. Samples that exceed the lot and
    qualities out of range are refused. In lots of half a million the logarithms of factorials leave about nine
    digits; elsewhere twelve.

    >>> plan = attribute_plan([125, 125], [1, 4], [4, 5])
    >>> decision_probabilities(plan, np.array([0.01])).acceptance.round(6).tolist()
    [0.899956]
    """
    check_quality(quality, model)
    if model == "hypergeometric":
        _check_lot(plan, lot_size)
    state = np.ones((len(quality), 1))
    before, accepted, rejected = [], [], []
    for stage, size in enumerate(plan.sizes):
        before.append(state)
        upper = plan.reject[stage]
        reached = state.sum(axis=1)
        total = _advanced(
            state,
            size=size,
            upper=upper,
            quality=quality,
            model=model,
            lot_size=lot_size,
            drawn=sum(plan.sizes[:stage]),
        )
        low = plan.accepting(stage)
        accepted.append(total[:, : low + 1].sum(axis=1))
        rejected.append(np.maximum(reached - total.sum(axis=1), 0.0))
        state = total.copy()
        state[:, : low + 1] = 0.0
    reaching = np.array([part.sum(axis=1) for part in before])
    return Probabilities(
        accepted=np.array(accepted), rejected=np.array(rejected), reaching=reaching, before=tuple(before)
    )


def check_quality(quality: Floats, model: Model) -> None:
    """Refuse what is no fraction (or, for "poisson", negative); ``ValueError`` for an unknown model."""
    if model not in MODELS:
        raise ValueError(f"no model {model!r}: {', '.join(MODELS)}")
    highest = np.inf if model == "poisson" else 1.0
    wrong = ~((quality >= 0) & (quality <= highest) & np.isfinite(quality))
    if wrong.any():
        raise refuse("acceptance_sampling.quality_out_of_range", quality=str(quality[wrong][0]))


def _check_lot(plan: AttributePlan, lot_size: int | None) -> None:
    if lot_size is None:
        raise refuse("acceptance_sampling.lot_needed")
    if plan.cumulative[-1] > lot_size:
        raise refuse("acceptance_sampling.sample_exceeds_lot", sample=plan.cumulative[-1], lot=lot_size)


def _advanced(
    state: Floats, *, size: int, upper: int, quality: Floats, model: Model, lot_size: int | None, drawn: int
) -> Floats:
    """Distribution of the cumulative count below ``upper`` after one more sample."""
    total = np.zeros((len(quality), upper))
    counts = np.arange(upper)
    common = None if model == "hypergeometric" else _mass(counts, size, quality, model)
    for have in range(min(state.shape[1], upper)):
        weight = state[:, have]
        if not weight.any():
            continue
        if common is None:
            assert lot_size is not None  # checked by the caller
            bad = np.rint(quality * lot_size) - have
            mass = _hypergeometric(counts[: upper - have], size, lot_size - drawn, bad)
        else:
            mass = common[:, : upper - have]
        total[:, have:] += weight[:, None] * mass
    return total


def _mass(counts: NDArray[np.int64], size: int, quality: Floats, model: Model) -> Floats:
    """(quality, count): probability of each count in one sample."""
    q = quality[:, None]
    if model == "poisson":
        mean = size * q
        found: Floats = np.exp(special.xlogy(counts, mean) - mean - special.gammaln(counts + 1))
        return found
    possible = counts <= size
    there = np.where(possible, counts, 0)
    ways = special.gammaln(size + 1) - special.gammaln(there + 1) - special.gammaln(size - there + 1)
    return np.where(possible, np.exp(ways + special.xlogy(there, q) + special.xlog1py(size - there, -q)), 0.0)


def _hypergeometric(counts: NDArray[np.int64], size: int, lot: int, bad: Floats) -> Floats:
    """(quality, count): ``counts`` nonconforming among ``size`` units of a lot that holds ``bad`` of them."""
    bads = np.maximum(bad, 0.0)[:, None]
    good = np.maximum(lot - bads, 0.0)
    possible = (counts <= size) & (counts <= bads) & (size - counts <= good) & (bad[:, None] >= 0) & (bads <= lot)
    there = np.where(possible, counts, np.minimum(bads, size))
    rest = np.where(possible, size - counts, 0.0)
    log = _log_choose(bads, np.minimum(there, bads)) + _log_choose(good, rest) - _log_choose(float(lot), float(size))
    return np.where(possible, np.exp(np.minimum(log, 0.0)), 0.0)


def _log_choose(of: Floats | float, some: Floats | float) -> Floats:
    found: Floats = special.gammaln(np.add(of, 1.0)) - special.gammaln(np.add(some, 1.0))
    return found - special.gammaln(np.subtract(of, some) + 1.0)
