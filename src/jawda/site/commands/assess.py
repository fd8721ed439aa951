"""``jawda assess``: answers from a file, the result in words or JSON, the report as PDF."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from jawda.core.assessment import Result, as_document, assess, read_answers, read_profile, read_profile_sheet
from jawda.core.languages import Language
from jawda.core.spreadsheets import read_table
from jawda.site.commands import files, output
from jawda.site.commands.referential import find

_WORDS: Final[dict[str, dict[Language, str]]] = {
    "reading": {"fr": "Lecture des réponses…", "ar": "قراءة الأجوبة…", "en": "Reading the answers…"},
    "printing": {"fr": "Composition du rapport…", "ar": "إعداد التقرير…", "en": "Composing the report…"},
    "answered": {
        "fr": "Répondues\N{NO-BREAK SPACE}: {answered} sur {assessable}",
        "ar": "الأجوبة: {answered} من {assessable}",
        "en": "Answered: {answered} of {assessable}",
    },
    "first": {"fr": "À faire d’abord", "ar": "ما يجب فعله أولا", "en": "What to do first"},
}


def run(options: argparse.Namespace) -> int:
    """Read, assess, print; nothing is stored. An empty template is a valid assessment with nothing answered."""
    language: Language = options.lang
    with output.progress(_WORDS["reading"][language]):
        content = files.read(options.answers)
        referential = find(options.referential)
        workbook = read_table(content, file=options.answers.name)
        profile = {**read_profile_sheet(workbook, referential), **read_profile(referential, options.profile)}
        answers = read_answers(workbook, referential)
        result = assess(referential, answers, profile=profile, target=options.target)
    if options.pdf:
        with output.progress(_WORDS["printing"][language]):
            files.write(options.pdf, _report(result, options.organisation, language))
    document = as_document(result, language=language)
    if options.json:
        output.put_json(document)
    else:
        output.put_lines(_lines(result, document, language))
    return 0


def _report(result: Result, organisation_name: str, language: Language) -> bytes:
    from jawda.apps.diagnostics.report import report_pdf  # noqa: PLC0415 - only where a report is wanted

    return report_pdf(
        result,
        organisation_name=organisation_name,
        fictitious=False,
        reference=result.referential.id,
        moment=datetime.now(UTC),
        language=language,
    )


def _lines(result: Result, document: dict[str, Any], language: Language) -> Iterator[str]:
    """The verdict in words before any figure, then the chapters, then what to do first."""
    yield result.verdict.title(language)
    yield result.verdict.reason(language)
    yield _WORDS["answered"][language].format(answered=document["answered"], assessable=document["assessable"])
    yield ""
    for clause in document["by_clause"]:
        score = "–" if clause["score"] is None else f"{clause['score']:.0f}"
        yield f"{clause['reference']:>8}  {score:>4}  {clause['title']}"
    if result.first:
        yield ""
        yield _WORDS["first"][language]
        for gap in result.first:
            title = (gap.requirement.title or gap.requirement.question).best(language)
            yield f"{gap.rank:>8}. {gap.requirement.reference}  {title}"
            yield f"{'':>10}{gap.why(language)}"
