"""Whether requirements form a tree in reading order."""

from __future__ import annotations

from collections.abc import Iterator

from jawda.core.findings import Level
from jawda.core.findings.model import Argument
from jawda.core.referentials.model import Referential

_DEEPEST = 30
_SHOWN = 12


def tree_faults(referential: Referential) -> Iterator[tuple[str, Level, str, dict[str, Argument]]]:
    """Doubled ids, unknown parents, cycles (with their path), parents after their children; linear in time."""
    if not referential.assessable:
        yield "nothing_to_assess", Level.ERROR, "requirements", {}
    parents = _parents(referential)
    cyclic = _cycles(parents)
    depths: dict[str, int] = {}
    open_branch: list[str] = []
    told: set[tuple[str, ...]] = set()
    for number, requirement in enumerate(referential.requirements, 1):
        name, parent, path = requirement.id, requirement.parent, f"requirements[{number}].parent"
        if name and name in depths:
            yield "doubled_id", Level.ERROR, f"requirements[{number}].id", {"id": name}
        if name in cyclic and cyclic[name] not in told:
            told.add(cyclic[name])
            yield "parent_cycle", Level.ERROR, path, {"cycle": _shown(cyclic[name])}
        elif parent is not None and parent not in parents:
            yield "unknown_parent", Level.ERROR, path, {"parent": parent}
        elif parent is not None and parent not in depths and name not in cyclic:
            yield "parent_after_child", Level.ERROR, path, {"parent": parent}
        depths[name] = depths.get(parent, 0) + 1 if parent is not None else 1
        if depths[name] == _DEEPEST + 1:
            yield "tree_too_deep", Level.ERROR, path, {"limit": _DEEPEST}
        while open_branch and open_branch[-1] != parent:
            open_branch.pop()
        if parent in depths and parent != name and not open_branch:
            yield "out_of_reading_order", Level.WARNING, path, {"id": name, "parent": str(parent)}
        open_branch.append(name)


def _parents(referential: Referential) -> dict[str, str | None]:
    """Each id's parent, as the first requirement of that id says."""
    parents: dict[str, str | None] = {}
    for requirement in referential.requirements:
        parents.setdefault(requirement.id, requirement.parent)
    return parents


def _cycles(parents: dict[str, str | None]) -> dict[str, tuple[str, ...]]:
    """Of every id on a cycle, the cycle; each id is walked through once."""
    done: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for start in parents:
        trail: dict[str, None] = {}
        above: str | None = start
        while above is not None and above in parents and above not in done and above not in trail:
            trail[above] = None
            above = parents[above]
        if above in trail:
            names = list(trail)
            cycle = tuple(names[names.index(above) :])
            found.update(dict.fromkeys(cycle, cycle))
        done.update(trail)
    return found


def _shown(cycle: tuple[str, ...]) -> str:
    names = [*cycle, cycle[0]] if len(cycle) <= _SHOWN else [*cycle[:_SHOWN], "…", cycle[0]]
    return " → ".join(names)
