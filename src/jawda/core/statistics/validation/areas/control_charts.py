"""Control charts of measurements, of counts, with a memory; constants, rules and run lengths."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from jawda.core.statistics.control_charts import (
    CountChart,
    c_chart,
    cusum,
    ewma,
    individuals,
    laney_p_chart,
    np_chart,
    p_chart,
    rule_set,
    shewhart_run_length,
    u_chart,
)
from jawda.core.statistics.control_charts import constants as exact
from jawda.core.statistics.control_charts.rules import Beyond, Run
from jawda.core.statistics.validation.areas.common import Runner
from jawda.core.statistics.validation.cases_carried import Case
from jawda.core.statistics.validation.comparisons import Comparisons

#: The package behind some cases tells a run from the seventh point on.
SEVEN: Final = (Beyond(id="1"), Run(id="2", length=7))
_SIZED: Final[Mapping[str, Callable[..., CountChart]]] = {
    "p": p_chart, "np": np_chart, "u": u_chart, "laney-p": laney_p_chart,
}  # fmt: skip
#: d2 as the handbook rounds it.
_ROUNDED_D2: Final = 1.128


def count_chart(kind: str, data: Mapping[str, Any]) -> CountChart:
    """The chart of a case's counts, with the rules of its source."""
    return c_chart(data["x"], rules=SEVEN) if kind == "c" else _SIZED[kind](data["x"], data["size"], rules=SEVEN)


def counts(case: Case, compare: Comparisons) -> None:
    """Limits, the spread beyond chance, points beyond the limits."""
    chart, expected = count_chart(case.params["type"], case.data), case.expected
    close = {{"rel": "relative", "abs": "absolute"}[name]: value for name, value in case.tolerance.items()
             if name in ("rel", "abs")}  # fmt: skip
    for line in ("center", "lower", "upper"):
        if line in expected:
            compare.close(line, getattr(chart.limits, line), expected[line], **close)
    if "sigma_z" in expected:
        compare.close("sigma_z", chart.sigma_z, expected["sigma_z"], **close)
    if "beyond_limits" in expected:
        compare.equal("beyond_limits", chart.signals.of("1"), expected["beyond_limits"])


def constants(case: Case, compare: Comparisons) -> None:
    """d2, d3, c4 of subgroups of 2 to 15."""
    for name in ("d2", "d3", "c4"):
        found = [getattr(exact, name)(int(size)) for size in case.expected]
        wanted = [row[name] for row in case.expected.values()]
        compare.close(name, found, wanted, relative=case.tolerance[f"{name}_rel"])


def factors(case: Case, compare: Comparisons) -> None:
    """A2, A3, D3, D4, B3, B4, E2 of subgroups of 2 to 10; printed to nine digits, zeros among them."""
    for name in next(iter(case.expected.values())):
        found = [getattr(exact.factors(int(size)), name) for size in case.expected]
        wanted = [row[name] for row in case.expected.values()]
        compare.close(name, found, wanted, relative=case.tolerance["rel"])


def individual_values(case: Case, compare: Comparisons) -> None:
    """With the handbook's rounded constant to all digits, with the exact one to what rounding leaves."""
    chart, expected = individuals(case.data["x"]), case.expected
    compare.close("center", chart.limits.center, expected["center"], relative=1e-9)
    compare.close("mr_bar", float(np.nanmean(chart.spread.points)), expected["mr_bar"], relative=1e-9)
    sigma = expected["mr_bar"] / _ROUNDED_D2
    rounded = individuals(case.data["x"], mean=expected["center"], historical_sigma=sigma)
    for name, line in (("ucl", "upper"), ("lcl", "lower")):
        compare.close(f"{name}, d2 = 1.128", getattr(rounded.limits, line), expected[name], relative=1e-9)
        compare.close(f"{name}, exact d2", getattr(chart.limits, line), expected[name], absolute=2e-3)


def rules(case: Case, compare: Comparisons) -> None:
    """Each sequence completes exactly the patterns named, at exactly the points named."""
    for sequence in case.expected:
        for name, key in (("nelson1984", "nelson"), ("weco1956", "weco"), ("minitab", "nelson")):
            chart = individuals(sequence["z"], rules=name, mean=0, historical_sigma=1)
            for rule in rule_set(name).rules:
                told = "8_either_side" if name == "minitab" and rule.id == "8" else rule.id
                found = [signal.point for signal in chart.location.signals if signal.rule == rule.id]
                compare.equal(f"{sequence['name']}, {name} {rule.id}", found, sequence[key][told])


def sums(case: Case, compare: Comparisons) -> None:
    """Cumulative sums in the unit of the data."""
    params, expected = case.params, case.expected
    chart = cusum(
        case.data["x"], target=params["target"], reference_value=params["K"], decision_interval=params["H"],
        scale="data",
    )  # fmt: skip
    compare.close("s_hi", chart.upper_sum, expected["s_hi"], absolute=1e-9)
    compare.close("s_lo", chart.lower_sum, expected["s_lo"], absolute=1e-9)
    compare.close("printed_s_hi", chart.upper_sum, expected["printed_s_hi"], absolute=case.tolerance["printed"])
    compare.equal("signals", chart.signals.marked, expected["signals_1based"])


def averages(case: Case, compare: Comparisons) -> None:
    """Exponentially weighted averages with asymptotic limits."""
    params, expected, close = case.params, case.expected, case.tolerance
    chart = ewma(
        case.data["x"], target=params["target"], sigma=params["sigma"], smoothing=params["lambda"],
        width=params["L"], limits="asymptotic",
    )  # fmt: skip
    compare.close("z", chart.averages, expected["z"], absolute=close["z"])
    for name in ("lower", "upper"):
        compare.close(name, getattr(chart.limits, name), expected[name], absolute=close["limits"])
    compare.equal("signals", chart.signals.marked, expected["signals"])


def run_lengths(case: Case, compare: Comparisons) -> None:
    """The average run length of three-sigma limits by the size of a shift."""
    found = shewhart_run_length([float(shift) for shift in case.expected])
    compare.close("arl", found.arl, list(case.expected.values()), relative=case.tolerance["rel"])


OF_MEASUREMENTS: Final[Mapping[str, Runner]] = {
    "const-": constants, "const-derived-": factors, "nist-imr": individual_values, "rules-": rules,
}  # fmt: skip
OF_COUNTS: Final[Mapping[str, Runner]] = {"nist-": counts, "own-": counts}
OF_TIME: Final[Mapping[str, Runner]] = {"nist-cusum": sums, "nist-ewma": averages, "arl-shewhart": run_lengths}
