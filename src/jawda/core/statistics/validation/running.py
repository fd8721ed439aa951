"""Cases in, verdicts out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from jawda.core.statistics.result import Check, Status, plain
from jawda.core.statistics.validation.areas import (
    acceptance_sampling,
    basics,
    capability,
    control_charts,
    core_tools,
    laboratories,
    measurement_systems,
    reading,
    uncertainty,
)
from jawda.core.statistics.validation.areas.common import Runner
from jawda.core.statistics.validation.cases_carried import Case, CaseFile, carried_files
from jawda.core.statistics.validation.comparisons import Compared, Comparisons

#: Which function computes a case: by its area, then by the beginning of its id.
RUNNERS: Final[Mapping[str, Mapping[str, Runner]]] = {
    "acceptance_sampling": acceptance_sampling.RUNNERS,
    "attribute_charts": control_charts.OF_COUNTS,
    "basics": basics.RUNNERS,
    "capability": capability.RUNNERS,
    "control_charts": control_charts.OF_MEASUREMENTS,
    "core_tools": core_tools.RUNNERS,
    "laboratories": laboratories.RUNNERS,
    "measurement_systems": measurement_systems.RUNNERS,
    "reading": reading.RUNNERS,
    "time_weighted_charts": control_charts.OF_TIME,
    "uncertainty": uncertainty.RUNNERS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseVerdict:
    """A case with all its comparisons; ``error`` is what stopped it."""

    case: Case
    comparisons: tuple[Compared, ...]
    error: str | None = None

    @property
    def passed(self) -> bool:
        """Something was compared, and all of it is within its tolerance."""
        return self.error is None and bool(self.comparisons) and all(one.passed for one in self.comparisons)

    def to_dict(self) -> dict[str, Any]:
        """What, from where, under which licence; expected, obtained and tolerance of each figure."""
        case = self.case
        return {
            "id": case.id, "area": case.area, "title": case.title, "source": case.source, "licence": case.licence,
            "passed": self.passed, "error": self.error, "comparisons": plain(self.comparisons),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """Every case with its verdict, and the files that they came from."""

    files: tuple[CaseFile, ...]
    verdicts: tuple[CaseVerdict, ...]

    @property
    def failed(self) -> tuple[CaseVerdict, ...]:
        """Those that did not pass."""
        return tuple(one for one in self.verdicts if not one.passed)

    @property
    def finding(self) -> Check:
        """The verdict over all."""
        failed, count = len(self.failed), len(self.verdicts)
        arguments = {"count": failed or count, "total": count, "figures": self.figures}
        name, status = ("some_failed", Status.FAIL) if failed else ("all_passed", Status.OK)
        return Check(id=f"validation.{name}", status=status, statistic=failed, arguments=arguments)

    @property
    def figures(self) -> int:
        """How many comparisons were made."""
        return sum(len(one.comparisons) for one in self.verdicts)

    def to_dict(self) -> dict[str, Any]:
        """For JSON: counts, files with their fingerprints, cases."""
        return {
            "schema": "jawda/statistics/validation/1",
            "passed": len(self.verdicts) - len(self.failed),
            "failed": len(self.failed),
            "figures": self.figures,
            "findings": [self.finding.to_dict()],
            "files": [{"name": one.name, "sha256": one.sha256, "cases": len(one.cases)} for one in self.files],
            "cases": [one.to_dict() for one in self.verdicts],
        }


def run_case(case: Case) -> CaseVerdict:
    """Compute a case and compare. What stops the computing is part of the verdict, never lost with it.

    >>> from jawda.core.statistics.validation.cases_carried import carried_cases
    >>> run_case(carried_cases()[0]).passed
    True
    """
    made = Comparisons()
    error = None
    try:
        runner_of(case)(case, made)
    except Exception as fault:
        error = f"{type(fault).__name__}: {fault}"
    return CaseVerdict(case=case, comparisons=tuple(made.made), error=error)


def runner_of(case: Case) -> Runner:
    """The function that computes a case; ``KeyError`` where nobody knows how."""
    known = RUNNERS[case.area]
    matching = [name for name in known if case.id.startswith(name)]
    return known[max(matching, key=len)] if matching else known[case.id]


def validate(files: Sequence[CaseFile] | None = None, *, areas: Iterable[str] | None = None) -> Validation:
    """Run every case of ``files`` (those carried), or those of some ``areas`` only."""
    wanted = None if areas is None else frozenset(areas)
    found = carried_files() if files is None else tuple(files)
    cases = [case for one in found for case in one.cases if wanted is None or case.area in wanted]
    return Validation(files=found, verdicts=tuple(map(run_case, cases)))
