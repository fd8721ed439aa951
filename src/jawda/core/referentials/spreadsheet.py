"""A referential as a workbook that people edit, and back.

Sheets: ``referential`` (a key and its value in each row), ``requirements`` (a column for each field and language, such
as ``title_fr``), and where there is any ``profile`` (a row for each choice), ``scale`` (a row for each level of a scale
that is not a default one) and ``foreign`` (what an import left over, as JSON).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from jawda.core.languages import Language
from jawda.core.referentials.form_writing import CONSEQUENCES, REQUIREMENT_TEXTS, to_mapping
from jawda.core.referentials.model import Referential, Relation
from jawda.core.spreadsheets import Column, SheetPlan, Value, write_workbook

REQUIREMENT_COLUMNS: Final = (
    "id", "reference", "parent", "assessable", "weight", "knock_out", "consequence", "effort_days", "applies_when",
    "needs", "lineage",
)  # fmt: skip
HEAD_TEXTS: Final = ("title", "description", "rights")
CHUNK: Final = 15_000
_HINTS: Final = {
    "applies_when": "profile=value, one in a line",
    "needs": "one in a line",
    "lineage": f"relation ({', '.join(Relation)}), a space, the requirement replaced; one in a line",
}
_CHOICES: Final = {"assessable": ("true", "false"), "knock_out": ("true", "false"), "consequence": tuple(CONSEQUENCES)}


def write_spreadsheet(referential: Referential, *, created: datetime) -> bytes:
    """An XLSX workbook; ``created`` (aware) is its date. Reading it again gives an equal referential."""
    return write_workbook(referential_sheets(referential), title=referential.id, created=created)


def referential_sheets(referential: Referential) -> tuple[SheetPlan, ...]:
    """The sheets of the workbook, to be written by ``write_workbook``."""
    form = to_mapping(referential)
    languages = referential.languages
    plans = [
        _plan("referential", ("key", "value"), _head_rows(form)),
        _plan("profile", profile_columns(languages), _profile_rows(form.get("profile", ()))),
        _plan("scale", scale_columns(languages), _scale_rows(form["scale"])),
        _plan("requirements", requirement_columns(languages), _requirement_rows(form["requirements"])),
        _plan("foreign", ("id", "json"), _foreign_rows(form)),
    ]
    return tuple(plan for plan in plans if plan.rows or plan.name == "requirements")


def requirement_columns(languages: Sequence[Language]) -> tuple[str, ...]:
    """The columns of the sheet of requirements."""
    return (*REQUIREMENT_COLUMNS, *(f"{name}_{language}" for name in REQUIREMENT_TEXTS for language in languages))


def profile_columns(languages: Sequence[Language]) -> tuple[str, ...]:
    """The columns of the sheet of profile questions; a question is repeated in the row of each choice."""
    return ("id", *(f"question_{name}" for name in languages), "value", *(f"title_{name}" for name in languages))


def scale_columns(languages: Sequence[Language]) -> tuple[str, ...]:
    """The columns of the sheet of levels."""
    return ("code", "value", *(f"{name}_{language}" for name in ("title", "description") for language in languages))


def _plan(name: str, columns: Sequence[str], rows: Iterator[Mapping[str, Value]]) -> SheetPlan:
    return SheetPlan(
        name=name,
        columns=tuple(
            Column(
                name=column,
                width=40 if column[-3:-2] == "_" or column in ("key", "value", "json") else 16,
                kind="number" if column in ("weight", "effort_days") else "text",
                hint=_HINTS.get(column, ""),
                choices=_CHOICES.get(column, ()),
            )
            for column in columns
        ),
        rows=tuple(tuple(row.get(column) for column in columns) for row in rows),
    )


def _cell(value: Any) -> Value:
    """Truth values as words, lists one in a line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "\n".join(value)
    plain: Value = value
    return plain


def _texts(item: Mapping[str, Any], names: Sequence[str]) -> dict[str, Value]:
    return {f"{name}_{language}": words for name in names for language, words in item.get(name, {}).items()}


def _head_rows(form: Mapping[str, Any]) -> Iterator[Mapping[str, Value]]:
    scale = form["scale"]
    values: dict[str, Any] = {**form, "scale": scale if isinstance(scale, str) else scale["kind"]}
    for key, value in values.items():
        if key in HEAD_TEXTS:
            for language, words in value.items():
                yield {"key": f"{key}_{language}", "value": words}
        elif key not in ("profile", "requirements", "foreign"):
            yield {"key": key, "value": _cell(value)}


def _profile_rows(profile: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Value]]:
    for question in profile:
        for choice in question["choices"]:
            yield {
                "id": question["id"],
                **_texts(question, ("question",)),
                "value": choice["value"],
                **_texts(choice, ("title",)),
            }


def _scale_rows(scale: Any) -> Iterator[Mapping[str, Value]]:
    for level in scale["levels"] if isinstance(scale, dict) else ():
        yield {"code": level["code"], "value": level["value"], **_texts(level, ("title", "description"))}


def _requirement_rows(requirements: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Value]]:
    for item in requirements:
        conditions = [f"{name}={value}" for name, values in item.get("applies_when", {}).items() for value in values]
        lineage = [f"{line['relation']} {line['requirement']}" for line in item.get("lineage", ())]
        plain = {key: _cell(item.get(key)) for key in REQUIREMENT_COLUMNS if key not in ("applies_when", "lineage")}
        lists = {"applies_when": "\n".join(conditions) or None, "lineage": "\n".join(lineage) or None}
        yield {**plain, **lists, **_texts(item, REQUIREMENT_TEXTS)}


def _foreign_rows(form: Mapping[str, Any]) -> Iterator[Mapping[str, Value]]:
    """In pieces that fit a cell; the row without an id is the referential's own."""
    for item in (form, *form["requirements"]):
        if "foreign" in item:
            text = _json(item["foreign"])
            for start in range(0, len(text), CHUNK):
                yield {"id": None if item is form else item["id"], "json": text[start : start + CHUNK]}


def _json(value: Any) -> str:
    """Without a space that stands at the end of a piece and might be lost: all are written as escapes."""
    return json.dumps(value, separators=(",", ":")).replace(" ", "\\u0020")
