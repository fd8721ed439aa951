"""One notice a day at most for each person whom something concerns.

The job writes in one transaction whom it told and what: killed before its end it has told nobody, and the next one
tells all. Mails follow as notices do, by each one's wishes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from jawda.apps.actions import notices
from jawda.apps.actions.models import Action, ReminderSent
from jawda.apps.actions.reminding import REMIND, days_of, speaks_on
from jawda.apps.organisations.enums import MANAGING_ROLES
from jawda.apps.organisations.models import Membership
from jawda.core.workflow import ENDED, Due, State, due, is_effect_check_due
from jawda.foundation.accounts.models import Person
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import current_organisation_id

KEPT: Final = timedelta(days=30)


@dataclass(slots=True)
class Digest:
    """What one person is told."""

    person: Person
    overdue: list[Action] = field(default_factory=list)
    soon: list[Action] = field(default_factory=list)
    to_check: list[Action] = field(default_factory=list)
    has_news: bool = False


def remind(*, today: date) -> None:
    """Tell each member of the acting company of whom an action's day is today. Notices; not audited.

    An action whose owner is no member concerns those who manage; a check of the effect concerns them without the
    owner, where there is another. A person who was told today is not told again. The next day on which
    there is something to say is asked for.
    """
    actions = list(Action.objects.exclude(state__in=[State.EFFECTIVE, State.CANCELLED]).order_by("due_on", "title"))
    for digest in _digests(actions, today):
        _sent, is_new = ReminderSent.objects.get_or_create(
            organisation_id=current_organisation_id(), person_id=digest.person.pk, sent_on=today
        )
        if is_new:
            notices.tell(digest)
    ReminderSent.objects.filter(sent_on__lt=today - KEPT).delete()
    following = min((day for action in actions for day in days_of(action, today)), default=None)
    if following is not None:
        defer(REMIND, organisation_id=current_organisation_id(), on=following)


def _digests(actions: list[Action], today: date) -> list[Digest]:
    members = list(
        Membership.objects.select_related("person", "organisation").filter(
            organisation_id=current_organisation_id(), person__is_active=True
        )
    )
    people = {row.person_id: Digest(row.person) for row in members}
    managers = {row.person_id for row in members if row.role in MANAGING_ROLES}
    for action in actions:
        standing = due(action.current, action.due_on, today)
        for person_id in _whom(action, set(people), managers):
            digest = people[person_id]
            if action.current not in ENDED and standing in (Due.OVERDUE, Due.SOON):
                (digest.overdue if standing is Due.OVERDUE else digest.soon).append(action)
            elif is_effect_check_due(action.current, action.effect_due_on, today):
                digest.to_check.append(action)
            digest.has_news = digest.has_news or speaks_on(action, today)
    return [digest for digest in people.values() if digest.has_news]


def _whom(action: Action, members: set[UUID], managers: set[UUID]) -> set[UUID]:
    if action.current is State.DONE:
        return managers - {action.owner_id} or managers
    return {action.owner_id} if action.owner_id in members else managers
