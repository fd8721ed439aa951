"""What can be done with organisations: registering, verifying, belonging, inviting, letting experts in."""

from jawda.apps.organisations.domain.api_tokens import issue_token, revoke_token
from jawda.apps.organisations.domain.invitations import (
    accept,
    decline,
    invite,
    offer_mission,
    resend,
    withdraw,
)
from jawda.apps.organisations.domain.members import add_member, change_role, leave, remove_member
from jawda.apps.organisations.domain.missions import grant_mission, revoke_mission
from jawda.apps.organisations.domain.registration import (
    Facts,
    describe,
    needs_verification_again,
    on_description_changed,
    register_organisation,
)
from jawda.apps.organisations.domain.sites import SiteFacts, add_site, change_site, end_site, import_sites
from jawda.apps.organisations.domain.verification import activate, on_verified, reinstate, suspend

__all__ = [
    "Facts", "SiteFacts", "accept", "activate", "add_member", "add_site", "change_role", "change_site", "decline",
    "describe", "end_site", "grant_mission", "import_sites", "invite", "issue_token", "leave",
    "needs_verification_again", "offer_mission", "on_description_changed", "on_verified", "register_organisation",
    "reinstate", "remove_member", "resend", "revoke_mission", "revoke_token", "suspend", "withdraw",
]  # fmt: skip
