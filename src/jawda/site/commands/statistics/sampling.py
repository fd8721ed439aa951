"""``jawda stats sampling-plan``: how many units to inspect, and when to accept the lot."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Final

from jawda.core.findings import Finding, Refused, words
from jawda.core.languages import Language
from jawda.core.statistics.acceptance_sampling import (
    SamplingPlan,
    ZeroAcceptancePlan,
    sampling_plan,
    zero_acceptance_for_aql,
)
from jawda.site.commands.statistics import saying

_PER_CENT: Final = 100.0
#: What a plan that accepts on zero does not have, with the default of each.
_NOT_FOR_ZERO: Final = {"severity": "normal", "kind": "single", "counting": None}


def run(options: argparse.Namespace) -> int:
    """The plan of a published table, or the plan that accepts on zero with its protection."""
    aql = options.aql.replace(",", ".")
    plan: SamplingPlan | ZeroAcceptancePlan
    if options.zero_acceptance:
        unfit = [name for name, usual in _NOT_FOR_ZERO.items() if getattr(options, name) != usual]
        if unfit:
            said = {"kind": "--zero-acceptance"}
            raise Refused(
                Finding(id="statistics_commands.option_unfit", arguments={"option": f"--{name}", **said})
                for name in unfit
            )
        plan = zero_acceptance_for_aql(options.lot, aql=aql, level=options.level, edition=options.edition)
    else:
        plan = sampling_plan(
            options.lot, aql=aql, level=options.level, severity=options.severity, edition=options.edition,
            kind=options.kind, counting=options.counting,
        )  # fmt: skip
    return saying.finish(plan, options, _lines(plan, options.lang), verdict=[_verdict(plan, options.lang)])


def _verdict(plan: SamplingPlan | ZeroAcceptancePlan, language: Language) -> str:
    """What to do, in a sentence."""
    name = "plan_all" if plan.full_inspection else "plan"
    if isinstance(plan, SamplingPlan) and len(plan.samples) > 1:
        name = "plan_samples"
    arguments = {"size": plan.sample_size, "accept": plan.accept, "reject": plan.reject}
    return words(Finding(id=f"statistics_commands.{name}", arguments=arguments), language)


def _lines(plan: SamplingPlan | ZeroAcceptancePlan, language: Language) -> Iterator[str]:
    if isinstance(plan, ZeroAcceptancePlan):
        yield from saying.figures(
            [
                ("lot_size", plan.lot_size), ("sample_size", plan.sample_size), ("accept", plan.accept),
                ("reject", plan.reject), ("quality_excluded", _PER_CENT * plan.quality_excluded),
                ("confidence", plan.confidence),
            ],
            language,
        )  # fmt: skip
        return
    yield from saying.figures(
        [
            ("lot_size", plan.lot_size), ("code_letter", plan.code_letter), ("plan_letter", plan.plan_letter),
            ("sample_size", plan.sample_size), ("accept", plan.accept), ("reject", plan.reject),
            ("probability_acceptance_at_aql", plan.probability_acceptance_at_aql),
        ],
        language,
    )  # fmt: skip
    if len(plan.samples) > 1:
        yield ""
        rows = [
            (place, one.size, one.cumulative_size, one.accept, one.reject)
            for place, one in enumerate(plan.samples, start=1)
        ]
        yield from saying.table(("sample", "sample_size", "cumulative_size", "accept", "reject"), rows, language)
