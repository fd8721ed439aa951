"""What the tables of the foundation and of the libraries declare."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet

from jawda.foundation.api.models import ApiToken
from jawda.foundation.audit.models import AuditPersonalValues
from jawda.foundation.notices.domain import KEPT
from jawda.foundation.notices.models import Notice
from jawda.foundation.retention.rules import Rule, ended_before, register_reasons, register_rule, years_before
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.webhooks.models import WebhookDelivery

PERSONAL_VALUES_YEARS: Final = 5
TOKENS_YEARS: Final = 1
DELIVERIES_DAYS: Final = 30

REASONS: Final = {
    "accounts.Person": "ends with the account: 12 months without a sign-in, after a warning (erasure.unused)",
    "account.EmailAddress": "ends with the account",
    "account.EmailConfirmation": "nothing is kept in it: links are signed",
    "mfa.Authenticator": "ends with the account, or when the person removes it",
    "usersessions.UserSession": "the hourly job accounts.forget_ended_sessions",
    "notices.Preference": "ends with the account",
    "notices.Reminder": "the job notices.remind turns it into a notice on its day; ends with the membership",
    "audit.AuditEntry": "the chain holds no personal value, and is whole or proves nothing: life of the organisation",
    "files.StoredFile": "goes with the evidence that it belongs to; the hourly sweep takes its bytes",
    "webhooks.WebhookEndpoint": "names no person: until it is removed, or the life of the organisation",
    "search.SearchEntry": "goes with the row that it finds, in the same transaction",
    "retention.Warned": "goes with the row of which it warned",
}


def register() -> None:
    """Called once, when the models are there."""
    register_reasons(REASONS)
    register_rule(
        Rule(
            name="notices.old", activity=10, tables=("notices.Notice",), keeps=f"{KEPT.days} days", due=_notices,
        )
    )  # fmt: skip
    register_rule(
        Rule(
            name="audit.personal_values", activity=11, tables=("audit.AuditPersonalValues",),
            keeps=f"{PERSONAL_VALUES_YEARS} years after the entry", due=_personal_values,
        )
    )  # fmt: skip
    register_rule(
        Rule(
            name="api.ended_tokens", activity=3, tables=("api.ApiToken",),
            keeps=f"{TOKENS_YEARS} year after its end", due=_tokens,
        )
    )  # fmt: skip
    register_rule(
        Rule(
            name="webhooks.deliveries", activity=3, tables=("webhooks.WebhookDelivery",),
            keeps=f"{DELIVERIES_DAYS} days", due=_deliveries,
        )
    )  # fmt: skip


def _notices(now: datetime) -> QuerySet[Any]:
    # the organisation's job does so on the very day; this finds what a job that was lost has left
    mine = current_organisation_id()
    return Notice.objects.filter(organisation_id=mine, created_at__lt=now - KEPT - timedelta(days=1))


def _personal_values(now: datetime) -> QuerySet[Any]:
    return AuditPersonalValues.objects.filter(entry__at__lt=years_before(now, PERSONAL_VALUES_YEARS))


def _tokens(now: datetime) -> QuerySet[Any]:
    ended = ended_before(years_before(now, TOKENS_YEARS))
    return ApiToken.objects.filter(ended, organisation_id=current_organisation_id())


def _deliveries(now: datetime) -> QuerySet[Any]:
    return WebhookDelivery.objects.filter(created_at__lt=now - timedelta(days=DELIVERIES_DAYS))
