"""OSCAL catalogues (NIST, JSON, 1.x): in and out.

An imported document is kept whole, so that members this model does not know are written out again verbatim.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from jawda.core.findings import Finding, Place, Refused
from jawda.core.languages import Text
from jawda.core.referentials.check import check
from jawda.core.referentials.model import Referential, Requirement
from jawda.core.referentials.scales import CONFORMITY

VERSION: Final = "1.1.2"
NAMESPACE: Final = "https://jawda.example/ns/oscal"
MAXIMUM_BYTES: Final = 16_000_000
MAXIMUM_DEPTH: Final = 40
_INSERT: Final = re.compile(r"\{\{\s*insert:\s*param,\s*([^}\s]+)\s*\}\}")
_TOKEN: Final = re.compile(r"[^\w.-]")


def read_oscal_catalog(content: bytes, *, file: str, slug: str | None = None) -> Referential:
    """A catalogue as a referential on the conformity scale: groups become headings, controls requirements.

    ``Refused`` for a document that is cut off, too large or deep, not a catalogue, or names a control twice.
    """
    document = _parse(content, file)
    catalog = document.get("catalog") if isinstance(document, dict) else None
    if not isinstance(catalog, dict) or not isinstance(catalog.get("metadata"), dict):
        raise _refused("not_oscal", file, expected='{"catalog": {"uuid", "metadata", "groups" | "controls"}}')
    metadata = catalog["metadata"]
    title, version = str(metadata.get("title") or file), str(metadata.get("version") or "1")
    name = slug or _slug(title) or "catalogue"
    edition = _slug(version) or "1"
    params = {param["id"]: param for param in _every(catalog, "params") if "id" in param}
    try:
        requirements = tuple(_nodes(catalog, None, params))
    except (TypeError, AttributeError, KeyError) as fault:
        raise _refused("not_oscal", file, expected="groups: [{id, title, controls: [{id, title}]}]") from fault
    referential = Referential(
        id=f"{name}-{edition}",
        slug=name,
        edition=edition,
        languages=("en",),
        title=Text(en=title),
        publisher=_publisher(metadata),
        rights=Text(en=str(metadata.get("remarks") or "See the publisher of the catalogue.")),
        scale=CONFORMITY,
        requirements=requirements,
        foreign={"oscal": document},
    )
    errors = [
        finding
        for finding in check(referential, place=lambda path: Place(file=file, path=path))
        if finding.level == "error"
    ]
    if errors:
        raise Refused(errors)
    return referential


def write_oscal_catalog(referential: Referential, *, modified: datetime) -> bytes:
    """A catalogue: the imported document as it came, else one made of the referential. ``modified`` is aware."""
    kept = referential.foreign.get("oscal")
    document = copy.deepcopy(kept) if kept else {"catalog": _catalog(referential, modified)}
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _parse(content: bytes, file: str) -> Any:
    if len(content) > MAXIMUM_BYTES:
        raise _refused("too_large", file, bytes=len(content), limit=MAXIMUM_BYTES)
    try:
        document = json.loads(content)
    except json.JSONDecodeError as fault:
        place = Place(file=file, line=fault.lineno, column=str(fault.colno))
        raise Refused([Finding(id="referentials.not_json", place=place)]) from fault
    except (UnicodeDecodeError, RecursionError) as fault:
        raise _refused("not_json", file) from fault
    if _depth(document) > MAXIMUM_DEPTH:
        raise _refused("too_deep", file)
    return document


def _depth(value: Any) -> int:
    """How deep lists and objects lie in one another, without recursion."""
    deepest, rest = 0, [(value, 1)]
    while rest:
        item, depth = rest.pop()
        deepest = max(deepest, depth)
        if depth > MAXIMUM_DEPTH:
            return depth
        children = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        rest += [(child, depth + 1) for child in children]
    return deepest


def _every(value: Any, member: str) -> Iterator[Mapping[str, Any]]:
    """Every object in lists named ``member``, anywhere below."""
    rest = [value]
    while rest:
        item = rest.pop()
        if isinstance(item, dict):
            found = item.get(member)
            if isinstance(found, list):
                yield from (entry for entry in found if isinstance(entry, dict))
            rest += item.values()
        elif isinstance(item, list):
            rest += item


def _nodes(
    holder: Mapping[str, Any], parent: str | None, params: Mapping[str, Mapping[str, Any]]
) -> Iterator[Requirement]:
    """Groups and controls in reading order, each after its parent."""
    for group in holder.get("groups", ()):
        name = str(group.get("id") or f"{parent or 'group'}.{_slug(str(group['title']))}")
        yield Requirement(
            id=name,
            reference=_label(group, name),
            title=Text(en=str(group["title"])),
            parent=parent,
            assessable=False,
            description=Text(en=_prose(group, params) or None),
        )
        yield from _nodes(group, name, params)
    for control in holder.get("controls", ()):
        yield Requirement(
            id=str(control["id"]),
            reference=_label(control, str(control["id"])),
            title=Text(en=str(control["title"])),
            parent=parent,
            description=Text(en=_prose(control, params) or str(control["title"])),
        )
        yield from _nodes(control, str(control["id"]), params)


def _label(node: Mapping[str, Any], default: str) -> str:
    """The label prop that people read: the one without a class first (others carry padded forms)."""
    labels = [prop for prop in node.get("props", ()) if prop.get("name") == "label"]
    plain = [prop for prop in labels if "class" not in prop]
    return str((plain or labels or [{"value": default}])[0]["value"])


def _prose(node: Mapping[str, Any], params: Mapping[str, Mapping[str, Any]]) -> str:
    """The statement's text with its numbered items, parameters put in words."""
    lines: list[str] = []

    def walk(parts: Any, indent: int) -> None:
        for part in parts:
            if indent == 0 and part.get("name") not in ("statement", "overview"):
                continue
            label = _label(part, "")
            text = _INSERT.sub(lambda found: _parameter(found[1], params), str(part.get("prose", "")))
            line = " ".join(word for word in (label, text) if word)
            if line:
                lines.append("  " * max(indent - 1, 0) + line)
            walk(part.get("parts", ()), indent + 1)

    walk(node.get("parts", ()), 0)
    return "\n".join(lines)


def _parameter(name: str, params: Mapping[str, Mapping[str, Any]], depth: int = 0) -> str:
    """A parameter in words: its label, or the choices of its selection."""
    param = params.get(name, {})
    if depth < 4 and "select" in param:
        choices = [
            _INSERT.sub(lambda found: _parameter(found[1], params, depth + 1), str(choice))
            for choice in param["select"].get("choice", ())
        ]
        if choices:
            return "[" + " / ".join(choices) + "]"
    return f"[{param.get('label', name)}]"


def _publisher(metadata: Mapping[str, Any]) -> str:
    names = [
        str(party["name"]) for party in metadata.get("parties", ()) if isinstance(party, dict) and party.get("name")
    ]
    return names[0] if names else "unknown"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")[:60].strip("-.")


def _refused(name: str, file: str, **arguments: str | int) -> Refused:
    return Refused([Finding(id=f"referentials.{name}", place=Place(file=file), arguments=arguments)])


def _catalog(referential: Referential, modified: datetime) -> dict[str, Any]:
    return {
        "uuid": str(uuid5(NAMESPACE_URL, f"{NAMESPACE}/{referential.id}")),
        "metadata": {
            "title": referential.title.best("en"),
            "last-modified": modified.isoformat(timespec="seconds"),
            "version": referential.edition,
            "oscal-version": VERSION,
            "props": [_prop("referential", referential.id), _prop("scale", str(referential.scale.kind))],
            "parties": [
                {
                    "uuid": str(uuid5(NAMESPACE_URL, f"{NAMESPACE}/party/{referential.publisher}")),
                    "type": "organization",
                    "name": referential.publisher,
                }
            ],
            "remarks": referential.rights.best("en"),
        },
        **_children(referential, None),
    }


def _children(referential: Referential, parent: str | None) -> dict[str, Any]:
    nodes = referential.children.get(parent, ())
    groups = [_group(referential, node) for node in nodes if not node.assessable]
    controls = [_control(referential, node) for node in nodes if node.assessable]
    return {name: value for name, value in (("groups", groups), ("controls", controls)) if value}


def _group(referential: Referential, node: Requirement) -> dict[str, Any]:
    return {
        "id": _token(node.id),
        "title": node.title.best("en"),
        "props": [{"name": "label", "value": node.reference}, *_titles(node)],
        **_children(referential, node.id),
    }


def _control(referential: Referential, node: Requirement) -> dict[str, Any]:
    props = [{"name": "label", "value": node.reference}, *_titles(node)]
    props += [_prop("weight", f"{node.weight:g}"), _prop("consequence", str(node.consequence))]
    if node.knock_out:
        props.append(_prop("knock-out", "true"))
    props += [_prop("need", need) for need in node.needs]
    parts = [
        {"name": name, "id": _token(f"{node.id}_{suffix}"), "prose": text.best("en"), "props": _texts(text)}
        for name, suffix, text in (
            ("statement", "smt", node.question or node.description),
            ("guidance", "gdn", node.plain_words),
            ("example", "exm", node.good_example),
            ("assessment-objective", "obj", node.auditor_asks),
        )
        if text
    ]
    return {
        "id": _token(node.id),
        "title": node.title.best("en"),
        "props": props,
        "parts": [{key: value for key, value in part.items() if value} for part in parts],
        **_children(referential, node.id),
    }


def _titles(node: Requirement) -> list[dict[str, str]]:
    return [_prop(f"title-{language}", text) for language, text in node.title.as_mapping().items() if language != "en"]


def _texts(text: Text) -> list[dict[str, str]]:
    return [
        _prop(f"text-{language}", " ".join(words.split()))
        for language, words in text.as_mapping().items()
        if language != "en"
    ]


def _prop(name: str, value: str) -> dict[str, str]:
    return {"name": name, "ns": NAMESPACE, "value": value}


def _token(text: str) -> str:
    """OSCAL's token: a letter or underscore, then letters, digits, points, hyphens."""
    token = _TOKEN.sub("-", text)
    return token if token[:1].isalpha() or token.startswith("_") else f"_{token}"
