"""The report card of a capability study: verdict, stability, amount, law, memory, resolution, missing values."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from jawda.core.findings.model import Argument
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.capability.laws.goodness import JUDGED_UP_TO
from jawda.core.statistics.capability.laws.law import FittedLaw
from jawda.core.statistics.capability.moments import Overall
from jawda.core.statistics.capability.specification import Specification
from jawda.core.statistics.capability.stability import Stability
from jawda.core.statistics.result import Check, Estimate, Floats, Inputs, Status

#: Values that a study is advised to have: 25 subgroups of four or five, or a hundred single values.
ENOUGH: Final = 100
_SIGNIFICANCE: Final = 0.05
#: A departure of the farthest percentiles from those of the normal law that changes an index by less is let pass.
_TAIL: Final = 0.10
_REMEMBERED: Final = 20
_DISTINCT: Final = 5
_LOOKED_AT: Final = 1000
#: The step of the instrument is a tenth of the tolerance at most.
_STEPS: Final = 10


def verdict(name: str, estimate: Estimate, required: float, *, stable: bool = True) -> Check:
    """Whether an index reaches what is required: surely, by its value alone, or not.

    Of a process that is not ``stable`` it does so for what was produced only, which is no promise.

    >>> verdict("Cpk", Estimate(value=1.5, low=1.4, high=1.6), 1.33).id
    'capability.reached'
    """
    value = estimate.value
    assert value is not None
    arguments: dict[str, Argument] = {"index": name, "value": shown(value), "required": required}
    if estimate.low is None or estimate.high is None:
        word, status = ("met", Status.OK) if value >= required else ("missed", Status.FAIL)
        return Check(id=f"capability.{word}", status=status, statistic=value, arguments=arguments)
    arguments |= {"low": shown(estimate.low), "high": shown(estimate.high)}
    if estimate.low >= required:
        word, status = ("reached", Status.OK) if stable else ("reached_unstable", Status.WARN)
    elif value >= required:
        word, status = "reached_unsure", Status.WARN
    elif estimate.high >= required:
        word, status = "missed_unsure", Status.FAIL
    else:
        word, status = "missed_sure", Status.FAIL
    return Check(id=f"capability.{word}", status=status, statistic=value, arguments=arguments)


def stability_check(found: Stability) -> Check:
    """What the control chart says, and what follows from it."""
    if found.criterion == "assumed":
        return Check(id="capability.stability_assumed", status=Status.WARN, statistic=found.signals)
    if found.signals is None:
        word, status = ("keeps_place", Status.OK) if found.stable else ("moves", Status.FAIL)
        arguments: dict[str, Argument] = {"points": found.points, "ratio": shown(found.ratio or 0.0)}
        return Check(id=f"capability.{word}", status=status, statistic=found.ratio, arguments=arguments)
    arguments = {"count": found.signals, "points": found.points}
    if not found.stable:
        return Check(id="capability.unstable", status=Status.FAIL, statistic=found.signals, arguments=arguments)
    if found.signals:
        arguments["allowed"] = found.allowed or 0
        return Check(id="capability.stable_by_chance", status=Status.WARN, statistic=found.signals, arguments=arguments)
    return Check(id="capability.stable", status=Status.OK, statistic=0.0, arguments={"points": found.points})


def amount_check(count: int, enough: int = ENOUGH) -> Check:
    """Enough values."""
    few = count < enough
    arguments = {"count": count, "enough": enough}
    name = "samples.few_values" if few else "samples.enough_values"
    return Check(id=name, status=Status.WARN if few else Status.OK, statistic=count, arguments=arguments)


def is_normal(fitted: FittedLaw, figures: Overall) -> bool:
    """Whether nothing speaks against the normal law, by the criterion of :func:`normality_check`."""
    if fitted.goodness.p is not None:
        return fitted.goodness.p >= _SIGNIFICANCE
    return figures.count <= JUDGED_UP_TO or tail_effect(figures.skewness, figures.kurtosis) <= _TAIL


def fit_check(fitted: FittedLaw, scores: Overall) -> tuple[Check, ...]:
    """How a law that is not normal fits, by its normal scores: as :func:`normality_check` of these."""
    goodness, name = fitted.goodness, fitted.law.name
    if goodness.p is not None:
        plausible = goodness.p >= _SIGNIFICANCE
        word, status = ("law_fits", Status.OK) if plausible else ("law_misfits", Status.WARN)
        arguments: dict[str, Argument] = {"law": name, "p": shown(goodness.p)}
        return (Check(id=f"capability.{word}", status=status, statistic=goodness.p, arguments=arguments),)
    if scores.count <= JUDGED_UP_TO:
        return (Check(id="capability.law_not_judged", status=Status.WARN, arguments={"count": scores.count}),)
    effect = tail_effect(scores.skewness, scores.kurtosis, mean=scores.mean, sigma=scores.sigma)
    word, status = ("law_near", Status.OK) if effect <= _TAIL else ("law_far", Status.WARN)
    arguments = {"law": name, "percent": round(100 * effect, 1)}
    return (Check(id=f"capability.{word}", status=status, statistic=effect, arguments=arguments),)


def normality_check(fitted: FittedLaw, figures: Overall) -> tuple[Check, ...]:
    """By probability up to 5 000 values; above by how far the tails reach, since every law is rejected for trifles."""
    goodness = fitted.goodness
    if goodness.p is not None:
        plausible = goodness.p >= _SIGNIFICANCE
        name = "capability.normal" if plausible else "capability.not_normal"
        status = Status.OK if plausible else Status.WARN
        return (Check(id=name, status=status, statistic=goodness.p, arguments={"p": shown(goodness.p)}),)
    if figures.count <= JUDGED_UP_TO:
        return (Check(id="capability.law_not_judged", status=Status.WARN, arguments={"count": figures.count}),)
    effect = tail_effect(figures.skewness, figures.kurtosis)
    arguments = {
        "percent": round(100 * effect, 1), "skewness": shown(figures.skewness), "kurtosis": shown(figures.kurtosis),
    }  # fmt: skip
    near = effect <= _TAIL
    name = "capability.nearly_normal" if near else "capability.tails_differ"
    return (Check(id=name, status=Status.OK if near else Status.WARN, statistic=effect, arguments=arguments),)


def tail_effect(skewness: float, kurtosis: float, *, mean: float = 0.0, sigma: float = 1.0) -> float:
    """How much farther or nearer than three standard deviations the farthest percentiles lie, as a share of these.

    ``mean`` and ``sigma`` are those of normal scores. Cornish and Fisher (1937):
    x = z + (z² - 1) γ₁/6 + (z³ - 3z) γ₂/24 - (2z³ - 5z) γ₁²/36 at z = ±3.

    >>> round(tail_effect(0.0, 0.0), 3), round(tail_effect(0.5, 0.3), 3)
    (0.0, 0.237)
    """
    even, odd = 8 * skewness / 6, 18 * kurtosis / 24 - 39 * skewness**2 / 36
    upper, lower = mean + sigma * (3 + odd + even), mean - sigma * (3 + odd - even)
    return max(abs(upper - 3), abs(lower + 3)) / 3


def memory_check(figures: Overall) -> tuple[Check, ...]:
    """Lag-1 autocorrelation beyond two of its standard errors, and large enough to matter."""
    memory = figures.memory
    if memory is None or figures.count < _REMEMBERED or abs(memory) <= max(2 / math.sqrt(figures.count), 0.1):
        return ()
    arguments = {"r": shown(memory)}
    return (Check(id="capability.autocorrelation", status=Status.WARN, statistic=memory, arguments=arguments),)


def resolution_check(values: Floats, specification: Specification) -> tuple[Check, ...]:
    """At least five distinct values, and a step of a tenth of the tolerance at most, among the first thousand."""
    distinct = np.unique(values[:_LOOKED_AT])
    if len(values) >= 2 * _DISTINCT and len(distinct) < _DISTINCT:
        arguments: dict[str, Argument] = {"count": len(distinct)}
        return (Check(id="capability.few_distinct", status=Status.WARN, statistic=len(distinct), arguments=arguments),)
    width = specification.width
    if width is None or len(distinct) < 2:
        return ()
    step = float(np.diff(distinct).min())
    if step * _STEPS <= width * (1 + 1e-9):
        return ()
    arguments = {"step": shown(step), "percent": shown(100 * step / width)}
    return (Check(id="capability.coarse", status=Status.WARN, statistic=step / width, arguments=arguments),)


def target_check(specification: Specification, *, nearer: bool = False) -> tuple[Check, ...]:
    """A target off the middle: Cp and Cpk look at the limits alone; beside one limit it changes no index.

    Unless Cpm takes twice the way to the ``nearer`` limit: that is there with one limit too.
    """
    if specification.target is not None and specification.width is None and not nearer:
        told: dict[str, Argument] = {"target": specification.target}
        return (Check(id="capability.target_without_effect", status=Status.WARN, arguments=told),)
    if specification.centred:
        return ()
    arguments: dict[str, Argument] = {"target": specification.target or 0.0, "middle": specification.middle or 0.0}
    return (Check(id="capability.target_off_middle", status=Status.WARN, arguments=arguments),)


def left_out_checks(inputs: Inputs) -> tuple[Check, ...]:
    """Missing values, and values left out for a reason: censored ones make spread look smaller than it is."""
    found = [*missing_check(inputs.missing)]
    for exclusion in inputs.excluded:
        if exclusion.reason == "missing" or not exclusion.count:
            continue
        name = "capability.censored" if exclusion.reason.startswith("censored") else "capability.left_out"
        found.append(
            Check(id=name, status=Status.WARN, statistic=exclusion.count, arguments={"count": exclusion.count})
        )
    return tuple(found)


def shown(value: float) -> float:
    """A number as a sentence shows it: four significant digits.

    >>> shown(1.23456)
    1.235
    """
    return float(f"{value:.4g}")
