"""A list as data: columns that say how they fold on a small screen, rows of cells; drawn by ``ui/table.html``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

#: On a small screen: a line of its own, the last line, beside others with its heading repeated, beside others
#: without, or left out.
Fold: TypeAlias = Literal["wide", "last", "repeat", "plain", "hidden"]

_CLASSES: dict[Fold, str] = {"wide": "wide", "last": "last", "repeat": "", "plain": "", "hidden": "only-wide"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. ``heading``: its cells name their row. ``sort_url``: the same list, sorted by it."""

    label: str
    heading: bool = False
    numeric: bool = False
    fold: Fold = "plain"
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""

    @property
    def classes(self) -> str:
        """Class names for the heading and the cells.

        >>> Column(label="Days", numeric=True, fold="hidden").classes
        'num only-wide'
        """
        return " ".join(filter(None, ("num" if self.numeric else "", _CLASSES[self.fold])))

    @property
    def repeat(self) -> bool:
        """Whether a small screen repeats the heading in each cell."""
        return self.fold == "repeat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list. Cells are text, or safe HTML made by the tags and filters of ``ui``."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    caption_hidden: bool = True

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row has {len(row)} cells for {len(self.columns)} columns")

    @property
    def cells(self) -> Iterator[Iterator[tuple[Column, object]]]:
        """Rows of column and cell, for the template."""
        return (zip(self.columns, row, strict=True) for row in self.rows)
