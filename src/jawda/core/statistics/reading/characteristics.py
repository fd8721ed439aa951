"""Characteristics with their specification and their values, as measuring programs hand them over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings import Finding, Place, Refused
from jawda.core.spreadsheets.model import folded
from jawda.core.statistics.reading.report import ColumnUnderstood
from jawda.core.statistics.samples import Column

#: By name (``operator``, ``batch``, ``status``…): what stands with each value, ``None`` where nothing does.
Attributes = Mapping[str, tuple[str | None, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What was measured; ``keys`` is everything the file says of it."""

    index: str
    number: str | None = None
    name: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Characteristic:
    """One characteristic: limits are absolute, in ``unit``; ``None`` where the file gives none.

    ``kind`` is ``variable`` or ``attribute`` (values are then numbers of defectives or defects). ``parent`` is the
    index of the characteristic that it is grouped under, ``group`` the name of its group.
    """

    index: str
    name: str
    values: Column
    number: str | None = None
    kind: str = "variable"
    nominal: float | None = None
    lower: float | None = None
    upper: float | None = None
    unit: str | None = None
    decimals: int | None = None
    part: Part | None = None
    parent: str | None = None
    group: str | None = None
    attributes: Attributes = field(default_factory=dict)
    times: NDArray[np.datetime64] | None = None
    keys: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """What is said of the characteristic, without its values."""
        return {
            "index": self.index, "number": self.number, "name": self.name, "kind": self.kind, "nominal": self.nominal,
            "lower": self.lower, "upper": self.upper, "unit": self.unit, "decimals": self.decimals,
            "part": self.part.index if self.part else None, "parent": self.parent, "group": self.group,
            "count": int(np.count_nonzero(~self.values.missing)),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CharacteristicSet:
    """The characteristics of a file, in its order."""

    file: str
    characteristics: tuple[Characteristic, ...]
    parts: tuple[Part, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Of the characteristics."""
        return tuple(each.name for each in self.characteristics)

    def characteristic(self, name: str) -> Characteristic:
        """By index, number or name (case and accents aside); ``Refused`` where none, or several, answer to it."""
        wanted = folded(name)
        for key in ("index", "number", "name"):
            found = [each for each in self.characteristics if folded(getattr(each, key) or "") == wanted]
            if len(found) == 1:
                return found[0]
        shown = " · ".join(f"{each.index}: {each.name}" for each in self.characteristics[:30])
        arguments = {"characteristic": name[:60], "names": shown[:600]}
        raise Refused(
            [Finding(id="data_reading.no_such_characteristic", place=Place(file=self.file), arguments=arguments)]
        )


def shown_as_column(found: Characteristic) -> ColumnUnderstood:
    """A characteristic as a row of a report."""
    values = found.values
    left_out = sum(exclusion.count for exclusion in values.exclusions)
    missing = int(values.missing.sum())
    return ColumnUnderstood(
        name=found.name,
        letter=found.index,
        kind="number",
        unit=found.unit,
        numbers=len(values.values) - missing,
        absent=left_out,
        empty=missing - left_out,
    )


def added(nominal: float, allowance: float) -> float:
    """A limit out of an allowance, summed as the drawing's decimals are: 12.7 and -0.3 make 12.4.

    >>> added(12.7, -0.3)
    12.4
    """
    return float(Decimal(repr(nominal)) + Decimal(repr(allowance)))
