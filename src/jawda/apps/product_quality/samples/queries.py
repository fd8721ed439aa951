"""Reading samples, in the order of production."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import F, FloatField, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast, Extract
from django.http import Http404

from jawda.apps.product_quality.models import Characteristic, MeasurementImport, PendingMeasurements, Sample


class Taken(NamedTuple):
    """One sample as charts and tables need it."""

    id: str
    position: int
    label: str
    seconds: float | None
    """When it was taken, since 1970."""
    values: list[float]
    inspected: int | None
    note: str
    excluded: str

    @property
    def taken_at(self) -> datetime | None:
        """When it was taken, where somebody said so."""
        return None if self.seconds is None else datetime.fromtimestamp(self.seconds, UTC)


# Fifty thousand moments, keys and arrays take the driver a second to turn into objects, their texts and numbers a
# sixth of that. The text of a float is exact.
_LEAN: Final[dict[str, Any]] = {
    "key_text": Cast("id", TextField()),
    "seconds": Cast(Extract("taken_at", "epoch"), FloatField()),
    "values_text": Func(F("values"), Value(" "), function="array_to_string", output_field=TextField()),
}
_COLUMNS: Final = ("key_text", "position", "label", "seconds", "values_text", "inspected", "note", "excluded")


def samples_of(row: Characteristic) -> tuple[Taken, ...]:
    """All of them, in one query and without models: a chart may have many thousands."""
    found = _lean(Sample.objects.filter(characteristic=row).order_by("position"))
    return tuple(_taken(*line) for line in found.values_list(*_COLUMNS))


def samples_of_each(keys: Iterable[UUID]) -> dict[UUID, list[Taken]]:
    """Those of many characteristics, by characteristic; one query."""
    found: dict[UUID, list[Taken]] = {key: [] for key in keys}
    by_text = {str(key): taken for key, taken in found.items()}
    rows = _lean(Sample.objects.filter(characteristic__in=list(found)).order_by("characteristic_id", "position"))
    owned = rows.annotate(owner=Cast("characteristic_id", TextField()))
    for owner, *line in owned.values_list("owner", *_COLUMNS).iterator(chunk_size=5000):
        by_text[owner].append(_taken(*line))
    return found


def _lean(rows: QuerySet[Sample]) -> QuerySet[Sample]:
    return rows.annotate(**_LEAN)


def _taken(key: str, *line: Any) -> Taken:
    position, label, seconds, text, *others = line
    values = list(map(float, text.split(" "))) if text else []
    return Taken(key, position, label, seconds, values, *others)


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
