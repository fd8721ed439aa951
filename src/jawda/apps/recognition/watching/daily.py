"""Once a day: what changed of a company's certificates, and of those of its suppliers, is told, each change once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.organisations.enums import Status
from jawda.apps.organisations.models import Organisation
from jawda.apps.recognition.elsewhere.signed import verify
from jawda.apps.recognition.enums import Event, State
from jawda.apps.recognition.models import (
    HeldState,
    LogEntry,
    PublicAttestation,
    RecordedCertificate,
    WatchedCertificate,
)
from jawda.apps.recognition.suppliers.enums import News
from jawda.apps.recognition.watching import notices
from jawda.apps.recognition.watching.notices import Changed
from jawda.apps.recognition.watching.stages import due_stage, to_tell
from jawda.core.credentials.verdict import Verdict
from jawda.foundation.tenancy.context import current_organisation_id

RECENT: Final = timedelta(days=7)
"""What was logged since is told as issued, the first time it is seen: what is older was known before anyone watched."""
_STAGES: Final = {90: News.ENDS_90, 30: News.ENDS_30, 0: News.EXPIRED}
_BECAME: Final = {
    State.SUSPENDED: News.SUSPENDED, State.WITHDRAWN: News.WITHDRAWN, State.IN_FORCE: News.REINSTATED,
    State.REPLACED: News.REPLACED,
}  # fmt: skip
_SIGNED: Final = {
    Verdict.SUSPENDED: News.SUSPENDED, Verdict.WITHDRAWN: News.WITHDRAWN, Verdict.VALID: News.REINSTATED,
    Verdict.INVALID: News.INVALID,
}  # fmt: skip
_ENDING: Final = (State.IN_FORCE, State.SUSPENDED)


def watches() -> bool:
    """Whether the acting organisation is a company with something to be told of; four queries at most."""
    company = Organisation.objects.filter(pk=current_organisation_id(), kind=Body.COMPANY).first()
    if company is None:
        return False
    return (
        WatchedCertificate.objects.exists()
        or RecordedCertificate.objects.filter(archived_at=None).exists()
        or _held(company).exists()
    )


def own(*, now: datetime) -> list[Changed]:
    """What changed of the acting company's own certificates since the last time, and tell it. Not audited."""
    company, today = Organisation.objects.get(pk=current_organisation_id()), timezone.localdate(now)
    changed = [*_held_changes(company, now, today), *_recorded_changes(company, today)]
    notices.tell(notices.OWN, company, changed)
    return changed


def suppliers() -> list[Changed]:
    """Tell what the checks noted on the lines, and note that it was told. Not audited."""
    lines = list(WatchedCertificate.objects.exclude(news=[]).select_for_update(of=("self",)).order_by("supplier_name"))
    changed = [
        Changed(name=" · ".join(filter(None, (line.supplier_name, line.number or line.found_reference))),
                news=tuple(News(item) for item in line.news if item in News.values))
        for line in lines
    ]  # fmt: skip
    company = Organisation.objects.get(pk=current_organisation_id())
    notices.tell(notices.SUPPLIERS, company, changed)
    WatchedCertificate.objects.filter(pk__in=[line.pk for line in lines]).update(news=[])
    return changed


def _held(company: Organisation) -> Iterable[PublicAttestation]:
    """What anyone may read of documents issued to its ICE, once an operator verified that it is its own."""
    if company.status != Status.ACTIVATED or not company.ice:
        return PublicAttestation.objects.none()
    return PublicAttestation.objects.filter(holder_ice=company.ice).defer("credential", "words", "scope")


def _held_changes(company: Organisation, now: datetime, today: date) -> list[Changed]:
    rows = list(_held(company))
    known = {state.reference: state for state in HeldState.objects.all()}
    unseen = [row.reference for row in rows if row.reference not in known]
    issued = set(
        LogEntry.objects.filter(reference__in=unseen, event=Event.ISSUED, at__gt=now - RECENT).values_list(
            "reference", flat=True
        )
    )
    changed, made, touched = [], [], []
    for row in rows:
        state = known.get(row.reference)
        if state is None:
            made.append(_first(row, today))
            news: tuple[News, ...] = (News.ISSUED,) if row.reference in issued else ()
        else:
            touched.append(state)
            news = _held_news(row, state, today)
        if news:
            changed.append(Changed(name=_name(row), news=news))
    HeldState.objects.bulk_create(made)
    HeldState.objects.bulk_update(touched, ["state", "reductions", "told_stage", "told_for", "seen_at"])
    return changed


def _first(row: PublicAttestation, today: date) -> HeldState:
    return HeldState(
        organisation_id=current_organisation_id(), reference=row.reference, state=row.state,
        reductions=_reductions(row), told_for=row.expires_on, told_stage=due_stage(row.expires_on, today),
    )  # fmt: skip


def _held_news(row: PublicAttestation, state: HeldState, today: date) -> tuple[News, ...]:
    told = []
    if row.state != state.state and row.state in _BECAME:
        told.append(_BECAME[State(row.state)])
    reductions = _reductions(row)
    if reductions > state.reductions:
        told.append(News.REDUCED)
    stage = to_tell(row.expires_on, today, told_stage=state.told_stage, told_for=state.told_for)
    if stage is not None:
        state.told_for, state.told_stage = row.expires_on, stage
        if row.state in _ENDING:
            told.append(_STAGES[stage])
    state.state, state.reductions, state.seen_at = row.state, reductions, timezone.now()
    return tuple(told)


def _reductions(row: PublicAttestation) -> int:
    return sum(event.get("kind") == Event.SCOPE_REDUCED for event in row.events)


def _recorded_changes(company: Organisation, today: date) -> list[Changed]:
    rows = list(RecordedCertificate.objects.filter(archived_at=None).order_by("expires_on", "number"))
    changed = []
    for row in rows:
        news = [*_signed_news(row, company.ice), *_recorded_stage(row, today)]
        if news:
            changed.append(Changed(name=_name(row), news=tuple(news)))
    RecordedCertificate.objects.bulk_update(
        rows, ["signed_verdict", "signed_stood", "signed_differs", "told_stage", "told_for"]
    )
    return changed


def _signed_news(row: RecordedCertificate, ice: str) -> list[News]:
    if not row.credential:
        return []
    verify(row, ice)
    verdict = Verdict(row.signed_verdict)
    if verdict not in _SIGNED or row.signed_verdict == row.signed_stood:
        return []
    before, row.signed_stood = row.signed_stood, row.signed_verdict
    return [_SIGNED[verdict]] if before or verdict is not Verdict.VALID else []


def _recorded_stage(row: RecordedCertificate, today: date) -> list[News]:
    stage = to_tell(row.expires_on, today, told_stage=row.told_stage, told_for=row.told_for)
    if stage is None:
        return []
    row.told_for, row.told_stage = row.expires_on, stage
    return [_STAGES[stage]]


def _name(row: PublicAttestation | RecordedCertificate) -> str:
    return " · ".join(filter(None, (row.number, row.standard)))
