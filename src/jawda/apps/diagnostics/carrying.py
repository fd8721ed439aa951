"""Answers of an earlier assessment, proposed for a new one: nothing counts until a person says that it still holds."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from jawda.apps.diagnostics.domain import Closed, as_row, open_to_change, start, write
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import Loaded
from jawda.apps.diagnostics.rules import may_answer
from jawda.apps.referentials import store
from jawda.core.assessment import CarriedOver, carry_over
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current
from jawda.foundation.tenancy.routes import Access

_WAS: Final = "was"
_BATCH: Final = "batch"
"""Of a proposal that was confirmed with others: what it was, and with which; the next saving forgets both."""


class NotRelated(ValueError):
    """The two assessments are not by editions of one referential."""


def proposals(source: Loaded, referential_id: str) -> CarriedOver:
    """What the answers of ``source`` say of this referential. ``NotRelated`` where it is another one."""
    later = store.load(referential_id)
    if later.slug != source.referential.slug:
        raise NotRelated(referential_id)
    return carry_over(source.result, later)


def carry_answers(*, access: Access, assessment: Assessment, source: Loaded) -> int:
    """Propose the answers of ``source`` where this assessment has none yet; how many. One audit row.

    Each is to review until somebody says that it still holds, and counts only then. The profile is taken over where
    none was given. ``Closed`` for a closed assessment, ``NotRelated`` for one of another referential.
    """
    if not may_answer(access):
        raise PermissionDenied
    if Assessment.objects.select_for_update().only("closed_at").get(pk=assessment.pk).closed_at is not None:
        raise Closed
    found = proposals(source, assessment.referential)
    given = set(AnswerRow.objects.filter(assessment=assessment).values_list("requirement", flat=True))
    rows = []
    for item in found.proposals:
        if item.answer.requirement in given:
            continue
        row = as_row(assessment, item.answer)
        row.carried = item.reason.value
        saved = max((source.rows[name].saved_at for name in item.sources if name in source.rows), default=None)
        row.carried_detail = {
            "certain": item.certain,
            "sources": list(item.sources),
            "saved": saved.isoformat() if saved else "",
        }
        rows.append(row)
    write(rows)
    assessment.carried_from = source.row.pk
    if not assessment.profile:
        questions = {question.id for question in store.load(assessment.referential).profile}
        assessment.profile = {name: value for name, value in source.row.profile.items() if name in questions}
    assessment.save(update_fields=["carried_from", "profile"])
    details = {"answers": len(rows), "from": str(source.row.pk)}
    trail.record("diagnostics.carry", subject="assessment", subject_id=assessment.pk, details=details)
    return len(rows)


def move(*, access: Access, source: Loaded, referential_id: str) -> Assessment:
    """Begin an assessment by another edition, with the answers of ``source`` proposed; that one stays as it is.

    Audited, both the start and what was carried; tells the stage to federations that may know it. ``NotRelated`` for
    another referential.
    """
    proposals(source, referential_id)
    assessment = start(access=access, referential_id=referential_id, target=source.row.target)
    carry_answers(access=access, assessment=assessment, source=source)
    return assessment


def confirm_many(*, access: Access, assessment: Assessment, requirements: Iterable[str]) -> tuple[str, int]:
    """Say of several proposals at once that they still hold: from now on they count. One audit row.

    The name of this confirmation, by which :func:`unconfirm` takes it back, and how many there were; what is no
    proposal any more is left alone. ``Closed`` for a closed assessment.
    """
    open_to_change(access, assessment)
    rows = list(_held_answers(assessment).filter(requirement__in=set(requirements)).exclude(carried=""))
    batch = secrets.token_hex(8)
    for row in rows:
        row.carried_detail = {**row.carried_detail, _WAS: row.carried, _BATCH: batch}
        row.carried = ""
    _save(rows)
    if rows:
        names = sorted(row.requirement for row in rows)
        _record("confirm_carried", assessment, requirements=names)
    return batch, len(rows)


def unconfirm(*, access: Access, assessment: Assessment, batch: str) -> int:
    """Take such a confirmation back: how many are proposals again. One audit row.

    Answers that were saved since are not touched: they no longer carry the confirmation's name. ``Closed`` for a
    closed assessment.
    """
    open_to_change(access, assessment)
    rows = list(_held_answers(assessment).filter(carried="", **{f"carried_detail__{_BATCH}": batch}))
    for row in rows:
        row.carried = row.carried_detail[_WAS]
        row.carried_detail = {name: value for name, value in row.carried_detail.items() if name not in (_WAS, _BATCH)}
    _save(rows)
    if rows:
        _record("unconfirm_carried", assessment, requirements=sorted(row.requirement for row in rows))
    return len(rows)


def _held_answers(assessment: Assessment) -> QuerySet[AnswerRow]:
    found: QuerySet[AnswerRow] = AnswerRow.objects.filter(assessment=assessment)
    return found


def _save(rows: list[AnswerRow]) -> None:
    person, now = current().person_id, timezone.now()
    for row in rows:
        row.saved_by, row.saved_at, row.saved_from, row.saved_turn, row.saved_as = person, now, "", 0, ""
    names = ("carried", "carried_detail", "saved_by", "saved_at", "saved_from", "saved_turn", "saved_as")
    AnswerRow.objects.bulk_update(rows, names, batch_size=500)


def _record(action: str, assessment: Assessment, **details: object) -> None:
    trail.record(f"diagnostics.{action}", subject="assessment", subject_id=assessment.pk, details=details)
