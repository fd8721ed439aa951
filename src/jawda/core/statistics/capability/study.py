"""What studies of any law share: their options, the control chart, the report card, the account of the method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from jawda.core.statistics.capability import checks
from jawda.core.statistics.capability.indices import Conventions
from jawda.core.statistics.capability.layout import Layout
from jawda.core.statistics.capability.moments import Overall
from jawda.core.statistics.capability.specification import Specification
from jawda.core.statistics.capability.stability import CRITERIA, Criterion, Stability, of_individuals, of_subgroups
from jawda.core.statistics.capability.within import Spread
from jawda.core.statistics.control_charts import ControlChart
from jawda.core.statistics.control_charts.rules import RuleSet
from jawda.core.statistics.result import Check, Estimate, Method

#: Degrees of freedom of intervals of Cp, Cpk, Cpm: those of the estimator within, or n - 1 (as qcc takes them).
Degrees: TypeAlias = Literal["estimator", "overall"]
_STANDARD: Final = "ISO 22514-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Every choice of a study, checked."""

    conventions: Conventions
    degrees: Degrees
    probabilities: tuple[float, float, float]
    rules: RuleSet
    stability: Criterion
    required: float

    def __post_init__(self) -> None:
        if self.degrees not in ("estimator", "overall"):
            raise ValueError(f"degrees of freedom are those of the estimator or overall, not {self.degrees!r}")
        if self.stability not in CRITERIA:
            raise ValueError(f"stability is one of {', '.join(CRITERIA)}, not {self.stability!r}")


def judged(layout: Layout, spread: Spread, figures: Overall, options: Options) -> tuple[Stability, ControlChart | None]:
    """The control chart of the layout, and the verdict."""
    if layout.summary is not None:
        return of_subgroups(
            layout.summary, layout.within, spread, overall=figures.sigma, rules=options.rules,
            criterion=options.stability,
        )  # fmt: skip
    return of_individuals(
        layout.column, spread, figures=figures, rules=options.rules, criterion=options.stability
    )  # fmt: skip


def verdict_of(indices: Mapping[str, Estimate], stability: Stability, required: float) -> tuple[Check, Check]:
    """The index against what is required, then stability: Cpk of a stable process, else Ppk."""
    name = "Cpk" if stability.stable else "Ppk"
    found = checks.verdict(name, indices[name], required, stable=bool(stability.stable))
    return found, checks.stability_check(stability)


def common_checks(
    layout: Layout, figures: Overall, specification: Specification, options: Options
) -> tuple[Check, ...]:
    """What every law has in common."""
    return (
        *checks.memory_check(figures),
        *checks.resolution_check(layout.values, specification),
        *checks.target_check(specification, nearer=options.conventions.cpm_width == "nearer"),
        *checks.left_out_checks(layout.inputs),
    )


def method_of(layout: Layout, options: Options, model: str) -> Method:
    """Every option that changes a number."""
    conventions = options.conventions
    return Method(
        name="process capability", standard=_STANDARD, edition="2017",
        options={
            "model": model, "within": layout.within, "confidence": conventions.confidence,
            "rules": options.rules.name, "stability": options.stability, "degrees": options.degrees,
            "side_bounds": conventions.side_bounds, "cpm_width": conventions.cpm_width,
            "cpm_degrees": conventions.cpm_degrees, "required": options.required,
            "percentiles": " ".join(f"{part:g}" for part in options.probabilities),
        },
    )  # fmt: skip
