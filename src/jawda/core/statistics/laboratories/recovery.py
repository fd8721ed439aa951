"""Recovery of what was added, or of a known content (NF T90-210, IUPAC 2002): mean, spread, test against 100 %."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from jawda.core.findings import Finding, Refused
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import said
from jawda.core.statistics.laboratories.distributions import student_quantile, student_two_sided
from jawda.core.statistics.result import Check, Estimate, Floats, Method, Result, Status
from jawda.core.statistics.samples import TOLD, Column, Numbers, numbers, refuse, same_length


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryLevel:
    """One amount added: mean recovery in percent, its spread, and whether it is within the limits (None: no limits)."""

    added: float
    count: int
    mean_percent: float
    sd_percent: float | None
    cv_percent: float | None
    accepted: bool | None


@dataclass(frozen=True, kw_only=True)
class Recovery(Result):
    """All recoveries in percent, their ``mean`` with confidence interval, spread, and test against 100 %.

    ``u_percent`` is the standard uncertainty of the mean. ``differs`` says that the mean is not 100 % beyond chance.
    """

    schema: ClassVar[str] = "recovery/1"

    recoveries: tuple[float, ...]
    mean: Estimate
    sd_percent: float
    u_percent: float
    count: int
    t: float | None
    probability: float
    differs: bool
    levels: tuple[RecoveryLevel, ...]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each level."""
        return [{name: getattr(level, name) for name in RecoveryLevel.__slots__} for level in self.levels]


def recovery(
    found: Numbers,
    added: Numbers,
    *,
    native: Numbers | float = 0.0,
    limits: tuple[float, float] | None = None,
    alpha: float = 0.05,
) -> Recovery:
    """R = 100 (found - native) / added for each row, over all and for each amount added.

    ``native`` is what the sample held before (a number, or a column); ``limits`` in percent judge each level's mean.
    Rows in which something is missing are left out and counted. Refused: fewer than two rows, an amount added that is
    not positive, no spread, inverted limits.

    >>> result = recovery([9.5, 9.8, 19.4, 19.9], [10, 10, 20, 20], limits=(90, 110))
    >>> round(result.mean.value, 2), [level.accepted for level in result.levels]
    (97.38, [True, True])
    """
    got, put = numbers(found, name="found"), numbers(added, name="added")
    same_length(got, put)
    before = _native(native, got)
    if limits is not None and not limits[0] < limits[1]:
        raise refuse("samples.limits_inverted", lower=float(limits[0]), upper=float(limits[1]))
    rows = np.flatnonzero(put.values <= 0)
    if rows.size:
        raise Refused(
            Finding(
                id="laboratories.added_not_positive",
                place=put.place(int(row)),
                arguments={"value": float(put.values[row])},
            )
            for row in rows[:TOLD]
        )
    kept = ~(got.missing | put.missing | before.missing)
    amounts = put.values[kept]
    if len(amounts) < 2:
        raise refuse("samples.too_few", column=got, count=len(amounts), least=2)
    percent = 100 * (got.values[kept] - before.values[kept]) / amounts
    sd = float(percent.std(ddof=1))
    if sd == 0:
        raise refuse("samples.zero_spread", column=got)
    mean, count = float(percent.mean()), len(percent)
    u = sd / math.sqrt(count)
    t = (mean - 100) / u
    probability = student_two_sided(t, count - 1)
    half = student_quantile(1 - alpha / 2, count - 1) * u
    levels = _levels(percent, amounts, limits)
    options = {
        "alpha": alpha,
        "lower_limit": None if limits is None else limits[0],
        "upper_limit": None if limits is None else limits[1],
        "native": native if isinstance(native, int | float) else "column",
    }
    return Recovery(
        method=Method(name="Recovery", standard="NF T90-210", edition="2018", options=options),
        inputs=got.inputs(added=put.values, native=before.values),
        findings=(
            *_findings(mean, half, levels, differs=probability < alpha),
            *missing_check(len(kept) - count),
        ),
        recoveries=tuple(percent.tolist()),
        mean=Estimate(
            value=mean, low=mean - half, high=mean + half, confidence=1 - alpha, degrees_of_freedom=count - 1
        ),
        sd_percent=sd,
        u_percent=u,
        count=count,
        t=t,
        probability=probability,
        differs=probability < alpha,
        levels=levels,
    )


def _native(native: Numbers | float, found: Column) -> Column:
    if isinstance(native, int | float):
        return Column(values=np.full(len(found.values), float(native)), name="native")
    column = numbers(native, name="native")
    same_length(found, column)
    return column


def _levels(percent: Floats, added: Floats, limits: tuple[float, float] | None) -> tuple[RecoveryLevel, ...]:
    told = []
    for amount in np.unique(added):
        values = percent[added == amount]
        mean = float(values.mean())
        sd = float(values.std(ddof=1)) if len(values) > 1 else None
        told.append(
            RecoveryLevel(
                added=float(amount),
                count=len(values),
                mean_percent=mean,
                sd_percent=sd,
                cv_percent=100 * sd / abs(mean) if sd is not None and mean != 0 else None,
                accepted=None if limits is None else limits[0] <= mean <= limits[1],
            )
        )
    return tuple(told)


def _findings(mean: float, half: float, levels: Sequence[RecoveryLevel], *, differs: bool) -> list[Check]:
    low, high = mean - half, mean + half
    found = [
        said("recovery_differs", Status.WARN, mean, mean=mean, low=low, high=high)
        if differs
        else said("recovery_complete", Status.OK, mean, mean=mean, low=low, high=high)
    ]
    scored = [level for level in levels if level.accepted is not None]
    bad = [level for level in scored if not level.accepted]
    if scored:
        found.append(
            said("recovery_rejected", Status.FAIL, len(bad), count=len(bad))
            if bad
            else said("recovery_accepted", Status.OK, len(scored), count=len(scored))
        )
    return found
