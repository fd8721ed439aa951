"""Which address may be asked next to verify an attestation, and why: nobody is asked because a stranger's file says so.

A file may come from anyone and name any address. Asked are only those for which a signer on the trust list answers:

1. the authority that the certificate claims, where the trust list names it: its document of identity, and the
   accreditation, at an address on the authority's own host or on that of the list's keeper;
2. once the accreditation is signed by a key that the list pins, and is the issuer's: the issuer's document of identity
   and the accreditation's status lists;
3. once the issuer's signature is good: the certificate's status lists.

Nothing is fetched here. Whoever fetches gives each answer to :func:`with_answer` and asks again, until nothing more is
wanted; what could not be had stays away and makes a check unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from jawda.core.credentials import credential as credentials
from jawda.core.credentials.attestation import Accreditation, Attestation, attestation_of
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.credential import Credential
from jawda.core.credentials.evidence import Materials
from jawda.core.credentials.identity_documents import url_of
from jawda.core.credentials.json_text import MOST_BYTES, parse_object
from jawda.core.credentials.key_history import read_current
from jawda.core.credentials.moments import written
from jawda.core.credentials.status_list import read_entries
from jawda.core.credentials.token import MOST_TOKEN_BYTES
from jawda.core.credentials.trust_list import TrustList
from jawda.core.credentials.untp import CONFORMITY
from jawda.core.credentials.vouching import moments_that_count
from jawda.core.findings import Refused

#: What a credential may come as, the signed token first.
ACCEPTED: Final = "application/vc+jwt, application/vc, application/json;q=0.5"
_HTTPS: Final = "https://"


class What(StrEnum):
    """What is wanted."""

    IDENTITY = "identity"
    ACCREDITATION = "accreditation"
    STATUS_LIST = "status_list"

    @property
    def accept(self) -> str:
        """The media types to ask for."""
        return "application/did+json, application/json;q=0.5" if self is What.IDENTITY else ACCEPTED

    @property
    def most_bytes(self) -> int:
        """A status list may have a megabyte of content within its token."""
        return MOST_TOKEN_BYTES if self is What.STATUS_LIST else MOST_BYTES


class Why(StrEnum):
    """Who answers for an address being asked."""

    LISTED = "listed"
    """The authority is on the trust list."""
    ACCREDITED = "accredited"
    """An authority of the trust list signed the issuer's accreditation."""
    SIGNED = "signed"
    """Named in a credential that one of those signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """``url`` is to be asked; what comes is held under ``name``: a DID, or the address without a moment asked for."""

    what: What
    url: str
    name: str
    why: Why


def wanted(data: bytes, materials: Materials, at: datetime) -> tuple[Wanted, ...]:
    """What may be asked for now, for the verdict on ``data`` at a moment.

    Nothing without a trust list, for what cannot be read, and for whoever is not on the list nor accredited by someone
    who is. What was asked for in vain is wanted again: whoever fetches asks each address once.
    """
    trust = materials.trust
    if trust is None:
        return ()
    try:
        found = credentials.read(data)
        attestation = attestation_of(found) if CONFORMITY in found.types else None
    except Refused:
        return ()
    return tuple(dict.fromkeys(_Plan(materials, trust, Verifier(materials)).wanted(found, attestation, at)))


def with_answer(materials: Materials, one: Wanted, body: bytes) -> Materials:
    """With what came for ``one``. Refused: a document of identity that is none, or another's."""
    if one.what is What.IDENTITY:
        history = read_current(one.name, parse_object(body))
        return replace(materials, keys={**materials.keys, one.name: history})
    if one.what is What.ACCREDITATION:
        held = (*materials.accreditations.get(one.name, ()), body)
        return replace(materials, accreditations={**materials.accreditations, one.name: held})
    lists = (*materials.lists.get(one.name, ()), body)
    return replace(materials, lists={**materials.lists, one.name: lists})


@dataclass(frozen=True, slots=True)
class _Plan:
    materials: Materials
    trust: TrustList
    verifier: Verifier

    def wanted(self, found: Credential, attestation: Attestation | None, at: datetime) -> Iterator[Wanted]:
        known = self.trust.authority(found.issuer) is not None
        if known:
            yield from self._identity(found.issuer, Why.LISTED)
        claims = () if attestation is None else attestation.claims
        listed = [one for one in claims if self.trust.authority(one.authority.id) is not None]
        for claimed in listed:
            yield from self._identity(claimed.authority.id, Why.LISTED)
            yield from self._accreditation(claimed)
        if attestation is not None and listed:
            vouching = self.verifier.vouching(attestation)
            if vouching is not None:
                known = True
                yield from self._identity(found.issuer, Why.ACCREDITED)
                yield from self._lists(vouching, (*moments_that_count(attestation), at))
        if known and self.verifier.signed(found):
            yield from self._lists(found, (at,))

    def _identity(self, did: str, why: Why) -> Iterator[Wanted]:
        if did not in self.materials.keys:
            with suppress(Refused):  # an issuer that is no did:web has no address
                yield Wanted(what=What.IDENTITY, url=url_of(did), name=did, why=why)

    def _accreditation(self, claimed: Accreditation) -> Iterator[Wanted]:
        url = claimed.url
        if url is None or url in self.materials.accreditations:
            return
        if _host(url) in (_host(url_of(claimed.authority.id)), _host(url_of(self.trust.issuer))):
            yield Wanted(what=What.ACCREDITATION, url=url, name=url, why=Why.LISTED)

    def _lists(self, found: Credential, moments: Sequence[datetime]) -> Iterator[Wanted]:
        """The list as it is; for a moment before it began, that of then (``timestamp``, Bitstring Status List 1.0)."""
        try:
            entries = read_entries(found.document.get("credentialStatus"))
        except Refused:
            return
        for url in dict.fromkeys(entry.url for entry in entries):
            if url not in self.materials.lists:
                yield Wanted(what=What.STATUS_LIST, url=url, name=url, why=Why.SIGNED)
                continue
            held = self.verifier.versions(url)
            for moment in moments:
                if held and not any(version.valid_from <= moment for version in held):
                    dated = f"{url}{'&' if '?' in url else '?'}timestamp={written(moment)}"
                    yield Wanted(what=What.STATUS_LIST, url=dated, name=url, why=Why.SIGNED)


def _host(url: str) -> str | None:
    """Host and port as they stand, None for what is not https.

    >>> _host("https://a.example:443/x"), _host("https://a.example@b.example/"), _host("http://a.example/")
    ('a.example', 'a.example@b.example', None)
    """
    if not url.startswith(_HTTPS):
        return None
    host = url.removeprefix(_HTTPS)
    for end in "/?#":
        host = host.partition(end)[0]
    return host.lower().removesuffix(":443")
