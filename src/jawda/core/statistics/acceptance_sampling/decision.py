"""The decision on a lot from the counts of its samples, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeAlias

from jawda.core.statistics.acceptance_sampling.probabilities import AttributePlan
from jawda.core.statistics.result import Check, Inputs, Method, Result, Status
from jawda.core.statistics.samples import refuse

LotVerdict: TypeAlias = Literal["accepted", "not-accepted", "next-sample"]


@dataclass(frozen=True, kw_only=True)
class LotDecision(Result):
    """``verdict`` after the last sample counted. ``marginal``: accepted in the gap, reduced inspection ends."""

    schema: ClassVar[str] = "lot-decision/1"

    verdict: LotVerdict
    sample: int
    nonconforming: int
    accept: int | None
    reject: int
    marginal: bool
    next_sample_size: int | None

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The decision in one row."""
        return [{"sample": self.sample, "nonconforming": self.nonconforming, "verdict": self.verdict}]


def verdict_at(plan: AttributePlan, sample: int, total: int) -> LotVerdict:
    """What ``total`` nonconforming units mean once this sample is complete; ``sample`` counts from 0.

    >>> from jawda.core.statistics.acceptance_sampling.probabilities import attribute_plan
    >>> [verdict_at(attribute_plan([80, 80], [1, 4], [4, 5]), 0, total) for total in (1, 2, 4)]
    ['accepted', 'next-sample', 'not-accepted']
    """
    if total >= plan.reject[sample]:
        return "not-accepted"
    return "accepted" if total <= plan.accepting(sample) else "next-sample"


def lot_decision(plan: AttributePlan, counts: Sequence[int]) -> LotDecision:
    """Accept, do not accept, or draw the next sample.

    ``counts``: nonconforming units (or nonconformities) of each sample so far, not cumulative. Refused: none, more
    than the plan has samples, negative ones, or counts after a sample that decided.

    >>> from jawda.core.statistics.acceptance_sampling.probabilities import attribute_plan
    >>> lot_decision(attribute_plan([80, 80], [1, 4], [4, 5]), [2]).verdict
    'next-sample'
    """
    if not 1 <= len(counts) <= len(plan.sizes):
        raise refuse("acceptance_sampling.counts_of_samples", count=len(counts), samples=len(plan.sizes))
    total = 0
    verdict: LotVerdict = "next-sample"
    for stage, count in enumerate(counts):
        if verdict != "next-sample":
            raise refuse("acceptance_sampling.decided_before", sample=stage)
        if count < 0:
            raise refuse("acceptance_sampling.negative_count", sample=stage + 1)
        total += count
        verdict = verdict_at(plan, stage, total)
    last = len(counts) - 1
    accept = plan.accept[last]
    marginal = verdict == "accepted" and accept is not None and total > accept
    following = plan.sizes[last + 1] if verdict == "next-sample" else None
    return LotDecision(
        method=Method(name="Decision on a lot by attributes"),
        inputs=Inputs(count=len(counts), data={"counts": list(counts)}),
        findings=_findings(verdict, total, following or 0, marginal=marginal),
        verdict=verdict,
        sample=last + 1,
        nonconforming=total,
        accept=accept,
        reject=plan.reject[last],
        marginal=marginal,
        next_sample_size=following,
    )


def _findings(verdict: LotVerdict, total: int, following: int, *, marginal: bool) -> tuple[Check, ...]:
    if verdict == "next-sample":
        arguments = {"found": total, "size": following}
        return (Check(id="acceptance_sampling.next_sample", status=Status.WARN, statistic=total, arguments=arguments),)
    accepted = verdict == "accepted"
    name = "acceptance_sampling.lot_accepted" if accepted else "acceptance_sampling.lot_not_accepted"
    status = Status.OK if accepted else Status.FAIL
    told = Check(id=name, status=status, statistic=total, arguments={"found": total})
    if marginal:
        return told, Check(id="acceptance_sampling.lot_marginal", status=Status.WARN, statistic=total)
    return (told,)
