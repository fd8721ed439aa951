"""How far one answer has come: apart from its level, and apart from the result."""

from __future__ import annotations

from enum import StrEnum

from jawda.core.assessment.model import Answer


class State(StrEnum):
    """Of one question in one assessment."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    """Something was typed, and it is not an answer yet."""
    TO_REVIEW = "to_review"
    """A person wants to look at it again, or it was carried over and nobody has said that it still holds."""
    DONE = "done"


def state_of(answer: Answer | None, *, to_review: bool = False) -> State:
    """The state of an answer. What is to review is so whatever else was typed.

    >>> state_of(None), state_of(Answer(requirement="a", level="C"))
    (<State.NOT_STARTED: 'not_started'>, <State.DONE: 'done'>)
    >>> state_of(Answer(requirement="a", note="see the workshop"))
    <State.IN_PROGRESS: 'in_progress'>
    >>> state_of(Answer(requirement="a", level="C"), to_review=True)
    <State.TO_REVIEW: 'to_review'>
    """
    if to_review:
        return State.TO_REVIEW
    if answer is None:
        return State.NOT_STARTED
    if answer.answered:
        return State.DONE
    typed = answer.not_applicable or answer.reason or answer.note or answer.evidence
    return State.IN_PROGRESS if typed else State.NOT_STARTED
