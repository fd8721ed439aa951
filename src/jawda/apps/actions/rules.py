"""Who may do what with actions."""

from __future__ import annotations

from jawda.apps.organisations.enums import Kind, Role
from jawda.foundation.tenancy.routes import Access

ACTIVITY = "actions"


def may_read(access: Access) -> bool:
    """Members of the company, and experts whose mission covers the plan."""
    return access.kind == Kind.COMPANY and (access.scope is None or ACTIVITY in access.scope)


def may_work(access: Access) -> bool:
    """Members who work on it; readers change nothing of a company's plan, and experts only propose."""
    return is_member(access) and access.role != Role.READER


def may_propose(access: Access) -> bool:
    """Those who work on it, and experts whose mission covers the plan: the company agrees to what they propose."""
    return may_work(access) or (may_read(access) and not is_member(access))


def is_member(access: Access) -> bool:
    """Belongs to the company: a mission is not membership."""
    return may_read(access) and access.scope is None
