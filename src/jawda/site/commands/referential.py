"""``jawda referential``: list, check, template, import, export, diff."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jawda.core.assessment import template as answers_template
from jawda.core.findings import Finding, Place, Refused, words_with_place
from jawda.core.languages import LANGUAGES
from jawda.core.referentials import (
    Referential,
    check,
    compare_editions,
    read_oscal_catalog,
    read_referential,
    write_oscal_catalog,
    write_referential,
)
from jawda.core.spreadsheets import write_workbook
from jawda.site.commands import environment


def add_to(commands: Any) -> None:
    """Add ``referential`` and what it can do to the command line."""
    top = commands.add_parser("referential", help="referentials: list, check, template, import, export, diff")
    verbs = top.add_subparsers(required=True, metavar="VERB")
    for name, function, arguments, example in (
        ("list", list_all, (), "jawda referential list"),
        ("check", check_file, ("file",), "jawda referential check mine-1.yaml"),
        ("template", template, ("id",), "jawda referential template premiers-pas-1 --lang fr -o reponses.xlsx"),
        ("import", import_file, ("file",), "jawda referential import catalogue.json"),
        ("export", export, ("id",), "jawda referential export premiers-pas-1 --format oscal -o catalogue.json"),
        ("diff", diff, ("old", "new"), "jawda referential diff iso-9001-2015 iso-9001-2026"),
    ):
        verb = verbs.add_parser(name, help=(function.__doc__ or "").split(".")[0], epilog=f"example: {example}")
        for argument in arguments:
            verb.add_argument(argument)
        verb.add_argument("--lang", choices=LANGUAGES, default="fr", help="language of words (default: fr)")
        verb.add_argument("--json", action="store_true", help="print JSON")
        if name in ("template", "export"):
            verb.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
        if name == "export":
            verb.add_argument("--format", choices=("yaml", "oscal", "xlsx"), default="yaml")
        verb.set_defaults(run=function)


def find(name: str) -> Referential:
    """A referential by file, by the id of a built-in one, or by the id of a stored one; ``Refused`` if none."""
    path = Path(name)
    if path.suffix and path.is_file():
        return read_file(path)
    from jawda.apps.referentials import built_in as shipped  # noqa: PLC0415 - needs no database

    for item in shipped.built_in():
        if item.id == name:
            return item
    environment.database()
    environment.framework()
    from jawda.apps.referentials import store  # noqa: PLC0415 - after set-up

    try:
        return store.load(name)
    except store.UnknownReferential as fault:
        raise Refused([Finding(id="referentials.unknown", arguments={"id": name})]) from fault


def read_file(path: Path) -> Referential:
    """YAML in our form, or an OSCAL catalogue in JSON, told apart by content."""
    content = path.read_bytes()
    if content.lstrip()[:1] == b"{":
        return read_oscal_catalog(content, file=path.name)
    return read_referential(content, file=path.name)


def list_all(options: argparse.Namespace) -> int:
    """List the referentials that can be used."""
    environment.database()
    environment.framework()
    from jawda.apps.referentials import store  # noqa: PLC0415 - after set-up

    rows = store.listed()
    if options.json:
        body = [
            {
                "id": row.identifier,
                "title": row.title.best(options.lang),
                "questions": row.questions,
                "scale": row.scale,
            }
            for row in rows
        ]
        sys.stdout.write(json.dumps(body, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(
            f"{row.identifier:<40} {row.questions:>5}  {row.title.best(options.lang)}\n" for row in rows
        )
    return 0


def check_file(options: argparse.Namespace) -> int:
    """Check a file: every fault with its place."""
    path = Path(options.file)
    findings: tuple[Finding, ...]
    try:
        referential = read_file(path)
        findings = check(referential, place=lambda where: Place(file=path.name, path=where))
    except Refused as refused:
        findings = refused.findings
    errors = [finding for finding in findings if finding.level == "error"]
    if options.json:
        body = [
            {"id": item.id, "level": item.level, "words": words_with_place(item, options.lang)} for item in findings
        ]
        sys.stdout.write(json.dumps({"valid": not errors, "findings": body}, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(words_with_place(item, options.lang) + "\n" for item in findings)
        sys.stdout.write("ok\n" if not errors else "")
    return 1 if errors else 0


def template(options: argparse.Namespace) -> int:
    """Write the spreadsheet of answers to fill in."""
    referential = find(options.id)
    plans = answers_template(referential, options.lang)
    options.output.write_bytes(write_workbook(plans, title=referential.id, created=datetime.now(UTC)))
    return 0


def import_file(options: argparse.Namespace) -> int:
    """Store a referential from a YAML file or an OSCAL catalogue."""
    referential = read_file(Path(options.file))
    environment.database()
    environment.framework()
    from jawda.apps.referentials import store  # noqa: PLC0415 - after set-up

    try:
        new = store.keep(referential)
    except ValueError as fault:
        raise Refused([Finding(id="referentials.stored_already", arguments={"id": referential.id})]) from fault
    if options.json:
        sys.stdout.write(
            json.dumps({"id": referential.id, "questions": len(referential.assessable), "new": new}) + "\n"
        )
    else:
        sys.stdout.write(f"{referential.id}\n")
    return 0


def export(options: argparse.Namespace) -> int:
    """Write a referential to a file."""
    referential = find(options.id)
    now = datetime.now(UTC)
    if options.format == "oscal":
        content = write_oscal_catalog(referential, modified=now)
    elif options.format == "xlsx":
        content = write_workbook(answers_template(referential, options.lang), title=referential.id, created=now)
    else:
        content = write_referential(referential)
    options.output.write_bytes(content)
    return 0


def diff(options: argparse.Namespace) -> int:
    """Compare two editions."""
    comparison = compare_editions(find(options.old), find(options.new))
    body = {
        "kept": comparison.kept, "changed": {name: list(names) for name, names in comparison.changed.items()},
        "moved": comparison.moved, "added": comparison.added, "removed": comparison.removed,
    }  # fmt: skip
    if options.json:
        sys.stdout.write(json.dumps(body, indent=2) + "\n")
    else:
        for name, items in body.items():
            sys.stdout.writelines(f"{name:<8} {item}\n" for item in items)
    return 0
