"""Is the calibration a straight line? (ISO 8466-1, NF T90-210, DIN 38402-51; Mandel's test)

Straight line with or without weights, lack of fit against replicates, Mandel's comparison with a parabola, and the
relative deviation of each level found back from the line against what is accepted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from jawda.core.languages import Language
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import either, said
from jawda.core.statistics.laboratories.distributions import (
    fisher_quantile,
    fisher_upper,
    student_quantile,
    student_two_sided,
)
from jawda.core.statistics.laboratories.outlier_tests import OutlierTest, cochran_critical, judged
from jawda.core.statistics.laboratories.picture_words import say
from jawda.core.statistics.laboratories.pictures import Points, scatter
from jawda.core.statistics.laboratories.regression import Line, Weights, fit_line, levels_of, pairs, weights_of
from jawda.core.statistics.result import Check, Estimate, Floats, Method, Result, Status, Width
from jawda.core.statistics.samples import Numbers, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class FTest:
    """F with its degrees of freedom, critical value at the level asked for, and probability."""

    F: float
    numerator: int
    denominator: int
    critical: float
    probability: float
    significant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationPoint:
    """A point, its residual, and the concentration found back from the line with its deviation in percent."""

    concentration: float
    response: float
    fitted: float
    residual: float
    found: float
    deviation_percent: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationLevel:
    """A level: mean concentration found back, deviation in percent, and whether it is accepted (None: no limit)."""

    concentration: float
    count: int
    found: float
    deviation_percent: float | None
    accepted: bool | None


@dataclass(frozen=True, kw_only=True)
class Linearity(Result):
    """Line, tests and levels. ``lack_of_fit`` needs replicates; ``mandel`` four points; both None where they cannot be.

    ``intercept_probability`` is that of an intercept so far from zero by chance.
    """

    schema: ClassVar[str] = "linearity/1"

    slope: Estimate
    intercept: Estimate
    u_slope: float
    u_intercept: float
    residual_sd: float
    residual_sd_quadratic: float | None
    procedure_sd: float
    procedure_cv_percent: float | None
    r: float
    r_squared: float
    count: int
    degrees_of_freedom: int
    intercept_probability: float | None
    lack_of_fit: FTest | None
    mandel: FTest | None
    homoscedasticity: OutlierTest | None
    points: tuple[CalibrationPoint, ...]
    levels: tuple[CalibrationLevel, ...]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each point."""
        return [{name: getattr(point, name) for name in CalibrationPoint.__slots__} for point in self.points]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """Points and line, residuals below."""
        x = tuple(point.concentration for point in self.points)
        ends = (self.points[0], self.points[-1])
        upper = Points(
            caption=say("response", language),
            x=x,
            y=tuple(point.response for point in self.points),
            line=tuple((point.concentration, point.fitted) for point in ends),
        )
        lower = Points(
            caption=say("residuals", language),
            x=x,
            y=tuple(point.residual for point in self.points),
            line=tuple((point.concentration, 0.0) for point in ends),
        )
        drawn = [upper, lower]
        return scatter("calibration", drawn, caption=say("concentration", language), language=language, width=width)


def linearity(
    concentration: Numbers,
    response: Numbers,
    *,
    weights: Weights = "none",
    alpha: float = 0.05,
    mandel_alpha: float = 0.01,
    accepted_deviation: float | None = None,
) -> Linearity:
    """Straight line of ``response`` on ``concentration`` with the tests of its straightness.

    ``weights``: "none", "1/x", "1/x2" or "level_variance" (1/s² of each level's replicates). ``alpha`` is the level of
    the lack-of-fit test and of intervals, ``mandel_alpha`` that of Mandel's (1 % in DIN 38402-51 and ISO 8466-1).
    ``accepted_deviation`` in percent judges each level's mean found back from the line (NF T90-210).
    Pairs in which a value is missing are left out and counted. Refused: fewer than three pairs, one concentration
    only, no slope, weights that cannot be taken.

    >>> found = linearity([1, 2, 3, 4, 5], [2.1, 3.9, 6.0, 8.1, 9.9])
    >>> round(found.slope.value, 2), round(found.r_squared, 4), found.mandel.significant
    (1.98, 0.9991, False)
    """
    across, up, x, y = pairs(concentration, response, least=3)
    line = fit_line(x, y, weights_of(weights, x, y, across))
    if line.slope == 0:
        raise refuse("laboratories.no_slope", column=up)
    quadratic = _quadratic_sd(line)
    fit, straight = _lack_of_fit(line, alpha), _mandel(line, quadratic, mandel_alpha)
    spread = _homoscedasticity(line)
    points, levels = _points(line), _levels(line, accepted_deviation)
    centred = line.y - line.y_mean
    total = float(line.weights @ centred**2)
    explained = 1 - line.residual_sd**2 * line.degrees_of_freedom / total if total else 1.0
    dropped = len(across.values) - line.count
    return Linearity(
        method=Method(
            name="Linearity",
            standard="ISO 8466-1",
            edition="2021",
            options={
                "weights": weights,
                "alpha": alpha,
                "mandel_alpha": mandel_alpha,
                "accepted_deviation": accepted_deviation,
            },
        ),
        inputs=up.inputs(concentration=across.values),
        findings=(*_findings(fit, straight, spread, levels, weights), *missing_check(dropped)),
        slope=_estimate(line.slope, line.u_slope, line.degrees_of_freedom, alpha),
        intercept=_estimate(line.intercept, line.u_intercept, line.degrees_of_freedom, alpha),
        u_slope=line.u_slope,
        u_intercept=line.u_intercept,
        residual_sd=line.residual_sd,
        residual_sd_quadratic=quadratic,
        procedure_sd=line.residual_sd / abs(line.slope),
        procedure_cv_percent=100 * line.residual_sd / abs(line.slope) / line.x_mean if line.x_mean > 0 else None,
        r=float(np.sign(line.slope) * np.sqrt(max(explained, 0.0))),
        r_squared=explained,
        count=line.count,
        degrees_of_freedom=line.degrees_of_freedom,
        intercept_probability=(
            student_two_sided(line.intercept / line.u_intercept, line.degrees_of_freedom) if line.u_intercept else None
        ),
        lack_of_fit=fit,
        mandel=straight,
        homoscedasticity=spread,
        points=points,
        levels=levels,
    )


def _estimate(value: float, u: float, degrees: int, alpha: float) -> Estimate:
    half = student_quantile(1 - alpha / 2, degrees) * u
    return Estimate(value=value, low=value - half, high=value + half, confidence=1 - alpha, degrees_of_freedom=degrees)


def _f_test(ratio: float, numerator: int, denominator: int, alpha: float) -> FTest:
    probability = fisher_upper(ratio, numerator, denominator)
    return FTest(
        F=ratio,
        numerator=numerator,
        denominator=denominator,
        critical=fisher_quantile(1 - alpha, numerator, denominator),
        probability=probability,
        significant=probability < alpha,
    )


def _lack_of_fit(line: Line, alpha: float) -> FTest | None:
    """Means of levels about the line, against replicates about their means."""
    places, back, counts, _ = levels_of(line.x, line.y)
    inner, outer = line.count - len(places), len(places) - 2
    if inner < 1 or outer < 1:
        return None
    means = np.bincount(back, weights=line.y) / counts
    pure = float(line.weights @ (line.y - means[back]) ** 2)
    if pure == 0:
        return None
    lack = float(line.weights @ (means[back] - line.fitted) ** 2)
    return _f_test((lack / outer) / (pure / inner), outer, inner, alpha)


def _quadratic_sd(line: Line) -> float | None:
    """Residual standard deviation of the parabola; None where it has no degree of freedom or no third concentration."""
    if line.count < 4 or len(np.unique(line.x)) < 3:
        return None
    scaled = (line.x - line.x_mean) / np.ptp(line.x)
    root = np.sqrt(line.weights)
    design = np.column_stack((np.ones(line.count), scaled, scaled**2)) * root[:, None]
    found, *_ = np.linalg.lstsq(design, line.y * root, rcond=None)
    left = line.y * root - design @ found
    return float(np.sqrt(left @ left / (line.count - 3)))


def _mandel(line: Line, quadratic: float | None, alpha: float) -> FTest | None:
    """What the parabola gains, over what it leaves: F = ((n-2) s₁² - (n-3) s₂²) / s₂²."""
    noise = 1e-12 * float(np.abs(line.y).max())
    if quadratic is None or quadratic <= noise:
        return None
    gained = line.degrees_of_freedom * line.residual_sd**2 - (line.count - 3) * quadratic**2
    return _f_test(max(gained, 0.0) / quadratic**2, 1, line.count - 3, alpha)


def _homoscedasticity(line: Line) -> OutlierTest | None:
    """Cochran's test on the variances of levels with equal numbers of replicates."""
    places, _, counts, variances = levels_of(line.x, line.y)
    size = int(counts[0])
    if size < 2 or bool((counts != size).any()) or float(variances.sum()) == 0:
        return None
    worst = int(np.argmax(variances))
    criticals = (cochran_critical(len(places), size), cochran_critical(len(places), size, 0.01))
    return judged("cochran", (f"{places[worst]:g}",), float(variances[worst] / variances.sum()), criticals)


def _points(line: Line) -> tuple[CalibrationPoint, ...]:
    found = (line.y - line.intercept) / line.slope
    return tuple(
        CalibrationPoint(
            concentration=x,
            response=y,
            fitted=fitted,
            residual=y - fitted,
            found=back,
            deviation_percent=100 * (back - x) / x if x else None,
        )
        for x, y, fitted, back in zip(
            line.x.tolist(), line.y.tolist(), line.fitted.tolist(), found.tolist(), strict=True
        )
    )


def _levels(line: Line, accepted: float | None) -> tuple[CalibrationLevel, ...]:
    places, back, counts, _ = levels_of(line.x, line.y)
    means: Floats = (np.bincount(back, weights=line.y) / counts - line.intercept) / line.slope
    told = []
    for place, count, mean in zip(places.tolist(), counts.tolist(), means.tolist(), strict=True):
        deviation = 100 * (mean - place) / place if place else None
        good = None if accepted is None or deviation is None else abs(deviation) <= accepted
        told.append(
            CalibrationLevel(
                concentration=place, count=int(count), found=mean, deviation_percent=deviation, accepted=good
            )
        )
    return tuple(told)


def _findings(
    fit: FTest | None,
    mandel: FTest | None,
    spread: OutlierTest | None,
    levels: Sequence[CalibrationLevel],
    weights: Weights,
) -> list[Check]:
    found = []
    if fit is None:
        found.append(said("no_lack_of_fit_test", Status.WARN))
    else:
        good = not fit.significant
        found.append(either(good, "fit_good", "fit_lacking", fit.F, f=fit.F, critical=fit.critical))
    if mandel is not None:
        good = not mandel.significant
        found.append(either(good, "mandel_straight", "mandel_curved", mandel.F, f=mandel.F, critical=mandel.critical))
    if spread is not None and spread.verdict != "correct" and weights == "none":
        found.append(said("spread_varies", Status.WARN, spread.statistic, level=spread.laboratories[0]))
    judged_levels = [level for level in levels if level.accepted is not None]
    bad = [level for level in judged_levels if not level.accepted]
    if judged_levels:
        found.append(
            said("levels_rejected", Status.FAIL, len(bad), count=len(bad))
            if bad
            else said("levels_accepted", Status.OK, len(judged_levels), count=len(judged_levels))
        )
    if len(levels) < 5:
        found.append(said("few_levels", Status.WARN, len(levels), count=len(levels), enough=5))
    return found
