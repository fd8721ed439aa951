"""The demonstration's instruments, written by the product's verbs: a cable-harness maker's and a cosmetics maker's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from jawda.apps.product_quality.enums import CalibrationOutcome
from jawda.apps.product_quality.instruments import domain
from jawda.apps.product_quality.instruments.facts import CalibrationFacts, InstrumentFacts
from jawda.apps.product_quality.instruments.standing import months_after
from jawda.apps.product_quality.models import Characteristic
from jawda.foundation.tenancy.routes import Access


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An instrument and when it was last calibrated: days before today; none where it never was."""

    identification: str
    name: str
    location: str
    unit: str = "mm"
    resolution: float | None = None
    top: float | None = None
    months: int | None = 12
    ago: int | None = None
    outcome: CalibrationOutcome = CalibrationOutcome.CONFORMING
    uncertainty: float | None = None


CABLES: Final = (
    Item(
        identification="PC-001",
        name="Pied à coulisse 150 mm",
        location="Contrôle réception",
        resolution=0.01,
        top=150,
        ago=378,
        uncertainty=0.02,
    ),
    Item(
        identification="PC-002",
        name="Pied à coulisse 150 mm",
        location="Sertissage, ligne 2",
        resolution=0.01,
        top=150,
        ago=120,
        uncertainty=0.02,
    ),
    Item(
        identification="MI-004",
        name="Micromètre de hauteur de sertissage",
        location="Sertissage, ligne 1",
        resolution=0.001,
        top=25,
        months=6,
        ago=165,
        uncertainty=0.002,
    ),
    Item(
        identification="MI-005",
        name="Micromètre de hauteur de sertissage",
        location="Sertissage, ligne 3",
        resolution=0.001,
        top=25,
        months=6,
        ago=12,
        outcome=CalibrationOutcome.NONCONFORMING,
        uncertainty=0.002,
    ),
    Item(
        identification="DY-001",
        name="Dynamomètre d’arrachement 500 N",
        location="Laboratoire",
        unit="N",
        resolution=0.1,
        top=500,
        ago=90,
        uncertainty=0.8,
    ),
    Item(
        identification="DY-002",
        name="Dynamomètre d’arrachement 1 kN",
        location="Laboratoire",
        unit="N",
        resolution=0.5,
        top=1000,
        ago=344,
        uncertainty=1.6,
    ),
    Item(
        identification="MM-001",
        name="Multimètre",
        location="Essais électriques",
        unit="Ohm",
        resolution=0.001,
        top=200,
        ago=60,
        outcome=CalibrationOutcome.ADJUSTED,
        uncertainty=0.01,
    ),
    Item(
        identification="BT-003", name="Banc de test de continuité", location="Contrôle final", unit="Ohm", months=None
    ),
    Item(
        identification="CA-010", name="Calibre entre / n’entre pas 6,3", location="Contrôle final", months=24, ago=400
    ),
)
ARGAN: Final = (
    Item(
        identification="BAL-01",
        name="Balance de précision 3 kg",
        location="Pesée",
        unit="g",
        resolution=0.01,
        top=3000,
        months=6,
        ago=171,
        uncertainty=0.03,
    ),
    Item(
        identification="BAL-02",
        name="Balance analytique 220 g",
        location="Laboratoire",
        unit="g",
        resolution=0.0001,
        top=220,
        months=6,
        ago=30,
        uncertainty=0.0004,
    ),
    Item(
        identification="PH-01",
        name="pH-mètre",
        location="Laboratoire",
        unit="[pH]",
        resolution=0.01,
        top=14,
        months=None,
    ),
    Item(
        identification="VI-01",
        name="Viscosimètre rotatif",
        location="Laboratoire",
        unit="mPa.s",
        resolution=1,
        top=100_000,
        ago=372,
        uncertainty=40,
    ),
    Item(
        identification="TH-04",
        name="Thermomètre à sonde",
        location="Fabrication, cuve 2",
        unit="Cel",
        resolution=0.1,
        top=150,
        ago=200,
        uncertainty=0.3,
    ),
)


def write(access: Access, items: tuple[Item, ...]) -> None:
    """The whole register, as the acting quality manager."""
    today = timezone.localdate()
    for item in items:
        instrument = domain.add(
            access=access,
            facts=InstrumentFacts(
                identification=item.identification, name=item.name, location=item.location, unit=item.unit,
                resolution=item.resolution, range_low=None if item.top is None else 0.0,
                range_high=None if item.top is None else float(item.top), interval_months=item.months,
            ),
        )  # fmt: skip
        for done_on, outcome in _calibrated(item, today):
            good = outcome != CalibrationOutcome.NONCONFORMING and item.months is not None
            facts = CalibrationFacts(
                done_on=done_on, outcome=outcome, due_on=months_after(done_on, item.months or 0) if good else None,
                provider="Laboratoire d’étalonnage fictif",
                certificate_number=f"{done_on:%y%m}-{item.identification}", expanded_uncertainty=item.uncertainty,
                coverage_factor=None if item.uncertainty is None else 2.0,
            )  # fmt: skip
            domain.record_calibration(access=access, instrument_id=instrument.pk, facts=facts)
        if item.outcome is CalibrationOutcome.NONCONFORMING:
            Characteristic.objects.filter(name__startswith="Hauteur", instrument=None).update(instrument=instrument)


def _calibrated(item: Item, today: date) -> list[tuple[date, CalibrationOutcome]]:
    """The last two, the older conforming."""
    if item.ago is None:
        return []
    last = today - timedelta(days=item.ago)
    before = last - timedelta(days=30 * (item.months or 12))
    return [(before, CalibrationOutcome.CONFORMING), (last, item.outcome)]
