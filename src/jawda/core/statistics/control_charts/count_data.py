"""Counts as they are charted: which chart, checked counts and sizes, and what is said of its assumptions."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

import numpy as np

from jawda.core.findings import Finding, Refused
from jawda.core.statistics.control_charts.counted import DrawnLimits
from jawda.core.statistics.control_charts.patterns import Line
from jawda.core.statistics.control_charts.rules import Rules, RuleSet, rule_set
from jawda.core.statistics.result import Check, Floats, Option, Status
from jawda.core.statistics.samples import TOLD, Column, Numbers, numbers, refuse

Kind: TypeAlias = Literal["p", "np", "c", "u"]
#: At ``nsigma`` standard errors, or where a binomial or Poisson count falls as rarely as a normal one at ``nsigma``.
LimitsBy: TypeAlias = Literal["sigma", "probability"]
#: Limits follow each size, or the mean size; or points are standardised, with common limits.
SizesBy: TypeAlias = Literal["each", "mean", "standardised"]

#: Expected cases in a sample from which the normal approximation will do.
_ENOUGH_EVENTS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How counts are charted; ``laney``: limits widened by the spread between samples."""

    kind: Kind
    rules: RuleSet
    nsigma: float
    limits: LimitsBy = "sigma"
    sizes: SizesBy = "each"
    laney: bool = False
    options: Mapping[str, Option] = field(default_factory=dict)

    @property
    def chart(self) -> str:
        """Its short name."""
        return f"laney-{self.kind}" if self.laney else self.kind


def plan_of(
    kind: Kind, *, rules: Rules, nsigma: float, limits: LimitsBy, sizes: SizesBy, laney: bool = False, **options: Option
) -> Plan:
    """The plan; ``ValueError`` for names that are not known, and for options that do not go together."""
    if not nsigma > 0:
        raise ValueError(f"limits stand above 0 sigma from the centre, not {nsigma}")
    if limits not in {"sigma", "probability"}:
        raise ValueError(f"limits go by sigma or by probability, not by {limits!r}")
    if sizes not in {"each", "mean", "standardised"}:
        raise ValueError(f"limits follow each size, the mean size or standardised points, not {sizes!r}")
    if limits == "probability" and sizes != "each":
        raise ValueError("limits of probability follow each size")
    return Plan(
        kind=kind, rules=rule_set(rules), nsigma=nsigma, limits=limits, sizes=sizes, laney=laney, options=options
    )


def checked_counts(counts: Column, size: Numbers | float, kind: Kind) -> tuple[Column, Floats]:
    """Whole counts, positive sizes; a count without its size is missing. Faults are named by row."""
    if isinstance(size, int | float):
        sizes = Column(values=np.full(len(counts.values), float(size)), name="size")
    else:
        sizes = numbers(size, name="size")
        if len(sizes.values) != len(counts.values):
            shown = f"{counts.name} {len(counts.values)} / {sizes.name} {len(sizes.values)}"
            raise refuse("samples.lengths_differ", columns=shown)
    with np.errstate(invalid="ignore"):
        wrong = {
            "not_a_count": (counts, (counts.values < 0) | (counts.values != np.floor(counts.values)) & ~counts.missing),
            "size_not_positive": (sizes, sizes.values <= 0),
            "more_than_size": (counts, (counts.values > sizes.values) & (kind in ("p", "np"))),
        }
    faults = []
    for name, (column, flags) in wrong.items():
        for index in np.flatnonzero(flags)[:TOLD]:
            said = {"value": float(column.values[index])}
            if name == "more_than_size":
                said["size"] = float(sizes.values[index])
            faults.append(Finding(id=f"attribute_charts.{name}", place=column.place(int(index)), arguments=said))
    if faults:
        raise Refused(faults[:TOLD])
    known = dataclasses.replace(counts, values=np.where(sizes.missing, np.nan, counts.values))
    return known, sizes.values


def standardised(kind: Kind, counts: Floats, sizes: Floats, mean: float) -> Floats:
    """(statistic - mean) / standard error of each count."""
    found: Floats = (counts - sizes * mean) / np.sqrt(sizes * variance_of_one(kind, mean))
    return found


def variance_of_one(kind: Kind, mean: Line) -> Line:
    """Of one unit."""
    return mean * (1 - mean) if kind in ("p", "np") else mean


def assumption_checks(plan: Plan, sizes: Floats, mean: float, lines: DrawnLimits) -> list[Check]:
    """What the limits suppose: sizes, enough cases for the normal law, a lower limit that can tell."""
    checks = []
    known = sizes[~np.isnan(sizes)]
    if known.min() < known.max():
        said: dict[str, Any] = {"least": float(known.min()), "most": float(known.max())}
        checks.append(
            Check(id="attribute_charts.sizes_differ", status=Status.WARN, statistic=float(known.max() / known.min()),
                  arguments=said)
        )  # fmt: skip
        if plan.kind == "np" and plan.sizes == "each":
            checks.append(Check(id="attribute_charts.np_center_varies", status=Status.WARN))
    if plan.limits == "sigma":
        rarer = min(mean, 1 - mean) if plan.kind in ("p", "np") else mean
        expected = float(known.mean()) * rarer
        enough = expected >= _ENOUGH_EVENTS
        said = {"expected": round(expected, 2), "enough": _ENOUGH_EVENTS}
        checks.append(
            Check(id=f"attribute_charts.{'enough' if enough else 'few'}_events",
                  status=Status.OK if enough else Status.WARN, statistic=expected, arguments=said)
        )  # fmt: skip
    if plan.limits == "sigma" and plan.sizes != "standardised" and not bool((np.asarray(lines.lower) > 0).any()):
        # center - nsigma standard errors is above 0 from this size on
        needed = plan.nsigma**2 * variance_of_one(plan.kind, mean) / mean**2
        name = "no_lower_limit_area" if plan.kind == "c" else "no_lower_limit"
        said = {"times": float(np.ceil(10 * needed) / 10)} if plan.kind == "c" else {"size": int(np.floor(needed)) + 1}
        checks.append(Check(id=f"attribute_charts.{name}", status=Status.WARN, statistic=float(needed), arguments=said))
    return checks
