"""Reading a table written as JSON (RFC 8259): a list of flat objects."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from jawda.core.findings import Place
from jawda.core.spreadsheets.model import (
    DEFAULTS,
    Limits,
    Sheet,
    Value,
    Workbook,
    check_row,
    check_size,
    refuse,
    settled,
)


class _DoubledError(ValueError):
    """A name that stands twice in one object: RFC 8259, section 4, leaves its meaning open."""


def read_json_rows(content: bytes, *, file: str, limits: Limits = DEFAULTS) -> Workbook:
    """A list of flat objects, or an object whose only list is one; the names become row 1 of a sheet named ``''``.

    ``Refused`` for a name that stands twice, a value that is a list or an object, NaN and infinities.

    >>> read_json_rows(b'[{"reference": "4.1", "level": 3}]', file="a.json").sheets[0].rows
    (('reference', 'level'), ('4.1', 3))
    """
    check_size(content, file=file, limits=limits)
    items = _items(_document(content, file), file)
    if len(items) >= limits.rows:
        raise refuse("too_many_rows", Place(file=file), rows=len(items) + 1, limit=limits.rows)
    names: dict[str, None] = {}
    for number, item in enumerate(items, 2):
        names.update(dict.fromkeys(item))
        check_row(tuple(names), number, sheet="", file=file, limits=limits)
        for name, value in item.items():
            if isinstance(value, list | dict):
                raise refuse("json_nested", Place(file=file, row=number, column=name[:80]))
    rows: list[tuple[Value, ...]] = [tuple(names)] if names else []
    rows += [tuple(item.get(name) for name in names) for item in items]
    return Workbook(file, (settled(Sheet("", tuple(rows)), file=file, limits=limits),))


def _document(content: bytes, file: str) -> Any:
    try:
        text = content.decode(json.detect_encoding(content))
        return json.loads(text, object_pairs_hook=_no_doubles, parse_constant=_no_constant)
    except _DoubledError as fault:
        raise refuse("json_doubled_name", Place(file=file), name=str(fault)) from fault
    except (ValueError, RecursionError) as fault:
        line = fault.lineno if isinstance(fault, json.JSONDecodeError) else None
        raise refuse("broken_json", Place(file=file, line=line)) from fault


def _items(document: Any, file: str) -> list[dict[str, Any]]:
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list)]
        document = lists[0] if len(lists) == 1 else None
    if not isinstance(document, list) or not all(isinstance(item, dict) for item in document):
        raise refuse("json_not_rows", Place(file=file))
    return document


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _DoubledError(name[:80])
        found[name] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")
