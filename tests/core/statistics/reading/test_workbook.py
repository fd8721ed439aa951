"""Workbooks: sheets, typed cells, formulas; hostile ones are refused."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest
from tests.core.statistics.reading import workbooks as made

from jawda.core.findings import Refused
from jawda.core.spreadsheets.model import Limits
from jawda.core.statistics.reading import Read, Table, read
from jawda.core.statistics.reading.archive import opened
from jawda.core.statistics.reading.workbook_values import values_only

MANY_ROWS = 'table:number-rows-repeated="999999999"'
ROWS = [
    ["Pièce", "Cote (mm)", "Date", "Note"],
    [1, 12.5, date(2026, 11, 2), "12,5"],
    [2, 12.7, date(2026, 12, 1), "n.d."],
]


def table(data: bytes, **options: Any) -> tuple[Table, Read]:
    found = read("a.xlsx", data, **options)
    assert found.table is not None
    return found.table, found


def told(found: Read) -> set[str]:
    return {check.id.removeprefix("data_reading.") for check in found.report.findings}


def refusal(data: bytes, **options: Any) -> str:
    with pytest.raises(Refused) as refused:
        read("a.ods", data, **options)
    return refused.value.findings[0].id


def test_typed_cells_keep_their_values() -> None:
    read_table, found = table(made.xlsx(("Mesures", ROWS)))
    assert read_table.numbers("cote").values.tolist() == [12.5, 12.7]
    assert read_table.dates("date")[0] == np.datetime64("2026-11-02")
    assert read_table.numbers("note").values[0] == 12.5
    understood = found.report.understood
    assert (understood.format, understood.sheet, understood.header_row) == ("xlsx", "Mesures", 1)


def test_sheets() -> None:
    """The first sheet that holds a table, and the report names the others; another one by name."""
    data = made.xlsx(("Vide", []), ("Mesures", ROWS), ("Autre", [["a"], [1], [2]]))
    read_table, found = table(data)
    assert (read_table.sheet, found.report.understood.sheets) == ("Mesures", ("Vide", "Mesures", "Autre"))
    assert told(found) == {"sheet_assumed", "cells_not_determined"}
    chosen, found = table(data, sheet="autre")
    assert (chosen.column_names, told(found)) == (("a",), set())
    with pytest.raises(Refused, match=r"data_reading.no_such_sheet"):
        read("a.xlsx", data, sheet="x")
    with pytest.raises(Refused, match=r"data_reading.no_data"):
        read("a.xlsx", made.xlsx(("Vide", [])))


def test_long_columns_of_texts() -> None:
    rows = [["a", "b"], *([at, f"essai {at % 3}"] for at in range(600))]
    assert table(made.xlsx(("M", rows)))[1].report.understood.columns[1].kind == "text"


def test_ambiguous_texts_of_a_workbook_are_asked_about() -> None:
    with pytest.raises(Refused, match=r"data_reading.decimal_needed"):
        table(made.xlsx(("M", [["a"], ["1,234"], ["2,345"]])))[0].numbers("a")


def test_formulas_and_merged_cells() -> None:
    """What a formula showed when the workbook was saved is read, and counted; a merge keeps its first cell."""
    rows = [["Relevé & cie"], ["Pièce", "Cote"], [1, 12.5], [2, "=B3*2"], [3, "=1/0"]]
    data = saved(made.xlsx(("M", rows), merged="A1:B1"))
    read_table, found = table(data)
    assert told(found) >= {"formulas", "merged_cells", "skipped_above_the_headings"}
    column = read_table.column("Cote")
    assert (column.values[:2].tolist(), column.cells.text(2)) == ([12.5, 25.0], "#DIV/0!")
    with pytest.raises(Refused) as refused:
        read_table.numbers("Cote")
    assert refused.value.findings[0].place.row == 5


def saved(data: bytes) -> bytes:
    """With the values that a spreadsheet program would have saved beside the formulas."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            text: str | bytes = file.read(name)
            if name.endswith("sheet1.xml"):
                text = text.decode().replace("<f>B3*2</f><v />", "<f>B3*2</f><v>25</v>").replace("<v></v>", "<v>25</v>")
                text = text.replace("<f>B3*2</f><v/>", "<f>B3*2</f><v>25</v>")
                before, _, after = text.partition('<c r="B5"')
                inside, _, rest = after.partition("</c>")
                text = f'{before}<c r="B5" t="e"><f>1/0</f><v>#DIV/0!</v></c>{rest}' if inside else text
            parts.append((name, text))
    return made.archive([*parts, ("xl/media/image.png", b"\x89PNG")])


def with_sheet(change: Any) -> bytes:
    with zipfile.ZipFile(io.BytesIO(made.xlsx(("M", [["a"], ["=1"], [2]])))) as file:
        return made.archive(
            (name, change(file.read(name)) if name.endswith("sheet1.xml") else file.read(name))
            for name in file.namelist()
        )


def test_hostile_sheets_with_formulas() -> None:
    """The pass that takes formulas away trusts nothing either."""
    deep = b"<x>" * 80 + b"</x>" * 80
    plain = with_sheet(lambda text: text.replace(b"</worksheet>", b"<x>&lt;</x></worksheet>"))
    assert len(table(plain)[0]) == 1
    nested = with_sheet(lambda text: text.replace(b"</worksheet>", deep + b"</worksheet>"))
    assert refusal(nested) == "spreadsheets.suspicious_archive"
    assert "formulas" in told(table(saved(made.xlsx(("M", [["a"], *([at, "=1"] for at in range(30))]))))[1])


def test_doctype_behind_many_formulas() -> None:
    data = with_sheet(
        lambda text: b"<!DOCTYPE x []>" + text.partition(b"?>")[2] if b"?>" in text else b"<!DOCTYPE x []>" + text
    )
    with pytest.raises(Refused, match=r"spreadsheets.suspicious_archive"):
        values_only(data, file="a.xlsx", limits=Limits())


def test_open_document() -> None:
    sheets = made.sheet(
        made.row("Pièce", "Cote (mm)", "Date", "Vu", "Heure"),
        made.row(1, 12.5, date(2026, 11, 2), True, datetime.fromisoformat("2026-11-02T08:30")),
        made.row(2, made.cell(12.75, 'table:formula="of:=1"'), date(2026, 12, 1), False, "x"),
        made.row(attributes='table:number-rows-repeated="2"'),
        made.row(3, made.cell(12.25, 'table:number-columns-repeated="1"')),
        made.row(
            made.cell(None, 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1000000"'
        ),
    )
    read_table, found = table(made.ods(sheets))
    assert read_table.numbers("cote").values.tolist() == [12.5, 12.75, 12.25]
    assert (read_table.rows.tolist(), read_table.labels("pièce").names) == ([2, 3, 6], ("1", "2", "3"))
    assert np.isnat(read_table.dates("date")).tolist() == [False, False, True]
    assert (found.report.understood.format, told(found) >= {"formulas", "skipped_empty_row"}) == ("ods", True)
    assert read_table.column("Vu").cells.texts() == ["true", "false", ""]


def test_comments_and_covered_cells_of_open_documents() -> None:
    noted = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation>'
        "<text:p>a</text:p><text:p>b</text:p></table:table-cell>"
    )
    covered = "<table:covered-table-cell/>"
    data = made.ods(made.sheet(made.row(noted, "n"), made.row("x", 1), made.row("y", 2), made.row(covered, 3)))
    assert table(data)[0].column_names == ("a b", "n")


@pytest.mark.parametrize(
    ("tables", "limits", "identifier"),
    [
        ("<table:table>", Limits(), "spreadsheets.not_a_workbook"),
        (made.sheet(made.row(1, attributes='table:number-rows-repeated="x"')), Limits(), "spreadsheets.not_a_workbook"),
        (made.sheet(made.row(made.cell(float("inf")))), Limits(), "spreadsheets.not_a_workbook"),
        (made.sheet(made.row(1, attributes=MANY_ROWS)), Limits(), "spreadsheets.too_many_rows"),
        (
            made.sheet(made.row(made.cell(1, 'table:number-columns-repeated="999999999"'))),
            Limits(),
            "spreadsheets.too_many_columns",
        ),
        (made.sheet(made.row(1, 2), made.row(3, 4)), Limits(cells=3), "spreadsheets.too_many_cells"),
        (made.sheet(made.row("abc")), Limits(characters=2), "spreadsheets.too_many_characters"),
        (made.sheet(made.row("a")) + made.sheet(name="b"), Limits(sheets=1), "spreadsheets.too_many_sheets"),
        ("<text:p>" * 80 + "</text:p>" * 80, Limits(), "spreadsheets.suspicious_archive"),
        ("<text:p><table:table-cell>x</table:table-cell>y</text:p>z", Limits(), "data_reading.no_data"),
    ],
)  # fmt: skip
def test_hostile_open_documents(tables: str, limits: Limits, identifier: str) -> None:
    assert refusal(made.ods(tables), limits=limits) == identifier


def test_hostile_archives() -> None:
    doctype = made.archive([("mimetype", made.MEDIA_TYPE), ("content.xml", "<!DOCTYPE x []><x/>")])
    assert refusal(doctype) == "spreadsheets.suspicious_archive"
    without = made.archive([("mimetype", made.MEDIA_TYPE)])
    assert refusal(without) == "spreadsheets.not_a_workbook"
    bomb = made.archive([("mimetype", made.MEDIA_TYPE), ("content.xml", b"<x>" + b" " * 30_000_000 + b"</x>")])
    assert refusal(bomb) == "spreadsheets.suspicious_archive"
    many = made.archive([("mimetype", made.MEDIA_TYPE), *((f"p{at}.xml", "") for at in range(1200))])
    assert refusal(many) == "spreadsheets.suspicious_archive"
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = made.archive([("mimetype", made.MEDIA_TYPE), ("content.xml", "<x/>"), ("content.xml", "<x/>")])
    assert refusal(twice) == "spreadsheets.suspicious_archive"
    with pytest.raises(Refused), opened(b"PK", file="a", limits=Limits()):
        pass


def test_json_rows() -> None:
    read_table, found = table(json.dumps([{"pièce": 1, "cote": 12.5}, {"pièce": 2, "cote": 12.7}]).encode())
    assert (read_table.numbers("cote").values.tolist(), found.report.understood.format) == ([12.5, 12.7], "json")
