"""The documented form of a referential (docs/reference/referential-form.md), in YAML and as plain values.

Reading gathers every fault with its line and path before it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from jawda.core.findings import Level, Place, Refused
from jawda.core.languages import LANGUAGES, Language
from jawda.core.referentials.check import check
from jawda.core.referentials.document import Document, read_document
from jawda.core.referentials.form_values import FormReader, join
from jawda.core.referentials.form_writing import (
    CONSEQUENCES,
    DATES,
    HEAD_KEYS,
    REQUIREMENT_KEYS,
    REQUIREMENT_TEXTS,
    to_mapping,
    write_referential,
)
from jawda.core.referentials.model import (
    Condition,
    Lineage,
    ProfileChoice,
    ProfileQuestion,
    Referential,
    Relation,
    Requirement,
    Scale,
    ScaleKind,
    ScaleLevel,
)
from jawda.core.referentials.scales import DEFAULT_SCALES

__all__ = ["from_mapping", "read_mapping", "read_referential", "to_mapping", "write_referential"]

_IDENTIFIER: Final = re.compile(r"[a-z0-9]+(-[a-z0-9.]+)*")
_LONGEST_IDENTIFIER: Final = 120
_RELATIONS: Final = {str(relation): relation for relation in Relation}
_KINDS: Final = {str(kind): kind for kind in ScaleKind}


def read_referential(content: bytes, *, file: str) -> Referential:
    """A referential from its YAML form (UTF-8, at most 2 MB). ``Refused`` with every fault, its line and its path.

    >>> content = '''
    ... id: first-steps-1
    ... slug: first-steps
    ... edition: "1"
    ... languages: [en]
    ... title: {en: First steps}
    ... publisher: A federation
    ... rights: {en: CC BY 4.0}
    ... scale: maturity
    ... requirements:
    ... - {id: records, reference: 1.10, title: {en: Records}, question: {en: Are records kept?}}
    ... '''
    >>> read_referential(content.encode(), file="first-steps-1.yaml").assessable[0].reference
    '1.10'
    """
    document = read_document(content, file=file)
    return read_mapping(document.value, place=document.place, written=document.written)


def read_mapping(
    head: Mapping[str, Any], *, place: Callable[[str], Place], written: Mapping[str, str] | None = None
) -> Referential:
    """A referential from the form's values, wherever they stood; ``place`` turns a path into a place there.

    ``Refused`` with every fault. ``written`` gives the own text of scalars that are no text, by path.
    """
    reader = FormReader(LANGUAGES, place, written or {})
    referential = _head(reader, head)
    found = [finding for finding in check(referential) if finding.level is Level.ERROR]
    paths = [(finding, finding.place.path or "") for finding in found]
    later = [replace(finding, place=place(path)) for finding, path in paths if not reader.told(path)]
    if reader.findings or later:
        raise Refused([*reader.findings, *later])
    return referential


def from_mapping(head: Mapping[str, Any]) -> Referential:
    """The reverse of :func:`to_mapping`, for what was checked before it was stored; ``Refused`` if it is not sound."""
    dates = {key: date.fromisoformat(head[key]) for key in DATES if head.get(key)}
    reader = FormReader(LANGUAGES, Document("", head).place, {})
    referential = _head(reader, {**head, **dates})
    if reader.findings:
        raise Refused(reader.findings)
    return referential


def _head(reader: FormReader, head: Mapping[str, Any]) -> Referential:
    reader.languages = _languages(reader, head)
    reader.known_keys(head, HEAD_KEYS, "")
    identifier, slug, edition = (reader.required(head, key, "") for key in ("id", "slug", "edition"))
    wanted = f"{slug}-{edition}"
    if identifier and (identifier != wanted or not _IDENTIFIER.fullmatch(wanted) or len(wanted) > _LONGEST_IDENTIFIER):
        reader.fault("bad_identifier", "id", expected=wanted)
    return Referential(
        id=identifier,
        slug=slug,
        edition=edition,
        languages=reader.languages,
        title=reader.text(head, "title", "", needed=True),
        description=reader.text(head, "description", ""),
        publisher=reader.required(head, "publisher", ""),
        rights=reader.text(head, "rights", "", needed=True),
        certifiable=reader.get(head, "certifiable", bool, "", False),
        published_on=reader.day(head, "published_on"),
        applies_from=reader.day(head, "applies_from"),
        withdrawn_on=reader.day(head, "withdrawn_on"),
        dates_confirmed=reader.get(head, "dates_confirmed", bool, "", True),
        replaces=reader.get(head, "replaces", str, "", "") or None,
        rests_on=reader.strings(head, "rests_on", ""),
        scale=_scale(reader, head),
        profile=tuple(_profile_question(reader, item, path) for path, item in reader.items(head, "profile", "")),
        requirements=tuple(_requirement(reader, item, path) for path, item in reader.items(head, "requirements", "")),
        foreign=reader.foreign(head, ""),
    )


def _languages(reader: FormReader, head: Mapping[str, Any]) -> tuple[Language, ...]:
    """The declared ones in the order declared, or all where none is soundly declared."""
    found = reader.strings(head, "languages", "")
    for number, name in enumerate(found, 1):
        if name not in LANGUAGES or name in found[: number - 1]:
            reader.wrong(f"languages[{number}]", ", ".join(LANGUAGES))
    languages = tuple(language for name in dict.fromkeys(found) for language in LANGUAGES if language == name)
    if not languages:
        reader.fault("no_language", "languages")
    return languages or LANGUAGES


def _scale(reader: FormReader, head: Mapping[str, Any]) -> Scale:
    found = head.get("scale")
    if not isinstance(found, dict):
        kind = _KINDS.get(reader.required(head, "scale", ""))
        if kind is None:
            reader.fault("unknown_scale", "scale", expected=", ".join(_KINDS))
        return DEFAULT_SCALES[kind or ScaleKind.CONFORMITY]
    reader.known_keys(found, ("kind", "levels"), "scale")
    named = _KINDS.get(reader.required(found, "kind", "scale"))
    if named is None:
        reader.fault("unknown_scale", "scale.kind", expected=", ".join(_KINDS))
    levels = []
    for path, item in reader.items(found, "levels", "scale"):
        reader.known_keys(item, ("code", "value", "title", "description"), path)
        if item.get("value") is None:
            reader.fault("missing", join(path, "value"), key="value")
        levels.append(
            ScaleLevel(
                code=reader.required(item, "code", path),
                value=reader.get(item, "value", float, path, 0.0),
                title=reader.text(item, "title", path, needed=True),
                description=reader.text(item, "description", path),
            )
        )
    return Scale(kind=named or ScaleKind.CONFORMITY, levels=tuple(levels))


def _profile_question(reader: FormReader, item: Mapping[str, Any], path: str) -> ProfileQuestion:
    reader.known_keys(item, ("id", "question", "choices"), path)
    choices = []
    for here, choice in reader.items(item, "choices", path):
        reader.known_keys(choice, ("value", "title"), here)
        title = reader.text(choice, "title", here, needed=True)
        choices.append(ProfileChoice(value=reader.required(choice, "value", here), title=title))
    question = reader.text(item, "question", path, needed=True)
    return ProfileQuestion(id=reader.required(item, "id", path), question=question, choices=tuple(choices))


def _requirement(reader: FormReader, item: Mapping[str, Any], path: str) -> Requirement:
    reader.known_keys(item, REQUIREMENT_KEYS, path)
    assessable = reader.get(item, "assessable", bool, path, True)
    asks = assessable and item.get("description") is None
    texts: dict[str, Any] = {
        name: reader.text(item, name, path, needed=name == "title" or (name == "question" and asks))
        for name in REQUIREMENT_TEXTS
    }
    conditions = reader.mapping(item, "applies_when", path)
    return Requirement(
        id=reader.required(item, "id", path),
        reference=reader.required(item, "reference", path),
        parent=reader.get(item, "parent", str, path, "") or None,
        assessable=assessable,
        weight=reader.get(item, "weight", float, path, 1.0),
        knock_out=reader.get(item, "knock_out", bool, path, False),
        consequence=reader.one_of(item, "consequence", path, CONSEQUENCES, "medium"),
        effort_days=reader.get(item, "effort_days", float, path, 0.0) if item.get("effort_days") is not None else None,
        applies_when=tuple(
            Condition(profile=name, values=reader.strings(conditions, name, join(path, "applies_when")))
            for name in conditions
        ),
        needs=reader.strings(item, "needs", path),
        lineage=tuple(_lineage(reader, line, here) for here, line in reader.items(item, "lineage", path)),
        foreign=reader.foreign(item, path),
        **texts,
    )


def _lineage(reader: FormReader, line: Mapping[str, Any], path: str) -> Lineage:
    reader.known_keys(line, ("requirement", "relation"), path)
    requirement = reader.required(line, "requirement", path)
    if line.get("relation") is None:
        reader.fault("missing", join(path, "relation"), key="relation")
    relation = reader.one_of(line, "relation", path, _RELATIONS, str(Relation.INTERSECTS))
    return Lineage(requirement=requirement, relation=relation)
