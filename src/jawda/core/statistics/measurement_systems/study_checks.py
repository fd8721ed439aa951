"""Can a gauge study be believed? Is it complete, do its parts differ enough, does the instrument read finely enough?

AIAG MSA 4th edition: parts stand for the whole range of the process (chapter III.A), and the instrument resolves a
tenth of what it is to judge (chapter I.E, the rule of ten). How far parts should reach over the tolerance is not said
there; half of it is our own threshold.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from jawda.core.statistics.measurement_systems.gauge_result import GaugeRR
from jawda.core.statistics.measurement_systems.options import check_positive_tolerance
from jawda.core.statistics.measurement_systems.verdicts import check, shown
from jawda.core.statistics.result import Check, Floats, Status
from jawda.core.statistics.samples import refuse

#: Per cent of what is judged that one step of the instrument may take.
COARSEST: Final = 10.0
#: Per cent of the tolerance over which the means of the parts should reach.
LEAST_REACH: Final = 50.0


def study_checks(result: GaugeRR, *, planned: int | None = None, resolution: float | None = None) -> tuple[Check, ...]:
    """Beside the findings of the result: complete (of ``planned`` measurements), spread of the parts, resolution.

    ``resolution`` is a step of the instrument, in the unit of the values; :func:`smallest_step` sees it in the values
    where nobody knows it. Refused where it is not positive.

    >>> from jawda.core.statistics.measurement_systems import gauge_rr
    >>> study = [[[2.0, 2.1], [2.2, 2.1]], [[3.0, 3.2], [3.1, 3.3]], [[4.1, 4.0], [4.2, 4.2]]]
    >>> found = study_checks(gauge_rr(study, tolerance=5), planned=12, resolution=0.1)
    >>> [one.id.partition(".")[2] for one in found]
    ['study_complete', 'parts_narrow', 'resolution_fine']
    """
    return (*_complete(result, planned), *_spread(result), *_resolution(result, resolution))


def smallest_step(values: Floats) -> float | None:
    """The smallest difference between values that differ: what the instrument showed of its resolution.

    ``None`` where all are equal. Values are compared after rounding to twelve significant digits.

    >>> smallest_step(np.array([1.25, 1.27, 1.25, 1.30]))
    0.02
    """
    steps = np.diff(np.unique(values))
    least = float(np.abs(values).max(initial=0.0)) * 1e-12
    real = steps[steps > least]
    return shown(float(real.min()), 3) if len(real) else None


def _complete(result: GaugeRR, planned: int | None) -> tuple[Check, ...]:
    if planned is None:
        return ()
    count = result.inputs.count
    arguments = {"count": count, "planned": planned}
    if count >= planned:
        return (check("study_complete", Status.OK, count, arguments),)
    return (check("study_incomplete", Status.WARN, count, arguments),)


def _spread(result: GaugeRR) -> tuple[Check, ...]:
    """How far the means of the parts reach over the tolerance; of a study without means nothing is said."""
    if result.tolerance is None or result.cell_means is None or result.design == "nested":
        return ()
    reach = 100 * float(np.ptp(np.nanmean(result.cell_means, axis=1))) / check_positive_tolerance(result.tolerance)
    arguments = {"percent": shown(reach), "least": LEAST_REACH}
    if reach >= LEAST_REACH:
        return (check("parts_spread", Status.OK, reach, arguments),)
    return (check("parts_narrow", Status.WARN, reach, arguments),)


def _resolution(result: GaugeRR, resolution: float | None) -> tuple[Check, ...]:
    """Against the tolerance, else against the variation of the study."""
    if resolution is None:
        return ()
    if not resolution > 0:
        raise refuse("measurement_systems.resolution_not_positive", value=resolution)
    total = result.components.total
    judged = result.tolerance if result.tolerance is not None else (total.study_variation if total else 0.0)
    if not judged:
        return ()
    name = "resolution" if result.tolerance is not None else "resolution_study"
    percent = 100 * resolution / judged
    arguments = {"percent": shown(percent), "most": COARSEST}
    if percent <= COARSEST:
        return (check(f"{name}_fine", Status.OK, percent, arguments),)
    return (check(f"{name}_coarse", Status.WARN, percent, arguments),)
