"""The list of erasures, in a file beside the database: a backup that is older than an erasure does not have it.

One proof on each line. It names persons by their bare ids alone, which mean nothing once the account has gone.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from jawda.foundation.erasure.certificate import Certificate, NotACertificate, read


class LedgerDamaged(RuntimeError):
    """A line of the list cannot be read, so that who was erased is not known for sure."""


def place() -> Path:
    """Where it stands."""
    return Path(settings.ERASURES_FOLDER) / "ledger.jsonl"


def entries(path: Path | None = None) -> list[Certificate]:
    """In the order in which they were written; none where there is no list. ``LedgerDamaged``, naming the line."""
    path = path or place()
    if not path.exists():
        return []
    found = []
    lines = path.read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            found.append(read(line))
        except NotACertificate as fault:
            if number == len(lines):  # no line end after it: the machine stopped while it was written, and so did that
                break
            raise LedgerDamaged(f"{path}, line {number}: {fault}") from None
    return found


def append(certificates: Iterable[Certificate]) -> int:
    """Add those that are not in it; how many. They are on the disk when this returns."""
    path = place()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        os.chmod(path, 0o600)
        known = {item.reference for item in entries(path)}
        new = [item for item in certificates if item.reference not in known]
        file.seek(0)
        whole = file.read()
        if whole and not whole.endswith("\n"):  # what the machine stopped within
            file.truncate(len(whole[: whole.rfind("\n") + 1].encode()))
        file.seek(0, os.SEEK_END)
        file.writelines(item.text() + "\n" for item in new)
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def find(reference: str) -> Certificate | None:
    """The latest proof with this reference."""
    return next((item for item in reversed(entries()) if item.reference == reference), None)
