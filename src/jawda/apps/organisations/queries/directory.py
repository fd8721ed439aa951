"""The public directory of verified bodies."""

from __future__ import annotations

from dataclasses import dataclass

from jawda.apps.organisations.models import DirectoryEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFilter:
    """What a reader asked for; an empty value asks for nothing."""

    kind: str = ""
    region: str = ""
    text: str = ""


def directory(wanted: DirectoryFilter = DirectoryFilter()) -> list[DirectoryEntry]:
    """The verified bodies, by name. One query."""
    rows = DirectoryEntry.objects.order_by("name")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.region:
        rows = rows.filter(region=wanted.region)
    if wanted.text:
        rows = rows.filter(name__icontains=wanted.text) | rows.filter(city__icontains=wanted.text)
    return list(rows)
