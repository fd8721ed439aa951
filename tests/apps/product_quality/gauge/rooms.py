"""A company that measures its instruments, and pages asked for as its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.test import Client
from django.urls import reverse
from tests.apps.diagnostics.rooms import signed_in
from tests.factories import Member, a_member, a_person

from jawda.apps.organisations import domain as organisations
from jawda.apps.organisations.enums import Role
from jawda.apps.organisations.queries import access_by_handle
from jawda.apps.product_quality.gauge import domain
from jawda.apps.product_quality.gauge.plans import Plan
from jawda.apps.product_quality.models import GaugeReading, GaugeStudy
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import Access

OPERATORS = ("Amina", "Brahim", "C-03")


def values_of(study: GaugeStudy, seed: int = 1, spread: float = 0.02) -> dict[tuple[int, int, int], float]:
    """What a good instrument would show: parts that differ, operators nearly alike; by operator, part and trial."""
    draw = np.random.default_rng(seed)
    parts = 1.25 + 0.1 * draw.normal(size=study.parts)
    return {
        (operator, part, trial): round(float(parts[part - 1] + spread * draw.normal()), 3)
        for operator in range(len(study.operators))
        for part in range(1, study.parts + 1)
        for trial in range(1, study.trials + 1)
    }


@dataclass
class Room:
    """A company, its manager signed in."""

    member: Member
    client: Client

    def acting(self, as_whom: Member | None = None) -> Any:
        return acting(organisation_id=self.member.organisation.pk, person_id=(as_whom or self.member).person.pk)

    @property
    def access(self) -> Access:
        return self.member.access

    def plan(self, title: str = "Hauteur de sertissage", **facts: Any) -> GaugeStudy:
        given = {"operators": OPERATORS, "parts": 5, "trials": 2, "tolerance": 2.0, "unit": "mm"} | facts
        with self.acting():
            return domain.plan_study(access=self.access, plan=Plan(title=title, **given))

    def measured(self, study: GaugeStudy, *, leave: int = 0, seed: int = 1, spread: float = 0.02) -> GaugeStudy:
        """Every measurement but the last ``leave``."""
        readings = list(values_of(study, seed, spread).items())
        with self.acting():
            domain.import_readings(
                access=self.access, study_id=study.pk, readings=readings[: len(readings) - leave]
            )  # fmt: skip
        return self.reread(study)

    def reread(self, study: GaugeStudy) -> GaugeStudy:
        with self.acting():
            return GaugeStudy.objects.get(pk=study.pk)

    def readings(self, study: GaugeStudy) -> dict[tuple[int, int, int], float]:
        with self.acting():
            rows = GaugeReading.objects.filter(study=study)
            return {(row.operator, row.part, row.trial): row.value for row in rows}

    def url(self, name: str, *arguments: object) -> str:
        return reverse(f"product_quality:{name}", args=[self.member.organisation.handle, *arguments])

    def get(self, name: str, *arguments: object, **query: str) -> Any:
        return self.client.get(self.url(name, *arguments), query)

    def post(self, name: str, *arguments: object, **form: Any) -> Any:
        return self.client.post(self.url(name, *arguments), form)

    def colleague(self, role: Role = Role.QUALITY_MANAGER, name: str = "Brahim") -> Room:
        """The same company as another member sees it."""
        person = a_person(name)
        home: UUID = self.member.organisation.pk
        with self.acting():
            organisations.add_member(organisation_id=home, person_id=person.pk, role=role)
        with acting(person_id=person.pk):
            access = access_by_handle(person.pk, self.member.organisation.handle)
        assert access is not None
        return Room(Member(person, self.member.organisation, access), signed_in(person))


def a_room(name: str = "Essai") -> Room:
    member = a_member(name)
    return Room(member, signed_in(member.person))
