"""Stages: blocks of points under their own limits, such as before and after a change of tool."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings import Refused
from jawda.core.findings.model import Argument
from jawda.core.statistics.result import NAMED_ROWS, Exclusion, Inputs
from jawda.core.statistics.samples import Column, Labels, labels, refuse
from jawda.core.statistics.subgroups import Summary

#: The reason of points that stay on the chart and do not count for its limits.
LEFT_OUT: Final = "left out of the limits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What limits rest on: ``known`` mean and sigma for all points, or ``frozen`` ones by the name of a stage; and the
    numbers (from 1) of the points that estimates leave out.
    """

    known: tuple[float, float] | None = None
    frozen: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    exclude: Sequence[int] = ()

    def __post_init__(self) -> None:
        for given in (*self.frozen.values(), *([self.known] if self.known else ())):
            if not given[1] > 0:
                raise ValueError(f"a historical sigma is above 0, not {given[1]}")

    def of(self, stage: str) -> tuple[float, float] | None:
        """Mean and sigma of a stage that is not estimated."""
        return self.known or self.frozen.get(stage)

    def is_given(self, names: Collection[str]) -> bool:
        """Whether no stage among ``names`` is estimated."""
        return all(self.of(name) is not None for name in names)

    def kept(self, count: int) -> NDArray[np.bool_]:
        """Which of ``count`` points count for estimates. ``ValueError`` for a number that is none of them."""
        return kept_points(count, self.exclude)

    def account(self, inputs: Inputs, counts: NDArray[np.int64] | None, kept: NDArray[np.bool_]) -> Inputs:
        """The inputs, with the points left out among the exclusions; ``counts`` are the sizes of subgroups."""
        out = np.flatnonzero(~kept)
        if not out.size:
            return inputs
        gone = int(counts[out].sum()) if counts is not None else len(out)
        excluded = Exclusion(reason=LEFT_OUT, count=len(out), rows=tuple((out[:NAMED_ROWS] + 1).tolist()))
        return dataclasses.replace(inputs, count=inputs.count - gone, excluded=(*inputs.excluded, excluded))


def kept_points(count: int, exclude: Sequence[int]) -> NDArray[np.bool_]:
    """Which of ``count`` points are not among ``exclude``, numbers from 1; ``ValueError`` for one that is no point.

    >>> kept_points(3, [2]).tolist()
    [True, False, True]
    """
    places = np.unique(np.asarray(exclude, dtype=np.int64)) - 1
    if places.size and not 0 <= places[0] <= places[-1] < count:
        raise ValueError(f"points are numbered from 1 to {count}; left out: {sorted(exclude)}")
    kept = np.ones(count, dtype=np.bool_)
    kept[places] = False
    return kept


def blocks(stages: Labels | None, count: int, known: Collection[str] = ()) -> list[tuple[str, int, int]]:
    """(name, first, last) of each block of one name in a row, points counted from 1; one block without stages.

    Refused: another number of names than points, and a block of one point, which has no spread, unless its name is
    among those whose limits are ``known``.

    >>> blocks(["before", "before", "after", "after"], 4)
    [('before', 1, 2), ('after', 3, 4)]
    """
    if stages is None:
        return [("", 1, count)]
    found = labels(stages, name="stage")
    if len(found.codes) != count:
        raise refuse("control_charts.stages", count=len(found.codes), points=count)
    ends = [*(np.flatnonzero(np.diff(found.codes)) + 1).tolist(), count]
    starts = [0, *ends[:-1]]
    for start, end in zip(starts, ends, strict=True):
        if end - start < 2 and found.names[found.codes[start]] not in known:
            raise refuse("control_charts.short_stage", stage=found.names[found.codes[start]], point=start + 1)
    return [(found.names[found.codes[start]], start + 1, end) for start, end in zip(starts, ends, strict=True)]


def refuse_stage(identifier: str, stage: str, *, column: Column | None, **arguments: Argument) -> Refused:
    """A refusal that names the stage, or speaks of the whole chart where it has one only; raise what it returns.

    >>> refuse_stage("control_charts.all_left_out", "", column=None).findings[0].id
    'control_charts.all_left_out_of_all'
    """
    if stage:
        return refuse(identifier, column=column, stage=stage, **arguments)
    return refuse(f"{identifier}_of_all", column=column, **arguments)


def part_of(summary: Summary, first: int, last: int, kept: NDArray[np.bool_] | None = None) -> Summary:
    """The subgroups ``first`` to ``last``, counted from 1; of these the ``kept`` ones, where not all are."""
    part: Any = slice(first - 1, last)
    names = summary.names[part]
    if kept is not None and not kept[part].all():
        part = np.flatnonzero(kept[part]) + first - 1
        names = ()
    return Summary(
        counts=summary.counts[part], means=summary.means[part], ranges=summary.ranges[part],
        variances=summary.variances[part], names=names,
    )  # fmt: skip
