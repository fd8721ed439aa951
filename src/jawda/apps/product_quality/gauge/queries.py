"""Reading gauge studies: the list, one study with its readings, what may be chosen for a new one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from jawda.apps.product_quality.enums import StudyKind, StudyState
from jawda.apps.product_quality.gauge.outcomes import Outcome, outcomes, with_counts
from jawda.apps.product_quality.gauge.plans import whole
from jawda.apps.product_quality.models import Characteristic, GaugeStudy, Instrument

SORTS: Final = {
    "recent": ("-changed_at", "pk"),
    "titre": ("title", "pk"),
    "etat": ("state", "-changed_at", "pk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What narrows the list."""

    words: str = ""
    kind: str = ""
    state: str = ""
    sort: str = "recent"

    def __bool__(self) -> bool:
        return bool(self.words or self.kind or self.state)


def narrowed(wanted: Filter) -> QuerySet[GaugeStudy]:
    """The studies that are wanted, sorted, with how many readings they have and when the last was recorded."""
    rows = with_counts(GaugeStudy.objects.select_related("characteristic", "instrument"))
    for word in wanted.words.split()[:8]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(characteristic__name__icontains=word)
            | Q(characteristic__product__icontains=word)
            | Q(instrument__identification__icontains=word)
            | Q(instrument__name__icontains=word)
        )
    if wanted.kind in set(StudyKind):
        rows = rows.filter(kind=wanted.kind)
    if wanted.state in set(StudyState):
        rows = rows.filter(state=wanted.state)
    return rows.order_by(*SORTS.get(wanted.sort, SORTS["recent"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A study of a list: how many readings of how many, and what it came to where it is complete."""

    row: GaugeStudy
    measured: int
    planned: int
    outcome: Outcome | None


def listed(rows: Iterable[GaugeStudy]) -> list[Listed]:
    """With the outcome of each study that is complete. One query, where no outcome has to be computed."""
    found = list(rows)
    came_to = outcomes(found)
    return [Listed(row=row, measured=row.measured, planned=whole(row), outcome=came_to.get(row.pk)) for row in found]


def find(study_id: UUID) -> GaugeStudy:
    """One query. ``Http404`` for another's or none."""
    row = GaugeStudy.objects.select_related("characteristic", "instrument").filter(pk=study_id).first()
    if row is None:
        raise Http404
    return row


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
