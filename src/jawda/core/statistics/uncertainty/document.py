"""YAML as maps, lists and texts with the line of each: bounded in size and depth, without tags or aliases.

Scalars stay texts: ``1e-6`` is a text to YAML 1.1 and ``12:30`` a number, neither of which a budget's author expects.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml

from jawda.core.findings import Finding, Place, Refused
from jawda.core.findings.model import Argument

MAXIMUM_BYTES: Final = 1_000_000
MAXIMUM_DEPTH: Final = 8
MAXIMUM_VALUES: Final = 100_000

#: A map, a list, a text, or None for an empty place.
Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | None"

_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\Z")
_WITH_COMMA: Final = re.compile(r"[-+]?\d+,\d+\Z")
_INFINITE: Final = frozenset({"inf", ".inf", "+inf", "+.inf", "infinite", "∞"})
_EMPTY: Final = frozenset({"", "~", "null"})


@dataclass(frozen=True, slots=True)
class Document:
    """The tree, and the line of each path: keys joined by points, items of lists numbered from 1."""

    file: str
    tree: dict[str, Tree]
    lines: Mapping[str, int]

    def place(self, path: str) -> Place:
        """Where a path stands, or the nearest one above it that stands anywhere."""
        above = path
        while above and above not in self.lines:
            above = above[: max(above.rfind("."), above.rfind("["), 0)]
        return Place(file=self.file, line=self.lines.get(above), path=path or None)

    def finding(self, name: str, path: str, /, **arguments: Argument) -> Finding:
        """Something wrong at a path."""
        return Finding(id=f"uncertainty.{name}", place=self.place(path), arguments=arguments)


def read_document(content: bytes | str, *, file: str) -> Document:
    """``Refused``: not UTF-8, not YAML, no map, too large or too deep, a tag or an alias, a key twice.

    >>> read_document("inputs: {a: {value: 1e-6}}", file="model.yaml").tree
    {'inputs': {'a': {'value': '1e-6'}}}
    """
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _refused("not_utf8", file) from fault
    if len(text.encode("utf-8", "replace")) > MAXIMUM_BYTES:
        raise _refused("too_large", file, most=MAXIMUM_BYTES)
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        raise _refused("not_yaml", file, mark.line + 1 if mark else None) from fault
    except (yaml.YAMLError, UnicodeEncodeError) as fault:
        raise _refused("not_yaml", file) from fault
    if builder.documents > 1:
        raise _refused("several_documents", file)
    if not isinstance(builder.root, dict):
        raise _refused("no_map", file, 1)
    return Document(file, builder.root, builder.lines)


def number_of(text: str) -> float | None:
    """The number a text stands for; None where it is none.

    >>> number_of("1e-6"), number_of("inf"), number_of("0,5"), number_of("1_000")
    (1e-06, inf, None, None)
    """
    if text.lower() in _INFINITE:
        return float("inf")
    return float(text) if _NUMBER.match(text) else None


def has_decimal_comma(text: str) -> bool:
    """Whether it would be a number with a point for its comma."""
    return bool(_WITH_COMMA.match(text))


def cut_at_comma(before: Tree, key: str, value: Tree) -> str | None:
    """The number with a decimal comma that YAML cut in two between braces; None where ``key`` is a key.

    >>> cut_at_comma("0", "1", None), cut_at_comma("0", "u", None)
    ('0,1', None)
    """
    joined = f"{before},{key}"
    return joined if value is None and isinstance(before, str) and has_decimal_comma(joined) else None


def _refused(name: str, file: str, line: int | None = None, **arguments: Argument) -> Refused:
    return Refused([Finding(id=f"uncertainty.{name}", place=Place(file=file, line=line), arguments=arguments)])


class _Builder:
    """Follows YAML's events one by one with a stack of its own, so that no nesting can exhaust the program's."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Any = None
        self.lines: dict[str, int] = {}
        self.documents = 0
        self.values = 0
        self.stack: list[tuple[Any, str]] = []
        self.key: list[str | None] = []

    def take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        assert mark is not None  # the parser marks every event
        line = mark.line + 1
        self.documents += isinstance(event, yaml.DocumentStartEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None) is not None:
            raise _refused("alias_or_tag", self.file, line)
        if isinstance(event, yaml.MappingStartEvent):
            self._open({}, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open([], line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
            self.key.pop()
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)

    def _open(self, collection: Any, line: int) -> None:
        path = self._place(collection, line)
        self.stack.append((collection, path))
        self.key.append(None)
        if len(self.stack) > MAXIMUM_DEPTH:
            raise _refused("too_deep", self.file, line, most=MAXIMUM_DEPTH)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if self.stack and isinstance(self.stack[-1][0], dict) and self.key[-1] is None:
            tree = self.stack[-1][0]
            if event.value in tree:
                comma = cut_at_comma(list(tree.values())[-1], event.value, None)
                if comma is not None:  # {value: 1,5, u: 0,5} has the key 5 twice
                    raise _refused("decimal_comma", self.file, line, value=comma[:60])
                raise _refused("key_twice", self.file, line, key=event.value[:60])
            self.key[-1] = event.value
            return
        empty = event.implicit[0] and event.value in _EMPTY
        self._place(None if empty else event.value, line)

    def _place(self, value: Any, line: int) -> str:
        """Hang a value where it belongs, and give its path."""
        self.values += 1
        if self.values > MAXIMUM_VALUES:
            raise _refused("too_large", self.file, line, most=MAXIMUM_BYTES)
        if not self.stack:
            self.root, path = value, ""
        elif isinstance(self.stack[-1][0], list):
            collection, above = self.stack[-1]
            collection.append(value)
            path = f"{above}[{len(collection)}]"
        else:
            collection, above = self.stack[-1]
            key = self.key[-1]
            if key is None:
                raise _refused("bad_key", self.file, line)
            collection[key] = value
            self.key[-1] = None
            path = f"{above}.{key}" if above else key
        self.lines[path] = line
        return path
