"""What the answers to one referential say of another, by a mapping between the two.

A question that asks for the same, or for less than one that was answered, gets that answer proposed. A question that
only overlaps gets no level: the former answers stand beside it, for a person to judge from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from jawda.core.assessment.carry import CarriedOver, Proposal, carry_over
from jawda.core.assessment.result import Result
from jawda.core.referentials.mapping import RequirementMapping
from jawda.core.referentials.model import Referential, Relation

_ANSWER: Final = (Relation.EQUAL, Relation.SUPERSET)
"""How the former question relates to the new one where its answer is proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """The proposals, and for other questions the former ones whose answers are shown beside them."""

    carried: CarriedOver
    hints: Mapping[str, tuple[str, ...]]

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """The answers proposed."""
        return self.carried.proposals

    @property
    def certain(self) -> tuple[Proposal, ...]:
        """Those that only have to be confirmed."""
        return self.carried.certain

    @property
    def to_review(self) -> tuple[Proposal, ...]:
        """Those whose question must be read again."""
        return self.carried.to_review

    @property
    def without(self) -> tuple[str, ...]:
        """Questions for which nothing was answered before."""
        return tuple(name for name in self.carried.without if name not in self.hints)


def carry_mapped(earlier: Result, later: Referential, mapping: RequirementMapping) -> Mapped:
    """Propose by the pairs from which an answer follows, hint by the others. ``ValueError`` for another mapping.

    Hints cross kinds of scale, for no level is set by them; proposals never do.

    >>> from jawda.core.assessment import Answer, assess
    >>> from jawda.core.languages import Text
    >>> from jawda.core.referentials import Pair, Requirement
    >>> from jawda.core.referentials.scales import CONFORMITY
    >>> def tree(slug, *names):
    ...     return Referential(
    ...         id=f"{slug}-1", slug=slug, edition="1", title=Text(en=slug), languages=("en",), publisher="-",
    ...         rights=Text(), scale=CONFORMITY,
    ...         requirements=tuple(Requirement(id=name, reference=name, title=Text(en=name)) for name in names))
    >>> pairs = (Pair(source="a", target="x", relation=Relation.INTERSECTS),)
    >>> mapping = RequirementMapping(source="one-1", target="two-1", pairs=pairs)
    >>> found = carry_mapped(assess(tree("one", "a"), [Answer(requirement="a", level="C")]), tree("two", "x"), mapping)
    >>> found.proposals, found.hints
    ((), {'x': ('a',)})
    """
    strong = tuple(pair for pair in mapping.pairs if pair.relation in _ANSWER)
    carried = carry_over(earlier, later, replace(mapping, pairs=strong))
    open_ones = set(carried.without)
    hints: dict[str, tuple[str, ...]] = {}
    for pair in mapping.pairs:
        if pair.target in open_ones and pair.source in earlier.counted:
            hints[pair.target] = (*hints.get(pair.target, ()), pair.source)
    return Mapped(carried=carried, hints=hints)
