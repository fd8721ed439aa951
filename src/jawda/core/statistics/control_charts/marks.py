"""Signals of a chart with one plot, kept as arrays: a chart of a million points makes objects only for whoever asks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.control_charts.patterns import SIDES, Line, Side, completed, find, lines_of, no_masks
from jawda.core.statistics.control_charts.rules import RuleSet
from jawda.core.statistics.result import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point (from 1) that completes the pattern of a rule: the rule's name and kind, and where the point stands."""

    point: int
    rule: str
    kind: str
    side: Side


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Marks(Sequence[Mark]):
    """Signals in the order of points, then of rules; ``points`` from 1, ``rules`` by their place in ``rule_set``."""

    points: NDArray[np.int64]
    rules: NDArray[np.uint8]
    sides: NDArray[np.uint8]
    rule_set: RuleSet

    def __len__(self) -> int:
        return len(self.points)

    @overload
    def __getitem__(self, index: int) -> Mark: ...
    @overload
    def __getitem__(self, index: slice) -> Marks: ...
    def __getitem__(self, index: int | slice) -> Mark | Marks:
        if isinstance(index, slice):
            return self.only(index)
        rule = self.rule_set.rules[self.rules[index]]
        side = SIDES[self.sides[index]]
        return Mark(point=int(self.points[index]), rule=rule.id, kind=rule.kind, side=side)

    def __iter__(self) -> Iterator[Mark]:
        return (self[index] for index in range(len(self)))

    @property
    def marked(self) -> list[int]:
        """Every point that signals, once."""
        found: list[int] = np.unique(self.points).tolist()
        return found

    def of(self, rule: str) -> list[int]:
        """The points that signal by one rule."""
        ids = [known.id for known in self.rule_set.rules]
        found: list[int] = self.points[self.rules == ids.index(rule)].tolist()
        return found

    def on(self, side: Side) -> Marks:
        """Those on one side."""
        return self.only(self.sides == SIDES.index(side))

    def only(self, part: slice | NDArray[Any]) -> Marks:
        """Some of them."""
        return dataclasses.replace(self, points=self.points[part], rules=self.rules[part], sides=self.sides[part])

    def after(self, count: int) -> Marks:
        """Those of the points after the first ``count``."""
        return self.only(self.points > count)

    def moved(self, count: int) -> Marks:
        """The same at points numbered ``count`` further on."""
        return dataclasses.replace(self, points=self.points + count)

    def to_dict(self) -> list[dict[str, Any]]:
        """A list of ``point``, ``rule``, ``kind``, ``side``."""
        ids = [rule.id for rule in self.rule_set.rules]
        kinds = [rule.kind for rule in self.rule_set.rules]
        rows = zip(self.points.tolist(), self.rules.tolist(), self.sides.tolist(), strict=True)
        return [
            {"point": point, "rule": ids[rule], "kind": kinds[rule], "side": SIDES[side]} for point, rule, side in rows
        ]


def marks_of(
    points: Floats,
    *,
    center: Line,
    sigma: Line,
    lower: Line,
    upper: Line,
    rules: RuleSet,
    starts: Sequence[int] = (0,),
) -> Marks:
    """Where ``rules`` signal on plotted ``points`` (NaN: missing); lines are numbers, or arrays as long as the points.

    ``starts`` are the places (from 0) where a stage begins: no pattern reaches over one.

    >>> from jawda.core.statistics.control_charts.rules import NELSON_1984
    >>> lines = {"center": 0.0, "sigma": 1.0, "lower": -3.0, "upper": 3.0}
    >>> marks_of(np.array([0.5] * 9), **lines, rules=NELSON_1984).to_dict()
    [{'point': 9, 'rule': '2', 'kind': 'run', 'side': 'upper'}]
    """
    whole = {"center": center, "sigma": sigma, "lower": lower, "upper": upper}
    lines = {name: np.broadcast_to(line, len(points)) for name, line in whole.items()}
    masks = no_masks(len(points), rules)
    for at, end in zip(starts, [*starts[1:], len(points)], strict=True):
        part = slice(at, end)
        masks[part] = find(points[part], lines_of(rules, **{name: line[part] for name, line in lines.items()}), rules)
    places, rule, side = completed(masks, points, lines["center"], rules)
    return Marks(points=places + 1, rules=rule, sides=side, rule_set=rules)
