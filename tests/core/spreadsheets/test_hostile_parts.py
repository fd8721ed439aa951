"""Workbooks made by hand, part by part, to hurt: what they claim, what they refer to, what they amplify."""

from __future__ import annotations

import random
import resource
import time
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from jawda.core.findings import Finding, Refused
from jawda.core.spreadsheets import Column, Limits, SheetPlan, Workbook, read_table, read_workbook, write_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def parts(
    data: str = ONE, *, before: str = "", after: str = "", strings: str = "", sheets: int = 1, state: str = ""
) -> dict[str, bytes]:
    names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"{state}/>' for n in range(1, sheets + 1))
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        for n in range(1, sheets + 1)
    )
    inside = f"{before}<sheetData>{data}</sheetData>{after}"
    strings_link = f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    book_link = f'<Relationship Id="b" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    texts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{book_link}</Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{inside}</worksheet>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}{strings_link}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    }  # fmt: skip
    return {name: text.encode() for name, text in texts.items()}


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def faults(content: bytes, limits: Limits | None = None) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as refused:
        read_workbook(content, file="x.xlsx", limits=limits or Limits())
    return refused.value.findings


def only(content: bytes, limits: Limits | None = None) -> str:
    (finding,) = faults(content, limits)
    return finding.id.removeprefix("spreadsheets.")


def test_the_plain_one_is_read() -> None:
    book = read_workbook(packed(parts()), file="x.xlsx")
    assert [(sheet.name, sheet.rows) for sheet in book.sheets] == [("S1", ((1,),))]
    assert book.sheet(" s1 ") is book.sheets[0]
    assert book.sheet("other") is None


def test_cells_without_references_follow_each_other() -> None:
    """ECMA-376 part 1, 18.3.1.4: the reference of a cell is optional."""
    book = read_workbook(
        packed(parts('<row><c><v>1</v></c><c><v>2.5</v></c></row><row r="3"><c><v>3</v></c></row>')), file="x"
    )
    assert book.sheets[0].rows == ((1, 2.5), (None, None), (3, None))


@pytest.mark.parametrize(
    ("data", "before", "fault"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "", "too_many_rows"),
        ('<row r="1048576"><c><v>1</v></c></row>', "", "too_many_rows"),
        ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "", "too_many_columns"),
        (ONE, '<dimension ref="A1:A1048576"/>', "too_many_rows"),
        (ONE, '<dimension ref="A1:XFD1"/>', "too_many_columns"),
        ('<row r="1"><c r="nowhere"><v>1</v></c></row>', "", "not_a_workbook"),
        ('<row r="one"><c><v>1</v></c></row>', "", "not_a_workbook"),
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "", "not_a_workbook"),
        ('<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>', "", "error_value"),
        ('<row r="1"><c r="A1"><v>1e999</v></c></row>', "", "not_finite"),
        ('<row r="1"><c r="A1" t="str"><v>a_x0007_b</v></c></row>', "", "control_character"),
        ('<row r="1"><c r="A1"><f/><v>1</v></c></row>', "", "formula"),
        ('<row r="1"><x:c xmlns:x="y" r="A1"><x:f>1+1</x:f></x:c></row>', "", "formula"),
    ],
)  # fmt: skip
def test_sheets(data: str, before: str, fault: str) -> None:
    assert only(packed(parts(data, before=before))) == fault


def test_every_formula_and_merge_is_named_with_its_sheet() -> None:
    found = faults(
        packed(
            parts(
                '<row r="2"><c r="B2"><f>1</f></c><c r="C2"><f>2</f></c></row>',
                after='<mergeCells><mergeCell ref="A3:C3"/></mergeCells>',
            )
        )
    )
    assert [(finding.place.sheet, finding.place.row, finding.place.column) for finding in found] == [
        ("S1", 2, "B"), ("S1", 2, "C"), ("S1", 3, "A"),
    ]  # fmt: skip
    assert found[2].arguments == {"cells": "A3:C3"}


def test_a_formula_bomb_stops_early() -> None:
    assert (
        len(faults(packed(parts("".join(f'<row r="{n}"><c r="A{n}"><f>1</f></c></row>' for n in range(1, 5000))))))
        == 20
    )


def test_a_formula_beside_a_sheet_is_none_of_ours() -> None:
    members = parts() | {"xl/charts/chart1.xml": b"<chart><f>S1!A1</f><row/><c/><sheet/><si/><Relationship/></chart>"}
    assert read_workbook(packed(members), file="x").sheets[0].rows == ((1,),)


def test_hidden_sheets_are_not_read() -> None:
    assert read_workbook(packed(parts("<row><c><f>1</f></c></row>", state=' state="hidden"')), file="x").sheets == ()


def test_amplified_strings() -> None:
    """One shared string told a million times weighs nothing in the file and everything in memory."""
    strings = f"<si><t>{'x' * 19_000}</t></si>"
    row = "".join('<c t="s"><v>0</v></c>' for _ in range(60))
    content = packed(parts(f"<row>{row}</row>" * 100, strings=strings))
    assert only(content) == "too_many_characters"
    long = packed(parts('<row><c t="s"><v>0</v></c></row>', strings=f"<si><t>{'x' * 20_001}</t></si>"))
    (finding,) = faults(long)
    assert (finding.id, finding.place.row, finding.place.column) == ("spreadsheets.cell_too_long", 1, "A")


def test_counts() -> None:
    assert only(packed(parts(sheets=3)), Limits(sheets=2)) == "too_many_sheets"
    assert only(packed(parts(ONE + "<row><c/><c/></row>")), Limits(cells=2)) == "too_many_cells"
    assert only(packed(parts("<x/>" * 50)), Limits(cells=5)) == "too_many_cells"
    assert only(packed(parts()), Limits(members=3)) == "suspicious_archive"
    assert only(packed(parts()), Limits(bytes=10)) == "file_too_large"


@pytest.mark.parametrize("name", ["xl/WORKBOOK.xml", "/etc/x.xml", "xl//x.xml", "..\\x.xml"])
def test_names_that_mislead(name: str) -> None:
    assert only(packed(parts() | {name: b"<x/>"})) == "suspicious_archive"


def test_other_archives() -> None:
    assert only(packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})) == "not_a_table"
    assert only(packed({"word/document.xml": b"<x/>"})) == "not_a_workbook"
    assert only(packed(parts(), zipfile.ZIP_BZIP2)) == "suspicious_archive"
    with pytest.raises(Refused, match="old_or_protected"):
        read_table(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", file="x.xls")
    assert read_table(
        packed(parts() | {"xl/media/a.png": b"\x89PNG", "xl/externalLinks/e.xml": b"<x/>"}), file="x"
    ).sheets


def test_encrypted_members() -> None:
    content = bytearray(packed(parts()))
    position = content.index(b"PK\x01\x02")
    content[position + 8] |= 1
    assert only(bytes(content)) == "suspicious_archive"


def test_a_ratio_and_a_size_that_lies() -> None:
    """APPNOTE 4.4.9: the sizes are whatever the writer put there."""
    assert only(packed(parts(before=f"<!--{' ' * 30_000_000}-->"))) == "suspicious_archive"
    content = bytearray(packed({"xl/lie.xml": b"<x>" + b" " * 50_000_000 + b"</x>"} | parts()))
    position = content.index(b"PK\x01\x02")
    content[position + 24 : position + 28] = (1000).to_bytes(4, "little")
    assert only(bytes(content)) == "not_a_workbook"


def test_billion_laughs() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><sst>&b;</sst>'
    assert only(packed(parts() | {"xl/sharedStrings.xml": bomb})) == "suspicious_archive"
    assert only(packed(parts() | {"xl/styles.xml": bomb.decode().encode("utf-16")})) == "suspicious_archive"


def test_what_passed_is_all_the_reader_sees() -> None:
    """A second directory of the archive, which another program might prefer, is gone."""
    assert read_workbook(packed(parts("<row><c><f>1</f></c></row>")) + packed(parts()), file="x").sheets[0].rows == (
        (1,),
    )


def test_a_million_rows_are_refused_fast_and_small() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919 % 100003}</v></c></row>' for n in range(1, 1_000_001))
    content = packed(parts(rows))
    del rows
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert only(content) == "too_many_rows"
    assert time.process_time() - start < 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_damage_never_gets_a_traceback() -> None:
    """Whatever byte is hurt, the file is read or refused."""
    plan = SheetPlan(name="s", columns=(Column(name="a"),), rows=tuple((n, date(2026, 1, 1), "é") for n in range(20)))
    good = write_workbook([plan], title="t", created=datetime(2026, 1, 1, tzinfo=UTC))
    chance = random.Random(1)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(300):
        content = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        cut = chance.choice([len(content), chance.randrange(len(content))])
        try:
            assert isinstance(read_workbook(bytes(content[:cut]), file="x"), Workbook)
            outcomes["read"] += 1
        except Refused:
            outcomes["refused"] += 1
    assert outcomes["refused"] > 100
    for _ in range(300):
        members = parts(
            '<row r="1"><c r="A1" t="s" s="0"><v>0</v></c><c r="B1" t="d"><v>2026-01-01</v></c></row>',
            strings="<si><t>a</t></si>",
        )
        name = chance.choice(sorted(members))
        text = bytearray(members[name])
        text[chance.randrange(len(text))] = chance.choice(b'0123456789<>/"AZz=-. ')
        members[name] = bytes(text)
        try:
            assert isinstance(read_workbook(packed(members), file="x"), Workbook)
        except Refused:
            outcomes["refused"] += 1


def test_a_time_of_day_is_text() -> None:
    """ECMA-376 part 1, 18.8.30: number format 20 is h:mm; 0.5 is noon."""
    style = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="20"/></cellXfs></styleSheet>'
    content = packed(parts('<row r="1"><c r="A1" s="1"><v>0.5</v></c></row>') | {"xl/styles.xml": style.encode()})
    assert read_workbook(content, file="x").sheets[0].rows == (("12:00:00",),)


def test_empty_cells_count() -> None:
    assert only(packed(parts("<row>" + "<c/>" * 6 + "</row>")), Limits(cells=5)) == "too_many_cells"
