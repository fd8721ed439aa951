"""Publishing a referential: a file is read whole, shown to the operator who gave it, and then published or not."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from jawda.apps.referentials import store
from jawda.apps.referentials.models import Draft, Publication
from jawda.apps.referentials.rules import may_publish
from jawda.core.referentials import Referential, from_mapping, read_any

LIFETIME: Final = timedelta(hours=24)


def draft(*, person: Any, content: bytes, file: str) -> Draft:
    """Read a file and keep it for its reader to publish; ``Refused`` with every fault, and nothing is kept.

    A draft that this person left is thrown away. Not audited: nothing is published yet.
    """
    if not may_publish(person):
        raise PermissionDenied
    body, digest = store.as_stored(read_any(content, file=file))
    Draft.objects.filter(person_id=person.pk).delete()
    return Draft.objects.create(person_id=person.pk, file=file[:120], content=body, digest=digest)


def publish(*, person: Any, draft_id: UUID) -> Referential:
    """Publish a draft for everyone, once. Written in the register of publications; nobody is told.

    ``Draft.DoesNotExist`` for another's draft or one that is too old, ``store.AnotherContent`` where the id is
    published already with another content, which is never changed: assessments may rest on it.
    """
    if not may_publish(person):
        raise PermissionDenied
    row = Draft.objects.select_for_update().get(
        pk=draft_id, person_id=person.pk, made_at__gte=timezone.now() - LIFETIME
    )  # fmt: skip
    referential = drafted(row)
    if store.keep(referential):
        Publication.objects.create(
            identifier=referential.id, digest=row.digest, file=row.file, published_by=person.pk
        )  # fmt: skip
    row.delete()
    return referential


def drafted(row: Draft) -> Referential:
    """The referential of a draft."""
    return from_mapping(json.loads(bytes(row.content)))
