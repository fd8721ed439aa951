"""Figures as a report shows them, and the parts that every report is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jawda.core.languages import Language
from jawda.core.spreadsheets import Value
from jawda.core.statistics.result import Estimate, Width
from jawda.foundation.ui.formats import NO_BREAK, NOTHING, number
from jawda.foundation.ui.tables import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the main figures: its value, its name, its interval in words."""

    value: str
    name: str
    interval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing for any width, what one concludes from it, and its table."""

    sentence: str
    draw: Callable[[Width], str]
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Figures to compute with: a sheet of the workbook."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a result shows after its verdict, the same on the page, on paper and in the workbook."""

    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    pictures: tuple[Picture, ...]
    sheets: tuple[Sheet, ...]
    method: str


def per_cent(value: float | None, language: Language, places: int = 1) -> str:
    """A per cent, with its sign."""
    if value is None:
        return NOTHING
    return f"{number(value, language, places)}{NO_BREAK if language == 'fr' else ''}%"


def interval(estimate: Estimate | None, language: Language, places: int) -> str:
    """A confidence interval in words; empty where there is none."""
    if estimate is None or estimate.low is None or estimate.confidence is None:
        return ""
    high = number(estimate.high, language, places) if estimate.high is not None else "∞"
    said = {
        "confidence": per_cent(100 * estimate.confidence, language, 0),
        "low": number(estimate.low, language, places), "high": high,
    }  # fmt: skip
    return _("%(confidence)s interval: %(low)s to %(high)s") % said


def significant(value: float | None, language: Language, digits: int = 4) -> str:
    """A figure with so many significant digits."""
    if value is None:
        return NOTHING
    rounded = float(f"{value:.{digits}g}")
    return number(rounded, language, 0 if rounded == 0 else None)


def probability(p: float | None, language: Language) -> str:
    """A p value: three decimals, and no more of it than that."""
    if p is None:
        return NOTHING
    return f"< {number(0.001, language, 3)}" if p < 0.001 else number(p, language, 3)
