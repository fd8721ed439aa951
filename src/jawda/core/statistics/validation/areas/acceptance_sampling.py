"""Sampling plans: published tables cell by cell, curves, switching."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from jawda.core.statistics.acceptance_sampling import (
    Lot,
    attribute_plan,
    code_letters,
    plan_of_letter,
    plan_performance,
    switching_history,
    variables_plan,
    zero_acceptance_plan,
)
from jawda.core.statistics.validation.areas.common import Runner
from jawda.core.statistics.validation.cases_carried import Case
from jawda.core.statistics.validation.comparisons import Comparisons


def tables(case: Case, compare: Comparisons) -> None:
    """Code letters, and single plans of three severities with arrows followed."""
    letters = case.expected["code_letters"]
    for place, level in enumerate(letters["levels"]):
        ends = [size for first, last, *_ in letters["rows"] for size in (first, last or 10 * first)]
        wanted = [row[2 + place] for row in letters["rows"] for _ in range(2)]
        compare.equal(f"code letters, level {level}", code_letters(ends, level=level), wanted)
    for severity, plans in case.expected["plans"].items():
        for letter, wanted in plans.items():
            found = [
                plan_of_letter(letter, aql=aql, severity=severity, edition=case.params["edition"])
                for aql in case.params["aql"]
            ]
            cells = [[plan.sample_size, plan.accept, plan.reject] for plan in found]
            compare.equal(f"{severity}, letter {letter}", cells, wanted)


def curves(case: Case, compare: Comparisons) -> None:
    """Probability of acceptance, average outgoing quality, average total inspection."""
    expected, params, close = case.expected, case.params, case.tolerance
    plan = attribute_plan(params["n"], params["c"])
    found = plan_performance(plan, quality=expected["p"], lot_size=params["N"], model="binomial")
    printed = expected["printed_pa"]
    compare.close("pa", found.probability_acceptance, expected["pa"], relative=close["rel"])
    compare.close("aoq", found.average_outgoing_quality, expected["aoq"], relative=close["rel"])
    compare.close("ati", found.average_total_inspection, expected["ati"], relative=close["rel"])
    shown = found.probability_acceptance[: len(printed)]
    compare.close("printed_pa", shown, printed, absolute=close["printed_pa"])
    # printed to the unit, some of them cut off
    compare.close("printed_ati", found.average_total_inspection, expected["printed_ati"], absolute=1.0)
    compare.close("aoql", found.aoql.value, expected["aoql"], absolute=close["aoql"])
    compare.close("aoql_at", found.aoql.at, expected["aoql_at"], absolute=close["aoql"])


def zero_acceptance(case: Case, compare: Comparisons) -> None:
    """Sample sizes for a confidence and a quality."""
    for name, size in case.expected.items():
        confidence, quality = name.removeprefix("C").split("_p")
        plan = zero_acceptance_plan(quality=float(quality), confidence=int(confidence) / 100)
        compare.equal(name, plan.sample_size, size)


def switching(case: Case, compare: Comparisons) -> None:
    """The severity of each lot of a sequence, and the switching score."""
    for told in case.expected:
        pairs = zip(told["lots_accepted"], told["would_pass_tighter_aql"], strict=True)
        lots = [
            Lot(accepted=bool(accepted), would_pass_tighter=None if tighter is None else bool(tighter))
            for accepted, tighter in pairs
        ]
        found = switching_history(
            lots, edition="iso-2859-1-1999", start=told["start"], reduced_authorised=told["reduced_authorised"]
        )
        for name in ("severity", "after", "score"):
            compare.equal(f"{told['name']}, {name}", [getattr(lot, name) for lot in found.lots], told[name])
        compare.equal(f"{told['name']}, at the end", found.severity, told["final"])


def by_variables(case: Case, compare: Comparisons) -> None:
    """Sample size, k and M; k follows from M to all its digits."""
    for row in case.expected:
        for lot in map(int, row["lot"].split("-")):
            plan = variables_plan(
                lot, aql=row["aql"], level=row["level"], severity=row["inspection"], sigma=row["sigma"]
            )
            name = f"lot {lot}, AQL {row['aql']}"
            compare.equal(f"{name}, n", plan.sample_size, row["n"])
            compare.close(f"{name}, k", plan.k, row["k"], absolute=1e-10)
            compare.close(f"{name}, M", plan.M, row["M"], absolute=1e-12)


RUNNERS: Final[Mapping[str, Runner]] = {
    "aql-tables": tables, "nist-52-3": curves, "c0-": zero_acceptance, "switching-": switching, "z19-": by_variables,
}  # fmt: skip
