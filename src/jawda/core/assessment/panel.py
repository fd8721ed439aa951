"""A panel's answers to one referential: what it holds together, and where its members disagree.

A diagnosis of a country's institutions is not one hand's: the disagreement between those who run a service and those
who use it is itself a finding, and a mean would hide it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jawda.core.assessment.model import Answer
from jawda.core.referentials.model import Referential, Requirement, ScaleLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member's answers; ``college`` is the group they speak for, such as laboratories or consumers."""

    id: str
    college: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the panel says of one requirement.

    ``disagreement`` is how many points of 100 two members taken at random lie apart on average (the mean absolute
    difference over pairs), ``None`` below two; ``distance`` how far the means of the two most distant colleges lie
    apart, ``None`` below two colleges.
    """

    requirement: Requirement
    counts: Mapping[str, int]
    """Members by the level they gave."""
    not_applicable: int
    middle: ScaleLevel | None
    """The median level; of two middle ones the lower: a panel is not better than half of it says."""
    disagreement: float | None
    colleges: Mapping[str, float]
    """Mean value of each college that gave a level."""
    voices: Mapping[str, int]
    """How many members of each college gave a level."""
    distance: float | None

    @property
    def answered(self) -> int:
        """How many members gave a level."""
        return sum(self.counts.values())


def panel(referential: Referential, members: Iterable[Member]) -> tuple[Opinion, ...]:
    """The panel's opinion on every requirement to answer, in reading order.

    >>> from jawda.core.languages import Text
    >>> from jawda.core.referentials.scales import MATURITY
    >>> tree = Referential(
    ...     id="one-1", slug="one", edition="1", title=Text(en="One"), languages=("en",), publisher="-", rights=Text(),
    ...     scale=MATURITY, requirements=(Requirement(id="a", reference="1", title=Text(en="Standards")),),
    ... )
    >>> said = [("ministry", "4"), ("laboratories", "2"), ("laboratories", "1")]
    >>> members = [Member(id=str(number), college=college, answers=(Answer(requirement="a", level=level),))
    ...            for number, (college, level) in enumerate(said)]
    >>> found = panel(tree, members)[0]
    >>> found.middle.code, found.disagreement, found.distance
    ('2', 40.0, 50.0)
    """
    values = {level.code: level.value for level in referential.scale.levels}
    given: dict[str, list[tuple[str, Answer]]] = {}
    for member in members:
        for answer in member.answers:
            if answer.answered:
                given.setdefault(answer.requirement, []).append((member.college, answer))
    return tuple(_opinion(referential, item, given.get(item.id, []), values) for item in referential.assessable)


def _opinion(
    referential: Referential, item: Requirement, given: list[tuple[str, Answer]], values: Mapping[str, float]
) -> Opinion:
    counts = {level.code: 0 for level in referential.scale.levels}
    by_college: dict[str, list[float]] = {}
    for college, answer in given:
        if answer.level is not None:
            counts[answer.level] += 1
            by_college.setdefault(college, []).append(values[answer.level])
    means = {name: math.fsum(found) / len(found) for name, found in by_college.items()}
    return Opinion(
        requirement=item,
        counts=counts,
        not_applicable=sum(answer.level is None for _college, answer in given),
        middle=middle_of(referential, counts),
        disagreement=_disagreement(counts, values),
        colleges=means,
        voices={name: len(found) for name, found in by_college.items()},
        distance=max(means.values()) - min(means.values()) if len(means) > 1 else None,
    )


def middle_of(referential: Referential, counts: Mapping[str, int]) -> ScaleLevel | None:
    """The median level of these counts; of two middle ones the lower; ``None`` for none."""
    total, passed = sum(counts.values()), 0
    for level in referential.scale.levels:
        passed += counts[level.code]
        if total and 2 * passed >= total:
            return level
    return None


def _disagreement(counts: Mapping[str, int], values: Mapping[str, float]) -> float | None:
    """Over the counts, not the pairs: a panel of thousands costs no more than one of three."""
    total = sum(counts.values())
    if total < 2:
        return None
    apart = math.fsum(
        counts[one] * counts[other] * abs(values[one] - values[other]) for one in counts for other in counts
    )
    return apart / (total * (total - 1))
