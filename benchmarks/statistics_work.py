"""The pieces of work that ``statistics.py`` compares, each in the process of whoever does it: ours or a peer's.

Started as ``python -P statistics_work.py``: each line read names a piece of work, each line written tells its processor
time in seconds and the figure that it found. ``-P`` keeps this folder off the path, where ``statistics`` is another.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

Work = Callable[[], float]
LOWER, TARGET, UPPER = 7.0, 10.0, 13.0
#: Seconds: what takes less is repeated for as long as that.
SHORT, WHILE = 0.02, 0.05


@cache
def process(count: int) -> Any:
    """Values of a stable process."""
    return np.random.default_rng(1).normal(TARGET, 1.0, count)


@cache
def studies() -> Any:
    """A thousand crossed gauge studies of 10 parts, 3 operators, 3 trials."""
    random = np.random.default_rng(2)
    parts, operators = random.normal(0, 3, (1000, 10, 1, 1)), random.normal(0, 0.5, (1000, 1, 3, 1))
    return parts + operators + random.normal(0, 1, (1000, 10, 3, 3))


@cache
def rounds() -> Any:
    """A thousand rounds of 100 laboratories, with some far off."""
    return 50 + np.random.default_rng(3).standard_t(3, (1000, 100))


def pass_over(count: int) -> Work:
    """One mean and one standard deviation: what NumPy needs at least."""
    values = process(count)
    return lambda: float(values.mean()) + 3 * float(values.std())


def jawda_chart(count: int) -> Work:
    """X-bar & R with the eight rules, every signal told."""
    from jawda.core.statistics.control_charts import xbar_r

    values = process(count)

    def work() -> float:
        chart = xbar_r(values, size=5, rules="nelson1984")
        return float(chart.limits.upper) if len(chart.signals) else 0.0

    return work


def pccpy_chart(count: int) -> Work:
    """The same by pccpy."""
    from pccpy.charts.variables import xbar_r_chart

    values = process(count)
    rules = tuple(range(1, 9))

    def work() -> float:
        chart = xbar_r_chart(values, subgroup_size=5, tests=rules)
        return float(np.ravel(chart.panels[0].ucl)[0]) if chart.violations is not None else 0.0

    return work


def capstat_chart(count: int) -> Work:
    """The same by capstat-core."""
    from capstat_core.control_charts import xbar_r_chart
    from capstat_core.rules import nelson_rules

    values = process(count).reshape(-1, 5)

    def work() -> float:
        pair = xbar_r_chart(values)
        return float(np.ravel(pair.location.limits.upper)[0]) if nelson_rules(pair.location) else 0.0

    return work


def jawda_capability(count: int) -> Work:
    """Cp to Ppk with intervals, in subgroups of five."""
    from jawda.core.statistics.capability import Specification, capability

    values = process(count)
    specification = Specification(lower=LOWER, upper=UPPER, target=TARGET)
    return lambda: float(capability(values, specification, size=5).indices["Ppk"].value or 0.0)


def pccpy_capability(count: int) -> Work:
    """The same by pccpy, which gives intervals of Pp and Ppk."""
    from pccpy.capability import capability_analysis

    values = process(count)
    return lambda: float(capability_analysis(values, LOWER, UPPER, TARGET, subgroup_size=5).ppk)


def capstat_capability(count: int) -> Work:
    """The same by capstat-core, which gives no intervals."""
    from capstat_core.capability import capability

    values = process(count).reshape(-1, 5)
    # its pooled estimator, which is its own choice, refuses so many values
    return lambda: float(capability(values, lsl=LOWER, usl=UPPER, target=TARGET, within_method="sbar_c4").ppk)


def jawda_studies() -> Work:
    """All studies in one call: components and p-values."""
    from jawda.core.statistics.measurement_systems import gauge_rr_batch

    values = studies()
    return lambda: float(np.mean(gauge_rr_batch(values).components["grr"]["variance"]))


def capstat_studies() -> Work:
    """The same by capstat-core, one after the other."""
    from capstat_core.gage_rr import gage_rr

    values = studies()
    return lambda: float(np.mean([gage_rr(one, interaction_alpha=0.05).var_gage_rr for one in values]))


def pccpy_studies() -> Work:
    """The same by pccpy, one after the other."""
    from pccpy.msa import gage_rr

    values = studies()
    return lambda: float(np.mean([gage_rr(one, 10, 3, 3, alpha_interaction=0.05).var_gage for one in values]))


def jawda_rounds() -> Work:
    """Algorithm A of all rounds in one call."""
    from jawda.core.statistics.laboratories.robust import algorithm_a_rounds

    values = rounds()
    return lambda: float(np.mean(algorithm_a_rounds(values).sds))


def pt13528_rounds() -> Work:
    """The same by pt13528, one after the other."""
    from pt13528.robust import algorithm_a

    values = rounds()
    return lambda: float(np.mean([algorithm_a(one)["scale"] for one in values]))


def statsmodels_rounds() -> Work:
    """Huber's proposal 2 by statsmodels: the same estimate but for the divisor, all rounds in one call."""
    from statsmodels.robust.scale import Huber

    values, huber = rounds(), Huber(maxiter=1000)
    return lambda: float(np.mean(huber(values, axis=1)[1]))


def jawda_folder(path: str) -> Work:
    """From a folder of Parquet through DuckDB to the chart."""
    import ibis

    from jawda.core.statistics.control_charts import xbar_r
    from jawda.core.statistics.in_database import collected, figures_of_subgroups

    def work() -> float:
        table = ibis.duckdb.connect().read_parquet(f"{path}/*.parquet")
        summary = collected(figures_of_subgroups(table, value="value", subgroup="subgroup"))
        return float(xbar_r(summary).limits.upper)

    return work


WORKS: dict[str, Callable[..., Work]] = {
    "pass": pass_over,
    "jawda chart": jawda_chart, "pccpy chart": pccpy_chart, "capstat-core chart": capstat_chart,
    "jawda capability": jawda_capability, "pccpy capability": pccpy_capability,
    "capstat-core capability": capstat_capability,
    "jawda studies": jawda_studies, "pccpy studies": pccpy_studies, "capstat-core studies": capstat_studies,
    "jawda rounds": jawda_rounds, "pt13528 rounds": pt13528_rounds, "statsmodels rounds": statsmodels_rounds,
    "jawda folder": jawda_folder,
}  # fmt: skip


@cache
def ready(name: str, *given: Any) -> Work:
    """The work with its data made and its packages loaded."""
    return WORKS[name](*given)


def memory_of(name: str, count: int) -> float:
    """How much more memory the process has held at most, data and all, in sizes of the data."""
    ready(name, 1000)()
    ready(name, 600_000)()  # what is loaded once is loaded
    process.cache_clear()
    ready.cache_clear()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ready(name, count)()
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 if sys.platform == "darwin" else 1024
    return (after - before) * unit / (8 * count)


def timed(work: Work) -> dict[str, float]:
    """Seconds of one run. What is over in a moment is run for a while: once, it would tell how cold the machine was."""
    start, clock, answer = time.process_time(), time.perf_counter(), work()
    seconds, passed = time.process_time() - start, time.perf_counter() - clock
    if seconds < SHORT:
        times = max(1, int(WHILE / max(seconds, 1e-6)))
        start, clock = time.process_time(), time.perf_counter()
        for _ in range(times):
            answer = work()
        seconds, passed = (time.process_time() - start) / times, (time.perf_counter() - clock) / times
    return {"seconds": seconds, "clock": passed, "answer": answer}


def main() -> None:
    """Serve until the input ends."""
    if "--without-numba" in sys.argv[1:]:
        sys.modules["numba"] = None  # type: ignore[assignment]
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        asked = json.loads(line)
        if asked.get("memory"):
            told = {"sizes": memory_of(asked["name"], *asked["given"])}
        else:
            told = timed(ready(asked["name"], *asked["given"]))
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
