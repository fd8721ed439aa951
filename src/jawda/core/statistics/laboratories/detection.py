"""Limits of detection and of quantification: from blanks, from calibration, from signal to noise.

The field has several definitions that differ by a factor of two and more. Each is a named convention here, and the
result carries its name: a limit without its convention cannot be compared with another.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, TypeAlias

from scipy import special

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import said
from jawda.core.statistics.laboratories.distributions import normal_quantile, student_quantile
from jawda.core.statistics.laboratories.regression import Line, fit_line, pairs
from jawda.core.statistics.result import Check, Method, Result, Status
from jawda.core.statistics.samples import Column, Numbers, numbers, refuse

BlankConvention: TypeAlias = Literal["factors", "iso_11843", "din_32645"]
CalibrationConvention: TypeAlias = Literal["ich", "iso_11843", "din_32645"]
IchSpread: TypeAlias = Literal["residual", "intercept"]
NoiseConvention: TypeAlias = Literal["pharmacopoeia", "simple"]

#: Blanks or points below which the spread itself is badly known.
ENOUGH: Final = 10
_IN_COMMON: Final = {"iso_11843": ("ISO 11843-2", "2000"), "din_32645": ("DIN 32645", "2008")}
_BLANK_STANDARDS: Final = {"factors": ("NF T90-210", "2018"), **_IN_COMMON}
_LINE_STANDARDS: Final = {"ich": ("ICH Q2(R2)", "2023"), **_IN_COMMON}


@dataclass(frozen=True, kw_only=True)
class DetectionLimits(Result):
    """Limits in units of concentration (of response where no slope is known).

    ``critical`` is the decision limit, above which the substance is said to be present; None where the convention has
    none. ``sd`` is the standard deviation behind them, ``degrees_of_freedom`` its own.
    """

    schema: ClassVar[str] = "detection-limits/1"

    detection: float
    quantification: float | None
    critical: float | None
    convention: str
    sd: float
    slope: float | None
    blank_mean: float | None
    count: int
    degrees_of_freedom: float | None


def limits_from_blanks(
    blanks: Numbers,
    *,
    slope: float | None = None,
    convention: BlankConvention = "factors",
    detection_factor: float = 3.0,
    quantification_factor: float = 10.0,
    add_mean: bool = False,
    replicates: int = 1,
    alpha: float = 0.05,
    relative_uncertainty: float = 1 / 3,
) -> DetectionLimits:
    """From the spread of blank results.

    ``convention`` "factors": 3 s and 10 s (the factors are options), with the mean of the blanks added where
    ``add_mean``. "iso_11843": critical value t s √(1/K + 1/J) and minimum detectable value with the non-central t, at
    ``alpha`` on both sides. "din_32645": twice the critical value, and the quantification limit from
    ``relative_uncertainty`` (one third: k = 3) with the two-sided t. ``replicates`` K are those of a sample.
    ``slope`` turns responses into concentrations. Refused: fewer than two blanks, no spread, no slope of zero.

    >>> found = limits_from_blanks([0.021, 0.025, 0.019, 0.023, 0.022], slope=0.5)
    >>> round(found.detection, 4), round(found.quantification, 4)
    (0.0134, 0.0447)
    """
    if convention not in _BLANK_STANDARDS:
        raise ValueError(f"convention is one of {', '.join(_BLANK_STANDARDS)}, not {convention!r}")
    _at_least_one(replicates)
    column = numbers(blanks, name="blank", least=2)
    steep = _slope(slope, column)
    present = column.present()
    sd, mean, count = float(present.std(ddof=1)), float(present.mean()), len(present)
    if sd == 0:
        raise refuse("samples.zero_spread", column=column)
    critical = None
    base = mean if add_mean else 0.0
    if convention == "factors":
        detection, quantification = base + detection_factor * sd, base + quantification_factor * sd
    else:
        width = sd * math.sqrt(1 / replicates + 1 / count)
        above, beyond, two_sided = _points_of_t(alpha, count - 1, exact=convention == "iso_11843")
        critical, detection = base + above * width, base + beyond * width
        quantification = base + two_sided * width / relative_uncertainty
    standard, edition = _BLANK_STANDARDS[convention]
    options = {
        "convention": convention,
        "detection_factor": detection_factor,
        "quantification_factor": quantification_factor,
        "add_mean": add_mean,
        "replicates": replicates,
        "alpha": alpha,
        "relative_uncertainty": relative_uncertainty,
        "slope": slope,
    }
    return DetectionLimits(
        method=Method(name="Limits from blanks", standard=standard, edition=edition, options=options),
        inputs=column.inputs(),
        findings=(*_size(count), *missing_check(int(column.missing.sum()))),
        detection=detection / steep,
        quantification=quantification / steep,
        critical=None if critical is None else critical / steep,
        convention=convention,
        sd=sd,
        slope=slope,
        blank_mean=mean,
        count=count,
        degrees_of_freedom=count - 1,
    )


def limits_from_low_level(
    blanks: Numbers, low: Numbers, *, alpha: float = 0.05, beta: float = 0.05, quantification_factor: float = 10.0
) -> DetectionLimits:
    """From blanks and a sample of low level (CLSI EP17): limit of blank, then limit of detection above it.

    LoB = mean + z s of blanks; LoD = LoB + c s of the low sample, c = z/(1 - 1/(4 ν)). The quantification limit is
    ``quantification_factor`` times the low sample's standard deviation. Refused: fewer than two values of either.

    >>> found = limits_from_low_level([0.0, 0.1, 0.2, 0.1], [0.5, 0.6, 0.4, 0.5])
    >>> round(found.critical, 3), round(found.detection, 3)
    (0.234, 0.381)
    """
    first, second = numbers(blanks, name="blank", least=2), numbers(low, name="low", least=2)
    empty, full = first.present(), second.present()
    sd = float(full.std(ddof=1))
    if sd == 0:
        raise refuse("samples.zero_spread", column=second)
    free = len(full) - 1
    blank = float(empty.mean()) + normal_quantile(1 - alpha) * float(empty.std(ddof=1))
    factor = normal_quantile(1 - beta) / (1 - 1 / (4 * free))
    options = {"alpha": alpha, "beta": beta, "quantification_factor": quantification_factor}
    return DetectionLimits(
        method=Method(name="Limits from a low level", standard="CLSI EP17", edition="2012", options=options),
        inputs=first.inputs(low=second.values),
        findings=(
            *_size(min(len(empty), len(full))),
            *missing_check(int(first.missing.sum()) + int(second.missing.sum())),
        ),
        detection=blank + factor * sd,
        quantification=quantification_factor * sd,
        critical=blank,
        convention="ep17",
        sd=sd,
        slope=None,
        blank_mean=float(empty.mean()),
        count=len(full),
        degrees_of_freedom=free,
    )


def limits_from_calibration(
    concentration: Numbers,
    response: Numbers,
    *,
    convention: CalibrationConvention = "ich",
    ich_spread: IchSpread = "residual",
    detection_factor: float = 3.3,
    quantification_factor: float = 10.0,
    replicates: int = 1,
    alpha: float = 0.05,
    relative_uncertainty: float = 1 / 3,
) -> DetectionLimits:
    """From a straight calibration line near the limit.

    ``convention`` "ich": 3.3 σ/S and 10 σ/S, σ being the "residual" standard deviation or that of the "intercept".
    "iso_11843": critical value and minimum detectable value by the non-central t. "din_32645": decision limit, twice
    it, and the quantification limit where half the confidence interval is ``relative_uncertainty`` of the value (one
    third: k = 3; α is shared by both sides there), None where there is none. ``replicates`` are those of a sample.
    Refused: fewer than three pairs, one concentration, no slope, points on the line to the last digit.

    >>> x, y = [1, 2, 3, 4, 5], [2.1, 3.9, 6.0, 8.1, 9.9]
    >>> found = limits_from_calibration(x, y)
    >>> round(found.detection, 3), round(limits_from_calibration(x, y, convention="din_32645").critical, 3)
    (0.183, 0.189)
    """
    if convention not in _LINE_STANDARDS:
        raise ValueError(f"convention is one of {', '.join(_LINE_STANDARDS)}, not {convention!r}")
    if ich_spread not in ("residual", "intercept"):
        raise ValueError(f"ich_spread is 'residual' or 'intercept', not {ich_spread!r}")
    _at_least_one(replicates)
    across, up, x, y = pairs(concentration, response, least=3)
    line = fit_line(x, y)
    if line.slope == 0:
        raise refuse("laboratories.no_slope", column=up)
    if line.residual_sd <= 1e-14 * max(abs(line.y_mean), 1e-300):
        raise refuse("laboratories.no_residuals", column=up)
    standard, edition = _LINE_STANDARDS[convention]
    critical, detection, quantification, sd = _from_line(
        line,
        convention,
        spread=line.u_intercept if convention == "ich" and ich_spread == "intercept" else line.residual_sd,
        factors=(detection_factor, quantification_factor),
        replicates=replicates,
        alpha=alpha,
        relative=relative_uncertainty,
    )
    checks = list(_size(line.count))
    least = float(x[x > 0].min()) if bool((x > 0).any()) else 0.0
    if float(x.max()) > 0 and detection < least / 10:
        checks.append(said("limit_far_below", Status.WARN, detection, limit=detection, level=least))
    if detection > float(x.max()):
        checks.append(said("limit_above_range", Status.FAIL, detection, limit=detection, level=float(x.max())))
    if quantification is None:
        checks.append(said("no_quantification", Status.FAIL, sd, share=100 * relative_uncertainty))
    options = {
        "convention": convention,
        "ich_spread": ich_spread,
        "detection_factor": detection_factor,
        "quantification_factor": quantification_factor,
        "replicates": replicates,
        "alpha": alpha,
        "relative_uncertainty": relative_uncertainty,
    }
    return DetectionLimits(
        method=Method(name="Limits from calibration", standard=standard, edition=edition, options=options),
        inputs=up.inputs(concentration=across.values),
        findings=(*checks, *missing_check(len(across.values) - line.count)),
        detection=detection,
        quantification=quantification,
        critical=critical,
        convention=convention,
        sd=sd,
        slope=line.slope,
        blank_mean=None,
        count=line.count,
        degrees_of_freedom=line.degrees_of_freedom,
    )


def limits_from_signal_to_noise(
    height: float,
    noise: float,
    concentration: float,
    *,
    convention: NoiseConvention = "pharmacopoeia",
    detection_ratio: float = 3.0,
    quantification_ratio: float = 10.0,
) -> DetectionLimits:
    """From a peak's ``height`` at a known low ``concentration`` and the noise of the baseline, peak to peak.

    ``convention``: "pharmacopoeia" takes S/N = 2H/h (European and United States Pharmacopoeia), "simple" H/h.
    Limits are where S/N would be 3 and 10. ``ValueError`` where one of them is not positive.

    >>> round(limits_from_signal_to_noise(24, 2, 0.8).detection, 3)
    0.1
    """
    if convention not in ("pharmacopoeia", "simple"):
        raise ValueError(f"convention is 'pharmacopoeia' or 'simple', not {convention!r}")
    if not min(height, noise, concentration) > 0:
        raise ValueError("height, noise and concentration are positive")
    ratio = (2 if convention == "pharmacopoeia" else 1) * height / noise
    column = numbers([height, noise, concentration], name="signal")
    options = {
        "convention": convention,
        "detection_ratio": detection_ratio,
        "quantification_ratio": quantification_ratio,
    }
    low = ratio < detection_ratio
    return DetectionLimits(
        method=Method(name="Limits from signal to noise", standard="ICH Q2(R2)", edition="2023", options=options),
        inputs=column.inputs(),
        findings=(said("signal_in_noise", Status.WARN, ratio, ratio=ratio),) if low else (),
        detection=detection_ratio * concentration / ratio,
        quantification=quantification_ratio * concentration / ratio,
        critical=None,
        convention=f"signal_to_noise_{convention}",
        sd=noise,
        slope=height / concentration,
        blank_mean=None,
        count=1,
        degrees_of_freedom=None,
    )


def _from_line(
    line: Line,
    convention: CalibrationConvention,
    *,
    spread: float,
    factors: tuple[float, float],
    replicates: int,
    alpha: float,
    relative: float,
) -> tuple[float | None, float, float | None, float]:
    """Critical, detection and quantification limit, and the standard deviation of response behind them."""
    steep = abs(line.slope)
    if convention == "ich":
        return None, factors[0] * spread / steep, factors[1] * spread / steep, spread
    width = spread / steep * math.sqrt(1 / replicates + 1 / line.count + line.x_mean**2 / line.s_xx)
    above, beyond, two_sided = _points_of_t(alpha, line.degrees_of_freedom, exact=convention == "iso_11843")
    # where half the confidence interval is the given share of x: x² share² = a² (b + (x - mean)²/s_xx)
    reach = (two_sided * spread / steep / relative) ** 2
    square = 1 - reach / line.s_xx
    middle = reach * line.x_mean / line.s_xx
    constant = reach * (1 / replicates + 1 / line.count + line.x_mean**2 / line.s_xx)
    if square <= 0:
        return above * width, beyond * width, None, spread
    quantification = (math.sqrt(middle**2 + square * constant) - middle) / square
    return above * width, beyond * width, quantification, spread


def _points_of_t(alpha: float, degrees: float, *, exact: bool) -> tuple[float, float, float]:
    """One-sided point, shift that is found again with 1 - α (twice the point where not ``exact``), two-sided point."""
    above = student_quantile(1 - alpha, degrees)
    shift = float(special.nctdtrinc(degrees, alpha, above)) if exact else 2 * above
    return above, shift, student_quantile(1 - alpha / 2, degrees)


def _slope(slope: float | None, column: Column) -> float:
    if slope is None:
        return 1.0
    if slope == 0 or not math.isfinite(slope):
        raise refuse("laboratories.no_slope", column=column)
    return abs(slope)


def _at_least_one(replicates: int) -> None:
    if replicates < 1:
        raise ValueError(f"replicates are at least 1, not {replicates}")


def _size(count: int) -> tuple[Check, ...]:
    if count >= ENOUGH:
        return ()
    told = {"count": count, "enough": ENOUGH}
    return (Check(id="samples.few_values", status=Status.WARN, statistic=count, arguments=told),)
