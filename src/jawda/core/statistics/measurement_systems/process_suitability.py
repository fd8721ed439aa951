"""Capability of a measuring system and suitability of a measurement process, from an uncertainty budget.

ISO 22514-7:2021 and VDA 5 (2021): u_MS = √(u_CAL² + max(u_RE, u_EVR)² + u_BI² + u_LIN² + u_MS,REST²), or u_MPE alone
where the maximum permissible error is taken; u_MP adds object, operators and surroundings, with the greatest of the
three repeatabilities. Q = 2 U / T, at most 15 % for the system and 30 % for the process.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Final

from jawda.core.charts import BarRow, SortedBars, sorted_bars
from jawda.core.languages import Language
from jawda.core.statistics.measurement_systems.figure_words import WORDS, decimal
from jawda.core.statistics.measurement_systems.gauge_result import GaugeRR
from jawda.core.statistics.measurement_systems.options import check_positive_tolerance
from jawda.core.statistics.measurement_systems.type1 import Type1
from jawda.core.statistics.measurement_systems.verdicts import check, shown
from jawda.core.statistics.result import Check, Inputs, Method, Result, Status, Width
from jawda.core.statistics.samples import refuse

_FINEST: Final = 5.0
#: Of a rectangular distribution: half width to standard deviation.
_ROOT_3: Final = math.sqrt(3)
#: In the system: calibration, bias, linearity, rest, and the greater of resolution and repeatability on a standard.
_SYSTEM: Final = ("calibration", "bias", "linearity_error", "system_rest")
_REPEATABILITY: Final = ("resolution", "repeatability_standard", "repeatability_object")
_PROCESS: Final = (
    "operator", "measuring_systems", "stability_over_time", "interaction", "object", "temperature", "process_rest",
)  # fmt: skip
_SYMBOLS: Final = {
    "calibration": "u_CAL", "resolution": "u_RE", "bias": "u_BI", "linearity_error": "u_LIN",
    "repeatability_standard": "u_EVR", "repeatability_object": "u_EVO", "system_rest": "u_MS_REST",
    "operator": "u_AV", "measuring_systems": "u_GV", "stability_over_time": "u_STAB", "interaction": "u_IA",
    "object": "u_OBJ", "temperature": "u_T", "process_rest": "u_REST", "system": "u_MPE",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """One standard uncertainty; ``percent`` is its share of the variance of the process, ``None`` where not counted."""

    name: str
    symbol: str
    u: float
    counted_in_system: bool
    counted_in_process: bool
    percent: float | None


@dataclass(frozen=True, kw_only=True)
class ProcessSuitability(Result):
    """``u_ms``, ``U_ms``, ``Q_ms`` (per cent) of the system; ``u_mp``, ``U_mp``, ``Q_mp`` of the process.

    ``smallest_tolerance_ms`` and ``smallest_tolerance_mp`` are the tolerances that would just meet the limits.
    """

    schema: ClassVar[str] = "process-suitability/1"

    tolerance: float
    coverage_factor: float
    u_ms: float
    U_ms: float
    Q_ms: float
    smallest_tolerance_ms: float
    u_mp: float
    U_mp: float
    Q_mp: float
    smallest_tolerance_mp: float
    percent_resolution: float | None
    budget: tuple[BudgetLine, ...]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each uncertainty."""
        return [asdict(line) for line in self.budget]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """Bars of the uncertainties that count in the process."""
        known = sorted((line for line in self.budget if line.percent is not None), key=lambda line: -line.u)
        rows = tuple(
            BarRow(
                label=WORDS[line.name][language],
                value=100 * line.u / self.u_mp,
                shown=f"{decimal(100 * line.u / self.u_mp, language)} %",
            )
            for line in known
        )
        chart = SortedBars(
            title=self.findings[0].sentence(language),
            description=WORDS["budget"][language],
            rows=rows,
            order="given",
            language=language,
        )
        return sorted_bars(chart, width=width)


def process_suitability(
    *,
    tolerance: float | None,
    u_calibration: float = 0.0,
    resolution: float | None = None,
    bias: float | None = None,
    u_bias: float | None = None,
    u_linearity: float = 0.0,
    u_repeatability_standard: float | None = None,
    u_repeatability_object: float | None = None,
    u_operator: float | None = None,
    u_interaction: float | None = None,
    u_measuring_systems: float = 0.0,
    u_stability: float = 0.0,
    u_object: float = 0.0,
    u_temperature: float = 0.0,
    u_system_rest: float = 0.0,
    u_process_rest: float = 0.0,
    maximum_permissible_error: float | None = None,
    type1: Type1 | None = None,
    gauge: GaugeRR | None = None,
    coverage_factor: float = 2.0,
    most_system: float = 15.0,
    most_process: float = 30.0,
) -> ProcessSuitability:
    """Q_MS and Q_MP of a measurement, all uncertainties in the unit of the tolerance.

    ``resolution`` gives u_RE = resolution / √12; ``bias`` gives u_BI = |bias| / √3 unless ``u_bias`` is given;
    ``maximum_permissible_error`` replaces the system's parts by u = MPE / √3. A ``type1`` study gives bias and
    repeatability on the standard, a ``gauge`` study repeatability on the object, operator and interaction, where these
    are not given. Limits are per cents of the tolerance. Refused: a tolerance that is missing or not positive, a
    negative uncertainty, a budget that is empty.

    >>> found = process_suitability(tolerance=0.06, resolution=0.001, u_calibration=0.0005, bias=0.0008,
    ...     u_repeatability_standard=0.0006, u_repeatability_object=0.0009, u_operator=0.0007)
    >>> round(found.Q_ms, 3), round(found.Q_mp, 3)
    (6.049, 8.853)
    """
    width = check_positive_tolerance(tolerance)
    if not coverage_factor > 0:
        raise ValueError(f"coverage_factor is positive, not {coverage_factor}")
    if type1 is not None:
        bias = type1.bias if bias is None else bias
        u_repeatability_standard = type1.sd if u_repeatability_standard is None else u_repeatability_standard
    parts = {} if gauge is None else dict(gauge.components.items())

    def taken(given: float | None, name: str) -> float:
        if given is None:
            return parts[name].sd if name in parts else 0.0
        return given

    given = {
        "calibration": u_calibration,
        "resolution": 0.0 if resolution is None else resolution / math.sqrt(12),
        "bias": abs(bias or 0.0) / _ROOT_3 if u_bias is None else u_bias,
        "linearity_error": u_linearity,
        "repeatability_standard": u_repeatability_standard or 0.0,
        "repeatability_object": taken(u_repeatability_object, "repeatability"),
        "system_rest": u_system_rest,
        "operator": taken(u_operator, "operator"),
        "measuring_systems": u_measuring_systems,
        "stability_over_time": u_stability,
        "interaction": taken(u_interaction, "interaction"),
        "object": u_object,
        "temperature": u_temperature,
        "process_rest": u_process_rest,
    }
    if maximum_permissible_error is not None:
        given["system"] = maximum_permissible_error / _ROOT_3
    for name, value in given.items():
        if not (value >= 0 and math.isfinite(value)):
            raise refuse("measurement_systems.uncertainty_negative", symbol=_SYMBOLS[name], value=value)
    system, process = _counted(given, maximum_permissible_error is not None)
    u_ms, u_mp = (math.sqrt(math.fsum(given[name] ** 2 for name in names)) for names in (system, process))
    if u_mp == 0:
        raise refuse("measurement_systems.budget_empty")
    budget = tuple(
        BudgetLine(
            name=name,
            symbol=_SYMBOLS[name],
            u=value,
            counted_in_system=name in system,
            counted_in_process=name in process,
            percent=100 * (value / u_mp) ** 2 if name in process else None,
        )
        for name, value in given.items()
        if value > 0
    )
    q_ms, q_mp = (200 * coverage_factor * u / width for u in (u_ms, u_mp))
    percent_resolution = None if resolution is None else 100 * resolution / width
    return ProcessSuitability(
        method=Method(
            name="Capability of measuring system and suitability of measurement process",
            standard="ISO 22514-7",
            edition="2021",
            clause="7",
            options={
                "coverage_factor": coverage_factor,
                "most_system": most_system,
                "most_process": most_process,
                "maximum_permissible_error": maximum_permissible_error,
            },
        ),
        inputs=Inputs(count=len(budget), data={line.symbol: [line.u] for line in budget}),
        findings=_findings(q_ms, q_mp, most_system, most_process, percent_resolution, budget),
        tolerance=width,
        coverage_factor=coverage_factor,
        u_ms=u_ms,
        U_ms=coverage_factor * u_ms,
        Q_ms=q_ms,
        smallest_tolerance_ms=200 * coverage_factor * u_ms / most_system,
        u_mp=u_mp,
        U_mp=coverage_factor * u_mp,
        Q_mp=q_mp,
        smallest_tolerance_mp=200 * coverage_factor * u_mp / most_process,
        percent_resolution=percent_resolution,
        budget=budget,
    )


def _counted(given: Mapping[str, float], by_error: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names that count in the system and in the process: of the repeatabilities only the greatest does."""
    if by_error:
        return ("system",), ("system", "repeatability_object", *_PROCESS)
    on_standard = max(_REPEATABILITY[:2], key=lambda name: given[name])
    greatest = max(_REPEATABILITY, key=lambda name: given[name])
    return (*_SYSTEM, on_standard), (*_SYSTEM, greatest, *_PROCESS)


def _findings(
    q_ms: float,
    q_mp: float,
    most_system: float,
    most_process: float,
    percent_resolution: float | None,
    budget: tuple[BudgetLine, ...],
) -> tuple[Check, ...]:
    found = []
    for name, value, most in (("process", q_mp, most_process), ("system", q_ms, most_system)):
        met = value <= most
        found.append(
            check(
                f"{name}_{'suitable' if met else 'unsuitable'}",
                Status.OK if met else Status.FAIL,
                value,
                {"percent": shown(value), "most": most},
            )
        )
    if percent_resolution is not None:
        fine = percent_resolution <= _FINEST
        found.append(
            check(
                "resolution_fine" if fine else "resolution_coarse",
                Status.OK if fine else Status.FAIL,
                percent_resolution,
                {"percent": shown(percent_resolution), "most": _FINEST},
            )
        )
    if found[0].status is Status.FAIL:
        largest = max((line for line in budget if line.percent is not None), key=lambda line: line.u)
        assert largest.percent is not None
        found.append(
            check(
                "budget_mostly",
                Status.WARN,
                largest.percent,
                {"symbol": largest.symbol, "percent": shown(largest.percent)},
            )
        )
    return tuple(found)
