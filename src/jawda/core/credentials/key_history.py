"""The keys a signer had: ``did:web`` itself keeps no history, and certificates outlive the keys that signed them.

Each version of a document is kept with its digest and the time it was published. Whether a signature counts is then a
question of when it was made and, once a key was compromised, of when someone other than its signer first saw it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from jawda.core.credentials.data_integrity import canonical
from jawda.core.credentials.identity_documents import IdentityDocument, VerificationMethod, read_document
from jawda.core.credentials.json_text import Json
from jawda.core.credentials.refusing import reason, refuse
from jawda.core.findings import Refused

#: Before anything was signed.
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class KeyStanding(StrEnum):
    """How a key stood for the moment asked: ``retired`` keys count for what they signed while they were in use."""

    IN_USE = "in_use"
    RETIRED = "retired"
    NOT_YET = "not_yet"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it was published from a moment until the next one; ``until`` is None for the one that stands."""

    document: IdentityDocument
    since: datetime
    until: datetime | None
    sha256: str


@dataclass(frozen=True, slots=True)
class HistoricKey:
    """A key and how it stood. ``since``: the moment of the revocation, or of the end, that the standing speaks of."""

    method: VerificationMethod
    standing: KeyStanding
    since: datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether a signature of that moment is this signer's."""
        return self.standing is KeyStanding.IN_USE


@dataclass(frozen=True, slots=True)
class KeyHistory:
    """The versions of one signer's document, the oldest first."""

    did: str
    versions: tuple[Version, ...]

    def key_for(self, key_id: str, at: datetime, *, logged_at: datetime | None = None) -> HistoricKey:
        """The key that ``key_id`` named, and how it stood when something was signed ``at`` a moment.

        That moment is the signer's own word. Once a key was revoked, whoever stole it can write any moment: only what
        was logged by others before the revocation (``logged_at``) still counts. Refused where no version has the key.
        """
        holding: list[tuple[Version, VerificationMethod]] = []
        for version in self.versions:
            try:
                holding.append((version, version.document.method(key_id)))
            except Refused as refused:
                if reason(refused) != "identity_key_unknown":
                    raise
        if not holding:
            raise refuse("identity_key_unknown", path="kid", key=key_id[:200], controller=self.did)
        last, method = holding[-1]
        revocations = self._revocations(method)
        if revocations and (logged_at is None or logged_at >= min(revocations)):
            return HistoricKey(method, KeyStanding.REVOKED, min(revocations))
        begin = holding[0][0].since
        if at < begin:
            return HistoricKey(method, KeyStanding.NOT_YET, begin)
        ends = [end for end in (method.expires, last.until) if end is not None]
        if ends and at >= min(ends):
            return HistoricKey(method, KeyStanding.RETIRED, min(ends))
        return HistoricKey(method, KeyStanding.IN_USE)

    def _revocations(self, method: VerificationMethod) -> list[datetime]:
        """Of this key under whatever name, in any version: one once published is not taken back by leaving it out."""
        return [
            found.revoked
            for version in self.versions
            for found in (*version.document.methods, *version.document.others)
            if found.revoked is not None and found.key == method.key
        ]


def version_digest(document: Mapping[str, Json]) -> str:
    """Of the canonical form, so that spaces in a published file change nothing.

    >>> version_digest({"b": 1, "a": 2}) == version_digest({"a": 2, "b": 1})
    True
    """
    return hashlib.sha256(canonical(dict(document))).hexdigest()


def read_current(did: str, document: Mapping[str, Json]) -> KeyHistory:
    """A document as it stands at its address, where nothing is known of the past.

    A key that stands there counts for whatever it signed before, unless the document says since when it does no more.
    """
    return KeyHistory(did, (Version(read_document(document, did=did), _EVER, None, version_digest(document)),))


def read_history(did: str, versions: list[tuple[datetime, str, Mapping[str, Json]]]) -> KeyHistory:
    """Archived versions, each with since when and the digest that was noted then.

    Refused: none, moments out of order, a document that is no longer the one archived, an id that another key takes.
    """
    if not versions:
        raise refuse("history_empty", identifier=did[:200])
    found: list[Version] = []
    names: dict[str, VerificationMethod] = {}
    for number, (since, digest, document) in enumerate(versions):
        if found and since <= found[-1].since:
            raise refuse("history_order", path=f"[{number}]")
        if version_digest(document) != digest:
            raise refuse("history_digest", path=f"[{number}]")
        until = versions[number + 1][0] if number + 1 < len(versions) else None
        read = read_document(document, did=did)
        for method in (*read.methods, *read.others):
            if names.setdefault(method.id, method).key != method.key:
                raise refuse("history_reused", path=f"[{number}]", key=method.id[:200])
        found.append(Version(read, since, until, digest))
    return KeyHistory(did, tuple(found))
