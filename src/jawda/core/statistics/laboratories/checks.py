"""Checks that several methods share, in one line each."""

from __future__ import annotations

from typing import Final

from jawda.core.findings.model import Argument
from jawda.core.statistics.result import Check, Status

#: Below so many laboratories ISO 13528 advises against consensus by algorithm A (7.7, D.1).
ENOUGH_LABORATORIES: Final = 12


def said(name: str, status: Status, statistic: float | None = None, **arguments: Argument) -> Check:
    """An entry of the catalogue ``laboratories``.

    >>> said("half_equal", Status.WARN).id
    'laboratories.half_equal'
    """
    return Check(id=f"laboratories.{name}", status=status, statistic=statistic, arguments=arguments)


def either(good: bool, yes: str, no: str, statistic: float | None = None, **arguments: Argument) -> Check:
    """``yes`` as OK where it is good, ``no`` as a failure where it is not.

    >>> either(False, "homogeneous", "not_homogeneous").status
    <Status.FAIL: 'fail'>
    """
    return said(yes if good else no, Status.OK if good else Status.FAIL, statistic, **arguments)


def size_check(count: int) -> Check:
    """Whether there are enough laboratories for a consensus.

    >>> size_check(12).status.value, size_check(11).status.value
    ('ok', 'warn')
    """
    if count >= ENOUGH_LABORATORIES:
        return said("enough_results", Status.OK, count, count=count, enough=ENOUGH_LABORATORIES)
    return said("few_results", Status.WARN, count, count=count, enough=ENOUGH_LABORATORIES)
