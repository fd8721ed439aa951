"""Sampling plans by attributes indexed by AQL: MIL-STD-105E, ANSI/ASQ Z1.4, ISO 2859-1.

From lot size and inspection level to a code letter (table I), from code letter and AQL to the plan (master tables).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np

from jawda.core.findings.model import Argument
from jawda.core.languages import Language
from jawda.core.statistics.acceptance_sampling.curves import QualityLevel, default_quality, quality_at
from jawda.core.statistics.acceptance_sampling.editions import (
    AQL_VALUES,
    HIGHEST_PERCENT_NONCONFORMING,
    KINDS,
    LETTERS,
    SEVERITIES,
    Edition,
    EditionName,
    Kind,
    Level,
    Severity,
    aql_index,
    code_letters,
    edition_named,
)
from jawda.core.statistics.acceptance_sampling.master_tables import Cell, cell
from jawda.core.statistics.acceptance_sampling.pictures import oc_picture
from jawda.core.statistics.acceptance_sampling.probabilities import (
    AttributePlan,
    Model,
    attribute_plan,
    decision_probabilities,
)
from jawda.core.statistics.acceptance_sampling.supplied_tables import SuppliedTables, copy_options, edition_supplied
from jawda.core.statistics.acceptance_sampling.telling import percent
from jawda.core.statistics.acceptance_sampling.whole_lot import LEVELS, WholeLot
from jawda.core.statistics.result import Check, Floats, Inputs, Method, Result, Status, Width
from jawda.core.statistics.samples import refuse

#: What is counted: nonconforming units, or nonconformities of which a unit may have several.
Counting: TypeAlias = Literal["nonconforming", "nonconformities"]

_PLAN_LETTERS: Final = LETTERS.replace("S", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One sample of a plan: its size, and cumulative counts; ``accept`` is null where no acceptance is permitted."""

    size: int
    cumulative_size: int
    accept: int | None
    reject: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """An arrow of the table: from the letter asked for, toward smaller ("up") or larger ("down") samples."""

    direction: Literal["up", "down"]
    letters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SamplingPlan(Result):
    """A plan of the tables.

    ``code_letter`` is that of lot size and level, ``plan_letter`` that of the plan after arrows. ``sample_size`` is
    the size of one sample; ``accept`` and ``reject`` are the cumulative numbers after the last one; ``samples`` holds
    them all. With ``full_inspection`` the sample is no smaller than the lot: every unit is inspected, sizes stay those
    of the table, and the curve is the step of a whole lot.
    """

    schema: ClassVar[str] = "sampling-plan/1"

    code_letter: str
    sample_size: int
    accept: int
    reject: int
    samples: tuple[Sample, ...]
    plan_letter: str
    arrow: Arrow | None
    kind: Kind
    asked_kind: Kind
    severity: Severity
    level: Level | None
    aql: float
    counting: Counting
    lot_size: int | None
    full_inspection: bool
    probability_acceptance_at_aql: float
    quality_levels: tuple[QualityLevel, ...]
    quality: Floats
    probability_acceptance: Floats

    @property
    def plan(self) -> AttributePlan:
        """For :func:`~.curves.plan_performance`."""
        return AttributePlan(
            sizes=tuple(sample.size for sample in self.samples),
            accept=tuple(sample.accept for sample in self.samples),
            reject=tuple(sample.reject for sample in self.samples),
        )

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each sample."""
        return [
            {
                "sample": at + 1,
                "size": one.size,
                "cumulative_size": one.cumulative_size,
                "accept": one.accept,
                "reject": one.reject,
            }
            for at, one in enumerate(self.samples)
        ]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The operating characteristic."""
        counts = self.counting == "nonconformities"
        return oc_picture(self.quality, self.probability_acceptance, language=language, width=width, counts=counts)


def sampling_plan(
    lot_size: int,
    *,
    aql: float | str,
    level: Level = "II",
    severity: Severity = "normal",
    edition: EditionName = "iso-2859-1-1999",
    kind: Kind = "single",
    counting: Counting | None = None,
    where_none: Literal["single", "below"] = "single",
    supplied: SuppliedTables | None = None,
) -> SamplingPlan:
    """The plan for a lot of ``lot_size`` units.

    ``aql``: a preferred value, in percent nonconforming (to 10) or in nonconformities per 100 units, which is the
    meaning above 10 and with ``counting="nonconformities"``. ``where_none``: where the tables have no double or
    multiple plan they give the single one (or the double one), or allow the next plan "below" in the column.
    ``supplied``: tables of this edition that a holder of the standard typed in; they go before those carried.

    Refused: a lot under two units, another AQL, an AQL above 10 for nonconforming units, an edition or table that is
    neither carried nor supplied, supplied tables of another edition. ``ValueError`` for unknown names.

    >>> found = sampling_plan(1000, aql=1.0, edition="ansi-z1.4")
    >>> found.code_letter, found.sample_size, found.accept, found.reject
    ('J', 80, 2, 3)
    """
    letter = code_letters([lot_size], level=level)[0]
    return _planned(
        letter,
        lot_size=lot_size,
        level=level,
        aql=aql,
        severity=severity,
        edition=edition,
        kind=kind,
        counting=counting,
        where_none=where_none,
        supplied=supplied,
    )


def plan_of_letter(
    letter: str,
    *,
    aql: float | str,
    severity: Severity = "normal",
    edition: EditionName = "iso-2859-1-1999",
    kind: Kind = "single",
    counting: Counting | None = None,
    where_none: Literal["single", "below"] = "single",
    supplied: SuppliedTables | None = None,
) -> SamplingPlan:
    """The plan of a code letter, as :func:`sampling_plan`; ``ValueError`` for no code letter.

    >>> found = plan_of_letter("K", aql="1.0", kind="double", edition="mil-std-105e")
    >>> [(sample.size, sample.accept, sample.reject) for sample in found.samples]
    [(80, 1, 4), (80, 4, 5)]
    """
    if len(letter) != 1 or letter not in _PLAN_LETTERS:
        raise ValueError(f"no code letter {letter!r}: {', '.join(_PLAN_LETTERS)}")
    return _planned(
        letter,
        lot_size=None,
        level=None,
        aql=aql,
        severity=severity,
        edition=edition,
        kind=kind,
        counting=counting,
        where_none=where_none,
        supplied=supplied,
    )


def _planned(
    letter: str,
    *,
    lot_size: int | None,
    level: Level | None,
    aql: float | str,
    severity: Severity,
    edition: EditionName,
    kind: Kind,
    counting: Counting | None,
    where_none: Literal["single", "below"],
    supplied: SuppliedTables | None,
) -> SamplingPlan:
    _check_names(severity, kind, counting, where_none)
    used = edition_named(edition) if supplied is None else edition_supplied(edition, supplied)
    place = aql_index(aql)
    limit = AQL_VALUES[place]
    counted = _counting(limit, counting)
    found = cell(
        letter, place, severity=severity, kind=kind, edition=used, below=where_none == "below", supplied=supplied
    )
    if supplied and not (supplied.has(found.kind, severity) or supplied.has("single", severity)):
        supplied = None  # the plan is a carried one
    plan = attribute_plan(found.sizes, [low for low, _ in found.numbers], [high for _, high in found.numbers])
    model: Model = "binomial" if counted == "nonconforming" else "poisson"
    whole = None
    if lot_size is not None and plan.sizes[0] >= lot_size:
        whole = WholeLot(size=lot_size, accept=plan.accepting(len(plan.sizes) - 1), counting=counted)
    quality, accepted, at_limit, levels = _behaviour(plan, model, limit, whole)
    samples = tuple(
        Sample(size=size, cumulative_size=total, accept=low, reject=high)
        for size, total, (low, high) in zip(plan.sizes, plan.cumulative, found.numbers, strict=True)
    )
    last = found.numbers[-1]
    assert last[0] is not None  # the last sample always decides
    return SamplingPlan(
        method=Method(
            name=f"Sampling plan by attributes indexed by AQL, {found.kind}",
            standard=used.standard,
            edition=used.edition,
            options={"edition": edition, "model": model, "where_none": where_none, **copy_options(supplied)},
        ),
        inputs=Inputs(count=0),
        findings=_findings(
            found,
            letter=letter,
            lot_size=lot_size,
            edition=used,
            severity=severity,
            kind=kind,
            plan=plan,
            limit=limit,
            counted=counted,
            at_limit=at_limit,
            poor=levels[-1],
            whole=whole,
            supplied=supplied,
        ),
        code_letter=letter,
        sample_size=plan.sizes[0],
        accept=last[0],
        reject=last[1],
        samples=samples,
        plan_letter=found.letter,
        arrow=_arrow(letter, found),
        kind=found.kind,
        asked_kind=kind,
        severity=severity,
        level=level,
        aql=limit,
        counting=counted,
        lot_size=lot_size,
        full_inspection=whole is not None,
        probability_acceptance_at_aql=at_limit,
        quality_levels=levels,
        quality=quality,
        probability_acceptance=accepted,
    )


def _behaviour(
    plan: AttributePlan, model: Model, limit: float, whole: WholeLot | None
) -> tuple[Floats, Floats, float, tuple[QualityLevel, ...]]:
    """Qualities, how often each is accepted, how often the AQL is, and the qualities of certain probabilities."""
    at = np.array([limit / 100])
    if whole is not None:
        quality = whole.quality()
        return quality, whole.acceptance(quality), float(whole.acceptance(at)[0]), whole.levels()
    quality = default_quality(plan, model, None)
    accepted, at_limit = (decision_probabilities(plan, one, model=model).acceptance for one in (quality, at))
    levels = tuple(QualityLevel(probability=value, quality=quality_at(plan, value, model=model)) for value in LEVELS)
    return quality, accepted, float(at_limit[0]), levels


def _check_names(severity: str, kind: str, counting: str | None, where_none: str) -> None:
    for value, known in (
        (severity, SEVERITIES),
        (kind, KINDS),
        (counting, ("nonconforming", "nonconformities", None)),
        (where_none, ("single", "below")),
    ):
        if value not in known:
            raise ValueError(f"{value!r} is none of {known}")


def _counting(limit: float, counting: Counting | None) -> Counting:
    if limit > HIGHEST_PERCENT_NONCONFORMING:
        if counting == "nonconforming":
            raise refuse("acceptance_sampling.aql_above_ten", aql=limit)
        return "nonconformities"
    return counting or "nonconforming"


def _arrow(letter: str, found: Cell) -> Arrow | None:
    if not found.letters:
        return None
    down = LETTERS.index(found.letter) > LETTERS.index(letter)
    return Arrow(direction="down" if down else "up", letters=found.letters)


def _findings(
    found: Cell,
    *,
    letter: str,
    lot_size: int | None,
    edition: Edition,
    severity: Severity,
    kind: Kind,
    plan: AttributePlan,
    limit: float,
    counted: Counting,
    at_limit: float,
    poor: QualityLevel,
    whole: WholeLot | None,
    supplied: SuppliedTables | None,
) -> tuple[Check, ...]:
    told: list[Check] = []

    def tell(name: str, status: Status, statistic: float | None = None, **arguments: Argument) -> None:
        identifier = f"acceptance_sampling.{name}"
        told.append(Check(id=identifier, status=status, statistic=statistic, arguments=arguments))

    if whole is not None:
        tell("full_inspection", Status.WARN, plan.sizes[0], sample=plan.sizes[0], lot=whole.size)
    elif lot_size is not None and plan.cumulative[-1] >= lot_size:
        tell("stages_exceed_lot", Status.WARN, plan.cumulative[-1], total=plan.cumulative[-1], lot=lot_size)
    if found.letters:
        tell("arrow_followed", Status.OK, letter=letter, used=found.letter)
    if found.kind != kind:
        tell(f"no_{kind}_here_{found.kind}", Status.WARN)
    if supplied:
        tell("supplied", Status.OK, edition=edition.title, copy=supplied.copy)
    if (found.kind, severity) in edition.recalled and not (supplied and supplied.has(found.kind, severity)):
        tell("recalled", Status.WARN, edition=edition.title)
    if edition.tables is None and lot_size is not None:
        tell("letters_of_1999", Status.WARN, edition=edition.title, letter=letter)
    low, high = found.numbers[-1]
    if low is not None and high - low > 1:
        tell("gap", Status.OK, accept=low, reject=high)
    if limit > HIGHEST_PERCENT_NONCONFORMING:
        tell("counts_nonconformities", Status.OK, aql=limit)
    if whole is not None:
        told.append(whole.check())
    else:
        tell("producer_risk", Status.OK, 1 - at_limit, aql=limit, risk=percent(1 - at_limit))
        tell("consumer_protection", Status.OK, poor.quality, quality=percent(poor.quality))
    if plan.accepting(len(plan.sizes) - 1) > 0 and counted == "nonconforming":
        tell("zero_acceptance_automotive", Status.OK)
    return tuple(told)
