"""A referential as an OSCAL catalogue.

What was imported is written as it came: each kept group or control at its place, its title, label and identifier
mended where the referential says otherwise, and every other difference beside it as members of ours. A publisher's own
text is never rewritten.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from jawda.core.languages import Language
from jawda.core.referentials.form_writing import REQUIREMENT_TEXTS, requirement_to_form, to_mapping
from jawda.core.referentials.model import Referential, Requirement
from jawda.core.referentials.oscal_head import document_language, head_values, main_language, plain_head
from jawda.core.referentials.oscal_prose import Parameters, label
from jawda.core.referentials.oscal_shape import shape_faults
from jawda.core.referentials.oscal_terms import (
    NAMESPACE,
    VERSION,
    digest,
    node_values,
    own_values,
    plain_values,
    prop,
    text_part,
    token,
    without_own,
)

_MEMBER: Final = {"group": "groups", "control": "controls"}


def write_oscal_catalog(referential: Referential, *, modified: datetime) -> bytes:
    """A catalogue in OSCAL 1.1.2, JSON. ``modified`` (aware) is its last modification.

    An imported catalogue that was not changed comes out as the very document that came in, its ``uuid`` and
    ``last-modified`` included. Anything else gets ``modified``, and a ``uuid`` made of its identifier and content, so
    that equal content has an equal one.
    """
    document = build(referential, modified=modified.isoformat(timespec="seconds"))
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def build(referential: Referential, *, modified: str) -> dict[str, Any]:
    """The document as plain values."""
    kept = _kept_document(referential)
    root: dict[str, Any] = copy.deepcopy(kept.get("document", {"catalog": {"uuid": "", "metadata": {}}}))
    catalog = root["catalog"]
    if not kept:
        catalog["metadata"] = _fresh_metadata(referential)
    main = document_language(catalog["metadata"]) if kept else main_language(referential.languages)
    catalog["metadata"] = _head(referential, catalog["metadata"], main, kept)
    _Tree(referential, main, catalog).fill()
    if kept and digest(root) == kept["digest"]:
        return root
    catalog["uuid"] = str(uuid5(NAMESPACE_URL, f"{NAMESPACE}/{referential.id}/{digest(to_mapping(referential))}"))
    catalog["metadata"]["last-modified"] = modified
    return root


def _fresh_metadata(referential: Referential) -> dict[str, Any]:
    main = main_language(referential.languages)
    published = f"{referential.published_on}T00:00:00Z" if referential.published_on else None
    metadata = {
        "title": referential.title.best(main),
        "published": published,
        "last-modified": "",
        "version": referential.edition,
        "oscal-version": VERSION,
        "props": [prop("main-language", main)],
        "parties": [
            {
                "uuid": str(uuid5(NAMESPACE_URL, f"{NAMESPACE}/party/{referential.publisher}")),
                "type": "organization",
                "name": referential.publisher,
            }
        ],
        "remarks": referential.rights.best(main),
    }
    return {key: value for key, value in metadata.items() if value is not None}


def _head(
    referential: Referential, metadata: dict[str, Any], main: Language, kept: Mapping[str, Any]
) -> dict[str, Any]:
    """The metadata with what the referential says otherwise as properties of ours."""
    want = to_mapping(referential)
    del want["requirements"]
    want["foreign"] = {key: value for key, value in referential.foreign.items() if key != "oscal"} or None
    slug = kept.get("slug")
    if kept and head_values(metadata, slug) == {key: value for key, value in want.items() if value is not None}:
        return metadata
    plain = without_own(metadata)
    plain.setdefault("props", []).append(prop("main-language", main))
    base = plain_head(plain, slug)
    always = {"id": want["id"], "slug": want["slug"], "edition": want["edition"]}
    differing = {key: want.get(key) for key in {**base, **want} if base.get(key) != want.get(key)}
    plain["props"] += [prop(key.replace("_", "-"), value) for key, value in {**always, **differing}.items()]
    return plain


class _Tree:
    """Puts the requirements into a catalogue as groups and controls."""

    def __init__(self, referential: Referential, main: Language, catalog: dict[str, Any]) -> None:
        self.referential = referential
        self.main = main
        self.catalog = catalog
        kept = [_kept(requirement).get("node", {}) for requirement in referential.requirements]
        self.parameters = Parameters(param for node in (catalog, *kept) for param in node.get("params", ()))
        self.tokens = self._tokens()
        self.nodes: list[tuple[Requirement, dict[str, Any]]] = []

    def _tokens(self) -> dict[str, str]:
        """The identifier in the document of each requirement; those that came with it stay."""
        found: dict[str, str] = {}
        for requirement in self.referential.requirements:
            kept = _kept(requirement)
            if kept.get("id") == requirement.id:
                found[requirement.id] = kept["node"].get("id", "")
        taken = set(found.values())
        for requirement in self.referential.requirements:
            if requirement.id not in found:
                found[requirement.id] = token(requirement.id, taken)
                taken.add(found[requirement.id])
        return found

    def fill(self) -> None:
        """Fill the catalogue; where its order would not be the reading order, each node carries its position."""
        self._children(self.catalog, None, "catalog")
        positions = {item.id: number for number, item in enumerate(self.referential.requirements, 1)}
        written = [item.id for item, _ in _written_order(self.nodes, self.catalog)]
        for requirement, node in self.nodes:
            props = [item for item in node.get("props", ()) if not _is_position(item)]
            if written != list(positions):
                props.append(prop("position", positions[requirement.id]))
            if props or "props" in node:
                node["props"] = props

    def _children(self, holder: dict[str, Any], parent: str | None, kind: str) -> None:
        requirements = self.referential.children.get(parent, ())
        found: dict[str, list[dict[str, Any]]] = {"groups": [], "controls": []}
        for requirement in requirements:
            own_kind = self._kind(requirement, kind, requirements)
            node = self._node(requirement, own_kind)
            self.nodes.append((requirement, node))
            self._children(node, requirement.id, own_kind)
            found[_MEMBER[own_kind]].append(node)
        for member, nodes in found.items():
            if nodes:
                holder[member] = nodes
            elif holder.get(member, ()) is None:
                del holder[member]

    def _kind(self, requirement: Requirement, holder: str, siblings: tuple[Requirement, ...]) -> str:
        """A control holds controls only; a group of ours holds either groups or controls, as the model wants it."""
        if holder == "control":
            return "control"
        if kind := _kept(requirement).get("kind"):
            return str(kind)
        mixed = holder == "group" and any(sibling.assessable for sibling in siblings)
        return "control" if requirement.assessable or mixed else "group"

    def _node(self, requirement: Requirement, kind: str) -> dict[str, Any]:
        kept = _kept(requirement)
        want = requirement_to_form(requirement)
        for key in ("id", "parent"):
            want.pop(key, None)
        want["foreign"] = {key: value for key, value in requirement.foreign.items() if key != "oscal"} or None
        want = {key: value for key, value in want.items() if value is not None}
        node: dict[str, Any] = copy.deepcopy(kept.get("node", {}))
        if node and kept.get("id") == requirement.id and kept["kind"] == kind:
            seen = node_values(node, kind, self.main, self.parameters)
            seen.pop("id", None)
            if seen == want:
                return node
        node = without_own({"id": "", "title": "", **node})
        node["id"] = self.tokens[requirement.id] or token(requirement.id, self.tokens.values())
        node["title"] = requirement.title.best(self.main)
        _set_label(node, requirement.reference)
        self._own(node, want, plain_values(node, kind, self.main, self.parameters))
        if node["id"] != requirement.id:
            node.setdefault("props", []).append(prop("id", requirement.id))
        return node

    def _own(self, node: dict[str, Any], want: Mapping[str, Any], base: Mapping[str, Any]) -> None:
        """Members of ours for whatever the node does not say by itself."""
        props, parts = [], []
        asks_its_title = want.get("description") == want["title"] and not want.get("question")
        for key in dict.fromkeys((*want, *base)):
            value = want.get(key)
            if value == base.get(key):
                continue
            if key == "description" and asks_its_title and key not in base and want.get("assessable", True):
                continue
            if key in REQUIREMENT_TEXTS and key != "title" and value:
                parts.append(text_part(key, value, self.main))
            else:
                props.append(prop(key.replace("_", "-"), True if key == "assessable" and value is None else value))
        for member, items in (("props", props), ("parts", parts)):
            if items:
                node.setdefault(member, []).extend(items)


def _kept_document(referential: Referential) -> Mapping[str, Any]:
    """What was kept of an imported catalogue; nothing, if it has another shape: a form may hold anything there."""
    kept = referential.foreign.get("oscal")
    if not isinstance(kept, dict) or not isinstance(kept.get("document"), dict):
        return {}
    catalog = kept["document"].get("catalog")
    childless = {**catalog, "groups": [], "controls": []} if isinstance(catalog, dict) else catalog
    return {} if list(shape_faults({"catalog": childless})) or "digest" not in kept else kept


def _kept(requirement: Requirement) -> Mapping[str, Any]:
    """The group or control kept beside a requirement, if it is one."""
    kept = requirement.foreign.get("oscal")
    if not isinstance(kept, dict) or kept.get("kind") not in _MEMBER or not isinstance(kept.get("node"), dict):
        return {}
    childless = {**kept["node"], "groups": [], "controls": []}
    document = {"catalog": {"metadata": {"title": "-"}, _MEMBER[kept["kind"]]: [childless]}}
    return {} if list(shape_faults(document)) else kept


def _set_label(node: dict[str, Any], reference: str) -> None:
    """The label that people read; kept as it is where it says this reference already."""
    if label(node) == reference:
        return
    others = [item for item in node.get("props", ()) if item["name"] != "label" or "class" in item]
    node["props"] = [{"name": "label", "value": reference}, *others]


def _is_position(item: Mapping[str, Any]) -> bool:
    return "position" in own_values([item])


def _written_order(
    nodes: list[tuple[Requirement, dict[str, Any]]], holder: Mapping[str, Any]
) -> Iterator[tuple[Requirement, dict[str, Any]]]:
    """The nodes as a reader of the document meets them: groups, then controls, each before what it holds."""
    by_node = {id(node): (requirement, node) for requirement, node in nodes}
    rest = [holder]
    while rest:
        node = rest.pop()
        if id(node) in by_node:
            yield by_node[id(node)]
        rest += reversed([*(node.get("groups") or ()), *(node.get("controls") or ())])
