"""Reading samples, in the order of production."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.http import Http404

from jawda.apps.product_quality.models import Characteristic, MeasurementImport, PendingMeasurements, Sample


class Taken(NamedTuple):
    """One sample as charts and tables need it."""

    id: UUID
    position: int
    label: str
    taken_at: datetime | None
    values: list[float]
    inspected: int | None
    note: str
    excluded: str
    recorded_at: datetime


def samples_of(row: Characteristic) -> tuple[Taken, ...]:
    """All of them, in one query and without models: a chart may have many thousands."""
    found = Sample.objects.filter(characteristic=row).order_by("position").values_list(*Taken._fields)
    return tuple(Taken(*line) for line in found.iterator(chunk_size=5000))


def imports_of(row: Characteristic) -> list[MeasurementImport]:
    """The last files whose values were stored, the newest first."""
    return list(MeasurementImport.objects.filter(characteristic=row).order_by("-stored_at").defer("report")[:10])


def pending(row: Characteristic, pending_id: UUID, person_id: UUID | None) -> PendingMeasurements:
    """What this person sent and did not confirm yet. ``Http404`` for another's, or none."""
    found = PendingMeasurements.objects.filter(pk=pending_id, characteristic=row, person_id=person_id).first()
    if found is None:
        raise Http404
    return found


def stored_before(row: Characteristic, sha256: str) -> MeasurementImport | None:
    """The import that stored the same file already."""
    found = MeasurementImport.objects.filter(characteristic=row, file_sha256=sha256)
    return found.order_by("-stored_at").defer("report").first()
