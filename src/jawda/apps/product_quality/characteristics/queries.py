"""Reading characteristics: narrowed, sorted, with how many samples each has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When
from django.http import Http404

from jawda.apps.product_quality.enums import COUNTED, ChartKind, Importance
from jawda.apps.product_quality.models import Characteristic, Instrument, Sample

SORTS: Final = {
    "produit": ("product", "process", "name", "pk"),
    "nom": ("name", "product", "process", "pk"),
    "importance": ("-importance_rank", "product", "process", "name", "pk"),
    "recent": (F("last_sample").desc(nulls_last=True), "name", "pk"),
}
_MOST_WORDS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What narrows the list. ``state``: "" in use, "archived", or "all"."""

    words: str = ""
    importance: str = ""
    chart: str = ""
    state: str = ""
    sort: str = "produit"

    def __bool__(self) -> bool:
        return bool(self.words or self.importance or self.chart or self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One characteristic of a list, with its samples counted."""

    row: Characteristic
    samples: int
    last_sample: datetime | None

    @property
    def is_counted(self) -> bool:
        """Whether its samples hold a count."""
        return self.row.chart in COUNTED


def narrowed(wanted: Filter) -> QuerySet[Characteristic]:
    """The characteristics that are wanted, sorted; nothing is asked yet."""
    rows: QuerySet[Characteristic] = Characteristic.objects.all()
    for word in wanted.words.split()[:_MOST_WORDS]:
        rows = rows.filter(Q(name__icontains=word) | Q(product__icontains=word) | Q(process__icontains=word))
    if wanted.importance in Importance.values:
        rows = rows.filter(importance=wanted.importance)
    if wanted.chart in ChartKind.values:
        rows = rows.filter(chart=wanted.chart)
    if wanted.state != "all":
        rows = rows.filter(archived_on__isnull=wanted.state != "archived")
    if wanted.sort == "importance":
        special = Q(importance=Importance.CRITICAL)
        rows = rows.annotate(importance_rank=_rank(special, Q(importance=Importance.SIGNIFICANT)))
    if wanted.sort == "recent":
        rows = rows.annotate(last_sample=Max("samples__recorded_at"))
    return rows.order_by(*SORTS.get(wanted.sort, SORTS["produit"]))


def _rank(first: Q, second: Q) -> Case:
    return Case(When(first, then=Value(2)), When(second, then=Value(1)), default=Value(0), output_field=IntegerField())


def listed(rows: Iterable[Characteristic]) -> list[Listed]:
    """With their counts: one more query, whatever the number of rows."""
    found = list(rows)
    counted = (
        Sample.objects.filter(characteristic__in=[row.pk for row in found])
        .values("characteristic_id")
        .annotate(count=Count("pk"), last=Max("recorded_at"))
        .order_by()
    )
    by_key = {line["characteristic_id"]: line for line in counted}
    nothing = {"count": 0, "last": None}
    return [
        Listed(row=row, samples=line["count"], last_sample=line["last"])
        for row in found
        for line in [by_key.get(row.pk, nothing)]
    ]


def find(characteristic_id: UUID) -> Characteristic:
    """One query, with its instrument. ``Http404`` for another's or none."""
    row = Characteristic.objects.select_related("instrument").filter(pk=characteristic_id).first()
    if row is None:
        raise Http404
    return row


def any_characteristic() -> bool:
    """Whether the company has one at all, put away or not."""
    return Characteristic.objects.exists()


def instruments() -> list[tuple[str, str]]:
    """Those in the register that are not withdrawn, as choices."""
    rows = Instrument.objects.exclude(state="withdrawn").order_by("identification")
    return [(str(row.pk), str(row)) for row in rows]
