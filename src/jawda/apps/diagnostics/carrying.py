"""Answers of an earlier assessment, proposed for a new one: nothing counts until a person says that it still holds.

The earlier one is by an edition of the same referential, or by another one that is mapped to it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from jawda.apps.diagnostics.domain import as_row, open_to_change, record, start, write
from jawda.apps.diagnostics.models import Answer as AnswerRow
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.diagnostics.queries import Loaded, answered_before, find_source, loaded, referential_of
from jawda.apps.referentials import mappings, store
from jawda.core.assessment import Mapped, carry_mapped, carry_over
from jawda.core.languages import Language
from jawda.foundation.tenancy.context import current
from jawda.foundation.tenancy.routes import Access

_WAS: Final = "was"
_BATCH: Final = "batch"
"""Of a proposal that was confirmed with others: what it was, and with which; the next saving forgets both."""


class NotRelated(ValueError):
    """The two assessments are by referentials between which there is neither lineage nor mapping."""


def proposals(source: Loaded, referential_id: str) -> Mapped:
    """What the answers of ``source`` say of this referential. ``NotRelated`` where nothing leads to it."""
    later = store.load(referential_id)
    if later.slug == source.referential.slug:
        return Mapped(carried=carry_over(source.result, later), hints={})
    mapping = mappings.between(source.row.referential, referential_id)
    if mapping is None:
        raise NotRelated(referential_id)
    return carry_mapped(source.result, later, mapping)


def mapped_sources(row: Assessment) -> list[Assessment]:
    """Of each referential that is mapped to that of ``row`` without a third, the company's last assessment in which
    something was answered, the newest first; two queries, one where there is no mapping."""
    near = [name for name, through_a_third in mappings.mapped_with(row.referential).items() if not through_a_third]
    found: dict[str, Assessment] = {}
    for item in answered_before(row, near) if near else ():
        found.setdefault(item.referential, item)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Hint:
    """A former answer beside a question that only shares something with the one that was answered."""

    referential: str
    reference: str
    title: str
    level: str
    note: str
    day: datetime


def hints(row: Assessment, language: Language) -> dict[str, tuple[Hint, ...]]:
    """By question, for an assessment that was begun from one by another referential. Nothing is stored of them: they
    are what that assessment says now. Three queries; none for any other."""
    if row.carried_from is None or row.closed_at is not None:
        return {}
    source = find_source(row)
    if source is None or referential_of(source).slug == referential_of(row).slug:
        return {}
    former = loaded(source)
    try:
        found = proposals(former, row.referential)
    except NotRelated:
        return {}
    return {name: tuple(_hint(former, one, language) for one in sources) for name, sources in found.hints.items()}


def _hint(former: Loaded, requirement: str, language: Language) -> Hint:
    item, given = former.referential.by_id[requirement], former.rows[requirement]
    level = former.referential.scale.level(given.level) if given.level else None
    return Hint(
        referential=former.referential.title.best(language),
        reference=item.reference,
        title=(item.title or item.question).best(language),
        level=level.title.best(language) if level else "",
        note=given.note,
        day=given.saved_at,
    )


def carry_answers(*, access: Access, assessment: Assessment, source: Loaded) -> int:
    """Propose the answers of ``source`` where this assessment has none yet; how many. One audit row.

    Each is to review until somebody says that it still holds, and counts only then. The profile is taken over where
    none was given. ``Closed`` for a closed assessment, ``NotRelated`` where nothing leads from the one to the other.
    """
    open_to_change(access, assessment)
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
        offered = store.load(assessment.referential).profile_values
        said = source.row.profile.items()
        assessment.profile = {name: value for name, value in said if value in offered.get(name, ())}
    assessment.save(update_fields=["carried_from", "profile"])
    record("carry", assessment, **{"answers": len(rows), "from": str(source.row.pk)})
    return len(rows)


def move(*, access: Access, source: Loaded, referential_id: str) -> Assessment:
    """Begin an assessment by another edition, with the answers of ``source`` proposed; that one stays as it is.

    Audited, both the start and what was carried; tells the stage to federations that may know it. ``NotRelated`` for
    another referential.
    """
    if store.load(referential_id).slug != source.referential.slug:
        raise NotRelated(referential_id)
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
        record("confirm_carried", assessment, requirements=names)
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
        record("unconfirm_carried", assessment, requirements=sorted(row.requirement for row in rows))
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
