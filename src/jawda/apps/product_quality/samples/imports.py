"""Values from a file: read and shown first, stored when the same person confirms, all or none."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.product_quality.characteristics.domain import allowed, happened, locked
from jawda.apps.product_quality.models import Characteristic, MeasurementImport, PendingMeasurements
from jawda.apps.product_quality.samples.domain import store
from jawda.apps.product_quality.samples.files import Choices, Planned, Sent, plan
from jawda.foundation.tenancy.context import current
from jawda.foundation.tenancy.routes import Access

LIFETIME: Final = timedelta(hours=2)
_REPORTED: Final = 100
"""Findings of a report that are kept; the file says the rest again when it is read."""


def prepare(*, access: Access, row: Characteristic, sent: Sent) -> PendingMeasurements:
    """Keep a file that can be read until its reader confirms. Not audited: nothing is stored yet.

    ``Refused`` for what cannot be read. What this person left waiting here before is thrown away.
    """
    person = current().person_id
    allowed(access)
    if person is None:
        raise PermissionDenied
    planned = plan(row, sent, Choices())
    PendingMeasurements.objects.filter(characteristic=row, person_id=person).delete()
    return PendingMeasurements.objects.create(
        organisation_id=row.organisation_id, characteristic=row, person_id=person, file_name=sent.name[:120],
        file_sha256=sent.sha256, content=sent.content, companion_name=sent.companion_name[:120],
        companion=sent.companion, choices=asdict(planned.choices),
    )  # fmt: skip


def choose(*, access: Access, pending: PendingMeasurements, choices: Choices) -> None:
    """Say otherwise how the file is to be read. Not audited. ``Refused`` where it cannot be read so."""
    allowed(access)
    plan(pending.characteristic, sent_of(pending), choices)
    pending.choices = asdict(choices)
    pending.save(update_fields=["choices"])


def sent_of(pending: PendingMeasurements) -> Sent:
    """What was sent, as it was kept."""
    return Sent(
        name=pending.file_name, content=bytes(pending.content), companion_name=pending.companion_name,
        companion=bytes(pending.companion),
    )  # fmt: skip


def planned_of(pending: PendingMeasurements) -> Planned:
    """What would be stored, as it was chosen."""
    return plan(pending.characteristic, sent_of(pending), Choices.of(pending.choices))


def confirm(*, access: Access, characteristic_id: UUID, pending_id: UUID) -> MeasurementImport:
    """Store what was shown: once, by the person who saw it. Audited with its numbers and without its values.

    ``PendingMeasurements.DoesNotExist`` where any of that does not hold or it is too old; ``ValidationError`` where a
    sample does not fit the chart; then nothing is stored.
    """
    allowed(access)
    row = locked(characteristic_id)
    pending = PendingMeasurements.objects.select_for_update().get(
        pk=pending_id, characteristic=row, person_id=current().person_id, made_at__gte=timezone.now() - LIFETIME
    )
    planned = planned_of(pending)
    if not planned.facts or planned.refused or planned.other_unit:
        raise ValidationError(_("Nothing can be stored as it is read now: see the report."))
    made = MeasurementImport.objects.create(
        organisation_id=row.organisation_id, characteristic=row, file_name=sent_of(pending).shown[:120],
        file_sha256=pending.file_sha256, report=_report(planned), samples=len(planned.facts), values=planned.values,
        stored_by=current().person_id,
    )  # fmt: skip
    store(access=access, row=row, facts=planned.facts, source=made)
    pending.delete()
    happened("import", row, samples=made.samples, values=made.values, sha256=made.file_sha256)
    return made


def _report(planned: Planned) -> dict[str, Any]:
    whole = planned.read.report.to_dict()
    whole["findings"] = whole["findings"][:_REPORTED]
    return whole
