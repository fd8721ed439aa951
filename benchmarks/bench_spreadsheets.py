"""Answer sheets: written, read, refused."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import UTC, datetime

from benchmarks.common import SIZES, Figure, a_referential, answers_to, milliseconds, report

from jawda.core.assessment import read_answers, template
from jawda.core.findings import Refused
from jawda.core.spreadsheets import read_table, write_workbook

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> int:
    """Whatever a person uploads is read or refused within 2 s."""
    figures = []
    for size in SIZES:
        referential = a_referential(size)
        plans = template(referential, "fr", answers_to(referential))
        content = write_workbook(plans, title="x", created=MOMENT)
        write = milliseconds(lambda plans=plans: write_workbook(plans, title="x", created=MOMENT), 3)
        read = milliseconds(lambda c=content, r=referential: read_answers(read_table(c, file="x"), r), 3)
        figures += [
            Figure(f"write the sheet of {size} questions", write, "ms", 2000),
            Figure(f"read the answers of {size} questions", read, "ms", 2000),
        ]
    million = _with_rows(content, 1_000_000)
    figures.append(Figure("refuse a million rows", milliseconds(lambda: _refused(million), 3), "ms", 2000))
    return report("spreadsheets", figures)


def _with_rows(workbook: bytes, count: int) -> bytes:
    """The workbook with another first sheet, of ``count`` rows that no archive makes small."""
    rows = "".join(f"<row><c><v>{number * 7919 % 1_000_003}</v></c></row>" for number in range(count))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return buffer.getvalue()


def _refused(content: bytes) -> None:
    try:
        read_table(content, file="x.xlsx")
    except Refused:
        return
    raise AssertionError("a million rows were read")


if __name__ == "__main__":
    sys.exit(main())
