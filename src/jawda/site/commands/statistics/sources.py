"""The file of a command: read with its report, its columns given out by the roles that the options name."""

from __future__ import annotations

import argparse
import dataclasses
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings import Finding, Place, Refused
from jawda.core.findings.model import Argument
from jawda.core.statistics import samples
from jawda.core.statistics.reading import LIMITS, Characteristic, Read, read
from jawda.core.statistics.reading.cells import Mark, understood
from jawda.core.statistics.samples import Column, LabelColumn
from jawda.site.commands import files
from jawda.site.commands.statistics.refusals import option_refused

_SHOWN_NAMES: Final = 30
#: Refusals of what was typed, not of the file.
_TYPED: Final = (
    "statistics_commands.", "files.", "capability.target_outside", "samples.limits_inverted", "samples.no_limits"
)  # fmt: skip
_TWO_FILES: Final = {".dfd": ".dfx", ".dfx": ".dfd"}


def about_file(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """A command whose refusals all name its file, also where a method was given bare numbers."""

    @functools.wraps(run)
    def told(options: argparse.Namespace) -> int:
        try:
            return run(options)
        except Refused as refused:
            named = dataclasses.replace
            raise Refused(
                one
                if one.place.file or one.id.startswith(_TYPED)
                else named(one, place=named(one.place, file=options.file.name))
                for one in refused.findings
            ) from refused

    return told


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """A file that was read. ``named`` are the columns that options took, so that the only other one can be found."""

    found: Read
    options: argparse.Namespace

    @property
    def name(self) -> str:
        """Of the file."""
        return self.found.report.inputs.file or ""

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns, or of the characteristics."""
        if self.found.characteristics is not None:
            return self.found.characteristics.names
        assert self.found.table is not None  # a file holds one or the other
        return self.found.table.column_names

    def numbers(self, name: str) -> Column:
        """A column, or the values of a characteristic, as numbers that know their rows."""
        if self.found.characteristics is not None:
            return self.found.characteristics.characteristic(name).values
        assert self.found.table is not None
        options = self.options
        try:
            return self.found.table.numbers(
                name, unit=options.unit, censored=options.censored,
                quantification_limit=options.lq, detection_limit=options.ld,
            )  # fmt: skip
        except Refused as refused:
            raise Refused(map(_with_option, refused.findings)) from refused

    def value(self, *taken: str | None) -> str:
        """The column of ``--value``, or the only column of numbers that no other option took.

        Refused where several could be meant, with their names.
        """
        given = self.values(*taken)
        if len(given) > 1:
            raise self.refuse("one_column", option="--value", names=" · ".join(given))
        return given[0]

    def values(self, *taken: str | None) -> list[str]:
        """The columns of ``--value``, which may be repeated, or hold several names between commas."""
        given: list[str] = self.options.value or []
        if given:
            return [name for each in given for name in self._split(each)]
        possible = self.number_columns()
        if self.found.table is not None:
            used = {self.found.table.column(name).name for name in taken if name}
            possible = [name for name in possible if name not in used]
        if len(possible) == 1:
            return possible
        raise self.refuse("which_column", option="--value", names=self.shown_names())

    def labels(self, name: str, *, beside: str | None = None) -> LabelColumn:
        """A column as labels. In a file of characteristics: what stands with each value of ``beside``."""
        if self.found.characteristics is None:
            assert self.found.table is not None
            return self.found.table.labels(name)
        attributes = self.characteristic(beside).attributes
        if name not in attributes:
            raise self.refuse("no_attribute", name=name[:60], names=" · ".join(attributes)[:600] or "–")
        return samples.labels(attributes[name], name=name)

    def characteristic(self, name: str | None) -> Characteristic:
        """A characteristic by its name; the only one where none is named."""
        assert self.found.characteristics is not None
        return self.found.characteristics.characteristic(name or self.value())

    def specification(self, name: str) -> tuple[float | None, float | None, float | None]:
        """Lower limit, upper limit and nominal value that the file gives for a characteristic; none in a table."""
        if self.found.characteristics is None:
            return None, None, None
        found = self.found.characteristics.characteristic(name)
        return found.lower, found.upper, found.nominal

    def wide(self, names: Sequence[str]) -> tuple[Column, NDArray[np.int64]]:
        """Columns beside one another as one, row after row, and the place of the row of each value, from 0.

        A value keeps the number of its row. Refused: columns of different lengths.
        """
        columns = [self.numbers(name) for name in names]
        length = samples.same_length(*columns)
        places = np.repeat(np.arange(length), len(columns))
        first = columns[0]
        rows = first.rows if first.rows is not None else np.arange(1, length + 1)
        joined = Column(
            values=np.stack([column.values for column in columns], axis=1).ravel(),
            name=f"{first.name} … {columns[-1].name}",
            unit=first.unit,
            file=first.file,
            rows=np.asarray(rows)[places],
            exclusions=tuple(exclusion for column in columns for exclusion in column.exclusions),
        )
        return joined, places

    def shown_names(self) -> str:
        """The names of the file, for a sentence."""
        return " · ".join(name[:80] for name in self.names[:_SHOWN_NAMES])

    def refuse(self, identifier: str, **arguments: Argument) -> Refused:
        """A refusal about this file; raise what it returns."""
        finding = Finding(
            id=f"statistics_commands.{identifier}", place=Place(file=self.name or None), arguments=arguments
        )
        return Refused([finding])

    def _split(self, name: str) -> list[str]:
        if name in self.names or "," not in name:
            return [name]
        parts = [part.strip() for part in name.split(",")]
        return parts if all(part in self.names for part in parts) else [name]

    def number_columns(self) -> list[str]:
        """The columns of numbers, or all characteristics."""
        if self.found.table is None:
            return list(self.names)
        return [column.name for column in self.found.table.columns if column.kind == "number"]


def _with_option(finding: Finding) -> Finding:
    """A limit that is not known, with the option that gives it."""
    if finding.id != "data_reading.limit_unknown":
        return finding
    mark = understood(str(finding.arguments["value"]), ",").mark
    option = "--lq" if mark is Mark.BELOW_QUANTIFICATION else "--ld"
    arguments = {**finding.arguments, "option": option}
    return dataclasses.replace(finding, id="statistics_commands.limit_unknown", arguments=arguments)


def _check_limits(options: argparse.Namespace) -> None:
    """A limit that no replaced value takes is refused: nothing is ignored in silence."""
    given = [option for option in ("--lq", "--ld") if getattr(options, option[2:], None) is not None]
    if given and options.censored not in ("half", "limit"):
        raise option_refused("option_missing", option="--censored half|limit", kind=", ".join(given))


def open_source(options: argparse.Namespace) -> Source:
    """Read the file of a command as its options say; ``Refused`` for what cannot be read."""
    _check_limits(options)
    path: Path = options.file
    companions: dict[str, bytes] = {}
    other = _TWO_FILES.get(path.suffix.casefold())
    if other is not None:
        # the characteristics of a pair of files stand in .dfd, their values in .dfx: either may be named
        twin = next(
            (each for each in (path.with_suffix(other), path.with_suffix(other.upper())) if each.is_file()), None
        )
        if twin is not None:
            path, twin = (path, twin) if other == ".dfx" else (twin, path)
            companions[twin.name] = files.read(twin, largest=LIMITS.bytes)
    found = read(
        path.name,
        files.read(path, largest=LIMITS.bytes),
        companions=companions,
        encoding=options.encoding,
        separator=options.separator,
        decimal=options.decimal,
        dates=options.dates,
        header=options.header,
        sheet=options.sheet,
    )
    return Source(found=found, options=options)
