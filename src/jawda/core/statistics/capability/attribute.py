"""Capability of counts: share of nonconforming units, or nonconformities a unit, after the chart of counts.

The interval of a share is that of Clopper and Pearson (Biometrika 26, 1934), of a rate that of Garwood (Biometrika 28,
1936): exact. Z is the normal score of the share that conforms, Φ⁻¹(1 - p); for nonconformities p = 1 - exp(-u) is the
share of units with at least one. The custom of adding 1.5 to it (Motorola; "sigma level") supposes a drift that was not
observed here: it is done only where it is asked for, under another name.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np
from scipy import special

from jawda.core.findings.model import Argument
from jawda.core.languages import Language
from jawda.core.statistics.capability import checks
from jawda.core.statistics.capability.result import MILLION
from jawda.core.statistics.capability.stability import Criterion, Stability
from jawda.core.statistics.capability.stability_of_counts import of_counts
from jawda.core.statistics.control_charts.count_data import checked_counts
from jawda.core.statistics.control_charts.counted import CountChart
from jawda.core.statistics.control_charts.rules import Rules, rule_set
from jawda.core.statistics.result import Check, Estimate, Method, Result, Status, Width
from jawda.core.statistics.samples import Numbers, numbers, refuse

Kind: TypeAlias = Literal["binomial", "poisson"]
_ENOUGH: Final = 25


@dataclass(frozen=True, kw_only=True, eq=False)
class AttributeCapability(Result):
    """``rate``: the share of nonconforming units (binomial), or nonconformities a unit (poisson), with its interval.

    ``dpmo`` is per million opportunities, ``yield_share`` the share of units without a nonconformity, ``z`` its normal
    score: performance over all samples. ``z_shifted`` has the shift that was asked for; None without one, and where the
    process is not stable. ``stable`` is None where it could not be judged.
    """

    schema: ClassVar[str] = "attribute-capability/1"

    kind: Kind
    counted: int
    units: float
    opportunities: float
    rate: Estimate
    dpmo: Estimate
    yield_share: Estimate
    z: Estimate
    z_shifted: Estimate | None
    stable: bool | None
    stability: Stability | None
    chart: CountChart | None = field(default=None, compare=False, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Every field but the chart."""
        found = super().to_dict()
        del found["chart"]
        return found

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each figure."""
        named = {"rate": self.rate, "dpmo": self.dpmo, "yield_share": self.yield_share, "z": self.z}
        return [{"figure": name, "value": one.value, "low": one.low, "high": one.high} for name, one in named.items()]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The chart of counts. ``NotImplementedError`` where there is none."""
        if self.chart is None:
            raise NotImplementedError("one sample, or nothing counted, has no chart")
        return self.chart.figure(language=language, width=width)


def attribute_capability(
    counts: Numbers | float,
    size: Numbers | float,
    *,
    kind: Kind = "binomial",
    opportunities: float = 1.0,
    shift: float | None = None,
    most: float | None = None,
    confidence: float = 0.95,
    rules: Rules = "nelson1984",
    stability: Criterion = "chance",
    name: str = "count",
) -> AttributeCapability:
    """From the ``counts`` of samples of ``size`` units (one for all, or one each), or of one sample.

    ``kind`` "binomial" counts nonconforming units, "poisson" nonconformities, of which each unit offers
    ``opportunities``. ``most`` is the dpmo allowed, for the verdict. ``shift`` is added to Z where it is given (1.5 by
    custom). Refused: what is no count, sizes that are not positive, more nonconforming units than units, nothing but
    missing values. ``ValueError`` for another kind, opportunities of units, figures that are not positive.

    >>> found = attribute_capability(12, 1000)
    >>> found.dpmo.value, round(found.dpmo.low, 1), round(found.dpmo.high, 1), round(found.z.value, 3)
    (12000.0, 6215.5, 20867.7, 2.257)
    """
    _check_options(kind, opportunities, shift, most, confidence)
    given = [float(counts)] if isinstance(counts, int | float | np.number) else counts
    size = float(size) if isinstance(size, np.number) else size
    column, sizes = checked_counts(numbers(given, name=name), size, "p" if kind == "binomial" else "u")
    known = ~column.missing
    if not known.any():
        raise refuse("samples.too_few", column=column, count=0, least=1)
    cases, units = float(column.values[known].sum()), float(sizes[known].sum())
    rate = _share(cases, units, confidence) if kind == "binomial" else _poisson(cases, units, confidence)
    stable, chart = of_counts(column, sizes, kind=kind, rules=rule_set(rules), criterion=stability)
    per = MILLION / opportunities
    conforming = _mapped(rate, (lambda p: 1 - p) if kind == "binomial" else (lambda u: math.exp(-u)), falling=True)
    z = _mapped(conforming, lambda share: float(special.ndtri(share)))
    judged = stable.stable if stable else None
    return AttributeCapability(
        method=Method(
            name="attribute capability", standard="ISO 22514-5", edition="2019",
            options={"kind": kind, "opportunities": opportunities, "shift": shift, "most": most,
                     "confidence": confidence, "rules": rule_set(rules).name, "stability": stability},
        ),
        inputs=column.inputs(size=sizes),
        findings=(
            _verdict(_mapped(rate, lambda value: value * per), most),
            _stability_check(stable),
            _amount(int(known.sum())),
            *checks.left_out_checks(column.inputs()),
        ),
        kind=kind,
        counted=int(cases),
        units=units,
        opportunities=opportunities,
        rate=rate,
        dpmo=_mapped(rate, lambda value: value * per),
        yield_share=conforming,
        z=z,
        z_shifted=_mapped(z, lambda value: value + shift) if shift is not None and judged is not False else None,
        stable=judged,
        stability=stable,
        chart=chart,
    )  # fmt: skip


def _check_options(
    kind: Kind, opportunities: float, shift: float | None, most: float | None, confidence: float
) -> None:
    if kind not in ("binomial", "poisson"):
        raise ValueError(f"counts are binomial or poisson, not {kind!r}")
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence lies between 0 and 1, not {confidence}")
    if not (opportunities > 0 and math.isfinite(opportunities)) or (kind == "binomial" and opportunities != 1):
        raise ValueError(f"opportunities are above 0, and a unit judged as a whole is one; not {opportunities}")
    if shift is not None and not math.isfinite(shift):
        raise ValueError(f"a shift is a finite number, not {shift}")
    if most is not None and not most > 0:
        raise ValueError(f"the dpmo allowed is above 0, not {most}")


def _share(cases: float, units: float, confidence: float) -> Estimate:
    alpha = (1 - confidence) / 2
    low = float(special.betaincinv(cases, units - cases + 1, alpha)) if cases else 0.0
    high = float(special.betaincinv(cases + 1, units - cases, 1 - alpha)) if cases < units else 1.0
    return Estimate(value=cases / units, low=low, high=high, confidence=confidence)


def _poisson(cases: float, units: float, confidence: float) -> Estimate:
    alpha = (1 - confidence) / 2
    low = float(special.gammaincinv(cases, alpha)) if cases else 0.0
    high = float(special.gammaincinv(cases + 1, 1 - alpha))
    return Estimate(value=cases / units, low=low / units, high=high / units, confidence=confidence)


def _mapped(estimate: Estimate, function: Callable[[float], float], *, falling: bool = False) -> Estimate:
    """A monotonous function of an estimate; what is not finite (Z of nothing counted) is not told."""
    value, low, high = (
        None if part is None or not math.isfinite(found := function(part)) else found
        for part in (estimate.value, estimate.low, estimate.high)
    )
    if falling:
        low, high = high, low
    return Estimate(value=value, low=low, high=high, confidence=estimate.confidence)


def _verdict(dpmo: Estimate, most: float | None) -> Check:
    assert dpmo.value is not None
    assert dpmo.low is not None
    assert dpmo.high is not None
    value = dpmo.value
    arguments: dict[str, Argument] = {
        "dpmo": checks.shown(value), "low": checks.shown(dpmo.low), "high": checks.shown(dpmo.high)
    }  # fmt: skip
    if most is None:
        return Check(id="capability.dpmo", status=Status.OK, statistic=value, arguments=arguments)
    arguments["most"] = most
    if dpmo.high <= most:
        return Check(id="capability.dpmo_reached", status=Status.OK, statistic=value, arguments=arguments)
    if value <= most:
        return Check(id="capability.dpmo_unsure", status=Status.WARN, statistic=value, arguments=arguments)
    return Check(id="capability.dpmo_missed", status=Status.FAIL, statistic=value, arguments=arguments)


def _stability_check(found: Stability | None) -> Check:
    if found is None:
        return Check(id="capability.counts_not_charted", status=Status.WARN)
    if found.criterion == "assumed":
        return Check(id="capability.counts_assumed", status=Status.WARN, statistic=found.signals)
    arguments: dict[str, Argument] = {"count": found.signals or 0, "points": found.points}
    if not found.stable:
        return Check(id="capability.counts_unstable", status=Status.FAIL, statistic=found.signals, arguments=arguments)
    return Check(id="capability.counts_stable", status=Status.OK, statistic=found.signals, arguments=arguments)


def _amount(samples: int) -> Check:
    few = samples < _ENOUGH
    name = "attribute_charts.few_samples" if few else "attribute_charts.enough_samples"
    arguments: dict[str, Argument] = {"count": samples, "enough": _ENOUGH}
    return Check(id=name, status=Status.WARN if few else Status.OK, statistic=samples, arguments=arguments)
