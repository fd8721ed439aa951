"""Rules of laboratory control charts, as data: Westgard's multirules, those of Nordtest TR 569, of ISO 7870-2.

Values are taken as distances from the centre in standard deviations. A rule that fires marks the point at which its
pattern is complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np

from jawda.core.statistics.result import Floats

RuleKind: TypeAlias = Literal["beyond", "apart", "trend"]
Side: TypeAlias = Literal["high", "low", "both"]
SIDES: Final[tuple[Side, ...]] = ("high", "low")


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRule:
    """One rule.

    "beyond": ``needed`` of ``within`` points in a row beyond ``threshold`` on one side (0: on one side of the centre).
    "apart": two of ``within`` points beyond ``threshold`` on opposite sides. "trend": ``needed`` points in a row each
    higher, or each lower, than the one before. ``rejects`` is false for a warning that alone stops nothing.
    """

    name: str
    kind: RuleKind
    needed: int
    within: int
    threshold: float = 0.0
    rejects: bool = True


def _beyond(name: str, needed: int, within: int, threshold: float, *, rejects: bool = True) -> ControlRule:
    return ControlRule(name=name, kind="beyond", needed=needed, within=within, threshold=threshold, rejects=rejects)


#: Sets by name. "westgard": Westgard et al., Clin. Chem. 27 (1981) 493. "nordtest": NT TR 569.
#: "iso_7870_2": one beyond action, two of three beyond warning, and two patterns of a run.
RULE_SETS: Final[dict[str, tuple[ControlRule, ...]]] = {
    "westgard": (
        _beyond("1_2s", 1, 1, 2.0, rejects=False),
        _beyond("1_3s", 1, 1, 3.0),
        _beyond("2_2s", 2, 2, 2.0),
        ControlRule(name="R_4s", kind="apart", needed=2, within=2, threshold=2.0),
        _beyond("4_1s", 4, 4, 1.0),
        _beyond("10_x", 10, 10, 0.0),
    ),
    "nordtest": (
        _beyond("1_2s", 1, 1, 2.0, rejects=False),
        _beyond("1_3s", 1, 1, 3.0),
        _beyond("2of3_2s", 2, 3, 2.0),
        ControlRule(name="7_trend", kind="trend", needed=7, within=7, rejects=False),
        _beyond("10of11_x", 10, 11, 0.0, rejects=False),
    ),
    "iso_7870_2": (
        _beyond("1_2s", 1, 1, 2.0, rejects=False),
        _beyond("1_3s", 1, 1, 3.0),
        _beyond("2of3_2s", 2, 3, 2.0),
        _beyond("9_x", 9, 9, 0.0),
        ControlRule(name="7_trend", kind="trend", needed=7, within=7),
    ),
}


def fired(rule: ControlRule, distances: Floats) -> Iterator[tuple[int, Side]]:
    """Places (from 0) at which the rule fires, with the side.

    >>> list(fired(RULE_SETS["westgard"][2], np.array([0.0, 2.1, 2.2, -1])))
    [(2, 'high')]
    """
    if rule.kind == "trend":
        yield from _trend(rule, distances)
        return
    above = (distances > rule.threshold, -distances > rule.threshold)
    if rule.kind == "apart":
        for side, mine, other in (("high", above[0], above[1]), ("low", above[1], above[0])):
            found = mine & (_recent(other, rule.within) > 0)
            yield from ((int(at), "high" if side == "high" else "low") for at in np.flatnonzero(found))
        return
    for name, beyond in zip(SIDES, above, strict=True):
        found = beyond & (_recent(beyond, rule.within) >= rule.needed)
        yield from ((int(at), name) for at in np.flatnonzero(found))


def _recent(marks: np.ndarray, within: int) -> np.ndarray:
    """How many of the last ``within`` points, this one among them, are marked."""
    total = np.concatenate(([0], np.cumsum(marks)))
    ends = np.arange(1, len(marks) + 1)
    return np.asarray(total[ends] - total[np.maximum(ends - within, 0)])


def _trend(rule: ControlRule, distances: Floats) -> Iterator[tuple[int, Side]]:
    steps = np.diff(distances)
    for side, marks in zip(SIDES, (steps > 0, steps < 0), strict=True):
        found = _recent(marks, rule.needed - 1) >= rule.needed - 1
        yield from ((int(at) + 1, side) for at in np.flatnonzero(found))
