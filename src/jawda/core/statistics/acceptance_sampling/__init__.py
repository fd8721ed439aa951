"""Acceptance sampling: is this lot accepted?

Plans indexed by AQL (attributes and variables), zero-acceptance plans, the smallest plan for two risks, what a plan
does in the long run, the decision on a lot, and switching between severities.
"""

from jawda.core.statistics.acceptance_sampling.curves import (
    OutgoingLimit,
    PlanPerformance,
    QualityLevel,
    plan_performance,
    quality_at,
)
from jawda.core.statistics.acceptance_sampling.decision import LotDecision, LotVerdict, lot_decision, verdict_at
from jawda.core.statistics.acceptance_sampling.editions import EDITIONS, Edition, SwitchingRules, code_letters
from jawda.core.statistics.acceptance_sampling.indexed import SamplingPlan, plan_of_letter, sampling_plan
from jawda.core.statistics.acceptance_sampling.probabilities import (
    AttributePlan,
    attribute_plan,
    decision_probabilities,
)
from jawda.core.statistics.acceptance_sampling.search import (
    PlanForRisks,
    VariablesPlanForRisks,
    plan_for_risks,
    variables_plan_for_risks,
)
from jawda.core.statistics.acceptance_sampling.supplied_tables import SuppliedTables, supplied_from_dict
from jawda.core.statistics.acceptance_sampling.switching import (
    Lot,
    SwitchingHistory,
    SwitchingState,
    limit_number,
    switching_history,
)
from jawda.core.statistics.acceptance_sampling.variables import VariablesPlan, variables_plan
from jawda.core.statistics.acceptance_sampling.variables_curves import (
    acceptability_constant,
    estimated_nonconforming,
    variables_acceptance,
    variables_quality_at,
)
from jawda.core.statistics.acceptance_sampling.variables_decision import VariablesDecision, variables_decision
from jawda.core.statistics.acceptance_sampling.variables_tables import VARIABLES_EDITIONS, variables_letter
from jawda.core.statistics.acceptance_sampling.zero_acceptance import (
    ZeroAcceptancePlan,
    zero_acceptance_for_aql,
    zero_acceptance_plan,
)

__all__ = [
    "EDITIONS", "VARIABLES_EDITIONS", "AttributePlan", "Edition", "Lot", "LotDecision", "LotVerdict", "OutgoingLimit",
    "PlanForRisks", "PlanPerformance", "QualityLevel", "SamplingPlan", "SuppliedTables", "SwitchingHistory",
    "SwitchingRules", "SwitchingState", "VariablesDecision", "VariablesPlan", "VariablesPlanForRisks",
    "ZeroAcceptancePlan", "acceptability_constant", "attribute_plan", "code_letters", "decision_probabilities",
    "estimated_nonconforming", "limit_number", "lot_decision", "plan_for_risks", "plan_of_letter", "plan_performance",
    "quality_at", "sampling_plan", "supplied_from_dict", "switching_history", "variables_acceptance",
    "variables_decision", "variables_letter", "variables_plan", "variables_plan_for_risks", "variables_quality_at",
    "verdict_at", "zero_acceptance_for_aql", "zero_acceptance_plan",
]  # fmt: skip
