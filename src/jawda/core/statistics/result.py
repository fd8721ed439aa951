"""What every statistical result carries: its numbers, its method, what was checked and what it was made of."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings.checks import Check, Status
from jawda.core.languages import Language

if TYPE_CHECKING:
    import polars

__all__ = [
    "NAMED_ROWS",
    "Check",
    "Estimate",
    "Exclusion",
    "Floats",
    "Inputs",
    "Method",
    "Option",
    "Result",
    "Status",
    "Width",
    "plain",
]

Floats: TypeAlias = NDArray[np.float64]
Option: TypeAlias = str | int | float | bool | None
#: Wide page, paper, small screen: as :data:`jawda.core.charts.line.Width`.
Width: TypeAlias = Literal[960, 640, 358]

#: Rows of an exclusion that are named one by one.
NAMED_ROWS: Final = 100
_SEPARATOR: Final = b"\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """Which method, after which standard or paper, and every option that changes a number.

    >>> Method(name="X-bar & R", standard="ISO 7870-2", edition="2023", options={"rules": "nelson1984"}).standard
    'ISO 7870-2'
    """

    name: str
    standard: str = ""
    edition: str = ""
    clause: str = ""
    options: Mapping[str, Option] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """Values left out for one reason: how many, and the first rows (from 1, as people count)."""

    reason: str
    count: int
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What a result was made of: ``count`` values used, ``missing`` ones absent, others left out for a reason.

    ``data`` are the columns as used, by name: the fingerprint is taken over them when it is first asked for.
    """

    count: int
    missing: int = 0
    excluded: tuple[Exclusion, ...] = ()
    unit: str | None = None
    file: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def sha256(self) -> str:
        """Of the data: for each column its name, a zero byte, its numbers as little-endian doubles or its labels.

        >>> Inputs(count=2, data={"value": np.array([1.0, 2.0])}).sha256[:12]
        '4a05e649e58f'
        """
        total = hashlib.sha256()
        for name, column in self.data.items():
            total.update(name.encode() + b"\0")
            array = np.asarray(column)
            if array.dtype.kind in "fiub":
                total.update(np.ascontiguousarray(array, dtype="<f8").data)
            else:
                total.update(_SEPARATOR.join(str(value).encode() for value in array.ravel()))
        return total.hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Counts, unit, file and fingerprint; not the data."""
        return {
            "count": self.count,
            "missing": self.missing,
            "excluded": plain(self.excluded),
            "unit": self.unit,
            "file": self.file,
            "sha256": self.sha256,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value with its confidence interval; ``None`` where there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    degrees_of_freedom: float | None = None


@dataclass(frozen=True, kw_only=True)
class Result:
    """The base of every result: ``to_dict()`` for programs, ``to_frame()`` for notebooks, ``figure()`` for people.

    A subclass names its ``schema``, adds its own frozen fields, and overrides ``rows`` where it has a natural table.
    """

    schema: ClassVar[str] = "result/1"

    method: Method
    inputs: Inputs
    findings: tuple[Check, ...] = ()

    @property
    def status(self) -> Status:
        """The worst of its findings."""
        order = [Status.OK, Status.WARN, Status.FAIL]
        return max((check.status for check in self.findings), key=order.index, default=Status.OK)

    def to_dict(self) -> dict[str, Any]:
        """Plain values that JSON can hold: ``schema``, then every field by its name; what is not a number is null."""
        return {"schema": f"jawda/statistics/{self.schema}", **_fields_of(self)}

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The result as a table, a row for each point, index or component."""
        raise NotImplementedError

    def to_frame(self) -> polars.DataFrame:
        """:meth:`rows` as a data frame (polars)."""
        # a data frame is wanted in notebooks, and takes most of a second to import
        import polars  # noqa: PLC0415

        return polars.DataFrame([{name: plain(value) for name, value in row.items()} for row in self.rows()])

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """A picture of the result as SVG text. ``NotImplementedError`` where the method has none."""
        raise NotImplementedError


def plain(value: Any) -> Any:  # noqa: PLR0911 - one line for each kind of value
    """A value as JSON holds it: arrays become lists, numbers that are not finite become null.

    >>> plain({"limits": np.array([1.0, np.nan]), "signal": np.True_})
    {'limits': [1.0, None], 'signal': True}
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, np.ndarray):
        return _plain_array(value)
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields_of(value)
    if isinstance(value, Mapping):
        return {str(name): plain(inside) for name, inside in value.items()}
    if isinstance(value, Iterable):
        return [plain(inside) for inside in value]
    raise TypeError(f"{type(value).__name__} has no plain form")


def _plain_array(array: NDArray[Any]) -> list[Any]:
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        return [plain(inside) for inside in array]
    found: list[Any] = array.tolist()
    return found


def _fields_of(value: Any) -> dict[str, Any]:
    return {part.name: plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
