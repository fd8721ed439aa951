"""Notices about campaigns that change: cancelled, or put off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jawda.apps.ecosystems.campaigns_queries import Invited
from jawda.apps.organisations.enums import MANAGING_ROLES
from jawda.apps.organisations.models import Membership, Organisation
from jawda.foundation.notices import domain
from jawda.foundation.notices.kinds import Kind, register_kind
from jawda.foundation.notices.models import Channel
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.ui.formats import date_long
from jawda.foundation.ui.templatetags.ui import language

CANCELLED: Final = "ecosystems.campaign_cancelled"
EXTENDED: Final = "ecosystems.campaign_extended"


def register() -> None:
    """Called once, when the models are there. Both change what people do: they are told at once."""
    for name, label, words in (
        (CANCELLED, gettext_lazy("A campaign is cancelled"), _cancelled),
        (EXTENDED, gettext_lazy("A campaign lasts longer"), _extended),
    ):
        register_kind(Kind(name=name, label=label, words=words, channel=Channel.MAIL))


def tell_cancelled(item: Invited) -> None:
    """Those who manage the acting company learn it, with the federation's reason."""
    _notify(CANCELLED, item, reason=item.row.cancelled_because)


def tell_extended(item: Invited) -> None:
    """Those who manage the acting company learn the new last day."""
    _notify(EXTENDED, item, deadline=str(item.row.deadline))


def _notify(kind: str, item: Invited, **facts: str) -> None:
    company = Organisation.objects.get(pk=current_organisation_id())
    managers = Membership.objects.filter(organisation_id=company.pk, role__in=MANAGING_ROLES)
    domain.notify(
        kind=kind, to=managers.values_list("person_id", flat=True), route="ecosystems:invitation",
        arguments={"handle": company.handle, "campaign_invitation_id": str(item.row.pk)},
        facts={"title": item.row.title, **facts},
    )  # fmt: skip


def _cancelled(facts: Mapping[str, Any]) -> str:
    return _("The campaign “%(title)s” is cancelled: %(reason)s") % {
        "title": facts["title"], "reason": facts["reason"],
    }  # fmt: skip


def _extended(facts: Mapping[str, Any]) -> str:
    day = date_long(date.fromisoformat(facts["deadline"]), language())
    return _("The campaign “%(title)s” lasts longer: its last day is now %(day)s.") % {
        "title": facts["title"], "day": day,
    }  # fmt: skip
