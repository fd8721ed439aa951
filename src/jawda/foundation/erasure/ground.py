"""What the foundation itself holds about a person."""

from __future__ import annotations

from collections.abc import Mapping

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q

from jawda.foundation.accounts.queries import register_personal_data
from jawda.foundation.audit.models import AuditPersonalValues
from jawda.foundation.erasure.models import AccountEnd
from jawda.foundation.erasure.registry import Subject, register_eraser, register_personal_eraser
from jawda.foundation.notices.models import Notice, Preference, Reminder
from jawda.foundation.retention.rules import added, register_reasons
from jawda.foundation.tenancy.context import current_organisation_id


def register() -> None:
    """Called once, when the models are there."""
    register_eraser(_told)
    register_eraser(_trail)
    register_personal_eraser(_sign_in)
    register_reasons({"erasure.AccountEnd": "ends with the account, or with its next use"})
    register_personal_data("account_end", lambda person_id: list(_end(person_id)))


def _told(subject: Subject) -> Mapping[str, int]:
    notices = Notice.objects.filter(person_id=subject.person_id, organisation_id=current_organisation_id())
    reminders = Reminder.objects.filter(person_id=subject.person_id)
    return added([notices.delete()[1], reminders.delete()[1]])


def _trail(subject: Subject) -> Mapping[str, int]:
    """The personal value goes with its salt: the commitment in the entry stays, and can be opened no more."""
    theirs = Q()
    for email in subject.emails:
        theirs |= Q(values__email=email)
    return AuditPersonalValues.objects.filter(theirs).delete()[1]


def _sign_in(subject: Subject) -> Mapping[str, int]:
    mine = UserSession.objects.filter(user_id=subject.person_id)
    keys = list(mine.values_list("session_key", flat=True))
    return added(
        [
            Session.objects.filter(session_key__in=keys).delete()[1],
            mine.delete()[1],
            Authenticator.objects.filter(user_id=subject.person_id).delete()[1],
            EmailAddress.objects.filter(user_id=subject.person_id).delete()[1],
            Preference.objects.filter(person_id=subject.person_id).delete()[1],
            AccountEnd.objects.filter(person_id=subject.person_id).delete()[1],
        ]
    )


def _end(person_id: object) -> list[dict[str, str | None]]:
    rows = AccountEnd.objects.filter(person_id=person_id).values_list("asked_at", "warned_at")
    return [
        {"asked_at": asked.isoformat() if asked else None, "warned_at": warned.isoformat() if warned else None}
        for asked, warned in rows
    ]
