"""Control charts: is the process stable? Phase I estimates limits; phase II watches with them (``limits.monitor``)."""

from jawda.core.statistics.control_charts.attributes import c_chart, np_chart, p_chart, u_chart
from jawda.core.statistics.control_charts.chart import ControlChart, Limits, PlottedStatistic, Signal, Stage
from jawda.core.statistics.control_charts.counted import CountChart
from jawda.core.statistics.control_charts.cusum import Cusum, cusum
from jawda.core.statistics.control_charts.ewma import Ewma, ewma
from jawda.core.statistics.control_charts.hotelling import Hotelling, hotelling
from jawda.core.statistics.control_charts.individuals import individuals
from jawda.core.statistics.control_charts.laney import laney_p_chart, laney_u_chart
from jawda.core.statistics.control_charts.rare_events import g_chart, t_chart
from jawda.core.statistics.control_charts.rules import RULE_SETS, Rule, RuleSet, rule_set
from jawda.core.statistics.control_charts.run_length import (
    cusum_design,
    cusum_run_length,
    ewma_design,
    ewma_run_length,
    shewhart_run_length,
)
from jawda.core.statistics.control_charts.subgrouped import xbar_r, xbar_s
from jawda.core.statistics.control_charts.v_mask import v_mask, v_mask_design

__all__ = [
    "RULE_SETS", "ControlChart", "CountChart", "Cusum", "Ewma", "Hotelling", "Limits", "PlottedStatistic", "Rule",
    "RuleSet", "Signal", "Stage", "c_chart", "cusum", "cusum_design", "cusum_run_length", "ewma", "ewma_design",
    "ewma_run_length", "g_chart", "hotelling", "individuals", "laney_p_chart", "laney_u_chart", "np_chart", "p_chart",
    "rule_set", "shewhart_run_length", "t_chart", "u_chart", "v_mask", "v_mask_design", "xbar_r", "xbar_s",
]  # fmt: skip
