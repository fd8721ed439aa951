"""``jawda stats type1``, ``bias``, ``linearity`` and ``stability``: one instrument against a reference."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from jawda.core.languages import Language
from jawda.core.statistics import measurement_systems
from jawda.core.statistics.measurement_systems import Bias, Linearity, Stability, Type1
from jawda.core.statistics.samples import Column
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.sources import Source, about_file, open_source


@about_file
def type1(options: argparse.Namespace) -> int:
    """Repeated measurements of one standard: Cg and Cgk."""
    source = open_source(options)
    name = source.value()
    given = some(
        tolerance_share=options.tolerance_share, study_multiplier=options.study_multiplier, least=options.least,
        resolution=options.resolution, confidence=options.confidence,
    )  # fmt: skip
    reference = _reference(source, options, name)
    tolerance = _tolerance(source, options, name)
    found = measurement_systems.type1(source.numbers(name), reference=reference, tolerance=tolerance, **given)
    return saying.finish(found, options, _type1_lines(found, options.lang), reading=source.found.report)


@about_file
def bias(options: argparse.Namespace) -> int:
    """Repeated measurements of one reference: is their mean off?"""
    source = open_source(options)
    name = source.value()
    given = some(
        tolerance=_tolerance(source, options, name), process_sd=options.process_sd, spread=options.spread,
        confidence=options.confidence,
    )  # fmt: skip
    found = measurement_systems.bias(source.numbers(name), reference=_reference(source, options, name), **given)
    lines = _bias_lines(found, options.lang)
    failing = "measurement_systems.bias_found"
    return saying.finish(found, options, lines, reading=source.found.report, failing=failing)


@about_file
def linearity(options: argparse.Namespace) -> int:
    """Measurements of several references: does the bias change over the range?"""
    source = open_source(options)
    reference = source.numbers(options.reference)
    name = source.value(options.reference)
    given = some(
        process_sd=options.process_sd, study_multiplier=options.study_multiplier, spread=options.spread,
        confidence=options.confidence,
    )  # fmt: skip
    found = measurement_systems.linearity(source.numbers(name), reference, **given)
    return saying.finish(found, options, _linearity_lines(found, options.lang), reading=source.found.report)


@about_file
def stability(options: argparse.Namespace) -> int:
    """A master part measured again and again: does the instrument drift?"""
    source = open_source(options)
    names = source.values(options.subgroup)
    subgroup: Any = None
    if len(names) > 1:
        column, subgroup = _rows_as_checks(source, names)
    else:
        column = source.numbers(names[0])
    if options.subgroup is not None:
        subgroup = source.labels(options.subgroup, beside=names[0])
    given = some(reference=options.reference, confidence=options.confidence)
    found = measurement_systems.stability(column, subgroup, **given)
    return saying.finish(found, options, _stability_lines(found, options.lang), reading=source.found.report)


def some(**given: Any) -> dict[str, Any]:
    """Only what was given: the rest has the default of the method."""
    return {name: value for name, value in given.items() if value is not None}


def _rows_as_checks(source: Source, names: list[str]) -> tuple[Column, Any]:
    """Columns beside one another: each row is a check."""
    column, rows = source.wide(names)
    return column, rows + 1


def _reference(source: Source, options: argparse.Namespace, name: str) -> float:
    """The reference value that was given, or the nominal value that the file has; refused where there is none."""
    nominal = source.specification(name)[2]
    found: float | None = nominal if options.reference is None else options.reference
    if found is None:
        raise source.refuse("option_missing", option="--reference", kind=options.does.partition(":")[2])
    return found


def _tolerance(source: Source, options: argparse.Namespace, name: str) -> float | None:
    """The width that was given, or that of the limits of the file."""
    if options.tolerance is not None:
        found: float = options.tolerance
        return found
    lower, upper, _ = source.specification(name)
    return None if lower is None or upper is None else upper - lower


def _type1_lines(found: Type1, language: Language) -> Iterator[str]:
    yield from saying.figures([("cg", found.cg_interval), ("cgk", found.cgk)], language)
    yield from saying.figures(
        [
            ("reference", found.reference), ("mean", found.mean), ("bias", found.bias_interval), ("sd", found.sd),
            ("tolerance", found.tolerance), ("smallest_tolerance", found.smallest_tolerance),
        ],
        language,
        found.inputs.unit,
    )  # fmt: skip
    yield from saying.figures([("p_bias", found.p), ("percent_resolution", found.percent_resolution)], language)
    yield from saying.figures([("values", found.inputs.count)], language)


def _bias_lines(found: Bias, language: Language) -> Iterator[str]:
    yield from saying.figures(
        [("reference", found.reference), ("mean", found.mean), ("bias", found.interval), ("sd", found.sd)],
        language,
        found.inputs.unit,
    )
    yield from saying.figures(
        [
            ("t", found.t), ("p_bias", found.p), ("percent_tolerance", found.percent_tolerance),
            ("percent_process", found.percent_process), ("values", found.count),
        ],
        language,
    )  # fmt: skip


def _linearity_lines(found: Linearity, language: Language) -> Iterator[str]:
    yield from saying.figures(
        [
            ("slope", found.slope), ("intercept", found.intercept), ("p_slope", found.p_slope), ("r2", found.r2),
            ("average_bias", found.average_bias), ("percent_linearity", found.percent_linearity),
            ("percent_bias", found.percent_bias), ("values", found.inputs.count),
        ],
        language,
    )  # fmt: skip
    yield ""
    rows = [(one.reference, one.count, one.bias, one.p) for one in found.references]
    yield from saying.table(("reference", "values", "bias", "p"), rows, language)


def _stability_lines(found: Stability, language: Language) -> Iterator[str]:
    yield from saying.figures(
        [
            ("upper", float(found.upper.max())), ("center", found.center), ("lower", float(found.lower.min())),
            ("sd", found.sd), ("bias", found.bias),
        ],
        language,
        found.inputs.unit,
    )  # fmt: skip
    yield from saying.figures([("p_bias", found.p), ("checks", len(found.points))], language)
    if found.signals:
        yield ""
        rows = [(one.point, saying.word(f"moved_{one.rule}", language)) for one in found.signals]
        yield from saying.table(("point", "rule"), rows, language)
