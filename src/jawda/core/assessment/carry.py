"""What former answers say of another assessment: last year's, the edition before, or another referential.

Nothing carries over by itself: an answer is *proposed*, and a person says whether it is still true. ``certain`` only
tells whether the question is the same, or whether the answer follows from the former one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from jawda.core.assessment.model import Answer
from jawda.core.assessment.result import Result
from jawda.core.assessment.threshold import met_from
from jawda.core.referentials.compare import Reason, compare_editions
from jawda.core.referentials.mapping import RequirementMapping
from jawda.core.referentials.model import Referential, Relation, Requirement

_OF_MAPPING: Final = {
    Relation.EQUAL: Reason.EQUAL,
    Relation.SUBSET: Reason.SUPERSET,
    Relation.SUPERSET: Reason.SUBSET,
    Relation.INTERSECTS: Reason.INTERSECTS,
}
"""A mapping tells how the source relates to the target, a lineage how the new relates to the old."""

_FIRST: Final = (
    Reason.SAME, Reason.EQUAL, Reason.REWORDED, Reason.RESCALED, Reason.SUPERSET, Reason.SUBSET, Reason.INTERSECTS,
)  # fmt: skip
"""Of several sources the closest ones count; the further from the end, the less they say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An answer proposed for ``answer.requirement``, from the answers to ``sources``.

    ``certain`` where the person only has to say that it is still true; otherwise the question has changed, and it must
    be looked at. ``reason`` says how the questions relate, as seen from the new one.
    """

    answer: Answer
    sources: tuple[str, ...]
    reason: Reason
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOver:
    """The proposals in the later referential's order, and what has none."""

    proposals: tuple[Proposal, ...]
    without: tuple[str, ...]
    """Requirements of the later referential for which nothing was answered."""

    @property
    def certain(self) -> tuple[Proposal, ...]:
        """Those where only the time has passed."""
        return tuple(item for item in self.proposals if item.certain)

    @property
    def to_review(self) -> tuple[Proposal, ...]:
        """Those whose question is another one."""
        return tuple(item for item in self.proposals if not item.certain)


def carry_over(earlier: Result, later: Referential, mapping: RequirementMapping | None = None) -> CarriedOver:
    """Propose the answers of ``earlier`` for ``later``: the same edition, another one, or by ``mapping`` another one.

    Only answers that count are carried. An answer follows with certainty from the same question; from a question that
    asks for more when it is met there, since what asks for less is then met too. Of several sources the closest count
    and among them the weakest; where one of those was not answered, the proposal must be reviewed. Answers never carry
    between scales of two kinds. ``ValueError`` for a mapping between others than these two.

    >>> from jawda.core.assessment import assess
    >>> from jawda.core.languages import Text
    >>> from jawda.core.referentials import Requirement
    >>> from jawda.core.referentials.scales import CONFORMITY
    >>> year = Referential(
    ...     id="one-1", slug="one", edition="1", title=Text(en="One"), languages=("en",), publisher="-", rights=Text(),
    ...     scale=CONFORMITY, requirements=(Requirement(id="a", reference="1", title=Text(en="Policy")),),
    ... )
    >>> carry_over(assess(year, [Answer(requirement="a", level="C")]), year).certain[0].answer.level
    'C'
    """
    if later.scale.kind is not earlier.referential.scale.kind:
        return CarriedOver(proposals=(), without=tuple(item.id for item in later.assessable))
    sources = _by_mapping(earlier.referential, later, mapping) if mapping else _by_edition(earlier.referential, later)
    proposals, without = [], []
    for requirement in later.assessable:
        proposal = _proposal(earlier, later, requirement, sources.get(requirement.id, {}))
        if proposal is None:
            without.append(requirement.id)
        else:
            proposals.append(proposal)
    return CarriedOver(proposals=tuple(proposals), without=tuple(without))


def _by_edition(old: Referential, new: Referential) -> dict[str, dict[str, Reason]]:
    """For each new requirement the old ones it comes from, with how they relate."""
    found: dict[str, dict[str, Reason]] = {}
    for item in compare_editions(old, new).carried:
        found.setdefault(item.new, {})[item.old] = item.reason
    return found


def _by_mapping(old: Referential, new: Referential, mapping: RequirementMapping) -> dict[str, dict[str, Reason]]:
    if (mapping.source, mapping.target) != (old.id, new.id):
        raise ValueError(f"a mapping from {mapping.source} to {mapping.target}, not from {old.id} to {new.id}")
    found: dict[str, dict[str, Reason]] = {}
    for pair in mapping.pairs:
        found.setdefault(pair.target, {})[pair.source] = _OF_MAPPING[pair.relation]
    return found


def _proposal(
    earlier: Result, later: Referential, requirement: Requirement, sources: Mapping[str, Reason]
) -> Proposal | None:
    if not sources:
        return None
    reason = min(sources.values(), key=_FIRST.index)
    closest = tuple(name for name, found in sources.items() if found is reason)
    given = (earlier.counted.get(name) for name in closest)
    usable = [answer for answer in given if answer is not None and _fits(later, requirement, answer)]
    if not usable:
        return None
    weakest = min(usable, key=lambda answer: _value(later, answer))
    certain = len(usable) == len(closest) and _follows(later, reason, weakest)
    answer = replace(weakest, requirement=requirement.id)
    return Proposal(answer=answer, sources=closest, reason=reason, certain=certain)


def _fits(later: Referential, requirement: Requirement, answer: Answer) -> bool:
    """Whether it may be given there: at a level of the later scale, and no knock-out of a standard set aside."""
    if answer.level is None:
        return not (requirement.knock_out and later.certifiable)
    return later.scale.level(answer.level) is not None


def _value(later: Referential, answer: Answer) -> float:
    """Not applicable counts above every level: it hides nothing that was graded."""
    level = later.scale.level(answer.level) if answer.level else None
    return 200.0 if level is None else level.value


def _follows(later: Referential, reason: Reason, answer: Answer) -> bool:
    if reason in (Reason.SAME, Reason.EQUAL):
        return True
    if reason is not Reason.SUBSET or answer.level is None:
        return False
    return _value(later, answer) >= met_from(later.scale)
