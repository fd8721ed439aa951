"""The demonstration's gauge studies: drawn by a seeded chance, so always the same; written by the product's verbs."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Final

from jawda.apps.product_quality.enums import StudyKind
from jawda.apps.product_quality.gauge import domain
from jawda.apps.product_quality.gauge.plans import Plan, runs
from jawda.apps.product_quality.models import Characteristic, GaugeStudy, Instrument
from jawda.foundation.tenancy.routes import Access

SEED: Final = 1967


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """An instrument of the company."""

    identification: str
    name: str
    unit: str
    resolution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A study: of which characteristic, with what, how its parts, people and repeats vary, how many sheets are left.

    Judged parts lie that far on the good or the bad side of ``mean``, and people are that much stricter or kinder.
    """

    plan: Plan
    characteristic: str
    tool: Tool | None
    mean: float
    parts: float
    repeat: float
    people: tuple[float, ...]
    digits: int
    left: int = 0


_PEOPLE: Final = ("Nadia", "Youssef", "C-07")
_MICROMETER: Final = Tool(identification="MIC-014", name="Micromètre à touches lames", unit="mm", resolution=0.001)
_RULE: Final = Tool(identification="REG-003", name="Réglet de 500 mm", unit="mm", resolution=0.5)
_BENCH: Final = Tool(identification="BAN-01", name="Banc de traction", unit="N", resolution=0.1)
_SCALE: Final = Tool(identification="BAL-02", name="Balance de ligne", unit="g", resolution=0.01)
_PH: Final = Tool(identification="PH-01", name="pH-mètre de laboratoire", unit="", resolution=0.01)
CABLES: Final = (
    Study(
        plan=Plan(title="Hauteur de sertissage au micromètre", unit="mm", tolerance=0.06, operators=_PEOPLE),
        characteristic="Hauteur de sertissage", tool=_MICROMETER, mean=1.25, parts=0.012, repeat=0.0012,
        people=(0.0, 0.0006, 0.002), digits=3,
    ),
    Study(
        plan=Plan(title="Longueur de coupe au réglet", unit="mm", tolerance=4.0, operators=_PEOPLE),
        characteristic="Longueur de coupe", tool=_RULE, mean=450.0, parts=0.9, repeat=0.35, people=(0.0, -0.2, 0.3),
        digits=1,
    ),
    Study(
        plan=Plan(
            title="Hauteur de sertissage, équipe de nuit", unit="mm", tolerance=0.06, operators=("N-1", "N-2", "N-3")
        ),
        characteristic="Hauteur de sertissage", tool=_MICROMETER, mean=1.25, parts=0.012, repeat=0.0012,
        people=(0.0, 0.001, 0.0), digits=3, left=3,
    ),
    Study(
        plan=Plan(title="Effort d’arrachement au banc", unit="N", parts=5, trials=2, operators=("Nadia", "C-07")),
        characteristic="Effort d’arrachement", tool=_BENCH, mean=112.0, parts=6.0, repeat=1.0, people=(0.0, 0.0),
        digits=1, left=4,
    ),
    Study(
        plan=Plan(
            title="Micromètre sur cale de 1,250 mm", kind=StudyKind.TYPE1, unit="mm", tolerance=0.06, reference=1.25,
            parts=50, trials=1, operators=("Nadia",),
        ),
        characteristic="Hauteur de sertissage", tool=_MICROMETER, mean=1.2505, parts=0.0, repeat=0.0012, people=(0.0,),
        digits=3,
    ),
    Study(
        plan=Plan(
            title="Contrôle visuel des sertissages", kind=StudyKind.AGREEMENT, parts=50, operators=_PEOPLE,
            nonconforming_parts=(2, 5, 7, 11, 12, 16, 19, 20, 23, 27, 30, 31, 36, 38, 41, 44, 47, 49),
        ),
        characteristic="Hauteur de sertissage", tool=None, mean=0.0, parts=1.0, repeat=0.06, people=(0.0, -0.02, 0.22),
        digits=0,
    ),
)  # fmt: skip
COSMETICS: Final = (
    Study(
        plan=Plan(title="Masse nette à la balance de ligne", unit="g", tolerance=3.0, operators=("هند", "كريم", "C-2")),
        characteristic="Masse nette", tool=_SCALE, mean=51.4, parts=0.55, repeat=0.03, people=(0.0, 0.01, -0.01),
        digits=2,
    ),
    Study(
        plan=Plan(title="pH au laboratoire", tolerance=1.0, parts=8, operators=("هند", "سلمى")),
        characteristic="pH", tool=_PH, mean=5.68, parts=0.12, repeat=0.02, people=(0.0, 0.01), digits=2, left=1,
    ),
    Study(
        plan=Plan(
            title="Balance de ligne sur masse étalon de 50 g", kind=StudyKind.TYPE1, unit="g", tolerance=3.0,
            reference=50.0, parts=30, trials=1, operators=("هند",),
        ),
        characteristic="Masse nette", tool=_SCALE, mean=50.28, parts=0.0, repeat=0.02, people=(0.0,), digits=2,
    ),
)  # fmt: skip
STUDIES: Final = {"Câblages du Détroit": CABLES, "Argane Fictive Cosmétiques": COSMETICS}


def write(access: Access, studies: tuple[Study, ...]) -> None:
    """Instruments, then studies with what was measured, as the acting quality manager."""
    chance = random.Random(SEED)  # noqa: S311 - a demonstration wants the same numbers each time
    tools = {item.tool.identification: _tool(access, item.tool) for item in studies if item.tool is not None}
    known = {row.name: row.pk for row in Characteristic.objects.all()}
    for item in studies:
        plan = replace(
            item.plan,
            characteristic_id=known.get(item.characteristic),
            instrument_id=tools[item.tool.identification].pk if item.tool is not None else None,
        )
        study = domain.plan_study(access=access, plan=plan)
        readings = _measured(item, study, chance)
        if readings:
            domain.import_readings(access=access, study_id=study.pk, readings=readings)


def _tool(access: Access, tool: Tool) -> Instrument:
    found, _made = Instrument.objects.get_or_create(
        organisation_id=access.organisation_id, identification=tool.identification,
        defaults={"name": tool.name, "unit": tool.unit, "resolution": tool.resolution},
    )  # fmt: skip
    return found


def _measured(item: Study, study: GaugeStudy, chance: random.Random) -> list[tuple[domain.Key, float]]:
    """Sheet by sheet in the order of work, but for those that are left."""
    parts = _parts(item, study, chance)
    every = [
        (operator, part, trial) for trial in range(1, study.trials + 1)
        for operator in range(len(study.operators)) for part in range(1, study.parts + 1)
    ]  # fmt: skip
    seen = {key: _seen(item, parts, key, chance) for key in every}
    if study.kind == StudyKind.AGREEMENT:
        values = {key: float(value > item.mean) for key, value in seen.items()}
    else:
        values = {key: round(value, item.digits) for key, value in seen.items()}
    done = {(run.operator, run.trial) for run in runs(study)[: len(runs(study)) - item.left]}
    return [(key, value) for key, value in values.items() if (key[0], key[2]) in done]


def _parts(item: Study, study: GaugeStudy, chance: random.Random) -> list[float]:
    """The true value of each part; good ones lie above the mean and bad ones below it where they are judged."""
    drawn = [chance.gauss(0, item.parts) for _ in range(study.parts)]
    if study.kind != StudyKind.AGREEMENT:
        return [item.mean + value for value in drawn]
    bad = set(study.nonconforming_parts)
    return [item.mean + (-abs(value) if part in bad else abs(value)) for part, value in enumerate(drawn, start=1)]


def _seen(item: Study, parts: list[float], key: domain.Key, chance: random.Random) -> float:
    operator, part, _trial = key
    return parts[part - 1] + item.people[operator] + chance.gauss(0, item.repeat)
