"""A body signs with a key in its device: declared once it has proven itself, and told in words when it fails."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.apps.recognition.rooms import Room, another, room_of
from tests.apps.recognition.world import TODAY, World, acts, issued
from tests.foundation.devices.softhsm import MODULE, OTHER, PIN, token
from tests.pages import strict_page

from jawda.apps.organisations.enums import Role
from jawda.apps.recognition.domain import changing, keys, papers, status_lists
from jawda.apps.recognition.domain.device_keys import declare_key
from jawda.apps.recognition.enums import Event
from jawda.apps.recognition.models import SigningKey
from jawda.core.credentials import token as tokens
from jawda.core.credentials.keys import Algorithm, public_key
from jawda.foundation.audit.models import AuditEntry
from jawda.foundation.devices import pkcs11
from jawda.foundation.devices.offered import Offered
from jawda.foundation.devices.pkcs11 import Device, make_key

__all__ = ["token"]
pytestmark = pytest.mark.django_db
BOTH = (Algorithm.ED25519, Algorithm.ES256)


@pytest.fixture
def lent(found: World, token: Device, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Offered:
    """The token, lent to the certifier."""
    one = Offered("hsm", token, found.certifier.organisation.handle)
    settings.PKCS11_DEVICES = (one,)
    monkeypatch.setenv(one.pin_variable, PIN)
    return one


@pytest.fixture
def algorithm() -> Algorithm:
    return Algorithm.ED25519


@pytest.fixture
def label(token: Device, algorithm: Algorithm, request: pytest.FixtureRequest) -> str:
    """Of a new key in it."""
    name: str = request.node.name[:60]
    make_key(token, name, PIN, algorithm)
    return name


def declared(found: World, label: str) -> SigningKey:
    with acts(found.certifier):
        return declare_key(access=found.certifier.access, device="hsm", label=label)


def why(found: World, label: str, device: str = "hsm") -> dict[str, list[str]]:
    with acts(found.certifier), pytest.raises(ValidationError) as caught:
        declare_key(access=found.certifier.access, device=device, label=label)
    return caught.value.message_dict


@pytest.mark.parametrize("algorithm", BOTH)
def test_what_the_device_signs_is_verified_by_everyone(
    found: World, lent: Offered, label: str, algorithm: Algorithm
) -> None:
    key = declared(found, label)
    row = issued(found, now=TODAY)
    read = tokens.read(row.credential.encode())
    assert read.key_id.endswith(f"#{key.name}")
    assert public_key(key.public_jwk).verifies(read.signature, read.signed)
    assert key.algorithm == algorithm.value
    document = json.loads(Client().get("/organismes/certification-essai/did.json").content)
    assert document["verificationMethod"][-1]["publicKeyJwk"]["kid"] == public_key(key.public_jwk).thumbprint()
    with acts(found.certifier):
        changing.change(
            access=found.certifier.access, attestation_id=row.pk, event=Event.SUSPENDED, reason="Audit manqué"
        )  # fmt: skip
        turn = papers.print_some()
    assert turn is not None
    assert turn.failed == 0


def test_neither_the_private_half_nor_the_pin_is_kept(found: World, lent: Offered, label: str) -> None:
    key = declared(found, label)
    assert (key.sealed, key.device, key.key_label) == ("", "hsm", label)
    with acts(found.certifier):
        former = SigningKey.objects.exclude(pk=key.pk).get()
        said = json.dumps([list(SigningKey.objects.values()), list(AuditEntry.objects.values())], default=str)
    assert former.retired_at is not None
    assert PIN not in said


def test_only_a_key_that_works_is_declared(found: World, lent: Offered, label: str) -> None:
    assert "has no key pair" in _english(lambda: why(found, "missing"))["label"][0]
    assert list(why(found, label, device="other")) == ["device"]
    declared(found, label)
    assert list(why(found, label)) == ["label"], "a key that was declared before"
    with acts(found.certifier):
        assert SigningKey.objects.filter(device="hsm").count() == 1


def test_a_device_serves_the_organisation_that_it_is_lent_to(found: World, lent: Offered, label: str) -> None:
    with acts(found.accreditor), pytest.raises(ValidationError):
        declare_key(access=found.accreditor.access, device="hsm", label=label)
    assert room_of(found.accreditor).get("declare_key").status_code == 404
    reader = another(found.certifier, Role.READER)
    assert reader.get("declare_key").status_code == 403
    with acts(found.certifier), pytest.raises(PermissionDenied):
        declare_key(access=reader_access(found), device="hsm", label=label)


def reader_access(found: World) -> Any:
    from dataclasses import replace

    return replace(found.certifier.access, role=Role.READER)


@pytest.mark.parametrize("breaks", ["taken back", "pin", "other key"])
def test_a_device_that_fails_is_told_and_nothing_is_issued(
    found: World, lent: Offered, label: str, breaks: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = declared(found, label)
    if breaks == "taken back":
        settings.PKCS11_DEVICES = ()
    elif breaks == "pin":
        pkcs11.close_all()
        monkeypatch.setenv(lent.pin_variable, "")
    else:
        other = make_key(lent.device, f"{label} 2", PIN, Algorithm.ED25519)
        assert other.public.jwk() != key.public_jwk
        with acts(found.certifier):
            SigningKey.objects.filter(pk=key.pk).update(key_label=f"{label} 2")
    with pytest.raises(ValidationError) as caught:
        issued(found, now=TODAY, number="QMS-FAILS")
    assert PIN not in str(caught.value)
    assert not [row for row in room_of(found.certifier).documents() if row.number == "QMS-FAILS"]


def test_a_device_out_of_reach_delays_no_revocation(found: World, lent: Offered, label: str, settings: Any) -> None:
    """The lists, which the former key signed last, are the job's: it tries until the device answers."""
    issued(found, now=TODAY)
    declared(found, label)
    settings.PKCS11_DEVICES = ()
    with acts(found.certifier):
        former = SigningKey.objects.get(device="")
        waiting = jobs_that_sign()
        keys.revoke_key(access=found.certifier.access, key_id=former.pk, at=TODAY)
        former.refresh_from_db()
        assert jobs_that_sign() == waiting + 1
    assert former.compromised_at == TODAY


def jobs_that_sign() -> int:
    return int(ProcrastinateJob.objects.filter(task_name=status_lists.REFRESH, scheduled_at=None).count())


def test_the_pages_of_a_key_in_a_device(found: World, lent: Offered, label: str) -> None:
    room = room_of(found.certifier)
    assert room.url("declare_key") in room.get("keys").content.decode()
    for language in ("fr", "ar", "en"):
        room.client.cookies["django_language"] = language
        strict_page(room.get("declare_key").content.decode(), language=language)
    wrong = room.post("declare_key", device="hsm", label="nothing")
    assert wrong.status_code == 422
    strict_page(wrong.content.decode(), language="en")
    assert "The token has no key pair called “nothing”" in wrong.content.decode()
    assert room.post("declare_key", device="hsm", label=label).status_code == 302
    text = room.get("keys").content.decode()
    assert "in the device <bdi>hsm</bdi>" in text
    _issues(room, found)


def _issues(room: Room, found: World) -> None:
    issued(found, now=TODAY, number="QMS-DEVICE")
    assert [row.number for row in room.documents()] == ["QMS-DEVICE"]


def test_jobs_that_sign_are_tried_as_long_as_a_list_counts() -> None:
    """A device that was out of reach for a night must not end the daily signing for good."""
    for name in (status_lists.REFRESH, papers.PRINT):
        again = app.tasks[name].retry_strategy
        assert isinstance(again, RetryStrategy)
        assert again.max_attempts is not None
        assert timedelta(seconds=again.max_attempts * again.wait) >= status_lists.VALID


def test_where_no_device_is_lent_nothing_is_offered(found: World, settings: Any) -> None:
    settings.PKCS11_DEVICES = ()
    room = room_of(found.certifier)
    assert room.url("declare_key") not in room.get("keys").content.decode()
    assert room.get("declare_key").status_code == 404


def test_a_second_body_has_a_token_of_its_own(found: World, lent: Offered, settings: Any, label: str,
                                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    mine = Device(MODULE, OTHER)
    other = Offered("hsm-2", mine, found.accreditor.organisation.handle)
    settings.PKCS11_DEVICES = (lent, other)
    monkeypatch.setenv(other.pin_variable, PIN)
    make_key(mine, "its own", PIN, Algorithm.ES256)
    with acts(found.accreditor):
        assert declare_key(access=found.accreditor.access, device="hsm-2", label="its own").device == "hsm-2"
    with acts(found.accreditor), pytest.raises(ValidationError):
        declare_key(access=found.accreditor.access, device="hsm-2", label=label)


def _english(work: Any) -> Any:
    from django.utils.translation import override

    with override("en"):
        return work()
