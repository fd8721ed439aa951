"""The validation report on paper: the page that a quality manager shows the auditor, and every case behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from jawda.core.findings import Finding, words
from jawda.core.languages import Language
from jawda.core.statistics.validation import CaseVerdict, Compared, Validation
from jawda.foundation.printing import (
    Block,
    Document,
    Facts,
    Heading,
    KeyValues,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    Verdict,
    render_pdf,
)
from jawda.foundation.ui.formats import NOTHING, date_long, in_zone
from jawda.site.commands.statistics.validation_words import in_language

#: Comparisons of a case that are printed, those that failed first; the rest stands in the JSON.
PRINTED: Final = 8
_SHOWN_VALUES: Final = 3
_LONGEST: Final = 60
_DIGITS: Final = 12


def report_pdf(
    found: Validation,
    software: Mapping[str, str],
    moment: datetime,
    language: Language,
    *,
    organisation_name: str = "",
) -> bytes:
    """The report as PDF; ``moment`` (aware) is its date."""
    return render_pdf(
        report(found, software, moment, language, organisation_name=organisation_name), timestamp=moment, time_limit=120
    )


def report(
    found: Validation,
    software: Mapping[str, str],
    moment: datetime,
    language: Language,
    *,
    organisation_name: str = "",
) -> Document:
    """The report as a document."""
    say = in_language(language)
    passed = len(found.verdicts) - len(found.failed)
    return Document(
        title=say["title"],
        organisation_name=organisation_name or say["own_installation"],
        reference=f"Jawda {software['jawda']}",
        date=date_long(in_zone(moment), language),
        language=language,
        fictitious=False,
        cover=False,
        conclusion=Verdict(
            seal="not_ready" if found.failed else "ready",
            title=found.finding.sentence(language),
            text=words(Finding(id="validation.scope"), language),
        ),
        key_figures=KeyValues(
            rows=(
                (f"{passed}/{len(found.verdicts)}", say["passed"]),
                (str(len(found.failed)), say["failed"]),
                (str(found.figures), say["figures"]),
            )
        ),
        blocks=tuple(_blocks(found, software, language)),
    )


def _blocks(found: Validation, software: Mapping[str, str], language: Language) -> Iterator[Block]:
    say = in_language(language)
    yield Heading(text=say["software"])
    yield Facts(rows=tuple((say[name], value) for name, value in software.items()))
    yield Heading(text=say["summary"])
    yield _summary(found, say)
    yield Heading(text=say["how"], level=3)
    yield Paragraph(text=say["how_text"], quiet=True)
    yield PageBreak()
    for area in _areas(found):
        yield Heading(text=say[area])
        for one in _of(found, area):
            yield from _case(one, say, language)
    yield Heading(text=say["files"])
    yield Table(
        columns=(say["file"], say["cases"], say["sha256"]),
        widths=("auto", "auto", "1fr"),
        alignments=("start", "end", "start"),
        # in two lines, so that it fits the page whatever the font
        rows=tuple((one.name, str(len(one.cases)), f"{one.sha256[:32]}\n{one.sha256[32:]}") for one in found.files),
    )
    yield Signatures(people=((say["checked_by"], ""),))


def _areas(found: Validation) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.case.area for one in found.verdicts))


def _of(found: Validation, area: str) -> list[CaseVerdict]:
    return [one for one in found.verdicts if one.case.area == area]


def _summary(found: Validation, say: Mapping[str, str]) -> Table:
    rows = []
    for area in _areas(found):
        verdicts = _of(found, area)
        passed = sum(one.passed for one in verdicts)
        figures = sum(len(one.comparisons) for one in verdicts)
        verdict = say["ok" if passed == len(verdicts) else "not_ok"]
        rows.append((say[area], str(len(verdicts)), str(passed), str(figures), verdict))
    return Table(
        columns=(say["area"], say["cases"], say["passed"], say["figures"], say["verdict"]),
        widths=("1fr", "auto", "auto", "auto", "auto"),
        alignments=("start", "end", "end", "end", "start"),
        rows=tuple(rows),
    )


def _case(one: CaseVerdict, say: Mapping[str, str], language: Language) -> Iterator[Block]:
    case = one.case
    yield Heading(text=case.title, level=3)
    facts = [(say["source"], case.source), (say["licence"], case.licence)]
    if one.error:
        facts.append((say["error"], one.error[:200]))
    facts.append((say["verdict"], f"{say['ok' if one.passed else 'not_ok']} ({case.id})"))
    yield Facts(rows=tuple(facts))
    ordered = sorted(one.comparisons, key=lambda each: each.passed)
    if ordered:
        yield Table(
            columns=(say["figure"], say["expected"], say["obtained"], say["tolerance"], say["verdict"]),
            widths=("1.2fr", "1.4fr", "1.4fr", "auto", "auto"),
            rows=tuple(_row(each, say, language) for each in ordered[:PRINTED]),
        )
    rest = ordered[PRINTED:]
    if rest:
        failed = sum(not each.passed for each in rest)
        yield Paragraph(text=say["more"].format(count=len(rest), failed=failed), quiet=True)


def _row(each: Compared, say: Mapping[str, str], language: Language) -> tuple[str, ...]:
    tolerance = "" if each.tolerance is None else value_of(float(each.tolerance), language)
    return (
        each.name,
        value_of(each.expected, language),
        value_of(each.obtained, language),
        say[each.kind].format(tolerance),
        say["ok" if each.passed else "not_ok"],
    )


def value_of(value: Any, language: Language) -> str:
    """A value as it is compared: twelve digits, the first few of a list with how many there are.

    >>> value_of(0.1 + 0.2, "fr"), value_of([1, 2, 3, 4, 5], "en"), value_of([], "en")
    ('0,3', '1; 2; 3; … (5)', '–')
    """
    if value is None or value == []:
        return NOTHING
    if isinstance(value, float):
        text = f"{value:.{_DIGITS}g}"
        return text if language == "en" else text.replace(".", ",")
    if isinstance(value, list):
        return _list_of(value, language)
    return str(value)[:_LONGEST]


def _list_of(values: Sequence[Any], language: Language) -> str:
    shown = "; ".join(value_of(one, language) for one in values[:_SHOWN_VALUES])
    shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
    return shown if len(values) <= _SHOWN_VALUES else f"{shown}; … ({len(values)})"
