"""``jawda stats uncertainty``: a measurement model by the law of propagation and by Monte Carlo; or top-down."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from jawda.core.languages import Language
from jawda.core.statistics.uncertainty import (
    Comparison,
    Decision,
    FirstOrder,
    ModelForm,
    Together,
    compare,
    first_order_together,
    is_top_down,
    model_form,
    monte_carlo,
    read_document,
)
from jawda.site.commands import files
from jawda.site.commands.statistics import decisions, saying, top_down
from jawda.site.commands.statistics.instruments import some
from jawda.site.commands.statistics.refusals import option_refused

TRIALS: Final = 1_000_000
_SUREST: Final = math.nextafter(1.0, 0.0)


def run(options: argparse.Namespace) -> int:
    """Both methods for each measurand; the one asked for (the first of the model) stands at the top of the JSON.

    A form of precision and bias, or of a study, is worked out top-down instead.
    """
    decisions.check(options)
    document = read_document(files.read(options.file), file=options.file.name)
    if is_top_down(document):
        return top_down.run(document, options)
    form = model_form(document)
    names = list(form.model.equations)
    if options.output is not None and options.output not in names:
        known = ", ".join(names)[:200]
        raise option_refused("option_known", option="--output", kind=options.file.name, known=known)
    together = _first_order(form, options)
    wanted = [options.output] if options.output is not None else names
    compared = [_compared(form, options, one) for one in together.outputs if one.name in wanted]
    first = _with_all_findings(compared[0])
    decision = decisions.decided(
        first.value, u=first.u, unit=first.unit, factor=options.factor or form.coverage_factor, options=options,
        degrees_of_freedom=first.degrees_of_freedom,
    )  # fmt: skip
    if decision is not None:
        first = replace(first, findings=(*decision.findings, *first.findings))

    def draw(language: Language) -> str:
        shown = compared[0].monte_carlo if options.picture == "values" else compared[0].first_order
        return shown.figure(language=language)

    lines = _lines(first, compared, together, decision, options.lang)
    verdict = [one.first_order.statement(options.lang) for one in compared]
    more = _more(compared, together)
    if decision is not None:
        verdict.insert(0, decision.findings[0].sentence(options.lang))
        more["decision"] = decision.to_dict()
    return saying.finish(first, options, lines, more=more, draw=draw, verdict=verdict)


def _first_order(form: ModelForm, options: argparse.Namespace) -> Together:
    factor = options.factor if options.factor is not None else form.coverage_factor
    confidence = options.confidence if options.confidence is not None else form.confidence
    if options.confidence is not None and options.factor is None:
        factor = None  # a confidence that is asked for here goes before the factor of the file
    given = some(rule=options.rule, order=options.order)
    return first_order_together(form.model, confidence=confidence, factor=factor, **given)


def _compared(form: ModelForm, options: argparse.Namespace, first: FirstOrder) -> Comparison:
    """With a factor the intervals are compared at the probability that it stands for."""
    given = some(interval=options.interval, seed=options.seed, digits=options.digits)
    trials = None if options.adaptive else options.trials or TRIALS
    confidence = min(first.confidence, _SUREST)  # of a very large factor, what a number holds under certainty
    drawn = monte_carlo(form.model, output=first.name, trials=trials, confidence=confidence, **given)
    return compare(first, drawn, **some(digits=options.digits))


def _with_all_findings(found: Comparison) -> FirstOrder:
    """The first-order result with what the comparison and the Monte Carlo method say, each thing once."""
    findings = [*found.first_order.findings]
    for check in (*found.findings, *found.monte_carlo.findings):
        if check not in findings:
            findings.append(check)
    return replace(found.first_order, findings=tuple(findings))


def _more(compared: Sequence[Comparison], together: Together) -> dict[str, Any]:
    """What stands in the JSON beside the first-order result."""
    first = compared[0]
    more: dict[str, Any] = {
        "monte_carlo": first.monte_carlo.to_dict(),
        "validation": {name: getattr(first, name) for name in ("validated", "d_low", "d_high", "tolerance")},
    }
    if len(together.outputs) > 1:
        more["outputs"] = [one.first_order.to_dict() for one in compared]
        more["correlation"] = {
            "names": [one.name for one in together.outputs],
            "values": [list(row) for row in together.correlation],
        }
    return more


def _lines(
    first: FirstOrder,
    compared: Sequence[Comparison],
    together: Together,
    decision: Decision | None,
    language: Language,
) -> Iterator[str]:
    yield from saying.figures(
        [("value", first.value), ("u", first.u), ("U", first.U), ("interval", first.interval)], language, first.unit
    )
    yield from saying.figures(
        [("coverage_factor", first.coverage_factor), ("degrees_of_freedom", first.degrees_of_freedom)], language
    )
    if decision is not None:
        yield from decisions.figures_of(decision, language)
    drawn = compared[0].monte_carlo
    yield ""
    yield "  Monte Carlo"
    yield from saying.figures(
        [("value", drawn.value), ("u", drawn.u), ("interval", drawn.interval)], language, drawn.unit
    )
    yield from saying.figures([("draws", drawn.trials)], language)
    yield ""
    rows = [(one.name, one.value, one.u, one.sensitivity, one.contribution, one.percent) for one in first.budget]
    yield from saying.table(("input", "value", "u", "sensitivity", "contribution", "percent"), rows, language)
    if len(together.outputs) > 1:
        yield ""
        names = [one.name for one in together.outputs]
        table: list[tuple[saying.Figure, ...]] = [
            (name, *row) for name, row in zip(names, together.correlation, strict=True)
        ]
        yield from saying.table(("correlation", *names), table, language)
