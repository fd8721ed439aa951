"""YAML as plain values with the line each one stands on; bounded in size, depth and aliases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from jawda.core.findings import Finding, Place, Refused

MAXIMUM_BYTES: Final = 2_000_000
MAXIMUM_DEPTH: Final = 64
MAXIMUM_NODES: Final = 200_000
MAXIMUM_CHARACTERS: Final = 8_000_000
"""Of all scalars once aliases are followed."""
_LONGEST_NUMBER: Final = 60


@dataclass(frozen=True, slots=True)
class Document:
    """``value`` is made of dict, list, str, int, float, bool, None and date; ``lines`` gives a path's line.

    Paths name keys and count list items from 1, as people do: ``requirements[3].title.ar``. ``written`` keeps how
    a scalar that is no text stood in the file, so that a text can be had where one is wanted: the reference
    ``4.10`` is not the number 4.1, and the value ``no`` is not false.
    """

    file: str
    value: Any
    lines: Mapping[str, int] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)

    def place(self, path: str) -> Place:
        """The place of a path, or of the nearest one above it whose line is known."""
        above = path
        while above and above not in self.lines:
            above = above.rpartition("[")[0] if above.endswith("]") else above.rpartition(".")[0]
        return Place(file=self.file, line=self.lines.get(above), path=path or None)


class _Builder:
    """Walks YAML's nodes once; an alias is followed as often as it stands, within the bounds."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[str, int] = {}
        self.written: dict[str, str] = {}
        self.findings: list[Finding] = []
        self._loader = yaml.SafeLoader("")

    def build(self, node: yaml.Node, path: str, ancestors: tuple[int, ...]) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if id(node) in ancestors:
            raise Refused([Finding(id="referentials.alias_cycle", place=_place(node, path, self.file))])
        if len(ancestors) > MAXIMUM_DEPTH:
            raise Refused([Finding(id="referentials.too_deep", place=_place(node, path, self.file))])
        below = (*ancestors, id(node))
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, path, below))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, f"{path}[{number}]", below) for number, item in enumerate(node.value, 1)]
        assert isinstance(node, yaml.ScalarNode)
        return self._scalar(node, path)

    def _pairs(self, node: yaml.MappingNode, path: str, below: tuple[int, ...]) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.findings.append(Finding(id="referentials.bad_key", place=_place(key_node, path, self.file)))
                continue
            key = key_node.value
            if key in seen:
                place = _place(key_node, path, self.file)
                self.findings.append(Finding(id="referentials.doubled_key", place=place, arguments={"key": key[:80]}))
                continue
            seen.add(key)
            yield key, self.build(value_node, f"{path}.{key}" if path else key, below)

    def _scalar(self, node: yaml.ScalarNode, path: str) -> Any:
        try:
            if len(node.value) > _LONGEST_NUMBER and not node.tag.endswith(":str"):
                raise ValueError("YAML 1.1 has numbers in base 60: long ones take minutes")
            value = self._loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            self.findings.append(Finding(id="referentials.bad_value", place=_place(node, path, self.file)))
            return None
        if value is not None and not isinstance(value, str):
            self.written[path] = node.value
        return value


def read_document(content: bytes, *, file: str) -> Document:
    """``Refused`` for what is not YAML, too large or deep, a cycle of aliases, or a key written twice."""
    if len(content) > MAXIMUM_BYTES:
        arguments = {"bytes": len(content), "limit": MAXIMUM_BYTES}
        raise Refused([Finding(id="referentials.too_large", place=Place(file=file), arguments=arguments)])
    try:
        text = content.decode("utf-8")
        _check_depth(text, file)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as fault:
        raise Refused([Finding(id="referentials.not_utf8", place=Place(file=file))]) from fault
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else None
        raise Refused([Finding(id="referentials.not_yaml", place=Place(file=file, line=line))]) from fault
    except yaml.YAMLError as fault:
        raise Refused([Finding(id="referentials.not_yaml", place=Place(file=file))]) from fault
    if not isinstance(node, yaml.MappingNode):
        raise Refused([Finding(id="referentials.not_a_mapping", place=Place(file=file, line=1))])
    _check_weight(node, "", file, {}, 0)
    builder = _Builder(file)
    value = builder.build(node, "", ())
    if builder.findings:
        raise Refused(builder.findings)
    return Document(file, value, builder.lines, builder.written)


def _place(node: yaml.Node, path: str, file: str) -> Place:
    return Place(file=file, line=node.start_mark.line + 1, path=path[:200] or None)


def _check_weight(
    node: yaml.Node, path: str, file: str, known: dict[int, tuple[int, int]], depth: int
) -> tuple[int, int]:
    """Nodes and characters below, aliases followed: each node is weighed once, however often aliases name it.

    So what would grow without end is refused before any of it is built. What stands in a cycle weighs nothing
    here: whoever builds it comes upon the cycle.
    """
    if id(node) in known:
        return known[id(node)]
    if depth > MAXIMUM_DEPTH:  # by aliases to what stands within a key, which is weighed nowhere else
        raise Refused([Finding(id="referentials.too_deep", place=_place(node, path, file))])
    known[id(node)] = (0, 0)
    nodes, characters = 1, len(node.value) if isinstance(node, yaml.ScalarNode) else 0
    for name, below in _children(node, path):
        more, longer = _check_weight(below, name, file, known, depth + 1)
        nodes, characters = nodes + more, characters + longer
        if nodes > MAXIMUM_NODES or characters > MAXIMUM_CHARACTERS:
            raise Refused([Finding(id="referentials.too_deep", place=_place(below, name, file))])
    known[id(node)] = nodes, characters
    return nodes, characters


def _children(node: yaml.Node, path: str) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.SequenceNode):
        yield from ((f"{path}[{number}]", item) for number, item in enumerate(node.value, 1))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield f"{path}.{key.value}" if path else key.value, value


def _check_depth(text: str, file: str) -> None:
    """The composer recurses in C, and a file of brackets would end the whole program; events come one by one."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAXIMUM_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else None
            place = Place(file=file, line=line)
            raise Refused([Finding(id="referentials.too_deep", place=place)])
