"""What a verdict rests on, as one file: with the trust list it verifies a document where there is no network."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from jawda.apps.recognition.addresses import platform_did
from jawda.apps.recognition.domain.signers import signer_of
from jawda.apps.recognition.models import IdentityVersion, PlatformKey
from jawda.apps.recognition.queries.evidence import materials_for
from jawda.core.credentials import bundle
from jawda.core.credentials.bundle import Archived


def bundle_of(data: bytes, at: datetime) -> bytes | None:
    """The keys, accreditations, lists and log lines of one credential, signed by the platform (writes nothing).

    None where the platform is not the keeper of the trust list in force: nobody would believe its bundle.
    """
    materials = materials_for(data, at)
    key = PlatformKey.objects.filter(retired_at=None).order_by("-created_at").first()
    if materials.trust is None or materials.trust.issuer != platform_did() or key is None:
        return None
    identities: dict[str, list[Archived]] = defaultdict(list)
    for row in IdentityVersion.objects.filter(did__in=materials.keys).order_by("did", "published_at"):
        identities[row.did].append(Archived(since=row.published_at, document=row.document))
    return bundle.sign(
        signer_of(key), key_id=f"{platform_did()}#{key.name}", issuer=platform_did(), issued_at=at,
        identities=identities, accreditations=materials.accreditations, lists=materials.lists, logged=materials.logged,
    )  # fmt: skip
