"""Sampling tables that a company typed from its own copies: kept by edition, replaced whole, left."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from jawda.apps.product_quality.models import SamplingTables
from jawda.apps.product_quality.refusals import ChangedMeanwhile
from jawda.apps.product_quality.rules import may_work
from jawda.core.statistics.acceptance_sampling import SuppliedTables, supplied_from_dict
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access


def kept_editions() -> frozenset[str]:
    """Of which editions tables are kept."""
    return frozenset(SamplingTables.objects.values_list("edition", flat=True))


def kept_tables(edition: str) -> SuppliedTables | None:
    """The tables of an edition, where the company keeps some."""
    row = found_of([edition]).get(edition)
    return None if row is None else supplied_from_dict(row.content)


def found_of(editions: Iterable[str]) -> dict[str, SamplingTables]:
    """The rows by edition."""
    return {row.edition: row for row in SamplingTables.objects.filter(edition__in=list(editions))}


def keep(*, access: Access, tables: SuppliedTables, doubts: int, replaced: str) -> SamplingTables:
    """Keep tables in the place of those of the same edition. Audited without their numbers.

    ``replaced`` is the SHA-256 of the file that stood when they were shown, nothing where none did;
    ``ChangedMeanwhile`` where another one stands by now.
    """
    _allowed(access)
    row = SamplingTables.objects.select_for_update().filter(edition=tables.edition).first()
    if (row.file_sha256 if row else "") != replaced:
        raise ChangedMeanwhile
    row = row or SamplingTables(organisation_id=current_organisation_id(), edition=tables.edition)
    row.copy, row.file_sha256, row.content, row.doubts = tables.copy, tables.sha256, tables.to_dict(), doubts
    row.kept_at, row.kept_by = timezone.now(), current().person_id
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # two first ones at once
        raise ChangedMeanwhile from error
    _happened("keep_sampling_tables", row)
    return row


def remove(*, access: Access, sampling_tables_id: UUID) -> SamplingTables:
    """Leave the tables of an edition. ``Http404`` where there are none."""
    _allowed(access)
    row = SamplingTables.objects.select_for_update().filter(pk=sampling_tables_id).first()
    if row is None:
        raise Http404
    _happened("remove_sampling_tables", row)
    row.delete()
    return row


def _allowed(access: Access) -> None:
    if not may_work(access):
        raise PermissionDenied


def _happened(kind: str, row: SamplingTables) -> None:
    trail.record(
        f"product_quality.{kind}", subject="sampling_tables", subject_id=row.pk,
        details={"edition": row.edition, "sha256": row.file_sha256, "doubts": row.doubts},
    )  # fmt: skip
