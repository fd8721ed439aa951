"""What can be done with gauge studies."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.product_quality.enums import StudyKind, StudyState
from jawda.apps.product_quality.gauge.outcomes import remember
from jawda.apps.product_quality.gauge.plans import Plan, whole
from jawda.apps.product_quality.models import Characteristic, GaugeReading, GaugeStudy, Instrument
from jawda.apps.product_quality.rules import may_work
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access

LARGEST: Final = 1e15
#: The three columns that say which measurement a reading is.
Key = tuple[int, int, int]


#: Pages of one sheet whose turns are known: more than people have open.
_MOST_PAGES: Final = 12


class AlreadyMeasured(Exception):
    """Readings stand: how many parts, operators and trials there are no longer changes."""


def plan_study(*, access: Access, plan: Plan, key: UUID | None = None) -> GaugeStudy:
    """Plan a study; its random order is drawn now. Audited without names. ``ValidationError`` by field."""
    _allowed(access)
    study = GaugeStudy(
        id=key or uuid4(), organisation_id=current_organisation_id(), seed=secrets.randbelow(2**31), **_values(plan)
    )
    study.save(force_insert=True)
    _happened("plan", study, parts=study.parts, operators=len(study.operators), trials=study.trials)
    return study


def change_study(*, access: Access, study_id: UUID, plan: Plan) -> GaugeStudy:
    """Say otherwise what a study is; what it came to is computed anew. Audited by the names of what changed.

    ``ValidationError`` by field; :class:`AlreadyMeasured` where its size would change under its readings.
    """
    _allowed(access)
    study = _locked(study_id)
    values = _values(plan)
    changed = [name for name, value in values.items() if getattr(study, name) != value]
    if not changed:
        return study
    sizes = (plan.kind, plan.parts, len(plan.operators), plan.trials)
    if sizes != (study.kind, study.parts, len(study.operators), study.trials) and study.readings.exists():
        raise AlreadyMeasured
    for name in changed:
        setattr(study, name, values[name])
    study.changed_at = timezone.now()
    study.save(update_fields=[*changed, "changed_at"])
    remember(study)
    _happened("change", study, changed=changed)
    return study


def delete_study(*, access: Access, study_id: UUID) -> None:
    """Remove a study with its readings. Audited with how many they were."""
    _allowed(access)
    study = _locked(study_id)
    _happened("delete", study, readings=study.readings.count())
    study.delete()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """Which open page sends a change, and the how manyeth of its changes this is; 0 where the page does not count."""

    page: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What came of one sheet: its values by part, the parts that somebody else changed meanwhile, and what is left."""

    values: Mapping[int, float]
    theirs: tuple[int, ...]
    left: int


def save_run(
    *,
    access: Access,
    study_id: UUID,
    operator: int,
    trial: int,
    typed: Mapping[int, float | None],
    seen: Mapping[int, float | None],
    sending: Sending = Sending(),
) -> Saved:
    """Store what was typed on a sheet: by part a value, or None where the field is empty.

    ``seen`` is what the page knew: only what differs from it was typed, so that a page that stood open takes nothing
    away; what somebody else changed meanwhile stays and is named in ``theirs``. A change that arrives after a later one
    of the same page is left out: the page has sent its fields again since. Audited with counts.
    """
    _allowed(access)
    study = _locked(study_id)
    _check_run(study, operator, trial)
    rows = {row.part: row for row in study.readings.filter(operator=operator, trial=trial)}
    if not _in_turn(study, f"{operator}/{trial}", sending):
        left = whole(study) - study.readings.count()
        return Saved(values={part: row.value for part, row in rows.items()}, theirs=(), left=left)
    me, now = current().person_id, timezone.now()
    theirs, made, changed, removed = [], [], [], []
    for part, value in typed.items():
        if not 1 <= part <= study.parts or value == seen.get(part):
            continue
        _check_value(study, value)
        row = rows.get(part)
        if (row.value if row else None) == value:
            continue
        if row is not None and row.value != seen.get(part) and row.recorded_by != me:
            theirs.append(part)
        elif value is None and row is not None:
            removed.append(row.pk)
            del rows[part]
        elif value is not None and row is not None:
            row.value, row.recorded_at, row.recorded_by = value, now, me
            changed.append(row)
        elif value is not None:
            rows[part] = _reading(study, (operator, part, trial), value)
            made.append(rows[part])
    GaugeReading.objects.bulk_create(made)
    GaugeReading.objects.bulk_update(changed, ["value", "recorded_at", "recorded_by"])
    if removed:
        GaugeReading.objects.filter(pk__in=removed).delete()
    left = _counted(study)
    if made or changed or removed:
        _happened(
            "measure", study, operator=operator, trial=trial, saved=len(made) + len(changed), removed=len(removed)
        )
    return Saved(values={part: row.value for part, row in rows.items()}, theirs=tuple(theirs), left=left)


def import_readings(*, access: Access, study_id: UUID, readings: Sequence[tuple[Key, float]]) -> tuple[int, int]:
    """Store readings from a file, by (operator, part, trial): how many are new, how many were changed. All or nothing.

    ``ValidationError`` for one outside the plan. Audited with counts.
    """
    _allowed(access)
    study = _locked(study_id)
    standing = {(row.operator, row.part, row.trial): row for row in study.readings.all()}
    me, now = current().person_id, timezone.now()
    made, changed = [], []
    for key, value in readings:
        operator, part, trial = key
        _check_run(study, operator, trial)
        _check_value(study, value)
        if not 1 <= part <= study.parts:
            raise ValidationError(_("The file names a part that the plan does not have."))
        row = standing.get(key)
        if row is None:
            standing[key] = _reading(study, key, value)
            made.append(standing[key])
        elif row.value != value:
            row.value, row.recorded_at, row.recorded_by = value, now, me
            changed.append(row)
    GaugeReading.objects.bulk_create(made)
    GaugeReading.objects.bulk_update(changed, ["value", "recorded_at", "recorded_by"])
    _counted(study)
    _happened("import", study, added=len(made), changed=len(changed))
    return len(made), len(changed)


def _in_turn(study: GaugeStudy, sheet: str, sending: Sending) -> bool:
    """Whether no later change of this page is stored; remembers this one, to be saved with the study."""
    if not sending.page or not sending.turn:
        return True
    turns: dict[str, int] = study.sheet_turns.get(sheet, {})
    if turns.get(sending.page, 0) >= sending.turn:
        return False
    latest = sorted((turns | {sending.page: sending.turn}).items(), key=lambda one: one[1])[-_MOST_PAGES:]
    study.sheet_turns = study.sheet_turns | {sheet: dict(latest)}
    return True


def _allowed(access: Access) -> None:
    if not may_work(access):
        raise PermissionDenied


def _locked(study_id: UUID) -> GaugeStudy:
    found: GaugeStudy = GaugeStudy.objects.select_for_update().get(pk=study_id)
    return found


def _values(plan: Plan) -> dict[str, Any]:
    plan.checked()
    faults = {}
    if plan.characteristic_id and not Characteristic.objects.filter(pk=plan.characteristic_id).exists():
        faults["characteristic_id"] = _("Choose one of the list.")
    if plan.instrument_id and not Instrument.objects.filter(pk=plan.instrument_id).exists():
        faults["instrument_id"] = _("Choose one of the list.")
    if faults:
        raise ValidationError(faults)
    return {
        "title": plan.title.strip(), "kind": plan.kind, "characteristic_id": plan.characteristic_id,
        "instrument_id": plan.instrument_id, "unit": plan.unit.strip(), "tolerance": plan.tolerance,
        "reference": plan.reference, "parts": plan.parts, "part_names": [name.strip() for name in plan.part_names],
        "nonconforming_parts": sorted(plan.nonconforming_parts),
        "operators": [name.strip() for name in plan.operators], "trials": plan.trials,
    }  # fmt: skip


def _check_run(study: GaugeStudy, operator: int, trial: int) -> None:
    if not (0 <= operator < len(study.operators) and 1 <= trial <= study.trials):
        raise ValidationError(_("The plan has no such operator or trial."))


def _check_value(study: GaugeStudy, value: float | None) -> None:
    if study.kind == StudyKind.AGREEMENT and value not in (None, 0.0, 1.0):
        raise ValidationError(_("A judgement is good or bad."))
    if value is not None and not abs(value) <= LARGEST:
        raise ValidationError(_("A value of the file is too large to be a measurement."))


def _reading(study: GaugeStudy, key: Key, value: float) -> GaugeReading:
    operator, part, trial = key
    return GaugeReading(
        organisation_id=study.organisation_id, study=study, operator=operator, part=part, trial=trial, value=value,
        recorded_by=current().person_id,
    )  # fmt: skip


def _counted(study: GaugeStudy) -> int:
    """How many readings are left; the study's state follows, and what it came to where it is complete."""
    count = study.readings.count()
    left: int = whole(study) - count
    study.state = StudyState.PLANNED if not count else StudyState.MEASURING if left else StudyState.COMPLETE
    study.changed_at = timezone.now()
    study.save(update_fields=["state", "changed_at", "sheet_turns"])
    remember(study)
    return left


def _happened(what: str, study: GaugeStudy, **details: Any) -> None:
    trail.record(f"gauge_study.{what}", subject="gauge_study", subject_id=study.pk, details=details)
