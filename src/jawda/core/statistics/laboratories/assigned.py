"""The assigned value and its standard uncertainty (ISO 13528:2022, clause 7).

By formulation (7.3), certified reference material (7.4), one laboratory against such a material (7.5), consensus of
expert laboratories (7.6) or of the participants (7.7). u(x_pt) combines characterisation with what is known of
homogeneity, transport and stability (formula (3) of 7.2.2).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np

from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.checks import size_check
from jawda.core.statistics.laboratories.hampel import q_hampel
from jawda.core.statistics.laboratories.order import QuantileRule, interquartile_deviation, median_deviation
from jawda.core.statistics.laboratories.robust import EFFICIENCY, Constants, Stopping, algorithm_a
from jawda.core.statistics.result import Inputs, Method, Result
from jawda.core.statistics.samples import Column, Numbers, numbers, refuse, same_length

Consensus: TypeAlias = Literal["algorithm_a", "median_niqr", "median_made", "q_hampel", "mean"]
CONSENSUS: Final = ("algorithm_a", "median_niqr", "median_made", "q_hampel", "mean")


@dataclass(frozen=True, kw_only=True)
class AssignedValue(Result):
    """``value`` and standard uncertainty ``u``; ``source`` is how it was found.

    ``u_characterisation`` is that of the value alone; ``sd`` and ``count`` are those of the results behind it, where
    it comes from results.
    """

    schema: ClassVar[str] = "assigned-value/1"

    value: float
    u: float
    source: str
    u_characterisation: float
    u_homogeneity: float = 0.0
    u_transport: float = 0.0
    u_stability: float = 0.0
    sd: float | None = None
    count: int | None = None

    def with_uncertainties(
        self, *, homogeneity: float = 0.0, transport: float = 0.0, stability: float = 0.0
    ) -> AssignedValue:
        """The same value with the items' own uncertainties combined in (7.2.2). ``ValueError`` for a negative one."""
        if min(homogeneity, transport, stability) < 0:
            raise ValueError("an uncertainty is not negative")
        return replace(
            self,
            u=math.hypot(self.u_characterisation, homogeneity, transport, stability),
            u_homogeneity=homogeneity,
            u_transport=transport,
            u_stability=stability,
        )

    def rows(self) -> Sequence[dict[str, Any]]:
        """The parts of the uncertainty."""
        parts = ("characterisation", "homogeneity", "transport", "stability")
        return [{"part": part, "u": getattr(self, f"u_{part}")} for part in parts]


def by_consensus(
    values: Numbers,
    *,
    consensus: Consensus = "algorithm_a",
    constants: Constants = "printed",
    stopping: Stopping = "converged",
    quantile_rule: QuantileRule = "linear",
    name: str = "value",
) -> AssignedValue:
    """From the participants' results (7.7): u = 1.25 s*/√p for robust averages, s/√p for the mean (7.7.7).

    Refused: fewer than two results, no spread.

    >>> found = by_consensus([10.1, 10.3, 9.9, 10.0, 10.2, 14.0], consensus="median_made")
    >>> round(found.value, 3), round(found.sd, 4)
    (10.15, 0.2225)
    """
    if consensus not in CONSENSUS:
        raise ValueError(f"consensus is one of {', '.join(CONSENSUS)}, not {consensus!r}")
    column = numbers(values, name=name, least=2)
    present = column.present()
    if np.ptp(present) == 0:
        raise refuse("samples.zero_spread", column=column)
    options: dict[str, str] = {"consensus": consensus}
    count = len(present)
    if consensus == "algorithm_a":
        robust = algorithm_a(column, constants=constants, stopping=stopping)
        value, sd, checks = robust.mean, robust.sd, robust.findings
        options |= {"constants": constants, "stopping": stopping}
    elif consensus == "q_hampel":
        pair = q_hampel(column)
        value, sd, checks = pair.mean, pair.sd, pair.findings
    else:
        value, sd = _plain_consensus(column, consensus, constants, quantile_rule)
        if consensus != "mean":
            options["constants"] = constants
        if consensus == "median_niqr":
            options["quantile_rule"] = quantile_rule
        checks = (size_check(count), *missing_check(int(column.missing.sum())))
    if sd == 0:
        raise refuse("laboratories.half_equal_no_spread", column=column, estimator=consensus)
    u = (1.0 if consensus == "mean" else EFFICIENCY) * sd / math.sqrt(count)
    return AssignedValue(
        method=_method("7.7", **options),
        inputs=column.inputs(),
        findings=checks,
        value=value,
        u=u,
        source="consensus",
        u_characterisation=u,
        sd=sd,
        count=count,
    )


def by_reference(value: float, u: float, *, unit: str | None = None) -> AssignedValue:
    """The certified value of a reference material and its standard uncertainty (7.4).

    >>> by_reference(0.044, 0.0041).u
    0.0041
    """
    return _given(value, u, "reference_material", "7.4", unit)


def by_formulation(value: float, u: float, *, unit: str | None = None) -> AssignedValue:
    """Known from how the item was made up, with the standard uncertainty of weighing, purity and volumes (7.3).

    >>> by_formulation(5.0, 0.02).source
    'formulation'
    """
    return _given(value, u, "formulation", "7.3", unit)


def by_comparison(reference_value: float, u_reference: float, differences: Numbers) -> AssignedValue:
    """One laboratory measures item and reference material side by side: x_CRM plus the mean difference (7.5.2).

    ``differences`` are item less material, one per pair. u² = u²_CRM + s_d²/n. Refused: fewer than two.

    >>> round(by_comparison(21.62, 0.26, [2.0, 1.5, 1.7]).value, 3)
    23.353
    """
    _checked_uncertainty(u_reference)
    column = numbers(differences, name="difference", least=2)
    present = column.present()
    u = float(present.std(ddof=1)) / math.sqrt(len(present))
    combined = math.hypot(u_reference, u)
    return AssignedValue(
        method=_method("7.5"),
        inputs=column.inputs(),
        findings=missing_check(int(column.missing.sum())),
        value=reference_value + float(present.mean()),
        u=combined,
        source="comparison_with_reference_material",
        u_characterisation=combined,
        sd=float(present.std(ddof=1)),
        count=len(present),
    )


def by_experts(values: Numbers, u: Numbers | None = None, *, consensus: Consensus = "mean") -> AssignedValue:
    """From laboratories chosen for their competence (7.6), by the ``consensus`` named.

    With their standard uncertainties ``u`` the mean's is √(Σu²)/p (7.6.2), which holds where they are independent and
    well stated; without, it follows from the spread.

    >>> round(by_experts([10.0, 10.2, 10.1], [0.1, 0.2, 0.2]).u, 3)
    0.1
    """
    found = by_consensus(values, consensus=consensus)
    method = _method("7.6", consensus=consensus, uncertainty="spread" if u is None else "stated")
    if u is None:
        return replace(found, method=method, source="expert_laboratories")
    column, stated = numbers(values), numbers(u, name="u")
    same_length(column, stated)
    kept = ~column.missing
    known = stated.values[kept]
    if bool(np.isnan(known).any()):
        raise refuse("samples.too_few", column=stated, count=len(stated.present()), least=len(known))
    if bool((known < 0).any()):
        raise refuse("laboratories.negative_uncertainty", column=stated, value=float(known.min()))
    combined = float(np.sqrt(known @ known)) / len(known)
    return replace(
        found, method=method, source="expert_laboratories", u=combined, u_characterisation=combined,
        inputs=column.inputs(u=stated.values),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two values of one item: ``difference``, its standard uncertainty ``u``, and whether it is beyond 2 u."""

    difference: float
    u: float
    ratio: float
    compatible: bool


def compare(first: float, u_first: float, second: float, u_second: float) -> Comparison:
    """Consensus against an independent reference (7.8): they agree within twice the uncertainty of the difference.

    ``ValueError`` where both uncertainties are zero.

    >>> compare(0.044, 0.0041, 0.0316, 0.0045).compatible
    False
    """
    _checked_uncertainty(u_first)
    _checked_uncertainty(u_second)
    u = math.hypot(u_first, u_second)
    if u == 0:
        raise ValueError("one of both uncertainties must be known")
    ratio = abs(first - second) / u
    return Comparison(difference=first - second, u=u, ratio=ratio, compatible=ratio <= 2)


def _plain_consensus(
    column: Column, consensus: Consensus, constants: Constants, quantile_rule: QuantileRule
) -> tuple[float, float]:
    present = column.present()
    if consensus == "mean":
        return float(present.mean()), float(present.std(ddof=1))
    if consensus == "median_made":
        return float(np.median(present)), median_deviation(column, constants=constants)
    spread = interquartile_deviation(column, quantile_rule=quantile_rule, constants=constants)
    return float(np.median(present)), spread


def _given(value: float, u: float, source: str, clause: str, unit: str | None) -> AssignedValue:
    _checked_uncertainty(u)
    if not math.isfinite(value):
        raise ValueError(f"an assigned value is a finite number, not {value}")
    return AssignedValue(
        method=_method(clause),
        inputs=Inputs(count=1, unit=unit, data={"value": np.array([value, u])}),
        value=value,
        u=u,
        source=source,
        u_characterisation=u,
    )


def _checked_uncertainty(u: float) -> None:
    if not (math.isfinite(u) and u >= 0):
        raise ValueError(f"a standard uncertainty is finite and not negative, not {u}")


def _method(clause: str, **options: str) -> Method:
    return Method(name="Assigned value", standard="ISO 13528", edition="2022", clause=clause, options=options)
