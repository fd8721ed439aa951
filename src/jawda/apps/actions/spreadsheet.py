"""The spreadsheet of the plan: the same columns out and in, headings in English as in other files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError

from jawda.apps.actions.domain import MOST_AT_ONCE, Line
from jawda.apps.actions.facts import Facts
from jawda.apps.actions.models import Action
from jawda.apps.organisations.queries import Member
from jawda.core.findings import Finding, Place, Refused
from jawda.core.languages import Language
from jawda.core.spreadsheets import (
    Column,
    Limits,
    SheetPlan,
    SheetRow,
    read_table,
    records,
    write_workbook,
)
from jawda.core.typed_numbers import NotANumber, exact
from jawda.core.workflow import ENDED

COLUMNS: Final = (
    "id", "title", "why", "owner", "due_on", "effort_days", "cost", "currency", "consequence", "effect_due_on",
)  # fmt: skip
LIMITS: Final = Limits(bytes=5_000_000)


def write_plan(actions: Iterable[Action], language: Language, moment: datetime) -> bytes:
    """The actions that may change, as a workbook; with none, one to fill in."""
    rows = tuple(
        (
            str(row.pk),
            row.title,
            row.why or None,
            row.owner_name or None,
            row.due_on,
            row.effort_days,
            None if row.cost is None else float(row.cost),
            row.currency or None,
            row.consequence,
            row.effect_due_on,
        )
        for row in actions
        if row.current not in ENDED
    )
    columns = (
        Column(name="id", width=12),
        Column(name="title", width=44),
        Column(name="why", width=44),
        Column(name="owner", width=24, choices=()),
        Column(name="due_on", width=12, kind="date"),
        Column(name="effort_days", width=12, kind="number"),
        Column(name="cost", width=12, kind="number"),
        Column(name="currency", width=10),
        Column(name="consequence", width=12, choices=("1", "2", "3")),
        Column(name="effect_due_on", width=14, kind="date"),
    )
    plan = SheetPlan(name="plan", columns=columns, rows=rows, right_to_left=language == "ar")
    return write_workbook([plan], title="plan", created=moment)


def read_plan(
    content: bytes, *, file: str, known: dict[UUID, Action], people: Iterable[Member], currency: str
) -> tuple[Line, ...]:
    """What a file says of actions. ``Refused`` with every fault and its row and column; nothing is half read.

    A row without an ``id`` is a new action. ``owner`` is a member's name or address, else a name alone. An amount
    without a currency is in ``currency``.
    """
    book = read_table(content, file=file, limits=LIMITS)
    sheet = book.sheet("plan") or book.sheets[0]
    members: dict[str, Member | None] = {}
    for person in people:
        for name in {person.name.casefold(), person.email.casefold()}:
            members[name] = None if name in members else person  # two of one name: neither is meant
    found: list[Line] = []
    faults: list[Finding] = []
    seen: set[UUID] = set()
    rows = records(sheet, file=file, required=("title",), optional=[name for name in COLUMNS if name != "title"])
    for record in rows:
        row = _Row(record, file=file, sheet=sheet.name, expected=_EXPECTED)
        line = row.line(known, members, currency)
        if line.key in seen:
            row.report("codes.doubled", "id", value=str(line.key))
        seen.add(line.key)
        faults += row.faults
        found.append(line)
    if len(found) > MOST_AT_ONCE:
        arguments = {"rows": len(found), "limit": MOST_AT_ONCE}
        faults = [Finding(id="workflow.too_many_rows", place=Place(file=file), arguments=arguments)]
    if faults:
        raise Refused(faults)
    return tuple(found)


class _Row(SheetRow):
    """A row of the plan."""

    def line(self, known: dict[UUID, Action], members: dict[str, Member | None], currency: str) -> Line:
        """The row, with a fault for each cell that does not fit."""
        action = self._action(known)
        before = Facts.of(action) if action else Facts(title="")
        values: dict[str, Any] = {name: getattr(before, name) for name in Facts.__dataclass_fields__}
        readers = {
            "title": self.text, "why": self.text, "due_on": self.day, "effect_due_on": self.day,
            "effort_days": self._number, "cost": self._amount, "currency": self.text, "consequence": self._whole,
        }  # fmt: skip
        for column, read in readers.items():
            if column in self.record.values:
                values[column] = read(column)
        if "owner" in self.record.values:
            name = self.text("owner")
            member = members.get(name.casefold())
            values["owner_id"], values["owner_name"] = (member.person_id, member.name) if member else (None, name)
        values["currency"] = values["currency"].upper() or (currency if values["cost"] is not None else "")
        facts = Facts(**values)
        if not self.faults:
            self._judge(facts)
        return Line(key=action.pk if action else uuid4(), facts=facts, seen=action.changed_at if action else None)

    def _action(self, known: dict[UUID, Action]) -> Action | None:
        text = self.text("id")
        if not text:
            return None
        try:
            action = known.get(UUID(text))
        except ValueError:
            action = None
        if action is None:
            self.report("workflow.unknown_action", "id", value=text[:60])
        elif action.current in ENDED:
            self.report("workflow.ended_action", "id")
        return action

    def _judge(self, facts: Facts) -> None:
        try:
            facts.checked()
        except ValidationError as error:
            for column in error.error_dict:
                value = str(self.record.values.get(column) or "")[:60]
                if column == "title" and not facts.title.strip():
                    self.report("codes.missing", "title")
                elif column in _LONGEST:
                    limit = _LONGEST[column]
                    self.report("spreadsheets.cell_too_long", column, characters=len(str(getattr(facts, column))),
                                limit=limit)  # fmt: skip
                else:
                    self.report("codes.unknown_value", column, value=value, expected=_EXPECTED[column])

    def _amount(self, column: str) -> Decimal | None:
        text = self.text(column)
        try:
            value = exact(text)
            return None if value is None else value.quantize(Decimal("0.01"))
        except (NotANumber, InvalidOperation):
            self.unknown(column, text, "1500,00")
            return None

    def _number(self, column: str) -> float | None:
        amount = self._amount(column)
        return None if amount is None else float(amount)

    def _whole(self, column: str) -> int | None:
        text = self.text(column)
        if text and text not in ("1", "2", "3"):
            self.unknown(column, text, "1, 2, 3")
            return None
        return int(text) if text else None


_LONGEST: Final = {"title": 200, "why": 5000, "owner_name": 120}
_EXPECTED: Final = {
    "due_on": "2000-01-01 – 2099-12-31", "effect_due_on": "2000-01-01 – 2099-12-31", "effort_days": "0 – 9999",
    "cost": "0 – 999999999999", "currency": "MAD, EUR, USD…", "consequence": "1, 2, 3",
}  # fmt: skip
