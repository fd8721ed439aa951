"""Inviting by e-mail, and answering. The same for every address: nobody learns whether it has an account."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.organisations import mails, notices
from jawda.apps.organisations.domain.members import add_member
from jawda.apps.organisations.domain.missions import grant_mission
from jawda.apps.organisations.enums import Kind, Role, roles_for
from jawda.apps.organisations.models import Invitation, Membership
from jawda.apps.organisations.rules import may_administer, may_grant_missions, may_invite
from jawda.apps.organisations.tokens import OPEN, token_hash
from jawda.core.languages import LANGUAGES
from jawda.foundation.accounts.models import Person
from jawda.foundation.audit import trail
from jawda.foundation.jobs import defer
from jawda.foundation.tenancy.context import acting, current_organisation_id
from jawda.foundation.tenancy.routes import Access

LIFETIME: Final = timedelta(days=14)
FORGET: Final = "organisations.forget_invitations"
FORGOTTEN_AFTER: Final = timedelta(days=30)
"""After its end; docs/register-of-processing.md says the same."""
PER_DAY: Final = 50
"""Mails an organisation may send in 24 hours: enough for a plant, too few for a nuisance."""
PAUSE: Final = timedelta(minutes=2)
LONGEST_MISSION: Final = timedelta(days=730)
#: What a mission may open. The names are those that the rooms' rules look for.
ACTIVITIES: Final = ("diagnostics", "actions", "product_quality")


@transaction.atomic
def invite(*, access: Access, email: str, role: Role, language: str, notify: bool = True) -> tuple[Invitation, str]:
    """Invite someone to join the acting organisation. Audited; a mail in ``language`` on commit.

    Returns the invitation and the token of its link, which is not kept. ``ValidationError`` by field.
    """
    if not may_invite(access):
        raise PermissionDenied
    email = _address(email)
    if role not in roles_for(Kind(access.kind)):
        raise ValidationError({"role": _("This role does not exist in such an organisation.")})
    if Membership.objects.filter(organisation_id=access.organisation_id, person__email=email).exists():
        raise ValidationError({"email": _("This person is a member already.")})
    waiting = Invitation.objects.filter(
        OPEN, organisation_id=access.organisation_id, email=email, starts_on=None
    ).first()
    if waiting is not None and waiting.expires_at > timezone.now():
        raise ValidationError({"email": _("This address is invited already: send the invitation again from the list.")})
    if waiting is not None:
        Invitation.objects.filter(pk=waiting.pk).update(withdrawn_at=timezone.now())
    return _create(access, email, role, language, notify)


def offer_mission(
    *,
    access: Access,
    email: str,
    scope: tuple[str, ...],
    starts_on: date,
    ends_on: date,
    language: str,
    notify: bool = True,
) -> tuple[Invitation, str]:
    """Offer an expert a mission in the acting company: it begins once they accept. Audited; a mail on commit.

    ``ValidationError`` by field for dates out of order or past, an unknown activity, more than two years.
    """
    if not may_grant_missions(access):
        raise PermissionDenied
    email = _address(email)
    if not scope or set(scope) - set(ACTIVITIES):
        raise ValidationError({"scope": _("Choose what the mission opens.")})
    if ends_on < starts_on:
        raise ValidationError({"ends_on": _("The end is before the start.")})
    if ends_on < timezone.localdate():
        raise ValidationError({"ends_on": _("The end is past already.")})
    if ends_on - starts_on > LONGEST_MISSION:
        raise ValidationError({"ends_on": _("A mission lasts two years at most; it can be renewed.")})
    return _create(
        access, email, Role.EXPERT, language, notify, scope=list(scope), starts_on=starts_on, ends_on=ends_on
    )


def resend(*, access: Access, invitation_id: UUID) -> str:
    """Send an open invitation once more with a new link, good for 14 days; the former link ends. Audited."""
    invitation = _open_one(access, invitation_id)
    if timezone.now() - invitation.sent_at < PAUSE:
        raise ValidationError(_("It was sent a moment ago. Wait two minutes."), code="pause")
    _throttle(access)
    token = secrets.token_urlsafe(32)
    invitation.token_hash = token_hash(token)
    invitation.sent_at = timezone.now()
    invitation.expires_at = timezone.now() + LIFETIME
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at"])
    _forget_later(invitation)
    _record("organisations.resend_invitation", invitation)
    mails.invited(invitation, token)
    return token


def withdraw(*, access: Access, invitation_id: UUID) -> None:
    """Take an open invitation back: its link ends. Audited, no mail."""
    invitation = _open_one(access, invitation_id)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    _record("organisations.withdraw_invitation", invitation)


def accept(*, person: Person, invitation_id: UUID) -> UUID:
    """Join the organisation, or begin the mission; returns the organisation's id. Audited there; a notice to
    those who manage it.

    Only for the person whose verified address it was sent to. ``ValidationError`` where it is no longer open.
    """
    invitation = _for(person, invitation_id)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
    with acting(organisation_id=invitation.organisation_id, person_id=person.pk):
        _record("organisations.accept_invitation", invitation)
        if invitation.starts_on and invitation.ends_on:
            grant_mission(
                organisation_id=invitation.organisation_id, person_id=person.pk, scope=tuple(invitation.scope),
                starts_on=invitation.starts_on, ends_on=invitation.ends_on,
            )  # fmt: skip
        elif not Membership.objects.filter(organisation_id=invitation.organisation_id, person=person).exists():
            role = Role(invitation.role)
            add_member(organisation_id=invitation.organisation_id, person_id=person.pk, role=role)
        notices.tell_accepted(mission=invitation.is_mission)
    return invitation.organisation_id


def decline(*, person: Person, invitation_id: UUID) -> None:
    """Refuse an invitation: its link ends. Audited in the organisation that invited, no mail."""
    invitation = _for(person, invitation_id)
    Invitation.objects.filter(pk=invitation.pk).update(declined_at=timezone.now())
    with acting(organisation_id=invitation.organisation_id, person_id=person.pk):
        _record("organisations.decline_invitation", invitation)


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": _("An address such as name@company.ma is expected.")}) from error
    return email


def _throttle(access: Access) -> None:
    since = timezone.now() - timedelta(days=1)
    if Invitation.objects.filter(organisation_id=access.organisation_id, sent_at__gt=since).count() >= PER_DAY:
        raise ValidationError(
            _("%(count)s invitations were sent in 24 hours: wait until tomorrow.") % {"count": PER_DAY},
            code="throttled",
        )


def _create(
    access: Access, email: str, role: Role, language: str, notify: bool, **terms: object
) -> tuple[Invitation, str]:
    if language not in LANGUAGES:
        raise ValidationError({"language": _("Choose a language.")})
    _throttle(access)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation_id=access.organisation_id, organisation_name=access.organisation_name, email=email, role=role,
        language=language, token_hash=token_hash(token), expires_at=timezone.now() + LIFETIME, **terms,
    )  # fmt: skip
    _forget_later(invitation)
    action = "organisations.offer_mission" if invitation.is_mission else "organisations.invite"
    _record(action, invitation, personal={"email": email})
    if notify:
        mails.invited(invitation, token)
    return invitation, token


def _forget_later(invitation: Invitation) -> None:
    last = timezone.localdate(invitation.expires_at + FORGOTTEN_AFTER)
    defer(FORGET, organisation_id=invitation.organisation_id, on=last + timedelta(days=1))


def forget_invitations(*, now: datetime) -> None:
    """Delete the acting organisation's invitations that ended long ago and were not accepted; the trail keeps that
    they were made. Not audited, no mail."""
    Invitation.objects.filter(
        organisation_id=current_organisation_id(), accepted_at=None, expires_at__lt=now - FORGOTTEN_AFTER
    ).delete()


def _open_one(access: Access, invitation_id: UUID) -> Invitation:
    """An invitation of the acting organisation that waits for an answer; ``Invitation.DoesNotExist`` otherwise."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(
        OPEN, pk=invitation_id, organisation_id=access.organisation_id
    )
    if not (may_grant_missions(access) if invitation.is_mission else may_administer(access)):
        raise PermissionDenied
    return invitation


def _for(person: Person, invitation_id: UUID) -> Invitation:
    """The invitation to this person's address, locked and still open."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id, email=person.email)
    if invitation.accepted_at or invitation.declined_at or invitation.withdrawn_at:
        raise ValidationError(_("This invitation was answered or withdrawn already."), code="closed")
    if invitation.expires_at <= timezone.now() or (
        invitation.ends_on is not None and invitation.ends_on < timezone.localdate()
    ):
        raise ValidationError(_("This invitation has expired. Ask for a new one."), code="expired")
    return invitation


def _record(action: str, invitation: Invitation, personal: dict[str, str] | None = None) -> None:
    details: dict[str, object] = {"role": invitation.role}
    if invitation.is_mission:
        details |= {"scope": invitation.scope, "from": str(invitation.starts_on), "to": str(invitation.ends_on)}
    trail.record(action, subject="invitation", subject_id=invitation.pk, details=details, personal=personal)
