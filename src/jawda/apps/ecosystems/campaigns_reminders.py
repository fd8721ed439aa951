"""What is said about invitations, by jobs of the company that is invited: it alone knows whether it is late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from jawda.apps.ecosystems import campaigns_mails as mails
from jawda.apps.ecosystems import campaigns_notices as notices
from jawda.apps.ecosystems import webhooks
from jawda.apps.ecosystems.campaigns_models import CampaignInvitation, CampaignReply
from jawda.apps.ecosystems.campaigns_queries import SHOWN_AFTER, Invited, invitations
from jawda.apps.ecosystems.campaigns_states import follow
from jawda.apps.organisations.enums import MANAGING_ROLES
from jawda.apps.organisations.models import Membership, Organisation
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import current_organisation_id

TELL: Final = "ecosystems.tell_of_campaigns"
BEFORE: Final = (14, 3)
"""So many days before the last one, and on the day after it, a company that has not finished is reminded."""
OPENING: Final = "opening"
EXTENDED: Final = "extended"
CANCELLED: Final = "cancelled"


def steps(row: CampaignInvitation) -> dict[str, date]:
    """What is to be told about an invitation, and from which day; no reminder before the day after the opening, nor
    before the day after the last day was put off. Reminders of another last day are other reminders."""
    found = {OPENING: row.opens_on}
    if row.cancelled_on is not None:
        return found | {CANCELLED: row.cancelled_on}
    first, last = row.opens_on, ""
    if row.extended_on is not None:
        first, last = max(row.opens_on, row.extended_on), f"-{row.deadline}"
        found[EXTENDED + last] = row.extended_on
    for days in BEFORE:
        day = row.deadline - timedelta(days=days)
        if day > first:
            found[f"before-{days}{last}"] = day
    found[f"after{last}"] = row.deadline + timedelta(days=1)
    if row.reminder_asked_on is not None:
        found[f"asked-{row.reminder_asked_on}"] = row.reminder_asked_on
    return found


def tell(*, today: date) -> None:
    """Mail the acting company's quality managers and administrators what is due about its invitations, and ask for a
    job of its own on each day to come.

    One mail or notice for each invitation, whatever is due at once; none where it has finished or declined, but for a
    cancellation, of which those who have finished are told too, and those who knew of no campaign are not. What was
    told is kept, so that a job that runs again, late, or beside another tells nothing twice. Not audited.
    """
    follow(today)
    mine = current_organisation_id()
    recent = [item for item in invitations() if item.days_left >= -SHOWN_AFTER.days]
    due = [(item, *found) for item in recent if (found := _due(item, today))[0]]
    for item, names, knows in due:
        if OPENING in names and item.waits:
            webhooks.invited(item.row)
        if knows and CANCELLED in names and not item.declined:
            notices.tell_cancelled(item)
    told = [(item, names, knows) for item, names, knows in due if item.waits]
    if not told:
        return
    company = Organisation.objects.get(pk=mine)
    managers = Membership.objects.select_related("person").filter(organisation_id=mine, role__in=MANAGING_ROLES)
    people = [row.person for row in managers]
    for item, names, knows in told:
        if knows and any(name.startswith(EXTENDED) for name in names):
            notices.tell_extended(item)
        else:
            mails.told(item, company, people, opening=OPENING in names)


def _due(item: Invited, today: date) -> tuple[list[str], bool]:
    """The steps that nobody was told of yet, now kept as told, and whether the opening was told before; a job is asked
    for on the day of each later one."""
    mine = current_organisation_id()
    planned = steps(item.row)
    for day in planned.values():
        if day > today:
            defer(TELL, organisation_id=mine, on=day)
    CampaignReply.objects.get_or_create(organisation_id=mine, invitation_id=item.row.pk)
    reply = CampaignReply.objects.select_for_update(of=("self",)).get(invitation_id=item.row.pk)
    knows = OPENING in reply.told
    due = [name for name, day in planned.items() if day <= today and name not in reply.told]
    if due:
        reply.told = [*reply.told, *due]
        reply.save(update_fields=["told"])
    return due, knows
