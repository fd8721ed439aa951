"""Pareto analysis: which few causes make most of the whole (Juran; ISO 13053-2:2011, factsheet 17)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np

from jawda.core.charts.pareto import Cause, Pareto
from jawda.core.charts.pareto import pareto as drawn
from jawda.core.languages import Language
from jawda.core.statistics.basics import missing_check, total
from jawda.core.statistics.result import Check, Floats, Inputs, Method, Result, Status, Width
from jawda.core.statistics.samples import Column, Labels, Numbers, labels, numbers, refuse, same_length

#: Where the curve is flatter than this, no few causes dominate: the largest cause has under twice its even share.
_EVEN: Final = 2.0
#: Shares are sums of doubles: a mark that is met but for rounding is met.
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, kw_only=True)
class ParetoResult(Result):
    """Causes from the largest; shares are percentages of the whole, ``vital_few`` the first to reach the mark."""

    schema: ClassVar[str] = "pareto/1"

    causes: tuple[str, ...]
    amounts: Floats
    cumulated: Floats
    percent: Floats
    cumulated_percent: Floats
    vital_few: tuple[str, ...]
    mark_percent: float

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each cause, the largest first."""
        columns = zip(
            self.causes, self.amounts, self.cumulated, self.percent, self.cumulated_percent, strict=True
        )  # fmt: skip
        names = ("cause", "amount", "cumulated", "percent", "cumulated_percent")
        few = len(self.vital_few)
        return [
            {**dict(zip(names, row, strict=True)), "vital": place < few} for place, row in enumerate(columns)
        ]  # fmt: skip

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """Falling bars with the cumulated share."""
        causes = tuple(
            Cause(label=name, count=float(amount)) for name, amount in zip(self.causes, self.amounts, strict=True)
        )
        said = self.findings[0].sentence(language)
        return drawn(
            Pareto(title=said, causes=causes, mark=self.mark_percent / 100, language=language), width=float(width)
        )


def pareto(causes: Labels, amounts: Numbers | None = None, *, mark_percent: float = 80.0) -> ParetoResult:
    """Order causes by their amount (how often, or what they cost) and find those that make ``mark_percent`` of it.

    A cause may stand on several rows, which are added; without ``amounts`` each row counts one. Causes of one amount
    keep the order of the data. Refused: a negative amount with its row, and amounts that are all zero; missing amounts
    are left out and counted. ``ValueError`` for a mark outside 0 to 100.

    >>> found = pareto(["bavure", "rayure", "bavure", "cote"])
    >>> found.causes, found.cumulated_percent.tolist(), found.vital_few
    (('bavure', 'rayure', 'cote'), [50.0, 75.0, 100.0], ('bavure', 'rayure', 'cote'))
    """
    if not 0 < mark_percent <= 100:
        raise ValueError("the mark is a percentage above 0 and up to 100")
    label = labels(causes, name="cause")
    column = numbers(amounts, name="amount") if amounts is not None else _ones(len(label.codes))
    same_length(label, column)
    negative = np.flatnonzero(column.values < 0)
    if negative.size:
        raise refuse("core_tools.negative", column=column, row=column.row(int(negative[0])))
    kept = ~column.missing
    sums: Floats = np.bincount(label.codes[kept], weights=column.values[kept], minlength=len(label.names)).astype(
        np.float64
    )
    whole = total(sums)
    if whole <= 0:
        raise refuse("core_tools.nothing_counted", column=column)
    order = np.argsort(-sums, kind="stable")
    amounts_found = sums[order]
    cumulated = np.cumsum(amounts_found)
    share = 100 * cumulated / whole
    few = int(np.searchsorted(share, mark_percent * (1 - _ROUNDING))) + 1
    names = tuple(label.names[place] for place in order)
    inputs = column.inputs(cause=np.asarray(label.names)[label.codes])
    return ParetoResult(
        method=Method(
            name="Pareto analysis", standard="ISO 13053-2", edition="2011", options={"mark_percent": mark_percent}
        ),
        inputs=inputs,
        findings=_findings(inputs, few, amounts_found, share, mark_percent),
        causes=names,
        amounts=amounts_found,
        cumulated=cumulated,
        percent=100 * amounts_found / whole,
        cumulated_percent=share,
        vital_few=names[:few],
        mark_percent=mark_percent,
    )


def _findings(inputs: Inputs, few: int, amounts: Floats, share: Floats, mark: float) -> tuple[Check, ...]:
    reached = float(share[few - 1])
    arguments = {"count": few, "all": len(amounts), "percent": round(reached, 1)}
    found = [Check(id="core_tools.vital_few", status=Status.OK, statistic=reached, arguments=arguments)]
    largest = float(amounts[0]) * len(amounts) / float(amounts.sum())
    if len(amounts) > 2 and largest < _EVEN:
        found.append(
            Check(id="core_tools.even", status=Status.WARN, statistic=largest, arguments={"percent": round(mark, 1)})
        )
    return (*found, *missing_check(inputs.missing))


def _ones(count: int) -> Column:
    return Column(values=np.ones(count), name="amount")
