"""A table read from a file: columns by name, as numbers, labels or dates that know their rows."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings import Finding, Place, Refused
from jawda.core.findings.model import Argument
from jawda.core.spreadsheets.model import folded
from jawda.core.statistics.reading.cells import CENSORED, Mark
from jawda.core.statistics.reading.columns import TableColumn
from jawda.core.statistics.reading.units import without_unit
from jawda.core.statistics.result import NAMED_ROWS, Exclusion
from jawda.core.statistics.samples import TOLD, Column, LabelColumn

Censored = Literal["exclude", "half", "limit", "refuse"]

_SHOWN_NAMES: Final = 30
_SMALLEST: Final = 1e-75
_COMPARED: Final = 80
"""Letters in which names are compared: the work grows with the square of their number."""
_NOT_COUNTED: Final = {Mark.ABSENT: "absent", Mark.NOT_DETERMINED: "not_determined"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """The data of one sheet or file: ``rows`` are the numbers, from 1, of its rows in the file."""

    file: str
    columns: tuple[TableColumn, ...]
    rows: NDArray[np.int64]
    sheet: str | None = None

    @property
    def column_names(self) -> tuple[str, ...]:
        """In the order of the file."""
        return tuple(column.name for column in self.columns)

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> TableColumn:
        """A column by its name; case, accents and the unit in the heading may be left away where one column fits.

        :class:`~jawda.core.findings.Refused` where none or several do, with the names there are and the nearest.
        """
        for same in (str, folded, _without_unit):
            found = [column for column in self.columns if same(column.name) == same(name)]
            if len(found) == 1:
                return found[0]
        names = self.column_names
        known = {folded(each)[:_COMPARED]: each for each in names}
        nearest = difflib.get_close_matches(folded(name)[:_COMPARED], known, n=1, cutoff=0)
        near = known[nearest[0]] if nearest else ""
        shown = " · ".join(each[:_COMPARED] for each in names[:_SHOWN_NAMES])
        arguments = {"column": name[:60], "names": shown, "nearest": near}
        raise Refused([Finding(id="data_reading.no_such_column", place=self._place(), arguments=arguments)])

    def numbers(
        self,
        name: str,
        *,
        unit: str | None = None,
        censored: Censored = "exclude",
        quantification_limit: float | None = None,
        detection_limit: float | None = None,
    ) -> Column:
        """A column as numbers with their rows; what is left out is among its exclusions, and NaN among its values.

        ``censored`` says what becomes of values known only to lie beyond a limit: left out, half the limit
        (conventional, and biased: ISO/TS 13530 and the laboratories' guides prefer methods for censored data), the
        limit itself, or refused. ``<LQ`` and ``<LD`` take ``quantification_limit`` and ``detection_limit``.

        Refused: cells that are no number, each with its row; mixed units; a decimal sign that nothing decides; a limit
        asked for and not known.
        """
        if censored not in ("exclude", "half", "limit", "refuse"):
            raise ValueError(f"censored: {censored!r}")
        column = self.column(name)
        self._check(column, unit)
        values = np.where(column.marks == Mark.NUMBER, column.values, np.nan)
        limits = {Mark.BELOW_QUANTIFICATION: quantification_limit, Mark.BELOW_DETECTION: detection_limit}
        exclusions = [self._left_out(column, mark, reason) for mark, reason in _NOT_COUNTED.items()]
        for mark in CENSORED:
            at = column.marks == mark
            if not at.any():
                continue
            if censored == "refuse":
                raise self._refused("censored_values", column, at)
            if censored == "exclude" or (censored == "half" and mark is Mark.ABOVE):
                exclusions.append(self._left_out(column, mark, f"censored_{mark.name.lower()}"))
                continue
            limit = column.values[at] if mark in (Mark.BELOW, Mark.ABOVE) else limits[mark]
            if limit is None:
                raise self._refused("limit_unknown", column, at)
            values[at] = np.asarray(limit) * (0.5 if censored == "half" else 1.0)
        sizes = np.abs(values[~np.isnan(values)])
        if 0 < sizes.max(initial=0.0) < _SMALLEST:  # their squares are no doubles, and no unit gives such values
            raise Refused([Finding(id="data_reading.too_small", place=self._place(column))])
        return Column(
            values=values,
            name=column.name,
            unit=column.unit or unit,
            file=self.file,
            rows=self.rows,
            exclusions=tuple(found for found in exclusions if found.count),
        )

    def labels(self, name: str) -> LabelColumn:
        """A column as labels, as they are written; an empty cell is refused with its row."""
        column = self.column(name)
        texts = column.cells.texts()
        codes: dict[str, int] = {}
        found = [codes.setdefault(text, len(codes)) for text in texts]
        if "" in codes:
            empty = [index for index, code in enumerate(found) if code == codes[""]]
            raise Refused(Finding(id="samples.no_label", place=self._at(column, at)) for at in empty[:TOLD])
        coded = np.array(found, dtype=np.int64)
        return LabelColumn(codes=coded, names=tuple(codes), name=column.name, file=self.file, rows=self.rows)

    def dates(self, name: str) -> NDArray[np.datetime64]:
        """A column as moments (seconds), NaT where a cell is empty; a cell that is no date is refused with its row."""
        column = self.column(name)
        faults = np.flatnonzero(~np.isin(column.marks, (Mark.DATE, Mark.EMPTY, Mark.ABSENT, Mark.NOT_DETERMINED)))
        if faults.size:
            raise Refused(
                Finding(id="data_reading.not_a_date", place=self._at(column, at), arguments=self._value(column, at))
                for at in faults[:TOLD].tolist()
            )
        return column.moments if column.moments is not None else np.full(len(self.rows), np.datetime64("NaT", "s"))

    def _check(self, column: TableColumn, unit: str | None) -> None:
        if column.undecided is not None:
            arguments = {"value": column.undecided}
            place = self._place(column)
            raise Refused([Finding(id="data_reading.decimal_needed", place=place, arguments=arguments)])
        if column.units:
            arguments = {"units": " · ".join(column.units[:10])}
            place = self._at(column, _first_of_another_unit(column))
            raise Refused([Finding(id="data_reading.mixed_units", place=place, arguments=arguments)])
        if unit is not None and column.unit is not None and unit != column.unit:
            arguments = {"first": column.unit, "second": unit}
            raise Refused([Finding(id="samples.units_differ", place=self._place(column), arguments=arguments)])
        faults = np.flatnonzero((column.marks == Mark.TEXT) | (column.marks == Mark.DATE))[:TOLD].tolist()
        if faults:
            raise Refused(
                Finding(
                    id="data_reading.not_a_number",
                    place=self._at(column, at),
                    arguments={**self._value(column, at), "decimal": column.decimal or ","},
                )
                for at in faults
            )

    def _left_out(self, column: TableColumn, mark: Mark, reason: str) -> Exclusion:
        at = np.flatnonzero(column.marks == mark)
        return Exclusion(reason=reason, count=len(at), rows=tuple(self.rows[at[:NAMED_ROWS]].tolist()))

    def _refused(self, identifier: str, column: TableColumn, at: NDArray[np.bool_]) -> Refused:
        first = int(np.flatnonzero(at)[0])
        arguments: dict[str, Argument] = {**self._value(column, first), "count": int(at.sum())}
        finding = Finding(id=f"data_reading.{identifier}", place=self._at(column, first), arguments=arguments)
        return Refused([finding])

    def _value(self, column: TableColumn, index: int) -> dict[str, str]:
        return {"value": column.cells.text(index)[:60]}

    def _place(self, column: TableColumn | None = None) -> Place:
        return Place(file=self.file, sheet=self.sheet, column=column.name if column else None)

    def _at(self, column: TableColumn, index: int) -> Place:
        return Place(file=self.file, sheet=self.sheet, row=int(self.rows[index]), column=column.name)


def _first_of_another_unit(column: TableColumn) -> int:
    """Where the unit that is written least often first stands."""
    texts = column.cells.texts()
    found = [
        [at for at, text in enumerate(texts) if text.endswith(unit) and text[: -len(unit)].rstrip()[-1:].isdigit()]
        for unit in column.units
    ]
    return min((rows for rows in found if rows), key=len, default=[0])[0]


def _without_unit(name: str) -> str:
    return folded(without_unit(name))
