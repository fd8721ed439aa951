"""How long actions are kept, and what tells whom of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from jawda.apps.actions.models import Action, ActionEvidence, CalendarFeed, ReminderSent
from jawda.apps.actions.reminders import KEPT
from jawda.apps.diagnostics.retention import forget_files
from jawda.apps.organisations.models import Membership
from jawda.core.workflow import ENDED
from jawda.foundation.retention.rules import Rule, added, register_rule, years_before
from jawda.foundation.tenancy.context import current_organisation_id

YEARS: Final = 5


def register() -> None:
    """Called once, when the models are there."""
    register_rule(
        Rule(
            name="actions.ended_actions", activity=4, keeps=f"{YEARS} years after it ended",
            tables=("actions.Action", "actions.ActionDependency", "actions.ActionEvidence", "actions.ActionEvent",
                    "files.StoredFile"),
            due=_ended, remove=_remove,
        )
    )  # fmt: skip
    register_rule(
        Rule(
            name="actions.reminders_sent", activity=10, tables=("actions.ReminderSent",), keeps=f"{KEPT.days} days",
            due=_reminders,
        )
    )  # fmt: skip
    register_rule(
        Rule(
            name="actions.feeds_of_others", activity=3, tables=("actions.CalendarFeed",),
            keeps="until its person leaves the organisation", due=_feeds,
        )
    )  # fmt: skip


def _ended(now: datetime) -> QuerySet[Any]:
    return Action.objects.filter(state__in=list(ENDED), changed_at__lt=years_before(now, YEARS))


def _remove(rows: list[Any]) -> Mapping[str, int]:
    going = [row.pk for row in rows]
    held = ActionEvidence.objects.filter(action__in=going, file__isnull=False).values_list("file_id", flat=True)
    files = list(held)
    _, by_table = Action.objects.filter(pk__in=going).delete()
    return added([by_table, forget_files(files)])


def _reminders(now: datetime) -> QuerySet[Any]:
    return ReminderSent.objects.filter(sent_on__lt=(now - KEPT).date())


def _feeds(now: datetime) -> QuerySet[Any]:
    members = Membership.objects.filter(organisation_id=current_organisation_id()).values("person_id")
    return CalendarFeed.objects.exclude(person_id__in=members)
