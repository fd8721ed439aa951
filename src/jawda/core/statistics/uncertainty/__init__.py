"""How sure is the value, and what is decided of it?

Bottom-up from a measurement model (:func:`first_order` after the GUM, :func:`monte_carlo` after JCGM 101,
:func:`validate` for both), top-down from a laboratory's precision and bias (:func:`combine` after ISO 11352,
:func:`from_interlaboratory_study` after ISO 21748), and :func:`decide` on conformity after JCGM 106 and ILAC-G8.
"""

from jawda.core.statistics.uncertainty.budget import BudgetLine
from jawda.core.statistics.uncertainty.comparison import Comparison, compare, validate
from jawda.core.statistics.uncertainty.component import Component, Part
from jawda.core.statistics.uncertainty.components import (
    bias_from_deviations,
    bias_from_recovery,
    bias_from_reference_material,
    bias_from_rounds,
    precision,
    u_of_volume,
)
from jawda.core.statistics.uncertainty.conformity import (
    GlobalRisks,
    Process,
    conformance_probability,
    global_risks,
)
from jawda.core.statistics.uncertainty.coverage import confidence_of, coverage_factor, welch_satterthwaite
from jawda.core.statistics.uncertainty.decision import GUARD_FACTORS, Decision, decide, guard_band
from jawda.core.statistics.uncertainty.document import Document, read_document
from jawda.core.statistics.uncertainty.first_order import FirstOrder, Together, first_order, first_order_together
from jawda.core.statistics.uncertainty.form import ModelForm, model_form, read_model
from jawda.core.statistics.uncertainty.model import Model, measurement_model
from jawda.core.statistics.uncertainty.monte_carlo import MonteCarlo, monte_carlo
from jawda.core.statistics.uncertainty.quantity import Quantity, quantity
from jawda.core.statistics.uncertainty.stated import bias_from_summary, precision_from_figures
from jawda.core.statistics.uncertainty.top_down import (
    Effect,
    LaboratoryCheck,
    OverRange,
    TopDown,
    combine,
    from_interlaboratory_study,
)
from jawda.core.statistics.uncertainty.top_down_form import evaluate_top_down, is_top_down, read_top_down
from jawda.core.statistics.uncertainty.wording import part_name

__all__ = [
    "GUARD_FACTORS", "BudgetLine", "Comparison", "Component", "Decision", "Document", "Effect", "FirstOrder",
    "GlobalRisks", "LaboratoryCheck", "Model", "ModelForm", "MonteCarlo", "OverRange", "Part", "Process",
    "Quantity", "Together", "TopDown", "bias_from_deviations", "bias_from_recovery",
    "bias_from_reference_material", "bias_from_rounds", "bias_from_summary", "combine", "compare",
    "confidence_of", "conformance_probability", "coverage_factor", "decide", "evaluate_top_down", "first_order",
    "first_order_together", "from_interlaboratory_study", "global_risks", "guard_band", "is_top_down",
    "measurement_model", "model_form", "monte_carlo", "part_name", "precision", "precision_from_figures",
    "quantity", "read_document", "read_model", "read_top_down", "u_of_volume", "validate", "welch_satterthwaite",
]  # fmt: skip
