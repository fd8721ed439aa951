"""Which state follows which, and what each step needs. An action does not close without evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from jawda.core.findings import Finding


class State(StrEnum):
    """Where an action stands. ``EFFECTIVE``: done, and somebody checked that it worked."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    EFFECTIVE = "effective"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What moves an action. ``REOPEN``: its effect was checked and did not come."""

    AGREE = "agree"
    START = "start"
    FINISH = "finish"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    CANCEL = "cancel"
    RESTORE = "restore"


class Need(StrEnum):
    """What has to be there before a step."""

    OWNER = "owner"
    DUE_DATE = "due_date"
    EVIDENCE = "evidence"
    PREDECESSORS = "predecessors"
    REASON = "reason"
    CHECK_DATE = "check_date"
    OTHER_PERSON = "other_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """From which states a step leads to which, and what it needs."""

    sources: tuple[State, ...]
    target: State
    needs: tuple[Need, ...] = ()


TRANSITIONS: Final[Mapping[Step, Transition]] = {
    Step.AGREE: Transition(sources=(State.PROPOSED,), target=State.AGREED, needs=(Need.OWNER, Need.DUE_DATE)),
    Step.START: Transition(sources=(State.AGREED,), target=State.IN_PROGRESS),
    Step.FINISH: Transition(
        sources=(State.IN_PROGRESS,), target=State.DONE, needs=(Need.EVIDENCE, Need.PREDECESSORS)
    ),
    Step.CONFIRM: Transition(
        sources=(State.DONE,), target=State.EFFECTIVE, needs=(Need.CHECK_DATE, Need.OTHER_PERSON)
    ),
    Step.REOPEN: Transition(
        sources=(State.DONE, State.EFFECTIVE), target=State.IN_PROGRESS,
        needs=(Need.REASON, Need.CHECK_DATE, Need.OTHER_PERSON),
    ),
    Step.CANCEL: Transition(
        sources=(State.PROPOSED, State.AGREED, State.IN_PROGRESS), target=State.CANCELLED, needs=(Need.REASON,)
    ),
    Step.RESTORE: Transition(sources=(State.CANCELLED,), target=State.PROPOSED, needs=(Need.REASON,)),
}  # fmt: skip

FINISHED: Final = frozenset({State.DONE, State.EFFECTIVE})
"""What depends on an action in one of these may be finished."""
ENDED: Final = FINISHED | {State.CANCELLED}
"""No work is left, and no date is missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known when somebody asks for a step.

    ``owner`` and ``by`` are whatever names a person; ``people`` is how many could check the effect. ``unfinished``
    are the titles of what the action depends on and that is neither finished nor cancelled.
    """

    state: State
    today: date
    by: str = ""
    people: int = 1
    owner: str = ""
    due_on: date | None = None
    has_evidence: bool = False
    unfinished: tuple[str, ...] = ()
    reason: str = ""
    done_on: date | None = None
    checked_on: date | None = None


def steps_from(state: State) -> tuple[Step, ...]:
    """The steps that lead on from a state, in the order in which they are offered.

    >>> [str(step) for step in steps_from(State.DONE)]
    ['confirm', 'reopen']
    """
    return tuple(step for step, transition in TRANSITIONS.items() if state in transition.sources)


def check_step(step: Step, given: Given) -> tuple[Finding, ...]:
    """Everything that stands against the step; nothing where it may be taken.

    From a wrong state that alone is said: what the step needs would not help.

    >>> from datetime import date
    >>> given = Given(state=State.IN_PROGRESS, today=date(2026, 3, 1))
    >>> [finding.id for finding in check_step(Step.FINISH, given)]
    ['workflow.no_evidence']
    """
    transition = TRANSITIONS[step]
    if given.state not in transition.sources:
        return (Finding(id=f"workflow.cannot_{step}"),)
    return tuple(finding for need in transition.needs for finding in _CHECKS[need](given))


def _owner(given: Given) -> tuple[Finding, ...]:
    return () if given.owner.strip() else (Finding(id="workflow.no_owner"),)


def _due_date(given: Given) -> tuple[Finding, ...]:
    return () if given.due_on else (Finding(id="workflow.no_due_date"),)


def _evidence(given: Given) -> tuple[Finding, ...]:
    return () if given.has_evidence else (Finding(id="workflow.no_evidence"),)


def _predecessors(given: Given) -> tuple[Finding, ...]:
    arguments: dict[str, str | int] = {"count": len(given.unfinished), "names": ", ".join(given.unfinished)}
    return (Finding(id="workflow.depends_on_unfinished", arguments=arguments),) if given.unfinished else ()


def _reason(given: Given) -> tuple[Finding, ...]:
    return () if given.reason.strip() else (Finding(id="workflow.no_reason"),)


def _check_date(given: Given) -> tuple[Finding, ...]:
    if given.checked_on is None:
        return (Finding(id="workflow.no_check_date"),)
    if given.checked_on > given.today:
        return (Finding(id="workflow.check_in_future"),)
    if given.done_on and given.checked_on < given.done_on:
        return (Finding(id="workflow.check_before_done", arguments={"day": given.done_on.isoformat()}),)
    return ()


def _other_person(given: Given) -> tuple[Finding, ...]:
    own_work = given.by != "" and given.by == given.owner
    return (Finding(id="workflow.own_work"),) if own_work and given.people > 1 else ()


_CHECKS: Final[Mapping[Need, Callable[[Given], tuple[Finding, ...]]]] = {
    Need.OWNER: _owner,
    Need.DUE_DATE: _due_date,
    Need.EVIDENCE: _evidence,
    Need.PREDECESSORS: _predecessors,
    Need.REASON: _reason,
    Need.CHECK_DATE: _check_date,
    Need.OTHER_PERSON: _other_person,
}
