"""A characteristic's samples given to the statistics: the study of its last stage, or why there is none."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np

from jawda.apps.product_quality.characteristics.facts import SUBGROUPED
from jawda.apps.product_quality.characteristics.queries import find
from jawda.apps.product_quality.enums import COUNTED, Importance
from jawda.apps.product_quality.models import Characteristic, ChartStage
from jawda.apps.product_quality.samples.queries import Taken, samples_of
from jawda.core.findings import Finding, Refused
from jawda.core.statistics.capability import Capability, Specification, capability
from jawda.core.statistics.control_charts import RULE_SETS
from jawda.core.statistics.control_charts.rules import RuleSet, rule_set
from jawda.core.statistics.result import Check
from jawda.core.statistics.samples import Column

#: What may be required of Cpk, as customers ask for it.
REQUIRED: Final = (1.0, 1.33, 1.67, 2.0)
#: Laws that are offered: the normal one, or the one that a stated criterion chooses where it does not fit.
MODELS: Final = ("normal", "auto")
_SPECIAL: Final = 1.67
_USUAL: Final = 1.33


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """``result``, or ``refused`` that says why none; ``left_out`` samples have a reason that is not the process.

    ``stage`` is the name of the last stage where the chart has several: another stage was another process.
    """

    row: Characteristic
    samples: tuple[Taken, ...]
    required: float
    model: str = "normal"
    stage: str = ""
    left_out: int = 0
    result: Capability | None = None
    refused: tuple[Finding, ...] = ()

    @property
    def is_counted(self) -> bool:
        """A count has no capability by measurements."""
        return self.row.chart in COUNTED

    @property
    def has_limits(self) -> bool:
        """Whether anything is specified."""
        return self.row.lower is not None or self.row.upper is not None

    @property
    def verdict(self) -> Check | None:
        """Against what is required: the first finding of the study."""
        return self.result.findings[0] if self.result is not None else None


def load(characteristic_id: UUID, required: float | None = None, model: str = "normal") -> Study:
    """Three queries. ``Http404`` for another's characteristic, or none."""
    row = find(characteristic_id)
    stages = list(ChartStage.objects.filter(characteristic=row).order_by("from_position"))
    return made(row, samples_of(row), stages, required, model)


def usual_requirement(row: Characteristic) -> float:
    """1.67 of special characteristics, 1.33 of others: what automotive customers ask unless they say otherwise."""
    return _USUAL if row.importance == Importance.ORDINARY else _SPECIAL


def made(
    row: Characteristic,
    samples: Sequence[Taken],
    stages: Sequence[ChartStage],
    required: float | None = None,
    model: str = "normal",
) -> Study:
    """The study of the last stage, by one of :data:`MODELS`. Nothing is asked of the database."""
    last = stages[-1] if stages else None
    present = [sample for sample in samples if last is None or sample.position >= last.from_position]
    used = tuple(sample for sample in present if not sample.excluded)
    study = Study(
        row=row, samples=used, required=required or usual_requirement(row), stage=last.name if last else "",
        left_out=len(present) - len(used), model=model,
    )  # fmt: skip
    if study.is_counted or not study.has_limits or not used:
        return study
    try:
        return dataclasses.replace(study, result=_result(study))
    except Refused as refused:
        return dataclasses.replace(study, refused=tuple(refused.findings))


def _result(study: Study) -> Capability:
    row = study.row
    values = np.array([value for sample in study.samples for value in sample.values], dtype=np.float64)
    column = Column(values=values, name=row.name, unit=row.unit or None)
    specification = Specification(lower=row.lower, upper=row.upper, target=row.target, unit=row.unit or None)
    subgroups = None
    if row.chart in SUBGROUPED:
        sizes = [len(sample.values) for sample in study.samples]
        subgroups = np.repeat(np.arange(1, len(sizes) + 1), sizes)
    return capability(
        column,
        specification,
        subgroup=subgroups,
        rules=_rules(row),
        required=study.required,
        model=study.model,
        name=row.name,
    )


def _rules(row: Characteristic) -> RuleSet:
    rules = rule_set(row.rules if row.rules in RULE_SETS else "nelson1984")
    off = {rule.id for rule in rules.rules} & set(row.rules_off)
    return rules.without(*off) if off else rules
