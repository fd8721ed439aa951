"""Who may do what with what a company measures."""

from __future__ import annotations

from jawda.apps.organisations.enums import Kind, Role
from jawda.foundation.tenancy.routes import Access

ACTIVITY = "product_quality"


def may_read(access: Access) -> bool:
    """Members of the company, and experts whose mission covers product quality."""
    return access.kind == Kind.COMPANY and (access.scope is None or ACTIVITY in access.scope)


def may_work(access: Access) -> bool:
    """Members who work on it: readers and experts look, and change nothing."""
    return may_read(access) and access.scope is None and access.role != Role.READER
