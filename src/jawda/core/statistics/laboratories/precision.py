"""Repeatability and reproducibility from a precision experiment (ISO 5725-2:2019): one material, or several levels.

Cells may hold different numbers of results. Outliers are told with their test, never left out: whoever has a reason
names the laboratories to exclude, and the result says which and how many values.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np

from jawda.core.languages import Language
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import said
from jawda.core.statistics.laboratories.components import components
from jawda.core.statistics.laboratories.outlier_tests import (
    OutlierTest,
    cochran_critical,
    grubbs_critical,
    grubbs_double_critical,
    judged,
    mandel_h_critical,
    mandel_k_critical,
)
from jawda.core.statistics.laboratories.pictures import Panel, panels
from jawda.core.statistics.result import Check, Exclusion, Floats, Method, Result, Status, Width
from jawda.core.statistics.samples import (
    Column,
    LabelColumn,
    Labels,
    Numbers,
    labels,
    numbers,
    refuse,
    same_length,
)  # fmt: skip
from jawda.core.statistics.subgroups import Summary, by_label, summarise

MandelCentre: TypeAlias = Literal["general_mean", "mean_of_cells"]
#: 1.96 √2 rounded, as ISO 5725-6 states limits for the difference of two results.
LIMIT_FACTOR = 2.8


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecisionCell:
    """One laboratory at this level. ``h`` compares its mean, ``k`` its spread; None where they have no meaning."""

    lab: str
    count: int
    mean: float
    sd: float | None
    h: float | None
    k: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MandelCriticals:
    """Critical values of h and k at 5 % and 1 %."""

    h_5_percent: float
    h_1_percent: float
    k_5_percent: float | None
    k_1_percent: float | None


@dataclass(frozen=True, kw_only=True)
class Precision(Result):
    """Repeatability ``s_r``, between laboratories ``s_L`` and reproducibility ``s_R`` about ``general_mean``.

    ``repeatability_limit`` and ``reproducibility_limit`` are 2.8 times ``s_r`` and ``s_R``.
    """

    schema: ClassVar[str] = "precision/1"

    general_mean: float
    s_r: float
    s_L: float  # noqa: N815 - the symbol of ISO 5725
    s_R: float  # noqa: N815 - the same
    repeatability_limit: float
    reproducibility_limit: float
    laboratories: int
    replicates: int
    cells: tuple[PrecisionCell, ...]
    criticals: MandelCriticals
    tests: tuple[OutlierTest, ...]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each laboratory."""
        return [
            {"lab": cell.lab, "count": cell.count, "mean": cell.mean, "sd": cell.sd, "h": cell.h, "k": cell.k}
            for cell in self.cells
        ]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """Mandel's h above, k below, a bar for each laboratory, with the critical values."""
        names = tuple(cell.lab for cell in self.cells)
        critical = self.criticals
        upper = Panel(
            caption="h",
            names=names,
            values=tuple(cell.h for cell in self.cells),
            warning=(-critical.h_5_percent, critical.h_5_percent),
            action=(-critical.h_1_percent, critical.h_1_percent),
        )
        drawn = [upper]
        if critical.k_5_percent is not None and critical.k_1_percent is not None:
            lower = Panel(
                caption="k",
                names=names,
                values=tuple(cell.k for cell in self.cells),
                warning=(critical.k_5_percent,),
                action=(critical.k_1_percent,),
            )
            drawn.append(lower)
        return panels("mandel", drawn, language=language, width=width)


def precision(
    values: Numbers,
    laboratory: Labels,
    *,
    exclude: Sequence[str] = (),
    mandel_centre: MandelCentre = "general_mean",
    name: str = "value",
) -> Precision:
    """s_r, s_L, s_R, Mandel's h and k, Cochran's and Grubbs' tests for one material (ISO 5725-2, 7.3 and 7.4).

    A long column of results with the laboratory of each. ``exclude`` names laboratories to leave out.
    ``mandel_centre``: h is taken from the general mean, which weighs cells by their size, or from the mean of cells;
    both are one where sizes are equal. A negative between-laboratory variance counts as zero, and is told.

    Refused: fewer than two laboratories, no laboratory with two results, no spread, an unknown name in ``exclude``.

    >>> found = precision([10.1, 10.3, 9.7, 9.8, 10.6, 10.4], ["A", "A", "B", "B", "C", "C"])
    >>> round(found.s_r, 4), round(found.s_R, 4)
    (0.1225, 0.3873)
    """
    if mandel_centre not in ("general_mean", "mean_of_cells"):
        raise ValueError(f"mandel_centre is 'general_mean' or 'mean_of_cells', not {mandel_centre!r}")
    column, group = numbers(values, name=name, least=2), labels(laboratory, name="laboratory")
    same_length(column, group)
    kept, kept_group, excluded = _without(column, group, exclude)
    found = summarise(by_label(kept, kept_group))
    parts = components(found, column)
    replicates = int(np.bincount(found.counts).argmax())
    cells = _cells(found, parts.general_mean if mandel_centre == "general_mean" else float(found.means.mean()))
    tests = _tests(found, replicates)
    inputs = column.inputs(laboratory=[group.names[code] for code in group.codes])
    if excluded:
        inputs = replace(
            inputs, count=inputs.count - sum(part.count for part in excluded), excluded=(*inputs.excluded, *excluded)
        )
    return Precision(
        method=Method(
            name="Repeatability and reproducibility",
            standard="ISO 5725-2",
            edition="2019",
            clause="7",
            options={"mandel_centre": mandel_centre, "exclude": ", ".join(exclude) or None},
        ),
        inputs=inputs,
        findings=(
            *_findings(found, tests, negative=parts.between_variance < 0, s_r=parts.repeatability),
            *(
                said("excluded", Status.WARN, part.count, count=part.count, lab=lab)
                for lab, part in zip(exclude, excluded, strict=True)
            ),
            *missing_check(int(column.missing.sum())),
        ),
        general_mean=parts.general_mean,
        s_r=parts.repeatability,
        s_L=parts.between_sd,
        s_R=parts.combined,
        repeatability_limit=LIMIT_FACTOR * parts.repeatability,
        reproducibility_limit=LIMIT_FACTOR * parts.combined,
        laboratories=len(found),
        replicates=replicates,
        cells=cells,
        criticals=_criticals(found, replicates),
        tests=tests,
    )


def _without(
    column: Column, group: LabelColumn, exclude: Sequence[str]
) -> tuple[Column, LabelColumn, tuple[Exclusion, ...]]:
    """Without the laboratories named, with what that left out."""
    unknown = [name for name in exclude if name not in group.names]
    if unknown:
        raise refuse("laboratories.unknown_laboratory", column=column, lab=unknown[0])
    kept = np.ones(len(column.values), dtype=np.bool_)
    told = []
    for name in exclude:
        chosen = (group.codes == group.names.index(name)) & ~column.missing
        kept &= group.codes != group.names.index(name)
        rows = tuple(column.row(int(index)) for index in np.flatnonzero(chosen)[:100])
        told.append(Exclusion(reason=f"laboratory {name}", count=int(chosen.sum()), rows=rows))
    rows_kept = np.array([column.row(int(index)) for index in np.flatnonzero(kept)], dtype=np.int64)
    return (
        replace(column, values=column.values[kept], rows=rows_kept),
        LabelColumn(codes=group.codes[kept], names=group.names, name=group.name),
        tuple(told),
    )


def _cells(cells: Summary, centre: float) -> tuple[PrecisionCell, ...]:
    away: Floats = cells.means - centre
    spread = math.sqrt(float(away @ away) / (len(cells) - 1))
    several = cells.counts > 1
    pooled = math.sqrt(float(np.mean(cells.variances[several])))
    return tuple(
        PrecisionCell(
            lab=name,
            count=int(count),
            mean=float(mean),
            sd=math.sqrt(variance) if count > 1 else None,
            h=float(distance) / spread if spread else None,
            k=math.sqrt(variance) / pooled if count > 1 and pooled else None,
        )
        for name, count, mean, variance, distance in zip(
            cells.names, cells.counts, cells.means, cells.variances, away, strict=True
        )
    )


def _criticals(cells: Summary, replicates: int) -> MandelCriticals:
    laboratories, several = len(cells), int((cells.counts > 1).sum())
    size = max(replicates, 2)
    known = several > 1
    # two laboratories stand at one distance from their mean, always: h is 1/√2
    enough = laboratories > 2
    return MandelCriticals(
        h_5_percent=mandel_h_critical(laboratories) if enough else math.sqrt(0.5),
        h_1_percent=mandel_h_critical(laboratories, 0.01) if enough else math.sqrt(0.5),
        k_5_percent=mandel_k_critical(several, size) if known else None,
        k_1_percent=mandel_k_critical(several, size, 0.01) if known else None,
    )


def _tests(cells: Summary, replicates: int) -> tuple[OutlierTest, ...]:
    """Cochran's on the variances, Grubbs' on the means: one value, then two where none alone stands out."""
    found = []
    several = np.flatnonzero(cells.counts > 1)
    sum_of_variances = float(cells.variances[several].sum())
    if len(several) > 1 and sum_of_variances > 0:
        worst = int(several[np.argmax(cells.variances[several])])
        share = float(cells.variances[worst]) / sum_of_variances
        size = max(replicates, 2)
        criticals = (cochran_critical(len(several), size), cochran_critical(len(several), size, 0.01))
        found.append(judged("cochran", (cells.names[worst],), share, criticals))
    count = len(cells)
    if count < 3 or np.ptp(cells.means) == 0:
        return tuple(found)
    order = np.argsort(cells.means, kind="stable")
    means = cells.means[order]
    spread = float(means.std(ddof=1))
    single = (grubbs_critical(count), grubbs_critical(count, 0.01))
    for test, at, side in (("grubbs_largest", -1, 1), ("grubbs_smallest", 0, -1)):
        statistic = side * (float(means[at]) - float(means.mean())) / spread
        found.append(judged(test, (cells.names[order[at]],), statistic, single))
    if count >= 5 and all(test.verdict != "outlier" for test in found[-2:]):
        double = (grubbs_double_critical(count), grubbs_double_critical(count, 0.01))
        squares = float(means.var()) * count
        for test, rest, pair in (
            ("grubbs_two_largest", means[:-2], order[-2:]),
            ("grubbs_two_smallest", means[2:], order[:2]),
        ):
            ratio = float(rest.var()) * len(rest) / squares
            names = tuple(cells.names[place] for place in pair)
            found.append(judged(test, names, ratio, double, small=True))
    return tuple(found)


def _findings(cells: Summary, tests: tuple[OutlierTest, ...], *, negative: bool, s_r: float) -> list[Check]:
    count = len(cells)
    enough = count >= 8
    found = [
        said("enough_for_precision", Status.OK, count, count=count)
        if enough
        else said("few_for_precision", Status.WARN, count, count=count)
    ]
    for test in tests:
        if test.verdict != "correct":
            status = Status.FAIL if test.verdict == "outlier" else Status.WARN
            told = " + ".join(test.laboratories)
            found.append(said(f"{test.verdict}_{_kind(test.test)}", status, test.statistic, lab=told))
    if all(test.verdict == "correct" for test in tests):
        found.append(said("no_outlier", Status.OK, len(tests)))
    if negative:
        found.append(said("negative_between", Status.WARN, 0.0))
    if s_r == 0:
        found.append(said("no_repeatability", Status.WARN, 0.0))
    if cells.size is None:
        least, most = int(cells.counts.min()), int(cells.counts.max())
        found.append(said("unequal_cells", Status.WARN, least, least=least, most=most))
    return found


def _kind(test: str) -> str:
    return "spread" if test == "cochran" else "mean" if test in ("grubbs_largest", "grubbs_smallest") else "two_means"
