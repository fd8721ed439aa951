"""Who may publish referentials, and who may write them."""

from __future__ import annotations

from typing import Any

from jawda.apps.organisations.enums import MANAGING_ROLES, Kind, Role, Status
from jawda.apps.organisations.rules import in_good_standing, is_member
from jawda.foundation.tenancy.routes import Access


def may_publish(person: Any) -> bool:
    """Operators of the platform."""
    return bool(person.is_authenticated and person.is_operator)


def may_see_own(access: Access) -> bool:
    """Members of a company or a federation see what it writes."""
    return is_member(access) and access.kind in (Kind.COMPANY, Kind.FEDERATION)


def may_write(access: Access) -> bool:
    """Those who manage a company write its sets of requirements; officers of a federation its referentials."""
    return may_see_own(access) and access.role in (*MANAGING_ROLES, Role.OFFICER)


def may_keep_own(access: Access) -> bool:
    """A company publishes to itself, suspended or not."""
    return may_write(access) and access.kind == Kind.COMPANY


def may_publish_for_all(access: Access) -> bool:
    """Only a verified federation publishes to everyone: nobody takes another's name."""
    return (
        may_write(access)
        and access.kind == Kind.FEDERATION
        and access.status == Status.ACTIVATED
        and in_good_standing(access)
    )
