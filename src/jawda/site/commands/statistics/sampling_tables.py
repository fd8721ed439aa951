"""``jawda stats sampling-tables``: the form for tables of one's own copy of a standard, and the check of it filled."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jawda.core.findings import Finding, words, words_with_place
from jawda.core.languages import Language
from jawda.core.statistics.acceptance_sampling.supplied_reading import ReadTables, read_supplied
from jawda.core.statistics.acceptance_sampling.supplied_sheets import LIMITS
from jawda.core.statistics.acceptance_sampling.supplied_workbook import tables_workbook
from jawda.site.commands import files, output
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.refusals import option_refused


def run(options: argparse.Namespace) -> int:
    """Write the form of an edition, or read a filled one; 1 where numbers look like slips of the hand."""
    if options.file is not None:
        unfit = [name for name in ("--edition", "--form") if getattr(options, name[2:]) is not None]
        if unfit:
            raise option_refused("option_unfit", option=unfit[0], kind=options.file.name)
        return _check(options)
    missing = [name for name in ("--edition", "--form") if getattr(options, name[2:]) is None]
    if missing:
        option = "FILE" if len(missing) > 1 else missing[0]
        raise option_refused("option_missing", option=option, kind="sampling-tables")
    files.write(options.form, tables_workbook(options.edition, created=datetime.now(UTC)))
    if options.json:
        output.put_json({"edition": options.edition, "form": options.form.name})
    else:
        told = Finding(id="statistics_commands.form_written", arguments={"file": options.form.name})
        output.put_lines([words(told, options.lang)])
    return 0


def tables_of(path: Path) -> ReadTables:
    """What a filled workbook holds; ``Refused`` with every fault."""
    return read_supplied(files.read(path, largest=LIMITS.bytes), file=path.name)


def doubts_told(found: ReadTables, language: Language) -> list[str]:
    """A line for each doubt, with its place."""
    mark = output.MARKS[saying.Status.WARN]
    return [f"{mark} {words_with_place(one, language)}" for one in found.doubts]


def doubts_kept(found: ReadTables) -> list[dict[str, Any]]:
    """The doubts as JSON."""
    return [
        {"id": one.id, "sheet": one.place.sheet, "row": one.place.row, "column": one.place.column, **one.arguments}
        for one in found.doubts
    ]


def _check(options: argparse.Namespace) -> int:
    found = tables_of(options.file)
    if options.json:
        tables = [
            {"kind": one.kind, "sigma": one.sigma, "severity": one.severity, "plans": one.plans}
            for one in found.tables.held()
        ]
        output.put_json({
            "edition": found.tables.edition, "copy": found.tables.copy, "sha256": found.tables.sha256,
            "tables": tables, "doubts": doubts_kept(found),
        })  # fmt: skip
    else:
        output.put_lines(_lines(found, options.lang))
    return 1 if found.doubts else 0


def _lines(found: ReadTables, language: Language) -> Iterator[str]:
    name = "tables_doubtful" if found.doubts else "tables_read"
    yield words(Finding(id=f"statistics_commands.{name}", arguments={"count": len(found.doubts)}), language)
    yield ""
    yield from saying.figures([("edition", found.tables.edition), ("copy", found.tables.copy)], language)
    yield ""
    rows = [
        (
            saying.word(one.kind or f"sigma_{one.sigma}", language),
            saying.word(f"severity_{one.severity}", language),
            one.plans,
        )
        for one in found.tables.held()
    ]
    yield from saying.table(("table", "severity", "plans"), rows, language)
    if found.doubts:
        yield ""
        yield from doubts_told(found, language)
