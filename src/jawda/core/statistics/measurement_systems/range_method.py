"""Range method: a quick look with one measurement of each part by each operator.

AIAG MSA 4th edition, chapter III.B: the mean range over operators, divided by d2*, is the deviation of the whole gauge;
repeatability and reproducibility are not told apart.
"""

from __future__ import annotations

import numpy as np

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.control_charts.constants import d2_star, range_degrees_of_freedom
from jawda.core.statistics.measurement_systems.components import Components, Scale, component
from jawda.core.statistics.measurement_systems.gauge_result import AverageRange, GaugeRR
from jawda.core.statistics.measurement_systems.intervals import variance_interval
from jawda.core.statistics.measurement_systems.layout import Layout, balanced
from jawda.core.statistics.measurement_systems.options import StudyOptions
from jawda.core.statistics.measurement_systems.study import finite
from jawda.core.statistics.measurement_systems.verdicts import check, verdicts
from jawda.core.statistics.result import Method, Status
from jawda.core.statistics.samples import refuse


def range_study(layout: Layout, options: StudyOptions) -> GaugeRR:
    """The deviation of the gauge against ``process_sd`` and the tolerance; refused where a cell holds two values.

    ``constants="aiag"`` takes d2* to the five digits of the manual's appendix C, ``"exact"`` in full.
    """
    values = balanced(layout)
    parts, operators, trials = values.shape
    if trials != 1:
        raise refuse("measurement_systems.range_one_trial", column=layout.column, trials=trials)
    average = float(np.ptp(values[:, :, 0], axis=1).mean())
    divisor = d2_star(operators, parts)
    if options.constants == "aiag":
        divisor = round(divisor, 5)
    variance = (average / divisor) ** 2
    mean = float(values.mean())
    width = options.width(mean)
    low, high = variance_interval(variance, range_degrees_of_freedom(operators, parts), options.confidence)
    grr = component(
        variance,
        None,
        Scale(multiplier=options.study_multiplier, width=width, process_sd=options.process_sd),
        (low, finite(high)),
    )
    components = Components(
        repeatability=None, operator=None, interaction=None, reproducibility=None, grr=grr, part=None, total=None
    )
    told = verdicts(components, None, options.judged_by)
    nothing = () if told else (check("range_needs_comparison", Status.WARN),)
    return GaugeRR(
        method=Method(
            name="Gauge R&R, range method",
            standard="AIAG MSA",
            edition="4",
            clause="III.B",
            options=options.shown("method", "constants", "confidence"),
        ),
        inputs=layout.inputs,
        findings=(*told, *nothing, check("range_is_quick", Status.OK), *missing_check(layout.inputs.missing)),
        design="crossed",
        parts=parts,
        operators=operators,
        trials=1,
        mean=mean,
        tolerance=width,
        components=components,
        ndc=None,
        ndc_unrounded=None,
        average_range=AverageRange(
            average_range=average, operator_difference=None, part_range=None, K1=1 / divisor, K2=None, K3=None
        ),
        part_names=layout.parts,
        operator_names=layout.operators,
        cell_means=values[:, :, 0],
    )
