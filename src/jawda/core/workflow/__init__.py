"""Actions from proposal to checked effect: steps that need evidence, dependencies, dates, and what remains."""

from jawda.core.workflow.burn_down import BurnDown, Work, burn_down
from jawda.core.workflow.dates import SOON_DAYS, Due, due, is_effect_check_due
from jawda.core.workflow.dependencies import Critical, Job, check_dependency, critical_order, find_cycle
from jawda.core.workflow.steps import ENDED, FINISHED, TRANSITIONS, Given, Need, State, Step, check_step, steps_from

__all__ = [
    "ENDED", "FINISHED", "SOON_DAYS", "TRANSITIONS", "BurnDown", "Critical", "Due", "Given", "Job", "Need", "State",
    "Step", "Work", "burn_down", "check_dependency", "check_step", "critical_order", "due", "find_cycle",
    "is_effect_check_due", "steps_from",
]  # fmt: skip
