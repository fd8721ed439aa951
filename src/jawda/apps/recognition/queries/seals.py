"""Whose seal is on a paper."""

from __future__ import annotations

from jawda.apps.recognition.models import Identity, PublicSeal


def sealed_by(sha256: str, *, did: str) -> Identity | None:
    """The body with this DID, where this is the digest of a certificate with which it seals or sealed; else None."""
    body = Identity.objects.filter(did=did).first()
    if body is None:
        return None
    rows = PublicSeal.objects.filter(source_organisation_id=body.source_organisation_id, sha256=sha256)
    return body if rows.exists() else None
