"""The public row of a document, rebuilt from the body's own; confidential kinds have none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from jawda.apps.recognition.enums import Event
from jawda.apps.recognition.folding import folded
from jawda.apps.recognition.models import Attestation, Identity, PublicAttestation
from jawda.core.credentials.moments import written
from jawda.foundation.tenancy.context import current_organisation_id


def project(row: Attestation, identity: Identity) -> None:
    """Write what anyone may read of it. Reasons of events stay between the parties."""
    if row.link:
        return
    events = [(event.kind, event.at) for event in row.events.order_by("at", "recorded_at")]
    PublicAttestation.objects.update_or_create(
        source_organisation_id=row.organisation_id, reference=row.reference, defaults=_values(row, identity, events)
    )


def project_all(
    rows: Sequence[Attestation], events: Mapping[UUID, Sequence[tuple[str, datetime]]], successors: Mapping[UUID, str]
) -> None:
    """Those whose state changed, with what happened to each, and the reference of what took its place: their public
    rows stand already.
    """
    known = {row.reference: row for row in rows if not row.link}
    public = list(PublicAttestation.objects.filter(
        source_organisation_id=current_organisation_id(), reference__in=known
    ).only("reference"))  # fmt: skip
    if len(public) != len(known):
        raise PublicAttestation.DoesNotExist
    for one in public:
        row = known[one.reference]
        one.state, one.events, one.replaced_by = row.state, _told(events[row.pk]), successors.get(row.pk, "")
    PublicAttestation.objects.bulk_update(public, ["state", "events", "replaced_by"])


def _told(events: Sequence[tuple[str, datetime]]) -> list[dict[str, str]]:
    return [{"kind": kind, "at": written(at)} for kind, at in events]


def project_new(rows: Sequence[Attestation], identity: Identity) -> None:
    """Those that were issued a moment ago, all at once."""
    PublicAttestation.objects.bulk_create(
        PublicAttestation(
            source_organisation_id=row.organisation_id, reference=row.reference,
            **_values(row, identity, [(Event.ISSUED.value, row.issued_at)]),
        )
        for row in rows
        if not row.link
    )  # fmt: skip


def _values(row: Attestation, identity: Identity, events: Sequence[tuple[str, datetime]]) -> dict[str, Any]:
    return {
        "number": row.number, "kind": row.kind, "state": row.state, "holder_name": row.holder_name,
        "holder_ice": row.holder_ice, "holder_city": row.holder_city, "issuer_name": identity.name,
        "issuer_did": identity.did, "fictitious": row.fictitious, "standard": row.standard, "scope": row.scope,
        "sectors": row.sectors, "sites": row.sites, "accreditation_number": row.accreditation_number,
        "issued_at": row.issued_at, "expires_on": row.expires_on,
        "events": _told(events),
        "credential": row.credential, "sha256": row.sha256,
        "words": folded(
            " ".join([
                row.reference, row.number, row.holder_name, row.holder_ice, row.holder_city, identity.name,
                row.standard, row.scope, *row.sites,
            ])
        ),
    }  # fmt: skip
