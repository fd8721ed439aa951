"""What each identity may truly see and change, said apart from the code under test."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.isolation.canaries import Place
from tests.isolation.world import Identity, World

NAMES = ("organisations.Organisation", "accounts.Person")
"""Of whom one works with, names are seen whatever the activity."""
REGISTRATION = ("accounts.Person", "organisations.Verification")
"""What an operator reads of an organisation to verify who it is: whom to ask, and what was decided before."""
DESK_TABLES = (
    "organisations_organisation",
    "organisations_verification",
    "organisations_directoryentry",
    "search_publishedsearchentry",
    "notices_notice",
)
"""What an operator writes of every organisation: the decision, the entries that follow from it, and whom it is told."""
OF_A_MEMBER = ("organisations_membership", "actions_calendarfeed")
"""What whoever belongs there, a reader too, changes of their own: they leave, and have a calendar."""
EXPERT_TABLES = {
    "diagnostics": ("diagnostics_review", "diagnostics_reviewanswer"),
    "actions": ("actions_action", "actions_actionevent"),
}
"""What the expert of a mission writes of the company: a review, a proposed action; the rest is the company's own."""
BESIDE = {"files.StoredFile": {"diagnostics", "actions"}, "organisations.Site": {"diagnostics"}}
"""What an expert reads of other tables with an activity: the files that were brought as evidence, and where it was."""
TRAIL = ("audit_auditentry", "audit_auditpersonalvalues")


def rows_seen(identity: Identity, place: Place, acting_in: UUID | None) -> bool:
    """What the tables may show while the person acts in this organisation, or in none."""
    if place.public or (identity.person is not None and identity.person.pk in place.persons):
        return True
    if place.label == "organisations.Organisation" and (identity.operator or place.organisations & set(identity.homes)):
        return True
    return acting_in in identity.homes and acting_in in place.organisations


def pages_show(identity: Identity, place: Place, acting_in: UUID | None) -> bool:
    """What a page may show: no more than the tables; a mission opens the activities it names, and nothing else."""
    if identity.operator and place.label in REGISTRATION and place.organisations:
        return True
    if not rows_seen(identity, place, acting_in):
        return False
    home = identity.homes.get(acting_in) if acting_in else None
    if home is None or home.scope is None or place.label in NAMES:
        return True
    own = identity.person is not None and identity.person.pk in place.persons
    activities = {place.label.split(".")[0], *BESIDE.get(place.label, ())}
    return place.public or own or bool(activities & set(home.scope))


def foreign(
    world: World, identity: Identity, found: set[str], acting_in: UUID | None, *, rule: Any = pages_show
) -> dict[str, list[str]]:
    """The canaries that this identity should not have met, each with where it stands."""
    return {
        token: sorted({place.label for place in world.canaries.places[token]})
        for token in found
        if not any(rule(identity, place, acting_in) for place in world.canaries.places[token])
    }


def may_have_written(world: World, identity: Identity, line: dict[str, Any], acting_in: UUID | None) -> bool:
    """Whether a row that was written concerns nobody else: judged on the row before and after."""
    return all(
        _row_is_theirs(world, identity, line["table"], row, acting_in) for row in (line["row"], line["former"]) if row
    )


def _row_is_theirs(world: World, identity: Identity, table: str, row: dict[str, Any], acting_in: UUID | None) -> bool:
    known = {str(item.pk) for item in world.tenants.values()}
    owners = {
        str(row[name])
        for name in ("organisation_id", "from_organisation_id", "to_organisation_id", "source_organisation_id")
        if row.get(name)
    } | ({str(row["id"])} if table == "organisations_organisation" else set())
    if identity.operator and table in (*DESK_TABLES, *TRAIL):
        return True
    if table == "notices_notice" and identity.person and row["person_id"] == str(identity.person.pk):
        return True  # one reads what one was told, wherever one is
    if owners & known:
        own = identity.person is not None and row.get("person_id") == str(identity.person.pk)
        member = acting_in in identity.homes and own and table in OF_A_MEMBER
        return str(acting_in) in owners and (_writes_there(identity, acting_in, table) or member)
    people = {str(item.person.pk) for item in world.identities.values() if item.person}
    persons = {str(row[name]) for name in ("person_id", "user_id") if row.get(name)}
    persons |= {str(row["id"])} if table == "accounts_person" else set()
    return not persons & (people - {str(identity.person.pk) if identity.person else ""})


def _writes_there(identity: Identity, acting_in: UUID | None, table: str) -> bool:
    home = identity.homes.get(acting_in) if acting_in else None
    as_expert = home is not None and any(table in EXPERT_TABLES.get(name, ()) for name in home.scope or ())
    return home is not None and (home.writes or table in TRAIL or as_expert)
