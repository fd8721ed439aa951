"""Tables of the libraries we stand on: which kind each is, and why it has no policy where it has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jawda.foundation.tenancy.models import TableKind


@dataclass(frozen=True, slots=True)
class LibraryTable:
    """A library's model by label, its kind, and the reason."""

    label: str
    kind: TableKind
    reason: str


LIBRARY_TABLES: tuple[LibraryTable, ...] = (
    LibraryTable("contenttypes.ContentType", TableKind.GLOBAL, "names of models"),
    LibraryTable("auth.Permission", TableKind.GLOBAL, "unused names; permissions stand in rules.py"),
    LibraryTable("auth.Group", TableKind.GLOBAL, "unused"),
    LibraryTable("sessions.Session", TableKind.GLOBAL, "read by its unguessable key before anyone is known"),
    LibraryTable("account.EmailAddress", TableKind.PERSON, "policy in accounts 0002"),
    LibraryTable("account.EmailConfirmation", TableKind.PERSON, "policy in accounts 0002; unused with signed keys"),
    LibraryTable("mfa.Authenticator", TableKind.PERSON, "policy in accounts 0002"),
    LibraryTable("usersessions.UserSession", TableKind.PERSON, "policy in accounts 0002"),
    LibraryTable("procrastinate.ProcrastinateJob", TableKind.GLOBAL, "names one organisation by id, carries no data"),
    LibraryTable("procrastinate.ProcrastinateEvent", TableKind.GLOBAL, "times of jobs"),
    LibraryTable("procrastinate.ProcrastinateWorker", TableKind.GLOBAL, "heartbeats"),
    LibraryTable("procrastinate.ProcrastinatePeriodicDefer", TableKind.GLOBAL, "times of periodic jobs"),
)

TABLES_WITHOUT_MODEL: Final[dict[str, str]] = {
    "django_migrations": "which migrations ran; the application reads it and writes nothing",
    "shared_cache": "counts of tries at signing in; nothing of an organisation's (tests/isolation)",
    "auth_group_permissions": "unused",
}
"""Tables that no model knows, and why they have no policy."""

WRITTEN_APART: Final[dict[tuple[str, str], str]] = {
    ("accounts_person", "app_read_colleagues"): "colleagues see one another's names; the accounts know no membership",
    ("accounts_person", "owner_read"): "the command that makes operators finds an account by its address",
    ("accounts_person", "owner_update"): "the owner's login alone makes operators; a trigger refuses the application",
    ("diagnostics_answer", "publisher_read"): "levels, by columns, for figures over all companies",
    ("diagnostics_assessment", "publisher_read"): "closed ones, by columns, for figures over all companies",
    ("diagnostics_review", "publisher_read"): "signed ones, by columns, for figures over all companies",
    ("notices_notice", "app_insert"): "an organisation tells only those who belong to it or are on a mission there",
    ("organisations_directoryentry", "app_insert"): "only a verified body stands in the directory",
    ("organisations_directoryentry", "app_update"): "only a verified body stands in the directory",
    ("organisations_invitation", "app_insert"): "the organisation invites; whom it is for only answers",
    ("organisations_invitation", "app_delete"): "the organisation invites; whom it is for only answers",
    ("recognition_identity", "app_insert"): "only a body that an operator verified publishes",
    ("recognition_identity", "app_update"): "only a body that an operator verified publishes",
    ("recognition_identityversion", "app_insert"): "only a body that an operator verified publishes",
    ("recognition_identityversion", "app_update"): "only a body that an operator verified publishes",
    ("recognition_publicattestation", "app_insert"): "only a body that an operator verified publishes",
    ("recognition_publicattestation", "app_update"): "only a body that an operator verified publishes",
    ("recognition_accreditationversion", "app_insert"): "only a body that an operator verified publishes",
    ("recognition_accreditationversion", "app_update"): "only a body that an operator verified publishes",
    ("recognition_statuslistversion", "app_insert"): "only a body that an operator verified publishes",
    ("recognition_statuslistversion", "app_update"): "only a body that an operator verified publishes",
    ("recognition_publicseal", "app_insert"): "only a body that an operator verified publishes",
    ("recognition_publicseal", "app_update"): "only a body that an operator verified publishes",
    ("recognition_logentry", "app_insert"): "only a body that an operator verified publishes",
    ("recognition_logentry", "app_update"): "only a body that an operator verified publishes",
}
"""Policies by table and name that ``IsolateTable`` did not write, or that a later migration changed, and why."""

RAW_SQL: Final[dict[str, str]] = {
    "foundation/tenancy/context.py": "tells PostgreSQL who acts",
    "foundation/tenancy/grants.py": "rights of the logins",
    "foundation/tenancy/operations.py": "runs the policies' statements, in migrations",
    "foundation/tenancy/policies.py": "the policies",
    "foundation/*/policies.py": "policies of one room",
    "apps/*/policies.py": "policies of one room",
    "foundation/audit/trigger.py": "the hash chain",
    "foundation/erasure/account.py": "deletes an account when nothing hangs on it, without asking for rows of tenants",
    "foundation/exports/moment.py": "holds one moment while many tables are read",
    "*/migrations/*.py": "runs the texts above, as owner",
    "site/database/*.py": "logins, databases and rights, as superuser",
    "site/backups/database.py": "counts tables as the login for backups; empties what could not be filled, as owner",
    "site/audit_check.py": "which organisations there are, as the login for backups",
    "site/migration_state.py": "which migrations ran",
    "site/fingerprint.py": "the version's mark on the schema, as owner",
    "site/commands/environment.py": "asks as whom one is connected",
    "site/commands/running.py": "asks whether the database takes connections again, and nothing else",
    "site/commands/refusals.py": "knows the driver's errors by name, to say them in a sentence",
}
"""The files that may speak SQL, by pattern below ``jawda``. There is no other list."""
