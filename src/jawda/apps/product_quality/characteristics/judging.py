"""What a characteristic's samples come to, in a row that a list can sort: judged once after each change, then kept.

Whatever changes a chart or a specification moves its characteristic's ``changed_at``; a verdict says of which one it
is, so that an old one is known without looking at a sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, Max, OuterRef
from django.db.models.functions import Coalesce

from jawda.apps.product_quality.capability.analysis import Study
from jawda.apps.product_quality.capability.analysis import made as study_of
from jawda.apps.product_quality.charts.making import Chart, make
from jawda.apps.product_quality.enums import CharacteristicState
from jawda.apps.product_quality.jobs import JUDGE
from jawda.apps.product_quality.models import Characteristic, CharacteristicVerdict, ChartStage
from jawda.apps.product_quality.samples.queries import Taken, samples_of_each
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import current_organisation_id

EDITION: Final = 1
"""Of this way of judging; whoever changes it, or what the statistics call stable, counts on."""
SAMPLES_AT_ONCE: Final = 50_000
"""So many are judged while somebody waits for the list; what is more waits for the job."""
_FIELDS: Final = (
    "of_change", "edition", "state", "samples", "last_taken_at", "signals", "last_signal", "is_capability", "index",
    "is_enough",
)  # fmt: skip


def judged(
    row: Characteristic, samples: Sequence[Taken], stages: Sequence[ChartStage], last_taken_at: datetime | None
) -> CharacteristicVerdict:
    """The verdict, not saved yet. Nothing is asked of the database."""
    chart, study = make(row, samples, stages), study_of(row, samples, stages)
    index = _index(study)
    return CharacteristicVerdict(
        organisation_id=row.organisation_id, characteristic=row, of_change=row.changed_at, edition=EDITION,
        state=_state(chart, study), samples=len(samples),
        last_taken_at=last_taken_at, signals=len(chart.unexplained),
        last_signal=chart.unexplained[-1] if chart.unexplained else None,
        is_capability=study.result is not None and study.result.stable is True, index=index,
        is_enough=None if index is None else index >= study.required,
    )  # fmt: skip


def _index(study: Study) -> float | None:
    """Cpk of a stable process, else Ppk: what an unstable one made says nothing of what it will make."""
    if study.result is None:
        return None
    estimate = study.result.indices.get("Cpk" if study.result.stable else "Ppk")
    return estimate.value if estimate is not None else None


def _state(chart: Chart, study: Study) -> CharacteristicState:
    if chart.result is None:
        return CharacteristicState.NO_CHART
    if chart.unexplained:
        return CharacteristicState.ALERT if chart.unexplained[-1] == len(chart) else CharacteristicState.OPEN
    if study.result is not None and not study.result.stable:
        return CharacteristicState.UNSTABLE
    index = _index(study)
    if index is not None and index < study.required:
        return CharacteristicState.NOT_CAPABLE
    return CharacteristicState.STABLE


def refresh(*, at_once: int | None = SAMPLES_AT_ONCE) -> int:
    """Judge what has changed since it was judged, the latest change first; how many are left for the job.

    One query where nothing has. Writes verdicts, which say nothing that the samples do not: no audit.
    """
    current = CharacteristicVerdict.objects.filter(
        characteristic=OuterRef("pk"), of_change=OuterRef("changed_at"), edition=EDITION
    )
    taken = Max(Coalesce("samples__taken_at", "samples__recorded_at"))
    rows_of = Characteristic.objects.filter(~Exists(current)).annotate(count=Count("samples"), last=taken)
    found = list(rows_of.order_by("-changed_at", "pk"))
    if not found:
        return 0
    total, rows = 0, []
    for row in found:
        total += row.count
        if at_once is not None and rows and total > at_once:
            break
        rows.append(row)
    _judge(rows)
    left = len(found) - len(rows)
    if left:
        defer(JUDGE, organisation_id=current_organisation_id())
    return left


def _judge(rows: Sequence[Characteristic]) -> None:
    keys = [row.pk for row in rows]
    stages: dict[object, list[ChartStage]] = {}
    for stage in ChartStage.objects.filter(characteristic__in=keys).order_by("from_position"):
        stages.setdefault(stage.characteristic_id, []).append(stage)
    samples = samples_of_each(keys)
    verdicts = [judged(row, samples[row.pk], stages.get(row.pk, ()), row.last) for row in rows]
    verdicts.sort(key=lambda verdict: verdict.characteristic_id)  # two who look at once hold rows in one order
    CharacteristicVerdict.objects.bulk_create(
        verdicts, update_conflicts=True, unique_fields=["organisation", "characteristic"], update_fields=_FIELDS
    )
