"""Two companies in each of two ecosystems, two federations, a laboratory, and everyone who might want to look in.

Each has rows in every table, full of canaries (:mod:`.filling`). Afterwards the login for backups reads all rows, and
what it finds says whose each canary is: ownership comes from the columns of the rows, not from how they were made.
"""

from __future__ import annotations

from collections.abc import Iterator
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
from tests.isolation.recipes import RECIPES, REFERENTIAL
from tests.isolation.recipes_recognition import ATTESTING

from jawda.apps.organisations.enums import Kind, Role, Status
from jawda.apps.organisations.models import Membership, Mission, Organisation
from jawda.apps.referentials.models import StoredReferential
from jawda.foundation.accounts.models import Person
from jawda.foundation.files import disk
from jawda.foundation.files.models import StoredFile
from jawda.foundation.tenancy.context import SIGN_IN, acting
from jawda.foundation.tenancy.models import TableKind

TENANTS: dict[str, Kind] = {
    "A1": Kind.COMPANY, "A2": Kind.COMPANY, "B1": Kind.COMPANY, "B2": Kind.COMPANY,
    "FA": Kind.FEDERATION, "FB": Kind.FEDERATION, "LAB": Kind.LABORATORY,
    "CB": Kind.CERTIFICATION_BODY, "MET": Kind.LABORATORY,
}  # fmt: skip
PAIRS = (("A1", "FA"), ("A2", "FA"), ("B1", "FB"), ("B2", "FB"), ("FA", "LAB"))
"""From whom, to whom: rivals never share a row."""
PERSON_COLUMNS = ("person_id", "user_id")
UNVERIFIED = ("LAB",)
OPERATORS = ("operator", "second_operator")
OPERATORS_ONLY = ("referentials.Draft",)
"""Tables of persons in which only operators have rows."""


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
    "certifier": (("CB", Role.ADMINISTRATOR),),
    "metrologist": (("MET", Role.ADMINISTRATOR),),
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
        ended = timezone.now().date() - timedelta(days=2)  # row-level security counts days in UTC, and leaves one
        plans: tuple[tuple[str, tuple[str, ...], dict[str, Any]], ...] = (
            ("A1", ("diagnostics", "actions"), {"ends_on": later}),
            ("A2", ("diagnostics",), {"ends_on": ended}),
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
                self.row(model, tenant)
        elif kind is TableKind.TWO_PARTY:
            for sender, receiver in PAIRS:
                self.row(model, sender, receiver)
        elif kind is TableKind.PUBLIC_PROJECTION:
            for tenant in ATTESTING if model._meta.app_label == "recognition" else ("FA", "FB"):
                self.row(model, tenant)
        elif kind is TableKind.PERSON and model not in (Person, Organisation):
            for name, identity in self.identities.items():
                may = identity.operator or model._meta.label not in OPERATORS_ONLY
                if identity.person is not None and may:
                    self._row_of_a_person(model, name)

    def row(self, model: type[models.Model], tenant: str, receiver: str = "") -> models.Model:
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
                found[item.name] = self.someone_of(tenant)
            elif parent is model:
                found[item.name] = None
            elif kind_of(parent) is TableKind.PUBLIC_PROJECTION:
                found[item.name] = self.row(parent, receiver or tenant)
            elif kind_of(parent) is TableKind.GLOBAL:
                found[item.name] = parent._default_manager.first()
            else:
                found[item.name] = self.row(parent, tenant, receiver)
        return found

    def someone_of(self, tenant: str) -> Person | None:
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
