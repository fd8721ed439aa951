"""Measurements in a file: the workbook to fill in, and any long table of part, operator and value."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from jawda.apps.product_quality.enums import StudyKind
from jawda.apps.product_quality.gauge.domain import Key
from jawda.apps.product_quality.gauge.plans import part_name, runs
from jawda.apps.product_quality.models import GaugeStudy
from jawda.core.findings import Finding, Place, Refused
from jawda.core.languages import Language
from jawda.core.spreadsheets import Column, Limits, SheetPlan, Value, write_workbook
from jawda.core.spreadsheets.model import folded
from jawda.core.statistics.reading.read import read
from jawda.core.statistics.reading.table import Table
from jawda.core.statistics.reading.units import without_unit
from jawda.core.statistics.result import Check, Status

LIMITS: Final = Limits(bytes=5_000_000, rows=20_000, columns=200, cells=400_000)
MOST_READINGS: Final = 5_000
_FAULTS: Final = 50
#: In the three languages of the product.
_HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "operator": (
        "operator", "operators", "appraiser", "inspector", "operateur", "operatrice", "operateurs", "controleur",
        "المشغل", "مشغل", "المراقب", "op", "evaluateur", "evaluatrice", "المقيم", "مقيم",
    ),
    "part": (
        "part", "parts", "sample", "piece", "pieces", "echantillon", "n_piece", "القطعة", "قطعة", "العينة",
    ),
    "trial": (
        "trial", "trials", "repeat", "replicate", "repetition", "run", "essai", "essais", "المحاولة",
        "محاولة", "التكرار",
    ),
    "value": (
        "value", "values", "measurement", "measure", "reading", "valeur", "valeurs", "mesure", "mesures", "القيمة",
        "قيمة", "القياس", "قياس", "y", "judgement", "judgment", "rating", "decision", "jugement",
        "avis", "الحكم", "حكم",
        # of the workbook to fill in
        "judgement (good or bad)", "jugement (bon ou mauvais)", "الحكم (جيد أو رديء)",
    ),
    "order": ("order", "number", "no", "n", "ordre", "numero", "rang", "الترتيب", "ترتيب", "الرقم"),
}  # fmt: skip
HEADINGS: Final = {role: frozenset(map(folded, names)) for role, names in _HEADINGS.items()}
"""Headings that name a column, folded."""
#: Which columns the file of a kind has; those in brackets may be missing.
_ROLES: Final = {
    StudyKind.CROSSED: ("operator", "part", "(trial)", "value"),
    StudyKind.TYPE1: ("(order)", "value"),
    StudyKind.AGREEMENT: ("operator", "part", "(trial)", "value"),
}
#: How a judgement is written, in the three languages of the product.
_GOOD: Final = (
    "good", "ok", "pass", "passed", "accept", "accepted", "conforming", "conforms", "go", "1", "bon", "bonne",
    "conforme", "accepte", "b", "جيد", "جيدة", "مطابق", "مطابقة", "مقبول", "مقبولة",
)  # fmt: skip
_BAD: Final = (
    "bad", "nok", "ko", "fail", "failed", "reject", "rejected", "nonconforming", "no go", "not ok", "0", "mauvais",
    "mauvaise", "non conforme", "refuse", "nc", "m", "رديء", "رديئة", "غير مطابق", "غير مطابقة", "مرفوض", "مرفوضة",
)  # fmt: skip
_JUDGEMENTS: Final = {folded(word): 1.0 for word in _GOOD} | {folded(word): 0.0 for word in _BAD}


def write_readings(study: GaugeStudy, values: Mapping[Key, float], language: Language, moment: datetime) -> bytes:
    """Every measurement of the plan in the order of the sheets, with the values that stand."""
    heading = _("Value (%(unit)s)") % {"unit": study.unit} if study.unit else _("Value")
    columns = [
        Column(name=_("Operator"), width=24),
        Column(name=_("Part"), width=16),
        Column(name=_("Trial"), width=10),
    ]
    number = Column(name=heading, width=16, kind="number")
    if study.kind == StudyKind.TYPE1:
        columns = [Column(name=_("Order"), width=10)]
    if study.kind == StudyKind.AGREEMENT:
        columns[0] = Column(name=_("Appraiser"), width=24)
        number = Column(name=_("Judgement (good or bad)"), width=24)
    plan = SheetPlan(
        name="measurements",
        columns=(*columns, number),
        rows=tuple(_line(study, (run.operator, part, run.trial), values) for run in runs(study) for part in run.parts),
        right_to_left=language == "ar",
    )
    return write_workbook([plan], title=study.title, created=moment)


def _line(study: GaugeStudy, key: Key, values: Mapping[Key, float]) -> tuple[Value, ...]:
    operator, part, trial = key
    value: Value = values.get(key)
    if study.kind == StudyKind.TYPE1:
        return (part, value)
    if study.kind == StudyKind.AGREEMENT and value is not None:
        value = _("good") if value else _("bad")
    return (study.operators[operator], part_name(study, part), trial, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measurement of a file; ``trial`` is counted where the file has none."""

    row: int
    part: str
    operator: str
    trial: int
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """What a file holds: its lines, the columns that were taken, its unit, how many cells hold no number."""

    file: str
    lines: tuple[Line, ...]
    columns: Mapping[str, str]
    unit: str = ""
    left_out: int = 0
    notes: tuple[Check, ...] = ()
    swapped: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """In the order of the file."""
        return tuple(dict.fromkeys(line.part for line in self.lines))

    @property
    def operators(self) -> tuple[str, ...]:
        """In the order of the file."""
        return tuple(dict.fromkeys(line.operator for line in self.lines))

    @property
    def trials(self) -> int:
        """The greatest number of a trial."""
        return max(line.trial for line in self.lines)

    def exchanged(self) -> FileRead:
        """With the columns of parts and operators changed for one another."""
        lines = tuple(replace(line, part=line.operator, operator=line.part) for line in self.lines)
        columns = {**self.columns, "part": self.columns["operator"], "operator": self.columns["part"]}
        return replace(self, lines=lines, columns=columns, swapped=True)


def read_file(
    name: str, content: bytes, *, chosen: Mapping[str, str] | None = None, unit: str | None = None,
    kind: StudyKind = StudyKind.CROSSED,
) -> FileRead:  # fmt: skip
    """The long table of a file; ``chosen`` names its columns where their headings do not say what they are, ``unit`` is
    that of the study. Of one part there are values in their order; a judgement is a word.

    ``Refused`` with every fault and its place: a column that is not found, a value that is no number, a trial that is
    no whole number or stands twice.
    """
    found = read(name, content, limits=LIMITS)
    table = found.table
    if table is None:
        raise Refused([Finding(id="data_reading.unknown_format", place=Place(file=name))])
    columns = _columns(table, chosen or {}, kind)
    values, unit_found = _values(table, columns["value"], unit, kind)
    lines = tuple(_lines(table, columns, values, kind))
    if not lines:
        raise Refused(
            [
                Finding(
                    id="samples.too_few",
                    place=Place(file=name, column=columns["value"]),
                    arguments={"count": 0, "least": 2},
                )
            ]
        )
    if len(lines) > MOST_READINGS:
        arguments = {"rows": len(lines), "limit": MOST_READINGS}
        raise Refused([Finding(id="spreadsheets.too_many_rows", place=Place(file=name), arguments=arguments)])
    _refuse_doubles(name, lines, columns)
    warned = tuple(note for note in found.report.findings if note.status is not Status.OK)
    return FileRead(
        file=name, lines=lines, columns=columns, unit=unit_found, left_out=len(values) - len(lines), notes=warned
    )


def _values(table: Table, name: str, unit: str | None, kind: StudyKind) -> tuple[list[float], str]:
    """The column of values, not-a-number where a cell holds none, and its unit; judgements as 1 and 0."""
    if kind != StudyKind.AGREEMENT:
        column = table.numbers(name, unit=unit)
        return column.values.tolist(), column.unit or ""
    cells = table.column(name).cells
    found, faults = [], []
    for at, row in enumerate(table.rows.tolist()):
        text = " ".join(cells.text(at).split())
        value = _JUDGEMENTS.get(folded(text)) if text else math.nan
        if value is None:
            place = Place(file=table.file, row=int(row), column=name)
            arguments = {"value": text[:60], "expected": f"{_('good')} · {_('bad')}"}
            faults.append(Finding(id="codes.unknown_value", place=place, arguments=arguments))
        found.append(math.nan if value is None else value)
    if faults:
        raise Refused(faults[:_FAULTS])
    return found, ""


def _lines(table: Table, columns: Mapping[str, str], values: Sequence[float], kind: StudyKind) -> Iterator[Line]:
    """The rows that hold a value, each with the measurement that it is."""
    rows = [(at, value) for at, value in enumerate(values) if not math.isnan(value)]
    if kind == StudyKind.TYPE1:
        numbered = _whole_numbers(table, columns["order"]) if "order" in columns else None
        for place, (at, value) in enumerate(rows, start=1):
            part = str(numbered[at] if numbered is not None else place)
            yield Line(row=int(table.rows[at]), part=part, operator="", trial=1, value=value)
        return
    parts, operators = table.labels(columns["part"]), table.labels(columns["operator"])
    trials = _trials(table, columns, list(zip(operators.codes.tolist(), parts.codes.tolist(), strict=True)))
    for at, value in rows:
        yield Line(
            row=int(table.rows[at]), part=parts.names[parts.codes[at]], operator=operators.names[operators.codes[at]],
            trial=trials[at], value=value,
        )  # fmt: skip


def _columns(table: Table, chosen: Mapping[str, str], kind: StudyKind) -> dict[str, str]:
    """The file's own name of each column."""
    found: dict[str, str] = {}
    for asked in _ROLES[kind]:
        role = asked.strip("()")
        headings = HEADINGS[role]
        if chosen.get(role):
            found[role] = table.column(chosen[role]).name
            continue
        fitting = [name for name in table.column_names if folded(without_unit(name)) in headings]
        if fitting:
            found[role] = fitting[0]
        elif role == asked:
            # refuses, and says which columns there are
            table.column(_NAMES[role]())
    return found


_NAMES: Final[dict[str, Callable[[], str]]] = {
    "operator": lambda: _("Operator"), "part": lambda: _("Part"), "value": lambda: _("Value"),
}  # fmt: skip


def _trials(table: Table, columns: Mapping[str, str], cells: Sequence[tuple[int, int]]) -> list[int]:
    """As the file numbers them, else counted in the order of its rows."""
    if "trial" not in columns:
        counts: dict[tuple[int, int], int] = {}
        found = []
        for cell in cells:
            counts[cell] = counts.get(cell, 0) + 1
            found.append(counts[cell])
        return found
    return _whole_numbers(table, columns["trial"])


def _whole_numbers(table: Table, name: str) -> list[int]:
    """A column that counts from 1; refused with the row of what does not."""
    numbers = table.numbers(name).values
    faults = [at for at, number in enumerate(numbers.tolist()) if not (number >= 1 and number == int(number) < 1000)]
    if faults:
        raise Refused(
            Finding(
                id="codes.unknown_value",
                place=Place(file=table.file, row=int(table.rows[at]), column=name),
                arguments={"value": table.column(name).cells.text(at)[:60], "expected": "1, 2, 3…"},
            )
            for at in faults[:_FAULTS]
        )
    return [int(number) for number in numbers.tolist()]


def _refuse_doubles(name: str, lines: Sequence[Line], columns: Mapping[str, str]) -> None:
    seen: set[tuple[str, str, int]] = set()
    faults = []
    for line in lines:
        key = (line.operator, line.part, line.trial)
        if key in seen:
            faults.append(
                Finding(
                    id="measurement_systems.trial_repeated",
                    place=Place(file=name, row=line.row, column=columns.get("trial")),
                    arguments={"part": line.part[:60], "operator": line.operator[:80], "trial": line.trial},
                )
            )
        seen.add(key)
    if faults:
        raise Refused(faults[:_FAULTS])


def matched(study: GaugeStudy, found: FileRead) -> tuple[FileRead, tuple[tuple[Key, float], ...]]:
    """The readings by the places of the plan; columns that are changed for one another are put right, and it is told.

    ``Refused`` with the row of each operator, part or trial that the plan does not have.
    """
    operators = {name.casefold(): at for at, name in enumerate(study.operators)}
    if study.kind == StudyKind.TYPE1:
        # its file tells no operator: there is one
        operators = {"": 0}
    parts = {str(at): at for at in range(1, study.parts + 1)} if not study.part_names else {}
    parts |= {name.casefold(): at for at, name in enumerate(study.part_names, start=1)}
    if (
        study.kind != StudyKind.TYPE1
        and _fits(found.exchanged(), operators, parts)
        and not _fits(found, operators, parts)
    ):
        found = found.exchanged()
    readings: list[tuple[Key, float]] = []
    faults: list[Finding] = []
    for line in found.lines:
        operator, part = operators.get(line.operator.casefold()), parts.get(line.part.casefold())
        if operator is None:
            faults.append(_unknown(found, line, "operator", line.operator, " · ".join(study.operators)))
        if part is None:
            expected = " · ".join(study.part_names[:30]) or f"1 – {study.parts}"
            faults.append(_unknown(found, line, "part", line.part, expected))
        if line.trial > study.trials:
            faults.append(_unknown(found, line, "trial", str(line.trial), f"1 – {study.trials}"))
        if operator is not None and part is not None:
            readings.append(((operator, part, line.trial), line.value))
    if faults:
        raise Refused(faults)
    return found, tuple(readings)


def _fits(found: FileRead, operators: Mapping[str, int], parts: Mapping[str, int]) -> bool:
    return all(name.casefold() in operators for name in found.operators) and all(
        name.casefold() in parts for name in found.parts
    )


def _unknown(found: FileRead, line: Line, role: str, value: str, expected: str) -> Finding:
    place = Place(file=found.file, row=line.row, column=found.columns.get(role))
    return Finding(id="codes.unknown_value", place=place, arguments={"value": value[:60], "expected": expected[:300]})
