"""What an operator of the platform decides on a registration. No organisation verifies itself or its like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.organisations import mails, notices
from jawda.apps.organisations.domain.registration import Listener, project
from jawda.apps.organisations.enums import MANAGING_ROLES, Decision, Status
from jawda.apps.organisations.models import Membership, Organisation, Verification
from jawda.apps.organisations.rules import operates
from jawda.foundation.accounts.models import Person
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import acting

_listeners: list[Listener] = []


def on_verified(listener: Listener) -> None:
    """An upper room that publishes what was verified is told when an operator has verified an organisation, or again.

    On behalf of the organisation, in the transaction of the decision.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def activate(
    *,
    operator: Person,
    organisation: Organisation,
    source: str,
    note: str = "",
    checked_on: date | None = None,
    notify: bool = True,
) -> None:
    """An operator verified who they are; a body other than a company enters the public directory.

    Audited in the organisation's chain; a mail to those who manage it on commit. ``ValidationError`` where it is not
    waiting, where no source is named, or for an operator who belongs to it.
    """
    said = _Said(Decision.ACTIVATED, source.strip(), note.strip(), checked_on)
    _decide(operator, organisation, said, notify)


def suspend(*, operator: Person, organisation: Organisation, note: str, notify: bool = True) -> None:
    """Take a body out of the directory and stop what it does towards others; its rooms stay readable for it.

    Audited in the organisation's chain; a mail with the reason on commit.
    """
    _decide(operator, organisation, _Said(Decision.SUSPENDED, "", note.strip(), None), notify)


def reinstate(
    *, operator: Person, organisation: Organisation, source: str, note: str = "", notify: bool = True
) -> None:
    """End a suspension: verified again, and back in the directory. Audited; a mail on commit."""
    said = _Said(Decision.REINSTATED, source.strip(), note.strip(), None)
    _decide(operator, organisation, said, notify)


ACTIONS: Final = {
    Decision.ACTIVATED: "activate",
    Decision.SUSPENDED: "suspend",
    Decision.REINSTATED: "reinstate",
}
_FROM: Final = {
    Decision.ACTIVATED: (Status.UNVERIFIED,),
    Decision.SUSPENDED: (Status.UNVERIFIED, Status.ACTIVATED),
    Decision.REINSTATED: (Status.SUSPENDED,),
}


@dataclass(frozen=True, slots=True)
class _Said:
    """The decision and its grounds."""

    decision: Decision
    source: str
    note: str
    checked_on: date | None

    def check(self) -> None:
        """``ValidationError`` by field where the grounds are missing."""
        if self.decision != Decision.SUSPENDED and not self.source:
            raise ValidationError({"source": _("Say where it was checked: a register, a document, a call.")})
        if self.decision == Decision.SUSPENDED and not self.note:
            raise ValidationError({"note": _("Say why: the organisation reads it.")})
        if self.checked_on and self.checked_on > timezone.localdate():
            raise ValidationError({"checked_on": _("A check is not in the future.")})


def _decide(operator: Person, organisation: Organisation, said: _Said, notify: bool) -> None:
    if not operates(operator):
        raise PermissionDenied
    said.check()
    with acting(organisation_id=organisation.pk, person_id=operator.pk):
        current = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        if current.status not in _FROM[said.decision]:
            raise ValidationError(_("Another operator decided meanwhile: reload the page."), code="state")
        if Membership.objects.filter(organisation=current, person_id=operator.pk).exists():
            raise ValidationError(_("You belong to this organisation: another operator decides."), code="own")
        suspended = said.decision == Decision.SUSPENDED
        current.status = Status.SUSPENDED if suspended else Status.ACTIVATED
        current.activated_at = None if suspended else timezone.now()
        current.save(update_fields=["status", "activated_at"])
        Verification.objects.create(
            organisation=current, decision=said.decision, source=said.source, note=said.note, decided_by=operator.pk,
            checked_on=None if suspended else said.checked_on or timezone.localdate(),
        )  # fmt: skip
        project(current)
        if not suspended:
            for listener in _listeners:
                listener(current)
        trail.record(
            f"organisations.{ACTIONS[said.decision]}",
            subject="organisation",
            subject_id=current.pk,
            details={"source": said.source, "note": said.note},
        )
        if notify:
            managers = Membership.objects.select_related("person").filter(organisation=current, role__in=MANAGING_ROLES)
            notices.tell_decided(decision=said.decision)
            mails.decided(current, said.decision, said.note, [row.person for row in managers])
    organisation.status, organisation.activated_at = current.status, current.activated_at
