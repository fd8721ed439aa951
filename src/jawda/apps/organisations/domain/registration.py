"""Registering an organisation, and what it says of itself afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from jawda.apps.organisations import codes
from jawda.apps.organisations.enums import Decision, Kind, Role, Status
from jawda.apps.organisations.models import DirectoryEntry, Membership, Organisation, Verification
from jawda.apps.organisations.rules import may_administer
from jawda.foundation.audit import trail
from jawda.foundation.tenancy.context import acting
from jawda.foundation.tenancy.routes import Access

Listener = Callable[[Organisation], None]
_listeners: list[Listener] = []


def on_description_changed(listener: Listener) -> None:
    """An upper room that keeps a snapshot of organisations is told when one describes itself anew."""
    if listener not in _listeners:
        _listeners.append(listener)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an organisation says of itself: codes are official ones, ``employees`` a head count."""

    name: str
    ice: str = ""
    region: str = ""
    city: str = ""
    nace: str = ""
    iaf: str = ""
    employees: int | None = None

    def checked(self) -> Facts:
        """The same, identifiers without spaces and the sector proposed. ``ValidationError`` by field."""
        faults: dict[str, ValidationError] = {}
        values = asdict(self)
        values["name"] = " ".join(self.name.split())
        if not values["name"]:
            faults["name"] = ValidationError(_("A name is expected."), code="required")
        for field, check in (
            ("ice", codes.checked_ice),
            ("region", codes.checked_region),
            ("nace", codes.checked_activity),
        ):
            try:
                values[field] = check(values[field])
            except ValidationError as error:
                faults[field] = error
        if "nace" not in faults:
            try:
                values["iaf"] = codes.checked_sector(self.iaf, values["nace"])
            except ValidationError as error:
                faults["iaf"] = error
        if faults:
            raise ValidationError(faults)
        return Facts(**values)


def register_organisation(
    *,
    person_id: UUID,
    kind: Kind,
    name: str,
    ice: str = "",
    region: str = "",
    city: str = "",
    nace: str = "",
    iaf: str = "",
    employees: int | None = None,
    fictitious: bool = False,
) -> Organisation:
    """Create an organisation, not verified yet, with this person as its first member. Audited.

    A company may work at once; a body others must trust waits for an operator. No mail is sent.
    ``ValidationError`` by field for a code that does not exist.
    """
    facts = Facts(name=name, ice=ice, region=region, city=city, nace=nace, iaf=iaf, employees=employees).checked()
    identifier = uuid4()
    with acting(organisation_id=identifier, person_id=person_id):
        organisation = Organisation.objects.create(id=identifier, kind=kind, fictitious=fictitious, **asdict(facts))
        role = Role.QUALITY_MANAGER if kind == Kind.COMPANY else Role.ADMINISTRATOR
        Membership.objects.create(person_id=person_id, organisation=organisation, role=role)
        trail.record(
            "organisations.register",
            subject="organisation",
            subject_id=identifier,
            details={"kind": kind, "name": facts.name},
        )
    return organisation


def needs_verification_again(organisation: Organisation, facts: Facts) -> bool:
    """Whether these facts change something that an operator verified: the name or the identifier."""
    if organisation.status != Status.ACTIVATED:
        return False
    checked = facts.checked()
    return (checked.name, checked.ice) != (organisation.name, organisation.ice)


def describe(*, access: Access, facts: Facts, confirmed: bool = False) -> Organisation:
    """Change what the acting organisation says of itself. Audited; rooms that keep a snapshot are told.

    Changing the name or the identifier of a verified organisation returns it to be verified, and takes it out of the
    directory: ``ValidationError`` with code ``confirm`` unless ``confirmed``. A suspended one stays suspended. No mail.
    """
    if not may_administer(access):
        raise PermissionDenied
    facts = facts.checked()
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=access.organisation_id)
    again = needs_verification_again(organisation, facts)
    if again and not confirmed:
        raise ValidationError(_("Confirm that the organisation is to be verified again."), code="confirm")
    before = {name: getattr(organisation, name) for name in asdict(facts)}
    changed = {name: value for name, value in asdict(facts).items() if before[name] != value}
    if not changed:
        return organisation
    for name, value in changed.items():
        setattr(organisation, name, value)
    if again:
        organisation.status, organisation.activated_at = Status.UNVERIFIED, None
    organisation.save()
    trail.record(
        "organisations.describe",
        subject="organisation",
        subject_id=organisation.pk,
        details={"before": {name: before[name] for name in changed}, "after": changed, "verify_again": again},
    )
    if again:
        Verification.objects.create(
            organisation=organisation, decision=Decision.RETURNED, decided_by=access.person_id,
            note=", ".join(sorted({"name", "ice"} & changed.keys())),
        )  # fmt: skip
    project(organisation)
    for listener in _listeners:
        listener(organisation)
    return organisation


def project(organisation: Organisation) -> None:
    """Rebuild the directory's entry of the acting organisation: a verified body has one, nobody else has."""
    if organisation.status != Status.ACTIVATED or organisation.kind == Kind.COMPANY:
        DirectoryEntry.objects.filter(source_organisation=organisation).delete()
        return
    DirectoryEntry.objects.update_or_create(
        source_organisation=organisation,
        defaults={
            "kind": organisation.kind,
            "name": organisation.name,
            "region": organisation.region,
            "city": organisation.city,
            "fictitious": organisation.fictitious,
        },
    )
