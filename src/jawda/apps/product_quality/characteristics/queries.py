"""Reading characteristics: narrowed, sorted, each with the verdict that was kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.http import Http404

from jawda.apps.product_quality.enums import COUNTED, CharacteristicState, ChartKind, Importance
from jawda.apps.product_quality.models import Characteristic, CharacteristicVerdict, Instrument, Sample

_BY_PLACE: Final = ("product", "process", "name", "pk")
_LOWEST_INDEX: Final = F("verdicts__index").asc(nulls_last=True)
SORTS: Final = {
    "urgence": ("state_rank", "-importance_rank", _LOWEST_INDEX, *_BY_PLACE),
    "produit": _BY_PLACE,
    "nom": ("name", "product", "process", "pk"),
    "importance": ("-importance_rank", "state_rank", *_BY_PLACE),
    "indice": (_LOWEST_INDEX, *_BY_PLACE),
    "recent": (F("verdicts__last_taken_at").desc(nulls_last=True), "name", "pk"),
}
USUAL_SORT: Final = "urgence"
_MOST_WORDS: Final = 8
_STATES: Final = CharacteristicState.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What narrows the list. ``kept``: "" in use, "archived", or "all"; ``state``: a :class:`CharacteristicState`."""

    words: str = ""
    importance: str = ""
    chart: str = ""
    state: str = ""
    kept: str = ""
    sort: str = USUAL_SORT

    def __bool__(self) -> bool:
        return bool(self.words or self.importance or self.chart or self.state or self.kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One characteristic of a list; ``verdict`` is None before it is first judged."""

    row: Characteristic
    verdict: CharacteristicVerdict | None

    @property
    def is_counted(self) -> bool:
        """Whether its samples hold a count."""
        return self.row.chart in COUNTED

    @property
    def is_old(self) -> bool:
        """Whether it has changed since it was judged."""
        return self.verdict is None or self.verdict.of_change != self.row.changed_at

    @property
    def samples(self) -> int:
        """How many there were when it was judged."""
        return self.verdict.samples if self.verdict else 0

    @property
    def last_sample(self) -> datetime | None:
        """When the last one was taken."""
        return self.verdict.last_taken_at if self.verdict else None


def narrowed(wanted: Filter) -> QuerySet[Characteristic]:
    """The characteristics that are wanted, sorted; nothing is asked yet."""
    rows: QuerySet[Characteristic] = Characteristic.objects.prefetch_related("verdicts")
    for word in wanted.words.split()[:_MOST_WORDS]:
        rows = rows.filter(Q(name__icontains=word) | Q(product__icontains=word) | Q(process__icontains=word))
    if wanted.importance in Importance.values:
        rows = rows.filter(importance=wanted.importance)
    if wanted.chart in ChartKind.values:
        rows = rows.filter(chart=wanted.chart)
    if wanted.state in CharacteristicState.values:
        rows = rows.filter(verdicts__state=wanted.state)
    if wanted.kept != "all":
        rows = rows.filter(archived_on__isnull=wanted.kept != "archived")
    rows = rows.annotate(
        importance_rank=_rank("importance", Importance.values), state_rank=_rank("verdicts__state", _STATES)
    )
    return rows.order_by(*SORTS.get(wanted.sort, SORTS[USUAL_SORT]))


def _rank(field: str, values: Sequence[str]) -> Case:
    """Its place among the values; behind them where it is none."""
    whens = [When(**{field: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*whens, default=Value(len(values)), output_field=IntegerField())


def listed(rows: Iterable[Characteristic]) -> list[Listed]:
    """With their verdicts, which were fetched with the rows; one of before a change is none."""
    return [
        Listed(row=row, verdict=next((one for one in row.verdicts.all() if one.of_change == row.changed_at), None))
        for row in rows
    ]


def counts() -> dict[str, int]:
    """How many characteristics in use stand where; one query."""
    asked = {state: Count("pk", filter=Q(verdicts__state=state)) for state in _STATES}
    found: dict[str, int] = Characteristic.objects.filter(archived_on=None).aggregate(**asked)
    return found


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


def instruments_by_identification() -> dict[str, UUID]:
    """Every instrument of the register by what is engraved on it; one query."""
    return dict(Instrument.objects.order_by("identification").values_list("identification", "pk"))


def all_characteristics() -> list[Characteristic]:
    """Those in use and those put away; one query."""
    return list(Characteristic.objects.all())


def measured() -> set[UUID]:
    """Characteristics that have samples; one query."""
    return set(Sample.objects.order_by().values_list("characteristic_id", flat=True).distinct())
