"""Stages: blocks of points under their own limits, such as before and after a change of tool."""

from __future__ import annotations

import numpy as np

from jawda.core.statistics.samples import Labels, labels, refuse
from jawda.core.statistics.subgroups import Summary


def blocks(stages: Labels | None, count: int) -> list[tuple[str, int, int]]:
    """(name, first, last) of each block of one name in a row, points counted from 1; one block without stages.

    Refused: another number of names than points, and a block of one point, which has no spread.

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
        if end - start < 2:
            raise refuse("control_charts.short_stage", stage=found.names[found.codes[start]], point=start + 1)
    return [(found.names[found.codes[start]], start + 1, end) for start, end in zip(starts, ends, strict=True)]


def part_of(summary: Summary, first: int, last: int) -> Summary:
    """The subgroups ``first`` to ``last``, counted from 1."""
    part = slice(first - 1, last)
    return Summary(
        counts=summary.counts[part], means=summary.means[part], ranges=summary.ranges[part],
        variances=summary.variances[part], names=summary.names[part],
    )  # fmt: skip
