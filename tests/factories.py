"""What tests need, made by the product's own verbs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Kind
from jawda.apps.organisations.models import Organisation
from jawda.core.languages import Text
from jawda.core.referentials import Referential, Requirement, ScaleKind
from jawda.core.referentials.scales import DEFAULT_SCALES
from jawda.foundation.accounts import domain as accounts
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import SIGN_IN, acting
from jawda.foundation.tenancy.routes import Access
from jawda.site.database import Login
from jawda.site.database.logins import VARIABLES


def a_person(name: str = "Amina", **fields: Any) -> Person:
    with acting(purpose=SIGN_IN):
        return Person.objects.create_user(f"{uuid4().hex[:12]}@example.org", "a long password 1", name=name, **fields)


@dataclass(frozen=True)
class Member:
    """A person in an organisation of their own."""

    person: Person
    organisation: Organisation
    access: Access


def a_member(name: str = "Essai", kind: Kind = Kind.COMPANY) -> Member:
    from jawda.apps.organisations.queries import access_by_handle

    person = a_person()
    organisation = organisations.register_organisation(person_id=person.pk, kind=kind, name=name)
    with acting(person_id=person.pk):
        access = access_by_handle(person.pk, organisation.handle)
    assert access is not None
    return Member(person, organisation, access)


def an_operator() -> Person:
    return made_operator(a_person("Opératrice"))


def made_operator(person: Person) -> Person:
    """The same person, made an operator by the owner's login, as the command does; it is committed where that is not
    the one we are connected with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        owner = cursor.fetchone() == (Login.OWNER,)
    if owner:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        made = accounts.let_operate(email=person.email, operates=True)
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE jawda_app")
    else:
        url = make_conninfo(os.environ[VARIABLES[Login.OWNER]], dbname=connection.settings_dict["NAME"])
        with psycopg.connect(url) as other:
            other.execute("SELECT set_config('app.purpose', %s, true)", [SIGN_IN])
            row = other.execute("UPDATE accounts_person SET is_operator = true WHERE id = %s", [person.pk])
            made = row.rowcount == 1
    assert made
    person.is_operator = True
    return person


def verified(member: Member, operator: Person | None = None) -> Member:
    """The same member once an operator has verified the organisation."""
    from jawda.apps.organisations.queries import access_by_handle

    operator = operator or an_operator()
    with acting(person_id=operator.pk):
        organisations.activate(operator=operator, organisation=member.organisation, source="essai")
    with acting(person_id=member.person.pk):
        access = access_by_handle(member.person.pk, member.organisation.handle)
    assert access is not None
    return Member(member.person, member.organisation, access)


def signed_in(person: Person) -> Any:
    """A browser without script, in which this person has signed in."""
    from django.test import Client

    client = Client()
    with acting(purpose=SIGN_IN):
        client.force_login(person)
    return client


def a_requirement(identifier: str, parent: str | None = None, **fields: Any) -> Requirement:
    text = Text(fr=identifier, ar=identifier, en=identifier)
    return Requirement(
        id=identifier, reference=fields.pop("reference", identifier), parent=parent, title=text, question=text, **fields
    )


def a_referential(*requirements: Requirement, kind: ScaleKind = ScaleKind.MATURITY, **fields: Any) -> Referential:
    text = Text(fr="Essai", ar="تجربة", en="Trial")
    return Referential(
        id="trial-1", slug="trial", edition="1", title=text, languages=("fr", "ar", "en"), publisher="Tests",
        rights=Text(fr="CC0", ar="CC0", en="CC0"), scale=DEFAULT_SCALES[kind], requirements=requirements, **fields,
    )  # fmt: skip
