"""Ecosystems are found by everyone."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from jawda.apps.ecosystems.models import Ecosystem
from jawda.foundation.search.following import follow
from jawda.foundation.search.sources import Found, Source, register_source
from jawda.foundation.tenancy.context import current_organisation_id

ECOSYSTEMS = "ecosystem"


def register() -> None:
    """Called once, when the models are there."""
    register_source(Source(name=ECOSYSTEMS, label=_("Ecosystems"), may_see=None, all=_all))
    follow(Ecosystem, ECOSYSTEMS, ecosystem, owner="source_organisation_id")


def ecosystem(row: Ecosystem) -> Found:
    """By its name in any of the three languages."""
    return Found(
        subject=str(row.pk), title=row.name, more=(row.sector,), route="public_ecosystem",
        arguments={"slug": row.slug}, fictitious=row.fictitious,
    )  # fmt: skip


def _all() -> Iterator[Found]:
    return map(ecosystem, Ecosystem.objects.filter(source_organisation_id=current_organisation_id()))
