"""What can be done with actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.actions import reminding, webhooks
from jawda.apps.actions.facts import Facts
from jawda.apps.actions.models import Action, ActionDependency, ActionEvent, ActionEvidence
from jawda.apps.actions.rules import is_member, may_propose, may_work
from jawda.apps.diagnostics.models import Assessment
from jawda.apps.organisations.models import Membership
from jawda.core.findings import Finding, Refused
from jawda.core.referentials import Referential
from jawda.core.workflow import ENDED, TRANSITIONS, Given, State, Step, check_dependency, check_step
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import current, current_organisation_id
from jawda.foundation.tenancy.routes import Access

MOST_AT_ONCE: Final = 500


class Ended(Exception):
    """The action is done or cancelled: it is reopened or taken up again before it changes."""


class ChangedMeanwhile(Exception):
    """Somebody has changed an action since it was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The gap that an action closes."""

    assessment: Assessment
    referential: Referential
    requirement: str


def propose(*, access: Access, facts: Facts, source: Source | None = None, key: UUID | None = None) -> Action:
    """Add an action, proposed. Audited without texts; nobody is told now, its dates are remembered.

    An expert on a mission may too, and the history says so. ``ValidationError`` by field; ``KeyError`` for a
    requirement that the referential does not have.
    """
    if not may_propose(access):
        raise PermissionDenied
    action = Action(id=key or uuid4(), organisation_id=current_organisation_id(), **_values(facts))
    if source is not None:
        action.assessment, action.referential = source.assessment, source.referential.id
        action.requirement = source.referential.by_id[source.requirement].id
        action.chapter = source.referential.chapter_of[source.requirement]
    action.save(force_insert=True)
    kind = "propose" if is_member(access) else "propose_by_expert"
    happened(action, kind, requirement=action.requirement)
    reminding.remember(action)
    return action


def plan(*, access: Access, gaps: Sequence[tuple[Source, Facts]]) -> list[Action]:
    """Add an action for each gap, all or none. Audited one by one; nobody is told."""
    if len(gaps) > MOST_AT_ONCE:
        raise ValueError(f"at most {MOST_AT_ONCE} at once")
    allowed(access)
    for _source, facts in gaps:
        facts.checked()
    return [propose(access=access, facts=facts, source=source) for source, facts in gaps]


def change(*, access: Access, action_id: UUID, facts: Facts, seen: datetime | None = None) -> Action:
    """Say otherwise what an action is. Audited by the names of what changed; nobody is told.

    ``ValidationError`` by field, ``Ended`` for one that is done or cancelled, ``Refused`` where one that was agreed
    would lose its owner or its date, ``ChangedMeanwhile`` where it is no longer as it was ``seen``.
    """
    allowed(access)
    action = locked(action_id)
    if seen is not None and action.changed_at != seen:
        raise ChangedMeanwhile
    if action.current in ENDED:
        raise Ended
    values = _values(facts)
    changed = [name for name, value in values.items() if getattr(action, name) != value]
    if not changed:
        return action
    for name in changed:
        setattr(action, name, values[name])
    if action.current is not State.PROPOSED:
        findings = check_step(Step.AGREE, _given(action, state=State.PROPOSED))
        if findings:
            raise Refused(findings)
    _save(action, *changed)
    happened(action, "change", changed=changed)
    reminding.remember(action)
    return action


def take_step(
    *,
    access: Access,
    action_id: UUID,
    step: Step,
    reason: str = "",
    checked_on: date | None = None,
    effect_due_on: date | None = None,
) -> Action:
    """Move an action on. Audited without the reason; of one that ends so, programs that listen are told, and nobody
    else; the next date is remembered.

    ``effect_due_on``: with ``FINISH``, by when somebody checks that it worked. ``Refused`` with everything that
    stands against the step.
    """
    allowed(access)
    action = locked(action_id)
    reason = reason.strip()
    findings = list(check_step(step, _given(action, reason=reason, checked_on=checked_on, step=step)))
    if len(reason) > 5000:
        findings.append(Finding(id="uploads.text_too_long", arguments={"characters": len(reason), "limit": 5000}))
    if findings:
        raise Refused(findings)
    action.state = TRANSITIONS[step].target.value
    if step is Step.FINISH:
        action.done_on = timezone.localdate()
        action.effect_due_on = effect_due_on or action.effect_due_on
    if step in (Step.CONFIRM, Step.REOPEN):
        action.effect_on, action.effect_by, action.effect_note = checked_on, current().person_id, reason
    if step is Step.REOPEN:
        action.done_on = None
    _save(action, "state", "done_on", "effect_due_on", "effect_on", "effect_by", "effect_note")
    happened(action, step.value, reason)
    if action.current in ENDED:
        webhooks.closed(action)
    reminding.remember(action)
    return action


def wait_for(*, access: Access, action_id: UUID, on_id: UUID) -> None:
    """Let an action depend on another. Audited; again does nothing. ``Refused`` where they would wait in a circle."""
    allowed(access)
    # one after another for the whole company: two circles' halves must not be written side by side
    actions = {row.pk: row for row in Action.objects.select_for_update().order_by("pk").only("state", "title")}
    if action_id not in actions or on_id not in actions:
        raise Action.DoesNotExist
    if actions[action_id].current in ENDED:
        raise Ended
    waits: dict[str, list[str]] = {}
    for action, on in ActionDependency.objects.values_list("action_id", "on_id"):
        waits.setdefault(str(action), []).append(str(on))
    findings = check_dependency(str(action_id), str(on_id), waits)
    if findings:
        raise Refused(findings)
    if str(on_id) not in waits.get(str(action_id), ()):
        ActionDependency.objects.create(
            organisation_id=current_organisation_id(), action_id=action_id, on_id=on_id
        )  # fmt: skip
        happened(actions[action_id], "wait", actions[on_id].title, on=str(on_id))


def stop_waiting(*, access: Access, action_id: UUID, on_id: UUID) -> None:
    """Let an action depend on another no more. Audited; again does nothing."""
    allowed(access)
    action = locked(action_id)
    gone, _tables = ActionDependency.objects.filter(action=action, on_id=on_id).delete()
    if gone:
        other = Action.objects.get(pk=on_id)
        happened(action, "stop_waiting", other.title, on=str(on_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of an import: the key of an action that is there, with when it was last changed, or of a new one."""

    key: UUID
    facts: Facts
    seen: datetime | None = None


def import_actions(*, access: Access, lines: Iterable[Line]) -> tuple[int, int]:
    """Add and change many, all or none; how many of each. Audited one by one.

    ``ChangedMeanwhile`` where one is no longer as it was seen, or was imported already.
    """
    allowed(access)
    added = changed = 0
    for line in lines:
        if line.seen is not None:
            change(access=access, action_id=line.key, facts=line.facts, seen=line.seen)
            changed += 1
        elif Action.objects.filter(pk=line.key).exists():
            raise ChangedMeanwhile
        else:
            propose(access=access, facts=line.facts, key=line.key)
            added += 1
    return added, changed


def allowed(access: Access) -> None:
    """``PermissionDenied`` for who may not change the plan."""
    if not may_work(access):
        raise PermissionDenied


def locked(action_id: UUID) -> Action:
    """Its row as it stands, held until the transaction ends; ``Action.DoesNotExist`` for another's."""
    return Action.objects.select_for_update().get(pk=action_id)


def happened(action: Action, kind: str, note: str = "", **details: object) -> None:
    """Write into the action's history, and without the note into the trail."""
    ActionEvent.objects.create(
        organisation_id=action.organisation_id, action=action, kind=kind, note=note, by=current().person_id
    )
    trail.record(f"actions.{kind}", subject="action", subject_id=action.pk, details=details)


def _save(action: Action, *names: str) -> None:
    action.changed_at = timezone.now()
    action.save(update_fields=[*names, "changed_at"])


def _values(facts: Facts) -> dict[str, object]:
    """Cleaned; ``ValidationError`` by field. A member's name is kept as it is today."""
    values = asdict(facts.checked())
    values |= {name: values[name].strip() for name in ("title", "why", "owner_name")}
    if facts.owner_id is not None:
        member = (
            Membership.objects.select_related("person")
            .filter(person_id=facts.owner_id, organisation_id=current_organisation_id())
            .first()
        )
        if member is None:
            raise ValidationError({"owner_id": _("This person does not belong to the company.")})
        values["owner_name"] = (member.person.name or member.person.email)[:120]
    if facts.cost is None:
        values["currency"] = ""
    assert set(values) == {item.name for item in fields(Facts)}
    return values


def _given(
    action: Action, *, reason: str = "", checked_on: date | None = None, state: State | None = None,
    step: Step | None = None,
) -> Given:  # fmt: skip
    """What core asks for; only what the step needs is read."""
    unfinished: tuple[str, ...] = ()
    if step is Step.FINISH:
        waits = ActionDependency.objects.filter(action=action).exclude(on__state__in=[str(item) for item in ENDED])
        unfinished = tuple(waits.order_by("on__title").values_list("on__title", flat=True))
    checks = step in (Step.CONFIRM, Step.REOPEN)
    return Given(
        state=state or action.current,
        today=timezone.localdate(),
        by=str(current().person_id or ""),
        people=Membership.objects.filter(organisation_id=current_organisation_id()).count() if checks else 1,
        owner=action.owner_key,
        due_on=action.due_on,
        has_evidence=step is Step.FINISH and ActionEvidence.objects.filter(action=action).exists(),
        unfinished=unfinished,
        reason=reason,
        done_on=action.done_on,
        checked_on=checked_on,
    )
