"""``jawda stats sampling-plan``: how many units to inspect, and when to accept the lot."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from jawda.core.findings import Finding, Refused, words
from jawda.core.languages import Language
from jawda.core.statistics.acceptance_sampling import (
    EDITIONS,
    VARIABLES_EDITIONS,
    PlanForRisks,
    SamplingPlan,
    VariablesPlan,
    VariablesPlanForRisks,
    ZeroAcceptancePlan,
    code_letters,
    plan_for_risks,
    sampling_plan,
    variables_plan,
    variables_plan_for_risks,
    zero_acceptance_for_aql,
    zero_acceptance_plan,
)
from jawda.site.commands.statistics import saying
from jawda.site.commands.statistics.instruments import some
from jawda.site.commands.statistics.refusals import option_finding, option_refused
from jawda.site.commands.statistics.sampling_tables import doubts_kept, doubts_told, tables_of

Plan: TypeAlias = SamplingPlan | ZeroAcceptancePlan | VariablesPlan | PlanForRisks | VariablesPlanForRisks

_PER_CENT: Final = 100.0
#: The options that each way to a plan takes; any other that is given is refused, not passed over.
_TAKEN: Final[Mapping[str, frozenset[str]]] = {
    "--aql": frozenset({"lot", "aql", "level", "severity", "edition", "kind", "counting", "tables"}),
    "--aql --variables": frozenset({"lot", "aql", "level", "severity", "edition", "sigma", "tables"}),
    "--aql --zero-acceptance": frozenset({"lot", "aql", "level", "edition", "consumer_risk"}),
    "--consumer-quality --zero-acceptance": frozenset({"lot", "consumer_quality", "consumer_risk"}),
    "--consumer-quality": frozenset(
        {"lot", "producer_quality", "consumer_quality", "producer_risk", "consumer_risk", "model"}
    ),
    "--consumer-quality --variables": frozenset(
        {"producer_quality", "consumer_quality", "producer_risk", "consumer_risk", "sigma"}
    ),
}
_ALL: Final = frozenset().union(*_TAKEN.values())


def run(options: argparse.Namespace) -> int:
    """The plan of a published table, the one that accepts on zero, or the smallest one for two risks."""
    way = _way(options)
    tables = None if options.tables is None else tables_of(options.tables)
    supplied = None if tables is None else tables.tables
    edition = options.edition or (None if supplied is None else supplied.edition)
    _check_edition(edition, options.variables, way)
    given = some(edition=edition, supplied=supplied)
    plan = _OF_TABLES[way](options, given) if way in _OF_TABLES else _PLANS[way](options)
    found = plan.to_dict()
    # the keys that stay, also where a plan has no value of one of them
    more: dict[str, Any] = {key: found.get(key) for key in ("code_letter", "accept", "reject")}
    if isinstance(plan, ZeroAcceptancePlan) and options.aql is not None:
        more["code_letter"] = code_letters([options.lot], level=options.level or "II")[0]
    if tables is not None:
        more["doubts"] = doubts_kept(tables)
    lines = [*_lines(plan, options.lang), *([] if tables is None else doubts_told(tables, options.lang))]
    return saying.finish(plan, options, lines, verdict=[_verdict(plan, options.lang)], more=more)


def _way(options: argparse.Namespace) -> str:
    """How the plan is found; refused where options are missing, or would be passed over."""
    if options.zero_acceptance and options.variables:
        raise option_refused("option_unfit", option="--zero-acceptance", kind="--variables")
    by_quality = options.aql is None and (options.consumer_quality is not None or options.producer_quality is not None)
    way = "--consumer-quality" if by_quality else "--aql"
    way += " --zero-acceptance" if options.zero_acceptance else " --variables" if options.variables else ""
    needed = ["lot", "aql"]
    if by_quality:
        needed = ["consumer_quality"] if options.zero_acceptance else ["producer_quality", "consumer_quality"]
    missing = [_typed(name) for name in needed if getattr(options, name) is None]
    if missing:
        raise option_refused("option_missing", option=", ".join(missing), kind="sampling-plan")
    unfit = [name for name in sorted(_ALL - _TAKEN[way]) if getattr(options, name) is not None]
    if options.lot is not None and way == "--consumer-quality" and options.model != "hypergeometric":
        unfit.append("lot")
    if unfit:
        raise Refused(option_finding("option_unfit", option=_typed(name), kind=way) for name in unfit)
    return way


def _check_edition(edition: str | None, variables: bool, way: str) -> None:
    """Also where the tables say it: those by variables give no plan by attributes."""
    known = VARIABLES_EDITIONS if variables else EDITIONS
    if edition is not None and edition not in known:
        raise option_refused("option_known", option="--edition", kind=way, known=", ".join(known))


def _typed(name: str) -> str:
    return "--" + name.replace("_", "-")


def _indexed(options: argparse.Namespace, tables: Mapping[str, Any]) -> Plan:
    given = some(level=options.level, severity=options.severity, kind=options.kind, counting=options.counting)
    return sampling_plan(options.lot, aql=options.aql, **given, **tables)


def _measured(options: argparse.Namespace, tables: Mapping[str, Any]) -> Plan:
    given = some(level=options.level, severity=options.severity, sigma=options.sigma)
    return variables_plan(options.lot, aql=options.aql, **given, **tables)


def _zero(options: argparse.Namespace) -> Plan:
    given = some(level=options.level, edition=options.edition, consumer_risk=options.consumer_risk)
    return zero_acceptance_for_aql(options.lot, aql=options.aql, **given)


def _zero_of_quality(options: argparse.Namespace) -> Plan:
    given = {} if options.consumer_risk is None else {"confidence": 1 - options.consumer_risk}
    return zero_acceptance_plan(quality=options.consumer_quality / _PER_CENT, lot_size=options.lot, **given)


def _qualities(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "producer_quality": options.producer_quality / _PER_CENT,
        "consumer_quality": options.consumer_quality / _PER_CENT,
        **some(producer_risk=options.producer_risk, consumer_risk=options.consumer_risk),
    }


def _of_risks(options: argparse.Namespace) -> Plan:
    return plan_for_risks(**_qualities(options), **some(model=options.model, lot_size=options.lot))


def _measured_of_risks(options: argparse.Namespace) -> Plan:
    return variables_plan_for_risks(**_qualities(options), **some(sigma=options.sigma))


#: Those of a table take the edition, and the tables that were supplied.
_OF_TABLES: Final[Mapping[str, Callable[[argparse.Namespace, Mapping[str, Any]], Plan]]] = {
    "--aql": _indexed,
    "--aql --variables": _measured,
}
_PLANS: Final[Mapping[str, Callable[[argparse.Namespace], Plan]]] = {
    "--aql --zero-acceptance": _zero,
    "--consumer-quality --zero-acceptance": _zero_of_quality,
    "--consumer-quality": _of_risks,
    "--consumer-quality --variables": _measured_of_risks,
}


def _verdict(plan: Plan, language: Language) -> str:
    """What to do, in a sentence."""
    if isinstance(plan, VariablesPlan | VariablesPlanForRisks):
        if isinstance(plan, VariablesPlan) and plan.full_inspection:
            finding = Finding(id="statistics_commands.plan_measured_all", arguments={"size": plan.lot_size})
            return words(finding, language)
        arguments: dict[str, Any] = {"size": plan.sample_size, "k": round(plan.k, 4)}
        return words(Finding(id="statistics_commands.plan_measured", arguments=arguments), language)
    name, size = "plan", plan.sample_size
    if isinstance(plan, SamplingPlan) and len(plan.samples) > 1:
        name = "plan_samples"
    if not isinstance(plan, PlanForRisks) and plan.full_inspection and plan.lot_size is not None:
        name, size = "plan_all", plan.lot_size
    arguments = {"size": size, "accept": plan.accept, "reject": plan.reject}
    return words(Finding(id=f"statistics_commands.{name}", arguments=arguments), language)


def _lines(plan: Plan, language: Language) -> Iterator[str]:
    given = plan.to_dict()
    if isinstance(plan, VariablesPlan) and plan.full_inspection:
        del given["probability_acceptance_at_aql"]  # of a sample of an endless lot; this one is measured whole
    names = (
        "lot_size", "code_letter", "plan_letter", "sample_size", "accept", "reject", "k", "M",
        "probability_acceptance_at_aql", "quality_excluded", "confidence", "actual_producer_risk",
        "actual_consumer_risk",
    )  # fmt: skip
    shares = {"M", "quality_excluded", "actual_producer_risk", "actual_consumer_risk"}
    shown = [(name, given.get(name)) for name in names]
    yield from saying.figures(
        [(name, _PER_CENT * value if name in shares and value is not None else value) for name, value in shown],
        language,
    )
    if isinstance(plan, SamplingPlan) and len(plan.samples) > 1:
        yield ""
        rows = [
            (place, one.size, one.cumulative_size, one.accept, one.reject)
            for place, one in enumerate(plan.samples, start=1)
        ]
        yield from saying.table(("sample", "sample_size", "cumulative_size", "accept", "reject"), rows, language)
