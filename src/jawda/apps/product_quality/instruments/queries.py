"""Reading the register: narrowed, sorted, with where each instrument stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from jawda.apps.product_quality.enums import CalibrationOutcome, InstrumentState
from jawda.apps.product_quality.instruments.standing import SOON, Standing, standing_of
from jawda.apps.product_quality.models import Calibration, Characteristic, Instrument
from jawda.foundation.ui.formats import beginning

SORTS: Final = {
    "echeance": (F("due_on").asc(nulls_last=True), "identification", "pk"),
    "identification": ("identification", "pk"),
    "nom": ("name", "identification", "pk"),
    "lieu": ("location", "identification", "pk"),
}
MOST_AFFECTED: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What narrows the list; ``standing`` is one of :class:`Standing`, or nothing: all that is not withdrawn."""

    words: str = ""
    standing: str = ""
    sort: str = "echeance"

    def __bool__(self) -> bool:
        return bool(self.words or self.standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One instrument of a list, and how many days are left (fewer than 0: it is late)."""

    row: Instrument
    standing: Standing
    days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """A characteristic that is measured with an instrument, and its samples taken since the last good calibration."""

    row: Characteristic
    samples: int


def narrowed(wanted: Filter, today: date) -> QuerySet[Instrument]:
    """The instruments that are wanted, sorted; nothing is asked yet."""
    rows: QuerySet[Instrument] = Instrument.objects.all()
    for word in wanted.words.split()[:8]:
        rows = rows.filter(
            Q(identification__icontains=word) | Q(name__icontains=word) | Q(serial_number__icontains=word)
            | Q(location__icontains=word) | Q(maker__icontains=word) | Q(model_name__icontains=word)
        )  # fmt: skip
    if wanted.standing in set(Standing):
        rows = rows.filter(_where(Standing(wanted.standing), today))
    else:
        rows = rows.exclude(state=InstrumentState.WITHDRAWN)
    return rows.order_by(*SORTS.get(wanted.sort, SORTS["echeance"]))


def _where(standing: Standing, today: date) -> Q:
    used = Q(state=InstrumentState.IN_SERVICE)
    return {
        Standing.OVERDUE: used & Q(due_on__lt=today),
        Standing.SOON: used & Q(due_on__gte=today, due_on__lte=today + SOON),
        Standing.IN_ORDER: used & Q(due_on__gt=today + SOON),
        Standing.UNDATED: used & Q(due_on=None),
        Standing.SET_ASIDE: Q(state=InstrumentState.QUARANTINED),
        Standing.WITHDRAWN: Q(state=InstrumentState.WITHDRAWN),
    }[standing]


def counts(today: date) -> dict[str, int]:
    """How many instruments stand where; one query."""
    asked = {standing.value: Count("pk", filter=_where(standing, today)) for standing in Standing}
    found: dict[str, int] = Instrument.objects.aggregate(**asked)
    return found


def listed(rows: Iterable[Instrument], today: date) -> list[Listed]:
    """With where each stands; no query of its own."""
    return [
        Listed(
            row=row,
            standing=standing_of(row.state, row.due_on, today),
            days=None if row.due_on is None else (row.due_on - today).days,
        )
        for row in rows
    ]


def find(instrument_id: UUID) -> Instrument:
    """One query. ``Http404`` for another's or none."""
    row = Instrument.objects.filter(pk=instrument_id).first()
    if row is None:
        raise Http404
    return row


def calibrations(instrument: Instrument) -> list[Calibration]:
    """The newest first, with their certificates; one query."""
    rows = Calibration.objects.filter(instrument=instrument).select_related("file")
    return list(rows.order_by("-done_on", "-recorded_at"))


def find_calibration(instrument_id: UUID, calibration_id: UUID) -> Calibration:
    """One query. ``Http404`` for another's or none."""
    rows = Calibration.objects.select_related("file", "instrument")
    row = rows.filter(pk=calibration_id, instrument_id=instrument_id).first()
    if row is None:
        raise Http404
    return row


def last_good(history: Iterable[Calibration]) -> Calibration | None:
    """The latest one at which the instrument was found to conform as it was; ``history`` has the newest first."""
    return next((row for row in history if row.outcome == CalibrationOutcome.CONFORMING), None)


def affected(instrument: Instrument, since: date | None) -> list[Affected]:
    """What is measured with it, and how many samples were taken since that day; one query."""
    counted = Q(samples__isnull=False)
    if since is not None:
        begins = beginning(since)
        untimed = Q(samples__taken_at=None, samples__recorded_at__gte=begins)
        counted = Q(samples__taken_at__gte=begins) | untimed
    rows = Characteristic.objects.filter(instrument=instrument, archived_on=None)
    rows = rows.annotate(since=Count("samples", filter=counted)).order_by("product", "name", "pk")[:MOST_AFFECTED]
    return [Affected(row=row, samples=row.since) for row in rows]
