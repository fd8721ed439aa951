"""Reading campaigns: the federation's, and the invitations of a company."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, QuerySet
from django.utils import timezone

from jawda.apps.ecosystems.campaigns_masking import Funnel, funnel
from jawda.apps.ecosystems.campaigns_models import Campaign, CampaignInvitation, CampaignReply, CampaignState
from jawda.apps.ecosystems.campaigns_states import states_of
from jawda.apps.ecosystems.models import Consent, Participation, Purpose, in_force
from jawda.apps.ecosystems.queries import NOT_SHOWN, TakingPart, taking_part
from jawda.foundation.tenancy.context import current_organisation_id

PLANNED: Final = "planned"
RUNNING: Final = "running"
OVER: Final = "over"
CANCELLED: Final = "cancelled"
SHOWN_AFTER: Final = timedelta(days=14)
"""After its last day an invitation that was not followed stays among the next steps so long."""


def phase_of(row: Campaign | CampaignInvitation, today: date) -> str:
    """``planned``, ``running``, ``over`` or ``cancelled`` on a day."""
    if row.cancelled_on is not None:
        return CANCELLED
    return PLANNED if today < row.opens_on else RUNNING if today <= row.deadline else OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A campaign of the acting federation with its counts."""

    row: Campaign
    phase: str
    days_left: int
    funnel: Funnel


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedCompany:
    """A company that was invited, as it says it itself; ``state`` is empty where it does not show it."""

    company_name: str
    city: str
    fictitious: bool
    state: str

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(CampaignState(self.state).label) if self.state else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFilter:
    """What an officer asked for; ``state`` may be :data:`jawda.apps.ecosystems.queries.NOT_SHOWN`."""

    state: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPage:
    """A campaign with its counts, whatever was asked for, and the companies asked for, by name."""

    line: Line
    companies: tuple[InvitedCompany, ...]
    showing: int
    """How many of those invited agree to show their stage."""


def campaigns(*, phase: str = "", text: str = "") -> tuple[Line, ...]:
    """Every campaign of the acting federation asked for, the latest deadline first. Four queries."""
    mine, today = current_organisation_id(), timezone.localdate()
    rows = list(Campaign.objects.select_related("ecosystem").order_by("-deadline", "title"))
    sent: dict[UUID, list[InvitedCompany]] = {row.pk: [] for row in rows}
    for campaign_id, company in _companies(CampaignInvitation.objects.filter(from_organisation_id=mine), taking_part()):
        sent.setdefault(campaign_id, []).append(company)
    lines = (_line(row, sent[row.pk], today) for row in rows)
    wanted = text.casefold()
    return tuple(
        line
        for line in lines
        if (not phase or line.phase == phase) and (not wanted or wanted in line.row.title.casefold())
    )


def running_campaigns(known: TakingPart) -> tuple[Line, ...]:
    """Those of the acting federation that are open today, the nearest deadline first. Two queries."""
    mine, today = current_organisation_id(), timezone.localdate()
    rows = list(
        Campaign.objects.select_related("ecosystem")
        .filter(opens_on__lte=today, deadline__gte=today, cancelled_on=None)
        .order_by("deadline", "title")
    )
    sent: dict[UUID, list[InvitedCompany]] = {row.pk: [] for row in rows}
    invited = CampaignInvitation.objects.filter(from_organisation_id=mine, campaign_id__in=sent) if rows else ()
    for campaign_id, company in _companies(invited, known):
        sent[campaign_id].append(company)
    return tuple(_line(row, sent[row.pk], today) for row in rows)


def campaign(campaign_id: UUID, wanted: CampaignFilter = CampaignFilter()) -> CampaignPage:
    """One of them; ``Campaign.DoesNotExist`` for another's. Four queries."""
    mine, today = current_organisation_id(), timezone.localdate()
    row = Campaign.objects.select_related("ecosystem").get(pk=campaign_id)
    sent = CampaignInvitation.objects.filter(from_organisation_id=mine, campaign_id=row.pk)
    companies = [company for _id, company in _companies(sent, taking_part())]
    return CampaignPage(
        line=_line(row, companies, today),
        companies=tuple(
            sorted((item for item in companies if _asked(item, wanted)), key=lambda item: item.company_name.casefold())
        ),
        showing=sum(1 for item in companies if item.state),
    )


def _companies(rows: Iterable[CampaignInvitation], known: TakingPart) -> list[tuple[UUID, InvitedCompany]]:
    """Those that still take part, each with its campaign; a state only under a consent that holds today."""
    taken = {(row.from_organisation_id, row.ecosystem_id): row for row in known.rows}
    found = []
    for row in rows:
        company_row = taken.get((row.to_organisation_id, row.ecosystem_id))
        if company_row is not None:
            state = row.state if row.to_organisation_id in known.agreed else ""
            company = InvitedCompany(
                company_name=company_row.company_name, city=company_row.city, fictitious=company_row.fictitious,
                state=state,
            )  # fmt: skip
            found.append((row.campaign_id, company))
    return found


def _line(row: Campaign, companies: list[InvitedCompany], today: date) -> Line:
    started = sum(1 for item in companies if item.state == CampaignState.STARTED)
    finished = sum(1 for item in companies if item.state == CampaignState.FINISHED)
    return Line(
        row=row,
        phase=phase_of(row, today),
        days_left=(row.deadline - today).days,
        funnel=funnel(invited=len(companies) - started - finished, started=started, finished=finished),
    )


def _asked(row: InvitedCompany, wanted: CampaignFilter) -> bool:
    text = wanted.text.casefold()
    return (not wanted.state or row.state == ("" if wanted.state == NOT_SHOWN else wanted.state)) and (
        not text or text in row.company_name.casefold() or text in row.city.casefold()
    )


@dataclass(frozen=True, slots=True)
class Participant:
    """A company that may be invited: its participation's key, its name and its ecosystem."""

    id: UUID
    company_id: UUID
    ecosystem_id: UUID
    name: str


def participants() -> tuple[Participant, ...]:
    """Who takes part in the acting federation's ecosystems, by name. One query."""
    rows = Participation.objects.filter(to_organisation_id=current_organisation_id(), withdrawn_at=None)
    found = (Participant(row.pk, row.from_organisation_id, row.ecosystem_id, row.company_name) for row in rows)
    return tuple(sorted(found, key=lambda item: item.name.casefold()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """An invitation as its company sees it: how far it truly is, and what it answered."""

    row: CampaignInvitation
    state: CampaignState
    declined: bool
    phase: str
    days_left: int
    """Negative once the last day is past."""
    shown: bool
    """Whether the federation sees ``state``."""

    @property
    def waits(self) -> bool:
        """Whether something is left to do."""
        return self.state != CampaignState.FINISHED and not self.declined and self.phase != CANCELLED

    @property
    def days_late(self) -> int:
        """How long its last day is past."""
        return -self.days_left


def invitations() -> tuple[Invited, ...]:
    """What the acting company was invited to where it still takes part, the nearest deadline first. Five queries at
    most, one where it was not invited. A campaign is not seen before it opens, and never where it was cancelled
    before."""
    mine, today = current_organisation_id(), timezone.localdate()
    rows = list(_seen(today).select_related("ecosystem").order_by("deadline", "title"))
    if not rows:
        return ()
    joined = set(
        Participation.objects.filter(from_organisation_id=mine, withdrawn_at=None).values_list(
            "to_organisation_id", "ecosystem_id"
        )
    )
    rows = [row for row in rows if (row.from_organisation_id, row.ecosystem_id) in joined]
    declined = set(CampaignReply.objects.exclude(declined_at=None).values_list("invitation_id", flat=True))
    agreed = set(
        Consent.objects.filter(in_force(today), from_organisation_id=mine, purpose=Purpose.SHOW_STAGE).values_list(
            "to_organisation_id", flat=True
        )
    )
    return tuple(
        Invited(
            row=row, state=state, declined=row.pk in declined, phase=phase_of(row, today),
            days_left=(row.deadline - today).days, shown=row.from_organisation_id in agreed,
        )
        for row, state in zip(rows, states_of(rows), strict=True)
    )  # fmt: skip


def was_invited() -> Exists:
    """Whether :func:`invitations` can have any, to be asked along with something else: most companies have none."""
    return Exists(_seen(timezone.localdate()))


def _seen(today: date) -> QuerySet[CampaignInvitation]:
    """Invitations of the acting company to campaigns that have opened."""
    rows = CampaignInvitation.objects.filter(to_organisation_id=current_organisation_id(), opens_on__lte=today)
    return rows.exclude(cancelled_on__lt=F("opens_on"))


def next_invitations() -> tuple[Invited, ...]:
    """Those among :func:`invitations` that are a next step."""
    return tuple(item for item in invitations() if item.waits and item.days_left >= -SHOWN_AFTER.days)


def invitation(invitation_id: UUID) -> Invited:
    """One of :func:`invitations`; ``CampaignInvitation.DoesNotExist`` for another's, or one that is not seen yet."""
    found = next((item for item in invitations() if item.row.pk == invitation_id), None)
    if found is None:
        raise CampaignInvitation.DoesNotExist
    return found
