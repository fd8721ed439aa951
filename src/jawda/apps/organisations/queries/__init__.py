"""Reading organisations, who belongs to them, and what waits."""

from jawda.apps.organisations.queries.access import Place, access_by_handle, handle_of, places_of
from jawda.apps.organisations.queries.api_tokens import Token, tokens_of_organisation
from jawda.apps.organisations.queries.directory import DirectoryFilter, directory
from jawda.apps.organisations.queries.own import (
    Member,
    decisions,
    description,
    member,
    members,
    missions_of_organisation,
    open_invitations,
    site,
    sites,
)
from jawda.apps.organisations.queries.personal import (
    OwnMission,
    PendingInvitation,
    invitation_by_token,
    missions_of,
    pending_invitations,
)
from jawda.apps.organisations.queries.registrations import (
    Registration,
    RegistrationFilter,
    registration,
    registrations,
    waiting,
)

__all__ = [
    "DirectoryFilter", "Member", "OwnMission", "PendingInvitation", "Place", "Registration", "RegistrationFilter",
    "Token",
    "access_by_handle", "decisions", "description", "directory", "handle_of", "invitation_by_token",
    "member", "members", "missions_of", "missions_of_organisation", "open_invitations",
    "pending_invitations", "places_of", "registration", "registrations", "site", "sites",
    "tokens_of_organisation", "waiting",
]  # fmt: skip
