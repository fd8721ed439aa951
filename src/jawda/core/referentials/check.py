"""Checks on a whole referential, whatever it was read from."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

from jawda.core.findings import Finding, Level, Place
from jawda.core.findings.model import Argument
from jawda.core.referentials.model import Referential, Requirement, ScaleKind
from jawda.core.referentials.tree import tree_faults
from jawda.core.referentials.wording import wording_faults

Fault: TypeAlias = tuple[str, Level, str, dict[str, Argument]]


def check(
    referential: Referential, *, place: Callable[[str], Place] = lambda path: Place(path=path)
) -> tuple[Finding, ...]:
    """Every fault (errors) and doubt (warnings, notes). ``place`` turns a path into a place in the source.

    Paths count requirements from 1: ``requirements[3].weight``.
    """
    return tuple(
        Finding(id=f"referentials.{name}", level=level, place=place(path), arguments=arguments)
        for name, level, path, arguments in (
            *tree_faults(referential),
            *_scale(referential),
            *_profile(referential),
            *_requirements(referential),
            *wording_faults(referential),
            *_dates(referential),
            *_doubts(referential),
        )
    )


def _scale(referential: Referential) -> Iterator[Fault]:
    kind, levels = referential.scale.kind, referential.scale.levels
    codes = [level.code for level in levels]
    if len(levels) < 2:
        yield "too_few_levels", Level.ERROR, "scale", {}
    other = {"C", "P", "X"} if kind is ScaleKind.MATURITY else set("012345")
    if mixed := sorted(set(codes) & other):
        yield "mixed_scales", Level.ERROR, "scale", {"kind": str(kind), "codes": ", ".join(mixed)}
    for number, (before, level) in enumerate(pairwise(levels), 2):
        if level.value <= before.value:
            yield "levels_out_of_order", Level.ERROR, f"scale.levels[{number}].value", {"code": level.code}
    for number, level in enumerate(levels, 1):
        if not 0 <= level.value <= 100:
            yield "level_out_of_range", Level.ERROR, f"scale.levels[{number}].value", {"code": level.code}
        if level.code in codes[: number - 1]:
            yield "doubled_value", Level.ERROR, f"scale.levels[{number}].code", {"value": level.code}


def _profile(referential: Referential) -> Iterator[Fault]:
    yield from _doubled("profile[{}].id", (question.id for question in referential.profile))
    for number, question in enumerate(referential.profile, 1):
        path = f"profile[{number}].choices"
        if not question.choices:
            yield "no_choice", Level.ERROR, path, {"id": question.id}
        yield from _doubled(path + "[{}].value", (choice.value for choice in question.choices))


def _doubled(path: str, values: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, value in enumerate(values, 1):
        if value in seen:
            yield "doubled_value", Level.ERROR, path.format(number), {"value": value}
        seen.add(value)


def _requirements(referential: Referential) -> Iterator[Fault]:
    profile = referential.profile_values
    for number, requirement in enumerate(referential.requirements, 1):
        path = f"requirements[{number}]"
        yield from _numbers(requirement, path)
        if requirement.knock_out and not requirement.assessable:
            yield "knock_out_heading", Level.ERROR, f"{path}.knock_out", {}
        if requirement.assessable and not requirement.question and not requirement.description:
            yield "no_question", Level.ERROR, path, {"id": requirement.id}
        if requirement.lineage and referential.replaces is None:
            yield "lineage_without_edition", Level.ERROR, f"{path}.lineage", {}
        yield from _doubled(path + ".lineage[{}].requirement", (line.requirement for line in requirement.lineage))
        yield from _doubled(path + ".applies_when", (condition.profile for condition in requirement.applies_when))
        for condition in requirement.applies_when:
            if condition.profile not in profile:
                yield "unknown_profile", Level.ERROR, f"{path}.applies_when", {"profile": condition.profile}
            elif not condition.values:
                yield "never_applies", Level.ERROR, f"{path}.applies_when", {"profile": condition.profile}
            elif wrong := set(condition.values) - profile[condition.profile]:
                yield "unknown_profile_value", Level.ERROR, f"{path}.applies_when", {"value": ", ".join(sorted(wrong))}


def _numbers(requirement: Requirement, path: str) -> Iterator[Fault]:
    if not 0 < requirement.weight < math.inf:
        yield "weight_not_positive", Level.ERROR, f"{path}.weight", {}
    if requirement.effort_days is not None and not 0 <= requirement.effort_days < math.inf:
        yield "negative_effort", Level.ERROR, f"{path}.effort_days", {}
    if requirement.consequence not in (1, 2, 3):
        yield "wrong_type", Level.ERROR, f"{path}.consequence", {"expected": "low, medium, high"}


def _dates(referential: Referential) -> Iterator[Fault]:
    known = [
        (name, day)
        for name in ("published_on", "applies_from", "withdrawn_on")
        if (day := getattr(referential, name)) is not None
    ]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            yield "dates_out_of_order", Level.ERROR, later, {"earlier": earlier, "later": later}


def _doubts(referential: Referential) -> Iterator[Fault]:
    if referential.replaces == referential.id:
        yield "replaces_itself", Level.ERROR, "replaces", {"id": referential.id}
    if referential.certifiable and referential.scale.kind is ScaleKind.MATURITY:
        yield "certifiable_maturity", Level.ERROR, "scale", {}
    if referential.certifiable and not any(requirement.knock_out for requirement in referential.requirements):
        yield "no_knock_out", Level.NOTE, "requirements", {}
    for number, requirement in enumerate(referential.requirements, 1):
        children = referential.children.get(requirement.id, ())
        path = f"requirements[{number}]"
        if requirement.assessable and children and not requirement.foreign:
            yield "heading_to_answer", Level.WARNING, path, {"id": requirement.id}
        if not requirement.assessable and not children and not requirement.foreign:
            yield "empty_heading", Level.WARNING, path, {"id": requirement.id}
