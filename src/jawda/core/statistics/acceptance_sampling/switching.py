"""Switching between normal, tightened and reduced inspection, lot after lot.

MIL-STD-105E 4.7 and 4.8; ANSI/ASQ Z1.4, 8; ISO 2859-1:1999, 9.3 and 9.4. The rules of an edition are data
(:class:`~.editions.SwitchingRules`): a state takes the result of a lot and gives the state for the next.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, TypeAlias

from jawda.core.statistics.acceptance_sampling.editions import (
    Edition,
    EditionName,
    Severity,
    SwitchingRules,
    edition_named,
)
from jawda.core.statistics.result import Check, Inputs, Method, Result, Status

#: What the next lot is inspected under.
Inspection: TypeAlias = Literal["normal", "tightened", "reduced", "discontinued"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """The result of a lot on original inspection (lots presented again do not count).

    ``would_pass_tighter``: for the switching score of ISO 2859-1. With Ac of 2 or more: would it have been accepted
    with an AQL one step tighter? Of a double plan: was it accepted at the first sample? Of a multiple one: by the
    third? ``None``: the plan has Ac 0 or 1. ``nonconforming`` and ``sample_size`` serve limit numbers,
    ``marginal`` says that a count lay in the gap of a reduced plan, ``irregular`` that production was.
    """

    accepted: bool
    would_pass_tighter: bool | None = None
    nonconforming: int | None = None
    sample_size: int | None = None
    marginal: bool = False
    irregular: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchingState:
    """Where inspection of a series stands: the severity for the next lot and what the rules remember."""

    rules: SwitchingRules
    severity: Inspection = "normal"
    score: int = 0
    recent: tuple[bool, ...] = ()
    not_accepted: int = 0
    lots: int = 0
    sampled: tuple[Lot, ...] = ()
    reduced_authorised: bool = False
    aql: float | None = None

    def after(self, lot: Lot) -> SwitchingState:
        """The state for the next lot.

        >>> from jawda.core.statistics.acceptance_sampling.editions import EDITIONS
        >>> state = SwitchingState(rules=EDITIONS["iso-2859-1-1999"].switching)
        >>> for accepted in (True, False, True, False):
        ...     state = state.after(Lot(accepted=accepted))
        >>> state.severity
        'tightened'
        """
        if self.severity == "normal":
            return self._after_normal(lot)
        if self.severity == "tightened":
            return self._after_tightened(lot)
        if self.severity == "reduced":
            back = not lot.accepted or lot.marginal or lot.irregular
            return self._now("normal") if back else self
        return self

    def resumed(self) -> SwitchingState:
        """Inspection starts again, tightened, when the supplier has acted and the authority agrees."""
        return self._now("tightened")

    def _now(self, severity: Inspection) -> SwitchingState:
        return SwitchingState(
            rules=self.rules, severity=severity, reduced_authorised=self.reduced_authorised, aql=self.aql
        )

    def _after_normal(self, lot: Lot) -> SwitchingState:
        worst, window = self.rules.to_tightened
        recent = (*self.recent, lot.accepted)[-window:]
        if recent.count(False) >= worst:
            return self._now("tightened")
        state = replace(
            self,
            recent=recent,
            score=self.scored(lot),
            lots=self.lots + 1 if lot.accepted else 0,
            sampled=(*self.sampled, lot)[-self.rules.reduced_lots :],
        )
        return state._now("reduced") if self.reduced_authorised and state.reduced_earned(lot) else state

    def _after_tightened(self, lot: Lot) -> SwitchingState:
        accepted = (*self.recent, lot.accepted)[-self.rules.to_normal :]
        if len(accepted) == self.rules.to_normal and all(accepted):
            return self._now("normal")
        state = replace(self, recent=accepted, not_accepted=self.not_accepted + (not lot.accepted), lots=self.lots + 1)
        counted = state.not_accepted if self.rules.discontinue == "lots-not-accepted" else state.lots
        return state._now("discontinued") if counted >= self.rules.discontinue_after else state

    def scored(self, lot: Lot) -> int:
        """The switching score after a lot on normal inspection (ISO 2859-1:1999, 9.3.3)."""
        if not lot.accepted or lot.would_pass_tighter is False:
            return 0
        return self.score + (2 if lot.would_pass_tighter is None else 3)

    def reduced_earned(self, last: Lot) -> bool:
        """Whether quality permits reduced inspection; it is taken where the authority wants it."""
        if last.irregular:
            return False
        if self.rules.to_reduced == "score":
            return self.score >= self.rules.reduced_score
        if self.lots < self.rules.reduced_lots:
            return False
        return not self.rules.limit_numbers or self._within_limit()

    def _within_limit(self) -> bool:
        found = sum(lot.nonconforming or 0 for lot in self.sampled)
        if self.aql is None or any(lot.nonconforming is None or lot.sample_size is None for lot in self.sampled):
            return False
        limit = limit_number(sum(lot.sample_size or 0 for lot in self.sampled), aql=self.aql)
        return limit is not None and found <= limit


_LIMIT_CLASSES = (
    20, 30, 50, 80, 130, 200, 320, 500, 800, 1250, 2000, 3150, 5000, 8000, 12_500, 20_000, 31_500, 50_000
)  # fmt: skip


def limit_number(sample_units: int, *, aql: float) -> int | None:
    """How many nonconforming units the last ten samples may hold for reduced inspection (MIL-STD-105E, table VIII).

    ``sample_units`` are those of the ten samples. The table follows from the expected number at the AQL, m, as
    m - 1.28 sqrt(m) rounded down, m taken at the lower end of its class. ``None``: too few units to tell.

    >>> limit_number(800, aql=1.0), limit_number(100, aql=0.65)
    (4, None)
    """
    start = max((units for units in _LIMIT_CLASSES if units <= sample_units), default=0)
    expected = start * aql / 100
    limit = expected - 1.28 * math.sqrt(expected)
    return math.floor(limit + 1e-9) if start and limit >= 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotSwitch:
    """A lot: under which inspection, with what result, the score then (normal inspection only), and what follows."""

    lot: int
    severity: Inspection
    accepted: bool
    score: int | None
    after: Inspection


@dataclass(frozen=True, kw_only=True)
class SwitchingHistory(Result):
    """A series of lots under the switching rules; ``severity`` is that of the next lot."""

    schema: ClassVar[str] = "switching/1"

    severity: Inspection
    lots: tuple[LotSwitch, ...]
    state: SwitchingState

    def rows(self) -> Sequence[Mapping[str, Any]]:
        """A row for each lot."""
        return [
            {
                "lot": one.lot,
                "severity": one.severity,
                "accepted": one.accepted,
                "score": one.score,
                "after": one.after,
            }
            for one in self.lots
        ]


def switching_history(
    lots: Iterable[Lot | bool],
    *,
    edition: EditionName = "iso-2859-1-1999",
    start: Severity = "normal",
    reduced_authorised: bool = False,
    aql: float | None = None,
    rules: SwitchingRules | None = None,
) -> SwitchingHistory:
    """Apply the switching rules of an edition, or ``rules`` of your own, to lots in their order.

    A lot is a :class:`Lot`, or whether it was accepted. ``reduced_authorised``: production is steady and the authority
    wants reduced inspection where it is earned. ``aql`` (percent) serves limit numbers (MIL-STD-105E): without it, or
    without the counts of a lot, reduced inspection is not reached, and this is said.

    >>> switching_history([True, True, False, True, False]).severity
    'tightened'
    """
    used = edition_named(edition)
    applied = rules or used.switching
    state = SwitchingState(rules=applied, severity=start, reduced_authorised=reduced_authorised, aql=aql)
    told: list[LotSwitch] = []
    checks: list[Check] = []
    given = [lot if isinstance(lot, Lot) else Lot(accepted=bool(lot)) for lot in lots]
    for number, lot in enumerate(given, start=1):
        before, state = state, state.after(lot)
        score = before.scored(lot) if before.severity == "normal" else None
        told.append(
            LotSwitch(lot=number, severity=before.severity, accepted=lot.accepted, score=score, after=state.severity)
        )
        if state.severity != before.severity:
            checks.append(_switched(state.severity, number))
    checks += _remarks(given, told, state)
    return SwitchingHistory(
        method=_method(used, edition, applied, custom=rules is not None, reduced=reduced_authorised),
        inputs=Inputs(count=len(given), data={"accepted": [lot.accepted for lot in given]}),
        findings=tuple(checks),
        severity=state.severity,
        lots=tuple(told),
        state=state,
    )


def _method(used: Edition, name: str, applied: SwitchingRules, *, custom: bool, reduced: bool) -> Method:
    return Method(
        name="Switching rules",
        standard=used.standard,
        edition=used.edition,
        options={
            "edition": name,
            "own_rules": custom,
            "reduced_authorised": reduced,
            "to_reduced": applied.to_reduced,
            "limit_numbers": applied.limit_numbers,
            "discontinue": applied.discontinue,
            "discontinue_after": applied.discontinue_after,
        },
    )


def _switched(severity: Inspection, lot: int) -> Check:
    status = {
        "normal": Status.OK,
        "reduced": Status.OK,
        "tightened": Status.WARN,
        "discontinued": Status.FAIL,
    }[severity]
    return Check(id=f"acceptance_sampling.switched_{severity}", status=status, statistic=lot, arguments={"lot": lot})


def _remarks(given: list[Lot], told: list[LotSwitch], state: SwitchingState) -> list[Check]:
    checks = []
    stopped = sum(one.severity == "discontinued" for one in told)
    if stopped:
        checks.append(
            Check(
                id="acceptance_sampling.lots_after_discontinuation",
                status=Status.FAIL,
                statistic=stopped,
                arguments={"count": stopped},
            )
        )
    if state.severity != "normal" or not given:
        return checks
    waiting = state.rules.limit_numbers and state.lots >= state.rules.reduced_lots
    if not state.reduced_authorised and state.reduced_earned(given[-1]):
        checks.append(Check(id="acceptance_sampling.reduced_possible", status=Status.OK))
    elif waiting and (state.aql is None or any(lot.nonconforming is None for lot in state.sampled)):
        checks.append(Check(id="acceptance_sampling.limit_number_unknown", status=Status.WARN))
    return checks
