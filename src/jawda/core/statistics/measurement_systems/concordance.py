"""Agreement on an ordered or measured scale: Kendall's W and tau, intraclass correlation, Krippendorff's alpha.

Kendall and Babington Smith (1939), tie-corrected (Siegel and Castellan 1988); McGraw and Wong (1996); Krippendorff
(2004), chapter 11.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import special

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.measurement_systems.kappa import two_sided
from jawda.core.statistics.measurement_systems.options import check_share
from jawda.core.statistics.measurement_systems.verdicts import check, shown
from jawda.core.statistics.result import Check, Floats, Inputs, Method, Result, Status
from jawda.core.statistics.samples import numbers, refuse

Model: TypeAlias = Literal["agreement", "consistency", "one-way"]
Unit: TypeAlias = Literal["single", "average"]
TestDegrees: TypeAlias = Literal["null", "estimate"]
Pairs: TypeAlias = Literal["weighted", "counted"]
Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KendallFigures:
    """Coefficient of concordance with its chi-squared test."""

    w: float
    chi2: float
    df: int
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TauFigures:
    """Kendall's tau-b with the normal approximation of its test."""

    tau: float | None
    z: float | None
    p: float | None


@dataclass(frozen=True, kw_only=True)
class Concordance(Result):
    """One coefficient of agreement: ``coefficient`` names it; test and interval where the method has them."""

    schema: ClassVar[str] = "concordance/1"

    coefficient: str
    value: float
    statistic: float | None = None
    df1: float | None = None
    df2: float | None = None
    p: float | None = None
    low: float | None = None
    high: float | None = None
    items: int
    raters: int

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """One row."""
        names = ("coefficient", "value", "statistic", "df1", "df2", "p", "low", "high")
        return [{name: getattr(self, name) for name in names}]


def kendall_w(ratings: NDArray[Any] | Sequence[Sequence[float]], *, correct_ties: bool = True) -> Concordance:
    """Kendall's coefficient of concordance of ``ratings`` (items, raters); ``statistic`` is chi-squared.

    Refused: missing ratings, fewer than two items or raters, ratings that are all equal.

    >>> round(kendall_w([[1, 2, 1], [2, 1, 2], [3, 3, 3]]).value, 4)
    0.7778
    """
    table, absent = _table(ratings)
    if absent:
        raise refuse("measurement_systems.ratings_missing", count=absent)
    found = kendall_figures(table, correct_ties=correct_ties)
    return Concordance(
        method=Method(
            name="Kendall's W", standard="Kendall and Babington Smith", edition="1939",
            options={"correct_ties": correct_ties},
        ),
        inputs=Inputs(count=table.size, data={"ratings": table.ravel()}),
        findings=concordance_check(found.w, found.p),
        coefficient="kendall-w",
        value=found.w,
        statistic=found.chi2,
        df1=found.df,
        p=found.p,
        items=len(table),
        raters=table.shape[1],
    )  # fmt: skip


def kendall_figures(table: Floats, *, correct_ties: bool = True) -> KendallFigures:
    """W = S / (m² (n³ − n) / 12 − m Σ T / 12), with T = Σ (t³ − t) over the ties of each rater."""
    items, raters = table.shape
    ranks, ties = zip(*(_ranked(table[:, at]) for at in range(raters)), strict=True)
    sums = np.sum(ranks, axis=0)
    spread = float(np.sum((sums - sums.mean()) ** 2))
    most = raters**2 * (items**3 - items) / 12 - (raters * sum(ties) / 12 if correct_ties else 0.0)
    if most <= 0:
        raise refuse("samples.zero_spread")
    w = spread / most
    chi2 = raters * (items - 1) * w
    return KendallFigures(w=w, chi2=chi2, df=items - 1, p=float(special.chdtrc(items - 1, chi2)))


def kendall_tau(first: Floats, second: Floats) -> TauFigures:
    """Tau-b of two ratings of the same items; z = tau over √(2 (2n + 5) / (9 n (n − 1))), as without ties.

    >>> kendall_tau(np.array([1.0, 2, 3]), np.array([1.0, 3, 2])).tau
    0.3333333333333333
    """
    count = len(first)
    signs = np.sign(np.subtract.outer(first, first)) * np.sign(np.subtract.outer(second, second))
    untied = [float(np.count_nonzero(np.subtract.outer(one, one))) for one in (first, second)]
    if 0.0 in untied:
        return TauFigures(tau=None, z=None, p=None)
    tau = float(signs.sum()) / math.sqrt(untied[0] * untied[1])
    z = tau / math.sqrt(2 * (2 * count + 5) / (9 * count * (count - 1)))
    return TauFigures(tau=tau, z=z, p=two_sided(z))


def intraclass_correlation(
    ratings: NDArray[Any] | Sequence[Sequence[float]],
    *,
    model: Model = "agreement",
    unit: Unit = "single",
    test_degrees: TestDegrees = "null",
    confidence: float = 0.95,
) -> Concordance:
    """Intraclass correlation of ``ratings`` (items, raters); ``statistic`` is F, with ``df1`` and ``df2``.

    ``agreement`` is ICC(A,1), ``consistency`` ICC(C,1), ``one-way`` ICC(1); ``average`` is for the mean of the raters.
    ``test_degrees``: of F under "no correlation" (exact), or for ``agreement`` at the estimate, as R's irr does.
    Refused: missing ratings, fewer than two items or raters, no spread inside items.

    >>> round(intraclass_correlation([[9, 8], [6, 5], [8, 8], [2, 3]]).value, 4)
    0.9514
    """
    for name, given, known in (
        ("model", model, get_args(Model)), ("unit", unit, get_args(Unit)),
        ("test_degrees", test_degrees, get_args(TestDegrees)),
    ):  # fmt: skip
        if given not in known:
            raise ValueError(f"{name} is one of {', '.join(known)}, not {given!r}")
    check_share("confidence", confidence)
    table, absent = _table(ratings)
    if absent:
        raise refuse("measurement_systems.ratings_missing", count=absent)
    value, f, (df2, at_estimate), low, high = _correlation(table, model, (1 - confidence) / 2)
    df2 = at_estimate if test_degrees == "estimate" else df2
    items, raters = table.shape
    if unit == "average":
        value, low, high = (raters * one / (1 + (raters - 1) * one) for one in (value, low, high))
    p = float(special.fdtrc(items - 1, df2, f))
    return Concordance(
        method=Method(
            name="Intraclass correlation", standard="McGraw and Wong", edition="1996",
            options={"model": model, "unit": unit, "test_degrees": test_degrees, "confidence": confidence},
        ),
        inputs=Inputs(count=table.size, data={"ratings": table.ravel()}),
        findings=concordance_check(value, p),
        coefficient="icc",
        value=value,
        statistic=f,
        df1=items - 1,
        df2=df2,
        p=p,
        low=low,
        high=high,
        items=items,
        raters=raters,
    )  # fmt: skip


def _correlation(table: Floats, model: Model, alpha: float) -> tuple[float, float, tuple[float, float], float, float]:
    """Value of one rating, F, its second degrees of freedom (under no correlation, at the estimate), the interval."""
    items, raters = table.shape
    mean = table.mean()
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    between = raters * float(np.sum((rows - mean) ** 2)) / (items - 1)
    judges = items * float(np.sum((columns - mean) ** 2)) / (raters - 1)
    rest = float(np.sum((table - rows[:, None] - columns[None, :] + mean) ** 2))
    df2 = float((items - 1) * (raters - 1))
    error = rest / df2
    if model == "one-way":
        df2 = float(items * (raters - 1))
        error = float(np.sum((table - rows[:, None]) ** 2)) / df2
    if error <= 0:
        raise refuse("samples.zero_spread")
    f = between / error
    if model != "agreement":
        value = (f - 1) / (f + raters - 1)
        lower = f / float(special.fdtri(items - 1, df2, 1 - alpha))
        upper = f * float(special.fdtri(df2, items - 1, 1 - alpha))
        low, high = ((bound - 1) / (bound + raters - 1) for bound in (lower, upper))
        return value, f, (df2, df2), low, high
    value = (between - error) / (between + (raters - 1) * error + raters / items * (judges - error))
    share = raters * value / (items * (1 - value))
    whole = 1 + share * (items - 1)
    degrees = (share * judges + whole * error) ** 2 / (
        (share * judges) ** 2 / (raters - 1) + (whole * error) ** 2 / ((items - 1) * (raters - 1))
    )
    first = float(special.fdtri(items - 1, degrees, 1 - alpha))
    second = float(special.fdtri(degrees, items - 1, 1 - alpha))
    others = raters * judges + (raters * items - raters - items) * error
    low = items * (between - first * error) / (first * others + items * between)
    high = items * (second * between - error) / (others + items * second * between)
    return value, f, (df2, degrees), low, high


def krippendorff_alpha(
    ratings: NDArray[Any] | Sequence[Sequence[float]], *, level: Level = "ordinal", pairs: Pairs = "weighted"
) -> Concordance:
    """Krippendorff's alpha of ``ratings`` (items, raters) as numbers, NaN or ``None`` where a rater gave none.

    Items with one rating cannot be compared and are not used. ``level`` sets the distance of two values.
    ``pairs``: ``weighted`` gives each rating the same weight (Krippendorff: a pair of an item with m ratings counts
    1 / (m − 1)), ``counted`` each pair, which R's irr does where nothing is missing.

    >>> round(krippendorff_alpha([[1, 1], [2, 2], [3, 2], [1, None]], level="nominal").value, 4)
    0.5455
    """
    for name, given, known in (("level", level, get_args(Level)), ("pairs", pairs, get_args(Pairs))):
        if given not in known:
            raise ValueError(f"{name} is one of {', '.join(known)}, not {given!r}")
    table, absent = _table(ratings)
    used = (~np.isnan(table)).sum(axis=1) >= 2
    kept = table[used]
    values, codes = np.unique(kept[~np.isnan(kept)], return_inverse=True)
    if len(values) < 2:
        raise refuse("samples.zero_spread")
    counts = np.zeros((len(kept), len(values)))
    np.add.at(counts, (np.nonzero(~np.isnan(kept))[0], codes), 1)
    sizes = counts.sum(axis=1)
    weight = 1 / (sizes - 1) if pairs == "weighted" else np.ones(len(sizes))
    matrix = np.einsum("ui,uj,u->ij", counts, counts, weight) - np.diag((counts * weight[:, None]).sum(axis=0))
    totals = matrix.sum(axis=1)
    distance = _distance(values, totals, level)
    disagreement = float(np.sum(matrix * distance))
    chance = float(totals @ distance @ totals) / (float(totals.sum()) - 1)
    return Concordance(
        method=Method(
            name="Krippendorff's alpha",
            standard="Krippendorff",
            edition="2004",
            options={"level": level, "pairs": pairs},
        ),
        inputs=Inputs(count=int(sizes.sum()), missing=absent, data={"ratings": table.ravel()}),
        findings=(*concordance_check(1 - disagreement / chance, None), *missing_check(absent)),
        coefficient="krippendorff-alpha",
        value=1 - disagreement / chance,
        items=len(kept),
        raters=table.shape[1],
    )


def _distance(values: Floats, totals: Floats, level: Level) -> Floats:
    """Squared distance of each two values."""
    away = np.subtract.outer(values, values)
    if level == "interval":
        square: Floats = np.square(away)
        return square
    if level == "ratio":
        sums = np.add.outer(values, values)
        share: Floats = np.square(np.divide(away, sums, out=np.zeros_like(away), where=sums != 0))
        return share
    if level == "nominal":
        other: Floats = np.not_equal(away, 0).astype(np.float64)
        return other
    reached = np.cumsum(totals)
    middle = reached - totals / 2
    between: Floats = np.square(np.subtract.outer(middle, middle))
    return between


def concordance_check(value: float, p: float | None) -> tuple[Check, ...]:
    """Strong from 0.9, doubtful under 0.7; and whether it can be told from none."""
    arguments = {"value": shown(value)}
    if p is not None and p > 0.05:
        return (check("concordance_none", Status.FAIL, p, {**arguments, "p": shown(p)}),)
    if value >= 0.9:
        return (check("concordance_strong", Status.OK, value, arguments),)
    if value >= 0.7:
        return (check("concordance_middle", Status.WARN, value, arguments),)
    return (check("concordance_weak", Status.FAIL, value, arguments),)


def _table(ratings: NDArray[Any] | Sequence[Sequence[float]]) -> tuple[Floats, int]:
    """(items, raters) and how many are missing."""
    lengths = {len(row) for row in ratings}
    if len(lengths) != 1:
        raise refuse("measurement_systems.ratings_differ", least=min(lengths, default=0), most=max(lengths, default=0))
    column = numbers([cell for row in ratings for cell in row], name="rating")
    table = column.values.reshape(len(ratings), -1)
    if min(table.shape) < 2:
        raise refuse("measurement_systems.few_ratings", items=len(table), raters=table.shape[1])
    return table, int(column.missing.sum())


def _ranked(values: Floats) -> tuple[Floats, float]:
    """Mean ranks, and Σ (t³ − t) of the ties."""
    _, codes, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    mean = last - (counts - 1) / 2
    ties = counts.astype(np.float64)
    return mean[codes], float(np.sum(ties**3 - ties))
