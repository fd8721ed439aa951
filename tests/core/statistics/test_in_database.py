"""Figures of subgroups by an engine, against the same by NumPy: DuckDB over a folder of Parquet, SQL for Spark."""

from __future__ import annotations

import shutil
from pathlib import Path

import ibis
import numpy as np
import polars
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.statistics.capability import Specification, capability, capability_of_summary
from jawda.core.statistics.control_charts import xbar_r, xbar_s
from jawda.core.statistics.control_charts.estimates import within_sigma
from jawda.core.statistics.in_database import collected, figures_of_subgroups
from jawda.core.statistics.subgroups import Summary, by_label, overall_of, summarise

Table = dict[str, list[float | None] | list[int] | list[str]]


def by_engine(table: Table, **columns: str) -> Summary:
    return collected(
        figures_of_subgroups(ibis.memtable(polars.DataFrame(table)), value="value", subgroup="part", **columns)
    )


@pytest.fixture
def folder(tmp_path: Path) -> tuple[Path, np.ndarray]:
    """Seven files, whose subgroups of five are cut by the files' ends; values far from zero."""
    values = 1_000_000 + np.random.default_rng(3).normal(0, 0.2, 7000)
    frame = polars.DataFrame({"value": values, "hour": np.arange(7000) // 5})
    for part in range(7):
        frame.slice(part * 1000, 1000).sample(fraction=1.0, shuffle=True, seed=part).write_parquet(
            tmp_path / f"{part}.parquet"
        )
    return tmp_path, values


def test_a_folder_of_parquet_gives_the_chart_of_its_values(folder: tuple[Path, np.ndarray]) -> None:
    place, values = folder
    table = ibis.duckdb.connect().read_parquet(str(place / "*.parquet"))
    summary = collected(figures_of_subgroups(table, value="value", subgroup="hour"))
    assert (len(summary), summary.size, summary.names[:2]) == (1400, 5, ("0", "1"))
    for make in (xbar_r, xbar_s):
        there, here = make(summary), make(values, size=5)
        assert there.limits.center == pytest.approx(here.limits.center, rel=1e-15)
        assert there.limits.upper == pytest.approx(here.limits.upper, rel=1e-12)
        assert there.signals == here.signals
        assert there.inputs.count == 7000


def test_capability_from_figures_alone(folder: tuple[Path, np.ndarray]) -> None:
    place, values = folder
    table = ibis.duckdb.connect().read_parquet(str(place / "*.parquet"))
    summary = collected(figures_of_subgroups(table, value="value", subgroup="hour"))
    specification = Specification(lower=999_999, upper=1_000_001)
    whole = capability(values, specification, size=5)
    mean, overall = overall_of(summary)
    count = int(summary.counts.sum())
    there = capability_of_summary(mean, overall, count, specification, kind="overall")
    assert there.indices["Ppk"].value == pytest.approx(whole.indices["Ppk"].value, rel=1e-9)
    assert there.indices["Ppk"].low == pytest.approx(whole.indices["Ppk"].low, rel=1e-9)
    inner = capability_of_summary(mean, within_sigma(summary, "pooled"), count, specification)
    assert inner.indices["Cpk"].value == pytest.approx(whole.indices["Cpk"].value, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(-1e6, 1e6, width=32), st.integers(0, 4)), min_size=2, max_size=40))
def test_any_rows_in_any_order(rows: list[tuple[float, int]]) -> None:
    values, parts = [value for value, _ in rows], [part for _, part in rows]
    if len(set(parts)) < 2:
        return
    order = sorted(range(len(rows)), key=lambda index: parts[index])
    expected = summarise(by_label([values[at] for at in order], [parts[at] for at in order]))
    found = by_engine({"value": values, "part": parts})  # type: ignore[dict-item]
    np.testing.assert_array_equal(found.counts, expected.counts)
    np.testing.assert_array_equal(found.ranges, expected.ranges)
    np.testing.assert_allclose(found.means, expected.means, rtol=1e-12, atol=1e-8)
    np.testing.assert_allclose(found.variances, expected.variances, rtol=1e-9, atol=1e-6)
    mean, sd = overall_of(found)
    assert (mean, sd) == (
        pytest.approx(np.mean(values), rel=1e-9, abs=1e-7),
        pytest.approx(np.std(values, ddof=1), rel=1e-9, abs=1e-6),
    )


def test_missing_values_are_counted_and_empty_subgroups_left_out() -> None:
    values = [1.0, None, float("nan"), 3.0, 5.0, None]
    summary = by_engine({"value": values, "part": ["a", "a", "b", "c", "c", "d"]})
    assert (summary.names, summary.counts.tolist(), summary.missing) == (("a", "c"), [1, 2], 3)
    assert np.isnan(summary.variances[0])
    kept = by_engine({"value": [1.0, 2.0, 3.0, 5.0, None], "part": ["a", "a", "c", "c", "c"]})
    chart = xbar_r(kept)
    assert (chart.inputs.count, chart.inputs.missing) == (4, 1)
    assert "samples.missing_values" in [check.id for check in chart.findings]


def test_subgroups_stand_in_the_order_that_is_named() -> None:
    table: Table = {"value": [1.0, 2.0, 3.0, 4.0], "part": ["x", "x", "b", "b"], "at": [7, 8, 9, 10]}
    assert by_engine(table).names == ("b", "x")
    assert by_engine(table, order="at").names == ("x", "b")


def test_a_large_constant_costs_no_digits() -> None:
    """As NIST's NumAcc4: an engine that adds plain squares would find a variance of zero or below."""
    values = np.tile([10_000_000.2, 10_000_000.1, 10_000_000.3], 200)
    found = by_engine({"value": values.tolist(), "part": (np.arange(600) // 3).tolist()})
    np.testing.assert_allclose(found.variances, 0.01, rtol=1e-7)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ({"other": [1.0], "part": [1]}, "samples.no_such_column"),
        ({"value": ["1", "2"], "part": [1, 2]}, "samples.column_not_numbers"),
        ({"value": [1.0, 2.0], "part": [1, 1]}, "samples.few_subgroups"),
        ({"value": [1.0, 2.0, 3.0], "part": ["a", None, "b"]}, "samples.no_label"),
        ({"value": [1.0, float("inf"), 3.0], "part": ["a", "a", "b"]}, "samples.infinite"),
    ],
)
def test_what_is_refused(table: Table, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        by_engine(table)


def test_the_same_expression_is_sql_for_spark() -> None:
    """Ibis writes it for Spark without a cluster, and it reads back as Spark's own SQL."""
    table = ibis.table({"value": "float64", "hour": "timestamp", "line": "string"}, name="measurements")
    expression = figures_of_subgroups(table, value="value", subgroup="line", order="hour")
    text = str(ibis.to_sql(expression, dialect="databricks"))
    read = sqlglot.parse_one(text, read="spark")
    assert {*expression.columns} <= {found.alias for found in read.find_all(sqlglot.exp.Alias)} | {"subgroup", "place"}
    assert "measurements" in {found.name for found in read.find_all(sqlglot.exp.Table)}
    assert read.find(sqlglot.exp.Variance) is not None
    assert read.find(sqlglot.exp.Group) is not None


def test_spark_gives_what_the_embedded_engine_gives(folder: tuple[Path, np.ndarray]) -> None:
    """The distributed sibling itself, where `pyspark` and a Java machine stand: it is no dependency of Jawda."""
    pytest.importorskip("pyspark", reason="no Spark here")
    if shutil.which("java") is None:
        pytest.skip("no Java machine here")
    from pyspark.sql import SparkSession

    place, _ = folder
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.read.parquet(str(place)).createOrReplaceTempView("measurements")
    tables = (
        ibis.pyspark.connect(session).table("measurements"),
        ibis.duckdb.connect().read_parquet(str(place / "*.parquet")),
    )
    there, here = (collected(figures_of_subgroups(table, value="value", subgroup="hour")) for table in tables)
    assert there.names == here.names
    for figure in ("counts", "means", "ranges", "variances"):
        np.testing.assert_allclose(getattr(there, figure), getattr(here, figure), rtol=1e-12)
    session.stop()
