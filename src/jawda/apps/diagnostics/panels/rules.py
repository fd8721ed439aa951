"""Who may convene a panel, and by which referentials."""

from __future__ import annotations

from typing import Final

from jawda.apps.organisations.enums import Kind, Role, Status
from jawda.apps.referentials import store
from jawda.apps.referentials.facts import Listed
from jawda.foundation.tenancy.routes import Access

CONVENERS: Final = (Kind.AUTHORITY, Kind.FEDERATION, Kind.ACCREDITATION_BODY)
FOR_PANELS: Final = frozenset({"infrastructure-qualite"})
"""Slugs of the referentials that judge a country's or a sector's institutions, not one company: they are answered by a
panel (docs/reference/referential-form.md)."""


def may_read_panels(access: Access) -> bool:
    """Members of a body that convenes; an expert's mission opens no panel."""
    return access.kind in CONVENERS and access.scope is None


def may_convene(access: Access) -> bool:
    """Those of them who work on it, in a body that an operator has verified: it writes to people who do not know it."""
    return may_read_panels(access) and access.role != Role.READER and access.status == Status.ACTIVATED


def for_panels() -> tuple[Listed, ...]:
    """The published referentials that a panel answers."""
    return tuple(item for item in store.listed() if item.slug in FOR_PANELS)
