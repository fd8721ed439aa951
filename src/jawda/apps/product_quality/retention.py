"""How long what a company measures is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from jawda.apps.product_quality.models import PendingMeasurements
from jawda.foundation.retention.rules import Rule, register_reasons, register_rule

WAITING: Final = timedelta(days=1)
STAYS: Final = (
    "the company's own record of its products and instruments, without personal data; how long is asked by its "
    "customers (IATF 16949, 7.5.3.2.1), and it deletes what it no longer needs"
)


def register() -> None:
    """Called once, when the models are there."""
    register_rule(
        Rule(
            name="product_quality.pending_measurements", activity=14, tables=("product_quality.PendingMeasurements",),
            keeps="one day", due=_waiting,
        )
    )  # fmt: skip
    names = (
        "Characteristic", "CharacteristicVerdict", "MeasurementImport", "Sample", "ChartStage", "Instrument",
        "Calibration", "SamplingTables",
    )  # fmt: skip
    register_reasons({f"product_quality.{name}": STAYS for name in names})
    operators = "goes with its study, which the company deletes; operators may be named by a code"
    register_reasons({f"product_quality.{name}": operators for name in ("GaugeStudy", "GaugeReading")})


def _waiting(now: datetime) -> QuerySet[Any]:
    return PendingMeasurements.objects.filter(made_at__lt=now - WAITING)
