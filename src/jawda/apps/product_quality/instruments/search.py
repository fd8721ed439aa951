"""Instruments are found by whoever may read the room: by what is engraved on them, their name and serial number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from jawda.apps.product_quality.models import Instrument
from jawda.apps.product_quality.rules import may_read
from jawda.foundation.search.following import follow
from jawda.foundation.search.sources import Found, Source, register_source

INSTRUMENTS: Final = "instrument"


def register() -> None:
    """Called once, when the models are there."""
    register_source(Source(name=INSTRUMENTS, label=_("Instruments"), may_see=may_read, all=_all))
    follow(Instrument, INSTRUMENTS, instrument, owner="organisation_id")


def instrument(row: Instrument) -> Found:
    """With where it is."""
    return Found(
        subject=str(row.pk), title=f"{row.identification} · {row.name}", detail=row.location,
        more=(row.serial_number, row.maker, row.model_name), route="product_quality:instrument",
        arguments={"instrument_id": str(row.pk)},
    )  # fmt: skip


def _all() -> Iterator[Found]:
    return map(instrument, Instrument.objects.all())
