"""Gaps, ranked by what they cost, how far they are, and what closing them takes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jawda.core.assessment.model import Answer, Target
from jawda.core.assessment.threshold import level_from, met_from, wanted
from jawda.core.findings import Finding, Level, words
from jawda.core.languages import Language
from jawda.core.referentials.model import Referential, Requirement, ScaleLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A requirement answered below what is wanted. ``distance`` is on 0-100, ``consequence`` 1 to 3."""

    rank: int
    requirement: Requirement
    answered: ScaleLevel
    wanted: ScaleLevel
    """The lowest level that reaches what is wanted."""
    distance: float
    knock_out: bool
    """It keeps a knock-out open."""
    note: str = ""
    """What the company says of it."""

    @property
    def level(self) -> str:
        """The code that was answered."""
        return self.answered.code

    @property
    def consequence(self) -> int:
        """What it costs: 1 low, 2 medium, 3 high."""
        return self.requirement.consequence

    @property
    def effort_days(self) -> float | None:
        """Usual days of work to close it, where known."""
        return self.requirement.effort_days

    @property
    def needs(self) -> tuple[str, ...]:
        """Kinds of need that it calls for."""
        return self.requirement.needs

    def why(self, language: Language) -> str:
        """Why it stands at its rank, such as “High consequence: “Partly”, “Conforms” expected.”"""
        name = "knock_out" if self.knock_out else f"consequence_{self.consequence}"
        arguments = {"level": self.answered.title.best(language), "wanted": self.wanted.title.best(language)}
        return words(Finding(id=f"assessment.why_{name}", level=Level.NOTE, arguments=arguments), language)


def rank_gaps(
    referential: Referential,
    applicable: Iterable[Requirement],
    answers: Mapping[str, Answer],
    *,
    target: Target,
) -> tuple[Gap, ...]:
    """Open knock-outs first, then by consequence, distance, lesser effort (unknown last) and reading order.

    ``answers`` are those that count, by requirement. The target widens a gap and never hides one.
    """
    scale = referential.scale
    levels = {level.code: level for level in scale.levels}
    met = met_from(scale)
    goals = {chapter: wanted(scale, target.for_chapter(chapter)) for chapter in set(referential.chapter_of.values())}
    found = []
    for position, requirement in enumerate(applicable):
        answer = answers.get(requirement.id)
        if answer is None or answer.level is None:
            continue
        level = levels[answer.level]
        goal = goals[referential.chapter_of[requirement.id]]
        distance = goal - level.value
        if distance <= 0:
            continue
        is_open = requirement.knock_out and level.value < met
        effort = math.inf if requirement.effort_days is None else requirement.effort_days
        order = (not is_open, -requirement.consequence, -distance, effort, position)
        found.append((order, requirement, level, goal, distance, is_open, answer.note))
    found.sort(key=lambda item: item[0])
    return tuple(
        Gap(
            rank=rank,
            requirement=requirement,
            answered=level,
            wanted=level_from(scale, goal),
            distance=distance,
            knock_out=is_open,
            note=note,
        )
        for rank, (_, requirement, level, goal, distance, is_open, note) in enumerate(found, 1)
    )
