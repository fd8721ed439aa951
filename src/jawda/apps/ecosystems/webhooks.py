"""What programs of a company are told of its ecosystem."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from jawda.apps.ecosystems.campaigns_models import CampaignInvitation
from jawda.foundation.webhooks.domain import raise_event
from jawda.foundation.webhooks.events import CODE, DAY, ID, Event, register_event

INVITED: Final = "campaign.invited"


def register() -> None:
    """Called once, when the models are there."""
    register_event(
        Event(
            name=INVITED, label=_("A campaign invites us"), words="A campaign that invites the company has opened.",
            data={"invitation": ID, "referential": CODE, "deadline": DAY, "state": {"const": "invited"}},
        )
    )  # fmt: skip


def invited(invitation: CampaignInvitation) -> None:
    """Raised by the company's own job on the opening day: the federation raises nothing in a company."""
    raise_event(
        INVITED,
        data={
            "invitation": invitation.pk, "referential": invitation.referential, "deadline": invitation.deadline,
            "state": "invited",
        },
    )  # fmt: skip
