"""Who may do what with actions."""

from __future__ import annotations

from jawda.apps.organisations.enums import Kind, Role
from jawda.foundation.tenancy.routes import Access

ACTIVITY = "actions"


def may_read(access: Access) -> bool:
    """Members of the company, and experts whose mission covers the plan."""
    return access.kind == Kind.COMPANY and (access.scope is None or ACTIVITY in access.scope)


def may_work(access: Access) -> bool:
    """Members who work on it; neither readers nor experts change a company's plan."""
    return is_member(access) and access.role != Role.READER


def is_member(access: Access) -> bool:
    """Belongs to the company: a mission is not membership."""
    return may_read(access) and access.scope is None
