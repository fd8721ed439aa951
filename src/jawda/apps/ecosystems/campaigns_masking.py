"""Counts by stage that may be looked at without telling of a few: small ones are masked, and so is what would give
them back by subtraction from the total, which is known. No clock, no database.

The three classes (not started or not shown, started, finished) add up to the companies invited. A class below
:data:`LEAST` is masked. Masked alone it would be the total less the others, so a second class is masked: always the
same neighbour, for a choice by size would itself tell something. Both are masked only where their sum leaves the small
one free to be anything from 0 to 4; else all three are, and none says whether it is small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LEAST: Final = 5
"""The smallest count that is shown."""
ENOUGH: Final = 3 * LEAST - 1
"""With fewer companies than this, the total alone would narrow a class that is said to be small."""


@dataclass(frozen=True, slots=True)
class Count:
    """A count as it may be shown: ``value`` is None where it is masked, ``few`` where that is because it is small."""

    value: int | None
    few: bool = False


MASKED: Final = Count(None)
FEW: Final = Count(None, few=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """The companies invited, by stage."""

    total: int
    invited: Count
    """Not started, or not shown."""
    started: Count
    finished: Count

    @property
    def unfinished(self) -> int | None:
        """Those that are not seen to have finished; None where the number would give a masked one back."""
        return None if self.finished.value is None else self.total - self.finished.value

    @property
    def masked(self) -> bool:
        """Whether anything is."""
        return any(count.value is None for count in (self.invited, self.started, self.finished))


def funnel(*, invited: int, started: int, finished: int) -> Funnel:
    """The three classes, masked as the module says."""
    classes = (invited, started, finished)
    total = sum(classes)
    shown = _shown(classes, total)
    return Funnel(total=total, invited=shown[0], started=shown[1], finished=shown[2])


def _shown(classes: tuple[int, int, int], total: int) -> tuple[Count, ...]:
    small = [number for number, count in enumerate(classes) if count < LEAST]
    if total < ENOUGH:
        return (MASKED, MASKED, MASKED)
    if not small:
        return tuple(map(Count, classes))
    if len(small) == 2:
        return tuple(FEW if number in small else MASKED for number in range(3))
    alone = small[0]
    beside = 1 if alone == 0 else 0
    if classes[alone] + classes[beside] < 2 * LEAST - 1:
        return (MASKED, MASKED, MASKED)
    return tuple(
        FEW if number == alone else MASKED if number == beside else Count(count) for number, count in enumerate(classes)
    )
