"""Who may do what with organisations."""

from __future__ import annotations

from jawda.apps.organisations.enums import MANAGING_ROLES, Kind, Status
from jawda.foundation.accounts.models import Person
from jawda.foundation.tenancy.routes import Access


def is_member(access: Access) -> bool:
    """Belongs to the organisation; a mission is not membership."""
    return access.scope is None


def may_administer(access: Access) -> bool:
    """Administrators and quality managers say what the organisation is and who belongs to it."""
    return is_member(access) and access.role in MANAGING_ROLES


def in_good_standing(access: Access) -> bool:
    """Not suspended by an operator."""
    return access.status != Status.SUSPENDED


def may_invite(access: Access) -> bool:
    """A suspended organisation keeps its members and takes no new ones."""
    return may_administer(access) and in_good_standing(access)


def is_company(access: Access) -> bool:
    return access.kind == Kind.COMPANY


def may_see_missions(access: Access) -> bool:
    """All members of a company see who acts in it for a time."""
    return is_company(access) and is_member(access)


def may_grant_missions(access: Access) -> bool:
    """Those who manage a company let experts in."""
    return is_company(access) and may_invite(access)


def may_manage_tokens(access: Access) -> bool:
    """Those who manage an organisation give its programs tokens; a program gives itself none."""
    return may_administer(access) and access.person_id is not None


def may_manage_webhooks(access: Access) -> bool:
    """Those who manage a company say which of its programs are told: events are a company's."""
    return is_company(access) and may_manage_tokens(access)


def may_export(access: Access) -> bool:
    """Those who manage an organisation take all its data; a program of theirs has the interface for it."""
    return may_administer(access) and access.person_id is not None


def is_federation(access: Access) -> bool:
    return access.kind == Kind.FEDERATION and is_member(access)


def any_access(access: Access) -> bool:
    """Any member, and anyone on a mission."""
    return True


def operates(person: Person) -> bool:
    """Operators verify who organisations are; they enter no organisation by that."""
    return bool(person.is_authenticated and person.is_active and person.is_operator)
