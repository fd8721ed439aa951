"""``audit verify``, ``audit heads``: the trails of all organisations, read by the login for backups."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from jawda.site.commands import environment, files, output
from jawda.site.database import DatabaseRefused, Login
from jawda.site.values import ValueRefused

if TYPE_CHECKING:
    from jawda.site.audit_check import KeptHead, Verified

_HASH: Final = re.compile("[0-9a-f]{64}")


def verify(options: argparse.Namespace) -> int:
    """Recompute chains; 1 where one does not hold, or does not go on from the head that was kept of it."""
    rows = []
    for found in _verified(options, options.against):
        row = _row(found)
        rows.append(row)
        if not options.json:
            broken = found.verification.broken
            fault = "" if broken is None else f" BROKEN at {broken.sequence}: {broken.reason}"
            mark, head = "ok " if broken is None else "BAD", row["head"][:16]
            output.put_lines([f"{mark} {found.handle} {row['entries']} {head}{fault}"])
    if options.json:
        output.put_json(rows)
    return 1 if any(row["broken"] for row in rows) else 0


def heads(options: argparse.Namespace) -> int:
    """Write the heads of the chains that hold, to be kept away from the database; 1 and no file where one does not."""
    rows = [_row(found) for found in _verified(options, None)]
    broken = [row["handle"] for row in rows if row["broken"]]
    if not broken:
        files.write(options.output, (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode())
    if options.json:
        output.put_json({"heads": len(rows), "broken": broken})
    elif broken:
        output.put_lines([f"BAD {', '.join(broken)}: nothing is written; `jawda audit verify` says where."])
    else:
        output.put_lines([f"{len(rows)} heads are written to {options.output}: keep it away from this machine."])
    return 1 if broken else 0


def _verified(options: argparse.Namespace, kept: Path | None) -> list[Verified]:
    against = _kept(kept) if kept else None
    environment.database(Login.BACKUP)
    environment.framework(Login.BACKUP)
    from jawda.site import audit_check  # noqa: PLC0415 - after set-up

    found = list(audit_check.verify_all(handle=options.organisation, against=_heads(against or [])))
    if options.organisation and not found:
        raise DatabaseRefused(f"No organisation has the handle {options.organisation!r}.")
    return found


def _row(found: Verified) -> dict[str, Any]:
    broken = found.verification.broken
    return {
        "organisation": str(found.organisation_id),
        "handle": found.handle,
        "entries": found.verification.entries,
        "head": found.verification.head,
        "broken": None if broken is None else {"sequence": broken.sequence, "reason": broken.reason},
    }


def _kept(path: Path) -> list[tuple[UUID, str, int, str]]:
    """What ``heads`` or ``verify --json`` wrote; ``ValueRefused`` with the entry that is not of that form."""
    try:
        rows = json.loads(files.read(path))
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not rows:
        raise ValueRefused(f"{path}: this is no file of `jawda audit heads`: a JSON list of heads is expected.")
    return [_head(path, number, row) for number, row in enumerate(rows, 1)]


def _head(path: Path, number: int, row: object) -> tuple[UUID, str, int, str]:
    try:
        if not isinstance(row, dict):
            raise TypeError
        identifier, handle = UUID(row["organisation"]), row["handle"]
        entries, head = row["entries"], row["head"]
        if type(entries) is not int or entries < 0 or not isinstance(handle, str) or not _HASH.fullmatch(head):
            raise ValueError
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ValueRefused(f"{path}, entry {number}: organisation, handle, entries and head are expected.") from None
    return identifier, handle, entries, head


def _heads(rows: list[tuple[UUID, str, int, str]]) -> dict[UUID, KeptHead]:
    from jawda.foundation.audit.trail import Kept  # noqa: PLC0415 - after set-up
    from jawda.site.audit_check import KeptHead  # noqa: PLC0415 - after set-up

    return {identifier: KeptHead(handle, Kept(entries, head)) for identifier, handle, entries, head in rows}
