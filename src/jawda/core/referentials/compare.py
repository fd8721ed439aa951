"""Two editions of a referential compared, by the ids that are never reused and by declared lineage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from jawda.core.referentials.model import Referential, Relation, Requirement

_PLACE = frozenset({"parent", "reference"})
_IGNORED = frozenset({"id", "lineage", "foreign", *_PLACE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Requirement ids by what became of them. ``changed`` gives the fields that differ.

    ``carries`` maps an old id to the new ids its answer may be carried to, with whether it must be reviewed.
    """

    kept: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    moved: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    carries: Mapping[str, tuple[tuple[str, bool], ...]]


def compare_editions(old: Referential, new: Referential) -> Comparison:
    """What a new edition keeps, changes, moves, adds and removes, in the new edition's order."""
    kept, moved, added = [], [], []
    changed: dict[str, tuple[str, ...]] = {}
    carries: dict[str, list[tuple[str, bool]]] = {}
    for requirement in new.requirements:
        before = old.by_id.get(requirement.id)
        if before is not None:
            differing = _differences(before, requirement)
            if differing:
                changed[requirement.id] = differing
            if any(getattr(before, name) != getattr(requirement, name) for name in _PLACE):
                moved.append(requirement.id)
            elif not differing:
                kept.append(requirement.id)
            if requirement.assessable and before.assessable:
                carries.setdefault(before.id, []).append((requirement.id, "question" in differing))
        elif not any(line.requirement in old.by_id for line in requirement.lineage):
            added.append(requirement.id)
        for line in requirement.lineage:
            source = old.by_id.get(line.requirement)
            if source is not None and source.assessable and requirement.assessable:
                carries.setdefault(source.id, []).append((requirement.id, line.relation is not Relation.EQUAL))
    removed = [item.id for item in old.requirements if item.id not in new.by_id and item.id not in carries]
    return Comparison(
        kept=tuple(kept),
        changed=changed,
        moved=tuple(moved),
        added=tuple(added),
        removed=tuple(removed),
        carries={name: tuple(targets) for name, targets in carries.items()},
    )


def _differences(before: Requirement, after: Requirement) -> tuple[str, ...]:
    names = (field.name for field in fields(Requirement) if field.name not in _IGNORED)
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))
