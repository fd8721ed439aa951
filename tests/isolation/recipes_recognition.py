"""Rows of recognition: bodies that attest sign what they say by the product's verbs, so that their pages have a verdict
to show; other tenants' rows are as introspection makes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone

from jawda.apps.organisations.enums import Role
from jawda.apps.recognition.domain import changing, issuing, keys, reissuing
from jawda.apps.recognition.domain.changing import NewWords
from jawda.apps.recognition.domain.drafts import Draft
from jawda.apps.recognition.enums import Event, Kind
from jawda.apps.recognition.models import (
    Attestation,
    AttestationEvent,
    Identity,
    RecordedCertificate,
    SigningKey,
    SupersededCredential,
    WatchedCertificate,
    WatchedFinding,
)
from jawda.apps.recognition.suppliers.enums import Found
from jawda.core.credentials.keys import Algorithm, SoftwareKey
from jawda.foundation.files.models import StoredFile
from jawda.foundation.tenancy.routes import Access

if TYPE_CHECKING:
    from tests.isolation.world import World

ATTESTING = ("CB", "MET")
"""A certifier, whose certificates anyone may look up, and a laboratory, whose reports nobody may."""


def _access(world: World, tenant: str) -> Access:
    body, person = world.tenants[tenant], world.someone_of(tenant)
    assert person is not None
    return Access(
        organisation_id=body.pk, handle=body.handle, organisation_name=body.name, kind=body.kind, status=body.status,
        fictitious=False, person_id=person.pk, role=Role.ADMINISTRATOR,
    )  # fmt: skip


def _by_introspection(world: World, tenant: str, model: type[models.Model]) -> models.Model:
    return world._written(model, world._references(model, tenant, ""))


def _key(world: World, tenant: str) -> models.Model:
    if tenant not in ATTESTING:
        made = _by_introspection(world, tenant, SigningKey)
        public = SoftwareKey.from_seed(bytes(32), Algorithm.ED25519).public  # pages show its thumbprint
        SigningKey.objects.filter(pk=made.pk).update(public_jwk=dict(public.jwk()))
        return made
    found = SigningKey.objects.first() or keys.make_key(access=_access(world, tenant))
    SigningKey.objects.filter(pk=found.pk).update(name=found.name, key_label=world.canaries.new())
    return found


def _identity(world: World, tenant: str) -> models.Model:
    world.row(SigningKey, tenant)
    return Identity.objects.get(source_organisation=world.tenants[tenant])


def _attestation(world: World, tenant: str) -> models.Model:
    if tenant not in ATTESTING:
        return _by_introspection(world, tenant, Attestation)
    world.row(SigningKey, tenant)
    canary, today = world.canaries.new, timezone.now().date()
    kind = Kind.MANAGEMENT_SYSTEM if tenant == "CB" else Kind.CALIBRATION
    said: dict[str, Any] = (
        {"expires_on": today + timedelta(days=1000)} if tenant == "CB" else {"activity_on": today - timedelta(days=1)}
    )
    return issuing.issue(
        access=_access(world, tenant),
        draft=Draft(
            kind=kind, number=canary(), holder_name=canary(), holder_city=canary(), standard=canary(), scope=canary(),
            sectors=("IAF 14",), sites=(canary(), canary()), issued_on=today, **said,
        ),
    )  # fmt: skip


def _event(world: World, tenant: str) -> models.Model:
    """Its reason is between the body and the holder: no public page may say it."""
    if tenant not in ATTESTING:
        return _by_introspection(world, tenant, AttestationEvent)
    row = world.row(Attestation, tenant)
    world.row(SupersededCredential, tenant)
    if tenant == "CB":
        changing.change(
            access=_access(world, tenant), attestation_id=row.pk, event=Event.SUSPENDED, reason=world.canaries.new()
        )
    return AttestationEvent.objects.exclude(reason="").latest("recorded_at")


def _superseded(world: World, tenant: str) -> models.Model:
    if tenant not in ATTESTING:
        return _by_introspection(world, tenant, SupersededCredential)
    row = world.row(Attestation, tenant)
    assert isinstance(row, Attestation)
    verb = reissuing.reduce_scope if tenant == "CB" else reissuing.amend
    verb(
        access=_access(world, tenant), attestation_id=row.pk, reason=world.canaries.new(),
        said=NewWords(scope=world.canaries.new(), sectors=tuple(row.sectors), sites=tuple(row.sites[:1])),
    )  # fmt: skip
    return SupersededCredential.objects.get(attestation=row)


def _recorded(world: World, tenant: str) -> models.Model:
    """As a company types it; who recorded it is found by name in the history."""
    canary, today = world.canaries.new, timezone.now().date()
    return RecordedCertificate.objects.create(
        organisation=world.tenants[tenant], number=canary(), kind=Kind.MANAGEMENT_SYSTEM, standard=canary(),
        scope=canary(), sites=[canary(), canary()], issuer_name=canary(), accreditation_body=canary(),
        accreditation_number=canary(), issued_on=today, expires_on=today + timedelta(days=40), source=canary(),
        register_url=f"https://registre.example.org/{canary()}", file=world.row(StoredFile, tenant),
    )  # fmt: skip


def _watched(world: World, tenant: str) -> models.Model:
    """As if it had been found, so that its page has everything to show; codes hold no canary."""
    canary = world.canaries.new
    return WatchedCertificate.objects.create(
        organisation=world.tenants[tenant], supplier_name=canary(), country=canary(), number=canary(),
        standard=canary(), found=Found.VALID, stood=Found.VALID, checked_at=timezone.now(),
        found_reference="JW-2026-AAAAAAA", found_holder=canary(), found_issuer=canary(), found_standard=canary(),
    )  # fmt: skip


def _finding(world: World, tenant: str) -> models.Model:
    return WatchedFinding.objects.create(
        organisation=world.tenants[tenant], line=world.row(WatchedCertificate, tenant), at=timezone.now(),
        found=Found.VALID,
    )  # fmt: skip


RECOGNITION: dict[str, Callable[[World, str], models.Model]] = {
    "recognition.SigningKey": _key,
    "recognition.Identity": _identity,
    "recognition.Attestation": _attestation,
    "recognition.AttestationEvent": _event,
    "recognition.SupersededCredential": _superseded,
    "recognition.RecordedCertificate": _recorded,
    "recognition.WatchedCertificate": _watched,
    "recognition.WatchedFinding": _finding,
}
