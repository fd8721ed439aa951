"""JSON as it may be signed: one meaning for each text (RFC 8259, narrowed to RFC 7493, I-JSON).

A reader that keeps the last of two equal names, or takes NaN, lets signer and verifier read different things in the
same bytes. Here such a text is refused.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any, Final, NoReturn, TypeAlias

from jawda.core.credentials.refusing import refuse

Json: TypeAlias = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

#: A credential is some kilobytes; a status list of eight million bits is one megabyte.
MOST_BYTES: Final = 1 << 20
MOST_DEPTH: Final = 64
#: Whole numbers beyond are not the same number for everyone (RFC 7493, 2.2).
MOST_NUMBER: Final = 2**53 - 1
_MOST_FIGURES: Final = 400


def parse(data: bytes, *, most_bytes: int = MOST_BYTES) -> Json:
    """The value of a JSON text in UTF-8.

    Refused: too large or deep, no UTF-8, no JSON, a name twice in one object, NaN and infinity, whole numbers beyond
    2⁵³, half of a surrogate pair.

    >>> parse(b'{"a": [1, 2.5, null]}')
    {'a': [1, 2.5, None]}
    >>> parse(b'{"alg": "none", "alg": "EdDSA"}')
    Traceback (most recent call last):
    ...
    jawda.core.findings.model.Refused: credentials.json_duplicate
    """
    if len(data) > most_bytes:
        raise refuse("json_size", most=most_bytes)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refuse("json_encoding", position=error.start) from None
    try:
        value: Json = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise refuse("json_syntax", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise refuse("json_depth", most=MOST_DEPTH) from None
    if data.count(b"{") + data.count(b"[") > MOST_DEPTH:
        _check_depth(value)
    if b"\\" in data and b"\\ud" in data.lower():
        _check_characters(value)
    return value


def parse_object(data: bytes, *, most_bytes: int = MOST_BYTES) -> dict[str, Json]:
    """As :func:`parse`, where an object is expected.

    >>> parse_object(b'[1]')
    Traceback (most recent call last):
    ...
    jawda.core.findings.model.Refused: credentials.json_no_object
    """
    value = parse(data, most_bytes=most_bytes)
    if not isinstance(value, dict):
        raise refuse("json_no_object")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        name, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        raise refuse("json_duplicate", name=name[:80])
    return found


def _whole(figures: str) -> int:
    if len(figures) > _MOST_FIGURES or abs(found := int(figures)) > MOST_NUMBER:
        raise refuse("json_number", figures=figures[:40])
    return found


def _real(figures: str) -> float:
    if len(figures) > _MOST_FIGURES or not math.isfinite(found := float(figures)):
        raise refuse("json_number", figures=figures[:40])
    return found


def _constant(name: str) -> NoReturn:
    raise refuse("json_number", figures=name)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_whole, parse_float=_real, parse_constant=_constant
)


def _check_depth(value: Json) -> None:
    level = [value]
    for _ in range(MOST_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise refuse("json_depth", most=MOST_DEPTH)


def _check_characters(value: Json) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise refuse("json_surrogate") from None
