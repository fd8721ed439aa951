"""``jawda stats gauge-rr``: can the measurements be believed?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from jawda.core.findings import Finding, Refused
from jawda.core.languages import Language
from jawda.core.statistics import measurement_systems
from jawda.core.statistics.measurement_systems import GaugeRR
from jawda.core.statistics.samples import LabelColumn
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.sources import Source, about_file, open_source


@about_file
def gauge_rr(options: argparse.Namespace) -> int:
    """A study of parts by operators by trials."""
    _check(options)
    source = open_source(options)
    names = source.values(options.part, options.operator, options.trial)
    if len(names) > 1:
        column, rows = source.wide(names)
        part, operator = (_spread_out(source, name, rows) for name in (options.part, options.operator))
        trial = None
    else:
        column = source.numbers(names[0])
        part, operator, trial = (
            None if name is None else source.labels(name, beside=names[0])
            for name in (options.part, options.operator, options.trial)
        )
    result = measurement_systems.gauge_rr(column, part, operator, trial=trial, **_given(source, options, names[0]))

    def draw(language: Language) -> str:
        return result.figure(language=language, picture=options.picture)

    return saying.finish(result, options, _lines(result, options.lang), reading=source.found.report, draw=draw)


def _check(options: argparse.Namespace) -> None:
    name = ""
    if (options.operator is None) != (options.method == "without-operator"):
        name = "operator_missing" if options.operator is None else "operator_unfit"
    elif options.tolerance is not None and (options.lsl is not None or options.usl is not None):
        name = "tolerance_twice"
    elif options.never_pool and options.alpha_pool is not None:
        name = "pooling_twice"
    if name:
        raise Refused([Finding(id=f"statistics_commands.{name}", arguments={"method": options.method})])


def _spread_out(source: Source, name: str | None, rows: Any) -> LabelColumn | None:
    """A label for each of the values that stand beside one another in a row."""
    if name is None:
        return None
    label = source.labels(name)
    numbers = None if label.rows is None else label.rows[rows]
    return LabelColumn(codes=label.codes[rows], names=label.names, name=label.name, file=label.file, rows=numbers)


def _given(source: Source, options: argparse.Namespace, value: str) -> dict[str, Any]:
    """The options of the study; limits that a file of characteristics brings along count where none is given."""
    lower, upper = options.lsl, options.usl
    if options.tolerance is None and lower is None and upper is None:
        lower, upper, _ = source.specification(value)
    given = {
        "tolerance": options.tolerance, "lower": lower, "upper": upper, "process_sd": options.process_sd,
        "method": options.method, "alpha_pool": options.alpha_pool, "f_over": options.f_over,
        "study_multiplier": options.study_multiplier, "judged_by": options.judged_by,
        "confidence": options.confidence, "swap_checked": options.swap_checked,
    }  # fmt: skip
    known = {name: found for name, found in given.items() if found is not None}
    return {**known, "alpha_pool": None} if options.never_pool else known


def _lines(result: GaugeRR, language: Language) -> Iterator[str]:
    rows = [
        (saying.word(name, language), one.variance, one.sd, one.percent_study, one.percent_tolerance)
        for name, one in result.components.items()
    ]
    yield from saying.table(("component", "variance", "sd", "percent_study", "percent_tolerance"), rows, language)
    yield ""
    yield from saying.figures(
        [
            ("ndc", result.ndc), ("parts", result.parts), ("operators", result.operators), ("trials", result.trials),
            ("tolerance", result.tolerance),
        ],
        language,
    )  # fmt: skip
    if result.anova:
        yield ""
        table = [(saying.word(row.source, language), row.df, row.ss, row.ms, row.F, row.p) for row in result.anova]
        yield from saying.table(("source", "df", "ss", "ms", "F", "p"), table, language)
