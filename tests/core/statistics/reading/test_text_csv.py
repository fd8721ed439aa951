"""Separated texts as French offices write them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import Refused
from jawda.core.spreadsheets.model import Limits
from jawda.core.statistics.reading import Read, Reading, Table, read
from jawda.core.statistics.reading.grid import ValueGrid
from jawda.core.statistics.reading.text_csv import read_text


def table(text: str, **options: Any) -> tuple[Table, Read]:
    found = read("a.csv", text.encode(), **options)
    assert found.table is not None
    return found.table, found


def told(found: Read) -> set[str]:
    return {check.id.removeprefix("data_reading.") for check in found.report.findings}


def values(read_table: Table, name: str) -> list[float | None]:
    return [None if np.isnan(value) else value for value in read_table.numbers(name).values.tolist()]


def refusal(text: str, **options: Any) -> tuple[str, Any]:
    with pytest.raises(Refused) as refused:
        read("a.csv", text.encode(), **options)
    finding = refused.value.findings[0]
    return finding.id, finding.place


def test_a_french_export() -> None:
    """Semicolon, decimal comma, Windows-1252, a space between thousands, day first, unit in the heading."""
    text = "Pièce;Opérateur;Cote (mm);Date\n1;A;12,003;23/11/2026\n2;A;1 012,5;24/11/2026\n3;B;;24/11/2026\n"
    found = read("releve.csv", text.replace("\n", "\r\n").encode("cp1252"))
    understood = found.report.understood
    assert (understood.encoding, understood.separator, understood.decimal, understood.header_row) == (
        "cp1252",
        ";",
        ",",
        1,
    )
    assert found.table is not None
    column = found.table.numbers("Cote (mm)")
    assert column.values[:2].tolist() == [12.003, 1012.5]
    assert column.rows is not None
    assert (column.unit, column.file, column.rows.tolist()) == ("mm", "releve.csv", [2, 3, 4])
    assert found.table.dates("date")[0] == np.datetime64("2026-11-23")
    assert found.table.labels("operateur").names == ("A", "B")
    assert found.report.skipped[0].rows == (4,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    found = read("a.csv", "Pièce;Cote\n1;12,5\n2;13,5\n".encode(encoding))
    assert found.table is not None
    assert found.table.column_names == ("Pièce", "Cote")
    assert found.report.understood.encoding == encoding


def test_arabic_windows() -> None:
    """Words of accented letters only are Arabic: said as an assumption."""
    found = read("a.csv", "القطعة;القياس\n1;12,5\n2;13,5\n".encode("cp1256"))
    assert found.table is not None
    assert found.table.column_names == ("القطعة", "القياس")
    assert [check.id for check in found.report.ambiguous] == ["data_reading.encoding_assumed"]
    assert (
        read("a.csv", "é;b\n1;2\n".encode("cp1252"), encoding="iso-8859-1").report.understood.encoding == "iso-8859-1"
    )
    with pytest.raises(ValueError, match="encoding"):
        read("a.csv", b"a;b", encoding="ebcdic")
    assert refusal("a;é\n", encoding="utf-16")[0] == "spreadsheets.unknown_encoding"


@pytest.mark.parametrize(
    ("text", "separator", "decimal", "expected"),
    [
        ("a;b\n1;2,5\n3;4,5\n", ";", ",", [2.5, 4.5]),
        ("a,b\n1,2.5\n3,4.5\n", ",", ".", [2.5, 4.5]),
        ("a\tb\n1\t2,5\n3\t4,5\n", "\t", ",", [2.5, 4.5]),
        ("a|b\n1|2.5\n3|4.5\n", "|", ".", [2.5, 4.5]),
        ('a,b\nx,"2,5"\ny,"4,25"\n', ",", ",", [2.5, 4.25]),
        ("b\n2,5\n4,5\n6\n", ";", ",", [2.5, 4.5, 6]),
        ("sep=,\na,b\n1,2\n3,4\n", ",", None, [2, 4]),
        ("a,b\n1,2\n3,4\n", ",", None, [2, 4]),
        ("b\n2\n4\n", ";", None, [2, 4]),
    ],
)
def test_separator_and_decimal_together(text: str, separator: str, decimal: str | None, expected: list[float]) -> None:
    read_table, found = table(text)
    assert (found.report.understood.separator, found.report.understood.decimal) == (separator, decimal)
    assert values(read_table, "b") == expected


def test_decimals_without_heading_may_be_two_columns() -> None:
    read_table, found = table("1,2\n3,4\n")
    assert (values(read_table, "A"), told(found)) == ([1.2, 3.4], {"separator_assumed", "no_headings"})
    two, _ = table("1,2\n3,4\n", separator=",", header=0)
    assert (two.column_names, values(two, "B")) == (("A", "B"), [2, 4])
    other, _ = table("x\n1,2\n3,x\n3,4\n")
    assert len(other.columns) == 2


def test_separators_that_fit_alike() -> None:
    assert "separator_assumed" in told(table("a;b|c\n1;2|3\n4;5|6\n")[1])


def test_ambiguous_decimals() -> None:
    """« 1,234 » alone: between semicolons a decimal comma, said; between tabs nothing decides, and it is asked for."""
    assumed, found = table("a;b\n1,234;x\n2,345;y\n")
    assert (values(assumed, "a"), [check.id for check in found.report.ambiguous]) == (
        [1.234, 2.345],
        ["data_reading.decimal_assumed"],
    )
    open_table, found = table("a\tb\n1,234\tx\n2,345\ty\n")
    assert "decimal_undecided" in told(found)
    with pytest.raises(Refused, match=r"data_reading.decimal_needed"):
        open_table.numbers("a")
    assert values(table("a\tb\n1,234\tx\n2,345\ty\n", decimal=",")[0], "a") == [1.234, 2.345]
    assert values(table("a\tb\n1,234\tx\n2,345\ty\n", decimal=".")[0], "a") == [1234, 2345]


def test_the_rest_decides() -> None:
    """A column's other cells decide, then the other columns."""
    assert values(table("a\tb\n1,234\tx\n2,5\ty\n")[0], "a") == [1.234, 2.5]
    assert values(table("a\tb\n1,234\t2,5\n2,345\t3,5\n")[0], "a") == [1.234, 2.345]
    thousands, found = table("a\tb\n1,234\t2.5\n2,345\t3.5\n")
    assert (values(thousands, "a"), told(found)) == ([1234, 2345], {"decimal_assumed"})
    with pytest.raises(Refused, match=r"data_reading.decimal_needed"):
        table("a\tb\n1.234\t2,5\n2.345\t3,5\n")[0].numbers("a")
    with pytest.raises(Refused, match=r"data_reading.decimal_needed"):
        table("a\tb\n1.234\tx\n2,345\ty\n")[0].numbers("a")
    with pytest.raises(Refused, match=r"data_reading.decimal_needed"):
        table("a\tb\n<1,234\tx\nn.d.\ty\n")[0].numbers("a")
    assert values(table("a\tb\n<1.234\tx\nn.d.\ty\n")[0], "a") == [None, None]


def test_mixed_decimals_are_faults() -> None:
    mixed, found = table("a;b\n12,5;1\n12.7;1\n12,9;1\n")
    assert {"mixed_decimals", "cells_not_a_number"} <= told(found)
    with pytest.raises(Refused) as refused:
        mixed.numbers("a")
    finding = refused.value.findings[0]
    assert (finding.place.row, finding.place.column, finding.arguments["value"]) == (3, "a", "12.7")


def test_where_the_table_stands() -> None:
    """A preamble above, a row of units, comments, empty rows, totals below: each is told with its rows."""
    text = (
        "Société X\nRapport;12\n\nPièce;Cote;Masse\n-;[mm];g\n1;12,5;3\n\n# arrêt\n2;12,6;4\nSous-total;25,1;7\n"
        "3;12,7;5\nMoyenne;12,6;4\nÉcart-type :;0,1;1\n\n\n"
    )
    read_table, found = table(text)
    understood = found.report.understood
    assert (understood.header_row, understood.units_row, understood.rows) == (4, 5, 3)
    assert read_table.rows.tolist() == [6, 9, 11]
    assert [(one.reason, one.rows) for one in found.report.skipped] == [
        ("empty_row", (7,)), ("comment", (8,)), ("total", (10, 12, 13)), ("above_the_headings", (1, 2)),
    ]  # fmt: skip
    assert [column.unit for column in understood.columns] == [None, "mm", "g"]
    kept, _ = table(text, totals="keep")
    assert len(kept) == 6


def test_totals_whose_label_stands_elsewhere() -> None:
    read_table, _ = table("op;cote;note\nA;1;x\nB;2;y\n;Total;3\n")
    assert len(read_table) == 2
    numbers, _ = table("n;v\n1;2\n2;3\n")
    assert len(numbers) == 2


def test_ragged_rows() -> None:
    """Too many cells: nobody knows which columns they belong to; too few: the rest is empty."""
    read_table, found = table("a;b;c\n1;2\n1;2;3;4\n1;2;3\n1;2;3;\n")
    assert read_table.rows.tolist() == [2, 4, 5]
    assert {"skipped_too_many_cells", "short_rows", "cells_empty", "repeated_rows"} == told(found)
    assert values(read_table, "c") == [None, 3, 3]


def test_headings() -> None:
    read_table, found = table("a;a;;b\n1;2;3;4\n5;6;7;8\n")
    assert read_table.column_names == ("a", "a (2)", "C", "b")
    assert told(found) == {"repeated_heading"}
    assert table("a;b\n1;2;3\n4;5;6\n")[0].column_names == ("a", "b", "C")
    assert table("Pièce;1;2\nP1;2,1;2,2\nP2;2,1;2,3\n")[0].column_names == ("Pièce", "1", "2")
    assert table("P0;1;3\nP1;2;2\n")[0].column_names == ("A", "B", "C")
    assert table("C;;C\n1;2;3\n")[0].column_names == ("C", "B", "C (2)")
    assert table("B;;x\n1;2;3\n")[0].column_names == ("B", "B (2)", "x")
    assert table("a;b;;\n1;2;;\n3;4;;\n")[0].column_names == ("a", "b")
    empty, found = table("a;;b\n1;;2\n3;;4\n")
    assert empty.column_names == ("a", "b")
    assert [(one.reason, one.count) for one in found.report.skipped] == [("empty_column", 1)]
    assert table("x;y\nnote;z\na;b\n1;2\n", header=3)[0].column_names == ("a", "b")
    assert table("a;b\nx;y\nz;w\n")[0].column_names == ("a", "b")
    assert table("a;date 1\n1;2\n")[0].rows.tolist() == [2]
    assert table(";x\n1;2\n")[0].column_names == ("A", "x")


def test_quotes_inside_cells() -> None:
    read_table, found = table('a;b\n5" tube;3\n6";4\n')
    assert (read_table.labels("a").names, told(found)) == (('5" tube', '6"'), {"quotes_inside"})
    identifier, place = refusal('a;b\n1;"2\n3;4\n')
    assert (identifier, place.line) == ("spreadsheets.broken_csv", 3)


def test_dates_and_years() -> None:
    _, found = table("d;v\n11/12/2026;1\n12/01/2026;2\n")
    assert [dict(check.arguments)["read"] for check in found.report.ambiguous] == ["2026-12-11"]
    month, _ = table("d;v\n11/12/2026;1\n12/01/2026;2\n", dates="month")
    assert month.dates("d")[0] == np.datetime64("2026-11-12")
    assert "short_years" in told(table("d;v\n23/11/26;1\n12/01/26;2\n")[1])
    mixed, _ = table("d;v\n23/11/2026;1\n;3\nhier;2\n24/11/2026;4\n")
    with pytest.raises(Refused) as refused:
        mixed.dates("d")
    assert refused.value.findings[0].place.row == 4
    assert np.isnat(table("d;v\n;1\n;2\n")[0].dates("d")).all()


def test_long_columns() -> None:
    """Columns beyond a sample: dates written alike, texts, and numbers behind many that are none."""
    rows = [
        f"{1 + at % 28:02d}/11/2026;essai {'abc'[at % 3]};{'n.d.' if at < 700 else '12,5'};x{at % 7}"
        for at in range(800)
    ]
    rows[3] = ";essai a;n.d.;"
    read_table, found = table("date;essai;cote;note\n" + "\n".join(rows) + "\n")
    assert [column.kind for column in found.report.understood.columns] == ["date", "text", "number", "text"]
    assert np.isnat(read_table.dates("date")).sum() == 1
    assert read_table.numbers("cote").present().tolist() == [12.5] * 100
    assert found.report.understood.columns[3].empty == 1
    other = "\n".join(f"{at};{at % 12 + 1}/11/2026" for at in range(600))
    assert table(f"a;d\n{other}\n")[1].report.understood.columns[1].kind == "date"
    codes = "\n".join(f"{at};{at}-A" for at in range(600))
    assert table(f"a;code\n{codes}\n")[1].report.understood.columns[1].kind == "text"
    empty = "\n".join(f"{at};" for at in range(600))
    assert table(f"a;vide\n{empty}\n")[0].column_names == ("a", "vide")


def test_far_values_are_asked_about() -> None:
    """A value eighty times the others is never dropped: it is asked about."""
    text = "cote\n" + "12,0\n12,1\n11,9\n1012,5\n12,2\n"
    read_table, found = table(text)
    far = next(check for check in found.report.ambiguous if check.id == "data_reading.far_values")
    assert (far.arguments["row"], far.arguments["factor"], far.arguments["value"]) == (5, 84, "1012,5")
    assert 1012.5 in read_table.numbers("cote").values
    assert "far_values" not in told(table("cote\n1,5\n100,5\n10,5\n1000,5\n")[1])
    assert "far_values" not in told(table("cote\n0\n1,5\n100,5\n")[1])


@pytest.mark.parametrize("text", ["", "\n\n", "a;b\n", "a;b\n;;\n"])
def test_no_data(text: str) -> None:
    assert refusal(text)[0] == "data_reading.no_data"


def test_cells_without_end() -> None:
    assert refusal(f"a;b\n1;{'x' * 30_000}\n")[0] == "spreadsheets.cell_too_long"
    assert refusal(f'a;b\n1;5" {"x" * 30_000}\n2;5"\n')[0] == "spreadsheets.cell_too_long"
    assert refusal(f"a;b\n1;{'x' * 150_000}\n")[0] == "spreadsheets.cell_too_long"
    long, _ = table("a;b\n" + "1;2\n" * 100 + f"3;{'x' * 19_000}\n" * 12)
    assert len(long) == 112


def test_headings_beyond_the_end() -> None:
    assert refusal("a;b\n1;2\n", header=9)[0] == "data_reading.no_data"
    assert refusal("# only\n# comments\n")[0] == "data_reading.no_data"


def test_not_a_text() -> None:
    identifier, place = refusal("a;b\n1;\x01\n")
    assert (identifier, place.line) == ("data_reading.not_text", 2)
    assert len(table("a;b\n1;2\n\x1a")[0]) == 1


@pytest.mark.parametrize(
    ("limits", "identifier"),
    [
        (Limits(bytes=3), "spreadsheets.file_too_large"),
        (Limits(rows=1), "spreadsheets.too_many_rows"),
        (Limits(cells=3), "spreadsheets.too_many_cells"),
        (Limits(columns=1), "spreadsheets.too_many_columns"),
    ],
)
def test_limits(limits: Limits, identifier: str) -> None:
    assert refusal("a;b\n1;2\n3;4\n", limits=limits)[0] == identifier


@pytest.mark.parametrize(
    "options",
    [{"decimal": ";"}, {"dates": "year"}, {"totals": "drop"}, {"header": -1}, {"separator": "ab"}, {"separator": '"'}],
)
def test_wrong_options_are_a_programmers(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        Reading(**options)


def test_report_as_plain_values() -> None:
    _, report = read_text("a.csv", b"a;b (mm)\n1;2,5\n2;n.d.\n")
    plain = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    assert plain["schema"] == "jawda/statistics/read-report/1"
    assert set(plain) == {"schema", "method", "inputs", "findings", "understood", "skipped", "ambiguous"}
    assert plain["understood"]["columns"][1]["unit"] == "mm"
    assert plain["inputs"]["sha256"] == report.inputs.sha256
    assert report.rows()[1]["not_determined"] == 1
    assert report.to_frame().height == 2
    assert all(sentence for check in plain["findings"] for sentence in check["sentences"].values())


@given(
    st.lists(st.tuples(st.integers(0, 9), st.decimals(0, 99, places=2)), min_size=2, max_size=20),
    st.sampled_from(";\t"),
)
def test_what_is_written_is_read(rows: list[tuple[int, Any]], separator: str) -> None:
    """Written with a decimal comma or point and either separator, the same numbers come back."""
    for decimal in ",.":
        lines = [f"{number}{separator}{str(value).replace('.', decimal)}" for number, value in rows]
        found, _ = table(separator.join(("n", "v")) + "\n" + "\n".join(lines))
        assert found.numbers("v").values.tolist() == [float(value) for _, value in rows]


def test_no_break_spaces_are_spaces() -> None:
    read_table, _ = table("op\N{NO-BREAK SPACE}1;v\na\N{NO-BREAK SPACE}b;1\N{NARROW NO-BREAK SPACE}234,5\na b;2\n")
    assert (read_table.labels("op 1").names, values(read_table, "v")) == (("a b",), [1234.5, 2])


def test_nothing_but_totals() -> None:
    assert refusal("op;v\nTotal;1\nMoyenne;2\n")[0] == "data_reading.no_data"


@given(st.permutations([f"{at};{at / 4:.2f}".replace(".", ",") for at in range(40, 60)]))
def test_order_of_rows_changes_nothing(rows: list[str]) -> None:
    found, _ = table("a;b\n" + "\n".join(rows))
    assert sorted(found.numbers("b").values.tolist()) == [at / 4 for at in range(40, 60)]


def test_words_beside_decimal_commas_do_not_hide_the_semicolon() -> None:
    lines = "".join(f"L{place};avant;{place},5\n" for place in range(1, 12))
    table, report = read_text("lots.csv", f"lot;étape;cote (mm)\n{lines}".encode())
    assert report.understood.separator == ";"
    assert table.column_names == ("lot", "étape", "cote (mm)")
    assert table.numbers("cote").values.tolist() == [place + 0.5 for place in range(1, 12)]


@pytest.mark.parametrize("quoted", ["", '3;"4 ""x"\n'])
def test_a_row_whose_last_cell_is_empty_is_not_short(quoted: str) -> None:
    """« 1; » has as many cells as « a;b »; « 2 » has not."""
    assert "short_rows" not in told(read("m.csv", f"a;b\n1;\n2;5\n{quoted}".encode()))
    found = read("m.csv", f"a;b\n1;\n2\n3;5\n{quoted}".encode())
    short = next(check for check in found.report.findings if check.id == "data_reading.short_rows")
    assert short.arguments == {"count": 1, "rows": "3"}


def test_no_row_of_a_sheet_is_short() -> None:
    grid = ValueGrid([["a", "b"], [1.0], [2.0, 3.0]])
    assert grid.written.tolist() == [2, 2, 2]
    assert ValueGrid([]).written.tolist() == []
