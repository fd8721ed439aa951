"""The result of a capability study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from jawda.core.languages import Language
from jawda.core.statistics.capability.laws.law import FittedLaw
from jawda.core.statistics.capability.picture import picture_of
from jawda.core.statistics.capability.specification import Specification
from jawda.core.statistics.capability.stability import Stability
from jawda.core.statistics.capability.time_model import TimeModel
from jawda.core.statistics.control_charts import ControlChart
from jawda.core.statistics.result import Estimate, Result, Width

MILLION = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """Parts per million beyond the limits; ``None`` on a side without one. ``total`` counts both."""

    below: float | None
    above: float | None
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentiles:
    """The three percentiles on which indices stand, and their probabilities; ``None`` where nothing tells them."""

    low: float
    median: float
    high: float
    probabilities: tuple[float, float, float]


@dataclass(frozen=True, kw_only=True, eq=False)
class Capability(Result):
    """``indices`` by name, Cp to Ppm: a value is None where it is not defined, or may not be stated.

    ``stable`` is None where it could not be judged. Cp, Cpk, Cpm are those of a stable process; Pp, Ppk, Ppm describe
    what was produced, stable or not. ``expected`` beyond the limits is that of the law over all values,
    ``expected_within`` that of the spread within subgroups, ``observed`` was counted; all in parts per million.
    ``time_model`` places a process in subgroups among the models A1 to D (:mod:`.time_model`), None where too few.
    ``chart`` is the control chart behind ``stability``; it is not part of ``to_dict()``.
    """

    schema: ClassVar[str] = "capability/1"

    specification: Specification
    indices: Mapping[str, Estimate]
    stable: bool | None
    stability: Stability | None
    model: FittedLaw | None
    mean: float | None
    sigma_within: float | None
    sigma_overall: float | None
    percentiles: Percentiles | None
    expected: Beyond | None
    expected_within: Beyond | None
    observed: Beyond | None
    time_model: TimeModel | None = None
    chart: ControlChart | None = field(default=None, compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Every field but the chart."""
        found = super().to_dict()
        del found["chart"]
        return found

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each index."""
        return [
            {"index": name, "value": estimate.value, "low": estimate.low, "high": estimate.high}
            for name, estimate in self.indices.items()
        ]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """Histogram of the values, with limits, target and the law. ``NotImplementedError`` where there are none."""
        values = next(iter(self.inputs.data.values()), None)
        if values is None or self.model is None:
            raise NotImplementedError("a study without values has no histogram")
        return picture_of(
            values, self.specification, self.model.law, title=self.findings[0], language=language, width=width
        )
