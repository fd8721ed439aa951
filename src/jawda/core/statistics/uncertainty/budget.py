"""The uncertainty budget: a line for each input, what it contributes, and the checks a careful reader makes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from jawda.core.charts import BarRow, SortedBars, sorted_bars
from jawda.core.charts.ticks import label
from jawda.core.findings import Finding, words
from jawda.core.findings.model import Argument
from jawda.core.languages import Language
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.result import Check, Floats, Status
from jawda.core.statistics.uncertainty.distributions import BOUNDED
from jawda.core.statistics.uncertainty.model import Model
from jawda.core.statistics.uncertainty.wording import unit_after

#: The rest of the budget, as a share of the largest contribution, under which the result keeps the shape of that one.
#: EA-4/02 M:2022, S9.14 takes 0.3.
DOMINATED: Final = 0.3
#: A larger change by the next terms of the series is worth a word.
NONLINEAR: Final = 0.05
#: Under this, the expanded uncertainty is itself known to worse than a quarter (GUM E.4.3, table E.1).
FEW_DEGREES: Final = 10

SUPERSCRIPT: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Beyond so many decimals a power of ten is easier to read.
_LONGEST_FRACTION: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """One input: its estimate, standard uncertainty, sensitivity coefficient, and ``contribution`` = |sensitivity| u.

    ``percent`` is its share of the variance, with its half of each correlation, so that shares add up to 100 and one
    may be negative. ``dof`` is infinite (null in JSON) where the uncertainty is not in doubt.
    """

    name: str
    value: float | None
    unit: str | None
    distribution: str
    u: float
    sensitivity: float
    contribution: float
    percent: float
    dof: float


def budget_lines(model: Model, sensitivities: Floats) -> tuple[BudgetLine, ...]:
    """The lines in the order of the inputs."""
    u = model.uncertainties
    signed = np.where(u > 0, sensitivities, 0.0) * u
    scaled = signed / (np.abs(signed).max(initial=0.0) or 1.0)  # so that no square leaves the range of a double
    shares = scaled * (model.correlation @ scaled)
    total = float(shares.sum())
    percents = shares / total * 100 if total > 0 else np.zeros_like(shares)
    return tuple(
        BudgetLine(
            name=name,
            value=quantity.value,
            unit=quantity.unit,
            distribution=quantity.distribution,
            u=quantity.u,
            sensitivity=float(sensitivities[index]),
            contribution=float(abs(signed[index])),
            percent=float(percents[index]),
            dof=quantity.degrees_of_freedom,
        )
        for index, (name, quantity) in enumerate(model.quantities.items())
    )


def sorted_lines(lines: Sequence[BudgetLine]) -> list[BudgetLine]:
    """The largest share first."""
    return sorted(lines, key=lambda line: -abs(line.percent))


def budget_checks(model: Model, lines: Sequence[BudgetLine]) -> list[Check]:
    """What can be seen in the budget alone."""
    total = sum(line.percent for line in lines)
    found = [*_stated(model), *_readings(model)]
    if not any(line.percent for line in lines):
        return found
    adds_up = Status.OK if math.isclose(total, 100.0, rel_tol=1e-9) else Status.FAIL
    found.append(Check(id="uncertainty.budget_sum", status=adds_up, statistic=total, arguments={"percent": total}))
    largest = max(lines, key=lambda line: line.percent)
    arguments: dict[str, Argument] = {"name": largest.name, "percent": round(largest.percent, 1)}
    found.append(Check(id="uncertainty.largest", status=Status.OK, statistic=largest.percent, arguments=arguments))
    rest = math.hypot(*(line.contribution for line in lines if line is not largest))
    if largest.distribution in BOUNDED and rest <= DOMINATED * largest.contribution:
        ratio = rest / largest.contribution
        found.append(
            Check(id="uncertainty.one_shape", status=Status.WARN, statistic=ratio, arguments={"name": largest.name})
        )
    return found


def _stated(model: Model) -> list[Check]:
    """What people forget to state."""
    found = []
    quantities = model.quantities.values()
    without_unit = sum(quantity.unit is None for quantity in quantities)
    if without_unit:
        found.append(_counted("uncertainty.no_unit", Status.WARN, without_unit))
    unstated = sum(not quantity.stated and quantity.distribution == "normal" for quantity in quantities)
    if unstated:
        found.append(_counted("uncertainty.no_degrees", Status.OK, unstated))
    constants = sum(quantity.u == 0 for quantity in quantities)
    if constants:
        found.append(_counted("uncertainty.constants", Status.OK, constants))
    unused = model.unused()
    if unused:
        names = ", ".join(unused)[:200]
        found.append(_counted("uncertainty.unused_inputs", Status.WARN, len(unused), names=names))
    for group in model.groups:
        degrees = {list(quantities)[index].degrees_of_freedom for index in group}
        if len(degrees) > 1:
            names = ", ".join(list(model.quantities)[index] for index in group)[:200]
            least = min(degrees)
            arguments: dict[str, Argument] = {"names": names, "degrees": least}
            found.append(
                Check(id="uncertainty.group_degrees", status=Status.WARN, statistic=least, arguments=arguments)
            )
    return found


def _readings(model: Model) -> list[Check]:
    found: list[Check] = []
    missing = sum(int(q.readings.missing.sum()) for q in model.quantities.values() if q.readings is not None)
    found += missing_check(missing)
    incomplete = sum(exclusion.count for exclusion in model.excluded)
    if incomplete:
        found.append(_counted("uncertainty.incomplete_pairs", Status.WARN, incomplete))
    for name, quantity in model.quantities.items():
        if quantity.type_a and quantity.resolution is not None:
            coarse = quantity.distribution == "rectangular"
            identifier = "uncertainty.resolution_rules" if coarse else "uncertainty.resolution_fine"
            status = Status.WARN if coarse else Status.OK
            found.append(Check(id=identifier, status=status, statistic=quantity.u, arguments={"name": name}))
    return found


def _counted(identifier: str, status: Status, count: int, **arguments: str) -> Check:
    return Check(id=identifier, status=status, statistic=count, arguments={"count": count, **arguments})


def bars(lines: Sequence[BudgetLine], *, title: str, description: str, language: Language, width: int) -> str:
    """The shares as bars, the largest first."""
    ordered = sorted_lines(lines)
    space = "\N{NO-BREAK SPACE}" if language == "fr" else ""
    rows = tuple(
        BarRow(label=line.name, value=max(0.0, line.percent), shown=f"{label(line.percent, 1, language)}{space}%")
        for line in ordered
    )
    most = max((row.value or 0.0 for row in rows), default=0.0)
    # shares go beyond 100 where a negative correlation takes them back
    chart = SortedBars(
        title=title,
        rows=rows,
        description=description,
        maximum=max(100.0, most),
        order="given",
        language=language,
    )
    return sorted_bars(chart, width=width)


def statement(
    name: str,
    value: float,
    interval: tuple[float, float],
    *,
    unit: str | None,
    coverage_factor: float,
    confidence: float,
    language: Language,
) -> str:
    """The result in words, in two significant digits of the uncertainty (GUM 7.2.4, 7.2.6).

    >>> statement("l", 838.2, (745.6, 930.8), unit=None, coverage_factor=2.92, confidence=0.99, language="en")
    'l = 838 ± 93: coverage interval from 746 to 931 for a probability of 99%, k = 2.92.'
    """
    half = (interval[1] - interval[0]) / 2
    after = unit_after(unit).replace(" ", "\N{NO-BREAK SPACE}")
    shown = {
        "value": value, "uncertainty": half, "low": interval[0], "high": interval[1],
    }  # fmt: skip
    arguments = {key: written(number, half, language) + after for key, number in shown.items()}
    arguments |= {
        "name": name,
        "factor": label(coverage_factor, 2, language),
        "confidence": f"{confidence * 100:.4g}".replace(".", "." if language == "en" else ","),
    }
    return words(Finding(id="uncertainty.result", arguments=arguments), language)


def written(number: float, uncertainty: float, language: Language, digits: int = 2) -> str:
    """A number to the decimal place of its uncertainty's ``digits``-th significant digit.

    >>> written(50000838.4, 92.6, "en"), written(0.0123456, 0.00042, "fr"), written(5.0, 0.0, "en")
    ('50\\u202f000\\u202f838', '0,01235', '5')
    """
    if not uncertainty:
        return f"{number:.6g}"
    decimals = digits - 1 - math.floor(math.log10(uncertainty))
    # 0.0996 in two digits is 0.10
    if round(uncertainty, decimals) >= 10.0 ** (digits - decimals):
        decimals -= 1
    if decimals > _LONGEST_FRACTION:
        exponent = math.floor(math.log10(max(abs(number), uncertainty)))
        mantissa = label(number / 10.0**exponent, max(0, decimals + exponent), language)
        return f"{mantissa}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10{str(exponent).translate(SUPERSCRIPT)}"
    return label(round(number, decimals), max(0, decimals), language)
