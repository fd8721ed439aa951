"""A company with a register of instruments, its quality manager signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from tests.apps.actions.rooms import Room, a_room

from jawda.apps.product_quality.enums import CalibrationOutcome
from jawda.apps.product_quality.instruments import domain
from jawda.apps.product_quality.instruments.facts import CalibrationFacts, InstrumentFacts
from jawda.apps.product_quality.models import Calibration, Instrument

TODAY = timezone.localdate()


@dataclass
class Register:
    """The room's verbs and pages in short."""

    room: Room

    def add(self, identification: str = "PC-014", *, days: int | None = None, **facts: Any) -> Instrument:
        """Due in so many days."""
        due_on = None if days is None else TODAY + timedelta(days=days)
        with self.room.acting():
            return domain.add(
                access=self.room.access,
                facts=InstrumentFacts(
                    identification=identification, name="Pied à coulisse 150 mm", due_on=due_on, **facts
                ),
            )

    def calibrate(
        self, instrument: Instrument, outcome: str = CalibrationOutcome.CONFORMING, *, days: int = 0, **facts: Any
    ) -> Calibration:
        """Done so many days ago."""
        given = CalibrationFacts(done_on=TODAY - timedelta(days=days), outcome=outcome, **facts)
        with self.room.acting():
            return domain.record_calibration(access=self.room.access, instrument_id=instrument.pk, facts=given)

    def reread(self, instrument: Instrument) -> Instrument:
        with self.room.acting():
            return Instrument.objects.get(pk=instrument.pk)

    def url(self, name: str, *arguments: object) -> str:
        return reverse(f"product_quality:{name}", args=[self.room.member.organisation.handle, *arguments])

    def get(self, route: str, *arguments: object, **query: str) -> Any:
        return self.room.client.get(self.url(route, *arguments), query)

    def post(self, route: str, *arguments: object, **form: Any) -> Any:
        return self.room.client.post(self.url(route, *arguments), form)


def a_register(name: str = "Essai") -> Register:
    return Register(a_room(name))
