"""``jawda stats read``: the report of reading a file."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from jawda.core.languages import Language
from jawda.core.statistics.reading import ReadReport
from jawda.site.commands import output
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.sources import open_source


def run(options: argparse.Namespace) -> int:
    """Say how the file was read; nothing is computed."""
    report = open_source(options).found.report
    if options.json:
        output.put_json(report.to_dict())
    else:
        output.put_lines(_lines(report, options.lang))
    return 0


def _lines(report: ReadReport, language: Language) -> Iterator[str]:
    understood = report.understood
    yield saying.word("read_well" if not report.ambiguous else "read_to_confirm", language)
    yield ""
    yield from saying.figures(
        [
            ("format", understood.format), ("encoding", understood.encoding), ("separator", understood.separator),
            ("decimal", understood.decimal), ("header_row", understood.header_row), ("sheet", understood.sheet),
            ("rows", understood.rows),
        ],
        language,
    )  # fmt: skip
    yield ""
    rows = [
        (column.name, saying.word(column.kind, language), column.unit, column.numbers or column.dates or column.texts)
        for column in understood.columns
    ]
    yield from saying.table(("column", "kind", "unit", "cells"), rows, language)
    if report.findings:
        yield ""
        yield from output.checked(report.findings, language)
