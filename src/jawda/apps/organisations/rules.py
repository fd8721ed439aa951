"""Who may do what with organisations."""

from __future__ import annotations

from jawda.apps.organisations.enums import Kind, Role
from jawda.foundation.tenancy.routes import Access


def is_member(access: Access) -> bool:
    """Belongs to the organisation; a mission is not membership."""
    return access.scope is None


def may_administer(access: Access) -> bool:
    return is_member(access) and access.role in (Role.ADMINISTRATOR, Role.QUALITY_MANAGER)


def is_company(access: Access) -> bool:
    return access.kind == Kind.COMPANY


def is_federation(access: Access) -> bool:
    return access.kind == Kind.FEDERATION and is_member(access)


def any_access(access: Access) -> bool:
    """Any member, and anyone on a mission."""
    return True
