"""Reading Q-DAS' ASCII transfer format (AQDEF): ``.dfq``, or ``.dfd`` with its values in ``.dfx``.

A line is a key with its index and value (``K2101/1 12.5``), or the values of all characteristics: fields set apart by
the control character 0x14, characteristics by 0x0F. Index 0 means all, no index the first. What stands with a value
(``K0004``, ``K0014``…) belongs to the last value of its characteristic, or to the one that a second index names.
"""

from __future__ import annotations

import re
from typing import Final

from jawda.core.findings import Place
from jawda.core.spreadsheets.model import Limits, check_size, refuse
from jawda.core.statistics.reading import aqdef_keys as keys
from jawda.core.statistics.reading.aqdef_model import NUMBER, Model, characteristic_set
from jawda.core.statistics.reading.characteristics import CharacteristicSet, shown_as_column
from jawda.core.statistics.reading.report import LIMITS, Notes, ReadReport, Understood
from jawda.core.statistics.reading.sniffing import decoded

FIELD, CHARACTERISTIC = "\x14", "\x0f"
_KEY_LINE: Final = re.compile(r"(?P<key>K\d{4})(?:/(?P<index>\d{1,7})(?:/(?P<value>\d{1,9}))?)?(?:[ \t]+(?P<text>.*))?")
_FIRST: Final = re.compile(r"\s*K\d{4}(?:[/ \t\r\n]|$)")
_HEAD: Final = 2000


def is_aqdef(data: bytes) -> bool:
    """Whether the first line is a key, or a line of values."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = data[:_HEAD].decode("utf-16" if marked else "utf-8-sig", errors="replace")
    return bool(_FIRST.match(head)) or FIELD in head.strip().partition("\n")[0]


def read_aqdef(
    name: str,
    data: bytes,
    *,
    values: tuple[str, bytes] | None = None,
    encoding: str | None = None,
    limits: Limits = LIMITS,
) -> tuple[CharacteristicSet, ReadReport]:
    """The characteristics of a file; ``values`` is the name and content of the ``.dfx`` that goes with a ``.dfd``.

    ``Refused``: values of a characteristic that nothing describes, with their line.

    >>> found, report = read_aqdef("a.dfq", b"K0100 1\\nK2002/1 Diameter\\nK2142/1 mm\\nK0001/1 12,5\\n")
    >>> found.characteristic("diameter").values.values.tolist(), report.understood.decimal
    ([12.5], ',')
    """
    notes = Notes()
    model = Model(limits=limits)
    encodings = []
    for file, content in ((name, data), *((values,) if values else ())):
        check_size(content, file=file, limits=limits)
        text, used = decoded(content, file=file, encoding=encoding, notes=notes, allowed=FIELD + CHARACTERISTIC)
        encodings.append(used)
        model.file = file
        _parse(text, model)
    found = characteristic_set(model, file=name, notes=notes)
    count = sum(int((~each.values.missing).sum()) for each in found.characteristics)
    understood = Understood(
        format="aqdef",
        encoding=encodings[0],
        separator=model.separator,
        decimal="," if model.commas else "." if model.points else None,
        rows=count,
        columns=tuple(shown_as_column(each) for each in found.characteristics),
        facts={
            "lines": model.lines,
            "key_lines": model.key_lines,
            "distinct_keys": len(model.seen),
            "value_lines": model.value_lines,
            "parts": len(found.parts),
            "characteristics": len(found.characteristics),
            "values": count,
        },
    )
    content = data + (values[1] if values else b"")
    options = {"encoding": encoding, "values": values[0] if values else None}
    return found, notes.report(understood, file=name, data=content, count=count, options=options)


def _parse(text: str, model: Model) -> None:
    lines = text.split("\n")
    if len(lines) > model.limits.rows:
        raise refuse("too_many_rows", Place(file=model.file), rows=len(lines), limit=model.limits.rows)
    for number, raw in enumerate(lines, 1):
        # separators are white space to Python: only blanks are taken off
        line = raw.strip(" \t")
        if not line:
            continue
        model.line = number
        model.lines += 1
        if line.startswith("K") and FIELD not in line and CHARACTERISTIC not in line:
            _key_line(line, model)
        elif FIELD in line or CHARACTERISTIC in line or NUMBER.fullmatch(line):
            model.value_lines += 1
            _value_line(line, model)
        else:
            model.unread.append(number)


def _key_line(line: str, model: Model) -> None:
    found = _KEY_LINE.fullmatch(line)
    if found is None or (found["value"] and not found["key"].startswith("K00")):
        model.unread.append(model.line)
        return
    key, text = found["key"], (found["text"] or "").strip()
    index = int(found["index"]) if found["index"] else 1
    model.key_lines += 1
    model.seen.add(key)
    if key.startswith("K00"):
        model.put_value(key, index, text, int(found["value"]) if found["value"] else None)
    elif key.startswith("K0"):
        model.counts[key] = text
    elif key in keys.PROPRIETARY:
        model.proprietary += 1
    elif key.startswith("K1"):
        model.put_part(key, index, text)
    elif key.startswith(("K2", "K8")):
        model.put_characteristic(key, index, text)
    elif key.startswith("K5"):
        model.structure.append((key, index, text))
    else:
        model.unknown.add(key)


def _value_line(line: str, model: Model) -> None:
    model.separator = "0x14 0x0F" if FIELD in line or CHARACTERISTIC in line else None
    for place, portion in enumerate(line.split(CHARACTERISTIC), 1):
        if not portion:
            continue
        fields = portion.split(FIELD)
        counted = model.is_counted(place, len(fields))
        for key, text in zip(keys.COUNT_LINE if counted else keys.VALUE_LINE, fields, strict=False):
            if key and (text.strip() or key == "K0001"):
                model.put_value(key, place, text.strip(), None)
