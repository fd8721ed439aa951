"""Options of a decision on a measured value: checked, applied, and its figures in words."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from jawda.core.languages import Language
from jawda.core.statistics.uncertainty import Decision, decide
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.instruments import some
from jawda.site.commands.statistics.refusals import option_refused


def check(options: argparse.Namespace) -> None:
    """Options of a decision go with a limit, and the guard band is given in one way."""
    given = [
        name
        for name in ("decision", "guard_factor", "largest_risk", "statements")
        if getattr(options, name) is not None
    ]
    if given and options.lsl is None and options.usl is None:
        raise option_refused("option_missing", option="--lsl, --usl", kind=f"--{given[0].replace('_', '-')}")
    ways = [name for name in given if name != "statements"]
    if len(ways) > 1:
        second, first = (f"--{name.replace('_', '-')}" for name in (ways[1], ways[0]))
        raise option_refused("option_unfit", option=second, kind=first)


def decided(
    value: float,
    *,
    u: float,
    unit: str | None,
    factor: float | None,
    options: argparse.Namespace,
    degrees_of_freedom: float | None = None,
) -> Decision | None:
    """Whether the value meets the limits that were given. The factors of rules are for k = 2, unless k is stated."""
    if options.lsl is None and options.usl is None:
        return None
    given = some(
        rule=options.decision, guard_factor=options.guard_factor, largest_risk=options.largest_risk,
        statements=options.statements, coverage_factor=factor, degrees_of_freedom=degrees_of_freedom,
    )  # fmt: skip
    return decide(value, u=u, lower=options.lsl, upper=options.usl, unit=unit, **given)


def figures_of(decision: Decision, language: Language) -> Iterator[str]:
    """Limits, guard band, limits of acceptance and the probability of conforming, after an empty line."""
    yield ""
    yield from saying.figures(
        [
            ("lsl", decision.lower), ("usl", decision.upper), ("guard_band", decision.guard_band),
            ("acceptance_lower", decision.acceptance_lower), ("acceptance_upper", decision.acceptance_upper),
        ],
        language,
        decision.unit,
    )  # fmt: skip
    yield from saying.figures([("conformance_probability", decision.conformance_probability)], language)
