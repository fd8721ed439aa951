"""What answers come to: progress apart from result, by node and whole, with how it was made."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jawda.core.assessment.acceptance import UNUSABLE, Nearest, faults
from jawda.core.assessment.gaps import Gap, rank_gaps
from jawda.core.assessment.model import Answer, Profile, Target
from jawda.core.assessment.verdict import Verdict, judge
from jawda.core.findings import Finding, Level, Place
from jawda.core.referentials.model import Referential, Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeResult:
    """A heading's, a requirement's or the whole's result, and how it was made.

    ``score`` is the weighted mean on 0-100 of what is answered and applicable, ``None`` where there is none; it is
    ``weighted / weight`` at full precision.
    """

    assessable: int
    """Requirements that apply under the profile."""
    answered: int
    """Of these, those with a level or declared not applicable with a reason."""
    not_applicable: int
    weight: float
    """Sum of the weights that entered the mean."""
    weighted: float
    """Sum of weight times value."""
    score: float | None
    levels: Mapping[str, int]
    """How often each level's code was answered."""

    @property
    def unanswered(self) -> int:
        """How many are left to answer."""
        return self.assessable - self.answered

    @property
    def progress(self) -> float:
        """Share answered, 0 to 1; 0 where nothing is to be assessed."""
        return self.answered / self.assessable if self.assessable else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An assessment's result. ``nodes`` has every node of the tree by id; ``answers`` everything that was given."""

    referential: Referential
    whole: NodeResult
    nodes: Mapping[str, NodeResult]
    verdict: Verdict
    gaps: tuple[Gap, ...]
    answers: Mapping[str, Answer]
    counted: Mapping[str, Answer]
    """The answers that count: to what applies, and said in full."""
    applicable: tuple[Requirement, ...]
    target: float | None
    """The whole's target on 0-100."""
    targets: Mapping[str, float]
    """The target of each chapter that has one, its own or the whole's, by id."""
    findings: tuple[Finding, ...]
    """Answers that could not be given today, and why, in reading order."""

    @property
    def first(self) -> tuple[Gap, ...]:
        """What to do first: at most three gaps."""
        return self.gaps[:3]


def assess(
    referential: Referential,
    answers: Iterable[Answer],
    *,
    profile: Profile | None = None,
    target: float | Target | None = None,
) -> Result:
    """Result of ``answers``, at most one for each requirement, in any order.

    ``profile`` maps a profile question to its answer; a condition on an unanswered question does not hide.
    ``target`` is on 0-100, for the whole or by chapter. ``ValueError`` for two answers to one requirement, an answer
    to an unknown one or a heading, an unknown level, and a target outside 0-100.

    >>> from jawda.core.languages import Text
    >>> from jawda.core.referentials.scales import CONFORMITY
    >>> referential = Referential(
    ...     id="two-1", slug="two", edition="1", title=Text(en="Two"), languages=("en",), publisher="-", rights=Text(),
    ...     scale=CONFORMITY, certifiable=True, requirements=(
    ...         Requirement(id="a", reference="1", title=Text(en="Internal audit"), knock_out=True),
    ...         Requirement(id="b", reference="2", title=Text(en="Policy"), weight=3),
    ...     ),
    ... )
    >>> result = assess(referential, [Answer(requirement="a", level="X"), Answer(requirement="b", level="C")])
    >>> result.whole.score, str(result.verdict.code), result.verdict.title("en")
    (75.0, 'not_ready', 'Not ready yet for the stage 1 audit')
    """
    aim = target if isinstance(target, Target) else Target(whole=target)
    by_id: dict[str, Answer] = {}
    doubts: dict[str, tuple[Finding, ...]] = {}
    nearest = Nearest(referential, searches=0)
    for answer in answers:
        if answer.requirement in by_id:
            raise ValueError(f"the requirement {answer.requirement} is unknown or stands twice")
        by_id[answer.requirement] = answer
        doubts[answer.requirement] = tuple(_doubts(referential, answer, nearest))
    applicable = tuple(item for item in referential.assessable if applies(item, profile or {}))
    counted = {
        item.id: given
        for item in applicable
        if (given := by_id.get(item.id)) is not None and given.answered and not _refused(referential, item, given)
    }
    tally = _Tally(referential, counted)
    below = _below(referential, applicable)
    chapters = {item.id: aim.for_chapter(item.id) for item in referential.children.get(None, ())}
    return Result(
        referential=referential,
        whole=tally.of(applicable),
        nodes={item.id: tally.of(below.get(item.id, ())) for item in referential.requirements},
        verdict=judge(referential, applicable, counted),
        gaps=rank_gaps(referential, applicable, counted, target=aim),
        answers=by_id,
        counted=counted,
        applicable=applicable,
        target=aim.whole,
        targets={name: value for name, value in chapters.items() if value is not None},
        findings=tuple(finding for item in referential.assessable for finding in doubts.get(item.id, ())),
    )


def applies(requirement: Requirement, profile: Profile) -> bool:
    """Whether every condition holds; one on a question that the profile does not answer does."""
    return all(
        condition.profile not in profile or profile[condition.profile] in condition.values
        for condition in requirement.applies_when
    )


def _refused(referential: Referential, requirement: Requirement, answer: Answer) -> bool:
    """A knock-out of a certifiable referential declared not applicable: it is as if it were not answered."""
    return answer.level is None and requirement.knock_out and referential.certifiable


def _doubts(referential: Referential, answer: Answer, nearest: Nearest) -> Iterator[Finding]:
    """Warnings about an answer that could not have been given today; ``ValueError`` for one that says nothing here."""
    for fault in faults(referential, answer, nearest):
        if fault.name == "unknown_requirement":
            raise ValueError(f"the requirement {answer.requirement} is unknown or stands twice")
        if fault.name in UNUSABLE:
            raise ValueError(f"{answer.requirement}: {fault.name}")
        place = Place(path=answer.requirement)
        yield Finding(id=f"assessment.{fault.name}", level=Level.WARNING, place=place, arguments=fault.arguments)


def _below(referential: Referential, applicable: Iterable[Requirement]) -> dict[str, list[Requirement]]:
    """What applies at or below each node, in reading order."""
    below: dict[str, list[Requirement]] = {}
    for item in applicable:
        above: str | None = item.id
        while above is not None:
            below.setdefault(above, []).append(item)
            above = referential.by_id[above].parent
    return below


class _Tally:
    """Counts and means of the answers that count."""

    def __init__(self, referential: Referential, counted: Mapping[str, Answer]) -> None:
        self._values = {level.code: level.value for level in referential.scale.levels}
        self._counted = counted

    def of(self, items: Iterable[Requirement]) -> NodeResult:
        """The result over these requirements."""
        weights: list[float] = []
        weighted: list[float] = []
        values: list[float] = []
        levels = dict.fromkeys(self._values, 0)
        total = answered = 0
        for item in items:
            total += 1
            answer = self._counted.get(item.id)
            if answer is None:
                continue
            answered += 1
            if answer.level is not None:
                value = self._values[answer.level]
                levels[answer.level] += 1
                values.append(value)
                weights.append(item.weight)
                weighted.append(item.weight * value)
        weight, weighted_sum = math.fsum(weights), math.fsum(weighted)
        score = None
        if values:
            # rounding of the last digit must not carry a mean outside its parts
            score = min(max(weighted_sum / weight, min(values)), max(values))
        return NodeResult(
            assessable=total,
            answered=answered,
            not_applicable=answered - len(values),
            weight=weight,
            weighted=weighted_sum,
            score=score,
            levels=levels,
        )
