"""Answers from a table: every fault at once, with its row, its column and what was expected."""

from __future__ import annotations

from typing import Final

from jawda.core.assessment.acceptance import Fault, Nearest, faults
from jawda.core.assessment.cells import LevelReader, plain, yes_or_no
from jawda.core.assessment.model import Answer
from jawda.core.findings import Finding, Place, Refused
from jawda.core.findings.model import Argument
from jawda.core.languages import Language
from jawda.core.referentials.model import Referential
from jawda.core.spreadsheets import Record, Sheet, Workbook, records
from jawda.core.spreadsheets.records import folded

COLUMNS: Final = ("requirement", "level", "not_applicable", "reason", "note", "evidence")
CONTEXT: Final = ("reference", "question")
"""Columns of our own template that help the person who fills it in, and are not read."""
BESIDE: Final = ("evidence_files", "state")
"""Columns of an export that name what is stored elsewhere, and how far the answer has come; not read either."""
IGNORED: Final = (*CONTEXT, *BESIDE)
"""Columns of our own files that are not read."""
SHEET_NAMES: Final[dict[Language, str]] = {"fr": "Réponses", "ar": "الأجوبة", "en": "Answers"}


def read_answers(workbook: Workbook, referential: Referential) -> tuple[Answer, ...]:
    """The answers of a workbook's sheet of answers (or its only sheet), in the sheet's order.

    Rows with nothing in them but the requirement are not answers: an empty template, or no row at all, is a valid
    assessment with nothing answered. ``Refused`` with every fault.

    >>> from jawda.core.languages import Text
    >>> from jawda.core.referentials.model import Referential, Requirement
    >>> from jawda.core.referentials.scales import MATURITY
    >>> referential = Referential(
    ...     id="first-1", slug="first", edition="1", title=Text(en="First"), languages=("en",), publisher="-",
    ...     rights=Text(), scale=MATURITY, requirements=(Requirement(id="a", reference="1", title=Text(en="A")),),
    ... )
    >>> sheet = Sheet("Answers", (("requirement", "level"), ("a", "En place")))
    >>> read_answers(Workbook("answers.csv", (sheet,)), referential)[0].level
    '3'
    """
    sheet = _sheet(workbook)
    if not sheet.rows:
        return ()
    rows = records(sheet, file=workbook.file, required=COLUMNS[:1], optional=(*COLUMNS[1:], *IGNORED))
    reader = _Reader(workbook.file, sheet, referential)
    answers = [answer for record in rows if (answer := reader.answer(record)) is not None]
    if reader.findings:
        raise Refused(reader.findings)
    return tuple(answers)


def _sheet(workbook: Workbook) -> Sheet:
    names = {folded(name) for name in SHEET_NAMES.values()}
    found = [sheet for sheet in workbook.sheets if folded(sheet.name) in names]
    if len(found) == 1:
        return found[0]
    place = Place(file=workbook.file)
    if found:
        twice: dict[str, Argument] = {"found": ", ".join(sheet.name for sheet in found)}
        raise Refused([Finding(id="assessment.two_sheets", place=place, arguments=twice)])
    if len(workbook.sheets) == 1:
        return workbook.sheets[0]
    arguments: dict[str, Argument] = {"expected": ", ".join(SHEET_NAMES.values())}
    raise Refused([Finding(id="assessment.wrong_sheet", place=place, arguments=arguments)])


class _Reader:
    """Reads rows one by one and gathers what is wrong with them."""

    def __init__(self, file: str, sheet: Sheet, referential: Referential) -> None:
        self.file, self.sheet, self.referential = file, sheet, referential
        self.findings: list[Finding] = []
        self._rows: dict[str, int] = {}
        self._levels = LevelReader(referential.scale)
        self._nearest = Nearest(referential)

    def answer(self, record: Record) -> Answer | None:
        """The row's answer, or ``None`` where it says nothing or is wrong."""
        identifier = plain(record.values.get("requirement"))
        said = any(plain(record.values.get(name)) for name in COLUMNS[1:])
        if not identifier:
            if said:
                self._fault(record, Fault("requirement_missing", "requirement", {}))
            return None
        if identifier in self._rows:
            rows: dict[str, Argument] = {
                "found": identifier[:80],
                "first": self._rows[identifier],
                "second": record.row,
            }
            self._fault(record, Fault("answered_twice", "requirement", rows))
        self._rows.setdefault(identifier, record.row)
        answer = Answer(
            requirement=identifier,
            level=self._level(record),
            not_applicable=self._not_applicable(record),
            reason=plain(record.values.get("reason")),
            note=plain(record.values.get("note")),
            evidence=plain(record.values.get("evidence")),
        )
        for fault in faults(self.referential, answer, self._nearest):
            # a heading that stands in the list, as in a printed standard, does no harm until it is answered
            if said or fault.name != "heading_answered":
                self._fault(record, fault)
        return answer if answer != Answer(requirement=identifier) else None

    def _level(self, record: Record) -> str | None:
        level = self._levels.read(record.values.get("level"))
        if isinstance(level, Fault):
            self._fault(record, level)
            return None
        return level

    def _not_applicable(self, record: Record) -> bool:
        value = record.values.get("not_applicable")
        found = yes_or_no(value)
        if found is None:
            self._fault(record, Fault("not_yes_or_no", "not_applicable", {"found": plain(value)[:40]}))
        return bool(found)

    def _fault(self, record: Record, fault: Fault) -> None:
        place = Place(file=self.file, sheet=self.sheet.name or None, row=record.row, column=fault.column)
        self.findings.append(Finding(id=f"assessment.{fault.name}", place=place, arguments=fault.arguments))
