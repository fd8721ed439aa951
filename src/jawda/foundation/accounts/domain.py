"""What is done with one's own account. The trail belongs to organisations, so none of these writes an entry."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from jawda.foundation.accounts.models import Person
from jawda.foundation.accounts.sealing import MARK, is_sealed, sealed
from jawda.foundation.tenancy.context import SIGN_IN, acting, current


class NotOneself(PermissionError):
    """Another person's account was meant."""


@transaction.atomic
def change_profile(*, person: Person, name: str, language: str) -> None:
    """Change one's own name and language. No mail, no audit entry; other sessions keep their language."""
    if current().person_id != person.pk:
        raise NotOneself("only the person changes their profile")
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"unknown language {language!r}")
    person.name, person.language = name.strip(), language
    person.save(update_fields=["name", "language"])


@transaction.atomic
def let_operate(*, email: str, operates: bool) -> bool:
    """Make the person with this address an operator, or no more; ``False`` where no account has it.

    For the owner's login only: PostgreSQL refuses it to the application. No mail, no audit entry.
    """
    with acting(purpose=SIGN_IN):
        return bool(Person.objects.filter(email=email.strip().lower()).update(is_operator=operates))


@transaction.atomic
def operators() -> tuple[Person, ...]:
    """Those who operate the platform, for the command that makes them."""
    with acting(purpose=SIGN_IN):
        return tuple(Person.objects.filter(is_operator=True).order_by("email"))


@transaction.atomic
def end_session(*, person: Person, session_id: int) -> bool:
    """Sign one's own other session out; ``False`` where there is no such session. No mail, no audit entry."""
    if current().person_id != person.pk:
        raise NotOneself("only the person ends their sessions")
    session = UserSession.objects.filter(user=person, pk=session_id).first()
    if session is None:
        return False
    session.end()
    return True


@transaction.atomic
def end_other_sessions(*, person: Person, current_key: str | None) -> int:
    """Sign all one's own sessions out but the present one; how many. No mail, no audit entry."""
    if current().person_id != person.pk:
        raise NotOneself("only the person ends their sessions")
    others = list(UserSession.objects.filter(user=person).exclude(session_key=current_key))
    for session in others:
        session.end()
    return len(others)


@transaction.atomic
def seal_second_factors() -> int:
    """Encrypt the secrets that an earlier version stored in the clear; how many rows. No mail, no audit entry."""
    changed = 0
    with acting(purpose=SIGN_IN):
        kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
        for row in Authenticator.objects.select_for_update().filter(type__in=kinds):
            clear = {name: row.data[name] for name in ("secret", "seed") if not is_sealed(row.data.get(name, MARK))}
            if clear:
                row.data |= {name: sealed(text) for name, text in clear.items()}
                row.save(update_fields=["data"])
                changed += 1
    return changed


@transaction.atomic
def forget_ended_sessions(*, now: datetime) -> int:
    """Delete sessions that have run out, with the addresses and browsers noted for them; how many notes went."""
    Session.objects.filter(expire_date__lte=now).delete()
    with acting(purpose=SIGN_IN):
        living = Session.objects.values("session_key")
        gone, _ = UserSession.objects.exclude(session_key__in=living).delete()
    return gone
