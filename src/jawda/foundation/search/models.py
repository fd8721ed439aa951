"""The index: one table for each audience. Rows are derived, and made anew by ``jawda search rebuild``."""

from __future__ import annotations

from django.db import models

from jawda.foundation.tenancy.models import GlobalModel, PublicProjectionModel, TenantModel


class Indexed(models.Model):
    """What a result shows, and the words it is found by (:mod:`jawda.core.search`)."""

    source = models.CharField(max_length=40)
    """The name under which a room registered it."""
    subject = models.CharField(max_length=200)
    """What the entry is about, within its source."""
    title = models.JSONField(default=dict)
    """By language; under ``""`` what is the same in all."""
    detail = models.JSONField(default=dict, blank=True)
    route = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict, blank=True)
    """Of the route, without the handle of the organisation."""
    suffix = models.CharField(max_length=200, blank=True)
    """What follows the path: a query or a fragment, escaped."""
    fictitious = models.BooleanField(default=False)
    title_words = models.TextField()
    words = models.TextField()
    """Those of the title, the detail, and what else one might type."""

    class Meta:
        abstract = True


class SearchEntry(Indexed, TenantModel):
    """Something of one organisation."""

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source", "subject"], name="one_search_entry"),
        ]


class PublishedSearchEntry(Indexed, PublicProjectionModel):
    """Something an organisation published: its entry in the directory, its ecosystem."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_organisation", "source", "subject"], name="one_published_entry"),
        ]


class CommonSearchEntry(Indexed, GlobalModel):
    """Something that is the same for everyone; ``within`` names what it is part of, such as a referential."""

    within = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "subject"], name="one_common_entry")]
        indexes = [models.Index(fields=["source", "within"], name="common_entry_within")]
