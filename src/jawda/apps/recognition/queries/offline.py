"""What a pack for where there is no network holds: only what anyone may read already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from jawda.apps.recognition.models import (
    AccreditationVersion,
    Identity,
    IdentityVersion,
    LogEntry,
    LogHead,
    StatusListVersion,
    TrustListVersion,
)
from jawda.core.credentials.bundle import Archived
from jawda.core.credentials.keys import public_key
from jawda.core.credentials.offline_pack import Contents, Happened, HeldAccreditation, KnownSigner

#: Certificates are issued for three years: one under an accreditation that ended since can still be met.
_ENDED: Final = timedelta(days=3 * 366)
#: An older version of a list no longer counts, so that none is looked for.
_LISTS: Final = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The contents of a pack, and until when each of its lists counts."""

    contents: Contents
    ends: list[datetime]


def state_of_publication() -> tuple[int, int]:
    """What grows with whatever changes a pack at once: lines of the log, and the trust list's number."""
    last = LogEntry.objects.order_by("-sequence").values_list("sequence", flat=True).first()
    trust = TrustListVersion.objects.order_by("-version").values_list("version", flat=True).first()
    return last or 0, trust or 0


def gather(at: datetime) -> Gathered:
    """Signers, accreditations, lists, trust list and head of the log at a moment: eight queries for any number."""
    lists, ends = _lists(at)
    trust = TrustListVersion.objects.order_by("-version").first()
    head = LogHead.objects.order_by("-day").first()
    contents = Contents(
        signers=_signers(),
        accreditations=_accreditations(at),
        lists=lists,
        trust=None if trust is None else (trust.token.encode("ascii"), [public_key(jwk) for jwk in trust.keys]),
        log_head=None if head is None else head.token.encode("ascii"),
    )
    return Gathered(contents, ends)


def _signers() -> list[KnownSigner]:
    names = dict(Identity.objects.values_list("did", "name"))
    versions: dict[str, list[Archived]] = defaultdict(list)
    for row in IdentityVersion.objects.filter(did__in=names).order_by("did", "published_at"):
        versions[row.did].append(Archived(since=row.published_at, document=row.document))
    return [KnownSigner(did=did, name=names[did], versions=rows) for did, rows in versions.items()]


def _accreditations(at: datetime) -> list[HeldAccreditation]:
    """Those in force, and those that ended within the life of a certificate, with every version they had."""
    rows = AccreditationVersion.objects.exclude(valid_until__lt=at - _ENDED).order_by(
        "url", "valid_from", "published_at"
    )
    by_url: dict[str, list[AccreditationVersion]] = defaultdict(list)
    for row in rows:
        by_url[row.url].append(row)
    happened = _happened({row.reference for row in rows})
    logged = _logged({row.sha256 for row in rows})
    return [
        HeldAccreditation(
            url=url,
            versions=[(row.credential.encode("ascii"), logged.get(row.sha256)) for row in versions],
            events=happened.get(versions[-1].reference, []),
        )
        for url, versions in by_url.items()
    ]


def _happened(references: Collection[str]) -> dict[str, list[Happened]]:
    """From the log, which nobody rewrites, in the order in which it happened."""
    found: dict[str, list[Happened]] = defaultdict(list)
    rows = LogEntry.objects.filter(reference__in=references).order_by("event_at", "sequence")
    for reference, kind, at in rows.values_list("reference", "event", "event_at"):
        found[reference].append(Happened(kind=kind, at=at))
    return found


def _logged(digests: Collection[str]) -> dict[str, datetime]:
    rows = LogEntry.objects.filter(credential_sha256__in=digests).order_by("-sequence")
    return dict(rows.values_list("credential_sha256", "at"))


def _lists(at: datetime) -> tuple[dict[str, list[bytes]], list[datetime]]:
    """Of each list the version that stands, and until when each counts."""
    rows = (
        StatusListVersion.objects.filter(valid_from__lte=at, valid_from__gt=at - _LISTS)
        .order_by("url", "-valid_from").distinct("url").values_list("url", "credential", "valid_until")
    )  # fmt: skip
    lists, ends = {}, []
    for url, credential, end in rows:
        if end > at:
            lists[url] = [credential.encode("ascii")]
            ends.append(end)
    return lists, ends
