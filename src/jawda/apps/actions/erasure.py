"""How a person's name leaves the plan of actions."""

from __future__ import annotations

from collections.abc import Mapping

from jawda.apps.actions.models import Action, CalendarFeed, ReminderSent
from jawda.foundation.erasure.registry import Subject, register_eraser
from jawda.foundation.retention.rules import added


def register() -> None:
    """Called once, when the models are there."""
    register_eraser(_work)


def _work(subject: Subject) -> Mapping[str, int]:
    """Actions stay the company's and have no owner any more; calendar and reminders go."""
    owned = Action.objects.filter(owner_id=subject.person_id)
    return added(
        [
            {Action._meta.label: owned.update(owner_id=None, owner_name="")},
            CalendarFeed.objects.filter(person_id=subject.person_id).delete()[1],
            ReminderSent.objects.filter(person_id=subject.person_id).delete()[1],
        ]
    )
