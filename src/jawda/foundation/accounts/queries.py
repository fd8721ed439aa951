"""What a person may see of their own account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession

from jawda.foundation.accounts.agents import browser_and_system
from jawda.foundation.accounts.models import Person

Source = Callable[[UUID], Any]
_sources: Final[dict[str, Source]] = {}


def register_personal_data(name: str, source: Source) -> None:
    """An upper room gives what it holds about a person, as values that JSON can carry."""
    _sources[name] = source


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey in a list."""

    pk: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A place where the person is signed in."""

    pk: int
    browser: str
    ip: str
    created_at: datetime
    last_seen_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class Account:
    """How a person signs in."""

    addresses: tuple[str, ...]
    unconfirmed: int
    has_password: bool
    passkeys: int
    app: bool
    recovery_codes_left: int | None
    sessions: int


def account_of(person: Person) -> Account:
    """Three queries, however much there is."""
    addresses = list(EmailAddress.objects.filter(user=person).order_by("-primary", "email"))
    factors = list(Authenticator.objects.filter(user=person))
    codes = next((factor for factor in factors if factor.type == Authenticator.Type.RECOVERY_CODES), None)
    return Account(
        addresses=tuple(address.email for address in addresses),
        unconfirmed=sum(not address.verified for address in addresses),
        has_password=person.has_usable_password(),
        passkeys=sum(factor.type == Authenticator.Type.WEBAUTHN for factor in factors),
        app=any(factor.type == Authenticator.Type.TOTP for factor in factors),
        recovery_codes_left=len(RecoveryCodes(codes).get_unused_codes()) if codes else None,
        sessions=UserSession.objects.filter(user=person).count(),
    )


def passkeys_of(person: Person) -> list[Passkey]:
    """The oldest first."""
    rows = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).order_by("created_at", "pk")
    return [Passkey(row.pk, row.wrap().name, row.created_at, row.last_used_at) for row in rows]


def sessions_of(person: Person, current_key: str | None) -> list[OpenSession]:
    """Those still open, the present one first, then the last used. Rows of ended ones are deleted on the way."""
    rows = UserSession.objects.purge_and_list(person)
    found = [
        OpenSession(
            row.pk,
            browser_and_system(row.user_agent),
            row.ip,
            row.created_at,
            row.last_seen_at,
            row.session_key == current_key,
        )
        for row in rows
    ]
    return sorted(found, key=lambda item: (not item.current, -item.last_seen_at.timestamp()))


def personal_data(person: Person) -> dict[str, Any]:
    """All that is kept about a person's account, and what the rooms registered; secrets are named, not shown."""
    return {
        "person": {
            "id": str(person.pk),
            "email": person.email,
            "name": person.name,
            "language": person.language,
            "operator": person.is_operator,
            "active": person.is_active,
            "joined_at": person.joined_at.isoformat(),
            "last_login": person.last_login.isoformat() if person.last_login else None,
            "has_password": person.has_usable_password(),
        },
        "addresses": list(
            EmailAddress.objects.filter(user=person).order_by("email").values("email", "verified", "primary")
        ),
        "second_factors": [
            {
                "type": factor.type,
                "name": factor.wrap().name if factor.type == Authenticator.Type.WEBAUTHN else "",
                "created_at": factor.created_at.isoformat(),
                "last_used_at": factor.last_used_at.isoformat() if factor.last_used_at else None,
            }
            for factor in Authenticator.objects.filter(user=person).order_by("created_at", "pk")
        ],
        "sessions": [
            {
                "ip": row.ip,
                "user_agent": row.user_agent,
                "created_at": row.created_at.isoformat(),
                "last_seen_at": row.last_seen_at.isoformat(),
            }
            for row in UserSession.objects.filter(user=person).order_by("created_at")
        ],
        **{name: source(person.pk) for name, source in sorted(_sources.items())},
    }
