"""A federation's two campaigns in the demonstration: one that is over, one in the middle of its way.

Their rows are written here and not by the verb, for what an invitation said never changes, and a campaign is never
opened in the past. What each company answers is its own, as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from jawda.apps.diagnostics.models import Assessment
from jawda.apps.ecosystems.campaigns_models import Campaign, CampaignInvitation, CampaignReply, CampaignState
from jawda.apps.ecosystems.campaigns_reminders import TELL, steps
from jawda.apps.ecosystems.models import Ecosystem, Participation, Stage
from jawda.apps.referentials import store
from jawda.foundation.audit import trail
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import acting
from jawda.site.demo_assessments import REFERENTIAL

DECLINED: Final = ("Atlas Plasturgie", "Caoutchouc Modèle", "Découpe du Gharb")
"""Companies that said no to the campaign that runs."""
MESSAGE: Final = (
    "Trente-deux questions, une demi-journée. Vos réponses restent chez vous : la fédération ne voit que votre "
    "avancement, si vous l’acceptez.\n\n"
    "اثنان وثلاثون سؤالا تستغرق نصف يوم. تبقى أجوبتكم لديكم، ولا ترى الفيدرالية سوى مدى تقدمكم إن وافقتم."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From when to when, in days from today; and when a reminder was asked for."""

    opens: int
    ends: int
    asked: int
    followed: int
    """Until when the companies' state was written."""


OVER: Final = Period(opens=-385, ends=-345, asked=-352, followed=-315)
RUNNING: Final = Period(opens=-36, ends=9, asked=-6, followed=0)


def open_two(ecosystem: Ecosystem, officer_id: UUID) -> None:
    """Both, as the federation's officer; then what each company shows, as the company."""
    federation: UUID = ecosystem.source_organisation_id
    today = timezone.localdate()
    with acting(organisation_id=federation, person_id=officer_id):
        taking_part = list(Participation.objects.filter(ecosystem=ecosystem, withdrawn_at=None))
        sent = [
            _open(
                ecosystem, f"Autodiagnostic {(today + timedelta(days=period.ends)).year}, {season}", period, taking_part
            )
            for period, season in ((OVER, "première campagne"), (RUNNING, "deuxième campagne"))
        ]
    for row in taking_part:
        with acting(organisation_id=row.from_organisation_id):
            _answer(row, [found[row.from_organisation_id] for found in sent], today)


def _open(
    ecosystem: Ecosystem, title: str, period: Period, taking_part: list[Participation]
) -> dict[UUID, CampaignInvitation]:
    today = timezone.localdate()
    opens_on, asked_on = today + timedelta(days=period.opens), today + timedelta(days=period.asked)
    mine = ecosystem.source_organisation_id
    words = {
        "ecosystem": ecosystem, "title": title, "referential": REFERENTIAL, "message": MESSAGE,
        "referential_title": store.load(REFERENTIAL).title.as_mapping(), "opens_on": opens_on,
        "deadline": today + timedelta(days=period.ends),
    }  # fmt: skip
    moment = timezone.make_aware(datetime.combine(opens_on, time(9)))
    campaign = Campaign.objects.create(organisation_id=mine, opened_at=moment, reminded_on=asked_on, **words)
    rows = CampaignInvitation.objects.bulk_create(
        CampaignInvitation(
            from_organisation_id=mine, to_organisation_id=row.from_organisation_id, campaign_id=campaign.pk,
            invited_at=moment, reminder_asked_on=asked_on, **words,
        )
        for row in taking_part
    )  # fmt: skip
    details = {"title": title, "referential": REFERENTIAL, "invited": len(rows), "all": True}
    trail.record("ecosystems.open_campaign", subject="campaign", subject_id=campaign.pk, details=details)
    return {row.to_organisation_id: row for row in rows}


def _answer(taken: Participation, invitations: list[CampaignInvitation], today: date) -> None:
    """What it shows, whether it declined, and what its people were told already; a job for what is still to tell."""
    mine = taken.from_organisation_id
    known = list(Assessment.objects.filter(referential=REFERENTIAL).values_list("started_at", "closed_at"))
    shows = taken.stage in Stage.values
    state = CampaignState.INVITED
    for row, period in zip(invitations, (OVER, RUNNING), strict=True):
        state = _state(known, row.opens_on, today + timedelta(days=period.followed))
        if shows and state != CampaignState.INVITED:
            CampaignInvitation.objects.filter(pk=row.pk).update(state=state)
    declines = taken.company_name in DECLINED and state == CampaignState.INVITED
    CampaignReply.objects.bulk_create(
        CampaignReply(
            organisation_id=mine, invitation_id=row.pk,
            told=[name for name, day in steps(row).items() if day <= today],
            declined_at=timezone.now() - timedelta(days=20) if declines and row is invitations[-1] else None,
        )
        for row in invitations
    )  # fmt: skip
    defer(TELL, organisation_id=mine, on=min(day for day in steps(invitations[-1]).values() if day > today))


def _state(known: list[tuple[datetime, datetime | None]], first: date, last: date) -> CampaignState:
    """Finished: closed in time; started: begun by then, and still open."""
    days = [(timezone.localdate(began), timezone.localdate(ended) if ended else None) for began, ended in known]
    if any(ended and first <= ended <= last for _began, ended in days):
        return CampaignState.FINISHED
    if any(began <= last and (ended is None or ended > last) for began, ended in days):
        return CampaignState.STARTED
    return CampaignState.INVITED
