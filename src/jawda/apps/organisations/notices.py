"""What members are told about their organisation, and experts about their missions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models.signals import post_delete
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawda.apps.organisations.enums import MANAGING_ROLES, Decision
from jawda.apps.organisations.models import Membership, Mission, Organisation
from jawda.foundation.notices import domain
from jawda.foundation.notices.kinds import Kind, register_kind
from jawda.foundation.notices.models import Channel
from jawda.foundation.tenancy.context import acting, current, current_organisation_id
from jawda.foundation.ui.formats import date_long
from jawda.foundation.ui.templatetags.ui import language
from jawda.foundation.webhooks.delivering import on_switched_off

ACCEPTED: Final = "organisations.invitation_accepted"
DECIDED: Final = "organisations.decided"
MISSION_ENDS: Final = "organisations.mission_ends"
EXPORTED: Final = "organisations.exported"
WEBHOOK_OFF: Final = "organisations.webhook_off"
BEFORE: Final = timedelta(days=7)
"""So long before a mission's last day its expert is reminded of it."""


def register() -> None:
    """Called once, when the models are there."""
    register_kind(Kind(name=ACCEPTED, label=gettext_lazy("An invitation is accepted"), words=_accepted))
    register_kind(
        Kind(name=DECIDED, label=gettext_lazy("An operator decides"), words=_decided, channel=Channel.APP)
    )  # its mail is one of its own, with what the operator says
    register_kind(Kind(name=MISSION_ENDS, label=gettext_lazy("A mission of mine ends"), words=_mission_ends))
    label = gettext_lazy("An export that I asked for is ready")
    register_kind(Kind(name=EXPORTED, label=label, words=_exported, channel=Channel.MAIL))
    label = gettext_lazy("A program that does not answer is told nothing more")
    register_kind(Kind(name=WEBHOOK_OFF, label=label, words=_webhook_off, channel=Channel.MAIL))
    on_switched_off(tell_webhook_off)
    post_delete.connect(_left, sender=Membership, dispatch_uid="notices.left")


def tell_accepted(*, mission: bool) -> None:
    """Those who manage the acting organisation learn that someone joined it, or began a mission; no name is kept."""
    route = "organisations:missions" if mission else "organisations:members"
    domain.notify(
        kind=ACCEPTED, to=_managers(), route=route, arguments=_handle(),
        facts={"organisation": _name(), "mission": mission},
    )  # fmt: skip


def tell_decided(*, decision: Decision) -> None:
    """Those who manage the acting organisation learn what an operator decided."""
    domain.notify(
        kind=DECIDED, to=_managers(), route="organisations:description", arguments=_handle(),
        facts={"organisation": _name(), "suspended": decision == Decision.SUSPENDED},
    )  # fmt: skip


def remind_of_end(mission: Mission) -> None:
    """The expert is reminded a week before the last day, where that is still to come."""
    due_on = mission.ends_on - BEFORE
    if due_on > mission.starts_on:
        domain.remind(
            kind=MISSION_ENDS, person_id=mission.person_id, subject=str(mission.pk), due_on=due_on,
            route="organisation_home", arguments=_handle(),
            facts={"organisation": mission.organisation_name, "on": str(mission.ends_on)},
        )  # fmt: skip


def tell_exported(*, person_id: UUID | None) -> None:
    """Whoever asked for an export learns that it is ready, while they still manage the organisation."""
    domain.notify(
        kind=EXPORTED, to=[manager for manager in _managers() if manager == person_id], route="organisations:exports",
        arguments=_handle(), facts={"organisation": _name()},
    )  # fmt: skip


def tell_webhook_off() -> None:
    """Those who manage the acting organisation learn that an address was switched off; which, the page says."""
    domain.notify(
        kind=WEBHOOK_OFF, to=_managers(), route="organisations:webhooks", arguments=_handle(),
        facts={"organisation": _name()},
    )  # fmt: skip


def forget_end(mission: Mission) -> None:
    """A mission that was revoked has no end to be reminded of."""
    domain.forget_reminders(kind=MISSION_ENDS, subject=str(mission.pk))


def _accepted(facts: Mapping[str, Any]) -> str:
    said = {"organisation": facts["organisation"]}
    if facts["mission"]:
        return _("An expert has accepted a mission at %(organisation)s.") % said
    return _("A person you invited has joined %(organisation)s.") % said


def _decided(facts: Mapping[str, Any]) -> str:
    said = {"organisation": facts["organisation"]}
    if facts["suspended"]:
        return _("An operator of the platform has suspended %(organisation)s.") % said
    return _("An operator of the platform has verified %(organisation)s.") % said


def _exported(facts: Mapping[str, Any]) -> str:
    return _("All the data of %(organisation)s is ready to be downloaded, for seven days.") % {
        "organisation": facts["organisation"]
    }


def _webhook_off(facts: Mapping[str, Any]) -> str:
    return _("A program of %(organisation)s has not answered for days: nothing more is sent to its address.") % {
        "organisation": facts["organisation"]
    }


def _mission_ends(facts: Mapping[str, Any]) -> str:
    day = date_long(date.fromisoformat(facts["on"]), language())
    return _("Your mission at %(organisation)s ends on %(day)s.") % {"organisation": facts["organisation"], "day": day}


def _managers() -> list[UUID]:
    rows = Membership.objects.filter(organisation_id=current_organisation_id(), role__in=MANAGING_ROLES)
    return list(rows.values_list("person_id", flat=True))


def _name() -> str:
    return str(Organisation.objects.values_list("name", flat=True).get(pk=current_organisation_id()))


def _handle() -> dict[str, str]:
    return {"handle": Organisation.objects.values_list("handle", flat=True).get(pk=current_organisation_id())}


def _left(instance: Membership, **_: Any) -> None:
    """Who leaves keeps nothing of what they were told there."""
    with acting(organisation_id=instance.organisation_id, person_id=current().person_id):
        domain.forget_of(person_id=instance.person_id)
