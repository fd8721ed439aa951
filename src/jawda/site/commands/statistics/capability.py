"""``jawda stats capability``: does the process meet its specification, and how surely?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from jawda.core.languages import Language
from jawda.core.statistics.capability import Capability, Specification, capability
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.instruments import some
from jawda.site.commands.statistics.sources import Source, open_source
from jawda.site.commands.statistics.subgroups import in_subgroups


def run(options: argparse.Namespace) -> int:
    """A study of one characteristic, stability first."""
    source = open_source(options)
    column, groups, _rows = in_subgroups(source, options)
    specification = _specification(source, options)
    given: dict[str, Any] = some(
        within=options.within, confidence=options.confidence, required=options.required, rules=options.rules
    )
    found = capability(column, specification, subgroup=groups, model=options.model, **given)
    return saying.finish(found, options, _lines(found, options.lang), reading=source.found.report)


def _specification(source: Source, options: argparse.Namespace) -> Specification:
    """The limits that were given, else those that a file of characteristics brings along."""
    lower, upper, nominal = source.specification(source.values(options.subgroup)[0])
    if options.lsl is not None or options.usl is not None:
        lower, upper = options.lsl, options.usl
    return Specification(lower, upper, target=options.target, nominal=nominal, unit=options.unit)


def _lines(found: Capability, language: Language) -> Iterator[str]:
    limits = found.specification
    yield from saying.figures(
        [
            ("lsl", limits.lower), ("usl", limits.upper), ("target", limits.target), ("mean", found.mean),
            ("sigma_within", found.sigma_within), ("sigma_overall", found.sigma_overall),
        ],
        language,
        found.inputs.unit,
    )  # fmt: skip
    yield from saying.figures([("values", found.inputs.count)], language)
    yield ""
    rows = [(name, one.value, one.low, one.high) for name, one in found.indices.items() if one.value is not None]
    yield from saying.table(("index", "value", "low", "high"), rows, language)
    yield ""
    parts = {"expected_ppm": found.expected, "observed_ppm": found.observed}
    table = [(saying.word(name, language), one.below, one.above, one.total) for name, one in parts.items() if one]
    yield from saying.table(("ppm", "below", "above", "total"), table, language)
