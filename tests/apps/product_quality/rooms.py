"""A company that measures, and pages asked for as its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from tests.apps.diagnostics.rooms import signed_in
from tests.factories import Member, a_member, a_person

from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.queries import access_by_handle
from jawda.apps.product_quality.characteristics import domain as characteristics
from jawda.apps.product_quality.characteristics.facts import Facts
from jawda.apps.product_quality.charts.making import Chart
from jawda.apps.product_quality.charts.queries import load
from jawda.apps.product_quality.models import Characteristic
from jawda.apps.product_quality.samples import domain as samples
from jawda.apps.product_quality.samples.facts import SampleFacts
from jawda.foundation.tenancy.context import acting

CALM = [(9.9, 10.1), (10.0, 10.3), (9.8, 10.0), (10.1, 10.2), (9.9, 10.0), (10.2, 9.9), (10.0, 10.1), (9.8, 10.2)]
FAR = (12.0, 12.2)


@dataclass
class Room:
    """A company's measures, its manager signed in."""

    member: Member
    client: Client

    def acting(self) -> Any:
        return acting(organisation_id=self.member.organisation.pk, person_id=self.member.person.pk)

    def add(self, name: str = "Hauteur", /, **facts: Any) -> Characteristic:
        with self.acting():
            known = {"product": "P-100", "unit": "mm", "chart": "xbar_r", "subgroup_size": 2, **facts}
            return characteristics.add(access=self.member.access, facts=Facts(name=name, **known))

    def fill(self, row: Characteristic, *values: tuple[float, ...], **facts: Any) -> Characteristic:
        with self.acting():
            for one in values:
                samples.record(
                    access=self.member.access, characteristic_id=row.pk, facts=SampleFacts(values=one, **facts)
                )
        return row

    def chart(self, row: Characteristic) -> Chart:
        with self.acting():
            return load(row.pk)

    def url(self, name: str, *arguments: object) -> str:
        return reverse(f"product_quality:{name}", args=[self.member.organisation.handle, *arguments])

    def get(self, name: str, /, *arguments: object, **query: Any) -> Any:
        return self.client.get(self.url(name, *arguments), query)

    def post(self, name: str, /, *arguments: object, **form: Any) -> Any:
        return self.client.post(self.url(name, *arguments), form)

    def reader(self) -> Client:
        person = a_person("Lectrice")
        with self.acting():
            organisations.add_member(organisation_id=self.member.organisation.pk, person_id=person.pk, role=Role.READER)
        with acting(person_id=person.pk):
            assert access_by_handle(person.pk, self.member.organisation.handle) is not None
        return signed_in(person)


def a_room(name: str = "Essai") -> Room:
    member = a_member(name)
    return Room(member, signed_in(member.person))
