"""Quantiles and upper tails of the normal, Student, chi-square and Fisher laws, by name.

``scipy.special`` directly: ``scipy.stats`` takes seconds to import, and these are all a laboratory needs.
"""

from __future__ import annotations

from scipy import special


def normal_quantile(probability: float) -> float:
    """Standard normal.

    >>> round(normal_quantile(0.95), 4)
    1.6449
    """
    return float(special.ndtri(probability))


def student_quantile(probability: float, degrees_of_freedom: float) -> float:
    """Student.

    >>> round(student_quantile(0.975, 10), 3)
    2.228
    """
    return float(special.stdtrit(degrees_of_freedom, probability))


def student_two_sided(statistic: float, degrees_of_freedom: float) -> float:
    """Probability that Student's t is at least as far from zero.

    >>> round(student_two_sided(2.228, 10), 3)
    0.05
    """
    return float(2 * special.stdtr(degrees_of_freedom, -abs(statistic)))


def chi_square_quantile(probability: float, degrees_of_freedom: float) -> float:
    """Chi-square.

    >>> round(chi_square_quantile(0.95, 5), 2)
    11.07
    """
    return float(special.chdtri(degrees_of_freedom, 1 - probability))


def chi_square_upper(statistic: float, degrees_of_freedom: float) -> float:
    """Probability above ``statistic``.

    >>> round(chi_square_upper(11.07, 5), 3)
    0.05
    """
    return float(special.chdtrc(degrees_of_freedom, statistic))


def fisher_quantile(probability: float, numerator: float, denominator: float) -> float:
    """Fisher's F with these degrees of freedom.

    >>> round(fisher_quantile(0.95, 3, 10), 2)
    3.71
    """
    return float(special.fdtri(numerator, denominator, probability))


def fisher_upper(statistic: float, numerator: float, denominator: float) -> float:
    """Probability above ``statistic``.

    >>> round(fisher_upper(3.71, 3, 10), 2)
    0.05
    """
    return float(special.fdtrc(numerator, denominator, statistic))
