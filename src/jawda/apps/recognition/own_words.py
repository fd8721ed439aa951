"""What the room's pages say: states with their marks, and what acts do for those who check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jawda.apps.organisations import codes
from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.recognition.enums import Event, State
from jawda.apps.recognition.models import Attestation, PublicAttestation
from jawda.apps.recognition.queries import own
from jawda.foundation.ui.formats import date_long
from jawda.foundation.ui.marks import Mark, Seal
from jawda.foundation.ui.templatetags.ui import language

MARKS: Final = {
    State.IN_FORCE: Mark.CONFORMS, State.SUSPENDED: Mark.OVERDUE, State.WITHDRAWN: Mark.DOES_NOT,
    State.REPLACED: Mark.NOT_APPLICABLE, State.EXPIRED: Mark.NOT_APPLICABLE,
}  # fmt: skip
SEALS: Final = {
    State.IN_FORCE: Seal.VALID, State.SUSPENDED: Seal.SUSPENDED, State.WITHDRAWN: Seal.WITHDRAWN,
    State.REPLACED: Seal.EXPIRED, State.EXPIRED: Seal.EXPIRED,
}  # fmt: skip
EVENT_MARKS: Final = {
    Event.ISSUED: Mark.CONFORMS, Event.SUSPENDED: Mark.OVERDUE, Event.REINSTATED: Mark.CONFORMS,
    Event.SCOPE_REDUCED: Mark.PARTLY, Event.WITHDRAWN: Mark.DOES_NOT, Event.AMENDED: Mark.TO_REVIEW,
    Event.REPLACED: Mark.NOT_APPLICABLE,
}  # fmt: skip


def room_name(kind: str) -> str:
    """What the room is called in a body's menu."""
    return {
        Body.COMPANY: _("Our certificates"),
        Body.LABORATORY: _("Reports and certificates"),
        Body.ACCREDITATION_BODY: _("Accreditations"),
        Body.TRAINING_PROVIDER: _("Attestations"),
        Body.AUTHORITY: _("Approvals"),
    }.get(Body(kind), _("Certificates"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row of a list."""

    row: Attestation | PublicAttestation
    state: State
    mark: Mark
    left: str
    """How long it still counts, where that is not long."""


def listed(row: Attestation | PublicAttestation, today: date) -> Listed:
    """With its state as of today."""
    state = own.state_on(row, today)
    left = ""
    if own.ends_soon(row, today) and row.expires_on is not None:
        days = (row.expires_on - today).days
        left = ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}
    return Listed(row=row, state=state, mark=MARKS[state], left=left)


def sector_title(code: str) -> str:
    """A sector as people know it: “IAF 14” is rubber and plastic products."""
    return codes.title(codes.SECTORS, code.removeprefix("IAF ").strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What can be done with a document, and what it does for those who check it."""

    event: Event
    title: str
    effect: str
    action: str
    danger: bool = False


def acts(events: tuple[Event, ...]) -> list[Act]:
    """Those that are made on the document's page."""
    known = {
        Event.SUSPENDED: Act(
            event=Event.SUSPENDED, title=_("Suspend"), action=_("Suspend this document"), danger=True,
            effect=_("Whoever checks it reads within a minute that it is suspended. It can be reinstated."),
        ),
        Event.REINSTATED: Act(
            event=Event.REINSTATED, title=_("Reinstate"), action=_("Reinstate this document"),
            effect=_("Whoever checks it reads within a minute that it is in force again."),
        ),
        Event.WITHDRAWN: Act(
            event=Event.WITHDRAWN, title=_("Withdraw"), action=_("Withdraw this document for good"), danger=True,
            effect=_("Whoever checks it reads within a minute that it is withdrawn. It cannot be undone."),
        ),
    }  # fmt: skip
    return [known[event] for event in events if event in known]


def reissue_title(event: Event) -> str:
    """What signing anew is called for a kind of document."""
    return _("Reduce the scope") if event == Event.SCOPE_REDUCED else _("Amend the report")


def verdict(row: Attestation, state: State) -> str:
    """The state in one sentence."""
    if state == State.EXPIRED and row.expires_on:
        return _("It ended on %(day)s.") % {"day": date_long(row.expires_on, language())}
    if state == State.IN_FORCE and row.expires_on:
        return _("It counts until %(day)s.") % {"day": date_long(row.expires_on, language())}
    return {
        State.IN_FORCE: _("It stands as it was issued."),
        State.SUSPENDED: _("It does not count as long as it is suspended."),
        State.WITHDRAWN: _("It no longer counts."),
        State.REPLACED: _("Another one has taken its place."),
        State.EXPIRED: _("It no longer counts."),
    }[state]
