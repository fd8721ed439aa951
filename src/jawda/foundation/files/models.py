"""What is known of a stored file; its bytes stand on disk (:mod:`.disk`)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from jawda.foundation.files.inspection_kinds import FACTS, IMAGES, Facts, Kind
from jawda.foundation.tenancy.models import TenantModel


class StoredFile(TenantModel):
    """One content of one organisation. The same content is kept once in it, and never shared with another: that
    would tell a rival what the other has."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=[(item.value, FACTS[item].title) for item in Kind])
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    """Of what is stored."""
    original_size = models.BigIntegerField()
    original_sha256 = models.CharField(max_length=64)
    """Of what came in; differs where a picture was written anew."""
    scanned_at = models.DateTimeField(null=True, blank=True)
    """When an antivirus found nothing; None where there was none."""
    stored_at = models.DateTimeField(default=timezone.now)
    stored_by = models.UUIDField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "sha256"], name="one_content")]

    @property
    def is_image(self) -> bool:
        """Whether there is a small copy to show."""
        return self.kind in IMAGES

    @property
    def facts(self) -> Facts:
        """How its kind is called and served."""
        return FACTS[Kind(self.kind)]

    @property
    def fingerprint(self) -> str:
        """The first twelve letters of the hash, by which a print names it."""
        return self.sha256[:12]
