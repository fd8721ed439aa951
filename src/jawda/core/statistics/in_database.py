"""Figures of subgroups computed where the data lie: DuckDB over a folder of Parquet, Spark, any engine that Ibis knows.

Only count, mean, range and variance of each subgroup travel; charts and capability are made of them. The same
expression runs on every engine: this module builds it and reads its result, and knows no engine and no path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from jawda.core.findings import Finding, Place, Refused
from jawda.core.statistics.samples import TOLD, refuse
from jawda.core.statistics.subgroups import Summary

if TYPE_CHECKING:
    from ibis.expr.types import Table

#: What the expression gives for each subgroup; the first two name it and tell its place.
COLUMNS: Final = ("subgroup", "place", "count", "missing", "mean", "range", "variance")


def figures_of_subgroups(table: Table, *, value: str, subgroup: str, order: str | None = None) -> Table:
    """An expression with a row for each subgroup: :data:`COLUMNS`, in the order of the subgroups.

    ``value`` and ``subgroup`` are columns of ``table``. Subgroups stand in the order of the least ``order`` of their
    rows, such as a time, or of their own names. A value that is NULL or NaN is counted as missing. Values are taken
    about the mean of all before they are squared: values that share a large constant, as 1 000 000.2, lose no digits
    even where an engine adds plain squares. Refused: a column that is not there, values that are no numbers.

    >>> import ibis, polars
    >>> table = ibis.memtable(polars.DataFrame({"value": [1.0, 3.0, 2.0, 6.0], "hour": [8, 8, 9, 9]}))
    >>> figures_of_subgroups(table, value="value", subgroup="hour").columns == COLUMNS
    True
    """
    schema = table.schema()
    for name in (value, subgroup, *([order] if order else ())):
        if name not in schema:
            raise refuse("samples.no_such_column", name=name, known=", ".join(schema))
    if not schema[value].is_numeric():
        raise refuse("samples.column_not_numbers", name=value, type=str(schema[value]))
    number = table[value].cast("float64")
    known = table.select(
        subgroup=table[subgroup], place=table[order or subgroup], value=number.isnan().ifelse(None, number)
    )
    moved = known.mutate(shift=known.value.mean().as_scalar())
    moved = moved.mutate(away=moved.value - moved["shift"])
    grouped = moved.group_by("subgroup").aggregate(
        place=moved.place.min(),
        count=moved.away.count(),
        missing=moved.count() - moved.away.count(),
        mean=moved["shift"].min() + moved.away.mean(),
        range=moved.value.max() - moved.value.min(),
        variance=moved.away.var(how="sample"),
    )
    return grouped.order_by("place", "subgroup").select(*COLUMNS)


def collected(figures: Table) -> Summary:
    """Run the expression on its engine and take the figures, without the subgroups that have no value left.

    Refused: a subgroup without a name, infinite values, fewer than two subgroups.

    >>> import ibis, polars
    >>> table = ibis.memtable(polars.DataFrame({"value": [1.0, 3.0, 2.0, 6.0], "hour": [8, 8, 9, 9]}))
    >>> summary = collected(figures_of_subgroups(table, value="value", subgroup="hour"))
    >>> summary.means.tolist(), summary.variances.tolist(), summary.names
    ([2.0, 4.0], [2.0, 8.0], ('8', '9'))
    """
    found = figures.to_pyarrow()
    counts = _column(found, "count").astype(np.int64)
    names = found["subgroup"]
    if names.null_count:
        nameless = Finding(id="samples.no_label", place=Place(column="subgroup"))
        raise Refused([nameless])
    filled = counts > 0
    if int(filled.sum()) < 2:
        raise refuse("samples.few_subgroups", count=int(filled.sum()))
    means, ranges = _column(found, "mean")[filled], _column(found, "range")[filled]
    told = names.filter(filled).to_pylist()
    infinite = np.flatnonzero(~np.isfinite(ranges))
    if infinite.size:
        raise Refused(Finding(id="samples.infinite", place=Place(column=str(told[index]))) for index in infinite[:TOLD])
    return Summary(
        counts=counts[filled],
        means=means,
        ranges=ranges,
        variances=np.where(counts[filled] > 1, _column(found, "variance")[filled], np.nan),
        names=tuple(map(str, told)),
        missing=int(_column(found, "missing").sum()),
    )


def _column(found: Any, name: str) -> Any:
    return found[name].cast("double").to_numpy()
