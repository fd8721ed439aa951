"""What a round's report says: how the assigned value stands, who did well, what limits the conclusions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from jawda.core.statistics.laboratories.assigned import AssignedValue, compare
from jawda.core.statistics.laboratories.checks import said, size_check
from jawda.core.statistics.laboratories.homogeneity import Homogeneity
from jawda.core.statistics.laboratories.round_data import Reported
from jawda.core.statistics.laboratories.scores import UncertaintyFlag, Verdict
from jawda.core.statistics.laboratories.stability import Stability
from jawda.core.statistics.result import Check, Status

_CHOSEN = {"z": "z", "z_prime": "z′", "zeta": "ζ", "En": "En", "PA": "PA"}


def findings_of(
    data: Reported,
    assigned: AssignedValue,
    own: AssignedValue | None,
    sigma: float,
    *,
    sigma_given: bool,
    consensus_used: bool,
    chosen: str,
    counts: Mapping[Verdict, int],
    flags: Sequence[UncertaintyFlag],
    homogeneity: Homogeneity | None,
    stability: Stability | None,
    competent: bool,
) -> list[Check]:
    """The findings in the order of a report: what it is, value, spread, items, verdicts, uncertainties."""
    found = [said("proficiency_test" if competent else "interlaboratory_comparison", Status.OK)]
    found += _on_value(data, assigned, own, sigma, sigma_given=sigma_given, consensus_used=consensus_used)
    found.append(said("statistic_chosen", Status.OK, assigned.u / sigma, score=_CHOSEN[chosen]))
    found += _on_items(homogeneity, stability)
    found += _on_verdicts(counts)
    found += _on_uncertainties(flags, chosen)
    if data.repeated:
        name = "replicates_averaged" if bool((data.counts > 1).any()) else "replicates_separate"
        found.append(said(name, Status.WARN, data.repeated, count=data.repeated))
    return found


def _on_value(
    data: Reported,
    assigned: AssignedValue,
    own: AssignedValue | None,
    sigma: float,
    *,
    sigma_given: bool,
    consensus_used: bool,
) -> list[Check]:
    found: list[Check] = []
    if consensus_used or not sigma_given:
        found.append(size_check(len(data.values)))
    if own is not None and (consensus_used or not sigma_given):
        kept = ("laboratories.half_equal", "laboratories.not_converged")
        found += [check for check in own.findings if check.id in kept]
    share = assigned.u / sigma
    if share < 0.3:
        found.append(said("u_negligible", Status.OK, share, u=assigned.u, limit=0.3 * sigma))
    else:
        found.append(said("u_not_negligible", Status.WARN, share, u=assigned.u, limit=0.3 * sigma))
    if not sigma_given:
        found.append(said("sigma_of_participants", Status.WARN, sigma))
    if not consensus_used and own is not None and math.hypot(assigned.u, own.u) > 0:
        both = compare(assigned.value, assigned.u, own.value, own.u)
        name = "consensus_agrees" if both.compatible else "consensus_disagrees"
        status = Status.OK if both.compatible else Status.WARN
        found.append(said(name, status, both.ratio, difference=both.difference, u=both.u))
    if sigma_given and own is not None and own.sd is not None and own.sd > 1.5 * sigma:
        found.append(said("spread_beyond_sigma", Status.WARN, own.sd / sigma, sd=own.sd, sigma=sigma))
    return found


def _on_items(homogeneity: Homogeneity | None, stability: Stability | None) -> list[Check]:
    found: list[Check] = []
    if homogeneity is None:
        found.append(said("homogeneity_unknown", Status.WARN))
    else:
        found += [check for check in homogeneity.findings if check.id.startswith("laboratories.")]
    if stability is None:
        found.append(said("stability_unknown", Status.WARN))
    else:
        found += [check for check in stability.findings if check.id.startswith("laboratories.")]
    return found


def _on_verdicts(counts: Mapping[Verdict, int]) -> list[Check]:
    found = []
    good = counts[Verdict.SATISFACTORY]
    found.append(said("satisfactory", Status.OK, good, count=good, total=sum(counts.values())))
    for verdict, status in ((Verdict.QUESTIONABLE, Status.WARN), (Verdict.UNSATISFACTORY, Status.FAIL)):
        if counts[verdict]:
            found.append(said(verdict.value, status, counts[verdict], count=counts[verdict]))
    if counts[Verdict.NOT_SCORED]:
        unknown = counts[Verdict.NOT_SCORED]
        found.append(said("not_scored", Status.WARN, unknown, count=unknown))
    return found


def _on_uncertainties(flags: Sequence[UncertaintyFlag], chosen: str) -> list[Check]:
    found = []
    for flag in (UncertaintyFlag.TOO_SMALL, UncertaintyFlag.TOO_LARGE):
        count = sum(one is flag for one in flags)
        if count:
            found.append(said(f"uncertainty_{flag.value}", Status.WARN, count, count=count))
    absent = sum(flag is UncertaintyFlag.NOT_REPORTED for flag in flags)
    if absent and (absent < len(flags) or chosen in ("zeta", "En")):
        found.append(said("uncertainty_absent", Status.WARN, absent, count=absent))
    return found
