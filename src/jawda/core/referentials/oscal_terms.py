"""How our own members are carried in OSCAL: properties and parts in a namespace of ours.

A value that is no text is JSON. A text of a requirement is a part, named as OSCAL names such parts where it does,
with one part below it for each further language.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from jawda.core.languages import Language
from jawda.core.referentials.form_writing import REQUIREMENT_KEYS, REQUIREMENT_TEXTS
from jawda.core.referentials.oscal_prose import Parameters, guidance, label, one_line, statement

VERSION: Final = "1.1.2"
NAMESPACE: Final = "https://jawda.example/ns/oscal"
_PARTS: Final = {
    "question": "statement", "description": "overview", "plain_words": "guidance", "good_example": "example",
    "auditor_asks": "assessment-objective",
}  # fmt: skip
_WRITTEN_AS_TEXT: Final = frozenset({"id", "slug", "edition", "publisher", "replaces", "consequence", "main_language"})
_NOT_A_TOKEN: Final = re.compile(r"[^\w.-]")
_LINE_ENDS: Final = {ord(letter): f"\\u{ord(letter):04x}" for letter in "\x85\u2028\u2029"}


def prop(name: str, value: Any) -> dict[str, str]:
    """A property of ours. Its value is one line, as OSCAL wants it."""
    plain = isinstance(value, str) and name.replace("-", "_") in _WRITTEN_AS_TEXT
    words = value if plain else json.dumps(value, ensure_ascii=False).translate(_LINE_ENDS)
    return {"name": name, "ns": NAMESPACE, "value": words}


def own_values(props: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """The form's keys and values that properties of ours carry; a value that is not sound comes as a tuple of it."""
    found: dict[str, Any] = {}
    for item in props:
        if item.get("ns") != NAMESPACE:
            continue
        key = item["name"].replace("-", "_")
        try:
            found[key] = item["value"] if key in _WRITTEN_AS_TEXT else json.loads(item["value"])
        except (ValueError, RecursionError):
            found[key] = (item["value"],)
    return found


def own_texts(node: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The texts that parts of ours carry, by field and language."""
    found: dict[str, dict[str, str]] = {}
    for part in node.get("parts", ()):
        for item in (part, *part.get("parts", ())):
            field, language = _marked(item)
            if field in REQUIREMENT_TEXTS:
                found.setdefault(field, {})[language] = item.get("prose", "")
    return found


def _marked(part: Mapping[str, Any]) -> tuple[str, str]:
    """The field and language that a part of ours says it carries."""
    marks = [item for item in part.get("props", ()) if item.get("ns") == NAMESPACE and item["name"] == "text"]
    return (marks[0]["value"].replace("-", "_"), marks[0].get("class", "")) if marks else ("", "")


def without_own(node: Mapping[str, Any]) -> dict[str, Any]:
    """The node without properties and parts of ours."""
    kept = dict(node)
    kept["props"] = [item for item in node.get("props", ()) if item.get("ns") != NAMESPACE]
    kept["parts"] = [part for part in node.get("parts", ()) if not _marked(part)[0]]
    return {key: value for key, value in kept.items() if value or key not in ("props", "parts")}


def text_part(field: str, texts: Mapping[str, str], main: Language) -> dict[str, Any]:
    """A part with a text in its main language, and below it the others."""
    first = main if main in texts else next(iter(texts))
    name = _PARTS.get(field)
    named = {"name": name} if name else {"name": field.replace("_", "-"), "ns": NAMESPACE}
    others = [
        {"name": "translation", "ns": NAMESPACE, "props": [_mark(field, language)], "prose": words}
        for language, words in texts.items()
        if language != first
    ]
    part = {**named, "props": [_mark(field, first)], "prose": texts[first]}
    return {**part, "parts": others} if others else part


def _mark(field: str, language: str) -> dict[str, str]:
    return {"name": "text", "ns": NAMESPACE, "value": field.replace("_", "-"), "class": language}


def plain_values(node: Mapping[str, Any], kind: str, main: Language, parameters: Parameters) -> dict[str, Any]:
    """What OSCAL itself says of a group or control, as a requirement of the form without its id and parent."""
    title = one_line(node["title"]) or str(node.get("id", "-"))
    texts = {"description": statement(node, parameters), "plain_words": guidance(node, parameters)}
    found: dict[str, Any] = {
        "reference": label(node) or one_line(str(node.get("id", ""))) or title,
        "title": {main: title},
        **{field: {main: words} for field, words in texts.items() if words},
    }
    return found if kind == "control" and not _withdrawn(node) else {**found, "assessable": False}


def _withdrawn(node: Mapping[str, Any]) -> bool:
    """A withdrawn control keeps its place and asks nothing."""
    return any(item["name"] == "status" and item["value"].lower() == "withdrawn" for item in node.get("props", ()))


def node_values(node: Mapping[str, Any], kind: str, main: Language, parameters: Parameters) -> dict[str, Any]:
    """A group or control as a requirement of the form: what OSCAL says, then what our own members say instead."""
    values = {key: value for key, value in own_values(node.get("props", ())).items() if key in REQUIREMENT_KEYS}
    found: dict[str, Any] = {**plain_values(without_own(node), kind, main, parameters), **own_texts(node), **values}
    if found.get("assessable") is True:
        del found["assessable"]
    return settled({key: value for key, value in found.items() if value is not None})


def settled(values: dict[str, Any]) -> dict[str, Any]:
    """What has no text at all asks for its title."""
    if values.get("assessable", True) is True and not values.get("question") and not values.get("description"):
        return {**values, "description": values["title"]}
    return values


def token(text: str, taken: Iterable[str] = ()) -> str:
    """OSCAL's token: a letter or underscore, then letters, digits, points, hyphens; none of those taken.

    >>> token("4.1 a"), token("iso", {"iso"})
    ('_4.1-a', 'iso-2')
    """
    plain = _NOT_A_TOKEN.sub("-", text)
    plain = plain if plain[:1].isalpha() or plain[:1] == "_" else f"_{plain}"
    found, number, others = plain, 1, frozenset(taken)
    while found in others:
        number += 1
        found = f"{plain}-{number}"
    return found


def digest(document: Any) -> str:
    """SHA-256 of a JSON document, whatever the order of its members."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
