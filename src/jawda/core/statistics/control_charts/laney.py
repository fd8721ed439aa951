"""Laney's p′ and u′ charts: limits that take in the variation between samples, for large samples above all.

With many units in each sample the binomial or Poisson limits become so narrow that every point passes them. Laney
multiplies them by sigma z, the spread of the standardised points from their moving ranges: 1 gives the p or u chart.
Laney, Improved control charts for attributes, Quality Engineering 14 (2002) 531-537.
"""

from __future__ import annotations

from collections.abc import Sequence

from jawda.core.statistics.control_charts.attributes import phase_one
from jawda.core.statistics.control_charts.count_data import SizesBy, plan_of
from jawda.core.statistics.control_charts.counted import CountChart
from jawda.core.statistics.control_charts.dispersion import D2_OF_TWO
from jawda.core.statistics.control_charts.rules import Rules
from jawda.core.statistics.samples import Labels, Numbers


def laney_p_chart(
    nonconforming: Numbers,
    size: Numbers | float,
    *,
    proportion: float | None = None,
    sigma_z: float | None = None,
    d2: float = D2_OF_TWO,
    nsigma: float = 3.0,
    sizes: SizesBy = "each",
    rules: Rules = "nelson1984",
    stages: Labels | None = None,
    exclude: Sequence[int] = (),
) -> CountChart:
    """A p chart whose limits are widened by ``sigma_z``, estimated where it is not given.

    ``d2`` divides the mean moving range: exact, or 1.128 as some software prints it. Otherwise as
    :func:`~jawda.core.statistics.control_charts.attributes.p_chart`; points all alike are refused, too.

    >>> chart = laney_p_chart([400, 520, 380, 610], 10_000)
    >>> round(chart.sigma_z, 3), chart.signals.marked
    (6.788, [])
    """
    _check(d2, sigma_z)
    plan = plan_of("p", rules=rules, nsigma=nsigma, limits="sigma", sizes=sizes, laney=True, d2=d2, sigma_z=sigma_z)
    return phase_one(
        plan, nonconforming, size, historical=proportion, stages=stages, exclude=exclude, sigma_z=sigma_z, d2=d2
    )


def laney_u_chart(
    nonconformities: Numbers,
    size: Numbers | float,
    *,
    rate: float | None = None,
    sigma_z: float | None = None,
    d2: float = D2_OF_TWO,
    nsigma: float = 3.0,
    sizes: SizesBy = "each",
    rules: Rules = "nelson1984",
    stages: Labels | None = None,
    exclude: Sequence[int] = (),
) -> CountChart:
    """A u chart whose limits are widened by ``sigma_z``; as :func:`laney_p_chart`.

    >>> laney_u_chart([400, 520, 380, 610], 100).kind
    'laney-u'
    """
    _check(d2, sigma_z)
    plan = plan_of("u", rules=rules, nsigma=nsigma, limits="sigma", sizes=sizes, laney=True, d2=d2, sigma_z=sigma_z)
    return phase_one(
        plan, nonconformities, size, historical=rate, stages=stages, exclude=exclude, sigma_z=sigma_z, d2=d2
    )


def _check(d2: float, sigma_z: float | None) -> None:
    if not d2 > 0 or (sigma_z is not None and not sigma_z > 0):
        raise ValueError(f"d2 and sigma z are positive, not {d2} and {sigma_z}")
