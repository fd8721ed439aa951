"""A referential is stored whole, as the bytes of its documented form: one row, one query for a whole tree."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jawda.foundation.tenancy.models import GlobalModel


class StoredReferential(GlobalModel):
    """One edition. ``content`` is its YAML form; ``digest`` its SHA-256, which names it in the cache."""

    identifier = models.CharField(max_length=120, unique=True)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    built_in = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=100)
    stored_at = models.DateTimeField(default=timezone.now)
