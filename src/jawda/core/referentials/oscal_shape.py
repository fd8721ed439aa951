"""Whether a JSON document has the shape of an OSCAL catalogue, as far as it is read here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

_Fault = tuple[str, str]
"""A path and what is expected there."""

_METADATA: Final = ("version", "remarks", "last-modified", "published")
_LISTS: Final = ("groups", "controls", "params", "props", "parts")
#: By the list they stand in: members that must be a text, and members that may be one.
_MEMBERS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "groups": (("title",), ("id",)),
    "controls": (("id", "title"), ()),
    "params": (("id",), ("label",)),
    "props": (("name", "value"), ("ns", "class")),
    "parts": (("name",), ("prose", "ns")),
    "parties": ((), ("name",)),
}


def shape_faults(document: Any) -> Iterator[_Fault]:
    """Every place where the catalogue is not as OSCAL has it, with what is expected."""
    catalog = document.get("catalog") if isinstance(document, dict) else None
    if not isinstance(catalog, dict):
        yield "catalog" if isinstance(document, dict) else "", '{"catalog": {"uuid", "metadata", "groups", "controls"}}'
        return
    metadata = catalog.get("metadata")
    if not isinstance(metadata, dict):
        yield "catalog.metadata", '{"title", "last-modified", "version", "oscal-version"}'
    else:
        yield from _texts(
            metadata, "catalog.metadata", ("title",), ("version", "remarks", "last-modified", "published")
        )
        yield from _lists(metadata, "catalog.metadata", ("props", "parties"))
    if not isinstance(catalog.get("uuid", ""), str):
        yield "catalog.uuid", "“…”"
    yield from _lists(catalog, "catalog", _LISTS)


def _lists(holder: Mapping[str, Any], path: str, names: tuple[str, ...]) -> Iterator[_Fault]:
    for name in names:
        found = holder.get(name, [])
        if not isinstance(found, list):
            yield f"{path}.{name}", "[…, …]"
            continue
        for number, item in enumerate(found, 1):
            here = f"{path}.{name}[{number}]"
            if not isinstance(item, dict):
                yield here, "{…: …}"
                continue
            yield from _texts(item, here, *_MEMBERS[name])
            yield from _lists(item, here, _LISTS)
            if name == "params":
                yield from _selection(item, here)


def _texts(item: Mapping[str, Any], path: str, needed: tuple[str, ...], possible: tuple[str, ...]) -> Iterator[_Fault]:
    for name in needed:
        if not isinstance(item.get(name), str) or not item[name].strip():
            yield f"{path}.{name}", f"{name}: “…”"
    for name in possible:
        if not isinstance(item.get(name, ""), str):
            yield f"{path}.{name}", f"{name}: “…”"


def _selection(item: Mapping[str, Any], path: str) -> Iterator[_Fault]:
    select = item.get("select", {})
    choices = select.get("choice", []) if isinstance(select, dict) else None
    for name, found in (("select.choice", choices), ("values", item.get("values", []))):
        if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
            yield f"{path}.{name}", "[“…”, “…”]"
