"""The demonstration's action plans, written by the product's verbs in their order; then their dates are set back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from jawda.apps.actions import domain
from jawda.apps.actions.evidence import add_evidence, take_over
from jawda.apps.actions.facts import Facts
from jawda.apps.actions.models import Action, ActionEvent, ActionEvidence
from jawda.apps.diagnostics.models import Assessment, Evidence
from jawda.apps.referentials import store
from jawda.core.workflow import Step
from jawda.foundation.tenancy.routes import Access
from jawda.site.demo_plans import COLLEAGUE, MANAGER, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Whose plan it is, for which assessment, by whom, and a piece of evidence that shows the first thing done."""

    access: Access
    assessment: Assessment
    colleague_id: UUID
    evidence: Evidence


def write(desk: Desk, items: tuple[Item, ...]) -> None:
    """The whole plan, as the acting quality manager."""
    rows = {item.key: _propose(desk, item) for item in items}
    for item in items:
        for other in item.waits_for:
            domain.wait_for(access=desk.access, action_id=rows[item.key].pk, on_id=rows[other].pk)
    for item in items:
        _move(desk, item, rows[item.key].pk)
    _set_back(items, {item.key: rows[item.key].pk for item in items})


def _propose(desk: Desk, item: Item) -> Action:
    people = {MANAGER: desk.access.person_id, COLLEAGUE: desk.colleague_id}
    facts = Facts(
        title=item.title, why=item.why, owner_id=people.get(item.owner),
        owner_name="" if item.owner in people else item.owner, due_on=None if item.due is None else _day(item.due),
        effort_days=item.days, cost=None if item.cost is None else Decimal(item.cost),
        currency="" if item.cost is None else "MAD", consequence=item.consequence,
    )  # fmt: skip
    source = domain.Source(
        assessment=desk.assessment, referential=store.load(desk.assessment.referential), requirement=item.requirement
    )
    return domain.propose(access=desk.access, facts=facts, source=source)


def _move(desk: Desk, item: Item, action_id: UUID) -> None:
    for step in item.steps:
        if step is Step.FINISH and item.evidence:
            add_evidence(access=desk.access, action_id=action_id, text=item.evidence)
        elif step is Step.FINISH:
            take_over(access=desk.access, action_id=action_id, evidence=desk.evidence)
        domain.take_step(
            access=desk.access, action_id=action_id, step=step,
            reason=item.reason if step in (Step.CANCEL, Step.CONFIRM, Step.REOPEN) else "",
            checked_on=timezone.localdate() if step in (Step.CONFIRM, Step.REOPEN) else None,
            effect_due_on=_day(item.effect_due) if step is Step.FINISH and item.effect_due is not None else None,
        )  # fmt: skip


def _set_back(items: tuple[Item, ...], keys: dict[str, UUID]) -> None:
    rows = Action.objects.in_bulk(keys.values())
    events: dict[UUID, list[ActionEvent]] = {}
    for event in ActionEvent.objects.filter(action__in=rows).order_by("at", "pk"):
        events.setdefault(event.action_id, []).append(event)
    for item in items:
        row = rows[keys[item.key]]
        row.created_at = _moment(item.added)
        if row.done_on is not None:
            row.done_on = _day(item.done)
        if row.effect_on is not None:
            row.effect_on = _day(item.checked)
        for event, days in zip(events[row.pk], _days(item, [event.kind for event in events[row.pk]]), strict=True):
            event.at = _moment(days)
        row.changed_at = events[row.pk][-1].at
    Action.objects.bulk_update(rows.values(), ["created_at", "done_on", "effect_on", "changed_at"])
    ActionEvent.objects.bulk_update([event for found in events.values() for event in found], ["at"])
    for item in items:
        if Step.FINISH in item.steps:
            ActionEvidence.objects.filter(action=keys[item.key]).update(added_at=_moment(item.done))


def _days(item: Item, kinds: list[str]) -> list[int]:
    """When each of its events was, in their order: what is dated at its date, the rest a few days after the former.

    >>> item = Item(key="k", title="t", requirement="r", owner="o", added=-30, due=-10, done=-12, checked=-2)
    >>> _days(item, ["propose", "agree", "start", "evidence", "finish", "confirm"])
    [-30, -28, -26, -12, -12, -2]
    """
    fixed = {"propose": item.added, "evidence": item.done, "finish": item.done, "confirm": item.checked,
             "reopen": item.checked}  # fmt: skip
    found: list[int] = []
    for kind in kinds:
        found.append(fixed.get(kind, min(-1, found[-1] + 2) if found else item.added))
    return found


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _moment(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)
