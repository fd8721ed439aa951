"""Two companies in each of two ecosystems, two federations, a laboratory, and everyone who might want to look in.

Each has rows in every table, full of canaries (:mod:`.filling`). Afterwards the login for backups reads all rows, and
what it finds says whose each canary is: ownership comes from the columns of the rows, not from how they were made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.test import Client
from django.utils import timezone
from tests.factories import made_operator
from tests.isolation.canaries import Canaries, Place
from tests.isolation.databases import Database
from tests.isolation.filling import free_text, kind_of, plain, worded

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
from jawda.apps.organisations.enums import Kind, Role, Status
from jawda.apps.organisations.models import Membership, Mission, Organisation, Site
from jawda.apps.organisations.notices import ACCEPTED
from jawda.apps.referentials import manuscripts, store
from jawda.apps.referentials.models import Manuscript, ManuscriptVersion, OwnReferential, StoredReferential
from jawda.core.referentials import from_mapping
from jawda.core.referentials.editing import add, new_form, set_requirement
from jawda.foundation.accounts.models import Person
from jawda.foundation.api import tokens
from jawda.foundation.api.models import ApiToken
from jawda.foundation.audit import trail
from jawda.foundation.files import disk
from jawda.foundation.files import domain as files
from jawda.foundation.files.models import StoredFile
from jawda.foundation.notices.models import Notice
from jawda.foundation.search import index
from jawda.foundation.search.models import PublishedSearchEntry, SearchEntry
from jawda.foundation.search.sources import Found
from jawda.foundation.tenancy.context import SIGN_IN, acting
from jawda.foundation.tenancy.models import TableKind

TENANTS: dict[str, Kind] = {
    "A1": Kind.COMPANY, "A2": Kind.COMPANY, "B1": Kind.COMPANY, "B2": Kind.COMPANY,
    "FA": Kind.FEDERATION, "FB": Kind.FEDERATION, "LAB": Kind.LABORATORY,
}  # fmt: skip
PAIRS = (("A1", "FA"), ("A2", "FA"), ("B1", "FB"), ("B2", "FB"), ("FA", "LAB"))
"""From whom, to whom: rivals never share a row."""
PERSON_COLUMNS = ("person_id", "user_id")
UNVERIFIED = ("LAB",)
OPERATORS = ("operator", "second_operator")
OPERATORS_ONLY = ("referentials.Draft",)
"""Tables of persons in which only operators have rows."""
REFERENTIAL = "premiers-pas-1"
PANEL_REFERENTIAL = "infrastructure-qualite-1"


@dataclass(frozen=True)
class Home:
    """What a person may do in an organisation: ``scope`` is a mission's, None for a member."""

    scope: tuple[str, ...] | None = None
    writes: bool = True


@dataclass
class Identity:
    """Someone who tries: the person, and where they truly belong (said here, not asked of the code under test)."""

    name: str
    person: Person | None = None
    homes: dict[UUID, Home] = field(default_factory=dict)
    operator: bool = False
    client: Client = field(default_factory=Client)
    cookies: str = ""
    secret: str = ""
    """A program's token: it has one home and no person."""


AT_A_SITE = ("A1", "B1")
"""Tenants that assessed one of their sites, the others the company as a whole."""
PROGRAMS = ("A1", "A2", "B1", "FA")
"""Tenants whose program tries, too."""
MEMBERS: dict[str, tuple[tuple[str, Role], ...]] = {
    "manager_A1": (("A1", Role.QUALITY_MANAGER),),
    "reader_A1": (("A1", Role.READER),),
    "contributor_A2": (("A2", Role.CONTRIBUTOR),),
    "manager_A2": (("A2", Role.QUALITY_MANAGER),),
    "manager_B1": (("B1", Role.QUALITY_MANAGER),),
    "manager_B2": (("B2", Role.QUALITY_MANAGER),),
    "two_hats": (("A2", Role.CONTRIBUTOR), ("B2", Role.READER)),
    "officer_FA": (("FA", Role.ADMINISTRATOR),),
    "officer_FB": (("FB", Role.OFFICER),),
    "laboratory": (("LAB", Role.ADMINISTRATOR),),
    "expert": (),
    "operator": (),
    "second_operator": (),
    "stranger": (),
}


class World:
    """The whole of it, in one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.canaries = Canaries()
        self.tenants: dict[str, Organisation] = {}
        self.identities: dict[str, Identity] = {"anonymous": Identity("anonymous")}
        self.rows: dict[tuple[str, str], models.Model] = {}
        """By the model's label and the tenant's (or identity's) name."""
        self.secrets: dict[str, str] = {}
        """The token of each tenant's program."""

    @contextmanager
    def on_behalf_of(self, tenant: str) -> Iterator[None]:
        """Inside the organisation, as the platform's operator, who may also do what only operators do."""
        operator = self.identities["operator"].person
        assert operator is not None
        with transaction.atomic(), acting(organisation_id=self.tenants[tenant].pk, person_id=operator.pk):
            yield

    def build(self) -> World:
        """Make all of it, committed, as the login ``jawda_app``; then learn whose is what, and spy on writes."""
        self._people()
        for name, kind in TENANTS.items():
            self._organisation(name, kind)
        for name, memberships in MEMBERS.items():
            for tenant, role in memberships:
                self._member(name, tenant, role)
        self._missions()
        self._sign_in()
        for model in apps.get_models():
            self._fill(model)
        self._programs()
        self.learn()
        self.database.spy_on_writes()
        return self

    # --- who

    def _people(self) -> None:
        for name in MEMBERS:
            with transaction.atomic(), acting(purpose=SIGN_IN):
                email = f"{self.canaries.new()}@example.org"
                person = Person.objects.create_user(email, None, name=self.canaries.new())
                self.rows["account.EmailAddress", name] = EmailAddress.objects.create(
                    user=person, email=email, verified=True, primary=True
                )
                self.rows["mfa.Authenticator", name] = RecoveryCodes.activate(person).instance
            if name in OPERATORS:
                made_operator(person)
            self.identities[name] = Identity(name, person, operator=name in OPERATORS)

    def _organisation(self, name: str, kind: Kind) -> None:
        operator = self.identities["operator"].person
        assert operator is not None
        identifier = uuid4()
        with transaction.atomic(), acting(organisation_id=identifier, person_id=operator.pk):
            words = {item.name: worded(item, self.canaries.new()) for item in free_text(Organisation)}
            row = Organisation.objects.create(id=identifier, kind=kind, country="MA", **words)
            if name not in UNVERIFIED:
                row.status, row.activated_at = Status.ACTIVATED, timezone.now()
                row.save(update_fields=["status", "activated_at"])
        self.tenants[name] = row
        self.rows["organisations.Organisation", name] = row

    def _member(self, name: str, tenant: str, role: Role) -> None:
        identity, organisation = self.identities[name], self.tenants[tenant]
        with self.on_behalf_of(tenant):
            self.rows["organisations.Membership", tenant] = Membership.objects.create(
                person=identity.person, organisation=organisation, role=role
            )
        identity.homes[organisation.pk] = Home(writes=role != Role.READER)

    def _missions(self) -> None:
        """One expert: a mission that runs at A1, an ended one at A2, a revoked one at B1, another subject at B2."""
        expert, today = self.identities["expert"], timezone.localdate()
        earlier, later = today - timedelta(days=30), today + timedelta(days=30)
        plans: tuple[tuple[str, tuple[str, ...], dict[str, Any]], ...] = (
            ("A1", ("diagnostics", "actions"), {"ends_on": later}),
            ("A2", ("diagnostics",), {"ends_on": today - timedelta(days=2)}),
            ("B1", ("diagnostics",), {"ends_on": later, "revoked_at": timezone.now()}),
            ("B2", ("training",), {"ends_on": later}),
        )
        for tenant, scope, fields in plans:
            with self.on_behalf_of(tenant):
                self.rows["organisations.Mission", tenant] = Mission.objects.create(
                    organisation=self.tenants[tenant], organisation_name=self.canaries.new(), person=expert.person,
                    scope=list(scope), starts_on=earlier, **fields,
                )  # fmt: skip
        for tenant in ("A1", "B2"):
            scope = next(plan[1] for plan in plans if plan[0] == tenant)
            expert.homes[self.tenants[tenant].pk] = Home(scope=scope, writes=False)

    def _sign_in(self) -> None:
        """A session each, from a browser that names itself by a canary."""
        for name, identity in self.identities.items():
            if identity.person is None:
                continue
            browser = self.canaries.new()
            identity.client = Client(HTTP_USER_AGENT=browser)
            with transaction.atomic(), acting(purpose=SIGN_IN):
                identity.client.force_login(identity.person)
                identity.cookies = identity.client.cookies[settings.SESSION_COOKIE_NAME].value
                self.rows["usersessions.UserSession", name] = UserSession.objects.create(
                    user=identity.person, session_key=identity.cookies, user_agent=browser, ip="127.0.0.1"
                )

    def _programs(self) -> None:
        """A program with the tenant's token, which opens everything there is to open."""
        for tenant in PROGRAMS:
            home = {self.tenants[tenant].pk: Home()}
            name = f"program_{tenant}"
            self.identities[name] = Identity(name, homes=home, secret=self.secrets[tenant])

    # --- what

    def _fill(self, model: type[models.Model]) -> None:
        kind = kind_of(model)
        if kind is TableKind.TENANT or (kind is TableKind.PERSON and _names(model, "organisation")):
            for tenant in TENANTS:
                self._row(model, tenant)
        elif kind is TableKind.TWO_PARTY:
            for sender, receiver in PAIRS:
                self._row(model, sender, receiver)
        elif kind is TableKind.PUBLIC_PROJECTION:
            for tenant in ("FA", "FB"):
                self._row(model, tenant)
        elif kind is TableKind.PERSON and model not in (Person, Organisation):
            for name, identity in self.identities.items():
                may = identity.operator or model._meta.label not in OPERATORS_ONLY
                if identity.person is not None and may:
                    self._row_of_a_person(model, name)

    def _row(self, model: type[models.Model], tenant: str, receiver: str = "") -> models.Model:
        """The tenant's row in this table, made at the first call, with every row that it refers to."""
        key = (model._meta.label, tenant)
        if key not in self.rows:
            recipe = RECIPES.get(model._meta.label)
            values = {} if recipe else self._references(model, tenant, receiver)
            with self.on_behalf_of(tenant):
                self.rows[key] = recipe(self, tenant) if recipe else self._written(model, values)
        return self.rows[key]

    def _row_of_a_person(self, model: type[models.Model], name: str) -> models.Model:
        key = (model._meta.label, name)
        if key not in self.rows:
            values = {
                item.name: self.identities[name].person
                if item.related_model is Person
                else self._row_of_a_person(item.related_model, name)
                for item in model._meta.local_concrete_fields
                if isinstance(item, models.ForeignKey)
            } | {
                item.name: self._id_of(name)
                for item in model._meta.local_concrete_fields
                if isinstance(item, models.UUIDField) and item.name in PERSON_COLUMNS
            }
            with transaction.atomic(), acting(person_id=self._id_of(name), purpose=SIGN_IN):
                if model._meta.label == "referentials.Draft":
                    values["content"] = StoredReferential.objects.get(identifier=REFERENTIAL).content
                self.rows[key] = self._written(model, values)
        return self.rows[key]

    def _id_of(self, name: str) -> UUID | None:
        person = self.identities[name].person
        return person.pk if person else None

    def _written(self, model: type[models.Model], values: dict[str, Any]) -> models.Model:
        words = {item.name: worded(item, self.canaries.new()) for item in free_text(model)}
        others = {
            item.name: plain(item)
            for item in model._meta.local_concrete_fields
            if item.name not in values and item.name not in words and not item.primary_key and not item.generated
        }
        row = model(**{**others, **words, **values})
        row.save(force_insert=True)
        return row

    def _references(self, model: type[models.Model], tenant: str, receiver: str) -> dict[str, Any]:
        """For each foreign key the row of the same tenant that it should name."""
        found: dict[str, Any] = {}
        for item in model._meta.local_concrete_fields:
            if not isinstance(item, models.ForeignKey):
                continue
            parent = item.related_model
            if parent is Organisation:
                found[item.name] = self.tenants[receiver if item.name == "to_organisation" else tenant]
            elif parent is Person:
                found[item.name] = self._someone_of(tenant)
            elif parent is model:
                found[item.name] = None
            elif kind_of(parent) is TableKind.PUBLIC_PROJECTION:
                found[item.name] = self._row(parent, receiver or tenant)
            elif kind_of(parent) is TableKind.GLOBAL:
                found[item.name] = parent._default_manager.first()
            else:
                found[item.name] = self._row(parent, tenant, receiver)
        return found

    def _someone_of(self, tenant: str) -> Person | None:
        home = self.tenants[tenant].pk
        return next(
            item.person
            for item in self.identities.values()
            if item.person and home in item.homes and item.homes[home].scope is None
        )

    # --- whose

    def learn(self) -> None:
        """Read every row as the login for backups, and note whose each canary and each key is."""
        self.canaries.places.clear()
        tables = {
            model: {str(row["id"]): row for row in self.database.rows(model._meta.db_table)}
            for model in apps.get_models()
            if kind_of(model) is not TableKind.GLOBAL
        }
        for model, rows in tables.items():
            for row in rows.values():
                self.canaries.note_row(row, place_of(model, row, tables))
                if model is StoredFile:  # what stands on disk is its organisation's as much as its row
                    content = disk.read(disk.place(UUID(row["organisation_id"]), row["sha256"])) or b""
                    self.canaries.note_row({"content": content.decode()}, place_of(model, row, tables))


Tables = dict[type[models.Model], dict[str, dict[str, Any]]]


def place_of(model: type[models.Model], row: dict[str, Any], tables: Tables) -> Place:
    """Whose a row is, by its columns. A column that only names a person gives that person nothing in a tenant's row."""
    kind = kind_of(model)
    named: dict[type[models.Model], set[UUID]] = {Organisation: set(), Person: set()}
    if model in named:
        named[model].add(UUID(row["id"]))
    for item in model._meta.local_concrete_fields:
        if not isinstance(item, models.ForeignKey) or not row.get(item.column):
            continue
        if item.related_model in named:
            named[item.related_model].add(UUID(row[item.column]))
        elif kind is TableKind.PERSON and kind_of(item.related_model) is TableKind.PERSON:
            parent = place_of(item.related_model, tables[item.related_model][str(row[item.column])], tables)
            named[Person] |= parent.persons
    named[Person] |= {UUID(row[name]) for name in PERSON_COLUMNS if row.get(name)}
    if model is Person:
        for other in (Membership, Mission):
            named[Organisation] |= {
                UUID(item["organisation_id"]) for item in tables[other].values() if item["person_id"] == row["id"]
            }
    persons = named[Person] if kind is TableKind.PERSON else set()
    if "email" in row and kind is TableKind.PERSON:
        persons |= {UUID(key) for key, item in tables[Person].items() if item["email"] == row["email"]}
    return Place(
        model._meta.label, frozenset(named[Organisation]), frozenset(persons), kind is TableKind.PUBLIC_PROJECTION
    )


def _names(model: type[models.Model], column: str) -> bool:
    return column in {item.name for item in model._meta.local_concrete_fields}


# --- rows that introspection would not make well


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
    site = world._row(Site, tenant) if tenant in AT_A_SITE else None
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
    someone, canary = world._someone_of(tenant), world.canaries.new
    row = {"requirement": "pp-direction-responsable", "level": "3", "not_applicable": False, "reason": "",
           "note": canary(), "evidence": canary()}  # fmt: skip
    return PendingImport.objects.create(
        organisation=world.tenants[tenant], assessment=world._row(Assessment, tenant), person_id=someone.pk,
        file=canary(), rows=[row], base=canary(),
    )  # fmt: skip


def _stored_file(world: World, tenant: str) -> models.Model:
    """A text whose name and content each hold a canary, stored by the product's own verb."""
    canary = world.canaries.new
    return files.store(name=f"{canary()}.txt", content=f"{canary()}\n".encode())


def _evidence_link(world: World, tenant: str) -> models.Model:
    return EvidenceLink.objects.create(
        organisation=world.tenants[tenant], assessment=world._row(Assessment, tenant),
        evidence=world._row(Evidence, tenant), referential=REFERENTIAL, requirement="pp-direction-responsable",
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
    return ManuscriptVersion.objects.get(manuscript=world._row(Manuscript, tenant))


def _review(world: World, tenant: str) -> models.Model:
    """Signed by the expert whom each company has, or had, or would have; each question graded, one decided."""
    canary, expert, now = world.canaries.new, world._id_of("expert"), timezone.now()
    review = Review.objects.create(
        organisation=world.tenants[tenant], assessment=world._row(Assessment, tenant), referential=REFERENTIAL,
        expert_id=expert, expert_name=canary(), conclusion=canary(), submitted_at=now, first_submitted_at=now,
        difference=12.0,
    )  # fmt: skip
    world.rows["diagnostics.Review", tenant] = review
    return review


def _review_answer(world: World, tenant: str) -> models.Model:
    review = world._row(Review, tenant)
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
        organisation=world.tenants[tenant], review=world._row(Review, tenant), requirement=name, accepted=False,
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
            organisation=world.tenants[tenant], panel=world._row(Panel, tenant), college=f"own_{1 + number % 2}",
            name=canary(), email=f"{canary()}@example.org", token_hash=uuid4().hex * 2,
        )
        for number in range(6)
    ]  # fmt: skip
    return PanelMember.objects.bulk_create(rows)[0]


def _panel_answer(world: World, tenant: str) -> models.Model:
    """Enough for every question to be shown, with a remark each."""
    world._row(PanelMember, tenant)
    members = PanelMember.objects.filter(panel=world._row(Panel, tenant)).order_by("pk")
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
        "ecosystem": world._row(Ecosystem, _federation_of(tenant)), "title": canary(), "message": canary(),
        "referential": REFERENTIAL, "referential_title": {"fr": canary()}, "opens_on": today,
        "deadline": today + timedelta(days=10), "cancelled_because": canary(),
    }  # fmt: skip


def _campaign(world: World, tenant: str) -> models.Model:
    return Campaign.objects.create(organisation=world.tenants[tenant], **_campaign_words(world, tenant))


def _campaign_invitation(world: World, tenant: str) -> models.Model:
    """From the federation to the tenant, of the federation's own campaign; the federation's own row: to the laboratory,
    which takes part for that."""
    federation, company = _federation_of(tenant), "LAB" if tenant in ("FA", "FB") else tenant
    campaign = world._row(Campaign, federation)
    if company == "LAB":
        with world.on_behalf_of("LAB"):
            Participation.objects.create(
                from_organisation=world.tenants["LAB"], to_organisation=world.tenants[federation],
                ecosystem=world._row(Ecosystem, federation), company_name=world.canaries.new(),
            )  # fmt: skip
    else:
        world._row(Participation, company, federation)
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
        organisation=world.tenants[tenant], assessment=world._row(Assessment, tenant), referential=REFERENTIAL,
        requirement="pp-direction-responsable", chapter="pp-direction", state="agreed", effort_days=2.0,
        due_on=timezone.localdate() - timedelta(days=3), **words,
    )  # fmt: skip


def _action_dependency(world: World, tenant: str) -> models.Model:
    first, other = world._row(Action, tenant), _action(world, tenant)
    return ActionDependency.objects.create(organisation=world.tenants[tenant], action=first, on=other)


def _calendar_feed(world: World, tenant: str) -> models.Model:
    someone = world._someone_of(tenant)
    return CalendarFeed.objects.create(
        organisation=world.tenants[tenant], person_id=someone.pk, token_hash=uuid4().hex * 2, everything=True
    )


def _assignment(world: World, tenant: str) -> models.Model:
    """A link that opens today, to the first question and the one after it; of that one something came back."""
    words = {item.name: worded(item, world.canaries.new()) for item in free_text(Assignment)}
    first, second = [item.id for item in store.load(REFERENTIAL).assessable][:2]
    return Assignment.objects.create(
        organisation=world.tenants[tenant], assessment=world._row(Assessment, tenant), requirements=[first, second],
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
    someone, organisation = world._someone_of(tenant), world.tenants[tenant]
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
