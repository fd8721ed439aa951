"""``jawda assess``: answers from a file, the result in words or JSON, the report as PDF."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jawda.core.assessment import as_document, assess, read_answers
from jawda.core.languages import LANGUAGES
from jawda.core.spreadsheets import read_table
from jawda.site.commands.referential import find


def add_to(commands: Any) -> None:
    """Add ``assess`` to the command line."""
    command = commands.add_parser(
        "assess",
        help="what answers in a spreadsheet come to",
        epilog="example: jawda assess reponses.xlsx --referential premiers-pas-1 --pdf rapport.pdf --lang fr",
    )
    command.add_argument("answers", type=Path, metavar="ANSWERS.xlsx|csv|json")
    command.add_argument("--referential", required=True, metavar="ID|FILE")
    command.add_argument("--target", type=float, help="target on 0-100")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.add_argument("--pdf", type=Path, metavar="OUT", help="write the report")
    command.add_argument("--lang", choices=LANGUAGES, default="fr")
    command.add_argument("--organisation", default="", help="name on the report")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, assess, print; nothing is stored."""
    content = options.answers.read_bytes()
    referential = find(options.referential)
    answers = read_answers(read_table(content, file=options.answers.name), referential)
    result = assess(referential, answers, target=options.target)
    if options.pdf:
        from jawda.apps.diagnostics.report import report_pdf  # noqa: PLC0415 - only where a report is wanted

        pdf = report_pdf(
            result,
            organisation_name=options.organisation,
            fictitious=False,
            reference=referential.id,
            moment=datetime.now(UTC),
            language=options.lang,
        )
        options.pdf.write_bytes(pdf)
    document = as_document(result, language=options.lang)
    if options.json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        return 0
    lines = [result.verdict.title(options.lang), result.verdict.reason(options.lang), ""]
    for clause in document["by_clause"]:
        score = "–" if clause["score"] is None else f"{clause['score']:.0f}"
        lines.append(f"{clause['reference']:>8}  {score:>4}  {clause['title']}")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
