"""Once a day, one organisation after another: what has stood long enough goes, in batches that are kept one by one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jawda.foundation.audit import trail
from jawda.foundation.retention.models import Turn
from jawda.foundation.retention.rules import Rule, added, rules
from jawda.foundation.tenancy.context import acting

BATCH: Final = 200
"""Rows that go in one transaction, with what hangs on them; whoever stops the job loses the one that runs."""
_TURNS: Final = 100

Tell = Callable[[int], None]
_log = logging.getLogger(__name__)


class NothingRemoved(RuntimeError):
    """A rule said that rows are due and removed none of them."""


@dataclass(slots=True)
class Outcome:
    """What went, or would go: by rule, then by table. ``failed``: organisations whose turn was not finished."""

    organisations: int = 0
    removed: dict[str, dict[str, int]] = field(default_factory=dict)
    warned: dict[str, int] = field(default_factory=dict)
    failed: list[UUID] = field(default_factory=list)

    def add(self, rule: Rule, counts: dict[str, int]) -> None:
        """Counts of one batch."""
        if counts:
            self.removed[rule.name] = added([self.removed.get(rule.name, {}), counts])


def run(*, now: datetime, tell: Tell = lambda done: None) -> Outcome:
    """Give every organisation that had none today its turn. Audited in each by rule and number, without content.

    Each batch is a transaction with its entry in the trail: a run that was killed goes on where it stopped, and
    removes nothing twice. Two runs at once share the rows. Where a rule fails, the log says why, and the organisation
    has its turn again with the next run.
    """
    outcome, today = Outcome(), timezone.localdate(now)
    for organisation_id in turns(without=today):
        try:
            for rule in rules():
                _warn(rule, organisation_id, now, outcome)
                _remove(rule, organisation_id, now, outcome)
            Turn.objects.filter(pk=organisation_id).update(done_on=today)
        except Exception:
            _log.exception("retention failed in organisation %s", organisation_id)
            outcome.failed.append(organisation_id)
        outcome.organisations += 1
        tell(outcome.organisations)
    return outcome


def foresee(*, now: datetime, tell: Tell = lambda done: None) -> Outcome:
    """What a run would remove now, by the table of each rule; nothing is written, nobody is warned."""
    outcome = Outcome()
    for organisation_id in turns():
        with transaction.atomic(), acting(organisation_id=organisation_id):
            for rule in rules():
                if number := rule.due(now).count():
                    outcome.add(rule, {rule.tables[0]: number})
        outcome.organisations += 1
        tell(outcome.organisations)
    return outcome


def turns(*, without: date | None = None) -> Iterator[UUID]:
    """Every organisation by its bare id, in their order; ``without`` those whose turn was done on that day.

    A hundred are read at a time: none is held in memory that has not its turn.
    """
    rows = Turn.objects.order_by("pk") if without is None else Turn.objects.exclude(done_on=without).order_by("pk")
    last: UUID | None = None
    while True:
        found = rows if last is None else rows.filter(pk__gt=last)
        batch = list(found.values_list("pk", flat=True)[:_TURNS])
        yield from batch
        if len(batch) < _TURNS:
            return
        last = batch[-1]


def _warn(rule: Rule, organisation_id: UUID, now: datetime, outcome: Outcome) -> None:
    while rule.warn is not None:
        with transaction.atomic(), acting(organisation_id=organisation_id):
            number = rule.warn(now)
        if not number:
            return
        outcome.warned[rule.name] = outcome.warned.get(rule.name, 0) + number


def _remove(rule: Rule, organisation_id: UUID, now: datetime, outcome: Outcome) -> None:
    while True:
        with transaction.atomic(), acting(organisation_id=organisation_id):
            rows = list(rule.due(now).select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:BATCH])
            if not rows:
                return
            counts = added([rule.remove(rows)])
            if not counts.get(rule.tables[0]):  # else the same rows would be due for ever
                raise NothingRemoved(rule.name)
            details = {"rule": rule.name, "rows": counts}
            trail.record("retention.remove", subject="organisation", subject_id=organisation_id, details=details)
        outcome.add(rule, counts)
