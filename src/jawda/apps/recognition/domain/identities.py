"""A body's public identity: its identifier, and the document that says which keys are its own, with its history."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jawda.apps.organisations.enums import Status
from jawda.apps.organisations.models import Organisation
from jawda.apps.recognition.addresses import did_of
from jawda.apps.recognition.models import Identity, IdentityVersion, SigningKey
from jawda.core.credentials.identity_documents import IdentityDocument, VerificationMethod, write_document
from jawda.core.credentials.key_history import version_digest
from jawda.core.credentials.keys import public_key
from jawda.foundation.tenancy.context import current_organisation_id
from jawda.foundation.ui import formats


def own_identity() -> Identity:
    """The acting body's. ``ValidationError`` where it has none yet: one comes with its first key."""
    found = Identity.objects.filter(source_organisation_id=current_organisation_id()).first()
    if found is None:
        raise ValidationError(_("Your organisation has no signing key. An administrator makes one first."))
    return found


def hold() -> None:
    """Until the transaction ends the acting body's other verbs wait, and nobody else's.

    Each signs the lists as the documents stand that it sees: of two at once, the later would publish what the earlier
    withdrew. A body without an identity is about to get one: two first keys wait for each other by its organisation.
    """
    if not _held():
        Organisation.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=current_organisation_id())
        _held()


def _held() -> bool:
    rows = Identity.objects.select_for_update(of=("self",)).filter(source_organisation_id=current_organisation_id())
    return rows.first() is not None


def has_entered() -> bool:
    """Whether the acting body has an identity: it was verified when it got one."""
    return Identity.objects.filter(source_organisation_id=current_organisation_id()).exists()


def publish(*, now: datetime) -> IdentityVersion:
    """Write the acting body's identity document as its keys stand, and keep the former ones as they were."""
    identity = Identity.objects.filter(source_organisation_id=current_organisation_id()).first() or _new_identity()
    document = write_document(_document(identity.did))
    digest = version_digest(document)
    last = IdentityVersion.objects.filter(did=identity.did).order_by("-published_at").first()
    if last is not None and last.sha256 == digest:
        return last
    if last is not None and now <= last.published_at:  # of two versions the later must win
        now = last.published_at + timedelta(microseconds=1)
    return IdentityVersion.objects.create(
        source_organisation_id=identity.source_organisation_id, did=identity.did, document=document, sha256=digest,
        published_at=now,
    )  # fmt: skip


def follow(organisation: Organisation) -> None:
    """The acting organisation's public identity, where it has one, says what an operator verified of it.

    Of one that waits to be verified again it says what was verified before. Its address stays, whatever its name:
    documents lead there.
    """
    if organisation.status == Status.ACTIVATED:
        Identity.objects.filter(source_organisation_id=organisation.pk).update(**_verified(organisation))


def _verified(body: Organisation) -> dict[str, Any]:
    at = body.activated_at
    return {
        "name": body.name, "kind": body.kind, "city": body.city, "verified_on": at and formats.in_zone(at).date(),
    }  # fmt: skip


def _new_identity() -> Identity:
    body = Organisation.objects.get(pk=current_organisation_id())
    slug = _free_slug(body.name)
    return Identity.objects.create(
        source_organisation=body, slug=slug, did=did_of(slug), fictitious=body.fictitious, **_verified(body)
    )


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:48] or "organisme"
    taken = set(Identity.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(slug for number in range(2, 10_000) if (slug := f"{wanted}-{number}") not in taken)


def _document(did: str) -> IdentityDocument:
    """Retired keys stay in it with their end: what they signed while they were in use still counts."""
    methods = tuple(
        VerificationMethod(
            f"{did}#{key.name}", public_key(key.public_jwk), expires=key.retired_at, revoked=key.compromised_at
        )
        for key in SigningKey.objects.order_by("created_at", "name")
    )
    return IdentityDocument(did, methods)
