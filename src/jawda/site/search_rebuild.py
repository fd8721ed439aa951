"""The index of search, made anew for one organisation after another."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from jawda.apps.organisations.models import Organisation
from jawda.apps.referentials import store
from jawda.foundation.search import index
from jawda.foundation.tenancy.context import acting
from jawda.site.database import Login
from jawda.site.preparation import become


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many organisations and entries of theirs, and how many referentials."""

    organisations: int
    entries: int
    common: int


def rebuild(*, handle: str | None = None) -> Rebuilt:
    """Of all and of the referentials, or of the one organisation with ``handle``; one transaction for each.

    Begins as the login for backups, the only one that sees which organisations there are, and writes as the
    application, bound by row-level security.
    """
    rows = Organisation.objects.order_by("handle")
    identifiers = list((rows.filter(handle=handle) if handle else rows).values_list("pk", flat=True))
    become(Login.APP)
    entries = 0
    for identifier in identifiers:
        with transaction.atomic(), acting(organisation_id=identifier):
            entries += index.rebuild()
    with transaction.atomic():
        common = 0 if handle else store.index_again(all_of_them=True)
    return Rebuilt(len(identifiers), entries, common)
