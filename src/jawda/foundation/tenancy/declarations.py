"""Tables of the libraries we stand on: which kind each is, and why it has no policy where it has none."""

from __future__ import annotations

from dataclasses import dataclass

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
