"""``jawda stats chart``: is the process stable?"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from jawda.core.findings import Refused
from jawda.core.languages import Language
from jawda.core.statistics import control_charts
from jawda.core.statistics.control_charts import ControlChart, CountChart, Cusum, Ewma, Hotelling
from jawda.core.statistics.control_charts.estimates import Estimator as Within
from jawda.core.statistics.control_charts.individuals import Estimator as Individual
from jawda.core.statistics.samples import Column, LabelColumn, numbers
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.instruments import some
from jawda.site.commands.statistics.refusals import option_finding
from jawda.site.commands.statistics.sources import Source, about_file, open_source
from jawda.site.commands.statistics.subgroups import in_subgroups, sample_sizes, whole

Chart: TypeAlias = ControlChart | CountChart | Cusum | Ewma | Hotelling

#: Charts of measurements in subgroups, of counts in samples of a size, of counts or gaps alone.
SUBGROUPED: Final[Mapping[str, Callable[..., ControlChart]]] = {
    "xbar-r": control_charts.xbar_r, "xbar-s": control_charts.xbar_s,
}  # fmt: skip
SIZED: Final[Mapping[str, Callable[..., CountChart]]] = {
    "p": control_charts.p_chart, "np": control_charts.np_chart, "u": control_charts.u_chart,
    "laney-p": control_charts.laney_p_chart, "laney-u": control_charts.laney_u_chart,
}  # fmt: skip
COUNTED: Final[Mapping[str, Callable[..., CountChart]]] = {
    "c": control_charts.c_chart, "g": control_charts.g_chart, "t": control_charts.t_chart,
}  # fmt: skip
#: How a known mean is called by the charts of counts.
MEANS: Final[Mapping[str, str]] = {
    "p": "proportion", "np": "proportion", "laney-p": "proportion", "u": "rate", "laney-u": "rate", "c": "mean",
}  # fmt: skip
_SHEWHART: Final = frozenset({"rules", "nsigma", "stage", "first", "exclude"})
_MEASURED: Final = frozenset({"subgroup", "size", "sigma", "estimator"})
#: The options, besides those of every command, that each kind of chart takes.
TAKEN: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(SUBGROUPED, _SHEWHART | _MEASURED | {"mean"}),
    **dict.fromkeys(SIZED, _SHEWHART | {"size", "mean"}),
    "c": _SHEWHART | {"mean"},
    "g": _SHEWHART,
    "t": _SHEWHART,
    "individuals": _SHEWHART | {"mean", "sigma", "estimator"},
    "cusum": _MEASURED | {"target", "k", "h", "headstart", "scale"},
    "ewma": _MEASURED | {"target", "smoothing", "width"},
    "hotelling": frozenset({"subgroup", "size", "alpha"}),
}
_SOME_CHARTS: Final = frozenset().union(*TAKEN.values())


@about_file
def run(options: argparse.Namespace) -> int:
    """Draw the chart of one characteristic, or of several together."""
    _check_taken(options)
    source = open_source(options)
    chart = chart_of(source, options)

    def draw(language: Language) -> str:
        if options.picture == "spread" and isinstance(chart, ControlChart):
            return chart.figure(language=language, chart="spread")
        return chart.figure(language=language)

    return saying.finish(chart, options, _lines(chart, options.lang), reading=source.found.report, draw=draw)


def _check_taken(options: argparse.Namespace) -> None:
    """An option that the chart would pass over is refused: nothing is ignored in silence."""
    faults = [
        option_finding("option_unfit", option=f"--{name}", kind=options.kind)
        for name in sorted(_SOME_CHARTS - TAKEN[options.kind])
        if getattr(options, name) is not None
    ]
    if options.kind in SUBGROUPED or options.kind == "individuals":
        if (options.mean is None) != (options.sigma is None):
            faults.append(option_finding("options_together", first="--mean", second="--sigma"))
        if options.estimator is not None and options.estimator not in _estimators(options.kind):
            known = ", ".join(_estimators(options.kind))
            faults.append(option_finding("option_known", option="--estimator", kind=options.kind, known=known))
    if faults:
        raise Refused(faults)


def _estimators(kind: str) -> tuple[str, ...]:
    return get_args(Individual) if kind == "individuals" else get_args(Within)


def chart_of(source: Source, options: argparse.Namespace) -> Chart:
    """The chart that the options ask for."""
    kind: str = options.kind
    if kind in SUBGROUPED:
        return _subgrouped(source, options)
    if kind in SIZED:
        return _sized(source, options)
    if kind == "hotelling":
        return _hotelling(source, options)
    if kind in ("cusum", "ewma"):
        return _weighted(source, options)
    column = source.numbers(source.value(options.subgroup, options.stage))
    if kind in COUNTED:
        return COUNTED[kind](column, **_common(source, options, len(column.values)))
    return control_charts.individuals(column, **_known(options), **_common(source, options, len(column.values)))


def _common(source: Source, options: argparse.Namespace, points: int) -> dict[str, Any]:
    """What every chart of Shewhart's kind takes, with the stage of each point."""
    stages = None if options.stage is None else source.labels(options.stage)
    left_out = _left_out(source, options, points)
    known = {} if options.kind not in MEANS or options.mean is None else {MEANS[options.kind]: options.mean}
    return {**some(rules=options.rules, nsigma=options.nsigma), "stages": stages, "exclude": left_out, **known}


def _left_out(source: Source, options: argparse.Namespace, points: int) -> tuple[int, ...]:
    """The numbers of the points that make no limits; refused where one does not exist."""
    found = sorted({*(options.exclude or ()), *range((options.first or points) + 1, points + 1)})
    for name, value in (("--exclude", max(options.exclude or (1,))), ("--first", options.first or 1)):
        if value > points:
            raise source.refuse("no_such_point", option=name, value=value, points=points)
    return tuple(found)


def _known(options: argparse.Namespace) -> dict[str, Any]:
    """A mean and standard deviation known from before, or how the latter is estimated."""
    return some(mean=options.mean, historical_sigma=options.sigma, sigma=options.estimator)


def _subgrouped(source: Source, options: argparse.Namespace) -> ControlChart:
    column, groups, rows = in_subgroups(source, options)
    if groups is None:
        raise source.refuse("option_missing", option="--subgroup, --size", kind=options.kind)
    points = len(np.unique(groups.codes[~column.missing]))
    common = some(rules=options.rules, nsigma=options.nsigma, exclude=_left_out(source, options, points))
    if options.stage is not None:
        stages = source.labels(options.stage)
        common["stages"] = _stage_of_each(source, column, groups, stages.codes[rows], stages)
    return SUBGROUPED[options.kind](column, groups, **_known(options), **common)


def _stage_of_each(
    source: Source, column: Column, groups: LabelColumn, codes: NDArray[np.int64], stages: LabelColumn
) -> list[str]:
    """The stage of each subgroup that has a value; refused where one subgroup stands in two stages."""
    there = ~column.missing
    found: dict[int, int] = {}
    for group, stage in zip(groups.codes[there].tolist(), codes[there].tolist(), strict=True):
        if found.setdefault(group, stage) != stage:
            raise source.refuse("stage_within_subgroup", subgroup=groups.names[group], option="--stage")
    return [stages.names[found[group]] for group in sorted(found)]


def _sized(source: Source, options: argparse.Namespace) -> CountChart:
    if options.size is None:
        raise source.refuse("option_missing", option="--size", kind=options.kind)
    size, name = sample_sizes(source, options)
    column = source.numbers(source.value(options.stage, name))
    return SIZED[options.kind](column, size, **_common(source, options, len(column.values)))


def _hotelling(source: Source, options: argparse.Namespace) -> Hotelling:
    names = source.values(options.subgroup)
    if len(names) < 2:
        raise source.refuse("several_columns", option="--value", kind=options.kind)
    columns = [numbers(source.numbers(name)) for name in names]  # here, where a column knows its rows
    data = np.stack([column.values for column in columns], axis=1)
    subgroup: Any = None
    if options.subgroup is not None:
        subgroup = source.labels(options.subgroup)
    elif options.size is not None:
        subgroup = whole(source, options.size)
    given = some(alpha=options.alpha)
    return control_charts.hotelling(data, names=[column.name for column in columns], subgroup=subgroup, **given)


def _weighted(source: Source, options: argparse.Namespace) -> Cusum | Ewma:
    column, subgroup, _rows = in_subgroups(source, options)
    given = some(target=options.target, sigma=options.sigma, estimator=options.estimator)
    if options.kind == "cusum":
        own = some(
            reference_value=options.k, decision_interval=options.h, headstart=options.headstart, scale=options.scale
        )
        return control_charts.cusum(column, subgroup=subgroup, **given, **own)
    own = some(smoothing=options.smoothing, width=options.width)
    return control_charts.ewma(column, subgroup=subgroup, **given, **own)


def _lines(chart: Chart, language: Language) -> Iterator[str]:
    limits = chart.limits
    lines = [(name, getattr(limits, name)) for name in ("upper", "center", "lower")]
    for name, line in lines:
        if isinstance(line, np.ndarray):
            yield saying.named(name, saying.shown((float(line.min()), float(line.max())), language), language)
        else:
            yield from saying.figures([(name, line)], language, chart.inputs.unit)
    if isinstance(chart, ControlChart):
        yield from saying.figures([("sigma", chart.stages[-1].sigma)], language, chart.inputs.unit)
    yield from saying.figures([("values", chart.inputs.count), ("missing", chart.inputs.missing or None)], language)
    if chart.signals:
        yield ""
        rows = [(signal.point, signal.rule, saying.word(f"side_{signal.side}", language)) for signal in chart.signals]
        yield from saying.table(("point", "rule", "side"), rows, language)
