"""What can be done with the list of suppliers' certificates; checking it is a job."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.recognition.models import WatchedCertificate, WatchedFinding
from jawda.apps.recognition.rules import may_record
from jawda.apps.recognition.suppliers import changes
from jawda.apps.recognition.suppliers.facts import SupplierFacts
from jawda.apps.recognition.suppliers.finding import look
from jawda.foundation.audit import trail
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access

MOST: Final = 5_000
"""Lines of a company's list."""
CHECK: Final = "recognition.check_suppliers"
_AT_ONCE: Final = 25
"""Lines of one turn of the job: so many are kept before the next."""


def add(*, access: Access, facts: SupplierFacts) -> WatchedCertificate:
    """Watch one more certificate, checked at once. Audited without names. ``ValidationError`` by field."""
    _allowed(access)
    facts = facts.checked()
    _check_room([facts])
    line = WatchedCertificate.objects.create(
        organisation_id=current_organisation_id(), added_by=current().person_id, **facts.values()
    )
    _look_at([line])
    _audit("watch_supplier", line)
    return line


def add_all(*, access: Access, lines: Sequence[SupplierFacts]) -> list[WatchedCertificate]:
    """All of a spreadsheet or none; a job checks them. Audited once. ``ValidationError`` by field."""
    _allowed(access)
    checked = [facts.checked() for facts in lines]
    _check_room(checked)
    now, person = timezone.now(), current().person_id
    rows = WatchedCertificate.objects.bulk_create(
        WatchedCertificate(
            organisation_id=current_organisation_id(), added_by=person, asked_at=now, **facts.values()
        )
        for facts in checked
    )  # fmt: skip
    trail.record(
        "recognition.import_suppliers", subject="organisation", subject_id=access.organisation_id,
        details={"lines": len(rows)},
    )  # fmt: skip
    defer(CHECK, organisation_id=current_organisation_id())
    return rows


def edit(*, access: Access, line_id: UUID, facts: SupplierFacts) -> WatchedCertificate:
    """Expect something else of a line: it begins anew, and is checked at once. Audited.

    ``WatchedCertificate.DoesNotExist`` for another's, ``ValidationError`` by field.
    """
    _allowed(access)
    line, facts = _locked(line_id), facts.checked()
    if facts == SupplierFacts.of(line):
        return line
    _check_room([facts], without=line)
    for name, value in facts.values().items():
        setattr(line, name, value)
    _begin_anew(line)
    _look_at([line])
    _audit("edit_supplier", line)
    return line


def remove(*, access: Access, line_id: UUID) -> None:
    """Watch it no more; what was found of it goes too. Audited."""
    _allowed(access)
    line = _locked(line_id)
    _audit("unwatch_supplier", line)
    line.delete()


def check_one(*, access: Access, line_id: UUID) -> WatchedCertificate:
    """Check a line now. Not audited: it reads what is public, and what it finds stands in the history."""
    _allowed(access)
    line = _locked(line_id)
    _look_at([line])
    return line


def ask_all(*, access: Access) -> int:
    """Have every line checked by the job; how many. Not audited, as :func:`check_one`."""
    _allowed(access)
    asked = mark_all()
    if asked:
        defer(CHECK, organisation_id=current_organisation_id())
    return asked


def stop(*, access: Access) -> int:
    """What waits is not checked; how many. What was checked stays."""
    _allowed(access)
    return WatchedCertificate.objects.filter(asked_at__isnull=False).update(asked_at=None)


def mark_all() -> int:
    """Every line of the acting company waits for the job; how many."""
    return WatchedCertificate.objects.update(asked_at=timezone.now())


def check_some() -> bool:
    """Check the next lines that wait; whether more are left. What is news is noted on the line, and told later."""
    waiting = WatchedCertificate.objects.filter(asked_at__isnull=False).order_by("asked_at", "pk")
    lines = list(waiting.select_for_update(of=("self",), skip_locked=True)[:_AT_ONCE])
    _look_at(lines)
    return len(lines) == _AT_ONCE


def _look_at(lines: Sequence[WatchedCertificate]) -> None:
    """Two queries, and some for each document that is verified."""
    if not lines:
        return
    now, today = timezone.now(), timezone.localdate()
    found = look([SupplierFacts.of(line) for line in lines], now, today)
    taken = [changes.take(line, finding, now, today) for line, finding in zip(lines, found, strict=True)]
    WatchedCertificate.objects.bulk_update(
        lines,
        [
            "asked_at", "checked_at", "found", "found_reference", "found_holder", "found_issuer", "found_standard",
            "found_expires_on", "reductions", "differs", "stood", "news", "told_stage", "told_for",
            *SupplierFacts.__dataclass_fields__,
        ],
    )  # fmt: skip
    WatchedFinding.objects.bulk_create([one.history for one in taken if one.history is not None])


def _begin_anew(line: WatchedCertificate) -> None:
    line.found = line.found_reference = line.found_holder = line.found_issuer = line.found_standard = ""
    line.stood = line.differs = ""
    line.found_expires_on = line.told_for = line.told_stage = None
    line.reductions, line.news = 0, []


def _allowed(access: Access) -> None:
    if not may_record(access):
        raise PermissionDenied


def _check_room(more: Sequence[SupplierFacts], without: WatchedCertificate | None = None) -> None:
    """No line twice, and no more than a list holds."""
    rows = WatchedCertificate.objects.all() if without is None else WatchedCertificate.objects.exclude(pk=without.pk)
    known = keys(rows)
    if len(known) + len(more) > MOST:
        raise ValidationError(_("A list holds at most %(most)s lines.") % {"most": MOST})
    if any(facts.key in known for facts in more):
        raise ValidationError(_("This line is in the list already."))


def keys(rows: object = None) -> frozenset[tuple[str, ...]]:
    """What the list holds, as lines are compared."""
    found = WatchedCertificate.objects.all() if rows is None else rows
    names = tuple(SupplierFacts.__dataclass_fields__)
    return frozenset(SupplierFacts(**dict(zip(names, values, strict=True))).key for values in found.values_list(*names))


def _locked(line_id: UUID) -> WatchedCertificate:
    return WatchedCertificate.objects.select_for_update(of=("self",)).get(pk=line_id)


def _audit(action: str, line: WatchedCertificate) -> None:
    trail.record(f"recognition.{action}", subject="watched certificate", subject_id=line.pk, details={})
