"""What may happen to an attestation after it was issued, by its kind, with the clause that allows it.

A certificate is watched over and can be suspended; a report says what was found on a day and can only be amended,
replaced or recalled. What a kind does not allow is refused here, so that no screen offers it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from jawda.core.credentials.refusing import refuse
from jawda.core.findings import Finding, Level


class Kind(StrEnum):
    """Kinds of documents, after what they attest."""

    MANAGEMENT_SYSTEM = "management_system"
    PRODUCT = "product"
    PERSON = "person"
    INSPECTION = "inspection"
    TEST = "test"
    CALIBRATION = "calibration"
    ACCREDITATION = "accreditation"
    TRAINING = "training"
    ATTENDANCE = "attendance"
    APPROVAL = "approval"


class EventKind(StrEnum):
    """What happens to an attestation."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    SCOPE_REDUCED = "scope_reduced"
    WITHDRAWN = "withdrawn"
    AMENDED = "amended"
    REPLACED = "replaced"


class Expiry(StrEnum):
    """Whether an attestation of a kind ends on a day that it names."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class State(StrEnum):
    """How an attestation stands. ``in_force`` of a report: it stands as it was issued."""

    NOT_ISSUED = "not_issued"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """``events``: each allowed event with its clause of ``standard``; empty where the body's rules or a law say it."""

    kind: Kind
    standard: str | None
    accreditation_standards: frozenset[str]
    """Under which accreditation such a document may be issued."""
    events: Mapping[EventKind, str]
    expiry: Expiry
    confidential: bool
    """Only its holder, and whom the holder shows it to, may see it; the others can be looked up by anyone."""
    competence: bool
    """It says that its holder is able to do something, after that was examined."""


@dataclass(frozen=True, slots=True)
class Event:
    """``expires_on``: with ``issued`` alone, the last day on which the attestation counts."""

    kind: EventKind
    at: datetime
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A state with the moment since when, and what else happened until then."""

    state: State
    since: datetime | None = None
    expires_on: date | None = None
    scope_reduced: bool = False
    amendments: int = 0


_E: Final = EventKind
_WATCHED: Final = (_E.SUSPENDED, _E.REINSTATED, _E.SCOPE_REDUCED, _E.WITHDRAWN)


def _cycle(
    kind: Kind, standard: str | None, events: Mapping[EventKind, str], expiry: Expiry = Expiry.NONE, *,
    others: Sequence[str] = (), confidential: bool = False, competence: bool = False,
) -> LifeCycle:  # fmt: skip
    standards = frozenset([*([standard] if standard else []), *others])
    return LifeCycle(kind, standard, standards, MappingProxyType(dict(events)), expiry, confidential, competence)


LIFE_CYCLES: Final[Mapping[Kind, LifeCycle]] = MappingProxyType({
    cycle.kind: cycle
    for cycle in (
        _cycle(
            Kind.MANAGEMENT_SYSTEM, "ISO/IEC 17021-1",
            {_E.ISSUED: "9.5", **dict.fromkeys(_WATCHED, "9.6.5"), _E.REPLACED: "9.6.3"}, Expiry.REQUIRED,
        ),
        _cycle(
            Kind.PRODUCT, "ISO/IEC 17065",
            {_E.ISSUED: "7.6", **dict.fromkeys(_WATCHED, "7.11"), _E.REPLACED: "7.10"}, Expiry.OPTIONAL,
        ),
        _cycle(
            Kind.PERSON, "ISO/IEC 17024",
            {_E.ISSUED: "9.4", **dict.fromkeys(_WATCHED, "9.5"), _E.REPLACED: "9.6"}, Expiry.REQUIRED,
            confidential=True, competence=True,  # it names a person: who holds it shows it
        ),
        _cycle(
            Kind.INSPECTION, "ISO/IEC 17020",
            {_E.ISSUED: "7.4", _E.AMENDED: "7.4.5", _E.REPLACED: "7.4.5", _E.WITHDRAWN: ""}, confidential=True,
        ),
        _cycle(
            Kind.TEST, "ISO/IEC 17025",
            {_E.ISSUED: "7.8.1", _E.AMENDED: "7.8.8", _E.REPLACED: "7.8.8", _E.WITHDRAWN: "7.10.1"},
            others=["ISO 15189"], confidential=True,
        ),
        _cycle(
            Kind.CALIBRATION, "ISO/IEC 17025",
            {_E.ISSUED: "7.8.1", _E.AMENDED: "7.8.8", _E.REPLACED: "7.8.8", _E.WITHDRAWN: "7.10.1"},
            confidential=True,
        ),
        _cycle(
            Kind.ACCREDITATION, "ISO/IEC 17011",
            {_E.ISSUED: "7.7", **dict.fromkeys(_WATCHED, "7.11"), _E.REPLACED: "7.10"}, Expiry.OPTIONAL,
            competence=True,
        ),
        _cycle(
            Kind.TRAINING, None, {_E.ISSUED: "", _E.REPLACED: "", _E.WITHDRAWN: ""}, Expiry.OPTIONAL,
            confidential=True, competence=True,
        ),
        _cycle(Kind.ATTENDANCE, None, {_E.ISSUED: "", _E.REPLACED: "", _E.WITHDRAWN: ""}, confidential=True),
        _cycle(
            Kind.APPROVAL, None, dict.fromkeys([_E.ISSUED, *_WATCHED, _E.REPLACED], ""), Expiry.OPTIONAL,
        ),
    )
})  # fmt: skip

#: What people take a kind of document for and it is not.
_REMINDERS: Final = MappingProxyType({
    Kind.MANAGEMENT_SYSTEM: "credentials.management_system_no_product",
    Kind.TEST: "credentials.test_items_only",
    Kind.INSPECTION: "credentials.inspection_of_a_day",
    Kind.CALIBRATION: "credentials.calibration_no_interval",
    Kind.ATTENDANCE: "credentials.attendance_no_competence",
})  # fmt: skip

#: From which states an event leads on, and whereto; None: the state stays.
_FROM: Final[Mapping[EventKind, frozenset[State]]] = MappingProxyType({
    _E.ISSUED: frozenset({State.NOT_ISSUED}),
    _E.SUSPENDED: frozenset({State.IN_FORCE}),
    _E.REINSTATED: frozenset({State.SUSPENDED}),
    _E.SCOPE_REDUCED: frozenset({State.IN_FORCE, State.SUSPENDED}),
    _E.AMENDED: frozenset({State.IN_FORCE}),
    _E.WITHDRAWN: frozenset({State.IN_FORCE, State.SUSPENDED, State.EXPIRED}),
    _E.REPLACED: frozenset({State.IN_FORCE, State.SUSPENDED, State.EXPIRED}),
})  # fmt: skip
_TO: Final = MappingProxyType({
    _E.ISSUED: State.IN_FORCE, _E.SUSPENDED: State.SUSPENDED, _E.REINSTATED: State.IN_FORCE,
    _E.WITHDRAWN: State.WITHDRAWN, _E.REPLACED: State.REPLACED,
})  # fmt: skip


def reminder(kind: Kind) -> Finding | None:
    """What a document of this kind does not say, for whoever reads one.

    >>> reminder(Kind.MANAGEMENT_SYSTEM).id
    'credentials.management_system_no_product'
    """
    found = _REMINDERS.get(kind)
    return None if found is None else Finding(id=found, level=Level.NOTE)


def state_at(kind: Kind, events: Sequence[Event], at: datetime) -> Standing:
    """How an attestation stood at a moment, after all its events, which are checked whole.

    Refused: an event that the kind does not allow or that cannot follow the one before, events out of order, a day of
    expiry where the kind has none or lacks one, or before the day of issue.

    >>> from datetime import UTC, date, datetime
    >>> issued = Event(EventKind.ISSUED, datetime(2026, 1, 5, tzinfo=UTC), expires_on=date(2029, 1, 4))
    >>> state_at(Kind.MANAGEMENT_SYSTEM, [issued], datetime(2029, 1, 5, tzinfo=UTC)).state.value
    'expired'
    """
    cycle = LIFE_CYCLES[kind]
    now = answer = Standing(State.NOT_ISSUED)
    last: datetime | None = None
    for number, event in enumerate(events):
        path = f"[{number}]"
        if last is not None and event.at < last:
            raise refuse("life_cycle_order", path=path)
        last = event.at
        if event.kind not in cycle.events:
            raise refuse("life_cycle_event", path=path, event=event.kind, kind=kind)
        now = _after(_aged(now, event.at), event, cycle, path)
        if event.at <= at:
            answer = now
    return _aged(answer, at)


def _after(now: Standing, event: Event, cycle: LifeCycle, path: str) -> Standing:
    if now.state not in _FROM[event.kind]:
        raise refuse("life_cycle_step", path=path, event=event.kind, state=now.state)
    if event.kind is EventKind.ISSUED:
        _check_expiry(event, cycle, path)
    elif event.expires_on is not None:
        raise refuse("life_cycle_expiry", path=path, kind=cycle.kind)
    state = _TO.get(event.kind, now.state)
    return Standing(
        state=state,
        since=event.at if state is not now.state else now.since,
        expires_on=event.expires_on if event.kind is EventKind.ISSUED else now.expires_on,
        scope_reduced=now.scope_reduced or event.kind is EventKind.SCOPE_REDUCED,
        amendments=now.amendments + (event.kind is EventKind.AMENDED),
    )


def _check_expiry(event: Event, cycle: LifeCycle, path: str) -> None:
    if event.expires_on is None:
        if cycle.expiry is Expiry.REQUIRED:
            raise refuse("life_cycle_no_expiry", path=path, kind=cycle.kind)
    elif cycle.expiry is Expiry.NONE:
        raise refuse("life_cycle_expiry", path=path, kind=cycle.kind)
    elif event.expires_on < event.at.astimezone(UTC).date():
        raise refuse("life_cycle_window", path=path)


def _aged(now: Standing, at: datetime) -> Standing:
    """The last day counts whole, in UTC; a suspended certificate expires as any other."""
    if now.expires_on is None or now.state not in (State.IN_FORCE, State.SUSPENDED):
        return now
    end = datetime.combine(now.expires_on, time(), UTC) + timedelta(days=1)
    if at < end:
        return now
    return Standing(State.EXPIRED, end, now.expires_on, now.scope_reduced, now.amendments)
