"""What the rooms hold about a person, for the export of their data: as values that JSON can carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final
from uuid import UUID

from jawda.apps.organisations.models import Invitation, Membership, Mission
from jawda.apps.organisations.queries import places_of
from jawda.apps.referentials.models import Draft, Publication
from jawda.foundation.accounts.models import Person
from jawda.foundation.accounts.queries import register_personal_data
from jawda.foundation.exports.persons import traces
from jawda.foundation.notices.models import Notice, Preference
from jawda.foundation.tenancy.context import acting_for

_MEMBERSHIP: Final = ("organisation__name", "role", "since")
_MISSION: Final = ("organisation_name", "scope", "starts_on", "ends_on", "revoked_at")
_INVITATION: Final = (
    "organisation_name", "email", "role", "language", "scope", "starts_on", "ends_on", "created_at", "sent_at",
    "expires_at", "accepted_at", "declined_at", "withdrawn_at",
)  # fmt: skip

SOURCES: Final[dict[str, str]] = {
    "organisations.Membership": "memberships",
    "organisations.Mission": "missions",
    "organisations.Invitation": "invitations",
    "referentials.Draft": "drafts",
    "referentials.Publication": "publications",
    "notices.Notice": "notices",
    "notices.Preference": "notice_preferences",
    "accounts.Person": "person",
    "account.EmailAddress": "addresses",
    "mfa.Authenticator": "second_factors",
    "usersessions.UserSession": "sessions",
    "erasure.AccountEnd": "account_end",
}
"""Every table about persons, or of the platform that names one, and where it stands in the export."""

NOT_EXPORTED: Final[dict[str, str]] = {
    "organisations.Organisation": "the organisation's own; those where the person acts are named",
    "api.ApiToken": "the organisation's own; whoever made it is counted among the person's work",
    "account.EmailConfirmation": "nothing is kept in it: links are signed",
}
"""Tables of that kind that hold nothing about a person, each with the reason."""


def register() -> None:
    """Tell the account's page where to ask."""
    register_personal_data("organisations", _places)
    register_personal_data("memberships", _memberships)
    register_personal_data("missions", _missions)
    register_personal_data("invitations", _invitations)
    register_personal_data("work", _work)
    register_personal_data("notices", _notices)
    register_personal_data("notice_preferences", _preferences)
    register_personal_data("drafts", _drafts)
    register_personal_data("publications", _publications)


def _plain(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Days and moments in ISO 8601."""
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]


def _places(person_id: UUID) -> list[dict[str, Any]]:
    """Where the person may act today."""
    return _plain(asdict(place) for place in places_of(person_id))


def _memberships(person_id: UUID) -> list[dict[str, Any]]:
    rows = Membership.objects.filter(person_id=person_id).order_by("since", "pk").values(*_MEMBERSHIP)
    return _plain(
        {"organisation": row["organisation__name"], "role": row["role"], "since": row["since"]} for row in rows
    )


def _missions(person_id: UUID) -> list[dict[str, Any]]:
    """Also those that ended, as they were granted."""
    return _plain(Mission.objects.filter(person_id=person_id).order_by("starts_on", "pk").values(*_MISSION))


def _invitations(person_id: UUID) -> list[dict[str, Any]]:
    """To the person's address, whatever became of them; never the link."""
    email = Person.objects.values_list("email", flat=True).get(pk=person_id)
    return _plain(Invitation.objects.filter(email=email).order_by("created_at", "pk").values(*_INVITATION))


def _drafts(person_id: UUID) -> list[dict[str, Any]]:
    """Referentials that the person read in as an operator and did not publish yet."""
    return _plain(Draft.objects.filter(person_id=person_id).order_by("made_at").values("file", "made_at"))


def _publications(person_id: UUID) -> list[dict[str, Any]]:
    """Referentials that the person published as an operator."""
    rows = Publication.objects.filter(published_by=person_id).order_by("published_at")
    return _plain(rows.values("identifier", "file", "published_at"))


def _notices(person_id: UUID) -> list[dict[str, Any]]:
    """What the person was told, by whom and when; the words are made of it when it is read."""
    rows = Notice.objects.filter(person_id=person_id).order_by("created_at", "pk")
    return _plain(rows.values("organisation__name", "kind", "facts", "created_at", "read_at", "mailed_at"))


def _preferences(person_id: UUID) -> list[dict[str, Any]]:
    """How the person wants to be told."""
    return _plain(Preference.objects.filter(person_id=person_id).order_by("kind").values("kind", "channel"))


def _work(person_id: UUID) -> list[dict[str, Any]]:
    """How many answers, pieces of evidence, files, entries of the trail … the person made, where they still act."""
    homes = dict(Membership.objects.filter(person_id=person_id).values_list("organisation_id", "organisation__name"))
    running = {place.handle for place in places_of(person_id)}
    missions = Mission.objects.filter(person_id=person_id, organisation__handle__in=running)
    homes |= dict(missions.values_list("organisation_id", "organisation__name"))
    found = []
    for organisation_id, name in sorted(homes.items(), key=lambda item: (item[1], item[0])):
        with acting_for(organisation_id):
            found.append({"organisation": name, "rows": traces(person_id)})
    return found
