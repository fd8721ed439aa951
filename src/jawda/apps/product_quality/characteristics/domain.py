"""What can be done with characteristics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.product_quality.characteristics.facts import Facts
from jawda.apps.product_quality.models import Characteristic, Instrument, Sample
from jawda.apps.product_quality.refusals import ChangedMeanwhile
from jawda.apps.product_quality.rules import may_work
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.tenancy.routes import Access

MOST_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of an import: ``before`` is the characteristic as it was shown; None for a new one."""

    facts: Facts
    before: Facts | None = None


def add(*, access: Access, facts: Facts) -> Characteristic:
    """Add a characteristic. Audited without its words; nobody is told. ``ValidationError`` by field."""
    allowed(access)
    facts = _fitting(facts, None)
    row = Characteristic.objects.create(organisation_id=current_organisation_id(), **asdict(facts))
    happened("add", row, chart=row.chart)
    return row


def change(*, access: Access, characteristic_id: UUID, facts: Facts) -> Characteristic:
    """Say otherwise what it is. Audited by the names of what changed; again does nothing.

    ``ValidationError`` by field, also where the chart could not read the samples that are there.
    """
    allowed(access)
    row = locked(characteristic_id)
    facts = _fitting(facts, row)
    values = asdict(facts)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    if "rules" in changed:
        row.rules_off = []
    row.changed_at = timezone.now()
    row.save()
    happened("change", row, changed=changed)
    return row


def import_characteristics(*, access: Access, lines: Sequence[Line]) -> tuple[int, int]:
    """Write every row or none; how many were added and how many changed. Audited one by one.

    ``ChangedMeanwhile`` where one is no longer as it was shown; ``ValidationError`` by field.
    """
    allowed(access)
    if len(lines) > MOST_AT_ONCE:
        raise ValueError(f"at most {MOST_AT_ONCE} at once")
    names = {line.facts.name for line in lines}
    rows = Characteristic.objects.select_for_update().filter(name__in=names).order_by("pk")
    known = {(row.name, row.product, row.process): row for row in rows}
    for line in lines:
        found = known.get((line.facts.name, line.facts.product, line.facts.process))
        if (None if found is None else Facts.of(found)) != line.before:
            raise ChangedMeanwhile
        if found is None:
            add(access=access, facts=line.facts)
        else:
            change(access=access, characteristic_id=found.pk, facts=line.facts)
    added = sum(line.before is None for line in lines)
    return added, len(lines) - added


def archive(*, access: Access, characteristic_id: UUID, back: bool = False) -> Characteristic:
    """Put it away with its samples, or take it back. Audited; again does nothing."""
    allowed(access)
    row = locked(characteristic_id)
    if (row.archived_on is None) == back:
        return row
    row.archived_on = None if back else timezone.localdate()
    row.changed_at = timezone.now()
    row.save(update_fields=["archived_on", "changed_at"])
    happened("take_back" if back else "archive", row)
    return row


def allowed(access: Access) -> None:
    """``PermissionDenied`` for who only looks."""
    if not may_work(access):
        raise PermissionDenied


def locked(characteristic_id: UUID) -> Characteristic:
    """Its row, held until the transaction ends: whoever numbers samples comes one after another."""
    found: Characteristic = Characteristic.objects.select_for_update().get(pk=characteristic_id)
    return found


def happened(kind: str, row: Characteristic, **details: object) -> None:
    """Into the trail, without the company's words."""
    trail.record(f"product_quality.{kind}", subject="characteristic", subject_id=row.pk, details=details)


def _fitting(facts: Facts, row: Characteristic | None) -> Facts:
    facts = facts.checked()
    faults: dict[str, str] = {}
    if Characteristic.objects.filter(**facts.key).exclude(pk=row.pk if row else None).exists():
        faults["name"] = _("This characteristic of this product and process is there already.")
    if facts.instrument_id is not None and not Instrument.objects.filter(pk=facts.instrument_id).exists():
        faults["instrument_id"] = _("This instrument is not in the register.")
    if row is not None and facts.family != Facts.of(row).family and Sample.objects.filter(characteristic=row).exists():
        faults["chart"] = _("The samples that are there do not fit this chart: add another characteristic for it.")
    if faults:
        raise ValidationError(faults)
    return facts
