"""Kappa: agreement of two raters (Cohen) or many (Fleiss, Conger) beyond chance.

Cohen (1960, 1968 weighted); standard errors of Fleiss, Cohen and Everitt (1969) and of Fleiss, Nee and Landis (1979);
Conger (1980); the interval of Fleiss' kappa after Gwet (2021). See ISO/TR 14468:2010 and AIAG MSA 4, III.C.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray
from scipy import special

from jawda.core.statistics.measurement_systems.options import check_share
from jawda.core.statistics.measurement_systems.verdicts import check, shown
from jawda.core.statistics.result import Check, Floats, Inputs, Method, Result, Status
from jawda.core.statistics.samples import LabelColumn, Labels, labels, refuse, same_length

Weights: TypeAlias = Literal["none", "linear", "quadratic"]
GOOD = 0.75
POOR = 0.40


@dataclass(frozen=True, slots=True, kw_only=True)
class KappaFigures:
    """Kappa with its test of "no agreement beyond chance" (``se_null``, ``z``, ``p``) and its interval.

    ``None`` where chance alone explains everything (a single category).
    """

    kappa: float | None
    observed: float
    expected: float
    se_null: float | None = None
    z: float | None = None
    p: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryKappa:
    """Agreement on one category against all others."""

    category: str
    proportion: float
    kappa: float | None
    se_null: float | None
    z: float | None
    p: float | None


@dataclass(frozen=True, kw_only=True)
class Kappa(Result):
    """Kappa of a study: ``kappa``, ``po``, ``pe``, test and interval; ``category_kappas`` for many raters."""

    schema: ClassVar[str] = "kappa/1"

    kappa: float | None
    po: float
    pe: float
    se_null: float | None
    z: float | None
    p: float | None
    se: float | None
    low: float | None
    high: float | None
    items: int
    raters: int
    categories: tuple[str, ...]
    category_kappas: tuple[CategoryKappa, ...] = ()

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """Overall, then by category."""
        whole = {"category": None, "kappa": self.kappa, "se_null": self.se_null, "z": self.z, "p": self.p}
        return [
            {**whole, "proportion": None},
            *(asdict(one) for one in self.category_kappas),
        ]


def cohen_kappa(
    first: Labels,
    second: Labels,
    *,
    categories: Sequence[str] | None = None,
    weights: Weights = "none",
    confidence: float = 0.95,
) -> Kappa:
    """Kappa of two raters of the same items; ``categories`` gives their order, which weights need.

    Without it categories are sorted, as numbers where all are. ``weights``: ``linear`` 1 − |i − j| / (k − 1) or
    ``quadratic`` 1 − (i − j)² / (k − 1)². Refused: columns of different length, a label out of ``categories``.

    >>> found = cohen_kappa(["ok", "ok", "bad", "ok"], ["ok", "bad", "bad", "ok"])
    >>> found.kappa, found.po, found.pe
    (0.5, 0.75, 0.5)
    """
    one, other = labels(first, name="first"), labels(second, name="second")
    items = same_length(one, other)
    if not items:
        raise refuse("samples.too_few", count=0, least=1)
    order = ordered(sorted({*one.names, *other.names}), categories)
    table = np.zeros((len(order), len(order)))
    np.add.at(table, (coded(one, order), coded(other, order)), 1)
    return _kappa_of(table, order, weights, confidence)


def cohen_kappa_of_table(
    table: NDArray[Any] | Sequence[Sequence[float]],
    *,
    categories: Sequence[str] | None = None,
    weights: Weights = "none",
    confidence: float = 0.95,
) -> Kappa:
    """Kappa from counts: ``table[i][j]`` items that the first rater put in i and the second in j.

    >>> round(cohen_kappa_of_table([[20, 5], [10, 15]]).kappa, 12)
    0.4
    """
    counts = _counts(table)
    if counts.shape[0] != counts.shape[1]:
        raise refuse("measurement_systems.table_not_square")
    order = tuple(categories) if categories is not None else tuple(str(at + 1) for at in range(len(counts)))
    if len(order) != len(counts):
        raise ValueError(f"{len(counts)} categories have {len(order)} names")
    return _kappa_of(counts, order, weights, confidence)


def fleiss_kappa(
    ratings: NDArray[Any] | Sequence[Sequence[Any]], *, confidence: float = 0.95, exact: bool = False
) -> Kappa:
    """Kappa of many raters, ``ratings`` (items, raters) as labels; by category too. ``exact`` is Conger's.

    Fleiss takes raters as drawn anew for each item; Conger (1980) takes each rater's own frequencies, and is Cohen's
    for two raters; it has no test here. Refused: missing ratings, fewer than two raters or items.

    >>> round(fleiss_kappa([["a", "a", "b"], ["b", "b", "b"], ["a", "a", "a"]]).kappa, 4)
    0.55
    """
    codes, order = rating_table(ratings)
    return _fleiss_result(codes, order, confidence, exact)


def fleiss_kappa_of_counts(
    counts: NDArray[Any] | Sequence[Sequence[float]],
    *,
    categories: Sequence[str] | None = None,
    confidence: float = 0.95,
) -> Kappa:
    """Kappa from ``counts[item][category]``, the same number of ratings in each row (refused otherwise).

    >>> round(fleiss_kappa_of_counts([[3, 0], [1, 2], [0, 3]]).kappa, 4)
    0.55
    """
    table = _counts(counts)
    sums = table.sum(axis=1)
    if len(table) < 2 or sums[0] < 2:
        raise refuse("measurement_systems.few_ratings", items=len(table), raters=int(sums[0]))
    if bool((sums != sums[0]).any()):
        raise refuse("measurement_systems.ratings_differ", least=int(sums.min()), most=int(sums.max()))
    order = tuple(categories) if categories is not None else tuple(str(at + 1) for at in range(table.shape[1]))
    check_share("confidence", confidence)
    figures, each = fleiss_figures(table, order, confidence)
    size, options = (len(table), int(sums[0])), {"confidence": confidence}
    return _result("Fleiss' kappa", figures, each, order=order, size=size, options=options, data=table)


def cohen_figures(table: Floats, weights: Weights, confidence: float) -> KappaFigures:
    """From a table of counts."""
    share = table / table.sum()
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    weight = _weights(len(table), weights)
    observed, chance = float(np.sum(weight * share)), float(rows @ weight @ columns)
    if 1 - chance < 1e-12:
        return KappaFigures(kappa=None, observed=observed, expected=chance)
    kappa = (observed - chance) / (1 - chance)
    mean = (weight @ columns)[:, None] + (rows @ weight)[None, :]
    count = float(table.sum())
    null = float(np.sum(np.outer(rows, columns) * (weight - mean) ** 2)) - chance**2
    spread = float(np.sum(share * (weight * (1 - chance) - mean * (1 - observed)) ** 2))
    spread -= (observed * chance - 2 * chance + observed) ** 2
    return _tested(
        kappa,
        observed,
        chance,
        math.sqrt(max(0.0, null) / count) / (1 - chance),
        math.sqrt(max(0.0, spread) / count) / (1 - chance) ** 2,
        confidence,
    )


def fleiss_figures(
    counts: Floats, order: Sequence[str], confidence: float
) -> tuple[KappaFigures, tuple[CategoryKappa, ...]]:
    """From counts (items, categories) with equal sums."""
    items, raters = len(counts), float(counts[0].sum())
    share = counts.sum(axis=0) / (items * raters)
    agreement = (np.sum(counts**2, axis=1) - raters) / (raters * (raters - 1))
    observed, chance = float(agreement.mean()), float(share @ share)
    each = tuple(_category(at, counts, share, order) for at in range(len(order)))
    if 1 - chance < 1e-12:
        return KappaFigures(kappa=None, observed=observed, expected=chance), each
    kappa = (observed - chance) / (1 - chance)
    spread = share * (1 - share)
    variance = float(spread.sum()) ** 2 - float(spread @ (1 - 2 * share))
    null = math.sqrt(2 * max(0.0, variance) / (items * raters * (raters - 1))) / float(spread.sum())
    own = (agreement - chance) / (1 - chance) - 2 * (1 - kappa) * (counts @ share / raters - chance) / (1 - chance)
    error = math.sqrt(float(np.sum((own - kappa) ** 2)) / (items * (items - 1)))
    return _tested(kappa, observed, chance, null, error, confidence), each


def _category(at: int, counts: Floats, share: Floats, order: Sequence[str]) -> CategoryKappa:
    items, raters = len(counts), float(counts[0].sum())
    p = float(share[at])
    if p in (0.0, 1.0):
        return CategoryKappa(category=order[at], proportion=p, kappa=None, se_null=None, z=None, p=None)
    split = float(np.sum(counts[:, at] * (raters - counts[:, at])))
    kappa = 1 - split / (items * raters * (raters - 1) * p * (1 - p))
    null = math.sqrt(2 / (items * raters * (raters - 1)))
    z = kappa / null
    return CategoryKappa(category=order[at], proportion=p, kappa=kappa, se_null=null, z=z, p=two_sided(z))


def conger_figures(codes: NDArray[np.int64], categories: int) -> KappaFigures:
    """From codes (items, raters): chance from each pair of raters' own frequencies."""
    items, raters = codes.shape
    counts = counted(codes, categories)
    observed = float(np.mean((np.sum(counts**2, axis=1) - raters) / (raters * (raters - 1))))
    share = np.stack([np.bincount(codes[:, at], minlength=categories) for at in range(raters)]) / items
    whole = share.sum(axis=0)
    chance = float(whole @ whole - np.sum(share**2)) / (raters * (raters - 1))
    if 1 - chance < 1e-12:
        return KappaFigures(kappa=None, observed=observed, expected=chance)
    return KappaFigures(kappa=(observed - chance) / (1 - chance), observed=observed, expected=chance)


def rating_table(ratings: NDArray[Any] | Sequence[Sequence[Any]]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Codes (items, raters) in the order of sorted categories; missing ratings and too small tables are refused."""
    lengths = {len(row) for row in ratings}
    if len(lengths) != 1:
        raise refuse("measurement_systems.ratings_differ", least=min(lengths, default=0), most=max(lengths, default=0))
    items, raters = len(ratings), lengths.pop()
    if items < 2 or raters < 2:
        raise refuse("measurement_systems.few_ratings", items=items, raters=raters)
    flat = labels([cell for row in ratings for cell in row], name="rating")
    order = ordered(sorted(flat.names), None)
    return coded(flat, order).reshape(items, raters), order


def ordered(names: Sequence[str], categories: Sequence[Any] | None) -> tuple[str, ...]:
    """The categories in the order given, else sorted, as numbers where all are. Refused: a label not among them.

    >>> ordered(["10", "9"], None), ordered(["low"], ["low", "high"])
    (('9', '10'), ('low', 'high'))
    """
    if categories is not None:
        order = tuple(str(one) for one in categories)
        strange = [name for name in names if name not in order]
        if strange:
            raise refuse("measurement_systems.category_unknown", category=strange[0])
        return order
    try:
        return tuple(sorted(names, key=float))
    except ValueError:
        return tuple(sorted(names))


def coded(column: LabelColumn, order: Sequence[str]) -> NDArray[np.int64]:
    """Codes of a column in another order of its names."""
    place = {name: at for at, name in enumerate(order)}
    return np.array([place[name] for name in column.names], dtype=np.int64)[column.codes]


def counted(codes: NDArray[np.int64], categories: int) -> Floats:
    """(items, categories): how many raters chose each."""
    found = np.zeros((len(codes), categories))
    np.add.at(found, (np.arange(len(codes))[:, None], codes), 1)
    return found


def two_sided(z: float) -> float:
    """Probability of a standard normal value as far from zero or farther."""
    return float(special.erfc(abs(z) / math.sqrt(2)))


def kappa_check(kappa: float | None) -> tuple[Check, ...]:
    """Good over 0.75, poor under 0.40 (Fleiss 1981; AIAG MSA III.C)."""
    if kappa is None:
        return (check("kappa_undefined", Status.WARN),)
    kappa = round(kappa, 12)  # 0.40 from a table may stand as 0.39999999999999997
    arguments = {"kappa": shown(kappa)}
    if kappa >= GOOD:
        return (check("kappa_good", Status.OK, kappa, arguments),)
    if kappa >= POOR:
        return (check("kappa_middle", Status.WARN, kappa, arguments),)
    return (check("kappa_poor", Status.FAIL, kappa, arguments),)


def _counts(table: NDArray[Any] | Sequence[Sequence[float]]) -> Floats:
    found = np.asarray(table)
    if found.ndim != 2 or found.dtype.kind not in "fiu":
        raise refuse("measurement_systems.not_a_count")
    counts = found.astype(np.float64)
    if not np.isfinite(counts).all() or bool((counts < 0).any()) or counts.sum() == 0:
        raise refuse("measurement_systems.not_a_count")
    return counts


def _weights(size: int, weights: Weights) -> Floats:
    away = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(np.float64)
    if weights == "none" or size == 1:
        same: Floats = np.equal(away, 0).astype(np.float64)
        return same
    found: Floats = 1 - (away / (size - 1)) ** (1 if weights == "linear" else 2)
    return found


def _tested(kappa: float, observed: float, chance: float, null: float, error: float, confidence: float) -> KappaFigures:
    reach = float(special.ndtri(0.5 + confidence / 2)) * error
    z = kappa / null if null > 0 else None
    return KappaFigures(
        kappa=kappa,
        observed=observed,
        expected=chance,
        se_null=null,
        z=z,
        p=None if z is None else two_sided(z),
        se=error,
        low=max(-1.0, kappa - reach),
        high=min(1.0, kappa + reach),
    )


def _kappa_of(table: Floats, order: tuple[str, ...], weights: Weights, confidence: float) -> Kappa:
    if weights not in get_args(Weights):
        raise ValueError(f"weights is one of {', '.join(get_args(Weights))}, not {weights!r}")
    check_share("confidence", confidence)
    figures = cohen_figures(table, weights, confidence)
    size, options = (round(float(table.sum())), 2), {"weights": weights, "confidence": confidence}
    return _result("Cohen's kappa", figures, (), order=order, size=size, options=options, data=table)


def _fleiss_result(codes: NDArray[np.int64], order: tuple[str, ...], confidence: float, exact: bool) -> Kappa:
    check_share("confidence", confidence)
    figures, each = fleiss_figures(counted(codes, len(order)), order, confidence)
    if exact:
        figures, each = conger_figures(codes, len(order)), ()
    name = "Conger's kappa" if exact else "Fleiss' kappa"
    size, options = (len(codes), codes.shape[1]), {"exact": exact, "confidence": confidence}
    return _result(name, figures, each, order=order, size=size, options=options, data=codes)


def _result(
    name: str,
    figures: KappaFigures,
    each: tuple[CategoryKappa, ...],
    *,
    order: tuple[str, ...],
    size: tuple[int, int],
    options: Mapping[str, Any],
    data: NDArray[Any],
) -> Kappa:
    return Kappa(
        method=Method(name=name, standard="ISO/TR 14468", edition="2010", options=options),
        inputs=Inputs(count=size[0] * size[1], data={"ratings": data}),
        findings=kappa_check(figures.kappa),
        kappa=figures.kappa,
        po=figures.observed,
        pe=figures.expected,
        se_null=figures.se_null,
        z=figures.z,
        p=figures.p,
        se=figures.se,
        low=figures.low,
        high=figures.high,
        items=size[0],
        raters=size[1],
        categories=order,
        category_kappas=each,
    )
