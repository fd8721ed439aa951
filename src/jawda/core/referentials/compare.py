"""Two editions of a referential compared, by the ids that are never reused and by declared lineage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from jawda.core.findings import Finding, Place
from jawda.core.referentials.model import Referential, Relation, Requirement

_PLACE: Final = frozenset({"parent", "reference"})
_IGNORED: Final = frozenset({"id", "lineage", "foreign", *_PLACE})
_ASKED: Final = frozenset({"question", "description"})


class Reason(StrEnum):
    """Why an answer carries over as it does."""

    SAME = "same"
    """The same requirement, asked in the same words."""
    REWORDED = "reworded"
    """The same requirement, asked in other words."""
    RESCALED = "rescaled"
    """The scale is of the same kind, and its levels have changed."""
    EQUAL = "equal"
    """Its lineage says that it asks for the same."""
    SUBSET = "subset"
    """It asks for less than the old one."""
    SUPERSET = "superset"
    """It asks for more than the old one."""
    INTERSECTS = "intersects"
    """The two share something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """An answer to ``old`` that is proposed for ``new``; ``review`` when a person must look at it first."""

    old: str
    new: str
    review: bool
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Requirement ids by what became of them. ``changed`` gives the fields that differ.

    ``merged`` maps a new id to the several old ones it comes from, ``split`` an old id to the several new ones that
    come from it. ``carries`` maps an old id to the new ids its answer may be carried to, with whether it must be
    reviewed; ``carried`` says the same with the reason. Answers never carry between scales of two kinds.
    """

    kept: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    moved: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    carries: Mapping[str, tuple[tuple[str, bool], ...]]
    merged: Mapping[str, tuple[str, ...]]
    split: Mapping[str, tuple[str, ...]]
    carried: tuple[Carried, ...]


def compare_editions(old: Referential, new: Referential) -> Comparison:
    """What a new edition keeps, changes, moves, adds, merges, splits and removes, in the new edition's order."""
    kept, moved, added = [], [], []
    changed: dict[str, tuple[str, ...]] = {}
    sources: dict[str, tuple[str, ...]] = {}
    targets: dict[str, list[str]] = {}
    for requirement in new.requirements:
        before = old.by_id.get(requirement.id)
        sources[requirement.id] = _sources(requirement, old)
        for name in sources[requirement.id]:
            targets.setdefault(name, []).append(requirement.id)
        if before is None:
            if not sources[requirement.id]:
                added.append(requirement.id)
            continue
        if differing := _differences(before, requirement):
            changed[requirement.id] = differing
        if any(getattr(before, name) != getattr(requirement, name) for name in _PLACE):
            moved.append(requirement.id)
        elif not differing:
            kept.append(requirement.id)
    carried = tuple(item for requirement in new.requirements for item in _carried(requirement, old, new))
    carries: dict[str, list[tuple[str, bool]]] = {}
    for item in carried:
        carries.setdefault(item.old, []).append((item.new, item.review))
    return Comparison(
        kept=tuple(kept),
        changed=changed,
        moved=tuple(moved),
        added=tuple(added),
        removed=tuple(item.id for item in old.requirements if item.id not in targets),
        carries={name: tuple(found) for name, found in carries.items()},
        merged={name: found for name, found in sources.items() if len(found) > 1},
        split={name: tuple(found) for name, found in targets.items() if len(found) > 1},
        carried=carried,
    )


def check_succession(old: Referential, new: Referential) -> tuple[Finding, ...]:
    """Whether ``new`` can follow ``old``: it says so, its lineage is known there, and no id is reused for another."""
    findings = []
    if new.replaces != old.id:
        arguments = {"expected": old.id}
        findings.append(Finding(id="referentials.not_the_successor", place=Place(path="replaces"), arguments=arguments))
    for number, requirement in enumerate(new.requirements, 1):
        path = f"requirements[{number}]"
        for position, line in enumerate(requirement.lineage, 1):
            if line.requirement not in old.by_id:
                place = Place(path=f"{path}.lineage[{position}].requirement")
                arguments = {"id": line.requirement, "edition": old.id}
                findings.append(Finding(id="referentials.unknown_lineage", place=place, arguments=arguments))
        names = {line.requirement for line in requirement.lineage}
        if names and requirement.id in old.by_id and requirement.id not in names:
            place = Place(path=f"{path}.id")
            findings.append(Finding(id="referentials.reused_id", place=place, arguments={"id": requirement.id}))
    return tuple(findings)


def _sources(requirement: Requirement, old: Referential) -> tuple[str, ...]:
    """The old ids that a new requirement comes from: its own, where it is there, and those of its lineage."""
    names = (requirement.id, *(line.requirement for line in requirement.lineage))
    return tuple(name for name in dict.fromkeys(names) if name in old.by_id)


def _carried(requirement: Requirement, old: Referential, new: Referential) -> list[Carried]:
    if not requirement.assessable or old.scale.kind is not new.scale.kind:
        return []
    relations = {line.requirement: line.relation for line in requirement.lineage}
    found = []
    for name in _sources(requirement, old):
        before = old.by_id[name]
        if before.assessable:
            reason = _reason(before, requirement, relations.get(name))
            if reason in (Reason.SAME, Reason.EQUAL) and old.scale.levels != new.scale.levels:
                reason = Reason.RESCALED
            review = reason not in (Reason.SAME, Reason.EQUAL)
            found.append(Carried(old=name, new=requirement.id, review=review, reason=reason))
    return found


def _reason(before: Requirement, after: Requirement, relation: Relation | None) -> Reason:
    if relation is not None:
        return Reason(relation)
    return Reason.REWORDED if _ASKED & set(_differences(before, after)) else Reason.SAME


def _differences(before: Requirement, after: Requirement) -> tuple[str, ...]:
    names = (field.name for field in fields(Requirement) if field.name not in _IGNORED)
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
