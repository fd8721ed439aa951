"""What of a panel's opinion may be shown to whoever convened it, without giving one member's answer away.

Members were promised that no single answer is seen. A question is shown once :data:`ENOUGH` of them gave a level; a
college's mean from :data:`ENOUGH_OF_A_COLLEGE` of its members, in whole points. All levels and the means of the other
colleges would give those of a withheld college back by subtraction: where fewer than that many voices are withheld,
the smallest college shown is withheld with them. What is said of a chapter is made of what is shown of its questions,
and so tells nothing more. A mean near an end of the scale stands for one unanimous college: it is only bounded.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from jawda.core.assessment.panel import Opinion, middle_of
from jawda.core.referentials.model import Referential, Requirement, ScaleLevel

ENOUGH: Final = 5
"""Members who gave a level before anything is said of a question."""
ENOUGH_OF_A_COLLEGE: Final = 3
"""Members of a college who gave a level before its mean is shown, and voices that are withheld together."""
_ROOM: Final = 20.0
"""Points in which the answer of one member must stay free, where a mean alone is known."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A college's mean in whole points; ``bound`` where only "at most" or "at least" is said."""

    value: int
    bound: Literal["", "at most", "at least"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """What is shown of one requirement; without ``counts`` nothing but that too few have answered."""

    requirement: Requirement
    counts: Mapping[str, int] | None = None
    middle: ScaleLevel | None = None
    disagreement: float | None = None
    colleges: Mapping[str, Mean]
    """Of the colleges that may be shown."""
    distance: int | None = None
    """Between the colleges shown; ``None`` below two."""

    @property
    def answered(self) -> int | None:
        """How many members gave a level; ``None`` where too few did to say."""
        return sum(self.counts.values()) if self.counts is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summed:
    """A chapter, or the whole, made of the questions that are shown."""

    questions: int
    """How many of them are shown."""
    counts: Mapping[str, int]
    middle: ScaleLevel | None
    disagreement: float | None
    """On average over the questions."""
    colleges: Mapping[str, int]
    """On average over the questions where the college is shown."""
    distance: int | None


def disclosed(opinion: Opinion) -> Disclosed:
    """What may be shown of it.

    >>> from jawda.core.assessment.model import Answer
    >>> from jawda.core.assessment.panel import Member, panel
    >>> from jawda.core.languages import Text
    >>> from jawda.core.referentials.scales import MATURITY
    >>> tree = Referential(
    ...     id="one-1", slug="one", edition="1", title=Text(en="One"), languages=("en",), publisher="-", rights=Text(),
    ...     scale=MATURITY, requirements=(Requirement(id="a", reference="1", title=Text(en="Standards")),),
    ... )
    >>> said = [("ministry", "4")] * 3 + [("laboratories", "1")] * 2
    >>> members = [Member(id=str(number), college=college, answers=(Answer(requirement="a", level=level),))
    ...            for number, (college, level) in enumerate(said)]
    >>> found = disclosed(panel(tree, members)[0])
    >>> found.answered, found.middle.code, found.colleges
    (5, '4', {})
    """
    if opinion.answered < ENOUGH:
        return Disclosed(requirement=opinion.requirement, colleges={})
    colleges = {name: _mean(opinion.colleges[name], opinion.voices[name]) for name in _shown(opinion.voices)}
    return Disclosed(
        requirement=opinion.requirement,
        counts=opinion.counts,
        middle=opinion.middle,
        disagreement=opinion.disagreement,
        colleges=colleges,
        distance=_apart(mean.value for mean in colleges.values()),
    )


def _shown(voices: Mapping[str, int]) -> list[str]:
    """The colleges whose means may be shown, in their order: chosen by how many spoke, never by what they said."""
    shown = {name for name, count in voices.items() if count >= ENOUGH_OF_A_COLLEGE}
    withheld = sum(count for name, count in voices.items() if name not in shown)
    while shown and 0 < withheld < ENOUGH_OF_A_COLLEGE:
        smallest = min(shown, key=lambda name: (voices[name], name))
        shown.remove(smallest)
        withheld += voices[smallest]
    return [name for name in voices if name in shown]


def _mean(value: float, voices: int) -> Mean:
    """Whole points; near an end only the bound that leaves each member room."""
    edge = math.ceil(_ROOM / (voices - 1))
    if value < edge:
        return Mean(edge, "at most")
    if value > 100 - edge:
        return Mean(100 - edge, "at least")
    return Mean(round(value))


def summed(referential: Referential, items: Iterable[Disclosed]) -> Summed:
    """A chapter, or the whole, by what is shown of its questions and nothing else."""
    shown = [item for item in items if item.counts is not None]
    counts = {level.code: 0 for level in referential.scale.levels}
    colleges: dict[str, list[int]] = {}
    for item in shown:
        for code, count in (item.counts or {}).items():
            counts[code] += count
        for name, mean in item.colleges.items():
            colleges.setdefault(name, []).append(mean.value)
    means = {name: round(math.fsum(found) / len(found)) for name, found in colleges.items()}
    apart = [item.disagreement for item in shown if item.disagreement is not None]
    return Summed(
        questions=len(shown),
        counts=counts,
        middle=middle_of(referential, counts),
        disagreement=math.fsum(apart) / len(apart) if apart else None,
        colleges=means,
        distance=_apart(means.values()),
    )


def by_disagreement(items: Iterable[Disclosed]) -> list[Disclosed]:
    """Where the panel disagrees most first, of equals the weakest; what is not shown stands last, in its order."""
    return sorted(items, key=_order)


def _order(item: Disclosed) -> tuple[bool, float, float]:
    if item.disagreement is None or item.middle is None:
        return True, 0.0, 0.0
    return False, -item.disagreement, item.middle.value


def _apart(values: Iterable[int]) -> int | None:
    found = list(values)
    return max(found) - min(found) if len(found) > 1 else None
