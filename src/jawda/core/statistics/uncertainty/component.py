"""A component of a laboratory's uncertainty, made of parts: its within-laboratory reproducibility, or its bias."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias, get_args

from jawda.core.findings import Finding, Place, Refused
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.result import Check, Inputs, Method, Option, Result, Status
from jawda.core.statistics.samples import Column, refuse

Scale: TypeAlias = Literal["absolute", "relative"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One standard uncertainty that enters a component, and how many results it comes from."""

    name: str
    u: float
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Component(Result):
    """u(Rw) or u(b), the root of the sum of squares of its ``parts``; ``mean_bias`` where there is one."""

    schema: ClassVar[str] = "uncertainty-component/1"

    kind: Literal["precision", "bias"]
    u: float
    scale: Scale
    unit: str | None
    parts: tuple[Part, ...]
    mean_bias: float | None = None

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each part."""
        return [{"name": part.name, "u": part.u, "count": part.count} for part in self.parts]


def component(
    kind: Literal["precision", "bias"],
    parts: Sequence[Part],
    scale: Scale,
    unit: str | None,
    columns: Sequence[Column],
    checks: list[Check],
    *,
    clause: str,
    options: Mapping[str, Option],
    mean_bias: float | None = None,
) -> Component:
    """The component of its parts, with what was made of the columns."""
    u = math.sqrt(sum(part.u**2 for part in parts))
    shown = "%" if scale == "relative" else unit
    missing = sum(int(column.missing.sum()) for column in columns)
    checks += missing_check(missing)
    names = {"precision": "within-laboratory reproducibility", "bias": "method and laboratory bias"}
    return Component(
        method=Method(name=names[kind], standard="ISO 11352", edition="2012", clause=clause, options=options),
        inputs=_inputs(columns, shown, missing),
        findings=tuple(checks),
        kind=kind,
        u=u,
        scale=scale,
        unit=shown,
        parts=tuple(parts),
        mean_bias=mean_bias,
    )


def _inputs(columns: Sequence[Column], unit: str | None, missing: int) -> Inputs:
    excluded = tuple(exclusion for column in columns for exclusion in column.inputs().excluded)
    return Inputs(
        count=sum(len(column.present()) for column in columns),
        missing=missing,
        excluded=excluded,
        unit=unit,
        file=next((column.file for column in columns), None),
        data={column.name: column.values for column in columns},
    )


def check_scale(scale: str) -> None:
    """``ValueError`` for a scale that there is not."""
    if scale not in get_args(Scale):
        raise ValueError(f"scale is absolute or relative, not {scale}")


def check_positive(key: str, value: float, *, zero: bool = False) -> None:
    """``Refused`` for what is negative, infinite, or nil where ``zero`` is not allowed."""
    if not math.isfinite(value) or value < 0 or (value == 0 and not zero):
        name = "uncertainty.negative" if zero else "uncertainty.not_positive"
        raise Refused([Finding(id=name, place=Place(path=key), arguments={"key": key, "value": float(value)})])


def per_cent(value: float) -> float:
    """What turns a figure in the unit of ``value`` into per cent of it."""
    if not value or not math.isfinite(value):
        raise refuse("uncertainty.no_relative")
    return 100 / value


def enough_values(count: int | None, enough: int) -> list[Check]:
    """Whether a figure comes from as many results as are asked for."""
    assert count is not None
    few = count < enough
    identifier, status = ("samples.few_values", Status.WARN) if few else ("samples.enough_values", Status.OK)
    return [Check(id=identifier, status=status, statistic=count, arguments={"count": count, "enough": enough})]


def significant(mean: float, error: float) -> Check:
    """A bias beyond twice its standard uncertainty is there; whoever knows its cause removes it."""
    there = abs(mean) > 2 * error
    return Check(
        id="uncertainty.bias_there" if there else "uncertainty.bias_not_seen",
        status=Status.WARN if there else Status.OK,
        statistic=mean,
        arguments={"bias": round(mean, 3), "limit": round(2 * error, 3)},
    )
