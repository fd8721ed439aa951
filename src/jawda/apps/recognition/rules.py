"""Who may do what with keys, documents and accreditations."""

from __future__ import annotations

from jawda.apps.organisations.enums import Kind as Body
from jawda.apps.organisations.enums import Role, Status
from jawda.apps.organisations.rules import is_company, is_member
from jawda.apps.recognition.enums import KINDS_BY_BODY, Kind
from jawda.foundation.tenancy.routes import Access

_ISSUING_ROLES = (Role.ADMINISTRATOR, Role.OFFICER, Role.ANALYST)


def kinds_of(access: Access) -> tuple[Kind, ...]:
    """What this organisation issues: nothing, where it is no body that attests."""
    return KINDS_BY_BODY.get(Body(access.kind), ())


def may_read_issued(access: Access) -> bool:
    """Members of a body see what it issued."""
    return is_member(access) and bool(kinds_of(access))


def may_give_certsearch(access: Access) -> bool:
    """IAF CertSearch takes certificates of management systems: who issues none has nothing to give it."""
    return may_read_issued(access) and Kind.MANAGEMENT_SYSTEM in kinds_of(access)


def may_change_issued(access: Access) -> bool:
    """Suspending and withdrawing stay open to a body whose own standing changed: who relies on them needs it most."""
    return may_read_issued(access) and access.role in _ISSUING_ROLES


def may_issue(access: Access) -> bool:
    """Only a body that an operator verified, and that is not suspended, issues."""
    return may_change_issued(access) and access.status == Status.ACTIVATED


def may_manage_keys(access: Access) -> bool:
    """Administrators make, retire and revoke keys; a program never does."""
    return may_change_issued(access) and access.role == Role.ADMINISTRATOR and access.person_id is not None


def may_read_held(access: Access) -> bool:
    """Members of a company see the documents that were issued to it."""
    return is_company(access) and is_member(access)


def may_record(access: Access) -> bool:
    """Members of a company who work on it record certificates and keep the list of suppliers; readers look."""
    return may_read_held(access) and access.role != Role.READER
