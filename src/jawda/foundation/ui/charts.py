"""Charts on a page: a sentence, the drawing, and its table; bars by clause as rows of a table.

``ui/chart.html`` takes a :class:`ChartFigure` as ``figure``, ``ui/bars.html`` a :class:`ClauseBars` as ``bars``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.safestring import SafeString, mark_safe

from jawda.core.charts import BarRow, bar_row
from jawda.foundation.ui.tables import Table

#: From this natural width (pixels) on, a drawing is for a wide column; below the second, for a phone.
_WIDE, _MIDDLE = 800, 420
_WIDTH: Final = re.compile(r'<svg [^>]*viewBox="0 0 ([\d.]+) ')

Place = Literal["wide", "middle", "narrow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFigure:
    """A chart as a page shows it: what one concludes from it, its drawings, and its figures in a table.

    ``sentence`` is the conclusion and stands above as the caption. ``drawings`` hold the same chart at one to three
    widths; the one that fits its column is shown, none is scaled down to a phone. ``table`` holds the same figures and
    stands folded beneath. ``note``: where the figures come from and of when.

    Made from a chart by :meth:`of`::

        ChartFigure.of(lambda width: sorted_bars(chart, width=width), sentence=..., table=...)
        ChartFigure.of(lambda width: line_chart(chart, width=width), widths=(960, 640, 358), sentence=..., table=...)
    """

    sentence: str
    drawings: tuple[str, ...]
    table: Table
    note: str = ""

    def __post_init__(self) -> None:
        shown = {place_of(drawing) for drawing in self.drawings}
        if len(shown) != len(self.drawings) or not shown or ("wide" in shown and "middle" not in shown):
            raise ValueError("a figure has one drawing for each kind of column: narrow, middle and, with these, wide")

    @classmethod
    def of(
        cls,
        draw: Callable[..., str],
        *,
        sentence: str,
        table: Table,
        widths: tuple[int, ...] = (640, 358),
        note: str = "",
    ) -> ChartFigure:
        """Draw at each of ``widths``: 358 for a phone, 640 for a column, 960 for a time chart over the whole page."""
        return cls(sentence=sentence, drawings=tuple(draw(width) for width in widths), table=table, note=note)

    @property
    def plots(self) -> Iterator[tuple[str, SafeString]]:
        """The class that says where a drawing fits, and the drawing."""
        for drawing in self.drawings:
            place = f"plot-{place_of(drawing)}" if len(self.drawings) > 1 else ""
            # the drawing escapes every word that it is given (tested for any text)
            yield place, mark_safe(drawing)  # noqa: S308


def place_of(drawing: str) -> Place:
    """The kind of column that a drawing of ``core.charts`` is meant for. ``ValueError`` where it is none.

    >>> place_of('<svg viewBox="0 0 640 300"></svg>'), place_of('<svg viewBox="0 0 358 300"></svg>')
    ('middle', 'narrow')
    """
    found = _WIDTH.match(drawing)
    if found is None:
        raise ValueError("a drawing of core.charts begins with its svg element and viewBox")
    width = float(found[1])
    return "wide" if width >= _WIDE else "middle" if width >= _MIDDLE else "narrow"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseBar:
    """One row: a clause with its result on 0 to 100, the result of last time and the target; None where unknown."""

    code: str
    name: str
    value: float | None
    previous: float | None = None
    target: float | None = None
    url: str = ""
    answered: str = ""

    @property
    def gap(self) -> float | None:
        """Result less target, in points: negative below it.

        >>> ClauseBar(code="9", name="", value=38, target=80).gap
        -42
        """
        return None if self.value is None or self.target is None else self.value - self.target

    @property
    def change(self) -> float | None:
        """Result less that of last time, in points."""
        return None if self.value is None or self.previous is None else self.value - self.previous

    @property
    def drawing(self) -> SafeString:
        """The bar, hidden from readers: the cells of its row say the same in figures."""
        row = BarRow(value=_within(self.value), previous=_within(self.previous), target=_within(self.target))
        return mark_safe(bar_row(row))  # noqa: S308 - drawn from numbers alone


def _within(value: float | None) -> float | None:
    return None if value is None else min(100.0, max(0.0, float(value)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseBars:
    """Results by clause against their target, the widest gap first: ``{% include "ui/bars.html" %}`` with ``bars``.

    ``caption`` names the table for those who hear it, ``heading`` its first column (Clause, Chapter). ``now``,
    ``before`` and ``aim`` are the legend's words, each shown where a row has such a value. ``whole`` stands last under
    a stronger line. ``order``: "gap", or "given" (the referential's own). Columns that would be empty in every row are
    left out, so that a first assessment says nothing of a last time.

    >>> rows = (ClauseBar(code="5", name="", value=81, target=80), ClauseBar(code="9", name="", value=38, target=80))
    >>> [row.code for row in ClauseBars(caption="", heading="", rows=rows).ordered]
    ['9', '5']
    """

    caption: str
    heading: str
    rows: tuple[ClauseBar, ...]
    now: str = ""
    before: str = ""
    aim: str = ""
    whole: ClauseBar | None = None
    order: Literal["gap", "given"] = "gap"

    @property
    def ordered(self) -> tuple[ClauseBar, ...]:
        """The rows as shown; those without a result or a target last."""
        if self.order == "given":
            return self.rows
        return tuple(sorted(self.rows, key=lambda row: (row.gap is None, row.gap or 0.0)))

    @property
    def has_previous(self) -> bool:
        """Whether any row has a result of last time."""
        return any(row.previous is not None for row in self.rows)

    @property
    def has_target(self) -> bool:
        """Whether any row has a target."""
        return any(row.target is not None for row in self.rows)

    @property
    def has_answered(self) -> bool:
        """Whether any row says how many questions were answered."""
        return any(row.answered for row in self.rows)
