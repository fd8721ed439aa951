"""A characteristic's chart, read: three queries with its stages and its samples."""

from __future__ import annotations

from uuid import UUID

from jawda.apps.product_quality.characteristics.queries import find
from jawda.apps.product_quality.charts.making import Chart, make
from jawda.apps.product_quality.models import Characteristic, ChartStage
from jawda.apps.product_quality.samples.queries import samples_of


def load(characteristic_id: UUID) -> Chart:
    """``Http404`` for another's or none."""
    return chart_of(find(characteristic_id))


def chart_of(row: Characteristic) -> Chart:
    """As its samples stand now."""
    stages = tuple(ChartStage.objects.filter(characteristic=row).order_by("from_position"))
    return make(row, samples_of(row), stages)
