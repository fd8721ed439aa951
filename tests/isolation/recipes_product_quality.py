"""Rows of product quality that introspection would not make well, one verb for each table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import models
from tests.isolation.filling import free_text, worded

from jawda.apps.product_quality.models import (
    Characteristic,
    GaugeReading,
    GaugeStudy,
    PendingMeasurements,
    Sample,
    SamplingTables,
)

if TYPE_CHECKING:
    from tests.isolation.world import World

#: Made up: one multiple plan.
SAMPLING_TABLES: dict[str, Any] = {
    "schema": "sampling-tables/1", "edition": "iso-2859-1-1999", "sha256": "", "singles": {}, "variables": [],
    "series": [{"kind": "multiple", "severity": "normal", "single": [2, 3], "numbers": [[None, 2], [0, 3], [2, 3]]}],
}  # fmt: skip


def _characteristic(world: World, tenant: str) -> models.Model:
    """Of subgroups of two, with limits, so that each of its pages has something to show."""
    words = {item.name: worded(item, world.canaries.new()) for item in free_text(Characteristic)}
    return Characteristic.objects.create(
        organisation=world.tenants[tenant], lower=9.0, upper=11.0, subgroup_size=2, **words
    )


def _sample(world: World, tenant: str) -> models.Model:
    """Enough for a chart; the first has words, and a reason why it does not count."""
    words = {item.name: worded(item, world.canaries.new()) for item in free_text(Sample)}
    rows = [
        Sample(
            organisation=world.tenants[tenant], characteristic=world.row(Characteristic, tenant), position=position,
            values=[10.0 + 0.1 * (position % 3), 10.2 - 0.1 * (position % 2)], **(words if position == 1 else {}),
        )
        for position in range(1, 9)
    ]  # fmt: skip
    return Sample.objects.bulk_create(rows)[0]


def _pending_measurements(world: World, tenant: str) -> models.Model:
    """A file that waits for the yes of someone of the tenant; its heading is a canary, too."""
    canary = world.canaries.new
    return PendingMeasurements.objects.create(
        organisation=world.tenants[tenant], characteristic=world.row(Characteristic, tenant), file_name=canary(),
        person_id=world.someone_of(tenant).pk, content=f"{canary()}\n1,5\n2,5\n".encode(), choices={},
        companion_name=canary(),
    )  # fmt: skip


def _gauge_study(world: World, tenant: str) -> models.Model:
    """Two operators, three parts, two trials: the smallest from which a report can be made."""
    words = {item.name: worded(item, world.canaries.new()) for item in free_text(GaugeStudy)}
    names = {
        "operators": [world.canaries.new() for _ in range(2)],
        "part_names": [world.canaries.new() for _ in range(3)],
    }
    return GaugeStudy.objects.create(
        organisation=world.tenants[tenant], parts=3, trials=2, seed=1, tolerance=1.0, **{**words, **names}
    )


def _sampling_tables(world: World, tenant: str) -> models.Model:
    """Multiple plans of a copy whose name is a canary, in the row and in what the plans are read from."""
    copy = world.canaries.new()
    content = {**SAMPLING_TABLES, "copy": copy}
    return SamplingTables.objects.create(
        organisation=world.tenants[tenant], edition=content["edition"], copy=copy, content=content
    )


def _gauge_reading(world: World, tenant: str) -> models.Model:
    """All but one of the study's, so that every page has something to show and something to ask."""
    study = world.rows.get(("product_quality.GaugeStudy", tenant)) or _gauge_study(world, tenant)
    world.rows["product_quality.GaugeStudy", tenant] = study
    rows = [
        GaugeReading(
            organisation=world.tenants[tenant], study=study, operator=operator, part=part, trial=trial,
            value=part + 0.1 * operator + 0.03 * trial * part,
        )
        for operator in (0, 1) for part in (1, 2, 3) for trial in (1, 2)
    ]  # fmt: skip
    return GaugeReading.objects.bulk_create(rows[:-1])[0]


PRODUCT_QUALITY: dict[str, Callable[[World, str], models.Model]] = {
    "product_quality.Characteristic": _characteristic,
    "product_quality.Sample": _sample,
    "product_quality.PendingMeasurements": _pending_measurements,
    "product_quality.GaugeStudy": _gauge_study,
    "product_quality.GaugeReading": _gauge_reading,
    "product_quality.SamplingTables": _sampling_tables,
}
