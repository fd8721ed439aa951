"""Can the measurements be believed? Gauge R&R, type 1, bias, linearity, stability, agreement, suitability."""

from jawda.core.statistics.measurement_systems.agreement import Agreement, AttributeAgreement, attribute_agreement
from jawda.core.statistics.measurement_systems.bias import Bias, bias, bias_from_summary
from jawda.core.statistics.measurement_systems.components import AnovaRow, Component, Components
from jawda.core.statistics.measurement_systems.concordance import (
    Concordance,
    intraclass_correlation,
    kendall_w,
    krippendorff_alpha,
)
from jawda.core.statistics.measurement_systems.gauge_result import AverageRange, GaugeRR
from jawda.core.statistics.measurement_systems.gauge_rr import gauge_rr
from jawda.core.statistics.measurement_systems.gauge_rr_batch import GaugeBatch, gauge_rr_batch
from jawda.core.statistics.measurement_systems.kappa import (
    Kappa,
    cohen_kappa,
    cohen_kappa_of_table,
    fleiss_kappa,
    fleiss_kappa_of_counts,
)
from jawda.core.statistics.measurement_systems.linearity import Linearity, linearity
from jawda.core.statistics.measurement_systems.process_suitability import ProcessSuitability, process_suitability
from jawda.core.statistics.measurement_systems.stability import Stability, stability
from jawda.core.statistics.measurement_systems.study_checks import smallest_step, study_checks
from jawda.core.statistics.measurement_systems.type1 import Type1, type1

__all__ = [
    "Agreement", "AnovaRow", "AttributeAgreement", "AverageRange", "Bias", "Component", "Components", "Concordance",
    "GaugeBatch", "GaugeRR", "Kappa", "Linearity", "ProcessSuitability", "Stability", "Type1",
    "attribute_agreement", "bias", "bias_from_summary", "cohen_kappa", "cohen_kappa_of_table", "fleiss_kappa",
    "fleiss_kappa_of_counts", "gauge_rr", "gauge_rr_batch", "intraclass_correlation", "kendall_w",
    "krippendorff_alpha", "linearity", "process_suitability", "smallest_step", "stability", "study_checks",
    "type1",
]  # fmt: skip
