"""Pages of the room, asked for as a body's people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from tests.apps.recognition.world import acts
from tests.factories import Member, a_person, signed_in

from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Role
from jawda.apps.recognition.models import Attestation, PublicAttestation, SigningKey


@dataclass
class Room:
    """A member of a body, signed in."""

    member: Member
    client: Any

    def url(self, name: str, *arguments: object) -> str:
        return reverse(f"recognition:{name}", args=[self.member.organisation.handle, *arguments])

    def get(self, name: str, *arguments: object, **query: str) -> Any:
        return self.client.get(self.url(name, *arguments), query)

    def post(self, name: str, *arguments: object, **form: Any) -> Any:
        return self.client.post(self.url(name, *arguments), form)

    def documents(self) -> list[Attestation]:
        with acts(self.member):
            return list(Attestation.objects.order_by("number"))

    def keys(self) -> list[SigningKey]:
        with acts(self.member):
            return list(SigningKey.objects.order_by("created_at"))

    def public(self) -> list[PublicAttestation]:
        return list(PublicAttestation.objects.filter(source_organisation=self.member.organisation).order_by("number"))


def room_of(member: Member) -> Room:
    return Room(member, signed_in(member.person))


def another(member: Member, role: Role) -> Room:
    """Somebody else of the same body."""
    person = a_person("Lecteur")
    with acts(member):
        organisations.add_member(organisation_id=member.organisation.pk, person_id=person.pk, role=role)
    return Room(member, signed_in(person))
