"""Two assessments compared: results by node, and what became of each answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jawda.core.assessment.model import Answer
from jawda.core.assessment.result import Result
from jawda.core.assessment.verdict import Code


class Change(StrEnum):
    """What became of the answer to one requirement."""

    IMPROVED = "improved"
    WORSENED = "worsened"
    UNCHANGED = "unchanged"
    NEWLY_ANSWERED = "newly_answered"
    NO_LONGER_ANSWERED = "no_longer_answered"
    APPLICABILITY_CHANGED = "applicability_changed"
    """Not applicable then and graded now, or the other way round: neither better nor worse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Later minus earlier, in points of 100, by node of the later referential; ``None`` where either has no score.

    ``changes`` has the requirements of the later assessment that apply, in reading order; those that neither answers
    are not in it.
    """

    whole: float | None
    nodes: Mapping[str, float | None]
    changes: Mapping[str, Change]
    verdicts: tuple[Code, Code]
    """Earlier and later."""

    @property
    def improved(self) -> tuple[str, ...]:
        """Requirements at a higher level than before."""
        return self._with(Change.IMPROVED)

    @property
    def worsened(self) -> tuple[str, ...]:
        """Requirements at a lower level than before."""
        return self._with(Change.WORSENED)

    @property
    def newly_answered(self) -> tuple[str, ...]:
        """Requirements answered now and not before."""
        return self._with(Change.NEWLY_ANSWERED)

    def _with(self, change: Change) -> tuple[str, ...]:
        return tuple(name for name, found in self.changes.items() if found is change)


def compare(earlier: Result, later: Result, *, carried: Mapping[str, str] | None = None) -> Difference:
    """Compare two results; ``carried`` maps an id of the earlier referential to the later's, where editions differ.

    Ids that both have are the same requirement and need no entry: ids are never reused. Where several earlier
    requirements were merged into one, the weakest of them is compared, and the merged node has no difference.
    ``ValueError`` for scales of two kinds, which are never compared.
    """
    if earlier.referential.scale.kind is not later.referential.scale.kind:
        raise ValueError("a conformity result and a maturity result are not compared")
    former = _former(earlier, later, carried or {})
    values = {
        **{level.code: level.value for level in earlier.referential.scale.levels},
        **{level.code: level.value for level in later.referential.scale.levels},
    }
    changes: dict[str, Change] = {}
    for requirement in later.applicable:
        before = _weakest([earlier.counted.get(name) for name in former.get(requirement.id, ())], values)
        change = _change(before, later.counted.get(requirement.id), values)
        if change is not None:
            changes[requirement.id] = change
    nodes = {}
    for name, node in later.nodes.items():
        sources = former.get(name, ())
        nodes[name] = _minus(node.score, earlier.nodes[sources[0]].score) if len(sources) == 1 else None
    return Difference(
        whole=_minus(later.whole.score, earlier.whole.score),
        nodes=nodes,
        changes=changes,
        verdicts=(earlier.verdict.code, later.verdict.code),
    )


def _former(earlier: Result, later: Result, carried: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The earlier ids that each later id comes from, in the earlier's reading order."""
    found: dict[str, tuple[str, ...]] = {}
    for name in earlier.nodes:
        now = carried.get(name, name)
        if now in later.nodes:
            found[now] = (*found.get(now, ()), name)
    return found


def _weakest(answers: list[Answer | None], values: Mapping[str, float]) -> Answer | None:
    """Unanswered if any is, else the lowest level, else not applicable."""
    given = [answer for answer in answers if answer is not None]
    if not given or len(given) < len(answers):
        return None
    return min(given, key=lambda answer: 200.0 if answer.level is None else values[answer.level])


def _change(before: Answer | None, now: Answer | None, values: Mapping[str, float]) -> Change | None:
    if before is None:
        return Change.NEWLY_ANSWERED if now else None
    if now is None:
        return Change.NO_LONGER_ANSWERED
    if before.level is None or now.level is None:
        return Change.UNCHANGED if before.level == now.level else Change.APPLICABILITY_CHANGED
    step = values[now.level] - values[before.level]
    return Change.IMPROVED if step > 0 else Change.WORSENED if step < 0 else Change.UNCHANGED


def _minus(later: float | None, earlier: float | None) -> float | None:
    return None if later is None or earlier is None else later - earlier
