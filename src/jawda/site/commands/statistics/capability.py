"""``jawda stats capability``, ``machine-capability``, ``attribute-capability``: is what was specified met?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any, Final

from jawda.core.languages import Language
from jawda.core.statistics.capability import (
    AttributeCapability,
    Capability,
    Specification,
    attribute_capability,
    capability,
    machine_capability,
)
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.instruments import some
from jawda.site.commands.statistics.refusals import option_refused
from jawda.site.commands.statistics.sources import Source, about_file, open_source
from jawda.site.commands.statistics.subgroups import in_subgroups, sample_sizes

#: What is said before any index: an index of what moves is no verdict.
_LEADING: Final = tuple(f"capability.{name}" for name in ("unstable", "moves", "run_unstable", "counts_unstable"))


@about_file
def run(options: argparse.Namespace) -> int:
    """A study of one characteristic, stability first."""
    source = open_source(options)
    column, groups, _rows = in_subgroups(source, options)
    specification = _specification(source, options, source.values(options.subgroup)[0])
    given: dict[str, Any] = some(
        within=options.within, confidence=options.confidence, required=options.required, rules=options.rules
    )
    found = capability(column, specification, subgroup=groups, model=options.model, **given)
    return saying.finish(found, options, _lines(found, options.lang), reading=source.found.report, leading=_LEADING)


@about_file
def machine(options: argparse.Namespace) -> int:
    """Parts of one run, in the order in which they were made."""
    source = open_source(options)
    name = source.value()
    specification = _specification(source, options, name)
    given: dict[str, Any] = some(
        naming=options.naming, confidence=options.confidence, required=options.required, rules=options.rules
    )
    found = machine_capability(source.numbers(name), specification, model=options.model, **given)
    return saying.finish(found, options, _lines(found, options.lang), reading=source.found.report, leading=_LEADING)


@about_file
def attribute(options: argparse.Namespace) -> int:
    """Counts of samples: nonconforming units, or nonconformities."""
    if options.kind != "poisson" and options.opportunities is not None:
        raise option_refused("option_unfit", option="--opportunities", kind="binomial")
    source = open_source(options)
    size, name = sample_sizes(source, options)
    given: dict[str, Any] = some(
        kind=options.kind, opportunities=options.opportunities, shift=options.shift, most=options.most,
        confidence=options.confidence, rules=options.rules,
    )  # fmt: skip
    found = attribute_capability(source.numbers(source.value(name)), size, **given)
    return saying.finish(
        found, options, _counted_lines(found, options.lang), reading=source.found.report, leading=_LEADING
    )


def _specification(source: Source, options: argparse.Namespace, name: str) -> Specification:
    """Each limit that was given, else the one that a file of characteristics brings along."""
    lower, upper, nominal = source.specification(name)
    lower = lower if options.lsl is None else options.lsl
    upper = upper if options.usl is None else options.usl
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
    model = None if found.time_model is None else found.time_model.model
    yield from saying.figures([("values", found.inputs.count), ("time_model", model)], language)
    yield ""
    rows = [(name, one.value, one.low, one.high) for name, one in found.indices.items() if one.value is not None]
    yield from saying.table(("index", "value", "low", "high"), rows, language)
    yield ""
    parts = {"expected_ppm": found.expected, "observed_ppm": found.observed}
    table = [(saying.word(name, language), one.below, one.above, one.total) for name, one in parts.items() if one]
    yield from saying.table(("ppm", "below", "above", "total"), table, language)


def _counted_lines(found: AttributeCapability, language: Language) -> Iterator[str]:
    rate = "share_nonconforming" if found.kind == "binomial" else "nonconformities_a_unit"
    yield from saying.figures(
        [
            ("counted", found.counted), ("units", found.units), (rate, found.rate), ("dpmo", found.dpmo),
            ("yield_share", found.yield_share), ("z_score", found.z), ("z_shifted", found.z_shifted),
            ("samples", found.inputs.count),
        ],
        language,
    )  # fmt: skip
