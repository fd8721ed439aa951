"""How far an answer has come, whatever it says."""

from __future__ import annotations

import pytest

from jawda.core.assessment import Answer, State, state_of


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ({}, State.NOT_STARTED),
        ({"note": "à voir"}, State.IN_PROGRESS),
        ({"evidence": "classeur 3"}, State.IN_PROGRESS),
        ({"not_applicable": True}, State.IN_PROGRESS),
        ({"reason": "pas de conception"}, State.IN_PROGRESS),
        ({"not_applicable": True, "reason": "pas de conception"}, State.DONE),
        ({"level": "0"}, State.DONE),
        ({"level": "C", "note": "vu"}, State.DONE),
    ],
)
def test_something_typed_is_begun_and_only_an_answer_is_done(typed: dict[str, object], state: State) -> None:
    answer = Answer(requirement="a", **typed)  # type: ignore[arg-type]
    assert state_of(answer) is state
    assert state_of(answer, to_review=True) is State.TO_REVIEW


def test_without_an_answer_nothing_was_begun_unless_somebody_marked_it() -> None:
    assert state_of(None) is State.NOT_STARTED
    assert state_of(None, to_review=True) is State.TO_REVIEW
