"""What can be done with a chart: its rules, its stages. After each, it can still be drawn, or nothing has changed."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jawda.apps.product_quality.characteristics.domain import allowed, happened, locked
from jawda.apps.product_quality.charts.making import FIRST, Chart
from jawda.apps.product_quality.charts.queries import chart_of
from jawda.apps.product_quality.enums import COUNTED
from jawda.apps.product_quality.models import Characteristic, ChartStage, Sample
from jawda.apps.product_quality.samples.domain import leave_out as _leave_out
from jawda.apps.product_quality.samples.domain import touched
from jawda.core.findings import Refused
from jawda.core.statistics.control_charts import RULE_SETS
from jawda.foundation.tenancy.context import current
from jawda.foundation.tenancy.routes import Access

MOST_STAGES = 50


def set_rules(*, access: Access, characteristic_id: UUID, rules: str, off: Collection[str]) -> Characteristic:
    """Read the chart by a set of rules, without those that the company switches off. Audited.

    ``ValidationError`` for a set or a rule that does not exist.
    """
    allowed(access)
    row = locked(characteristic_id)
    if rules not in RULE_SETS:
        raise ValidationError({"rules": _("No such set of rules.")})
    known = [rule.id for rule in RULE_SETS[rules].rules]
    if set(off) - set(known):
        raise ValidationError({"rules": _("No such rule.")})
    row.rules, row.rules_off = rules, [name for name in known if name in off]
    row.save(update_fields=["rules", "rules_off"])
    touched(row)
    happened("rules", row, rules=rules, off=row.rules_off)
    return row


def add_stage(
    *,
    access: Access,
    characteristic_id: UUID,
    from_point: int,
    name: str,
    frozen: tuple[float, float | None] | None = None,
) -> ChartStage:
    """From a point on (its number, from 1), limits of its own: estimated from its samples, or frozen.

    Audited without its name. ``ValidationError`` by field; ``Refused`` where the chart could no longer be drawn.
    """
    allowed(access)
    row = locked(characteristic_id)
    chart = chart_of(row)
    name = " ".join(name.split())
    faults: dict[str, str] = {}
    if not name.strip(FIRST) or len(name) > 80:
        faults["name"] = _("A stage has a name of at most 80 characters, such as: new tool.")
    elif any(stage.name == name for stage in chart.stages):
        faults["name"] = _("Another stage has this name.")
    if not 1 <= from_point <= len(chart):
        faults["from_point"] = _("A stage begins at a sample that is there.")
    elif any(chart.point_of(stage.from_position) == from_point for stage in chart.stages):
        faults["from_point"] = _("A stage begins at this sample already.")
    if len(chart.stages) >= MOST_STAGES:
        faults["name"] = _("A chart has at most 50 stages.")
    if frozen is not None and row.chart not in COUNTED and not (frozen[1] or 0) > 0:
        faults["frozen_sigma"] = _("A known centre line comes with its standard deviation, above 0.")
    if faults:
        raise ValidationError(faults)
    mean, sigma = frozen or (None, None)
    stage: ChartStage = ChartStage.objects.create(
        organisation_id=row.organisation_id, characteristic=row, name=name, frozen_mean=mean, frozen_sigma=sigma,
        from_position=chart.samples[from_point - 1].position, set_by=current().person_id,
    )  # fmt: skip
    _still_drawn(row)
    happened("add_stage", row, stage=str(stage.pk), frozen=frozen is not None)
    return stage


def freeze(*, access: Access, characteristic_id: UUID, stage: int) -> ChartStage:
    """Keep the limits that a stage of the chart (its place, from 0) has now, whatever comes. Audited.

    ``ValidationError`` where the chart has no such stage.
    """
    allowed(access)
    row = locked(characteristic_id)
    chart = chart_of(row)
    if chart.result is None or not 0 <= stage < len(chart.result.stages):
        raise ValidationError({"stage": _("This stage is no longer there.")})
    found = chart.result.stages[stage]
    mean, sigma = found.mean, getattr(found, "sigma", None)
    kept = next((item for item in chart.stages if item.name == found.name), None)
    if kept is None:
        return add_stage(
            access=access, characteristic_id=characteristic_id, from_point=1, name=_("Reference"), frozen=(mean, sigma)
        )
    kept.frozen_mean, kept.frozen_sigma = mean, sigma
    kept.save(update_fields=["frozen_mean", "frozen_sigma"])
    touched(row)
    happened("freeze", row, stage=str(kept.pk))
    return kept


def thaw(*, access: Access, characteristic_id: UUID, stage_id: UUID) -> None:
    """Estimate a stage's limits again. Audited. ``Refused`` where they cannot be."""
    allowed(access)
    row = locked(characteristic_id)
    stage = ChartStage.objects.get(pk=stage_id, characteristic=row)
    stage.frozen_mean = stage.frozen_sigma = None
    stage.save(update_fields=["frozen_mean", "frozen_sigma"])
    _still_drawn(row)
    happened("thaw", row, stage=str(stage.pk))


def remove_stage(*, access: Access, characteristic_id: UUID, stage_id: UUID) -> None:
    """Let its samples count with the stage before. Audited; ``ChartStage.DoesNotExist`` for another's."""
    allowed(access)
    row = locked(characteristic_id)
    ChartStage.objects.get(pk=stage_id, characteristic=row).delete()
    _still_drawn(row)
    happened("remove_stage", row, stage=str(stage_id))


def leave_out(*, access: Access, characteristic_id: UUID, sample_id: UUID, reason: str) -> Sample:
    """As of :mod:`samples.domain`; ``Refused`` where too few samples would be left to count."""
    sample = _leave_out(access=access, characteristic_id=characteristic_id, sample_id=sample_id, reason=reason)
    _still_drawn(locked(characteristic_id))
    return sample


def _still_drawn(row: Characteristic) -> Chart:
    chart = chart_of(row)
    if chart.refused:
        raise Refused(chart.refused)
    touched(row)
    return chart
