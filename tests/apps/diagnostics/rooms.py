"""A company with an assessment, and pages asked for as its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from tests.factories import Member, a_member, a_person

from jawda.apps.diagnostics import domain
from jawda.apps.diagnostics.imports import import_answers
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Role
from jawda.apps.referentials import store
from jawda.core.assessment import Answer
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.context import SIGN_IN, acting

PREMIERS_PAS = "premiers-pas-1"


@dataclass
class Room:
    """A company's room of diagnosis, its manager signed in."""

    member: Member
    client: Client

    def acting(self) -> Any:
        return acting(organisation_id=self.member.organisation.pk, person_id=self.member.person.pk)

    def start(self, referential: str = PREMIERS_PAS, answers: dict[str, str] | None = None) -> Assessment:
        with self.acting():
            assessment = domain.start(access=self.member.access, referential_id=referential)
            if answers:
                import_answers(
                    access=self.member.access,
                    assessment=assessment,
                    referential=store.load(referential),
                    answers=[Answer(requirement=name, level=level) for name, level in answers.items()],
                )
        return assessment

    def answers(self, assessment: Assessment) -> dict[str, AnswerRow]:
        with self.acting():
            return {row.requirement: row for row in AnswerRow.objects.filter(assessment=assessment)}

    def reread(self, assessment: Assessment) -> Assessment:
        with self.acting():
            return Assessment.objects.get(pk=assessment.pk)

    def url(self, name: str, *arguments: object) -> str:
        return reverse(f"diagnostics:{name}", args=[self.member.organisation.handle, *arguments])

    def get(self, name: str, *arguments: object, **query: str) -> Any:
        return self.client.get(self.url(name, *arguments), query)

    def post(self, name: str, *arguments: object, **form: Any) -> Any:
        return self.client.post(self.url(name, *arguments), form)

    def save(self, assessment: Assessment, requirement: str, *, script: bool = True, **form: str) -> Any:
        headers = {"Accept": "application/json"} if script else {}
        return self.client.post(self.url("answer", assessment.pk, requirement), form, headers=headers)

    def colleague(self, role: Role = Role.QUALITY_MANAGER) -> tuple[Person, Client]:
        person = a_person("Brahim")
        with self.acting():
            organisations.add_member(organisation_id=self.member.organisation.pk, person_id=person.pk, role=role)
        return person, signed_in(person)


def signed_in(person: Person) -> Client:
    client = Client()
    with acting(purpose=SIGN_IN):
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def a_room(name: str = "Essai") -> Room:
    member = a_member(name)
    return Room(member, signed_in(member.person))


def everything(level: str = "2", referential: str = PREMIERS_PAS) -> dict[str, str]:
    return {item.id: level for item in store.load(referential).assessable}
