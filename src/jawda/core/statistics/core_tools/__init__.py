"""The arithmetic of the automotive core tools: what comes first."""

from jawda.core.statistics.core_tools.fmea import Priorities, Priority, Risk, action_priority, priorities
from jawda.core.statistics.core_tools.pareto import ParetoResult, pareto

__all__ = ["ParetoResult", "Priorities", "Priority", "Risk", "action_priority", "pareto", "priorities"]
