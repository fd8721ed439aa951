"""Are the items of a round alike? (ISO 13528:2022, annex B.2 and B.3; IUPAC harmonised protocol 2006)

Items drawn at random are measured in duplicate or more, in random order under repeatability conditions. The spread
between items s_s is compared with 0.3 σ_pt, then with the wider criterion that allows for the sampling error of s_s.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import either, said
from jawda.core.statistics.laboratories.components import components
from jawda.core.statistics.laboratories.distributions import chi_square_quantile, fisher_quantile, fisher_upper
from jawda.core.statistics.laboratories.outlier_tests import OutlierTest, cochran_critical, judged
from jawda.core.statistics.result import Check, Method, Result, Status
from jawda.core.statistics.samples import Labels, Numbers, labels, numbers, refuse
from jawda.core.statistics.subgroups import Summary, by_label, summarise

SHARE = 0.3
#: Items that the standard asks for (B.1).
ENOUGH_ITEMS = 10


@dataclass(frozen=True, kw_only=True)
class Homogeneity(Result):
    """Spread ``s_x`` of item means, ``s_w`` within and ``s_s`` between items, and what is decided.

    ``criterion`` is 0.3 σ_pt, ``expanded_criterion`` √(F1 (0.3 σ_pt)² + F2 s_w²); both None where no σ_pt is given.
    ``f_statistic`` and its probability are those of the analysis of variance.
    """

    schema: ClassVar[str] = "homogeneity/1"

    general_mean: float
    items: int
    replicates: float
    s_x: float
    s_w: float
    s_s: float
    sigma_pt: float | None
    criterion: float | None
    expanded_criterion: float | None
    factor_1: float
    factor_2: float
    homogeneous: bool | None
    homogeneous_expanded: bool | None
    f_statistic: float | None
    f_probability: float | None
    cochran: OutlierTest | None
    names: tuple[str, ...]
    means: tuple[float, ...]
    ranges: tuple[float, ...]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each item."""
        return [
            {"item": name, "mean": mean, "range": spread}
            for name, mean, spread in zip(self.names, self.means, self.ranges, strict=True)
        ]


def homogeneity(values: Numbers, item: Labels, *, sigma_pt: float | None = None, name: str = "value") -> Homogeneity:
    """Homogeneity of items measured at least twice each; a long column with the item of each result.

    With ``sigma_pt`` the criterion s_s ≤ 0.3 σ_pt (B.2.2) and the expanded one (B.2.3) are judged, else the F test
    alone is reported. Items with different numbers of results are taken by the same analysis of variance, and told.
    Refused: fewer than two items, no item measured twice, no spread, σ_pt not positive.

    >>> found = homogeneity([5.1, 5.2, 5.0, 5.1, 5.2, 5.2], ["1", "1", "2", "2", "3", "3"], sigma_pt=0.5)
    >>> round(found.s_w, 4), round(found.s_s, 4), found.homogeneous
    (0.0577, 0.0645, True)
    """
    column, label = numbers(values, name=name, least=4), labels(item, name="item")
    if sigma_pt is not None and not sigma_pt > 0:
        raise refuse("laboratories.sigma_not_positive", column=column, value=float(sigma_pt))
    found = summarise(by_label(column, label))
    parts = components(found, column)
    items, inner, within, size = parts.cells, parts.total - parts.cells, parts.within, parts.size
    spread = parts.between_sd
    one, two = expanded_factors(items, size, inner)
    criterion = None if sigma_pt is None else SHARE * sigma_pt
    expanded = None if criterion is None else math.sqrt(one * criterion**2 + two * within)
    ratio = parts.between / within if within else None
    good = None if criterion is None else spread <= criterion
    good_expanded = None if expanded is None else spread <= expanded
    cochran = _cochran(found)
    probability = None if ratio is None else fisher_upper(ratio, items - 1, inner)
    return Homogeneity(
        method=Method(
            name="Homogeneity", standard="ISO 13528", edition="2022", clause="B.2, B.3", options={"sigma_pt": sigma_pt}
        ),
        inputs=column.inputs(item=[label.names[code] for code in label.codes]),
        findings=(
            *_findings(found, cochran, spread, criterion, expanded, probability),
            *missing_check(int(column.missing.sum())),
        ),
        general_mean=parts.general_mean,
        items=items,
        replicates=size,
        s_x=math.sqrt(parts.between / size),
        s_w=math.sqrt(within),
        s_s=spread,
        sigma_pt=sigma_pt,
        criterion=criterion,
        expanded_criterion=expanded,
        factor_1=one,
        factor_2=two,
        homogeneous=good,
        homogeneous_expanded=good_expanded,
        f_statistic=ratio,
        f_probability=probability,
        cochran=cochran,
        names=found.names,
        means=tuple(found.means.tolist()),
        ranges=tuple(found.ranges.tolist()),
    )


def expanded_factors(items: int, replicates: float = 2, within: float | None = None) -> tuple[float, float]:
    """F1 = χ²_0.95(g-1)/(g-1) and F2 = (F_0.95(g-1, g(m-1)) - 1)/m of B.2.3, for any g and m.

    ``within`` are the degrees of freedom of the replicates where their number varies.

    >>> [round(factor, 2) for factor in expanded_factors(10)]
    [1.88, 1.01]
    """
    free = items - 1
    inner = items * (replicates - 1) if within is None else within
    return chi_square_quantile(0.95, free) / free, (fisher_quantile(0.95, free, inner) - 1) / replicates


def _cochran(items: Summary) -> OutlierTest | None:
    """Whether one item's replicates differ more than they should: an analytical blunder rather than a bad item."""
    size = items.size
    total = float(np.nansum(items.variances))
    if size is None or total == 0:
        return None
    worst = int(np.nanargmax(items.variances))
    criticals = (cochran_critical(len(items), size), cochran_critical(len(items), size, 0.01))
    return judged("cochran", (items.names[worst],), float(items.variances[worst]) / total, criticals)


def _findings(
    items: Summary,
    cochran: OutlierTest | None,
    spread: float,
    criterion: float | None,
    expanded: float | None,
    probability: float | None,
) -> list[Check]:
    count = len(items)
    found = []
    if criterion is not None and expanded is not None:
        if spread <= criterion:
            found.append(said("homogeneous", Status.OK, spread, spread=spread, limit=criterion))
        else:
            found.append(
                said("homogeneous_expanded", Status.WARN, spread, spread=spread, limit=expanded)
                if spread <= expanded
                else said("not_homogeneous", Status.FAIL, spread, spread=spread, limit=expanded)
            )
    elif probability is not None:
        found.append(either(probability >= 0.05, "items_alike", "items_differ", probability, probability=probability))
    if count < ENOUGH_ITEMS:
        found.append(said("few_items", Status.WARN, count, count=count, enough=ENOUGH_ITEMS))
    if items.size is None:
        least, most = int(items.counts.min()), int(items.counts.max())
        found.append(said("unequal_cells", Status.WARN, least, least=least, most=most))
    if cochran is not None and cochran.verdict != "correct":
        status = Status.FAIL if cochran.verdict == "outlier" else Status.WARN
        found.append(said("replicates_apart", status, cochran.statistic, item=cochran.laboratories[0]))
    return found
