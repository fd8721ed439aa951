"""What a verdict may rest on, and what of it is believed: signatures by known keys, status lists that are signed.

What is not at hand makes a check unknown, never passed. What was looked at once is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from jawda.core.credentials import credential as credentials
from jawda.core.credentials import standing
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.key_history import KeyHistory
from jawda.core.credentials.standing import Standing
from jawda.core.credentials.status_list import StatusList, read_list
from jawda.core.credentials.trust_list import TrustList
from jawda.core.credentials.verdict import Verdict
from jawda.core.findings import Refused


@dataclass(frozen=True, kw_only=True)
class Materials:
    """What a verdict may rest on.

    ``keys``: the history of each known signer's keys, by DID. ``accreditations``: the bytes of each version held, by
    address, the newest last. ``lists``: the same for status lists. ``logged``: when a credential was first seen in a
    public log, by its sha256.
    """

    trust: TrustList | None = None
    keys: Mapping[str, KeyHistory] = field(default_factory=dict)
    accreditations: Mapping[str, Sequence[bytes]] = field(default_factory=dict)
    lists: Mapping[str, Sequence[bytes]] = field(default_factory=dict)
    logged: Mapping[str, datetime] = field(default_factory=dict)


class Evidence:
    """Materials as they are asked: who signed what, and what each list said."""

    def __init__(self, materials: Materials) -> None:
        self.materials = materials
        self._lists: dict[str, tuple[StatusList, ...]] = {}

    def logged(self, found: Credential) -> datetime | None:
        """When a credential was first seen in a public log; None where it was not."""
        return self.materials.logged.get(found.sha256) if self.materials.logged else None

    def signed(self, found: Credential) -> Standing:
        """Whether a key of its issuer, among those known, signed it."""
        return standing.signature(found, self.materials.keys.get(found.issuer), logged_at=self.logged(found))

    def versions(self, url: str) -> tuple[StatusList, ...]:
        """The lists held for an address whose signature is good; the others are as if they were not there."""
        kept = self._lists.get(url)
        if kept is None:
            kept = tuple(one for data in self.materials.lists.get(url, ()) if (one := self._list(data)) is not None)
            self._lists[url] = kept
        return kept

    def _list(self, data: bytes) -> StatusList | None:
        try:
            found = credentials.read(data)
            if self.signed(found).verdict is not Verdict.VALID:
                return None
            listed = read_list(found.document)
            begins, ends = found.valid_from or listed.valid_from, found.valid_until
            if (begins, ends) == (listed.valid_from, listed.valid_until):
                return listed
            # narrowed by the claims of its token and the end of its proof, as any credential
            return replace(listed, valid_from=begins, valid_until=ends)
        except Refused:
            return None
