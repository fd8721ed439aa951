"""Life cycles: what each kind of document allows, and how it stood on a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.credentials.life_cycles import (
    LIFE_CYCLES,
    Event,
    EventKind,
    Expiry,
    Kind,
    Standing,
    State,
    reminder,
    state_at,
)
from jawda.core.credentials.refusing import reason
from jawda.core.findings import Level, Refused, words
from jawda.core.languages import LANGUAGES

START = datetime(2026, 1, 5, 10, tzinfo=UTC)
END = date(2029, 1, 4)
REPORTS = {Kind.TEST, Kind.CALIBRATION, Kind.INSPECTION}


def event(kind: EventKind, days: int, expires_on: date | None = None) -> Event:
    return Event(kind, START + timedelta(days=days), expires_on)


def issued(kind: Kind) -> Event:
    return event(EventKind.ISSUED, 0, None if LIFE_CYCLES[kind].expiry is Expiry.NONE else END)


def state(kind: Kind, *events: Event, days: int) -> Standing:
    return state_at(kind, events, START + timedelta(days=days))


def refused(kind: Kind, *events: Event) -> str:
    with pytest.raises(Refused) as found:
        state_at(kind, events, START)
    return reason(found.value)


def test_every_kind_has_its_life_cycle() -> None:
    assert set(LIFE_CYCLES) == set(Kind)
    for kind, cycle in LIFE_CYCLES.items():
        assert cycle.kind is kind
        assert EventKind.ISSUED in cycle.events
        assert cycle.standard is None or cycle.standard in cycle.accreditation_standards
        assert cycle.standard is None or all(cycle.events[found] for found in cycle.events if found != "withdrawn")


def test_a_report_is_never_suspended_and_never_expires() -> None:
    """ISO/IEC 17025, 7.8.8: an issued report is amended by a further document or replaced; nothing suspends it."""
    for kind in REPORTS:
        cycle = LIFE_CYCLES[kind]
        assert not {EventKind.SUSPENDED, EventKind.REINSTATED, EventKind.SCOPE_REDUCED} & cycle.events.keys()
        assert {EventKind.AMENDED, EventKind.REPLACED} <= cycle.events.keys()
        assert cycle.expiry is Expiry.NONE
        assert refused(kind, issued(kind), event(EventKind.SUSPENDED, 1)) == "life_cycle_event"
        assert refused(kind, event(EventKind.ISSUED, 0, END)) == "life_cycle_expiry"
        assert state(kind, issued(kind), days=36_500).state is State.IN_FORCE
    assert LIFE_CYCLES[Kind.TEST].events[EventKind.AMENDED] == "7.8.8"


@pytest.mark.parametrize(
    ("kind", "clause"),
    [(Kind.MANAGEMENT_SYSTEM, "9.6.5"), (Kind.PRODUCT, "7.11"), (Kind.PERSON, "9.5"), (Kind.ACCREDITATION, "7.11")],
)
def test_a_certificate_is_suspended_reduced_and_withdrawn_by_its_clause(kind: Kind, clause: str) -> None:
    """ISO/IEC 17021-1, 9.6.5; 17065, 7.11; 17024, 9.5; 17011, 7.11."""
    for found in (EventKind.SUSPENDED, EventKind.REINSTATED, EventKind.SCOPE_REDUCED, EventKind.WITHDRAWN):
        assert LIFE_CYCLES[kind].events[found] == clause
    assert EventKind.AMENDED not in LIFE_CYCLES[kind].events


def test_who_may_see_which_kind() -> None:
    """ISO/IEC 17021-1, 8.1: whoever asks is told the status of a certificate; 17025, 4.2: a report to a client.

    What names a person is shown by that person, who may always be asked for it.
    """
    confidential = {kind for kind, cycle in LIFE_CYCLES.items() if cycle.confidential}
    assert confidential == REPORTS | {Kind.PERSON, Kind.TRAINING, Kind.ATTENDANCE}


def test_presence_is_no_competence() -> None:
    competence = {kind for kind, cycle in LIFE_CYCLES.items() if cycle.competence}
    assert competence == {Kind.PERSON, Kind.ACCREDITATION, Kind.TRAINING}
    found = reminder(Kind.ATTENDANCE)
    assert found is not None
    assert found.id == "credentials.attendance_no_competence"


def test_a_management_system_certificate_says_nothing_about_a_product() -> None:
    """ISO/IEC 17021-1, 8.2 and 8.3: certification is of the management system; no mark of it on a product."""
    found = reminder(Kind.MANAGEMENT_SYSTEM)
    assert found is not None
    assert found.level is Level.NOTE
    assert all(words(found, language) for language in LANGUAGES)
    assert reminder(Kind.PRODUCT) is None


def test_a_certificate_through_its_life() -> None:
    events = [
        issued(Kind.MANAGEMENT_SYSTEM), event(EventKind.SUSPENDED, 100), event(EventKind.SCOPE_REDUCED, 110),
        event(EventKind.REINSTATED, 150), event(EventKind.WITHDRAWN, 400),
    ]  # fmt: skip

    def found(days: int) -> tuple[State, bool]:
        standing = state(Kind.MANAGEMENT_SYSTEM, *events, days=days)
        return standing.state, standing.scope_reduced

    assert [found(days) for days in (-1, 0, 99, 100, 110, 150, 399, 400, 5000)] == [
        (State.NOT_ISSUED, False), (State.IN_FORCE, False), (State.IN_FORCE, False), (State.SUSPENDED, False),
        (State.SUSPENDED, True), (State.IN_FORCE, True), (State.IN_FORCE, True), (State.WITHDRAWN, True),
        (State.WITHDRAWN, True),
    ]  # fmt: skip
    assert state(Kind.MANAGEMENT_SYSTEM, *events, days=120).since == START + timedelta(days=100)


def test_the_last_day_counts_whole() -> None:
    """ISO/IEC 17021-1, 8.2.2: the certificate names its expiry date."""
    for events in ([issued(Kind.PERSON)], [issued(Kind.PERSON), event(EventKind.SUSPENDED, 3)]):
        before = state_at(Kind.PERSON, events, datetime(2029, 1, 4, 23, 59, 59, tzinfo=UTC))
        after = state_at(Kind.PERSON, events, datetime(2029, 1, 5, tzinfo=UTC))
        assert before.state is not State.EXPIRED
        assert after == Standing(State.EXPIRED, datetime(2029, 1, 5, tzinfo=UTC), END)


def test_a_report_amended_twice_still_stands_until_it_is_replaced() -> None:
    events = [issued(Kind.TEST), event(EventKind.AMENDED, 1), event(EventKind.AMENDED, 1), event(EventKind.REPLACED, 9)]
    assert state(Kind.TEST, *events, days=1) == Standing(State.IN_FORCE, START, None, False, 2)
    assert state(Kind.TEST, *events, days=9).state is State.REPLACED


def test_what_expired_can_be_withdrawn_or_replaced_but_not_suspended() -> None:
    days = 2000
    assert refused(Kind.PRODUCT, issued(Kind.PRODUCT), event(EventKind.SUSPENDED, days)) == "life_cycle_step"
    for kind, expected in ((EventKind.WITHDRAWN, State.WITHDRAWN), (EventKind.REPLACED, State.REPLACED)):
        assert state(Kind.PRODUCT, issued(Kind.PRODUCT), event(kind, days), days=days).state is expected


def test_an_end_is_optional_for_some() -> None:
    assert state(Kind.PRODUCT, event(EventKind.ISSUED, 0), days=9000).state is State.IN_FORCE
    assert state(Kind.APPROVAL, event(EventKind.ISSUED, 0, END), days=9000).state is State.EXPIRED


@pytest.mark.parametrize(
    ("kind", "events", "expected"),
    [
        (Kind.PERSON, [event(EventKind.ISSUED, 0)], "life_cycle_no_expiry"),
        (Kind.PERSON, [event(EventKind.ISSUED, 0, date(2026, 1, 4))], "life_cycle_window"),
        (Kind.ATTENDANCE, [event(EventKind.ISSUED, 0, END)], "life_cycle_expiry"),
        (Kind.PERSON, [issued(Kind.PERSON), event(EventKind.SUSPENDED, 1, END)], "life_cycle_expiry"),
        (Kind.PERSON, [event(EventKind.SUSPENDED, 0)], "life_cycle_step"),
        (Kind.PERSON, [issued(Kind.PERSON), issued(Kind.PERSON)], "life_cycle_step"),
        (Kind.PERSON, [issued(Kind.PERSON), event(EventKind.REINSTATED, 1)], "life_cycle_step"),
        (Kind.PERSON, [issued(Kind.PERSON), event(EventKind.AMENDED, 1)], "life_cycle_event"),
        (Kind.PERSON, [issued(Kind.PERSON), *[event(EventKind.SUSPENDED, 1)] * 2], "life_cycle_step"),
        (Kind.TEST, [issued(Kind.TEST), event(EventKind.WITHDRAWN, 1), event(EventKind.AMENDED, 2)], "life_cycle_step"),
        (Kind.TEST, [issued(Kind.TEST), event(EventKind.AMENDED, -1)], "life_cycle_order"),
        (Kind.TRAINING, [issued(Kind.TRAINING), event(EventKind.SUSPENDED, 1)], "life_cycle_event"),
    ],
)  # fmt: skip
def test_what_cannot_happen_is_refused(kind: Kind, events: list[Event], expected: str) -> None:
    assert refused(kind, *events) == expected


@given(st.sampled_from(Kind), st.lists(st.tuples(st.sampled_from(EventKind), st.integers(0, 2000)), max_size=6),
       st.integers(-10, 3000))  # fmt: skip
def test_the_past_does_not_change_with_what_follows(kind: Kind, steps: list[tuple[EventKind, int]], days: int) -> None:
    """However a life goes on, how it stood on a day is known from what had happened until then."""
    events = [issued(kind), *(event(found, at) for found, at in sorted(steps, key=lambda step: step[1]))]
    with suppress(Refused):
        whole = state(kind, *events, days=days)
        until = [found for found in events if found.at <= START + timedelta(days=days)]
        assert state(kind, *until, days=days) == whole
        assert LIFE_CYCLES[kind].expiry is not Expiry.NONE or whole.state is not State.EXPIRED
        assert "suspended" in LIFE_CYCLES[kind].events or whole.state is not State.SUSPENDED
