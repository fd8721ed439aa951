"""``jawda stats validate``: the published cases run where Jawda is installed, with the report for an auditor."""

from __future__ import annotations

import argparse
import json
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final

from jawda import __version__
from jawda.core.findings import Finding, words
from jawda.core.languages import Language
from jawda.core.statistics.validation import Validation, validate
from jawda.site.commands import files, output
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.validation_words import in_language

SCOPE: Final = Finding(id="validation.scope")


def run(options: argparse.Namespace) -> int:
    """Run the cases, write the report as PDF and JSON, say what came of it; 1 where a case did not pass."""
    language: Language = options.lang
    say = in_language(language)
    with output.progress(say["running"]):
        found = validate(areas=options.area)
    moment = datetime.now(UTC)
    document = document_of(found, moment)
    if not options.no_report:
        with output.progress(say["printing"]):
            from jawda.site.commands.statistics.validation_report import report_pdf  # noqa: PLC0415 - only for a report

            content = report_pdf(found, software(), moment, language, organisation_name=options.organisation)
        files.write(options.pdf, content)
        files.write(options.report, json.dumps(document, ensure_ascii=False, indent=1).encode())
    if options.json:
        output.put_json(document)
    else:
        written = [] if options.no_report else [str(options.pdf), str(options.report)]
        output.put_lines(_lines(found, language, written))
    return 1 if found.failed else 0


def software() -> dict[str, str]:
    """What computed: versions and machine."""
    return {
        "jawda": __version__,
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "scipy": version("scipy"),
        "platform": platform.platform(),
        "machine": platform.machine(),
    }


def document_of(found: Validation, moment: datetime) -> dict[str, Any]:
    """The report for programs."""
    scope = {language: words(SCOPE, language) for language in ("fr", "ar", "en")}
    run_at = {"software": software(), "date": moment.isoformat(timespec="seconds"), "scope": scope}
    return {**run_at, **found.to_dict()}


def _lines(found: Validation, language: Language, written: list[str]) -> Iterator[str]:
    say = in_language(language)
    yield found.finding.sentence(language)
    yield words(SCOPE, language)
    yield ""
    rows = []
    for area in dict.fromkeys(one.case.area for one in found.verdicts):
        verdicts = [one for one in found.verdicts if one.case.area == area]
        passed = sum(one.passed for one in verdicts)
        rows.append((say[area], len(verdicts), passed, sum(len(one.comparisons) for one in verdicts)))
    yield from saying.table((say["area"], say["cases"], say["passed"], say["figures"]), rows, language)
    for one in found.failed:
        yield ""
        yield f"✗ {one.case.title} ({one.case.id})"
        if one.error:
            yield saying.named(say["error"], one.error, language)
        for each in one.comparisons:
            if not each.passed:
                yield saying.named(each.name, f"{each.obtained} ≠ {each.expected}"[:200], language)
    yield ""
    yield from saying.figures(((say[name], value) for name, value in software().items()), language)
    for name in written:
        yield saying.named(say["written"], saying.shown(name, language), language)
