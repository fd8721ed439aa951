"""Performance scores of laboratories (ISO 13528:2022, 9.3 to 9.8): D, D %, PA, z, z', zeta, En and their verdicts.

Functions take numbers or arrays and give arrays; a laboratory that gave no uncertainty has NaN for zeta and En.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jawda.core.statistics.result import Floats

EnRule: TypeAlias = Literal["iso_17043", "iso_13528"]
EN_RULES: Final = ("iso_17043", "iso_13528")

#: The uncertainty of the assigned value may be neglected below this share of σ_pt (formula (10) of 9.2.1).
NEGLIGIBLE_SHARE: Final = 0.3
WARNING: Final = 2.0
ACTION: Final = 3.0


class Verdict(StrEnum):
    """What a score says, in the words of ISO/IEC 17043."""

    SATISFACTORY = "satisfactory"
    QUESTIONABLE = "questionable"
    UNSATISFACTORY = "unsatisfactory"
    NOT_SCORED = "not_scored"


class UncertaintyFlag(StrEnum):
    """How a reported standard uncertainty compares with its limits (9.8)."""

    PLAUSIBLE = "plausible"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_REPORTED = "not_reported"


def difference(value: ArrayLike, assigned_value: float) -> Floats:
    """D = x - x_pt (9.3.1).

    >>> difference([10.5], 10).tolist()
    [0.5]
    """
    return np.asarray(value, dtype=np.float64) - assigned_value


def percent_difference(value: ArrayLike, assigned_value: float) -> Floats:
    """D % = 100 (x - x_pt) / x_pt (9.3.1). ``ValueError`` where the assigned value is zero.

    >>> percent_difference([10.5], 10).tolist()
    [5.0]
    """
    if assigned_value == 0:
        raise ValueError("a difference in percent needs an assigned value other than zero")
    return 100 * difference(value, assigned_value) / assigned_value


def percent_allowed(value: ArrayLike, assigned_value: float, allowed_difference: float) -> Floats:
    """PA = 100 (x - x_pt) / δ_E, the difference as a share of what is allowed (9.3.6).

    >>> percent_allowed([10.5], 10, 1).tolist()
    [50.0]
    """
    return 100 * difference(value, assigned_value) / _positive(allowed_difference, "the allowed difference")


def z_score(value: ArrayLike, assigned_value: float, sigma_pt: float) -> Floats:
    """z = (x - x_pt) / σ_pt (9.4).

    >>> z_score([10.5], 10, 0.25).tolist()
    [2.0]
    """
    return difference(value, assigned_value) / _positive(sigma_pt, "sigma_pt")


def z_prime_score(value: ArrayLike, assigned_value: float, sigma_pt: float, u_assigned: float) -> Floats:
    """z' = (x - x_pt) / √(σ_pt² + u²(x_pt)) (9.5): for an assigned value whose uncertainty cannot be neglected.

    >>> z_prime_score([10.5], 10, 0.3, 0.4).tolist()
    [1.0]
    """
    return difference(value, assigned_value) / np.hypot(_positive(sigma_pt, "sigma_pt"), _not_negative(u_assigned))


def zeta_score(value: ArrayLike, assigned_value: float, u: ArrayLike, u_assigned: float) -> Floats:
    """ζ = (x - x_pt) / √(u²(x) + u²(x_pt)), with standard uncertainties (9.6).

    >>> zeta_score([10.5], 10, [0.3], 0.4).tolist()
    [1.0]
    """
    return _over(difference(value, assigned_value), np.hypot(_not_negative(u), _not_negative(u_assigned)))


def en_score(value: ArrayLike, assigned_value: float, expanded: ArrayLike, expanded_assigned: float) -> Floats:
    """En = (x - x_pt) / √(U²(x) + U²(x_pt)), with expanded uncertainties (9.7).

    >>> en_score([10.5], 10, [0.6], 0.8).tolist()
    [0.5]
    """
    return _over(difference(value, assigned_value), np.hypot(_not_negative(expanded), _not_negative(expanded_assigned)))


def z_verdict(score: ArrayLike) -> list[Verdict]:
    """Of z, z' and ζ: satisfactory to 2, unsatisfactory from 3, questionable between (9.4.2; ISO/IEC 17043, B.4.1).

    >>> [verdict.value for verdict in z_verdict([2.0, -2.5, 3.0])]
    ['satisfactory', 'questionable', 'unsatisfactory']
    """
    size = np.abs(np.atleast_1d(np.asarray(score, dtype=np.float64)))
    return _verdicts(size, satisfactory=size <= WARNING, unsatisfactory=size >= ACTION)


def en_verdict(score: ArrayLike, *, rule: EnRule = "iso_17043") -> list[Verdict]:
    """Of En: satisfactory up to 1. |En| = 1 itself is satisfactory for ISO/IEC 17043, a signal for ISO 13528 (9.7.2).

    >>> en_verdict([1.0])[0].value, en_verdict([1.0], rule="iso_13528")[0].value
    ('satisfactory', 'unsatisfactory')
    """
    if rule not in EN_RULES:
        raise ValueError(f"the rule for En is one of {', '.join(EN_RULES)}, not {rule!r}")
    size = np.abs(np.atleast_1d(np.asarray(score, dtype=np.float64)))
    good = size <= 1 if rule == "iso_17043" else size < 1
    return _verdicts(size, satisfactory=good, unsatisfactory=~good)


def allowed_verdict(score: ArrayLike) -> list[Verdict]:
    """Of PA: satisfactory below 100 % of the allowed difference (9.3.2).

    >>> allowed_verdict([99.0, -100.0])[1].value
    'unsatisfactory'
    """
    size = np.abs(np.atleast_1d(np.asarray(score, dtype=np.float64)))
    return _verdicts(size, satisfactory=size < 100, unsatisfactory=size >= 100)


def uncertainty_flags(u: ArrayLike, *, lowest: float, highest: float) -> list[UncertaintyFlag]:
    """Reported standard uncertainties against what is to be expected: u(x_pt) below, 1.5 s* above (9.8.3, 9.8.4).

    >>> [flag.value for flag in uncertainty_flags([0.1, 1.0, 5.0], lowest=0.5, highest=2.0)]
    ['too_small', 'plausible', 'too_large']
    """
    if lowest > highest:
        raise ValueError(f"the lowest plausible uncertainty ({lowest}) is above the highest ({highest})")
    found = []
    for value in np.atleast_1d(np.asarray(u, dtype=np.float64)).tolist():
        if math.isnan(value):  # none was reported
            found.append(UncertaintyFlag.NOT_REPORTED)
        elif value < lowest:
            found.append(UncertaintyFlag.TOO_SMALL)
        else:
            found.append(UncertaintyFlag.TOO_LARGE if value > highest else UncertaintyFlag.PLAUSIBLE)
    return found


def uncertainty_negligible(u_assigned: float, sigma_pt: float) -> bool:
    """Whether u(x_pt) < 0.3 σ_pt, so that z needs no correction (9.2.1).

    >>> uncertainty_negligible(0.29, 1), uncertainty_negligible(0.3, 1)
    (True, False)
    """
    return u_assigned < NEGLIGIBLE_SHARE * sigma_pt


def _verdicts(size: Floats, *, satisfactory: NDArray[np.bool_], unsatisfactory: NDArray[np.bool_]) -> list[Verdict]:
    return [
        Verdict.NOT_SCORED
        if unknown
        else Verdict.SATISFACTORY
        if good
        else Verdict.UNSATISFACTORY
        if bad
        else Verdict.QUESTIONABLE
        for unknown, good, bad in zip(np.isnan(size), satisfactory, unsatisfactory, strict=True)
    ]


def _over(numerator: Floats, denominator: Floats) -> Floats:
    """The quotient; NaN where both uncertainties are zero, as where one is unknown."""
    known = denominator > 0
    return np.where(known, numerator, np.nan) / np.where(known, denominator, 1.0)


def _positive(value: float, what: str) -> float:
    if not value > 0:
        raise ValueError(f"{what} is positive, not {value}")
    return value


def _not_negative(value: ArrayLike) -> Floats:
    found = np.asarray(value, dtype=np.float64)
    if bool((found < 0).any()):
        raise ValueError("an uncertainty is not negative")
    return found
