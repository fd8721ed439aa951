"""What a characteristic is asked to be: limits, target, nominal value, unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from jawda.core.statistics.result import Floats
from jawda.core.statistics.samples import Column, refuse


@dataclass(frozen=True, slots=True)
class Specification:
    """One or both limits; ``target`` is where the process should run, between them where both stand.

    ``nominal`` is the value of the drawing: it may lie outside the limits (a shaft of 10 mm, −0.1 to −0.3), and changes
    no figure. Refused: no limit at all, limits that are not finite or not in order, a target outside them.

    >>> Specification(9.9, 10.1, unit="mm").aim
    10.0
    """

    lower: float | None = None
    upper: float | None = None
    target: float | None = None
    nominal: float | None = None
    unit: str | None = None

    def __post_init__(self) -> None:
        for value in (self.lower, self.upper, self.target, self.nominal):
            if value is not None and not math.isfinite(value):
                raise refuse("capability.not_finite", value=value)
        if self.lower is None and self.upper is None:
            raise refuse("samples.no_limits")
        if self.lower is not None and self.upper is not None and not self.lower < self.upper:
            raise refuse("samples.limits_inverted", lower=self.lower, upper=self.upper)
        if self.target is not None and not self.holds(self.target):
            raise refuse("capability.target_outside", target=self.target)

    @property
    def width(self) -> float | None:
        """Of the tolerance; ``None`` where one limit is open."""
        return None if self.lower is None or self.upper is None else self.upper - self.lower

    @property
    def middle(self) -> float | None:
        """Of the tolerance; ``None`` where one limit is open."""
        return None if self.lower is None or self.upper is None else self.lower + (self.upper - self.lower) / 2

    @property
    def aim(self) -> float | None:
        """The target, else the middle of the tolerance."""
        return self.middle if self.target is None else self.target

    @property
    def centred(self) -> bool:
        """Whether the target, where there is one, is the middle of the tolerance (to a billionth of its width)."""
        if self.target is None or self.middle is None or self.width is None:
            return True
        return abs(self.target - self.middle) <= 1e-9 * self.width

    def holds(self, value: float) -> bool:
        """Whether a value lies within the limits; on a limit is within."""
        return (self.lower is None or value >= self.lower) and (self.upper is None or value <= self.upper)

    def beyond(self, values: Floats) -> tuple[int, int]:
        """How many values lie below the lower limit, and above the upper one.

        >>> Specification(lower=1, upper=2).beyond(np.array([0.5, 1.0, 2.0, 3.0, 4.0]))
        (1, 2)
        """
        below = 0 if self.lower is None else int(np.count_nonzero(values < self.lower))
        above = 0 if self.upper is None else int(np.count_nonzero(values > self.upper))
        return below, above

    def to_dict(self) -> dict[str, Any]:
        """Every field."""
        return {
            "lower": self.lower,
            "upper": self.upper,
            "target": self.target,
            "nominal": self.nominal,
            "unit": self.unit,
        }


def unit_of(column: Column, specification: Specification) -> str | None:
    """The common unit; refused where data and specification state different ones.

    >>> from jawda.core.statistics.samples import numbers
    >>> unit_of(numbers([1.0]), Specification(0, 2, unit="mm"))
    'mm'
    """
    if column.unit and specification.unit and column.unit != specification.unit:
        raise refuse("samples.units_differ", column=column, first=column.unit, second=specification.unit)
    return column.unit or specification.unit
