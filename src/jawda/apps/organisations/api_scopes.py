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
    CERTIFICATES_READ = "certificates:read", _("Read issued certificates and reports")
    CERTIFICATES_WRITE = "certificates:write", _("Issue, suspend, reinstate and withdraw certificates and reports")
    AUDIT_READ = "audit:read", _("Read the audit trail")


ROLES: Final[dict[Scope, Role]] = {
    Scope.ASSESSMENTS_READ: Role.READER,
    Scope.ASSESSMENTS_WRITE: Role.CONTRIBUTOR,
    Scope.ORGANISATION_READ: Role.READER,
    Scope.ORGANISATION_WRITE: Role.ADMINISTRATOR,
    Scope.ECOSYSTEMS_READ: Role.READER,
    Scope.CERTIFICATES_READ: Role.READER,
    Scope.CERTIFICATES_WRITE: Role.OFFICER,
    Scope.AUDIT_READ: Role.ADMINISTRATOR,
}
_OF_COMPANIES: Final = frozenset({Scope.ASSESSMENTS_READ, Scope.ASSESSMENTS_WRITE, Scope.ECOSYSTEMS_READ})
_OF_ISSUERS: Final = frozenset({Scope.CERTIFICATES_READ, Scope.CERTIFICATES_WRITE})
_ISSUERS: Final = frozenset({Kind.CERTIFICATION_BODY, Kind.LABORATORY, Kind.TRAINING_PROVIDER, Kind.AUTHORITY})


def scopes_for(kind: Kind) -> tuple[Scope, ...]:
    """Those that open something in an organisation of this kind."""
    closed = (frozenset() if kind == Kind.COMPANY else _OF_COMPANIES) | (
        frozenset() if kind in _ISSUERS else _OF_ISSUERS
    )
    return tuple(scope for scope in Scope if scope not in closed)
