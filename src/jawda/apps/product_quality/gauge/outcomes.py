"""What each study came to, for lists: kept beside the study, computed anew where plan or measurements have changed.

The key names what an outcome was computed from. It is made of the plan and of how many readings there are and when the
last one was recorded, which the list's own query tells: whatever changes a reading, by whichever way, changes the key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from jawda.apps.product_quality.enums import StudyState
from jawda.apps.product_quality.models import GaugeReading, GaugeStudy

if TYPE_CHECKING:
    from jawda.apps.product_quality.gauge.analysis import Result

#: Rises when outcomes come to be computed otherwise.
_FORM: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """``status`` is that of the verdict, empty where there is none; the main ``figures`` by name."""

    status: str = ""
    figures: Mapping[str, float | None] = field(default_factory=dict)


def with_counts(rows: QuerySet[GaugeStudy]) -> QuerySet[GaugeStudy]:
    """The studies with ``measured``, how many readings they have, and ``last_recorded``, when the last was made."""
    return rows.annotate(measured=Count("readings"), last_recorded=Max("readings__recorded_at"))


def outcomes(rows: Sequence[GaugeStudy]) -> dict[UUID, Outcome]:
    """Of the studies that are complete, by their keys; ``rows`` come from :func:`with_counts`.

    Without a query where every outcome is current; else one for readings and one that keeps what was computed.
    """
    complete = [row for row in rows if row.state == StudyState.COMPLETE]
    stale = [row for row in complete if (row.outcome or {}).get("key") != _key(row)]
    if stale:
        _renew(stale)
    return {row.pk: Outcome(**row.outcome["found"]) for row in complete}


def remember(study: GaugeStudy) -> None:
    """Keep what a study came to, if it is complete, so that no reader waits for it."""
    outcomes(list(with_counts(GaugeStudy.objects.filter(pk=study.pk, state=StudyState.COMPLETE))))


def _renew(rows: Iterable[GaugeStudy]) -> None:
    # a list whose outcomes are current never needs the statistics
    from jawda.apps.product_quality.gauge.analysis import Measured, analysed  # noqa: PLC0415 - loads SciPy, a second

    wanted = {row.pk: row for row in rows}
    readings: dict[UUID, list[GaugeReading]] = {key: [] for key in wanted}
    for reading in GaugeReading.objects.filter(study__in=wanted).order_by("study", "part", "operator", "trial"):
        readings[reading.study_id].append(reading)
    for key, row in wanted.items():
        analysis = analysed(Measured(study=row, readings=tuple(readings[key])))
        status = str(analysis.verdict.status) if analysis.verdict is not None else ""
        found = Outcome(status=status, figures=_figures(analysis.result))
        row.outcome = {"key": _key(row), "found": asdict(found)}
    GaugeStudy.objects.bulk_update(wanted.values(), ["outcome"])


def _figures(result: Result | None) -> dict[str, float | None]:
    """The main figures by the names of the export."""
    from jawda.core.statistics.measurement_systems import GaugeRR, Type1  # noqa: PLC0415 - loads SciPy, a second

    if result is None:
        return {}
    if isinstance(result, GaugeRR):
        grr = result.components.grr
        return {"percent_tolerance": grr.percent_tolerance, "percent_study": grr.percent_study, "ndc": result.ndc}
    if isinstance(result, Type1):
        return {"cg": result.cg, "cgk": result.cgk}
    return {"effectiveness": min(one.effectiveness for one in result.decisions)}


def _key(row: GaugeStudy) -> str:
    counted: dict[str, Any] = {"measured": getattr(row, "measured", 0)}
    last: datetime | None = getattr(row, "last_recorded", None)
    plan = {
        name: getattr(row, name)
        for name in ("kind", "tolerance", "reference", "parts", "nonconforming_parts", "trials")
    } | {"operators": len(row.operators)}
    facts = [_FORM, plan, counted, last.isoformat() if last is not None else ""]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
