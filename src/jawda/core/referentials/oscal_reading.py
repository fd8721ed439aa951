"""An OSCAL catalogue as a referential.

The catalogue is first put into the values of our form, which then are read and checked as every form is. Beside each
requirement stays the group or control it came from, without its children, so that nothing of it is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from jawda.core.findings import Finding, Place, Refused
from jawda.core.languages import Language
from jawda.core.referentials.form import read_mapping
from jawda.core.referentials.json_document import JsonDocument, read_json
from jawda.core.referentials.model import Referential
from jawda.core.referentials.oscal_head import document_language, head_values, with_days
from jawda.core.referentials.oscal_prose import Parameters
from jawda.core.referentials.oscal_shape import shape_faults
from jawda.core.referentials.oscal_terms import digest, node_values, own_values, token
from jawda.core.referentials.oscal_writing import build

CHILDREN: Final = (("groups", "group"), ("controls", "control"))
_REQUIREMENT: Final = re.compile(r"requirements\[(\d+)\](?:\.(id|title))?")
_HEAD_MEMBERS: Final = {"title": "title", "rights": "remarks", "edition": "version", "id": "title", "slug": "title"}


def read_oscal_catalog(content: bytes, *, file: str, slug: str | None = None) -> Referential:
    """A catalogue (OSCAL 1.x, JSON, at most 16 MB) as a referential: groups become headings, controls requirements.

    What does not carry our own members is on the conformity scale, not certifiable, and in the language that its
    metadata says, else English. ``Refused`` with the line and column of what is cut off, nested too deep, not as
    OSCAL has it, or named twice.

    >>> content = b'''{"catalog": {"metadata": {"title": "Doors", "version": "2"},
    ...   "controls": [{"id": "d-1", "title": "Locks", "parts": [{"name": "statement", "prose": "Lock doors."}]}]}}'''
    >>> referential = read_oscal_catalog(content, file="doors.json")
    >>> referential.id, referential.by_id["d-1"].description.en
    ('doors-2', 'Lock doors.')
    """
    document = read_json(content, file=file)
    if faults := list(shape_faults(document.value)):
        raise Refused(
            Finding(id="referentials.not_oscal", place=document.place(path), arguments={"expected": expected})
            for path, expected in faults
        )
    metadata = document.value["catalog"]["metadata"]
    if "id" in own_values(metadata.get("props", ())) and slug is None:
        own = _read(document, slug, keep=False)
        if build(own, modified=str(metadata.get("last-modified"))) == document.value:
            return own
    return _read(document, slug, keep=True)


def _read(document: JsonDocument, slug: str | None, *, keep: bool) -> Referential:
    catalog = document.value["catalog"]
    nodes = _Nodes(document_language(catalog["metadata"]), Parameters(_params(catalog)), keep)
    nodes.walk(catalog, None, "catalog")
    head = with_days(head_values(catalog["metadata"], slug))
    head["requirements"] = nodes.values
    if keep:
        kept = {
            "document": {**document.value, "catalog": _without_children(catalog)},
            "digest": digest(document.value),
            "slug": slug,
        }
        head["foreign"] = {**_mapping(head.get("foreign")), "oscal": kept}
    nodes.sort()

    def place(path: str) -> Place:
        found = _REQUIREMENT.match(path)
        if found is None:
            return document.place(
                f"catalog.metadata.{_HEAD_MEMBERS.get(path.split('.', maxsplit=1)[0], '')}".rstrip(".")
            )
        return document.place(nodes.paths[int(found[1]) - 1] + (f".{found[2]}" if found[2] else ""))

    return read_mapping(head, place=place)


@dataclass
class _Nodes:
    """Groups and controls as requirements of the form, in reading order, with their paths in the document."""

    main: Language
    parameters: Parameters
    keep: bool
    values: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    positions: list[Any] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def walk(self, holder: Mapping[str, Any], parent: str | None, path: str) -> None:
        """Groups, then controls, each before what it holds."""
        for member, kind in CHILDREN:
            for number, node in enumerate(holder.get(member, ()), 1):
                here = f"{path}.{member}[{number}]"
                name = self._add(node, kind, parent, here)
                self.walk(node, name, here)

    def _add(self, node: Mapping[str, Any], kind: str, parent: str | None, path: str) -> str:
        values = node_values(node, kind, self.main, self.parameters)
        given = str(node.get("id") or token(f"group-{len(self.values) + 1}", self.names))
        name = values.get("id", given)
        values = {**values, "id": name} if parent is None else {**values, "id": name, "parent": parent}
        if self.keep:
            kept = {"kind": kind, "id": name, "node": _without_children(node)}
            values["foreign"] = {**_mapping(values.get("foreign")), "oscal": kept}
        self.names.add(name)
        self.values.append(values)
        self.paths.append(path)
        self.positions.append(own_values(node.get("props", ())).get("position"))
        return str(name)

    def sort(self) -> None:
        """By the positions, where every node carries one: OSCAL parts groups from controls, a reader may not."""
        if all(isinstance(position, int) for position in self.positions):
            order = sorted(range(len(self.values)), key=self.positions.__getitem__)
            self.values[:] = [self.values[number] for number in order]
            self.paths[:] = [self.paths[number] for number in order]


def _params(holder: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from holder.get("params", ())
    for member, _ in CHILDREN:
        for node in holder.get(member, ()):
            yield from _params(node)


def _without_children(node: Mapping[str, Any]) -> dict[str, Any]:
    """The node with a mark where its children stood: null, or the empty list that was there."""
    members = {member for member, _ in CHILDREN}
    return {key: (None if value else []) if key in members else value for key, value in node.items()}


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
