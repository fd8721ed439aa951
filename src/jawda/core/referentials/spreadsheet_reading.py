"""A referential from a workbook: its rows are put into the values of the form, and read and checked as one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from jawda.core.findings import Finding, Place, Refused
from jawda.core.languages import LANGUAGES
from jawda.core.referentials.form import read_mapping
from jawda.core.referentials.form_writing import DATES, REQUIREMENT_TEXTS
from jawda.core.referentials.model import Referential
from jawda.core.referentials.spreadsheet import (
    HEAD_TEXTS,
    REQUIREMENT_COLUMNS,
    profile_columns,
    requirement_columns,
    scale_columns,
)
from jawda.core.spreadsheets import Record, Value, Workbook, read_workbook, records

_TRUTH: Final = {
    **dict.fromkeys(("true", "yes", "vrai", "oui", "نعم", "1"), True),
    **dict.fromkeys(("false", "no", "faux", "non", "لا", "0"), False),
}
_PART: Final = re.compile(r"(\w+)\[(\d+)\](?:\.choices\[(\d+)\])?\.?(.*)")


def read_spreadsheet(content: bytes, *, file: str) -> Referential:
    """A referential from an XLSX workbook as ``write_spreadsheet`` makes it.

    ``Refused`` with every fault, its sheet, row and column. A column of a language that is not declared may stand
    there empty.
    """
    book = _Book(read_workbook(content, file=file))
    head = book.head()
    book.foreign(head)
    if book.findings:
        raise Refused(book.findings)
    return read_mapping(head, place=book.place)


@dataclass
class _Book:
    """A workbook, and where each part of the form stood in it."""

    workbook: Workbook
    findings: list[Finding] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def place(self, path: str) -> Place:
        """The sheet, row and column of a path of the form."""
        found = _PART.match(path.removeprefix("scale."))
        if found is None:
            key = _column(path)
            at = next((name for name in (key, path.partition(".")[0].partition("[")[0]) if name in self.rows), None)
            return Place(file=self.workbook.file, sheet="referential", row=self.rows.get(at or ""), column=at or key)
        sheet = "scale" if path.startswith("scale.") else found[1]
        item = f"{found[1]}[{found[2]}]" + (f".choices[{found[3]}]" if found[3] else "")
        return Place(file=self.workbook.file, sheet=sheet, row=self.rows.get(item), column=_column(found[4]) or None)

    def _records(self, name: str, required: Sequence[str], optional: Sequence[str]) -> tuple[Record, ...]:
        sheet = self.workbook.sheet(name)
        if sheet is None:
            return ()
        try:
            return records(sheet, file=self.workbook.file, required=required, optional=optional)
        except Refused as refused:
            self.findings += refused.findings
            return ()

    def head(self) -> dict[str, Any]:
        """The form's values."""
        for name in ("referential", "requirements"):
            if self.workbook.sheet(name) is None:
                place = Place(file=self.workbook.file)
                self.findings.append(Finding(id="referentials.missing_sheet", place=place, arguments={"sheet": name}))
        found: dict[str, Any] = {}
        for record in self._records("referential", ("key", "value"), ()):
            key, value = _text(record.values["key"]), record.values["value"]
            if key in self.rows:
                place = Place(file=self.workbook.file, sheet="referential", row=record.row)
                self.findings.append(Finding(id="referentials.doubled_key", place=place, arguments={"key": key[:80]}))
            self.rows[key] = record.row
            found[key] = value
        head = {key: _head_value(key, value) for key, value in _folded(found, HEAD_TEXTS).items()}
        if levels := self._levels():
            head["scale"] = {"kind": head.get("scale"), "levels": levels}
        head["profile"] = self._profile()
        head["requirements"] = self._requirements()
        return {key: value for key, value in head.items() if value is not None}

    def _levels(self) -> list[dict[str, Any]]:
        found = []
        for number, record in enumerate(self._records("scale", ("code", "value"), scale_columns(LANGUAGES)[2:]), 1):
            self.rows[f"levels[{number}]"] = record.row
            item = _folded(record.values, ("title", "description"))
            found.append({**item, "code": _text(item["code"]) or None, "value": _number(item["value"])})
        return found

    def _profile(self) -> list[dict[str, Any]]:
        questions: dict[str, dict[str, Any]] = {}
        for record in self._records("profile", ("id", "value"), profile_columns(LANGUAGES)):
            item = _folded(record.values, ("question", "title"))
            name = _text(item.get("id"))
            question = questions.setdefault(name, {"id": name, "question": item.get("question"), "choices": []})
            number = list(questions).index(name) + 1
            self.rows.setdefault(f"profile[{number}]", record.row)
            choice = {"value": _text(item.get("value")), "title": item.get("title")}
            question["choices"].append(choice)
            self.rows[f"profile[{number}].choices[{len(question['choices'])}]"] = record.row
            if item.get("question") != question["question"]:
                place = Place(file=self.workbook.file, sheet="profile", row=record.row, column="question")
                self.findings.append(
                    Finding(id="referentials.other_question", place=place, arguments={"id": name[:80]})
                )
        return list(questions.values())

    def _requirements(self) -> list[dict[str, Any]]:
        found = []
        optional = (*REQUIREMENT_COLUMNS[2:], *requirement_columns(LANGUAGES)[len(REQUIREMENT_COLUMNS) :])
        for number, record in enumerate(self._records("requirements", ("id", "reference"), optional), 1):
            self.rows[f"requirements[{number}]"] = record.row
            item = _folded(record.values, REQUIREMENT_TEXTS)
            values = {key: _requirement_value(key, value) for key, value in item.items()}
            found.append({key: value for key, value in values.items() if value is not None})
        return found

    def foreign(self, head: dict[str, Any]) -> None:
        """Put what an import left over back to where it belongs."""
        texts: dict[str, list[str]] = {}
        rows: dict[str, int] = {}
        for record in self._records("foreign", ("id", "json"), ()):
            name = _text(record.values["id"])
            texts.setdefault(name, []).append(_text(record.values["json"]))
            rows.setdefault(name, record.row)
        owners = {"": head, **{item.get("id", ""): item for item in head["requirements"] if item.get("id")}}
        for name, pieces in texts.items():
            place = Place(file=self.workbook.file, sheet="foreign", row=rows[name], column="json")
            if name not in owners:
                arguments = {"id": name[:80], "edition": self.workbook.file}
                self.findings.append(Finding(id="referentials.unknown_requirement", place=place, arguments=arguments))
                continue
            try:
                owners[name]["foreign"] = json.loads("".join(pieces))
            except (ValueError, RecursionError):
                self.findings.append(Finding(id="referentials.not_json", place=place))


def _column(path: str) -> str:
    """The column of a field: ``title.fr`` stands in ``title_fr``, an item of a list in the list's cell."""
    name, _, rest = path.partition(".")
    plain = name.partition("[")[0]
    return f"{plain}_{rest}" if rest in LANGUAGES else plain


def _folded(values: Mapping[str, Value], texts: Sequence[str]) -> dict[str, Any]:
    """The columns of a text and its languages as one mapping of language to words."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        field_name, _, language = name.rpartition("_")
        if field_name in texts and language in LANGUAGES:
            if value is not None:
                found.setdefault(field_name, {})[language] = _text(value)
        else:
            found[name] = value
    return found


def _text(value: Value) -> str:
    """A cell as text: a whole number without its point, a truth value in lower case."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(value: Value) -> Any:
    """A number, also where it was typed as text with a comma; else the text, to be refused where it stands."""
    if not isinstance(value, str):
        return value
    try:
        return float(value.strip().replace(",", "."))
    except ValueError:
        return value


def _truth(value: Value) -> Any:
    return _TRUTH.get(_text(value).strip().lower(), value)


def _lines(value: Value) -> list[str]:
    return [line.strip() for line in _text(value).split("\n") if line.strip()]


def _head_value(key: str, value: Any) -> Any:
    if value is None or key in HEAD_TEXTS:
        return value
    if key == "languages":
        return _text(value).replace(",", " ").split()
    if key == "rests_on":
        return _lines(value)
    if key in ("certifiable", "dates_confirmed"):
        return _truth(value)
    if key in DATES:
        return _day(value)
    return _text(value)


def _day(value: Value) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return value


def _requirement_value(key: str, value: Any) -> Any:
    if value is None or key in REQUIREMENT_TEXTS:
        return value
    if key in ("assessable", "knock_out"):
        return _truth(value)
    if key in ("weight", "effort_days"):
        return _number(value)
    if key == "needs":
        return _lines(value)
    if key == "lineage":
        pairs = [line.partition(" ") for line in _lines(value)]
        return [{"relation": relation, "requirement": name.strip()} for relation, _, name in pairs]
    if key == "applies_when":
        conditions: dict[str, list[str]] = {}
        for line in _lines(value):
            name, _, choice = line.partition("=")
            conditions.setdefault(name.strip(), []).append(choice.strip())
        return conditions
    return _text(value)
