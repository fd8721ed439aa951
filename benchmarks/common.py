"""What every benchmark does: measure processor time, print a table or the same as JSON, fail where a bar is missed.

Processor time and not the clock, and each run beside a fixed piece of work (``tests/machine.py``): what is told is
milliseconds of the quiet machine, whatever else this one does.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from tests import machine

from jawda.core.assessment import Answer
from jawda.core.languages import Text
from jawda.core.referentials import Referential, Requirement, ScaleKind
from jawda.core.referentials.scales import DEFAULT_SCALES

SIZES = (140, 1375)
"""Requirements: a management system standard, and the largest catalogue met."""
PER_CHAPTER = 14


@dataclass(frozen=True)
class Figure:
    """One thing measured; ``bar`` is the most it may be, ``None`` where nothing is promised."""

    what: str
    value: float
    unit: str
    bar: float | None = None

    @property
    def held(self) -> bool:
        return self.bar is None or self.value <= self.bar


def milliseconds(work: Callable[[], object], times: int = 7) -> float:
    """Median processor time of one run, in milliseconds of the quiet machine, after one to warm up."""
    return round(statistics.median(machine.paired(work, times)), 2)


def say(line: str) -> None:
    """Print it."""
    sys.stdout.write(f"{line}\n")


def report(title: str, figures: Sequence[Figure]) -> int:
    """Print them; 1 where a bar is missed."""
    if "--json" in sys.argv[1:]:
        rows = [{**asdict(item), "held": item.held} for item in figures]
        say(json.dumps({"benchmark": title, "figures": rows}, indent=2))
    else:
        say(f"\n{title} (this machine now: {machine.slowness():.1f} times slower than quiet)")
        for item in figures:
            bar = "" if item.bar is None else f"  at most {item.bar:g} {item.unit}{'' if item.held else '  MISSED'}"
            say(f"  {item.what:<62} {item.value:>10g} {item.unit:<8}{bar}")
    return 0 if all(item.held for item in figures) else 1


def a_referential(count: int, kind: ScaleKind = ScaleKind.MATURITY) -> Referential:
    """``count`` questions in chapters of fourteen, in three languages, with texts of a usual length."""
    chapters = -(-count // PER_CHAPTER)
    requirements: list[Requirement] = []
    for chapter in range(1, chapters + 1):
        requirements.append(_requirement(f"c{chapter}", str(chapter), None, assessable=False))
        for number in range(1, min(PER_CHAPTER, count - (chapter - 1) * PER_CHAPTER) + 1):
            requirements.append(_requirement(f"c{chapter}-{number}", f"{chapter}.{number}", f"c{chapter}"))
    return Referential(
        id=f"bench-{count}", slug="bench", edition=str(count), title=_text("Mesure"), languages=("fr", "ar", "en"),
        publisher="Jawda", rights=_text("CC0"), scale=DEFAULT_SCALES[kind], requirements=tuple(requirements),
    )  # fmt: skip


def _requirement(identifier: str, reference: str, parent: str | None, *, assessable: bool = True) -> Requirement:
    question = _text(f"{reference} : les dispositions sont-elles écrites, connues, appliquées et vérifiées ?")
    words = _text("Ce qui est attendu, en mots simples, pour une petite usine. " * 4)
    return Requirement(
        id=identifier, reference=reference, parent=parent, title=_text(f"Exigence {reference}"), assessable=assessable,
        question=question if assessable else Text(), plain_words=words if assessable else Text(),
        good_example=words if assessable else Text(), consequence=1 + len(identifier) % 3,
    )  # fmt: skip


def _text(words: str) -> Text:
    return Text(fr=words, ar=words, en=words)


def answers_to(referential: Referential) -> tuple[Answer, ...]:
    """All but every tenth answered, over the whole scale."""
    return tuple(
        Answer(requirement=item.id, level=str(number % 6), note="vu à l’atelier")
        for number, item in enumerate(referential.assessable)
        if number % 10
    )
