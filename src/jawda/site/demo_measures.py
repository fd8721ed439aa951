"""What the demonstration's companies measure: drawn by a seeded chance, so always the same; written by the verbs."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from jawda.apps.product_quality.characteristics import domain as characteristics
from jawda.apps.product_quality.characteristics.facts import Facts
from jawda.apps.product_quality.charts import domain as charts
from jawda.apps.product_quality.enums import ChartKind, Importance
from jawda.apps.product_quality.models import Sample
from jawda.apps.product_quality.samples import domain as samples
from jawda.apps.product_quality.samples.facts import SampleFacts
from jawda.foundation.tenancy.routes import Access

SEED: Final = 1924
"""The year of the first control chart."""
Draw = Callable[[random.Random, int], SampleFacts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A characteristic, how many samples it has, how each is drawn, and what was done on its chart."""

    facts: Facts
    count: int
    draw: Draw
    hours: int = 8
    """Between two samples."""
    left_out: dict[int, str] = field(default_factory=dict)
    stages: tuple[tuple[int, str], ...] = ()
    frozen: tuple[int, ...] = ()
    """Places of stages whose limits are frozen."""


def _subgroup(mean: float, spread: float, size: int, digits: int, shifts: dict[int, float]) -> Draw:
    """Values around a mean, which ``shifts`` moves from a sample on."""

    def draw(chance: random.Random, place: int) -> SampleFacts:
        moved = mean + sum(shift for start, shift in shifts.items() if place >= start)
        return SampleFacts(values=tuple(round(chance.gauss(moved, spread), digits) for _ in range(size)))

    return draw


def _counted(share: float, inspected: int | None) -> Draw:
    """A number of cases among those looked at, or on one unit."""

    def draw(chance: random.Random, place: int) -> SampleFacts:
        tries = inspected or 200
        return SampleFacts(values=(float(sum(chance.random() < share for _ in range(tries))),), inspected=inspected)

    return draw


CABLES: Final = (
    Measured(
        facts=Facts(
            name="Hauteur de sertissage", product="Cosse 6,3 × 0,8", process="Presse 3", unit="mm", lower=1.22,
            upper=1.28, target=1.25, importance=Importance.CRITICAL, chart=ChartKind.XBAR_R, subgroup_size=5,
        ),
        count=58, draw=_subgroup(1.25, 0.0055, 5, 3, {27: 0.016, 28: -0.016, 49: 0.0062}),
        left_out={27: "Bobine mal montée, reprise le jour même"},
    ),
    Measured(
        facts=Facts(
            name="Effort d’arrachement", product="Cosse 6,3 × 0,8", process="Presse 3", unit="N", lower=80.0,
            importance=Importance.SIGNIFICANT, chart=ChartKind.XBAR_S, subgroup_size=10,
        ),
        count=30, draw=_subgroup(112.0, 6.0, 10, 1, {}), hours=24,
    ),
    Measured(
        facts=Facts(
            name="Longueur de coupe", product="Fil 0,75 mm² noir", process="Coupe 1", unit="mm", lower=448.0,
            upper=452.0, target=450.0, chart=ChartKind.XBAR_R, subgroup_size=4,
        ),
        count=40, draw=_subgroup(449.7, 0.35, 4, 1, {21: 0.9}), stages=((21, "Nouvelle tête de coupe"),), frozen=(1,),
    ),
    Measured(
        facts=Facts(
            name="Faisceaux non conformes", product="Faisceau moteur C2", process="Contrôle électrique",
            importance=Importance.SIGNIFICANT, chart=ChartKind.P, subgroup_size=1,
        ),
        count=36, draw=_counted(0.018, 320), hours=24,
    ),
)  # fmt: skip
COSMETICS: Final = (
    Measured(
        facts=Facts(
            name="pH", product="Crème à l’argan 50 ml", process="Cuve 2", lower=5.2, upper=6.2, target=5.7,
            importance=Importance.SIGNIFICANT, chart=ChartKind.INDIVIDUALS, subgroup_size=1,
        ),
        count=110, draw=_subgroup(5.68, 0.09, 1, 2, {}), hours=24,
    ),
    Measured(
        facts=Facts(
            name="Masse nette", product="Crème à l’argan 50 ml", process="Remplisseuse 1", unit="g", lower=50.0,
            upper=53.0, target=51.5, importance=Importance.CRITICAL, chart=ChartKind.XBAR_R, subgroup_size=5,
        ),
        count=45, draw=_subgroup(51.4, 0.28, 5, 2, {}), hours=4,
    ),
    Measured(
        facts=Facts(
            name="Défauts d’étiquetage", product="Huile d’argan 100 ml", process="Étiqueteuse",
            chart=ChartKind.C, subgroup_size=1,
        ),
        count=28, draw=_counted(0.02, None), hours=24,
    ),
)  # fmt: skip


MEASURED: Final = {"Câblages du Détroit": CABLES, "Argane Fictive Cosmétiques": COSMETICS}


def write(access: Access, measured: tuple[Measured, ...]) -> None:
    """Characteristics with their samples, as the acting quality manager."""
    chance = random.Random(SEED)  # noqa: S311 - a demonstration wants the same numbers each time
    for item in measured:
        _write(access, item, chance)


def _write(access: Access, item: Measured, chance: random.Random) -> None:
    row = characteristics.add(access=access, facts=item.facts)
    drawn = [item.draw(chance, place) for place in range(1, item.count + 1)]
    stored = samples.store(access=access, row=row, facts=drawn, source=None)
    _set_back(stored, item)
    for point, reason in item.left_out.items():
        charts.leave_out(access=access, characteristic_id=row.pk, sample_id=stored[point - 1].pk, reason=reason)
    for point, name in item.stages:
        charts.add_stage(access=access, characteristic_id=row.pk, from_point=point, name=name)
    for place in item.frozen:
        charts.freeze(access=access, characteristic_id=row.pk, stage=place)


def _set_back(stored: list[Sample], item: Measured) -> None:
    for place, sample in enumerate(reversed(stored)):
        sample.taken_at = sample.recorded_at = _moment(item.hours * place)
    Sample.objects.bulk_update(stored, ["taken_at", "recorded_at"])


def _moment(hours: int) -> datetime:
    return timezone.now() - timedelta(hours=hours + 1)
