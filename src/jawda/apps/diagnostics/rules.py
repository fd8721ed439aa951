"""Who may do what with assessments."""

from __future__ import annotations

from jawda.apps.organisations.enums import Kind, Role
from jawda.foundation.tenancy.routes import Access

ACTIVITY = "diagnostics"


def may_read(access: Access) -> bool:
    """Members of the company, and experts whose mission covers the diagnosis."""
    return access.kind == Kind.COMPANY and (access.scope is None or ACTIVITY in access.scope)


def may_answer(access: Access) -> bool:
    """Members who work on it; neither readers nor experts change a company's own answers."""
    return may_read(access) and access.scope is None and access.role != Role.READER


def may_review(access: Access) -> bool:
    """The expert of a mission that covers the diagnosis; the company's own people never write a review."""
    return may_read(access) and access.scope is not None
