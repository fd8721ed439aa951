"""Accuracy of a method at levels of known content: accuracy profile and the inequality of NF T90-210.

The profile (NF V03-110; Mee, 1984) asks where a future result will fall: at each level the β-expectation tolerance
interval, from repeatability and spread between series, against limits of acceptability. NF T90-210 asks that mean ± 2
intermediate standard deviations lie within a maximum acceptable deviation, 60 % at a presumed limit of quantification.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from jawda.core.charts import Level, LineChart, Series, line_chart
from jawda.core.languages import Language
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import either, said
from jawda.core.statistics.laboratories.components import Components, components
from jawda.core.statistics.laboratories.distributions import student_quantile
from jawda.core.statistics.laboratories.picture_words import say
from jawda.core.statistics.result import Check, Method, Result, Status, Width
from jawda.core.statistics.samples import Column, LabelColumn, Labels, Numbers, labels, numbers, refuse, same_length
from jawda.core.statistics.subgroups import by_label, summarise


@dataclass(frozen=True, kw_only=True)
class AccuracyCheck(Result):
    """Mean and intermediate standard deviation at one level, and both sides of the inequality in percent of it."""

    schema: ClassVar[str] = "accuracy-check/1"

    target: float
    mean: float
    s_repeatability: float
    s_between: float
    s_intermediate: float
    series: int
    low: float
    high: float
    lowest_accepted: float
    highest_accepted: float
    accepted: bool


def accuracy_check(
    values: Numbers,
    series: Labels,
    *,
    target: float,
    accepted_deviation: float = 60.0,
    factor: float = 2.0,
    name: str = "value",
) -> AccuracyCheck:
    """NF T90-210: is mean ± 2 s within ``target`` ± ``accepted_deviation`` percent of it?

    At a presumed limit of quantification the deviation is 60 %; at other levels the laboratory's own. ``series`` are
    days or runs, at least five with two results each in the standard. Refused: fewer than two series, none with two
    results, no spread, a target or deviation that is not positive.

    >>> data = [0.95, 1.05, 1.10, 1.00, 0.90, 0.98, 1.02, 1.08, 0.97, 0.93]
    >>> accuracy_check(data, list("AABBCCDDEE"), target=1.0).accepted
    True
    """
    column, group = numbers(values, name=name, least=3), labels(series, name="series")
    _positive(target, column)
    _positive(accepted_deviation, column)
    parts = components(summarise(by_label(column, group)), column)
    low, high = parts.general_mean - factor * parts.combined, parts.general_mean + factor * parts.combined
    half = target * accepted_deviation / 100
    good = low > target - half and high < target + half
    checks = [
        either(good, "accuracy_reached", "accuracy_not_reached", parts.general_mean, low=low, high=high,
               lower=target - half, upper=target + half),
    ]  # fmt: skip
    if parts.cells < 5:
        checks.append(said("few_series", Status.WARN, parts.cells, count=parts.cells, enough=5))
    options = {"target": target, "accepted_deviation": accepted_deviation, "factor": factor}
    return AccuracyCheck(
        method=Method(name="Accuracy check", standard="NF T90-210", edition="2018", options=options),
        inputs=column.inputs(series=[group.names[code] for code in group.codes]),
        findings=(*checks, *missing_check(int(column.missing.sum()))),
        target=target,
        mean=parts.general_mean,
        s_repeatability=parts.repeatability,
        s_between=parts.between_sd,
        s_intermediate=parts.combined,
        series=parts.cells,
        low=low,
        high=high,
        lowest_accepted=target - half,
        highest_accepted=target + half,
        accepted=good,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileLevel:
    """One level of the profile; percentages are of the reference value."""

    reference: float
    count: int
    series: int
    mean: float
    recovery_percent: float
    s_repeatability: float
    s_between: float
    s_intermediate: float
    degrees_of_freedom: float
    tolerance_factor: float
    low: float
    high: float
    low_percent: float
    high_percent: float
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class AccuracyProfile(Result):
    """Levels in ascending order. ``quantification`` is where the profile enters acceptance and stays; None: nowhere.

    ``range_low`` and ``range_high`` bound the levels that are accepted without a break up to the highest.
    """

    schema: ClassVar[str] = "accuracy-profile/1"

    beta: float
    accepted_deviation: float
    levels: tuple[ProfileLevel, ...]
    quantification: float | None
    range_high: float | None
    valid: bool

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each level."""
        return [{name: getattr(level, name) for name in ProfileLevel.__slots__} for level in self.levels]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """Trueness and tolerance interval over the levels, with the limits of acceptability."""
        parts = (
            ("trueness", [level.recovery_percent for level in self.levels]),
            ("low", [level.low_percent for level in self.levels]),
            ("high", [level.high_percent for level in self.levels]),
        )
        limits = (100 - self.accepted_deviation, 100 + self.accepted_deviation)
        chart = LineChart(
            title=say("profile", language),
            description=say("profile_about", language),
            series=tuple(Series(values=tuple(values), name=say(key, language)) for key, values in parts),
            places=tuple(level.reference for level in self.levels),
            levels=tuple(Level(value=value, kind="tolerance") for value in limits),
            caption=say("concentration", language),
            language=language,
        )
        return line_chart(chart, width=width)


def accuracy_profile(
    values: Numbers,
    reference: Numbers,
    series: Labels,
    *,
    accepted_deviation: float,
    beta: float = 0.8,
    name: str = "value",
) -> AccuracyProfile:
    """Accuracy profile of results at levels of known ``reference`` value, in several ``series`` each.

    ``accepted_deviation`` λ in percent; ``beta`` is the share of future results that the interval is to hold on
    average. Interval: mean ± t s_I √(1 + 1/(N B²)) with Mee's degrees of freedom. The lower limit of quantification is
    read where the profile crosses λ, linearly between levels. Refused: missing or not positive references, a level
    with fewer than two series or without replicates, λ not positive.

    >>> data = [0.98, 1.01, 1.03, 1.00, 0.99, 1.02, 9.9, 10.1, 10.2, 10.0, 9.8, 9.9]
    >>> levels, days = [1.0] * 6 + [10.0] * 6, list("AABBCC") * 2
    >>> accuracy_profile(data, levels, days, accepted_deviation=15).valid
    True
    """
    if not 0 < beta < 1:
        raise ValueError(f"beta lies between 0 and 1, not {beta}")
    column, known, group = numbers(values, name=name), numbers(reference, name="reference"), labels(series)
    same_length(column, known, group)
    _positive(accepted_deviation, column)
    _positive(float(np.nanmin(known.values)), known)
    if known.missing.any():
        raise refuse("samples.too_few", column=known, count=len(known.present()), least=len(known.values))
    levels = []
    for place in np.unique(known.values):
        rows = np.flatnonzero(known.values == place)
        part = Column(values=column.values[rows], name=column.name, unit=column.unit, file=column.file)
        days = LabelColumn(codes=group.codes[rows], names=group.names)
        parts = components(summarise(by_label(part, days)), column)
        levels.append(_level(float(place), parts, beta, accepted_deviation))
    start = _first_accepted(levels)
    quantification = None if start is None else _crossing(levels, start, accepted_deviation)
    valid = all(level.accepted for level in levels)
    return AccuracyProfile(
        method=Method(
            name="Accuracy profile",
            standard="NF V03-110",
            edition="2010",
            options={"beta": beta, "accepted_deviation": accepted_deviation},
        ),
        inputs=column.inputs(reference=known.values, series=[group.names[code] for code in group.codes]),
        findings=(*_findings(levels, quantification), *missing_check(int(column.missing.sum()))),
        beta=beta,
        accepted_deviation=accepted_deviation,
        levels=tuple(levels),
        quantification=quantification,
        range_high=levels[-1].reference if start is not None else None,
        valid=valid,
    )


def _level(reference: float, parts: Components, beta: float, accepted: float) -> ProfileLevel:
    within = parts.within
    ratio = max(parts.between_variance, 0.0) / within if within else math.inf
    size, cells = parts.size, parts.cells
    if math.isinf(ratio):  # replicates agree to the last digit: only series differ
        degrees, share = float(cells - 1), 1.0 / cells
    else:
        degrees = (ratio + 1) ** 2 / ((ratio + 1 / size) ** 2 / (cells - 1) + (1 - 1 / size) / (cells * size))
        share = (size * ratio + 1) / (ratio + 1) / (cells * size)
    factor = student_quantile((1 + beta) / 2, degrees) * math.sqrt(1 + share)
    half = factor * parts.combined
    low, high = parts.general_mean - half, parts.general_mean + half
    percents = (100 * low / reference, 100 * high / reference)
    return ProfileLevel(
        reference=reference,
        count=parts.total,
        series=cells,
        mean=parts.general_mean,
        recovery_percent=100 * parts.general_mean / reference,
        s_repeatability=parts.repeatability,
        s_between=parts.between_sd,
        s_intermediate=parts.combined,
        degrees_of_freedom=degrees,
        tolerance_factor=factor,
        low=low,
        high=high,
        low_percent=percents[0],
        high_percent=percents[1],
        accepted=percents[0] >= 100 - accepted and percents[1] <= 100 + accepted,
    )


def _first_accepted(levels: Sequence[ProfileLevel]) -> int | None:
    """The lowest level from which all are accepted."""
    start = None
    for index in reversed(range(len(levels))):
        if not levels[index].accepted:
            break
        start = index
    return start


def _crossing(levels: Sequence[ProfileLevel], start: int, accepted: float) -> float:
    """Where the profile enters acceptance between the level before ``start`` and it."""
    inside = levels[start]
    if start == 0:
        return inside.reference
    outside = levels[start - 1]
    shares = [0.0]
    for limit, before, after in (
        (100 - accepted, outside.low_percent, inside.low_percent),
        (-100 - accepted, -outside.high_percent, -inside.high_percent),
    ):
        if before < limit:
            shares.append((limit - before) / (after - before))
    return outside.reference + max(shares) * (inside.reference - outside.reference)


def _findings(levels: Sequence[ProfileLevel], quantification: float | None) -> list[Check]:
    bad = sum(not level.accepted for level in levels)
    found = []
    if bad == 0:
        found.append(said("profile_accepted", Status.OK, len(levels), count=len(levels)))
    elif quantification is None:
        found.append(said("profile_rejected", Status.FAIL, bad, count=bad))
    else:
        found.append(
            said("profile_from", Status.WARN, quantification, level=quantification, highest=levels[-1].reference)
        )
    least = min(level.series for level in levels)
    if least < 3:
        found.append(said("few_series", Status.WARN, least, count=least, enough=3))
    return found


def _positive(value: float, column: Column) -> None:
    if not value > 0:
        raise refuse("laboratories.target_not_positive", column=column, value=float(value))
