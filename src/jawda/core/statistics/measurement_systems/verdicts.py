"""What a gauge study comes to, as findings: acceptable or not, what dominates, what to do next.

Limits after AIAG MSA 4th edition, chapter II.D: under 10 % acceptable, 10 to 30 % may be acceptable for the use and
cost, over 30 % not acceptable; at least five distinct categories.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.core.findings.model import Argument
from jawda.core.statistics.measurement_systems.components import Component, Components
from jawda.core.statistics.measurement_systems.options import Judged
from jawda.core.statistics.result import Check, Status

ACCEPTABLE: Final = 10.0
UNACCEPTABLE: Final = 30.0
LEAST_CATEGORIES: Final = 5
_MEASURES: Final[dict[Judged, str]] = {
    "study": "percent_study",
    "tolerance": "percent_tolerance",
    "process": "percent_process",
}
_ADVISED_PARTS: Final = 10
_ADVISED_OPERATORS: Final = 2
_ADVISED_MEASUREMENTS: Final = 60


def check(
    name: str, status: Status, statistic: float | None = None, arguments: Mapping[str, Argument] | None = None
) -> Check:
    """A check whose words stand in ``measurement_systems.yaml``."""
    return Check(id=f"measurement_systems.{name}", status=status, statistic=statistic, arguments=arguments or {})


def shown(value: float, digits: int = 3) -> float:
    """A figure for a sentence.

    >>> shown(27.8606), shown(0.00012345)
    (27.9, 0.000123)
    """
    return float(f"{value:.{digits}g}")


def verdicts(components: Components, ndc: int | None, judged_by: Judged | None) -> tuple[Check, ...]:
    """The gauge against the study, the tolerance and the process, then categories, then the next step."""
    wanted = [judged_by] if judged_by is not None else list(_MEASURES)
    found = [
        _verdict(kind, value)
        for kind in wanted
        if (value := getattr(components.grr, _MEASURES[kind])) is not None
    ]  # fmt: skip
    if ndc is not None:
        enough = ndc >= LEAST_CATEGORIES
        found.append(
            check(
                "categories_enough" if enough else "categories_few",
                Status.OK if enough else Status.WARN,
                ndc,
                {"categories": ndc, "least": LEAST_CATEGORIES},
            )
        )
    if any(one.status is not Status.OK for one in found):
        found += _next_step(components)
    return tuple(found)


def _verdict(kind: Judged, percent: float) -> Check:
    level, status = "high", Status.FAIL
    if percent < ACCEPTABLE:
        level, status = "low", Status.OK
    elif percent <= UNACCEPTABLE:
        level, status = "middle", Status.WARN
    return check(f"grr_{kind}_{level}", status, percent, {"percent": shown(percent)})


def _next_step(components: Components) -> list[Check]:
    """Which source of the gauge's own variation is the greatest, where more than one is known."""
    sources: dict[str, Component | None] = {
        "repeatability": components.repeatability,
        "operator": components.operator,
        "interaction": components.interaction,
    }
    known = {name: one.variance for name, one in sources.items() if one is not None}
    whole = components.grr.variance
    if not known or whole == 0:
        return []
    name = max(known, key=lambda one: known[one])
    share = 100 * known[name] / whole
    return [check(f"mostly_{name}", Status.WARN, share, {"percent": shown(share)})]


def plan_checks(parts: int, operators: int, measurements: int) -> tuple[Check, ...]:
    """Whether the plan is as large as advised: 10 parts, 2 operators, 60 measurements."""
    arguments: dict[str, Argument] = {"parts": parts, "operators": operators, "measurements": measurements}
    enough = parts >= _ADVISED_PARTS and operators >= _ADVISED_OPERATORS and measurements >= _ADVISED_MEASUREMENTS
    if enough:
        return (check("plan_enough", Status.OK, measurements, arguments),)
    return (check("plan_small", Status.WARN, measurements, arguments),)


def clamped(estimates: Mapping[str, float]) -> tuple[Check, ...]:
    """A warning for each variance that came out negative and is given as zero."""
    return tuple(
        check(f"clamped_{name}", Status.WARN, value, {"estimate": shown(value)})
        for name, value in estimates.items()
        if value < 0
    )


def count_check(count: int, enough: int) -> tuple[Check, ...]:
    """Whether there are as many values as advised."""
    arguments: dict[str, Argument] = {"count": count, "enough": enough}
    if count >= enough:
        return (Check(id="samples.enough_values", status=Status.OK, statistic=count, arguments=arguments),)
    return (Check(id="samples.few_values", status=Status.WARN, statistic=count, arguments=arguments),)
