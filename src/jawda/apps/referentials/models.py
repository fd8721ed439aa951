"""A referential is stored whole, as the bytes of its documented form: one row, one query for a whole tree."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jawda.foundation.tenancy.models import GlobalModel, PersonModel


class StoredReferential(GlobalModel):
    """One edition. ``content`` is its form as JSON; ``digest`` its SHA-256, which names it in the cache."""

    identifier = models.CharField(max_length=120, unique=True)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    built_in = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=100)
    source = models.CharField(max_length=64, blank=True)
    """Of a built-in one, the digest of its file: what was stored as it is need not be read again."""
    facts = models.JSONField(default=dict)
    """What a list says of it (:mod:`jawda.apps.referentials.facts`)."""
    stored_at = models.DateTimeField(default=timezone.now)


class Publication(GlobalModel):
    """The register of what operators published, and when: rows are only ever added."""

    identifier = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=120)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.UUIDField()
    """The person; no name stands here."""


class Draft(PersonModel):
    """A file that an operator uploaded, read without fault and not published yet; only its maker may publish it."""

    person_id = models.UUIDField()
    file = models.CharField(max_length=120)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
