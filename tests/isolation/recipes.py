"""Rows that introspection would not make well, one verb for each table: it fills in, and returns the first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import models
from django.utils import timezone
from tests.isolation.filling import free_text, worded
from tests.isolation.recipes_product_quality import PRODUCT_QUALITY
from tests.isolation.recipes_recognition import RECOGNITION

from jawda.apps.actions.models import Action, ActionDependency, CalendarFeed
from jawda.apps.diagnostics.models import (
    Answer,
    Assessment,
    Assignment,
    Evidence,
    EvidenceLink,
    Panel,
    PanelAnswer,
    PanelMember,
    PendingImport,
    Review,
    ReviewAnswer,
    ReviewDecision,
)
from jawda.apps.ecosystems.models import Campaign, CampaignInvitation, CampaignReply, Ecosystem, Participation
from jawda.apps.organisations.api_scopes import Scope
from jawda.apps.organisations.models import Site
from jawda.apps.organisations.notices import ACCEPTED
from jawda.apps.referentials import manuscripts, store
from jawda.apps.referentials.models import Manuscript, ManuscriptVersion, OwnReferential
from jawda.core.referentials import from_mapping
from jawda.core.referentials.editing import add, new_form, set_requirement
from jawda.foundation.api import tokens
from jawda.foundation.api.models import ApiToken
from jawda.foundation.audit import trail
from jawda.foundation.files import domain as files
from jawda.foundation.notices.models import Notice
from jawda.foundation.search import index
from jawda.foundation.search.models import PublishedSearchEntry, SearchEntry
from jawda.foundation.search.sources import Found

if TYPE_CHECKING:
    from tests.isolation.world import World

REFERENTIAL = "premiers-pas-1"
PANEL_REFERENTIAL = "infrastructure-qualite-1"
AT_A_SITE = ("A1", "B1")
"""Tenants that assessed one of their sites, the others the company as a whole."""


def _audit_entry(world: World, tenant: str) -> models.Model:
    from jawda.foundation.audit.models import AuditEntry

    canary = world.canaries.new
    trail.record(
        f"tests.{canary()}", subject="test", subject_id="1", details={"note": canary()}, personal={"name": canary()}
    )
    return AuditEntry.objects.order_by("-sequence")[0]


def _audit_personal_values(world: World, tenant: str) -> models.Model:
    from jawda.foundation.audit.models import AuditPersonalValues

    entry = world.rows.get(("audit.AuditEntry", tenant)) or _audit_entry(world, tenant)
    return AuditPersonalValues.objects.get(entry=entry)


def _assessment(world: World, tenant: str) -> models.Model:
    words = {item.name: worded(item, world.canaries.new()) for item in free_text(Assessment)}
    site = world.row(Site, tenant) if tenant in AT_A_SITE else None
    return Assessment.objects.create(
        organisation=world.tenants[tenant], referential=REFERENTIAL, **words, profile={}, target=60.0, site=site
    )


def _answer(world: World, tenant: str) -> models.Model:
    """Each question of the referential has an answer, so that every page has something to show."""
    assessment = world.rows.get(("diagnostics.Assessment", tenant)) or _assessment(world, tenant)
    world.rows["diagnostics.Assessment", tenant] = assessment
    rows = []
    for number, item in enumerate(store.load(REFERENTIAL).assessable):
        words = {part.name: worded(part, world.canaries.new()) for part in free_text(Answer)}
        level = {"level": "", "not_applicable": True} if number == 3 else {"level": str(number % 6)}
        rows.append(
            Answer(organisation=world.tenants[tenant], assessment=assessment, requirement=item.id, **{**words, **level})
        )
    return Answer.objects.bulk_create(rows)[0]


def _pending_import(world: World, tenant: str) -> models.Model:
    """An import that waits for the yes of someone of the tenant."""
    someone, canary = world.someone_of(tenant), world.canaries.new
    row = {"requirement": "pp-direction-responsable", "level": "3", "not_applicable": False, "reason": "",
           "note": canary(), "evidence": canary()}  # fmt: skip
    return PendingImport.objects.create(
        organisation=world.tenants[tenant], assessment=world.row(Assessment, tenant), person_id=someone.pk,
        file=canary(), rows=[row], base=canary(),
    )  # fmt: skip


def _stored_file(world: World, tenant: str) -> models.Model:
    """A text whose name and content each hold a canary, stored by the product's own verb."""
    canary = world.canaries.new
    return files.store(name=f"{canary()}.txt", content=f"{canary()}\n".encode())


def _evidence_link(world: World, tenant: str) -> models.Model:
    return EvidenceLink.objects.create(
        organisation=world.tenants[tenant], assessment=world.row(Assessment, tenant),
        evidence=world.row(Evidence, tenant), referential=REFERENTIAL, requirement="pp-direction-responsable",
    )  # fmt: skip


def _form(canary: str, slug: str) -> dict[str, object]:
    """The form of a small referential in which every text holds the canary."""
    text = {"fr": canary}
    head = new_form(
        slug=slug, edition="1", title=text, languages=["fr"], scale="conformity", publisher=canary, rights=text
    )
    head, name = add(head, after=None, heading=False)
    return set_requirement(head, name, {"reference": "1", "title": text, "question": text})


def _own_referential(world: World, tenant: str) -> models.Model:
    """A set of requirements of the tenant's own, published inside it."""
    canary = world.canaries.new()
    store.keep_own(from_mapping(_form(canary, canary)))
    return OwnReferential.objects.get(identifier=f"own:{canary}-1")


def _manuscript(world: World, tenant: str) -> models.Model:
    canary = world.canaries.new()
    row = Manuscript.objects.create(organisation=world.tenants[tenant])
    manuscripts.keep(row, _form(canary, canary))
    return row


def _manuscript_version(world: World, tenant: str) -> models.Model:
    return ManuscriptVersion.objects.get(manuscript=world.row(Manuscript, tenant))


def _review(world: World, tenant: str) -> models.Model:
    """Signed by the expert whom each company has, or had, or would have; each question graded, one decided."""
    canary, expert, now = world.canaries.new, world._id_of("expert"), timezone.now()
    review = Review.objects.create(
        organisation=world.tenants[tenant], assessment=world.row(Assessment, tenant), referential=REFERENTIAL,
        expert_id=expert, expert_name=canary(), conclusion=canary(), submitted_at=now, first_submitted_at=now,
        difference=12.0,
    )  # fmt: skip
    world.rows["diagnostics.Review", tenant] = review
    return review


def _review_answer(world: World, tenant: str) -> models.Model:
    review = world.row(Review, tenant)
    rows = [
        ReviewAnswer(
            organisation=world.tenants[tenant], review=review, requirement=item.id, level=str(number % 4),
            own_level=str(number % 6), remark=world.canaries.new(), discuss=number == 2,
        )
        for number, item in enumerate(store.load(REFERENTIAL).assessable)
    ]  # fmt: skip
    return ReviewAnswer.objects.bulk_create(rows)[0]


def _review_decision(world: World, tenant: str) -> models.Model:
    name = next(item.id for number, item in enumerate(store.load(REFERENTIAL).assessable) if number == 4)
    return ReviewDecision.objects.create(
        organisation=world.tenants[tenant], review=world.row(Review, tenant), requirement=name, accepted=False,
        reason=world.canaries.new(), decided_at=timezone.now() + timedelta(hours=1),
    )  # fmt: skip


def _panel(world: World, tenant: str) -> models.Model:
    """FB's is open, so that its members are named; the others' are closed, so that their results are shown."""
    canary, today = world.canaries.new, timezone.localdate()
    return Panel.objects.create(
        organisation=world.tenants[tenant], referential=PANEL_REFERENTIAL, title=canary(), message=canary(),
        colleges=[{"code": "own_1", "name": canary()}, {"code": "own_2", "name": canary()}],
        ends_on=today + timedelta(days=20), closed_at=None if tenant == "FB" else timezone.now(),
    )  # fmt: skip


def _panel_member(world: World, tenant: str) -> models.Model:
    """One who says all, and five more who answer the same questions."""
    canary = world.canaries.new
    rows = [
        PanelMember(
            organisation=world.tenants[tenant], panel=world.row(Panel, tenant), college=f"own_{1 + number % 2}",
            name=canary(), email=f"{canary()}@example.org", token_hash=uuid4().hex * 2,
        )
        for number in range(6)
    ]  # fmt: skip
    return PanelMember.objects.bulk_create(rows)[0]


def _panel_answer(world: World, tenant: str) -> models.Model:
    """Enough for every question to be shown, with a remark each."""
    world.row(PanelMember, tenant)
    members = PanelMember.objects.filter(panel=world.row(Panel, tenant)).order_by("pk")
    rows = [
        PanelAnswer(
            organisation=world.tenants[tenant], member=member, requirement=item.id, level=str((number + place) % 6),
            note=world.canaries.new() if place < 2 else "", saved_from=uuid4().hex,
        )
        for place, member in enumerate(members)
        for number, item in enumerate(store.load(PANEL_REFERENTIAL).assessable)
    ]  # fmt: skip
    return PanelAnswer.objects.bulk_create(rows)[0]


def _federation_of(tenant: str) -> str:
    return "FB" if tenant in ("B1", "B2", "FB") else "FA"


def _campaign_words(world: World, tenant: str) -> dict[str, Any]:
    """A campaign under way in the ecosystem of the tenant's federation; every text holds a canary."""
    canary, today = world.canaries.new, timezone.localdate()
    return {
        "ecosystem": world.row(Ecosystem, _federation_of(tenant)), "title": canary(), "message": canary(),
        "referential": REFERENTIAL, "referential_title": {"fr": canary()}, "opens_on": today,
        "deadline": today + timedelta(days=10), "cancelled_because": canary(),
    }  # fmt: skip


def _campaign(world: World, tenant: str) -> models.Model:
    return Campaign.objects.create(organisation=world.tenants[tenant], **_campaign_words(world, tenant))


def _campaign_invitation(world: World, tenant: str) -> models.Model:
    """From the federation to the tenant, of the federation's own campaign; the federation's own row: to the laboratory,
    which takes part for that."""
    federation, company = _federation_of(tenant), "LAB" if tenant in ("FA", "FB") else tenant
    campaign = world.row(Campaign, federation)
    if company == "LAB":
        with world.on_behalf_of("LAB"):
            Participation.objects.create(
                from_organisation=world.tenants["LAB"], to_organisation=world.tenants[federation],
                ecosystem=world.row(Ecosystem, federation), company_name=world.canaries.new(),
            )  # fmt: skip
    else:
        world.row(Participation, company, federation)
    with world.on_behalf_of(federation):
        return CampaignInvitation.objects.create(
            from_organisation=world.tenants[federation], to_organisation=world.tenants[company],
            campaign_id=campaign.pk, **_campaign_words(world, federation),
        )  # fmt: skip


def _campaign_reply(world: World, tenant: str) -> models.Model:
    """To an invitation: the tenant's own where it has one."""
    invitation = world.rows.get(("ecosystems.CampaignInvitation", tenant))
    return CampaignReply.objects.create(
        organisation=world.tenants[tenant], invitation_id=invitation.pk if invitation else uuid4()
    )


def _action(world: World, tenant: str) -> models.Model:
    """Late, so that home, list, board and mail all name it."""
    words = {item.name: worded(item, world.canaries.new()) for item in free_text(Action)}
    return Action.objects.create(
        organisation=world.tenants[tenant], assessment=world.row(Assessment, tenant), referential=REFERENTIAL,
        requirement="pp-direction-responsable", chapter="pp-direction", state="agreed", effort_days=2.0,
        due_on=timezone.localdate() - timedelta(days=3), **words,
    )  # fmt: skip


def _action_dependency(world: World, tenant: str) -> models.Model:
    first, other = world.row(Action, tenant), _action(world, tenant)
    return ActionDependency.objects.create(organisation=world.tenants[tenant], action=first, on=other)


def _calendar_feed(world: World, tenant: str) -> models.Model:
    someone = world.someone_of(tenant)
    return CalendarFeed.objects.create(
        organisation=world.tenants[tenant], person_id=someone.pk, token_hash=uuid4().hex * 2, everything=True
    )


def _assignment(world: World, tenant: str) -> models.Model:
    """A link that opens today, to the first question and the one after it; of that one something came back."""
    words = {item.name: worded(item, world.canaries.new()) for item in free_text(Assignment)}
    first, second = [item.id for item in store.load(REFERENTIAL).assessable][:2]
    return Assignment.objects.create(
        organisation=world.tenants[tenant], assessment=world.row(Assessment, tenant), requirements=[first, second],
        token_hash=uuid4().hex * 2, ends_on=timezone.localdate() + timedelta(days=7), language="fr",
        answered={second: timezone.now().isoformat()}, **words,
    )  # fmt: skip


def _search_entry(world: World, tenant: str) -> models.Model:
    """Something that members find, and whoever is there on a mission does not."""
    index.put("site", [_to_be_found(world, "organisations:sites")])
    return SearchEntry.objects.get(subject="of the world")


def _published_search_entry(world: World, tenant: str) -> models.Model:
    index.publish("directory", [_to_be_found(world, "directory")])
    return PublishedSearchEntry.objects.get(source_organisation=world.tenants[tenant], subject="of the world")


def _notice(world: World, tenant: str) -> models.Model:
    """To someone of the tenant, in words that hold a canary."""
    someone, organisation = world.someone_of(tenant), world.tenants[tenant]
    assert someone is not None
    return Notice.objects.create(
        person=someone, organisation=organisation, kind=ACCEPTED, route="organisations:members",
        arguments={"handle": organisation.handle}, facts={"organisation": world.canaries.new(), "mission": False},
    )  # fmt: skip


def _to_be_found(world: World, route: str) -> Found:
    canary = world.canaries.new
    return Found(subject="of the world", title=f"usine {canary()}", detail=canary(), more=(canary(),), route=route)


def _api_token(world: World, tenant: str) -> models.Model:
    """A token that opens everything there is to open in this tenant; its program is an identity that tries."""
    world.secrets[tenant] = tokens.new_secret()
    return ApiToken.objects.create(
        organisation=world.tenants[tenant], name=world.canaries.new(), prefix=tokens.shown(world.secrets[tenant]),
        token_hash=tokens.hash_of(world.secrets[tenant]), scopes=list(Scope.values),
        ends_on=timezone.localdate() + timedelta(days=30),
    )  # fmt: skip


RECIPES: dict[str, Callable[[World, str], models.Model]] = {
    **RECOGNITION,
    **PRODUCT_QUALITY,
    "ecosystems.Campaign": _campaign,
    "ecosystems.CampaignInvitation": _campaign_invitation,
    "ecosystems.CampaignReply": _campaign_reply,
    "api.ApiToken": _api_token,
    "referentials.OwnReferential": _own_referential,
    "referentials.Manuscript": _manuscript,
    "referentials.ManuscriptVersion": _manuscript_version,
    "actions.Action": _action,
    "actions.ActionDependency": _action_dependency,
    "actions.CalendarFeed": _calendar_feed,
    "audit.AuditEntry": _audit_entry,
    "audit.AuditPersonalValues": _audit_personal_values,
    "diagnostics.Assessment": _assessment,
    "diagnostics.Answer": _answer,
    "diagnostics.Assignment": _assignment,
    "diagnostics.EvidenceLink": _evidence_link,
    "diagnostics.Panel": _panel,
    "diagnostics.PanelMember": _panel_member,
    "diagnostics.PanelAnswer": _panel_answer,
    "diagnostics.PendingImport": _pending_import,
    "files.StoredFile": _stored_file,
    "diagnostics.Review": _review,
    "diagnostics.ReviewAnswer": _review_answer,
    "diagnostics.ReviewDecision": _review_decision,
    "notices.Notice": _notice,
    "search.SearchEntry": _search_entry,
    "search.PublishedSearchEntry": _published_search_entry,
}
