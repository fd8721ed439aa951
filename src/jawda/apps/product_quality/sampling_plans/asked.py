"""What one asks for when one looks for a sampling plan; all of it stands in the address of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jawda.core.statistics.acceptance_sampling.editions import EditionName, Kind, Level, Severity
from jawda.core.statistics.acceptance_sampling.variables_tables import Sigma, VariablesEdition

LARGEST_LOT: Final = 1_000_000
MOST_UNITS: Final = 100_000
"""Of a sample: more is no plan that anybody inspects."""


class PlanKind(TextChoices):
    """How the plan is found."""

    ZERO = "zero", _("Zero acceptance (c = 0), with the protection of an AQL")
    EXCLUDING = "exclure", _("Zero acceptance (c = 0), to exclude a quality")
    SINGLE = "simple", _("Single sampling by attributes, by AQL")
    DOUBLE = "double", _("Double sampling by attributes, by AQL")
    MULTIPLE = "multiple", _("Multiple sampling by attributes, by AQL")
    VARIABLES = "mesures", _("Sampling by variables, by AQL")
    RISKS = "risques", _("By attributes, for two given risks")
    RISKS_VARIABLES = "risques-mesures", _("By variables, for two given risks")


#: Kinds whose plan stands in tables of attributes, and what the tables call it.
TABLED: Final[dict[PlanKind, Kind]] = {
    PlanKind.SINGLE: "single",
    PlanKind.DOUBLE: "double",
    PlanKind.MULTIPLE: "multiple",
}
#: Kinds in which units are measured, not counted.
MEASURED: Final = frozenset({PlanKind.VARIABLES, PlanKind.RISKS_VARIABLES})

SEVERITY_LABELS: Final[dict[Severity, object]] = {
    "normal": _("Normal inspection"),
    "tightened": _("Tightened inspection"),
    "reduced": _("Reduced inspection"),
}
SIGMA_LABELS: Final[dict[Sigma, object]] = {
    "unknown": _("Estimated from the sample (s)"),
    "known": _("Known from the process (σ)"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question. Qualities, risks and confidence are fractions; what a kind does not need stays as it is."""

    kind: PlanKind = PlanKind.ZERO
    lot: int | None = None
    aql: str = "1.0"
    level: Level = "II"
    variables_level: Level = "II"
    severity: Severity = "normal"
    edition: EditionName = "iso-2859-1-1999"
    variables_edition: VariablesEdition = "ansi-z1.9"
    sigma: Sigma = "unknown"
    good: float = 0.01
    poor: float = 0.06
    producer_risk: float = 0.05
    consumer_risk: float = 0.10
    excluded: float = 0.01
    confidence: float = 0.95

    @property
    def tables(self) -> str:
        """The edition whose tables the plan is read from; nothing where it is computed."""
        if self.kind is PlanKind.VARIABLES:
            return self.variables_edition
        return self.edition if self.kind in TABLED else ""
