"""The options of a gauge study, checked once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from jawda.core.statistics.result import Option
from jawda.core.statistics.samples import refuse

#: ``anova``: crossed, balanced. ``reml``: crossed, any numbers. ``nested``: each part seen by one operator only.
#: ``average-range`` and ``range``: the AIAG short forms. ``without-operator``: an automatic instrument.
StudyMethod: TypeAlias = Literal["anova", "reml", "nested", "average-range", "range", "without-operator"]
FOver: TypeAlias = Literal["interaction", "repeatability"]
IntervalMethod: TypeAlias = Literal["mls", "satterthwaite"]
Constants: TypeAlias = Literal["aiag", "exact"]
Judged: TypeAlias = Literal["study", "tolerance", "process"]

NDC_FACTOR: Final = math.sqrt(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyOptions:
    """Every option of :func:`~jawda.core.statistics.measurement_systems.gauge_rr.gauge_rr`; ``ValueError`` if wrong."""

    method: StudyMethod = "anova"
    tolerance: float | None = None
    lower: float | None = None
    upper: float | None = None
    process_sd: float | None = None
    alpha_pool: float | None = 0.05
    f_over: FOver = "interaction"
    study_multiplier: float = 6.0
    ndc_factor: float = NDC_FACTOR
    confidence: float = 0.95
    interval_method: IntervalMethod = "mls"
    constants: Constants = "aiag"
    interaction: bool = True
    judged_by: Judged | None = None

    def __post_init__(self) -> None:
        for name, known in (
            ("method", StudyMethod), ("f_over", FOver), ("interval_method", IntervalMethod), ("constants", Constants),
        ):  # fmt: skip
            if getattr(self, name) not in get_args(known):
                raise ValueError(f"{name} is one of {', '.join(get_args(known))}, not {getattr(self, name)!r}")
        if self.judged_by is not None and self.judged_by not in get_args(Judged):
            raise ValueError(f"judged_by is one of {', '.join(get_args(Judged))}, not {self.judged_by!r}")
        check_share("confidence", self.confidence)
        if self.alpha_pool is not None and not 0 <= self.alpha_pool <= 1:
            raise ValueError(f"alpha_pool lies between 0 and 1 (None: never pool), not {self.alpha_pool}")
        for name in ("study_multiplier", "ndc_factor"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} is positive, not {getattr(self, name)}")
        self._check_references()

    def _check_references(self) -> None:
        """What a person enters: refused, not a programmer's error."""
        if self.tolerance is not None and (self.lower is not None or self.upper is not None):
            raise ValueError("give the tolerance or its limits, not both")
        if self.lower is not None and self.upper is not None and not self.lower < self.upper:
            raise refuse("samples.limits_inverted", lower=self.lower, upper=self.upper)
        if self.tolerance is not None:
            check_positive_tolerance(self.tolerance)
        if self.process_sd is not None and not (self.process_sd > 0 and math.isfinite(self.process_sd)):
            raise refuse("measurement_systems.process_sd_not_positive", value=self.process_sd)
        if self.judged_by == "tolerance" and (self.tolerance, self.lower, self.upper) == (None, None, None):
            raise refuse("measurement_systems.tolerance_missing")
        if self.judged_by == "process" and self.process_sd is None:
            raise refuse("measurement_systems.process_sd_missing")

    def width(self, mean: float) -> float | None:
        """The tolerance; with one limit only, twice the distance of the mean to it (as Minitab does)."""
        if self.tolerance is not None:
            return self.tolerance
        if self.lower is not None and self.upper is not None:
            return self.upper - self.lower
        limit = self.lower if self.lower is not None else self.upper
        if limit is None:
            return None
        width = 2 * abs(limit - mean)
        check_positive_tolerance(width)
        return width

    def shown(self, *names: str) -> dict[str, Option]:
        """The options named, with those that every study has, for the account of the method."""
        common = ("study_multiplier", "ndc_factor", "tolerance", "lower", "upper", "process_sd", "judged_by")
        return {name: getattr(self, name) for name in (*names, *common)}


def check_share(name: str, value: float) -> None:
    """``ValueError`` unless between 0 and 1."""
    if not 0 < value < 1:
        raise ValueError(f"{name} lies between 0 and 1, not {value}")


def check_positive_tolerance(tolerance: float | None) -> float:
    """The tolerance; refused where it is missing or not positive."""
    if tolerance is None:
        raise refuse("measurement_systems.tolerance_missing")
    if not (tolerance > 0 and math.isfinite(tolerance)):
        raise refuse("measurement_systems.tolerance_not_positive", value=tolerance)
    return tolerance
