"""A lot no larger than its sample: every unit is inspected, and what passes is no matter of chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from jawda.core.findings.model import Argument
from jawda.core.statistics.acceptance_sampling.curves import QualityLevel
from jawda.core.statistics.acceptance_sampling.telling import percent
from jawda.core.statistics.result import Check, Floats, Status

#: Probabilities of acceptance for which a plan tells the quality.
LEVELS: Final = (0.95, 0.5, 0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeLot:
    """``accept`` of ``size`` units (nonconforming, or nonconformities on them) pass; one more does not."""

    size: int
    accept: int
    counting: Literal["nonconforming", "nonconformities"]

    def acceptance(self, quality: Floats) -> Floats:
        """1 or 0 for each quality (a fraction, or nonconformities of a unit), in whole units of the lot.

        >>> WholeLot(size=40, accept=0, counting="nonconforming").acceptance(np.array([0.001, 0.025])).tolist()
        [1.0, 0.0]
        """
        return (np.rint(quality * self.size) <= self.accept).astype(np.float64)

    def quality(self) -> Floats:
        """Qualities of whole units, from perfect to twice what passes."""
        return np.arange(self._most(2 * (self.accept + 1)) + 1) / self.size

    def levels(self) -> tuple[QualityLevel, ...]:
        """From 0.5 on the last quality that passes, under it the first that does not."""
        ends = ((value, self._most(self.accept + (value < LEVELS[1]))) for value in LEVELS)
        return tuple(QualityLevel(probability=value, quality=count / self.size) for value, count in ends)

    def _most(self, count: int) -> int:
        """No more units than there are can be nonconforming."""
        return min(count, self.size) if self.counting == "nonconforming" else count

    def check(self) -> Check:
        """What passes, in words: there is no risk to tell."""
        share = self.accept / self.size
        arguments: dict[str, Argument] = {"accept": self.accept, "lot": self.size, "percent": percent(share)}
        return Check(
            id=f"acceptance_sampling.whole_lot_{self.counting}", status=Status.OK, statistic=share, arguments=arguments
        )
