"""Machine capability: parts made one after another in a short run, with one material, one setting, one operator.

ISO 22514-3:2020: at least 50 parts, better 100; the standard deviation is that of all values, intervals are those of
Pp and Ppk. The indices are Pm and Pmk there; companies also write Cm and Cmk for a run that was stable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import ClassVar, Final, Literal, TypeAlias

from jawda.core.findings.model import Argument
from jawda.core.statistics.capability import checks
from jawda.core.statistics.capability.laws.law import Law
from jawda.core.statistics.capability.percentile import PROBABILITIES
from jawda.core.statistics.capability.process import capability
from jawda.core.statistics.capability.result import Capability
from jawda.core.statistics.capability.specification import Specification
from jawda.core.statistics.capability.stability import Criterion, Stability
from jawda.core.statistics.control_charts.rules import Rules
from jawda.core.statistics.result import Check, Estimate, Method, Status
from jawda.core.statistics.samples import Numbers

#: ``Cm``: Cm and Cmk where the run was stable, with Pm and Pmk beside. ``Pm``: these alone, as the standard has them.
Naming: TypeAlias = Literal["Cm", "Pm"]
ENOUGH: Final = 50
_SUFFIXES: Final = ("", "k", "l", "u")
_SOURCES: Final = ("Pp", "Ppk", "Ppl", "Ppu")


@dataclass(frozen=True, kw_only=True, eq=False)
class MachineCapability(Capability):
    """As :class:`Capability`; ``indices`` are Pm, Pmk, Pml, Pmu, and Cm to Cmu where they are asked for."""

    schema: ClassVar[str] = "machine-capability/1"


def machine_capability(
    values: Numbers,
    specification: Specification,
    *,
    naming: Naming = "Cm",
    model: str | Law = "normal",
    confidence: float = 0.95,
    percentiles: tuple[float, float, float] = PROBABILITIES,
    rules: Rules = "nelson1984",
    stability: Criterion = "chance",
    required: float = 1.67,
    name: str = "value",
    unit: str | None = None,
) -> MachineCapability:
    """Machine indices of values in the order in which the parts were made.

    ``naming`` says which names are used; Cm and Cmk have no value where the run drifts or jumps. The other options, and
    what is refused, are those of :func:`~jawda.core.statistics.capability.capability`. ``ValueError`` for another name.

    >>> found = machine_capability([10.01, 9.99, 10.0, 10.02, 9.98, 10.0, 10.01, 9.99], Specification(9.9, 10.1))
    >>> round(found.indices["Cmk"].value, 3), found.indices["Cm"] == found.indices["Pm"]
    (2.546, True)
    """
    if naming not in ("Cm", "Pm"):
        raise ValueError(f"machine indices are named Cm or Pm, not {naming!r}")
    found = capability(
        values, specification, model=model, confidence=confidence, percentiles=percentiles, rules=rules,
        stability=stability, required=required, name=name, unit=unit,
    )  # fmt: skip
    indices = _named(found, naming)
    told = "Cmk" if naming == "Cm" and found.stable else "Pmk"
    assert found.stability is not None
    parts = {part.name: getattr(found, part.name) for part in fields(found)}
    method = Method(
        name="machine capability", standard="ISO 22514-3", edition="2020",
        options={**found.method.options, "naming": naming},
    )  # fmt: skip
    # the verdict, stability and amount of a process are replaced by those of a run
    findings = (
        checks.verdict(told, indices[told], required, stable=bool(found.stable)),
        _run_check(found.stability),
        checks.amount_check(found.inputs.count, ENOUGH),
        *found.findings[3:],
    )
    return MachineCapability(
        **{**parts, "method": method, "indices": indices, "findings": findings, "expected_within": None}
    )


def _named(found: Capability, naming: Naming) -> Mapping[str, Estimate]:
    performance = {f"Pm{end}": found.indices[source] for end, source in zip(_SUFFIXES, _SOURCES, strict=True)}
    if naming == "Pm":
        return performance
    none = Estimate(value=None)
    return {**{f"C{key[1:]}": one if found.stable else none for key, one in performance.items()}, **performance}


def _run_check(found: Stability) -> Check:
    if found.criterion == "assumed":
        return Check(id="capability.run_assumed", status=Status.WARN)
    arguments: dict[str, Argument] = {"points": found.points, "count": found.signals or 0}
    if not found.stable:
        return Check(id="capability.run_unstable", status=Status.FAIL, statistic=found.signals, arguments=arguments)
    return Check(id="capability.run_stable", status=Status.OK, statistic=found.signals, arguments=arguments)
