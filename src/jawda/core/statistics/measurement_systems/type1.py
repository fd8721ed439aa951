"""Type 1 study: one operator measures one standard many times; can the instrument repeat, and is it right?

Cg = share · T / (k · s) and Cgk = (share · T / 2 − |bias|) / (k · s / 2), where share (0.2) and k (6) differ between
companies (ISO 22514-7 clause 6; Bosch booklet 10; VDA 5; Minitab K = 20, L = 6).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from scipy import special

from jawda.core.charts import Level, LineChart, Series, Signal, line_chart
from jawda.core.languages import Language
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.measurement_systems.figure_words import WORDS
from jawda.core.statistics.measurement_systems.location import location_test
from jawda.core.statistics.measurement_systems.options import check_positive_tolerance, check_share
from jawda.core.statistics.measurement_systems.study import finite
from jawda.core.statistics.measurement_systems.verdicts import check, count_check, shown
from jawda.core.statistics.result import Check, Estimate, Floats, Method, Result, Status, Width
from jawda.core.statistics.samples import Column, Numbers, numbers, refuse

#: Fewer are too few to judge an instrument (ISO 22514-7: 25, better 50).
_ENOUGH: Final = 25
_FINEST: Final = 5.0


@dataclass(frozen=True, kw_only=True)
class Type1(Result):
    """Cg, Cgk and what stands behind them.

    ``percent_repeatability`` and ``percent_repeatability_and_bias`` are the tolerance shares 100 · share / Cg and
    100 · share / Cgk (Minitab's %Var); ``smallest_tolerance`` is the one that would pass both indices.
    """

    schema: ClassVar[str] = "type1/1"

    cg: float
    cgk: float
    cg_interval: Estimate
    reference: float
    tolerance: float
    mean: float
    sd: float
    bias: float
    t: float
    df: int
    p: float
    bias_interval: Estimate
    percent_bias: float
    percent_repeatability: float
    percent_repeatability_and_bias: float | None
    percent_resolution: float | None
    smallest_tolerance: float
    allowed: tuple[float, float]
    values: Floats = field(compare=False, repr=False)

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """One row for each index."""
        return [
            {"index": "cg", "value": self.cg, "low": self.cg_interval.low, "high": self.cg_interval.high},
            {"index": "cgk", "value": self.cgk, "low": None, "high": None},
        ]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The values in order, the reference and the share of the tolerance around it; a diamond for each outside."""
        low, high = self.allowed
        signals = tuple(
            Signal(index=at, kind="beyond") for at, value in enumerate(self.values) if value < low or value > high
        )
        shown = [None if math.isnan(value) else value for value in self.values.tolist()]
        chart = LineChart(
            title=self.findings[0].sentence(language),
            description=WORDS["type1"][language],
            series=(Series(values=shown),),
            levels=(
                Level(value=high, kind="tolerance", name=WORDS["upper"][language]),
                Level(value=self.reference, kind="target", name=WORDS["reference"][language]),
                Level(value=low, kind="tolerance", name=WORDS["lower"][language]),
            ),
            signals=signals,
            caption=WORDS["measurement"][language],
            language=language,
        )
        return line_chart(chart, width=width)


def type1(
    values: Numbers,
    *,
    reference: float,
    tolerance: float | None,
    tolerance_share: float = 0.2,
    study_multiplier: float = 6.0,
    least: float = 1.33,
    resolution: float | None = None,
    significance: float = 0.05,
    confidence: float = 0.95,
) -> Type1:
    """Cg and Cgk of repeated measurements of one standard, with a t-test of the bias.

    ``tolerance_share`` and ``study_multiplier`` are the conventions (0.2 and 6 here; 0.15 or 4 elsewhere), ``least`` is
    the index required, ``resolution`` of the instrument is compared with 5 % of the tolerance. Refused: fewer than two
    values, no spread, a tolerance that is missing or not positive.

    >>> found = type1([10.01, 10.02, 9.99, 10.0, 10.03], reference=10.0, tolerance=1.0)
    >>> round(found.cg, 3), round(found.cgk, 3), round(found.bias, 3)
    (2.108, 1.897, 0.01)
    """
    check_share("tolerance_share", tolerance_share)
    check_share("significance", significance)
    check_share("confidence", confidence)
    if not study_multiplier > 0:
        raise ValueError(f"study_multiplier is positive, not {study_multiplier}")
    column = numbers(values, least=2)
    width = check_positive_tolerance(tolerance)
    found = location_test(column, reference, confidence=confidence)
    half, spread = tolerance_share * width / 2, study_multiplier * found.sd / 2
    cg, cgk = half / spread, (half - abs(found.bias)) / spread
    alpha = (1 - confidence) / 2
    ends = [
        cg * math.sqrt(float(special.chdtri(found.df, tail)) / found.df) for tail in (1 - alpha, alpha)
    ]  # fmt: skip
    percent_resolution = None if resolution is None else 100 * _positive(resolution, column) / width
    return Type1(
        method=Method(
            name="Type 1 study",
            standard="ISO 22514-7",
            edition="2021",
            clause="6",
            options={
                "tolerance_share": tolerance_share,
                "study_multiplier": study_multiplier,
                "least": least,
                "significance": significance,
                "confidence": confidence,
            },
        ),
        inputs=column.inputs(),
        findings=(
            *_verdicts(cg, cgk, least),
            *bias_check(found.bias, found.p, significance),
            *_resolution(percent_resolution),
            *count_check(found.count, _ENOUGH),
            *missing_check(int(column.missing.sum())),
        ),
        cg=cg,
        cgk=cgk,
        cg_interval=Estimate(value=cg, low=ends[0], high=ends[1], confidence=confidence),
        reference=reference,
        tolerance=width,
        mean=found.mean,
        sd=found.sd,
        bias=found.bias,
        t=found.t,
        df=found.df,
        p=found.p,
        bias_interval=found.interval,
        percent_bias=100 * abs(found.bias) / width,
        percent_repeatability=100 * tolerance_share / cg,
        percent_repeatability_and_bias=finite(100 * tolerance_share / cgk) if cgk > 0 else None,
        percent_resolution=percent_resolution,
        smallest_tolerance=2 * max(least * spread, least * spread + abs(found.bias)) / tolerance_share,
        allowed=(reference - half, reference + half),
        values=column.values,
    )


def _positive(resolution: float, column: Column) -> float:
    if not (resolution > 0 and math.isfinite(resolution)):
        raise refuse("measurement_systems.resolution_not_positive", column=column, value=resolution)
    return resolution


def _verdicts(cg: float, cgk: float, least: float) -> tuple[Check, ...]:
    """The worse index decides; where only Cgk fails, adjusting is enough."""
    arguments = {"cg": shown(cg), "cgk": shown(cgk), "least": least}
    if cgk >= least:
        return (check("type1_capable", Status.OK, cgk, arguments),)
    if cg >= least:
        return (check("type1_biased", Status.FAIL, cgk, arguments),)
    return (check("type1_spread", Status.FAIL, cg, arguments),)


def bias_check(bias: float, p: float, significance: float) -> tuple[Check, ...]:
    """Whether the bias can be told from zero."""
    arguments = {"bias": shown(bias), "p": shown(p)}
    if p < significance:
        return (check("bias_found", Status.WARN, p, arguments),)
    return (check("bias_not_found", Status.OK, p, arguments),)


def _resolution(percent: float | None) -> tuple[Check, ...]:
    if percent is None:
        return (check("resolution_unknown", Status.OK),)
    arguments = {"percent": shown(percent), "most": _FINEST}
    if percent <= _FINEST:
        return (check("resolution_fine", Status.OK, percent, arguments),)
    return (check("resolution_coarse", Status.FAIL, percent, arguments),)
