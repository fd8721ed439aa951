"""How a person leaves what a company measures: values stay the company's, who entered them is forgotten."""

from __future__ import annotations

from collections.abc import Mapping

from jawda.apps.product_quality.models import (
    Calibration,
    ChartStage,
    GaugeReading,
    MeasurementImport,
    PendingMeasurements,
    Sample,
    SamplingTables,
)
from jawda.foundation.erasure.registry import Subject, register_eraser
from jawda.foundation.retention.rules import added


def register() -> None:
    """Called once, when the models are there."""
    register_eraser(_measurements)


def _measurements(subject: Subject) -> Mapping[str, int]:
    """Their imports that wait for a confirmation go with them."""
    person = subject.person_id
    return added(
        [
            {MeasurementImport._meta.label: MeasurementImport.objects.filter(stored_by=person).update(stored_by=None)},
            {Sample._meta.label: Sample.objects.filter(recorded_by=person).update(recorded_by=None)},
            {ChartStage._meta.label: ChartStage.objects.filter(set_by=person).update(set_by=None)},
            {Calibration._meta.label: Calibration.objects.filter(recorded_by=person).update(recorded_by=None)},
            {GaugeReading._meta.label: GaugeReading.objects.filter(recorded_by=person).update(recorded_by=None)},
            {SamplingTables._meta.label: SamplingTables.objects.filter(kept_by=person).update(kept_by=None)},
            PendingMeasurements.objects.filter(person_id=person).delete()[1],
        ]
    )
