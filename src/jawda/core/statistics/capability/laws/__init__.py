"""Laws of a characteristic: what lies below and above a limit, percentiles, and how they are fitted and judged."""

from jawda.core.statistics.capability.laws.choosing import MODELS
from jawda.core.statistics.capability.laws.families import Exponential, Gamma, LogNormal, Weibull
from jawda.core.statistics.capability.laws.law import FittedLaw, Law, Normal
from jawda.core.statistics.capability.laws.transformed import BoxCox, Empirical, JohnsonBounded, JohnsonUnbounded

__all__ = [
    "MODELS", "BoxCox", "Empirical", "Exponential", "FittedLaw", "Gamma", "JohnsonBounded", "JohnsonUnbounded", "Law",
    "LogNormal", "Normal", "Weibull",
]  # fmt: skip
