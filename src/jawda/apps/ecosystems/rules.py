"""Who may do what in an ecosystem."""

from __future__ import annotations

from jawda.apps.organisations.enums import Role, Status
from jawda.apps.organisations.rules import in_good_standing, is_company, is_federation, is_member, may_administer
from jawda.foundation.tenancy.routes import Access


def may_see_sharing(access: Access) -> bool:
    """Every member of a company sees what it shows."""
    return is_company(access) and is_member(access)


def may_share(access: Access) -> bool:
    """Administrators and quality managers of a company decide what it shows."""
    return is_company(access) and may_administer(access)


def may_join(access: Access) -> bool:
    """A suspended company leaves and withdraws consents, and joins nothing."""
    return may_share(access) and in_good_standing(access)


def may_be_named(access: Access) -> bool:
    """Only a verified company is named in public: nobody takes another's name there."""
    return may_join(access) and access.status == Status.ACTIVATED


def may_write_convention(access: Access) -> bool:
    """Officers and administrators of a verified federation."""
    return (
        is_federation(access)
        and access.role in (Role.ADMINISTRATOR, Role.OFFICER)
        and access.status == Status.ACTIVATED
    )


def may_open_campaign(access: Access) -> bool:
    """Those who write for a verified federation invite its companies, and remind them."""
    return may_write_convention(access)


def may_begin_invited(access: Access) -> bool:
    """Members of a company who work on its assessments."""
    return may_see_sharing(access) and access.role != Role.READER


def may_decline(access: Access) -> bool:
    """Administrators and quality managers answer for the company."""
    return may_share(access)
