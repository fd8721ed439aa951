"""States and steps in words."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jawda.core.workflow import Step
from jawda.foundation.ui.marks import Mark


class ActionState(TextChoices):
    """The states of :class:`jawda.core.workflow.State`, in words."""

    PROPOSED = "proposed", pgettext_lazy("action", "Proposed")
    AGREED = "agreed", pgettext_lazy("action", "Agreed")
    IN_PROGRESS = "in_progress", pgettext_lazy("action", "In progress")
    DONE = "done", pgettext_lazy("action", "Done, effect to check")
    EFFECTIVE = "effective", pgettext_lazy("action", "Effect checked")
    CANCELLED = "cancelled", pgettext_lazy("action", "Cancelled")


MARKS: Final[dict[str, Mark]] = {
    ActionState.PROPOSED: Mark.TO_DO,
    ActionState.AGREED: Mark.TO_DO,
    ActionState.IN_PROGRESS: Mark.IN_PROGRESS,
    ActionState.DONE: Mark.PARTLY,
    ActionState.EFFECTIVE: Mark.CONFORMS,
    ActionState.CANCELLED: Mark.NOT_APPLICABLE,
}
STEP_WORDS: Final[dict[str, Promise]] = {
    Step.AGREE: pgettext_lazy("step of an action", "Agree"),
    Step.START: pgettext_lazy("step of an action", "Start"),
    Step.FINISH: pgettext_lazy("step of an action", "Finish"),
    Step.CONFIRM: pgettext_lazy("step of an action", "The effect is there"),
    Step.REOPEN: pgettext_lazy("step of an action", "No effect: reopen"),
    Step.CANCEL: pgettext_lazy("step of an action", "Cancel the action"),
    Step.RESTORE: pgettext_lazy("step of an action", "Take it up again"),
}
HAPPENED: Final[dict[str, Promise]] = {
    "propose": pgettext_lazy("history of an action", "Proposed"),
    "propose_by_expert": pgettext_lazy("history of an action", "Proposed by an expert on a mission"),
    "change": pgettext_lazy("history of an action", "Changed"),
    "evidence": pgettext_lazy("history of an action", "Evidence added"),
    "evidence_removed": pgettext_lazy("history of an action", "Evidence removed"),
    "wait": pgettext_lazy("history of an action", "Made to depend on another"),
    "stop_waiting": pgettext_lazy("history of an action", "No longer depends on another"),
    Step.AGREE: pgettext_lazy("history of an action", "Agreed"),
    Step.START: pgettext_lazy("history of an action", "Started"),
    Step.FINISH: pgettext_lazy("history of an action", "Done"),
    Step.CONFIRM: pgettext_lazy("history of an action", "Effect confirmed"),
    Step.REOPEN: pgettext_lazy("history of an action", "Without effect: reopened"),
    Step.CANCEL: pgettext_lazy("history of an action", "Cancelled"),
    Step.RESTORE: pgettext_lazy("history of an action", "Taken up again"),
}
CONSEQUENCES: Final = (
    (3, _("High")),
    (2, _("Medium")),
    (1, _("Low")),
)
