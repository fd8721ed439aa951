"""The company's profile as a person writes it: ``designs=no``, or the sheet of the profile beside the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from jawda.core.assessment.cells import plain
from jawda.core.assessment.model import Profile
from jawda.core.findings import Finding, Place, Refused
from jawda.core.languages import Language
from jawda.core.referentials.model import Referential
from jawda.core.spreadsheets import Column, SheetPlan, Workbook, records
from jawda.core.spreadsheets.records import folded

SHEET_NAMES: Final[dict[Language, str]] = {"fr": "Profil", "ar": "التعريف", "en": "Profile"}
_COLUMNS: Final = ("profile", "value", "question", "choices")
"""The last two help the person who fills it in, and are not read."""


def read_profile(referential: Referential, choices: Iterable[str]) -> Profile:
    """Choices ``question=value`` as a profile; ``Refused`` with every unknown question or value, or a second answer.

    >>> from jawda.core.languages import Text
    >>> from jawda.core.referentials.model import ProfileChoice, ProfileQuestion, Requirement
    >>> from jawda.core.referentials.scales import MATURITY
    >>> designs = ProfileQuestion(
    ...     id="designs", question=Text(en="Do you design?"),
    ...     choices=tuple(ProfileChoice(value=value, title=Text(en=value)) for value in ("yes", "no")),
    ... )
    >>> referential = Referential(
    ...     id="first-1", slug="first", edition="1", title=Text(en="First"), languages=("en",), publisher="-",
    ...     rights=Text(), scale=MATURITY, profile=(designs,),
    ...     requirements=(Requirement(id="a", reference="1", title=Text(en="A")),),
    ... )
    >>> read_profile(referential, ["designs=no"])
    {'designs': 'no'}
    """
    return _read(referential, (written.partition("=")[::2] for written in choices), {})


def profile_sheet(referential: Referential, language: Language, profile: Profile) -> SheetPlan:
    """The profile questions with their answers so far; :func:`read_profile_sheet` reads it back."""
    return SheetPlan(
        name=SHEET_NAMES[language],
        columns=tuple(Column(name=name, width=width) for name, width in zip(_COLUMNS, (20, 20, 60, 40), strict=True)),
        rows=tuple(
            (
                item.id,
                profile.get(item.id),
                item.question.best(language),
                "\n".join(f"{choice.value}: {choice.title.best(language)}" for choice in item.choices),
            )
            for item in referential.profile
        ),
        right_to_left=language == "ar",
    )


def read_profile_sheet(workbook: Workbook, referential: Referential) -> Profile:
    """The profile that a workbook of answers carries; empty where it has no such sheet. ``Refused`` with each fault."""
    names = {folded(name) for name in SHEET_NAMES.values()}
    sheet = next((item for item in workbook.sheets if folded(item.name) in names), None)
    if sheet is None:
        return {}
    rows = records(sheet, file=workbook.file, required=_COLUMNS[:2], optional=_COLUMNS[2:])
    written = {record.row: (plain(record.values["profile"]), plain(record.values["value"])) for record in rows}
    said = {row: pair for row, pair in written.items() if pair[1]}
    places = [Place(file=workbook.file, sheet=sheet.name, row=row, column="value") for row in said]
    return _read(referential, said.values(), dict(enumerate(places)))


def _read(referential: Referential, pairs: Iterable[Sequence[str]], places: Mapping[int, Place]) -> Profile:
    questions = {item.id: [choice.value for choice in item.choices] for item in referential.profile}
    found: dict[str, str] = {}
    findings: list[Finding] = []
    for number, pair in enumerate(pairs):
        name, value = (part.strip() for part in pair)
        place = places.get(number, Place())
        if name not in questions:
            expected = ", ".join(questions) or "–"
            arguments = {"found": name[:80], "expected": expected}
            findings.append(Finding(id="assessment.unknown_profile", place=place, arguments=arguments))
        elif value not in questions[name]:
            arguments = {"profile": name, "found": value[:80], "expected": ", ".join(questions[name])}
            findings.append(Finding(id="assessment.unknown_profile_value", place=place, arguments=arguments))
        elif found.setdefault(name, value) != value:
            findings.append(Finding(id="assessment.profile_twice", place=place, arguments={"profile": name}))
    if findings:
        raise Refused(findings)
    return found
