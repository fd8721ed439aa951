"""``jawda referential``: list, check, template, import, export, diff, map."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from jawda.core.assessment import template as answers_template
from jawda.core.findings import Finding, Level, Place, Refused, words_with_place
from jawda.core.referentials import (
    Referential,
    check,
    check_mapping,
    compare_editions,
    mapping_between,
    pair_document,
    read_any,
    read_mapping_file,
    write_mapping_file,
    write_oscal_catalog,
    write_referential,
    write_spreadsheet,
)
from jawda.core.spreadsheets import write_workbook
from jawda.site.commands import environment, files, output

ENDINGS: Final = frozenset({".yaml", ".yml", ".json", ".xlsx"})


def find(name: str) -> Referential:
    """A referential by file, by the id of a built-in one, or by the id of a stored one; ``Refused`` if none.

    The database is asked last, and started only then; where there is none yet, nothing is stored.
    """
    path = Path(name)
    if "/" in name or path.suffix.lower() in ENDINGS or path.is_file():
        return read_file(path)
    from jawda.apps.referentials import built_in as shipped  # noqa: PLC0415 - needs no database

    found = shipped.read(name)
    if found is not None:
        return found
    if environment.has_database():
        environment.store()
        from jawda.apps.referentials import store  # noqa: PLC0415 - after set-up

        try:
            return store.load(name)
        except store.UnknownReferential:
            pass
    raise Refused([Finding(id="referentials.unknown", arguments={"id": name[:120]})])


def read_file(path: Path) -> Referential:
    """YAML, OSCAL or workbook, whatever the file's name."""
    return read_any(files.read(path), file=path.name)


def list_all(options: argparse.Namespace) -> int:
    """The built-in ones, and those stored where there is a database."""
    rows: list[dict[str, Any]]
    if environment.has_database():
        environment.store()
        from jawda.apps.referentials import store  # noqa: PLC0415 - after set-up

        rows = [
            _row(item.identifier, item.title.best(options.lang), item.questions, str(item.scale), item.built_in)
            for item in store.listed()
        ]
    else:
        from jawda.apps.referentials import built_in as shipped  # noqa: PLC0415 - needs no database

        rows = [
            _row(item.id, item.title.best(options.lang), len(item.assessable), str(item.scale.kind), True)
            for item in shipped.built_in()
        ]
    if options.json:
        output.put_json(rows)
    else:
        output.put_lines(f"{row['id']:<40} {row['questions']:>5}  {row['title']}" for row in rows)
    return 0


def _row(identifier: str, title: str, questions: int, scale: str, built_in: bool) -> dict[str, Any]:
    return {"id": identifier, "title": title, "questions": questions, "scale": scale, "built_in": built_in}


def check_one(options: argparse.Namespace) -> int:
    """Every fault and doubt of a file; 1 where there is a fault, 2 where there is no file to read."""
    path = Path(options.file)
    content = files.read(path)
    findings: tuple[Finding, ...]
    identifier = None
    try:
        referential = read_any(content, file=path.name)
        identifier = referential.id
        findings = check(referential, place=lambda where: Place(file=path.name, path=where))
    except Refused as refused:
        findings = refused.findings
    errors = [finding for finding in findings if finding.level is Level.ERROR]
    if options.json:
        body = [
            {"id": item.id, "level": str(item.level), "words": words_with_place(item, options.lang)}
            for item in findings
        ]
        output.put_json({"id": identifier, "valid": not errors, "findings": body})
    else:
        output.put_lines(words_with_place(item, options.lang) for item in findings)
        if not errors:
            output.put_lines(["ok"])
    return 1 if errors else 0


def template_one(options: argparse.Namespace) -> int:
    """The workbook of answers to fill in."""
    referential = find(options.id)
    plans = answers_template(referential, options.lang)
    content = write_workbook(plans, title=referential.id, created=datetime.now(UTC))
    return _written(options, referential, content)


def import_file(options: argparse.Namespace) -> int:
    """Store a referential; the same content again changes nothing, another content under its id is refused."""
    referential = read_file(Path(options.file))
    environment.store()
    from jawda.apps.referentials import store  # noqa: PLC0415 - after set-up

    try:
        new = store.keep(referential)
    except ValueError as fault:
        raise Refused([Finding(id="referentials.stored_already", arguments={"id": referential.id})]) from fault
    if options.json:
        output.put_json({"id": referential.id, "questions": len(referential.assessable), "new": new})
    else:
        output.put_lines([referential.id])
    return 0


def export_one(options: argparse.Namespace) -> int:
    """The referential itself, as YAML, OSCAL or workbook; each reads back as an equal one."""
    referential = find(options.id)
    now = datetime.now(UTC)
    if options.format == "oscal":
        content = write_oscal_catalog(referential, modified=now)
    elif options.format == "xlsx":
        content = write_spreadsheet(referential, created=now)
    else:
        content = write_referential(referential)
    return _written(options, referential, content)


def _written(options: argparse.Namespace, referential: Referential, content: bytes) -> int:
    files.write(options.output, content)
    if options.json:
        output.put_json({"id": referential.id, "file": str(options.output), "bytes": len(content)})
    return 0


def diff_one(options: argparse.Namespace) -> int:
    """What the new edition keeps, changes, moves, adds, removes, and where answers carry over."""
    comparison = compare_editions(find(options.old), find(options.new))
    if options.json:
        carried = [
            {"old": item.old, "new": item.new, "review": item.review, "reason": str(item.reason)}
            for item in comparison.carried
        ]
        names = ("kept", "changed", "moved", "added", "removed", "merged", "split")
        output.put_json({name: getattr(comparison, name) for name in names} | {"carried": carried})
        return 0
    output.put_lines(
        f"{name:<8} {item}" + (f": {', '.join(details)}" if details else "")
        for name, items in (
            ("changed", comparison.changed),
            ("moved", dict.fromkeys(comparison.moved, ())),
            ("added", dict.fromkeys(comparison.added, ())),
            ("removed", dict.fromkeys(comparison.removed, ())),
            ("merged", comparison.merged),
            ("split", comparison.split),
        )
        for item, details in items.items()
    )
    output.put_lines([f"kept     {len(comparison.kept)}"])
    return 0


def map_one(options: argparse.Namespace) -> int:
    """The pairs from one referential to the other, checked against both; 1 where nothing maps them."""
    from jawda.apps.referentials import built_in as shipped  # noqa: PLC0415 - needs no database

    source, target = find(options.source), find(options.target)
    own = [read_mapping_file(files.read(path), file=path.name) for path in options.others]
    mapping = mapping_between([*shipped.built_in_mappings(), *own], source.id, target.id)
    if mapping is None:
        raise Refused([Finding(id="referentials.no_mapping", arguments={"source": source.id, "target": target.id})])
    faults = [item for item in check_mapping(mapping, source, target) if item.level is Level.ERROR]
    if faults:
        raise Refused(faults)
    if options.output:
        files.write(options.output, write_mapping_file(mapping))
    if options.json:
        pairs = [
            pair_document(pair, source.by_id[pair.source], target.by_id[pair.target], options.lang)
            for pair in mapping.pairs
        ]
        output.put_json({"source": source.id, "target": target.id, "pairs": pairs})
    elif not options.output:
        output.put_lines(
            f"{pair.source:<36} {pair.relation:<10} {pair.target}"
            + (f"  via {', '.join(pair.via)}" if pair.via else "")
            + (f"  {pair.remark.best(options.lang)}" if pair.remark else "")
            for pair in mapping.pairs
        )
    return 0
