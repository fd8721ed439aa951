"""Whose seal is on a paper."""

from __future__ import annotations

from jawda.apps.recognition.models import Identity, PublicSeal


def sealed_by(sha256: str, *, did: str) -> Identity | None:
    """The body with this DID, where this is the digest of a certificate with which it seals or sealed; else None."""
    owners = PublicSeal.objects.filter(sha256=sha256).values("source_organisation_id")
    return Identity.objects.filter(did=did, source_organisation_id__in=owners).first()
