"""What programs of a company are told of its action plan."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from jawda.apps.actions.models import Action
from jawda.foundation.webhooks.domain import raise_event
from jawda.foundation.webhooks.events import ID, Event, register_event

CLOSED: Final = "action.closed"


def register() -> None:
    """Called once, when the models are there."""
    register_event(
        Event(
            name=CLOSED, label=_("An action is closed"),
            words="An action was done and its effect checked, or it was cancelled.",
            data={
                "action": ID, "assessment": {"type": ["string", "null"], "format": "uuid"},
                "state": {"enum": ["effective", "cancelled"]},
            },
        )
    )  # fmt: skip


def closed(action: Action) -> None:
    """Effective or cancelled: nothing more is to be done."""
    raise_event(CLOSED, data={"action": action.pk, "assessment": action.assessment_id, "state": action.state})
