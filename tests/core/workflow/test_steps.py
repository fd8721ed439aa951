"""Steps of an action: which follow which, and what each needs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jawda.core.findings import words
from jawda.core.languages import LANGUAGES
from jawda.core.workflow import (
    ENDED,
    TRANSITIONS,
    Due,
    Given,
    Need,
    State,
    Step,
    check_step,
    due,
    is_effect_check_due,
    steps_from,
)

TODAY = date(2026, 3, 10)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2032, 1, 1))


@st.composite
def givens(draw: st.DrawFn) -> Given:
    return Given(
        state=draw(st.sampled_from(State)), today=draw(DAYS), by=draw(st.sampled_from(["", "a", "b"])),
        people=draw(st.integers(1, 3)), owner=draw(st.sampled_from(["", " ", "a", "b"])),
        due_on=draw(st.none() | DAYS), has_evidence=draw(st.booleans()),
        unfinished=tuple(draw(st.lists(st.text(max_size=5), max_size=3))), reason=draw(st.sampled_from(["", " ", "x"])),
        done_on=draw(st.none() | DAYS), checked_on=draw(st.none() | DAYS),
    )  # fmt: skip


def ids(step: Step, **known: object) -> list[str]:
    values: dict[str, object] = {"today": TODAY, "state": TRANSITIONS[step].sources[0]} | known
    return [finding.id.removeprefix("workflow.") for finding in check_step(step, Given(**values))]  # type: ignore[arg-type]


@given(givens(), st.sampled_from(Step))
def test_every_refusal_is_a_sentence_in_three_languages(known: Given, step: Step) -> None:
    for finding in check_step(step, known):
        for language in LANGUAGES:
            assert words(finding, language).strip()


@given(givens(), st.sampled_from(Step))
def test_a_step_that_is_not_offered_is_refused_and_its_needs_are_not_asked(known: Given, step: Step) -> None:
    refused = [finding.id for finding in check_step(step, known)]
    if step in steps_from(known.state):
        assert f"workflow.cannot_{step}" not in refused
    else:
        assert refused == [f"workflow.cannot_{step}"]


@given(givens())
def test_nothing_is_done_without_evidence(known: Given) -> None:
    """ISO 9001:2015, 10.2.2: documented information is retained as evidence of the actions taken."""
    if not check_step(Step.FINISH, known):
        assert known.has_evidence
        assert not known.unfinished


@given(givens())
def test_effect_is_confirmed_by_another_where_there_are_two(known: Given) -> None:
    """ISO 9001:2015, 9.2.2 c: those who check do so objectively; nobody judges the effect of their own work."""
    if not check_step(Step.CONFIRM, known) and known.people > 1 and known.by:
        assert known.by != known.owner


def test_every_state_can_be_reached_and_only_the_checked_effect_may_rest() -> None:
    reached = {State.PROPOSED}
    while more := {TRANSITIONS[step].target for state in reached for step in steps_from(state)} - reached:
        reached |= more
    assert reached == set(State)
    assert all(steps_from(state) for state in State), "even a checked action can be reopened"


def test_each_need_is_asked_somewhere() -> None:
    assert {need for transition in TRANSITIONS.values() for need in transition.needs} == set(Need)


@pytest.mark.parametrize(
    ("step", "known", "expected"),
    [
        (Step.AGREE, {}, ["no_owner", "no_due_date"]),
        (Step.AGREE, {"owner": "a", "due_on": TODAY}, []),
        (Step.START, {}, []),
        (Step.FINISH, {"unfinished": ("x", "y")}, ["no_evidence", "depends_on_unfinished"]),
        (Step.FINISH, {"has_evidence": True}, []),
        (Step.CONFIRM, {}, ["no_check_date"]),
        (Step.CONFIRM, {"checked_on": TODAY + timedelta(1)}, ["check_in_future"]),
        (Step.CONFIRM, {"checked_on": TODAY - timedelta(2), "done_on": TODAY}, ["check_before_done"]),
        (Step.CONFIRM, {"checked_on": TODAY, "done_on": TODAY, "by": "a", "owner": "a", "people": 2}, ["own_work"]),
        (Step.CONFIRM, {"checked_on": TODAY, "by": "a", "owner": "a", "people": 1}, []),
        (Step.REOPEN, {"checked_on": TODAY}, ["no_reason"]),
        (Step.REOPEN, {"state": State.EFFECTIVE, "checked_on": TODAY, "reason": "again"}, []),
        (Step.CANCEL, {"reason": " "}, ["no_reason"]),
        (Step.CANCEL, {"state": State.DONE, "reason": "x"}, ["cannot_cancel"]),
        (Step.RESTORE, {"reason": "x"}, []),
    ],
)
def test_what_each_step_needs(step: Step, known: dict[str, object], expected: list[str]) -> None:
    assert ids(step, **known) == expected


@given(st.sampled_from(State), st.none() | DAYS, DAYS, st.integers(0, 30))
def test_late_means_past_its_day_with_work_left(state: State, day: date | None, today: date, soon: int) -> None:
    found = due(state, day, today, soon=soon)
    assert (found is Due.OVERDUE) == (day is not None and day < today and state not in ENDED)
    assert (found is Due.NONE) == (day is None or state in ENDED)
    if found is Due.SOON:
        assert day is not None
        assert 0 <= (day - today).days <= soon
    if found is Due.LATER:
        assert day is not None
        assert (day - today).days > soon


@given(st.sampled_from(State), st.none() | DAYS, DAYS)
def test_only_what_is_done_waits_for_its_check(state: State, day: date | None, today: date) -> None:
    assert is_effect_check_due(state, day, today) == (state is State.DONE and day is not None and day <= today)
