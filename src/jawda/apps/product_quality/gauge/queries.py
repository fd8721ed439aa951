"""Reading gauge studies: the list, one study with its readings, what may be chosen for a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from jawda.apps.product_quality.enums import StudyState
from jawda.apps.product_quality.gauge.analysis import Analysis, Measured, analysed
from jawda.apps.product_quality.models import Characteristic, GaugeReading, GaugeStudy, Instrument

SORTS: Final = {
    "recent": ("-changed_at", "pk"),
    "titre": ("title", "pk"),
    "etat": ("state", "-changed_at", "pk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What narrows the list."""

    words: str = ""
    state: str = ""
    sort: str = "recent"

    def __bool__(self) -> bool:
        return bool(self.words or self.state)


def narrowed(wanted: Filter) -> QuerySet[GaugeStudy]:
    """The studies that are wanted, sorted, with ``measured``: how many readings they have."""
    rows = GaugeStudy.objects.select_related("characteristic", "instrument").annotate(measured=Count("readings"))
    for word in wanted.words.split()[:8]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(characteristic__name__icontains=word)
            | Q(characteristic__product__icontains=word)
            | Q(instrument__identification__icontains=word)
            | Q(instrument__name__icontains=word)
        )
    if wanted.state in set(StudyState):
        rows = rows.filter(state=wanted.state)
    return rows.order_by(*SORTS.get(wanted.sort, SORTS["recent"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A study of a list: how many readings of how many, and what it came to where it is complete."""

    row: GaugeStudy
    measured: int
    planned: int
    analysis: Analysis | None


def listed(rows: Iterable[GaugeStudy]) -> list[Listed]:
    """With the result of each study that is complete. One query."""
    found = list(rows)
    complete = [row.pk for row in found if row.state == StudyState.COMPLETE]
    readings: dict[UUID, list[GaugeReading]] = {}
    if complete:
        for reading in GaugeReading.objects.filter(study__in=complete).order_by("study", "part", "operator", "trial"):
            readings.setdefault(reading.study_id, []).append(reading)
    return [
        Listed(
            row=row,
            measured=getattr(row, "measured", len(readings.get(row.pk, ()))),
            planned=planned(row),
            analysis=analysed(Measured(study=row, readings=tuple(readings[row.pk]))) if row.pk in readings else None,
        )
        for row in found
    ]


def planned(study: GaugeStudy) -> int:
    """How many readings the plan asks for."""
    return study.parts * len(study.operators) * study.trials


def find(study_id: UUID) -> GaugeStudy:
    """One query. ``Http404`` for another's or none."""
    row = GaugeStudy.objects.select_related("characteristic", "instrument").filter(pk=study_id).first()
    if row is None:
        raise Http404
    return row


def measured(study: GaugeStudy) -> Measured:
    """The study with its readings. One query."""
    return Measured(study=study, readings=tuple(study.readings.order_by("part", "operator", "trial")))


def counts_by_run(study: GaugeStudy) -> dict[tuple[int, int], int]:
    """How many readings each sheet has, by operator and trial. One query."""
    rows = study.readings.values_list("operator", "trial").annotate(count=Count("pk")).order_by()
    return {(operator, trial): count for operator, trial, count in rows}


def characteristics() -> list[Characteristic]:
    """Those that a study may be about."""
    return list(Characteristic.objects.filter(archived_on=None).order_by("product", "process", "name"))


def instruments() -> list[Instrument]:
    """Those that a study may be about, those in service first."""
    return list(Instrument.objects.order_by(F("state"), "identification"))
