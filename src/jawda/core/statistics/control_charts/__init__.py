"""Control charts: is the process stable? Phase I estimates limits; phase II watches with them (``limits.monitor``)."""

from jawda.core.statistics.control_charts.chart import ControlChart, Limits, PlottedStatistic, Signal, Stage
from jawda.core.statistics.control_charts.individuals import individuals
from jawda.core.statistics.control_charts.rules import RULE_SETS, Rule, RuleSet, rule_set
from jawda.core.statistics.control_charts.subgrouped import xbar_r, xbar_s

__all__ = [
    "RULE_SETS", "ControlChart", "Limits", "PlottedStatistic", "Rule", "RuleSet", "Signal", "Stage",
    "individuals", "rule_set", "xbar_r", "xbar_s",
]  # fmt: skip
