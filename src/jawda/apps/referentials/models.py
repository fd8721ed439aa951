"""A referential is stored whole, as the bytes of its documented form: one row, one query for a whole tree."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jawda.foundation.tenancy.models import GlobalModel, PersonModel, TenantModel


class StoredReferential(GlobalModel):
    """One edition. ``content`` is its form as JSON; ``digest`` its SHA-256, which names it in the cache."""

    identifier = models.CharField(max_length=120, unique=True)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    built_in = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=100)
    source = models.CharField(max_length=64, blank=True)
    """Of a built-in one, the digest of its file: what was stored as it is need not be read again."""
    published_for = models.UUIDField(null=True, blank=True)
    """The federation that published it; no other publishes an edition of it."""
    facts = models.JSONField(default=dict)
    """What a list says of it (:mod:`jawda.apps.referentials.facts`)."""
    stored_at = models.DateTimeField(default=timezone.now)


class StoredMapping(GlobalModel):
    """How the requirements of one referential relate to those of another, as the pairs of its documented form."""

    source = models.CharField(max_length=120)
    target = models.CharField(max_length=120)
    pairs = models.JSONField()
    """``[source, target, relation, {language: remark}]`` each."""
    origin = models.CharField(max_length=64)
    """The digest of the file it came in."""

    class Meta(GlobalModel.Meta):
        constraints = [models.UniqueConstraint(fields=["source", "target"], name="one_mapping")]


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


class OwnReferential(TenantModel):
    """An edition that an organisation keeps for itself, such as what one customer asks for; it never changes.

    ``identifier`` is ``own:`` and the id in it: no published one can have such a name, now or later.
    """

    identifier = models.CharField(max_length=120)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    stored_at = models.DateTimeField(default=timezone.now)
    stored_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "identifier"], name="one_own_referential")]


class Manuscript(TenantModel):
    """A referential that an organisation writes; what it says stands in its versions."""

    title = models.CharField(max_length=300, blank=True)
    identifier = models.CharField(max_length=120, blank=True)
    number = models.PositiveIntegerField(default=1)
    """Of the latest version."""
    faults = models.PositiveIntegerField(default=0)
    """What must be corrected in it before it can be published."""
    changed_at = models.DateTimeField(default=timezone.now)
    published = models.CharField(max_length=120, blank=True)
    """Under which id it was published; from then on it never changes."""

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "-changed_at"], name="manuscript_recent")]


class ManuscriptVersion(TenantModel):
    """A saved state. What one person writes in one sitting is one version."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    """The form as JSON, compressed: whole, with whatever faults."""
    began_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "manuscript", "number"], name="one_manuscript_version"),
        ]
