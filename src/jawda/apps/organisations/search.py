"""What of organisations is found: sites and members by their own members, verified bodies by everyone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from jawda.apps.organisations.models import DirectoryEntry, Membership, Site
from jawda.apps.organisations.rules import is_member
from jawda.foundation.accounts.models import Person
from jawda.foundation.search import index
from jawda.foundation.search.following import follow
from jawda.foundation.search.sources import Found, Source, register_source
from jawda.foundation.tenancy.context import acting, current, current_organisation_id

SITES, MEMBERS, DIRECTORY = "site", "member", "directory"


def register() -> None:
    """Called once, when the models are there."""
    register_source(Source(name=SITES, label=_("Sites"), may_see=is_member, all=_sites))
    register_source(Source(name=MEMBERS, label=_("Members"), may_see=is_member, all=_members))
    register_source(Source(name=DIRECTORY, label=_("Directory"), may_see=None, all=_entries))
    follow(Site, SITES, site, owner="organisation_id")
    follow(Membership, MEMBERS, member, owner="organisation_id")
    follow(DirectoryEntry, DIRECTORY, entry, owner="source_organisation_id")
    post_save.connect(_renamed, sender=Person, dispatch_uid="search.member_renamed")


def site(row: Site) -> Found:
    """A place, also one that is closed."""
    return Found(
        subject=str(row.pk), title=row.name, detail=row.city, more=(row.address,), route="organisations:sites"
    )  # fmt: skip


def member(row: Membership) -> Found:
    """A person by name; an address is not searched."""
    return Found(subject=str(row.pk), title=str(row.person.name), route="organisations:members")


def entry(row: DirectoryEntry) -> Found:
    """A verified body; it has no page of its own but a line of the directory."""
    return Found(
        subject=str(row.pk), title=row.name, detail=row.city, route="directory", fictitious=row.fictitious,
        suffix="?" + urlencode({"q": row.name}),
    )  # fmt: skip


def _sites() -> Iterator[Found]:
    return map(site, Site.objects.all())


def _members() -> Iterator[Found]:
    rows = Membership.objects.select_related("person").filter(organisation_id=current_organisation_id())
    return map(member, rows)


def _entries() -> Iterator[Found]:
    return map(entry, DirectoryEntry.objects.filter(source_organisation_id=current_organisation_id()))


def _renamed(instance: Person, created: bool, update_fields: Any = None, **_: Any) -> None:
    """Whoever changes their name is found by it in every organisation they belong to."""
    if created or (update_fields is not None and "name" not in update_fields):
        return
    for row in Membership.objects.filter(person_id=instance.pk):
        row.person = instance
        with acting(organisation_id=row.organisation_id, person_id=current().person_id):
            index.put(MEMBERS, [member(row)])
