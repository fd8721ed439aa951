"""The trust list that whoever uses this data folder decided to trust: one file, whose keys the first import pinned."""

from __future__ import annotations

import json
import os
from pathlib import Path

from jawda.core.credentials import trust_file, trust_list_documents
from jawda.core.credentials.refusing import reason
from jawda.core.credentials.trust_file import TrustFile
from jawda.core.findings import Finding, Place, Refused
from jawda.site.commands import files


def path() -> Path:
    """Where it is kept: ``JAWDA_DATA/trust/trust-list.json``."""
    return Path(os.environ.get("JAWDA_DATA", "var")).absolute() / "trust" / "trust-list.json"


def kept() -> TrustFile | None:
    """The list that is kept, its signature checked again; None where none was imported. ``Refused`` names the file."""
    if not path().exists():
        return None
    try:
        return trust_file.read(files.read(path()))
    except Refused as fault:
        raise Refused(
            Finding(id=finding.id, place=Place(file=str(path()), path=finding.place.path), arguments=finding.arguments)
            for finding in fault.findings
        ) from fault


def keep(given: TrustFile) -> bool:
    """Keep a list; True where it is the first, whose keys are pinned from now on.

    A later one counts where a pinned key signed it and it takes nothing back; keys that only stand beside it in its
    file are not taken over, for nobody signed those. Refused otherwise.
    """
    known = kept()
    if known is None:
        write(path(), given)
        return True
    try:
        trust = trust_list_documents.verify(
            given.token, issuer=known.trust.issuer, keys=known.keys, known=known.trust
        )  # fmt: skip
    except Refused as fault:
        if reason(fault) != "trust_list_signer":
            raise
        arguments = {"issuer": known.trust.issuer, "key": known.keys[0].thumbprint(), "file": str(path())}
        raise Refused([Finding(id="trust_list.other_key", arguments=arguments)]) from None
    write(path(), TrustFile(trust, given.token, known.keys))
    return False


def written(one: TrustFile) -> bytes:
    """As a file that ``--trust`` takes."""
    return json.dumps(trust_file.write(one.token, one.keys), indent=2).encode("ascii") + b"\n"


def write(target: Path, one: TrustFile) -> None:
    """Whole or not at all."""
    if target == path():
        target.parent.mkdir(parents=True, exist_ok=True)
    files.write(target, written(one))
