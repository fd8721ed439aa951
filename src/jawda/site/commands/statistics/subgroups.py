"""Values with their subgroups, however a file holds them: a column of names, so many in a row, or a row each."""

from __future__ import annotations

import argparse
import math

import numpy as np
from numpy.typing import NDArray

from jawda.core.statistics.samples import Column, LabelColumn, refuse
from jawda.site.commands.statistics.sources import Source


def in_subgroups(source: Source, options: argparse.Namespace) -> tuple[Column, LabelColumn | None, NDArray[np.int64]]:
    """The values, the subgroup of each (``None`` where nothing names any), and the row of each, from 0."""
    names = source.values(options.subgroup, getattr(options, "stage", None))
    if len(names) > 1:
        column, rows = source.wide(names)
        return column, _of_rows(source, options, rows), rows
    column = source.numbers(names[0])
    rows = np.arange(len(column.values))
    if options.subgroup is not None:
        return column, source.labels(options.subgroup, beside=names[0]), rows
    if options.size is None:
        return column, None, rows
    size, count = whole(source, options.size), len(column.values)
    if count % size:
        raise refuse("samples.no_multiple", column=column, count=count, size=size)
    return column, _numbered(rows // size, column.file), rows


def sample_sizes(source: Source, options: argparse.Namespace) -> tuple[Column | float, str | None]:
    """The size of samples of ``--size``: a number for all, or a column, with its name."""
    if options.size in source.names or not _is_number(options.size):
        return source.numbers(options.size), options.size
    return float(options.size.replace(",", ".")), None


def whole(source: Source, text: str) -> int:
    """The size of subgroups; refused where it is no whole number from 1 on."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) == int(text):
        raise source.refuse("size_not_whole", option="--size", value=text[:60])
    return int(text)


def _of_rows(source: Source, options: argparse.Namespace, rows: NDArray[np.int64]) -> LabelColumn:
    """Each row of several columns is a subgroup, unless a column names them."""
    if options.subgroup is None:
        return _numbered(rows, source.name)
    label = source.labels(options.subgroup)
    return LabelColumn(codes=label.codes[rows], names=label.names, name=label.name, file=label.file)


def _numbered(codes: NDArray[np.int64], file: str | None) -> LabelColumn:
    names = tuple(str(place) for place in range(1, int(codes[-1]) + 2)) if len(codes) else ()
    return LabelColumn(codes=codes, names=names, name="subgroup", file=file)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text.replace(",", ".")))
    except ValueError:
        return False
