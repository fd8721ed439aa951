"""A whole round of laboratories in one call (ISO 13528:2022): assigned value, σ_pt, scores, verdicts and what to say.

What it is called depends on who holds it: a proficiency test is held by an organiser competent under ISO/IEC 17043;
otherwise the same arithmetic makes an interlaboratory comparison, and the report says so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal, TypeAlias

import numpy as np

from jawda.core.languages import Language
from jawda.core.statistics.basics import missing_check
from jawda.core.statistics.laboratories.assigned import AssignedValue, Consensus, by_consensus
from jawda.core.statistics.laboratories.homogeneity import Homogeneity
from jawda.core.statistics.laboratories.order import QuantileRule
from jawda.core.statistics.laboratories.pictures import Panel, panels
from jawda.core.statistics.laboratories.robust import Constants, Stopping
from jawda.core.statistics.laboratories.round_data import Replicates, Reported, reported
from jawda.core.statistics.laboratories.round_findings import findings_of
from jawda.core.statistics.laboratories.scores import (
    ACTION,
    EN_RULES,
    WARNING,
    EnRule,
    UncertaintyFlag,
    Verdict,
    allowed_verdict,
    en_score,
    en_verdict,
    percent_allowed,
    percent_difference,
    uncertainty_flags,
    uncertainty_negligible,
    z_prime_score,
    z_score,
    z_verdict,
    zeta_score,
)
from jawda.core.statistics.laboratories.stability import Stability
from jawda.core.statistics.result import Method, Result, Width
from jawda.core.statistics.samples import Labels, Numbers, refuse

Statistic: TypeAlias = Literal["auto", "z", "z_prime", "zeta", "En", "PA"]
STATISTICS: Final = ("auto", "z", "z_prime", "zeta", "En", "PA")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One laboratory: its ``value`` (mean of ``replicates``), standard and expanded uncertainty, scores and verdicts.

    ``verdict`` is that of the round's statistic, ``verdicts`` those of z, z_prime, zeta, En and PA. Scores that need an
    uncertainty nobody gave are None.
    """

    lab: str
    value: float
    replicates: int
    u: float | None
    U: float | None
    D: float
    D_percent: float | None
    PA: float
    z: float
    z_prime: float
    zeta: float | None
    En: float | None
    verdict: Verdict
    verdicts: Mapping[str, Verdict]
    uncertainty_flag: UncertaintyFlag


@dataclass(frozen=True, kw_only=True)
class Round(Result):
    """A round: ``assigned_value`` with ``u_assigned``, the results' own ``sd``, ``sigma_pt`` and everybody's scores.

    ``sd`` is the spread of the participants' results by the consensus estimator, even where value or σ_pt come from
    elsewhere. ``kind`` is "proficiency_test" or "interlaboratory_comparison".
    """

    schema: ClassVar[str] = "round/1"

    kind: str
    assigned_value: float
    u_assigned: float
    U_assigned: float
    assigned_source: str
    sd: float | None
    consensus_value: float | None
    sigma_pt: float
    sigma_pt_source: str
    allowed_difference: float
    u_criterion: float
    u_negligible: bool
    statistic: str
    laboratories: int
    satisfactory: int
    questionable: int
    unsatisfactory: int
    not_scored: int
    scores: tuple[Score, ...]
    homogeneity: Homogeneity | None = None
    stability: Stability | None = None

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each laboratory."""
        names = [name for name in Score.__slots__ if name != "verdicts"]
        return [{name: getattr(score, name) for name in names} for score in self.scores]

    def figure(self, *, language: Language = "fr", width: Width = 960) -> str:
        """The scores of the round's statistic in ascending order, with limits at 2 and 3 (1 for En, 100 % for PA)."""
        known = [(getattr(score, self.statistic), score.lab) for score in self.scores]
        drawn = sorted(pair for pair in known if pair[0] is not None)
        single = {"En": 1.0, "PA": 100.0}.get(self.statistic)
        caption = {"z_prime": "z′", "zeta": "ζ", "PA": "PA (%)"}.get(self.statistic, self.statistic)
        panel = Panel(
            caption=caption,
            names=tuple(name for _, name in drawn),
            values=tuple(value for value, _ in drawn),
            warning=(-WARNING, WARNING) if single is None else (),
            action=(-ACTION, ACTION) if single is None else (-single, single),
        )
        return panels("scores", [panel], language=language, width=width)


def evaluate_round(
    values: Numbers,
    laboratory: Labels,
    *,
    u: Numbers | None = None,
    expanded_uncertainty: Numbers | None = None,
    coverage_factor: Numbers | float = 2.0,
    unit: Labels | None = None,
    assigned: AssignedValue | None = None,
    assigned_coverage_factor: float = 2.0,
    sigma_pt: float | None = None,
    sigma_pt_source: str = "prescribed",
    consensus: Consensus = "algorithm_a",
    constants: Constants = "printed",
    stopping: Stopping = "converged",
    quantile_rule: QuantileRule = "linear",
    allowed_difference: float | None = None,
    uncertainty_limits: tuple[float, float] | None = None,
    statistic: Statistic = "auto",
    en_rule: EnRule = "iso_17043",
    replicates: Replicates = "separate",
    homogeneity: Homogeneity | None = None,
    stability: Stability | None = None,
    organiser_competent: bool = False,
) -> Round:
    """Scores and verdicts of all laboratories of a round for one measurand.

    A long column of results with the laboratory of each. Uncertainties: ``u`` (standard) or ``expanded_uncertainty``
    with its ``coverage_factor`` (one number or a column). ``assigned`` is a value from :mod:`.assigned`; without it
    the participants' consensus is taken, by the estimator named. ``sigma_pt`` without a value is the participants' own
    robust standard deviation. ``allowed_difference`` δ_E is 3 σ_pt unless given. ``statistic`` "auto" takes z where
    u(x_pt) < 0.3 σ_pt and z' elsewhere (9.2.1), and a finding says which; all scores are given anyway.

    Reported standard uncertainties are flagged outside ``uncertainty_limits``, by default from u(x_pt), where that may
    be neglected, to 1.5 s* (9.8).

    A laboratory on several rows: "separate" takes each row as a result of its own and warns that they are not
    independent; "mean" takes their mean with the uncertainty of the first row; "refuse" names the second row.
    Refused: fewer than two laboratories, no spread where a spread is needed, mixed units, negative uncertainties, both
    kinds of uncertainty at once.

    >>> found = evaluate_round([10.1, 10.3, 9.9, 10.0, 10.2, 14.0], list("ABCDEF"), sigma_pt=0.5)
    >>> round(found.assigned_value, 3), found.scores[-1].verdict.value
    (10.187, 'unsatisfactory')
    """
    _check_options(statistic, en_rule)
    data = reported(
        values, laboratory, u=u, expanded=expanded_uncertainty, factor=coverage_factor, unit=unit, replicates=replicates
    )
    options = {"constants": constants, "stopping": stopping, "quantile_rule": quantile_rule}
    own = _own(data, consensus, needed=assigned is None or sigma_pt is None, options=options)
    value = assigned or own
    assert value is not None  # _own refuses where it is needed
    spread = sigma_pt if sigma_pt is not None else own.sd if own else None
    if spread is None or not spread > 0:
        raise refuse("laboratories.sigma_not_positive", column=data.column, value=float(spread or 0.0))
    allowed = 3 * spread if allowed_difference is None else allowed_difference
    if not allowed > 0:
        raise refuse("laboratories.allowed_not_positive", column=data.column, value=float(allowed))
    negligible = uncertainty_negligible(value.u, spread)
    chosen = ("z" if negligible else "z_prime") if statistic == "auto" else statistic
    widest = 1.5 * (own.sd if own and own.sd else spread)
    limits = uncertainty_limits or (min(value.u, widest) if negligible else 0.0, widest)
    scored = _scores(
        data, value, spread, allowed, limits, chosen=chosen, en_rule=en_rule, factor=assigned_coverage_factor
    )
    counts = {verdict: sum(score.verdict is verdict for score in scored) for verdict in Verdict}
    method = Method(
        name="Proficiency testing round" if organiser_competent else "Interlaboratory comparison",
        standard="ISO 13528",
        edition="2022",
        clause="7 to 9",
        options={
            "consensus": consensus,
            **options,
            "statistic": statistic,
            "en_rule": en_rule,
            "sigma_pt": sigma_pt,
            "allowed_difference": allowed_difference,
            "assigned_coverage_factor": assigned_coverage_factor,
            "replicates": replicates,
        },
    )
    return Round(
        method=method,
        inputs=data.inputs(),
        findings=(
            *findings_of(
                data, value, own, spread, sigma_given=sigma_pt is not None, consensus_used=assigned is None,
                chosen=chosen, counts=counts, flags=[score.uncertainty_flag for score in scored],
                homogeneity=homogeneity, stability=stability, competent=organiser_competent,
            ),
            *missing_check(int(data.column.missing.sum())),
        ),
        kind="proficiency_test" if organiser_competent else "interlaboratory_comparison",
        assigned_value=value.value,
        u_assigned=value.u,
        U_assigned=assigned_coverage_factor * value.u,
        assigned_source=value.source,
        sd=own.sd if own else None,
        consensus_value=own.value if own else None,
        sigma_pt=spread,
        sigma_pt_source="participants" if sigma_pt is None else sigma_pt_source,
        allowed_difference=allowed,
        u_criterion=0.3 * spread,
        u_negligible=negligible,
        statistic=chosen,
        laboratories=len(scored),
        satisfactory=counts[Verdict.SATISFACTORY],
        questionable=counts[Verdict.QUESTIONABLE],
        unsatisfactory=counts[Verdict.UNSATISFACTORY],
        not_scored=counts[Verdict.NOT_SCORED],
        scores=scored,
        homogeneity=homogeneity,
        stability=stability,
    )  # fmt: skip


def _check_options(statistic: str, en_rule: str) -> None:
    if statistic not in STATISTICS:
        raise ValueError(f"statistic is one of {', '.join(STATISTICS)}, not {statistic!r}")
    if en_rule not in EN_RULES:
        raise ValueError(f"the rule for En is one of {', '.join(EN_RULES)}, not {en_rule!r}")


def _own(data: Reported, consensus: Consensus, *, needed: bool, options: Mapping[str, Any]) -> AssignedValue | None:
    """The participants' consensus; where nothing rests on it, none is better than a refusal."""
    if not needed and (len(data.values) < 2 or np.ptp(data.values) == 0):
        return None
    return by_consensus(data.values, consensus=consensus, name=data.column.name, **options)


def _scores(
    data: Reported,
    assigned: AssignedValue,
    sigma: float,
    allowed: float,
    limits: tuple[float, float],
    *,
    chosen: str,
    en_rule: EnRule,
    factor: float,
) -> tuple[Score, ...]:
    x, value = data.values, assigned.value
    percent = percent_difference(x, value) if value != 0 else np.full(len(x), np.nan)
    found = {
        "D": x - value,
        "D_percent": percent,
        "PA": percent_allowed(x, value, allowed),
        "z": z_score(x, value, sigma),
        "z_prime": z_prime_score(x, value, sigma, assigned.u),
        "zeta": zeta_score(x, value, data.u, assigned.u),
        "En": en_score(x, value, data.expanded, factor * assigned.u),
        "u": data.u,
        "U": data.expanded,
    }
    verdicts = {name: z_verdict(found[name]) for name in ("z", "z_prime", "zeta")}
    verdicts |= {"En": en_verdict(found["En"], rule=en_rule), "PA": allowed_verdict(found["PA"])}
    flags = uncertainty_flags(data.u, lowest=limits[0], highest=limits[1])
    return tuple(
        Score(
            lab=lab,
            value=float(x[index]),
            replicates=int(data.counts[index]),
            uncertainty_flag=flags[index],
            verdict=verdicts[chosen][index],
            **{name: _or_none(column[index]) for name, column in found.items()},
            verdicts={name: column[index] for name, column in verdicts.items()},
        )
        for index, lab in enumerate(data.names)
    )


def _or_none(value: float) -> Any:
    return None if math.isnan(value) else float(value)
