"""What a verdict on this platform rests on, read from what bodies published here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256

from jawda.apps.recognition.models import AccreditationVersion, IdentityVersion, LogEntry, StatusListVersion
from jawda.apps.recognition.queries.trust import current_trust
from jawda.core.credentials import credential as credentials
from jawda.core.credentials.attestation import attestation_of
from jawda.core.credentials.chain import Verifier
from jawda.core.credentials.evidence import Materials
from jawda.core.credentials.json_text import Json
from jawda.core.credentials.key_history import KeyHistory, read_history
from jawda.core.credentials.status_list import read_entries
from jawda.core.credentials.untp import CONFORMITY
from jawda.core.credentials.verification import Verification
from jawda.core.credentials.vouching import MOST_DAYS, moments_that_count
from jawda.core.findings import Refused


def verified(data: bytes, at: datetime) -> Verification:
    """The verdict on a credential at a moment, by what was published here. Any bytes; never raises for what they say.

    Five queries at most, however long the histories are.
    """
    return Verifier(materials_for(data, at)).verify(data, at)


def materials_for(data: bytes, at: datetime) -> Materials:
    """Trust list, keys, accreditations and the status lists of the days that count, for one credential."""
    trust = current_trust()
    try:
        found = credentials.read(data)
        attestation = attestation_of(found) if CONFORMITY in found.types else None
        urls = _list_urls(found.document)
    except Refused:
        return Materials(trust=trust)
    moments = {at}
    dids = {found.issuer}
    accreditations: dict[str, list[bytes]] = defaultdict(list)
    digests = {found.sha256}
    if attestation is not None:
        moments.update(moments_that_count(attestation)[:MOST_DAYS])
        for version in _versions([one.url for one in attestation.claims if one.url]):
            data_of = version.credential.encode("ascii")
            accreditations[version.url].append(data_of)
            dids.add(version.authority_did)
            digests.add(version.sha256)
            urls |= _list_urls(credentials.read(data_of).document)
    lists, stored = _lists(urls, moments)
    return Materials(
        trust=trust,
        keys=histories_of(dids),
        accreditations=accreditations,
        lists=lists,
        logged=_logged(digests) | stored,
    )


def _versions(urls: Collection[str]) -> Collection[AccreditationVersion]:
    if not urls:
        return ()
    return list(AccreditationVersion.objects.filter(url__in=urls).order_by("valid_from", "published_at"))


def _list_urls(document: Mapping[str, Json]) -> set[str]:
    said = document.get("credentialStatus")
    if said is None:
        return set()
    with suppress(Refused):  # told in another form than is read: nothing can be looked up
        return {entry.url for entry in read_entries(said)}
    return set()


def histories_of(dids: Collection[str]) -> dict[str, KeyHistory]:
    """A history that does not hold together is left out, which makes the signature unknown, never good."""
    rows: dict[str, list[IdentityVersion]] = defaultdict(list)
    for row in IdentityVersion.objects.filter(did__in=dids).order_by("did", "published_at"):
        rows[row.did].append(row)
    found = {}
    for did, versions in rows.items():
        try:
            found[did] = read_history(did, [(row.published_at, row.sha256, row.document) for row in versions])
        except Refused:
            continue
    return found


def _lists(urls: Collection[str], moments: Collection[datetime]) -> tuple[dict[str, list[bytes]], dict[str, datetime]]:
    """Of each list the version that stood at each moment, and since when the platform keeps it: one query for all.

    Versions are only added, so that one kept before its key was lost was signed by its body, and goes on answering for
    its days.
    """
    if not urls:
        return {}, {}
    first, *others = (
        StatusListVersion.objects.filter(url__in=urls, valid_from__lte=moment)
        .order_by("url", "-valid_from").distinct("url").values_list("url", "valid_from", "credential")
        for moment in sorted(moments)
    )  # fmt: skip
    found: dict[str, list[bytes]] = defaultdict(list)
    stored = {}
    for url, begins, credential in sorted(first.union(*others)):
        data = credential.encode("ascii")
        found[url].append(data)
        stored[sha256(data).hexdigest()] = begins
    return dict(found), stored


def _logged(digests: Collection[str]) -> dict[str, datetime]:
    rows = LogEntry.objects.filter(credential_sha256__in=digests).order_by("-sequence")
    return {row.credential_sha256: row.at for row in rows}
