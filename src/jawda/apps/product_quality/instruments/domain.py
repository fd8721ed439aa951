"""What can be done with instruments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.product_quality.enums import CalibrationOutcome, InstrumentState
from jawda.apps.product_quality.instruments import reminding
from jawda.apps.product_quality.instruments.facts import CalibrationFacts, InstrumentFacts
from jawda.apps.product_quality.models import Calibration, Instrument
from jawda.apps.product_quality.refusals import ChangedMeanwhile
from jawda.apps.product_quality.rules import may_work
from jawda.foundation.audit import trail
from jawda.foundation.files import domain as files
from jawda.foundation.files.domain import Prepared
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access

MOST_AT_ONCE: Final = 500
LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of an import: ``seen`` is when the instrument had last changed; None for a new one."""

    facts: InstrumentFacts
    seen: datetime | None = None


def add(*, access: Access, facts: InstrumentFacts) -> Instrument:
    """Put an instrument into the register, in service. Audited without texts; its due date is remembered.

    ``ValidationError`` by field, also where the identification is taken.
    """
    _allowed(access)
    instrument = Instrument(organisation_id=current_organisation_id(), **_values(facts))
    _save_named(instrument)
    _audit("add_instrument", instrument)
    reminding.remember(instrument)
    return instrument


def change(*, access: Access, instrument_id: UUID, facts: InstrumentFacts, seen: datetime | None = None) -> Instrument:
    """Say otherwise what an instrument is. Audited by the names of what changed.

    ``ValidationError`` by field, ``ChangedMeanwhile`` where it is no longer as it was ``seen``.
    """
    _allowed(access)
    instrument = _locked(instrument_id)
    if seen is not None and instrument.changed_at != seen:
        raise ChangedMeanwhile
    values = _values(facts)
    changed = [name for name, value in values.items() if getattr(instrument, name) != value]
    if not changed:
        return instrument
    for name in changed:
        setattr(instrument, name, values[name])
    instrument.changed_at = timezone.now()
    _save_named(instrument)
    _audit("change_instrument", instrument, changed=changed)
    reminding.remember(instrument)
    return instrument


def record_calibration(
    *, access: Access, instrument_id: UUID, facts: CalibrationFacts, certificate: Prepared | None = None
) -> Calibration:
    """Keep what a certificate says, and the certificate. Audited without texts.

    The latest one gives the instrument its due date. One that does not conform sets the instrument aside: nobody is to
    measure with it until it is verified (IATF 16949, 7.1.5.2.1). ``ValidationError`` by field.
    """
    _allowed(access)
    facts = facts.checked(timezone.localdate())
    instrument = _locked(instrument_id)
    stored = files.keep(prepared=certificate) if certificate is not None else None
    calibration = Calibration.objects.create(
        organisation_id=instrument.organisation_id, instrument=instrument, file=stored,
        recorded_by=current().person_id, **asdict(facts),
    )  # fmt: skip
    _follow_latest(instrument)
    failed = facts.outcome == CalibrationOutcome.NONCONFORMING and _latest(instrument) == calibration
    if failed and instrument.state == InstrumentState.IN_SERVICE:
        instrument.state, instrument.state_reason = InstrumentState.QUARANTINED, ""
    instrument.changed_at = timezone.now()
    instrument.save()
    _audit("record_calibration", instrument, calibration=str(calibration.pk), outcome=facts.outcome)
    reminding.remember(instrument)
    return calibration


def remove_calibration(*, access: Access, instrument_id: UUID, calibration_id: UUID) -> None:
    """Take away one that was entered by mistake, with its certificate. Audited. The state of the instrument stays.

    ``Calibration.DoesNotExist`` for another's.
    """
    _allowed(access)
    instrument = _locked(instrument_id)
    calibration = Calibration.objects.select_related("file").get(pk=calibration_id, instrument=instrument)
    stored = calibration.file
    _audit("remove_calibration", instrument, calibration=str(calibration.pk))
    calibration.delete()
    if stored is not None:
        files.forget(stored=stored)
    _follow_latest(instrument)
    instrument.changed_at = timezone.now()
    instrument.save()
    reminding.remember(instrument)


def set_aside(*, access: Access, instrument_id: UUID, reason: str) -> Instrument:
    """Nobody measures with it until it is verified. Audited without the reason. ``ValidationError`` without one."""
    return _moved(access, instrument_id, InstrumentState.QUARANTINED, _reason(reason))


def withdraw(*, access: Access, instrument_id: UUID, reason: str) -> Instrument:
    """It is used no more; its history stays. Audited without the reason. ``ValidationError`` without one."""
    return _moved(access, instrument_id, InstrumentState.WITHDRAWN, _reason(reason))


def return_to_service(*, access: Access, instrument_id: UUID) -> Instrument:
    """It may be used again. Audited. ``ValidationError`` while its calibration is overdue or does not conform."""
    _allowed(access)
    instrument = _locked(instrument_id)
    latest = _latest(instrument)
    if latest is not None and latest.outcome == CalibrationOutcome.NONCONFORMING:
        raise ValidationError(_("Its last calibration does not conform: record one that does first."))
    if instrument.due_on is not None and instrument.due_on < timezone.localdate():
        raise ValidationError(_("Its calibration is overdue: record the new one first."))
    return _moved(access, instrument_id, InstrumentState.IN_SERVICE, "")


def import_instruments(*, access: Access, lines: Sequence[Line]) -> tuple[int, int]:
    """Write every row or none; how many were added and how many changed. Audited one by one.

    ``ChangedMeanwhile`` where one is no longer as it was shown, ``Instrument.DoesNotExist`` where it went.
    """
    _allowed(access)
    if len(lines) > MOST_AT_ONCE:
        raise ValueError(f"at most {MOST_AT_ONCE} at once")
    wanted = [line.facts.identification for line in lines if line.seen is not None]
    known = dict(Instrument.objects.filter(identification__in=wanted).values_list("identification", "pk"))
    for line in lines:
        if line.seen is None:
            add(access=access, facts=line.facts)
        elif line.facts.identification in known:
            pk = known[line.facts.identification]
            change(access=access, instrument_id=pk, facts=line.facts, seen=line.seen)
        else:
            raise Instrument.DoesNotExist
    added = sum(line.seen is None for line in lines)
    return added, len(lines) - added


def _allowed(access: Access) -> None:
    if not may_work(access):
        raise PermissionDenied


def _locked(instrument_id: UUID) -> Instrument:
    found: Instrument = Instrument.objects.select_for_update().get(pk=instrument_id)
    return found


def _values(facts: InstrumentFacts) -> dict[str, object]:
    values = asdict(facts.checked())
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _save_named(instrument: Instrument) -> None:
    try:
        with transaction.atomic():
            instrument.save()
    except IntegrityError as error:
        raise ValidationError({"identification": _("Another instrument has this identification.")}) from error


def _latest(instrument: Instrument) -> Calibration | None:
    return Calibration.objects.filter(instrument=instrument).order_by("-done_on", "-recorded_at").first()


def _follow_latest(instrument: Instrument) -> None:
    """The due date is that of the latest calibration; one that does not conform leaves the former."""
    held = Calibration.objects.filter(instrument=instrument).exclude(outcome=CalibrationOutcome.NONCONFORMING)
    latest = held.order_by("-done_on", "-recorded_at").first()
    if latest is not None:
        instrument.due_on = latest.due_on


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why.")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("Longer than %(limit)s characters.") % {"limit": LONGEST_REASON}})
    return reason


def _moved(access: Access, instrument_id: UUID, state: InstrumentState, reason: str) -> Instrument:
    _allowed(access)
    instrument = _locked(instrument_id)
    instrument.state, instrument.state_reason, instrument.changed_at = state, reason, timezone.now()
    instrument.save()
    _audit("move_instrument", instrument, state=str(state))
    reminding.remember(instrument)
    return instrument


def _audit(kind: str, instrument: Instrument, **details: object) -> None:
    trail.record(f"product_quality.{kind}", subject="instrument", subject_id=instrument.pk, details=details)
