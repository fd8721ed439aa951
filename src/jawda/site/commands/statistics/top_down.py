"""``jawda stats uncertainty`` on a form of precision and bias, or of a study between laboratories."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from jawda.core.findings import Refused
from jawda.core.languages import Language
from jawda.core.statistics.uncertainty import Decision, Document, TopDown, evaluate_top_down, part_name
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.decisions import decided, figures_of
from jawda.site.commands.statistics.refusals import option_refused

#: Options of a measurement model, with what they are where they were not given.
OF_MODELS: Final = {
    "output": None, "confidence": None, "rule": None, "order": None, "adaptive": False, "digits": None,
    "interval": None, "seed": None, "trials": None, "picture": None,
}  # fmt: skip


def run(document: Document, options: argparse.Namespace) -> int:
    """The combined uncertainty with its parts, and the decision where limits are given."""
    for name, unset in OF_MODELS.items():
        if getattr(options, name) != unset:
            raise option_refused("option_unfit", option=f"--{name}", kind=document.file)
    found = evaluate_top_down(document, coverage_factor=options.factor)
    decision = _decided(found, document, options)
    language: Language = options.lang
    verdict = [found.summary(language) if found.value is None else found.statement(language)]
    more = {}
    if decision is not None:
        found = replace(found, findings=(*decision.findings, *found.findings))
        verdict.insert(0, decision.findings[0].sentence(language))
        more["decision"] = decision.to_dict()
    return saying.finish(found, options, _lines(found, decision, language), more=more, verdict=verdict)


def _decided(found: TopDown, document: Document, options: argparse.Namespace) -> Decision | None:
    if options.lsl is None and options.usl is None:
        return None
    if found.value is None or found.u_at_value is None:
        raise Refused([document.finding("no_value_to_decide", "value")])
    return decided(
        found.value, u=found.u_at_value, unit=found.inputs.unit, factor=found.coverage_factor, options=options
    )


def _lines(found: TopDown, decision: Decision | None, language: Language) -> Iterator[str]:
    yield from saying.figures([("u", found.u), ("U", found.U)], language, found.unit)
    if found.scale == "relative" and found.value is not None:
        yield from saying.figures(
            [("value", found.value), ("u", found.u_at_value), ("U", found.U_at_value), ("interval", found.interval)],
            language,
            found.inputs.unit,
        )
    elif found.value is not None:
        yield from saying.figures([("value", found.value), ("interval", found.interval)], language, found.unit)
    yield from saying.figures([("coverage_factor", found.coverage_factor)], language)
    if decision is not None:
        yield from figures_of(decision, language)
    yield ""
    rows = [
        (part_name(one.name, language), one.u, one.sensitivity, one.contribution, one.percent) for one in found.budget
    ]
    yield from saying.table(("input", "u", "sensitivity", "contribution", "percent"), rows, language)
