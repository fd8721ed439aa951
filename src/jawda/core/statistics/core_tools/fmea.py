"""Failure mode and effects analysis: action priority and risk priority number.

Action priority (AP) replaced the product of ratings in the AIAG & VDA FMEA Handbook, 1st edition, 2019. The table here
is the one for design and process analysis (DFMEA, PFMEA). That of monitoring and system response (FMEA-MSR) rates
severity, frequency and monitoring and is another table: it is not offered. Two independent transcriptions agree on all
1 000 cells; a licensed copy has not been compared, and every result says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings import Finding, Place, Refused
from jawda.core.statistics.result import Check, Inputs, Method, Result, Status
from jawda.core.statistics.samples import TOLD

_RATINGS: Final = ("severity", "occurrence", "detection")
_LEAST, _MOST = 1, 10
#: Upper ends of the bands of severity and of occurrence, from the lowest; those of detection likewise.
_SEVERITY: Final = (1, 3, 6, 8, 10)
_OCCURRENCE: Final = (1, 3, 5, 7, 10)
_DETECTION: Final = (1, 4, 6, 10)
#: For each band of severity (rows by band of occurrence, both from the lowest): the priority by band of detection.
_TABLE: Final = (
    ("LLLL", "LLLL", "LLLL", "LLLL", "LLLL"),
    ("LLLL", "LLLL", "LLLL", "LLLL", "LLMM"),
    ("LLLL", "LLLL", "LLLM", "LMMM", "MMHH"),
    ("LLLL", "LLMM", "MMMH", "MHHH", "HHHH"),
    ("LLLL", "LLMH", "MHHH", "HHHH", "HHHH"),
)


class Priority(StrEnum):
    """How urgent an action is: high must be acted on, medium should be, low may be."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


_ORDER: Final = {Priority.HIGH: 0, Priority.MEDIUM: 1, Priority.LOW: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """One failure chain with its ratings; ``rank`` counts from 1, what is first to be acted on."""

    name: str
    severity: int
    occurrence: int
    detection: int
    action_priority: Priority
    risk_priority_number: int
    rank: int


@dataclass(frozen=True, kw_only=True)
class Priorities(Result):
    """Every failure chain, most urgent first; ``counts`` by priority."""

    schema: ClassVar[str] = "fmea-priorities/1"

    risks: tuple[Risk, ...]
    counts: Mapping[str, int]

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each failure chain, in order of rank."""
        names = ("rank", "name", *_RATINGS, "action_priority", "risk_priority_number")
        return [{name: getattr(risk, name) for name in names} for risk in self.risks]


def action_priority(severity: int, occurrence: int, detection: int) -> Priority:
    """The action priority of one set of ratings, each a whole number from 1 to 10 (else :class:`Refused`).

    >>> action_priority(9, 4, 1), action_priority(5, 5, 7), action_priority(1, 10, 10)
    (<Priority.MEDIUM: 'M'>, <Priority.MEDIUM: 'M'>, <Priority.LOW: 'L'>)
    """
    ratings = (severity, occurrence, detection)
    faults = [
        Finding(id="core_tools.rating", place=Place(column=name), arguments={"value": str(rating)[:40]})
        for name, rating in zip(_RATINGS, ratings, strict=True)
        if not _is_rating(rating)
    ]
    if faults:
        raise Refused(faults)
    return _looked_up(severity, occurrence, detection)


def priorities(
    *,
    severity: Sequence[int] | NDArray[np.int64],
    occurrence: Sequence[int] | NDArray[np.int64],
    detection: Sequence[int] | NDArray[np.int64],
    names: Sequence[str] | None = None,
    file: str | None = None,
    rows: Sequence[int] | None = None,
) -> Priorities:
    """Action priority and risk priority number of a whole analysis, most urgent first.

    Within one action priority the order is by severity, then occurrence, then detection, as the handbook looks at
    effects before causes; the product of the ratings orders nothing. Refused with its row: a rating that is no whole
    number from 1 to 10. ``ValueError`` where the columns differ in length.

    >>> found = priorities(severity=[7, 10], occurrence=[2, 4], detection=[3, 8], names=["bavure", "court-circuit"])
    >>> [(risk.name, risk.action_priority.value, risk.risk_priority_number) for risk in found.risks]
    [('court-circuit', 'H', 320), ('bavure', 'L', 42)]
    """
    columns = {"severity": list(severity), "occurrence": list(occurrence), "detection": list(detection)}
    count = len(columns["severity"])
    called = list(names) if names is not None else [str(place + 1) for place in range(count)]
    if {len(column) for column in columns.values()} != {len(called)}:
        raise ValueError("ratings and names differ in length")
    _refuse_ratings(columns, file, rows)
    ratings = [tuple(int(rating) for rating in row) for row in zip(*columns.values(), strict=True)]
    found = [(_looked_up(*row), row, name) for row, name in zip(ratings, called, strict=True)]
    found.sort(key=lambda item: (_ORDER[item[0]], *(-rating for rating in item[1])))
    risks = tuple(
        Risk(
            name=name, severity=row[0], occurrence=row[1], detection=row[2], action_priority=priority,
            risk_priority_number=row[0] * row[1] * row[2], rank=place,
        )
        for place, (priority, row, name) in enumerate(found, start=1)
    )  # fmt: skip
    counts = {level.value: sum(risk.action_priority is level for risk in risks) for level in Priority}
    return Priorities(
        method=Method(
            name="action priority", standard="AIAG & VDA FMEA Handbook", edition="2019",
            options={"table": "DFMEA, PFMEA", "compared_with_a_licensed_copy": False},
        ),
        inputs=Inputs(count=count, file=file, data={"name": called, **columns}),
        findings=_findings(counts),
        risks=risks,
        counts=counts,
    )  # fmt: skip


def _findings(counts: Mapping[str, int]) -> tuple[Check, ...]:
    high, medium = counts[Priority.HIGH], counts[Priority.MEDIUM]
    first = Check(id="core_tools.none_high", status=Status.OK, statistic=0.0)
    if high:
        first = Check(id="core_tools.high", status=Status.FAIL, statistic=high, arguments={"count": high})
    second: tuple[Check, ...] = ()
    if medium:
        second = (Check(id="core_tools.medium", status=Status.WARN, statistic=medium, arguments={"count": medium}),)
    return (first, *second, Check(id="core_tools.table_not_compared", status=Status.WARN))


def _refuse_ratings(columns: Mapping[str, list[int]], file: str | None, rows: Sequence[int] | None) -> None:
    faults = [
        Finding(
            id="core_tools.rating",
            place=Place(file=file, row=rows[place] if rows is not None else place + 1, column=name),
            arguments={"value": str(rating)[:40]},
        )
        for name, column in columns.items()
        for place, rating in enumerate(column)
        if not _is_rating(rating)
    ]
    if faults:
        raise Refused(faults[:TOLD])


def _is_rating(value: object) -> bool:
    whole = isinstance(value, int | np.integer) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool) and _LEAST <= float(str(value)) <= _MOST


def _looked_up(severity: int, occurrence: int, detection: int) -> Priority:
    rows = _TABLE[_band(severity, _SEVERITY)]
    return Priority(rows[_band(occurrence, _OCCURRENCE)][_band(detection, _DETECTION)])


def _band(rating: int, ends: Sequence[int]) -> int:
    return next(place for place, end in enumerate(ends) if rating <= end)
