"""The places where the acting organisation works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jawda.apps.organisations import codes
from jawda.apps.organisations.models import Site
from jawda.apps.organisations.rules import may_administer
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.routes import Access


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """What is said of a place; ``region`` is an official code, ``employees`` a head count."""

    name: str
    address: str = ""
    region: str = ""
    city: str = ""
    employees: int | None = None

    def checked(self) -> SiteFacts:
        """The same without needless spaces. ``ValidationError`` by field."""
        faults: dict[str, ValidationError] = {}
        values = asdict(self) | {name: " ".join(getattr(self, name).split()) for name in ("name", "address", "city")}
        if not values["name"]:
            faults["name"] = ValidationError(_("A name is expected."), code="required")
        try:
            codes.checked_region(self.region)
        except ValidationError as error:
            faults["region"] = error
        if faults:
            raise ValidationError(faults)
        return SiteFacts(**values)


def add_site(*, access: Access, facts: SiteFacts) -> Site:
    """A new place. Audited. ``ValidationError`` for a name that a place in use bears already."""
    if not may_administer(access):
        raise PermissionDenied
    facts = facts.checked()
    _name_is_free(facts.name)
    site = Site.objects.create(organisation_id=access.organisation_id, **asdict(facts))
    trail.record("organisations.add_site", subject="site", subject_id=site.pk, details=asdict(facts))
    return site


def change_site(*, access: Access, site_id: UUID, facts: SiteFacts) -> Site:
    """Correct what is said of a place. Audited with what was before."""
    if not may_administer(access):
        raise PermissionDenied
    facts = facts.checked()
    site = Site.objects.select_for_update(of=("self",)).get(pk=site_id)
    _name_is_free(facts.name, but=site_id)
    before = {name: getattr(site, name) for name in asdict(facts)}
    changed = {name: value for name, value in asdict(facts).items() if before[name] != value}
    if changed:
        for name, value in changed.items():
            setattr(site, name, value)
        site.save()
        details = {"before": {name: before[name] for name in changed}, "after": changed}
        trail.record("organisations.change_site", subject="site", subject_id=site.pk, details=details)
    return site


def end_site(*, access: Access, site_id: UUID, ended_on: date | None = None) -> None:
    """Say that work there has ended; the place is kept with its last day. Audited."""
    if not may_administer(access):
        raise PermissionDenied
    site = Site.objects.select_for_update(of=("self",)).get(pk=site_id)
    if site.ended_on is not None:
        return
    site.ended_on = ended_on or timezone.localdate()
    site.save(update_fields=["ended_on"])
    trail.record("organisations.end_site", subject="site", subject_id=site.pk, details={"ended_on": str(site.ended_on)})


@transaction.atomic
def import_sites(*, access: Access, rows: Sequence[SiteFacts]) -> tuple[int, int]:
    """Add the places that are new by name and change the others, all or none. Returns how many of each. Audited."""
    if not may_administer(access):
        raise PermissionDenied
    known = {site.name: site for site in Site.objects.filter(ended_on=None)}
    added = changed = 0
    for facts in rows:
        site = known.get(facts.checked().name)
        if site is None:
            add_site(access=access, facts=facts)
            added += 1
        else:
            change_site(access=access, site_id=site.pk, facts=facts)
            changed += 1
    return added, changed


def _name_is_free(name: str, but: UUID | None = None) -> None:
    if Site.objects.filter(name=name, ended_on=None).exclude(pk=but).exists():
        raise ValidationError({"name": _("Another of your sites bears this name.")})
