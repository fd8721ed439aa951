"""Decision rules: does a measured item meet its tolerance, and with what risk (JCGM 106:2012, ILAC-G8:09/2019).

The tolerance limits are moved inwards by a guard band w = r U to give the acceptance limits (outwards for r < 0).
Simple acceptance has none. A statement is binary (pass or fail), or says too where the measured value lies in a guard
band.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias, get_args

from jawda.core.findings import Finding, Place, Refused
from jawda.core.findings.model import Argument
from jawda.core.statistics.result import Check, Inputs, Method, Option, Result, Status
from jawda.core.statistics.uncertainty.conformity import GlobalRisks, Process, conformance_probability, global_risks
from jawda.core.statistics.uncertainty.wording import unit_after

#: Rules by name with their guard factor r (ILAC-G8:09/2019, table 1, for U with k = 2). ``uncritical`` rejects only
#: what fails beyond doubt.
GUARD_FACTORS: Final[Mapping[str, float]] = {
    "simple": 0.0,
    "ilac_g8": 1.0,
    "iso_14253_1": 0.83,
    "three_sigma": 1.5,
    "six_sigma": 3.0,
    "uncritical": -1.0,
}
Statements: TypeAlias = Literal["binary", "non_binary"]
Outcome: TypeAlias = Literal["pass", "conditional_pass", "conditional_fail", "fail"]

#: JCGM 106, 7.6.3: tolerance over 4 u. Four is the old rule of a fourfold better instrument.
GOOD_CAPABILITY: Final = 4.0
_HALVINGS: Final = 200


@dataclass(frozen=True, kw_only=True)
class Decision(Result):
    """What is decided of one measured value, and how sure that is.

    ``specific_risk`` is the probability that this very decision is wrong: that an accepted item does not conform, or
    that a rejected one does. ``risk_at_limit`` is the largest probability of false acceptance that the rule allows.
    """

    schema: ClassVar[str] = "uncertainty-decision/1"

    value: float
    unit: str | None
    u: float
    coverage_factor: float
    U: float
    lower: float | None
    upper: float | None
    guard_band: float
    acceptance_lower: float | None
    acceptance_upper: float | None
    outcome: Outcome
    accepted: bool
    conformance_probability: float
    specific_risk: float
    risk_at_limit: float
    capability: float | None
    process_risks: GlobalRisks | None

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """One row."""
        names = ("value", "u", "U", "outcome", "conformance_probability", "specific_risk")
        return [{name: getattr(self, name) for name in names}]


def decide(
    value: float,
    *,
    u: float,
    lower: float | None = None,
    upper: float | None = None,
    rule: str = "simple",
    guard_factor: float | None = None,
    largest_risk: float | None = None,
    statements: Statements = "binary",
    coverage_factor: float = 2.0,
    degrees_of_freedom: float = math.inf,
    process: Process | None = None,
    unit: str | None = None,
) -> Decision:
    """Decide on one measured value.

    The guard band is that of ``rule``, or ``guard_factor`` times U = ``coverage_factor`` u, or as wide as it takes for
    a value at the acceptance limit to be wrongly accepted with probability ``largest_risk`` at most (JCGM 106, 8.3.3).
    With a ``process`` the consumer's and producer's risks over all items are worked out too (JCGM 106, 9).
    ``Refused``: no limit, inverted limits, an uncertainty that is not positive, guard bands that leave nothing between.

    >>> found = decide(2.7, u=0.1, upper=3.0, rule="ilac_g8")
    >>> found.outcome, round(found.acceptance_upper, 3), round(found.conformance_probability, 5)
    ('pass', 2.8, 0.99865)
    """
    _check_options(rule, guard_factor, largest_risk, statements)
    _check_numbers(value, u, lower, upper, coverage_factor, degrees_of_freedom)
    if largest_risk is not None:
        band = guard_band(u, largest_risk, lower=lower, upper=upper, degrees_of_freedom=degrees_of_freedom)
    else:
        factor = GUARD_FACTORS[rule] if guard_factor is None else guard_factor
        band = factor * coverage_factor * u
    if lower is not None and upper is not None and not 2 * band < upper - lower:
        raise _refused("no_acceptance", "lower", band=band, width=upper - lower)
    acceptance = (None if lower is None else lower + band, None if upper is None else upper - band)
    outcome = _outcome(value, (lower, upper), band, statements)
    accepted = outcome in ("pass", "conditional_pass")

    def probability(at: float) -> float:
        return float(conformance_probability(at, u, lower=lower, upper=upper, degrees_of_freedom=degrees_of_freedom))

    conforming = probability(value)
    at_limit = max(1 - probability(limit) for limit in acceptance if limit is not None)
    risks = None if process is None else global_risks(process, u, tolerance=(lower, upper), acceptance=acceptance)
    capability = None if lower is None or upper is None else (upper - lower) / (4 * u)
    options: dict[str, Option] = {
        "rule": "factor" if guard_factor is not None else "risk" if largest_risk is not None else rule,
        "guard_factor": band / (coverage_factor * u),
        "largest_risk": largest_risk,
        "statements": statements,
        "coverage_factor": coverage_factor,
        "degrees_of_freedom": degrees_of_freedom,
    }
    if process is not None:
        options |= {"process": process.distribution, "process_mean": process.mean, "process_sd": process.sd}
    risk = 1 - conforming if accepted else conforming
    return Decision(
        method=Method(name="decision rule", standard="JCGM 106", edition="2012", clause="7-9", options=options),
        inputs=Inputs(count=1, unit=unit, data={"value": [value], "u": [u]}),
        findings=(_decided(outcome, value, unit, risk), *_rule_checks(at_limit, capability, band)),
        value=float(value),
        unit=unit,
        u=float(u),
        coverage_factor=coverage_factor,
        U=coverage_factor * u,
        lower=lower,
        upper=upper,
        guard_band=band,
        acceptance_lower=acceptance[0],
        acceptance_upper=acceptance[1],
        outcome=outcome,
        accepted=accepted,
        conformance_probability=conforming,
        specific_risk=risk,
        risk_at_limit=at_limit,
        capability=capability,
        process_risks=risks,
    )


def guard_band(
    u: float,
    largest_risk: float,
    *,
    lower: float | None = None,
    upper: float | None = None,
    degrees_of_freedom: float = math.inf,
) -> float:
    """The width at which a value on the acceptance limit fails to conform with that probability (JCGM 106, 8.3.3).

    ``Refused`` where even a value in the middle of the tolerance is less sure.

    >>> round(guard_band(1.0, 0.05, upper=10.0), 4), round(guard_band(1.0, 0.05, lower=0.0, upper=4.0), 4)
    (1.6449, 1.7962)
    """
    _check_numbers(0.0, u, lower, upper, 1.0, degrees_of_freedom)
    if not 0 < largest_risk < 1:
        raise ValueError(f"a risk lies between 0 and 1, not at {largest_risk}")

    def risk(band: float) -> float:
        at = upper - band if upper is not None else (lower or 0.0) + band  # at least one of them is there
        return 1 - float(
            conformance_probability(at, u, lower=lower, upper=upper, degrees_of_freedom=degrees_of_freedom)
        )

    widest = math.inf if lower is None or upper is None else (upper - lower) / 2
    if math.isfinite(widest) and risk(widest) > largest_risk:
        raise _refused("too_uncertain", "u", risk=largest_risk)
    wide = u
    while risk(min(wide, widest)) > largest_risk:
        wide *= 2
    low, high = -wide, min(wide, widest)
    while risk(low) < largest_risk:
        low *= 2
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if risk(middle) > largest_risk else (low, middle)
    return high


def _refused(name: str, path: str, **arguments: Argument) -> Refused:
    return Refused([Finding(id=f"uncertainty.{name}", place=Place(path=path), arguments=arguments)])


def _check_options(rule: str, guard_factor: float | None, largest_risk: float | None, statements: str) -> None:
    if rule not in GUARD_FACTORS:
        raise ValueError(f"rule is one of {', '.join(GUARD_FACTORS)}, not {rule}")
    if statements not in get_args(Statements):
        raise ValueError(f"statements are binary or non_binary, not {statements}")
    if guard_factor is not None and largest_risk is not None:
        raise ValueError("the guard band follows from a factor or from a risk, not from both")
    if guard_factor is not None and not math.isfinite(guard_factor):
        raise ValueError(f"a guard factor is a number, not {guard_factor}")


def _check_numbers(
    value: float, u: float, lower: float | None, upper: float | None, factor: float, degrees: float
) -> None:
    if not math.isfinite(value):
        raise _refused("not_finite", "value", key="value")
    for key, number in (("u", u), ("coverage_factor", factor), ("degrees_of_freedom", degrees)):
        if not number > 0 or (math.isinf(number) and key != "degrees_of_freedom"):
            raise _refused("not_positive", key, key=key, value=number)
    for key, limit in (("lower", lower), ("upper", upper)):
        if limit is not None and not math.isfinite(limit):
            raise _refused("not_finite", key, key=key)
    if lower is None and upper is None:
        raise Refused([Finding(id="samples.no_limits", place=Place(path="lower"))])
    if lower is not None and upper is not None and not lower < upper:
        arguments: dict[str, Argument] = {"lower": lower, "upper": upper}
        raise Refused([Finding(id="samples.limits_inverted", place=Place(path="lower"), arguments=arguments)])


def _outcome(
    value: float, tolerance: tuple[float | None, float | None], band: float, statements: Statements
) -> Outcome:
    lower, upper = tolerance
    # how far inside the nearest tolerance limit: a value on a limit meets it
    inside = min(
        math.inf if lower is None else value - lower,
        math.inf if upper is None else upper - value,
    )
    if _at_least(inside, abs(band) if statements == "non_binary" else band, value):
        return "pass"
    if statements == "binary" or not _at_least(inside, -abs(band), value):
        return "fail"
    return "conditional_pass" if inside >= 0 else "conditional_fail"


def _at_least(inside: float, band: float, value: float) -> bool:
    """A value written at the acceptance limit meets it, whatever 3.0 - 0.2 is in binary."""
    return inside >= band - 4e-15 * max(abs(value), abs(band))


def _decided(outcome: Outcome, value: float, unit: str | None, risk: float) -> Check:
    shown = {"pass": Status.OK, "conditional_pass": Status.WARN, "conditional_fail": Status.FAIL, "fail": Status.FAIL}
    arguments: dict[str, Argument] = {"value": float(value), "unit": unit_after(unit), "percent": _percent(risk)}
    return Check(id=f"uncertainty.{outcome}", status=shown[outcome], statistic=risk, arguments=arguments)


def _rule_checks(at_limit: float, capability: float | None, band: float) -> list[Check]:
    found = []
    if band <= 0:
        risk: dict[str, Argument] = {"percent": _percent(at_limit)}
        found.append(Check(id="uncertainty.no_guard", status=Status.WARN, statistic=at_limit, arguments=risk))
    if capability is not None:
        good = capability >= GOOD_CAPABILITY
        identifier = "uncertainty.capability_good" if good else "uncertainty.capability_low"
        status = Status.OK if good else Status.WARN
        ratio: dict[str, Argument] = {"ratio": round(capability, 2)}
        found.append(Check(id=identifier, status=status, statistic=capability, arguments=ratio))
    return found


def _percent(risk: float) -> float:
    """A probability as people read it, in two significant digits."""
    return float(f"{risk * 100:.2g}")
