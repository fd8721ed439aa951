"""Effectiveness of appraisers against the standard, and the kappa of each two of them.

AIAG MSA 4th edition, chapter III.C: effectiveness is the share of items judged right in every trial; a miss lets a bad
item pass, a false alarm rejects a good one, each as a share of the judgements of such items. Acceptable: 90 %, 2 %,
5 %; marginal: 80 %, 5 %, 10 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from jawda.core.findings.model import Argument
from jawda.core.statistics.measurement_systems.agreement_layout import Ratings
from jawda.core.statistics.measurement_systems.kappa import KappaFigures, cohen_figures
from jawda.core.statistics.measurement_systems.verdicts import check, shown
from jawda.core.statistics.result import Check, Status

#: effectiveness, miss rate, false alarm rate: acceptable, then marginal.
_ACCEPTABLE: Final = (90.0, 2.0, 5.0)
_MARGINAL: Final = (80.0, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """One appraiser against the standard, in per cent; rates are ``None`` without a passing category or such items."""

    appraiser: str
    effectiveness: float
    right_decisions: float
    miss_rate: float | None
    false_alarm_rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairKappa:
    """Cohen's kappa of two appraisers, trial by trial, over all items together (AIAG cross-tabulation).

    ``second`` is ``None`` for an appraiser with the standard. ``kappa_linear`` and ``kappa_quadratic`` weigh how far
    two judgements lie apart (Cohen 1968); ``None`` where categories have no order.
    """

    first: str
    second: str | None
    kappa: KappaFigures
    table: tuple[tuple[int, ...], ...]
    kappa_linear: KappaFigures | None = None
    kappa_quadratic: KappaFigures | None = None


def decisions_of(study: Ratings, passing: int | None) -> tuple[Decisions, ...]:
    """For each appraiser; empty without a standard."""
    if study.standard is None:
        return ()
    right = study.standard
    found = []
    for at, name in enumerate(study.appraisers):
        codes = study.codes[:, at]
        same = codes == right[:, None]
        miss = false_alarm = None
        if passing is not None:
            passed, good = codes == passing, right == passing
            miss = 100 * float(passed[~good].mean()) if (~good).any() else None
            false_alarm = 100 * float((~passed[good]).mean()) if good.any() else None
        found.append(
            Decisions(
                appraiser=name,
                effectiveness=100 * float(same.all(axis=1).mean()),
                right_decisions=100 * float(same.mean()),
                miss_rate=miss,
                false_alarm_rate=false_alarm,
            )
        )
    return tuple(found)


def pairs_of(study: Ratings, confidence: float, *, ordinal: bool = False) -> tuple[PairKappa, ...]:
    """Each two appraisers, then each with the standard; weighted kappas too where categories are ``ordinal``."""
    size = len(study.categories)
    found = []
    sides: list[tuple[str, str | None, int, int | None]] = [
        (study.appraisers[one], study.appraisers[two], one, two)
        for one, two in combinations(range(len(study.appraisers)), 2)
    ]
    if study.standard is not None:
        sides += [(name, None, at, None) for at, name in enumerate(study.appraisers)]
    for first, second, one, two in sides:
        left = study.codes[:, one].ravel()
        if two is None:
            assert study.standard is not None
            right = np.repeat(study.standard, study.codes.shape[2])
        else:
            right = study.codes[:, two].ravel()
        table = np.zeros((size, size))
        np.add.at(table, (left, right), 1)
        counts = tuple(tuple(int(cell) for cell in row) for row in table)
        found.append(
            PairKappa(
                first=first,
                second=second,
                kappa=cohen_figures(table, "none", confidence),
                table=counts,
                kappa_linear=cohen_figures(table, "linear", confidence) if ordinal else None,
                kappa_quadratic=cohen_figures(table, "quadratic", confidence) if ordinal else None,
            )
        )
    return tuple(found)


def effectiveness_checks(decisions: tuple[Decisions, ...]) -> tuple[Check, ...]:
    """A verdict on each appraiser: the worst of the three figures decides."""
    found = []
    for one in decisions:
        status = _status(one)
        level = {Status.OK: "good", Status.WARN: "marginal", Status.FAIL: "poor"}[status]
        arguments: dict[str, Argument] = {"appraiser": one.appraiser, "percent": shown(one.effectiveness)}
        name = f"appraiser_{level}"
        if one.miss_rate is not None and one.false_alarm_rate is not None:
            name += "_rates"
            arguments |= {"miss": shown(one.miss_rate), "alarm": shown(one.false_alarm_rate)}
        found.append(check(name, status, one.effectiveness, arguments))
    order = [Status.FAIL, Status.WARN, Status.OK]
    return tuple(sorted(found, key=lambda one: (order.index(one.status), one.statistic)))


def _status(one: Decisions) -> Status:
    for status, (least, most_miss, most_alarm) in ((Status.OK, _ACCEPTABLE), (Status.WARN, _MARGINAL)):
        if (
            one.effectiveness >= least
            and (one.miss_rate or 0.0) <= most_miss
            and (one.false_alarm_rate or 0.0) <= most_alarm
        ):
            return status
    return Status.FAIL
