"""A self-assessment beside an expert's: where they differ, by how much, and what that is usually worth.

A self-assessment finds gaps; only an auditor grades nonconformities (ISO 9001 names no self-graded conformity). What
an expert sees differently shows how a company's own figures are to be read.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from jawda.core.assessment.model import Answer
from jawda.core.referentials.model import Referential, Requirement

ENOUGH_REVIEWS: Final = 10
"""Reviews below which nothing usual is said: few would show one company's, and quartiles of few mean little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One requirement that both have graded. ``difference`` is self minus expert, in points of 100."""

    requirement: Requirement
    own: Answer
    expert: Answer
    difference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What both have graded, in reading order.

    ``difference`` is the mean of self minus expert in points of 100 (above 0: the company sees itself better than the
    expert does), ``None`` where nothing was graded by both; ``chapters`` the same for each chapter where there is
    something.
    """

    seen: tuple[Seen, ...]
    difference: float | None
    chapters: Mapping[str, float]
    undecided: tuple[str, ...]
    """Requirements that only one of them holds to be applicable: to be settled in words, not in points."""
    unseen: tuple[str, ...]
    """Requirements that the company has answered and the expert has not yet."""

    @property
    def agreed(self) -> int:
        """How many are graded alike."""
        return sum(item.difference == 0 for item in self.seen)

    @property
    def overrated(self) -> tuple[Seen, ...]:
        """What the expert sees lower, the widest difference first."""
        return tuple(sorted((item for item in self.seen if item.difference > 0), key=lambda item: -item.difference))

    @property
    def underrated(self) -> tuple[Seen, ...]:
        """What the expert sees higher, the widest difference first."""
        return tuple(sorted((item for item in self.seen if item.difference < 0), key=lambda item: item.difference))


def review(referential: Referential, own: Iterable[Answer], expert: Iterable[Answer]) -> Review:
    """Lay an expert's answers beside a company's own, at most one of each for a requirement.

    >>> from jawda.core.languages import Text
    >>> from jawda.core.referentials.scales import CONFORMITY
    >>> tree = Referential(
    ...     id="one-1", slug="one", edition="1", title=Text(en="One"), languages=("en",), publisher="-", rights=Text(),
    ...     scale=CONFORMITY, requirements=(Requirement(id="a", reference="1", title=Text(en="Policy")),),
    ... )
    >>> found = review(tree, [Answer(requirement="a", level="C")], [Answer(requirement="a", level="P")])
    >>> found.difference, [item.requirement.id for item in found.overrated]
    (50.0, ['a'])
    """
    values = {level.code: level.value for level in referential.scale.levels}
    mine = {answer.requirement: answer for answer in own if answer.answered}
    theirs = {answer.requirement: answer for answer in expert if answer.answered}
    seen, undecided, unseen = [], [], []
    by_chapter: dict[str, list[float]] = {}
    for item in referential.assessable:
        one, other = mine.get(item.id), theirs.get(item.id)
        if one is None:
            continue
        if other is None:
            unseen.append(item.id)
        elif one.level is None or other.level is None:
            if one.level != other.level:
                undecided.append(item.id)
        else:
            difference = values[one.level] - values[other.level]
            seen.append(Seen(requirement=item, own=one, expert=other, difference=difference))
            by_chapter.setdefault(referential.chapter_of[item.id], []).append(difference)
    return Review(
        seen=tuple(seen),
        difference=_mean([item.difference for item in seen]),
        chapters={name: math.fsum(found) / len(found) for name, found in by_chapter.items()},
        undecided=tuple(undecided),
        unseen=tuple(unseen),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """How far self-assessments of one referential lie from an expert's, over ``reviews`` of them.

    In points of 100, self minus expert: half of the reviews lie between ``low`` and ``high``.
    """

    reviews: int
    middle: float
    low: float
    high: float


def usual(differences: Sequence[float]) -> Usual | None:
    """Median and quartiles of the mean differences, one for each review; ``None`` below :data:`ENOUGH_REVIEWS`.

    A review counts once, however many requirements it saw: answers of one company resemble one another. Quartiles
    rather than a mean and an interval: a figure that one careless review can move is no guide.

    >>> usual([0, 2, 4, 5, 6, 8, 9, 10, 12, 30])
    Usual(reviews=10, middle=7.0, low=4.25, high=9.75)
    """
    if len(differences) < ENOUGH_REVIEWS:
        return None
    low, middle, high = statistics.quantiles(differences, n=4, method="inclusive")
    return Usual(reviews=len(differences), middle=middle, low=low, high=high)


def expected_band(score: float, known: Usual) -> tuple[float, float]:
    """Between which results an expert would usually place a self-assessment of ``score``, on 0-100.

    >>> expected_band(70, Usual(reviews=12, middle=7, low=4, high=10))
    (60, 66)
    """
    low, high = (min(100, max(0, score - points)) for points in (known.high, known.low))
    return low, high


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
