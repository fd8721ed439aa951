"""Results as people read them: lists of one table side by side, single values in a line, with unit and uncertainty.

Figures stay as the laboratory wrote them: a number of ours would show more or fewer digits than were measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from jawda.core.credentials.calibration.model import CalibrationResult, Quantity, Series, Uncertainty
from jawda.core.credentials.calibration.units import shown_unit
from jawda.core.languages import Language

#: Values of one series in a line; a table has them all.
MOST_IN_A_LINE: Final = 12
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Column:
    """A quantity of a table, or the uncertainty of the one before; ``about`` has its factor (``k = 2``), or nothing."""

    name: str
    unit: str
    about: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Quantities that belong together, value by value; a missing one is ''."""

    columns: tuple[Column, ...]

    def rows(self, most: int) -> tuple[tuple[str, ...], ...]:
        """The first rows, at most ``most``."""
        cells = [column.cells[:most] for column in self.columns]
        return tuple(tuple(row) for row in zip_longest(*cells, fillvalue=""))

    @property
    def length(self) -> int:
        """How many rows there are."""
        return max(len(column.cells) for column in self.columns)


@dataclass(frozen=True, slots=True)
class ResultLayout:
    """One result: what is said in a line each, as name and value, and its tables."""

    name: str
    lines: tuple[tuple[str, str], ...]
    tables: tuple[ResultTable, ...]


def layout(result: CalibrationResult, language: Language) -> ResultLayout:
    """The quantities of a result, those of one list as columns of a table, in the order of the document."""
    together: dict[str, list[Quantity]] = {}
    alone: list[Quantity] = []
    for quantity in result.quantities:
        if quantity.table and quantity.series and quantity.series[0].is_list:
            together.setdefault(quantity.table, []).append(quantity)
        else:
            alone.append(quantity)
    tables = tuple(
        ResultTable(tuple(column for quantity in group for column in _columns(quantity, language)))
        for group in together.values()
    )
    lines = tuple(line for quantity in alone for line in quantity_lines(quantity, language))
    return ResultLayout(result.name.best(language), lines, tables)


def quantity_lines(quantity: Quantity, language: Language) -> Iterator[tuple[str, str]]:
    """Name and value for each form it is given in; what is said in words is one too."""
    said = quantity.text.best(language) or " ".join(quantity.words[:MOST_IN_A_LINE])
    for value in [_line(series, language) for series in quantity.series] or ([said] if said else []):
        yield named(quantity, language), value


def named(quantity: Quantity, language: Language) -> str:
    """As the laboratory calls it; else the kind that it refers to."""
    return quantity.name.best(language) or " ".join(quantity.reference_types) or "–"


def _line(series: Series, language: Language) -> str:
    """As the laboratory wrote them, with the language's decimal sign; the uncertainty behind."""
    unit = shown_unit(series.unit)
    text = f"{_listed(series.written, language)}{_NO_BREAK}{unit}".rstrip(_NO_BREAK)
    own = series.uncertainty
    if own is None or not own.written:
        return text
    factor = _factor(own, language)
    with_factor = f", {factor}" if factor else ""
    return f"{text} ({_symbol(own)}{_NO_BREAK}={_NO_BREAK}{_listed(own.written, language)}{with_factor})"


def _columns(quantity: Quantity, language: Language) -> Iterator[Column]:
    series = quantity.series[0]
    unit = shown_unit(series.unit)
    yield Column(named(quantity, language), unit, "", _decimals(series.written, language))
    own = series.uncertainty
    if own is not None and own.written:
        of_each = own.written if len(own.written) > 1 else own.written * len(series.written)
        yield Column(_symbol(own), unit, _factor(own, language), _decimals(of_each, language))


def _symbol(uncertainty: Uncertainty) -> str:
    """U of an expanded one, u of a standard one."""
    return "U" if uncertainty.kind == "expanded" else "u"


def _factor(uncertainty: Uncertainty, language: Language) -> str:
    factors = [f"{factor:g}" for factor in dict.fromkeys(uncertainty.coverage_factors) if factor is not None]
    return f"k{_NO_BREAK}={_NO_BREAK}{' ; '.join(_decimals(factors, language))}" if factors else ""


def _listed(written: tuple[str, ...], language: Language) -> str:
    more = " …" if len(written) > MOST_IN_A_LINE else ""
    return " ; ".join(_decimals(written[:MOST_IN_A_LINE], language)) + more


def _decimals(written: Sequence[str], language: Language) -> tuple[str, ...]:
    return tuple(text if language == "en" else text.replace(".", ",") for text in written)
