"""Sampling plans by variables indexed by AQL: ANSI/ASQ Z1.9 (MIL-STD-414), standard deviation unknown or known.

Plans of ISO 3951-1 are other ones; their tables are not carried, and read from a copy that its holder typed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

import numpy as np

from jawda.core.languages import Language
from jawda.core.statistics.acceptance_sampling.curves import QualityLevel
from jawda.core.statistics.acceptance_sampling.editions import (
    AQL_VALUES,
    HIGHEST_PERCENT_NONCONFORMING,
    SEVERITIES,
    Level,
    Severity,
    aql_index,
    code_letters,
)
from jawda.core.statistics.acceptance_sampling.pictures import oc_picture
from jawda.core.statistics.acceptance_sampling.printed_tables import follow
from jawda.core.statistics.acceptance_sampling.supplied_tables import SuppliedTables, check_edition, copy_options
from jawda.core.statistics.acceptance_sampling.telling import percent
from jawda.core.statistics.acceptance_sampling.variables_curves import (
    acceptability_constant,
    estimated_nonconforming,
    variables_acceptance,
    variables_quality_at,
)
from jawda.core.statistics.acceptance_sampling.variables_tables import (
    VARIABLES_AQL_VALUES,
    VARIABLES_EDITIONS,
    Sigma,
    VariablesCell,
    VariablesEdition,
    VariablesStandard,
    variables_cell,
    variables_letter,
)
from jawda.core.statistics.result import Check, Floats, Inputs, Method, Result, Status, Width
from jawda.core.statistics.samples import refuse


@dataclass(frozen=True, kw_only=True)
class VariablesPlan(Result):
    """A plan by variables: measure ``sample_size`` units, accept where Q >= ``k``, or estimated nonconforming <= ``M``.

    ``M`` is a fraction. The curve is that for one specification limit.
    """

    schema: ClassVar[str] = "variables-plan/1"

    code_letter: str
    sample_size: int
    k: float
    M: float
    sigma: Sigma
    severity: Severity
    level: Level
    aql: float
    lot_size: int
    full_inspection: bool
    probability_acceptance_at_aql: float
    quality_levels: tuple[QualityLevel, ...]
    quality: Floats
    probability_acceptance: Floats

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The plan in one row."""
        return [{"code_letter": self.code_letter, "sample_size": self.sample_size, "k": self.k, "M": self.M}]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The operating characteristic."""
        return oc_picture(self.quality, self.probability_acceptance, language=language, width=width)


def variables_plan(
    lot_size: int,
    *,
    aql: float | str,
    level: Level = "II",
    severity: Severity = "normal",
    sigma: Sigma = "unknown",
    edition: VariablesEdition = "ansi-z1.9",
    supplied: SuppliedTables | None = None,
) -> VariablesPlan:
    """The plan of the tables for a lot of ``lot_size`` units and an AQL of 0.10 to 10 percent nonconforming.

    ``supplied``: tables of ISO 3951-1 that a holder of the standard typed in; its AQL values begin at 0.010, and it has
    the levels S-1 and S-2 too.

    Refused: a lot under two units, another AQL, a level that the standard does not have, an edition whose tables are
    neither carried nor supplied (see :func:`~.search.variables_plan_for_risks`). ``ValueError`` for unknown names.

    >>> found = variables_plan(120, aql=1.0)
    >>> found.code_letter, found.sample_size, round(found.k, 2), found.M
    ('F', 10, 1.71, 0.0327)
    """
    if edition not in VARIABLES_EDITIONS:
        raise ValueError(f"no edition {edition!r}: {', '.join(VARIABLES_EDITIONS)}")
    if severity not in SEVERITIES or sigma not in ("unknown", "known"):
        raise ValueError(f"no severity {severity!r} or sigma {sigma!r}")
    used = VARIABLES_EDITIONS[edition]
    if supplied is not None:
        check_edition(edition, supplied)
        letter, limit, found, k = _of_copy(lot_size, aql, level, severity, sigma, supplied)
    elif used.carried:
        letter, limit, found, k = _carried(lot_size, aql, level, severity, sigma)
    else:
        raise refuse("acceptance_sampling.variables_not_carried", edition=used.title)
    levels = tuple(
        QualityLevel(probability=value, quality=variables_quality_at(value, size=found.size, k=k, sigma=sigma))
        for value in (0.95, 0.5, 0.1)
    )
    last = variables_quality_at(0.001, size=found.size, k=k, sigma=sigma)
    quality = np.linspace(0.0, last, 121)
    at_limit = float(variables_acceptance(limit / 100, size=found.size, k=k, sigma=sigma))
    return VariablesPlan(
        method=Method(
            name="Sampling plan by variables indexed by AQL",
            standard=used.standard,
            edition=used.edition,
            options={"edition": edition, "sigma": sigma, **copy_options(supplied)},
        ),
        inputs=Inputs(count=0),
        findings=(
            *_copy_findings(used, supplied, letter),
            *_plan_findings(found, lot_size, limit, at_limit, levels[-1]),
        ),
        code_letter=letter,
        sample_size=found.size,
        k=k,
        M=found.maximum,
        sigma=sigma,
        severity=severity,
        level=level,
        aql=limit,
        lot_size=lot_size,
        full_inspection=found.size >= lot_size,
        probability_acceptance_at_aql=at_limit,
        quality_levels=levels,
        quality=quality,
        probability_acceptance=variables_acceptance(quality, size=found.size, k=k, sigma=sigma),
    )


def _carried(
    lot_size: int, aql: float | str, level: Level, severity: Severity, sigma: Sigma
) -> tuple[str, float, VariablesCell, float]:
    """Letter, AQL, plan and k of ANSI/ASQ Z1.9."""
    letter = variables_letter(lot_size, level)
    place = aql_index(aql, VARIABLES_AQL_VALUES)
    found = variables_cell(letter, place, severity=severity, sigma=sigma)
    k = float(acceptability_constant(found.maximum, found.size, sigma=sigma))
    return letter, VARIABLES_AQL_VALUES[place], found, k


def _of_copy(
    lot_size: int, aql: float | str, level: Level, severity: Severity, sigma: Sigma, supplied: SuppliedTables
) -> tuple[str, float, VariablesCell, float]:
    """The same of supplied tables: those of ISO 3951-1, whose letters are those of ISO 2859-1 without A."""
    letter = code_letters([lot_size], level=level)[0].replace("A", "B")
    place = aql_index(aql, AQL_VALUES[: AQL_VALUES.index(HIGHEST_PERCENT_NONCONFORMING) + 1])
    table = supplied.variables.get((sigma, severity))
    column = None if table is None else table.column(place)
    if table is None or column is None:
        title = VARIABLES_EDITIONS[cast(VariablesEdition, supplied.edition)].title
        raise refuse("acceptance_sampling.no_column_supplied", aql=AQL_VALUES[place], edition=title)
    target, way = follow(column, table.letters, letter)
    held = column(target)
    assert not isinstance(held, str)  # arrows end at a plan
    size, k = int(held[0]), held[1]
    maximum = float(estimated_nonconforming(k, size, sigma=sigma))
    return letter, AQL_VALUES[place], VariablesCell(size=size, maximum=maximum, arrow=bool(way)), k


def _copy_findings(used: VariablesStandard, supplied: SuppliedTables | None, letter: str) -> tuple[Check, ...]:
    if supplied is None:
        return ()
    copied = {"edition": used.title, "copy": supplied.copy}
    letters = {"edition": used.title, "letter": letter}
    return (
        Check(id="acceptance_sampling.supplied", status=Status.OK, arguments=copied),
        Check(id="acceptance_sampling.letters_of_1999", status=Status.WARN, arguments=letters),
    )


def _plan_findings(
    found: VariablesCell, lot: int, limit: float, at_limit: float, poor: QualityLevel
) -> tuple[Check, ...]:
    checks = [Check(id="acceptance_sampling.normal_law", status=Status.OK)]
    if found.size >= lot:
        arguments = {"sample": found.size, "lot": lot}
        checks.append(
            Check(
                id="acceptance_sampling.full_inspection",
                status=Status.WARN,
                statistic=found.size,
                arguments=arguments,
            )
        )
    if found.arrow:
        checks.append(
            Check(id="acceptance_sampling.variables_arrow", status=Status.OK, arguments={"sample": found.size})
        )
    if found.size >= lot:  # nothing is estimated, and no risk is left
        return (*checks, Check(id="acceptance_sampling.whole_lot_measured", status=Status.OK, arguments={"lot": lot}))
    checks.append(
        Check(
            id="acceptance_sampling.producer_risk",
            status=Status.OK,
            statistic=1 - at_limit,
            arguments={"aql": limit, "risk": percent(1 - at_limit)},
        )
    )
    checks.append(
        Check(
            id="acceptance_sampling.consumer_protection",
            status=Status.OK,
            statistic=poor.quality,
            arguments={"quality": percent(poor.quality)},
        )
    )
    return tuple(checks)
