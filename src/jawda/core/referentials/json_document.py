"""JSON from strangers: parsed whole within bounds, and a line and column for what is wrong with it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NoReturn

from jawda.core.findings import Finding, Place, Refused
from jawda.core.findings.model import Argument

MAXIMUM_BYTES: Final = 16_000_000
MAXIMUM_DEPTH: Final = 40
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


@dataclass(frozen=True)
class JsonDocument:
    """``value`` as ``json`` gives it, and the text it came from. List items count from 1 in paths."""

    file: str
    value: Any
    text: str

    def place(self, path: str) -> Place:
        """The line and column of a path, or of the nearest one above it."""
        above = path
        while above and above not in self._offsets:
            above = above.rpartition("[")[0] if above.endswith("]") else above.rpartition(".")[0]
        return place_at(self.file, self.text, self._offsets.get(above, 0), path)

    @cached_property
    def _offsets(self) -> dict[str, int]:
        """Where each value begins; only asked for when there is something to say."""
        return {token.path: token.offset for token in tokens(self.text)}


@dataclass(frozen=True, slots=True)
class Token:
    """The beginning of a value: its path, where it stands, its text, how deep it lies."""

    path: str
    offset: int
    text: str
    depth: int
    doubled: bool
    """Whether its object has had a member of this name before."""


def tokens(text: str) -> Iterator[Token]:
    """The values of a text in order, as long as it is JSON."""
    paths, counts, names = [""], [0], [set[str]()]
    key: str | None = None
    pending: str | None = None
    doubled = False
    for found in _TOKEN.finditer(text):
        word = found[0]
        if word in "}]":
            del paths[-1], counts[-1], names[-1]
            key = pending = None
        elif word == ",":
            key = pending = None
        elif word == ":":
            key, pending = pending, None
            doubled = key in names[-1]
            names[-1].add(key or "")
        elif counts[-1] < 0 and key is None:
            pending = word[1:-1]
        else:
            if counts[-1] < 0:
                path = f"{paths[-1]}.{key}" if paths[-1] else str(key)
            else:
                counts[-1] += 1
                path = f"{paths[-1]}[{counts[-1]}]" if len(paths) > 1 else ""
            yield Token(path, found.start(), word, len(paths), doubled and counts[-1] < 0)
            key = None
            if word in "{[":
                paths.append(path)
                counts.append(-1 if word == "{" else 0)
                names.append(set())


def read_json(content: bytes, *, file: str) -> JsonDocument:
    """``Refused`` for what is not JSON as RFC 8259 has it, too large or deep, or names a member twice."""
    if len(content) > MAXIMUM_BYTES:
        raise _refused("too_large", Place(file=file), bytes=len(content), limit=MAXIMUM_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _refused("not_utf8", Place(file=file)) from fault
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_members)
    except json.JSONDecodeError as fault:
        raise _refused("not_json", place_at(file, text, fault.pos)) from fault
    except RecursionError as fault:
        raise _too_deep(file, text) from fault
    except _DoubledNameError as fault:
        at = next(token for token in tokens(text) if token.doubled)
        raise _refused("doubled_key", place_at(file, text, at.offset, at.path), key=str(fault)[:80]) from fault
    except ValueError as fault:
        at = next(token for token in tokens(text) if _unreadable(token.text))
        raise _refused("bad_value", place_at(file, text, at.offset, at.path)) from fault
    if _depth(value) > MAXIMUM_DEPTH:
        raise _too_deep(file, text)
    return JsonDocument(file, value, text)


class _DoubledNameError(Exception):
    """A member of an object stands twice."""


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _DoubledNameError(next(name for name in names if names.count(name) > 1))
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _finite(word: str) -> float:
    number = float(word)
    if math.isinf(number):
        raise ValueError(word)
    return number


def _unreadable(word: str) -> bool:
    """A number that RFC 8259 does not have, or that is beyond measure."""
    return word[0] not in '"{[tfn' and (len(word) > 4000 or not math.isfinite(float(word)))


def _too_deep(file: str, text: str) -> Refused:
    at = next(token for token in tokens(text) if token.depth > MAXIMUM_DEPTH)
    return _refused("too_deep", place_at(file, text, at.offset))


def _depth(value: Any) -> int:
    """How deep lists and objects lie in one another, without recursion."""
    deepest, rest = 0, [(value, 1)]
    while rest:
        item, depth = rest.pop()
        deepest = max(deepest, depth)
        children = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        rest += [(child, depth + 1) for child in children]
    return deepest


def place_at(file: str, text: str, offset: int, path: str = "") -> Place:
    """The line and column, from 1, of an offset."""
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    return Place(file=file, line=line, column=str(column), path=path[:200] or None)


def _refused(name: str, place: Place, **arguments: Argument) -> Refused:
    return Refused([Finding(id=f"referentials.{name}", place=place, arguments=arguments)])
