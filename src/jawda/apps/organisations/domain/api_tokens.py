"""Tokens by which an organisation's own programs act for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.organisations.api_scopes import scopes_for
from jawda.apps.organisations.enums import Kind
from jawda.apps.organisations.rules import may_manage_tokens
from jawda.foundation.api import tokens
from jawda.foundation.api.models import ApiToken
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.routes import Access

LONGEST: Final = timedelta(days=366)
MOST: Final = 20
"""Tokens in force at once."""


def issue_token(*, access: Access, name: str, scopes: Sequence[str], ends_on: date) -> tuple[ApiToken, str]:
    """A new token, and its secret, which is not kept. Audited, no mail.

    ``ValidationError`` by field for a nameless one, scopes that open nothing here, or a last day that is past or more
    than a year away.
    """
    if not may_manage_tokens(access):
        raise PermissionDenied
    today = timezone.localdate()
    name = " ".join(name.split())
    faults: dict[str, ValidationError] = {}
    if not name:
        faults["name"] = ValidationError(_("A name is expected."), code="required")
    if not scopes or not set(scopes) <= {scope.value for scope in scopes_for(Kind(access.kind))}:
        faults["scopes"] = ValidationError(_("Choose what the token opens."), code="scopes")
    if not today <= ends_on <= today + LONGEST:
        faults["ends_on"] = ValidationError(_("The last day is between today and a year from now."), code="ends_on")
    if faults:
        raise ValidationError(faults)
    mine = ApiToken.objects.filter(organisation_id=access.organisation_id, revoked_at=None, ends_on__gte=today)
    if mine.count() >= MOST:
        raise ValidationError(_("Twenty tokens are in force: revoke one first."), code="most")
    secret = tokens.new_secret()
    row = ApiToken.objects.create(
        organisation_id=access.organisation_id, name=name[:80], prefix=tokens.shown(secret),
        token_hash=tokens.hash_of(secret), scopes=sorted(set(scopes)), ends_on=ends_on, created_by=access.person_id,
    )  # fmt: skip
    details = {"prefix": row.prefix, "name": row.name, "scopes": row.scopes, "until": str(ends_on)}
    trail.record("organisations.issue_token", subject="token", subject_id=row.pk, details=details)
    return row, secret


def revoke_token(*, access: Access, token_id: UUID) -> None:
    """It opens nothing from now on. Audited, no mail. Nothing where it is revoked; ``ApiToken.DoesNotExist``."""
    if not may_manage_tokens(access):
        raise PermissionDenied
    row = ApiToken.objects.select_for_update(of=("self",)).get(pk=token_id, organisation_id=access.organisation_id)
    if row.revoked_at is not None:
        return
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    trail.record("organisations.revoke_token", subject="token", subject_id=row.pk, details={"prefix": row.prefix})
