"""Laboratories: rounds between laboratories, precision experiments, validation of methods, internal control.

- Rounds (ISO 13528): :mod:`.robust`, :mod:`.hampel`, :mod:`.pooled_spread`, :mod:`.assigned`, :mod:`.sigma_pt`,
  :mod:`.scores`, :mod:`.homogeneity`, :mod:`.stability`, and all of it in one call, :mod:`.round`.
- Precision (ISO 5725): :mod:`.precision`, :mod:`.precision_levels`, :mod:`.outlier_tests`.
- Validation and verification: :mod:`.linearity`, :mod:`.detection`, :mod:`.recovery`, :mod:`.trueness`,
  :mod:`.verification`, :mod:`.accuracy`.
- Internal control (ISO 7870-2): :mod:`.control` with the rules of :mod:`.control_rules`.
"""

from jawda.core.statistics.laboratories.accuracy import accuracy_check, accuracy_profile
from jawda.core.statistics.laboratories.assigned import (
    by_comparison,
    by_consensus,
    by_experts,
    by_formulation,
    by_reference,
    compare,
)
from jawda.core.statistics.laboratories.control import control_limits, given_limits, range_limits
from jawda.core.statistics.laboratories.detection import (
    limits_from_blanks,
    limits_from_calibration,
    limits_from_low_level,
    limits_from_signal_to_noise,
)
from jawda.core.statistics.laboratories.hampel import hampel_mean, q_hampel, q_method
from jawda.core.statistics.laboratories.homogeneity import homogeneity
from jawda.core.statistics.laboratories.linearity import linearity
from jawda.core.statistics.laboratories.order import interquartile_deviation, median_deviation
from jawda.core.statistics.laboratories.pooled_spread import algorithm_s
from jawda.core.statistics.laboratories.precision import precision
from jawda.core.statistics.laboratories.precision_levels import precision_levels
from jawda.core.statistics.laboratories.recovery import recovery
from jawda.core.statistics.laboratories.robust import algorithm_a, algorithm_a_rounds
from jawda.core.statistics.laboratories.round import evaluate_round
from jawda.core.statistics.laboratories.sigma_pt import from_experience, from_precision, horwitz, horwitz_ratio
from jawda.core.statistics.laboratories.stability import stability, stability_trend
from jawda.core.statistics.laboratories.trueness import bias
from jawda.core.statistics.laboratories.verification import critical_difference, verify_precision

__all__ = [
    "accuracy_check", "accuracy_profile", "algorithm_a", "algorithm_a_rounds", "algorithm_s", "bias", "by_comparison",
    "by_consensus", "by_experts", "by_formulation", "by_reference", "compare", "control_limits",
    "critical_difference", "evaluate_round", "from_experience", "from_precision", "given_limits", "hampel_mean",
    "homogeneity", "horwitz", "horwitz_ratio", "interquartile_deviation", "limits_from_blanks",
    "limits_from_calibration", "limits_from_low_level", "limits_from_signal_to_noise", "linearity",
    "median_deviation", "precision", "precision_levels", "q_hampel", "q_method", "range_limits", "recovery",
    "stability", "stability_trend", "verify_precision",
]  # fmt: skip
