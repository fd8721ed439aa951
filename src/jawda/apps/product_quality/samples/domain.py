"""What can be done with samples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.product_quality.characteristics.domain import allowed, happened, locked
from jawda.apps.product_quality.models import Characteristic, MeasurementImport, Sample
from jawda.apps.product_quality.samples.facts import SampleFacts
from jawda.foundation.tenancy.context import current
from jawda.foundation.tenancy.routes import Access

MOST_SAMPLES: Final = 50_000
"""Of one characteristic; more than a shift's sample an hour makes in five years."""


def record(*, access: Access, characteristic_id: UUID, facts: SampleFacts) -> Sample:
    """Add a sample after the last one. Audited without its values. ``ValidationError`` by field."""
    allowed(access)
    row = locked(characteristic_id)
    (sample,) = _made(row, [facts.checked(row)], source=None)
    sample.save(force_insert=True)
    happened("sample", row, position=sample.position)
    return sample


def store(
    *, access: Access, row: Characteristic, facts: Sequence[SampleFacts], source: MeasurementImport | None
) -> list[Sample]:
    """Add many after the last one, all or none; ``row`` is held. Audited by its caller."""
    allowed(access)
    rows: list[Sample] = _made(row, [item.checked(row) for item in facts], source=source)
    return Sample.objects.bulk_create(rows, batch_size=2000)


def leave_out(*, access: Access, characteristic_id: UUID, sample_id: UUID, reason: str) -> Sample:
    """Let a sample stay on the chart and not count for its limits; without a reason, count it again.

    Audited without the reason. ``ValidationError`` for one that is too long; ``Sample.DoesNotExist`` for another's.
    """
    allowed(access)
    row = locked(characteristic_id)
    sample: Sample = Sample.objects.get(pk=sample_id, characteristic=row)
    reason = " ".join(reason.split())
    if len(reason) > 200:
        raise ValidationError({"reason": _("At most 200 characters.")})
    if sample.excluded == reason:
        return sample
    sample.excluded = reason
    sample.save(update_fields=["excluded"])
    touched(row)
    happened("leave_out" if reason else "count_again", row, position=sample.position)
    return sample


def remove(*, access: Access, characteristic_id: UUID, sample_id: UUID) -> None:
    """Delete a sample that was entered by mistake. Audited. ``Sample.DoesNotExist`` for another's."""
    allowed(access)
    row = locked(characteristic_id)
    sample: Sample = Sample.objects.get(pk=sample_id, characteristic=row)
    position = sample.position
    sample.delete()
    touched(row)
    happened("remove_sample", row, position=position)


def touched(row: Characteristic) -> None:
    """Who looks at its chart sees at the next glance that it is another."""
    row.changed_at = timezone.now()
    row.save(update_fields=["changed_at"])


def _made(row: Characteristic, facts: Sequence[SampleFacts], source: MeasurementImport | None) -> list[Sample]:
    there = Sample.objects.filter(characteristic=row)
    if there.count() + len(facts) > MOST_SAMPLES:
        said = _("A characteristic holds %(most)d samples at most: put it away, and add another for what follows.")
        raise ValidationError({"values": said % {"most": MOST_SAMPLES}})
    last = there.aggregate(last=Max("position"))["last"] or 0
    touched(row)
    return [
        Sample(
            organisation_id=row.organisation_id, characteristic=row, position=last + place, label=item.label,
            taken_at=item.taken_at, values=list(item.values), inspected=item.inspected, note=item.note, source=source,
            recorded_by=current().person_id,
        )
        for place, item in enumerate(facts, start=1)
    ]  # fmt: skip
