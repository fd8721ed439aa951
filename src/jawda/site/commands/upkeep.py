"""``migrate``, ``demo``, ``audit verify``."""

from __future__ import annotations

import argparse
import os
from typing import Any

from jawda.site.commands import environment, output
from jawda.site.database import DatabaseRefused, Login
from jawda.site.database.logins import VARIABLES


def migrate(options: argparse.Namespace) -> int:
    """Tables as owner, rights, the built-in referentials, fonts, catalogues and static files; the demonstration if
    wanted, as the application's login."""
    environment.database(Login.OWNER, *((Login.APP,) if options.demo else ()))
    environment.framework(Login.OWNER)
    from jawda.site import fingerprint, preparation  # noqa: PLC0415 - after set-up

    mark = fingerprint.mark(demonstration=options.demo)  # taken first: what changes meanwhile is prepared next time
    applied = preparation.prepare()
    loaded = options.demo and preparation.load_demonstration()
    fingerprint.record(os.environ[VARIABLES[Login.OWNER]], mark)
    if options.json:
        output.put_json({"migrations": applied, "demonstration": loaded})
    return 0


def demo(options: argparse.Namespace) -> int:
    """Load the demonstration as the application itself would, under row-level security."""
    environment.database()
    environment.framework()
    from jawda.site import demo as demonstration  # noqa: PLC0415 - after set-up

    loaded = demonstration.load()
    if options.json:
        output.put_json({"loaded": loaded})
    elif loaded:
        output.put_lines(["The demonstration is loaded."])
    return 0


def audit_verify(options: argparse.Namespace) -> int:
    """Recompute chains, read by the login for backups; 1 where one does not hold."""
    environment.database(Login.BACKUP)
    environment.framework(Login.BACKUP)
    from jawda.site import audit_check  # noqa: PLC0415 - after set-up

    rows: list[dict[str, Any]] = []
    for found in audit_check.verify_all(handle=options.organisation):
        broken = found.verification.broken
        row: dict[str, Any] = {
            "organisation": str(found.organisation_id),
            "handle": found.handle,
            "entries": found.verification.entries,
            "head": found.verification.head,
            "broken": None if broken is None else {"sequence": broken.sequence, "reason": broken.reason},
        }
        rows.append(row)
        if not options.json:
            fault = "" if broken is None else f" BROKEN at {broken.sequence}: {broken.reason}"
            head = row["head"][:16]
            output.put_lines([f"{'ok ' if broken is None else 'BAD'} {found.handle} {row['entries']} {head}{fault}"])
    if options.organisation and not rows:
        raise DatabaseRefused(f"No organisation has the handle {options.organisation!r}.")
    if options.json:
        output.put_json(rows)
    return 1 if any(row["broken"] for row in rows) else 0
