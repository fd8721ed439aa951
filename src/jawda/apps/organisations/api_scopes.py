"""What a token may open, and in which role it then acts: the least that the scope needs."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from jawda.apps.organisations.enums import Kind, Role


class Scope(TextChoices):
    """One activity, reading or writing."""

    ASSESSMENTS_READ = "assessments:read", _("Read self-assessments: answers, results, gaps, reports")
    ASSESSMENTS_WRITE = "assessments:write", _("Write self-assessments: begin, answer, close, reopen")
    ORGANISATION_READ = "organisation:read", _("Read the description and the sites")
    ORGANISATION_WRITE = "organisation:write", _("Write the sites")
    ECOSYSTEMS_READ = "ecosystems:read", _("Read participations and consents")
    AUDIT_READ = "audit:read", _("Read the audit trail")


ROLES: Final[dict[Scope, Role]] = {
    Scope.ASSESSMENTS_READ: Role.READER,
    Scope.ASSESSMENTS_WRITE: Role.CONTRIBUTOR,
    Scope.ORGANISATION_READ: Role.READER,
    Scope.ORGANISATION_WRITE: Role.ADMINISTRATOR,
    Scope.ECOSYSTEMS_READ: Role.READER,
    Scope.AUDIT_READ: Role.ADMINISTRATOR,
}
_OF_COMPANIES: Final = frozenset({Scope.ASSESSMENTS_READ, Scope.ASSESSMENTS_WRITE, Scope.ECOSYSTEMS_READ})


def scopes_for(kind: Kind) -> tuple[Scope, ...]:
    """Those that open something in an organisation of this kind."""
    return tuple(scope for scope in Scope if kind == Kind.COMPANY or scope not in _OF_COMPANIES)
