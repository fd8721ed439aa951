"""Whether a plan is as large as advised. Apart from the plans: only this needs the statistics, which load slowly."""

from __future__ import annotations

from typing import Final

from jawda.apps.product_quality.enums import StudyKind
from jawda.apps.product_quality.gauge.plans import Plan
from jawda.core.statistics.measurement_systems import verdicts
from jawda.core.statistics.result import Check, Status

#: ISO 22514-7, clause 6: 25 at least.
ENOUGH_MEASUREMENTS: Final = 25
#: AIAG MSA, 4th edition, chapter III.C.
ENOUGH_ITEMS: Final = 50


def size_check(plan: Plan) -> Check:
    """Whether the plan is as large as advised, in words."""
    if plan.kind == StudyKind.TYPE1:
        return verdicts.count_check(plan.parts, ENOUGH_MEASUREMENTS)[0]
    if plan.kind == StudyKind.AGREEMENT:
        enough = plan.parts >= ENOUGH_ITEMS
        return verdicts.check(
            "items_enough" if enough else "items_few", Status.OK if enough else Status.WARN, plan.parts,
            {"count": plan.parts, "enough": ENOUGH_ITEMS},
        )  # fmt: skip
    measurements = plan.parts * len(plan.operators) * plan.trials
    return verdicts.plan_checks(plan.parts, len(plan.operators), measurements)[0]
