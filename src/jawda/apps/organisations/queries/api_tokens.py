"""The acting organisation's tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from jawda.apps.organisations.api_scopes import Scope
from jawda.foundation.api.models import ApiToken
from jawda.foundation.tenancy.context import current_organisation_id


@dataclass(frozen=True, slots=True)
class Token:
    """A token as its organisation sees it; ``state`` is ``in_force``, ``ended`` or ``revoked``."""

    id: UUID
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    ends_on: date
    last_used_on: date | None
    state: str

    @property
    def opens(self) -> tuple[str, ...]:
        """What it opens, in words."""
        return tuple(str(Scope(scope).label) for scope in self.scopes)


def tokens_of_organisation() -> tuple[Token, ...]:
    """Every token it ever had, those in force first, then the latest first. One query."""
    today = timezone.localdate()
    rows = ApiToken.objects.filter(organisation_id=current_organisation_id()).order_by("-created_at")
    found = [
        Token(
            row.pk, row.name, row.prefix, tuple(name for name in row.scopes if name in Scope.values), row.created_at,
            row.ends_on, row.last_used_on,
            "revoked" if row.revoked_at else "ended" if row.ends_on < today else "in_force",
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda item: item.state != "in_force"))
