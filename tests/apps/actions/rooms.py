"""A company with actions, and pages asked for as its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.diagnostics.rooms import Room as DiagnosticRoom
from tests.apps.diagnostics.rooms import signed_in
from tests.factories import Member, a_member, a_person

from jawda.apps.actions import domain, evidence
from jawda.apps.actions.facts import Facts
from jawda.apps.actions.models import Action
from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.queries import access_by_handle
from jawda.core.workflow import Step
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import Access


@dataclass
class Someone:
    """A colleague, signed in."""

    member: Member
    client: Client


@dataclass
class Room:
    """A company's plan, its manager signed in."""

    member: Member
    client: Client

    def acting(self, as_whom: Member | None = None) -> Any:
        return acting(organisation_id=self.member.organisation.pk, person_id=(as_whom or self.member).person.pk)

    @property
    def access(self) -> Access:
        return self.member.access

    @property
    def diagnosis(self) -> DiagnosticRoom:
        return DiagnosticRoom(self.member, self.client)

    def propose(self, title: str = "Nommer un responsable", **facts: Any) -> Action:
        with self.acting():
            return domain.propose(access=self.access, facts=Facts(title=title, **facts))

    def started(self, title: str = "Former", *, days: int = 5, owner: Member | None = None, **facts: Any) -> Action:
        """Agreed and begun, due in so many days."""
        who = owner or self.member
        due_on = timezone.localdate() + timedelta(days=days)
        action = self.propose(title, owner_id=who.person.pk, due_on=due_on, **facts)
        self.step(action, Step.AGREE)
        return self.step(action, Step.START)

    def done(self, title: str = "Former", **facts: Any) -> Action:
        action = self.started(title, **facts)
        with self.acting():
            evidence.add_evidence(access=self.access, action_id=action.pk, text="Feuille de présence, classeur 4")
        return self.step(action, Step.FINISH)

    def step(self, action: Action, step: Step, as_whom: Member | None = None, **given: Any) -> Action:
        who = as_whom or self.member
        with self.acting(who):
            return domain.take_step(access=who.access, action_id=action.pk, step=step, **given)

    def reread(self, action: Action) -> Action:
        with self.acting():
            return Action.objects.get(pk=action.pk)

    def url(self, name: str, *arguments: object) -> str:
        return reverse(f"actions:{name}", args=[self.member.organisation.handle, *arguments])

    def get(self, name: str, *arguments: object, **query: str) -> Any:
        return self.client.get(self.url(name, *arguments), query)

    def post(self, name: str, *arguments: object, **form: Any) -> Any:
        return self.client.post(self.url(name, *arguments), form)

    def colleague(self, role: Role = Role.QUALITY_MANAGER, name: str = "Brahim", **fields: Any) -> Someone:
        person = a_person(name, **fields)
        home: UUID = self.member.organisation.pk
        with self.acting():
            organisations.add_member(organisation_id=home, person_id=person.pk, role=role)
        with acting(person_id=person.pk):
            access = access_by_handle(person.pk, self.member.organisation.handle)
        assert access is not None
        return Someone(Member(person, self.member.organisation, access), signed_in(person))


def a_room(name: str = "Essai") -> Room:
    member = a_member(name)
    return Room(member, signed_in(member.person))
