"""Linearity: does the bias stay the same over the range of the instrument?

AIAG MSA 4th edition, chapter III.B: least squares of the bias on the reference value; linearity is acceptable where
zero lies within the confidence band of the line over the whole range.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal, TypeAlias, get_args

import numpy as np
from scipy import special

from jawda.core.charts import LineChart, Series, line_chart
from jawda.core.languages import Language
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.measurement_systems.figure_words import WORDS
from jawda.core.statistics.measurement_systems.location import t_quantile, t_two_sided
from jawda.core.statistics.measurement_systems.options import check_share
from jawda.core.statistics.measurement_systems.verdicts import check, shown
from jawda.core.statistics.result import Check, Floats, Inputs, Method, Result, Status, Width
from jawda.core.statistics.samples import Column, Numbers, numbers, refuse, same_length

#: The spread at each reference for its own t-test: its own, or that of all references together (pure error).
SpreadOf: TypeAlias = Literal["reference", "all"]
_ADVISED_REFERENCES = 5
_ADVISED_EACH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceBias:
    """Bias at one reference value with its t-test, the fitted line there and its confidence band."""

    reference: float
    count: int
    mean: float
    bias: float
    sd: float | None
    t: float | None
    p: float | None
    fitted: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Linearity(Result):
    """The line bias = intercept + slope · reference, and the bias at each reference.

    ``linearity`` is |slope| times the process variation (``process_sd`` times ``study_multiplier``),
    ``percent_linearity`` is 100 · |slope|, ``percent_bias`` 100 · |average bias| over the process variation.
    """

    schema: ClassVar[str] = "linearity/1"

    slope: float
    intercept: float
    se_slope: float
    se_intercept: float
    t_slope: float
    t_intercept: float
    p_slope: float
    p_intercept: float
    df: int
    s: float
    r2: float
    average_bias: float
    percent_linearity: float
    linearity: float | None
    percent_bias: float | None
    zero_within_band: bool
    lack_of_fit_f: float | None
    lack_of_fit_p: float | None
    references: tuple[ReferenceBias, ...]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each reference."""
        return [asdict(one) for one in self.references]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """Bias at each reference, the confidence band of the line, and the line of no bias."""
        found = self.references
        chart = LineChart(
            title=self.findings[0].sentence(language),
            description=WORDS["linearity"][language],
            series=(
                Series(values=[one.bias for one in found], name=WORDS["bias_mean"][language]),
                Series(values=[one.low for one in found], name=WORDS["band_low"][language]),
                Series(values=[one.high for one in found], name=WORDS["band_high"][language]),
                Series(values=[0.0] * len(found), name="0"),
            ),
            places=[one.reference for one in found],
            caption=WORDS["reference"][language],
            language=language,
        )
        return line_chart(chart, width=width)


def linearity(
    values: Numbers,
    reference: Numbers,
    *,
    process_sd: float | None = None,
    study_multiplier: float = 6.0,
    spread: SpreadOf = "reference",
    confidence: float = 0.95,
) -> Linearity:
    """Linearity of ``values`` measured at ``reference`` values, two columns of one length.

    Refused: fewer than two references or three values, values without any spread around the line. A row without value
    or reference is counted as missing.

    >>> found = linearity([2.1, 2.1, 4.0, 4.1, 5.9, 6.0], [2, 2, 4, 4, 6, 6])
    >>> round(found.slope, 4), round(found.intercept, 4), found.zero_within_band
    (-0.0375, 0.1833, False)
    """
    check_share("confidence", confidence)
    if spread not in get_args(SpreadOf):
        raise ValueError(f"spread is one of {', '.join(get_args(SpreadOf))}, not {spread!r}")
    if process_sd is not None and not (process_sd > 0 and math.isfinite(process_sd)):
        raise refuse("measurement_systems.process_sd_not_positive", value=process_sd)
    column, at = numbers(values, least=3), numbers(reference, name="reference", least=3)
    same_length(column, at)
    kept = ~(column.missing | at.missing)
    x, bias = at.values[kept], column.values[kept] - at.values[kept]
    places, codes = np.unique(x, return_inverse=True)
    if len(places) < 2 or len(x) < 3:
        raise refuse("measurement_systems.few_references", column=at, count=len(places))
    line = _line(x, bias, column)
    pure = _pure_error(bias, codes)
    fit_f, fit_p = _lack_of_fit(line.residual, len(x) - 2, *pure, len(places))
    reach = t_quantile(len(x) - 2, confidence)
    found = _references(places, codes, bias, line, reach, pure if spread == "all" else None)
    within = _zero_within(line, float(places[0]), float(places[-1]), reach)
    average = float(bias.mean())
    variation = None if process_sd is None else study_multiplier * process_sd
    inputs = _pairs(column, at)
    return Linearity(
        method=Method(
            name="Linearity",
            standard="AIAG MSA",
            edition="4",
            clause="III.B",
            options={
                "spread": spread,
                "confidence": confidence,
                "process_sd": process_sd,
                "study_multiplier": study_multiplier,
            },
        ),
        inputs=inputs,
        findings=(
            *_verdict(line, within, confidence),
            *_fit(fit_p, confidence),
            *_plan(codes),
            *missing_check(inputs.missing),
        ),
        slope=line.slope,
        intercept=line.intercept,
        se_slope=line.se_slope,
        se_intercept=line.se_intercept,
        t_slope=line.slope / line.se_slope,
        t_intercept=line.intercept / line.se_intercept,
        p_slope=t_two_sided(line.slope / line.se_slope, len(x) - 2),
        p_intercept=t_two_sided(line.intercept / line.se_intercept, len(x) - 2),
        df=len(x) - 2,
        s=line.s,
        r2=line.r2,
        average_bias=average,
        percent_linearity=100 * abs(line.slope),
        linearity=None if variation is None else abs(line.slope) * variation,
        percent_bias=None if variation is None else 100 * abs(average) / variation,
        zero_within_band=within,
        lack_of_fit_f=fit_f,
        lack_of_fit_p=fit_p,
        references=found,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    slope: float
    intercept: float
    se_slope: float
    se_intercept: float
    s: float
    r2: float
    residual: float
    count: int
    centre: float
    spread: float

    def at(self, place: float) -> float:
        return self.intercept + self.slope * place

    def error(self, place: float) -> float:
        return self.s * math.sqrt(1 / self.count + (place - self.centre) ** 2 / self.spread)


def _line(x: Floats, y: Floats, column: Column) -> _Line:
    """Least squares about the means."""
    count, centre = len(x), float(x.mean())
    away, over = x - centre, y - float(y.mean())
    spread = float(away @ away)
    slope = float(away @ over) / spread
    intercept = float(y.mean()) - slope * centre
    left = over - slope * away
    residual, whole = float(left @ left), float(over @ over)
    scale = float(np.abs(y).max()) + float(np.abs(x).max())
    if residual <= (1e-13 * scale) ** 2 * count:
        raise refuse("samples.zero_spread", column=column)
    s = math.sqrt(residual / (count - 2))
    return _Line(
        slope=slope,
        intercept=intercept,
        se_slope=s / math.sqrt(spread),
        se_intercept=s * math.sqrt(1 / count + centre**2 / spread),
        s=s,
        r2=1 - residual / whole,
        residual=residual,
        count=count,
        centre=centre,
        spread=spread,
    )


def _pure_error(bias: Floats, codes: Any) -> tuple[float, int]:
    """Sum of squares within references, and its degrees of freedom."""
    counts = np.bincount(codes)
    means = np.bincount(codes, weights=bias) / counts
    return float(np.sum((bias - means[codes]) ** 2)), len(bias) - len(counts)


def _lack_of_fit(
    residual: float, residual_df: int, pure: float, pure_df: int, references: int
) -> tuple[float | None, float | None]:
    """F of what the line leaves beyond the spread of repeats; none without repeats, or with two references."""
    df = residual_df - pure_df
    if df < 1 or pure_df < 1 or pure <= 0:
        return None, None
    f = max(0.0, residual - pure) / df / (pure / pure_df)
    return f, float(special.fdtrc(references - 2, pure_df, f))


def _references(
    places: Floats, codes: Any, bias: Floats, line: _Line, reach: float, pooled: tuple[float, int] | None
) -> tuple[ReferenceBias, ...]:
    found = []
    for at, place in enumerate(places.tolist()):
        own = bias[codes == at]
        count, mean = len(own), float(own.mean())
        sd: float | None = float(own.std(ddof=1)) if count > 1 else None
        degrees = count - 1
        if pooled is not None:
            sd, degrees = (math.sqrt(pooled[0] / pooled[1]) if pooled[1] else None), pooled[1]
        t = mean / (sd / math.sqrt(count)) if sd else None
        fitted, half = line.at(place), reach * line.error(place)
        found.append(
            ReferenceBias(
                reference=place,
                count=count,
                mean=place + mean,
                bias=mean,
                sd=sd,
                t=t,
                p=None if t is None else t_two_sided(t, degrees),
                fitted=fitted,
                low=fitted - half,
                high=fitted + half,
            )
        )
    return tuple(found)


def _zero_within(line: _Line, first: float, last: float, reach: float) -> bool:
    """Whether the band holds zero from end to end: fitted² − (reach · error)² is a parabola, greatest at an end or top.

    With u = x − centre it is (a + slope·u)² − reach²·s²·(1/n + u²/spread).
    """
    level = line.at(line.centre)
    scale = (reach * line.s) ** 2
    curve = line.slope**2 - scale / line.spread
    places = [first, last]
    if curve < 0:
        top = line.centre - level * line.slope / curve
        places += [top] if first < top < last else []
    return all(abs(line.at(place)) <= reach * line.error(place) for place in places)


def _verdict(line: _Line, within: bool, confidence: float) -> tuple[Check, ...]:
    if within:
        return (check("linearity_zero_within", Status.OK, line.slope, {"slope": shown(line.slope)}),)
    significant = t_two_sided(line.slope / line.se_slope, line.count - 2) < 1 - confidence
    name = "linearity_slope" if significant else "linearity_constant"
    return (check(name, Status.FAIL, line.slope, {"slope": shown(line.slope)}),)


def _fit(p: float | None, confidence: float) -> tuple[Check, ...]:
    if p is None:
        return (check("line_untested", Status.WARN),)
    if p < 1 - confidence:
        return (check("line_bends", Status.WARN, p, {"p": shown(p)}),)
    return (check("line_fits", Status.OK, p, {"p": shown(p)}),)


def _plan(codes: Any) -> tuple[Check, ...]:
    counts = np.bincount(codes)
    arguments = {"references": len(counts), "each": int(counts.min())}
    enough = len(counts) >= _ADVISED_REFERENCES and counts.min() >= _ADVISED_EACH
    return (
        check("linearity_plan_enough" if enough else "linearity_plan_small", Status.OK if enough else Status.WARN,
              len(codes), arguments),
    )  # fmt: skip


def _pairs(column: Column, at: Column) -> Inputs:
    """Inputs counted by pair: a row lacks something where either is missing."""
    values = np.where(at.missing, np.nan, column.values)
    whole = Column(
        values=values, name=column.name, unit=column.unit, file=column.file, rows=column.rows,
        exclusions=column.exclusions,
    )  # fmt: skip
    return whole.inputs(reference=at.values)
