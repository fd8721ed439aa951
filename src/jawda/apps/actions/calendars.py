"""The calendar of a person's dates: a private address that can be withdrawn, and what it gives."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jawda.apps.actions.models import Action, CalendarFeed
from jawda.apps.actions.queries import ENDED_STATES
from jawda.apps.actions.rules import is_member
from jawda.apps.organisations.models import Membership
from jawda.core.icalendar import Event, calendar
from jawda.core.workflow import State
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.links import acting_behind, new_token, token_hash
from jawda.foundation.tenancy.routes import Access
from jawda.foundation.ui.templatetags.ui import language

MOST: Final = 1000


def make_feed(*, access: Access, everything: bool) -> str:
    """A new address, which is told once and never again; the former stops. Audited without the token."""
    if not is_member(access):
        raise PermissionDenied
    CalendarFeed.objects.filter(person_id=access.person_id).delete()
    token = new_token(access.organisation_id)
    feed = CalendarFeed.objects.create(
        organisation_id=access.organisation_id, person_id=access.person_id, token_hash=token_hash(token),
        everything=everything,
    )  # fmt: skip
    trail.record("actions.make_feed", subject="feed", subject_id=feed.pk, details={"everything": everything})
    return token


def withdraw_feed(*, access: Access) -> None:
    """The person's address stops. Audited; again does nothing."""
    feed = own_feed(access)
    if feed is not None:
        trail.record("actions.withdraw_feed", subject="feed", subject_id=feed.pk, details={})
        feed.delete()


def own_feed(access: Access) -> CalendarFeed | None:
    """The person's own in this company; one query."""
    return CalendarFeed.objects.filter(person_id=access.person_id).first()


def read_feed(token: str) -> bytes | None:
    """The calendar behind an address; None for one that is unknown, withdrawn, or whose person has left."""
    with acting_behind(token) as kept:
        feed = CalendarFeed.objects.filter(token_hash=kept).first() if kept else None
        if feed is None:
            return None
        membership = (
            Membership.objects.select_related("person", "organisation")
            .filter(person_id=feed.person_id, organisation_id=feed.organisation_id, person__is_active=True)
            .first()
        )
        if membership is None:
            return None
        with translation.override(membership.person.language):
            return _written(feed, membership)


def _written(feed: CalendarFeed, membership: Membership) -> bytes:
    rows = Action.objects.exclude(state__in=[State.EFFECTIVE, State.CANCELLED])
    if not feed.everything:
        rows = rows.filter(owner_id=feed.person_id)
    events = [event for row in rows.order_by("due_on", "pk")[:MOST] for event in _events(row, membership)]
    name = _("%(organisation)s: action plan") % {"organisation": membership.organisation.name}
    return calendar(events, name=name, stamp=timezone.now(), language=language())


def _events(row: Action, membership: Membership) -> list[Event]:
    handle = membership.organisation.handle
    url = settings.BASE_URL + reverse("actions:action", args=[handle, row.pk])
    planned: list[tuple[str, date | None, str]] = []
    if row.state not in ENDED_STATES:
        planned.append(("due", row.due_on, row.title))
    if row.current is State.DONE:
        planned.append(("effect", row.effect_due_on, _("Check the effect: %(title)s") % {"title": row.title}))
    said = _("Owner: %(name)s") % {"name": row.owner_name} if row.owner_name else ""
    return [
        Event(uid=f"{row.pk}-{kind}@jawda", day=day, title=title, description=said, url=url)
        for kind, day, title in planned
        if day is not None
    ]
